// SPDX-License-Identifier: LGPL-2.1-or-later
//! Declarations of what libnl-3 exports, for the libraries built on it. Contracts: its headers.

use libc::{
    c_char, c_double, c_int, c_long, c_uint, c_ulonglong, c_void, nlattr, nlmsghdr, size_t,
    sockaddr_nl,
};

use crate::layout::{
    change_func_t, nl_addr, nl_cache, nl_cache_ops, nl_cb, nl_data, nl_dump_params, nl_msg,
    nl_object, nl_object_ops, nl_parser_param, nl_sock, nla_policy, trans_tbl,
};
use crate::list::nl_list_head;

#[expect(missing_docs, reason = "documented where they are defined")]
unsafe extern "C" {
    pub fn nl_connect(sk: *mut nl_sock, protocol: c_int) -> c_int;
    pub fn nl_send_auto(sk: *mut nl_sock, msg: *mut nl_msg) -> c_int;
    pub fn nl_send_auto_complete(sk: *mut nl_sock, msg: *mut nl_msg) -> c_int;
    pub fn nl_send_simple(
        sk: *mut nl_sock,
        r#type: c_int,
        flags: c_int,
        buf: *mut c_void,
        size: size_t,
    ) -> c_int;
    pub fn nl_send_sync(sk: *mut nl_sock, msg: *mut nl_msg) -> c_int;
    pub fn nl_recvmsgs(sk: *mut nl_sock, cb: *mut nl_cb) -> c_int;
    pub fn nl_recvmsgs_default(sk: *mut nl_sock) -> c_int;
    pub fn nl_wait_for_ack(sk: *mut nl_sock) -> c_int;
    pub fn nl_pickup(
        sk: *mut nl_sock,
        parser: Option<
            unsafe extern "C" fn(
                *mut nl_cache_ops,
                *mut sockaddr_nl,
                *mut nlmsghdr,
                *mut nl_parser_param,
            ) -> c_int,
        >,
        result: *mut *mut nl_object,
    ) -> c_int;
    pub fn nl_pickup_keep_syserr(
        sk: *mut nl_sock,
        parser: Option<
            unsafe extern "C" fn(
                *mut nl_cache_ops,
                *mut sockaddr_nl,
                *mut nlmsghdr,
                *mut nl_parser_param,
            ) -> c_int,
        >,
        result: *mut *mut nl_object,
        syserror: *mut c_int,
    ) -> c_int;
    pub fn nl_socket_alloc() -> *mut nl_sock;
    pub fn nl_socket_free(sk: *mut nl_sock);
    pub fn nl_cb_clone(orig: *mut nl_cb) -> *mut nl_cb;
    pub fn nl_cb_put(cb: *mut nl_cb);
    pub fn nl_cb_set(
        cb: *mut nl_cb,
        r#type: c_int,
        kind: c_int,
        func: Option<unsafe extern "C" fn(*mut nl_msg, *mut c_void) -> c_int>,
        arg: *mut c_void,
    ) -> c_int;
    pub fn nlmsg_alloc() -> *mut nl_msg;
    pub fn nlmsg_alloc_simple(nlmsgtype: c_int, flags: c_int) -> *mut nl_msg;
    pub fn nlmsg_alloc_size(max: size_t) -> *mut nl_msg;
    pub fn nlmsg_free(msg: *mut nl_msg);
    pub fn nlmsg_put(
        n: *mut nl_msg,
        pid: u32,
        seq: u32,
        r#type: c_int,
        payload: c_int,
        flags: c_int,
    ) -> *mut nlmsghdr;
    pub fn nlmsg_append(n: *mut nl_msg, data: *mut c_void, len: size_t, pad: c_int) -> c_int;
    pub fn nlmsg_hdr(n: *mut nl_msg) -> *mut nlmsghdr;
    pub fn nlmsg_reserve(n: *mut nl_msg, len: size_t, pad: c_int) -> *mut c_void;
    pub fn nlmsg_data(nlh: *const nlmsghdr) -> *mut c_void;
    pub fn nlmsg_get(msg: *mut nl_msg);
    pub fn nlmsg_set_default_size(max: size_t);
    pub fn nla_put(msg: *mut nl_msg, attrtype: c_int, datalen: c_int, data: *const c_void)
    -> c_int;
    pub fn nla_parse(
        tb: *mut *mut nlattr,
        maxtype: c_int,
        head: *mut nlattr,
        len: c_int,
        policy: *const nla_policy,
    ) -> c_int;
    pub fn nla_validate(
        head: *const nlattr,
        len: c_int,
        maxtype: c_int,
        policy: *const nla_policy,
    ) -> c_int;
    pub fn nla_nest_start(msg: *mut nl_msg, attrtype: c_int) -> *mut nlattr;
    pub fn nla_nest_end(msg: *mut nl_msg, start: *mut nlattr) -> c_int;
    pub fn nla_nest_end_keep_empty(msg: *mut nl_msg, start: *mut nlattr) -> c_int;
    pub fn nla_nest_cancel(msg: *mut nl_msg, attr: *const nlattr);
    pub fn nla_reserve(msg: *mut nl_msg, attrtype: c_int, attrlen: c_int) -> *mut nlattr;
    pub fn nl_object_alloc(ops: *mut nl_object_ops) -> *mut nl_object;
    pub fn nl_object_get(obj: *mut nl_object);
    pub fn nl_object_put(obj: *mut nl_object);
    pub fn nl_object_clone(obj: *mut nl_object) -> *mut nl_object;
    pub fn nl_object_identical(a: *mut nl_object, b: *mut nl_object) -> c_int;
    pub fn nl_object_diff64(a: *mut nl_object, b: *mut nl_object) -> u64;
    pub fn nl_object_match_filter(obj: *mut nl_object, filter: *mut nl_object) -> c_int;
    pub fn nl_cache_alloc(ops: *mut nl_cache_ops) -> *mut nl_cache;
    pub fn nl_cache_alloc_and_fill(
        ops: *mut nl_cache_ops,
        sock: *mut nl_sock,
        result: *mut *mut nl_cache,
    ) -> c_int;
    pub fn nl_cache_free(cache: *mut nl_cache);
    pub fn nl_cache_get_first(cache: *mut nl_cache) -> *mut nl_object;
    pub fn nl_cache_get_next(obj: *mut nl_object) -> *mut nl_object;
    pub fn nl_cache_search(cache: *mut nl_cache, needle: *mut nl_object) -> *mut nl_object;
    pub fn nl_cache_find(cache: *mut nl_cache, filter: *mut nl_object) -> *mut nl_object;
    pub fn nl_cache_refill(sk: *mut nl_sock, cache: *mut nl_cache) -> c_int;
    pub fn nl_cache_set_arg1(cache: *mut nl_cache, arg: c_int);
    pub fn nl_cache_set_arg2(cache: *mut nl_cache, arg: c_int);
    pub fn nl_cache_set_flags(cache: *mut nl_cache, flags: c_uint);
    pub fn nl_cache_nitems(cache: *mut nl_cache) -> c_int;
    pub fn nl_cache_add(cache: *mut nl_cache, obj: *mut nl_object) -> c_int;
    pub fn nl_cache_remove(obj: *mut nl_object);
    pub fn nl_cache_move(cache: *mut nl_cache, obj: *mut nl_object) -> c_int;
    pub fn nl_cache_pickup_checkdup(sk: *mut nl_sock, cache: *mut nl_cache) -> c_int;
    pub fn nl_cache_put(cache: *mut nl_cache);
    pub fn nl_cache_get_ops(cache: *mut nl_cache) -> *mut nl_cache_ops;
    pub fn nl_cache_parse_and_add(cache: *mut nl_cache, msg: *mut nl_msg) -> c_int;
    pub fn nl_cache_mngt_register(ops: *mut nl_cache_ops) -> c_int;
    pub fn nl_cache_mngt_unregister(ops: *mut nl_cache_ops) -> c_int;
    pub fn nl_cache_mngt_require_safe(name: *const c_char) -> *mut nl_cache;
    pub fn nl_cache_mngt_provide(cache: *mut nl_cache);
    pub fn nl_cache_mngt_unprovide(cache: *mut nl_cache);
    pub fn nl_cache_include(
        cache: *mut nl_cache,
        obj: *mut nl_object,
        change_cb: change_func_t,
        data: *mut c_void,
    ) -> c_int;
    pub fn nl_cache_foreach(
        cache: *mut nl_cache,
        cb: Option<unsafe extern "C" fn(*mut nl_object, *mut c_void)>,
        arg: *mut c_void,
    );
    pub fn nl_cache_foreach_filter(
        cache: *mut nl_cache,
        filter: *mut nl_object,
        cb: Option<unsafe extern "C" fn(*mut nl_object, *mut c_void)>,
        arg: *mut c_void,
    );
    pub fn nl_msg_parse(
        msg: *mut nl_msg,
        cb: Option<unsafe extern "C" fn(obj: *mut nl_object, arg: *mut c_void)>,
        arg: *mut c_void,
    ) -> c_int;
    pub fn nl_addr_build(family: c_int, buf: *const c_void, size: size_t) -> *mut nl_addr;
    pub fn nl_addr_get(addr: *mut nl_addr) -> *mut nl_addr;
    pub fn nl_addr_put(addr: *mut nl_addr);
    pub fn nl_addr_clone(addr: *const nl_addr) -> *mut nl_addr;
    pub fn nl_addr_cmp(a: *const nl_addr, b: *const nl_addr) -> c_int;
    pub fn nl_addr_cmp_prefix(a: *const nl_addr, b: *const nl_addr) -> c_int;
    pub fn nl_addr_get_binary_addr(addr: *const nl_addr) -> *mut c_void;
    pub fn nl_addr_set_prefixlen(addr: *mut nl_addr, prefixlen: c_int);
    pub fn nl_addr2str(addr: *const nl_addr, buf: *mut c_char, size: size_t) -> *mut c_char;
    pub fn nl_addr_get_len(addr: *const nl_addr) -> c_uint;
    pub fn nl_addr_get_family(addr: *const nl_addr) -> c_int;
    pub fn nl_addr_get_prefixlen(addr: *const nl_addr) -> c_uint;
    pub fn nl_addr_set_family(addr: *mut nl_addr, family: c_int);
    pub fn nl_addr_iszero(addr: *const nl_addr) -> c_int;
    pub fn nl_addr_parse(addrstr: *const c_char, hint: c_int, result: *mut *mut nl_addr) -> c_int;
    pub fn nl_addr_alloc(maxsize: size_t) -> *mut nl_addr;
    pub fn nl_addr_guess_family(addr: *const nl_addr) -> c_int;
    pub fn nl_addr_set_binary_addr(addr: *mut nl_addr, buf: *const c_void, len: size_t) -> c_int;
    pub fn nl_addr_valid(addr: *const c_char, family: c_int) -> c_int;
    pub fn nl_addr_shared(addr: *const nl_addr) -> c_int;
    pub fn nl_data_alloc(buf: *const c_void, size: size_t) -> *mut nl_data;
    pub fn nl_data_clone(src: *const nl_data) -> *mut nl_data;
    pub fn nl_data_free(data: *mut nl_data);
    pub fn nl_data_cmp(a: *const nl_data, b: *const nl_data) -> c_int;
    pub fn nl_data_get(data: *const nl_data) -> *mut c_void;
    pub fn nl_data_get_size(data: *const nl_data) -> usize;
    pub fn nl_data_append(data: *mut nl_data, buf: *const c_void, size: size_t) -> c_int;
    pub fn nl_af2str(family: c_int, buf: *mut c_char, size: size_t) -> *mut c_char;
    pub fn nl_str2af(name: *const c_char) -> c_int;
    pub fn nl_llproto2str(llproto: c_int, buf: *mut c_char, len: size_t) -> *mut c_char;
    pub fn nl_str2llproto(name: *const c_char) -> c_int;
    pub fn nl_ether_proto2str(eproto: c_int, buf: *mut c_char, len: size_t) -> *mut c_char;
    pub fn nl_str2ether_proto(name: *const c_char) -> c_int;
    pub fn nl_ip_proto2str(proto: c_int, buf: *mut c_char, len: size_t) -> *mut c_char;
    pub fn nl_str2ip_proto(name: *const c_char) -> c_int;
    pub fn nl_size2str(size: size_t, buf: *mut c_char, len: size_t) -> *mut c_char;
    pub fn nl_rate2str(rate: c_ulonglong, r#type: c_int, buf: *mut c_char, len: size_t) -> c_int;
    pub fn nl_msec2str(msec: u64, buf: *mut c_char, len: size_t) -> *mut c_char;
    pub fn nl_size2int(str: *const c_char) -> c_long;
    pub fn nl_cancel_down_bytes(l: c_ulonglong, unit: *mut *mut c_char) -> c_double;
    pub fn nl_cancel_down_bits(l: c_ulonglong, unit: *mut *mut c_char) -> c_double;
    pub fn nl_cancel_down_us(l: u32, unit: *mut *mut c_char) -> c_double;
    pub fn nl_ticks2us(ticks: u32) -> u32;
    pub fn nl_us2ticks(us: u32) -> u32;
    pub fn nl_strerror_l(err: c_int) -> *const c_char;
    pub fn nl_get_user_hz() -> c_int;
    pub fn nl_get_psched_hz() -> c_int;
    pub fn nl_prob2int(str: *const c_char) -> c_long;
    pub fn nl_new_line(params: *mut nl_dump_params);
    pub fn nl_geterror(error: c_int) -> *const c_char;
    pub fn nl_syserr2nlerr(error: c_int) -> c_int;
    pub fn __flags2str(
        flags: c_int,
        buf: *mut c_char,
        len: size_t,
        tbl: *const trans_tbl,
        tbl_len: size_t,
    ) -> *mut c_char;
    pub fn __str2flags(buf: *const c_char, tbl: *const trans_tbl, tbl_len: size_t) -> c_int;
    pub fn __type2str(
        r#type: c_int,
        buf: *mut c_char,
        len: size_t,
        tbl: *const trans_tbl,
        tbl_len: size_t,
    ) -> *mut c_char;
    pub fn __str2type(buf: *const c_char, tbl: *const trans_tbl, tbl_len: size_t) -> c_int;
    pub fn __list_type2str(
        r#type: c_int,
        buf: *mut c_char,
        len: size_t,
        head: *mut nl_list_head,
    ) -> *mut c_char;
    pub fn __list_str2type(buf: *const c_char, head: *mut nl_list_head) -> c_int;
    pub fn __trans_list_add(i: c_int, a: *const c_char, head: *mut nl_list_head) -> c_int;
    pub fn __trans_list_clear(head: *mut nl_list_head);
    pub fn __nl_read_num_str_file(
        path: *const c_char,
        cb: Option<unsafe extern "C" fn(c_long, *const c_char) -> c_int>,
    ) -> c_int;

    pub fn oxnl_cache_lookup(
        cache: *mut nl_cache,
        which: c_int,
        key: u32,
        wanted: Option<unsafe extern "C" fn(*mut nl_object, *mut c_void) -> c_int>,
        arg: *mut c_void,
    ) -> *mut nl_object;
    pub fn oxnl_cache_rekey(obj: *mut nl_object);
    pub fn nl_dump(params: *mut nl_dump_params, fmt: *const c_char, ...);
    pub fn nl_dump_line(params: *mut nl_dump_params, fmt: *const c_char, ...);
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Declarations of what libnl-3 exports, for the libraries built on it. Contracts: its headers.

use libc::{c_char, c_int, c_void, nlattr, nlmsghdr, size_t};

use crate::layout::{
    nl_cache, nl_cache_ops, nl_cb, nl_dump_params, nl_msg, nl_object, nl_object_ops, nl_sock,
    nla_policy, trans_tbl,
};

#[expect(missing_docs, reason = "documented where they are defined")]
unsafe extern "C" {
    pub fn nl_connect(sk: *mut nl_sock, protocol: c_int) -> c_int;
    pub fn nl_send_auto(sk: *mut nl_sock, msg: *mut nl_msg) -> c_int;
    pub fn nl_send_simple(
        sk: *mut nl_sock,
        r#type: c_int,
        flags: c_int,
        buf: *mut c_void,
        size: size_t,
    ) -> c_int;
    pub fn nl_recvmsgs(sk: *mut nl_sock, cb: *mut nl_cb) -> c_int;
    pub fn nl_wait_for_ack(sk: *mut nl_sock) -> c_int;
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
    pub fn nlmsg_free(msg: *mut nl_msg);
    pub fn nlmsg_put(
        msg: *mut nl_msg,
        pid: u32,
        seq: u32,
        r#type: c_int,
        payload: c_int,
        flags: c_int,
    ) -> *mut nlmsghdr;
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

    pub fn nl_object_alloc(ops: *mut nl_object_ops) -> *mut nl_object;
    pub fn nl_object_get(obj: *mut nl_object);
    pub fn nl_object_put(obj: *mut nl_object);

    pub fn nl_cache_alloc_and_fill(
        ops: *mut nl_cache_ops,
        sock: *mut nl_sock,
        result: *mut *mut nl_cache,
    ) -> c_int;
    pub fn nl_cache_free(cache: *mut nl_cache);
    pub fn nl_cache_mngt_register(ops: *mut nl_cache_ops) -> c_int;
    pub fn nl_cache_mngt_unregister(ops: *mut nl_cache_ops) -> c_int;

    pub fn nl_dump(params: *mut nl_dump_params, fmt: *const c_char, ...);
    pub fn nl_new_line(params: *mut nl_dump_params);
    pub fn __flags2str(
        flags: c_int,
        buf: *mut c_char,
        len: size_t,
        tbl: *const trans_tbl,
        tbl_len: size_t,
    ) -> *mut c_char;
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The functions that `nl_sys::ffi` declares are those that libnl-3 defines: the same types, and, since
//! each is linked to one symbol, the same functions.

use nl::capi;
use nl_sys::ffi;

/// Both are of one type, and one function.
macro_rules! same {
    ($declared:path, $defined:path, $pointer:ty) => {
        let functions: [$pointer; 2] = [$declared as $pointer, $defined as $pointer];
        assert_eq!(functions[0] as usize, functions[1] as usize, stringify!($declared));
    };
}

#[test]
fn declared_as_defined() {
    same!(ffi::nl_connect, capi::netlink::nl_connect, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_send_auto, capi::netlink::nl_send_auto, unsafe extern "C" fn(_, _) -> _);
    same!(
        ffi::nl_send_auto_complete,
        capi::netlink::nl_send_auto_complete,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(
        ffi::nl_send_simple,
        capi::netlink::nl_send_simple,
        unsafe extern "C" fn(_, _, _, _, _) -> _
    );
    same!(ffi::nl_send_sync, capi::netlink::nl_send_sync, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_recvmsgs, capi::netlink::nl_recvmsgs, unsafe extern "C" fn(_, _) -> _);
    same!(
        ffi::nl_recvmsgs_default,
        capi::netlink::nl_recvmsgs_default,
        unsafe extern "C" fn(_) -> _
    );
    same!(ffi::nl_wait_for_ack, capi::netlink::nl_wait_for_ack, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_pickup, capi::netlink::nl_pickup, unsafe extern "C" fn(_, _, _) -> _);
    same!(
        ffi::nl_pickup_keep_syserr,
        capi::netlink::nl_pickup_keep_syserr,
        unsafe extern "C" fn(_, _, _, _) -> _
    );
    same!(ffi::nl_socket_alloc, capi::socket::nl_socket_alloc, unsafe extern "C" fn() -> _);
    same!(ffi::nl_socket_free, capi::socket::nl_socket_free, unsafe extern "C" fn(_));
    same!(ffi::nl_cb_clone, capi::handlers::nl_cb_clone, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_cb_put, capi::handlers::nl_cb_put, unsafe extern "C" fn(_));
    same!(ffi::nl_cb_set, capi::handlers::nl_cb_set, unsafe extern "C" fn(_, _, _, _, _) -> _);
    same!(ffi::nlmsg_alloc, capi::msg::message::nlmsg_alloc, unsafe extern "C" fn() -> _);
    same!(
        ffi::nlmsg_alloc_simple,
        capi::msg::message::nlmsg_alloc_simple,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(
        ffi::nlmsg_alloc_size,
        capi::msg::message::nlmsg_alloc_size,
        unsafe extern "C" fn(_) -> _
    );
    same!(ffi::nlmsg_free, capi::msg::message::nlmsg_free, unsafe extern "C" fn(_));
    same!(
        ffi::nlmsg_put,
        capi::msg::message::nlmsg_put,
        unsafe extern "C" fn(_, _, _, _, _, _) -> _
    );
    same!(
        ffi::nlmsg_append,
        capi::msg::message::nlmsg_append,
        unsafe extern "C" fn(_, _, _, _) -> _
    );
    same!(ffi::nlmsg_hdr, capi::msg::message::nlmsg_hdr, unsafe extern "C" fn(_) -> _);
    same!(
        ffi::nlmsg_reserve,
        capi::msg::message::nlmsg_reserve,
        unsafe extern "C" fn(_, _, _) -> _
    );
    same!(ffi::nlmsg_data, capi::msg::header::nlmsg_data, unsafe extern "C" fn(_) -> _);
    same!(ffi::nlmsg_get, capi::msg::message::nlmsg_get, unsafe extern "C" fn(_));
    same!(
        ffi::nlmsg_set_default_size,
        capi::msg::message::nlmsg_set_default_size,
        unsafe extern "C" fn(_)
    );
    same!(ffi::nla_put, capi::attr::put::nla_put, unsafe extern "C" fn(_, _, _, _) -> _);
    same!(ffi::nla_parse, capi::attr::parse::nla_parse, unsafe extern "C" fn(_, _, _, _, _) -> _);
    same!(
        ffi::nla_validate,
        capi::attr::parse::nla_validate,
        unsafe extern "C" fn(_, _, _, _) -> _
    );
    same!(ffi::nla_nest_start, capi::attr::nest::nla_nest_start, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nla_nest_end, capi::attr::nest::nla_nest_end, unsafe extern "C" fn(_, _) -> _);
    same!(
        ffi::nla_nest_end_keep_empty,
        capi::attr::nest::nla_nest_end_keep_empty,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(ffi::nla_nest_cancel, capi::attr::nest::nla_nest_cancel, unsafe extern "C" fn(_, _));
    same!(ffi::nla_reserve, capi::attr::put::nla_reserve, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_object_alloc, capi::object::nl_object_alloc, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_object_get, capi::object::nl_object_get, unsafe extern "C" fn(_));
    same!(ffi::nl_object_put, capi::object::nl_object_put, unsafe extern "C" fn(_));
    same!(ffi::nl_object_clone, capi::object::nl_object_clone, unsafe extern "C" fn(_) -> _);
    same!(
        ffi::nl_object_identical,
        capi::object::nl_object_identical,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(ffi::nl_object_diff64, capi::object::nl_object_diff64, unsafe extern "C" fn(_, _) -> _);
    same!(
        ffi::nl_object_match_filter,
        capi::object::nl_object_match_filter,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(
        ffi::nl_cache_alloc,
        capi::cache::container::nl_cache_alloc,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_cache_alloc_and_fill,
        capi::cache::container::nl_cache_alloc_and_fill,
        unsafe extern "C" fn(_, _, _) -> _
    );
    same!(ffi::nl_cache_free, capi::cache::container::nl_cache_free, unsafe extern "C" fn(_));
    same!(
        ffi::nl_cache_get_first,
        capi::cache::container::nl_cache_get_first,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_cache_get_next,
        capi::cache::container::nl_cache_get_next,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_cache_search,
        capi::cache::search::nl_cache_search,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(ffi::nl_cache_find, capi::cache::search::nl_cache_find, unsafe extern "C" fn(_, _) -> _);
    same!(
        ffi::nl_cache_refill,
        capi::cache::update::nl_cache_refill,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(
        ffi::nl_cache_set_arg1,
        capi::cache::container::nl_cache_set_arg1,
        unsafe extern "C" fn(_, _)
    );
    same!(
        ffi::nl_cache_set_arg2,
        capi::cache::container::nl_cache_set_arg2,
        unsafe extern "C" fn(_, _)
    );
    same!(
        ffi::nl_cache_set_flags,
        capi::cache::container::nl_cache_set_flags,
        unsafe extern "C" fn(_, _)
    );
    same!(
        ffi::nl_cache_nitems,
        capi::cache::container::nl_cache_nitems,
        unsafe extern "C" fn(_) -> _
    );
    same!(ffi::nl_cache_add, capi::cache::container::nl_cache_add, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_cache_remove, capi::cache::container::nl_cache_remove, unsafe extern "C" fn(_));
    same!(
        ffi::nl_cache_move,
        capi::cache::container::nl_cache_move,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(ffi::nl_cache_put, capi::cache::container::nl_cache_put, unsafe extern "C" fn(_));
    same!(
        ffi::nl_cache_get_ops,
        capi::cache::container::nl_cache_get_ops,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_cache_parse_and_add,
        capi::cache::update::nl_cache_parse_and_add,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(
        ffi::nl_cache_mngt_register,
        capi::cache::registry::nl_cache_mngt_register,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_cache_mngt_unregister,
        capi::cache::registry::nl_cache_mngt_unregister,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_cache_mngt_require_safe,
        capi::cache::registry::nl_cache_mngt_require_safe,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_cache_mngt_provide,
        capi::cache::registry::nl_cache_mngt_provide,
        unsafe extern "C" fn(_)
    );
    same!(
        ffi::nl_cache_mngt_unprovide,
        capi::cache::registry::nl_cache_mngt_unprovide,
        unsafe extern "C" fn(_)
    );
    same!(
        ffi::nl_cache_include,
        capi::cache::update::nl_cache_include,
        unsafe extern "C" fn(_, _, _, _) -> _
    );
    same!(
        ffi::nl_cache_foreach,
        capi::cache::search::nl_cache_foreach,
        unsafe extern "C" fn(_, _, _)
    );
    same!(ffi::nl_msg_parse, capi::msg::print::nl_msg_parse, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_addr_build, capi::addr::nl_addr_build, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_addr_get, capi::addr::nl_addr_get, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_addr_put, capi::addr::nl_addr_put, unsafe extern "C" fn(_));
    same!(ffi::nl_addr_clone, capi::addr::nl_addr_clone, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_addr_cmp, capi::addr::nl_addr_cmp, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_addr_cmp_prefix, capi::addr::nl_addr_cmp_prefix, unsafe extern "C" fn(_, _) -> _);
    same!(
        ffi::nl_addr_get_binary_addr,
        capi::addr::nl_addr_get_binary_addr,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_addr_set_prefixlen,
        capi::addr::nl_addr_set_prefixlen,
        unsafe extern "C" fn(_, _)
    );
    same!(ffi::nl_addr2str, capi::addr::nl_addr2str, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_addr_get_len, capi::addr::nl_addr_get_len, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_addr_get_family, capi::addr::nl_addr_get_family, unsafe extern "C" fn(_) -> _);
    same!(
        ffi::nl_addr_get_prefixlen,
        capi::addr::nl_addr_get_prefixlen,
        unsafe extern "C" fn(_) -> _
    );
    same!(ffi::nl_addr_set_family, capi::addr::nl_addr_set_family, unsafe extern "C" fn(_, _));
    same!(ffi::nl_addr_iszero, capi::addr::nl_addr_iszero, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_addr_parse, capi::addr::nl_addr_parse, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_addr_alloc, capi::addr::nl_addr_alloc, unsafe extern "C" fn(_) -> _);
    same!(
        ffi::nl_addr_guess_family,
        capi::addr::nl_addr_guess_family,
        unsafe extern "C" fn(_) -> _
    );
    same!(
        ffi::nl_addr_set_binary_addr,
        capi::addr::nl_addr_set_binary_addr,
        unsafe extern "C" fn(_, _, _) -> _
    );
    same!(ffi::nl_addr_valid, capi::addr::nl_addr_valid, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_addr_shared, capi::addr::nl_addr_shared, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_data_alloc, capi::data::nl_data_alloc, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_data_clone, capi::data::nl_data_clone, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_data_free, capi::data::nl_data_free, unsafe extern "C" fn(_));
    same!(ffi::nl_data_cmp, capi::data::nl_data_cmp, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_data_get, capi::data::nl_data_get, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_data_get_size, capi::data::nl_data_get_size, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_data_append, capi::data::nl_data_append, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_af2str, capi::addr::nl_af2str, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_str2af, capi::addr::nl_str2af, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_llproto2str, capi::utils::nl_llproto2str, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_str2llproto, capi::utils::nl_str2llproto, unsafe extern "C" fn(_) -> _);
    same!(
        ffi::nl_ether_proto2str,
        capi::utils::nl_ether_proto2str,
        unsafe extern "C" fn(_, _, _) -> _
    );
    same!(ffi::nl_str2ether_proto, capi::utils::nl_str2ether_proto, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_ip_proto2str, capi::utils::nl_ip_proto2str, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_str2ip_proto, capi::utils::nl_str2ip_proto, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_size2str, capi::utils::nl_size2str, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_rate2str, capi::utils::nl_rate2str, unsafe extern "C" fn(_, _, _, _) -> _);
    same!(ffi::nl_msec2str, capi::utils::nl_msec2str, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::nl_size2int, capi::utils::nl_size2int, unsafe extern "C" fn(_) -> _);
    same!(
        ffi::nl_cancel_down_bytes,
        capi::utils::nl_cancel_down_bytes,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(
        ffi::nl_cancel_down_bits,
        capi::utils::nl_cancel_down_bits,
        unsafe extern "C" fn(_, _) -> _
    );
    same!(ffi::nl_cancel_down_us, capi::utils::nl_cancel_down_us, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_ticks2us, capi::utils::nl_ticks2us, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_us2ticks, capi::utils::nl_us2ticks, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_get_user_hz, capi::utils::nl_get_user_hz, unsafe extern "C" fn() -> _);
    same!(ffi::nl_get_psched_hz, capi::utils::nl_get_psched_hz, unsafe extern "C" fn() -> _);
    same!(ffi::nl_prob2int, capi::utils::nl_prob2int, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_new_line, capi::utils::nl_new_line, unsafe extern "C" fn(_));
    same!(ffi::nl_geterror, capi::errno::nl_geterror, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_syserr2nlerr, capi::errno::nl_syserr2nlerr, unsafe extern "C" fn(_) -> _);
    same!(ffi::__flags2str, capi::private::__flags2str, unsafe extern "C" fn(_, _, _, _, _) -> _);
    same!(ffi::__str2flags, capi::private::__str2flags, unsafe extern "C" fn(_, _, _) -> _);
    same!(ffi::__type2str, capi::private::__type2str, unsafe extern "C" fn(_, _, _, _, _) -> _);
    same!(ffi::__str2type, capi::private::__str2type, unsafe extern "C" fn(_, _, _) -> _);
    same!(
        ffi::__list_type2str,
        capi::private::__list_type2str,
        unsafe extern "C" fn(_, _, _, _) -> _
    );
    same!(ffi::__list_str2type, capi::private::__list_str2type, unsafe extern "C" fn(_, _) -> _);
    same!(
        ffi::__trans_list_add,
        capi::private::__trans_list_add,
        unsafe extern "C" fn(_, _, _) -> _
    );
    same!(ffi::__trans_list_clear, capi::private::__trans_list_clear, unsafe extern "C" fn(_));
    same!(
        ffi::__nl_read_num_str_file,
        capi::private::__nl_read_num_str_file,
        unsafe extern "C" fn(_, _) -> _
    );
}

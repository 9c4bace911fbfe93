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
        ffi::nl_send_simple,
        capi::netlink::nl_send_simple,
        unsafe extern "C" fn(_, _, _, _, _) -> _
    );
    same!(ffi::nl_recvmsgs, capi::netlink::nl_recvmsgs, unsafe extern "C" fn(_, _) -> _);
    same!(ffi::nl_wait_for_ack, capi::netlink::nl_wait_for_ack, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_socket_alloc, capi::socket::nl_socket_alloc, unsafe extern "C" fn() -> _);
    same!(ffi::nl_socket_free, capi::socket::nl_socket_free, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_cb_clone, capi::handlers::nl_cb_clone, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_cb_put, capi::handlers::nl_cb_put, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_cb_set, capi::handlers::nl_cb_set, unsafe extern "C" fn(_, _, _, _, _) -> _);
    same!(ffi::nlmsg_alloc, capi::msg::message::nlmsg_alloc, unsafe extern "C" fn() -> _);
    same!(ffi::nlmsg_free, capi::msg::message::nlmsg_free, unsafe extern "C" fn(_) -> _);
    same!(
        ffi::nlmsg_put,
        capi::msg::message::nlmsg_put,
        unsafe extern "C" fn(_, _, _, _, _, _) -> _
    );
    same!(ffi::nla_put, capi::attr::put::nla_put, unsafe extern "C" fn(_, _, _, _) -> _);
    same!(ffi::nla_parse, capi::attr::parse::nla_parse, unsafe extern "C" fn(_, _, _, _, _) -> _);
    same!(
        ffi::nla_validate,
        capi::attr::parse::nla_validate,
        unsafe extern "C" fn(_, _, _, _) -> _
    );
    same!(ffi::nl_object_alloc, capi::object::nl_object_alloc, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_object_get, capi::object::nl_object_get, unsafe extern "C" fn(_) -> _);
    same!(ffi::nl_object_put, capi::object::nl_object_put, unsafe extern "C" fn(_) -> _);
    same!(
        ffi::nl_cache_alloc_and_fill,
        capi::cache::container::nl_cache_alloc_and_fill,
        unsafe extern "C" fn(_, _, _) -> _
    );
    same!(ffi::nl_cache_free, capi::cache::container::nl_cache_free, unsafe extern "C" fn(_) -> _);
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
    same!(ffi::nl_new_line, capi::utils::nl_new_line, unsafe extern "C" fn(_) -> _);
    same!(ffi::__flags2str, capi::private::__flags2str, unsafe extern "C" fn(_, _, _, _, _) -> _);
}

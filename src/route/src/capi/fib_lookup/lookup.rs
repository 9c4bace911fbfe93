// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/fib_lookup/lookup.h`.

use core::ptr;

use libc::c_int;
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_msg, nl_sock};
use nl_sys::message::Message;
use nl_sys::typed::{self, Handle};

use crate::fib_lookup::{self, RESULT_CACHE, RESULT_OBJ_OPS, Request, flnl_request, flnl_result};

/// Makes an answer in which everything is 0.
///
/// C: `struct flnl_result *res = flnl_result_alloc();`
///
/// Returns it with a reference for the caller, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn flnl_result_alloc() -> *mut flnl_result {
    flnl_result::alloc(&RESULT_OBJ_OPS).map_or(ptr::null_mut(), Handle::into_typed)
}

/// Gives up a reference to an answer; the last one frees it.
///
/// C: `flnl_result_put(res);`
///
/// # Safety
/// `res` is an answer to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_result_put(res: *mut flnl_result) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(res.cast()) };
}

/// Makes an empty cache for answers.
///
/// C: `struct nl_cache *cache = flnl_result_alloc_cache();`
///
/// Returns it with a reference for the caller, to be given up with `nl_cache_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn flnl_result_alloc_cache() -> *mut nl_cache {
    // SAFETY: a type of ours.
    unsafe { ffi::nl_cache_alloc(RESULT_CACHE.as_ptr()) }
}

/// Builds the message that asks the kernel for a route.
///
/// C: `err = flnl_lookup_build_request(req, 0, &msg);`
///
/// What is not set in the request is 0, but for the address, which has to be there. The flags go into the
/// header as they are.
///
/// Returns 0 and a message of the caller's, or `-NLE_MISSING_ATTR`, `-NLE_NOMEM`, `-NLE_MSGSIZE`, or
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `req` is a request, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_lookup_build_request(
    req: *mut flnl_request,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let Some(req) = (unsafe { req.as_ref() }).filter(|_| !result.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let message = Request::build(req, flags).map(Message::into_raw);
    // SAFETY: by contract.
    message.map(|message| unsafe { result.write(message) }).into_c()
}

/// Asks the kernel for a route, and takes its answer into a cache.
///
/// C: `err = flnl_lookup(sk, req, cache);`
///
/// The socket is connected to `NETLINK_FIB_LOOKUP`. The cache has the last answer; what it had before goes.
/// That there is no route is an answer, too: see `flnl_result_get_error()`.
///
/// Returns 0 or a negative error code: those of `flnl_lookup_build_request()`, of sending and of receiving,
/// `-NLE_PROTO_MISMATCH` for a socket or a cache of another protocol, `-NLE_BAD_SOCK` for one that is not
/// connected, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a socket, `req` a request, `cache` a cache; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_lookup(
    sk: *mut nl_sock,
    req: *mut flnl_request,
    cache: *mut nl_cache,
) -> c_int {
    // SAFETY: by contract.
    unsafe { fib_lookup::look_up(sk, req, cache) }.into_c()
}

/// The routing table that the route is in, or that was looked into.
///
/// C: `int table = flnl_result_get_table_id(res);`
///
/// 0 if there is no such table, and for NULL.
///
/// # Safety
/// `res` is an answer or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_result_get_table_id(res: *mut flnl_result) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(res, |res| res.table.into()) }.unwrap_or(0)
}

/// Bits of the destination that the route is for.
///
/// C: `int prefixlen = flnl_result_get_prefixlen(res);`
///
/// 0 without a route, and for NULL.
///
/// # Safety
/// `res` is an answer or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_result_get_prefixlen(res: *mut flnl_result) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(res, |res| res.prefixlen.into()) }.unwrap_or(0)
}

/// Which of the route's next hops it is, from 0.
///
/// C: `int nexthop_sel = flnl_result_get_nexthop_sel(res);`
///
/// 0 without a route, and for NULL.
///
/// # Safety
/// `res` is an answer or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_result_get_nexthop_sel(res: *mut flnl_result) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(res, |res| res.nexthop_sel.into()) }.unwrap_or(0)
}

/// What the route does with packets: `RTN_UNICAST` and the like.
///
/// C: `int type = flnl_result_get_type(res);`
///
/// 0 without a route, and for NULL.
///
/// # Safety
/// `res` is an answer or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_result_get_type(res: *mut flnl_result) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(res, |res| res.kind.into()) }.unwrap_or(0)
}

/// How far away the destination is: `RT_SCOPE_LINK` and the like.
///
/// C: `int scope = flnl_result_get_scope(res);`
///
/// 0 without a route, and for NULL.
///
/// # Safety
/// `res` is an answer or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_result_get_scope(res: *mut flnl_result) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(res, |res| res.scope.into()) }.unwrap_or(0)
}

/// Why there is no route: a negative error number of the system's, or 0.
///
/// C: `int error = flnl_result_get_error(res);`
///
/// `-EAGAIN`: the table has no route; `-ENOENT`: there is no such table; `-EHOSTUNREACH`, `-EINVAL` and `-EACCES`:
/// a route of type unreachable, blackhole or prohibit. 0 for NULL.
///
/// # Safety
/// `res` is an answer or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_result_get_error(res: *mut flnl_result) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(res, |res| res.error) }.unwrap_or(0)
}

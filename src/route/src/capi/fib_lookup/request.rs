// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/fib_lookup/request.h`.

use core::ptr;

use libc::c_int;
use nl_sys::error::IntoC;
use nl_sys::layout::nl_addr;
use nl_sys::typed::{self, Handle};

use crate::fib_lookup::{REQUEST_OBJ_OPS, Request, attr, flnl_request};
use crate::rtnl;

/// Makes a request for a route of which nothing is set.
///
/// C: `struct flnl_request *req = flnl_request_alloc();`
///
/// Returns it with a reference for the caller, to be given up with `nl_object_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn flnl_request_alloc() -> *mut flnl_request {
    flnl_request::alloc(&REQUEST_OBJ_OPS).map_or(ptr::null_mut(), Handle::into_typed)
}

/// Sets the mark of packets: the lower 32 bits.
///
/// C: `flnl_request_set_fwmark(req, 7);`
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_set_fwmark(req: *mut flnl_request, fwmark: u64) {
    let [a, b, c, d, ..] = fwmark.to_le_bytes();
    let fwmark = u32::from_le_bytes([a, b, c, d]);
    // SAFETY: by contract.
    unsafe { typed::set(req, attr::FWMARK, |req| req.fwmark = fwmark) };
}

/// The mark of packets.
///
/// C: `uint64_t fwmark = flnl_request_get_fwmark(req);`
///
/// `UINT64_MAX` if it is not set, and for NULL.
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_get_fwmark(req: *mut flnl_request) -> u64 {
    // SAFETY: by contract.
    unsafe { typed::read_if(req, attr::FWMARK, |req| req.fwmark.into()) }.unwrap_or(u64::MAX)
}

/// Sets the type of service of packets.
///
/// C: `flnl_request_set_tos(req, 0x10);`
///
/// The lower 8 bits count.
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_set_tos(req: *mut flnl_request, tos: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(req, attr::TOS, |req| req.tos = rtnl::low_byte(tos)) };
}

/// The type of service of packets.
///
/// C: `int tos = flnl_request_get_tos(req);`
///
/// -1 if it is not set, and for NULL.
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_get_tos(req: *mut flnl_request) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(req, attr::TOS, |req| req.tos.into()) }.unwrap_or(-1)
}

/// Sets how far away the destination may be, at most.
///
/// C: `flnl_request_set_scope(req, RT_SCOPE_LINK);`
///
/// `RT_SCOPE_UNIVERSE`, which is 0, allows any; the lower 8 bits count.
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_set_scope(req: *mut flnl_request, scope: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(req, attr::SCOPE, |req| req.scope = rtnl::low_byte(scope)) };
}

/// How far away the destination may be, at most.
///
/// C: `int scope = flnl_request_get_scope(req);`
///
/// -1 if it is not set, and for NULL.
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_get_scope(req: *mut flnl_request) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(req, attr::SCOPE, |req| req.scope.into()) }.unwrap_or(-1)
}

/// Sets the routing table to look into.
///
/// C: `flnl_request_set_table(req, RT_TABLE_MAIN);`
///
/// The lower 8 bits count: there are no others in the message. 0 is the main table.
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_set_table(req: *mut flnl_request, table: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(req, attr::TABLE, |req| req.table = rtnl::low_byte(table)) };
}

/// The routing table to look into.
///
/// C: `int table = flnl_request_get_table(req);`
///
/// -1 if it is not set, and for NULL.
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_get_table(req: *mut flnl_request) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(req, attr::TABLE, |req| req.table.into()) }.unwrap_or(-1)
}

/// Sets where packets go, of which the request takes a reference.
///
/// C: `err = flnl_request_set_addr(req, addr);`
///
/// Returns 0, `-NLE_AF_NOSUPPORT` unless it is an IPv4 address, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `req` is a request or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_set_addr(
    req: *mut flnl_request,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Request::set_addr(req, addr) }.into_c()
}

/// Where packets go.
///
/// C: `struct nl_addr *addr = flnl_request_get_addr(req);`
///
/// It stays the request's. NULL if there is none.
///
/// # Safety
/// `req` is a request or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn flnl_request_get_addr(req: *mut flnl_request) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(req, |req| req.addr.as_ptr()) }.unwrap_or(ptr::null_mut())
}

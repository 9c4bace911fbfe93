// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/route.h`: making routes, caches of them, and requests.

use core::ptr;

use libc::{c_int, nlmsghdr};
use nl_sys::address::Address;
use nl_sys::cache_type::Received;
use nl_sys::error::{Error, IntoC, check};
use nl_sys::ffi;
use nl_sys::layout::{nl_addr, nl_cache, nl_msg, nl_object, nl_sock};
use nl_sys::message::Builder;

use crate::route::build;
use crate::route::cache::CACHE;
use crate::route::object::{attr, route_obj_ops, rtnl_route};
use crate::route::parse::parse;
use crate::route::rtm;

/// Makes a route: unicast, static, in the main table.
///
/// C: `struct rtnl_route *route = rtnl_route_alloc();`
///
/// Returns it with a reference for `rtnl_route_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_route_alloc() -> *mut rtnl_route {
    let route = rtnl_route::alloc(&route_obj_ops);
    route.map_or(ptr::null_mut(), |route| route.into_typed())
}

/// Takes one more reference to a route.
///
/// C: `rtnl_route_get(route);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get(route: *mut rtnl_route) {
    if !route.is_null() {
        // SAFETY: by contract; every route is an object.
        unsafe { ffi::nl_object_get(route.cast()) };
    }
}

/// Gives up a reference to a route; the last one frees it.
///
/// C: `rtnl_route_put(route);`
///
/// # Safety
/// `route` is a route to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_put(route: *mut rtnl_route) {
    // SAFETY: by contract; every route is an object.
    unsafe { ffi::nl_object_put(route.cast()) };
}

/// Makes a cache of all routes of an address family, `AF_UNSPEC` for all of them.
///
/// C: `err = rtnl_route_alloc_cache(sk, AF_INET, 0, &cache);`
///
/// The cache is empty if `sk` is NULL. It holds routes apart that the kernel holds apart: see
/// docs/differences-libnl.md. `flags` is 0, or `ROUTE_CACHE_CONTENT` for the routing cache of kernels before
/// 3.6. Free it with `nl_cache_put()`. Returns 0, or an error of `nl_cache_refill()`.
///
/// # Safety
/// `sk` is a socket or NULL, `result` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_alloc_cache(
    sk: *mut nl_sock,
    family: c_int,
    flags: c_int,
    result: *mut *mut nl_cache,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: the type of ours.
    let cache = unsafe { ffi::nl_cache_alloc(CACHE.as_ptr()) };
    // SAFETY: NULL or just made.
    let Some(this) = (unsafe { cache.as_ref() }) else {
        return Err::<(), _>(Error::NOMEM).into_c();
    };
    this.c_iarg1.set(family);
    this.c_iarg2.set(flags);
    if !sk.is_null() {
        // SAFETY: by contract.
        let filled = check(unsafe { ffi::nl_cache_refill(sk, cache) });
        if filled.is_err() {
            // SAFETY: made above.
            unsafe { ffi::nl_cache_put(cache) };
            return filled.into_c();
        }
    }
    // SAFETY: writable by contract.
    unsafe { result.write(cache) };
    0
}

/// Reads a route from a message.
///
/// C: `err = rtnl_route_parse(nlh, &route);`
///
/// `*result` is a route with a reference for `rtnl_route_put()`. Returns 0, `-NLE_MSG_TOOSHORT`,
/// `-NLE_INVAL` for a message that contradicts itself and for NULL, or `-NLE_NOMEM`.
///
/// # Safety
/// `nlh` is a message or NULL, `result` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_parse(
    nlh: *mut nlmsghdr,
    result: *mut *mut rtnl_route,
) -> c_int {
    if nlh.is_null() || result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let message = unsafe { Received::new(nlh) };
    match parse(&message) {
        Ok(route) => {
            route.header().ce_msgtype.set(message.kind().into());
            // SAFETY: writable by contract.
            unsafe { result.write(route.into_typed()) };
            0
        }
        Err(error) => Err::<(), _>(error).into_c(),
    }
}

/// Appends a route to a message that has nothing behind its netlink header.
///
/// C: `err = rtnl_route_build_msg(msg, route);`
///
/// Returns 0, `-NLE_MISSING_ATTR` if it has no destination, `-NLE_MSGSIZE` if there is no room, or
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is a message or NULL, `route` a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_build_msg(msg: *mut nl_msg, route: *mut rtnl_route) -> c_int {
    // SAFETY: by contract.
    let Some(route) = (unsafe { route.as_ref() }).filter(|_| !msg.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    let msg = unsafe { Builder::of(msg) };
    build::put(msg, route).into_c()
}

/// A request with a route in it.
///
/// # Safety
/// `route` is a route or NULL, `result` writable or NULL.
unsafe fn request(
    route: *mut rtnl_route,
    kind: u16,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> Result<(), Error> {
    // SAFETY: by contract.
    let route = unsafe { route.as_ref() }.filter(|_| !result.is_null()).ok_or(Error::INVAL)?;
    let message = build::request(route, kind, flags)?;
    // SAFETY: writable by contract.
    unsafe { result.write(message.into_raw()) };
    Ok(())
}

/// Sends a request with a route in it, and waits for the answer.
///
/// # Safety
/// `sk` is a socket or NULL, `route` a route or NULL.
unsafe fn send(
    sk: *mut nl_sock,
    route: *mut rtnl_route,
    kind: u16,
    flags: c_int,
) -> Result<c_int, Error> {
    // SAFETY: by contract.
    let route = unsafe { route.as_ref() }.ok_or(Error::INVAL)?;
    let message = build::request(route, kind, flags)?;
    // SAFETY: by contract.
    unsafe { message.send_sync(sk) }
}

/// Asks the kernel for the route that packets to an address take.
///
/// C: `err = rtnl_route_lookup(sk, dst, &route);`
///
/// `*result` is a route with a reference for `rtnl_route_put()`. Returns 0, what the kernel answers, or
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a socket or NULL, `dst` an address or NULL, `result` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_lookup(
    sk: *mut nl_sock,
    dst: *mut nl_addr,
    result: *mut *mut rtnl_route,
) -> c_int {
    if sk.is_null() || dst.is_null() || result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    match unsafe { lookup(sk, dst) } {
        Ok(route) => {
            // SAFETY: writable by contract.
            unsafe { result.write(route) };
            0
        }
        Err(error) => Err::<(), _>(error).into_c(),
    }
}

/// # Safety
/// `sk` is a socket, `dst` an address.
unsafe fn lookup(sk: *mut nl_sock, dst: *mut nl_addr) -> Result<*mut rtnl_route, Error> {
    let needle = rtnl_route::alloc(&route_obj_ops)?;
    // SAFETY: by contract.
    let dst = unsafe { Address::share(dst) };
    needle.change(attr::DST | attr::FAMILY, |route| {
        route.agree_on_family(false, &dst)?;
        route.dst = dst;
        Ok(())
    })?;
    let message = build::request(&needle, rtm::GETROUTE, 0)?;
    // SAFETY: a socket by contract, and a message that stays ours.
    check(unsafe { ffi::nl_send_auto(sk, message.as_ptr()) })?;
    // SAFETY: the table of the type.
    let parser = unsafe { &*CACHE.as_ptr() }.co_msg_parser;
    let mut object: *mut nl_object = ptr::null_mut();
    // SAFETY: a socket, a parser of libnl-3's kind, and a place for the object.
    check(unsafe { ffi::nl_pickup(sk, parser, &raw mut object) })?;
    // SAFETY: a socket.
    let waits = unsafe { &*sk }.s_flags.get() & NL_NO_AUTO_ACK == 0;
    if waits {
        // The answer has been had; what is left is the acknowledgement.
        // SAFETY: a socket.
        unsafe { ffi::nl_wait_for_ack(sk) };
    }
    if object.is_null() { Err(Error::OBJ_NOTFOUND) } else { Ok(object.cast()) }
}

/// In `s_flags`: requests do not ask for an acknowledgement.
const NL_NO_AUTO_ACK: c_int = 32;

/// Makes the request to add a route.
///
/// C: `err = rtnl_route_build_add_request(route, 0, &msg);`
///
/// `flags` are `NLM_F_REPLACE` and the like; `NLM_F_CREATE` is always there.
/// `*result` is for `nlmsg_free()`. Returns 0, `-NLE_MISSING_ATTR` without a destination, `-NLE_NOMEM`, or
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `tmpl` is a route or NULL, `result` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_build_add_request(
    tmpl: *mut rtnl_route,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    unsafe { request(tmpl, rtm::NEWROUTE, libc::NLM_F_CREATE | flags, result) }.into_c()
}

/// Adds a route, and waits for the kernel's answer.
///
/// C: `err = rtnl_route_add(sk, route, 0);`
///
/// As `rtnl_route_build_add_request()`, and what the kernel answers.
///
/// # Safety
/// `sk` is a socket or NULL, `route` a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_add(
    sk: *mut nl_sock,
    route: *mut rtnl_route,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { send(sk, route, rtm::NEWROUTE, libc::NLM_F_CREATE | flags) }.into_c()
}

/// Makes the request to delete a route.
///
/// C: `err = rtnl_route_build_del_request(route, 0, &msg);`
///
/// `flags` are further flags of the message. The route need say no more than tells it from others.
/// `*result` is for `nlmsg_free()`. Returns 0, `-NLE_MISSING_ATTR` without a destination, `-NLE_NOMEM`, or
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `tmpl` is a route or NULL, `result` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_build_del_request(
    tmpl: *mut rtnl_route,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    unsafe { request(tmpl, rtm::DELROUTE, flags, result) }.into_c()
}

/// Deletes a route, and waits for the kernel's answer.
///
/// C: `err = rtnl_route_delete(sk, route, 0);`
///
/// As `rtnl_route_build_del_request()`, and what the kernel answers.
///
/// # Safety
/// `sk` is a socket or NULL, `route` a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_delete(
    sk: *mut nl_sock,
    route: *mut rtnl_route,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { send(sk, route, rtm::DELROUTE, flags) }.into_c()
}

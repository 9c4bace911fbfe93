// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/addr.h`: objects, requests and texts.

use core::ptr;

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_addr, nl_cache, nl_msg, nl_sock};
use nl_sys::message::Message;
use nl_sys::typed::Handle;
use nl_sys::{ffi, strings};

use crate::addr::{ADDR_CACHE, ADDR_OBJ_OPS, Addr, FLAGS, rtnl_addr};
use crate::rtnl;

/// Makes an address of an interface of which nothing is set.
///
/// C: `struct rtnl_addr *addr = rtnl_addr_alloc();`
///
/// Returns it with a reference for the caller, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_addr_alloc() -> *mut rtnl_addr {
    rtnl_addr::alloc(&ADDR_OBJ_OPS).map_or(ptr::null_mut(), Handle::into_typed)
}

/// Gives up a reference to an address of an interface; the last one frees it.
///
/// C: `rtnl_addr_put(addr);`
///
/// # Safety
/// `addr` is an address of an interface to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_put(addr: *mut rtnl_addr) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(addr.cast()) };
}

/// Makes a cache of the addresses of all interfaces.
///
/// C: `rtnl_addr_alloc_cache(sk, &cache);`
///
/// Without a socket it stays empty. Returns 0, `-NLE_NOMEM`, or what filling it returns.
///
/// # Safety
/// `sk` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_alloc_cache(
    sk: *mut nl_sock,
    result: *mut *mut nl_cache,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, ADDR_CACHE.as_ptr(), sk, 0, 0) }.into_c()
}

/// Looks an address up in a cache, by interface (0: any) and by the address itself, prefix included.
///
/// C: `struct rtnl_addr *addr = rtnl_addr_get(cache, ifindex, local);`
///
/// Returns it with a reference for the caller, or NULL.
///
/// # Safety
/// `cache` is a cache or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get(
    cache: *mut nl_cache,
    ifindex: c_int,
    addr: *mut nl_addr,
) -> *mut rtnl_addr {
    // SAFETY: by contract.
    unsafe { Addr::find(cache, ifindex, addr) }.map_or(ptr::null_mut(), Handle::into_typed)
}

/// Makes a request to add an address.
///
/// C: `rtnl_addr_build_add_request(addr, 0, &msg);`
///
/// `NLM_F_CREATE` is set besides `flags`. The message is the caller's, for `nl_send_auto()` and `nlmsg_free()`.
///
/// The address has to have an interface, a family, a length of its prefix and a local address; without a scope it
/// gets that of hosts if it is 127.x.x.x, and the widest otherwise. Returns 0, `-NLE_MISSING_ATTR`, `-NLE_NOMEM` or
/// `-NLE_MSGSIZE`.
///
/// # Safety
/// `addr` is an address of an interface or NULL, `result` a place for a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_build_add_request(
    addr: *mut rtnl_addr,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe { rtnl::give(result, || Addr::build_add(addr, flags).map(Message::into_raw)) }.into_c()
}

/// Adds an address, and waits for the kernel to say so.
///
/// C: `rtnl_addr_add(sk, addr, 0);`
///
/// See `rtnl_addr_build_add_request()`; `NLM_F_REPLACE` changes one that is there. Returns 0 or an error code, of the
/// request or of the kernel.
///
/// # Safety
/// `sk` is a socket or NULL, `addr` an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_add(
    sk: *mut nl_sock,
    addr: *mut rtnl_addr,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message =
        unsafe { addr.as_ref() }.ok_or(Error::INVAL).and_then(|addr| Addr::build_add(addr, flags));
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

/// Makes a request to delete an address.
///
/// C: `rtnl_addr_build_delete_request(addr, 0, &msg);`
///
/// The message is the caller's. The address has to have an interface and a family; what else is set has to fit.
/// Returns 0, `-NLE_MISSING_ATTR`, `-NLE_NOMEM` or `-NLE_MSGSIZE`.
///
/// # Safety
/// `addr` is an address of an interface or NULL, `result` a place for a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_build_delete_request(
    addr: *mut rtnl_addr,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe { rtnl::give(result, || Addr::build_delete(addr, flags).map(Message::into_raw)) }
        .into_c()
}

/// Deletes an address, and waits for the kernel to say so.
///
/// C: `rtnl_addr_delete(sk, addr, 0);`
///
/// See `rtnl_addr_build_delete_request()`. Returns 0 or an error code, of the request or of the kernel.
///
/// # Safety
/// `sk` is a socket or NULL, `addr` an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_delete(
    sk: *mut nl_sock,
    addr: *mut rtnl_addr,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { addr.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|addr| Addr::build_delete(addr, flags));
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

/// Writes the names of flags (`IFA_F_*`), joined by commas.
///
/// C: `puts(rtnl_addr_flags2str(flags, buf, sizeof(buf)));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_flags2str(
    flags: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { strings::flags_to_text(flags, buf, size, &FLAGS) }
}

/// The flags that a text names, joined by commas.
///
/// C: `flags = rtnl_addr_str2flags("permanent,nodad");`
///
/// 0 for NULL. What no flag is called is left out.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_str2flags(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { strings::text_to_flags(name, &FLAGS) }
}

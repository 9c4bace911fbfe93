// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/neighbour.h`: objects, requests and texts.

use core::ptr;

use libc::{c_char, c_int, c_uint, nlmsghdr};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_addr, nl_cache, nl_msg, nl_sock};
use nl_sys::message::Message;
use nl_sys::typed::Handle;
use nl_sys::{ffi, strings};

use crate::neigh::{
    EXT_FLAGS, FLAGS, NEIGH_CACHE, NEIGH_OBJ_OPS, Neigh, STATES, rtnl_neigh, states,
};
use crate::rtnl;

/// Makes a neighbour of which nothing is set.
///
/// C: `struct rtnl_neigh *neigh = rtnl_neigh_alloc();`
///
/// Returns it with a reference for the caller, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_neigh_alloc() -> *mut rtnl_neigh {
    rtnl_neigh::alloc(&NEIGH_OBJ_OPS).map_or(ptr::null_mut(), Handle::into_typed)
}

/// Gives up a reference to a neighbour; the last one frees it.
///
/// C: `rtnl_neigh_put(neigh);`
///
/// # Safety
/// `neigh` is a neighbour to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_put(neigh: *mut rtnl_neigh) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(neigh.cast()) };
}

/// Makes a cache of neighbours.
///
/// C: `rtnl_neigh_alloc_cache(sk, &cache);`
///
/// Without a socket it stays empty. Returns 0, `-NLE_NOMEM`, or what filling it returns.
///
/// # Safety
/// `sk` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_alloc_cache(
    sk: *mut nl_sock,
    result: *mut *mut nl_cache,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, NEIGH_CACHE.as_ptr(), sk, 0, 0) }.into_c()
}

/// Makes a cache of neighbours, with flags.
///
/// C: `rtnl_neigh_alloc_cache_flags(sk, &cache, NL_CACHE_AF_ITER);`
///
/// With `NL_CACHE_AF_ITER` it is filled with the forwarding tables of bridges, too. See `rtnl_neigh_alloc_cache()`.
///
/// # Safety
/// `sock` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_alloc_cache_flags(
    sock: *mut nl_sock,
    result: *mut *mut nl_cache,
    flags: c_uint,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, NEIGH_CACHE.as_ptr(), sock, 0, flags) }.into_c()
}

/// Looks a neighbour up in a cache, by interface and address.
///
/// C: `struct rtnl_neigh *neigh = rtnl_neigh_get(cache, ifindex, dst);`
///
/// Returns it with a reference for the caller, or NULL.
///
/// # Safety
/// `cache` is a cache or NULL, `dst` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get(
    cache: *mut nl_cache,
    ifindex: c_int,
    dst: *mut nl_addr,
) -> *mut rtnl_neigh {
    // SAFETY: by contract.
    unsafe { Neigh::find(cache, ifindex, dst) }.map_or(ptr::null_mut(), Handle::into_typed)
}

/// Looks a neighbour up in a cache, by interface, link-layer address and VLAN (0: none).
///
/// C: `struct rtnl_neigh *neigh = rtnl_neigh_get_by_vlan(cache, ifindex, lladdr, 10);`
///
/// Returns it with a reference for the caller, or NULL.
///
/// # Safety
/// `cache` is a cache or NULL, `lladdr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_by_vlan(
    cache: *mut nl_cache,
    ifindex: c_int,
    lladdr: *mut nl_addr,
    vlan: c_int,
) -> *mut rtnl_neigh {
    // SAFETY: by contract.
    let found = unsafe { Neigh::find_by_vlan(cache, ifindex, lladdr, vlan) };
    found.map_or(ptr::null_mut(), Handle::into_typed)
}

/// Reads a neighbour from a message.
///
/// C: `rtnl_neigh_parse(nlmsg_hdr(msg), &neigh);`
///
/// The object is the caller's. Returns 0, `-NLE_MSG_TOOSHORT`, `-NLE_RANGE`, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `n` is a message of `nlmsg_len` bytes or NULL, `result` a place for an object or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_parse(n: *mut nlmsghdr, result: *mut *mut rtnl_neigh) -> c_int {
    // SAFETY: by contract.
    let make = || unsafe { Neigh::read_c(n) }.map(Handle::into_typed);
    // SAFETY: by contract.
    unsafe { rtnl::give(result, make) }.into_c()
}

/// Writes the names of states (`NUD_*`), joined by commas.
///
/// C: `puts(rtnl_neigh_state2str(state, buf, sizeof(buf)));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_state2str(
    state: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { strings::flags_to_text(state, buf, size, states()) }
}

/// The state of a name.
///
/// C: `state = rtnl_neigh_str2state("permanent");`
///
/// A negative number if no state is called so, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_str2state(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { strings::to_number(name, &STATES) }
}

/// Writes the names of flags (`NTF_*`), joined by commas.
///
/// C: `puts(rtnl_neigh_flags2str(flags, buf, sizeof(buf)));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_flags2str(
    flags: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { strings::flags_to_text(flags, buf, size, &FLAGS) }
}

/// The flag of a name.
///
/// C: `flag = rtnl_neigh_str2flag("router");`
///
/// A negative number if no flag is called so, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_str2flag(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { strings::to_number(name, &FLAGS) }
}

/// Writes the names of extended flags (`NTF_EXT_*`), joined by commas.
///
/// C: `puts(rtnl_neigh_extflags2str(flags, buf, sizeof(buf)));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_extflags2str(
    flags: u32,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { strings::flags_to_text(flags.cast_signed(), buf, size, &EXT_FLAGS) }
}

/// The extended flag of a name.
///
/// C: `flag = rtnl_neigh_str2extflag("managed");`
///
/// A negative number, as unsigned, if no flag is called so, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_str2extflag(name: *const c_char) -> u32 {
    // SAFETY: by contract.
    unsafe { strings::to_number(name, &EXT_FLAGS) }.cast_unsigned()
}

/// Adds a neighbour, and waits for the kernel to say so.
///
/// C: `rtnl_neigh_add(sk, neigh, NLM_F_CREATE);`
///
/// See `rtnl_neigh_build_add_request()`; `NLM_F_REPLACE` changes one that is there. Returns 0 or an error code, of the
/// request or of the kernel.
///
/// # Safety
/// `sk` is a socket or NULL, `neigh` a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_add(
    sk: *mut nl_sock,
    neigh: *mut rtnl_neigh,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { neigh.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|neigh| Neigh::build_add(neigh, flags));
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

/// Makes a request to add a neighbour.
///
/// C: `rtnl_neigh_build_add_request(neigh, NLM_F_CREATE, &msg);`
///
/// The message is the caller's. A neighbour has to have a destination, unless its family is `AF_BRIDGE`; without a
/// state it is permanent. Returns 0, `-NLE_MISSING_ATTR`, `-NLE_NOMEM` or `-NLE_MSGSIZE`.
///
/// # Safety
/// `neigh` is a neighbour or NULL, `result` a place for a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_build_add_request(
    neigh: *mut rtnl_neigh,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let Some(neigh) = (unsafe { neigh.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { rtnl::give(result, || Neigh::build_add(neigh, flags).map(Message::into_raw)) }.into_c()
}

/// Deletes a neighbour, and waits for the kernel to say so.
///
/// C: `rtnl_neigh_delete(sk, neigh, 0);`
///
/// See `rtnl_neigh_build_delete_request()`. Returns 0 or an error code, of the request or of the kernel.
///
/// # Safety
/// `sk` is a socket or NULL, `neigh` a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_delete(
    sk: *mut nl_sock,
    neigh: *mut rtnl_neigh,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { neigh.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|neigh| Neigh::build_delete(neigh, flags));
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

/// Makes a request to delete a neighbour.
///
/// C: `rtnl_neigh_build_delete_request(neigh, 0, &msg);`
///
/// The message is the caller's. See `rtnl_neigh_build_add_request()`.
///
/// # Safety
/// `neigh` is a neighbour or NULL, `result` a place for a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_build_delete_request(
    neigh: *mut rtnl_neigh,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let Some(neigh) = (unsafe { neigh.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { rtnl::give(result, || Neigh::build_delete(neigh, flags).map(Message::into_raw)) }
        .into_c()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/neightbl.h`.

use core::ptr;

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_msg, nl_sock};
use nl_sys::message::Message;
use nl_sys::typed::{self, Handle};

use crate::neightbl::{NEIGHTBL_CACHE, NEIGHTBL_OBJ_OPS, NeighTbl, Parm, attr, rtnl_neightbl};
use crate::rtnl;

/// Makes a neighbour table of which nothing is set.
///
/// C: `struct rtnl_neightbl *ntbl = rtnl_neightbl_alloc();`
///
/// Returns it with a reference for the caller, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_neightbl_alloc() -> *mut rtnl_neightbl {
    rtnl_neightbl::alloc(&NEIGHTBL_OBJ_OPS).map_or(ptr::null_mut(), Handle::into_typed)
}

/// Gives up a reference to a neighbour table; the last one frees it.
///
/// C: `rtnl_neightbl_put(ntbl);`
///
/// # Safety
/// `ntbl` is a neighbour table to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_put(ntbl: *mut rtnl_neightbl) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(ntbl.cast()) };
}

/// Makes a cache of neighbour tables, and of the interfaces in them.
///
/// C: `rtnl_neightbl_alloc_cache(sk, &cache);`
///
/// Without a socket it stays empty. Returns 0, `-NLE_NOMEM`, or what filling it returns.
///
/// # Safety
/// `sk` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_alloc_cache(
    sk: *mut nl_sock,
    result: *mut *mut nl_cache,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, NEIGHTBL_CACHE.as_ptr(), sk, 0, 0) }.into_c()
}

/// Looks a table up in a cache, by name, or an interface in it (0: the table itself).
///
/// C: `struct rtnl_neightbl *ntbl = rtnl_neightbl_get(cache, "arp_cache", 0);`
///
/// Upper and lower case are the same. Returns it with a reference for the caller, or NULL.
///
/// # Safety
/// `cache` is a cache or NULL, `name` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_get(
    cache: *mut nl_cache,
    name: *const c_char,
    ifindex: c_int,
) -> *mut rtnl_neightbl {
    // SAFETY: by contract.
    let found = unsafe { NeighTbl::find(cache, name, ifindex) };
    found.map_or(ptr::null_mut(), Handle::into_typed)
}

/// Makes a request to change a table, or what is special about an interface in it.
///
/// C: `rtnl_neightbl_build_change_request(old, changes, &msg);`
///
/// `old` says which one: by family, name and interface. What is set in `tmpl` is changed. The message is the caller's.
/// Returns 0, `-NLE_NOMEM`, `-NLE_MSGSIZE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `old` and `tmpl` are neighbour tables or NULL, `result` a place for a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_build_change_request(
    old: *mut rtnl_neightbl,
    tmpl: *mut rtnl_neightbl,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let old = unsafe { old.as_ref() };
    // SAFETY: by contract.
    let Some((old, tmpl)) = old.zip(unsafe { tmpl.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let make = || NeighTbl::build_change(old, tmpl).map(Message::into_raw);
    // SAFETY: by contract.
    unsafe { rtnl::give(result, make) }.into_c()
}

/// Changes a table, or what is special about an interface in it, and waits for the kernel to say so.
///
/// C: `rtnl_neightbl_change(sk, old, changes);`
///
/// See `rtnl_neightbl_build_change_request()`. Returns 0 or an error code, of the request or of the kernel.
///
/// # Safety
/// `sk` is a socket or NULL; `old` and `tmpl` are neighbour tables or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_change(
    sk: *mut nl_sock,
    old: *mut rtnl_neightbl,
    tmpl: *mut rtnl_neightbl,
) -> c_int {
    // SAFETY: by contract.
    let old = unsafe { old.as_ref() };
    // SAFETY: by contract.
    let both = old.zip(unsafe { tmpl.as_ref() }).ok_or(Error::INVAL);
    let message = both.and_then(|(old, tmpl)| NeighTbl::build_change(old, tmpl));
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

/// Sets the address family.
///
/// C: `rtnl_neightbl_set_family(ntbl, AF_INET);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_family(ntbl: *mut rtnl_neightbl, family: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(ntbl, attr::FAMILY, |ntbl| ntbl.family = family) };
}

/// Sets below how many entries none is thrown away.
///
/// C: `rtnl_neightbl_set_gc_tresh1(ntbl, 128);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_gc_tresh1(ntbl: *mut rtnl_neightbl, thresh: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(ntbl, attr::THRESH1, |ntbl| ntbl.thresh1 = thresh.cast_unsigned()) };
}

/// Sets above how many entries unused ones are thrown away after five seconds.
///
/// C: `rtnl_neightbl_set_gc_tresh2(ntbl, 512);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_gc_tresh2(ntbl: *mut rtnl_neightbl, thresh: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(ntbl, attr::THRESH2, |ntbl| ntbl.thresh2 = thresh.cast_unsigned()) };
}

/// Sets how many entries there can be at most.
///
/// C: `rtnl_neightbl_set_gc_tresh3(ntbl, 1024);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_gc_tresh3(ntbl: *mut rtnl_neightbl, thresh: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(ntbl, attr::THRESH3, |ntbl| ntbl.thresh3 = thresh.cast_unsigned()) };
}

/// Sets the milliseconds from one clean-up to the next.
///
/// C: `rtnl_neightbl_set_gc_interval(ntbl, 30000);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_gc_interval(ntbl: *mut rtnl_neightbl, ms: u64) {
    // SAFETY: by contract.
    unsafe { typed::set(ntbl, attr::GC_INTERVAL, |ntbl| ntbl.gc_interval = ms) };
}

/// Sets the name of the table, cut off at 31 bytes.
///
/// C: `rtnl_neightbl_set_name(ntbl, "arp_cache");`
///
/// Nothing happens for NULL.
///
/// # Safety
/// `ntbl` is a neighbour table or NULL, `name` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_name(ntbl: *mut rtnl_neightbl, name: *const c_char) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_name(ntbl, name) };
}

/// Sets the interface in the table, by number.
///
/// C: `rtnl_neightbl_set_dev(ntbl, ifindex);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_dev(ntbl: *mut rtnl_neightbl, ifindex: c_int) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_number(ntbl, Parm::Ifindex, ifindex) };
}

/// Sets how many packets may wait for an address to be resolved.
///
/// C: `rtnl_neightbl_set_queue_len(ntbl, len);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_queue_len(ntbl: *mut rtnl_neightbl, len: c_int) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_number(ntbl, Parm::QueueLen, len) };
}

/// Sets how many requests to a proxy may wait.
///
/// C: `rtnl_neightbl_set_proxy_queue_len(ntbl, len);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_proxy_queue_len(ntbl: *mut rtnl_neightbl, len: c_int) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_number(ntbl, Parm::ProxyQlen, len) };
}

/// Sets how often a program in user space is asked.
///
/// C: `rtnl_neightbl_set_app_probes(ntbl, probes);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_app_probes(ntbl: *mut rtnl_neightbl, probes: c_int) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_number(ntbl, Parm::AppProbes, probes) };
}

/// Sets how often a neighbour is asked by unicast.
///
/// C: `rtnl_neightbl_set_ucast_probes(ntbl, probes);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_ucast_probes(ntbl: *mut rtnl_neightbl, probes: c_int) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_number(ntbl, Parm::UcastProbes, probes) };
}

/// Sets how often a neighbour is asked by multicast or broadcast.
///
/// C: `rtnl_neightbl_set_mcast_probes(ntbl, probes);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_mcast_probes(ntbl: *mut rtnl_neightbl, probes: c_int) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_number(ntbl, Parm::McastProbes, probes) };
}

/// Sets the milliseconds for which a neighbour is taken to be reachable, on average.
///
/// C: `rtnl_neightbl_set_base_reachable_time(ntbl, ms);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_base_reachable_time(ntbl: *mut rtnl_neightbl, ms: u64) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_parm(ntbl, Parm::BaseReachableTime, ms) };
}

/// Sets the milliseconds from one request to the next.
///
/// C: `rtnl_neightbl_set_retrans_time(ntbl, ms);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_retrans_time(ntbl: *mut rtnl_neightbl, ms: u64) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_parm(ntbl, Parm::RetransTime, ms) };
}

/// Sets the milliseconds after which an unused entry is thrown away.
///
/// C: `rtnl_neightbl_set_gc_stale_time(ntbl, ms);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_gc_stale_time(ntbl: *mut rtnl_neightbl, ms: u64) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_parm(ntbl, Parm::GcStaletime, ms) };
}

/// Sets the milliseconds before the first request for an entry that is used again.
///
/// C: `rtnl_neightbl_set_delay_probe_time(ntbl, ms);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_delay_probe_time(ntbl: *mut rtnl_neightbl, ms: u64) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_parm(ntbl, Parm::DelayProbeTime, ms) };
}

/// Sets the milliseconds that an answer for an anycast address waits at most.
///
/// C: `rtnl_neightbl_set_anycast_delay(ntbl, ms);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_anycast_delay(ntbl: *mut rtnl_neightbl, ms: u64) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_parm(ntbl, Parm::AnycastDelay, ms) };
}

/// Sets the milliseconds that an answer of a proxy waits at most.
///
/// C: `rtnl_neightbl_set_proxy_delay(ntbl, ms);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_proxy_delay(ntbl: *mut rtnl_neightbl, ms: u64) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_parm(ntbl, Parm::ProxyDelay, ms) };
}

/// Sets the milliseconds for which an entry stays as it is.
///
/// C: `rtnl_neightbl_set_locktime(ntbl, ms);`
///
/// # Safety
/// `ntbl` is a neighbour table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neightbl_set_locktime(ntbl: *mut rtnl_neightbl, ms: u64) {
    // SAFETY: by contract.
    unsafe { NeighTbl::set_parm(ntbl, Parm::Locktime, ms) };
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/netconf.h`.

use core::ptr;

use libc::c_int;
use nl_sys::error::IntoC;
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_sock};
use nl_sys::typed::Handle;

use crate::netconf::{ALL, DEFAULT, NETCONF_CACHE, Netconf, attr, rtnl_netconf};
use crate::rtnl;

/// Makes a cache of the settings of IPv4, IPv6 and MPLS on all interfaces.
///
/// C: `rtnl_netconf_alloc_cache(sk, &cache);`
///
/// Without a socket it stays empty. Returns 0, `-NLE_NOMEM`, or what filling it returns.
///
/// # Safety
/// `sk` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_alloc_cache(
    sk: *mut nl_sock,
    result: *mut *mut nl_cache,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, NETCONF_CACHE.as_ptr(), sk, 0, 0) }.into_c()
}

/// Looks up the settings of a family on an interface.
///
/// C: `struct rtnl_netconf *nc = rtnl_netconf_get_by_idx(cache, AF_INET, ifindex);`
///
/// Returns them with a reference for the caller, or NULL.
///
/// # Safety
/// `cache` is a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_by_idx(
    cache: *mut nl_cache,
    family: c_int,
    ifindex: c_int,
) -> *mut rtnl_netconf {
    // SAFETY: by contract.
    unsafe { Netconf::find(cache, family, ifindex) }.map_or(ptr::null_mut(), Handle::into_typed)
}

/// Looks up the settings of a family that hold for all interfaces.
///
/// C: `struct rtnl_netconf *nc = rtnl_netconf_get_all(cache, AF_INET);`
///
/// Returns them with a reference for the caller, or NULL.
///
/// # Safety
/// `cache` is a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_all(
    cache: *mut nl_cache,
    family: c_int,
) -> *mut rtnl_netconf {
    // SAFETY: by contract.
    unsafe { Netconf::find(cache, family, ALL) }.map_or(ptr::null_mut(), Handle::into_typed)
}

/// Looks up the settings of a family that new interfaces start with.
///
/// C: `struct rtnl_netconf *nc = rtnl_netconf_get_default(cache, AF_INET);`
///
/// Returns them with a reference for the caller, or NULL.
///
/// # Safety
/// `cache` is a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_default(
    cache: *mut nl_cache,
    family: c_int,
) -> *mut rtnl_netconf {
    // SAFETY: by contract.
    unsafe { Netconf::find(cache, family, DEFAULT) }.map_or(ptr::null_mut(), Handle::into_typed)
}

/// Gives up a reference to an object with settings; the last one frees it.
///
/// C: `rtnl_netconf_put(nc);`
///
/// # Safety
/// `nc` is an object with settings to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_put(nc: *mut rtnl_netconf) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(nc.cast()) };
}

/// Tells the address family.
///
/// C: `rtnl_netconf_get_family(nc, &val);`
///
/// Nothing is written to NULL. Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` without an object.
///
/// # Safety
/// `nc` is an object with settings or NULL, `val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_family(nc: *mut rtnl_netconf, val: *mut c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { Netconf::tell(nc, attr::FAMILY, |nc| nc.family, val) }.into_c()
}

/// Tells the number of the interface; -1 if it is all of them, -2 for new ones.
///
/// C: `rtnl_netconf_get_ifindex(nc, &val);`
///
/// Nothing is written to NULL. Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` without an object.
///
/// # Safety
/// `nc` is an object with settings or NULL, `val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_ifindex(nc: *mut rtnl_netconf, val: *mut c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { Netconf::tell(nc, attr::IFINDEX, |nc| nc.ifindex, val) }.into_c()
}

/// Tells whether packets are forwarded.
///
/// C: `rtnl_netconf_get_forwarding(nc, &val);`
///
/// Nothing is written to NULL. Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` without an object.
///
/// # Safety
/// `nc` is an object with settings or NULL, `val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_forwarding(
    nc: *mut rtnl_netconf,
    val: *mut c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Netconf::tell(nc, attr::FWDING, |nc| nc.forwarding, val) }.into_c()
}

/// Tells whether multicasts are forwarded.
///
/// C: `rtnl_netconf_get_mc_forwarding(nc, &val);`
///
/// Nothing is written to NULL. Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` without an object.
///
/// # Safety
/// `nc` is an object with settings or NULL, `val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_mc_forwarding(
    nc: *mut rtnl_netconf,
    val: *mut c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Netconf::tell(nc, attr::MC_FWDING, |nc| nc.mc_forwarding, val) }.into_c()
}

/// Tells how packets are checked to come from where the way back is: 0 not, 1 strictly, 2 loosely.
///
/// C: `rtnl_netconf_get_rp_filter(nc, &val);`
///
/// Nothing is written to NULL. Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` without an object.
///
/// # Safety
/// `nc` is an object with settings or NULL, `val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_rp_filter(
    nc: *mut rtnl_netconf,
    val: *mut c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Netconf::tell(nc, attr::RP_FILTER, |nc| nc.rp_filter, val) }.into_c()
}

/// Tells whether others are answered for.
///
/// C: `rtnl_netconf_get_proxy_neigh(nc, &val);`
///
/// Nothing is written to NULL. Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` without an object.
///
/// # Safety
/// `nc` is an object with settings or NULL, `val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_proxy_neigh(
    nc: *mut rtnl_netconf,
    val: *mut c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Netconf::tell(nc, attr::PROXY_NEIGH, |nc| nc.proxy_neigh, val) }.into_c()
}

/// Tells whether routes through links that are down are ignored.
///
/// C: `rtnl_netconf_get_ignore_routes_linkdown(nc, &val);`
///
/// Nothing is written to NULL. Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` without an object.
///
/// # Safety
/// `nc` is an object with settings or NULL, `val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_ignore_routes_linkdown(
    nc: *mut rtnl_netconf,
    val: *mut c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Netconf::tell(nc, attr::IGNORE_RT_LINKDWN, |nc| nc.ignore_routes_linkdown, val) }
        .into_c()
}

/// Tells whether MPLS packets are taken.
///
/// C: `rtnl_netconf_get_input(nc, &val);`
///
/// Nothing is written to NULL. Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` without an object.
///
/// # Safety
/// `nc` is an object with settings or NULL, `val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_netconf_get_input(nc: *mut rtnl_netconf, val: *mut c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { Netconf::tell(nc, attr::INPUT, |nc| nc.input, val) }.into_c()
}

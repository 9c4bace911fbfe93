// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/nh.h`.

use core::ptr;

use libc::c_int;
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_addr, nl_cache, nl_sock};
use nl_sys::typed::{self, Handle};

use crate::nh::{NH_CACHE, NH_OBJ_OPS, Nh, attr, rtnl_nh};
use crate::rtnl;

/// Makes a cache of next hops: those of a family, or all for `AF_UNSPEC`.
///
/// C: `rtnl_nh_alloc_cache(sk, AF_UNSPEC, &cache);`
///
/// Without a socket it stays empty. Returns 0, `-NLE_NOMEM`, or what filling it returns.
///
/// # Safety
/// `sk` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_alloc_cache(
    sk: *mut nl_sock,
    family: c_int,
    result: *mut *mut nl_cache,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, NH_CACHE.as_ptr(), sk, family, 0) }.into_c()
}

/// Makes a next hop of which nothing is set.
///
/// C: `struct rtnl_nh *nexthop = rtnl_nh_alloc();`
///
/// Returns it with a reference for the caller, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_nh_alloc() -> *mut rtnl_nh {
    rtnl_nh::alloc(&NH_OBJ_OPS).map_or(ptr::null_mut(), Handle::into_typed)
}

/// Adds a next hop or a group, and waits for the kernel to say so.
///
/// C: `rtnl_nh_add(sk, nexthop, NLM_F_EXCL);`
///
/// `NLM_F_CREATE` is set besides `flags`; `NLM_F_REPLACE` changes one that is there. Returns 0 or an error code, of
/// the request or of the kernel.
///
/// # Safety
/// `sk` is a socket or NULL, `nh` a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_add(sk: *mut nl_sock, nh: *mut rtnl_nh, flags: c_int) -> c_int {
    // SAFETY: by contract.
    let message =
        unsafe { nh.as_ref() }.ok_or(Error::INVAL).and_then(|nh| Nh::build_add(nh, flags));
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

/// Gives up a reference to a next hop; the last one frees it.
///
/// C: `rtnl_nh_put(nexthop);`
///
/// # Safety
/// `nexthop` is a next hop to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_put(nexthop: *mut rtnl_nh) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(nexthop.cast()) };
}

/// Looks a next hop up in a cache by its number.
///
/// C: `struct rtnl_nh *nexthop = rtnl_nh_get(cache, 100);`
///
/// Returns it with a reference for the caller, or NULL.
///
/// # Safety
/// `cache` is a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get(cache: *mut nl_cache, nhid: c_int) -> *mut rtnl_nh {
    // SAFETY: by contract.
    unsafe { Nh::find(cache, nhid.cast_unsigned()) }.map_or(ptr::null_mut(), Handle::into_typed)
}

/// Sets the router that packets go to, to a copy of the address.
///
/// C: `rtnl_nh_set_gateway(nexthop, addr);`
///
/// NULL takes it away. Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` without a next hop.
///
/// # Safety
/// `nexthop` is a next hop or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_gateway(nexthop: *mut rtnl_nh, addr: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { Nh::set_gateway(nexthop, addr) }.into_c()
}

/// The router that packets go to.
///
/// C: `addr = rtnl_nh_get_gateway(nexthop);`
///
/// It stays the next hop's. NULL if there is none.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_gateway(nexthop: *mut rtnl_nh) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(nexthop, |nexthop| nexthop.gateway.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets whether it is for a forwarding table: that of a VXLAN.
///
/// C: `rtnl_nh_set_fdb(nexthop, 1);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_fdb(nexthop: *mut rtnl_nh, value: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { Nh::set(nexthop, attr::FLAG_FDB, value != 0, |_| {}) }.into_c()
}

/// Whether it is for a forwarding table: not 0 if it is.
///
/// C: `if (rtnl_nh_get_fdb(nexthop))`
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_fdb(nexthop: *mut rtnl_nh) -> c_int {
    // SAFETY: by contract.
    let fdb = unsafe { nexthop.as_ref() }.is_some_and(|nexthop| nexthop.has(attr::FLAG_FDB));
    if fdb { 0x100 } else { 0 }
}

/// Sets the number; 0 takes it away.
///
/// C: `rtnl_nh_set_id(nexthop, 100);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_id(nexthop: *mut rtnl_nh, id: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { Nh::set(nexthop, attr::ID, id != 0, |nh| nh.id = id) }.into_c()
}

/// The number.
///
/// C: `id = rtnl_nh_get_id(nexthop);`
///
/// `-NLE_INVAL` if it is not set, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_id(nexthop: *mut rtnl_nh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(nexthop, attr::ID, |nexthop| nexthop.id.cast_signed()) }
        .unwrap_or(-Error::INVAL.0)
}

/// Sets the interface that packets go out of, by number; 0 takes it away.
///
/// C: `rtnl_nh_set_oif(nexthop, ifindex);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_oif(nexthop: *mut rtnl_nh, ifindex: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { Nh::set(nexthop, attr::OIF, ifindex != 0, |nh| nh.oif = ifindex) }.into_c()
}

/// The number of the interface that packets go out of.
///
/// C: `ifindex = rtnl_nh_get_oif(nexthop);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_oif(nexthop: *mut rtnl_nh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(nexthop, attr::OIF, |nexthop| nexthop.oif.cast_signed()) }.unwrap_or(0)
}

/// Sets the address family.
///
/// C: `rtnl_nh_set_family(nexthop, AF_INET);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_family(nexthop: *mut rtnl_nh, family: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { Nh::set(nexthop, 0, true, |nh| nh.family = family) }.into_c()
}

/// The address family.
///
/// C: `family = rtnl_nh_get_family(nexthop);`
///
/// `AF_UNSPEC` if it is not set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_family(nexthop: *mut rtnl_nh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(nexthop, |nexthop| nexthop.family.into()) }.unwrap_or(-Error::INVAL.0)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/addr.h`: what an address has.

use core::ptr;

use libc::{AF_INET, AF_INET6, c_char, c_int, c_uint};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;
use nl_sys::typed::{self};

use crate::addr::{Addr, FOREVER, IFNAMSIZ, attr, rtnl_addr};
use crate::link::object::rtnl_link;
use crate::rtnl;

/// Sets the label of an IPv4 address; it should begin with the name of the interface.
///
/// C: `rtnl_addr_set_label(addr, "eth0:1");`
///
/// Returns 0, `-NLE_RANGE` if it has more than 15 bytes, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `addr` is an address of an interface, and `label` a string; both may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_label(addr: *mut rtnl_addr, label: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { rtnl::set_name::<_, IFNAMSIZ>(addr, attr::LABEL, |addr| &addr.label, label) }.into_c()
}

/// The label of an address.
///
/// C: `puts(rtnl_addr_get_label(addr));`
///
/// The text is the address's. NULL if there is none.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_label(addr: *mut rtnl_addr) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read_if(addr, attr::LABEL, |addr| addr.label.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the interface, by number.
///
/// C: `rtnl_addr_set_ifindex(addr, ifindex);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_ifindex(addr: *mut rtnl_addr, ifindex: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(addr, attr::IFINDEX, |addr| addr.ifindex = ifindex.cast_unsigned()) };
}

/// The number of the interface.
///
/// C: `ifindex = rtnl_addr_get_ifindex(addr);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_ifindex(addr: *mut rtnl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.ifindex.cast_signed()) }.unwrap_or(0)
}

/// Sets the interface, of which the address takes a reference.
///
/// C: `rtnl_addr_set_link(addr, link);`
///
/// NULL makes the address forget the link, not the number of the interface.
///
/// # Safety
/// `addr` is an address of an interface or NULL, `link` a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_link(addr: *mut rtnl_addr, link: *mut rtnl_link) {
    // SAFETY: by contract.
    unsafe { Addr::set_link(addr, link) };
}

/// The interface, if it was set, or known from the provided cache of links when the address was read.
///
/// C: `struct rtnl_link *link = rtnl_addr_get_link(addr);`
///
/// Returns it with a reference for the caller, or NULL.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_link(addr: *mut rtnl_addr) -> *mut rtnl_link {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.link.clone().into_raw()) }.unwrap_or(ptr::null_mut())
}

/// Sets the address family.
///
/// C: `rtnl_addr_set_family(addr, AF_INET6);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_family(addr: *mut rtnl_addr, family: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(addr, attr::FAMILY, |addr| addr.family = rtnl::low_byte(family)) };
}

/// The address family.
///
/// C: `family = rtnl_addr_get_family(addr);`
///
/// `AF_UNSPEC` if it is not set, and for NULL.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_family(addr: *mut rtnl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.family.into()) }.unwrap_or(0)
}

/// Sets the length of the prefix in bits; 0 takes it away.
///
/// C: `rtnl_addr_set_prefixlen(addr, 24);`
///
/// The peer's address gets it, too, or the local one's if there is no peer: the very `struct nl_addr` that was set.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_prefixlen(addr: *mut rtnl_addr, prefixlen: c_int) {
    // SAFETY: by contract.
    if let Some(addr) = unsafe { addr.as_ref() } {
        Addr::set_prefixlen(addr, prefixlen);
    }
}

/// The length of the prefix in bits.
///
/// C: `prefixlen = rtnl_addr_get_prefixlen(addr);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_prefixlen(addr: *mut rtnl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.prefixlen.into()) }.unwrap_or(0)
}

/// Sets the scope (`RT_SCOPE_*`).
///
/// C: `rtnl_addr_set_scope(addr, RT_SCOPE_LINK);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_scope(addr: *mut rtnl_addr, scope: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(addr, attr::SCOPE, |addr| addr.scope = rtnl::low_byte(scope)) };
}

/// The scope.
///
/// C: `scope = rtnl_addr_get_scope(addr);`
///
/// `RT_SCOPE_NOWHERE` if it is not set, and for NULL.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_scope(addr: *mut rtnl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.scope.into()) }.unwrap_or(255)
}

/// Sets flags (`IFA_F_*`); the others stay.
///
/// C: `rtnl_addr_set_flags(addr, IFA_F_NODAD);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_flags(addr: *mut rtnl_addr, flags: c_uint) {
    // SAFETY: by contract.
    unsafe {
        typed::set(addr, attr::FLAGS, |addr| {
            addr.flag_mask |= flags;
            addr.flags |= flags;
        })
    };
}

/// Takes flags away; the others stay.
///
/// C: `rtnl_addr_unset_flags(addr, IFA_F_NODAD);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_unset_flags(addr: *mut rtnl_addr, flags: c_uint) {
    // SAFETY: by contract.
    unsafe {
        typed::set(addr, attr::FLAGS, |addr| {
            addr.flag_mask |= flags;
            addr.flags &= !flags;
        })
    };
}

/// The flags.
///
/// C: `flags = rtnl_addr_get_flags(addr);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_flags(addr: *mut rtnl_addr) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.flags) }.unwrap_or(0)
}

/// Sets the address itself, of which the object takes a reference.
///
/// C: `rtnl_addr_set_local(addr, local);`
///
/// The length of its prefix becomes that of the address, unless there is a peer. NULL takes it away. Returns 0,
/// `-NLE_AF_MISMATCH`, or `-NLE_INVAL` if it has a prefix and there is a peer, whose prefix it would be.
///
/// # Safety
/// `addr` is an address of an interface or NULL, `local` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_local(addr: *mut rtnl_addr, local: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe { Addr::set_local(addr, local) }.into_c()
}

/// The address itself.
///
/// C: `local = rtnl_addr_get_local(addr);`
///
/// It stays the address of an interface's. NULL if there is none.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_local(addr: *mut rtnl_addr) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.local.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the address of the other end, of which the object takes a reference.
///
/// C: `rtnl_addr_set_peer(addr, peer);`
///
/// Only IPv4 has them. The length of its prefix becomes that of the address. NULL takes it away. Returns 0,
/// `-NLE_AF_NOSUPPORT` or `-NLE_AF_MISMATCH`.
///
/// # Safety
/// `addr` is an address of an interface or NULL, `peer` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_peer(addr: *mut rtnl_addr, peer: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe { Addr::set_peer(addr, peer) }.into_c()
}

/// The address of the other end.
///
/// C: `peer = rtnl_addr_get_peer(addr);`
///
/// It stays the address of an interface's. NULL if there is none.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_peer(addr: *mut rtnl_addr) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.peer.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the address for broadcasts, of which the object takes a reference.
///
/// C: `rtnl_addr_set_broadcast(addr, broadcast);`
///
/// Only IPv4 has them. NULL takes it away. Returns 0, `-NLE_AF_NOSUPPORT` or `-NLE_AF_MISMATCH`.
///
/// # Safety
/// `addr` is an address of an interface or NULL, `broadcast` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_broadcast(
    addr: *mut rtnl_addr,
    broadcast: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe {
        Addr::assign_of(addr, AF_INET, attr::BROADCAST, |addr| &mut addr.broadcast, broadcast)
    }
    .into_c()
}

/// The address for broadcasts.
///
/// C: `broadcast = rtnl_addr_get_broadcast(addr);`
///
/// It stays the address of an interface's. NULL if there is none.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_broadcast(addr: *mut rtnl_addr) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.broadcast.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the address for multicasts, of which the object takes a reference.
///
/// C: `rtnl_addr_set_multicast(addr, multicast);`
///
/// Only IPv6 has them. NULL takes it away. Returns 0, `-NLE_AF_NOSUPPORT` or `-NLE_AF_MISMATCH`.
///
/// # Safety
/// `addr` is an address of an interface or NULL, `multicast` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_multicast(
    addr: *mut rtnl_addr,
    multicast: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe {
        Addr::assign_of(addr, AF_INET6, attr::MULTICAST, |addr| &mut addr.multicast, multicast)
    }
    .into_c()
}

/// The address for multicasts.
///
/// C: `multicast = rtnl_addr_get_multicast(addr);`
///
/// It stays the address of an interface's. NULL if there is none.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_multicast(addr: *mut rtnl_addr) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.multicast.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the address for anycasts, of which the object takes a reference.
///
/// C: `rtnl_addr_set_anycast(addr, anycast);`
///
/// Only IPv6 has them. NULL takes it away. Returns 0, `-NLE_AF_NOSUPPORT` or `-NLE_AF_MISMATCH`.
///
/// # Safety
/// `addr` is an address of an interface or NULL, `anycast` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_anycast(
    addr: *mut rtnl_addr,
    anycast: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe { Addr::assign_of(addr, AF_INET6, attr::ANYCAST, |addr| &mut addr.anycast, anycast) }
        .into_c()
}

/// The address for anycasts.
///
/// C: `anycast = rtnl_addr_get_anycast(addr);`
///
/// It stays the address of an interface's. NULL if there is none.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_anycast(addr: *mut rtnl_addr) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.anycast.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// The seconds for which the address stays.
///
/// C: `seconds = rtnl_addr_get_valid_lifetime(addr);`
///
/// `0xffffffff`, which is forever, if no lifetime is set.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_valid_lifetime(addr: *mut rtnl_addr) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read_if(addr, attr::CACHEINFO, |addr| addr.cacheinfo.ifa_valid) }
        .unwrap_or(FOREVER)
}

/// Sets the seconds for which the address stays.
///
/// C: `rtnl_addr_set_valid_lifetime(addr, 3600);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_valid_lifetime(addr: *mut rtnl_addr, lifetime: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(addr, attr::CACHEINFO, |addr| addr.cacheinfo.ifa_valid = lifetime) };
}

/// The seconds for which the address may be used for new connections.
///
/// C: `seconds = rtnl_addr_get_preferred_lifetime(addr);`
///
/// `0xffffffff`, which is forever, if no lifetime is set.
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_preferred_lifetime(addr: *mut rtnl_addr) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read_if(addr, attr::CACHEINFO, |addr| addr.cacheinfo.ifa_prefered) }
        .unwrap_or(FOREVER)
}

/// Sets the seconds for which the address may be used for new connections.
///
/// C: `rtnl_addr_set_preferred_lifetime(addr, 3600);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_set_preferred_lifetime(addr: *mut rtnl_addr, lifetime: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(addr, attr::CACHEINFO, |addr| addr.cacheinfo.ifa_prefered = lifetime) };
}

/// When the address was made, in hundredths of seconds since the system started.
///
/// C: `time = rtnl_addr_get_create_time(addr);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_create_time(addr: *mut rtnl_addr) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.cacheinfo.cstamp) }.unwrap_or(0)
}

/// When the address was changed last, in hundredths of seconds since the system started.
///
/// C: `time = rtnl_addr_get_last_update_time(addr);`
///
/// # Safety
/// `addr` is an address of an interface or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_addr_get_last_update_time(addr: *mut rtnl_addr) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(addr, |addr| addr.cacheinfo.tstamp) }.unwrap_or(0)
}

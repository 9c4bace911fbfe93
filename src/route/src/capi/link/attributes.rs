// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link.h`: what a link is called and where it belongs.

use core::ptr;

use libc::{c_char, c_int, c_uint};
use nl_sys::ffi;
use nl_sys::typed;

use super::private::string;
use crate::link::kept;
use crate::link::object::{attr, rtnl_link};

/// Sets the name of the queueing discipline, cut off at 31 bytes.
///
/// C: `rtnl_link_set_qdisc(link, "fq_codel");`
///
/// Nothing but this object changes: the kernel's are changed through `netlink/route/qdisc.h`.
///
/// # Safety
/// `link` is a link and `name` a string; if one is NULL nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_qdisc(link: *mut rtnl_link, name: *const c_char) {
    // SAFETY: by contract.
    let Ok(name) = (unsafe { string(name) }) else { return };
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::QDISC, |link| link.qdisc.set(name)) };
}

/// The name of the queueing discipline.
///
/// C: `printf("%s\n", rtnl_link_get_qdisc(link));`
///
/// The text is the link's. NULL if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_qdisc(link: *mut rtnl_link) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read_if(link, attr::QDISC, |link| link.qdisc.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the name, cut off at 15 bytes.
///
/// C: `rtnl_link_set_name(link, "eth0");`
///
/// To rename an interface, set its number and the new name, and call `rtnl_link_change()`.
///
/// # Safety
/// `link` is a link and `name` a string; if one is NULL nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_name(link: *mut rtnl_link, name: *const c_char) {
    // SAFETY: by contract.
    let Ok(name) = (unsafe { string(name) }) else { return };
    // SAFETY: by contract.
    unsafe { ffi::oxnl_cache_rekey(link.cast()) };
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::IFNAME, |link| link.name.set(name)) };
}

/// The name.
///
/// C: `printf("%s\n", rtnl_link_get_name(link));`
///
/// The text is the link's. NULL if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_name(link: *mut rtnl_link) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read_if(link, attr::IFNAME, |link| link.name.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the group of interfaces it is in.
///
/// C: `rtnl_link_set_group(link, 1);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_group(link: *mut rtnl_link, group: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::GROUP, |link| link.group = group) };
}

/// The group of interfaces it is in.
///
/// C: `group = rtnl_link_get_group(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_group(link: *mut rtnl_link) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.group) }.unwrap_or(0)
}

/// Sets flags, and leaves the others as they are.
///
/// C: `rtnl_link_set_flags(link, IFF_UP);`
///
/// `rtnl_link_change()` changes these, and no others.
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_flags(link: *mut rtnl_link, flags: c_uint) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::FLAGS, |link| link.set_flags(flags)) };
}

/// Unsets flags, and leaves the others as they are.
///
/// C: `rtnl_link_unset_flags(link, IFF_UP);`
///
/// `rtnl_link_change()` changes these, and no others.
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_unset_flags(link: *mut rtnl_link, flags: c_uint) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::FLAGS, |link| link.unset_flags(flags)) };
}

/// The flags (`IFF_*`).
///
/// C: `if (rtnl_link_get_flags(link) & IFF_UP) { ... }`
///
/// 0 if none is set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_flags(link: *mut rtnl_link) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.flags) }.unwrap_or(0)
}

/// Sets how many bytes a packet may have.
///
/// C: `rtnl_link_set_mtu(link, 1500);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_mtu(link: *mut rtnl_link, mtu: c_uint) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::MTU, |link| link.mtu = mtu) };
}

/// How many bytes a packet may have.
///
/// C: `mtu = rtnl_link_get_mtu(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_mtu(link: *mut rtnl_link) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.mtu) }.unwrap_or(0)
}

/// Sets how many packets may wait to be sent.
///
/// C: `rtnl_link_set_txqlen(link, 1000);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_txqlen(link: *mut rtnl_link, txqlen: c_uint) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::TXQLEN, |link| link.txqlen = txqlen) };
}

/// How many packets may wait to be sent.
///
/// C: `txqlen = rtnl_link_get_txqlen(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_txqlen(link: *mut rtnl_link) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read_if(link, attr::TXQLEN, |link| link.txqlen) }.unwrap_or(0)
}

/// Sets the number.
///
/// C: `rtnl_link_set_ifindex(link, 2);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_ifindex(link: *mut rtnl_link, ifindex: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::IFINDEX, |link| link.index = ifindex.cast_unsigned()) };
}

/// The number.
///
/// C: `ifindex = rtnl_link_get_ifindex(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_ifindex(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.index.cast_signed()) }.unwrap_or(0)
}

/// Sets the address family; what the family before it kept in the link is forgotten.
///
/// C: `rtnl_link_set_family(link, AF_BRIDGE);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_family(link: *mut rtnl_link, family: c_int) {
    // SAFETY: by contract.
    if let Some(link) = unsafe { link.as_ref() } {
        let _ = kept::assign(link, family.cast_unsigned());
    }
}

/// The address family: `AF_UNSPEC`, that of the cache it is from, or `AF_BRIDGE` for a bridge.
///
/// C: `if (rtnl_link_get_family(link) == AF_BRIDGE) { ... }`
///
/// `AF_UNSPEC` if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_family(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(link, attr::FAMILY, |link| link.family.cast_signed()) }.unwrap_or(0)
}

/// Sets the number of the interface below, e.g. of a VLAN.
///
/// C: `rtnl_link_set_link(link, 2);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_link(link: *mut rtnl_link, ifindex: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::LINK, |link| link.link = ifindex.cast_unsigned()) };
}

/// The number of the interface below, e.g. of a VLAN.
///
/// C: `ifindex = rtnl_link_get_link(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_link(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.link.cast_signed()) }.unwrap_or(0)
}

/// Sets the number of the bridge or the like that it is a port of.
///
/// C: `rtnl_link_set_master(link, 3);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_master(link: *mut rtnl_link, ifindex: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::MASTER, |link| link.master = ifindex.cast_unsigned()) };
}

/// The number of the bridge or the like that it is a port of.
///
/// C: `ifindex = rtnl_link_get_master(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_master(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.master.cast_signed()) }.unwrap_or(0)
}

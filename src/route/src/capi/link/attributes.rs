// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link.h`: what a link is made of.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_uint, pid_t};
use nl_sys::address::Address;
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_addr, nl_data};
use nl_sys::typed;
use os::cstring::CText;

use super::private::string;
use crate::link::object::{Link, Rare, attr, rtnl_link};
use crate::link::{family, kind, owned};

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
        let _ = family::assign(link, family.cast_unsigned());
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

/// Sets the type of hardware (`ARPHRD_*`).
///
/// C: `rtnl_link_set_arptype(link, ARPHRD_ETHER);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_arptype(link: *mut rtnl_link, arptype: c_uint) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::ARPTYPE, |link| link.arptype = arptype) };
}

/// The type of hardware (`ARPHRD_*`).
///
/// C: `arptype = rtnl_link_get_arptype(link);`
///
/// `ARPHRD_VOID` if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_arptype(link: *mut rtnl_link) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read_if(link, attr::ARPTYPE, |link| link.arptype) }.unwrap_or(ARPHRD_VOID)
}

/// Sets the hardware address.
///
/// C: `rtnl_link_set_addr(link, addr);`
///
/// The link takes a reference of its own. NULL unsets the address, but not that it is set.
///
/// # Safety
/// `link` is a link or NULL (nothing happens), `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_addr(link: *mut rtnl_link, addr: *mut nl_addr) {
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::ADDR, |link| link.addr = addr) };
}

/// The hardware address.
///
/// C: `struct nl_addr *addr = rtnl_link_get_addr(link);`
///
/// The address is the link's. NULL if it is not set, without memory, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_addr(link: *mut rtnl_link) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read_if(link, attr::ADDR, |link| link.addr.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// The hardware address it was made with.
///
/// C: `struct nl_addr *addr = rtnl_link_get_perm_addr(link);`
///
/// The address is the link's. NULL if it is not set, without memory, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_perm_addr(link: *mut rtnl_link) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read_if(link, attr::PERM_ADDR, |link| link.perm_addr().as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the hardware address of everybody.
///
/// C: `rtnl_link_set_broadcast(link, addr);`
///
/// The link takes a reference of its own. NULL unsets the address, but not that it is set.
///
/// # Safety
/// `link` is a link or NULL (nothing happens), `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_broadcast(link: *mut rtnl_link, addr: *mut nl_addr) {
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::BRD, |link| link.broadcast = addr) };
}

/// The hardware address of everybody.
///
/// C: `struct nl_addr *addr = rtnl_link_get_broadcast(link);`
///
/// The address is the link's. NULL if it is not set, without memory, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_broadcast(link: *mut rtnl_link) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read_if(link, attr::BRD, |link| link.broadcast.as_ptr()) }
        .unwrap_or(ptr::null_mut())
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

/// Sets whether there is a signal (1) or not (0).
///
/// C: `rtnl_link_set_carrier(link, 1);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_carrier(link: *mut rtnl_link, status: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::CARRIER, |link| link.carrier = status) };
}

/// Whether there is a signal (1) or not (0).
///
/// C: `status = rtnl_link_get_carrier(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_carrier(link: *mut rtnl_link) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.carrier) }.unwrap_or(0)
}

/// How often the signal has come and gone.
///
/// C: `if (rtnl_link_get_carrier_changes(link, &carrier_changes) == 0) { ... }`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, or `-NLE_INVAL` for a link that is NULL. `carrier_changes` may be NULL.
///
/// # Safety
/// `link` is a link or NULL; `carrier_changes` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_carrier_changes(
    link: *mut rtnl_link,
    carrier_changes: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { typed::read_if(link, attr::CARRIER_CHANGES, |link| link.carrier_changes) };
    // SAFETY: by contract.
    unsafe { give(link, found, carrier_changes, Error::NOATTR) }
}

/// Sets the operational state (`IF_OPER_*`).
///
/// C: `rtnl_link_set_operstate(link, IF_OPER_UP);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_operstate(link: *mut rtnl_link, status: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::OPERSTATE, |link| link.operstate = status) };
}

/// The operational state (`IF_OPER_*`).
///
/// C: `status = rtnl_link_get_operstate(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_operstate(link: *mut rtnl_link) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.operstate) }.unwrap_or(0)
}

/// Sets the mode (`IF_LINK_MODE_*`).
///
/// C: `rtnl_link_set_linkmode(link, IF_LINK_MODE_DORMANT);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_linkmode(link: *mut rtnl_link, mode: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::LINKMODE, |link| link.linkmode = mode) };
}

/// The mode (`IF_LINK_MODE_*`).
///
/// C: `mode = rtnl_link_get_linkmode(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_linkmode(link: *mut rtnl_link) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.linkmode) }.unwrap_or(0)
}

/// Sets the network namespace of the interface below, as the kernel numbers them.
///
/// C: `rtnl_link_set_link_netnsid(link, 0);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_link_netnsid(
    link: *mut rtnl_link,
    link_netnsid: i32,
) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        typed::change(link, attr::LINK_NETNSID, |link| {
            link.link_netnsid = link_netnsid;
            Ok(())
        })
    };
    changed.into_c()
}

/// The network namespace of the interface below, as the kernel numbers them.
///
/// C: `if (rtnl_link_get_link_netnsid(link, &nsid) == 0) { ... }`
///
/// Returns 0, or `-NLE_INVAL` if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL; `out_link_netnsid` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_link_netnsid(
    link: *const rtnl_link,
    out_link_netnsid: *mut i32,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { typed::read_if(link, attr::LINK_NETNSID, |link| link.link_netnsid) };
    // SAFETY: by contract.
    unsafe { give(link, found, out_link_netnsid, Error::INVAL) }
}

/// The description (SNMP's `ifAlias`).
///
/// C: `const char *alias = rtnl_link_get_ifalias(link);`
///
/// The text is the link's. NULL if there is none, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_ifalias(link: *mut rtnl_link) -> *const c_char {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.ifalias().map_or(ptr::null(), CStr::as_ptr)) }
        .unwrap_or(ptr::null())
}

/// Sets the description; NULL unsets it.
///
/// C: `rtnl_link_set_ifalias(link, "to the cellar");`
///
/// Without memory it is unset.
///
/// # Safety
/// `link` is a link or NULL (nothing happens), `alias` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_ifalias(link: *mut rtnl_link, alias: *const c_char) {
    // SAFETY: by contract.
    let alias = unsafe { string(alias) };
    // SAFETY: by contract.
    let Some(link) = (unsafe { link.as_ref() }) else { return };
    link.clear(attr::IFALIAS);
    let text = alias.and_then(|alias| CText::new(alias.to_bytes()).map_err(|_| Error::NOMEM));
    let bits = if text.is_ok() { attr::IFALIAS } else { 0 };
    let _ = link.change(bits, |link| match text {
        Ok(text) => set_rare(link, |rare| rare.ifalias = text),
        Err(_) => {
            if let Some(rare) = link.rare.get_mut() {
                rare.ifalias = CText::NONE;
            }
            Ok(())
        }
    });
}

/// How many virtual functions there are.
///
/// C: `if (rtnl_link_get_num_vf(link, &num_vf) == 0) { ... }`
///
/// Returns 0, `-NLE_OPNOTSUPP` if it is not known, or `-NLE_INVAL` for a link that is NULL. `num_vf` may be NULL.
///
/// # Safety
/// `link` is a link or NULL; `num_vf` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_num_vf(link: *mut rtnl_link, num_vf: *mut u32) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { typed::read_if(link, attr::NUM_VF, |link| link.num_vf()) };
    // SAFETY: by contract.
    unsafe { give(link, found, num_vf, Error::OPNOTSUPP) }
}

/// Makes it a link of a kind: gives it room for what is special to the kind. What it had of another kind is
/// forgotten.
///
/// C: `rtnl_link_set_type(link, "vlan");`
///
/// Any name will do; NULL makes it a link of no kind. Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for a link that is NULL.
///
/// # Safety
/// `link` is a link and `type` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_type(link: *mut rtnl_link, r#type: *const c_char) -> c_int {
    // SAFETY: by contract.
    let kind = unsafe { string(r#type) }.ok();
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() }.ok_or(Error::INVAL);
    link.and_then(|link| kind::assign(link, kind)).into_c()
}

/// The name of the kind.
///
/// C: `char *kind = rtnl_link_get_type(link);`
///
/// The text is the link's. NULL if it is of none, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_type(link: *mut rtnl_link) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.kind.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the name of the kind of what it is a port of; NULL unsets it.
///
/// C: `rtnl_link_set_slave_type(link, "bridge");`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for a link that is NULL.
///
/// # Safety
/// `link` is a link and `type` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_slave_type(
    link: *mut rtnl_link,
    r#type: *const c_char,
) -> c_int {
    // SAFETY: by contract.
    let kind = unsafe { string(r#type) }.ok();
    // SAFETY: by contract.
    let Some(link) = (unsafe { link.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let set = || {
        let (text, bits) = match kind {
            Some(kind) => {
                (CText::new(kind.to_bytes()).map_err(|_| Error::NOMEM)?, attr::SLAVE_KIND)
            }
            None => (CText::NONE, 0),
        };
        link.change(bits, |link| set_rare(link, |rare| rare.slave_kind = text))?;
        link.clear(attr::SLAVE_KIND & !bits);
        Ok(())
    };
    set().into_c()
}

/// The name of the kind of what it is a port of.
///
/// C: `const char *kind = rtnl_link_get_slave_type(link);`
///
/// The text is the link's. NULL if there is none, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_slave_type(link: *const rtnl_link) -> *const c_char {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| rare(link, |rare| rare.slave_kind.as_ptr().cast_const())) }
        .flatten()
        .unwrap_or(ptr::null())
}

/// Sets how many want all packets.
///
/// C: `rtnl_link_set_promiscuity(link, 1);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_promiscuity(link: *mut rtnl_link, count: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::PROMISCUITY, |link| link.promiscuity = count) };
}

/// How many want all packets.
///
/// C: `count = rtnl_link_get_promiscuity(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_promiscuity(link: *mut rtnl_link) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.promiscuity) }.unwrap_or(0)
}

/// Sets how many queues there are for sending; counts when an interface is made.
///
/// C: `rtnl_link_set_num_tx_queues(link, 4);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_num_tx_queues(link: *mut rtnl_link, nqueues: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::NUM_TX_QUEUES, |link| link.num_tx_queues = nqueues) };
}

/// How many queues there are for sending; counts when an interface is made.
///
/// C: `nqueues = rtnl_link_get_num_tx_queues(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_num_tx_queues(link: *mut rtnl_link) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.num_tx_queues) }.unwrap_or(0)
}

/// Sets how many queues there are for receiving; counts when an interface is made.
///
/// C: `rtnl_link_set_num_rx_queues(link, 4);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_num_rx_queues(link: *mut rtnl_link, nqueues: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::NUM_RX_QUEUES, |link| link.num_rx_queues = nqueues) };
}

/// How many queues there are for receiving; counts when an interface is made.
///
/// C: `nqueues = rtnl_link_get_num_rx_queues(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_num_rx_queues(link: *mut rtnl_link) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.num_rx_queues) }.unwrap_or(0)
}

/// How many segments a large packet may have (generic segmentation offload).
///
/// C: `if (rtnl_link_get_gso_max_segs(link, &gso_max_segs) == 0) { ... }`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, or `-NLE_INVAL` for a link that is NULL. `gso_max_segs` may be NULL.
///
/// # Safety
/// `link` is a link or NULL; `gso_max_segs` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_gso_max_segs(
    link: *mut rtnl_link,
    gso_max_segs: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { typed::read_if(link, attr::GSO_MAX_SEGS, |link| link.gso_max_segs) };
    // SAFETY: by contract.
    unsafe { give(link, found, gso_max_segs, Error::NOATTR) }
}

/// How many bytes a large packet may have (generic segmentation offload).
///
/// C: `if (rtnl_link_get_gso_max_size(link, &gso_max_size) == 0) { ... }`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, or `-NLE_INVAL` for a link that is NULL. `gso_max_size` may be NULL.
///
/// # Safety
/// `link` is a link or NULL; `gso_max_size` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_gso_max_size(
    link: *mut rtnl_link,
    gso_max_size: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { typed::read_if(link, attr::GSO_MAX_SIZE, |link| link.gso_max_size) };
    // SAFETY: by contract.
    unsafe { give(link, found, gso_max_size, Error::NOATTR) }
}

/// The number of the hardware's port.
///
/// C: `phys_port_id = rtnl_link_get_phys_port_id(link);`
///
/// It is the link's. NULL if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_phys_port_id(link: *mut rtnl_link) -> *mut nl_data {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| rare(link, |rare| rare.phys_port_id.as_ptr())) }
        .flatten()
        .unwrap_or(ptr::null_mut())
}

/// The name of the hardware's port.
///
/// C: `name = rtnl_link_get_phys_port_name(link);`
///
/// It is the link's, and must not be changed. Empty if it is not set, NULL for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_phys_port_name(link: *mut rtnl_link) -> *mut c_char {
    let none = c"".as_ptr().cast_mut();
    // SAFETY: by contract.
    let name = unsafe { typed::read(link, |link| rare(link, |rare| rare.phys_port_name.as_ptr())) };
    name.map_or(ptr::null_mut(), |name| name.unwrap_or(none))
}

/// The number of the hardware's switch.
///
/// C: `phys_switch_id = rtnl_link_get_phys_switch_id(link);`
///
/// It is the link's. NULL if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_phys_switch_id(link: *mut rtnl_link) -> *mut nl_data {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| rare(link, |rare| rare.phys_switch_id.as_ptr())) }
        .flatten()
        .unwrap_or(ptr::null_mut())
}

/// Sets an open file of the network namespace that the interface is to be moved to.
///
/// C: `rtnl_link_set_ns_fd(link, fd);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_ns_fd(link: *mut rtnl_link, fd: c_int) {
    // SAFETY: by contract.
    let _ =
        unsafe { typed::change(link, attr::NS_FD, |link| set_rare(link, |rare| rare.ns_fd = fd)) };
}

/// An open file of the network namespace that the interface is to be moved to.
///
/// C: `ns_fd = rtnl_link_get_ns_fd(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_ns_fd(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| rare(link, |rare| rare.ns_fd)) }.flatten().unwrap_or(0)
}

/// Sets a process in whose network namespace the interface is to be moved.
///
/// C: `rtnl_link_set_ns_pid(link, pid);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_ns_pid(link: *mut rtnl_link, pid: pid_t) {
    // SAFETY: by contract.
    let _ = unsafe {
        typed::change(link, attr::NS_PID, |link| set_rare(link, |rare| rare.ns_pid = pid))
    };
}

/// A process in whose network namespace the interface is to be moved.
///
/// C: `ns_pid = rtnl_link_get_ns_pid(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_ns_pid(link: *mut rtnl_link) -> pid_t {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| rare(link, |rare| rare.ns_pid)) }.flatten().unwrap_or(0)
}

/// Whether it has a list of virtual functions.
///
/// C: `if (rtnl_link_has_vf_list(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_has_vf_list(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { link.as_ref() }.map_or(0, |link| link.has(attr::VF_LIST).into())
}

/// Notes that it has a list of virtual functions.
///
/// C: `rtnl_link_set_vf_list(link);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_vf_list(link: *mut rtnl_link) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::VF_LIST, |_| {}) };
}

/// Notes that it has no list of virtual functions.
///
/// C: `rtnl_link_unset_vf_list(link);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_unset_vf_list(link: *mut rtnl_link) {
    // SAFETY: by contract.
    if let Some(link) = unsafe { link.as_ref() } {
        link.clear(attr::VF_LIST);
    }
}

/// As `rtnl_link_set_type()`, which is to be used instead.
///
/// C: `rtnl_link_set_info_type(link, "vlan");`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for a link that is NULL.
///
/// # Safety
/// `link` is a link and `type` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_info_type(
    link: *mut rtnl_link,
    r#type: *const c_char,
) -> c_int {
    // SAFETY: by contract.
    let kind = unsafe { string(r#type) }.ok();
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() }.ok_or(Error::INVAL);
    link.and_then(|link| kind::assign(link, kind)).into_c()
}

/// As `rtnl_link_get_type()`, which is to be used instead.
///
/// C: `char *kind = rtnl_link_get_info_type(link);`
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_info_type(link: *mut rtnl_link) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.kind.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the weight, which kernels of today do not use.
///
/// C: `rtnl_link_set_weight(link, 64);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_weight(link: *mut rtnl_link, weight: c_uint) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::WEIGHT, |link| link.weight = weight) };
}

/// The weight, which kernels of today do not use.
///
/// C: `weight = rtnl_link_get_weight(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_weight(link: *mut rtnl_link) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.weight) }.unwrap_or(0)
}

/// `ARPHRD_VOID`
const ARPHRD_VOID: c_uint = 0xffff;

/// What `read` finds in what most links lack; `None` if the link lacks it, too.
fn rare<R>(link: &Link, read: impl FnOnce(&Rare) -> R) -> Option<R> {
    link.rare.get().map(read)
}

/// Changes what most links lack.
fn set_rare(link: &mut Link, set: impl FnOnce(&mut Rare)) -> Result<(), Error> {
    owned::make(&mut link.rare).map(set)
}

/// Writes what was found where C wants it; returns 0, `missing` if nothing was found, or `-NLE_INVAL` if
/// the link is NULL.
///
/// # Safety
/// `to` can be written to, or is NULL.
unsafe fn give<T>(link: *const rtnl_link, found: Option<T>, to: *mut T, missing: Error) -> c_int {
    let missing = if link.is_null() { Error::INVAL } else { missing };
    let Some(found) = found else { return Err::<(), _>(missing).into_c() };
    if !to.is_null() {
        // SAFETY: by contract.
        unsafe { to.write(found) };
    }
    0
}

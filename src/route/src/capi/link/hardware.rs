// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link.h`: the hardware of a link, and its queues.

use core::ptr;

use libc::{c_char, c_int, c_uint};
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::layout::{nl_addr, nl_data};
use nl_sys::typed;

use super::rare::{give, rare};
use crate::link::object::{attr, rtnl_link};

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

/// `ARPHRD_VOID`
const ARPHRD_VOID: c_uint = 0xffff;

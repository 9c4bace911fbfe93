// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/bridge_info.h`.

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use super::give;
use crate::link::kind;
use crate::link::kinds::bridge::{Bridge, option};
use crate::link::object::rtnl_link;

/// Sets how long a bridge remembers where an address is, in hundredths of a second.
///
/// C: `rtnl_link_bridge_set_ageing_time(link, 30000);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_ageing_time(link: *mut rtnl_link, ageing_time: u32) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| bridge.numbers.set(option::AGEING_TIME, ageing_time))
    };
}

/// How long a bridge remembers where an address is, in hundredths of a second.
///
/// C: `rtnl_link_bridge_get_ageing_time(link, &ageing_time);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `ageing_time` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_ageing_time(
    link: *mut rtnl_link,
    ageing_time: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u32(option::AGEING_TIME)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, ageing_time) }).into_c()
}

/// Sets whether a bridge looks at VLANs: 1 or 0.
///
/// C: `rtnl_link_bridge_set_vlan_filtering(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_vlan_filtering(
    link: *mut rtnl_link,
    vlan_filtering: u8,
) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| {
            bridge.numbers.set(option::VLAN_FILTERING, vlan_filtering)
        })
    };
}

/// Whether a bridge looks at VLANs: 1 or 0.
///
/// C: `rtnl_link_bridge_get_vlan_filtering(link, &vlan_filtering);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `vlan_filtering` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_vlan_filtering(
    link: *mut rtnl_link,
    vlan_filtering: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u8(option::VLAN_FILTERING)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, vlan_filtering) }).into_c()
}

/// Sets the protocol of the VLANs that a bridge looks at, in the byte order of the host.
///
/// C: `rtnl_link_bridge_set_vlan_protocol(link, ETH_P_8021AD);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_vlan_protocol(
    link: *mut rtnl_link,
    vlan_protocol: u16,
) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| {
            bridge.numbers.set(option::VLAN_PROTOCOL, vlan_protocol.to_be())
        })
    };
}

/// The protocol of the VLANs that a bridge looks at, in the byte order of the host.
///
/// C: `rtnl_link_bridge_get_vlan_protocol(link, &vlan_protocol);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `vlan_protocol` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_vlan_protocol(
    link: *mut rtnl_link,
    vlan_protocol: *mut u16,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u16(option::VLAN_PROTOCOL)) };
    // SAFETY: by contract.
    found
        .and_then(|found| unsafe { give(u16::from_be(found.ok_or(Error::NOATTR)?), vlan_protocol) })
        .into_c()
}

/// Sets the VLAN of packets without one, on new ports of a bridge.
///
/// C: `rtnl_link_bridge_set_vlan_default_pvid(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_vlan_default_pvid(
    link: *mut rtnl_link,
    default_pvid: u16,
) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| {
            bridge.numbers.set(option::VLAN_DEFAULT_PVID, default_pvid)
        })
    };
}

/// The VLAN of packets without one, on new ports of a bridge.
///
/// C: `rtnl_link_bridge_get_vlan_default_pvid(link, &default_pvid);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `default_pvid` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_vlan_default_pvid(
    link: *mut rtnl_link,
    default_pvid: *mut u16,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe {
        kind::read(link, |bridge: &Bridge| bridge.numbers.u16(option::VLAN_DEFAULT_PVID))
    };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, default_pvid) }).into_c()
}

/// Sets whether a bridge counts packets of each VLAN: 1 or 0.
///
/// C: `rtnl_link_bridge_set_vlan_stats_enabled(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_vlan_stats_enabled(
    link: *mut rtnl_link,
    vlan_stats_enabled: u8,
) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| {
            bridge.numbers.set(option::VLAN_STATS_ENABLED, vlan_stats_enabled)
        })
    };
}

/// Whether a bridge counts packets of each VLAN: 1 or 0.
///
/// C: `rtnl_link_bridge_get_vlan_stats_enabled(link, &vlan_stats_enabled);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `vlan_stats_enabled` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_vlan_stats_enabled(
    link: *mut rtnl_link,
    vlan_stats_enabled: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe {
        kind::read(link, |bridge: &Bridge| bridge.numbers.u8(option::VLAN_STATS_ENABLED))
    };
    // SAFETY: by contract.
    found
        .and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, vlan_stats_enabled) })
        .into_c()
}

/// Sets whether packets of a bridge go through iptables: 1 or 0.
///
/// C: `rtnl_link_bridge_set_nf_call_iptables(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_nf_call_iptables(
    link: *mut rtnl_link,
    call_enabled: u8,
) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| {
            bridge.numbers.set(option::NF_CALL_IPTABLES, call_enabled)
        })
    };
}

/// Whether packets of a bridge go through iptables: 1 or 0.
///
/// C: `rtnl_link_bridge_get_nf_call_iptables(link, &call_enabled);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `call_enabled` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_nf_call_iptables(
    link: *mut rtnl_link,
    call_enabled: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u8(option::NF_CALL_IPTABLES)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, call_enabled) }).into_c()
}

/// Sets whether packets of a bridge go through ip6tables: 1 or 0.
///
/// C: `rtnl_link_bridge_set_nf_call_ip6tables(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_nf_call_ip6tables(
    link: *mut rtnl_link,
    call_enabled: u8,
) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| {
            bridge.numbers.set(option::NF_CALL_IP6TABLES, call_enabled)
        })
    };
}

/// Whether packets of a bridge go through ip6tables: 1 or 0.
///
/// C: `rtnl_link_bridge_get_nf_call_ip6tables(link, &call_enabled);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `call_enabled` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_nf_call_ip6tables(
    link: *mut rtnl_link,
    call_enabled: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u8(option::NF_CALL_IP6TABLES)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, call_enabled) }).into_c()
}

/// Sets whether packets of a bridge go through arptables: 1 or 0.
///
/// C: `rtnl_link_bridge_set_nf_call_arptables(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_nf_call_arptables(
    link: *mut rtnl_link,
    call_enabled: u8,
) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| {
            bridge.numbers.set(option::NF_CALL_ARPTABLES, call_enabled)
        })
    };
}

/// Whether packets of a bridge go through arptables: 1 or 0.
///
/// C: `rtnl_link_bridge_get_nf_call_arptables(link, &call_enabled);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `call_enabled` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_nf_call_arptables(
    link: *mut rtnl_link,
    call_enabled: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u8(option::NF_CALL_ARPTABLES)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, call_enabled) }).into_c()
}

/// Sets whether a bridge takes part in the spanning tree protocol: 1 or 0; 2, in what the kernel says, if a program does it.
///
/// C: `rtnl_link_bridge_set_stp_state(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_stp_state(link: *mut rtnl_link, stp_state: u32) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| bridge.numbers.set(option::STP_STATE, stp_state))
    };
}

/// Whether a bridge takes part in the spanning tree protocol: 1 or 0; 2, in what the kernel says, if a program does it.
///
/// C: `rtnl_link_bridge_get_stp_state(link, &stp_state);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `stp_state` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_stp_state(
    link: *mut rtnl_link,
    stp_state: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u32(option::STP_STATE)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, stp_state) }).into_c()
}

/// Sets whether a bridge takes itself for a multicast router: 0 never, 1 as it learns, 2 always.
///
/// C: `rtnl_link_bridge_set_mcast_router(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_mcast_router(link: *mut rtnl_link, type_: u8) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| bridge.numbers.set(option::MCAST_ROUTER, type_))
    };
}

/// Whether a bridge takes itself for a multicast router: 0 never, 1 as it learns, 2 always.
///
/// C: `rtnl_link_bridge_get_mcast_router(link, &type_);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `type_` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_mcast_router(
    link: *mut rtnl_link,
    type_: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u8(option::MCAST_ROUTER)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, type_) }).into_c()
}

/// Sets whether a bridge looks at who wants multicast packets: 1 or 0.
///
/// C: `rtnl_link_bridge_set_mcast_snooping(link, 1);`
///
/// Nothing happens if the link is no bridge.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_mcast_snooping(link: *mut rtnl_link, value: u8) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bridge: &mut Bridge| bridge.numbers.set(option::MCAST_SNOOPING, value))
    };
}

/// Whether a bridge looks at who wants multicast packets: 1 or 0.
///
/// C: `rtnl_link_bridge_get_mcast_snooping(link, &value);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `value` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_mcast_snooping(
    link: *mut rtnl_link,
    value: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kind::read(link, |bridge: &Bridge| bridge.numbers.u8(option::MCAST_SNOOPING)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, value) }).into_c()
}

/// Sets an option of a bridge that is a bit: `BR_BOOLOPT_*` of `linux/if_bridge.h`.
///
/// C: `rtnl_link_bridge_set_boolopt(link, BR_BOOLOPT_NO_LL_LEARN, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL` for values other than 0 and 1, options
/// above 31, and NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_boolopt(
    link: *mut rtnl_link,
    opt: c_int,
    value: c_int,
) -> c_int {
    let on = match value {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Error::INVAL),
    };
    // SAFETY: by contract.
    unsafe { kind::change(link, |bridge: &mut Bridge| bridge.set_bit(opt, on?)) }.into_c()
}

/// An option of a bridge that is a bit: `BR_BOOLOPT_*` of `linux/if_bridge.h`.
///
/// C: `value = rtnl_link_bridge_get_boolopt(link, BR_BOOLOPT_NO_LL_LEARN);`
///
/// Returns 1 or 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bridge, or `-NLE_INVAL`
/// for options above 31 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_boolopt(link: *mut rtnl_link, opt: c_int) -> c_int {
    // SAFETY: by contract.
    let bit = unsafe { kind::read(link, |bridge: &Bridge| bridge.get_bit(opt)) };
    bit.and_then(|bit| bit.map(c_int::from)).into_c()
}

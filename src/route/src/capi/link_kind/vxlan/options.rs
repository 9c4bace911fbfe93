// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/vxlan.h`: from `rtnl_link_vxlan_set_proxy()` on.

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use super::{get, get_byte, set};
use crate::link::kind;
use crate::link::kinds::vxlan::{ALL_FLAGS, Vxlan, option};
use crate::link::object::rtnl_link;

/// Sets whether it answers ARP requests itself: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_proxy(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_proxy(link: *mut rtnl_link, proxy: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::PROXY, proxy) }
}

/// Whether it answers ARP requests itself: 1 or 0.
///
/// C: `proxy = rtnl_link_vxlan_get_proxy(link);`
///
/// Returns it, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_proxy(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::PROXY, Error::AGAIN) }
}

/// Sets whether it answers ARP requests itself to 1.
///
/// C: `rtnl_link_vxlan_enable_proxy(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_enable_proxy(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::PROXY, 1_u8) }
}

/// Sets whether it answers ARP requests itself to 0.
///
/// C: `rtnl_link_vxlan_disable_proxy(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_disable_proxy(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::PROXY, 0_u8) }
}

/// Sets whether it takes short cuts past routers: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_rsc(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_rsc(link: *mut rtnl_link, rsc: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::RSC, rsc) }
}

/// Whether it takes short cuts past routers: 1 or 0.
///
/// C: `rsc = rtnl_link_vxlan_get_rsc(link);`
///
/// Returns it, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_rsc(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::RSC, Error::AGAIN) }
}

/// Sets whether it takes short cuts past routers to 1.
///
/// C: `rtnl_link_vxlan_enable_rsc(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_enable_rsc(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::RSC, 1_u8) }
}

/// Sets whether it takes short cuts past routers to 0.
///
/// C: `rtnl_link_vxlan_disable_rsc(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_disable_rsc(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::RSC, 0_u8) }
}

/// Sets whether the kernel tells of unknown link-layer addresses: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_l2miss(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_l2miss(link: *mut rtnl_link, l2miss: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::L2MISS, l2miss) }
}

/// Whether the kernel tells of unknown link-layer addresses: 1 or 0.
///
/// C: `l2miss = rtnl_link_vxlan_get_l2miss(link);`
///
/// Returns it, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_l2miss(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::L2MISS, Error::AGAIN) }
}

/// Sets whether the kernel tells of unknown link-layer addresses to 1.
///
/// C: `rtnl_link_vxlan_enable_l2miss(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_enable_l2miss(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::L2MISS, 1_u8) }
}

/// Sets whether the kernel tells of unknown link-layer addresses to 0.
///
/// C: `rtnl_link_vxlan_disable_l2miss(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_disable_l2miss(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::L2MISS, 0_u8) }
}

/// Sets whether the kernel tells of unknown network addresses: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_l3miss(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_l3miss(link: *mut rtnl_link, l3miss: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::L3MISS, l3miss) }
}

/// Whether the kernel tells of unknown network addresses: 1 or 0.
///
/// C: `l3miss = rtnl_link_vxlan_get_l3miss(link);`
///
/// Returns it, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_l3miss(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::L3MISS, Error::AGAIN) }
}

/// Sets whether the kernel tells of unknown network addresses to 1.
///
/// C: `rtnl_link_vxlan_enable_l3miss(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_enable_l3miss(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::L3MISS, 1_u8) }
}

/// Sets whether the kernel tells of unknown network addresses to 0.
///
/// C: `rtnl_link_vxlan_disable_l3miss(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_disable_l3miss(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::L3MISS, 0_u8) }
}

/// Sets the port that packets go to, in the byte order of the host.
///
/// C: `rtnl_link_vxlan_set_port(link, 4789);`
///
/// The lower 16 bits count.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_port(link: *mut rtnl_link, port: u32) -> c_int {
    let [low, high, ..] = port.to_le_bytes();
    // SAFETY: by contract.
    unsafe { set(link, option::PORT, u16::from_le_bytes([low, high]).to_be()) }
}

/// The port that packets go to, in the byte order of the host.
///
/// C: `rtnl_link_vxlan_get_port(link, &port);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `port` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_port(link: *mut rtnl_link, port: *mut u32) -> c_int {
    // SAFETY: by contract.
    unsafe {
        get(link, port, Error::NOATTR, |vxlan| {
            vxlan.numbers.u16(option::PORT).map(|port| u16::from_be(port).into())
        })
    }
}

/// Sets whether packets over IPv4 carry a UDP checksum: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_udp_csum(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_udp_csum(link: *mut rtnl_link, csum: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::UDP_CSUM, csum) }
}

/// Whether packets over IPv4 carry a UDP checksum: 1 or 0.
///
/// C: `udp_csum = rtnl_link_vxlan_get_udp_csum(link);`
///
/// Returns it, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_udp_csum(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::UDP_CSUM, Error::NOATTR) }
}

/// Sets whether packets over IPv6 are sent without a UDP checksum: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_udp_zero_csum6_tx(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_udp_zero_csum6_tx(
    link: *mut rtnl_link,
    csum: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::UDP_ZERO_CSUM6_TX, csum) }
}

/// Whether packets over IPv6 are sent without a UDP checksum: 1 or 0.
///
/// C: `udp_zero_csum6_tx = rtnl_link_vxlan_get_udp_zero_csum6_tx(link);`
///
/// Returns it, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_udp_zero_csum6_tx(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::UDP_ZERO_CSUM6_TX, Error::NOATTR) }
}

/// Sets whether packets over IPv6 without a UDP checksum are accepted: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_udp_zero_csum6_rx(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_udp_zero_csum6_rx(
    link: *mut rtnl_link,
    csum: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::UDP_ZERO_CSUM6_RX, csum) }
}

/// Whether packets over IPv6 without a UDP checksum are accepted: 1 or 0.
///
/// C: `udp_zero_csum6_rx = rtnl_link_vxlan_get_udp_zero_csum6_rx(link);`
///
/// Returns it, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_udp_zero_csum6_rx(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::UDP_ZERO_CSUM6_RX, Error::NOATTR) }
}

/// Sets whether remote checksum offload is used to send: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_remcsum_tx(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_remcsum_tx(link: *mut rtnl_link, csum: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::REMCSUM_TX, csum) }
}

/// Whether remote checksum offload is used to send: 1 or 0.
///
/// C: `remcsum_tx = rtnl_link_vxlan_get_remcsum_tx(link);`
///
/// Returns it, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_remcsum_tx(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::REMCSUM_TX, Error::NOATTR) }
}

/// Sets whether remote checksum offload is accepted: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_remcsum_rx(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_remcsum_rx(link: *mut rtnl_link, csum: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::REMCSUM_RX, csum) }
}

/// Whether remote checksum offload is accepted: 1 or 0.
///
/// C: `remcsum_rx = rtnl_link_vxlan_get_remcsum_rx(link);`
///
/// Returns it, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_remcsum_rx(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::REMCSUM_RX, Error::NOATTR) }
}

/// Sets flags (`RTNL_LINK_VXLAN_F_*`), or unsets them if `enable` is 0; the others stay as they are.
///
/// C: `rtnl_link_vxlan_set_flags(link, RTNL_LINK_VXLAN_F_GBP, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for other flags and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_flags(
    link: *mut rtnl_link,
    flags: u32,
    enable: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe {
        kind::change(link, |vxlan: &mut Vxlan| {
            if flags & !ALL_FLAGS != 0 {
                return Err(Error::INVAL);
            }
            vxlan.flags = if enable == 0 { vxlan.flags & !flags } else { vxlan.flags | flags };
            Ok(())
        })
    }
    .into_c()
}

/// The flags (`RTNL_LINK_VXLAN_F_*`).
///
/// C: `rtnl_link_vxlan_get_flags(link, &flags);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `out_flags` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_flags(
    link: *mut rtnl_link,
    out_flags: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, out_flags, Error::INVAL, |vxlan| Some(vxlan.flags)) }
}

/// Sets whether the rest comes with each packet, from a route or a program: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_collect_metadata(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_collect_metadata(
    link: *mut rtnl_link,
    collect: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::COLLECT_METADATA, collect) }
}

/// Whether the rest comes with each packet, from a route or a program: 1 or 0.
///
/// C: `collect_metadata = rtnl_link_vxlan_get_collect_metadata(link);`
///
/// Returns it, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_collect_metadata(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::COLLECT_METADATA, Error::NOATTR) }
}

/// Sets the flow label of packets over IPv6, in the byte order of the host.
///
/// C: `rtnl_link_vxlan_set_label(link, 0x12345);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_label(link: *mut rtnl_link, label: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::LABEL, label.to_be()) }
}

/// The flow label of packets over IPv6, in the byte order of the host.
///
/// C: `rtnl_link_vxlan_get_label(link, &label);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `label` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_label(link: *mut rtnl_link, label: *mut u32) -> c_int {
    // SAFETY: by contract.
    unsafe {
        get(link, label, Error::NOATTR, |vxlan| vxlan.numbers.u32(option::LABEL).map(u32::from_be))
    }
}

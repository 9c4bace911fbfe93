// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/nexthop.h`: next hops that are IPv4 and IPv6 tunnels.

use core::ptr;

use libc::{AF_INET, AF_INET6, c_int};
use nl_sys::error::IntoC;
use nl_sys::layout::nl_addr;

use super::encap::{address, change, fill, number, optional, read};
use crate::route::encap::{Kind, Tunnel, rtnl_nh_encap};

/// Makes an encapsulation an IPv6 tunnel to an address.
///
/// C: `err = rtnl_nh_encap_ip6(encap, dst);`
///
/// It takes a reference to the address. Returns 0, or `-NLE_INVAL` for an address of another family and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL, `dst` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_encap_ip6(
    nh_encap: *mut rtnl_nh_encap,
    dst: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let dst = unsafe { address(dst, AF_INET6) };
    let kind = dst.map(|dst| Kind::Ip6(Tunnel { dst, ..Tunnel::default() }));
    // SAFETY: by contract.
    unsafe { fill(nh_encap, kind) }
}

/// The tunnel of an IPv6 encapsulation.
fn ip6_of(kind: &Kind) -> Option<&Tunnel> {
    if let Kind::Ip6(tunnel) = kind { Some(tunnel) } else { None }
}

/// The same, to change it.
fn ip6_of_mut(kind: &mut Kind) -> Option<&mut Tunnel> {
    if let Kind::Ip6(tunnel) = kind { Some(tunnel) } else { None }
}

/// The far end of an IPv6 tunnel.
///
/// C: `addr = rtnl_nh_get_encap_ip6_dst(encap);`
///
/// It is its own. NULL if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip6_dst(nh_encap: *mut rtnl_nh_encap) -> *mut nl_addr {
    // SAFETY: by contract.
    let found = unsafe { read(nh_encap, |kind| ip6_of(kind).map(|tunnel| tunnel.dst.as_ptr())) };
    found.unwrap_or(ptr::null_mut())
}

/// Sets the near end of an IPv6 tunnel; none for NULL.
///
/// C: `err = rtnl_nh_set_encap_ip6_src(encap, src);`
///
/// It takes a reference to the address. Returns 0, or `-NLE_INVAL` for an address of another family, an
/// encapsulation of another kind, and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL, `src` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip6_src(
    nh_encap: *mut rtnl_nh_encap,
    src: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    match unsafe { optional(src, AF_INET6) } {
        // SAFETY: by contract.
        Ok(src) => unsafe { change(nh_encap, ip6_of_mut, |tunnel| tunnel.src = src) },
        Err(error) => Err::<(), _>(error).into_c(),
    }
}

/// The near end of an IPv6 tunnel.
///
/// C: `addr = rtnl_nh_get_encap_ip6_src(encap);`
///
/// It is its own. NULL if there is none, it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip6_src(nh_encap: *mut rtnl_nh_encap) -> *mut nl_addr {
    // SAFETY: by contract.
    let found = unsafe { read(nh_encap, |kind| ip6_of(kind).map(|tunnel| tunnel.src.as_ptr())) };
    found.unwrap_or(ptr::null_mut())
}

/// Sets the traffic class of an IPv6 tunnel.
///
/// C: `err = rtnl_nh_set_encap_ip6_tc(encap, tc);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip6_tc(nh_encap: *mut rtnl_nh_encap, tc: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ip6_of_mut, |tunnel| tunnel.tos = tc) }
}

/// The traffic class of an IPv6 tunnel.
///
/// C: `tc = rtnl_nh_get_encap_ip6_tc(encap);`
///
/// `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip6_tc(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    number(unsafe { read(nh_encap, |kind| ip6_of(kind).map(|tunnel| tunnel.tos)) })
}

/// Sets the hop limit (0: that of the packet) of an IPv6 tunnel.
///
/// C: `err = rtnl_nh_set_encap_ip6_hoplimit(encap, hoplimit);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip6_hoplimit(
    nh_encap: *mut rtnl_nh_encap,
    hoplimit: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ip6_of_mut, |tunnel| tunnel.ttl = hoplimit) }
}

/// The hop limit (0: that of the packet) of an IPv6 tunnel.
///
/// C: `hoplimit = rtnl_nh_get_encap_ip6_hoplimit(encap);`
///
/// `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip6_hoplimit(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    number(unsafe { read(nh_encap, |kind| ip6_of(kind).map(|tunnel| tunnel.ttl)) })
}

/// Sets the flags (`TUNNEL_KEY` and the like, of `linux/if_tunnel.h`, in network byte order) of an IPv6 tunnel.
///
/// C: `err = rtnl_nh_set_encap_ip6_flags(encap, flags);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip6_flags(
    nh_encap: *mut rtnl_nh_encap,
    flags: u16,
) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ip6_of_mut, |tunnel| tunnel.flags = flags) }
}

/// The flags (`TUNNEL_KEY` and the like, of `linux/if_tunnel.h`, in network byte order) of an IPv6 tunnel.
///
/// C: `flags = rtnl_nh_get_encap_ip6_flags(encap);`
///
/// `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip6_flags(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    number(unsafe { read(nh_encap, |kind| ip6_of(kind).map(|tunnel| tunnel.flags)) })
}

/// Sets the key of an IPv6 tunnel; 0 for none.
///
/// C: `err = rtnl_nh_set_encap_ip6_id(encap, id);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip6_id(nh_encap: *mut rtnl_nh_encap, id: u64) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ip6_of_mut, |tunnel| tunnel.id = id) }
}

/// The key of an IPv6 tunnel.
///
/// C: `id = rtnl_nh_get_encap_ip6_id(encap);`
///
/// 0 if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip6_id(nh_encap: *mut rtnl_nh_encap) -> u64 {
    // SAFETY: by contract.
    unsafe { read(nh_encap, |kind| ip6_of(kind).map(|tunnel| tunnel.id)) }.unwrap_or(0)
}

/// Makes an encapsulation an IPv4 tunnel to an address.
///
/// C: `err = rtnl_nh_encap_ip(encap, dst);`
///
/// It takes a reference to the address. Returns 0, or `-NLE_INVAL` for an address of another family and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL, `dst` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_encap_ip(
    nh_encap: *mut rtnl_nh_encap,
    dst: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let dst = unsafe { address(dst, AF_INET) };
    let kind = dst.map(|dst| Kind::Ip(Tunnel { dst, ..Tunnel::default() }));
    // SAFETY: by contract.
    unsafe { fill(nh_encap, kind) }
}

/// The tunnel of an IPv4 encapsulation.
fn ip_of(kind: &Kind) -> Option<&Tunnel> {
    if let Kind::Ip(tunnel) = kind { Some(tunnel) } else { None }
}

/// The same, to change it.
fn ip_of_mut(kind: &mut Kind) -> Option<&mut Tunnel> {
    if let Kind::Ip(tunnel) = kind { Some(tunnel) } else { None }
}

/// The far end of an IPv4 tunnel.
///
/// C: `addr = rtnl_nh_get_encap_ip_dst(encap);`
///
/// It is its own. NULL if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip_dst(nh_encap: *mut rtnl_nh_encap) -> *mut nl_addr {
    // SAFETY: by contract.
    let found = unsafe { read(nh_encap, |kind| ip_of(kind).map(|tunnel| tunnel.dst.as_ptr())) };
    found.unwrap_or(ptr::null_mut())
}

/// Sets the near end of an IPv4 tunnel; none for NULL.
///
/// C: `err = rtnl_nh_set_encap_ip_src(encap, src);`
///
/// It takes a reference to the address. Returns 0, or `-NLE_INVAL` for an address of another family, an
/// encapsulation of another kind, and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL, `src` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip_src(
    nh_encap: *mut rtnl_nh_encap,
    src: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    match unsafe { optional(src, AF_INET) } {
        // SAFETY: by contract.
        Ok(src) => unsafe { change(nh_encap, ip_of_mut, |tunnel| tunnel.src = src) },
        Err(error) => Err::<(), _>(error).into_c(),
    }
}

/// The near end of an IPv4 tunnel.
///
/// C: `addr = rtnl_nh_get_encap_ip_src(encap);`
///
/// It is its own. NULL if there is none, it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip_src(nh_encap: *mut rtnl_nh_encap) -> *mut nl_addr {
    // SAFETY: by contract.
    let found = unsafe { read(nh_encap, |kind| ip_of(kind).map(|tunnel| tunnel.src.as_ptr())) };
    found.unwrap_or(ptr::null_mut())
}

/// Sets the type of service of an IPv4 tunnel.
///
/// C: `err = rtnl_nh_set_encap_ip_tos(encap, tos);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip_tos(nh_encap: *mut rtnl_nh_encap, tos: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ip_of_mut, |tunnel| tunnel.tos = tos) }
}

/// The type of service of an IPv4 tunnel.
///
/// C: `tos = rtnl_nh_get_encap_ip_tos(encap);`
///
/// `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip_tos(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    number(unsafe { read(nh_encap, |kind| ip_of(kind).map(|tunnel| tunnel.tos)) })
}

/// Sets the time to live (0: that of the packet) of an IPv4 tunnel.
///
/// C: `err = rtnl_nh_set_encap_ip_ttl(encap, ttl);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip_ttl(nh_encap: *mut rtnl_nh_encap, ttl: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ip_of_mut, |tunnel| tunnel.ttl = ttl) }
}

/// The time to live (0: that of the packet) of an IPv4 tunnel.
///
/// C: `ttl = rtnl_nh_get_encap_ip_ttl(encap);`
///
/// `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip_ttl(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    number(unsafe { read(nh_encap, |kind| ip_of(kind).map(|tunnel| tunnel.ttl)) })
}

/// Sets the flags (`TUNNEL_KEY` and the like, of `linux/if_tunnel.h`, in network byte order) of an IPv4 tunnel.
///
/// C: `err = rtnl_nh_set_encap_ip_flags(encap, flags);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip_flags(
    nh_encap: *mut rtnl_nh_encap,
    flags: u16,
) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ip_of_mut, |tunnel| tunnel.flags = flags) }
}

/// The flags (`TUNNEL_KEY` and the like, of `linux/if_tunnel.h`, in network byte order) of an IPv4 tunnel.
///
/// C: `flags = rtnl_nh_get_encap_ip_flags(encap);`
///
/// `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip_flags(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    number(unsafe { read(nh_encap, |kind| ip_of(kind).map(|tunnel| tunnel.flags)) })
}

/// Sets the key of an IPv4 tunnel; 0 for none.
///
/// C: `err = rtnl_nh_set_encap_ip_id(encap, id);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ip_id(nh_encap: *mut rtnl_nh_encap, id: u64) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ip_of_mut, |tunnel| tunnel.id = id) }
}

/// The key of an IPv4 tunnel.
///
/// C: `id = rtnl_nh_get_encap_ip_id(encap);`
///
/// 0 if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ip_id(nh_encap: *mut rtnl_nh_encap) -> u64 {
    // SAFETY: by contract.
    unsafe { read(nh_encap, |kind| ip_of(kind).map(|tunnel| tunnel.id)) }.unwrap_or(0)
}

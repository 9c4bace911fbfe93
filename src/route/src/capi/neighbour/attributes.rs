// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/neighbour.h`: what a neighbour has.

use core::ptr;

use libc::{c_int, c_uint};
use nl_sys::address::Address;
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;
use nl_sys::typed::{self};

use crate::neigh::{Neigh, attr, rtnl_neigh};
use crate::rtnl;

/// Sets states (`NUD_*`); the others stay.
///
/// C: `rtnl_neigh_set_state(neigh, state);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_state(neigh: *mut rtnl_neigh, state: c_int) {
    // SAFETY: by contract.
    unsafe {
        typed::set(neigh, attr::STATE, |neigh| {
            neigh.state_mask |= rtnl::low_half(state);
            neigh.state |= rtnl::low_half(state);
        })
    };
}

/// Takes states (`NUD_*`) away; the others stay.
///
/// C: `rtnl_neigh_unset_state(neigh, state);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_unset_state(neigh: *mut rtnl_neigh, state: c_int) {
    // SAFETY: by contract.
    unsafe {
        typed::set(neigh, attr::STATE, |neigh| {
            neigh.state_mask |= rtnl::low_half(state);
            neigh.state &= !rtnl::low_half(state);
        })
    };
}

/// The states.
///
/// C: `state = rtnl_neigh_get_state(neigh);`
///
/// -1 if none is set, and for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_state(neigh: *mut rtnl_neigh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(neigh, attr::STATE, |neigh| neigh.state.into()) }.unwrap_or(-1)
}

/// Sets flags (`NTF_*`); the others stay.
///
/// C: `rtnl_neigh_set_flags(neigh, flags);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_flags(neigh: *mut rtnl_neigh, flags: c_uint) {
    // SAFETY: by contract.
    unsafe {
        typed::set(neigh, attr::FLAGS, |neigh| {
            neigh.flag_mask |= rtnl::low_byte(flags.cast_signed());
            neigh.flags |= rtnl::low_byte(flags.cast_signed());
        })
    };
}

/// Takes flags (`NTF_*`) away; the others stay.
///
/// C: `rtnl_neigh_unset_flags(neigh, flags);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_unset_flags(neigh: *mut rtnl_neigh, flags: c_uint) {
    // SAFETY: by contract.
    unsafe {
        typed::set(neigh, attr::FLAGS, |neigh| {
            neigh.flag_mask |= rtnl::low_byte(flags.cast_signed());
            neigh.flags &= !rtnl::low_byte(flags.cast_signed());
        })
    };
}

/// The flags.
///
/// C: `flags = rtnl_neigh_get_flags(neigh);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_flags(neigh: *mut rtnl_neigh) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read(neigh, |neigh| neigh.flags.into()) }.unwrap_or(0)
}

/// Sets extended flags (`NTF_EXT_*`); the others stay.
///
/// C: `rtnl_neigh_set_ext_flags(neigh, ext_flags);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_ext_flags(neigh: *mut rtnl_neigh, ext_flags: u32) {
    // SAFETY: by contract.
    unsafe {
        typed::set(neigh, attr::EXT_FLAGS, |neigh| {
            neigh.ext_flag_mask |= ext_flags;
            neigh.ext_flags |= ext_flags;
        })
    };
}

/// Takes extended flags (`NTF_EXT_*`) away; the others stay.
///
/// C: `rtnl_neigh_unset_ext_flags(neigh, ext_flags);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_unset_ext_flags(neigh: *mut rtnl_neigh, ext_flags: u32) {
    // SAFETY: by contract.
    unsafe {
        typed::set(neigh, attr::EXT_FLAGS, |neigh| {
            neigh.ext_flag_mask |= ext_flags;
            neigh.ext_flags &= !ext_flags;
        })
    };
}

/// Tells the extended flags.
///
/// C: `rtnl_neigh_get_ext_flags(neigh, &flags);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL, `out_val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_ext_flags(
    neigh: *mut rtnl_neigh,
    out_val: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { rtnl::tell(neigh, attr::EXT_FLAGS, Error::NOATTR, |neigh| neigh.ext_flags, out_val) }
        .into_c()
}

/// Sets the interface, by number.
///
/// C: `rtnl_neigh_set_ifindex(neigh, ifindex);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_ifindex(neigh: *mut rtnl_neigh, ifindex: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(neigh, attr::IFINDEX, |neigh| neigh.ifindex = ifindex.cast_unsigned()) };
}

/// The number of the interface.
///
/// C: `ifindex = rtnl_neigh_get_ifindex(neigh);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_ifindex(neigh: *mut rtnl_neigh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(neigh, |neigh| neigh.ifindex.cast_signed()) }.unwrap_or(0)
}

/// Sets the link-layer address, of which the object takes a reference.
///
/// C: `rtnl_neigh_set_lladdr(neigh, lladdr);`
///
/// Nothing happens for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_lladdr(neigh: *mut rtnl_neigh, addr: *mut nl_addr) {
    if addr.is_null() {
        return;
    }
    // SAFETY: by contract.
    let lladdr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    unsafe { typed::set(neigh, attr::LLADDR, |neigh| neigh.lladdr = lladdr) };
}

/// The link-layer address.
///
/// C: `lladdr = rtnl_neigh_get_lladdr(neigh);`
///
/// It stays the neighbour's. NULL if there is none.
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_lladdr(neigh: *mut rtnl_neigh) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read_if(neigh, attr::LLADDR, |neigh| neigh.lladdr.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the address that the neighbour has, of which the object takes a reference.
///
/// C: `rtnl_neigh_set_dst(neigh, dst);`
///
/// The neighbour gets its family, or has to have it. Returns 0, `-NLE_AF_MISMATCH`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_dst(neigh: *mut rtnl_neigh, addr: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    let Some(neigh) = (unsafe { neigh.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { Neigh::set_dst(neigh, addr) }.into_c()
}

/// The address that the neighbour has.
///
/// C: `dst = rtnl_neigh_get_dst(neigh);`
///
/// It stays the neighbour's. NULL if there is none.
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_dst(neigh: *mut rtnl_neigh) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read_if(neigh, attr::DST, |neigh| neigh.dst.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the type (`RTN_*`).
///
/// C: `rtnl_neigh_set_type(neigh, RTN_UNICAST);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_type(neigh: *mut rtnl_neigh, r#type: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(neigh, attr::TYPE, |neigh| neigh.kind = rtnl::low_byte(r#type)) };
}

/// The type.
///
/// C: `type = rtnl_neigh_get_type(neigh);`
///
/// -1 if it is not set, and for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_type(neigh: *mut rtnl_neigh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(neigh, attr::TYPE, |neigh| neigh.kind.into()) }.unwrap_or(-1)
}

/// Sets the address family; `AF_BRIDGE` for entries of forwarding tables.
///
/// C: `rtnl_neigh_set_family(neigh, AF_BRIDGE);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_family(neigh: *mut rtnl_neigh, family: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(neigh, attr::FAMILY, |neigh| neigh.family = family.cast_unsigned()) };
}

/// The address family.
///
/// C: `family = rtnl_neigh_get_family(neigh);`
///
/// `AF_UNSPEC` if it is not set, and for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_family(neigh: *mut rtnl_neigh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(neigh, |neigh| neigh.family.cast_signed()) }.unwrap_or(0)
}

/// Sets the VLAN of an entry of a bridge.
///
/// C: `rtnl_neigh_set_vlan(neigh, 10);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_vlan(neigh: *mut rtnl_neigh, vlan: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(neigh, attr::VLAN, |neigh| neigh.vlan = rtnl::low_half(vlan)) };
}

/// The VLAN.
///
/// C: `vlan = rtnl_neigh_get_vlan(neigh);`
///
/// -1 if it is not set, and for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_vlan(neigh: *mut rtnl_neigh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(neigh, attr::VLAN, |neigh| neigh.vlan.into()) }.unwrap_or(-1)
}

/// Sets the bridge that an entry is of, by number.
///
/// C: `rtnl_neigh_set_master(neigh, ifindex);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_master(neigh: *mut rtnl_neigh, ifindex: c_int) {
    // SAFETY: by contract.
    unsafe { typed::set(neigh, attr::MASTER, |neigh| neigh.master = ifindex.cast_unsigned()) };
}

/// The number of the bridge that an entry is of.
///
/// C: `ifindex = rtnl_neigh_get_master(neigh);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_master(neigh: *mut rtnl_neigh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(neigh, |neigh| neigh.master.cast_signed()) }.unwrap_or(0)
}

/// Sets the next hop object that frames go to.
///
/// C: `rtnl_neigh_set_nhid(neigh, 100);`
///
/// # Safety
/// `neigh` is a neighbour or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_set_nhid(neigh: *mut rtnl_neigh, nhid: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(neigh, attr::NHID, |neigh| neigh.nhid = nhid) };
}

/// Tells the next hop object that frames go to.
///
/// C: `rtnl_neigh_get_nhid(neigh, &nhid);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `neigh` is a neighbour or NULL, `out_val` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_neigh_get_nhid(neigh: *mut rtnl_neigh, out_val: *mut u32) -> c_int {
    // SAFETY: by contract.
    unsafe { rtnl::tell(neigh, attr::NHID, Error::NOATTR, |neigh| neigh.nhid, out_val) }.into_c()
}

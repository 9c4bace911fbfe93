// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/bridge.h`: bridges, VLANs and spanning trees.

use core::ptr;

use libc::{c_char, c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_sock;

use crate::link::bridge::{Bridge, Mst};
use crate::link::bridge_vlan::{check_pvid, check_range, rtnl_link_bridge_vlan};
use crate::link::object::rtnl_link;

use super::{change, read, set};

/// Asks the kernel for a new bridge.
///
/// C: `err = rtnl_link_bridge_add(sk, "br0");`
///
/// Without a name the kernel finds one. Waits for the answer. Returns 0 or a negative error code.
///
/// # Safety
/// `sk` is a connected socket and `name` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_add(sk: *mut nl_sock, name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { crate::capi::link_kind::add_kind(sk, c"bridge", name, ptr::null_mut()) }
}

/// Gives a port room for VLANs, so that they can be set.
///
/// C: `err = rtnl_link_bridge_enable_vlan(link);`
///
/// Returns 0, `-NLE_NOMEM`, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_enable_vlan(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { change(link, |port| port.enable_vlans().map(drop)) }.into_c()
}

/// Lets VLANs pass a port.
///
/// C: `err = rtnl_link_bridge_set_port_vlan_map_range(link, 10, 20, 0);`
///
/// Their numbers are those from `start` to `end`, between 1 and 4094. If `untagged` is not 0, packets leave without them.
/// Returns 0, `-NLE_NOATTR` if the port has no room for VLANs, `-NLE_OPNOTSUPP` if the link is not of family
/// `AF_BRIDGE`, or `-NLE_INVAL` for other numbers and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_port_vlan_map_range(
    link: *mut rtnl_link,
    start: u16,
    end: u16,
    untagged: c_int,
) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        change(link, |port| {
            let vlans = port.vlans().ok_or(Error::NOATTR)?;
            check_range(start, end)?;
            vlans.add(start, end, untagged != 0);
            Ok(())
        })
    };
    changed.into_c()
}

/// Lets VLANs not pass a port.
///
/// C: `err = rtnl_link_bridge_unset_port_vlan_map_range(link, 10, 20);`
///
/// Returns 0, `-NLE_NOATTR` if the port has no room for VLANs, `-NLE_OPNOTSUPP` if the link is not of family
/// `AF_BRIDGE`, or `-NLE_INVAL` for other numbers and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_unset_port_vlan_map_range(
    link: *mut rtnl_link,
    start: u16,
    end: u16,
) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        change(link, |port| {
            let vlans = port.vlans().ok_or(Error::NOATTR)?;
            check_range(start, end)?;
            vlans.remove(start, end);
            Ok(())
        })
    };
    changed.into_c()
}

/// Sets the VLAN of packets that come without one; 0 for none.
///
/// C: `err = rtnl_link_bridge_set_port_vlan_pvid(link, 10);`
///
/// Returns 0, `-NLE_NOATTR` if the port has no room for VLANs, `-NLE_OPNOTSUPP` if the link is not of family
/// `AF_BRIDGE`, or `-NLE_INVAL` for other numbers and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_port_vlan_pvid(
    link: *mut rtnl_link,
    pvid: u16,
) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        change(link, |port| {
            let vlans = port.vlans().ok_or(Error::NOATTR)?;
            check_pvid(pvid)?;
            vlans.pvid.set(pvid);
            Ok(())
        })
    };
    changed.into_c()
}

/// The VLAN of packets that come without one; 0 for none.
///
/// C: `pvid = rtnl_link_bridge_pvid(link);`
///
/// Returns `-EINVAL` if the VLANs of the port are not known, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_pvid(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    let pvid = unsafe { read(link, |port| port.vlans().map(|vlans| vlans.pvid.get().into())) };
    pvid.map(|pvid| pvid.unwrap_or(-libc::EINVAL)).unwrap_or_else(|error| -error.0)
}

/// Whether VLANs pass a port.
///
/// C: `if (rtnl_link_bridge_has_vlan(link) > 0) { ... }`
///
/// Returns 1 or 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_has_vlan(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    let any = unsafe { read(link, |port| port.vlans().is_some_and(rtnl_link_bridge_vlan::any)) };
    any.map(c_int::from).into_c()
}

/// The VLANs of a port.
///
/// C: `struct rtnl_link_bridge_vlan *vlans = rtnl_link_bridge_get_port_vlan(link);`
///
/// They are the link's. NULL if they are not known, if the link is not of family `AF_BRIDGE`, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_port_vlan(
    link: *mut rtnl_link,
) -> *mut rtnl_link_bridge_vlan {
    // SAFETY: by contract.
    let vlans = unsafe { read(link, |port| port.vlans().map(ptr::from_ref)) };
    vlans.ok().flatten().map_or(ptr::null_mut(), <*const rtnl_link_bridge_vlan>::cast_mut)
}

/// Sets the state of a port in an instance of multiple spanning trees.
///
/// C: `err = rtnl_link_bridge_set_mst_port_state(link, 1, BR_STATE_FORWARDING);`
///
/// Returns 0, `-NLE_NOMEM`, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_mst_port_state(
    link: *mut rtnl_link,
    instance: u16,
    state: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { change(link, |port| port.set_mst(instance, state)) }.into_c()
}

/// The state of a port in an instance of multiple spanning trees (`BR_STATE_*`).
///
/// C: `state = rtnl_link_bridge_get_mst_port_state(link, 1);`
///
/// Returns `-NLE_OBJ_NOTFOUND` if it is not known, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_mst_port_state(
    link: *mut rtnl_link,
    instance: u16,
) -> c_int {
    // SAFETY: by contract.
    let state = unsafe {
        read(link, |port| port.mst().iter().find(|one| one.instance == instance).copied())
    };
    state.and_then(|one| one.ok_or(Error::OBJ_NOTFOUND)).map(|one| c_int::from(one.state)).into_c()
}

/// Forgets the state of a port in an instance of multiple spanning trees.
///
/// C: `err = rtnl_link_bridge_del_mst_port_state(link, 1);`
///
/// Returns 0, `-NLE_OBJ_NOTFOUND` if it is not known, `-NLE_OPNOTSUPP` if the link is not of family
/// `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_del_mst_port_state(
    link: *mut rtnl_link,
    instance: u16,
) -> c_int {
    // SAFETY: by contract.
    unsafe { change(link, |port| port.unset_mst(instance)) }.into_c()
}

/// Forgets the states of a port in all instances of multiple spanning trees.
///
/// C: `err = rtnl_link_bridge_clear_mst_port_state_info(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_clear_mst_port_state_info(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, 0, Bridge::clear_mst) }
}

/// Calls a function for every instance of multiple spanning trees that the state of a port is known in.
///
/// C: `err = rtnl_link_bridge_foreach_mst_entry(link, &show, NULL);`
///
/// The function may change them: those are told that were there before. Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `cb` may be called with `arg`, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_foreach_mst_entry(
    link: *mut rtnl_link,
    cb: Option<unsafe extern "C" fn(instance: u16, state: u8, arg: *mut c_void)>,
    arg: *mut c_void,
) -> c_int {
    let Some(cb) = cb else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    let copied = unsafe {
        read(link, |port| {
            let mut copy = os::array::Array::<Mst>::new();
            port.mst().iter().try_for_each(|one| copy.push(*one)).map_err(|_| Error::NOMEM)?;
            Ok(copy)
        })
    };
    let told = copied.flatten().map(|copy| {
        for one in copy.as_slice() {
            // SAFETY: the program's function, with the program's argument.
            unsafe { cb(one.instance, one.state, arg) };
        }
    });
    told.into_c()
}

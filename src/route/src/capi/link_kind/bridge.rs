// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/bridge.h`.

use core::ptr;

use libc::{c_char, c_int, c_uint, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_sock;
use nl_sys::strings::{flags_to_text, text_to_flags, to_number, to_text};

use crate::link::bridge::{
    self, Bridge, CONFIG_MASTER, CONFIG_SELF, FLAG_NAMES, HWMODE_MAX, HWMODE_NAMES, Mst, STATE_MAX,
    STATE_NAMES, attr, rtnl_link_bridge_vlan,
};
use crate::link::family;
use crate::link::kind;
use crate::link::object::rtnl_link;

/// What `read` finds in a port.
///
/// # Errors
/// `OPNOTSUPP` for a link that is none, `INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn read<R>(link: *const rtnl_link, read: impl FnOnce(&Bridge) -> R) -> Result<R, Error> {
    // SAFETY: by contract.
    if !family::is::<Bridge>(unsafe { link.as_ref() }.ok_or(Error::INVAL)?) {
        return Err(Error::OPNOTSUPP);
    }
    // SAFETY: by contract.
    unsafe { family::read(link, read) }.map_err(|_| Error::OPNOTSUPP)
}

/// Changes a port.
///
/// # Errors
/// `OPNOTSUPP` for a link that is none, `INVAL` for NULL, `BUSY` while it is printed, what `change` returns.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn change<R>(
    link: *mut rtnl_link,
    change: impl FnOnce(&mut Bridge) -> Result<R, Error>,
) -> Result<R, Error> {
    // SAFETY: by contract.
    if !family::is::<Bridge>(unsafe { link.as_ref() }.ok_or(Error::INVAL)?) {
        return Err(Error::OPNOTSUPP);
    }
    // SAFETY: by contract.
    unsafe { family::change(link, change) }
}

/// Changes a port in a way that cannot fail; returns what C functions do.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn set(link: *mut rtnl_link, bits: u32, set: impl FnOnce(&mut Bridge)) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        change(link, |port| {
            set(port);
            port.mask |= bits;
            Ok(())
        })
    };
    changed.into_c()
}

/// Makes a link object of kind `bridge`.
///
/// C: `struct rtnl_link *link = rtnl_link_bridge_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_bridge_alloc() -> *mut rtnl_link {
    kind::alloc(c"bridge")
}

/// Whether a link is of family `AF_BRIDGE`: a bridge, or a port of one in a cache of that family.
///
/// C: `if (rtnl_link_is_bridge(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_is_bridge(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { link.as_ref() }.map_or(0, |link| family::is::<Bridge>(link).into())
}

/// Whether the kernel has told more of a port than its state.
///
/// C: `if (rtnl_link_bridge_has_ext_info(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_has_ext_info(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { read(link, |port| port.extended.into()) }.unwrap_or(0)
}

/// Sets the state of a port in the spanning tree (`BR_STATE_*`).
///
/// C: `rtnl_link_bridge_set_port_state(link, BR_STATE_FORWARDING);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL and for what is no state.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_port_state(link: *mut rtnl_link, state: u8) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        change(link, |port| {
            if state > STATE_MAX {
                return Err(Error::INVAL);
            }
            port.state = state;
            port.mask |= attr::STATE;
            Ok(())
        })
    };
    changed.into_c()
}

/// The state of a port in the spanning tree (`BR_STATE_*`).
///
/// C: `state = rtnl_link_bridge_get_port_state(link);`
///
/// Returns a negative error code: `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_port_state(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { read(link, |port| c_int::from(port.state)) }.into_c()
}

/// Sets the priority of a port in the spanning tree.
///
/// C: `rtnl_link_bridge_set_priority(link, 32);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_priority(link: *mut rtnl_link, prio: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, attr::PRIORITY, |port| port.priority = prio) }
}

/// The priority of a port in the spanning tree.
///
/// C: `prio = rtnl_link_bridge_get_priority(link);`
///
/// Returns a negative error code: `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_priority(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { read(link, |port| c_int::from(port.priority)) }.into_c()
}

/// Sets the cost of a port in the spanning tree.
///
/// C: `rtnl_link_bridge_set_cost(link, 100);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_cost(link: *mut rtnl_link, cost: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, attr::COST, |port| port.cost = cost) }
}

/// The cost of a port in the spanning tree.
///
/// C: `err = rtnl_link_bridge_get_cost(link, &cost);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `cost` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_cost(link: *mut rtnl_link, cost: *mut u32) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { read(link, |port| port.cost) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { super::give(found, cost) }).into_c()
}

/// Unsets flags of a port (`RTNL_BRIDGE_*`), and leaves the others as they are.
///
/// C: `rtnl_link_bridge_unset_flags(link, RTNL_BRIDGE_LEARNING);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_unset_flags(
    link: *mut rtnl_link,
    flags: c_uint,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, attr::FLAGS, |port| port.unset_flags(flags)) }
}

/// Sets flags of a port (`RTNL_BRIDGE_*`), and leaves the others as they are.
///
/// C: `rtnl_link_bridge_set_flags(link, RTNL_BRIDGE_LEARNING);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_flags(link: *mut rtnl_link, flags: c_uint) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, attr::FLAGS, |port| port.set_flags(flags)) }
}

/// The flags of a port (`RTNL_BRIDGE_*`).
///
/// C: `flags = rtnl_link_bridge_get_flags(link);`
///
/// Returns a negative error code: `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_flags(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { read(link, |port| port.flags.cast_signed()) }.into_c()
}

/// Says that changes are for the hardware of the port.
///
/// C: `rtnl_link_bridge_set_self(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_self(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, 0, |port| port.set_config_mode(CONFIG_SELF)) }
}

/// Says that changes are for the bridge that the link is a port of.
///
/// C: `rtnl_link_bridge_set_master(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_master(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, 0, |port| port.set_config_mode(CONFIG_MASTER)) }
}

/// The mode of the hardware (`RTNL_BRIDGE_HWMODE_*`).
///
/// C: `err = rtnl_link_bridge_get_hwmode(link, &mode);`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `hwmode` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_get_hwmode(
    link: *mut rtnl_link,
    hwmode: *mut u16,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe {
            read(link, |port| {
                if port.mask & attr::HWMODE == 0 { Err(Error::NOATTR) } else { Ok(port.hwmode) }
            })
        };
    // SAFETY: by contract.
    found.flatten().and_then(|found| unsafe { super::give(found, hwmode) }).into_c()
}

/// Sets the mode of the hardware, and says that changes are for it.
///
/// C: `rtnl_link_bridge_set_hwmode(link, RTNL_BRIDGE_HWMODE_VEPA);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is not of family `AF_BRIDGE`, or `-NLE_INVAL` for NULL and for what is no mode.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_set_hwmode(link: *mut rtnl_link, hwmode: u16) -> c_int {
    if hwmode > HWMODE_MAX {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    unsafe {
        set(link, attr::HWMODE, |port| {
            port.set_config_mode(CONFIG_SELF);
            port.hwmode = hwmode;
        })
    }
}

/// Writes the names of flags of a port, joined by commas.
///
/// C: `rtnl_link_bridge_flags2str(flags, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { flags_to_text(flags, buf, len, &FLAG_NAMES) }
}

/// The flags that a text names, joined by commas.
///
/// C: `flags = rtnl_link_bridge_str2flags("learning,flood");`
///
/// Unknown names are skipped. Returns 0 for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_str2flags(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { text_to_flags(name, &FLAG_NAMES) }
}

/// Writes the name of a state of a port, or the number if it has none.
///
/// C: `rtnl_link_bridge_portstate2str(BR_STATE_FORWARDING, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_portstate2str(
    st: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(st, buf, len, &STATE_NAMES) }
}

/// The number of a name of a state of a port, or the number that the text is.
///
/// C: `st = rtnl_link_bridge_str2portstate("forwarding");`
///
/// Returns a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_str2portstate(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &STATE_NAMES) }
}

/// Writes the name of a mode of the hardware, or the number if it has none.
///
/// C: `rtnl_link_bridge_hwmode2str(RTNL_BRIDGE_HWMODE_VEB, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_hwmode2str(
    st: u16,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(st.into(), buf, len, &HWMODE_NAMES) }
}

/// The number of a name of a mode of the hardware, or the number that the text is.
///
/// C: `st = rtnl_link_bridge_str2hwmode("veb");`
///
/// Returns the lower half of a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bridge_str2hwmode(name: *const c_char) -> u16 {
    // SAFETY: by contract.
    let [low, high, ..] = unsafe { to_number(name, &HWMODE_NAMES) }.to_le_bytes();
    u16::from_le_bytes([low, high])
}

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
    unsafe { super::add_kind(sk, c"bridge", name, ptr::null_mut()) }
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
            bridge::check_range(start, end)?;
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
            bridge::check_range(start, end)?;
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
            bridge::check_pvid(pvid)?;
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
/// Returns 0, `-NLE_OBJ_NOTFOUND` if it is not known, `-NLE_NOMEM`, `-NLE_OPNOTSUPP` if the link is not of family
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

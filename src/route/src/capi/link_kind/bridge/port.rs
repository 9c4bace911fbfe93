// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/bridge.h`: what a port has.

use libc::{c_char, c_int, c_uint};
use nl_sys::error::{Error, IntoC};
use nl_sys::strings::{flags_to_text, text_to_flags, to_number, to_text};

use crate::link::bridge::{
    Bridge, CONFIG_MASTER, CONFIG_SELF, FLAG_NAMES, HWMODE_MAX, HWMODE_NAMES, STATE_MAX,
    STATE_NAMES, attr,
};
use crate::link::kept;
use crate::link::kind;
use crate::link::object::rtnl_link;

use super::{change, read, set};

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
    unsafe { link.as_ref() }.map_or(0, |link| kept::is::<Bridge>(link).into())
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
    found.and_then(|found| unsafe { crate::capi::link_kind::give(found, cost) }).into_c()
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
    found
        .flatten()
        .and_then(|found| unsafe { crate::capi::link_kind::give(found, hwmode) })
        .into_c()
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

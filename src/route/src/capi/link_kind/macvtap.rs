// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/macvtap.h`.

use libc::{c_char, c_int};
use nl_sys::strings::{flags_to_text, text_to_flags, to_number, to_text};

use crate::link::kind::{self, Kind};
use crate::link::kinds::macvlan::{FLAG_NAMES, MODES, Macvtap};
use crate::link::object::rtnl_link;

/// Makes a link object of kind `macvtap`.
///
/// C: `struct rtnl_link *link = rtnl_link_macvtap_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_macvtap_alloc() -> *mut rtnl_link {
    kind::alloc(Macvtap::NAME)
}

/// Whether a link is a macvtap.
///
/// C: `if (rtnl_link_is_macvtap(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_is_macvtap(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::is(link, Macvtap::NAME) }
}

/// Writes the name of a mode.
///
/// C: `rtnl_link_macvtap_mode2str(mode, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_mode2str(
    mode: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(mode, buf, len, &MODES) }
}

/// The mode of a name: `MACVLAN_MODE_*` of `linux/if_link.h`.
///
/// C: `mode = rtnl_link_macvtap_str2mode("bridge");`
///
/// Returns a negative code if it is not known.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_str2mode(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &MODES) }
}

/// Writes the names of flags, joined by commas.
///
/// C: `rtnl_link_macvtap_flags2str(flags, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { flags_to_text(flags, buf, len, &FLAG_NAMES) }
}

/// The flags that a text names, joined by commas: `MACVLAN_FLAG_*` of `linux/if_link.h`.
///
/// C: `flags = rtnl_link_macvtap_str2flags("nopromisc");`
///
/// Unknown names are skipped.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_str2flags(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { text_to_flags(name, &FLAG_NAMES) }
}

/// Sets the mode.
///
/// C: `rtnl_link_macvtap_set_mode(link, MACVLAN_MODE_BRIDGE);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvtap, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_set_mode(link: *mut rtnl_link, mode: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(link, |macvtap: &mut Macvtap| macvtap.set_mode(mode)) }
}

/// The mode.
///
/// C: `mode = rtnl_link_macvtap_get_mode(link);`
///
/// Returns 0 if it is not set, if the link is no macvtap, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_get_mode(link: *mut rtnl_link) -> u32 {
    // SAFETY: by contract.
    unsafe { kind::read(link, |macvtap: &Macvtap| macvtap.mode) }.ok().flatten().unwrap_or(0)
}

/// Sets flags, and leaves the others as they are.
///
/// C: `rtnl_link_macvtap_set_flags(link, MACVLAN_FLAG_NOPROMISC);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvtap, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_set_flags(link: *mut rtnl_link, flags: u16) -> c_int {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |macvtap: &mut Macvtap| {
            macvtap.flags = Some(macvtap.flags.unwrap_or(0) | flags)
        })
    }
}

/// Unsets flags, and leaves the others as they are.
///
/// C: `rtnl_link_macvtap_unset_flags(link, MACVLAN_FLAG_NOPROMISC);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvtap, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_unset_flags(link: *mut rtnl_link, flags: u16) -> c_int {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |macvtap: &mut Macvtap| {
            macvtap.flags = Some(macvtap.flags.unwrap_or(0) & !flags)
        })
    }
}

/// The flags.
///
/// C: `flags = rtnl_link_macvtap_get_flags(link);`
///
/// Returns 0 if none is set, if the link is no macvtap, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvtap_get_flags(link: *mut rtnl_link) -> u16 {
    // SAFETY: by contract.
    unsafe { kind::read(link, |macvtap: &Macvtap| macvtap.flags) }.ok().flatten().unwrap_or(0)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link.h`: names of counters, flags, states and modes.

use libc::{c_char, c_int};
use nl_sys::strings::{flags_to_text, text_to_flags, to_number, to_text};

use crate::link::{names, stats};

/// Writes the name of a counter, or the number if it has none.
///
/// C: `rtnl_link_stat2str(RTNL_LINK_RX_BYTES, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_stat2str(
    st: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(st, buf, len, &stats::NAMES) }
}

/// The number of a name of a counter, or the number that the text is.
///
/// C: `st = rtnl_link_str2stat("rx_bytes");`
///
/// Returns a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_str2stat(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &stats::NAMES) }
}

/// Writes the names of flags (`IFF_*`), joined by commas.
///
/// C: `rtnl_link_flags2str(rtnl_link_get_flags(link), buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { flags_to_text(flags, buf, len, &names::FLAGS) }
}

/// The flags that a text names, joined by commas.
///
/// C: `flags = rtnl_link_str2flags("up,running");`
///
/// Unknown names are skipped. Returns 0 for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_str2flags(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { text_to_flags(name, &names::FLAGS) }
}

/// Writes the name of an operational state, or the number if it has none.
///
/// C: `rtnl_link_operstate2str(IF_OPER_UP, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_operstate2str(
    st: u8,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(st.into(), buf, len, &names::OPERSTATES) }
}

/// The number of a name of an operational state, or the number that the text is.
///
/// C: `st = rtnl_link_str2operstate("up");`
///
/// Returns a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_str2operstate(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &names::OPERSTATES) }
}

/// Writes the name of a mode, or the number if it has none.
///
/// C: `rtnl_link_mode2str(IF_LINK_MODE_DORMANT, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_mode2str(st: u8, buf: *mut c_char, len: usize) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(st.into(), buf, len, &names::MODES) }
}

/// The number of a name of a mode, or the number that the text is.
///
/// C: `st = rtnl_link_str2mode("dormant");`
///
/// Returns a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_str2mode(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &names::MODES) }
}

/// Writes the name of whether there is a signal, or the number if it has none.
///
/// C: `rtnl_link_carrier2str(1, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_carrier2str(
    st: u8,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(st.into(), buf, len, &names::CARRIER) }
}

/// The number of a name of whether there is a signal, or the number that the text is.
///
/// C: `st = rtnl_link_str2carrier("up");`
///
/// Returns a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_str2carrier(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &names::CARRIER) }
}

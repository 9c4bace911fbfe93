// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/sriov.h`: names of states and protocols, and GUIDs as text.

use libc::{c_char, c_int};
use nl_sys::strings::{to_number, to_text};

use crate::capi::link::private::string;
use crate::link::sriov::{PROTO_NAMES, STATE_NAMES};

/// Writes the name of a state of a virtual function, or the number if it has none.
///
/// C: `rtnl_link_vf_linkstate2str(IFLA_VF_LINK_STATE_AUTO, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_linkstate2str(
    ls: u32,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(ls.cast_signed(), buf, len, &STATE_NAMES) }
}

/// The number of a name of a state of a virtual function, or the number that the text is.
///
/// C: `st = rtnl_link_vf_str2linkstate("autodetect");`
///
/// Returns a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_str2linkstate(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &STATE_NAMES) }
}

/// Writes the name of a protocol of VLANs, or the number if it has none.
///
/// C: `rtnl_link_vf_vlanproto2str(ETH_P_8021Q, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_vlanproto2str(
    proto: u16,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(proto.into(), buf, len, &PROTO_NAMES) }
}

/// The number of a name of a protocol of VLANs, or the number that the text is.
///
/// C: `st = rtnl_link_vf_str2vlanproto("8021Q");`
///
/// Returns a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_str2vlanproto(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &PROTO_NAMES) }
}

/// Reads a GUID (InfiniBand): eight bytes as hexadecimal numbers of two digits with colons between.
///
/// C: `err = rtnl_link_vf_str2guid(&guid, "00:11:22:33:44:55:66:77");`
///
/// Returns 0, or -1 for anything else and for NULL.
///
/// # Safety
/// `guid` can be written to and `guid_s` is a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_str2guid(guid: *mut u64, guid_s: *const c_char) -> c_int {
    // SAFETY: by contract.
    let parsed = unsafe { string(guid_s) }.ok().and_then(|text| guid_of(text.to_bytes()));
    let (Some(parsed), false) = (parsed, guid.is_null()) else { return -1 };
    // SAFETY: by contract.
    unsafe { guid.write(parsed) };
    0
}

/// The number of a GUID.
fn guid_of(text: &[u8]) -> Option<u64> {
    let mut guid = 0;
    let mut bytes = 0;
    for byte in text.split(|&byte| byte == b':') {
        let &[high, low] = byte else { return None };
        let high = char::from(high).to_digit(16)?;
        let low = char::from(low).to_digit(16)?;
        guid = guid << 8 | u64::from(high << 4 | low);
        bytes += 1;
    }
    (bytes == 8).then_some(guid)
}

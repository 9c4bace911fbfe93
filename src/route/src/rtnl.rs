// SPDX-License-Identifier: LGPL-2.1-or-later
//! Requests, and names of scopes and realms.

use libc::{c_char, c_int};
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::layout::{nl_sock, trans_tbl};
use nl_sys::strings;
use os::text::{Append, Text};

use crate::uapi::rtgenmsg;

/// What a route does with packets: `RTN_*` of `linux/rtnetlink.h`.
pub static TYPES: [trans_tbl; 12] = [
    trans_tbl::new(0, c"unspec"),
    trans_tbl::new(1, c"unicast"),
    trans_tbl::new(2, c"local"),
    trans_tbl::new(3, c"broadcast"),
    trans_tbl::new(4, c"anycast"),
    trans_tbl::new(5, c"multicast"),
    trans_tbl::new(6, c"blackhole"),
    trans_tbl::new(7, c"unreachable"),
    trans_tbl::new(8, c"prohibit"),
    trans_tbl::new(9, c"throw"),
    trans_tbl::new(10, c"nat"),
    trans_tbl::new(11, c"xresolve"),
];

/// How far away something is: `RT_SCOPE_*` of `linux/rtnetlink.h`.
pub static SCOPES: [trans_tbl; 5] = [
    trans_tbl::new(255, c"nowhere"),
    trans_tbl::new(254, c"host"),
    trans_tbl::new(253, c"link"),
    trans_tbl::new(200, c"site"),
    trans_tbl::new(0, c"universe"),
];

/// Appends the name of a type of route.
pub fn push_type(text: &mut impl Append, kind: u32) {
    strings::push_name(text, kind, &TYPES);
}

/// Appends the name of a scope.
pub fn push_scope(text: &mut impl Append, scope: u32) {
    strings::push_name(text, scope, &SCOPES);
}

/// Appends two realms: `from/to`.
pub fn push_realms(text: &mut impl Append, realms: u32) {
    text.push_dec((realms >> 16).into());
    text.push(b"/");
    text.push_dec((realms & 0xffff).into());
}

/// Writes two realms into C's buffer; returns the buffer.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
pub unsafe fn realms_to_text(realms: u32, buf: *mut c_char, len: usize) -> *mut c_char {
    let mut text = Text::<16>::new();
    push_realms(&mut text, realms);
    // SAFETY: by contract.
    unsafe { copy_text(&text, buf, len) };
    buf
}

/// Copies a text into C's buffer, with a NUL; what does not fit is cut off.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
pub unsafe fn copy_text<const N: usize>(text: &Text<N>, buf: *mut c_char, len: usize) {
    let Some(room) = len.checked_sub(1).filter(|_| !buf.is_null()) else { return };
    let bytes = text.as_bytes();
    let used = bytes.len().min(room);
    // SAFETY: the buffer is longer.
    unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), buf.cast(), used) };
    // SAFETY: within the buffer.
    unsafe { buf.wrapping_add(used).write(0) };
}

/// Sends a request that says nothing but an address family.
///
/// # Errors
/// `BAD_SOCK` for NULL, those of sending.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn request(
    sk: *mut nl_sock,
    kind: c_int,
    family: c_int,
    flags: c_int,
) -> Result<c_int, Error> {
    if sk.is_null() {
        return Err(Error::BAD_SOCK);
    }
    let [rtgen_family, ..] = family.to_le_bytes();
    let mut header = rtgenmsg { rtgen_family };
    let start = (&raw mut header).cast();
    // SAFETY: by contract; so many bytes are there.
    check(unsafe { ffi::nl_send_simple(sk, kind, flags, start, size_of::<rtgenmsg>()) })
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Numbers and flags as text, and back, by tables.

use libc::{c_char, c_int};
use os::text::{Append, Text};

use crate::ffi;
use crate::layout::trans_tbl;
use crate::name;

/// Writes the name of a number into C's buffer, or the number as hexadecimal; returns the buffer.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
pub unsafe fn to_text(
    number: c_int,
    buf: *mut c_char,
    len: usize,
    names: &[trans_tbl],
) -> *mut c_char {
    if buf.is_null() {
        return buf;
    }
    // SAFETY: by contract; the table is as long as said.
    unsafe { ffi::__type2str(number, buf, len, names.as_ptr(), names.len()) }
}

/// The number of a name, or the number that the text is; -1 (or another negative number) for neither, and
/// for NULL.
///
/// # Safety
/// `text` is a string or NULL.
pub unsafe fn to_number(text: *const c_char, names: &[trans_tbl]) -> c_int {
    if text.is_null() {
        return -crate::error::Error::INVAL.0;
    }
    // SAFETY: by contract; the table is as long as said.
    unsafe { ffi::__str2type(text, names.as_ptr(), names.len()) }
}

/// Writes the names of flags into C's buffer, joined by commas; returns the buffer.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
pub unsafe fn flags_to_text(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
    names: &[trans_tbl],
) -> *mut c_char {
    if buf.is_null() {
        return buf;
    }
    // SAFETY: by contract; the table is as long as said.
    unsafe { ffi::__flags2str(flags, buf, len, names.as_ptr(), names.len()) }
}

/// The flags that a text names, joined by commas; 0 for NULL.
///
/// # Safety
/// `text` is a string or NULL.
pub unsafe fn text_to_flags(text: *const c_char, names: &[trans_tbl]) -> c_int {
    if text.is_null() {
        return 0;
    }
    // SAFETY: by contract; the table is as long as said.
    unsafe { ffi::__str2flags(text, names.as_ptr(), names.len()) }
}

/// Room for a text that a C function writes.
const ROOM: usize = 128;

/// Appends what a C function writes into a buffer: `(buffer, its size)`.
pub fn push_with(text: &mut impl Append, write: impl FnOnce(*mut c_char, usize)) {
    let mut room: [u8; ROOM] = [0; ROOM];
    write(room.as_mut_ptr().cast(), ROOM - 1);
    text.push_c(name::text(&room));
}

/// Appends the name of a number, or the number as hexadecimal.
pub fn push_name(text: &mut impl Append, number: u32, names: &[trans_tbl]) {
    // SAFETY: the buffer is as long as said.
    push_with(text, |buf, len| unsafe {
        to_text(number.cast_signed(), buf, len, names);
    });
}

/// Appends the names of flags, joined by commas.
pub fn push_flags<const N: usize>(text: &mut Text<N>, flags: u32, names: &[trans_tbl]) {
    // SAFETY: the buffer is as long as said.
    push_with(text, |buf, len| unsafe {
        flags_to_text(flags.cast_signed(), buf, len, names);
    });
}

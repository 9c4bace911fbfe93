// SPDX-License-Identifier: LGPL-2.1-or-later
//! Debugging output: lines on standard error, for those who set `NLDBG` or `nl_debug`.

use core::ffi::CStr;
use core::panic::Location;

use libc::{c_int, c_uint};

use crate::capi::netlink::nl_debug;

/// Whether messages of `level` are wanted.
#[must_use]
pub fn enabled(level: c_int) -> bool {
    let wanted = &raw const nl_debug;
    // SAFETY: an int that programs may change at any time; any value will do.
    level <= unsafe { wanted.read_volatile() }
}

/// Writes one line, headed by the level and the place in the source, if `level` is wanted.
#[track_caller]
#[inline]
pub fn note(level: c_int, what: &CStr) {
    if enabled(level) {
        write(level, what, Location::caller());
    }
}

#[cold]
#[inline(never)]
fn write(level: c_int, what: &CStr, place: &Location<'_>) {
    // The file without its folders.
    let path = place.file().as_bytes();
    let name_at = path.iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1);
    let file = path.get(name_at..).unwrap_or_default();
    let line: c_uint = place.line();
    let width = c_int::try_from(file.len()).unwrap_or(0);
    let format = c"DBG<%d>%*s%.*s:%-4u %s\n".as_ptr();
    // As wide as upstream's column.
    let pad = 20_i32.saturating_sub(width).max(0);
    let name = file.as_ptr();
    // SAFETY: stderr is open for as long as the program leaves it open, as for any C library.
    let stream = unsafe { os::stdio::standard_error() };
    // SAFETY: the arguments are of the types in the format, and the name is bounded by its width.
    unsafe {
        libc::fprintf(stream, format, level, pad, c"".as_ptr(), width, name, line, what.as_ptr())
    };
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Debugging output: lines on standard error, for those who set `NLDBG` or `nl_debug`.
//!
//! Level 1 is for what is seldom and what looks wrong, 2 for caches, 3 for what is received, 4 for what
//! the kernel refuses. A line has the level, the place in the source, the function that the program
//! called, and the text: `DBG<4>           socket.rs:200  nl_connect: socket() failed with 93 (...)`.
//!
//! All that is known beforehand is one constant per line, see [`heading`], taken apart only when it is
//! printed.

use core::ffi::CStr;

use libc::c_int;
use nl_sys::error::Error;
use os::errno::Errno;
use os::stdio::{self, Stream};
use os::text::{Append, Text};

use crate::capi::netlink::nl_debug;
use crate::errno::from_errno;
use crate::strings;

/// Whether messages of `level` are wanted.
#[must_use]
#[inline]
pub fn enabled(level: c_int) -> bool {
    let wanted = &raw const nl_debug;
    // SAFETY: an int that programs may change at any time; any value will do.
    level <= unsafe { wanted.read_volatile() }
}

/// The level, as one digit, the place, and what the line says: all that is known of it beforehand.
macro_rules! heading {
    ($level:literal, $function:literal, $($what:literal),+) => {
        concat!($level, file!(), ":", line!(), " ", $function, ": ", $($what),+)
    };
}

/// Writes a line, if the level is wanted: `note!(level, function, text)`, and perhaps a number, a name or
/// an error that the text ends in: `number = ...`, `name = ...`, `errno = ...`.
macro_rules! note {
    ($level:literal, $function:literal, $what:literal) => {
        $crate::debug::note!($level, $function, $what, name = c"")
    };
    ($level:literal, $function:literal, $what:literal, $kind:ident = $value:expr) => {
        if $crate::debug::enabled($level) {
            $crate::debug::$kind($crate::debug::heading!($level, $function, $what), $value);
        }
    };
}

/// What makes an error of a system call's, and writes a line about that at level 4.
macro_rules! failed {
    ($function:literal, $call:literal) => {
        |errno| {
            let what = $crate::debug::heading!(4, $function, $call, " failed with ");
            $crate::debug::refused(what, errno)
        }
    };
}

pub(crate) use {failed, heading, note};

/// See [`failed!`].
#[cold]
#[inline(never)]
pub fn refused(heading: &str, code: Errno) -> Error {
    if enabled(4) {
        errno(heading, code);
    }
    from_errno(code)
}

/// Writes a line that ends in an error.
#[cold]
#[inline(never)]
pub fn errno(heading: &str, code: Errno) {
    write(heading, |text| {
        text.push_int(code.0.into());
        text.push(b" (");
        // SAFETY: a string of the calling thread's.
        text.push_c(unsafe { CStr::from_ptr(strings::strerror(code.0)) });
        text.push(b")");
    });
}

/// Writes a line that ends in a number.
#[cold]
#[inline(never)]
pub fn number(heading: &str, number: usize) {
    write(heading, |text| text.push_dec(number as u64));
}

/// Writes a line that ends in a name.
#[cold]
#[inline(never)]
pub fn name(heading: &str, name: &CStr) {
    write(heading, |text| text.push_c(name));
}

type Line = Text<320>;

fn write(heading: &str, end: impl FnOnce(&mut Line)) {
    let saved = Errno::last();
    let mut text = Line::new();
    begin(&mut text, heading.as_bytes());
    end(&mut text);
    text.push(b"\n");
    // SAFETY: stderr is open for as long as the program leaves it open, as for any C library.
    let stream = unsafe { stdio::standard_error() };
    // SAFETY: as above.
    unsafe { Stream::new(stream) }.write(text.as_bytes());
    saved.set();
}

/// Arranges a heading in columns.
fn begin(text: &mut Line, heading: &[u8]) {
    const SOURCES: &[u8] = b"/src/";
    let (level, place) = heading.split_at_checked(1).unwrap_or_default();
    let colon = place.iter().position(|&byte| byte == b':').unwrap_or(0);
    let space = place.iter().position(|&byte| byte == b' ').unwrap_or(0);
    let (file, line) = (place.get(..colon), place.get(colon..space));
    let file = file.unwrap_or_default();
    // Within this library.
    let folder = file.windows(SOURCES.len()).rposition(|part| part == SOURCES);
    let file = file.get(folder.map_or(0, |at| at + SOURCES.len())..).unwrap_or_default();
    text.push(b"DBG<");
    text.push(level);
    text.push(b">");
    pad(text, file.len(), 20);
    text.push(file);
    let line = line.unwrap_or_default();
    text.push(line);
    pad(text, line.len(), 5);
    text.push(place.get(space..).unwrap_or_default());
}

/// Fills a column up.
fn pad(text: &mut Line, used: usize, columns: usize) {
    for _ in used..columns {
        text.push(b" ");
    }
}

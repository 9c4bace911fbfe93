// SPDX-License-Identifier: LGPL-2.1-or-later
//! Debugging output: lines on standard error, for those who set `NLDBG` or `nl_debug`.
//!
//! Level 1 is for what is seldom and what looks wrong, 2 for caches, 3 for what is received, 4 for what
//! the kernel refuses. A line has the level, the place in the source, the function that the program
//! called, and the text: `DBG<4>           socket.rs:200  nl_connect: socket() failed with 93 (...)`.

use core::ffi::CStr;

use libc::{FILE, c_char, c_int};
use nl_sys::error::Error;
use os::errno::Errno;
use os::stdio;

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

/// The level, the file, the line and what is said: all that is known of a note beforehand, as strings one
/// behind the other.
macro_rules! heading {
    ($level:literal, $function:literal, $($what:literal),+) => {
        $crate::debug::Heading(
            concat!($level, "\0", file!(), "\0", line!(), "\0", $function, ": ", $($what),+, "\0")
        )
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

/// See `heading!`, which alone makes them.
#[derive(Clone, Copy)]
pub struct Heading(pub &'static str);

/// See `failed!`.
#[cold]
#[inline(never)]
pub fn refused(heading: Heading, code: Errno) -> Error {
    if enabled(4) {
        errno(heading, code);
    }
    from_errno(code)
}

/// Writes a line that ends in an error.
#[cold]
#[inline(never)]
pub fn errno(heading: Heading, code: Errno) {
    let text = strings::strerror(code.0);
    // SAFETY: a number and a string, as the format says.
    heading.write(|to, [level, file, line, what]| unsafe {
        let format = c"DBG<%s>%20s:%-4s %s%d (%s)\n".as_ptr();
        libc::fprintf(to, format, level, file, line, what, code.0, text)
    });
}

/// Writes a line that ends in a number.
#[cold]
#[inline(never)]
pub fn number(heading: Heading, number: usize) {
    // SAFETY: a number, as the format says.
    heading.write(|to, [level, file, line, what]| unsafe {
        libc::fprintf(to, c"DBG<%s>%20s:%-4s %s%zu\n".as_ptr(), level, file, line, what, number)
    });
}

/// Writes a line that ends in a name.
#[cold]
#[inline(never)]
pub fn name(heading: Heading, name: &CStr) {
    let name = name.as_ptr();
    // SAFETY: a string, as the format says.
    heading.write(|to, [level, file, line, what]| unsafe {
        libc::fprintf(to, c"DBG<%s>%20s:%-4s %s%s\n".as_ptr(), level, file, line, what, name)
    });
}

impl Heading {
    /// Has `print` print a line to standard error, from the parts of the heading, which are strings.
    #[inline]
    fn write(self, print: impl FnOnce(*mut FILE, [*const c_char; 4]) -> c_int) {
        let saved = Errno::last();
        // SAFETY: stderr is open for as long as the program leaves it open, as for any C library.
        let to = unsafe { stdio::standard_error() };
        print(to, self.parts());
        saved.set();
    }

    #[inline(never)]
    fn parts(self) -> [*const c_char; 4] {
        let mut next: *const c_char = self.0.as_ptr().cast();
        let parts = [(); 4].map(|()| {
            let part = next;
            // SAFETY: there are four strings.
            next = part.wrapping_add(unsafe { libc::strlen(part) } + 1);
            part
        });
        let [level, file, line, what] = parts;
        // SAFETY: a string.
        let slash = unsafe { libc::strrchr(file, c_int::from(b'/')) };
        // The file without its folders.
        let name = if slash.is_null() { file } else { slash.wrapping_add(1).cast_const() };
        [level, name, line, what]
    }
}

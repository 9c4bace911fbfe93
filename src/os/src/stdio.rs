// SPDX-License-Identifier: LGPL-2.1-or-later
//! Writing to the caller's `FILE *`.

use libc::{FILE, c_char, c_int};

use crate::text::Append;

/// A stream that the caller opened.
#[derive(Debug)]
pub struct Stream(*mut FILE);

impl Stream {
    /// Wraps `file`.
    ///
    /// # Safety
    /// `file` is open for as long as the returned value is used.
    #[must_use]
    pub unsafe fn new(file: *mut FILE) -> Self {
        Self(file)
    }

    /// Writes `bytes` in one call. Errors stay in the stream, where `ferror(3)` finds them.
    // Not inlined: the compiler would call one more function of libc for single bytes.
    #[inline(never)]
    pub fn write(&mut self, bytes: &[u8]) {
        // SAFETY: the stream is open by the contract of `new`, `bytes` is as long as said.
        unsafe { libc::fwrite(bytes.as_ptr().cast(), 1, bytes.len(), self.0) };
    }
}

impl Append for Stream {
    fn push(&mut self, bytes: &[u8]) {
        self.write(bytes);
    }
}

/// C's `stderr`.
///
/// # Safety
/// The program has not closed it.
#[must_use]
pub unsafe fn standard_error() -> *mut FILE {
    unsafe extern "C" {
        static mut stderr: *mut FILE;
    }
    let stream = &raw const stderr;
    // SAFETY: libc sets it before any other code runs.
    unsafe { stream.read() }
}

/// C's `stdout`.
///
/// # Safety
/// The program has not closed it.
#[must_use]
pub unsafe fn standard_output() -> *mut FILE {
    unsafe extern "C" {
        static mut stdout: *mut FILE;
    }
    let stream = &raw const stdout;
    // SAFETY: libc sets it before any other code runs.
    unsafe { stream.read() }
}

/// Whether `byte` is printable in the current locale, as C's `isprint(c)` of a plain `char`.
///
/// Where `char` is signed, 0xff is taken for `EOF` and is not printable in any locale.
#[must_use]
pub fn is_print(byte: u8) -> bool {
    // SAFETY: glibc's isprint takes any value of a signed or unsigned char.
    unsafe { libc::isprint(c_int::from(byte as c_char)) != 0 }
}

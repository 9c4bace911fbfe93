// SPDX-License-Identifier: LGPL-2.1-or-later
//! Printing objects, where and how the program wants it.

use core::ptr;

use libc::{c_char, c_int};
use os::text::Text;

use crate::ffi;
use crate::layout::nl_dump_params;

/// How much of an object to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Brief, one line.
    Line,
    /// All attributes but no statistics.
    Details,
    /// Everything.
    Stats,
}

impl Style {
    /// The one for this style of a table's three: line, details, statistics.
    #[must_use]
    pub fn pick<T>(self, [line, details, stats]: [T; 3]) -> T {
        match self {
            Self::Line => line,
            Self::Details => details,
            Self::Stats => stats,
        }
    }
}

/// Where the text of an object goes.
#[derive(Debug)]
pub struct Printer<'a>(&'a nl_dump_params);

impl<'a> Printer<'a> {
    /// To where `params` say.
    #[must_use]
    pub fn new(params: &'a nl_dump_params) -> Self {
        Self(params)
    }

    /// The parameters as C knows them.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_dump_params {
        ptr::from_ref(self.0).cast_mut()
    }

    /// Starts a line: the prefix, and what else the program has done there.
    pub fn new_line(&self) {
        // SAFETY: live parameters.
        unsafe { ffi::nl_new_line(self.as_ptr()) };
    }

    /// Prints text.
    pub fn print<const N: usize>(&self, text: &Text<N>) {
        let bytes = text.as_bytes();
        let len = c_int::try_from(bytes.len()).unwrap_or(c_int::MAX);
        let start: *const c_char = bytes.as_ptr().cast();
        // SAFETY: live parameters; the format bounds the text by its length.
        unsafe { ffi::nl_dump(self.as_ptr(), c"%.*s".as_ptr(), len, start) };
    }

    /// Prints a text that `build` puts together; at most 256 bytes of it.
    pub fn with(&self, build: impl FnOnce(&mut Text<256>)) {
        let mut text = Text::new();
        build(&mut text);
        self.print(&text);
    }
}

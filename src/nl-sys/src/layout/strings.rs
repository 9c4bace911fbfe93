// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct trans_tbl`: rows of the tables that `__type2str()` and its like take.

use core::ffi::CStr;
use core::mem::offset_of;

use libc::c_char;

/// A number and its name.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct trans_tbl {
    /// The number, or the flag bits.
    pub i: u64,
    /// The name.
    pub a: *const c_char,
}

// SAFETY: the name is a constant.
unsafe impl Sync for trans_tbl {}

impl trans_tbl {
    /// A row.
    #[must_use]
    pub const fn new(number: u64, name: &'static CStr) -> Self {
        Self { i: number, a: name.as_ptr() }
    }
}

const _: () = assert!(size_of::<trans_tbl>() == 16 && offset_of!(trans_tbl, a) == 8);

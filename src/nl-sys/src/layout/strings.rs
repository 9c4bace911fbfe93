// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct trans_tbl` and `struct trans_list`: tables of numbers and names, which `__type2str()` and
//! its like take.

use core::cell::Cell;
use core::ffi::CStr;
use core::mem::offset_of;

use libc::{c_char, c_int};

use crate::list::nl_list_head;

/// A row of a table: a number, or flag bits, and its name.
///
/// A table is made once and for all:
/// `static NAMES: [trans_tbl; 2] = [trans_tbl::new(0, c"off"), trans_tbl::new(1, c"on")];`
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct trans_tbl {
    i: u64,
    a: *const c_char,
}

// SAFETY: the name is a constant.
unsafe impl Sync for trans_tbl {}
// SAFETY: as above.
unsafe impl Send for trans_tbl {}

impl trans_tbl {
    /// A row.
    #[must_use]
    pub const fn new(number: u64, name: &'static CStr) -> Self {
        Self { i: number, a: name.as_ptr() }
    }

    /// The number, or the flag bits.
    #[must_use]
    #[inline]
    pub fn number(&self) -> u64 {
        self.i
    }

    /// The name as C has it: a string, or NULL if a C program made a row without one.
    #[must_use]
    #[inline]
    pub fn name_ptr(&self) -> *const c_char {
        self.a
    }

    /// The name; empty if a C program made a row without one.
    #[must_use]
    #[inline]
    pub fn name(&self) -> &CStr {
        if self.a.is_null() {
            return c"";
        }
        // SAFETY: made by `new`, or by C code, which keeps a string there.
        unsafe { CStr::from_ptr(self.a) }
    }
}

/// A row of a table that grows at run time: a member of a list.
#[repr(C)]
#[derive(Debug)]
pub struct trans_list {
    /// The number.
    pub i: Cell<c_int>,
    /// The name; from malloc.
    pub a: Cell<*mut c_char>,
    /// Its place in the list.
    pub list: nl_list_head,
}

const _: () = {
    assert!(size_of::<trans_tbl>() == 16 && offset_of!(trans_tbl, a) == 8);
    assert!(size_of::<trans_list>() == 32);
    assert!(offset_of!(trans_list, a) == 8 && offset_of!(trans_list, list) == 16);
};

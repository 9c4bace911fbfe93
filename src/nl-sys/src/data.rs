// SPDX-License-Identifier: LGPL-2.1-or-later
//! Some bytes in an object, of a length that only the kernel knows.

use core::ptr;

use crate::error::Error;
use crate::ffi;
use crate::layout::nl_data;

/// Bytes, or none.
#[derive(Debug)]
pub struct Data(*mut nl_data);

impl Default for Data {
    fn default() -> Self {
        Self::NONE
    }
}

impl Data {
    /// No bytes.
    pub const NONE: Self = Self(ptr::null_mut());

    /// A copy of bytes.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn new(bytes: &[u8]) -> Result<Self, Error> {
        // SAFETY: so many bytes are there.
        let data = unsafe { ffi::nl_data_alloc(bytes.as_ptr().cast(), bytes.len()) };
        if data.is_null() { Err(Error::NOMEM) } else { Ok(Self(data)) }
    }

    /// The bytes as C knows them; NULL for none.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_data {
        self.0
    }

    /// Whether there are some.
    #[must_use]
    pub fn is_set(&self) -> bool {
        !self.0.is_null()
    }

    /// A copy.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<Self, Error> {
        if !self.is_set() {
            return Ok(Self::NONE);
        }
        // SAFETY: ours.
        let copy = unsafe { ffi::nl_data_clone(self.0) };
        if copy.is_null() { Err(Error::NOMEM) } else { Ok(Self(copy)) }
    }

    /// Whether two are the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self.is_set(), other.is_set()) {
            // SAFETY: both ours.
            (true, true) => unsafe { ffi::nl_data_cmp(self.0, other.0) == 0 },
            (a, b) => a == b,
        }
    }
}

impl Drop for Data {
    fn drop(&mut self) {
        // SAFETY: NULL or ours.
        unsafe { ffi::nl_data_free(self.0) };
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Bytes on libc's heap, which C may hand over and read.

use core::{ptr, slice};

use nl_sys::error::Error;

/// Bytes that are ours to free, or none.
#[derive(Debug)]
pub struct Bytes {
    start: *mut u8,
    len: usize,
}

impl Default for Bytes {
    fn default() -> Self {
        Self { start: ptr::null_mut(), len: 0 }
    }
}

impl Bytes {
    /// A copy.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn copy_of(bytes: &[u8]) -> Result<Self, Error> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        // SAFETY: malloc may be called with any size.
        let start = unsafe { libc::malloc(bytes.len()) }.cast::<u8>();
        if start.is_null() {
            return Err(Error::NOMEM);
        }
        // SAFETY: both are so long, and apart.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), start, bytes.len()) };
        Ok(Self { start, len: bytes.len() })
    }

    /// Takes over bytes of C's; none if `start` is NULL.
    ///
    /// # Safety
    /// `start` is NULL, or from `malloc()` with at least `len` bytes, and nobody else frees it.
    #[must_use]
    pub unsafe fn adopt(start: *mut u8, len: usize) -> Self {
        Self { start, len: if start.is_null() { 0 } else { len } }
    }

    /// Where they are; NULL for none.
    #[must_use]
    pub fn as_ptr(&self) -> *mut u8 {
        self.start
    }

    /// The bytes. C must not write to them meanwhile.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        if self.start.is_null() {
            return &[];
        }
        // SAFETY: so many bytes are there.
        unsafe { slice::from_raw_parts(self.start, self.len) }
    }

    /// Gives up the bytes, without freeing them, if they are those at `start`.
    pub fn forget_if(&mut self, start: *const u8) {
        if ptr::eq(self.start, start) {
            (self.start, self.len) = (ptr::null_mut(), 0);
        }
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        // SAFETY: NULL or malloc's.
        unsafe { libc::free(self.start.cast()) };
    }
}

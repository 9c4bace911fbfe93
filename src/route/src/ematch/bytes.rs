// SPDX-License-Identifier: LGPL-2.1-or-later
//! Bytes on libc's heap, which C may hand over and read.

use core::cell::RefCell;
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

    /// The bytes. C must not write to them meanwhile.
    #[must_use]
    pub fn as_slice(&self) -> &[u8] {
        if self.start.is_null() {
            return &[];
        }
        // SAFETY: so many bytes are there.
        unsafe { slice::from_raw_parts(self.start, self.len) }
    }
}

impl Drop for Bytes {
    fn drop(&mut self) {
        // SAFETY: NULL or malloc's.
        unsafe { libc::free(self.start.cast()) };
    }
}

/// What a match looks for. While it is looked at, it cannot be replaced.
///
/// How long it is, the kernel's header says, too, which C can write to: that is `said`.
#[derive(Debug, Default)]
pub struct Pattern(RefCell<Bytes>);

impl Pattern {
    /// Replaces it by a copy of `bytes`; returns its length.
    ///
    /// # Errors
    /// `NOMEM`; `BUSY` if it is looked at.
    pub fn copy(&self, bytes: &[u8]) -> Result<usize, Error> {
        let bytes = Bytes::copy_of(bytes)?;
        *self.0.try_borrow_mut().map_err(|_| Error::BUSY)? = bytes;
        Ok(self.room())
    }

    /// Replaces it by memory of C's, maybe that which it is in already; returns its length.
    ///
    /// # Errors
    /// `BUSY` if it is looked at.
    ///
    /// # Safety
    /// `start` is NULL, or from `malloc()` with at least `len` bytes, and nobody else frees it.
    pub unsafe fn adopt(&self, start: *mut u8, len: usize) -> Result<usize, Error> {
        let mut bytes = self.0.try_borrow_mut().map_err(|_| Error::BUSY)?;
        let len = if start.is_null() { 0 } else { len };
        if ptr::eq(bytes.start, start) {
            bytes.len = len;
        } else {
            *bytes = Bytes { start, len };
        }
        Ok(len)
    }

    /// Where it is; NULL for none.
    #[must_use]
    pub fn as_ptr(&self) -> *mut u8 {
        self.0.try_borrow().map_or(ptr::null_mut(), |bytes| bytes.start)
    }

    fn room(&self) -> usize {
        self.0.try_borrow().map_or(0, |bytes| bytes.as_slice().len())
    }

    /// Its length, not more than there is.
    #[must_use]
    pub fn len(&self, said: u16) -> u16 {
        said.min(u16::try_from(self.room()).unwrap_or(u16::MAX))
    }

    /// What `see` makes of it.
    ///
    /// # Errors
    /// `BUSY` if it is being replaced.
    pub fn with<R>(&self, said: u16, see: impl FnOnce(&[u8]) -> R) -> Result<R, Error> {
        let bytes = self.0.try_borrow().map_err(|_| Error::BUSY)?;
        Ok(see(bytes.as_slice().get(..self.len(said).into()).unwrap_or_default()))
    }
}

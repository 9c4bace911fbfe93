// SPDX-License-Identifier: LGPL-2.1-or-later
//! C strings on libc's heap, of any length.

use core::ffi::CStr;
use core::ptr;

use libc::c_char;

use crate::errno::Errno;

/// A string, or none. C may read and write the bytes, not free them.
#[derive(Debug)]
pub struct CText(*mut c_char);

impl Default for CText {
    fn default() -> Self {
        Self::NONE
    }
}

impl CText {
    /// No string.
    pub const NONE: Self = Self(ptr::null_mut());

    /// A copy of what is before the first NUL in `bytes`.
    ///
    /// # Errors
    /// `ENOMEM`.
    pub fn new(bytes: &[u8]) -> Result<Self, Errno> {
        // SAFETY: so many bytes are there, and none behind a NUL is looked at.
        let copy = unsafe { libc::strndup(bytes.as_ptr().cast(), bytes.len()) };
        if copy.is_null() { Err(Errno(libc::ENOMEM)) } else { Ok(Self(copy)) }
    }

    /// The string as C knows it; NULL for none.
    #[must_use]
    pub fn as_ptr(&self) -> *mut c_char {
        self.0
    }

    /// The string, if there is one. C must not write to it meanwhile.
    #[must_use]
    pub fn get(&self) -> Option<&CStr> {
        // SAFETY: made by strndup.
        (!self.0.is_null()).then(|| unsafe { CStr::from_ptr(self.0) })
    }

    /// A copy.
    ///
    /// # Errors
    /// `ENOMEM`.
    pub fn try_clone(&self) -> Result<Self, Errno> {
        self.get().map_or(Ok(Self::NONE), |text| Self::new(text.to_bytes()))
    }
}

impl Drop for CText {
    fn drop(&mut self) {
        // SAFETY: NULL or strndup's.
        unsafe { libc::free(self.0.cast()) };
    }
}

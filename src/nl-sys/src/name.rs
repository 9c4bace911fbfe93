// SPDX-License-Identifier: LGPL-2.1-or-later
//! Texts in objects, where C can read them.

use core::cell::Cell;
use core::ffi::CStr;

use libc::c_char;
use os::text::Append;

/// A text inside of an object, of at most `N` bytes with its NUL. A longer one is cut off.
#[derive(Clone, Debug)]
pub struct Name<const N: usize>([Cell<u8>; N]);

impl<const N: usize> Default for Name<N> {
    fn default() -> Self {
        Self([const { Cell::new(0) }; N])
    }
}

impl<const N: usize> Name<N> {
    /// Replaces the text.
    pub fn set(&self, text: &CStr) {
        self.set_bytes(text.to_bytes());
    }

    /// Replaces the text by what is before the first NUL.
    pub fn set_bytes(&self, text: &[u8]) {
        let text = text.split(|&byte| byte == 0).next().unwrap_or_default();
        let bytes = text.iter().copied().chain(core::iter::repeat(0));
        for (to, from) in self.0.iter().zip(bytes.take(N.saturating_sub(1))) {
            to.set(from);
        }
    }

    /// The text as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut c_char {
        self.0.as_ptr().cast_mut().cast()
    }

    /// Whether there is no text.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.first().is_none_or(|first| first.get() == 0)
    }

    /// A copy of the bytes, the last one a NUL, also if C has overwritten that.
    #[must_use]
    pub fn copy(&self) -> [u8; N] {
        let mut copy = [0; N];
        for (to, from) in copy.iter_mut().zip(&self.0).take(N.saturating_sub(1)) {
            *to = from.get();
        }
        copy
    }

    /// Whether this is the text.
    #[must_use]
    pub fn is(&self, text: &CStr) -> bool {
        // SAFETY: a string.
        unsafe { self.is_at(text.as_ptr()) }
    }

    /// Whether this is the text at `text`.
    ///
    /// # Safety
    /// A string is there.
    #[must_use]
    pub unsafe fn is_at(&self, text: *const c_char) -> bool {
        // SAFETY: a string by contract; this is one, too, unless C has overwritten its NUL.
        unsafe { libc::strcmp(self.as_ptr(), text) == 0 }
    }

    /// Whether two are the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        text(&self.copy()) == text(&other.copy())
    }

    /// Appends the text to another one.
    pub fn push_to(&self, to: &mut impl Append) {
        to.push_c(text(&self.copy()));
    }
}

/// What is before the NUL.
#[must_use]
pub fn text(bytes: &[u8]) -> &CStr {
    CStr::from_bytes_until_nul(bytes).unwrap_or_default()
}

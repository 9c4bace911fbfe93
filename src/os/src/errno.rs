// SPDX-License-Identifier: LGPL-2.1-or-later
//! Error numbers, and the C convention of a special value plus `errno`.
//!
//! Functions that fail are out of line, and what they return is hidden from the compiler. Knowing it,
//! it would call them where it can jump to them, and pay for that on paths that do not fail.

use core::ptr;

use libc::{c_int, ssize_t};

/// An error number as in `errno(3)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Errno(pub c_int);

impl Errno {
    /// The calling thread's `errno`.
    #[must_use]
    pub fn last() -> Self {
        // SAFETY: the location is a valid int.
        Self(unsafe { location().read() })
    }

    /// Makes this the calling thread's `errno`.
    #[inline]
    pub fn set(self) {
        // SAFETY: the location is a valid int.
        unsafe { location().write(self.0) }
    }

    /// Makes this the calling thread's `errno` and returns -1, for a function that fails.
    #[cold]
    #[inline(never)]
    pub fn fail(self) -> c_int {
        self.set();
        minus_one()
    }
}

/// The failure of a function that got something impossible: `EINVAL` and -1.
// Beside `Errno::fail` for the sake of its callers: nothing to pass, so nothing to prepare.
#[cold]
#[inline(never)]
pub fn invalid_argument() -> c_int {
    Errno(libc::EINVAL).set();
    minus_one()
}

/// -1, in a way that the compiler cannot know.
fn minus_one() -> c_int {
    static VALUE: c_int = -1;
    // SAFETY: a static that is only read.
    unsafe { ptr::read_volatile(&raw const VALUE) }
}

/// Where the calling thread's `errno` is, for as long as the thread lives.
fn location() -> *mut c_int {
    // SAFETY: has no preconditions.
    unsafe { libc::__errno_location() }
}

/// A result that C sees as one value: what the function returns on success, or the value that says
/// "failed, look at `errno`".
pub trait IntoC {
    /// What C sees.
    type C;

    /// The return value; sets `errno` if, and only if, this is a failure.
    fn into_c(self) -> Self::C;
}

impl IntoC for Result<c_int, Errno> {
    type C = c_int;

    #[inline]
    fn into_c(self) -> c_int {
        self.unwrap_or_else(Errno::fail)
    }
}

impl IntoC for Result<(), Errno> {
    type C = c_int;

    #[inline]
    fn into_c(self) -> c_int {
        self.map(|()| 0).into_c()
    }
}

impl IntoC for Result<usize, Errno> {
    type C = ssize_t;

    #[inline]
    fn into_c(self) -> ssize_t {
        match self {
            // A system call never moves more than SSIZE_MAX bytes.
            Ok(bytes) => bytes.cast_signed(),
            Err(errno) => errno.fail() as ssize_t,
        }
    }
}

impl<T> IntoC for Result<*mut T, Errno> {
    type C = *mut T;

    #[inline]
    fn into_c(self) -> *mut T {
        self.unwrap_or_else(|errno| {
            errno.set();
            ptr::null_mut()
        })
    }
}

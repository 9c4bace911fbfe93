// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/errno.h`.

use core::ffi::CStr;

use libc::{c_char, c_int};
use os::errno::Errno;

use crate::errno;

/// The text of an error code.
///
/// C: `fprintf(stderr, "Unable to connect: %s\n", nl_geterror(err));`
///
/// `error` is an NLE code or a negated one, as functions return it. A number that is none has the text
/// of `NLE_FAILURE`. The string is constant and is not to be freed; never NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nl_geterror(error: c_int) -> *const c_char {
    errno::text(error).as_ptr()
}

/// Prints the text of an error code to standard error, as `perror(3)` does.
///
/// C: `nl_perror(err, "Unable to connect");`
///
/// The line is `prefix: text`, or just the text if `prefix` is NULL or empty.
///
/// # Safety
/// `prefix` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_perror(error: c_int, prefix: *const c_char) {
    let text = errno::text(error).as_ptr();
    // SAFETY: stderr is open for as long as the program leaves it open, as for any C library.
    let stream = unsafe { os::stdio::standard_error() };
    // SAFETY: by contract a string, if it is not NULL.
    let named = !prefix.is_null() && !unsafe { CStr::from_ptr(prefix) }.is_empty();
    if named {
        // SAFETY: two strings, as the format says.
        unsafe { libc::fprintf(stream, c"%s: %s\n".as_ptr(), prefix, text) };
    } else {
        // SAFETY: one string, as the format says.
        unsafe { libc::fprintf(stream, c"%s\n".as_ptr(), text) };
    }
}

/// The NLE code of a system error.
///
/// C: `return -nl_syserr2nlerr(errno);`
///
/// `error` is an error number as in `errno(3)` or a negated one. Returns the code, positive;
/// `NLE_FAILURE` for a number without a code of its own, 0 among them.
#[unsafe(no_mangle)]
pub extern "C" fn nl_syserr2nlerr(error: c_int) -> c_int {
    errno::from_errno(Errno(error)).0
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The thread's errno.

use libc::c_int;

/// An errno that no function sets: what is still there afterwards has not been touched.
pub const UNTOUCHED: c_int = 77_777;

/// Runs `body` and says what errno it leaves.
pub fn of<T>(body: impl FnOnce() -> T) -> (T, c_int) {
    // SAFETY: has no preconditions.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: the thread's own errno.
    unsafe { errno.write(UNTOUCHED) };
    let result = body();
    // SAFETY: as above.
    (result, unsafe { errno.read() })
}

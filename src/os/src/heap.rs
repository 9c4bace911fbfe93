// SPDX-License-Identifier: LGPL-2.1-or-later
//! Objects on libc's heap, for handles that C holds.

use crate::errno::Errno;

/// Moves `value` to the heap.
///
/// # Errors
/// `ENOMEM`.
pub fn new<T>(value: T) -> Result<*mut T, Errno> {
    const {
        assert!(align_of::<T>() <= 16, "malloc aligns to 16 bytes");
        assert!(size_of::<T>() > 0);
    }
    // SAFETY: malloc may be called with any size.
    let object = unsafe { libc::malloc(size_of::<T>()) }.cast::<T>();
    if object.is_null() {
        return Err(Errno(libc::ENOMEM));
    }
    // SAFETY: fresh memory of T's size and alignment that nobody else knows.
    unsafe { object.write(value) };
    Ok(object)
}

/// Takes an object back from the heap.
///
/// # Safety
/// `object` came from [`new`] and is not used afterwards.
pub unsafe fn take<T>(object: *mut T) -> T {
    // SAFETY: by contract it is live and of type T.
    let value = unsafe { object.read() };
    // SAFETY: by contract it came from malloc, and its value has been moved out.
    unsafe { libc::free(object.cast()) };
    value
}

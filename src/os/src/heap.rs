// SPDX-License-Identifier: LGPL-2.1-or-later
//! Objects on libc's heap, for handles that C holds.

use crate::errno::Errno;

/// A value on the heap, or none: what an object has that most objects of its type have not.
#[derive(Debug)]
pub struct Optional<T>(*mut T);

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Self::NONE
    }
}

impl<T> Optional<T> {
    /// No value.
    pub const NONE: Self = Self(core::ptr::null_mut());

    /// Moves a value to the heap.
    ///
    /// # Errors
    /// `ENOMEM`.
    pub fn new(value: T) -> Result<Self, Errno> {
        new(value).map(Self)
    }

    /// The value.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        // SAFETY: NULL or made by `new`, and ours.
        unsafe { self.0.as_ref() }
    }

    /// The value, to change it.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        // SAFETY: NULL or made by `new`, and ours.
        unsafe { self.0.as_mut() }
    }

    /// The value; a default one is made if there is none.
    ///
    /// # Errors
    /// `ENOMEM`.
    pub fn get_or_default(&mut self) -> Result<&mut T, Errno>
    where
        T: Default,
    {
        if self.0.is_null() {
            self.0 = new(T::default())?;
        }
        self.get_mut().ok_or(Errno(libc::ENOMEM))
    }

    /// Where the value is; NULL for none.
    #[must_use]
    pub fn as_ptr(&self) -> *mut T {
        self.0
    }
}

impl<T> Drop for Optional<T> {
    fn drop(&mut self) {
        if !self.0.is_null() {
            // SAFETY: made by `new`, and not used afterwards.
            drop(unsafe { take(self.0) });
        }
    }
}

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

// SPDX-License-Identifier: LGPL-2.1-or-later
//! An array that grows, and says so when it cannot.

use core::marker::PhantomData;
use core::{ptr, slice};

use crate::errno::Errno;

/// An array on libc's heap. Unlike that of `alloc`, it has no way to end the process: growing fails.
#[derive(Debug)]
pub struct Array<T> {
    start: *mut T,
    len: usize,
    room: usize,
    owns: PhantomData<T>,
}

impl<T> Array<T> {
    /// An empty array, without memory.
    #[must_use]
    pub const fn new() -> Self {
        const { assert!(align_of::<T>() <= 16 && size_of::<T>() > 0, "malloc aligns to 16 bytes") };
        Self { start: ptr::null_mut(), len: 0, room: 0, owns: PhantomData }
    }

    /// What is in it.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        if self.start.is_null() {
            return &[];
        }
        // SAFETY: so many values are there.
        unsafe { slice::from_raw_parts(self.start, self.len) }
    }

    /// Appends a value.
    ///
    /// # Errors
    /// `ENOMEM`; the value is dropped, and the array stays as it was.
    pub fn push(&mut self, value: T) -> Result<(), Errno> {
        if self.len == self.room {
            self.grow()?;
        }
        // SAFETY: there is room behind the last value.
        unsafe { self.start.wrapping_add(self.len).write(value) };
        self.len += 1;
        Ok(())
    }

    /// Drops the values that are not to be kept; needs no memory. Returns how many they were.
    pub fn retain(&mut self, mut keep: impl FnMut(&T) -> bool) -> usize {
        let count = core::mem::take(&mut self.len);
        let mut kept = 0;
        for place in (0..count).map(|at| self.start.wrapping_add(at)) {
            // SAFETY: one of so many values, each of which is looked at once.
            if keep(unsafe { &*place }) {
                // SAFETY: the same place, or one whose value has gone.
                unsafe { ptr::copy(place, self.start.wrapping_add(kept), 1) };
                kept += 1;
            } else {
                // SAFETY: nobody uses the value afterwards.
                unsafe { ptr::drop_in_place(place) };
            }
        }
        self.len = kept;
        count - kept
    }

    #[cold]
    fn grow(&mut self) -> Result<(), Errno> {
        let room = self.room.saturating_mul(2).max(4);
        let bytes = room.checked_mul(size_of::<T>()).ok_or(Errno(libc::ENOMEM))?;
        // SAFETY: NULL or malloc's; the old place is not used afterwards.
        let start = unsafe { libc::realloc(self.start.cast(), bytes) }.cast::<T>();
        if start.is_null() {
            return Err(Errno(libc::ENOMEM));
        }
        (self.start, self.room) = (start, room);
        Ok(())
    }

    /// A copy.
    ///
    /// # Errors
    /// `ENOMEM`.
    pub fn try_clone(&self) -> Result<Self, Errno>
    where
        T: Clone,
    {
        let mut copy = Self::new();
        self.as_slice().iter().try_for_each(|value| copy.push(value.clone()))?;
        Ok(copy)
    }
}

impl<T> Default for Array<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> Drop for Array<T> {
    fn drop(&mut self) {
        // SAFETY: so many values are there, and nobody uses them afterwards.
        unsafe { ptr::drop_in_place(ptr::slice_from_raw_parts_mut(self.start, self.len)) };
        // SAFETY: NULL or malloc's.
        unsafe { libc::free(self.start.cast()) };
    }
}

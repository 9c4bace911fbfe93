// SPDX-License-Identifier: LGPL-2.1-or-later
//! A readers-writer lock, for the state that threads share.

use core::cell::UnsafeCell;
use core::ops::{Deref, DerefMut};

/// A value behind `pthread_rwlock_t`.
pub struct RwLock<T> {
    lock: UnsafeCell<libc::pthread_rwlock_t>,
    value: UnsafeCell<T>,
}

// SAFETY: the lock hands out the value to one writer, or to readers, at a time.
unsafe impl<T: Send + Sync> Sync for RwLock<T> {}

impl<T> RwLock<T> {
    /// An unlocked lock.
    #[must_use]
    pub const fn new(value: T) -> Self {
        let lock = UnsafeCell::new(libc::PTHREAD_RWLOCK_INITIALIZER);
        Self { lock, value: UnsafeCell::new(value) }
    }

    /// Waits for writers to finish; others may read meanwhile.
    pub fn read(&self) -> ReadGuard<'_, T> {
        // SAFETY: initialised, never moved or destroyed while borrowed. It fails only for a thread that
        // holds it for writing, or when 2^32 readers do.
        unsafe { libc::pthread_rwlock_rdlock(self.lock.get()) };
        ReadGuard(self)
    }

    /// Waits for everybody else to finish.
    pub fn write(&self) -> WriteGuard<'_, T> {
        // SAFETY: initialised, never moved or destroyed while borrowed. It fails only for a thread that
        // holds it already.
        unsafe { libc::pthread_rwlock_wrlock(self.lock.get()) };
        WriteGuard(self)
    }

    fn unlock(&self) {
        // SAFETY: held by this thread: only guards call this, once.
        unsafe { libc::pthread_rwlock_unlock(self.lock.get()) };
    }
}

/// The value, for reading.
pub struct ReadGuard<'a, T>(&'a RwLock<T>);

/// The value, for writing.
pub struct WriteGuard<'a, T>(&'a RwLock<T>);

impl<T> Deref for ReadGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: no writer while a reader holds the lock.
        unsafe { &*self.0.value.get() }
    }
}

impl<T> Deref for WriteGuard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: nobody else while a writer holds the lock.
        unsafe { &*self.0.value.get() }
    }
}

impl<T> DerefMut for WriteGuard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: nobody else while a writer holds the lock.
        unsafe { &mut *self.0.value.get() }
    }
}

impl<T> Drop for ReadGuard<'_, T> {
    fn drop(&mut self) {
        self.0.unlock();
    }
}

impl<T> Drop for WriteGuard<'_, T> {
    fn drop(&mut self) {
        self.0.unlock();
    }
}

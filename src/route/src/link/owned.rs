// SPDX-License-Identifier: LGPL-2.1-or-later
//! Parts of a link that have memory of their own, since most links lack them.

use core::any::Any;
use core::ptr::{self, NonNull};

use nl_sys::error::Error;
use os::heap::Optional;

/// A value on the heap, of a type that only those know who put it there.
#[derive(Debug)]
pub struct Body(NonNull<dyn Any>);

impl Body {
    /// Moves a value to the heap.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn new<T: Any>(value: T) -> Result<Self, Error> {
        let place: *mut dyn Any = os::heap::new(value).map_err(|_| Error::NOMEM)?;
        NonNull::new(place).map(Self).ok_or(Error::NOMEM)
    }

    /// The value, if it is of that type.
    #[must_use]
    pub fn get<T: Any>(&self) -> Option<&T> {
        // SAFETY: ours alone.
        unsafe { self.0.as_ref() }.downcast_ref()
    }

    /// The value, if it is of that type, to be changed.
    #[must_use]
    pub fn get_mut<T: Any>(&mut self) -> Option<&mut T> {
        // SAFETY: ours alone.
        unsafe { self.0.as_mut() }.downcast_mut()
    }
}

impl Drop for Body {
    fn drop(&mut self) {
        // SAFETY: ours alone, and not used afterwards.
        unsafe { ptr::drop_in_place(self.0.as_ptr()) };
        // SAFETY: made by `heap::new`, of libc's memory.
        unsafe { libc::free(self.0.as_ptr().cast()) };
    }
}

/// What is in an optional part, made if there is nothing yet.
///
/// # Errors
/// `NOMEM`.
pub fn make<T: Default>(part: &mut Optional<T>) -> Result<&mut T, Error> {
    part.get_or_default().map_err(|_| Error::NOMEM)
}

/// An optional part of this value.
///
/// # Errors
/// `NOMEM`.
pub fn part<T>(value: T) -> Result<Optional<T>, Error> {
    Optional::new(value).map_err(|_| Error::NOMEM)
}

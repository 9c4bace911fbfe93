// SPDX-License-Identifier: LGPL-2.1-or-later
//! Parts of a link that have memory of their own, since most links lack them.

use core::any::Any;
use core::marker::PhantomData;
use core::ptr::{self, NonNull};

use nl_sys::error::Error;

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

/// A value on the heap, made when it is first changed.
#[derive(Debug)]
pub struct Lazy<T> {
    place: *mut T,
    owns: PhantomData<T>,
}

impl<T> Default for Lazy<T> {
    fn default() -> Self {
        Self { place: ptr::null_mut(), owns: PhantomData }
    }
}

impl<T> Lazy<T> {
    /// The value, if there is one.
    #[must_use]
    pub fn get(&self) -> Option<&T> {
        // SAFETY: NULL or ours alone.
        unsafe { self.place.as_ref() }
    }

    /// The value, if there is one, to be changed.
    #[must_use]
    pub fn get_mut(&mut self) -> Option<&mut T> {
        // SAFETY: NULL or ours alone.
        unsafe { self.place.as_mut() }
    }

    /// Puts a value there.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn set(&mut self, value: T) -> Result<(), Error> {
        if let Some(place) = self.get_mut() {
            *place = value;
        } else {
            self.place = os::heap::new(value).map_err(|_| Error::NOMEM)?;
        }
        Ok(())
    }
}

impl<T: Default> Lazy<T> {
    /// The value, to be changed; a new one if there was none.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn make(&mut self) -> Result<&mut T, Error> {
        if self.place.is_null() {
            self.place = os::heap::new(T::default()).map_err(|_| Error::NOMEM)?;
        }
        self.get_mut().ok_or(Error::NOMEM)
    }
}

impl<T> Drop for Lazy<T> {
    fn drop(&mut self) {
        if !self.place.is_null() {
            // SAFETY: made by `heap::new`, and not used afterwards.
            drop(unsafe { os::heap::take(self.place) });
        }
    }
}

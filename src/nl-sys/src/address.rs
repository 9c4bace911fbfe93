// SPDX-License-Identifier: LGPL-2.1-or-later
//! An address in an object.
//!
//! C gets a `struct nl_addr` with a count of references. Most objects are never asked for most of their
//! addresses, so that one is made when it is asked for; short addresses wait inside of the object.

use core::cell::Cell;
use core::ptr;

use libc::{c_int, c_void};

use crate::error::Error;
use crate::ffi;
use crate::layout::nl_addr;

/// Bytes of address that fit inside: IPv4 and Ethernet do.
const INLINE: usize = 8;

/// An address, or none.
#[derive(Debug)]
pub struct Address(Cell<State>);

#[derive(Clone, Copy, Debug)]
enum State {
    None,
    Inline {
        family: u8,
        prefixlen: u8,
        len: u8,
        bytes: [u8; INLINE],
    },
    /// One reference to it is ours.
    Shared(*mut nl_addr),
}

const _: () = assert!(size_of::<Address>() == 16);

impl Default for Address {
    fn default() -> Self {
        Self::NONE
    }
}

impl Address {
    /// Bytes of the longest address that is put in a message: link-layer addresses of InfiniBand have 20,
    /// the kernel's room for any of them 32.
    pub const ROOM: usize = 32;

    /// No address.
    #[expect(clippy::declare_interior_mutable_const, reason = "every use is a value of its own")]
    pub const NONE: Self = Self(Cell::new(State::None));

    /// An address of these bytes, all of which are its prefix; of an MPLS label, the 20 bits that are the label.
    ///
    /// # Errors
    /// `NOMEM`.
    #[inline]
    pub fn new(family: c_int, bytes: &[u8]) -> Result<Self, Error> {
        const AF_MPLS: c_int = 28;
        let prefixlen = if family == AF_MPLS { 20 } else { bytes.len().saturating_mul(8) };
        Self::with_prefix(family, bytes, u8::try_from(prefixlen).unwrap_or(u8::MAX))
    }

    /// An address of these bytes, of which `prefixlen` bits are its prefix.
    ///
    /// # Errors
    /// `NOMEM`.
    #[inline]
    pub fn with_prefix(family: c_int, bytes: &[u8], prefixlen: u8) -> Result<Self, Error> {
        if let (Ok(family), Ok(len)) = (u8::try_from(family), u8::try_from(bytes.len()))
            && bytes.len() <= INLINE
        {
            let mut room = [0; INLINE];
            room.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            return Ok(Self(Cell::new(State::Inline { family, prefixlen, len, bytes: room })));
        }
        let address = build(family, bytes, prefixlen);
        if address.is_null() {
            Err(Error::NOMEM)
        } else {
            Ok(Self(Cell::new(State::Shared(address))))
        }
    }

    /// An address of the program's, with one more reference; none for NULL.
    ///
    /// # Safety
    /// `address` is live or NULL.
    #[must_use]
    pub unsafe fn share(address: *mut nl_addr) -> Self {
        if address.is_null() {
            return Self::NONE;
        }
        // SAFETY: live.
        Self(Cell::new(State::Shared(unsafe { ffi::nl_addr_get(address) })))
    }

    /// An address whose reference the caller gives up; none for NULL.
    ///
    /// # Safety
    /// `address` is live or NULL; the reference is the caller's.
    #[must_use]
    pub unsafe fn adopt(address: *mut nl_addr) -> Self {
        if address.is_null() { Self::NONE } else { Self(Cell::new(State::Shared(address))) }
    }

    /// The address as C knows it, whose reference becomes the caller's; NULL if there is none.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn into_raw(self) -> Result<*mut nl_addr, Error> {
        let address = self.as_ptr();
        if self.is_set() && address.is_null() {
            return Err(Error::NOMEM);
        }
        core::mem::forget(self);
        Ok(address)
    }

    /// Whether there is one.
    #[must_use]
    #[inline]
    pub fn is_set(&self) -> bool {
        !matches!(self.0.get(), State::None)
    }

    /// The address as C knows it, which stays the object's own; NULL if there is none, or no memory
    /// for one that C has not asked for before.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_addr {
        match self.0.get() {
            State::None => ptr::null_mut(),
            State::Shared(address) => address,
            State::Inline { family, prefixlen, len, bytes } => {
                let bytes = bytes.get(..usize::from(len)).unwrap_or_default();
                let address = build(c_int::from(family), bytes, prefixlen);
                if !address.is_null() {
                    self.0.set(State::Shared(address));
                }
                address
            }
        }
    }

    /// `AF_INET` and the like; `None` if there is no address.
    #[must_use]
    pub fn family(&self) -> Option<c_int> {
        match self.0.get() {
            State::None => None,
            State::Inline { family, .. } => Some(c_int::from(family)),
            // SAFETY: our reference keeps it alive.
            State::Shared(address) => Some(unsafe { &*address }.a_family.get()),
        }
    }

    /// Bits of its prefix; 0 if there is no address.
    #[must_use]
    #[inline]
    pub fn prefixlen(&self) -> u32 {
        match self.0.get() {
            State::None => 0,
            State::Inline { prefixlen, .. } => prefixlen.into(),
            // SAFETY: our reference keeps it alive.
            State::Shared(address) => unsafe { &*address }.a_prefixlen.get().cast_unsigned(),
        }
    }

    /// Bytes of it; 0 if there is no address.
    #[must_use]
    #[inline]
    pub fn len(&self) -> usize {
        match self.0.get() {
            State::None => 0,
            State::Inline { len, .. } => len.into(),
            // SAFETY: our reference keeps it alive.
            State::Shared(address) => unsafe { &*address }.a_len.get() as usize,
        }
    }

    /// Whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Copies its first bytes; returns how many it has, and there are in `room` at most.
    pub fn copy_to(&self, room: &mut [u8]) -> usize {
        let len = self.len().min(room.len());
        match self.0.get() {
            State::None => {}
            State::Inline { bytes, .. } => {
                room.iter_mut().zip(bytes.iter().take(len)).for_each(|(to, from)| *to = *from);
            }
            State::Shared(address) => {
                // SAFETY: our reference keeps it alive; the pointer leads to `a_len` bytes.
                let from = unsafe { ffi::nl_addr_get_binary_addr(address) }.cast::<u8>();
                // SAFETY: so many bytes are there; C may write to them, so that nobody borrows them.
                unsafe { ptr::copy_nonoverlapping(from, room.as_mut_ptr(), len) };
            }
        }
        len
    }

    /// A copy that shares nothing.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<Self, Error> {
        match self.0.get() {
            State::Shared(address) => {
                // SAFETY: our reference keeps it alive.
                let copy = unsafe { ffi::nl_addr_clone(address) };
                // SAFETY: NULL or a new one.
                let copy = unsafe { Self::adopt(copy) };
                if copy.is_set() { Ok(copy) } else { Err(Error::NOMEM) }
            }
            own => Ok(Self(Cell::new(own))),
        }
    }

    /// Whether two are the same: family, length, bytes and, unless there are none, prefix.
    #[must_use]
    #[inline]
    pub fn same(&self, other: &Self) -> bool {
        match (self.0.get(), other.0.get()) {
            (State::None, State::None) => true,
            (State::None, _) | (_, State::None) => false,
            (
                State::Inline { family, prefixlen, len, bytes },
                State::Inline { family: f, prefixlen: p, len: l, bytes: b },
            ) => family == f && len == l && (len == 0 || prefixlen == p && bytes == b),
            // SAFETY: our references keep both alive.
            (State::Shared(a), State::Shared(b)) => unsafe { ffi::nl_addr_cmp(a, b) == 0 },
            _ => self.same_parts(other),
        }
    }

    /// [`same`](Self::same) of two one of which is inside: nothing is made for C.
    #[cold]
    fn same_parts(&self, other: &Self) -> bool {
        let (mut bytes, mut others) = ([0; INLINE], [0; INLINE]);
        self.family() == other.family()
            && self.len() == other.len()
            && (self.is_empty()
                || self.prefixlen() == other.prefixlen()
                    && self.copy_to(&mut bytes) == other.copy_to(&mut others)
                    && bytes == others)
    }

    /// Whether the families of two are the same, and as many bits as are prefix in both; bits that one of them does not
    /// have are 0.
    #[must_use]
    pub fn same_net(&self, other: &Self) -> bool {
        if let (State::Shared(a), State::Shared(b)) = (self.0.get(), other.0.get()) {
            // SAFETY: our references keep both alive.
            return unsafe { ffi::nl_addr_cmp_prefix(a, b) == 0 };
        }
        let prefix = |address: &Self| address.prefixlen().cast_signed().max(0).cast_unsigned();
        let mut bits = prefix(self).min(prefix(other));
        let (mut bytes, mut others) = ([0; Self::ROOM], [0; Self::ROOM]);
        self.copy_to(&mut bytes);
        other.copy_to(&mut others);
        self.family() == other.family()
            && bytes.iter().zip(others).all(|(byte, other)| {
                let mask = !u8::MAX.checked_shr(bits).unwrap_or(0);
                bits = bits.saturating_sub(8);
                (byte ^ other) & mask == 0
            })
    }

    /// Says how many bits are its prefix; nothing happens if there is no address, or no memory for a number beyond
    /// 255, which no address has.
    pub fn set_prefixlen(&self, bits: c_int) {
        match (self.0.get(), u8::try_from(bits)) {
            (State::None, _) => {}
            (State::Inline { family, len, bytes, .. }, Ok(prefixlen)) => {
                self.0.set(State::Inline { family, prefixlen, len, bytes });
            }
            // A number that does not fit needs an address of C's.
            _ => {
                let address = self.as_ptr();
                if !address.is_null() {
                    // SAFETY: our reference keeps it alive.
                    unsafe { ffi::nl_addr_set_prefixlen(address, bits) };
                }
            }
        }
    }
}

impl Drop for Address {
    #[inline]
    fn drop(&mut self) {
        if let State::Shared(address) = self.0.get() {
            // SAFETY: the reference is ours.
            unsafe { ffi::nl_addr_put(address) };
        }
    }
}

/// A new `struct nl_addr`; NULL without memory.
fn build(family: c_int, bytes: &[u8], prefixlen: u8) -> *mut nl_addr {
    let start: *const c_void = bytes.as_ptr().cast();
    // SAFETY: so many bytes are there.
    let address = unsafe { ffi::nl_addr_build(family, start, bytes.len()) };
    if !address.is_null() {
        // SAFETY: just made.
        unsafe { ffi::nl_addr_set_prefixlen(address, c_int::from(prefixlen)) };
    }
    address
}

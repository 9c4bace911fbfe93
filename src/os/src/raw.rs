// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages and attributes in memory that C owns.
//!
//! C code may hold pointers into such memory and write through them while we work on it, and may
//! place it at any address. So nothing here becomes a reference, and every access is unaligned.
//! What the lengths mean is decided by [`wire`]; this module only loads and stores.

use core::ptr;

use libc::{c_void, nlattr, nlmsghdr};
use wire::attr::Slot;
use wire::{align, align_u32, attr, nlmsg};

const _: () = {
    assert!(size_of::<nlmsghdr>() == nlmsg::HDRLEN && align_of::<nlmsghdr>() == wire::ALIGNTO);
    assert!(size_of::<nlattr>() == attr::HDRLEN);
    assert!(core::mem::offset_of!(nlattr, nla_type) == NLA_TYPE);
    assert!(core::mem::offset_of!(nlmsghdr, nlmsg_type) == NLMSG_TYPE);
    assert!(core::mem::offset_of!(nlmsghdr, nlmsg_flags) == NLMSG_FLAGS);
    assert!(core::mem::offset_of!(nlmsghdr, nlmsg_seq) == NLMSG_SEQ);
    assert!(core::mem::offset_of!(nlmsghdr, nlmsg_pid) == NLMSG_PID);
};

const NLA_TYPE: usize = 2;
const NLMSG_TYPE: usize = 4;
const NLMSG_FLAGS: usize = 6;
const NLMSG_SEQ: usize = 8;
const NLMSG_PID: usize = 12;

/// Reads a plain value `offset` bytes behind `base`.
///
/// # Safety
/// The bytes are readable, and any bits make a `T`.
#[inline]
unsafe fn load<T: Copy>(base: *const u8, offset: usize) -> T {
    // SAFETY: readable by contract; read_unaligned asks for nothing else.
    unsafe { base.wrapping_add(offset).cast::<T>().read_unaligned() }
}

/// Writes a plain value `offset` bytes behind `base`.
///
/// # Safety
/// The bytes are writable.
#[inline]
unsafe fn store<T: Copy>(base: *mut u8, offset: usize, value: T) {
    // SAFETY: writable by contract; write_unaligned asks for nothing else.
    unsafe { base.wrapping_add(offset).cast::<T>().write_unaligned(value) }
}

/// An attribute in C memory.
#[derive(Clone, Copy, Debug)]
pub struct RawAttr(*mut u8);

impl RawAttr {
    /// Wraps `attr`.
    ///
    /// # Safety
    /// The four header bytes at `attr` stay readable for as long as the value is used.
    #[must_use]
    #[inline]
    pub unsafe fn new(attr: *const nlattr) -> Self {
        Self(attr.cast_mut().cast())
    }

    /// The pointer as C knows it.
    #[must_use]
    #[inline]
    pub fn as_ptr(self) -> *mut nlattr {
        self.0.cast()
    }

    /// `nla_len`: header and payload.
    #[must_use]
    #[inline]
    pub fn nla_len(self) -> u16 {
        // SAFETY: the header is readable by the contract of `new`.
        unsafe { load(self.0, 0) }
    }

    /// `nla_type` with its flag bits.
    #[must_use]
    #[inline]
    pub fn nla_type(self) -> u16 {
        // SAFETY: the header is readable by the contract of `new`.
        unsafe { load(self.0, NLA_TYPE) }
    }

    /// The type without its flag bits.
    #[must_use]
    #[inline]
    pub fn kind(self) -> u16 {
        self.nla_type() & attr::TYPE_MASK
    }

    /// Where the payload starts.
    #[must_use]
    #[inline]
    pub fn payload(self) -> *mut u8 {
        self.0.wrapping_add(attr::HDRLEN)
    }

    /// Where the next attribute of the same stream starts, if there is one.
    #[must_use]
    #[inline]
    pub fn next(self) -> *mut nlattr {
        self.0.wrapping_add(attr::stride(self.nla_len()) as usize).cast()
    }

    /// A plain value at `offset` in the payload.
    ///
    /// # Safety
    /// The payload is that long and readable, and any bits make a `T`.
    #[must_use]
    #[inline]
    pub unsafe fn load<T: Copy>(self, offset: usize) -> T {
        // SAFETY: by contract.
        unsafe { load(self.payload(), offset) }
    }

    /// The last of `nla_len` bytes.
    ///
    /// # Safety
    /// They are readable, and more than none.
    #[must_use]
    #[inline]
    pub unsafe fn last_byte(self, nla_len: usize) -> u8 {
        // SAFETY: by contract.
        unsafe { self.0.wrapping_add(nla_len).wrapping_sub(1).read() }
    }

    /// Sets `nla_len`.
    ///
    /// # Safety
    /// The header is writable.
    #[inline]
    pub unsafe fn set_len(self, nla_len: u16) {
        // SAFETY: by contract.
        unsafe { store(self.0, 0, nla_len) }
    }
}

/// A message in C memory.
#[derive(Clone, Copy, Debug)]
pub struct RawMsg(*mut u8);

impl RawMsg {
    /// Wraps `nlh`.
    ///
    /// # Safety
    /// The sixteen header bytes at `nlh` stay readable for as long as the value is used. For the
    /// methods that write, the buffer is writable as far as they document.
    #[must_use]
    #[inline]
    pub unsafe fn new(nlh: *const nlmsghdr) -> Self {
        Self(nlh.cast_mut().cast())
    }

    /// The pointer as C knows it.
    #[must_use]
    #[inline]
    pub fn as_ptr(self) -> *mut nlmsghdr {
        self.0.cast()
    }

    /// `nlmsg_len`: header and payload, without final padding.
    #[must_use]
    #[inline]
    pub fn nlmsg_len(self) -> u32 {
        // SAFETY: the header is readable by the contract of `new`.
        unsafe { load(self.0, 0) }
    }

    /// `nlmsg_type`.
    #[must_use]
    #[inline]
    pub fn nlmsg_type(self) -> u16 {
        // SAFETY: the header is readable by the contract of `new`.
        unsafe { load(self.0, NLMSG_TYPE) }
    }

    /// `nlmsg_flags`.
    #[must_use]
    #[inline]
    pub fn nlmsg_flags(self) -> u16 {
        // SAFETY: the header is readable by the contract of `new`.
        unsafe { load(self.0, NLMSG_FLAGS) }
    }

    /// `nlmsg_seq`.
    #[must_use]
    #[inline]
    pub fn nlmsg_seq(self) -> u32 {
        // SAFETY: the header is readable by the contract of `new`.
        unsafe { load(self.0, NLMSG_SEQ) }
    }

    /// `nlmsg_pid`, the sender's port.
    #[must_use]
    #[inline]
    pub fn nlmsg_pid(self) -> u32 {
        // SAFETY: the header is readable by the contract of `new`.
        unsafe { load(self.0, NLMSG_PID) }
    }

    /// Sets `nlmsg_flags`.
    ///
    /// # Safety
    /// The header is writable.
    #[inline]
    pub unsafe fn set_flags(self, nlmsg_flags: u16) {
        // SAFETY: writable by contract.
        unsafe { store(self.0, NLMSG_FLAGS, nlmsg_flags) }
    }

    /// Sets `nlmsg_seq`.
    ///
    /// # Safety
    /// The header is writable.
    #[inline]
    pub unsafe fn set_seq(self, nlmsg_seq: u32) {
        // SAFETY: writable by contract.
        unsafe { store(self.0, NLMSG_SEQ, nlmsg_seq) }
    }

    /// Sets `nlmsg_pid`.
    ///
    /// # Safety
    /// The header is writable.
    #[inline]
    pub unsafe fn set_pid(self, nlmsg_pid: u32) {
        // SAFETY: writable by contract.
        unsafe { store(self.0, NLMSG_PID, nlmsg_pid) }
    }

    /// Where the payload starts, `offset` bytes (rounded up to four) further on.
    #[must_use]
    #[inline]
    pub fn payload(self, offset: usize) -> *mut u8 {
        // The header's size is a multiple of the alignment.
        self.0.wrapping_add(align(offset.wrapping_add(nlmsg::HDRLEN)))
    }

    /// Where the message ends, its padding included.
    #[must_use]
    #[inline]
    pub fn tail(self) -> *mut u8 {
        self.0.wrapping_add(align_u32(self.nlmsg_len()) as usize)
    }

    /// A plain value at `offset` in the payload.
    ///
    /// # Safety
    /// The message is that long and readable, and any bits make a `T`.
    #[must_use]
    #[inline]
    pub unsafe fn load<T: Copy>(self, offset: usize) -> T {
        // SAFETY: by contract.
        unsafe { load(self.0, nlmsg::HDRLEN + offset) }
    }

    /// Sets `nlmsg_len`.
    ///
    /// # Safety
    /// The header is writable.
    #[inline]
    pub unsafe fn set_len(self, nlmsg_len: u32) {
        // SAFETY: by contract.
        unsafe { store(self.0, 0, nlmsg_len) }
    }

    /// Sets the other fields of the header.
    ///
    /// # Safety
    /// The header is writable.
    #[inline]
    pub unsafe fn set_fields(self, nlmsg_type: u16, nlmsg_flags: u16, seq: u32, pid: u32) {
        // SAFETY: by contract.
        unsafe { store(self.0, NLMSG_TYPE, [nlmsg_type, nlmsg_flags]) };
        // SAFETY: by contract.
        unsafe { store(self.0, NLMSG_SEQ, [seq, pid]) };
    }

    /// Writes an empty header over the first sixteen bytes: all zero but `nlmsg_len`, which is 16.
    ///
    /// # Safety
    /// The header is writable.
    #[inline]
    pub unsafe fn init(self) {
        const HEADER: [u32; 4] = [16, 0, 0, 0];
        // SAFETY: by contract.
        unsafe { store(self.0, 0, HEADER) }
    }

    /// Appends `size` zero bytes, rounded up to four, exactly at `nlmsg_len`, and returns where
    /// they are.
    ///
    /// # Safety
    /// The buffer is writable that far.
    #[inline]
    pub unsafe fn append_zeroed(self, size: usize) -> *mut u8 {
        let len = self.nlmsg_len();
        let at = self.0.wrapping_add(len as usize);
        let size = align(size);
        #[expect(clippy::cast_possible_truncation, reason = "nlmsg_len has 32 bits; C wraps too")]
        // SAFETY: by contract.
        unsafe {
            self.set_len(len.wrapping_add(size as u32));
        }
        // SAFETY: by contract. Last, so that nothing need be saved across the call of memset.
        unsafe { ptr::write_bytes(at, 0, size) };
        at
    }

    /// Appends an attribute and zeroes its padding. False, and the message as it was, for a payload
    /// of more than [`attr::PAYLOAD_MAX`] bytes.
    ///
    /// # Safety
    /// The buffer is writable from the header to the end of the padded attribute; `len` bytes at
    /// `data` are readable.
    // Not inlined: one copy serves all functions whose payload has a length known at run time.
    #[inline(never)]
    pub unsafe fn put(self, nla_type: u16, len: usize, data: *const c_void) -> bool {
        let Some(slot) = Slot::after(self.nlmsg_len(), len) else {
            return false;
        };
        // SAFETY: by contract there is room for the slot.
        unsafe { self.put_in(&slot, nla_type, len, data) };
        true
    }

    /// Adds an attribute in a slot of its own and zeroes its padding.
    ///
    /// # Safety
    /// The slot is for `len` bytes and in a buffer that is writable that far; `len` bytes at `data` are
    /// readable.
    #[inline]
    pub unsafe fn put_in(self, slot: &Slot, nla_type: u16, len: usize, data: *const c_void) {
        // SAFETY: by contract.
        let payload = unsafe { self.put_around_payload(slot, nla_type, len) };
        // SAFETY: readable and writable by contract. Callers do build payloads in place, so the two
        // may overlap.
        unsafe { ptr::copy(data.cast::<u8>(), payload, len) };
        // SAFETY: by contract.
        unsafe { self.set_len(slot.nlmsg_len) };
    }

    /// Adds an attribute whose payload is left as it is in the buffer, and zeroes its padding.
    ///
    /// # Safety
    /// The slot is for `len` bytes and in a buffer that is writable that far.
    #[inline]
    pub unsafe fn reserve_in(self, slot: &Slot, nla_type: u16, len: usize) -> RawAttr {
        // SAFETY: by contract.
        unsafe { self.put_around_payload(slot, nla_type, len) };
        // SAFETY: by contract.
        unsafe { self.set_len(slot.nlmsg_len) };
        RawAttr(self.0.wrapping_add(slot.at))
    }

    /// Appends an attribute of a plain value.
    ///
    /// # Safety
    /// The buffer is writable from the header to the end of the padded attribute.
    #[inline]
    pub unsafe fn put_value<T: Copy>(self, nla_type: u16, value: T) {
        let Some(slot) = Slot::after(self.nlmsg_len(), size_of::<T>()) else {
            return;
        };
        // SAFETY: by contract there is room for the slot.
        unsafe { self.put_value_in(&slot, nla_type, value) };
    }

    /// Adds an attribute of a plain value in a slot of its own.
    ///
    /// # Safety
    /// The slot is for a value of that size and in a buffer that is writable that far.
    #[inline]
    pub unsafe fn put_value_in<T: Copy>(self, slot: &Slot, nla_type: u16, value: T) {
        // SAFETY: by contract.
        let payload = unsafe { self.put_around_payload(slot, nla_type, size_of::<T>()) };
        // SAFETY: the slot's payload is as long as the value.
        unsafe { store(payload, 0, value) };
        // SAFETY: by contract.
        unsafe { self.set_len(slot.nlmsg_len) };
    }

    /// Appends the header of an attribute whose length is not known yet: `nla_len` is left as it
    /// is in the buffer.
    ///
    /// # Safety
    /// The buffer is writable from the header to four bytes behind the tail.
    #[inline]
    pub unsafe fn start_attr(self, nla_type: u16) -> RawAttr {
        let attr = self.tail();
        // SAFETY: by contract.
        unsafe { store(attr, NLA_TYPE, nla_type) };
        // SAFETY: by contract.
        unsafe { self.set_len(self.nlmsg_len().wrapping_add(4)) };
        RawAttr(attr)
    }

    /// Shortens the message by what lies between `start` and its aligned end.
    ///
    /// # Safety
    /// The header is writable.
    #[inline]
    pub unsafe fn cut(self, start: *const nlattr) {
        let len = self.tail().addr().wrapping_sub(start.addr());
        #[expect(clippy::cast_possible_truncation, reason = "nlmsg_len has 32 bits; C wraps too")]
        // SAFETY: by contract.
        unsafe {
            self.set_len(self.nlmsg_len().wrapping_sub(len as u32));
        }
    }

    /// Writes the header and the padding of `slot` and returns where its `len` bytes of payload go.
    ///
    /// # Safety
    /// The buffer has room for the slot.
    #[inline]
    unsafe fn put_around_payload(self, slot: &Slot, nla_type: u16, len: usize) -> *mut u8 {
        let attr = self.0.wrapping_add(slot.at);
        // SAFETY: by contract.
        unsafe { store(attr, 0, [slot.nla_len, nla_type]) };
        let payload = attr.wrapping_add(attr::HDRLEN);
        let end = payload.wrapping_add(len);
        // One to three zero bytes in at most two stores.
        if slot.pad & 1 != 0 {
            // SAFETY: within the padded attribute.
            unsafe { store(end, 0, 0_u8) };
        }
        if slot.pad & 2 != 0 {
            // SAFETY: within the padded attribute: its last two bytes.
            unsafe { store(end, slot.pad - 2, 0_u16) };
        }
        payload
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages: the header, its memory, and what belongs to it.

use core::cell::Cell;
use core::mem;
use core::ops::Deref;
use core::ptr;
use core::sync::atomic::{AtomicUsize, Ordering};

use libc::{c_int, c_void, nlmsghdr, ucred};
use nl_sys::error::Error;
use nl_sys::layout::{nl_msg, nl_object, nl_parser_param};
use os::raw::RawMsg;
use wire::{align, nlmsg};

use crate::cache::fill;
use crate::print::Associated;
use crate::receive::buffer::Buffer;

/// Of a message whose protocol nobody has said yet.
pub const NO_PROTOCOL: c_int = -1;

/// Bit of `nm_flags` that tells that `nm_creds` is set.
pub const CREDENTIALS_PRESENT: c_int = 1;

/// A message. Every `nl_msg` that programs see is the head of one.
///
/// Its room is `nm_size` bytes at `nm_nlh`. It does not grow or move by itself.
#[repr(C)]
pub struct Message {
    base: nl_msg,
    /// The receive buffer that the message lies in, or NULL: then its memory is malloc's and its own.
    buffer: Cell<*mut Buffer>,
}

impl Deref for Message {
    type Target = nl_msg;

    fn deref(&self) -> &nl_msg {
        &self.base
    }
}

impl Message {
    /// A message of nothing but a header, with room for `size` bytes, header included. All of it is zero
    /// but for `nlmsg_len`: programs may write behind the message and lengthen it by hand.
    ///
    /// # Errors
    /// [`Error::NOMEM`].
    #[inline(never)]
    pub fn new(size: usize) -> Result<*mut Self, Error> {
        let size = size.max(nlmsg::HDRLEN);
        // The room comes second: it is freed first, and can then go back to where the heap ends.
        // SAFETY: malloc may be called with any size.
        let message = unsafe { libc::malloc(size_of::<Self>()) }.cast::<Self>();
        if message.is_null() {
            return Err(Error::NOMEM);
        }
        let room = zeroed(size).cast::<nlmsghdr>();
        if room.is_null() {
            // SAFETY: just made, and nobody else's.
            unsafe { libc::free(message.cast()) };
            return Err(Error::NOMEM);
        }
        // SAFETY: room for a header at least.
        let nlh = unsafe { RawMsg::new(room) };
        // SAFETY: writable.
        unsafe { nlh.set_len(nlmsg::HDRLEN_U32) };
        // SAFETY: memory of the size and alignment, and nobody else's.
        unsafe { message.write(Self::borrowing(room, size, ptr::null_mut())) };
        Ok(message)
    }

    /// A message of its own with what `nlh` holds. Only the bytes of the message are copied, not what
    /// is known about it.
    ///
    /// # Errors
    /// [`Error::NOMEM`].
    ///
    /// # Safety
    /// `nlmsg_len` bytes at `nlh` are readable.
    pub unsafe fn copy_of(nlh: RawMsg) -> Result<*mut Self, Error> {
        let len = nlh.nlmsg_len() as usize;
        let made = Self::new(align(len))?;
        // SAFETY: just made, and nobody else's yet.
        let message = unsafe { &*made };
        let room = message.nm_nlh.get().cast::<u8>();
        // SAFETY: readable by contract; the room was made as long.
        unsafe { ptr::copy_nonoverlapping(nlh.as_ptr().cast::<u8>(), room, len) };
        Ok(made)
    }

    /// A message that lies in a receive buffer: `size` bytes at `nlh`. It is the first reference, and
    /// takes over one reference to `buffer`, which is given back when the message is freed.
    ///
    /// The value is to be moved to malloc's memory before anybody may call [`Self::put`] on it.
    #[must_use]
    #[inline]
    pub fn borrowing(nlh: *mut nlmsghdr, size: usize, buffer: *mut Buffer) -> Self {
        // SAFETY: an all-zero nl_msg is valid.
        let base: nl_msg = unsafe { mem::zeroed() };
        base.nm_protocol.set(NO_PROTOCOL);
        base.nm_refcnt.set(1);
        base.nm_nlh.set(nlh);
        base.nm_size.set(size);
        Self { base, buffer: Cell::new(buffer) }
    }

    /// The message that C's structure is the head of.
    #[must_use]
    #[inline]
    pub fn of(msg: &nl_msg) -> &Self {
        // SAFETY: there are no others.
        unsafe { &*ptr::from_ref(msg).cast::<Self>() }
    }

    /// Whether the message may become `end` bytes long.
    #[inline]
    #[must_use]
    pub fn has_room(&self, end: usize) -> bool {
        end <= self.nm_size.get()
    }

    /// The message as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_msg {
        ptr::from_ref(&self.base).cast_mut()
    }

    /// The message itself; `None` if a program took it away.
    #[must_use]
    #[inline]
    pub fn raw(&self) -> Option<RawMsg> {
        let nlh = self.nm_nlh.get();
        // SAFETY: a message has room for a header at least.
        (!nlh.is_null()).then(|| unsafe { RawMsg::new(nlh) })
    }

    /// The credentials it came with, or is to be sent with.
    #[must_use]
    pub fn credentials(&self) -> Option<ucred> {
        (self.nm_flags.get() & CREDENTIALS_PRESENT != 0).then(|| self.nm_creds.get())
    }

    /// Whether it lies in a receive buffer, which is this one.
    #[must_use]
    #[inline]
    pub fn lies_in(&self, buffer: *mut Buffer) -> bool {
        ptr::eq(self.buffer.get(), buffer)
    }

    /// Adds a reference.
    #[inline]
    pub fn get(&self) {
        self.nm_refcnt.set(self.nm_refcnt.get().wrapping_add(1));
    }

    /// Gives a reference back; the last one frees the message and its memory.
    ///
    /// # Safety
    /// `message` is in malloc's memory, and the reference is the caller's and not used afterwards.
    #[inline]
    pub unsafe fn put(message: *mut Self) {
        // SAFETY: live by contract.
        let head = unsafe { &*message };
        let left = head.nm_refcnt.get().wrapping_sub(1);
        head.nm_refcnt.set(left);
        if left > 0 {
            return;
        }
        // SAFETY: nobody looks at it any more.
        unsafe { head.give_up_room() };
        // SAFETY: malloc's by contract, and no longer referred to.
        unsafe { libc::free(message.cast()) };
    }

    /// Frees the memory of the message, or gives the receive buffer back.
    ///
    /// # Safety
    /// Nobody uses what is there any more.
    #[inline]
    unsafe fn give_up_room(&self) {
        let buffer = self.buffer.get();
        if buffer.is_null() {
            // SAFETY: malloc's and the message's own.
            unsafe { libc::free(self.nm_nlh.get().cast()) };
        } else {
            // SAFETY: the reference is the message's.
            unsafe { Buffer::release(buffer) };
        }
    }

    /// Makes the room `size` bytes long. The message may move. One that lies in a receive buffer moves to
    /// memory of its own.
    ///
    /// # Errors
    /// [`Error::INVAL`] if there is that much already, [`Error::NOMEM`].
    pub fn expand(&self, size: usize) -> Result<(), Error> {
        let old = self.nm_size.get();
        if size <= old {
            return Err(Error::INVAL);
        }
        let room = self.nm_nlh.get().cast::<c_void>();
        let own = if self.buffer.get().is_null() { room } else { ptr::null_mut() };
        // SAFETY: NULL, or malloc's and the message's own.
        let new = unsafe { libc::realloc(own, size) };
        if new.is_null() {
            return Err(Error::NOMEM);
        }
        if own.is_null() {
            // SAFETY: the message is that long; the new room is longer.
            unsafe { ptr::copy_nonoverlapping(room.cast::<u8>(), new.cast::<u8>(), old) };
            // SAFETY: it is the copy that is used from now on.
            unsafe { self.give_up_room() };
            self.buffer.set(ptr::null_mut());
        }
        // SAFETY: within the new room.
        unsafe { ptr::write_bytes(new.cast::<u8>().wrapping_add(old), 0, size.wrapping_sub(old)) };
        self.nm_nlh.set(new.cast());
        self.nm_size.set(size);
        Ok(())
    }
}

/// `size` bytes of malloc's memory, all of them zero; NULL if there is not so much.
fn zeroed(size: usize) -> *mut u8 {
    /// What most messages are made with, `nlmsg_set_default_size()` aside, and some.
    const SMALL: usize = 8192;
    /// Much more at once and libc's `memset()` changes over to `rep stosb`, which is slow to start.
    const STEP: usize = 1024;

    if size > SMALL {
        // Memory that comes from the kernel is zero already, and calloc knows.
        // SAFETY: calloc may be called with any size.
        return unsafe { libc::calloc(1, size) }.cast();
    }
    // SAFETY: malloc may be called with any size.
    let room = unsafe { libc::malloc(size) }.cast::<u8>();
    let mut done = 0;
    while !room.is_null() && done < size {
        let step = size.wrapping_sub(done).min(STEP);
        // SAFETY: within the room.
        unsafe { ptr::write_bytes(room.wrapping_add(done), 0, step) };
        done = done.wrapping_add(step);
    }
    room
}

/// Appends `len` bytes, and as many more as make that a multiple of `pad`, a power of two or 0 for none.
/// Those are zero. The message is not padded first. Returns where the bytes are, or `None` if the message
/// is full.
#[inline]
#[must_use]
pub fn reserve(msg: &nl_msg, len: usize, pad: c_int) -> Option<*mut u8> {
    // SAFETY: a message has a header.
    let nlh = unsafe { RawMsg::new(msg.nm_nlh.get()) };
    let nlmsg_len = nlh.nlmsg_len();
    let padded = match pad {
        0 => len,
        pad => {
            let most = pad.wrapping_sub(1) as usize;
            len.wrapping_add(most) & !most
        }
    };
    let end = padded.checked_add(nlmsg_len as usize)?;
    // Less than `len` if it wrapped, or if `pad` is no power of two.
    if padded < len || !Message::of(msg).has_room(end) {
        return None;
    }
    let at = nlh.as_ptr().cast::<u8>().wrapping_add(nlmsg_len as usize);
    // SAFETY: writable.
    unsafe { nlh.set_len(u32::try_from(end).ok()?) };
    if padded > len {
        // SAFETY: within the room.
        return Some(unsafe { zero_behind(at, len, padded) });
    }
    Some(at)
}

/// Sets the bytes between `len` and `padded` to zero, and returns `at`.
///
/// # Safety
/// They are writable.
#[cold]
#[inline(never)]
unsafe fn zero_behind(at: *mut u8, len: usize, padded: usize) -> *mut u8 {
    // SAFETY: by contract.
    unsafe { ptr::write_bytes(at.wrapping_add(len), 0, padded.wrapping_sub(len)) };
    at
}

/// Appends `len` bytes at `data`, padded as by [`reserve`].
///
/// # Errors
/// [`Error::NOMEM`] if the message is full; [`Error::INVAL`] if the bytes are at NULL.
///
/// # Safety
/// `len` bytes at `data` are readable.
#[inline]
pub unsafe fn append(
    msg: &nl_msg,
    data: *const c_void,
    len: usize,
    pad: c_int,
) -> Result<(), Error> {
    if data.is_null() && len > 0 {
        return Err(Error::INVAL);
    }
    let at = reserve(msg, len, pad).ok_or(Error::NOMEM)?;
    // SAFETY: readable by contract; just reserved. Programs may append what is in the message.
    unsafe { ptr::copy(data.cast::<u8>(), at, len) };
    Ok(())
}

/// What messages are padded to.
const ALIGNTO: c_int = 4;

/// Fills in a message's header, and appends `payload` bytes if that is positive. The message is as long as
/// before if it has no room for them.
#[inline]
#[must_use]
pub fn set_header(msg: &nl_msg, fields: Fields, payload: c_int) -> Option<*mut nlmsghdr> {
    // SAFETY: a message has a header.
    let nlh = unsafe { RawMsg::new(msg.nm_nlh.get()) };
    if nlh.nlmsg_len() < nlmsg::HDRLEN_U32 {
        return None;
    }
    fields.write_to(nlh);
    if let Ok(payload @ 1..) = usize::try_from(payload) {
        reserve(msg, payload, ALIGNTO)?;
    }
    Some(nlh.as_ptr())
}

/// What a header says besides the length.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fields {
    /// `nlmsg_type`.
    pub kind: u16,
    /// `nlmsg_flags`.
    pub flags: u16,
    /// `nlmsg_seq`.
    pub seq: u32,
    /// `nlmsg_pid`.
    pub port: u32,
}

impl Fields {
    /// Of C's numbers.
    #[expect(clippy::cast_possible_truncation, reason = "the fields have 16 bits; C truncates too")]
    #[must_use]
    pub fn new(kind: c_int, flags: c_int, seq: u32, port: u32) -> Self {
        Self { kind: kind as u16, flags: flags as u16, seq, port }
    }

    /// Those of a header.
    #[must_use]
    pub fn of(nlh: RawMsg) -> Self {
        Self {
            kind: nlh.nlmsg_type(),
            flags: nlh.nlmsg_flags(),
            seq: nlh.nlmsg_seq(),
            port: nlh.nlmsg_pid(),
        }
    }

    /// Writes them to the header of a message under construction.
    #[inline]
    fn write_to(self, nlh: RawMsg) {
        // SAFETY: a message's own header is writable.
        unsafe { nlh.set_fields(self.kind, self.flags, self.seq, self.port) };
    }
}

/// Sets a message's credentials.
pub fn set_credentials(msg: &nl_msg, creds: ucred) {
    msg.nm_creds.set(creds);
    msg.nm_flags.set(msg.nm_flags.get() | CREDENTIALS_PRESENT);
}

/// A message's credentials, if they are set.
#[must_use]
pub fn credentials(msg: &nl_msg) -> Option<*mut ucred> {
    (msg.nm_flags.get() & CREDENTIALS_PRESENT != 0).then_some(msg.nm_creds.as_ptr())
}

/// A message of the default size with a header that says so much.
///
/// # Errors
/// [`Error::NOMEM`].
pub fn with_header(fields: Fields) -> Result<*mut Message, Error> {
    let message = Message::new(default_size())?;
    // SAFETY: just made.
    let room = unsafe { &*message }.nm_nlh.get();
    // SAFETY: room for a header at least.
    fields.write_to(unsafe { RawMsg::new(room) });
    Ok(message)
}

/// Takes an object that a message was found to hold, and the program's argument.
pub type Take = unsafe extern "C" fn(*mut nl_object, *mut c_void);

/// Where a parser delivers the objects of a message.
struct Delivery {
    take: Take,
    argument: *mut c_void,
}

/// Has a message read by the cache type that such messages are of, and hands the objects to `take`.
///
/// # Errors
/// [`Error::MSGTYPE_NOSUPPORT`] if no registered type has such messages; those of the type.
///
/// # Safety
/// `take` may be called with `argument`.
pub unsafe fn parse(msg: &nl_msg, take: Take, argument: *mut c_void) -> Result<c_int, Error> {
    let nlh = msg.nm_nlh.get();
    // SAFETY: a message has a header.
    let kind = unsafe { RawMsg::new(nlh) }.nlmsg_type();
    let associated = Associated::find(msg.nm_protocol.get(), kind);
    let associated = associated.ok_or(Error::MSGTYPE_NOSUPPORT)?;
    let mut delivery = Delivery { take, argument };
    let delivery = (&raw mut delivery).cast();
    let mut param = nl_parser_param { pp_cb: Some(deliver), pp_arg: delivery };
    // SAFETY: a message, and what deliver() expects.
    unsafe { fill::parse(associated.ops(), ptr::null_mut(), nlh, &raw mut param) }
}

/// Called by a parser, with what [`parse`] gave it.
unsafe extern "C" fn deliver(object: *mut nl_object, param: *mut nl_parser_param) -> c_int {
    // SAFETY: the parameter is the one of `parse`.
    let delivery = unsafe { (*param).pp_arg }.cast::<Delivery>();
    // SAFETY: lives as long as the parser runs.
    let Delivery { take, argument } = unsafe { &*delivery };
    // SAFETY: by the contract of `parse`.
    unsafe { take(object, *argument) };
    0
}

/// Bytes of room that [`nlmsg_alloc`](crate::capi::msg) gives; 0 for a page, whose size is looked up
/// when first needed.
static DEFAULT_SIZE: AtomicUsize = AtomicUsize::new(0);

/// Bytes of room of a message for which none are asked.
#[must_use]
#[inline]
pub fn default_size() -> usize {
    match DEFAULT_SIZE.load(Ordering::Relaxed) {
        0 => page_size(),
        size => size,
    }
}

/// Sets what [`default_size`] says, for the process; no less than a header.
pub fn set_default_size(size: usize) {
    DEFAULT_SIZE.store(size.max(nlmsg::HDRLEN), Ordering::Relaxed);
}

#[cold]
#[inline(never)]
fn page_size() -> usize {
    // SAFETY: sysconf takes any integer.
    let size = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096);
    // Unless a size was set meanwhile.
    match DEFAULT_SIZE.compare_exchange(0, size, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => size,
        Err(set) => set,
    }
}

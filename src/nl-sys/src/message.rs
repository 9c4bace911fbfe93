// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages: putting a request together, sending it, and reading what came.

use core::ffi::CStr;
use core::mem::ManuallyDrop;
use core::slice;

use libc::{c_int, nlmsghdr};
use wire::attr::{Attr, Attrs};

use crate::address::Address;
use crate::error::{Error, check};
use crate::ffi;
use crate::layout::{nl_msg, nl_sock};
use crate::plain::{self, Plain};

/// A message under construction.
#[derive(Clone, Copy, Debug)]
pub struct Builder(*mut nl_msg);

/// A message of ours; freed when dropped.
#[derive(Debug)]
pub struct Message(Builder);

impl Message {
    /// A message of type `kind`, with nothing behind its header.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn new(kind: c_int, flags: c_int) -> Result<Self, Error> {
        // SAFETY: takes any numbers.
        let msg = unsafe { ffi::nlmsg_alloc_simple(kind, flags) };
        if msg.is_null() { Err(Error::NOMEM) } else { Ok(Self(Builder(msg))) }
    }

    /// A message with room for `size` bytes, its header included.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn with_room(size: usize) -> Result<Self, Error> {
        // SAFETY: takes any number.
        let msg = unsafe { ffi::nlmsg_alloc_size(size) };
        if msg.is_null() { Err(Error::NOMEM) } else { Ok(Self(Builder(msg))) }
    }

    /// A message with the header of its family behind the netlink header.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn with_header(kind: c_int, flags: c_int, header: &impl Plain) -> Result<Self, Error> {
        let message = Self::new(kind, flags)?;
        message.append(plain::bytes(header))?;
        Ok(message)
    }

    /// Hands the message over to C.
    #[must_use]
    pub fn into_raw(self) -> *mut nl_msg {
        ManuallyDrop::new(self).0.0
    }

    /// Sends it, and waits for the answer unless the socket is told not to.
    ///
    /// # Errors
    /// Those of sending, and what the kernel answers.
    ///
    /// # Safety
    /// `sk` is a socket.
    pub unsafe fn send_sync(self, sk: *mut nl_sock) -> Result<c_int, Error> {
        if sk.is_null() {
            return Err(Error::BAD_SOCK);
        }
        // SAFETY: by contract; it frees the message.
        check(unsafe { ffi::nl_send_sync(sk, self.into_raw()) })
    }
}

impl core::ops::Deref for Message {
    type Target = Builder;

    fn deref(&self) -> &Builder {
        &self.0
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        // SAFETY: ours.
        unsafe { ffi::nlmsg_free(self.0.0) };
    }
}

impl Builder {
    /// A message of somebody else's.
    ///
    /// # Safety
    /// `msg` is live while the value is used.
    #[must_use]
    pub unsafe fn of(msg: *mut nl_msg) -> Self {
        Self(msg)
    }

    /// The message as C knows it.
    #[must_use]
    pub fn as_ptr(self) -> *mut nl_msg {
        self.0
    }

    /// Its header.
    #[must_use]
    pub fn header(self) -> *mut nlmsghdr {
        // SAFETY: live by the contract of `of`.
        unsafe { ffi::nlmsg_hdr(self.0) }
    }

    /// Bytes so far, its header included.
    #[must_use]
    pub fn len(self) -> usize {
        // SAFETY: a message's header.
        unsafe { os::raw::RawMsg::new(self.header()) }.nlmsg_len() as usize
    }

    /// Whether there is nothing in it, not even a header.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Overwrites bytes that are in it already, `at` bytes from the start of its header; nothing if it does
    /// not have so many.
    pub fn overwrite(self, at: usize, bytes: &[u8]) {
        if at.checked_add(bytes.len()).is_some_and(|end| end <= self.len()) {
            let to = self.header().cast::<u8>().wrapping_add(at);
            // SAFETY: so many bytes are there, and the caller's are elsewhere.
            unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), to, bytes.len()) };
        }
    }

    /// Appends bytes that are no attribute, padded.
    ///
    /// # Errors
    /// `NOMEM` if the message has no room.
    pub fn append(self, bytes: &[u8]) -> Result<(), Error> {
        let data = bytes.as_ptr().cast_mut().cast();
        // SAFETY: live by the contract of `of`; so many bytes are there.
        check(unsafe { ffi::nlmsg_append(self.0, data, bytes.len(), ALIGNTO) }).map(drop)
    }

    /// Appends an attribute.
    ///
    /// # Errors
    /// `NOMEM` if the message has no room, or the attribute would be too long.
    pub fn put(self, kind: u16, payload: &[u8]) -> Result<(), Error> {
        let len = c_int::try_from(payload.len()).map_err(|_| Error::NOMEM)?;
        let data = payload.as_ptr().cast();
        // SAFETY: live by the contract of `of`; so many bytes are there.
        check(unsafe { ffi::nla_put(self.0, c_int::from(kind), len, data) }).map(drop)
    }

    /// Appends an attribute that is a number or a structure.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn put_plain(self, kind: u16, value: &impl Plain) -> Result<(), Error> {
        self.put(kind, plain::bytes(value))
    }

    /// Appends an attribute without payload.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn put_flag(self, kind: u16) -> Result<(), Error> {
        self.put(kind, &[])
    }

    /// Appends an attribute that is a string, its NUL included.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn put_text(self, kind: u16, text: &CStr) -> Result<(), Error> {
        self.put(kind, text.to_bytes_with_nul())
    }

    /// Appends an attribute that is the bytes of an address; nothing if there is no address.
    ///
    /// # Errors
    /// As [`Self::put`].
    pub fn put_address(self, kind: u16, address: &Address) -> Result<(), Error> {
        if !address.is_set() {
            return Ok(());
        }
        let mut room = [0; Address::ROOM];
        let len = address.copy_to(&mut room);
        self.put(kind, room.get(..len).unwrap_or_default())
    }

    /// Appends an attribute with what `fill` appends inside. If that fails, or appends nothing, the
    /// attribute is taken back.
    ///
    /// # Errors
    /// `NOMEM`, and those of `fill`.
    pub fn nest(
        self,
        kind: u16,
        fill: impl FnOnce(Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.nest_as(kind, fill, ffi::nla_nest_end)
    }

    /// As [`Self::nest`], but keeps an attribute with nothing inside.
    ///
    /// # Errors
    /// `NOMEM`, and those of `fill`.
    pub fn nest_keep_empty(
        self,
        kind: u16,
        fill: impl FnOnce(Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.nest_as(kind, fill, ffi::nla_nest_end_keep_empty)
    }

    fn nest_as(
        self,
        kind: u16,
        fill: impl FnOnce(Self) -> Result<(), Error>,
        end: unsafe extern "C" fn(*mut nl_msg, *mut libc::nlattr) -> c_int,
    ) -> Result<(), Error> {
        // SAFETY: live by the contract of `of`.
        let start = unsafe { ffi::nla_nest_start(self.0, c_int::from(kind)) };
        if start.is_null() {
            return Err(Error::NOMEM);
        }
        if let Err(error) = fill(self) {
            // SAFETY: started in this message.
            unsafe { ffi::nla_nest_cancel(self.0, start) };
            return Err(error);
        }
        // SAFETY: as above.
        check(unsafe { end(self.0, start) }).map(drop)
    }
}

/// `NLMSG_ALIGNTO`
const ALIGNTO: c_int = 4;

/// What is behind the netlink header of a message.
///
/// # Safety
/// `nlh` is a message of `nlmsg_len` bytes, which stays as it is for `'a`.
#[must_use]
pub unsafe fn payload<'a>(nlh: *const nlmsghdr) -> &'a [u8] {
    // SAFETY: by contract.
    let len = unsafe { os::raw::RawMsg::new(nlh) }.nlmsg_len();
    let len = (len as usize).saturating_sub(wire::nlmsg::HDRLEN);
    let start = nlh.cast::<u8>().wrapping_add(wire::nlmsg::HDRLEN);
    // SAFETY: so many bytes are behind the header.
    unsafe { slice::from_raw_parts(start, len) }
}

/// The attributes of a C attribute's payload.
///
/// # Safety
/// `attr` is NULL or a valid attribute, which stays as it is for `'a`.
#[must_use]
pub unsafe fn attr_payload<'a>(attr: *const libc::nlattr) -> Option<&'a [u8]> {
    if attr.is_null() {
        return None;
    }
    // SAFETY: by contract.
    let attr = unsafe { os::raw::RawAttr::new(attr) };
    let len = usize::from(attr.nla_len()).saturating_sub(wire::attr::HDRLEN);
    // SAFETY: so many bytes are there.
    Some(unsafe { slice::from_raw_parts(attr.payload(), len) })
}

/// The attributes of a stream by type: those below `N`, the last one of each type.
#[derive(Clone, Copy, Debug)]
pub struct Table<'a, const N: usize>([Option<Attr<'a>>; N]);

impl<'a, const N: usize> Table<'a, N> {
    /// Sorts attributes by type.
    #[must_use]
    pub fn new(attrs: Attrs<'a>) -> Self {
        let mut table = [None; N];
        for attr in attrs {
            if let Some(place) = table.get_mut(usize::from(attr.kind())) {
                *place = Some(attr);
            }
        }
        Self(table)
    }

    /// The attribute of a type.
    #[must_use]
    pub fn get(&self, kind: u16) -> Option<Attr<'a>> {
        self.0.get(usize::from(kind)).copied().flatten()
    }

    /// Whether there is one of a type.
    #[must_use]
    pub fn has(&self, kind: u16) -> bool {
        self.get(kind).is_some()
    }

    /// The first byte of an attribute; `None` if it is missing or empty.
    #[must_use]
    pub fn u8(&self, kind: u16) -> Option<u8> {
        self.get(kind)?.u8()
    }

    /// The number in an attribute; `None` if it is missing or too short.
    #[must_use]
    pub fn u16(&self, kind: u16) -> Option<u16> {
        self.get(kind)?.u16()
    }

    /// The number in an attribute; `None` if it is missing or too short.
    #[must_use]
    pub fn u32(&self, kind: u16) -> Option<u32> {
        self.get(kind)?.u32()
    }

    /// The number in an attribute; `None` if it is missing or too short.
    #[must_use]
    pub fn u64(&self, kind: u16) -> Option<u64> {
        self.get(kind)?.u64()
    }

    /// The structure in an attribute; `None` if it is missing or too short.
    #[must_use]
    pub fn plain<T: Plain>(&self, kind: u16) -> Option<T> {
        plain::read(self.get(kind)?.payload())
    }

    /// The attributes in an attribute.
    #[must_use]
    pub fn nested<const M: usize>(&self, kind: u16) -> Option<Table<'a, M>> {
        Some(Table::new(self.get(kind)?.nested()))
    }

    /// The bytes of an attribute.
    #[must_use]
    pub fn bytes(&self, kind: u16) -> Option<&'a [u8]> {
        Some(self.get(kind)?.payload())
    }

    /// The address in an attribute; `None` if it is missing.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn address(&self, kind: u16, family: c_int) -> Result<Option<Address>, Error> {
        self.get(kind).map(|attr| Address::new(family, attr.payload())).transpose()
    }
}

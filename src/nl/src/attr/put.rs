// SPDX-License-Identifier: LGPL-2.1-or-later
//! Putting attributes at the end of a message, as far as it has room.

use libc::{c_char, c_int, c_void};
use nl_sys::error::Error;
use nl_sys::layout::{nl_addr, nl_data, nl_msg};
use os::raw::{RawAttr, RawMsg};
use wire::attr::Slot;
use wire::build::BuildError;

use crate::message::Message;

/// The message's header, and a slot for `len` bytes of payload behind what the message holds.
#[inline]
fn slot(msg: &nl_msg, len: usize) -> Result<(RawMsg, Slot), Error> {
    // SAFETY: a message has a header.
    let nlh = unsafe { RawMsg::new(msg.nm_nlh.get()) };
    match Slot::within(nlh.nlmsg_len(), len, usize::MAX) {
        Ok(slot) if Message::of(msg).has_room(slot.nlmsg_len as usize) => Ok((nlh, slot)),
        Ok(_) | Err(BuildError::Full) => Err(Error::NOMEM),
        Err(BuildError::AttrTooLong) => Err(Error::ATTRSIZE),
    }
}

/// What becomes of C's number for an attribute type.
#[expect(clippy::cast_possible_truncation, reason = "nla_type has 16 bits; C truncates too")]
#[inline]
#[must_use]
pub fn nla_type(kind: c_int) -> u16 {
    kind as u16
}

/// Adds an attribute and leaves its payload to the caller to write. It is zero unless something was
/// there before.
///
/// # Errors
/// [`Error::INVAL`] for a negative length, [`Error::ATTRSIZE`] for one that does not fit 16 bits,
/// [`Error::NOMEM`] if the message is full.
#[inline]
pub fn reserve(msg: &nl_msg, kind: c_int, len: c_int) -> Result<RawAttr, Error> {
    let len = usize::try_from(len).map_err(|_| Error::INVAL)?;
    let (nlh, slot) = slot(msg, len)?;
    // SAFETY: within the message's room.
    Ok(unsafe { nlh.reserve_in(&slot, nla_type(kind), len) })
}

/// Adds an attribute of `len` bytes at `data`.
///
/// # Errors
/// As [`reserve`]; [`Error::INVAL`] if the bytes are at NULL.
///
/// # Safety
/// `len` bytes at `data` are readable.
#[inline]
pub unsafe fn bytes(
    msg: &nl_msg,
    kind: c_int,
    len: usize,
    data: *const c_void,
) -> Result<(), Error> {
    if data.is_null() && len > 0 {
        return Err(Error::INVAL);
    }
    let (nlh, slot) = slot(msg, len)?;
    // SAFETY: within the message's room, and readable by contract.
    unsafe { nlh.put_in(&slot, nla_type(kind), len, data) };
    Ok(())
}

/// Adds an attribute of a plain value.
///
/// # Errors
/// [`Error::NOMEM`] if the message is full.
#[inline]
pub fn value<T: Copy>(msg: &nl_msg, kind: c_int, value: T) -> Result<(), Error> {
    let (nlh, slot) = slot(msg, size_of::<T>())?;
    // SAFETY: within the message's room.
    unsafe { nlh.put_value_in(&slot, nla_type(kind), value) };
    Ok(())
}

/// Adds an attribute of a string and its NUL.
///
/// # Errors
/// As [`bytes`].
///
/// # Safety
/// `text` is NULL or a string.
#[inline]
pub unsafe fn string(msg: &nl_msg, kind: c_int, text: *const c_char) -> Result<(), Error> {
    if text.is_null() {
        return Err(Error::INVAL);
    }
    // SAFETY: a string by contract.
    let len = unsafe { libc::strlen(text) };
    // SAFETY: the NUL is part of it.
    unsafe { bytes(msg, kind, len.wrapping_add(1), text.cast()) }
}

/// [`bytes`], for what is seldom put.
///
/// # Errors
/// As [`bytes`].
///
/// # Safety
/// As [`bytes`].
#[inline(never)]
unsafe fn other_bytes(
    msg: &nl_msg,
    kind: c_int,
    len: usize,
    data: *const c_void,
) -> Result<(), Error> {
    // SAFETY: by contract.
    unsafe { bytes(msg, kind, len, data) }
}

/// Adds an attribute of abstract data.
///
/// # Errors
/// As [`bytes`].
pub fn data(msg: &nl_msg, kind: c_int, data: &nl_data) -> Result<(), Error> {
    // SAFETY: the data is as long as it says.
    unsafe { other_bytes(msg, kind, data.d_size.get(), data.d_data.get()) }
}

/// Adds an attribute of an address.
///
/// # Errors
/// As [`bytes`]; [`Error::INVAL`] for an empty address.
pub fn address(msg: &nl_msg, kind: c_int, addr: &nl_addr) -> Result<(), Error> {
    let len = addr.a_len.get();
    if len == 0 {
        return Err(Error::INVAL);
    }
    // SAFETY: the bytes follow the structure, and are as many as it says.
    unsafe { other_bytes(msg, kind, len as usize, addr.a_addr.as_ptr().cast()) }
}

/// Adds an attribute of all that is behind the header of another message.
///
/// # Errors
/// As [`bytes`].
pub fn payload_of(msg: &nl_msg, kind: c_int, nested: &nl_msg) -> Result<(), Error> {
    // SAFETY: a message has a header.
    let nlh = unsafe { RawMsg::new(nested.nm_nlh.get()) };
    let len = crate::header::payload_len(nlh);
    let len = usize::try_from(len).map_err(|_| Error::INVAL)?;
    // SAFETY: a message is as long as it says.
    unsafe { other_bytes(msg, kind, len, nlh.payload(0).cast()) }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Nests: attributes of attributes, opened, filled and closed.

use core::ptr;

use libc::{c_int, nlattr};
use nl_sys::error::Error;
use nl_sys::layout::nl_msg;
use os::raw::{RawAttr, RawMsg};
use wire::{align_u32, attr, nlmsg};

use super::put;

/// Opens a nest.
///
/// # Errors
/// [`Error::NOMEM`] if the message is full.
#[inline]
pub fn start(msg: &nl_msg, kind: c_int) -> Result<RawAttr, Error> {
    put::reserve(msg, kind | c_int::from(attr::F_NESTED), 0)
}

/// Closes a nest. One with nothing in it is removed, unless `keep_empty`.
///
/// # Errors
/// [`Error::ATTRSIZE`] for one whose length does not fit 16 bits: it is removed with all it holds.
/// [`Error::NOMEM`] if there is no room for the padding of what was put into it last.
///
/// # Safety
/// `start` is NULL or what [`start`] gave, and nothing before it has been removed since.
#[inline]
pub unsafe fn end(msg: &nl_msg, start: *mut nlattr, keep_empty: bool) -> Result<(), Error> {
    // SAFETY: a message has a header.
    let nlh = unsafe { RawMsg::new(msg.nm_nlh.get()) };
    let nlmsg_len = nlh.nlmsg_len();
    let tail = nlh.tail();
    let len = tail.addr().wrapping_sub(start.addr());
    let Some(nla_len @ attr::HDRLEN_U16..) = u16::try_from(len).ok() else {
        return Err(too_long(msg, start));
    };
    if nla_len == attr::HDRLEN_U16 && !keep_empty {
        cancel(msg, start);
        return Ok(());
    }
    if align_u32(nlmsg_len) != nlmsg_len {
        pad(msg, nlh, nlmsg_len)?;
    }
    // SAFETY: no more than 65,535 bytes before the end of the message.
    let nest = unsafe { RawAttr::new(start) };
    // SAFETY: within the message.
    unsafe { nest.set_len(nla_len) };
    Ok(())
}

#[cold]
#[inline(never)]
fn too_long(msg: &nl_msg, start: *const nlattr) -> Error {
    cancel(msg, start);
    Error::ATTRSIZE
}

/// Adds the padding that the last thing in the message lacks.
#[cold]
#[inline(never)]
fn pad(msg: &nl_msg, nlh: RawMsg, nlmsg_len: u32) -> Result<(), Error> {
    let end = align_u32(nlmsg_len);
    if end < nlmsg_len || end as usize > msg.nm_size.get() {
        return Err(Error::NOMEM);
    }
    let at = nlh.as_ptr().cast::<u8>().wrapping_add(nlmsg_len as usize);
    // SAFETY: within the message's room.
    unsafe { ptr::write_bytes(at, 0, end.wrapping_sub(nlmsg_len) as usize) };
    // SAFETY: writable.
    unsafe { nlh.set_len(end) };
    Ok(())
}

/// Takes `from`, an attribute in the message, and all behind it out of the message again, and sets the
/// bytes to zero. Nothing happens for NULL, or for a pointer to somewhere else.
pub fn cancel(msg: &nl_msg, from: *const nlattr) {
    // SAFETY: a message has a header.
    let nlh = unsafe { RawMsg::new(msg.nm_nlh.get()) };
    let nlmsg_len = nlh.nlmsg_len();
    let Some(offset) = from.addr().checked_sub(nlh.as_ptr().addr()) else {
        return;
    };
    let Ok(len @ nlmsg::HDRLEN_U32..) = u32::try_from(offset) else {
        return;
    };
    let Some(cut) = nlmsg_len.checked_sub(len) else {
        return;
    };
    // SAFETY: within the message.
    unsafe { ptr::write_bytes(nlh.as_ptr().cast::<u8>().wrapping_add(offset), 0, cut as usize) };
    // SAFETY: writable.
    unsafe { nlh.set_len(len) };
}

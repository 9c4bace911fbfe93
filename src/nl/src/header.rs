// SPDX-License-Identifier: LGPL-2.1-or-later
//! The arithmetic of message headers: where things are, and how long.
//!
//! Sizes are C's `int`s here, and wrap where C's would.

use core::hint;

use libc::{c_int, nlattr, nlmsghdr};
use nl_sys::error::Error;
use os::raw::RawMsg;
use wire::{align_u32, nlmsg};

/// Rounds a size up to the next multiple of four.
#[inline]
#[must_use]
pub const fn align(size: c_int) -> c_int {
    align_u32(size.cast_unsigned()).cast_signed()
}

/// Bytes of a message of `payload` bytes, without padding.
#[inline]
#[must_use]
pub const fn size(payload: c_int) -> c_int {
    payload.wrapping_add(nlmsg::HDRLEN_INT)
}

/// 0 for NULL, said out of line and in a way the compiler cannot see through: it would merge the test for
/// NULL with others at the price of both.
#[cold]
#[inline(never)]
#[must_use]
pub fn not_ok() -> c_int {
    hint::black_box(0)
}

/// A header that is there.
///
/// # Safety
/// `nlh` is NULL, or its header stays readable for as long as the value is used.
#[inline]
pub unsafe fn given(nlh: *const nlmsghdr) -> Option<RawMsg> {
    // SAFETY: by contract.
    (!nlh.is_null()).then(|| unsafe { RawMsg::new(nlh) })
}

/// Bytes behind the header; negative for a length that is none.
#[inline]
#[must_use]
pub fn payload_len(nlh: RawMsg) -> c_int {
    nlh.nlmsg_len().wrapping_sub(nlmsg::HDRLEN_U32).cast_signed()
}

/// Where the attributes are, behind a protocol header of `hdrlen` bytes.
#[inline]
#[must_use]
pub fn attrs(nlh: RawMsg, hdrlen: c_int) -> *mut nlattr {
    // In 64 bits, where nothing wraps.
    #[expect(clippy::cast_possible_truncation, reason = "pointers have 64 bits")]
    let offset = ((i64::from(hdrlen) + 3) & !3) as isize;
    nlh.payload(0).wrapping_offset(offset).cast()
}

/// Bytes of attributes; negative if the protocol header is longer than the message.
#[inline]
#[must_use]
pub fn attrs_len(nlh: RawMsg, hdrlen: c_int) -> c_int {
    payload_len(nlh).wrapping_sub(align(hdrlen))
}

/// Whether the message is long enough for a protocol header of `hdrlen` bytes.
#[inline]
#[must_use]
pub fn has_room_for(nlh: RawMsg, hdrlen: c_int) -> bool {
    nlh.nlmsg_len() >= size(hdrlen).cast_unsigned()
}

/// The attributes of a message: where and how many bytes.
///
/// # Errors
/// [`Error::MSG_TOOSHORT`] if there is no message that long, or if `hdrlen` is negative.
#[inline]
pub fn stream(nlh: Option<RawMsg>, hdrlen: c_int) -> Result<(*mut nlattr, c_int), Error> {
    let nlh = nlh.filter(|&nlh| align(hdrlen) >= 0 && has_room_for(nlh, hdrlen));
    let nlh = nlh.ok_or(Error::MSG_TOOSHORT)?;
    Ok((attrs(nlh, hdrlen), attrs_len(nlh, hdrlen)))
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Where things are in a generic netlink message: netlink header, generic netlink header, the family's
//! own header, attributes.

use libc::{c_int, c_void, genlmsghdr, nlattr, nlmsghdr};
use os::raw::RawMsg;
use wire::nlmsg;

/// Bytes of the generic netlink header.
pub const GENL_HDRLEN: c_int = 4;
const HDRLEN: c_int = nlmsg::HDRLEN_INT;

const _: () = assert!(size_of::<genlmsghdr>() == 4 && HDRLEN == 16);

/// `len` rounded up to a multiple of 4, as the C macro does it.
const fn align(len: c_int) -> c_int {
    len.wrapping_add(3) & !3
}

/// Bytes behind the generic netlink header, as the header of the message says; negative if that is short.
///
/// # Safety
/// The header is that of a message.
#[must_use]
pub unsafe fn len(gnlh: *const genlmsghdr) -> c_int {
    let nlh = gnlh.cast::<u8>().wrapping_sub(nlmsg::HDRLEN).cast::<nlmsghdr>();
    // SAFETY: the message starts there, by contract.
    let len = unsafe { RawMsg::new(nlh) }.nlmsg_len();
    len.cast_signed().wrapping_sub(HDRLEN + GENL_HDRLEN)
}

/// What follows the generic netlink header.
#[must_use]
pub fn user_header(gnlh: *const genlmsghdr) -> *mut c_void {
    gnlh.wrapping_add(1).cast_mut().cast()
}

/// What follows a family's own header of `hdrlen` bytes.
#[must_use]
pub fn user_data(gnlh: *const genlmsghdr, hdrlen: c_int) -> *mut c_void {
    user_header(gnlh).wrapping_byte_offset(align(hdrlen) as isize)
}

/// Bytes there; negative if the message is short.
///
/// # Safety
/// The header is that of a message.
#[must_use]
pub unsafe fn user_datalen(gnlh: *const genlmsghdr, hdrlen: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { len(gnlh) }.wrapping_sub(align(hdrlen))
}

/// The generic netlink header of a message.
#[must_use]
pub fn header(nlh: *const nlmsghdr) -> *mut genlmsghdr {
    nlh.wrapping_add(1).cast_mut().cast()
}

/// Whether a message is long enough for its headers.
///
/// # Safety
/// There is a netlink header.
#[must_use]
pub unsafe fn is_valid(nlh: *const nlmsghdr, hdrlen: c_int) -> bool {
    // SAFETY: by contract.
    let length = unsafe { RawMsg::new(nlh) }.nlmsg_len();
    let needed = i64::from(HDRLEN + GENL_HDRLEN) + ((i64::from(hdrlen) + 3) & !3);
    hdrlen >= 0 && i64::from(length) >= needed && c_int::try_from(length).is_ok()
}

/// The attributes of a message that [`is_valid`], and how many bytes they are.
///
/// # Safety
/// The message is valid.
#[must_use]
pub unsafe fn attrs(nlh: *const nlmsghdr, hdrlen: c_int) -> (*mut nlattr, c_int) {
    let gnlh = header(nlh);
    // SAFETY: by contract.
    (user_data(gnlh, hdrlen).cast(), unsafe { user_datalen(gnlh, hdrlen) })
}

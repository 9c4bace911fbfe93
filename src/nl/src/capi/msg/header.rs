// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages: sizes, the parts of one, and the attributes in it.

use core::ptr;

use libc::{c_int, c_void, nlattr, nlmsghdr};
use nl_sys::error::IntoC;
use nl_sys::layout::nla_policy;
use os::raw::RawMsg;
use wire::{align_u32, nlmsg};

use crate::attr::parse;
use crate::header;

/// Bytes of a message of `payload` bytes, without padding.
///
/// C: `nlh->nlmsg_len = nlmsg_size(sizeof(struct ifinfomsg));`
#[unsafe(no_mangle)]
pub extern "C" fn nlmsg_size(payload: c_int) -> c_int {
    header::size(payload)
}

/// Bytes that a message of `payload` bytes takes in a datagram, padding included.
///
/// C: `size += nlmsg_total_size(payload);`
#[unsafe(no_mangle)]
pub extern "C" fn nlmsg_total_size(payload: c_int) -> c_int {
    header::align(header::size(payload))
}

/// Bytes of padding behind `payload` bytes.
///
/// C: `int pad = nlmsg_padlen(payload);`
#[unsafe(no_mangle)]
pub extern "C" fn nlmsg_padlen(payload: c_int) -> c_int {
    payload.wrapping_neg() & 3
}

/// What follows the header of a message.
///
/// C: `struct ifinfomsg *ifi = nlmsg_data(nlh);`
///
/// # Safety
/// `nlh` is not looked at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_data(nlh: *const nlmsghdr) -> *mut c_void {
    // SAFETY: the header is not looked at.
    unsafe { RawMsg::new(nlh) }.payload(0).cast()
}

/// Bytes behind the header; 0 for NULL.
///
/// C: `if (nlmsg_datalen(nlh) < (int)sizeof(struct ifinfomsg)) ...`
///
/// Negative for a message that `nlmsg_ok()` refuses because it is shorter than its header.
///
/// # Safety
/// `nlh` is NULL or points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_datalen(nlh: *const nlmsghdr) -> c_int {
    // SAFETY: by contract.
    unsafe { header::given(nlh) }.map_or(0, header::payload_len)
}

/// Where a message ends, its padding included; NULL for NULL.
///
/// C: `struct nlattr *next = nlmsg_tail(nlh);`
///
/// # Safety
/// `nlh` is NULL or points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_tail(nlh: *const nlmsghdr) -> *mut c_void {
    // SAFETY: by contract.
    unsafe { header::given(nlh) }.map_or(ptr::null_mut(), |nlh| nlh.tail().cast())
}

/// Where the attributes of a message start, behind a protocol header of `hdrlen` bytes.
///
/// C: `struct nlattr *head = nlmsg_attrdata(nlh, sizeof(struct ifinfomsg));`
///
/// # Safety
/// `nlh` is not looked at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_attrdata(nlh: *const nlmsghdr, hdrlen: c_int) -> *mut nlattr {
    // SAFETY: the header is not looked at.
    header::attrs(unsafe { RawMsg::new(nlh) }, hdrlen)
}

/// Bytes of attributes, behind a protocol header of `hdrlen` bytes; 0 for NULL.
///
/// C: `int len = nlmsg_attrlen(nlh, sizeof(struct ifinfomsg));`
///
/// Negative if the message is shorter than the two headers; functions that take a length take it as none.
///
/// # Safety
/// `nlh` is NULL or points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_attrlen(nlh: *const nlmsghdr, hdrlen: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { header::given(nlh) }.map_or(0, |nlh| header::attrs_len(nlh, hdrlen))
}

/// 1 if a message is long enough for a protocol header of `hdrlen` bytes, otherwise 0.
///
/// C: `if (!nlmsg_valid_hdr(nlh, sizeof(struct ifinfomsg))) ...`
///
/// # Safety
/// `nlh` is NULL or points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_valid_hdr(nlh: *const nlmsghdr, hdrlen: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { header::given(nlh) }.is_some_and(|nlh| header::has_room_for(nlh, hdrlen)).into()
}

/// 1 if a message stands whole in the `remaining` bytes that are left of a datagram, otherwise 0.
///
/// C: `for (nlh = buf; nlmsg_ok(nlh, left); nlh = nlmsg_next(nlh, &left))`
///
/// To be asked before anything else is done with a message.
///
/// # Safety
/// `nlh` is NULL, or `remaining` bytes there are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_ok(nlh: *const nlmsghdr, remaining: c_int) -> c_int {
    if remaining < nlmsg::HDRLEN_INT {
        return 0;
    }
    if nlh.is_null() {
        return header::not_ok();
    }
    // SAFETY: at least a header is left.
    nlmsg::ok(unsafe { RawMsg::new(nlh) }.nlmsg_len(), remaining).into()
}

/// Where the next message of a datagram is, and in `*remaining` the bytes left from there.
///
/// C: `nlh = nlmsg_next(nlh, &left);`
///
/// `nlmsg_ok()` says whether there is one. `*remaining` becomes negative if the last message lacks its
/// padding.
///
/// # Safety
/// `nlh` points to a message that `nlmsg_ok()` found good (it says 0 for NULL); `remaining` may be written
/// to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_next(nlh: *mut nlmsghdr, remaining: *mut c_int) -> *mut nlmsghdr {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    let stride = align_u32(nlh.nlmsg_len()).cast_signed();
    // SAFETY: readable by contract.
    let left = unsafe { remaining.read() };
    // SAFETY: writable by contract.
    unsafe { remaining.write(left.wrapping_sub(stride)) };
    nlh.as_ptr().wrapping_byte_offset(stride as isize)
}

/// Fills an index of a message's attributes, behind a protocol header of `hdrlen` bytes.
///
/// C: `err = nlmsg_parse(nlh, sizeof(struct ifinfomsg), tb, IFLA_MAX, policy);`
///
/// As `nla_parse()`. `-NLE_MSG_TOOSHORT` for a message too short for the protocol header, and for NULL; then
/// `tb` is left alone.
///
/// # Safety
/// `nlh` is NULL or points to a message that is readable as far as it says; `tb` and `policy` are NULL or
/// have `maxtype` + 1 elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_parse(
    nlh: *mut nlmsghdr,
    hdrlen: c_int,
    tb: *mut *mut nlattr,
    maxtype: c_int,
    policy: *const nla_policy,
) -> c_int {
    // SAFETY: by contract.
    let nlh = unsafe { header::given(nlh) };
    match header::stream(nlh, hdrlen) {
        // SAFETY: by contract.
        Ok((head, len)) => unsafe { parse::index(tb, maxtype, head, len, policy) }.into_c(),
        Err(error) => Err::<(), _>(error).into_c(),
    }
}

/// The first attribute of a type in a message, behind a protocol header of `hdrlen` bytes; NULL if there
/// is none.
///
/// C: `struct nlattr *name = nlmsg_find_attr(nlh, sizeof(struct ifinfomsg), IFLA_IFNAME);`
///
/// # Safety
/// `nlh` is NULL or points to a message that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_find_attr(
    nlh: *mut nlmsghdr,
    hdrlen: c_int,
    attrtype: c_int,
) -> *mut nlattr {
    // SAFETY: by contract.
    let nlh = unsafe { header::given(nlh) };
    let Ok((head, len)) = header::stream(nlh, hdrlen) else {
        return ptr::null_mut();
    };
    // SAFETY: by contract.
    unsafe { parse::find(head, len, attrtype) }.map_or(ptr::null_mut(), |nla| nla.as_ptr())
}

/// Checks a message's attributes against a policy.
///
/// C: `err = nlmsg_validate(nlh, sizeof(struct ifinfomsg), IFLA_MAX, policy);`
///
/// As `nla_validate()`. `-NLE_MSG_TOOSHORT` for a message too short for the protocol header, and for NULL.
///
/// # Safety
/// `nlh` is NULL or points to a message that is readable as far as it says; `policy` is NULL or has
/// `maxtype` + 1 elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_validate(
    nlh: *mut nlmsghdr,
    hdrlen: c_int,
    maxtype: c_int,
    policy: *const nla_policy,
) -> c_int {
    // SAFETY: by contract.
    let nlh = unsafe { header::given(nlh) };
    match header::stream(nlh, hdrlen) {
        // SAFETY: by contract.
        Ok((head, len)) => unsafe { parse::validate(head, len, maxtype, policy) }.into_c(),
        Err(error) => Err::<(), _>(error).into_c(),
    }
}

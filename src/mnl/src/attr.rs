// SPDX-License-Identifier: LGPL-2.1-or-later
//! Walking over attributes in C memory, and checking them.

use libc::{c_int, c_void};
use os::errno::{Errno, invalid_argument};
use os::raw::{RawAttr, RawMsg};
use wire::datatype::Invalid;
use wire::{align_u32, attr, nlmsg};

use crate::types::{MNL_CB_OK, mnl_attr_cb_t};

/// Calls `cb` for each attribute of the `left` bytes at `first`, until it returns 0 or less.
///
/// Returns what the last call returned, or [`MNL_CB_OK`] if there was none. The walk ends without
/// an error at the first attribute that does not fit. Without a callback it is -1 and `EINVAL`,
/// unless there is nothing to call it for.
///
/// # Safety
/// If `left` is positive, that many bytes at `first` are readable. `cb` may be called with
/// attributes of them and `data`.
#[inline]
pub(crate) unsafe fn walk(
    first: *const u8,
    left: i32,
    cb: mnl_attr_cb_t,
    data: *mut c_void,
) -> c_int {
    let Some(cb) = cb else {
        // SAFETY: by contract.
        return unsafe { walk_without_callback(first, left) };
    };
    let mut ret = MNL_CB_OK;
    let mut at = first;
    let mut left = left;
    while left >= attr::HDRLEN_INT {
        // SAFETY: at least a header is left.
        let attr = unsafe { RawAttr::new(at.cast()) };
        // Read once: what `cb` does to the attribute cannot derail the walk.
        let nla_len = attr.nla_len();
        if !attr::ok(nla_len, left) {
            break;
        }
        // SAFETY: by contract, and the attribute is whole.
        ret = unsafe { cb(attr.as_ptr(), data) };
        if ret <= 0 {
            break;
        }
        let stride = attr::stride(nla_len);
        at = at.wrapping_add(stride as usize);
        left -= stride.cast_signed();
    }
    ret
}

/// # Safety
/// If `left` is positive, that many bytes at `first` are readable.
#[cold]
#[inline(never)]
unsafe fn walk_without_callback(first: *const u8, left: i32) -> c_int {
    // SAFETY: at least a header is readable if it is looked at.
    let any =
        left >= attr::HDRLEN_INT && attr::ok(unsafe { RawAttr::new(first.cast()) }.nla_len(), left);
    if any { invalid_argument() } else { MNL_CB_OK }
}

/// Where the attributes of a message start behind `offset` bytes of protocol header, and the bytes
/// from there to its aligned end: 0 if the message does not reach that far, or claims more than an
/// `int` can say.
#[inline]
pub(crate) fn behind(nlh: RawMsg, offset: u32) -> (*const u8, i32) {
    let end = i64::from(align_u32(nlh.nlmsg_len()).cast_signed());
    // As in RawMsg::payload.
    let start = (i64::from(offset) + i64::from(nlmsg::HDRLEN_U32) + 3) & !3;
    let first = nlh.payload(offset as usize);
    (first, i32::try_from(end - start).unwrap_or(0))
}

/// The payload bytes of a nest, as a walk wants them; 0 for an attribute shorter than its header.
#[inline]
pub(crate) fn nest_len(nest: RawAttr) -> i32 {
    i32::from(nest.nla_len()) - attr::HDRLEN_INT
}

/// The last byte of a payload, for a check that has seen how long it is.
///
/// # Safety
/// The payload is readable as far as `nla_len` says, and `last` is within it.
#[inline]
pub(crate) unsafe fn byte(nla: RawAttr, last: usize) -> u8 {
    // SAFETY: by contract.
    unsafe { nla.load(last) }
}

/// Reports in libmnl's way that a payload is not of its type.
#[cold]
#[inline(never)]
pub(crate) fn refuse(invalid: Invalid) -> c_int {
    Errno(match invalid {
        Invalid::Length => libc::ERANGE,
        Invalid::UnknownType | Invalid::Unterminated => libc::EINVAL,
    })
    .fail()
}

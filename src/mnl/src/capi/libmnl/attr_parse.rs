// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: walking over them, and checking them.

use libc::{c_int, c_uint, c_void, nlattr, nlmsghdr};
use os::errno::{Errno, invalid_argument};
use os::raw::{RawAttr, RawMsg};
use wire::{attr, datatype};

use super::int;
use crate::attr::{behind, byte, nest_len, refuse, walk};
use crate::types::mnl_attr_cb_t;

/// `enum mnl_attr_data_type`, as any integer C may pass.
pub type mnl_attr_data_type = c_uint;

/// Whether there is a whole attribute in the `len` bytes at `attr`.
///
/// C: `for (; mnl_attr_ok(attr, end - (char *)attr); attr = mnl_attr_next(attr))`
///
/// # Safety
/// `len` bytes at `attr` are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_ok(attr: *const nlattr, len: c_int) -> bool {
    if len < attr::HDRLEN_INT {
        return false;
    }
    // SAFETY: at least a header is readable.
    attr::ok(unsafe { RawAttr::new(attr) }.nla_len(), len)
}

/// The attribute behind `attr`, if there is one: check with `mnl_attr_ok()` before use.
///
/// C: `attr = mnl_attr_next(attr);`
///
/// # Safety
/// `attr` is an attribute that `mnl_attr_ok()` accepted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_next(attr: *const nlattr) -> *mut nlattr {
    // SAFETY: by contract.
    unsafe { RawAttr::new(attr) }.next()
}

/// Whether the attribute's type is at most `maxtype`.
///
/// C: `if (mnl_attr_type_valid(attr, IFLA_MAX) < 0) return MNL_CB_OK;`
///
/// Returns 1 if so, else -1 with errno `EOPNOTSUPP`: the kernel is newer than the program, which
/// is no failure.
///
/// # Safety
/// `attr` points to an attribute header or is NULL (`EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_type_valid(attr: *const nlattr, maxtype: u16) -> c_int {
    if attr.is_null() {
        return invalid_argument();
    }
    // SAFETY: by contract.
    if unsafe { RawAttr::new(attr) }.kind() > maxtype {
        return Errno(libc::EOPNOTSUPP).fail();
    }
    1
}

/// Whether the payload is of the given type.
///
/// C: `if (mnl_attr_validate(attr, MNL_TYPE_U32) < 0) { perror("mtu"); return MNL_CB_ERROR; }`
///
/// Returns 0, or -1 with errno: `ERANGE` for a wrong length, `EINVAL` for a type that does not
/// exist or a `MNL_TYPE_NUL_STRING` without its terminator. Integers must have exactly their size,
/// `MNL_TYPE_FLAG` no payload, strings at least one byte, `MNL_TYPE_NESTED` none or at least an
/// attribute header; the other types accept everything.
///
/// # Safety
/// `attr` is a whole attribute, or NULL (`EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_validate(
    attr: *const nlattr,
    r#type: mnl_attr_data_type,
) -> c_int {
    // First and apart: the shortest way out for a caller that probes for types.
    if r#type >= datatype::MAX {
        return invalid_argument();
    }
    if attr.is_null() {
        return invalid_argument();
    }
    // SAFETY: by contract.
    let attr = unsafe { RawAttr::new(attr) };
    // SAFETY: the attribute is whole by contract.
    let last_byte = |last| unsafe { byte(attr, last) };
    match datatype::check(attr.nla_len(), r#type, last_byte) {
        Ok(()) => 0,
        Err(invalid) => refuse(invalid),
    }
}

/// Whether the payload is of the given type and has exactly `len` bytes.
///
/// C: `if (mnl_attr_validate2(attr, MNL_TYPE_BINARY, sizeof(struct in6_addr)) < 0) return -1;`
///
/// Like `mnl_attr_validate()`, but `len` replaces the size of the integer types; 0 asks for no
/// length.
///
/// # Safety
/// `attr` is a whole attribute, or NULL (`EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_validate2(
    attr: *const nlattr,
    r#type: mnl_attr_data_type,
    len: usize,
) -> c_int {
    if attr.is_null() {
        return invalid_argument();
    }
    // SAFETY: by contract.
    let attr = unsafe { RawAttr::new(attr) };
    // SAFETY: the attribute is whole by contract.
    let last_byte = |last| unsafe { byte(attr, last) };
    match datatype::check_exact(attr.nla_len(), r#type, len, last_byte) {
        Ok(()) => 0,
        Err(invalid) => refuse(invalid),
    }
}

/// Calls `cb` for each attribute of a message, behind `offset` bytes of protocol header.
///
/// C: `mnl_attr_parse(nlh, sizeof(struct ifinfomsg), data_attr_cb, tb);`
///
/// Stops when `cb` returns 0 or less, and without an error at the first attribute that is not
/// whole. Returns what the last call of `cb` returned, or `MNL_CB_OK` if there was none; -1 with
/// errno `EINVAL` if `nlh` is NULL, or `cb` is and there is an attribute. The buffer must hold
/// `nlmsg_len` rounded up to four bytes: the last attribute may reach into the padding.
///
/// # Safety
/// `nlh` is a message that `mnl_nlmsg_ok()` accepted, in a buffer that holds `nlmsg_len` rounded up
/// to four; or NULL, as may be `cb` (-1, `EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_parse(
    nlh: *const nlmsghdr,
    offset: c_uint,
    cb: mnl_attr_cb_t,
    data: *mut c_void,
) -> c_int {
    if nlh.is_null() {
        return invalid_argument();
    }
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    let (first, left) = behind(nlh, offset);
    // SAFETY: the message is whole by contract.
    unsafe { walk(first, left, cb, data) }
}

/// Calls `cb` for each attribute within an attribute.
///
/// C: `mnl_attr_parse_nested(tb[IFLA_LINKINFO], link_info_cb, info);`
///
/// Otherwise like `mnl_attr_parse()`. Neither `NLA_F_NESTED` nor the type of `nested` is looked at.
///
/// # Safety
/// `nested` is a whole attribute, or NULL, as may be `cb` (-1, `EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_parse_nested(
    nested: *const nlattr,
    cb: mnl_attr_cb_t,
    data: *mut c_void,
) -> c_int {
    if nested.is_null() {
        return invalid_argument();
    }
    // SAFETY: by contract.
    let nested = unsafe { RawAttr::new(nested) };
    // SAFETY: the attribute is whole by contract.
    unsafe { walk(nested.payload(), nest_len(nested), cb, data) }
}

/// Calls `cb` for each attribute in `payload_len` bytes at `payload`.
///
/// C: `mnl_attr_parse_payload(mnl_attr_get_payload(attr), mnl_attr_get_payload_len(attr), cb, tb);`
///
/// Otherwise like `mnl_attr_parse()`. Since libmnl 1.0.3.
///
/// # Safety
/// The bytes are readable; or `payload` is NULL, as may be `cb` (-1, `EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_parse_payload(
    payload: *const c_void,
    payload_len: usize,
    cb: mnl_attr_cb_t,
    data: *mut c_void,
) -> c_int {
    // As in libmnl the length is an int; one that is negative then holds no attribute.
    let left = int(payload_len);
    if payload.is_null() && left >= attr::HDRLEN_INT {
        return invalid_argument();
    }
    // SAFETY: the bytes are readable by contract.
    unsafe { walk(payload.cast(), left, cb, data) }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: sizes, and the parts of one.

use libc::{c_int, c_void, nlattr};
use os::raw::RawAttr;
use wire::attr;

use crate::attr::get;
use crate::header;

/// Bytes of an attribute of `payload` bytes, without padding.
///
/// C: `size += nla_attr_size(sizeof(uint32_t));`
#[unsafe(no_mangle)]
pub extern "C" fn nla_attr_size(payload: c_int) -> c_int {
    payload.wrapping_add(attr::HDRLEN_INT)
}

/// Bytes that an attribute of `payload` bytes takes in a message, padding included.
///
/// C: `size += nla_total_size(strlen(name) + 1);`
#[unsafe(no_mangle)]
pub extern "C" fn nla_total_size(payload: c_int) -> c_int {
    header::align(payload.wrapping_add(attr::HDRLEN_INT))
}

/// Bytes of padding behind `payload` bytes.
///
/// C: `int pad = nla_padlen(nla_len(nla));`
#[unsafe(no_mangle)]
pub extern "C" fn nla_padlen(payload: c_int) -> c_int {
    payload.wrapping_neg() & 3
}

/// The attribute's type, without its flag bits.
///
/// C: `switch (nla_type(nla)) { case IFLA_MTU: ... }`
///
/// # Safety
/// `nla` points to an attribute header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_type(nla: *const nlattr) -> c_int {
    // SAFETY: by contract.
    unsafe { RawAttr::new(nla) }.kind().into()
}

/// The attribute's payload, within the message.
///
/// C: `struct in_addr *addr = nla_data(nla);`
///
/// It is aligned to four bytes, not more. `nla_len()` says how long it is.
///
/// # Safety
/// `nla` is not looked at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_data(nla: *const nlattr) -> *mut c_void {
    // SAFETY: the header is not looked at.
    unsafe { RawAttr::new(nla) }.payload().cast()
}

/// Bytes of payload, without padding.
///
/// C: `if (nla_len(nla) < (int)sizeof(struct in6_addr)) ...`
///
/// Negative for an attribute that `nla_ok()` refuses because it is shorter than its header.
///
/// # Safety
/// `nla` points to an attribute header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_len(nla: *const nlattr) -> c_int {
    // SAFETY: by contract.
    get::len(unsafe { RawAttr::new(nla) })
}

/// 1 if the attribute stands whole in the `remaining` bytes that are left of a stream, otherwise 0.
///
/// C: `for (nla = head, rem = len; nla_ok(nla, rem); nla = nla_next(nla, &rem))`
///
/// To be asked before anything else is done with an attribute.
///
/// # Safety
/// `remaining` bytes at `nla` are readable. Below four, it is not looked at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_ok(nla: *const nlattr, remaining: c_int) -> c_int {
    if remaining < attr::HDRLEN_INT {
        return 0;
    }
    // SAFETY: at least a header is left.
    attr::ok(unsafe { RawAttr::new(nla) }.nla_len(), remaining).into()
}

/// Where the next attribute of a stream is, and in `*remaining` the bytes left from there.
///
/// C: `nla = nla_next(nla, &rem);`
///
/// `nla_ok()` says whether there is one. `*remaining` becomes negative if the last attribute lacks its
/// padding.
///
/// # Safety
/// `nla` points to an attribute that `nla_ok()` found good; `remaining` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_next(nla: *const nlattr, remaining: *mut c_int) -> *mut nlattr {
    // SAFETY: by contract.
    let nla = unsafe { RawAttr::new(nla) };
    let stride = attr::stride(nla.nla_len());
    // SAFETY: readable by contract.
    let left = unsafe { remaining.read() };
    // SAFETY: writable by contract.
    unsafe { remaining.write(left.wrapping_sub(stride.cast_signed())) };
    nla.as_ptr().wrapping_byte_add(stride as usize)
}

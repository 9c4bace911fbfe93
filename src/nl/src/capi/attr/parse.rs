// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: streams of them, and payloads as bytes and strings.

use core::ptr;

use libc::{c_char, c_int, c_void, nlattr};
use nl_sys::error::IntoC;
use nl_sys::layout::nla_policy;

use crate::attr::{get, parse};

/// Fills an index of attributes: `tb[type]` is where the attribute of that type is, NULL if there is
/// none, and the last one if there are several.
///
/// C: `struct nlattr *tb[IFLA_MAX + 1]; err = nla_parse(tb, IFLA_MAX, head, len, policy);`
///
/// `tb` has `maxtype` + 1 elements, and so has `policy`, unless it is NULL: then nothing is checked.
/// Attributes of higher types are passed over, and so is what is left behind the last attribute that is
/// whole.
///
/// 0, or for the first attribute that is not what the policy asks for: `-NLE_RANGE` if it is too short or
/// too long; `-NLE_INVAL` for an `NLA_STRING` that does not end with NUL, and for a policy of a type above
/// `NLA_TYPE_MAX`. `-NLE_INVAL` for NULL, too.
///
/// # Safety
/// `tb` is NULL or has as many elements as said, and so has `policy`; `head` is NULL or points to `len`
/// readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_parse(
    tb: *mut *mut nlattr,
    maxtype: c_int,
    head: *mut nlattr,
    len: c_int,
    policy: *const nla_policy,
) -> c_int {
    // SAFETY: by contract.
    unsafe { parse::index(tb, maxtype, head, len, policy) }.into_c()
}

/// Checks a stream of attributes against a policy.
///
/// C: `err = nla_validate(head, len, IFLA_MAX, policy);`
///
/// `policy` has `maxtype` + 1 elements; attributes of higher types are not looked at. 0 or an error as
/// from `nla_parse()`.
///
/// # Safety
/// `head` is NULL or points to `len` readable bytes; `policy` is NULL or has as many elements as said.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_validate(
    head: *const nlattr,
    len: c_int,
    maxtype: c_int,
    policy: *const nla_policy,
) -> c_int {
    // SAFETY: by contract.
    unsafe { parse::validate(head, len, maxtype, policy) }.into_c()
}

/// The first attribute of a type in a stream; NULL if there is none.
///
/// C: `struct nlattr *name = nla_find(head, len, IFLA_IFNAME);`
///
/// # Safety
/// `head` is NULL or points to `len` readable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_find(head: *const nlattr, len: c_int, attrtype: c_int) -> *mut nlattr {
    // SAFETY: by contract.
    unsafe { parse::find(head, len, attrtype) }.map_or(ptr::null_mut(), |nla| nla.as_ptr())
}

/// Copies at most `count` bytes of payload to `dest`, and returns how many it was.
///
/// C: `int copied = nla_memcpy(&addr, nla, sizeof(addr));`
///
/// 0 for NULL and for a `count` that is not positive.
///
/// # Safety
/// `src` is NULL or points to an attribute that is readable as far as it says; `dest` is NULL or `count`
/// bytes there are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_memcpy(dest: *mut c_void, src: *const nlattr, count: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { get::copy(dest, src, count) }
}

/// Copies a string to a buffer, cut so that its NUL fits, and sets the rest of the buffer to zero.
///
/// C: `char name[IFNAMSIZ]; nla_strlcpy(name, tb[IFLA_IFNAME], sizeof(name));`
///
/// Returns the length of the payload, less a NUL at its end: the string was cut if that is `dstsize` or
/// more. For NULL the string is empty.
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says; `dst` is NULL or `dstsize`
/// bytes there are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_strlcpy(
    dst: *mut c_char,
    nla: *const nlattr,
    dstsize: usize,
) -> usize {
    // SAFETY: by contract.
    unsafe { get::copy_string(dst, nla, dstsize) }
}

/// Compares a payload with `size` bytes at `data`.
///
/// C: `if (nla_memcmp(nla, &addr, sizeof(addr)) == 0)`
///
/// 0 if they are the same, otherwise less or greater than 0: by their lengths, or if those are equal as
/// `memcmp()` says. NULL has no bytes.
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says; `data` is NULL or `size`
/// bytes there are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_memcmp(nla: *const nlattr, data: *const c_void, size: usize) -> c_int {
    // SAFETY: by contract.
    unsafe { get::compare(nla, data, size) }
}

/// Compares a payload with a string and its NUL.
///
/// C: `if (nla_strcmp(tb[IFLA_IFNAME], "eth0") == 0)`
///
/// As `nla_memcmp()`, so a payload that does not end with a NUL is no string's equal.
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says; `str` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_strcmp(nla: *const nlattr, str: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { get::compare_string(nla, str) }
}

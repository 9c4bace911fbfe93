// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: putting them into a message.
//!
//! The message is as it was when one of these fails.

use core::ptr;

use libc::{c_char, c_int, c_ulong, c_void, nlattr};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_addr, nl_data, nl_msg};
use os::raw::RawAttr;

use crate::attr::put;

/// The result of `put` on a message; [`Error::INVAL`] for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[inline]
unsafe fn on(msg: *mut nl_msg, put: impl FnOnce(&nl_msg) -> Result<(), Error>) -> c_int {
    // SAFETY: by contract.
    unsafe { msg.as_ref() }.ok_or(Error::INVAL).and_then(put).into_c()
}

/// Adds an attribute and leaves its payload of `attrlen` bytes to the caller to write.
///
/// C: `struct nlattr *nla = nla_reserve(msg, IFLA_ADDRESS, 6); memcpy(nla_data(nla), mac, 6);`
///
/// The padding behind the payload is zero. The attribute stays where it is until the message is expanded
/// or freed. NULL if the message has no room for it, if `attrlen` is negative or above 65531, and for
/// NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_reserve(
    msg: *mut nl_msg,
    attrtype: c_int,
    attrlen: c_int,
) -> *mut nlattr {
    // SAFETY: by contract.
    let added = unsafe { msg.as_ref() }.map(|msg| put::reserve(msg, attrtype, attrlen));
    added.and_then(Result::ok).map_or(ptr::null_mut(), RawAttr::as_ptr)
}

/// Adds an attribute of `datalen` bytes at `data`.
///
/// C: `err = nla_put(msg, IFLA_ADDRESS, sizeof(mac), mac);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it: it does not grow by itself, see `nlmsg_expand()`;
/// `-NLE_ATTRSIZE` above 65531 bytes, which the attribute's length cannot say; `-NLE_INVAL` for a negative
/// length, and for NULL.
///
/// # Safety
/// `msg` is NULL or a message; `data` is NULL or points to as many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put(
    msg: *mut nl_msg,
    attrtype: c_int,
    datalen: c_int,
    data: *const c_void,
) -> c_int {
    let put = |msg: &nl_msg| {
        let len = usize::try_from(datalen).map_err(|_| Error::INVAL)?;
        // SAFETY: by contract.
        unsafe { put::bytes(msg, attrtype, len, data) }
    };
    // SAFETY: by contract.
    unsafe { on(msg, put) }
}

/// Adds an attribute of abstract data.
///
/// C: `err = nla_put_data(msg, IFLA_ADDRESS, data);`
///
/// 0 or an error as from `nla_put()`.
///
/// # Safety
/// `msg` is NULL or a message; `data` is NULL or valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_data(
    msg: *mut nl_msg,
    attrtype: c_int,
    data: *const nl_data,
) -> c_int {
    // SAFETY: by contract.
    let data = unsafe { data.as_ref() };
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::data(msg, attrtype, data.ok_or(Error::INVAL)?)) }
}

/// Adds an attribute of an address.
///
/// C: `err = nla_put_addr(msg, IFA_LOCAL, addr);`
///
/// 0; `-NLE_INVAL` for an empty address; or an error as from `nla_put()`.
///
/// # Safety
/// `msg` is NULL or a message; `addr` is NULL or valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_addr(
    msg: *mut nl_msg,
    attrtype: c_int,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { addr.as_ref() };
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::address(msg, attrtype, addr.ok_or(Error::INVAL)?)) }
}

/// Adds an attribute of an 8-bit signed integer.
///
/// C: `err = nla_put_s8(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_s8(msg: *mut nl_msg, attrtype: c_int, value: i8) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, value)) }
}

/// Adds an attribute of an 8-bit unsigned integer.
///
/// C: `err = nla_put_u8(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_u8(msg: *mut nl_msg, attrtype: c_int, value: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, value)) }
}

/// Adds an attribute of a 16-bit signed integer.
///
/// C: `err = nla_put_s16(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_s16(msg: *mut nl_msg, attrtype: c_int, value: i16) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, value)) }
}

/// Adds an attribute of a 16-bit unsigned integer.
///
/// C: `err = nla_put_u16(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_u16(msg: *mut nl_msg, attrtype: c_int, value: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, value)) }
}

/// Adds an attribute of a 32-bit signed integer.
///
/// C: `err = nla_put_s32(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_s32(msg: *mut nl_msg, attrtype: c_int, value: i32) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, value)) }
}

/// Adds an attribute of a 32-bit unsigned integer.
///
/// C: `err = nla_put_u32(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_u32(msg: *mut nl_msg, attrtype: c_int, value: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, value)) }
}

/// Adds an attribute of a 64-bit signed integer.
///
/// C: `err = nla_put_s64(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_s64(msg: *mut nl_msg, attrtype: c_int, value: i64) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, value)) }
}

/// Adds an attribute of a 64-bit unsigned integer.
///
/// C: `err = nla_put_u64(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_u64(msg: *mut nl_msg, attrtype: c_int, value: u64) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, value)) }
}

/// Adds an attribute of a signed integer (`NLA_SINT`): four bytes if the value fits, otherwise eight.
///
/// C: `err = nla_put_sint(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_sint(msg: *mut nl_msg, attrtype: c_int, value: i64) -> c_int {
    let put = |msg: &nl_msg| match i32::try_from(value) {
        Ok(short) => put::value(msg, attrtype, short),
        Err(_) => put::value(msg, attrtype, value),
    };
    // SAFETY: by contract.
    unsafe { on(msg, put) }
}

/// Adds an attribute of an unsigned integer (`NLA_UINT`): four bytes if the value fits, otherwise eight.
///
/// C: `err = nla_put_uint(msg, type, value);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_uint(msg: *mut nl_msg, attrtype: c_int, value: u64) -> c_int {
    let put = |msg: &nl_msg| match u32::try_from(value) {
        Ok(short) => put::value(msg, attrtype, short),
        Err(_) => put::value(msg, attrtype, value),
    };
    // SAFETY: by contract.
    unsafe { on(msg, put) }
}

/// Adds an attribute of a string and its NUL.
///
/// C: `err = nla_put_string(msg, IFLA_IFNAME, "eth0");`
///
/// 0 or an error as from `nla_put()`.
///
/// # Safety
/// `msg` is NULL or a message; `str` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_string(
    msg: *mut nl_msg,
    attrtype: c_int,
    str: *const c_char,
) -> c_int {
    // SAFETY: by contract.
    let put = |msg: &nl_msg| unsafe { put::string(msg, attrtype, str) };
    // SAFETY: by contract.
    unsafe { on(msg, put) }
}

/// Adds an attribute without payload, whose presence says all.
///
/// C: `err = nla_put_flag(msg, NL80211_ATTR_WIPHY_FREQ_HINT);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_flag(msg: *mut nl_msg, attrtype: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value(msg, attrtype, ())) }
}

/// Adds an attribute of milliseconds: a 64-bit integer.
///
/// C: `err = nla_put_msecs(msg, NDTPA_GC_STALETIME, 60000);`
///
/// 0; `-NLE_NOMEM` if the message has no room for it; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_msecs(msg: *mut nl_msg, attrtype: c_int, msecs: c_ulong) -> c_int {
    // SAFETY: by contract.
    unsafe { on(msg, |msg| put::value::<u64>(msg, attrtype, msecs)) }
}

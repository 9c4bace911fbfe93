// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: nests.

use core::ptr;

use libc::{c_int, nlattr};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_msg, nla_policy};
use os::raw::RawAttr;

use crate::attr::{get, nest, parse, put};

/// Adds an attribute of all that is behind the header of the message `nested`.
///
/// C: `err = nla_put_nested(msg, TCA_OPTIONS, options);`
///
/// `NLA_F_NESTED` is not added to the type. 0 or an error as from `nla_put()`.
///
/// # Safety
/// `msg` and `nested` are NULL or messages.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_put_nested(
    msg: *mut nl_msg,
    attrtype: c_int,
    nested: *const nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let (msg, nested) = (unsafe { msg.as_ref() }, unsafe { nested.as_ref() });
    match (msg, nested) {
        (Some(msg), Some(nested)) => put::payload_of(msg, attrtype, nested).into_c(),
        _ => Err::<(), _>(Error::INVAL).into_c(),
    }
}

/// Opens a nest: attributes put into the message from now on are in it. Its type is `attrtype` with
/// `NLA_F_NESTED`.
///
/// C: `struct nlattr *info = nla_nest_start(msg, IFLA_LINKINFO);`
///
/// To be closed with `nla_nest_end()`, or removed with `nla_nest_cancel()`. NULL if the message is full,
/// and for NULL.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_nest_start(msg: *mut nl_msg, attrtype: c_int) -> *mut nlattr {
    // SAFETY: by contract.
    let nest = unsafe { msg.as_ref() }.map(|msg| nest::start(msg, attrtype));
    nest.and_then(Result::ok).map_or(ptr::null_mut(), RawAttr::as_ptr)
}

/// Closes a nest. One with nothing in it is removed from the message.
///
/// C: `nla_nest_end(msg, info);`
///
/// 0; `-NLE_ATTRSIZE` if the nest is longer than the 65535 bytes that its header can say; then it is
/// removed with all it holds; `-NLE_NOMEM` if what was put into it last lacks padding, and the message has
/// no room for that; `-NLE_INVAL` if `msg` is NULL.
///
/// # Safety
/// `msg` is NULL or a message; `start` is NULL or a nest in it that is open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_nest_end(msg: *mut nl_msg, start: *mut nlattr) -> c_int {
    // SAFETY: by contract.
    let Some(msg) = (unsafe { msg.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { nest::end(msg, start, false) }.into_c()
}

/// Closes a nest, and keeps it if there is nothing in it.
///
/// C: `nla_nest_end_keep_empty(msg, info);`
///
/// Errors as from `nla_nest_end()`.
///
/// # Safety
/// As `nla_nest_end()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_nest_end_keep_empty(msg: *mut nl_msg, start: *mut nlattr) -> c_int {
    // SAFETY: by contract.
    let Some(msg) = (unsafe { msg.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { nest::end(msg, start, true) }.into_c()
}

/// Removes an attribute, and all that was put into the message after it: the message ends where it began.
/// The bytes are set to zero.
///
/// C: `nla_nest_cancel(msg, info);`
///
/// Does nothing for NULL.
///
/// # Safety
/// `msg` is NULL or a message; `attr` is NULL or an attribute in it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_nest_cancel(msg: *mut nl_msg, attr: *const nlattr) {
    // SAFETY: by contract.
    if let Some(msg) = unsafe { msg.as_ref() } {
        nest::cancel(msg, attr);
    }
}

/// Fills an index of the attributes in a nest.
///
/// C: `err = nla_parse_nested(tb, IFLA_INFO_MAX, nest, policy);`
///
/// As `nla_parse()`. It does not matter whether the nest has `NLA_F_NESTED`. Without a nest, NULL, the index
/// is empty and the result `-NLE_INVAL`.
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says; `tb` and `policy` are NULL
/// or have `maxtype` + 1 elements.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_parse_nested(
    tb: *mut *mut nlattr,
    maxtype: c_int,
    nla: *mut nlattr,
    policy: *const nla_policy,
) -> c_int {
    // SAFETY: by contract.
    unsafe { parse::index_nested(tb, maxtype, nla, policy) }.into_c()
}

/// 1 if the attribute has `NLA_F_NESTED`, otherwise 0; 0 for NULL.
///
/// C: `if (nla_is_nested(nla))`
///
/// Many kernel families leave the flag out.
///
/// # Safety
/// `attr` is NULL or points to an attribute header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_is_nested(attr: *const nlattr) -> c_int {
    // SAFETY: by contract.
    let nla = unsafe { get::given(attr) };
    nla.is_some_and(|nla| nla.nla_type() & wire::attr::F_NESTED != 0).into()
}

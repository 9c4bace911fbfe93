// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/{tc,qdisc,class,classifier,action}.h`.

pub mod action;
pub mod class;
pub mod classifier;
pub mod private;
pub mod qdisc;
#[expect(clippy::module_inception, reason = "the header has the name of the folder")]
pub mod tc;

use core::ffi::CStr;

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_msg, nl_sock};
use nl_sys::message::Message;

/// Hands a message over to C.
///
/// # Safety
/// `result` is a place for a pointer, or NULL.
pub(crate) unsafe fn give(message: Result<Message, Error>, result: *mut *mut nl_msg) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    message.map(|message| unsafe { result.write(message.into_raw()) }).into_c()
}

/// Sends a message, and waits for the answer.
///
/// # Safety
/// `sk` is a socket, or NULL.
pub(crate) unsafe fn send(message: Result<Message, Error>, sk: *mut nl_sock) -> c_int {
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

/// A string of C's.
///
/// # Errors
/// `INVAL` for NULL.
///
/// # Safety
/// `text` is a string that stays as it is, or NULL.
pub(crate) unsafe fn string<'a>(text: *const c_char) -> Result<&'a CStr, Error> {
    if text.is_null() {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    Ok(unsafe { CStr::from_ptr(text) })
}

/// Writes a number to where C wants it.
///
/// # Errors
/// `INVAL` for NULL, and that of `value`.
///
/// # Safety
/// `place` is a place for it, or NULL.
pub(crate) unsafe fn store<T>(value: Result<T, Error>, place: *mut T) -> c_int {
    if place.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    value.map(|value| unsafe { place.write(value) }).into_c()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/oxnl.h`: what libnl has not.

use core::ptr;

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_sock;

use super::socket::open;

/// What the kernel said, in words, beside the error, acknowledgement or end of dump that the socket
/// received last.
///
/// C: `const char *why = oxnl_socket_get_ext_ack_msg(sk);`
///
/// Every socket asks for it (`NETLINK_EXT_ACK`). The text is the socket's, and valid until it receives
/// again. Returns NULL if the kernel said nothing, and for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oxnl_socket_get_ext_ack_msg(sk: *const nl_sock) -> *const c_char {
    // SAFETY: by contract.
    unsafe { open(sk) }.map_or(ptr::null(), |socket| socket.ext_ack.text())
}

/// Where in the request the attribute is that the kernel minded, in bytes from the start of the
/// request's header.
///
/// C: `if (oxnl_socket_get_ext_ack_offset(sk, &offset) == 0) ...`
///
/// Returns 0, `-NLE_NOATTR` if the kernel did not tell, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a socket or NULL, `offset` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oxnl_socket_get_ext_ack_offset(
    sk: *const nl_sock,
    offset: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let Some(socket) = (unsafe { open(sk) }).filter(|_| !offset.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let found = socket.ext_ack.offset.get().ok_or(Error::NOATTR);
    // SAFETY: writable by contract.
    found.map(|value| unsafe { offset.write(value) }).into_c()
}

/// The type of the attribute that the kernel missed, and where it should have been: the offset of the
/// attribute that should contain it, in bytes from the start of the request's header, or 0 for the
/// outermost level.
///
/// C: `if (oxnl_socket_get_ext_ack_missing(sk, &type, &nest) == 0) ...`
///
/// Either pointer may be NULL. Returns 0, `-NLE_NOATTR` if the kernel missed none, or `-NLE_INVAL` for a
/// NULL socket.
///
/// # Safety
/// `sk` is a socket or NULL, the others are writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oxnl_socket_get_ext_ack_missing(
    sk: *const nl_sock,
    r#type: *mut u32,
    nest: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let Some(socket) = (unsafe { open(sk) }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let Some(missing) = socket.ext_ack.missing_type.get() else {
        return Err::<(), _>(Error::NOATTR).into_c();
    };
    if !r#type.is_null() {
        // SAFETY: writable by contract.
        unsafe { r#type.write(missing) };
    }
    if !nest.is_null() {
        // SAFETY: writable by contract.
        unsafe { nest.write(socket.ext_ack.missing_nest.get().unwrap_or(0)) };
    }
    0
}

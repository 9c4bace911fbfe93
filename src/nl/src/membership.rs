// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the variadic functions of `netlink/socket.h`, which are in C, are made of.

use libc::c_int;
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_sock;

use crate::capi::socket::open;

/// Joins or leaves a group; 0 is none, but there has to be a socket all the same.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
unsafe extern "C" fn oxnl_membership(sk: *mut nl_sock, group: c_int, join: c_int) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| socket.membership(group, join != 0)).into_c()
}

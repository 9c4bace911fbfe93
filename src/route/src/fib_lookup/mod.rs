// SPDX-License-Identifier: LGPL-2.1-or-later
//! Asking the kernel which route it would take to an IPv4 address: `NETLINK_FIB_LOOKUP`.
//!
//! Question and answer are one structure. The kernel fills in the rest of what it was sent, and sends it back:
//! no attributes, no acknowledgement, and no end.

mod request;
mod result;

use libc::{NETLINK_FIB_LOOKUP, c_int};
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_sock};
use os::wait;

pub use request::{REQUEST_OBJ_OPS, Request, attr, flnl_request};
pub use result::{Answer, RESULT_CACHE, RESULT_OBJ_OPS, flnl_result};

crate::uapi::plain! {
    /// What the kernel is asked, and answers. Its headers for programs do not have it.
    fib_result_nl = 20 {
        fl_addr: [u8; 4], fl_fwmark: u32, fl_tos: u8, fl_scope: u8, tb_id_in: u8, tb_id: u8, prefixlen: u8,
        nh_sel: u8, r#type: u8, scope: u8, err: i32,
    }
}

/// Asks the kernel, and takes its answer into a cache.
///
/// # Errors
/// `INVAL` for NULL, `PROTO_MISMATCH` for a socket or a cache of another protocol, those of [`Request::build`], of
/// sending and of receiving. A route that is not found is none: the answer says so.
///
/// # Safety
/// Each is live or NULL.
pub unsafe fn look_up(
    sk: *mut nl_sock,
    request: *const flnl_request,
    cache: *mut nl_cache,
) -> Result<c_int, Error> {
    // SAFETY: by contract.
    let message = Request::build(unsafe { request.as_ref() }.ok_or(Error::INVAL)?, 0)?;
    // SAFETY: by contract.
    let ops = unsafe { ffi::nl_cache_get_ops(cache) };
    // SAFETY: NULL, or a type that lives as long as its caches.
    let protocol = unsafe { ops.as_ref() }.ok_or(Error::INVAL)?.co_protocol;
    if protocol != NETLINK_FIB_LOOKUP {
        return Err(Error::PROTO_MISMATCH);
    }
    // SAFETY: by contract.
    prepare(unsafe { sk.as_ref() }.ok_or(Error::INVAL)?)?;
    // SAFETY: a socket, and a message of ours.
    check(unsafe { ffi::nl_send_auto_complete(sk, message.as_ptr()) })?;
    drop(message);
    // SAFETY: by contract. Callbacks may free them: nothing is looked at afterwards.
    check(unsafe { ffi::nl_cache_pickup_checkdup(sk, cache) })
}

/// Makes a socket ready for a question.
fn prepare(sk: &nl_sock) -> Result<(), Error> {
    let is_connected = sk.s_fd.get() >= 0;
    if is_connected && sk.s_proto.get() != NETLINK_FIB_LOOKUP {
        return Err(Error::PROTO_MISMATCH);
    }
    if sk.s_seq_expect.get() != sk.s_seq_next.get() {
        // The kernel does not say when an answer was all. What nobody has received so far is another one.
        wait::discard(sk.s_fd.get());
        sk.s_seq_expect.set(sk.s_seq_next.get());
    }
    Ok(())
}

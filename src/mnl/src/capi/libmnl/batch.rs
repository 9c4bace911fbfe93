// SPDX-License-Identifier: LGPL-2.1-or-later
//! Batches: several messages in one buffer.

use libc::c_void;
use os::errno::IntoC;
use os::heap;

use crate::batch::mnl_nlmsg_batch;

/// Starts a batch of at most `bufsiz` bytes in `buf`.
///
/// C: `struct mnl_nlmsg_batch *b = mnl_nlmsg_batch_start(buf, sizeof(buf) / 2);`
///
/// `buf` must be longer than `bufsiz` by one message: the message that does not fit is written
/// before that is known. Use `bufsiz` of half the buffer when in doubt. The buffer stays the
/// caller's. Returns a handle for `mnl_nlmsg_batch_stop()`, or NULL with errno `ENOMEM`.
#[unsafe(no_mangle)]
pub extern "C" fn mnl_nlmsg_batch_start(buf: *mut c_void, bufsiz: usize) -> *mut mnl_nlmsg_batch {
    heap::new(mnl_nlmsg_batch::new(buf, bufsiz)).into_c()
}

/// Frees the handle, not the buffer. Does nothing for NULL.
///
/// C: `mnl_nlmsg_batch_stop(b);`
///
/// # Safety
/// `b` is a batch, not used afterwards, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_batch_stop(b: *mut mnl_nlmsg_batch) {
    if !b.is_null() {
        // SAFETY: batches come from heap::new.
        unsafe { heap::take(b) };
    }
}

/// Counts the current message in and moves on to the next.
///
/// C: `if (!mnl_nlmsg_batch_next(b)) { send(b); mnl_nlmsg_batch_reset(b); }`
///
/// False if the message goes beyond the limit: it is not counted, stays the current one, and
/// `mnl_nlmsg_batch_reset()` makes it the first of the next batch. The next message starts exactly
/// `nlmsg_len` bytes further on: keep messages padded.
///
/// # Safety
/// `b` is a batch with a message at its current position.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_batch_next(b: *mut mnl_nlmsg_batch) -> bool {
    // SAFETY: a live batch by contract.
    let b = unsafe { &mut *b };
    // SAFETY: there is a message by contract.
    unsafe { b.next() }
}

/// Empties the batch after it was sent, but for a message that did not fit.
///
/// C: `mnl_nlmsg_batch_reset(b);`
///
/// Does nothing for NULL.
///
/// # Safety
/// `b` is a batch whose buffer is still there, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_batch_reset(b: *mut mnl_nlmsg_batch) {
    // SAFETY: a live batch by contract.
    if let Some(b) = unsafe { b.as_mut() } {
        // SAFETY: the buffer is there by contract.
        unsafe { b.reset() }
    }
}

/// The bytes of the messages counted in: what is to be sent.
///
/// C: `mnl_socket_sendto(nl, mnl_nlmsg_batch_head(b), mnl_nlmsg_batch_size(b));`
///
/// # Safety
/// `b` is a batch.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_batch_size(b: *mut mnl_nlmsg_batch) -> usize {
    // SAFETY: a live batch by contract.
    unsafe { &*b }.size()
}

/// The first message: the start of the buffer.
///
/// C: `void *first = mnl_nlmsg_batch_head(b);`
///
/// # Safety
/// `b` is a batch.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_batch_head(b: *mut mnl_nlmsg_batch) -> *mut c_void {
    // SAFETY: a live batch by contract.
    unsafe { &*b }.head()
}

/// Where the current message is, or is to be written.
///
/// C: `struct nlmsghdr *nlh = mnl_nlmsg_put_header(mnl_nlmsg_batch_current(b));`
///
/// # Safety
/// `b` is a batch.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_batch_current(b: *mut mnl_nlmsg_batch) -> *mut c_void {
    // SAFETY: a live batch by contract.
    unsafe { &*b }.current()
}

/// Whether no message has been counted in.
///
/// C: `if (!mnl_nlmsg_batch_is_empty(b)) send(b);`
///
/// # Safety
/// `b` is a batch.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_batch_is_empty(b: *mut mnl_nlmsg_batch) -> bool {
    // SAFETY: a live batch by contract.
    unsafe { &*b }.size() == 0
}

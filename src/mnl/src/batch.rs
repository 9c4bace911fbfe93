// SPDX-License-Identifier: LGPL-2.1-or-later
//! Several messages in one buffer, sent with one system call.

use core::hint::black_box;
use core::ptr;

use libc::c_void;
use os::raw::RawMsg;

/// The handle behind `struct mnl_nlmsg_batch`.
///
/// The caller's buffer holds `limit` bytes and, behind them, room for one message more: the one
/// that turns out not to fit.
#[derive(Debug)]
#[repr(C)]
pub struct mnl_nlmsg_batch {
    buf: *mut u8,
    limit: usize,
    /// Bytes of the messages counted in; the current message is behind them.
    buflen: usize,
    /// What `buflen` was when a message did not fit; [`NEVER`] if none is waiting. Once `buflen` has
    /// moved on, that message has given way to one that fits.
    overflow_at: usize,
}

const NEVER: usize = usize::MAX;

impl mnl_nlmsg_batch {
    pub(crate) fn new(buf: *mut c_void, limit: usize) -> Self {
        Self { buf: buf.cast(), limit, buflen: 0, overflow_at: NEVER }
    }

    /// The room the current message takes. Not rounded up: the caller pads its messages.
    ///
    /// # Safety
    /// There is a message at the current position.
    unsafe fn current_len(&self) -> usize {
        // SAFETY: by contract.
        unsafe { RawMsg::new(self.current().cast()) }.nlmsg_len() as usize
    }

    /// Counts the current message in and moves behind it; `false` if it is beyond the limit.
    ///
    /// # Safety
    /// There is a message at the current position.
    pub(crate) unsafe fn next(&mut self) -> bool {
        // SAFETY: by contract.
        let buflen = self.buflen.wrapping_add(unsafe { self.current_len() });
        if buflen > self.limit {
            self.overflow_at = self.buflen;
            // Keeps the compiler from making the comparison twice.
            return black_box(false);
        }
        self.buflen = buflen;
        true
    }

    /// Empties the batch, but for a message that did not fit: it moves to the front.
    ///
    /// # Safety
    /// The buffer is still the one given at the start.
    pub(crate) unsafe fn reset(&mut self) {
        let mut kept = 0;
        if self.overflow_at == self.buflen {
            // SAFETY: the message that overflowed is at the current position.
            kept = unsafe { self.current_len() };
            // SAFETY: both are in the caller's buffer, and may overlap if the message is long.
            unsafe { ptr::copy(self.current().cast::<u8>(), self.buf, kept) };
        }
        self.overflow_at = NEVER;
        self.buflen = kept;
    }

    pub(crate) fn size(&self) -> usize {
        self.buflen
    }

    pub(crate) fn head(&self) -> *mut c_void {
        self.buf.cast()
    }

    pub(crate) fn current(&self) -> *mut c_void {
        self.buf.wrapping_add(self.buflen).cast()
    }
}

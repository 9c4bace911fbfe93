// SPDX-License-Identifier: LGPL-2.1-or-later
//! Several messages in one buffer, sent with one system call.

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
    buflen: usize,
    cur: *mut u8,
    overflow: bool,
}

const _: () = assert!(cfg!(not(target_pointer_width = "64")) || size_of::<mnl_nlmsg_batch>() == 40);

impl mnl_nlmsg_batch {
    pub(crate) fn new(buf: *mut c_void, limit: usize) -> Self {
        Self {
            buf: buf.cast(),
            limit,
            buflen: 0,
            cur: buf.cast(),
            overflow: false,
        }
    }

    /// The room the current message takes. Not rounded up: the caller pads its messages.
    ///
    /// # Safety
    /// There is a message at the current position.
    unsafe fn current_len(&self) -> usize {
        // SAFETY: by contract.
        unsafe { RawMsg::new(self.cur.cast()) }.nlmsg_len() as usize
    }

    /// Counts the current message in and moves behind it; `false` if it is beyond the limit.
    ///
    /// # Safety
    /// There is a message at the current position.
    pub(crate) unsafe fn next(&mut self) -> bool {
        // SAFETY: by contract.
        let len = unsafe { self.current_len() };
        let buflen = self.buflen.wrapping_add(len);
        if buflen > self.limit {
            self.overflow = true;
            return false;
        }
        self.cur = self.cur.wrapping_add(len);
        self.buflen = buflen;
        true
    }

    /// Empties the batch, but for a message that did not fit: it moves to the front.
    ///
    /// # Safety
    /// The buffer is still the one given at the start.
    pub(crate) unsafe fn reset(&mut self) {
        self.buflen = 0;
        if self.overflow {
            // SAFETY: the message that overflowed is at the current position.
            self.buflen = unsafe { self.current_len() };
            // SAFETY: both are in the caller's buffer, and may overlap if the message is long.
            unsafe { ptr::copy(self.cur, self.buf, self.buflen) };
            self.overflow = false;
        }
        self.cur = self.buf.wrapping_add(self.buflen);
    }

    pub(crate) fn size(&self) -> usize {
        self.buflen
    }

    pub(crate) fn head(&self) -> *mut c_void {
        self.buf.cast()
    }

    pub(crate) fn current(&self) -> *mut c_void {
        self.cur.cast()
    }
}

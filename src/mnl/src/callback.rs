// SPDX-License-Identifier: LGPL-2.1-or-later
//! Running callbacks over the messages of one datagram.

use core::hint::cold_path;

use libc::{c_int, c_void};
use os::errno::Errno;
use os::raw::RawMsg;
use wire::{align_u32, nlmsg};

use crate::types::{MNL_CB_ERROR, MNL_CB_OK, MNL_CB_STOP, mnl_cb_t};

/// What the messages of a datagram are checked against and handed to.
pub(crate) struct Run {
    /// Expected sequence number; 0 accepts any.
    pub(crate) seq: u32,
    /// Expected port; 0 accepts any.
    pub(crate) portid: u32,
    /// For messages of the protocol; `None` skips them.
    pub(crate) cb_data: mnl_cb_t,
    /// Passed to every callback.
    pub(crate) data: *mut c_void,
    /// Callbacks for control messages, indexed by type; a `None` entry skips the message.
    pub(crate) cb_ctl_array: *const mnl_cb_t,
    /// Entries in that array. Types from here up to 15 get the default treatment.
    pub(crate) cb_ctl_array_len: u32,
}

impl Run {
    /// Handles the messages in `len` bytes at `buf`, until one says stop.
    ///
    /// # Errors
    /// `ESRCH`, `EPROTO`, `EINTR` before a message is looked at; those of the default error
    /// handler, which also reports an acknowledgement as errno 0 and [`MNL_CB_STOP`].
    ///
    /// # Safety
    /// The bytes are readable; the array holds as many entries as said, or is NULL; the callbacks
    /// may be called with messages of the buffer.
    // Not inlined: what stays the same during a run is then read from memory where it is needed,
    // rather than saved and restored around every callback.
    #[inline(never)]
    pub(crate) unsafe fn over(&self, buf: *const u8, len: i32) -> c_int {
        let mut ret = MNL_CB_OK;
        let mut at = buf;
        let mut left = len;
        while left >= nlmsg::HDRLEN_INT {
            // SAFETY: at least a header is left.
            let nlh = unsafe { RawMsg::new(at.cast()) };
            // Read once: what a callback does to the message cannot derail the walk.
            let nlmsg_len = nlh.nlmsg_len();
            if !nlmsg::ok(nlmsg_len, left) {
                break;
            }
            if let Err(errno) = self.expected(nlh) {
                return errno.fail();
            }
            // SAFETY: the message is whole; the rest by contract.
            ret = unsafe { self.one(nlh, ret) };
            if ret <= MNL_CB_STOP {
                break;
            }
            let stride = align_u32(nlmsg_len);
            at = at.wrapping_add(stride as usize);
            // The last message may be unpadded: what is left is then -1 to -3.
            left = left.wrapping_sub(stride.cast_signed());
        }
        ret
    }

    #[inline]
    fn expected(&self, nlh: RawMsg) -> Result<(), Errno> {
        if !accepts(nlh.nlmsg_pid(), self.portid) {
            cold_path();
            return Err(Errno(libc::ESRCH));
        }
        if !accepts(nlh.nlmsg_seq(), self.seq) {
            cold_path();
            return Err(Errno(libc::EPROTO));
        }
        if nlh.nlmsg_flags() & nlmsg::F_DUMP_INTR != 0 {
            cold_path();
            return Err(Errno(libc::EINTR));
        }
        Ok(())
    }

    /// Handles one message. Skipping it leaves the answer so far, `last`, as it is.
    ///
    /// # Safety
    /// The message is whole; the rest as for [`Run::over`].
    #[inline]
    unsafe fn one(&self, nlh: RawMsg, last: c_int) -> c_int {
        let nlmsg_type = nlh.nlmsg_type();
        let cb = if nlmsg_type >= nlmsg::MIN_TYPE {
            self.cb_data
        } else if u32::from(nlmsg_type) < self.cb_ctl_array_len {
            if self.cb_ctl_array.is_null() {
                None
            } else {
                // SAFETY: within the array by the comparison above.
                unsafe { self.cb_ctl_array.wrapping_add(usize::from(nlmsg_type)).read_unaligned() }
            }
        } else {
            return default_control(nlmsg_type, nlh, last);
        };
        match cb {
            // SAFETY: by contract.
            Some(cb) => unsafe { cb(nlh.as_ptr().cast_const(), self.data) },
            None => last,
        }
    }
}

/// Whether a sequence number or port is the expected one; 0 on either side matches all.
#[inline]
pub(crate) fn accepts(actual: u32, expected: u32) -> bool {
    if actual == expected {
        return true;
    }
    // Apart from the first test, which nearly every message passes.
    cold_path();
    actual == 0 || expected == 0
}

/// What happens to a control message for which the caller has no callback.
fn default_control(nlmsg_type: u16, nlh: RawMsg, last: c_int) -> c_int {
    match nlmsg_type {
        nlmsg::ERROR => {
            let errno = if nlh.nlmsg_len() < nlmsg::ERROR_LEN {
                libc::EBADMSG
            } else {
                // SAFETY: the message is whole and long enough for the error number. Both signs
                // are in use, and i32::MIN stays what it is.
                unsafe { nlh.load::<c_int>(0) }.wrapping_abs()
            };
            Errno(errno).set();
            if errno == 0 { MNL_CB_STOP } else { MNL_CB_ERROR }
        }
        nlmsg::DONE => MNL_CB_STOP,
        nlmsg::NOOP | nlmsg::OVERRUN => MNL_CB_OK,
        _ => last,
    }
}

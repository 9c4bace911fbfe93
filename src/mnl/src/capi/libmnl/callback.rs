// SPDX-License-Identifier: LGPL-2.1-or-later
//! Running callbacks over received messages.

use core::ptr;

use libc::{c_int, c_uint, c_void};
use os::errno::invalid_argument;
use wire::nlmsg;

use super::int;
use crate::callback::Run;
use crate::types::mnl_cb_t;

/// Calls `cb_data` for each message in `numbytes` bytes at `buf`, and treats control messages in
/// the default way.
///
/// C: `ret = mnl_cb_run(buf, len, seq, portid, data_cb, NULL);`
///
/// `seq` and `portid` are what the messages must carry; 0 accepts any. `NLMSG_ERROR` with error 0
/// (an acknowledgement) and `NLMSG_DONE` stop with 0, `NLMSG_NOOP`, `NLMSG_OVERRUN` and unknown
/// control types are skipped. A NULL `cb_data` skips data messages. A callback that returns 0 or
/// less stops the run.
///
/// Returns what the last callback returned, `MNL_CB_OK` if there was none, or -1 with errno: the
/// one in `NLMSG_ERROR`; `ESRCH`: wrong port; `EPROTO`: wrong sequence number; `EINTR`: the dump is
/// inconsistent and should be repeated; `EBADMSG`: an `NLMSG_ERROR` too short for an error number.
/// errno is set to 0 by an acknowledgement.
///
/// # Safety
/// `numbytes` bytes at `buf` are readable, or `buf` is NULL (`EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_cb_run(
    buf: *const c_void,
    numbytes: usize,
    seq: c_uint,
    portid: c_uint,
    cb_data: mnl_cb_t,
    data: *mut c_void,
) -> c_int {
    let run = Run { seq, portid, cb_data, data, cb_ctl_array: ptr::null(), cb_ctl_array_len: 0 };
    // SAFETY: by contract; there is no array.
    unsafe { over(&run, buf, numbytes) }
}

/// Like `mnl_cb_run()`, with callbacks of the caller's for control messages.
///
/// C: `ret = mnl_cb_run2(buf, len, seq, portid, data_cb, NULL, ctl, MNL_ARRAY_SIZE(ctl));`
///
/// `cb_ctl_array` is indexed by message type. Types within its length whose entry is NULL are
/// skipped, not treated in the default way; so are all of them if the array is NULL and the length
/// is not 0. Types from `cb_ctl_array_len` up to 15 get the default treatment.
///
/// # Safety
/// As for `mnl_cb_run()`; `cb_ctl_array` has `cb_ctl_array_len` entries or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_cb_run2(
    buf: *const c_void,
    numbytes: usize,
    seq: c_uint,
    portid: c_uint,
    cb_data: mnl_cb_t,
    data: *mut c_void,
    cb_ctl_array: *const mnl_cb_t,
    cb_ctl_array_len: c_uint,
) -> c_int {
    let run = Run { seq, portid, cb_data, data, cb_ctl_array, cb_ctl_array_len };
    // SAFETY: by contract.
    unsafe { over(&run, buf, numbytes) }
}

/// # Safety
/// As for [`mnl_cb_run2`].
#[inline]
unsafe fn over(run: &Run, buf: *const c_void, numbytes: usize) -> c_int {
    // As in libmnl the length is an int; one that is negative then holds no message.
    let len = int(numbytes);
    if buf.is_null() && len >= nlmsg::HDRLEN_INT {
        return invalid_argument();
    }
    // SAFETY: by contract.
    unsafe { run.over(buf.cast(), len) }
}

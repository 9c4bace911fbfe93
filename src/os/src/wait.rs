// SPDX-License-Identifier: LGPL-2.1-or-later
//! Waiting for datagrams, and dropping those that nobody wants any more.

use core::ptr;

use libc::c_int;

use crate::errno::Errno;

/// Waits until there is something to receive on `fd`, at most so many milliseconds if that is not
/// negative. Returns whether there is; also if receiving would fail.
///
/// # Errors
/// Those of `poll(2)`; `EINTR` if a signal came.
pub fn readable(fd: c_int, timeout: c_int) -> Result<bool, Errno> {
    let mut wanted = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
    // SAFETY: one descriptor is described there.
    let ready = unsafe { libc::poll(&raw mut wanted, 1, timeout) };
    if ready < 0 { Err(Errno::last()) } else { Ok(ready > 0) }
}

/// Receives what there is on `fd`, the rest of a running dump included, and forgets it.
pub fn discard(fd: c_int) {
    let flags = libc::MSG_DONTWAIT | libc::MSG_TRUNC;
    loop {
        // SAFETY: no byte is written.
        let len = unsafe { libc::recv(fd, ptr::null_mut(), 0, flags) };
        // A signal changes nothing; after lost datagrams there may be more.
        let again = matches!(Errno::last(), Errno(libc::EINTR | libc::ENOBUFS));
        if len == 0 || len < 0 && !again {
            return;
        }
    }
}

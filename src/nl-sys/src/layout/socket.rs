// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct nl_sock`.

use core::cell::Cell;
use core::mem::offset_of;

use libc::{c_int, c_uint, sockaddr_nl};

use super::nl_cb;

/// A netlink socket.
///
/// Only libnl-3 makes these; its own are longer.
#[repr(C)]
pub struct nl_sock {
    /// Our own address; its port is 0 as long as none was chosen.
    pub s_local: Cell<sockaddr_nl>,
    /// Whom messages go to.
    pub s_peer: Cell<sockaddr_nl>,
    /// The descriptor, or -1.
    pub s_fd: Cell<c_int>,
    /// `NETLINK_ROUTE` and the like, once connected.
    pub s_proto: Cell<c_int>,
    /// The sequence number of the next request.
    pub s_seq_next: Cell<c_uint>,
    /// The sequence number of the next answer.
    pub s_seq_expect: Cell<c_uint>,
    /// `NL_SOCK_*`.
    pub s_flags: Cell<c_int>,
    /// Its callbacks; the socket holds a reference.
    pub s_cb: Cell<*mut nl_cb>,
    /// Bytes of the receive buffer the program asked for, or 0.
    pub s_bufsize: Cell<usize>,
}

impl nl_sock {
    /// Ask for and pass on the credentials of senders.
    pub const PASSCRED: c_int = 1 << 1;
    /// The port is not one that the library has to give back.
    pub const OWN_PORT: c_int = 1 << 2;
    /// Look at the size of a datagram before receiving it.
    pub const MSG_PEEK: c_int = 1 << 3;
    /// The program said whether to.
    pub const MSG_PEEK_EXPLICIT: c_int = 1 << 4;
    /// Do not ask for acknowledgements.
    pub const NO_AUTO_ACK: c_int = 1 << 5;

    /// Whether a bit of `s_flags` is set.
    #[must_use]
    pub fn has(&self, flag: c_int) -> bool {
        self.s_flags.get() & flag != 0
    }
}

const _: () = {
    assert!(size_of::<nl_sock>() == 64);
    assert!(offset_of!(nl_sock, s_peer) == 12);
    assert!(offset_of!(nl_sock, s_fd) == 24);
    assert!(offset_of!(nl_sock, s_proto) == 28);
    assert!(offset_of!(nl_sock, s_seq_next) == 32);
    assert!(offset_of!(nl_sock, s_seq_expect) == 36);
    assert!(offset_of!(nl_sock, s_flags) == 40);
    assert!(offset_of!(nl_sock, s_cb) == 48);
    assert!(offset_of!(nl_sock, s_bufsize) == 56);
};

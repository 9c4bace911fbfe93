// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct nl_msg`.

use core::cell::Cell;
use core::mem::offset_of;

use libc::{c_int, nlmsghdr, sockaddr_nl, ucred};

/// A message and what belongs to it.
///
/// Only libnl-3 makes these; its own are longer.
#[repr(C)]
pub struct nl_msg {
    /// `NETLINK_ROUTE` and the like; -1 if not known.
    pub nm_protocol: Cell<c_int>,
    /// `NL_MSG_CRED_PRESENT`.
    pub nm_flags: Cell<c_int>,
    /// Who sent it.
    pub nm_src: Cell<sockaddr_nl>,
    /// Whom it goes to.
    pub nm_dst: Cell<sockaddr_nl>,
    /// The sender's credentials, if the flag says so.
    pub nm_creds: Cell<ucred>,
    /// The message itself.
    pub nm_nlh: Cell<*mut nlmsghdr>,
    /// Bytes of room there.
    pub nm_size: Cell<usize>,
    /// References to the whole.
    pub nm_refcnt: Cell<c_int>,
}

const _: () = {
    assert!(size_of::<nl_msg>() == 72);
    assert!(offset_of!(nl_msg, nm_flags) == 4);
    assert!(offset_of!(nl_msg, nm_src) == 8);
    assert!(offset_of!(nl_msg, nm_dst) == 20);
    assert!(offset_of!(nl_msg, nm_creds) == 32);
    assert!(offset_of!(nl_msg, nm_nlh) == 48);
    assert!(offset_of!(nl_msg, nm_size) == 56);
    assert!(offset_of!(nl_msg, nm_refcnt) == 64);
};

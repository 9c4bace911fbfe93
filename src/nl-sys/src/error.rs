// SPDX-License-Identifier: LGPL-2.1-or-later
//! Errors of libnl's functions: the codes of `netlink/errno.h`.

use libc::c_int;

/// An NLE code, positive, as in `netlink/errno.h`. C functions return it negated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error(pub c_int);

/// The names of `netlink/errno.h` without their `NLE_`.
impl Error {
    /// Unspecific failure.
    pub const FAILURE: Self = Self(1);
    /// Interrupted system call.
    pub const INTR: Self = Self(2);
    /// Bad socket.
    pub const BAD_SOCK: Self = Self(3);
    /// Try again.
    pub const AGAIN: Self = Self(4);
    /// Out of memory, or out of room in a message.
    pub const NOMEM: Self = Self(5);
    /// Object exists.
    pub const EXIST: Self = Self(6);
    /// Invalid input data or parameter.
    pub const INVAL: Self = Self(7);
    /// Input data out of range.
    pub const RANGE: Self = Self(8);
    /// Message size not sufficient.
    pub const MSGSIZE: Self = Self(9);
    /// Operation not supported.
    pub const OPNOTSUPP: Self = Self(10);
    /// Address family not supported.
    pub const AF_NOSUPPORT: Self = Self(11);
    /// Object not found.
    pub const OBJ_NOTFOUND: Self = Self(12);
    /// Attribute not available.
    pub const NOATTR: Self = Self(13);
    /// Missing attribute.
    pub const MISSING_ATTR: Self = Self(14);
    /// Address family mismatch.
    pub const AF_MISMATCH: Self = Self(15);
    /// Message sequence number mismatch.
    pub const SEQ_MISMATCH: Self = Self(16);
    /// Kernel reported message overflow.
    pub const MSG_OVERFLOW: Self = Self(17);
    /// Kernel reported truncated message.
    pub const MSG_TRUNC: Self = Self(18);
    /// Invalid address for specified address family.
    pub const NOADDR: Self = Self(19);
    /// Source based routing not supported.
    pub const SRCRT_NOSUPPORT: Self = Self(20);
    /// Netlink message is too short.
    pub const MSG_TOOSHORT: Self = Self(21);
    /// Netlink message type is not supported.
    pub const MSGTYPE_NOSUPPORT: Self = Self(22);
    /// Object type does not match cache.
    pub const OBJ_MISMATCH: Self = Self(23);
    /// Unknown or invalid cache type.
    pub const NOCACHE: Self = Self(24);
    /// Object busy.
    pub const BUSY: Self = Self(25);
    /// Protocol mismatch.
    pub const PROTO_MISMATCH: Self = Self(26);
    /// No access.
    pub const NOACCESS: Self = Self(27);
    /// Operation not permitted.
    pub const PERM: Self = Self(28);
    /// Unable to open packet location file.
    pub const PKTLOC_FILE: Self = Self(29);
    /// Unable to parse object.
    pub const PARSE_ERR: Self = Self(30);
    /// No such device.
    pub const NODEV: Self = Self(31);
    /// Immutable attribute.
    pub const IMMUTABLE: Self = Self(32);
    /// Dump inconsistency detected, interrupted.
    pub const DUMP_INTR: Self = Self(33);
    /// Attribute max length exceeded.
    pub const ATTRSIZE: Self = Self(34);
    /// No route to host. No function returns it: see `nl_syserr2nlerr()`.
    pub const HOSTUNREACH: Self = Self(35);
    /// Network is down. No function returns it: see `nl_syserr2nlerr()`.
    pub const NETDOWN: Self = Self(36);

    /// The highest code there is (`NLE_MAX`).
    pub const MAX: c_int = Self::NETDOWN.0;

    /// The error in a C function's negative return value.
    #[must_use]
    pub fn from_c(returned: c_int) -> Self {
        Self(returned.saturating_neg())
    }
}

/// What a C function returned: a number of something, or a negated NLE code.
///
/// # Errors
/// `returned` is negative.
pub fn check(returned: c_int) -> Result<c_int, Error> {
    if returned < 0 { Err(Error::from_c(returned)) } else { Ok(returned) }
}

/// A result that C sees as one number.
pub trait IntoC {
    /// The number, or the negated code.
    fn into_c(self) -> c_int;
}

impl IntoC for Result<c_int, Error> {
    #[inline]
    fn into_c(self) -> c_int {
        self.unwrap_or_else(|error| error.0.saturating_neg())
    }
}

impl IntoC for Result<(), Error> {
    #[inline]
    fn into_c(self) -> c_int {
        self.map(|()| 0).into_c()
    }
}

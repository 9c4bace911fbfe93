// SPDX-License-Identifier: LGPL-2.1-or-later
//! Errors: their texts, and what the kernel's error numbers become.

use core::ffi::CStr;

use libc::c_int;
use nl_sys::error::Error;
use os::errno::Errno;

/// The texts of `nl_geterror()`, by NLE code.
const TEXTS: [&CStr; 37] = [
    c"Success",
    UNSPECIFIC,
    c"Interrupted system call",
    c"Bad socket",
    c"Try again",
    c"Out of memory",
    c"Object exists",
    c"Invalid input data or parameter",
    c"Input data out of range",
    c"Message size not sufficient",
    c"Operation not supported",
    c"Address family not supported",
    c"Object not found",
    c"Attribute not available",
    c"Missing attribute",
    c"Address family mismatch",
    c"Message sequence number mismatch",
    c"Kernel reported message overflow",
    c"Kernel reported truncated message",
    c"Invalid address for specified address family",
    c"Source based routing not supported",
    c"Netlink message is too short",
    c"Netlink message type is not supported",
    c"Object type does not match cache",
    c"Unknown or invalid cache type",
    c"Object busy",
    c"Protocol mismatch",
    c"No Access",
    c"Operation not permitted",
    c"Unable to open packet location file",
    c"Unable to parse object",
    c"No such device",
    c"Immutable attribute",
    c"Dump inconsistency detected, interrupted",
    c"Attribute max length exceeded",
    c"Host is unreachable",
    c"Network is down",
];

const UNSPECIFIC: &CStr = c"Unspecific failure";

const _: () = assert!(TEXTS.len() == Error::MAX as usize + 1);

/// The text of an NLE code of either sign; that of `NLE_FAILURE` for one that does not exist.
#[must_use]
pub fn text(error: c_int) -> &'static CStr {
    let code = usize::try_from(error.unsigned_abs()).unwrap_or(usize::MAX);
    TEXTS.get(code).copied().unwrap_or(UNSPECIFIC)
}

/// The NLE code of a system error of either sign. 0 is no error, and so unspecific, as in libnl.
#[must_use]
pub fn from_errno(errno: Errno) -> Error {
    match errno.0.wrapping_abs() {
        libc::EBADF | libc::ENOTSOCK => Error::BAD_SOCK,
        libc::EADDRINUSE | libc::EEXIST => Error::EXIST,
        libc::EADDRNOTAVAIL => Error::NOADDR,
        libc::ESRCH | libc::ENOENT => Error::OBJ_NOTFOUND,
        libc::EINTR => Error::INTR,
        libc::EAGAIN => Error::AGAIN,
        libc::ENOPROTOOPT | libc::EFAULT | libc::EINVAL => Error::INVAL,
        libc::EACCES => Error::NOACCESS,
        libc::ENOBUFS | libc::ENOMEM => Error::NOMEM,
        libc::EAFNOSUPPORT => Error::AF_NOSUPPORT,
        libc::EPROTONOSUPPORT => Error::PROTO_MISMATCH,
        libc::EOPNOTSUPP => Error::OPNOTSUPP,
        libc::EPERM => Error::PERM,
        libc::EBUSY => Error::BUSY,
        libc::ERANGE => Error::RANGE,
        libc::ENODEV => Error::NODEV,
        // EHOSTUNREACH and ENETDOWN too: the codes made for them in 3.12.0 broke programs that look
        // for NLE_FAILURE, and upstream took the mapping back.
        _ => Error::FAILURE,
    }
}

/// The NLE code of the calling thread's `errno`.
#[must_use]
pub fn last() -> Error {
    from_errno(Errno::last())
}

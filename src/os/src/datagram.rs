// SPDX-License-Identifier: LGPL-2.1-or-later
//! Datagrams with everything that comes with them: addresses, credentials, flags.

use core::mem::{self, MaybeUninit};
use core::ptr;

use libc::{c_int, c_uint, c_void, iovec, msghdr, sockaddr_nl, socklen_t, ucred};

use crate::errno::Errno;

#[expect(clippy::cast_possible_truncation, reason = "12")]
const ADDR_LEN: socklen_t = size_of::<sockaddr_nl>() as socklen_t;
#[expect(clippy::cast_possible_truncation, reason = "12")]
const CREDENTIALS_LEN: c_uint = size_of::<ucred>() as c_uint;
/// Room for control messages: credentials, packet information, and what kernels to come may add.
const CONTROL_LEN: usize = 256;

/// Memory for control messages, aligned as they have to be.
#[repr(C, align(8))]
struct Control([u8; CONTROL_LEN]);

/// What was received.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// Bytes of the datagram; more than the buffer has if it was cut off.
    pub len: usize,
    /// The datagram was longer than the buffer.
    pub truncated: bool,
    /// The sender's address is as long as a netlink address.
    pub from_netlink: bool,
    /// The sender's credentials, if the socket asks for them.
    pub credentials: Option<ucred>,
}

/// Receives one datagram into `size` bytes at `buffer`, and the address of its sender. `flags` are
/// those of `recvmsg(2)`.
///
/// # Errors
/// Those of `recvmsg(2)`.
///
/// # Safety
/// The bytes and the address are the caller's to write.
pub unsafe fn receive(
    fd: c_int,
    buffer: *mut u8,
    size: usize,
    from: *mut sockaddr_nl,
    flags: c_int,
    with_credentials: bool,
) -> Result<Received, Errno> {
    let mut iov = iovec { iov_base: buffer.cast(), iov_len: size };
    let mut control = MaybeUninit::<Control>::uninit();
    // SAFETY: an all-zero msghdr is valid.
    let mut header: msghdr = unsafe { mem::zeroed() };
    header.msg_name = from.cast();
    header.msg_namelen = ADDR_LEN;
    header.msg_iov = &raw mut iov;
    header.msg_iovlen = 1;
    if with_credentials {
        header.msg_control = control.as_mut_ptr().cast();
        header.msg_controllen = CONTROL_LEN;
    }
    // SAFETY: everything outlives the call and is as long as said; what the caller passed is the
    // caller's by contract.
    let len = unsafe { libc::recvmsg(fd, &raw mut header, flags) };
    let len = usize::try_from(len).map_err(|_| Errno::last())?;
    Ok(Received {
        len,
        truncated: header.msg_flags & libc::MSG_TRUNC != 0,
        from_netlink: header.msg_namelen == ADDR_LEN,
        // SAFETY: the kernel has filled in the control messages that the header tells of.
        credentials: if with_credentials { unsafe { credentials(&header) } } else { None },
    })
}

/// The credentials among the control messages of a datagram.
///
/// # Safety
/// The header is as `recvmsg(2)` left it.
unsafe fn credentials(header: &msghdr) -> Option<ucred> {
    let header: *const msghdr = header;
    // SAFETY: by contract.
    let mut at = unsafe { libc::CMSG_FIRSTHDR(header) };
    while !at.is_null() {
        // SAFETY: within the control messages.
        let control = unsafe { at.read() };
        if control.cmsg_level == libc::SOL_SOCKET && control.cmsg_type == libc::SCM_CREDENTIALS {
            // SAFETY: as above.
            let data = unsafe { libc::CMSG_DATA(at) };
            // SAFETY: such a control message holds a ucred.
            return Some(unsafe { data.cast::<ucred>().read_unaligned() });
        }
        // SAFETY: as above.
        at = unsafe { libc::CMSG_NXTHDR(header, at) };
    }
    None
}

/// Sends one datagram as `header` says.
///
/// # Errors
/// Those of `sendmsg(2)`.
///
/// # Safety
/// The header is valid for `sendmsg(2)`.
pub unsafe fn send(fd: c_int, header: *const msghdr) -> Result<usize, Errno> {
    // SAFETY: by contract.
    let sent = unsafe { libc::sendmsg(fd, header, 0) };
    usize::try_from(sent).map_err(|_| Errno::last())
}

/// Sends `len` bytes as one datagram.
///
/// # Errors
/// Those of `sendto(2)`.
///
/// # Safety
/// The bytes are readable.
pub unsafe fn send_bytes(
    fd: c_int,
    data: *const c_void,
    len: usize,
    to: &sockaddr_nl,
) -> Result<usize, Errno> {
    let to: *const sockaddr_nl = to;
    // SAFETY: the address is as long as said, the bytes are readable by contract.
    let sent = unsafe { libc::sendto(fd, data, len, 0, to.cast(), ADDR_LEN) };
    usize::try_from(sent).map_err(|_| Errno::last())
}

/// A datagram to be sent: where to, which bytes, and the credentials that go with it.
pub struct Outgoing {
    to: sockaddr_nl,
    vector: *mut iovec,
    count: usize,
    control: Option<Control>,
}

impl Outgoing {
    /// # Safety
    /// `count` entries at `vector` are valid for `sendmsg(2)` for as long as the value is used.
    #[must_use]
    pub unsafe fn new(
        to: &sockaddr_nl,
        vector: *mut iovec,
        count: usize,
        credentials: Option<&ucred>,
    ) -> Self {
        Self { to: *to, vector, count, control: credentials.map(control) }
    }

    /// Calls `send` with the header for `sendmsg(2)`, which is valid as long as that runs.
    pub fn with<R>(mut self, send: impl FnOnce(*mut msghdr) -> R) -> R {
        // SAFETY: an all-zero msghdr is valid.
        let mut header: msghdr = unsafe { mem::zeroed() };
        header.msg_name = (&raw mut self.to).cast();
        header.msg_namelen = ADDR_LEN;
        header.msg_iov = self.vector;
        header.msg_iovlen = self.count;
        if let Some(control) = &mut self.control {
            header.msg_control = ptr::from_mut(control).cast();
            // SAFETY: has no preconditions.
            header.msg_controllen = unsafe { libc::CMSG_SPACE(CREDENTIALS_LEN) } as usize;
        }
        send(&raw mut header)
    }
}

/// A control message that carries credentials.
fn control(credentials: &ucred) -> Control {
    let mut room = Control([0; CONTROL_LEN]);
    let at: *mut Control = &raw mut room;
    let header = libc::cmsghdr {
        // SAFETY: has no preconditions.
        cmsg_len: unsafe { libc::CMSG_LEN(CREDENTIALS_LEN) } as usize,
        cmsg_level: libc::SOL_SOCKET,
        cmsg_type: libc::SCM_CREDENTIALS,
    };
    // SAFETY: room for a control message, aligned for its header.
    unsafe { at.cast::<libc::cmsghdr>().write(header) };
    // SAFETY: within the room, which holds a ucred behind the header.
    let data = unsafe { libc::CMSG_DATA(at.cast()) };
    // SAFETY: as above.
    unsafe { data.cast::<ucred>().write_unaligned(*credentials) };
    room
}

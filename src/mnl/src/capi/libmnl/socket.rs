// SPDX-License-Identifier: LGPL-2.1-or-later
//! Netlink sockets.

use libc::{c_int, c_uint, c_void, pid_t, socklen_t, ssize_t};
use os::errno::{Errno, IntoC, invalid_argument};
use os::{heap, socket};

use crate::socket::mnl_socket;

/// Opens a netlink socket for the protocol `bus`, e.g. `NETLINK_ROUTE`.
///
/// C: `struct mnl_socket *nl = mnl_socket_open(NETLINK_ROUTE);`
///
/// The descriptor is inherited by programs the process executes; `mnl_socket_open2()` takes
/// `SOCK_CLOEXEC`. Returns a handle for `mnl_socket_close()`, or NULL with errno set as by
/// `socket(2)`, or to `ENOMEM`.
#[unsafe(no_mangle)]
pub extern "C" fn mnl_socket_open(bus: c_int) -> *mut mnl_socket {
    open(bus, 0).into_c()
}

/// Opens a netlink socket with flags of `socket(2)`: `SOCK_CLOEXEC`, `SOCK_NONBLOCK`.
///
/// C: `struct mnl_socket *nl = mnl_socket_open2(NETLINK_ROUTE, SOCK_CLOEXEC);`
///
/// Otherwise like `mnl_socket_open()`. Since libmnl 1.0.4.
#[unsafe(no_mangle)]
pub extern "C" fn mnl_socket_open2(bus: c_int, flags: c_int) -> *mut mnl_socket {
    open(bus, flags).into_c()
}

/// Makes a handle for a socket that is open already, e.g. one inherited from a service manager.
///
/// C: `struct mnl_socket *nl = mnl_socket_fdopen(fd);`
///
/// The handle owns `fd`: `mnl_socket_close()` closes it. If the socket is bound, the handle knows
/// its port. Returns NULL with errno set as by `getsockname(2)`, or to `ENOMEM`; `fd` stays open
/// then. Since libmnl 1.0.4.
#[unsafe(no_mangle)]
pub extern "C" fn mnl_socket_fdopen(fd: c_int) -> *mut mnl_socket {
    mnl_socket::from_fd(fd).and_then(heap::new).into_c()
}

/// Binds the socket to a port and, as a bit mask, to the first 32 multicast groups.
///
/// C: `if (mnl_socket_bind(nl, RTMGRP_LINK, MNL_SOCKET_AUTOPID) < 0) perror("bind");`
///
/// With `MNL_SOCKET_AUTOPID` the kernel chooses the port; `mnl_socket_get_portid()` tells it.
/// Returns 0, or -1 with errno set as by `bind(2)`, or to `EINVAL` if this is no netlink socket.
///
/// # Safety
/// `nl` is an open handle or NULL (`EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_socket_bind(nl: *mut mnl_socket, groups: c_uint, pid: pid_t) -> c_int {
    // SAFETY: an open handle is a live mnl_socket that nobody else uses meanwhile.
    let nl = unsafe { nl.as_mut() };
    nl.ok_or(Errno(libc::EINVAL)).and_then(|nl| nl.bind(groups, pid.cast_unsigned())).into_c()
}

/// Closes the socket and frees the handle, also if closing fails.
///
/// C: `mnl_socket_close(nl);`
///
/// Returns 0, or -1 with errno set as by `close(2)`.
///
/// # Safety
/// `nl` is an open handle, not used afterwards, or NULL (`EINVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_socket_close(nl: *mut mnl_socket) -> c_int {
    if nl.is_null() {
        return invalid_argument();
    }
    // SAFETY: handles come from heap::new.
    let nl = unsafe { heap::take(nl) };
    socket::close(nl.fd()).into_c()
}

/// The socket's descriptor, for `poll(2)` and the like.
///
/// C: `struct pollfd p = { .fd = mnl_socket_get_fd(nl), .events = POLLIN };`
///
/// It stays the handle's: do not close it. Returns -1 for a NULL handle.
///
/// # Safety
/// `nl` is an open handle or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_socket_get_fd(nl: *const mnl_socket) -> c_int {
    // SAFETY: an open handle is a live mnl_socket.
    unsafe { nl.as_ref() }.map_or(-1, mnl_socket::fd)
}

/// The port the socket is bound to: the `nlmsg_pid` of answers sent to it.
///
/// C: `unsigned int portid = mnl_socket_get_portid(nl);`
///
/// 0 before `mnl_socket_bind()`, and for a NULL handle. After a failed bind it is the port that was
/// asked for.
///
/// # Safety
/// `nl` is an open handle or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_socket_get_portid(nl: *const mnl_socket) -> c_uint {
    // SAFETY: an open handle is a live mnl_socket.
    unsafe { nl.as_ref() }.map_or(0, mnl_socket::port)
}

/// Sends `siz` bytes, one or more messages, to the kernel.
///
/// C: `if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0) perror("sendto");`
///
/// Returns the bytes sent, or -1 with errno set as by `sendto(2)`; nothing is retried.
///
/// # Safety
/// `nl` is an open handle or NULL (`EINVAL`); `siz` bytes at `req` are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_socket_sendto(
    nl: *const mnl_socket,
    req: *const c_void,
    siz: usize,
) -> ssize_t {
    // SAFETY: an open handle is a live mnl_socket.
    match unsafe { nl.as_ref() } {
        // SAFETY: the bytes are readable by contract.
        Some(nl) => unsafe { socket::send_to_kernel(nl.fd(), req, siz) },
        None => Err::<usize, _>(Errno(libc::EINVAL)).into_c(),
    }
}

/// Receives one datagram of messages.
///
/// C: `ssize_t len = mnl_socket_recvfrom(nl, buf, sizeof(buf));`
///
/// Use a buffer of `MNL_SOCKET_DUMP_SIZE` bytes for dumps. The sender is not checked: messages of
/// the kernel have `nlmsg_pid` 0 or the receiver's port. Returns the bytes received, or -1 with
/// errno set as by `recvmsg(2)`: `EAGAIN` on a non-blocking socket without data, `ENOBUFS` if the
/// kernel had to drop messages, `EINTR`; to `ENOSPC` if the buffer was too small, and the datagram
/// is lost then; to `EINVAL` if this is no netlink socket.
///
/// # Safety
/// `nl` is an open handle or NULL (`EINVAL`); `siz` bytes at `buf` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_socket_recvfrom(
    nl: *const mnl_socket,
    buf: *mut c_void,
    siz: usize,
) -> ssize_t {
    // SAFETY: an open handle is a live mnl_socket.
    let nl = unsafe { nl.as_ref() };
    nl.ok_or(Errno(libc::EINVAL))
        // SAFETY: the bytes are writable by contract.
        .and_then(|nl| unsafe { nl.receive(buf, siz) })
        .into_c()
}

/// Sets an option of the netlink level, e.g. joins a multicast group above 32.
///
/// C: `mnl_socket_setsockopt(nl, NETLINK_ADD_MEMBERSHIP, &group, sizeof(group));`
///
/// Returns 0, or -1 with errno set as by `setsockopt(2)`.
///
/// # Safety
/// `nl` is an open handle or NULL (`EINVAL`); `len` bytes at `buf` are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_socket_setsockopt(
    nl: *const mnl_socket,
    r#type: c_int,
    buf: *mut c_void,
    len: socklen_t,
) -> c_int {
    // SAFETY: an open handle is a live mnl_socket.
    let nl = unsafe { nl.as_ref() };
    nl.ok_or(Errno(libc::EINVAL))
        // SAFETY: the bytes are readable by contract.
        .and_then(|nl| unsafe { socket::set_option(nl.fd(), r#type, buf, len) })
        .into_c()
}

/// Reads an option of the netlink level.
///
/// C: `mnl_socket_getsockopt(nl, NETLINK_LIST_MEMBERSHIPS, groups, &len);`
///
/// `len` holds the size of the buffer, then of the value. Returns 0, or -1 with errno set as by
/// `getsockopt(2)`.
///
/// # Safety
/// `nl` is an open handle or NULL (`EINVAL`); `len` is readable and writable, and so many bytes at
/// `buf` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_socket_getsockopt(
    nl: *const mnl_socket,
    r#type: c_int,
    buf: *mut c_void,
    len: *mut socklen_t,
) -> c_int {
    // SAFETY: an open handle is a live mnl_socket.
    let nl = unsafe { nl.as_ref() };
    nl.ok_or(Errno(libc::EINVAL))
        // SAFETY: the ranges are the caller's by contract.
        .and_then(|nl| unsafe { socket::get_option(nl.fd(), r#type, buf, len) })
        .into_c()
}

fn open(bus: c_int, flags: c_int) -> Result<*mut mnl_socket, Errno> {
    let nl = mnl_socket::open(bus, flags)?;
    let fd = nl.fd();
    heap::new(nl).inspect_err(|_| {
        let _ = socket::close(fd);
    })
}

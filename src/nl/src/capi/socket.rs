// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/socket.h`.

use core::ptr;

use libc::{c_int, c_uint, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cb, nl_sock};

use super::handlers::{self, nl_cb_kind, nl_cb_type};
use crate::callback::{nl_recvmsg_err_cb_t, nl_recvmsg_msg_cb_t};
use crate::receive::any_sequence;
use crate::socket::Socket;

/// The socket behind a pointer of C's.
///
/// # Safety
/// `sk` is a socket or NULL.
pub(crate) unsafe fn open<'a>(sk: *const nl_sock) -> Option<&'a Socket> {
    // SAFETY: every socket is a Socket.
    unsafe { sk.cast::<Socket>().as_ref() }
}

/// Makes a socket. It is not open before `nl_connect()` or `nl_socket_set_fd()`.
///
/// C: `struct nl_sock *sk = nl_socket_alloc();`
///
/// It gets callbacks of its own: the quiet ones, or those that the environment variable `NLCB` asks for
/// (`default`, `verbose`, `debug`). Returns a socket for `nl_socket_free()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn nl_socket_alloc() -> *mut nl_sock {
    Socket::with_default_handlers().map_or(ptr::null_mut(), <*mut Socket>::cast)
}

/// Makes a socket with the callbacks of a set, to which it takes a reference.
///
/// C: `struct nl_sock *sk = nl_socket_alloc_cb(cb);`
///
/// Returns a socket for `nl_socket_free()`; NULL without memory, and for NULL.
///
/// # Safety
/// `cb` is a live callback set or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_alloc_cb(cb: *mut nl_cb) -> *mut nl_sock {
    // SAFETY: by contract.
    let socket = unsafe { handlers::set(cb) }.and_then(|callbacks| Socket::new(callbacks).ok());
    socket.map_or(ptr::null_mut(), <*mut Socket>::cast)
}

/// Closes a socket and frees it. A callback may free the socket it is called for.
///
/// C: `nl_socket_free(sk);`
///
/// # Safety
/// `sk` is a socket, not used afterwards, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_free(sk: *mut nl_sock) {
    if !sk.is_null() {
        // SAFETY: every socket is a Socket from `new`.
        unsafe { Socket::free(sk.cast()) };
    }
}

/// The socket's port, chosen now if there is none yet.
///
/// C: `uint32_t port = nl_socket_get_local_port(sk);`
///
/// `UINT32_MAX` if the process has no port left. 0 for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_get_local_port(sk: *const nl_sock) -> u32 {
    // SAFETY: by contract.
    unsafe { open(sk) }.map_or(0, Socket::local_port)
}

/// Sets the socket's port, before `nl_connect()`.
///
/// C: `nl_socket_set_local_port(sk, 0);`
///
/// 0 lets the library choose one when it is needed.
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_local_port(sk: *mut nl_sock, port: u32) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        socket.set_local_port(port);
    }
}

/// Joins a multicast group.
///
/// C: `nl_socket_add_membership(sk, RTNLGRP_LINK);`
///
/// 0 is no group. Returns 0; `-NLE_BAD_SOCK` if the socket is not open, `-NLE_INVAL` for a negative group
/// and for NULL, or what the kernel says.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_add_membership(sk: *mut nl_sock, group: c_int) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| socket.membership(group, true)).into_c()
}

/// Leaves a multicast group.
///
/// C: `nl_socket_drop_membership(sk, RTNLGRP_LINK);`
///
/// Returns as `nl_socket_add_membership()` does.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_drop_membership(sk: *mut nl_sock, group: c_int) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| socket.membership(group, false)).into_c()
}

/// Has `nl_connect()` join groups of the first 32, a bit for each.
///
/// C: `nl_join_groups(sk, RTMGRP_LINK);`
///
/// Use `nl_socket_add_memberships()`, which knows all groups and works at any time.
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_join_groups(sk: *mut nl_sock, groups: c_int) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        let mut local = socket.s_local.get();
        local.nl_groups |= groups.cast_unsigned();
        socket.s_local.set(local);
    }
}

/// The port that messages go to unless they name another; 0 is the kernel.
///
/// C: `uint32_t port = nl_socket_get_peer_port(sk);`
///
/// 0 for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_get_peer_port(sk: *const nl_sock) -> u32 {
    // SAFETY: by contract.
    unsafe { open(sk) }.map_or(0, |socket| socket.s_peer.get().nl_pid)
}

/// Sets the port that messages go to unless they name another; 0 is the kernel.
///
/// C: `nl_socket_set_peer_port(sk, port);`
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_peer_port(sk: *mut nl_sock, port: u32) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        let mut peer = socket.s_peer.get();
        peer.nl_pid = port;
        socket.s_peer.set(peer);
    }
}

/// The groups that messages go to unless they name others, a bit for each.
///
/// C: `uint32_t groups = nl_socket_get_peer_groups(sk);`
///
/// 0 for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_get_peer_groups(sk: *const nl_sock) -> u32 {
    // SAFETY: by contract.
    unsafe { open(sk) }.map_or(0, |socket| socket.s_peer.get().nl_groups)
}

/// Sets the groups that messages go to unless they name others, a bit for each.
///
/// C: `nl_socket_set_peer_groups(sk, groups);`
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_peer_groups(sk: *mut nl_sock, groups: u32) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        let mut peer = socket.s_peer.get();
        peer.nl_groups = groups;
        socket.s_peer.set(peer);
    }
}

/// The socket's callbacks, with a reference for the caller.
///
/// C: `struct nl_cb *cb = nl_socket_get_cb(sk);`
///
/// Give it back with `nl_cb_put()`. NULL for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_get_cb(sk: *const nl_sock) -> *mut nl_cb {
    // SAFETY: by contract.
    unsafe { open(sk) }.map_or(ptr::null_mut(), |socket| {
        socket.callbacks().get();
        socket.callbacks().as_ptr()
    })
}

/// Replaces the socket's callbacks; the socket takes a reference to the new set.
///
/// C: `nl_socket_set_cb(sk, cb);`
///
/// # Safety
/// `sk` is a socket and `cb` a live callback set; if one is NULL nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_cb(sk: *mut nl_sock, cb: *mut nl_cb) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        // SAFETY: by contract.
        if let Some(callbacks) = unsafe { handlers::set(cb) } {
            socket.set_callbacks(callbacks);
        }
    }
}

/// `nl_cb_set()` on the socket's callbacks.
///
/// C: `nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, on_message, &state);`
///
/// Returns 0, or `-NLE_RANGE` for an unknown type or kind; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a socket or NULL; `func` may be called with `arg` as long as it is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_modify_cb(
    sk: *mut nl_sock,
    r#type: nl_cb_type,
    kind: nl_cb_kind,
    func: nl_recvmsg_msg_cb_t,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| socket.callbacks().set(r#type, kind, func, arg)).into_c()
}

/// `nl_cb_err()` on the socket's callbacks.
///
/// C: `nl_socket_modify_err_cb(sk, NL_CB_CUSTOM, on_error, &state);`
///
/// Returns 0, or `-NLE_RANGE` for an unknown kind; `-NLE_INVAL` for NULL.
///
/// # Safety
/// As for `nl_socket_modify_cb()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_modify_err_cb(
    sk: *mut nl_sock,
    kind: nl_cb_kind,
    func: nl_recvmsg_err_cb_t,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| socket.callbacks().set_error(kind, func, arg)).into_c()
}

/// Sets the kernel's buffers of the socket, in bytes.
///
/// C: `nl_socket_set_buffer_size(sk, 1 << 20, 0);`
///
/// The kernel doubles the numbers to allow for its own needs, and limits them to `net.core.rmem_max` and
/// `net.core.wmem_max`. For 0 or less a good value is taken, which is also what a new socket has: a
/// receive buffer of up to 16 MiB as far as the limit allows, so that bursts of events are not lost, and
/// the kernel's own send buffer. Returns 0; `-NLE_BAD_SOCK` if the socket is not open, `-NLE_INVAL` for
/// NULL, or what the kernel says.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_buffer_size(
    sk: *mut nl_sock,
    rxbuf: c_int,
    txbuf: c_int,
) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| socket.set_buffer_size(rxbuf, txbuf)).into_c()
}

/// Sets how many bytes of a datagram the socket takes at most; 0 for any number, the default.
///
/// C: `nl_socket_set_msg_buf_size(sk, 65536);`
///
/// A larger datagram is lost, and receiving fails with `-NLE_MSG_TRUNC`, unless peeking is enabled.
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_msg_buf_size(sk: *mut nl_sock, bufsize: usize) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.map(|socket| socket.s_bufsize.set(bufsize)).into_c()
}

/// What `nl_socket_set_msg_buf_size()` set.
///
/// C: `size_t size = nl_socket_get_msg_buf_size(sk);`
///
/// 0 for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_get_msg_buf_size(sk: *mut nl_sock) -> usize {
    // SAFETY: by contract.
    unsafe { open(sk) }.map_or(0, |socket| socket.s_bufsize.get())
}

/// Has the kernel attach the sender's credentials to what the socket receives (`SO_PASSCRED`), or not.
///
/// C: `nl_socket_set_passcred(sk, 1);`
///
/// `nlmsg_get_creds()` tells them. Returns 0; `-NLE_BAD_SOCK` if the socket is not open, `-NLE_INVAL` for
/// NULL, or what the kernel says.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_passcred(sk: *mut nl_sock, state: c_int) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket
        .and_then(|socket| {
            socket.set_option(libc::SOL_SOCKET, libc::SO_PASSCRED, state)?;
            socket.set_flag(nl_sock::PASSCRED, state != 0);
            Ok(())
        })
        .into_c()
}

/// Has the kernel attach the group to what the socket receives (`NETLINK_PKTINFO`), or not.
///
/// C: `nl_socket_recv_pktinfo(sk, 1);`
///
/// Only a program that receives by itself gets to see it. Returns 0; `-NLE_BAD_SOCK` if the socket is not
/// open, `-NLE_INVAL` for NULL, or what the kernel says.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_recv_pktinfo(sk: *mut nl_sock, state: c_int) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket
        .and_then(|socket| socket.set_option(libc::SOL_NETLINK, libc::NETLINK_PKTINFO, state))
        .into_c()
}

/// Takes messages with any sequence number, as a socket that receives events has to.
///
/// C: `nl_socket_disable_seq_check(sk);`
///
/// It installs a handler for `NL_CB_SEQ_CHECK` in the socket's callbacks.
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_disable_seq_check(sk: *mut nl_sock) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        socket.callbacks().seq_check.set(Some(any_sequence), ptr::null_mut());
    }
}

/// The next sequence number, for a request that the program completes itself.
///
/// C: `nlh->nlmsg_seq = nl_socket_use_seq(sk);`
///
/// 0 for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_use_seq(sk: *mut nl_sock) -> c_uint {
    // SAFETY: by contract.
    unsafe { open(sk) }.map_or(0, Socket::use_seq)
}

/// Does not ask for acknowledgements from now on, and does not check sequence numbers either.
///
/// C: `nl_socket_disable_auto_ack(sk);`
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_disable_auto_ack(sk: *mut nl_sock) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        socket.set_flag(nl_sock::NO_AUTO_ACK, true);
    }
}

/// Asks for an acknowledgement of every request from now on, the default.
///
/// C: `nl_socket_enable_auto_ack(sk);`
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_enable_auto_ack(sk: *mut nl_sock) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        socket.set_flag(nl_sock::NO_AUTO_ACK, false);
    }
}

/// The descriptor, for `poll(2)` and the like; it stays the socket's.
///
/// C: `struct pollfd p = { .fd = nl_socket_get_fd(sk), .events = POLLIN };`
///
/// -1 if the socket is not open, and for NULL.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_get_fd(sk: *const nl_sock) -> c_int {
    // SAFETY: by contract.
    unsafe { open(sk) }.map_or(-1, |socket| socket.s_fd.get())
}

/// Takes over a netlink socket that is open and bound already, in place of `nl_connect()`.
///
/// C: `nl_socket_set_fd(sk, -1, fd);`
///
/// A negative `protocol` finds out for itself. The descriptor is the socket's from then on:
/// `nl_socket_free()` closes it. Returns 0; `-NLE_BAD_SOCK` if the socket is open already, `-NLE_INVAL` if
/// `fd` is no raw netlink socket or of another protocol, and for NULL; or what the kernel says. `fd` stays
/// the caller's then.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_fd(sk: *mut nl_sock, protocol: c_int, fd: c_int) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| socket.set_fd(protocol, fd)).into_c()
}

/// Has receiving fail with `-NLE_AGAIN` rather than wait.
///
/// C: `nl_socket_set_nonblocking(sk);`
///
/// Returns 0; `-NLE_BAD_SOCK` if the socket is not open, `-NLE_INVAL` for NULL, or what the kernel says.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_set_nonblocking(sk: *const nl_sock) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { open(sk) }.ok_or(Error::INVAL);
    socket.and_then(Socket::set_nonblocking).into_c()
}

/// Looks at the size of each datagram before it receives it, and so takes any, whatever
/// `nl_socket_set_msg_buf_size()` says.
///
/// It costs a system call per datagram. Without it and without such a limit, datagrams of up to 16 MiB are
/// taken whole; only a privileged process can send larger ones.
///
/// C: `nl_socket_enable_msg_peek(sk);`
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_enable_msg_peek(sk: *mut nl_sock) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        socket.set_flag(nl_sock::MSG_PEEK, true);
        socket.set_flag(nl_sock::MSG_PEEK_EXPLICIT, true);
    }
}

/// Does not look at datagrams before it receives them, the default.
///
/// C: `nl_socket_disable_msg_peek(sk);`
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_socket_disable_msg_peek(sk: *mut nl_sock) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { open(sk) } {
        socket.set_flag(nl_sock::MSG_PEEK, false);
        socket.set_flag(nl_sock::MSG_PEEK_EXPLICIT, true);
    }
}

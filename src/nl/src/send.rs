// SPDX-License-Identifier: LGPL-2.1-or-later
//! Sending messages.

use core::ptr;

use libc::{c_int, c_void, iovec, msghdr};
use nl_sys::error::{self, Error};
use os::datagram;
use os::errno::Errno;
use os::raw::RawMsg;
use wire::nlmsg;

use crate::callback::{Callbacks, OK};
use crate::debug;
use crate::message::{self, Fields, Message};
use crate::socket::Socket;
use nl_sys::layout::nl_sock;

/// Sends bytes as they are to the socket's peer, and returns how many.
///
/// # Errors
/// `BAD_SOCK` if the socket is not connected; `INVAL` for no memory; what the kernel says.
///
/// # Safety
/// `size` bytes at `data` are readable.
pub unsafe fn bytes(socket: &Socket, data: *mut c_void, size: usize) -> Result<c_int, Error> {
    if data.is_null() {
        return Err(Error::INVAL);
    }
    let fd = socket.fd()?;
    let to = socket.s_peer.get();
    // SAFETY: readable by contract.
    unsafe { datagram::send_bytes(fd, data, size, &to) }.map(count).map_err(not_sent)
}

/// Sends a message as `header` says, and returns how many bytes. What the `MSG_OUT` callback returns
/// instead of `NL_OK` is returned in their place, and nothing is sent.
///
/// # Errors
/// `BAD_SOCK` if the socket is not connected, what the callback says, what the kernel says.
///
/// # Safety
/// The header is valid for `sendmsg(2)`.
pub unsafe fn with_header(
    socket: &Socket,
    message: &Message,
    header: *const msghdr,
) -> Result<c_int, Error> {
    let fd = socket.fd()?;
    message.nm_src.set(socket.s_local.get());
    if socket.callbacks().msg_out.function.get().is_some() {
        match announce(socket, message) {
            OK => {}
            other => return error::check(other),
        }
    }
    // SAFETY: by contract.
    unsafe { datagram::send(fd, header) }.map(count).map_err(not_sent)
}

/// Calls the `MSG_OUT` callback, which may give the socket other callbacks, or free it.
#[cold]
fn announce(socket: &Socket, message: &Message) -> c_int {
    let callbacks = socket.callbacks();
    callbacks.get();
    let returned = callbacks.call(&callbacks.msg_out, message).unwrap_or(OK);
    // SAFETY: the reference was taken above.
    unsafe { Callbacks::put(ptr::from_ref(callbacks).cast_mut()) };
    returned
}

/// Sends a message of the bytes that `vector` lists, to the message's destination or else to the
/// socket's peer, with the message's credentials if it has any.
///
/// # Errors
/// As for [`with_header`].
///
/// # Safety
/// `count` entries at `vector` are valid for `sendmsg(2)`.
pub unsafe fn vector(
    socket: &Socket,
    message: &Message,
    vector: *mut iovec,
    count: usize,
) -> Result<c_int, Error> {
    let destination = message.nm_dst.get();
    let to = if c_int::from(destination.nl_family) == libc::AF_NETLINK {
        destination
    } else {
        socket.s_peer.get()
    };
    let credentials = message.credentials();
    // SAFETY: the vector is valid by contract.
    let header = unsafe { datagram::Outgoing::new(&to, vector, count, credentials.as_ref()) };
    // SAFETY: valid, and it lives until the call returns.
    header.with(|header| unsafe { with_header(socket, message, header) })
}

/// Sends a message as it is, and returns how many bytes.
///
/// # Errors
/// As for [`with_header`].
pub fn whole(socket: &Socket, message: &Message) -> Result<c_int, Error> {
    if let Some(send) = socket.callbacks().send.get() {
        // SAFETY: the program installed it to send messages.
        return error::check(unsafe { send(socket.as_ptr(), message.as_ptr()) });
    }
    let nlh = message.nm_nlh.get();
    let length = message.raw().map_or(0, RawMsg::nlmsg_len) as usize;
    let mut bytes = iovec { iov_base: nlh.cast(), iov_len: length };
    // SAFETY: a message is as long as it says.
    unsafe { vector(socket, message, &raw mut bytes, 1) }
}

/// Fills in what a message leaves to the socket: port, sequence number, protocol, and the flags that
/// every request has.
pub fn complete(socket: &Socket, message: &Message) {
    let Some(nlh) = message.raw() else { return };
    if nlh.nlmsg_pid() == 0 {
        // SAFETY: the message is the program's to complete.
        unsafe { nlh.set_pid(socket.local_port()) };
    }
    if nlh.nlmsg_seq() == 0 {
        // SAFETY: as above.
        unsafe { nlh.set_seq(socket.use_seq()) };
    }
    if message.nm_protocol.get() == -1 {
        message.nm_protocol.set(socket.s_proto.get());
    }
    let ack = if socket.has(nl_sock::NO_AUTO_ACK) { 0 } else { nlmsg::F_ACK };
    // SAFETY: as above.
    unsafe { nlh.set_flags(nlh.nlmsg_flags() | nlmsg::F_REQUEST | ack) };
}

/// [`complete`] and [`whole`]. Unless functions of the program's take part, a message that was not sent gives back the
/// sequence number that it got, so that the answer to the next one is the one expected.
///
/// # Errors
/// As for [`whole`].
pub fn auto(socket: &Socket, message: &Message) -> Result<c_int, Error> {
    let unnumbered = message.raw().filter(|nlh| nlh.nlmsg_seq() == 0);
    complete(socket, message);
    let callbacks = socket.callbacks();
    // They may have freed the socket.
    if callbacks.send.get().is_some() || callbacks.msg_out.function.get().is_some() {
        return whole(socket, message);
    }
    whole(socket, message).inspect_err(|_| {
        if let Some(nlh) = unnumbered {
            socket.s_seq_next.set(nlh.nlmsg_seq());
            // SAFETY: the message is the program's to complete.
            unsafe { nlh.set_seq(0) };
        }
    })
}

/// Sends a message of a header and `size` bytes.
///
/// # Errors
/// As for [`whole`]; `NOMEM` also if the bytes do not fit a message of the default size.
///
/// # Safety
/// `size` bytes at `data` are readable, or it is NULL.
pub unsafe fn simple(
    socket: &Socket,
    kind: c_int,
    flags: c_int,
    data: *const c_void,
    size: usize,
) -> Result<c_int, Error> {
    let made = message::with_header(Fields::new(kind, flags, 0, 0))?;
    // SAFETY: just made.
    let message = unsafe { &*made };
    let filled = if data.is_null() || size == 0 {
        Ok(())
    } else {
        // SAFETY: readable by contract.
        unsafe { message::append(message, data, size, 4) }
    };
    let sent = filled.and_then(|()| auto(socket, message));
    // SAFETY: the reference is ours.
    unsafe { Message::put(made) };
    sent
}

/// Bytes sent, as C counts them.
fn count(bytes: usize) -> c_int {
    c_int::try_from(bytes).unwrap_or(c_int::MAX)
}

/// The error of a message that the kernel did not take.
fn not_sent(errno: Errno) -> Error {
    debug::failed!("nl_sendmsg", "sendmsg()")(errno)
}

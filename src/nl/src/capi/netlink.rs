// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/netlink.h`.

use core::cell::Cell;
use core::ptr;

use libc::{c_char, c_int, c_uchar, c_uint, c_void, iovec, msghdr, nlmsghdr, sockaddr_nl, ucred};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{
    NL_DUMP_DETAILS, nl_cache_ops, nl_cb, nl_dump_params, nl_msg, nl_msg_parser, nl_object,
    nl_parser_param, nl_sock,
};

use super::private::c_str;
use super::{handlers, socket};
use crate::families::NETLINK_FAMILIES;
use crate::message::Message;
use crate::receive;
use crate::send;
use crate::socket::Socket;
use crate::strings;

/// The level of debugging output, 0 for none. Initially what `NLDBG` in the environment says.
#[unsafe(no_mangle)]
pub static mut nl_debug: c_int = 0;

/// Where debugging output of objects goes: details, to standard error.
#[unsafe(no_mangle)]
pub static mut nl_debug_dp: nl_dump_params = nl_dump_params::new(NL_DUMP_DETAILS);

/// The socket and the message behind pointers of C's.
///
/// # Safety
/// `sk` is a socket or NULL, `msg` a message or NULL.
unsafe fn both<'a>(sk: *mut nl_sock, msg: *mut nl_msg) -> Result<(&'a Socket, &'a Message), Error> {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) };
    // SAFETY: every message is a Message.
    let message = unsafe { msg.cast::<Message>().as_ref() };
    socket.zip(message).ok_or(Error::INVAL)
}

/// Opens the socket for a netlink protocol and binds it to its port.
///
/// C: `int err = nl_connect(sk, NETLINK_ROUTE);`
///
/// The descriptor is closed by `execve(2)`. Returns 0; `-NLE_BAD_SOCK` if the socket is open already,
/// `-NLE_INVAL` for NULL, or what the kernel says. `nl_close()` undoes it.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_connect(sk: *mut nl_sock, protocol: c_int) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| socket.connect(protocol)).into_c()
}

/// Closes the socket. It keeps its port, and can be connected again.
///
/// C: `nl_close(sk);`
///
/// # Safety
/// `sk` is a socket or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_close(sk: *mut nl_sock) {
    // SAFETY: by contract.
    if let Some(socket) = unsafe { socket::open(sk) } {
        socket.close();
    }
}

/// Sends `size` bytes as they are to the socket's peer.
///
/// C: `nl_sendto(sk, buf, len);`
///
/// No callback is called. Returns the bytes sent; `-NLE_BAD_SOCK` if the socket is not open, `-NLE_INVAL`
/// for NULL, or what the kernel says.
///
/// # Safety
/// `sk` is a socket or NULL; `size` bytes at `buf` are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_sendto(sk: *mut nl_sock, buf: *mut c_void, size: usize) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    socket.and_then(|socket| unsafe { send::bytes(socket, buf, size) }).into_c()
}

/// Sends a message as `hdr` says: where to, and which bytes.
///
/// C: `nl_sendmsg(sk, msg, &hdr);`
///
/// `NL_CB_MSG_OUT` is called first, and unless it returns `NL_OK` nothing is sent and its value returned.
/// Returns the bytes sent; `-NLE_BAD_SOCK` if the socket is not open, `-NLE_INVAL` for NULL, or what the
/// kernel says; a call that a signal interrupted (`-NLE_INTR`) is not repeated.
///
/// # Safety
/// `sk` is a socket or NULL, `msg` a message or NULL, `hdr` valid for `sendmsg(2)` or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_sendmsg(sk: *mut nl_sock, msg: *mut nl_msg, hdr: *mut msghdr) -> c_int {
    if hdr.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let both = unsafe { both(sk, msg) };
    // SAFETY: by contract.
    both.and_then(|(socket, message)| unsafe { send::with_header(socket, message, hdr) }).into_c()
}

/// Sends a message as it is, to where it says or else to the socket's peer.
///
/// C: `nl_send(sk, msg);`
///
/// Returns as `nl_sendmsg()` does, or what the function returns that `nl_cb_overwrite_send()` put in its
/// place.
///
/// # Safety
/// `sk` is a socket or NULL, `msg` a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_send(sk: *mut nl_sock, msg: *mut nl_msg) -> c_int {
    // SAFETY: by contract.
    let both = unsafe { both(sk, msg) };
    both.and_then(|(socket, message)| send::whole(socket, message)).into_c()
}

/// Sends the bytes that `iov` lists, with the destination and credentials of `msg`.
///
/// C: `nl_send_iovec(sk, msg, iov, 2);`
///
/// Returns as `nl_sendmsg()` does.
///
/// # Safety
/// `sk` is a socket or NULL, `msg` a message or NULL; `iovlen` entries at `iov` are valid for
/// `sendmsg(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_send_iovec(
    sk: *mut nl_sock,
    msg: *mut nl_msg,
    iov: *mut iovec,
    iovlen: c_uint,
) -> c_int {
    if iov.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let both = unsafe { both(sk, msg) };
    // SAFETY: by contract.
    both.and_then(|(socket, message)| unsafe {
        send::vector(socket, message, iov, iovlen as usize)
    })
    .into_c()
}

/// Fills in what a message leaves to the socket: the port, the sequence number and the protocol where
/// they are not set, `NLM_F_REQUEST`, and `NLM_F_ACK` unless the socket does not ask for acknowledgements.
///
/// C: `nl_complete_msg(sk, msg);`
///
/// # Safety
/// `sk` is a socket, `msg` a message; if one is NULL nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_complete_msg(sk: *mut nl_sock, msg: *mut nl_msg) {
    // SAFETY: by contract.
    if let Ok((socket, message)) = unsafe { both(sk, msg) } {
        send::complete(socket, message);
    }
}

/// The old name of `nl_complete_msg()`.
///
/// C: `nl_auto_complete(sk, msg);`
///
/// # Safety
/// As for `nl_complete_msg()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_auto_complete(sk: *mut nl_sock, msg: *mut nl_msg) {
    // SAFETY: by contract.
    if let Ok((socket, message)) = unsafe { both(sk, msg) } {
        send::complete(socket, message);
    }
}

/// `nl_complete_msg()` and `nl_send()`.
///
/// C: `nl_send_auto(sk, msg);`
///
/// Returns as `nl_send()` does.
///
/// # Safety
/// `sk` is a socket or NULL, `msg` a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_send_auto(sk: *mut nl_sock, msg: *mut nl_msg) -> c_int {
    // SAFETY: by contract.
    let both = unsafe { both(sk, msg) };
    both.and_then(|(socket, message)| send::auto(socket, message)).into_c()
}

/// The old name of `nl_send_auto()`.
///
/// C: `nl_send_auto_complete(sk, msg);`
///
/// Returns as `nl_send()` does.
///
/// # Safety
/// `sk` is a socket or NULL, `msg` a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_send_auto_complete(sk: *mut nl_sock, msg: *mut nl_msg) -> c_int {
    // SAFETY: by contract.
    let both = unsafe { both(sk, msg) };
    both.and_then(|(socket, message)| send::auto(socket, message)).into_c()
}

/// `nl_send_auto()`, frees the message, and waits for the acknowledgement unless the socket asks for none.
///
/// C: `int err = nl_send_sync(sk, msg);`
///
/// Returns 0, the error the kernel answers with, or as `nl_send_auto()` does. The message is freed in any
/// case.
///
/// # Safety
/// `sk` is a socket or NULL; `msg` is a message of which the caller gives up a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_send_sync(sk: *mut nl_sock, msg: *mut nl_msg) -> c_int {
    // SAFETY: by contract.
    let both = unsafe { both(sk, msg) };
    let sent = both.and_then(|(socket, message)| send::auto(socket, message));
    if !msg.is_null() {
        // SAFETY: the reference is the caller's.
        unsafe { Message::put(msg.cast()) };
    }
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) }.ok_or(Error::INVAL);
    sent.and_then(|_| socket.and_then(receive::wait_for_ack_if_asked)).into_c()
}

/// Sends a message of a header and `size` bytes of payload.
///
/// C: `nl_send_simple(sk, RTM_GETLINK, NLM_F_DUMP, &rt, sizeof(rt));`
///
/// `buf` may be NULL: no payload. Returns as `nl_send_auto()` does; `-NLE_NOMEM` without memory, and if
/// the payload is larger than `nlmsg_set_default_size()` has room for.
///
/// # Safety
/// `sk` is a socket or NULL; `size` bytes at `buf` are readable, or it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_send_simple(
    sk: *mut nl_sock,
    r#type: c_int,
    flags: c_int,
    buf: *mut c_void,
    size: usize,
) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    socket.and_then(|socket| unsafe { send::simple(socket, r#type, flags, buf, size) }).into_c()
}

/// Receives one datagram into memory of its own.
///
/// C: `int n = nl_recv(sk, &from, &buf, NULL);`
///
/// `*buf` is the caller's to `free(3)` if the result is positive. If the socket passes on credentials and
/// `creds` is not NULL, `*creds` becomes a copy of the sender's for the caller to `free(3)`, or NULL. A
/// datagram of any size is received whole, unless `nl_socket_set_msg_buf_size()` sets a limit; calls that a
/// signal interrupted are repeated. Returns the bytes received, 0 at the end of the file, `-NLE_AGAIN` if
/// there is nothing to receive on a non-blocking socket, `-NLE_NOMEM` without memory and if the kernel had
/// to drop messages, `-NLE_MSG_TRUNC` for a datagram beyond the limit, `-NLE_INVAL` for NULL, or what the
/// kernel says.
///
/// # Safety
/// `sk` is a socket or NULL, `nla` and `buf` are writable or NULL, `creds` is writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_recv(
    sk: *mut nl_sock,
    nla: *mut sockaddr_nl,
    buf: *mut *mut c_uchar,
    creds: *mut *mut ucred,
) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) };
    let Some(socket) = socket.filter(|_| !nla.is_null() && !buf.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let received = receive::datagram::owned(socket, !creds.is_null());
    let credentials = received.as_ref().map_or(ptr::null_mut(), |owned| owned.credentials);
    if !creds.is_null() {
        // SAFETY: writable by contract.
        unsafe { creds.write(credentials) };
    }
    received
        .map(|owned| {
            if owned.len > 0 {
                // SAFETY: writable by contract.
                unsafe { nla.write(owned.from) };
                // SAFETY: writable by contract.
                unsafe { buf.write(owned.bytes) };
            }
            owned.len
        })
        .into_c()
}

/// Receives and tells the callbacks of `cb`, until a multipart message is complete, or one datagram of
/// other messages is dealt with, or a callback ends it.
///
/// C: `int err = nl_recvmsgs(sk, cb);`
///
/// Returns 0, what a callback returned to end it, the error the kernel answered with (also in the message
/// that ends a dump), `-NLE_DUMP_INTR` if a dump was interrupted by a change, `-NLE_SEQ_MISMATCH` for a
/// message out of sequence, `-NLE_INVAL` for NULL, or as `nl_recv()` does.
///
/// # Safety
/// `sk` is a socket or NULL, `cb` a live callback set or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_recvmsgs(sk: *mut nl_sock, cb: *mut nl_cb) -> c_int {
    // SAFETY: by contract.
    unsafe { nl_recvmsgs_and_count(sk, cb) }.map(|_| 0).into_c()
}

/// `nl_recvmsgs()`, but returns the number of messages received in place of 0.
///
/// C: `int n = nl_recvmsgs_report(sk, cb);`
///
/// # Safety
/// `sk` is a socket or NULL, `cb` a live callback set or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_recvmsgs_report(sk: *mut nl_sock, cb: *mut nl_cb) -> c_int {
    // SAFETY: by contract.
    unsafe { nl_recvmsgs_and_count(sk, cb) }.into_c()
}

/// # Safety
/// As for [`nl_recvmsgs`].
unsafe fn nl_recvmsgs_and_count(sk: *mut nl_sock, cb: *mut nl_cb) -> Result<c_int, Error> {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) }.ok_or(Error::INVAL)?;
    // SAFETY: by contract.
    let callbacks = unsafe { handlers::set(cb) }.ok_or(Error::INVAL)?;
    receive::messages(socket, callbacks)
}

/// `nl_recvmsgs()` with the socket's own callbacks.
///
/// C: `int err = nl_recvmsgs_default(sk);`
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_recvmsgs_default(sk: *mut nl_sock) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) }.ok_or(Error::INVAL);
    socket.and_then(|socket| receive::messages(socket, socket.callbacks())).map(|_| 0).into_c()
}

/// Waits for the acknowledgement of the request sent last.
///
/// C: `int err = nl_wait_for_ack(sk);`
///
/// Other messages that arrive meanwhile go to the socket's callbacks. Returns 0, the error the kernel
/// answers with instead, or as `nl_recvmsgs()` does.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_wait_for_ack(sk: *mut nl_sock) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) }.ok_or(Error::INVAL);
    socket.and_then(receive::wait_for_ack).into_c()
}

/// Receives an answer and makes an object of it.
///
/// C: `int err = nl_pickup(sk, my_parser, &obj);`
///
/// The parser is called with a NULL type. `*result` becomes the object, with a reference for the caller,
/// or NULL if no object came; if the call fails it is left alone. Returns 0, what the parser returns, or as
/// `nl_recvmsgs()` does.
///
/// # Safety
/// `sk` is a socket or NULL, `parser` a message parser or NULL, `result` writable or NULL (`-NLE_INVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_pickup(
    sk: *mut nl_sock,
    parser: Option<
        unsafe extern "C" fn(
            *mut nl_cache_ops,
            *mut sockaddr_nl,
            *mut nlmsghdr,
            *mut nl_parser_param,
        ) -> c_int,
    >,
    result: *mut *mut nl_object,
) -> c_int {
    // SAFETY: by contract.
    unsafe { pick_up(sk, parser, result, ptr::null_mut()) }
}

/// `nl_pickup()` that also tells which system error the kernel answered with.
///
/// C: `int err = nl_pickup_keep_syserr(sk, my_parser, &obj, &error);`
///
/// `*syserror` becomes a negative `errno(3)` value, or 0.
///
/// # Safety
/// As for `nl_pickup()`; `syserror` is writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_pickup_keep_syserr(
    sk: *mut nl_sock,
    parser: Option<
        unsafe extern "C" fn(
            *mut nl_cache_ops,
            *mut sockaddr_nl,
            *mut nlmsghdr,
            *mut nl_parser_param,
        ) -> c_int,
    >,
    result: *mut *mut nl_object,
    syserror: *mut c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { pick_up(sk, parser, result, syserror) }
}

/// # Safety
/// As for [`nl_pickup_keep_syserr`].
unsafe fn pick_up(
    sk: *mut nl_sock,
    parser: Option<nl_msg_parser>,
    result: *mut *mut nl_object,
    syserror: *mut c_int,
) -> c_int {
    // SAFETY: by contract.
    let socket = unsafe { socket::open(sk) }.filter(|_| !result.is_null());
    let Some((socket, parser)) = socket.zip(parser) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: writable by contract, and a Cell is laid out like what it holds.
    let error = unsafe { syserror.cast::<Cell<c_int>>().as_ref() };
    // SAFETY: writable by contract.
    receive::pickup(socket, parser, error).map(|object| unsafe { result.write(object) }).into_c()
}

/// The name of a netlink protocol.
///
/// C: `printf("%s\n", nl_nlfamily2str(NETLINK_ROUTE, buf, sizeof(buf)));`
///
/// Writes the name, or the number as `0x…`, to the `size` bytes at `buf`, and returns `buf`.
///
/// # Safety
/// `size` bytes at `buf` are writable, or it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_nlfamily2str(
    family: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let mut text = unsafe { strings::Buffer::new(buf, size) };
    NETLINK_FAMILIES.names().type2str(family, &mut text);
    buf
}

/// The netlink protocol of a name, in any case, or of a number.
///
/// C: `int family = nl_str2nlfamily("route");`
///
/// Returns the protocol; `-NLE_OBJ_NOTFOUND` if it is neither, `-NLE_INVAL` for an empty text and for
/// NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_str2nlfamily(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { c_str(name) }.ok_or(Error::INVAL);
    name.and_then(|name| NETLINK_FAMILIES.names().str2type(name)).into_c()
}

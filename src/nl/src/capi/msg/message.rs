// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages: made, filled, freed, and what is known about them.

use core::ptr;

use libc::{c_int, c_void, nlmsghdr, sockaddr_nl, ucred};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_msg;

use crate::header;
use crate::message::{self, Fields, Message};

/// A message as C gets to see it.
#[inline]
fn made(message: Result<*mut Message, Error>) -> *mut nl_msg {
    message.map_or(ptr::null_mut(), <*mut Message>::cast)
}

/// A new message with room for as many bytes as `nlmsg_set_default_size()` said, a page if it did not.
///
/// C: `struct nl_msg *msg = nlmsg_alloc();`
///
/// It holds an empty header. The room does not grow by itself, see `nlmsg_expand()`. To be freed with
/// `nlmsg_free()`. NULL if there is no memory.
#[unsafe(no_mangle)]
pub extern "C" fn nlmsg_alloc() -> *mut nl_msg {
    made(Message::new(message::default_size()))
}

/// A new message with room for `max` bytes, header included.
///
/// C: `struct nl_msg *msg = nlmsg_alloc_size(64 * 1024);`
///
/// There is always room for a header. Otherwise as `nlmsg_alloc()`.
#[unsafe(no_mangle)]
pub extern "C" fn nlmsg_alloc_size(max: usize) -> *mut nl_msg {
    made(Message::new(max))
}

/// A new message of a type and with flags.
///
/// C: `struct nl_msg *msg = nlmsg_alloc_simple(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP);`
///
/// Otherwise as `nlmsg_alloc()`.
#[unsafe(no_mangle)]
pub extern "C" fn nlmsg_alloc_simple(nlmsgtype: c_int, flags: c_int) -> *mut nl_msg {
    made(message::with_header(Fields::new(nlmsgtype, flags, 0, 0)))
}

/// Sets how many bytes of room messages get for which none are asked, header included, in the whole
/// process.
///
/// C: `nlmsg_set_default_size(32 * 1024);`
#[unsafe(no_mangle)]
pub extern "C" fn nlmsg_set_default_size(max: usize) {
    message::set_default_size(max);
}

/// A new message with type, flags, sequence number and port of the header `hdr`; of NULL, with none of it.
///
/// C: `struct nl_msg *msg = nlmsg_inherit(&(struct nlmsghdr){ .nlmsg_type = RTM_GETLINK });`
///
/// Nothing else is copied. Otherwise as `nlmsg_alloc()`.
///
/// # Safety
/// `hdr` is NULL or points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_inherit(hdr: *mut nlmsghdr) -> *mut nl_msg {
    // SAFETY: by contract.
    let hdr = unsafe { header::given(hdr) };
    made(message::with_header(hdr.map_or_else(Fields::default, Fields::of)))
}

/// A copy of a message, with no room for more.
///
/// C: `struct nl_msg *msg = nlmsg_convert(nlh);`
///
/// To be freed with `nlmsg_free()`. NULL if there is no memory, and for NULL.
///
/// # Safety
/// `hdr` is NULL or points to a message that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_convert(hdr: *mut nlmsghdr) -> *mut nl_msg {
    // SAFETY: by contract.
    match unsafe { header::given(hdr) } {
        // SAFETY: by contract.
        Some(hdr) => made(unsafe { Message::copy_of(hdr) }),
        None => ptr::null_mut(),
    }
}

/// Appends `len` bytes to a message, for the caller to write, and returns where they are.
///
/// C: `struct ifinfomsg *ifi = nlmsg_reserve(msg, sizeof(*ifi), NLMSG_ALIGNTO);`
///
/// They start right at the end of the message. The message grows by a multiple of `pad` bytes, a power of
/// two; the bytes of padding are zero. With `NL_DONTPAD` it grows by `len`. NULL if there is no room for
/// them, and for NULL.
///
/// # Safety
/// `n` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_reserve(n: *mut nl_msg, len: usize, pad: c_int) -> *mut c_void {
    // SAFETY: by contract.
    let at = unsafe { n.as_ref() }.and_then(|msg| message::reserve(msg, len, pad));
    at.map_or(ptr::null_mut(), <*mut u8>::cast)
}

/// Appends `len` bytes at `data` to a message.
///
/// C: `err = nlmsg_append(msg, &ifi, sizeof(ifi), NLMSG_ALIGNTO);`
///
/// `pad` is as for `nlmsg_reserve()`. 0; `-NLE_NOMEM` if the message has no room for them; `-NLE_INVAL` for
/// NULL.
///
/// # Safety
/// `n` is NULL or a message; `data` is NULL or points to `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_append(
    n: *mut nl_msg,
    data: *mut c_void,
    len: usize,
    pad: c_int,
) -> c_int {
    // SAFETY: by contract.
    let Some(msg) = (unsafe { n.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { message::append(msg, data, len, pad) }.into_c()
}

/// Gives a message room for `newlen` bytes, header included.
///
/// C: `err = nlmsg_expand(msg, 2 * nlmsg_get_max_size(msg));`
///
/// The message may move: headers, attributes and open nests found before are not valid any more. 0;
/// `-NLE_INVAL` if there is that much room already, and for NULL; `-NLE_NOMEM` if there is no memory: then
/// the message is as it was.
///
/// # Safety
/// `n` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_expand(n: *mut nl_msg, newlen: usize) -> c_int {
    // SAFETY: by contract; every message starts a Message.
    let msg = unsafe { n.cast::<Message>().as_ref() };
    msg.ok_or(Error::INVAL).and_then(|msg| msg.expand(newlen)).into_c()
}

/// Fills in the header of a message and appends `payload` bytes, if that is positive, for the caller to
/// write.
///
/// C: `nlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, RTM_GETLINK, sizeof(struct ifinfomsg), NLM_F_DUMP);`
///
/// Returns the header; `nlmsg_data()` says where the payload is, if the message was empty. It is padded to
/// four bytes. NULL if there is no room for it; then the header is filled in all the same. NULL for NULL.
///
/// # Safety
/// `n` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_put(
    n: *mut nl_msg,
    pid: u32,
    seq: u32,
    r#type: c_int,
    payload: c_int,
    flags: c_int,
) -> *mut nlmsghdr {
    let fields = Fields::new(r#type, flags, seq, pid);
    // SAFETY: by contract.
    let nlh = unsafe { n.as_ref() }.and_then(|msg| message::set_header(msg, fields, payload));
    nlh.unwrap_or(ptr::null_mut())
}

/// The message itself; NULL for NULL.
///
/// C: `struct nlmsghdr *nlh = nlmsg_hdr(msg);`
///
/// It stays where it is until the message is expanded or freed.
///
/// # Safety
/// `n` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_hdr(n: *mut nl_msg) -> *mut nlmsghdr {
    // SAFETY: by contract.
    unsafe { n.as_ref() }.map_or(ptr::null_mut(), |msg| msg.nm_nlh.get())
}

/// Adds a reference to a message, to be given back with `nlmsg_free()`.
///
/// C: `nlmsg_get(msg);`
///
/// A callback that keeps a received message has to do this.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_get(msg: *mut nl_msg) {
    // SAFETY: by contract; every message starts a Message.
    if let Some(msg) = unsafe { msg.cast::<Message>().as_ref() } {
        msg.get();
    }
}

/// Gives back a reference to a message. The last one frees it.
///
/// C: `nlmsg_free(msg);`
///
/// Does nothing for NULL.
///
/// # Safety
/// `msg` is NULL or a message, and not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_free(msg: *mut nl_msg) {
    if msg.is_null() {
        return;
    }
    // SAFETY: by contract; every message starts a Message.
    unsafe { Message::put(msg.cast()) };
}

/// Says which protocol a message is of, `NETLINK_ROUTE` and the like.
///
/// C: `nlmsg_set_proto(msg, NETLINK_ROUTE);`
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_set_proto(msg: *mut nl_msg, protocol: c_int) {
    // SAFETY: by contract.
    if let Some(msg) = unsafe { msg.as_ref() } {
        msg.nm_protocol.set(protocol);
    }
}

/// The protocol of a message; -1 if nobody has said, and for NULL.
///
/// C: `int protocol = nlmsg_get_proto(msg);`
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_get_proto(msg: *mut nl_msg) -> c_int {
    // SAFETY: by contract.
    unsafe { msg.as_ref() }.map_or(message::NO_PROTOCOL, |msg| msg.nm_protocol.get())
}

/// Bytes of room that a message has, header included; 0 for NULL.
///
/// C: `size_t size = nlmsg_get_max_size(msg);`
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_get_max_size(msg: *mut nl_msg) -> usize {
    // SAFETY: by contract.
    unsafe { msg.as_ref() }.map_or(0, |msg| msg.nm_size.get())
}

/// Says who sent a message.
///
/// C: `nlmsg_set_src(msg, &addr);`
///
/// # Safety
/// `msg` is NULL or a message; `addr` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_set_src(msg: *mut nl_msg, addr: *mut sockaddr_nl) {
    // SAFETY: by contract.
    let (msg, addr) = (unsafe { msg.as_ref() }, unsafe { addr.as_ref() });
    if let (Some(msg), Some(addr)) = (msg, addr) {
        msg.nm_src.set(*addr);
    }
}

/// Who sent a message, for as long as it lives: all zero if nobody has said. NULL for NULL.
///
/// C: `uint32_t port = nlmsg_get_src(msg)->nl_pid;`
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_get_src(msg: *mut nl_msg) -> *mut sockaddr_nl {
    // SAFETY: by contract.
    unsafe { msg.as_ref() }.map_or(ptr::null_mut(), |msg| msg.nm_src.as_ptr())
}

/// Says whom a message goes to, in place of the socket's peer.
///
/// C: `nlmsg_set_dst(msg, &addr);`
///
/// # Safety
/// `msg` is NULL or a message; `addr` is NULL or an address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_set_dst(msg: *mut nl_msg, addr: *mut sockaddr_nl) {
    // SAFETY: by contract.
    let (msg, addr) = (unsafe { msg.as_ref() }, unsafe { addr.as_ref() });
    if let (Some(msg), Some(addr)) = (msg, addr) {
        msg.nm_dst.set(*addr);
    }
}

/// Whom a message goes to, for as long as it lives: all zero if nobody has said. NULL for NULL.
///
/// C: `uint32_t port = nlmsg_get_dst(msg)->nl_pid;`
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_get_dst(msg: *mut nl_msg) -> *mut sockaddr_nl {
    // SAFETY: by contract.
    unsafe { msg.as_ref() }.map_or(ptr::null_mut(), |msg| msg.nm_dst.as_ptr())
}

/// Sets the credentials that a message is sent with.
///
/// C: `nlmsg_set_creds(msg, &(struct ucred){ .pid = getpid(), .uid = getuid(), .gid = getgid() });`
///
/// # Safety
/// `msg` is NULL or a message; `creds` is NULL or valid.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_set_creds(msg: *mut nl_msg, creds: *mut ucred) {
    // SAFETY: by contract.
    let (msg, creds) = (unsafe { msg.as_ref() }, unsafe { creds.as_ref() });
    if let (Some(msg), Some(creds)) = (msg, creds) {
        message::set_credentials(msg, *creds);
    }
}

/// The credentials of a message's sender, for as long as the message lives; NULL if there are none, and
/// for NULL.
///
/// C: `struct ucred *creds = nlmsg_get_creds(msg);`
///
/// See `nl_socket_set_passcred()`.
///
/// # Safety
/// `msg` is NULL or a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nlmsg_get_creds(msg: *mut nl_msg) -> *mut ucred {
    // SAFETY: by contract.
    let creds = unsafe { msg.as_ref() }.and_then(message::credentials);
    creds.unwrap_or(ptr::null_mut())
}

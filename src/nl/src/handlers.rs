// SPDX-License-Identifier: LGPL-2.1-or-later
//! The library's own handlers: they print to the stream that is their argument, or else to standard
//! error (one of them: output).

use libc::{FILE, c_char, c_int, c_void, nlmsgerr, nlmsghdr, sockaddr_nl};
use nl_sys::layout::nl_msg;
use os::errno::Errno;
use os::raw::RawMsg;
use os::stdio::{self, Stream};

use crate::callback::{DEBUG, MessageHandler, OK, SKIP, STOP, VERBOSE, kind};
use crate::errno::from_errno;
use crate::message::Message;
use crate::strings::{Append, Buffer};
use crate::{ext_ack, print, strings};

/// The handler of a message type, of kind [`VERBOSE`] or [`DEBUG`], if there is one.
#[must_use]
pub fn of(kind: c_int, handlers: c_int) -> MessageHandler {
    Some(match (kind, handlers) {
        (kind::VALID, VERBOSE) => valid,
        (kind::VALID, DEBUG) => valid_debug,
        (kind::FINISH, DEBUG) => finish,
        (kind::OVERRUN, VERBOSE | DEBUG) => overrun,
        (kind::SKIPPED, DEBUG) => skipped,
        (kind::ACK, DEBUG) => ack,
        (kind::MSG_IN, DEBUG) => message_in,
        (kind::MSG_OUT, DEBUG) => message_out,
        (kind::INVALID, VERBOSE | DEBUG) => invalid,
        _ => return None,
    })
}

/// The stream that is the argument, or standard error.
///
/// # Safety
/// `argument` is an open stream or NULL.
unsafe fn stream(argument: *mut c_void) -> Stream {
    let file = if argument.is_null() {
        // SAFETY: open unless the program closed it, as for any C library.
        unsafe { stdio::standard_error() }
    } else {
        argument.cast::<FILE>()
    };
    // SAFETY: open by contract.
    unsafe { Stream::new(file) }
}

/// Prints a line about a message: a title, and what the header says.
///
/// # Safety
/// `message` is live.
unsafe fn line(mut to: Stream, title: &[u8], message: *mut nl_msg) {
    // SAFETY: every message is a Message.
    let message = unsafe { &*message.cast::<Message>() };
    let Some(nlh) = message.raw() else { return };
    let mut room = [0; LINE];
    to.write(title);
    // SAFETY: the room is ours.
    let mut text = unsafe { Buffer::new(room.as_mut_ptr(), room.len()) };
    header(&mut text, nlh);
    text.push(b"\n");
    to.write(written(&room));
}

/// Bytes for a line about a header, with its names.
const LINE: usize = 320;

/// `type=… length=… flags=<…> sequence-nr=… pid=…`
fn header(text: &mut Buffer<'_>, nlh: RawMsg) {
    text.push(b"type=");
    print::type_name(nlh.nlmsg_type().into(), text);
    text.push(b" length=");
    text.push_dec(nlh.nlmsg_len().into());
    text.push(b" flags=<");
    print::flag_names(nlh.nlmsg_flags().into(), text);
    text.push(b"> sequence-nr=");
    text.push_dec(nlh.nlmsg_seq().into());
    text.push(b" pid=");
    text.push_dec(nlh.nlmsg_pid().into());
}

/// What is before the NUL.
fn written(room: &[c_char]) -> &[u8] {
    let len = room.iter().position(|&byte| byte == 0).unwrap_or(room.len());
    // SAFETY: c_char and u8 have the same layout; `len` of them are there.
    unsafe { core::slice::from_raw_parts(room.as_ptr().cast(), len) }
}

unsafe extern "C" fn valid(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // Not an error: this one goes to standard output.
    let file = if argument.is_null() {
        // SAFETY: open unless the program closed it, as for any C library.
        unsafe { stdio::standard_output() }
    } else {
        argument.cast::<FILE>()
    };
    // SAFETY: open by contract.
    let to = unsafe { Stream::new(file) };
    // SAFETY: the receive loop passes live messages.
    unsafe { line(to, b"-- Warning: unhandled valid message: ", message) };
    OK
}

unsafe extern "C" fn valid_debug(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: the argument is what nl_cb_set() documents.
    let to = unsafe { stream(argument) };
    // SAFETY: the receive loop passes live messages.
    unsafe { line(to, b"-- Debug: Unhandled Valid message: ", message) };
    OK
}

unsafe extern "C" fn finish(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: the argument is what nl_cb_set() documents.
    let to = unsafe { stream(argument) };
    // SAFETY: the receive loop passes live messages.
    unsafe { line(to, b"-- Debug: End of multipart message block: ", message) };
    STOP
}

unsafe extern "C" fn overrun(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: the argument is what nl_cb_set() documents.
    let to = unsafe { stream(argument) };
    // SAFETY: the receive loop passes live messages.
    unsafe { line(to, b"-- Error: Netlink Overrun: ", message) };
    STOP
}

unsafe extern "C" fn skipped(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: the argument is what nl_cb_set() documents.
    let to = unsafe { stream(argument) };
    // SAFETY: the receive loop passes live messages.
    unsafe { line(to, b"-- Debug: Skipped message: ", message) };
    SKIP
}

unsafe extern "C" fn ack(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: the argument is what nl_cb_set() documents.
    let to = unsafe { stream(argument) };
    // SAFETY: the receive loop passes live messages.
    unsafe { line(to, b"-- Debug: ACK: ", message) };
    STOP
}

unsafe extern "C" fn invalid(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: the argument is what nl_cb_set() documents.
    let to = unsafe { stream(argument) };
    // SAFETY: the receive loop passes live messages.
    unsafe { line(to, b"-- Error: Invalid message: ", message) };
    STOP
}

unsafe extern "C" fn message_in(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: the argument is what nl_cb_set() documents.
    let to = unsafe { stream(argument) };
    // SAFETY: the receive loop passes live messages.
    unsafe { whole(to, b"-- Debug: Received Message:\n", message) };
    OK
}

unsafe extern "C" fn message_out(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: the argument is what nl_cb_set() documents.
    let to = unsafe { stream(argument) };
    // SAFETY: the sender passes live messages.
    unsafe { whole(to, b"-- Debug: Sent Message:\n", message) };
    OK
}

/// # Safety
/// `message` is live.
unsafe fn whole(mut to: Stream, title: &[u8], message: *mut nl_msg) {
    to.write(title);
    // SAFETY: every message is a Message.
    print::message(unsafe { &*message.cast::<Message>() }, &mut to);
}

/// The handler of errors.
///
/// # Safety
/// The receive loop calls it, with an error message in hand that it received whole.
pub unsafe extern "C" fn error(
    _: *mut sockaddr_nl,
    error: *mut nlmsgerr,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: the argument is what nl_cb_err() documents.
    let mut to = unsafe { stream(argument) };
    // SAFETY: the loop passes the payload of a message.
    let message = unsafe { RawMsg::new(error.cast::<nlmsghdr>().wrapping_sub(1)) };
    // SAFETY: the payload begins with the number.
    let number = unsafe { message.load::<c_int>(0) };
    let request = error.cast::<u8>().wrapping_add(size_of::<c_int>()).cast::<nlmsghdr>();
    // SAFETY: the header of the request follows.
    let request = unsafe { RawMsg::new(request) };

    let mut room = [0; LINE];
    // SAFETY: the room is ours.
    let mut text = unsafe { Buffer::new(room.as_mut_ptr(), room.len()) };
    text.push(b"-- Error received: ");
    // SAFETY: a string of the calling thread's.
    text.push_c(unsafe { core::ffi::CStr::from_ptr(strings::strerror(number.saturating_neg())) });
    text.push(b"\n-- Original message: ");
    header(&mut text, request);
    text.push(b"\n");
    to.write(written(&room));
    // SAFETY: received whole, and nobody writes to it meanwhile.
    if let Some(said) = unsafe { ext_ack::of(message, message.nlmsg_len()) } {
        kernels_words(&mut to, &said);
    }
    from_errno(Errno(number)).0.saturating_neg()
}

/// What the kernel said beside the error.
fn kernels_words(to: &mut Stream, said: &wire::extack::ExtAck<'_>) {
    let mut room = [0; LINE];
    to.write(b"-- Kernel says:");
    if let Some(words) = said.text {
        to.write(b" ");
        to.write(words);
    }
    // SAFETY: the room is ours.
    let mut text = unsafe { Buffer::new(room.as_mut_ptr(), room.len()) };
    let numbers: [(&[u8], Option<u32>); 3] = [
        (b"offset ", said.offset),
        (b"missing attribute ", said.missing_type),
        (b"missing in the nest at offset ", said.missing_nest),
    ];
    for (name, number) in numbers {
        if let Some(number) = number {
            text.push(b" (");
            text.push(name);
            text.push_dec(number.into());
            text.push(b")");
        }
    }
    text.push(b"\n");
    to.write(written(&room));
}

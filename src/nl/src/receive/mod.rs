// SPDX-License-Identifier: LGPL-2.1-or-later
//! Receiving messages.
//!
//! - [`datagram`]: one datagram from the socket, or from what a program put in its place;
//! - [`buffer`]: the memory for it;
//! - [`dispatch`]: which callback is told of a message, and what its answer means;
//! - here: the loop over datagrams and messages, and the functions that run it to wait for something.

pub mod buffer;
pub mod datagram;
pub mod dispatch;

use core::cell::Cell;
use core::ptr;

use libc::{c_int, c_void, nlmsgerr, sockaddr_nl};
use nl_sys::error::{self, Error};
use nl_sys::layout::{nl_msg, nl_msg_parser, nl_object, nl_parser_param, nl_sock};

use crate::callback::{Callbacks, OK, STOP};
use crate::debug;
use crate::errno::from_errno;
use crate::object;
use crate::socket::Socket;
use datagram::{Datagram, Source};
use dispatch::{Leave, Progress};
use os::errno::Errno;

/// Receives datagrams until a multipart message is complete, or one datagram of other messages, and
/// tells the callbacks. Returns the number of messages, or what a callback returned to leave early.
///
/// # Errors
/// What the kernel answered or a callback returned; `AGAIN` if there is nothing to receive on a
/// non-blocking socket; `NOMEM` also if the kernel had to drop messages; `DUMP_INTR`.
pub fn messages(socket: &Socket, callbacks: &Callbacks) -> Result<c_int, Error> {
    if let Some(instead) = callbacks.receive_messages.get() {
        // SAFETY: the program installed it to receive messages.
        return error::check(unsafe { instead(socket.as_ptr(), callbacks.as_ptr()) });
    }
    let _stays = socket.in_use();
    callbacks.get();
    let received = datagrams(socket, callbacks);
    // SAFETY: the reference was taken above.
    unsafe { Callbacks::put(ptr::from_ref(callbacks).cast_mut()) };
    received
}

fn datagrams(socket: &Socket, callbacks: &Callbacks) -> Result<c_int, Error> {
    let mut source = Source::new(socket, callbacks);
    let mut progress = Progress::default();
    let mut outcome = Ok(0);
    while progress.reading {
        let Some(datagram) = source.receive()? else {
            // The end of the file, as a program that replaced receiving may report it.
            return Ok(0);
        };
        debug::note!(3, "nl_recvmsgs", "bytes received: ", number = datagram.len);
        outcome = one_datagram(socket, callbacks, &datagram, &mut source, &mut progress);
        if outcome != Ok(0) {
            break;
        }
    }
    if progress.interrupted {
        return Err(Error::DUMP_INTR);
    }
    match outcome {
        Ok(0) => Ok(progress.messages),
        other => other,
    }
}

/// `Ok(0)`: go on as `progress` says. Anything else is what the whole call returns.
fn one_datagram(
    socket: &Socket,
    callbacks: &Callbacks,
    datagram: &Datagram,
    source: &mut Source<'_>,
    progress: &mut Progress,
) -> Result<c_int, Error> {
    progress.reading = false;
    let mut at = datagram.start;
    let mut left = datagram.len;
    // SAFETY: `left` bytes at `at` were received.
    while let Some((nlh, stride)) = unsafe { dispatch::next(at, left) } {
        let message = source.message(datagram, nlh)?;
        match dispatch::message(socket, callbacks, datagram, message, nlh, progress) {
            Ok(()) | Err(Leave::Message) => {}
            Err(Leave::Datagram) => {
                progress.reading = false;
                return Ok(0);
            }
            Err(Leave::With(returned)) => return error::check(returned),
        }
        at = at.wrapping_add(stride);
        left = left.saturating_sub(stride);
    }
    progress.reading = progress.multipart;
    Ok(0)
}

/// Waits for the acknowledgement of the request sent last.
///
/// # Errors
/// The error the kernel answered with instead, and as for [`messages`].
pub fn wait_for_ack(socket: &Socket) -> Result<c_int, Error> {
    with_callbacks(socket, |callbacks| {
        callbacks.ack.set(Some(stop), ptr::null_mut());
        messages(socket, callbacks).map(|_| 0)
    })
}

/// [`wait_for_ack`], unless the socket asks for none.
///
/// # Errors
/// As for [`wait_for_ack`].
pub fn wait_for_ack_if_asked(socket: &Socket) -> Result<c_int, Error> {
    if socket.has(nl_sock::NO_AUTO_ACK) { Ok(0) } else { wait_for_ack(socket) }
}

/// Runs `receive` with the socket's callbacks, to be modified for the time being.
///
/// # Errors
/// Those of `receive`, and `NOMEM`.
pub fn with_callbacks<R>(
    socket: &Socket,
    receive: impl FnOnce(&Callbacks) -> Result<R, Error>,
) -> Result<R, Error> {
    let callbacks = socket.callbacks();
    if callbacks.receive_messages.get().is_none() {
        return receive(&callbacks.duplicate());
    }
    // A program that receives by itself may hold on to them.
    let copy = callbacks.copy()?;
    // SAFETY: just made.
    let result = receive(unsafe { &*copy });
    // SAFETY: the reference is ours.
    unsafe { Callbacks::put(copy) };
    result
}

unsafe extern "C" fn stop(_: *mut nl_msg, _: *mut c_void) -> c_int {
    STOP
}

/// Installed in place of the check of sequence numbers: all are fine.
///
/// # Safety
/// Any arguments will do.
pub unsafe extern "C" fn any_sequence(_: *mut nl_msg, _: *mut c_void) -> c_int {
    OK
}

/// What [`pickup`] passes through its callbacks.
struct Pickup {
    parser: nl_msg_parser,
    /// The last object parsed, with a reference of ours.
    object: Cell<*mut nl_object>,
    error: Cell<c_int>,
}

impl Pickup {
    /// Takes the place of the object so far.
    fn replace(&self, object: *mut nl_object) {
        let old = self.object.replace(object);
        if !old.is_null() {
            // SAFETY: the reference is ours.
            unsafe { object::put(old) };
        }
    }
}

/// Receives an answer and makes an object of it; NULL if none came. `error`, if given, is set to the
/// error number the kernel answered with, negative, or 0.
///
/// # Errors
/// What the parser returns, and as for [`messages`].
pub fn pickup(
    socket: &Socket,
    parser: nl_msg_parser,
    error: Option<&Cell<c_int>>,
) -> Result<*mut nl_object, Error> {
    let state = Pickup { parser, object: Cell::new(ptr::null_mut()), error: Cell::new(0) };
    let argument = ptr::from_ref(&state).cast_mut().cast::<c_void>();
    let received = with_callbacks(socket, |callbacks| {
        callbacks.valid.set(Some(parse_answer), argument);
        if error.is_some() {
            callbacks.error.set(Some(keep_error));
            callbacks.error_argument.set(argument);
        }
        messages(socket, callbacks)
    });
    if let Some(error) = error {
        error.set(state.error.get());
    }
    if received.is_err() {
        state.replace(ptr::null_mut());
    }
    received.map(|_| state.object.get())
}

/// # Safety
/// Called by the receive loop, with what [`pickup`] installed.
unsafe extern "C" fn parse_answer(message: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: a Pickup that outlives the loop.
    let state = unsafe { &*argument.cast::<Pickup>() };
    // SAFETY: the loop passes live messages.
    let message = unsafe { &*message };
    let mut param = nl_parser_param { pp_cb: Some(keep_object), pp_arg: argument };
    let mut from = message.nm_src.get();
    // SAFETY: the program's parser gets what it is documented to get; it knows its type without being
    // told.
    unsafe { (state.parser)(ptr::null_mut(), &raw mut from, message.nm_nlh.get(), &raw mut param) }
}

/// # Safety
/// Called by a parser, with what [`parse_answer`] gave it.
unsafe extern "C" fn keep_object(made: *mut nl_object, param: *mut nl_parser_param) -> c_int {
    // SAFETY: the parameter is the one of parse_answer.
    let argument = unsafe { (*param).pp_arg };
    // SAFETY: its argument is a Pickup that outlives the loop.
    let state = unsafe { &*argument.cast::<Pickup>() };
    // SAFETY: a parser passes a live object, or NULL.
    if let Some(object) = unsafe { made.as_ref() } {
        // The parser gives up its own reference.
        object::get(object);
        state.replace(made);
    }
    0
}

/// # Safety
/// Called by the receive loop, with what [`pickup`] installed.
unsafe extern "C" fn keep_error(
    _: *mut sockaddr_nl,
    error: *mut nlmsgerr,
    argument: *mut c_void,
) -> c_int {
    // SAFETY: a Pickup that outlives the loop.
    let state = unsafe { &*argument.cast::<Pickup>() };
    // SAFETY: the loop passes whole error messages, perhaps not aligned as a structure would be.
    let number = unsafe { error.cast::<c_int>().read_unaligned() };
    state.error.set(number);
    from_errno(Errno(number)).0.saturating_neg()
}

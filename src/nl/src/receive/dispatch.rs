// SPDX-License-Identifier: LGPL-2.1-or-later
//! Which callback is told of a message, and what its answer means.
//!
//! The order is part of the interface: `MSG_IN`, `SEQ_CHECK` or the check of the sequence number,
//! `DUMP_INTR`, `SEND_ACK`, and then by type one of `FINISH`, `SKIPPED`, `OVERRUN`, the error handler,
//! `ACK`, `VALID`.

use libc::{c_int, nlmsgerr, nlmsghdr};
use nl_sys::error::Error;
use nl_sys::layout::nl_sock;
use os::errno::Errno;
use os::raw::RawMsg;
use wire::{align, nlmsg};

use super::datagram::Datagram;
use crate::callback::{Callbacks, OK, SKIP, STOP, Slot};
use crate::debug;
use crate::errno::from_errno;
use crate::message::Message;
use crate::socket::Socket;

/// How far a receive loop has got.
#[derive(Debug)]
pub struct Progress {
    /// There is more to come.
    pub reading: bool,
    /// A multipart message has begun and not ended.
    pub multipart: bool,
    /// A message said that the dump is not consistent, and nobody listened.
    pub interrupted: bool,
    /// Messages so far.
    pub messages: c_int,
}

impl Default for Progress {
    fn default() -> Self {
        Self { reading: true, multipart: false, interrupted: false, messages: 0 }
    }
}

/// How a message is left before its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// On to the next one.
    Message,
    /// With success, dropping the rest of the datagram.
    Datagram,
    /// The loop, returning this.
    With(c_int),
}

impl Leave {
    /// The loop, with an error.
    #[cold]
    fn error(error: Error) -> Self {
        Self::With(error.0.saturating_neg())
    }
}

/// The message at the start of `left` bytes, and how far the one behind it is; `None` if they hold no
/// whole message.
///
/// # Safety
/// The bytes at `at` are readable.
#[inline]
pub unsafe fn next(at: *mut u8, left: usize) -> Option<(RawMsg, usize)> {
    if left < nlmsg::HDRLEN {
        return None;
    }
    // SAFETY: there is a header.
    let nlh = unsafe { RawMsg::new(at.cast::<nlmsghdr>()) };
    let len = nlh.nlmsg_len() as usize;
    (len >= nlmsg::HDRLEN && len <= left).then(|| (nlh, align(len).min(left)))
}

/// Tells the callbacks of a message. `message` is what they get to see, `nlh` where it was received:
/// the two may differ if callbacks keep messages.
///
/// # Errors
/// A callback, or the lack of one, ends the message early.
#[inline]
pub fn message(
    socket: &Socket,
    callbacks: &Callbacks,
    datagram: &Datagram,
    message: &Message,
    nlh: RawMsg,
    progress: &mut Progress,
) -> Result<(), Leave> {
    // Before a callback has had a chance to change them.
    let (kind, flags, len) = (nlh.nlmsg_type(), nlh.nlmsg_flags(), nlh.nlmsg_len());
    progress.messages = progress.messages.saturating_add(1);
    let tell = |slot: &Slot| tell(callbacks, slot, message);

    let seq = nlh.nlmsg_seq();
    tell(&callbacks.msg_in)?;
    if callbacks.seq_check.function.get().is_some() {
        tell(&callbacks.seq_check)?;
    } else if seq != socket.s_seq_expect.get() && !socket.has(nl_sock::NO_AUTO_ACK) {
        debug::note!(3, "nl_recvmsgs", "unexpected sequence number ", number = seq as usize);
        required(tell(&callbacks.invalid)?, Error::SEQ_MISMATCH)?;
    }
    let is_control = matches!(kind, nlmsg::NOOP..=nlmsg::OVERRUN);
    if is_control {
        // Also for messages that nobody asked for.
        socket.s_seq_expect.set(socket.s_seq_expect.get().wrapping_add(1));
    }
    if flags & nlmsg::F_MULTI != 0 {
        progress.multipart = true;
    }
    if flags & nlmsg::F_DUMP_INTR != 0 && !tell(&callbacks.dump_intr)? {
        // The rest has to be read all the same, or the next request would get it.
        progress.interrupted = true;
    }
    if flags & nlmsg::F_ACK != 0 {
        tell(&callbacks.send_ack)?;
    }
    if is_control {
        let control = Control { nlh, kind, len };
        return control.tell(socket, callbacks, datagram, message, progress);
    }
    tell(&callbacks.valid).map(drop)
}

/// A message of netlink's own: where it was received, and what it was before callbacks saw it.
#[derive(Clone, Copy)]
struct Control {
    nlh: RawMsg,
    kind: u16,
    len: u32,
}

impl Control {
    #[inline(never)]
    fn tell(
        self,
        socket: &Socket,
        callbacks: &Callbacks,
        datagram: &Datagram,
        message: &Message,
        progress: &mut Progress,
    ) -> Result<(), Leave> {
        let tell = |slot: &Slot| tell(callbacks, slot, message);
        match self.kind {
            nlmsg::DONE => {
                progress.multipart = false;
                // SAFETY: the message was received whole.
                unsafe { socket.ext_ack.replace(self.nlh, self.len) };
                // Before a callback has had a chance to change it.
                let failed = self.dump_error();
                tell(&callbacks.finish)?;
                failed.map_or(Ok(()), |errno| Err(Leave::error(from_errno(errno))))
            }
            nlmsg::NOOP => {
                if tell(&callbacks.skipped)? {
                    Ok(())
                } else {
                    Err(Leave::Message)
                }
            }
            nlmsg::OVERRUN => required(tell(&callbacks.overrun)?, Error::MSG_OVERFLOW),
            _ if self.len < nlmsg::ERROR_LEN => {
                required(tell(&callbacks.invalid)?, Error::MSG_TRUNC)
            }
            _ => {
                // SAFETY: the message was received whole.
                unsafe { socket.ext_ack.replace(self.nlh, self.len) };
                match self.answer() {
                    Some(errno) => self.failed(callbacks, datagram, errno),
                    None => tell(&callbacks.ack).map(drop),
                }
            }
        }
    }

    /// The kernel answered with an error.
    fn failed(self, callbacks: &Callbacks, datagram: &Datagram, errno: Errno) -> Result<(), Leave> {
        debug::note!(4, "nl_recvmsgs", "answered with error ", errno = errno);
        let code = from_errno(errno).0.saturating_neg();
        let Some(handler) = callbacks.error.get() else {
            return Err(Leave::With(code));
        };
        let mut from = datagram.from;
        let error = self.nlh.payload(0).cast::<nlmsgerr>();
        // The handler may be ours, which goes by the length.
        // SAFETY: in memory of ours.
        unsafe { self.nlh.set_len(self.len) };
        // SAFETY: the program installed it for errors, with this argument; the message holds a whole one.
        match unsafe { handler(&raw mut from, error, callbacks.error_argument.get()) } {
            negative @ ..=-1 => Err(Leave::With(negative)),
            SKIP => Err(Leave::Message),
            STOP => Err(Leave::With(code)),
            _ => Ok(()),
        }
    }

    /// The error number that an error message carries, positive; `None` in an acknowledgement.
    fn answer(self) -> Option<Errno> {
        // SAFETY: the message is long enough for an error.
        let number = unsafe { self.nlh.load::<c_int>(0) };
        (number != 0).then_some(Errno(number.saturating_abs()))
    }

    /// The error number that the end of a dump carries, if the kernel could not finish it.
    fn dump_error(self) -> Option<Errno> {
        if (self.len as usize) < nlmsg::HDRLEN + size_of::<c_int>() {
            return None;
        }
        // SAFETY: there is a number behind the header.
        let number = unsafe { self.nlh.load::<c_int>(0) };
        (number < 0).then(|| Errno(number.saturating_neg()))
    }
}

/// Calls a callback; whether there was one.
#[inline]
fn tell(callbacks: &Callbacks, slot: &Slot, message: &Message) -> Result<bool, Leave> {
    match callbacks.call(slot, message) {
        None => Ok(false),
        Some(OK) => Ok(true),
        Some(other) => Err(answered(other)),
    }
}

#[inline]
fn answered(returned: c_int) -> Leave {
    match returned {
        SKIP => Leave::Message,
        STOP => Leave::Datagram,
        other => Leave::With(other),
    }
}

/// What happens if nobody was told.
fn required(told: bool, error: Error) -> Result<(), Leave> {
    if told { Ok(()) } else { Err(Leave::error(error)) }
}

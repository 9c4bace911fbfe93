// SPDX-License-Identifier: LGPL-2.1-or-later
//! Callback sets: which function is told of which kind of message.

use core::cell::Cell;
use core::ptr;

use libc::{c_int, c_uchar, c_void, nlmsgerr, sockaddr_nl, ucred};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cb, nl_msg, nl_sock};

use crate::handlers;
use crate::message::Message;
use os::heap;

/// `NL_OK`: go on.
pub const OK: c_int = 0;
/// `NL_SKIP`: go on with the next message.
pub const SKIP: c_int = 1;
/// `NL_STOP`: leave, dropping the rest of the datagram.
pub const STOP: c_int = 2;

/// `enum nl_cb_kind`: the library's quiet handlers (none).
pub const DEFAULT: c_int = 0;
/// The library's handlers that print what goes wrong.
pub const VERBOSE: c_int = 1;
/// The library's handlers that print everything.
pub const DEBUG: c_int = 2;
/// The program's handler.
pub const CUSTOM: c_int = 3;

/// `enum nl_cb_type`, in the order of the C enumeration.
pub mod kind {
    use libc::c_int;

    /// A message that is not one of netlink's own.
    pub const VALID: c_int = 0;
    /// The end of a multipart message.
    pub const FINISH: c_int = 1;
    /// The kernel had to drop messages.
    pub const OVERRUN: c_int = 2;
    /// A message to be skipped.
    pub const SKIPPED: c_int = 3;
    /// An acknowledgement.
    pub const ACK: c_int = 4;
    /// Every message received.
    pub const MSG_IN: c_int = 5;
    /// Every message sent.
    pub const MSG_OUT: c_int = 6;
    /// A malformed message, or one out of sequence.
    pub const INVALID: c_int = 7;
    /// In place of checking the sequence number.
    pub const SEQ_CHECK: c_int = 8;
    /// The sender wants an acknowledgement.
    pub const SEND_ACK: c_int = 9;
    /// The dump was interrupted by a change.
    pub const DUMP_INTR: c_int = 10;
    /// How many there are.
    pub const COUNT: c_int = 11;
}

/// Takes `(message, argument)`.
pub type nl_recvmsg_msg_cb_t = MessageHandler;

/// Takes `(sender, error, argument)`.
pub type nl_recvmsg_err_cb_t = ErrorHandler;

/// [`nl_recvmsg_msg_cb_t`]
pub type MessageHandler = Option<unsafe extern "C" fn(*mut nl_msg, *mut c_void) -> c_int>;

/// [`nl_recvmsg_err_cb_t`]
pub type ErrorHandler =
    Option<unsafe extern "C" fn(*mut sockaddr_nl, *mut nlmsgerr, *mut c_void) -> c_int>;

/// In place of `nl_recvmsgs()`.
pub type ReceiveMessages = unsafe extern "C" fn(*mut nl_sock, *mut nl_cb) -> c_int;

/// In place of `nl_recv()`.
pub type Receive = unsafe extern "C" fn(
    *mut nl_sock,
    *mut sockaddr_nl,
    *mut *mut c_uchar,
    *mut *mut ucred,
) -> c_int;

/// In place of `nl_send()`.
pub type Send = unsafe extern "C" fn(*mut nl_sock, *mut nl_msg) -> c_int;

/// A handler and its argument.
pub struct Slot {
    kind: c_int,
    /// The function, if there is one.
    pub function: Cell<MessageHandler>,
    /// What it is given beside the message.
    pub argument: Cell<*mut c_void>,
}

impl Slot {
    const fn new(kind: c_int) -> Self {
        Self { kind, function: Cell::new(None), argument: Cell::new(ptr::null_mut()) }
    }

    fn copy(&self) -> Self {
        Self { kind: self.kind, function: self.function.clone(), argument: self.argument.clone() }
    }

    /// Installs a function of the program's.
    pub fn set(&self, function: MessageHandler, argument: *mut c_void) {
        self.function.set(function);
        self.argument.set(argument);
    }
}

/// A callback set; `struct nl_cb` in C.
pub struct Callbacks {
    /// See [`kind`].
    pub valid: Slot,
    /// See [`kind`].
    pub finish: Slot,
    /// See [`kind`].
    pub overrun: Slot,
    /// See [`kind`].
    pub skipped: Slot,
    /// See [`kind`].
    pub ack: Slot,
    /// See [`kind`].
    pub msg_in: Slot,
    /// See [`kind`].
    pub msg_out: Slot,
    /// See [`kind`].
    pub invalid: Slot,
    /// See [`kind`].
    pub seq_check: Slot,
    /// See [`kind`].
    pub send_ack: Slot,
    /// See [`kind`].
    pub dump_intr: Slot,
    /// Told of errors the kernel answers with.
    pub error: Cell<ErrorHandler>,
    /// What that is given beside the error.
    pub error_argument: Cell<*mut c_void>,
    /// In place of the receive loop.
    pub receive_messages: Cell<Option<ReceiveMessages>>,
    /// In place of receiving a datagram.
    pub receive: Cell<Option<Receive>>,
    /// In place of sending a message.
    pub send: Cell<Option<Send>>,
    references: Cell<c_int>,
    /// The type of the callback that is running, or [`kind::COUNT`].
    pub active: Cell<c_int>,
}

impl Callbacks {
    /// A set with the library's handlers of a kind. The caller gets the only reference.
    ///
    /// # Errors
    /// `RANGE` for an unknown kind, `NOMEM`.
    pub fn new(kind: c_int) -> Result<*mut Self, Error> {
        let callbacks = Self {
            valid: Slot::new(kind::VALID),
            finish: Slot::new(kind::FINISH),
            overrun: Slot::new(kind::OVERRUN),
            skipped: Slot::new(kind::SKIPPED),
            ack: Slot::new(kind::ACK),
            msg_in: Slot::new(kind::MSG_IN),
            msg_out: Slot::new(kind::MSG_OUT),
            invalid: Slot::new(kind::INVALID),
            seq_check: Slot::new(kind::SEQ_CHECK),
            send_ack: Slot::new(kind::SEND_ACK),
            dump_intr: Slot::new(kind::DUMP_INTR),
            error: Cell::new(None),
            error_argument: Cell::new(ptr::null_mut()),
            receive_messages: Cell::new(None),
            receive: Cell::new(None),
            send: Cell::new(None),
            references: Cell::new(1),
            active: Cell::new(kind::COUNT),
        };
        callbacks.set_all(kind, None, ptr::null_mut())?;
        callbacks.set_error(kind, None, ptr::null_mut())?;
        heap::new(callbacks).map_err(|_| Error::NOMEM)
    }

    /// A set of its own with the same handlers. The caller gets the only reference.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn copy(&self) -> Result<*mut Self, Error> {
        heap::new(self.duplicate()).map_err(|_| Error::NOMEM)
    }

    /// The same handlers, for use on the stack, with one handler replaced.
    #[must_use]
    pub fn duplicate(&self) -> Self {
        Self {
            valid: self.valid.copy(),
            finish: self.finish.copy(),
            overrun: self.overrun.copy(),
            skipped: self.skipped.copy(),
            ack: self.ack.copy(),
            msg_in: self.msg_in.copy(),
            msg_out: self.msg_out.copy(),
            invalid: self.invalid.copy(),
            seq_check: self.seq_check.copy(),
            send_ack: self.send_ack.copy(),
            dump_intr: self.dump_intr.copy(),
            error: self.error.clone(),
            error_argument: self.error_argument.clone(),
            receive_messages: self.receive_messages.clone(),
            receive: self.receive.clone(),
            send: self.send.clone(),
            references: Cell::new(1),
            active: self.active.clone(),
        }
    }

    /// One more reference.
    pub fn get(&self) {
        self.references.set(self.references.get().saturating_add(1));
    }

    /// One reference less; the last one frees the set.
    ///
    /// # Safety
    /// `this` came from [`Self::new`] or [`Self::copy`], and the caller gives up a reference of its own.
    pub unsafe fn put(this: *mut Self) {
        // SAFETY: live, since the caller has a reference.
        let references = unsafe { &(*this).references };
        references.set(references.get().saturating_sub(1));
        if references.get() <= 0 {
            // SAFETY: it came from the heap, and nobody refers to it any more.
            unsafe { heap::take(this) };
        }
    }

    /// The set as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_cb {
        ptr::from_ref(self).cast_mut().cast()
    }

    /// The slot of a message type, in C's numbers.
    #[must_use]
    pub fn slot(&self, kind: c_int) -> Option<&Slot> {
        Some(match kind {
            kind::VALID => &self.valid,
            kind::FINISH => &self.finish,
            kind::OVERRUN => &self.overrun,
            kind::SKIPPED => &self.skipped,
            kind::ACK => &self.ack,
            kind::MSG_IN => &self.msg_in,
            kind::MSG_OUT => &self.msg_out,
            kind::INVALID => &self.invalid,
            kind::SEQ_CHECK => &self.seq_check,
            kind::SEND_ACK => &self.send_ack,
            kind::DUMP_INTR => &self.dump_intr,
            _ => return None,
        })
    }

    /// Sets the handler of a message type: `function` for [`CUSTOM`], otherwise the library's.
    ///
    /// # Errors
    /// `RANGE` for an unknown type or kind.
    pub fn set(
        &self,
        kind: c_int,
        handlers: c_int,
        function: MessageHandler,
        argument: *mut c_void,
    ) -> Result<(), Error> {
        let slot = self.slot(kind).ok_or(Error::RANGE)?;
        let function = match handlers {
            CUSTOM => function,
            DEFAULT..=DEBUG => handlers::of(kind, handlers),
            _ => return Err(Error::RANGE),
        };
        slot.set(function, argument);
        Ok(())
    }

    /// [`Self::set`] for every message type.
    ///
    /// # Errors
    /// `RANGE` for an unknown kind.
    pub fn set_all(
        &self,
        handlers: c_int,
        function: MessageHandler,
        argument: *mut c_void,
    ) -> Result<(), Error> {
        (0..kind::COUNT).try_for_each(|kind| self.set(kind, handlers, function, argument))
    }

    /// Sets the handler of errors: `function` for [`CUSTOM`], otherwise the library's.
    ///
    /// # Errors
    /// `RANGE` for an unknown kind.
    pub fn set_error(
        &self,
        handlers: c_int,
        function: ErrorHandler,
        argument: *mut c_void,
    ) -> Result<(), Error> {
        let function = match handlers {
            CUSTOM => function,
            DEFAULT => None,
            VERBOSE | DEBUG => Some(handlers::error as _),
            _ => return Err(Error::RANGE),
        };
        self.error.set(function);
        self.error_argument.set(argument);
        Ok(())
    }

    /// Calls the handler of a slot of this set, if there is one.
    #[inline]
    pub fn call(&self, slot: &Slot, message: &Message) -> Option<c_int> {
        let function = slot.function.get()?;
        self.active.set(slot.kind);
        // SAFETY: the program installed it for messages, with this argument.
        let returned = unsafe { function(message.as_ptr(), slot.argument.get()) };
        self.active.set(kind::COUNT);
        Some(returned)
    }
}

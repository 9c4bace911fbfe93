// SPDX-License-Identifier: LGPL-2.1-or-later
//! One datagram, from the socket or from what a program put in its place, and the messages in it.

use core::ptr;

use libc::{c_int, c_uchar, sockaddr_nl, ucred};
use nl_sys::error::{self, Error};
use nl_sys::layout::nl_sock;
use os::errno::Errno;
use os::raw::RawMsg;
use os::{datagram, heap, socket};
use wire::align;

use super::buffer::Buffer;
use crate::callback::Callbacks;
use crate::debug;
use crate::message::{CREDENTIALS_PRESENT, Message};
use crate::socket::Socket;

/// Some messages, received at once.
#[derive(Debug)]
pub struct Datagram {
    /// The first one.
    pub start: *mut u8,
    /// Bytes of all of them.
    pub len: usize,
    /// The sender.
    pub from: sockaddr_nl,
    /// Its credentials, if the socket asks for them.
    pub credentials: Option<ucred>,
}

/// Where datagrams come from, and the memory in use for the one in hand.
pub struct Source<'a> {
    socket: &'a Socket,
    callbacks: &'a Callbacks,
    buffer: *mut Buffer,
    /// The most that any datagram filled.
    used: usize,
    /// What the program's own function returned last, malloc's.
    foreign: *mut c_uchar,
    /// The message in hand; used again for the next one unless somebody kept it.
    message: *mut Message,
}

impl<'a> Source<'a> {
    /// Takes no memory yet.
    #[must_use]
    pub fn new(socket: &'a Socket, callbacks: &'a Callbacks) -> Self {
        let none = ptr::null_mut();
        Self {
            socket,
            callbacks,
            buffer: ptr::null_mut(),
            used: 0,
            foreign: none,
            message: ptr::null_mut(),
        }
    }

    /// Receives a datagram; `None` at the end of the file. What came before is gone.
    ///
    /// # Errors
    /// As for [`receive`], or what the program's own function returns.
    pub fn receive(&mut self) -> Result<Option<Datagram>, Error> {
        self.drop_message();
        if self.callbacks.receive.get().is_some() {
            return self.foreign();
        }
        if self.buffer.is_null() {
            self.buffer = Buffer::take()?;
        } else if self.socket.keeps_messages.get() {
            // Those that were kept lie in it.
            self.drop_buffer();
            self.buffer = Buffer::take()?;
        }
        // SAFETY: no message lies in the buffer any more.
        let received = unsafe { receive(self.socket, self.buffer, true) }?;
        if let Some(datagram) = &received {
            self.used = self.used.max(datagram.len);
        }
        Ok(received)
    }

    /// Receives a datagram through the function the program put in place of ours.
    fn foreign(&mut self) -> Result<Option<Datagram>, Error> {
        self.drop_foreign();
        let Some(receive) = self.callbacks.receive.get() else { return Ok(None) };
        // It may fill in the sender or not.
        let mut from = socket::address(0, 0);
        from.nl_family = 0;
        let mut bytes = ptr::null_mut();
        let mut credentials = ptr::null_mut::<ucred>();
        // SAFETY: the program installed it to receive datagrams.
        let received = unsafe {
            receive(self.socket.as_ptr(), &raw mut from, &raw mut bytes, &raw mut credentials)
        };
        // What a function that failed left in its results is none of ours.
        let len = error::check(received)?;
        if len == 0 || bytes.is_null() {
            return Ok(None);
        }
        self.foreign = bytes;
        // SAFETY: NULL or a ucred, ours to free.
        let known = unsafe { credentials.as_ref() }.copied();
        // SAFETY: NULL or malloc's, and ours.
        unsafe { libc::free(credentials.cast()) };
        let len = usize::try_from(len).unwrap_or(0);
        Ok(Some(Datagram { start: bytes, len, from, credentials: known }))
    }

    /// The message at `nlh` as callbacks get to see it.
    ///
    /// # Errors
    /// `NOMEM`.
    #[inline]
    pub fn message(&mut self, datagram: &Datagram, nlh: RawMsg) -> Result<&'a Message, Error> {
        if self.foreign.is_null() && !self.socket.keeps_messages.get() {
            return self.borrowed(datagram, nlh);
        }
        self.copied(datagram, nlh)
    }

    /// A message where it was received.
    #[inline]
    fn borrowed(&mut self, datagram: &Datagram, nlh: RawMsg) -> Result<&'a Message, Error> {
        // SAFETY: NULL, or a message with a reference of ours.
        if let Some(message) = unsafe { self.message.as_ref() } {
            if message.nm_refcnt.get() == 1 && message.lies_in(self.buffer) {
                self.describe(message, datagram, nlh);
                return Ok(message);
            }
            return self.replaced(datagram, nlh);
        }
        self.first(datagram, nlh)
    }

    fn first(&mut self, datagram: &Datagram, nlh: RawMsg) -> Result<&'a Message, Error> {
        // The message's own reference.
        // SAFETY: the buffer is live, we have a reference.
        unsafe { &*self.buffer }.get();
        let message = Message::borrowing(nlh.as_ptr(), 0, self.buffer);
        self.message = heap::new(message).map_err(|_| {
            // SAFETY: the reference just taken.
            unsafe { Buffer::release(self.buffer) };
            Error::NOMEM
        })?;
        // SAFETY: just made.
        let message = unsafe { &*self.message };
        self.describe(message, datagram, nlh);
        Ok(message)
    }

    /// The last message was kept by a callback, or moved to memory of its own.
    #[cold]
    #[inline(never)]
    fn replaced(&mut self, datagram: &Datagram, nlh: RawMsg) -> Result<&'a Message, Error> {
        self.drop_message();
        if self.socket.keeps_messages.get() {
            return self.copied(datagram, nlh);
        }
        self.first(datagram, nlh)
    }

    /// A message with memory of its own, for programs that keep messages: a few bytes of each would
    /// hold on to whole datagrams.
    #[cold]
    #[inline(never)]
    fn copied(&mut self, datagram: &Datagram, nlh: RawMsg) -> Result<&'a Message, Error> {
        self.drop_message();
        // SAFETY: the message was received whole.
        self.message = unsafe { Message::copy_of(nlh) }?;
        // SAFETY: just made.
        let message = unsafe { &*self.message };
        self.describe_origin(message, datagram);
        Ok(message)
    }

    /// Sets everything that belongs to a message, also what a callback may have changed.
    #[inline]
    fn describe(&self, message: &Message, datagram: &Datagram, nlh: RawMsg) {
        message.nm_nlh.set(nlh.as_ptr());
        message.nm_size.set(align(nlh.nlmsg_len() as usize));
        self.describe_origin(message, datagram);
    }

    #[inline]
    fn describe_origin(&self, message: &Message, datagram: &Datagram) {
        message.nm_protocol.set(self.socket.s_proto.get());
        message.nm_src.set(datagram.from);
        match datagram.credentials {
            Some(credentials) => {
                message.nm_creds.set(credentials);
                message.nm_flags.set(CREDENTIALS_PRESENT);
            }
            None => message.nm_flags.set(0),
        }
    }

    /// Gives up the message in hand, and takes note if somebody else did not.
    fn drop_message(&mut self) {
        // SAFETY: NULL, or a message with a reference of ours.
        if let Some(message) = unsafe { self.message.as_ref() } {
            if message.nm_refcnt.get() > 1 {
                self.socket.keeps_messages.set(true);
            }
            // SAFETY: the reference is ours.
            unsafe { Message::put(self.message) };
            self.message = ptr::null_mut();
        }
    }

    fn drop_foreign(&mut self) {
        // SAFETY: NULL or malloc's; messages made of it are copies.
        unsafe { libc::free(self.foreign.cast()) };
        self.foreign = ptr::null_mut();
    }

    fn drop_buffer(&mut self) {
        if !self.buffer.is_null() {
            // SAFETY: the reference is ours.
            unsafe { Buffer::give_back(self.buffer, self.used) };
            self.buffer = ptr::null_mut();
            self.used = 0;
        }
    }
}

impl Drop for Source<'_> {
    fn drop(&mut self) {
        self.drop_message();
        self.drop_foreign();
        self.drop_buffer();
    }
}

/// Receives one datagram into `buffer`; `None` at the end of the file. Calls that a signal interrupts
/// are repeated.
///
/// # Errors
/// `MSG_TRUNC` if the datagram is larger than what the program said it would take at most, `NOADDR` if
/// the sender is no netlink socket, what the kernel says: `AGAIN` if there is nothing to receive,
/// `NOMEM` if it had to drop messages (see [`Socket::take_overrun`]).
///
/// # Safety
/// The buffer is the caller's alone.
pub unsafe fn receive(
    socket: &Socket,
    buffer: *mut Buffer,
    with_credentials: bool,
) -> Result<Option<Datagram>, Error> {
    let fd = socket.s_fd.get();
    // SAFETY: live, the caller's.
    if !unsafe { &*buffer }.holds_any() || socket.has(nl_sock::MSG_PEEK) {
        let peek = libc::MSG_PEEK | libc::MSG_TRUNC;
        // SAFETY: no bytes are to be written.
        let (received, _) = unsafe { system_call(socket, fd, ptr::null_mut(), 0, peek, false) }?;
        // SAFETY: the buffer is the caller's alone.
        unsafe { Buffer::grow(buffer, received.len) }?;
    }
    // SAFETY: live, the caller's.
    let room = unsafe { &*buffer };
    let memory = room.memory();
    let limit = match socket.s_bufsize.get() {
        0 => usize::MAX,
        _ if socket.has(nl_sock::MSG_PEEK) => usize::MAX,
        limit => limit,
    };
    let size = room.size().min(limit);
    // SAFETY: the memory is that long, and the caller's.
    let (received, from) = unsafe { system_call(socket, fd, memory, size, 0, with_credentials) }?;
    if received.len == 0 {
        return Ok(None);
    }
    if received.truncated {
        return Err(Error::MSG_TRUNC);
    }
    if !received.from_netlink {
        return Err(Error::NOADDR);
    }
    let credentials = received.credentials;
    Ok(Some(Datagram { start: memory, len: received.len, from, credentials }))
}

/// A datagram in malloc's memory.
#[derive(Debug)]
pub struct Owned {
    /// Malloc's; NULL at the end of the file.
    pub bytes: *mut c_uchar,
    /// How many; 0 at the end of the file.
    pub len: c_int,
    /// The sender.
    pub from: sockaddr_nl,
    /// Malloc's, or NULL.
    pub credentials: *mut ucred,
}

/// Receives one datagram into memory of its own.
///
/// # Errors
/// As for [`receive`], and `NOMEM`.
pub fn owned(socket: &Socket, with_credentials: bool) -> Result<Owned, Error> {
    let buffer = Buffer::take()?;
    // SAFETY: just taken.
    let received = unsafe { receive(socket, buffer, with_credentials) };
    let used = received.as_ref().map_or(0, |datagram| datagram.as_ref().map_or(0, |all| all.len));
    let copied = received.and_then(|datagram| datagram.map_or(Ok(Owned::none()), Owned::copy_of));
    // SAFETY: the reference is ours.
    unsafe { Buffer::give_back(buffer, used) };
    copied
}

impl Owned {
    fn none() -> Self {
        let from = socket::address(0, 0);
        Self { bytes: ptr::null_mut(), len: 0, from, credentials: ptr::null_mut() }
    }

    #[expect(clippy::needless_pass_by_value, reason = "for use as a function")]
    fn copy_of(datagram: Datagram) -> Result<Self, Error> {
        let len = c_int::try_from(datagram.len).map_err(|_| Error::RANGE)?;
        // SAFETY: malloc may be called with any size.
        let bytes = unsafe { libc::malloc(datagram.len) }.cast::<c_uchar>();
        if bytes.is_null() {
            return Err(Error::NOMEM);
        }
        // SAFETY: both are that long.
        unsafe { ptr::copy_nonoverlapping(datagram.start, bytes, datagram.len) };
        let credentials = match datagram.credentials.map(heap::new) {
            None => ptr::null_mut(),
            Some(Ok(credentials)) => credentials,
            Some(Err(_)) => {
                // SAFETY: malloc's, ours.
                unsafe { libc::free(bytes.cast()) };
                return Err(Error::NOMEM);
            }
        };
        Ok(Self { bytes, len, from: datagram.from, credentials })
    }
}

/// # Safety
/// `size` bytes at `memory` are the caller's to write.
unsafe fn system_call(
    socket: &Socket,
    fd: c_int,
    memory: *mut u8,
    size: usize,
    flags: c_int,
    with_credentials: bool,
) -> Result<(datagram::Received, sockaddr_nl), Error> {
    let with_credentials = with_credentials && socket.has(nl_sock::PASSCRED);
    let mut from = socket::address(0, 0);
    loop {
        // SAFETY: the memory is the caller's by contract, the address ours.
        match unsafe { datagram::receive(fd, memory, size, &raw mut from, flags, with_credentials) }
        {
            Ok(received) => return Ok((received, from)),
            Err(Errno(libc::EINTR)) => {}
            Err(errno) => return Err(failed(socket, errno)),
        }
    }
}

#[cold]
fn failed(socket: &Socket, errno: Errno) -> Error {
    if errno == Errno(libc::ENOBUFS) {
        socket.note_overrun();
    }
    debug::failed!("nl_recv", "recvmsg()")(errno)
}

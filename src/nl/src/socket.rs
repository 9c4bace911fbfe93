// SPDX-License-Identifier: LGPL-2.1-or-later
//! Sockets: made, connected, configured, freed.

use core::cell::Cell;
use core::mem;
use core::ops::Deref;
use core::ptr;
use core::sync::atomic::{AtomicI32, Ordering};

use libc::{c_int, sockaddr_nl};
use nl_sys::error::Error;
use nl_sys::layout::nl_sock;
use os::errno::Errno;
use os::{heap, socket};

use crate::callback::{self, Callbacks};
use crate::debug;
use crate::errno::from_errno;
use crate::ext_ack::Kept;
use crate::port;

/// Bytes of receive buffer a new socket asks the kernel for. The kernel grants up to
/// `net.core.rmem_max`, and uses memory only for what waits to be received.
const RECEIVE_BUFFER: c_int = 16 << 20;
/// `NETLINK_EXT_ACK`
const EXT_ACK: c_int = 11;
/// Generated ports to try before the kernel is asked for one.
const PORT_ATTEMPTS: u32 = 5;

/// The kind of handlers that new sockets get; see `nl_cb_kind`.
pub static DEFAULT_HANDLERS: AtomicI32 = AtomicI32::new(callback::DEFAULT);

/// A socket. Every `nl_sock` that programs see is the head of one.
#[repr(C)]
pub struct Socket {
    base: nl_sock,
    /// What the kernel said beside its last answer.
    pub ext_ack: Kept,
    /// The kernel had to drop messages since this was last asked.
    overrun: Cell<bool>,
    /// A callback kept a message: copy the next ones for them.
    pub keeps_messages: Cell<bool>,
    /// Receive loops that are running.
    loops: Cell<u32>,
    /// Freed by a callback: the outermost loop has to do it.
    freed: Cell<bool>,
}

impl Deref for Socket {
    type Target = nl_sock;

    fn deref(&self) -> &nl_sock {
        &self.base
    }
}

impl Socket {
    /// A socket that is not connected, with its own reference to `callbacks`.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn new(callbacks: &Callbacks) -> Result<*mut Self, Error> {
        let start = port::now();
        let base = nl_sock {
            s_local: Cell::new(socket::address(0, 0)),
            s_peer: Cell::new(socket::address(0, 0)),
            s_fd: Cell::new(-1),
            s_proto: Cell::new(0),
            s_seq_next: Cell::new(start),
            s_seq_expect: Cell::new(start),
            // A port that is not chosen yet need not be given back.
            s_flags: Cell::new(nl_sock::OWN_PORT),
            s_cb: Cell::new(callbacks.as_ptr()),
            s_bufsize: Cell::new(0),
        };
        let socket = Self {
            base,
            ext_ack: Kept::new(),
            overrun: Cell::new(false),
            keeps_messages: Cell::new(false),
            loops: Cell::new(0),
            freed: Cell::new(false),
        };
        let socket = heap::new(socket).map_err(|_| Error::NOMEM)?;
        callbacks.get();
        Ok(socket)
    }

    /// A socket with callbacks of its own, of the kind that `NLCB` chose.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn with_default_handlers() -> Result<*mut Self, Error> {
        let callbacks = Callbacks::new(DEFAULT_HANDLERS.load(Ordering::Relaxed))?;
        // SAFETY: just made.
        let socket = Self::new(unsafe { &*callbacks });
        // SAFETY: the reference is ours; the socket has one of its own.
        unsafe { Callbacks::put(callbacks) };
        socket
    }

    /// Closes and frees a socket, now or, while it is receiving, as soon as that ends.
    ///
    /// # Safety
    /// `this` came from [`Self::new`], and the program does not use it any more.
    pub unsafe fn free(this: *mut Self) {
        // SAFETY: live by contract.
        let socket = unsafe { &*this };
        socket.close();
        if socket.loops.get() > 0 {
            return socket.freed.set(true);
        }
        if !socket.has(nl_sock::OWN_PORT) {
            port::give_back(socket.s_local.get().nl_pid);
        }
        // SAFETY: the reference is the socket's.
        unsafe { Callbacks::put(ptr::from_ref(socket.callbacks()).cast_mut()) };
        // SAFETY: by contract nobody uses it any more.
        unsafe { heap::take(this) };
    }

    /// The socket as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_sock {
        ptr::from_ref(&self.base).cast_mut()
    }

    /// Its callbacks.
    #[must_use]
    pub fn callbacks(&self) -> &Callbacks {
        // SAFETY: the socket holds a reference; there is always a set.
        unsafe { &*self.s_cb.get().cast::<Callbacks>() }
    }

    /// Replaces its callbacks.
    pub fn set_callbacks(&self, callbacks: &Callbacks) {
        callbacks.get();
        let old = self.s_cb.replace(callbacks.as_ptr());
        // SAFETY: the reference was the socket's.
        unsafe { Callbacks::put(old.cast()) };
    }

    /// Sets or clears a bit of `s_flags`.
    pub fn set_flag(&self, flag: c_int, on: bool) {
        let flags = self.s_flags.get();
        self.s_flags.set(if on { flags | flag } else { flags & !flag });
    }

    /// Its port; chosen now if there is none. `u32::MAX` if there is none to be had.
    #[must_use]
    pub fn local_port(&self) -> u32 {
        let local = self.s_local.get();
        if local.nl_pid != 0 {
            return local.nl_pid;
        }
        let port = port::take();
        self.assign_port(port.unwrap_or(u32::MAX), port.is_none());
        self.s_local.get().nl_pid
    }

    /// Sets its port; 0 for one to be chosen later.
    pub fn set_local_port(&self, port: u32) {
        if !self.has(nl_sock::OWN_PORT) {
            port::give_back(self.s_local.get().nl_pid);
        }
        self.assign_port(port, true);
    }

    /// `own`: it is not one to be given back.
    fn assign_port(&self, port: u32, own: bool) {
        let mut local = self.s_local.get();
        local.nl_pid = port;
        self.s_local.set(local);
        self.set_flag(nl_sock::OWN_PORT, own);
    }

    /// The next sequence number for a request.
    pub fn use_seq(&self) -> u32 {
        let next = self.s_seq_next.get();
        self.s_seq_next.set(next.wrapping_add(1));
        next
    }

    /// The descriptor.
    ///
    /// # Errors
    /// `BAD_SOCK` if the socket is not connected.
    pub fn fd(&self) -> Result<c_int, Error> {
        let fd = self.s_fd.get();
        if fd < 0 { Err(Error::BAD_SOCK) } else { Ok(fd) }
    }

    /// Opens the socket and binds it.
    ///
    /// # Errors
    /// `BAD_SOCK` if it is open already, and what the kernel says.
    pub fn connect(&self, protocol: c_int) -> Result<(), Error> {
        if self.s_fd.get() != -1 {
            return Err(Error::BAD_SOCK);
        }
        let fd = open(protocol).map_err(debug::failed!("nl_connect", "socket()"))?;
        let bound = self.bind(fd);
        if bound.is_err() {
            let _ = socket::close(fd);
        } else {
            self.s_fd.set(fd);
            self.s_proto.set(protocol);
        }
        bound
    }

    fn bind(&self, fd: c_int) -> Result<(), Error> {
        if self.s_local.get().nl_pid == 0 {
            self.bind_to_generated_port(fd)?;
        } else {
            socket::bind(fd, &self.s_local.get())
                .map_err(debug::failed!("nl_connect", "bind()"))?;
        }
        let (local, len) = socket::local_address(fd).map_err(from_errno)?;
        if usize::try_from(len) != Ok(size_of::<sockaddr_nl>()) {
            return Err(Error::NOADDR);
        }
        if !socket::is_netlink(&local, len) {
            return Err(Error::AF_NOSUPPORT);
        }
        if local.nl_pid != self.s_local.get().nl_pid {
            // The kernel's choice.
            self.set_local_port(local.nl_pid);
        }
        self.s_local.set(local);
        Ok(())
    }

    /// Other programs may have taken a port that is free as far as this process knows.
    fn bind_to_generated_port(&self, fd: c_int) -> Result<(), Error> {
        let mut refused = [None; PORT_ATTEMPTS as usize];
        let mut bound = Err(Errno(libc::EADDRINUSE));
        for slot in &mut refused {
            let Some(port) = port::take() else { break };
            self.assign_port(port, false);
            bound = socket::bind(fd, &self.s_local.get());
            if bound != Err(Errno(libc::EADDRINUSE)) {
                break;
            }
            // Not given back before another one is found.
            *slot = Some(port);
        }
        refused.into_iter().flatten().for_each(port::give_back);
        if bound == Err(Errno(libc::EADDRINUSE)) {
            self.assign_port(0, true);
            bound = socket::bind(fd, &self.s_local.get());
        }
        if bound.is_err() {
            self.set_local_port(0);
        }
        bound.map_err(debug::failed!("nl_connect", "bind()"))
    }

    /// Takes over a socket that is open and bound already; `protocol` -1 finds out for itself.
    ///
    /// # Errors
    /// `BAD_SOCK` if there is one already; `INVAL` if `fd` is no raw netlink socket, or of another
    /// protocol; what the kernel says.
    pub fn set_fd(&self, protocol: c_int, fd: c_int) -> Result<(), Error> {
        if self.s_fd.get() != -1 {
            return Err(Error::BAD_SOCK);
        }
        if fd < 0 {
            return Err(Error::INVAL);
        }
        let (local, len) = socket::local_address(fd).map_err(from_errno)?;
        if !socket::is_netlink(&local, len) {
            return Err(Error::INVAL);
        }
        let option = |name| socket::get_int(fd, libc::SOL_SOCKET, name).map_err(from_errno);
        if option(libc::SO_TYPE)? != libc::SOCK_RAW {
            return Err(Error::INVAL);
        }
        let actual = option(libc::SO_PROTOCOL)?;
        if protocol >= 0 && protocol != actual {
            return Err(Error::INVAL);
        }
        ask_for_ext_ack(fd);
        self.set_local_port(local.nl_pid);
        self.s_local.set(local);
        self.s_fd.set(fd);
        self.s_proto.set(actual);
        Ok(())
    }

    /// Closes the descriptor, if there is one. The port stays the socket's. Answers that are on their way are no longer
    /// expected.
    pub fn close(&self) {
        let fd = self.s_fd.replace(-1);
        if fd >= 0 {
            let _ = socket::close(fd);
            // What has been received already still goes to its callbacks.
            if self.loops.get() == 0 {
                self.s_seq_expect.set(self.s_seq_next.get());
            }
        }
        self.s_proto.set(0);
    }

    /// Joins or leaves a multicast group; 0 is none.
    ///
    /// # Errors
    /// `BAD_SOCK` if the socket is not connected, `INVAL` for a negative group, what the kernel says.
    pub fn membership(&self, group: c_int, join: bool) -> Result<(), Error> {
        let fd = self.fd()?;
        match group {
            0 => Ok(()),
            1.. => {
                let option =
                    if join { libc::NETLINK_ADD_MEMBERSHIP } else { libc::NETLINK_DROP_MEMBERSHIP };
                socket::set_int(fd, libc::SOL_NETLINK, option, group)
                    .map_err(debug::failed!("nl_socket_add_membership", "setsockopt()"))
            }
            _ => Err(Error::INVAL),
        }
    }

    /// Sets an option that is a number.
    ///
    /// # Errors
    /// `BAD_SOCK` if the socket is not connected, what the kernel says.
    pub fn set_option(&self, level: c_int, option: c_int, value: c_int) -> Result<(), Error> {
        socket::set_int(self.fd()?, level, option, value)
            .map_err(debug::failed!("nl_socket_set_*", "setsockopt()"))
    }

    /// Sets the kernel's buffers, in bytes. 0 or less: as large a receive buffer as it grants, and the
    /// send buffer left as it is.
    ///
    /// # Errors
    /// `BAD_SOCK` if the socket is not connected, what the kernel says.
    pub fn set_buffer_size(&self, receive: c_int, send: c_int) -> Result<(), Error> {
        let fd = self.fd()?;
        if send > 0 {
            self.set_option(libc::SOL_SOCKET, libc::SO_SNDBUF, send)?;
        }
        if receive > 0 {
            return self.set_option(libc::SOL_SOCKET, libc::SO_RCVBUF, receive);
        }
        raise_receive_buffer(fd)
            .map(drop)
            .map_err(debug::failed!("nl_socket_set_*", "setsockopt()"))
    }

    /// Has receiving fail rather than wait.
    ///
    /// # Errors
    /// `BAD_SOCK` if the socket is not connected, what the kernel says.
    pub fn set_nonblocking(&self) -> Result<(), Error> {
        socket::set_nonblocking(self.fd()?)
            .map_err(debug::failed!("nl_socket_set_nonblocking", "fcntl()"))
    }

    /// Whether the kernel had to drop messages since this was last asked.
    pub fn take_overrun(&self) -> bool {
        self.overrun.replace(false)
    }

    /// Notes that the kernel had to drop messages.
    pub fn note_overrun(&self) {
        self.overrun.set(true);
    }

    /// A receive loop begins: until the returned value is dropped, the socket stays.
    #[must_use]
    pub fn in_use(&self) -> InUse<'_> {
        self.loops.set(self.loops.get().saturating_add(1));
        InUse(self)
    }
}

/// See [`Socket::in_use`].
pub struct InUse<'a>(&'a Socket);

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        let socket = self.0;
        socket.loops.set(socket.loops.get().saturating_sub(1));
        if socket.freed.get() && socket.loops.get() == 0 {
            // SAFETY: every socket came from `new`, and the program has freed this one.
            unsafe { Socket::free(ptr::from_ref(socket).cast_mut()) };
        }
    }
}

/// Opens a socket with a receive buffer for bursts, that is told why requests fail.
fn open(protocol: c_int) -> Result<c_int, Errno> {
    let fd = socket::open(protocol, libc::SOCK_CLOEXEC)?;
    let fd = match raise_receive_buffer(fd) {
        Ok(true) => {
            // What the system grants by default is more than what it grants when asked, and there is no
            // other way back.
            let _ = socket::close(fd);
            socket::open(protocol, libc::SOCK_CLOEXEC)?
        }
        // A small buffer is better than none.
        _ => fd,
    };
    ask_for_ext_ack(fd);
    Ok(fd)
}

/// Asks for a large receive buffer; whether that made it smaller.
fn raise_receive_buffer(fd: c_int) -> Result<bool, Errno> {
    let before = socket::get_int(fd, libc::SOL_SOCKET, libc::SO_RCVBUF)?;
    // The kernel doubles what it is asked for, and tells the double.
    if before / 2 >= RECEIVE_BUFFER {
        return Ok(false);
    }
    socket::set_int(fd, libc::SOL_SOCKET, libc::SO_RCVBUF, RECEIVE_BUFFER)?;
    Ok(socket::get_int(fd, libc::SOL_SOCKET, libc::SO_RCVBUF)? < before)
}

/// Kernels before 4.12 have no extended acknowledgements.
fn ask_for_ext_ack(fd: c_int) {
    let _ = socket::set_int(fd, libc::SOL_NETLINK, EXT_ACK, 1);
}

const _: () = assert!(mem::offset_of!(Socket, base) == 0);

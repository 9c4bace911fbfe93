// SPDX-License-Identifier: LGPL-2.1-or-later
//! Netlink sockets as libmnl sees them: a descriptor and the address it is bound to.

use libc::{c_int, c_void, sockaddr_nl};
use os::errno::Errno;
use os::socket::{self, Received};

/// The handle behind `struct mnl_socket`.
#[derive(Debug)]
#[repr(C)]
pub struct mnl_socket {
    fd: c_int,
    addr: sockaddr_nl,
}

const _: () = assert!(size_of::<mnl_socket>() == 16);

impl mnl_socket {
    pub(crate) fn open(bus: c_int, flags: c_int) -> Result<Self, Errno> {
        socket::open(bus, flags).map(|fd| Self { fd, addr: unbound() })
    }

    pub(crate) fn from_fd(fd: c_int) -> Result<Self, Errno> {
        let (addr, len) = socket::local_address(fd)?;
        // A socket of another family is accepted, its address is not.
        let netlink = socket::is_netlink(&addr, len);
        Ok(Self { fd, addr: if netlink { addr } else { unbound() } })
    }

    pub(crate) fn fd(&self) -> c_int {
        self.fd
    }

    pub(crate) fn port(&self) -> u32 {
        self.addr.nl_pid
    }

    /// Binds, then asks the kernel which port it became. After a failure [`mnl_socket::port`]
    /// tells the port that was asked for, as in libmnl.
    pub(crate) fn bind(&mut self, groups: u32, port: u32) -> Result<(), Errno> {
        self.addr = socket::address(port, groups);
        socket::bind(self.fd, &self.addr)?;
        let (addr, len) = socket::local_address(self.fd)?;
        self.addr = addr;
        if socket::is_netlink(&self.addr, len) { Ok(()) } else { Err(Errno(libc::EINVAL)) }
    }

    /// # Safety
    /// `size` bytes at `buf` are the caller's to write.
    pub(crate) unsafe fn receive(&self, buf: *mut c_void, size: usize) -> Result<usize, Errno> {
        // SAFETY: by contract.
        let received = unsafe { socket::receive(self.fd, buf, size) }?;
        if received.truncated || !received.from_netlink {
            return Err(unusable(received));
        }
        Ok(received.len)
    }
}

/// Why a datagram cannot be handed on.
#[cold]
#[inline(never)]
fn unusable(received: Received) -> Errno {
    Errno(if received.truncated { libc::ENOSPC } else { libc::EINVAL })
}

fn unbound() -> sockaddr_nl {
    // The family is 0 too: this is no address yet.
    let mut addr = socket::address(0, 0);
    addr.nl_family = 0;
    addr
}

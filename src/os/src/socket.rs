// SPDX-License-Identifier: LGPL-2.1-or-later
//! Netlink sockets: thin, checked wrappers of the system calls.
//!
//! Every failure is the kernel's error number. Nothing is retried: `EINTR` and `EAGAIN` are the
//! caller's to see.

use core::mem::{self, MaybeUninit};
use core::ptr;

use libc::{AF_NETLINK, c_int, c_void, sockaddr_nl, socklen_t, ssize_t};

use crate::errno::Errno;

#[expect(clippy::cast_possible_truncation, reason = "12")]
const ADDR_LEN: socklen_t = size_of::<sockaddr_nl>() as socklen_t;
/// The size of an option that is an `int`.
#[expect(clippy::cast_possible_truncation, reason = "4")]
const INT_LEN: socklen_t = size_of::<c_int>() as socklen_t;
#[expect(clippy::cast_possible_truncation, reason = "16")]
const NETLINK_FAMILY: u16 = AF_NETLINK as u16;

/// A netlink address: `groups` is the bit mask of the first 32 multicast groups.
#[must_use]
pub const fn address(port: u32, groups: u32) -> sockaddr_nl {
    // SAFETY: an all-zero sockaddr_nl is valid; its padding field is private to libc.
    let mut addr: sockaddr_nl = unsafe { mem::zeroed() };
    addr.nl_family = NETLINK_FAMILY;
    addr.nl_pid = port;
    addr.nl_groups = groups;
    addr
}

/// Opens a raw netlink socket; `flags` are `SOCK_CLOEXEC` and `SOCK_NONBLOCK`.
///
/// # Errors
/// Those of `socket(2)`.
pub fn open(bus: c_int, flags: c_int) -> Result<c_int, Errno> {
    // SAFETY: socket takes any integers.
    check(unsafe { libc::socket(AF_NETLINK, libc::SOCK_RAW | flags, bus) })
}

/// Closes a descriptor.
///
/// # Errors
/// Those of `close(2)`; the descriptor is gone either way.
pub fn close(fd: c_int) -> Result<(), Errno> {
    // SAFETY: close takes any integer; owning `fd` is the caller's affair, as in C.
    check(unsafe { libc::close(fd) }).map(drop)
}

/// Makes system calls on `fd` fail rather than wait.
///
/// # Errors
/// Those of `fcntl(2)`.
pub fn set_nonblocking(fd: c_int) -> Result<(), Errno> {
    // SAFETY: fcntl takes any descriptor.
    check(unsafe { libc::fcntl(fd, libc::F_SETFL, libc::O_NONBLOCK) }).map(drop)
}

/// Binds `fd` to `addr`.
///
/// # Errors
/// Those of `bind(2)`.
pub fn bind(fd: c_int, addr: &sockaddr_nl) -> Result<(), Errno> {
    let addr: *const sockaddr_nl = addr;
    // SAFETY: the address is as long as said.
    check(unsafe { libc::bind(fd, addr.cast(), ADDR_LEN) }).map(drop)
}

/// The address `fd` is bound to, whatever its family, and the length the kernel says it has.
///
/// # Errors
/// Those of `getsockname(2)`.
pub fn local_address(fd: c_int) -> Result<(sockaddr_nl, socklen_t), Errno> {
    let mut addr = address(0, 0);
    let mut len = ADDR_LEN;
    let to: *mut sockaddr_nl = &raw mut addr;
    // SAFETY: the kernel writes at most `len` bytes to the address, which is that long.
    check(unsafe { libc::getsockname(fd, to.cast(), &raw mut len) })?;
    Ok((addr, len))
}

/// Whether an address of `len` bytes is a netlink address.
#[must_use]
pub fn is_netlink(addr: &sockaddr_nl, len: socklen_t) -> bool {
    len == ADDR_LEN && addr.nl_family == NETLINK_FAMILY
}

/// Sends `len` bytes at `data` to the kernel, as one datagram. Returns what `sendto(2)` does: the
/// bytes sent, or -1 and an `errno` that libc has set.
///
/// # Safety
/// `len` bytes at `data` are the caller's to read.
#[inline]
pub unsafe fn send_to_kernel(fd: c_int, data: *const c_void, len: usize) -> ssize_t {
    static KERNEL: sockaddr_nl = address(0, 0);
    let to: *const sockaddr_nl = &raw const KERNEL;
    // SAFETY: the address is as long as said; the range is the caller's by contract.
    unsafe { libc::sendto(fd, data, len, 0, to.cast(), ADDR_LEN) }
}

/// What [`receive`] got.
#[derive(Clone, Copy, Debug)]
pub struct Received {
    /// Bytes written to the buffer.
    pub len: usize,
    /// The datagram was longer than the buffer; its tail is lost.
    pub truncated: bool,
    /// The sender's address is a netlink address by its length.
    pub from_netlink: bool,
}

/// Receives one datagram.
///
/// # Errors
/// Those of `recvmsg(2)`.
///
/// # Safety
/// `size` bytes at `buf` are the caller's to write.
pub unsafe fn receive(fd: c_int, buf: *mut c_void, size: usize) -> Result<Received, Errno> {
    let mut from = MaybeUninit::<sockaddr_nl>::uninit();
    let mut iov = libc::iovec { iov_base: buf, iov_len: size };
    let mut msg = libc::msghdr {
        msg_name: from.as_mut_ptr().cast(),
        msg_namelen: ADDR_LEN,
        msg_iov: &raw mut iov,
        msg_iovlen: 1,
        msg_control: ptr::null_mut(),
        msg_controllen: 0,
        msg_flags: 0,
    };
    // SAFETY: name and vector outlive the call and are as long as said; the buffer is the caller's
    // by contract.
    let len = check_size(unsafe { libc::recvmsg(fd, &raw mut msg, 0) })?;
    Ok(Received {
        len,
        truncated: msg.msg_flags & libc::MSG_TRUNC != 0,
        from_netlink: msg.msg_namelen == ADDR_LEN,
    })
}

/// Sets an option that is an `int`.
///
/// # Errors
/// Those of `setsockopt(2)`.
pub fn set_int(fd: c_int, level: c_int, option: c_int, value: c_int) -> Result<(), Errno> {
    let at: *const c_int = &raw const value;
    // SAFETY: the value is as long as said.
    check(unsafe { libc::setsockopt(fd, level, option, at.cast(), INT_LEN) }).map(drop)
}

/// Reads an option that is an `int`.
///
/// # Errors
/// Those of `getsockopt(2)`.
pub fn get_int(fd: c_int, level: c_int, option: c_int) -> Result<c_int, Errno> {
    let mut value = 0;
    let mut len = INT_LEN;
    let at: *mut c_int = &raw mut value;
    // SAFETY: value and length are ours to write, and the value is as long as said.
    check(unsafe { libc::getsockopt(fd, level, option, at.cast(), &raw mut len) })?;
    Ok(value)
}

/// Sets an option at level `SOL_NETLINK`.
///
/// # Errors
/// Those of `setsockopt(2)`.
///
/// # Safety
/// `len` bytes at `value` are the caller's to read.
pub unsafe fn set_option(
    fd: c_int,
    option: c_int,
    value: *const c_void,
    len: socklen_t,
) -> Result<(), Errno> {
    // SAFETY: the range is the caller's by contract.
    check(unsafe { libc::setsockopt(fd, libc::SOL_NETLINK, option, value, len) }).map(drop)
}

/// Reads an option at level `SOL_NETLINK`.
///
/// # Errors
/// Those of `getsockopt(2)`.
///
/// # Safety
/// `len` points to the size of the buffer at `value`; both are the caller's to write.
pub unsafe fn get_option(
    fd: c_int,
    option: c_int,
    value: *mut c_void,
    len: *mut socklen_t,
) -> Result<(), Errno> {
    // SAFETY: the ranges are the caller's by contract.
    check(unsafe { libc::getsockopt(fd, libc::SOL_NETLINK, option, value, len) }).map(drop)
}

fn check(ret: c_int) -> Result<c_int, Errno> {
    if ret < 0 { Err(Errno::last()) } else { Ok(ret) }
}

fn check_size(ret: ssize_t) -> Result<usize, Errno> {
    usize::try_from(ret).map_err(|_| Errno::last())
}

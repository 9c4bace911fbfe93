// SPDX-License-Identifier: LGPL-2.1-or-later
//! Netlink as bytes.
//!
//! Everything here works on slices or on plain integers: no pointer, no system call, no state.
//! The `mnl` and `nl` libraries put their C functions on top of it; where C hands them memory
//! without a length, they use the integer rules ([`nlmsg::ok`], [`attr::ok`], [`attr::Slot`]) and
//! do the memory access through the `os` crate.
//!
//! Layouts and constants follow `linux/netlink.h` and the kernel's netlink handbook
//! (<https://docs.kernel.org/userspace-api/netlink/intro.html>). All integers are in host byte
//! order.
#![no_std]
#![forbid(unsafe_code)]

#[cfg(test)]
extern crate std;

pub mod attr;
pub mod build;
pub mod datatype;
pub mod extack;
pub mod nlmsg;
pub mod policy;

/// Boundary, in bytes, on which netlink messages and attributes start (`NLMSG_ALIGNTO`,
/// `NLA_ALIGNTO`).
pub const ALIGNTO: usize = 4;

/// Rounds `len` up to the next multiple of [`ALIGNTO`]; wraps at the top of the type.
#[must_use]
pub const fn align(len: usize) -> usize {
    len.wrapping_add(ALIGNTO - 1) & !(ALIGNTO - 1)
}

/// Rounds a 32-bit length up to the next multiple of [`ALIGNTO`]; wraps as the C macro does on a
/// `__u32`.
#[must_use]
pub const fn align_u32(len: u32) -> u32 {
    len.wrapping_add(3) & !3
}

/// A fixed-size integer as it stands in a message.
pub(crate) fn read<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk().copied()
}

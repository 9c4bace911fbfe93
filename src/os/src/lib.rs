// SPDX-License-Identifier: LGPL-2.1-or-later
//! The one crate that talks to libc.
//!
//! - [`errno`]: error numbers and how a Rust result becomes a C return value;
//! - [`raw`]: messages and attributes in memory that C owns;
//! - [`socket`]: the netlink system calls; [`datagram`]: those with addresses and credentials;
//! - [`pages`]: address space; [`valgrind`]: whether it is expensive;
//! - [`heap`]: objects handed to C, on libc's malloc; [`mod@array`]: arrays that grow, likewise;
//! - [`stdio`]: the caller's `FILE *`;
//! - [`cstring`]: strings of any length; [`text`]: text without `core::fmt`;
//! - [`wait`]: waiting for datagrams, and dropping them;
//! - [`lock`]: locks, for the state that threads share;
//! - `runtime` (feature `so`): what a shared object needs in place of std.
//!
//! It has no state of its own: two shared objects that both link it share nothing.
#![no_std]

pub mod array;
pub mod cstring;
pub mod datagram;
pub mod errno;
pub mod heap;
pub mod lock;
pub mod pages;
pub mod raw;
#[cfg(feature = "so")]
mod runtime;
pub mod socket;
pub mod stdio;
pub mod text;
pub mod valgrind;
pub mod wait;

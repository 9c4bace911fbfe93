// SPDX-License-Identifier: LGPL-2.1-or-later
//! libnl-genl-3.so.200: generic netlink.
//!
//! - [`family`]: the object that describes a family of the kernel's;
//! - [`ctrl`]: asking the kernel's controller for families;
//! - [`mngt`]: the families and commands that programs registered;
//! - [`message`]: where things are in a generic netlink message;
//! - [`capi`]: what C sees, one module per public header.
//!
//! The contract of every function is that of upstream's 3.12.0, but for `docs/differences-libnl.md`.
#![cfg_attr(not(test), no_std)]
#![allow(non_camel_case_types)] // C's names for C's types.

// Tests are linked to libnl-3's functions like this.
#[cfg(test)]
use nl as _;

pub mod capi;
pub mod ctrl;
pub mod family;
pub mod layout;
pub mod message;
pub mod mngt;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! libnl-3.so.200: netlink sockets with callbacks, messages, attributes, objects and caches.
//!
//! [`capi`] holds what C sees, one module per public header; the other modules do the work. The
//! contract of every function is that of upstream's 3.12.0, but for `docs/differences-libnl.md`.
//!
//! # Rules that hold for every exported function
//! - A pointer is valid for what the function is documented to touch. NULL gives the error value, where
//!   the return type has one.
//! - Structures that C can write to are made of `Cell`s (see [`nl_sys`]); a C pointer becomes a shared
//!   reference at the edge, in `capi`, and the modules below are safe Rust where that is possible.
//! - Sockets, messages, caches, objects and callback sets are used by one thread at a time. What the
//!   process shares (ports, cache types, provided caches, the defaults) is locked.
#![cfg_attr(not(test), no_std)]
#![allow(non_camel_case_types)] // C's names for C's types.

pub mod address;
pub mod attr;
pub mod cache;
pub mod callback;
pub mod capi;
pub mod data;
pub mod debug;
pub mod dump;
pub mod errno;
pub mod ext_ack;
pub mod families;
pub mod handlers;
pub mod hash;
pub mod hashtable;
pub mod header;
pub mod manager;
mod membership;
pub mod message;
pub mod names;
pub mod object;
pub mod policy;
pub mod port;
pub mod print;
pub mod protocols;
pub mod receive;
pub mod registry;
pub mod send;
pub mod socket;
mod start;
pub mod strings;
pub mod units;

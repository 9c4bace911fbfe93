// SPDX-License-Identifier: LGPL-2.1-or-later
//! libmnl.so.0: the minimal netlink library.
//!
//! [`capi`] holds what C sees, one module per part of `libmnl/libmnl.h`; the other modules do the
//! work. The contract of every function is libmnl's, as of upstream's git after 1.0.5.
//!
//! # Rules that hold for every exported function
//! - A pointer is valid for what the function is documented to touch. Where the documentation says
//!   so it may be NULL, which gives the function's error value. One-line functions, of which loops
//!   are made, trust their pointers: a test would make them slower than libmnl's.
//! - Messages and attributes need no particular alignment, and other pointers into them may exist.
//! - There is no global state: two threads may use the library at the same time, on different
//!   sockets, batches and buffers.
#![cfg_attr(not(test), no_std)]

mod attr;
mod batch;
mod callback;
pub mod capi;
mod print;
mod socket;
pub mod types;

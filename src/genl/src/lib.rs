// SPDX-License-Identifier: LGPL-2.1-or-later
//! libnl-genl-3.so.200: generic netlink.
//!
//! [`capi`] holds what C sees, one module per public header; the other modules do the work.
#![cfg_attr(not(test), no_std)]
#![allow(non_camel_case_types)] // C's names for C's types.

pub mod capi;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! libnl-route-3.so.200: links, addresses, routes, neighbours, rules and traffic control.
//!
//! - [`link`]: network interfaces, and what their kinds and address families add to them;
//! - [`route`]: routes and their next hops; [`nh`]: next hops that are objects of their own;
//! - [`tc`]: queueing disciplines, classes, classifiers and actions, and their kinds;
//! - [`ematch`]: extended matches, which some classifiers have;
//! - [`addr`], [`neigh`], [`neightbl`], [`rule`], [`netconf`], [`mdb`]: the other objects of rtnetlink;
//! - [`fib_lookup`]: asking the kernel which route it would take;
//! - [`classid`]: names of traffic control handles; [`pktloc`]: names of places in packets; [`config`]: the files
//!   that have them; [`rtnl`]: requests, and names of scopes and realms;
//! - [`interfaces`]: names of interfaces, for printing; [`uapi`]: structures of the kernel's;
//! - [`start`]: what is registered when the library is loaded;
//! - [`capi`]: what C sees, one module per public header.
//!
//! The contract of every function is that of upstream's 3.12.0, but for `docs/differences-libnl.md`.
#![cfg_attr(not(test), no_std)]
#![allow(non_camel_case_types)] // C's names for C's types.

// Tests are linked to libnl-3's functions like this.
#[cfg(test)]
use nl as _;

pub mod addr;
pub mod capi;
pub mod classid;
pub mod config;
pub mod ematch;
pub mod fib_lookup;
pub mod interfaces;
pub mod link;
pub mod mdb;
pub mod neigh;
pub mod neightbl;
pub mod netconf;
pub mod nh;
pub mod pktloc;
pub mod route;
pub mod rtnl;
pub mod rule;
pub mod start;
pub mod tc;
pub mod uapi;

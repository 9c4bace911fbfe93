// SPDX-License-Identifier: LGPL-2.1-or-later
//! What libnl-3 shares with the libraries built on it (libnl-genl-3, libnl-route-3, …).
//!
//! - [`layout`]: the structures that cross the edge of a shared object, as of upstream 3.12, each
//!   proved against its C layout at compile time;
//! - [`error`]: NLE codes as Rust errors;
//! - [`list`]: the intrusive list of `netlink/list.h`;
//! - [`ffi`]: declarations of what libnl-3 exports;
//! - [`print`]: printing objects; [`strings`]: numbers and flags as text, and back;
//! - [`message`]: requests put together; [`plain`]: structures of the kernel's in them;
//! - [`address`], [`data`], [`name`]: what objects are made of that C can read;
//! - [`typed`]: from a safe Rust type to an `nl_object_ops` table;
//! - [`cache_type`]: from a safe parser to an `nl_cache_ops` table.
//!
//! There is no `static` here: what is process-wide lives in libnl-3 (two shared objects that linked
//! a static would each have their own).
//!
//! # Structures that C can write to
//! Fields of such structures are [`Cell`](core::cell::Cell)s. A shared reference to a `Cell` promises
//! the compiler neither that the memory stays the same nor that nobody else writes it, which is just
//! what C code holding the same pointer asks for. So code on top of this crate turns a C pointer into
//! a reference once, at the edge (`unsafe { pointer.as_ref() }`, where NULL becomes `None`), and is
//! safe from there on. Exclusive references (`&mut`) to such memory are never made.
#![cfg_attr(not(test), no_std)]
#![allow(non_camel_case_types)] // C's names for C's types.

pub mod address;
pub mod cache_type;
pub mod data;
pub mod error;
pub mod ffi;
pub mod layout;
pub mod list;
pub mod message;
pub mod name;
pub mod plain;
pub mod print;
pub mod strings;
pub mod typed;

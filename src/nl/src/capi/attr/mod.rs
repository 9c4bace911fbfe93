// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/attr.h`, in the order of the header.

pub mod basic;
pub mod get;
pub mod nest;
pub mod parse;
pub mod put;

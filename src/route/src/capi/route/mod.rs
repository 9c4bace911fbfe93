// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/route.h`.

pub mod attributes;
pub mod message;
pub mod names;
pub mod nexthops;

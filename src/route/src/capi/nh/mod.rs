// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/nh.h`.

pub mod encap;
pub mod group;
pub mod object;

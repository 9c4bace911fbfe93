// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/nexthop.h`.

pub mod encap;
pub mod object;
pub mod tunnel;

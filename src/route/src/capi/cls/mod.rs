// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/*.h`.

pub mod matchall;
pub mod u32;

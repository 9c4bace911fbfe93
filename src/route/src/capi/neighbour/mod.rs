// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/neighbour.h`.

pub mod attributes;
pub mod message;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/addr.h`.

pub mod attributes;
pub mod message;

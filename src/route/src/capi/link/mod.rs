// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link.h`.

pub mod attributes;
pub mod hardware;
pub mod message;
pub mod names;
pub mod private;
pub mod rare;
pub mod stats;

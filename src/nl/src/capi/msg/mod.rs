// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/msg.h`, in the order of the header.

pub mod header;
pub mod message;
pub mod print;

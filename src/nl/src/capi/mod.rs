// SPDX-License-Identifier: LGPL-2.1-or-later
//! What C sees: one module per public header of `netlink/`.

pub mod addr;
pub mod attr;
pub mod cache;
pub mod data;
pub mod errno;
pub mod handlers;
pub mod hash;
pub mod hashtable;
pub mod msg;
pub mod netlink;
pub mod object;
pub mod oxnl;
pub mod private;
pub mod private_cache;
pub mod socket;
pub mod utils;
pub mod version;

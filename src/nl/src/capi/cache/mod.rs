// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/cache.h`, in the order of the header.

pub mod container;
pub mod manager;
pub mod registry;
pub mod search;
pub mod update;

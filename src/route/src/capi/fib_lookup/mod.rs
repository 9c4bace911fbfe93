// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/fib_lookup/`.

pub mod lookup;
pub mod request;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/ematch.h` and `netlink/route/cls/ematch/*.h`.

pub mod cmp;
pub mod expr;
pub mod meta;
pub mod nbyte;
pub mod text;
pub mod tree;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/qdisc/*.h`.

pub mod fifo;
pub mod fq_codel;
pub mod htb;
pub mod tbf;

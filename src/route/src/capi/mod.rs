// SPDX-License-Identifier: LGPL-2.1-or-later
//! What C sees: one module per public header, or a folder of them.

pub mod act;
pub mod addr;
pub mod cls;
pub mod ematch;
pub mod fib_lookup;
pub mod link;
pub mod link_kind;
pub mod mdb;
pub mod neighbour;
pub mod neightbl;
pub mod netconf;
pub mod nexthop;
pub mod nh;
pub mod pktloc;
pub mod qdisc;
pub mod route;
pub mod rtnl;
pub mod rule;
pub mod tc;

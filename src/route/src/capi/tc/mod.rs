// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/{tc,qdisc,class,classifier,action}.h`.

pub mod action;
pub mod class;
pub mod classifier;
pub mod private;
pub mod qdisc;
pub mod tc;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The kinds of objects whose options this library knows.

pub mod blackhole;
pub mod fifo;
pub mod fq_codel;
pub mod gact;
pub mod htb;
pub mod ingress;
pub mod matchall;
pub mod mirred;
pub mod tbf;
pub mod u32;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Routes.
//!
//! - [`object`]: what a route is; [`nexthops`]: its next hops, [`nexthop`]: one of them, [`encap`]: what
//!   that puts around packets;
//! - [`parse`]: from messages of the kernel's; [`build`]: to messages; [`dump`](mod@dump): to text;
//! - [`cache`]: caches of routes, [`merge`]: how changes get into them;
//! - [`names`]: names of tables, protocols and metrics; [`text`]: texts in all of these.

pub mod build;
pub mod cache;
pub mod dump;
pub mod encap;
pub mod merge;
pub mod names;
pub mod nexthop;
pub mod nexthops;
pub mod object;
pub mod parse;
pub mod text;

/// `RTA_*` of `linux/rtnetlink.h`.
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod rta {
    pub const DST: u16 = 1;
    pub const SRC: u16 = 2;
    pub const IIF: u16 = 3;
    pub const OIF: u16 = 4;
    pub const GATEWAY: u16 = 5;
    pub const PRIORITY: u16 = 6;
    pub const PREFSRC: u16 = 7;
    pub const METRICS: u16 = 8;
    pub const MULTIPATH: u16 = 9;
    pub const FLOW: u16 = 11;
    pub const CACHEINFO: u16 = 12;
    pub const TABLE: u16 = 15;
    pub const VIA: u16 = 18;
    pub const NEWDST: u16 = 19;
    pub const ENCAP_TYPE: u16 = 21;
    pub const ENCAP: u16 = 22;
    pub const TTL_PROPAGATE: u16 = 26;
    pub const NH_ID: u16 = 30;
}

/// `RTM_*ROUTE`
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod rtm {
    pub const NEWROUTE: u16 = 24;
    pub const DELROUTE: u16 = 25;
    pub const GETROUTE: u16 = 26;
}

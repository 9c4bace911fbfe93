// SPDX-License-Identifier: LGPL-2.1-or-later
//! Headers of rtnetlink's messages, as of the kernel's `linux/rtnetlink.h` and its neighbours. Fields are
//! named as there.

/// Declares structures of the kernel's, and that they have no padding.
macro_rules! plain {
    ($($(#[$doc:meta])* $name:ident = $size:literal { $($field:ident: $kind:ty),* $(,)? })*) => {
        $(
            $(#[$doc])*
            #[repr(C)]
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
            #[expect(missing_docs, reason = "fields have the kernel's own names")]
            pub struct $name { $(pub $field: $kind),* }
            const _: () = assert!(size_of::<$name>() == $size && 0 $(+ size_of::<$kind>())* == $size);
            // SAFETY: numbers, without gaps, as asserted.
            unsafe impl nl_sys::plain::Plain for $name {}
        )*
    };
}
#[allow(unused_imports)]
pub(crate) use plain;

plain! {
    /// Of requests that say nothing but a family.
    rtgenmsg = 1 { rtgen_family: u8 }
    /// `RTM_*LINK`
    ifinfomsg = 16 {
        ifi_family: u8, __ifi_pad: u8, ifi_type: u16, ifi_index: i32, ifi_flags: u32, ifi_change: u32,
    }
    /// `RTM_*ADDR`
    ifaddrmsg = 8 {
        ifa_family: u8, ifa_prefixlen: u8, ifa_flags: u8, ifa_scope: u8, ifa_index: u32,
    }
    /// `RTM_*ROUTE`
    rtmsg = 12 {
        rtm_family: u8, rtm_dst_len: u8, rtm_src_len: u8, rtm_tos: u8, rtm_table: u8, rtm_protocol: u8,
        rtm_scope: u8, rtm_type: u8, rtm_flags: u32,
    }
    /// A next hop in `RTA_MULTIPATH`
    rtnexthop = 8 { rtnh_len: u16, rtnh_flags: u8, rtnh_hops: u8, rtnh_ifindex: i32 }
    /// `RTA_CACHEINFO`
    rta_cacheinfo = 32 {
        rta_clntref: u32, rta_lastuse: u32, rta_expires: u32, rta_error: u32, rta_used: u32, rta_id: u32,
        rta_ts: u32, rta_tsage: u32,
    }
    /// `RTM_*NEXTHOP`
    nhmsg = 8 { nh_family: u8, nh_scope: u8, nh_protocol: u8, resvd: u8, nh_flags: u32 }
    /// `RTM_*NEIGH`
    ndmsg = 12 {
        ndm_family: u8, ndm_pad1: u8, ndm_pad2: u16, ndm_ifindex: i32, ndm_state: u16, ndm_flags: u8,
        ndm_type: u8,
    }
    /// `RTM_*NEIGHTBL`
    ndtmsg = 4 { ndtm_family: u8, ndtm_pad1: u8, ndtm_pad2: u16 }
    /// `RTM_*RULE`
    fib_rule_hdr = 12 {
        family: u8, dst_len: u8, src_len: u8, tos: u8, table: u8, res1: u8, res2: u8, action: u8,
        flags: u32,
    }
    /// `RTM_*QDISC`, `RTM_*TCLASS`, `RTM_*TFILTER`
    tcmsg = 20 {
        tcm_family: u8, tcm_pad1: u8, tcm_pad2: u16, tcm_ifindex: i32, tcm_handle: u32,
        tcm_parent: u32, tcm_info: u32,
    }
    /// `RTM_*ACTION`
    tcamsg = 4 { tca_family: u8, tca_pad1: u8, tca_pad2: u16 }
    /// `RTM_*MDB`
    br_port_msg = 8 { family: u8, pad: [u8; 3], ifindex: u32 }
    /// `RTM_*NETCONF`
    netconfmsg = 1 { ncm_family: u8 }
}

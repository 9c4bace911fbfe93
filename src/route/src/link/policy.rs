// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the attributes of a link have to look like, for programs that read links themselves.

use core::cell::UnsafeCell;

use nl_sys::layout::nla_policy;

use super::parse::{ATTRS, ifla};

const NLA_U8: u16 = 1;
const NLA_U32: u16 = 3;
const NLA_STRING: u16 = 5;
const NLA_NESTED: u16 = 8;

/// Up to the last field that all kernels have.
const STATS_LEN: u16 = 23 * 4;
const STATS64_LEN: u16 = 23 * 8;
/// `struct rtnl_link_ifmap`
const MAP_LEN: u16 = 32;

/// A table of C's, which may be written to.
#[repr(transparent)]
pub struct Policy(UnsafeCell<[nla_policy; ATTRS]>);

// SAFETY: nothing of ours uses it.
unsafe impl Sync for Policy {}

#[expect(clippy::indexing_slicing, reason = "all of it happens when it is compiled")]
const fn table() -> [nla_policy; ATTRS] {
    let mut table = [nla_policy { type_: 0, minlen: 0, maxlen: 0 }; ATTRS];
    let numbers = [
        ifla::MTU,
        ifla::TXQLEN,
        ifla::LINK,
        ifla::WEIGHT,
        ifla::MASTER,
        ifla::NUM_VF,
        ifla::PROMISCUITY,
        ifla::NUM_TX_QUEUES,
        ifla::NUM_RX_QUEUES,
        ifla::GSO_MAX_SEGS,
        ifla::GSO_MAX_SIZE,
        ifla::GROUP,
        ifla::CARRIER_CHANGES,
        ifla::NET_NS_PID,
        ifla::NET_NS_FD,
    ];
    let bytes = [ifla::OPERSTATE, ifla::LINKMODE, ifla::CARRIER];
    let nested = [ifla::LINKINFO, ifla::VFINFO_LIST, ifla::AF_SPEC];
    let mut at = 0;
    while at < numbers.len() {
        table[numbers[at] as usize].type_ = NLA_U32;
        at += 1;
    }
    at = 0;
    while at < bytes.len() {
        table[bytes[at] as usize].type_ = NLA_U8;
        table[nested[at] as usize].type_ = NLA_NESTED;
        at += 1;
    }
    table[ifla::IFNAME as usize] = nla_policy { type_: NLA_STRING, minlen: 0, maxlen: 16 };
    table[ifla::PHYS_PORT_NAME as usize] = nla_policy { type_: NLA_STRING, minlen: 0, maxlen: 16 };
    table[ifla::QDISC as usize] = nla_policy { type_: NLA_STRING, minlen: 0, maxlen: 32 };
    table[ifla::IFALIAS as usize] = nla_policy { type_: NLA_STRING, minlen: 0, maxlen: 256 };
    table[ifla::STATS as usize].minlen = STATS_LEN;
    table[ifla::STATS64 as usize].minlen = STATS64_LEN;
    table[ifla::MAP as usize].minlen = MAP_LEN;
    table
}

/// The table, indexed by type of attribute.
#[unsafe(no_mangle)]
pub static rtln_link_policy: Policy = Policy(UnsafeCell::new(table()));

const _: () = assert!(size_of::<Policy>() == 390);

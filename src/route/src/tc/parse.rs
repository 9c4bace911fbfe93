// SPDX-License-Identifier: LGPL-2.1-or-later
//! Reading messages of traffic control.

use libc::c_int;
use nl_sys::cache_type::Received;
use nl_sys::error::{Error, check};
use nl_sys::message::Table;
use nl_sys::name;
use wire::attr::{Attr, Attrs};

use super::device;
use super::kind::whole;
use super::object::{KIND_SIZE, attr, rtnl_tc};
use crate::interfaces::Interfaces;
use crate::uapi::{plain, tcmsg};

/// Attributes of messages, of `linux/rtnetlink.h`.
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod tca {
    pub const KIND: u16 = 1;
    pub const OPTIONS: u16 = 2;
    pub const STATS: u16 = 3;
    pub const XSTATS: u16 = 4;
    pub const STATS2: u16 = 7;
    pub const CHAIN: u16 = 11;
    pub const END: usize = 12;
}

/// Attributes in `TCA_STATS2`, of `linux/gen_stats.h`.
mod stats2 {
    pub(super) const BASIC: u16 = 1;
    pub(super) const RATE_EST: u16 = 2;
    pub(super) const QUEUE: u16 = 3;
    pub(super) const APP: u16 = 4;
    pub(super) const RATE_EST64: u16 = 5;
    pub(super) const PKT64: u16 = 8;
    pub(super) const END: usize = 9;
}

/// Places of statistics: `RTNL_TC_*`
mod stat {
    pub(super) const PACKETS: usize = 0;
    pub(super) const BYTES: usize = 1;
    pub(super) const RATE_BPS: usize = 2;
    pub(super) const RATE_PPS: usize = 3;
    pub(super) const QLEN: usize = 4;
    pub(super) const BACKLOG: usize = 5;
    pub(super) const DROPS: usize = 6;
    pub(super) const REQUEUES: usize = 7;
    pub(super) const OVERLIMITS: usize = 8;
}

plain! {
    /// `TCA_STATS`, of `linux/pkt_sched.h`; padded as there.
    tc_stats = 40 {
        bytes: u64, packets: u32, drops: u32, overlimits: u32, bps: u32, pps: u32, qlen: u32,
        backlog: u32, __pad: u32,
    }
    /// `TCA_STATS_BASIC`; padded as there.
    gnet_stats_basic = 16 { bytes: u64, packets: u32, __pad: u32 }
    /// `TCA_STATS_RATE_EST`
    gnet_stats_rate_est = 8 { bps: u32, pps: u32 }
    /// `TCA_STATS_RATE_EST64`
    gnet_stats_rate_est64 = 16 { bps: u64, pps: u64 }
    /// `TCA_STATS_QUEUE`
    gnet_stats_queue = 20 { qlen: u32, backlog: u32, drops: u32, requeues: u32, overlimits: u32 }
}

/// Reads a message into an object.
///
/// # Errors
/// `MSG_TOOSHORT`, `MISSING_ATTR` without a kind, `RANGE` and `INVAL` for attributes that are too short or
/// no strings, `NOMEM`, and what the kind says.
pub fn message(message: &Received<'_>, tc: &rtnl_tc) -> Result<(), Error> {
    let (header, attrs) = message.parts::<tcmsg>()?;
    tc.header.ce_msgtype.set(c_int::from(message.kind()));
    let table = Table::<{ tca::END }>::new(attrs);
    set_kind(tc, table.get(tca::KIND).ok_or(Error::MISSING_ATTR)?, true)?;
    if let Some(chain) = table.u32(tca::CHAIN) {
        tc.set(attr::CHAIN, |tc| &tc.chain, chain);
    }
    tc.family.set(header.tcm_family.into());
    tc.set_ifindex(header.tcm_ifindex.cast_unsigned());
    tc.handle.set(header.tcm_handle);
    tc.parent.set(header.tcm_parent);
    tc.info.set(header.tcm_info);
    tc.mark(attr::FAMILY | attr::HANDLE | attr::PARENT | attr::INFO);
    if let Some(options) = table.bytes(tca::OPTIONS) {
        tc.keep(attr::OPTS, &tc.opts, options)?;
    }
    let mut xstats = table.bytes(tca::XSTATS);
    if let Some(nested) = table.get(tca::STATS2) {
        xstats = statistics(tc, nested)?.or(xstats);
        tc.mark(attr::STATS);
    } else if let Some(old) = whole::<tc_stats, _>(&table, tca::STATS)? {
        set_stats(
            tc,
            &[
                (stat::BYTES, old.bytes),
                (stat::PACKETS, old.packets.into()),
                (stat::RATE_BPS, old.bps.into()),
                (stat::RATE_PPS, old.pps.into()),
                (stat::QLEN, old.qlen.into()),
                (stat::BACKLOG, old.backlog.into()),
                (stat::DROPS, old.drops.into()),
                (stat::OVERLIMITS, old.overlimits.into()),
            ],
        );
        tc.mark(attr::STATS);
    }
    if let Some(xstats) = xstats {
        tc.keep(attr::XSTATS, &tc.xstats, xstats)?;
    }
    options(tc)?;
    let interfaces = Interfaces::provided();
    device::attach(&interfaces, tc);
    Ok(())
}

/// Sets the kind as an attribute says; `strict` as for messages, where it must be a string of the right
/// length.
///
/// # Errors
/// `RANGE`, `INVAL`, `NOMEM`.
pub fn set_kind(tc: &rtnl_tc, kind: Attr<'_>, strict: bool) -> Result<(), Error> {
    let payload = kind.payload();
    if strict {
        if payload.is_empty() || payload.len() > KIND_SIZE {
            return Err(Error::RANGE);
        }
        if payload.last() != Some(&0) {
            return Err(Error::INVAL);
        }
    }
    let mut room = [0; KIND_SIZE];
    for (to, from) in room.iter_mut().take(KIND_SIZE - 1).zip(kind.str_bytes()) {
        *to = *from;
    }
    match tc.set_kind(name::text(&room)) {
        // An object that has a kind keeps it.
        Err(Error::EXIST) => Ok(()),
        set => set,
    }
}

/// Lets the kind of an object read its options.
///
/// # Errors
/// `NOMEM`, and what the kind says.
pub fn options(tc: &rtnl_tc) -> Result<(), Error> {
    let Some(parse) = tc.ops().and_then(|ops| ops.to_msg_parser) else { return Ok(()) };
    // SAFETY: the kind's own function, on the kind's own data.
    check(unsafe { parse(tc.as_ptr(), tc.data()?) }).map(drop)
}

/// Reads `TCA_STATS2`, or what is like it in an action; returns the statistics of the kind's own.
///
/// # Errors
/// `RANGE` for one that is too short.
pub fn statistics<'a>(tc: &rtnl_tc, nested: Attr<'a>) -> Result<Option<&'a [u8]>, Error> {
    let table = Table::<{ stats2::END }>::new(Attrs::new(nested.payload()));
    if let Some(basic) = whole::<gnet_stats_basic, _>(&table, stats2::BASIC)? {
        let packets = table.u64(stats2::PKT64).unwrap_or(basic.packets.into());
        set_stats(tc, &[(stat::BYTES, basic.bytes), (stat::PACKETS, packets)]);
    }
    if let Some(rate) = whole::<gnet_stats_rate_est64, _>(&table, stats2::RATE_EST64)? {
        set_stats(tc, &[(stat::RATE_BPS, rate.bps), (stat::RATE_PPS, rate.pps)]);
    } else if let Some(rate) = whole::<gnet_stats_rate_est, _>(&table, stats2::RATE_EST)? {
        set_stats(tc, &[(stat::RATE_BPS, rate.bps.into()), (stat::RATE_PPS, rate.pps.into())]);
    }
    if let Some(queue) = whole::<gnet_stats_queue, _>(&table, stats2::QUEUE)? {
        set_stats(
            tc,
            &[
                (stat::QLEN, queue.qlen.into()),
                (stat::BACKLOG, queue.backlog.into()),
                (stat::DROPS, queue.drops.into()),
                (stat::REQUEUES, queue.requeues.into()),
                (stat::OVERLIMITS, queue.overlimits.into()),
            ],
        );
    }
    Ok(table.bytes(stats2::APP))
}

fn set_stats(tc: &rtnl_tc, values: &[(usize, u64)]) {
    for &(place, value) in values {
        if let Some(stat) = tc.stats.get(place) {
            stat.set(value);
        }
    }
}

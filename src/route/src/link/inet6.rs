// SPDX-License-Identifier: LGPL-2.1-or-later
//! IPv6: settings and counters of interfaces, `AF_INET6`.

use core::ffi::CStr;

use libc::{AF_INET6, c_double, c_uint};
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::{nla_policy, trans_tbl};
use nl_sys::message::{Builder, Table};
use nl_sys::print::{Printer, Style};
use nl_sys::strings::{push_flags, push_name, push_with};
use os::array::Array;
use os::heap::Optional;
use os::text::{Append, Text};
use wire::attr::Attr;

use super::dump::{bytes, push_address};
use super::family::{Differ, Family, Fill, Parse};
use super::inet::{push_left, push_right};
use super::object::Link;
use super::owned::make;
use super::stats::{Stats, id, numbers};
use super::uapi::ifla_cacheinfo;

const FLAGS: u16 = 1;
const CONF: u16 = 2;
const STATS: u16 = 3;
const CACHEINFO: u16 = 5;
const ICMP6STATS: u16 = 6;
const TOKEN: u16 = 7;
const ADDR_GEN_MODE: u16 = 8;

/// How many settings are read at most (`DEVCONF_MAX` as of upstream's headers).
const SETTINGS: usize = 59;

/// What IPv6 keeps.
#[derive(Debug, Default)]
pub struct Inet6 {
    /// `IF_READY` and the like.
    pub flags: u32,
    /// Times, and the largest packet.
    pub cacheinfo: ifla_cacheinfo,
    /// The settings.
    pub conf: Array<u32>,
    /// The lower half of addresses that are made of what routers announce.
    pub token: [u8; 16],
    /// How link-local addresses are made: `IN6_ADDR_GEN_MODE_*`.
    pub addr_gen_mode: Option<u8>,
}

/// What upstream returns for arrays of odd length: an errno.
const ODD: Error = Error(libc::EINVAL);

/// The counters in the order of kernels before 3.1.
static OLD: [usize; 30] = [
    id::IP6_INPKTS,
    id::IP6_INHDRERRORS,
    id::IP6_INTOOBIGERRORS,
    id::IP6_INNOROUTES,
    id::IP6_INADDRERRORS,
    id::IP6_INUNKNOWNPROTOS,
    id::IP6_INTRUNCATEDPKTS,
    id::IP6_INDISCARDS,
    id::IP6_INDELIVERS,
    id::IP6_OUTFORWDATAGRAMS,
    id::IP6_OUTPKTS,
    id::IP6_OUTDISCARDS,
    id::IP6_OUTNOROUTES,
    id::IP6_REASMTIMEOUT,
    id::IP6_REASMREQDS,
    id::IP6_REASMOKS,
    id::IP6_REASMFAILS,
    id::IP6_FRAGOKS,
    id::IP6_FRAGFAILS,
    id::IP6_FRAGCREATES,
    id::IP6_INMCASTPKTS,
    id::IP6_OUTMCASTPKTS,
    id::IP6_INBCASTPKTS,
    id::IP6_OUTBCASTPKTS,
    id::IP6_INOCTETS,
    id::IP6_OUTOCTETS,
    id::IP6_INMCASTOCTETS,
    id::IP6_OUTMCASTOCTETS,
    id::IP6_INBCASTOCTETS,
    id::IP6_OUTBCASTOCTETS,
];

/// The counters in the order of `linux/snmp.h`.
static NEW: [usize; 36] = [
    id::IP6_INPKTS,
    id::IP6_INOCTETS,
    id::IP6_INDELIVERS,
    id::IP6_OUTFORWDATAGRAMS,
    id::IP6_OUTPKTS,
    id::IP6_OUTOCTETS,
    id::IP6_INHDRERRORS,
    id::IP6_INTOOBIGERRORS,
    id::IP6_INNOROUTES,
    id::IP6_INADDRERRORS,
    id::IP6_INUNKNOWNPROTOS,
    id::IP6_INTRUNCATEDPKTS,
    id::IP6_INDISCARDS,
    id::IP6_OUTDISCARDS,
    id::IP6_OUTNOROUTES,
    id::IP6_REASMTIMEOUT,
    id::IP6_REASMREQDS,
    id::IP6_REASMOKS,
    id::IP6_REASMFAILS,
    id::IP6_FRAGOKS,
    id::IP6_FRAGFAILS,
    id::IP6_FRAGCREATES,
    id::IP6_INMCASTPKTS,
    id::IP6_OUTMCASTPKTS,
    id::IP6_INBCASTPKTS,
    id::IP6_OUTBCASTPKTS,
    id::IP6_INMCASTOCTETS,
    id::IP6_OUTMCASTOCTETS,
    id::IP6_INBCASTOCTETS,
    id::IP6_OUTBCASTOCTETS,
    id::IP6_CSUMERRORS,
    id::IP6_NOECTPKTS,
    id::IP6_ECT1PKTS,
    id::IP6_ECT0PKTS,
    id::IP6_CEPKTS,
    id::REASM_OVERLAPS,
];

/// The counters of ICMPv6.
static ICMP: [usize; 5] = [
    id::ICMP6_INMSGS,
    id::ICMP6_INERRORS,
    id::ICMP6_OUTMSGS,
    id::ICMP6_OUTERRORS,
    id::ICMP6_CSUMERRORS,
];

/// So many counters, and what is in front of them, have messages of the newer order.
const NEW_LEN: usize = 32;

fn parse(inet6: &mut Inet6, stats: &mut Optional<Stats>, info: Attr<'_>) -> Result<(), Error> {
    let table = Table::<9>::new(info.nested());
    let odd = |kind, size| table.bytes(kind).is_some_and(|bytes| bytes.len() % size != 0);
    if odd(CONF, 4) || odd(STATS, 8) || odd(ICMP6STATS, 8) {
        return Err(ODD);
    }
    if let Some(flags) = table.u32(FLAGS) {
        inet6.flags = flags;
    }
    if let Some(cacheinfo) = table.plain(CACHEINFO) {
        inet6.cacheinfo = cacheinfo;
    }
    if let Some(conf) = table.bytes(CONF) {
        let mut values = Array::new();
        for &value in conf.as_chunks::<4>().0.iter().take(SETTINGS) {
            values.push(u32::from_ne_bytes(value)).map_err(|_| Error::NOMEM)?;
        }
        inet6.conf = values;
    }
    if let Some(token) = table.plain(TOKEN) {
        inet6.token = token;
    }
    if let Some(mode) = table.u8(ADDR_GEN_MODE) {
        inet6.addr_gen_mode = Some(mode);
    }
    if let Some(values) = table.bytes(STATS) {
        let order = if values.len() / 8 < NEW_LEN { OLD.as_slice() } else { NEW.as_slice() };
        count(stats, order, values)?;
    }
    if let Some(values) = table.bytes(ICMP6STATS) {
        count(stats, &ICMP, values)?;
    }
    Ok(())
}

/// Notes counters. In front of them there is how many there are.
fn count(stats: &mut Optional<Stats>, order: &[usize], values: &[u8]) -> Result<(), Error> {
    let stats = make(stats)?;
    order.iter().zip(numbers(values).skip(1)).for_each(|(&id, value)| stats.set(id, value));
    Ok(())
}

fn fill(inet6: &Inet6, msg: Builder) -> Result<(), Error> {
    inet6.addr_gen_mode.map_or(Ok(()), |mode| msg.put_plain(ADDR_GEN_MODE, &mode))
}

/// The names of flags.
pub static FLAG_NAMES: [trans_tbl; 5] = [
    trans_tbl::new(0x80, c"ra_otherconf"),
    trans_tbl::new(0x40, c"ra_managed"),
    trans_tbl::new(0x20, c"ra_rcvd"),
    trans_tbl::new(0x10, c"rs_sent"),
    trans_tbl::new(0x8000_0000, c"ready"),
];

/// The names of how link-local addresses are made.
pub static MODE_NAMES: [trans_tbl; 3] =
    [trans_tbl::new(0, c"eui64"), trans_tbl::new(1, c"none"), trans_tbl::new(2, c"stable_privacy")];

const SOLICIT_INTERVAL: u32 = 8;
const SOLICIT_DELAY: u32 = 9;
const TEMP_VALID: u32 = 11;
const TEMP_PREFERRED: u32 = 12;
const PROBE_INTERVAL: u32 = 20;

/// The names of settings.
static CONF_NAMES: [trans_tbl; 29] = [
    trans_tbl::new(0, c"forwarding"),
    trans_tbl::new(1, c"hoplimit"),
    trans_tbl::new(2, c"mtu6"),
    trans_tbl::new(3, c"accept_ra"),
    trans_tbl::new(4, c"accept_redirects"),
    trans_tbl::new(5, c"autoconf"),
    trans_tbl::new(6, c"dad_transmits"),
    trans_tbl::new(7, c"rtr_solicits"),
    trans_tbl::new(8, c"rtr_solicit_interval"),
    trans_tbl::new(9, c"rtr_solicit_delay"),
    trans_tbl::new(10, c"use_tempaddr"),
    trans_tbl::new(11, c"temp_valid_lft"),
    trans_tbl::new(12, c"temp_prefered_lft"),
    trans_tbl::new(13, c"regen_max_retry"),
    trans_tbl::new(14, c"max_desync_factor"),
    trans_tbl::new(15, c"max_addresses"),
    trans_tbl::new(16, c"force_mld_version"),
    trans_tbl::new(17, c"accept_ra_defrtr"),
    trans_tbl::new(18, c"accept_ra_pinfo"),
    trans_tbl::new(19, c"accept_ra_rtr_pref"),
    trans_tbl::new(20, c"rtr_probe_interval"),
    trans_tbl::new(21, c"accept_ra_rt_info"),
    trans_tbl::new(22, c"proxy_ndp"),
    trans_tbl::new(23, c"optimistic_dad"),
    trans_tbl::new(24, c"accept_source_route"),
    trans_tbl::new(25, c"mc_forwarding"),
    trans_tbl::new(26, c"disable_ipv6"),
    trans_tbl::new(27, c"accept_dad"),
    trans_tbl::new(28, c"force_tllao"),
];

static NESTED: nla_policy = nla_policy { type_: 8, minlen: 0, maxlen: 0 };

/// Upstream calls any two different, even a link and its copy.
fn differences(a: &Inet6, b: &Inet6, asked: u32, _loose: bool) -> u32 {
    let same = a.flags == b.flags
        && a.cacheinfo == b.cacheinfo
        && a.conf.as_slice() == b.conf.as_slice()
        && a.token == b.token
        && a.addr_gen_mode == b.addr_gen_mode;
    if same { 0 } else { asked }
}

impl Family for Inet6 {
    const FAMILY: c_uint = AF_INET6.cast_unsigned();
    const STYLES: [bool; 3] = [false, true, true];
    const PROTINFO_POLICY: Option<&'static nla_policy> = Some(&NESTED);
    const PROTINFO: Option<Parse<Self>> = Some(parse);
    const SPEC: Option<Parse<Self>> = Some(parse);
    const FILL_SPEC: Option<Fill<Self>> = Some(fill);
    const DIFFERENCES: Option<Differ<Self>> = Some(differences);

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self { conf: self.conf.try_clone().map_err(|_| Error::NOMEM)?, ..*self })
    }

    fn dump(&self, link: &Link, style: Style, to: &Printer<'_>) {
        if style == Style::Stats {
            let none = Stats::default();
            return dump_stats(link.stats.get().unwrap_or(&none), to);
        }
        to.new_line();
        to.with(|text| {
            text.push(b"    ipv6 max-reasm-len ");
            push_with(text, |buf, len| {
                // SAFETY: the buffer is as long as said.
                unsafe { ffi::nl_size2str(self.cacheinfo.max_reasm_len as usize, buf, len) };
            });
            text.push(b" <");
            push_flags(text, self.flags, &FLAG_NAMES);
            text.push(b">\n");
        });
        let created = c_double::from(self.cacheinfo.tstamp) / 100.0;
        let format = c"      create-stamp %.2fs reachable-time ".as_ptr();
        // SAFETY: live parameters; the format takes a double.
        unsafe { ffi::nl_dump_line(to.as_ptr(), format, created) };
        to.with(|text| {
            push_time(text, self.cacheinfo.reachable_time.into());
            text.push(b" retrans-time ");
            push_time(text, self.cacheinfo.retrans_time.into());
            text.push(b"\n");
        });
        to.with(|text| {
            text.push(b"      token ");
            if let Ok(token) = nl_sys::address::Address::new(AF_INET6, &self.token) {
                push_address(text, &token);
            }
            text.push(b"\n");
        });
        to.with(|text| {
            text.push(b"      link-local address mode ");
            push_name(text, self.addr_gen_mode.unwrap_or(u8::MAX).into(), &MODE_NAMES);
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| text.push(b"      devconf:\n"));
        to.new_line();
        to.with(|text| text.push(b"      "));
        let mut column = 0;
        for (number, &value) in (0..).zip(self.conf.as_slice()) {
            to.new_line();
            to.with(|text| push_setting(text, number, value));
            column = (column + 1) % 3;
            if column == 0 {
                to.with(|text| text.push(b"\n"));
                to.new_line();
                to.with(|text| text.push(b"      "));
            } else {
                to.with(|text| text.push(b"  "));
            }
        }
        if column != 0 {
            to.with(|text| text.push(b"\n"));
        }
    }
}

/// Appends a time in milliseconds.
fn push_time(text: &mut impl Append, milliseconds: u64) {
    push_with(text, |buf, len| {
        // SAFETY: the buffer is as long as said.
        unsafe { ffi::nl_msec2str(milliseconds, buf, len) };
    });
}

/// Appends a setting, 23 characters wide: a value that is too long overwrites the end of the name.
fn push_setting(text: &mut impl Append, number: u32, value: u32) {
    const WIDTH: usize = 23;
    let mut shown = Text::<64>::new();
    match number {
        TEMP_VALID | TEMP_PREFERRED => push_time(&mut shown, u64::from(value).saturating_mul(1000)),
        SOLICIT_INTERVAL | SOLICIT_DELAY | PROBE_INTERVAL => push_time(&mut shown, value.into()),
        _ => shown.push_dec(value.into()),
    }
    let mut name = Text::<64>::new();
    push_name(&mut name, number, &CONF_NAMES);
    let room = WIDTH.saturating_sub(shown.as_bytes().len());
    let name = name.as_bytes();
    push_left(text, name.get(..room).unwrap_or(name), room);
    text.push(shown.as_bytes());
}

/// Appends a number, 18 characters wide.
fn push_count(text: &mut impl Append, value: u64) {
    let mut number = Text::<24>::new();
    number.push_dec(value);
    push_right(text, number.as_bytes(), 18);
}

fn dump_stats(stats: &Stats, to: &Printer<'_>) {
    let counts = |ids: &[usize]| {
        to.with(|text| {
            text.push(b"    ");
            for (place, &id) in ids.iter().enumerate() {
                if place > 0 {
                    text.push(b" ");
                }
                push_count(text, stats.get(id));
            }
            text.push(b"\n");
        });
    };
    let octets = |id, line: bool| {
        let (amount, unit) = bytes(stats.get(id));
        let (some, none): (&CStr, &CStr) =
            if line { (c"%14.2f %3s\n", c"%16u B\n") } else { (c"%14.2f %3s ", c"%16u B ") };
        if amount == 0.0 {
            // SAFETY: live parameters; the format takes a number.
            unsafe { ffi::nl_dump(to.as_ptr(), none.as_ptr(), 0_u32) };
        } else {
            // SAFETY: live parameters; the format takes a double and a string.
            unsafe { ffi::nl_dump(to.as_ptr(), some.as_ptr(), amount, unit) };
        }
    };
    let count = |before: &[u8], id, after: &[u8]| {
        to.with(|text| {
            text.push(before);
            push_count(text, stats.get(id));
            text.push(after);
        });
    };
    let title = |title: &[u8]| to.with(|text| text.push(title));

    title(b"    IPv6:       InPkts           InOctets         InDiscards         InDelivers\n");
    count(b"    ", id::IP6_INPKTS, b" ");
    octets(id::IP6_INOCTETS, false);
    count(b"", id::IP6_INDISCARDS, b" ");
    count(b"", id::IP6_INDELIVERS, b"\n");
    title(b"               OutPkts          OutOctets        OutDiscards        OutForwards\n");
    count(b"    ", id::IP6_OUTPKTS, b" ");
    octets(id::IP6_OUTOCTETS, false);
    count(b"", id::IP6_OUTDISCARDS, b" ");
    count(b"", id::IP6_OUTFORWDATAGRAMS, b"\n");
    // The names as upstream has them.
    title(b"           InMcastPkts      InMcastOctets        InBcastPkts     InBcastOctests\n");
    count(b"    ", id::IP6_INMCASTPKTS, b" ");
    octets(id::IP6_INMCASTOCTETS, false);
    count(b"", id::IP6_INBCASTPKTS, b" ");
    octets(id::IP6_INBCASTOCTETS, true);
    title(b"          OutMcastPkts     OutMcastOctets       OutBcastPkts    OutBcastOctests\n");
    count(b"    ", id::IP6_OUTMCASTPKTS, b" ");
    octets(id::IP6_OUTMCASTOCTETS, false);
    count(b"", id::IP6_OUTBCASTPKTS, b" ");
    octets(id::IP6_OUTBCASTOCTETS, true);
    title(b"              ReasmOKs         ReasmFails         ReasmReqds       ReasmTimeout\n");
    counts(&[id::IP6_REASMOKS, id::IP6_REASMFAILS, id::IP6_REASMREQDS, id::IP6_REASMTIMEOUT]);
    title(b"               FragOKs          FragFails        FragCreates\n");
    // Upstream's format asks for a fourth number, and there is none.
    counts(&[id::IP6_FRAGOKS, id::IP6_FRAGFAILS, id::IP6_FRAGCREATES]);
    title(b"           InHdrErrors      InTooBigErrors        InNoRoutes       InAddrErrors\n");
    counts(&[
        id::IP6_INHDRERRORS,
        id::IP6_INTOOBIGERRORS,
        id::IP6_INNOROUTES,
        id::IP6_INADDRERRORS,
    ]);
    title(b"       InUnknownProtos     InTruncatedPkts       OutNoRoutes       InCsumErrors\n");
    counts(&[
        id::IP6_INUNKNOWNPROTOS,
        id::IP6_INTRUNCATEDPKTS,
        id::IP6_OUTNOROUTES,
        id::IP6_CSUMERRORS,
    ]);
    title(b"           InNoECTPkts          InECT1Pkts        InECT0Pkts           InCEPkts\n");
    counts(&[id::IP6_NOECTPKTS, id::IP6_ECT1PKTS, id::IP6_ECT0PKTS, id::IP6_CEPKTS]);
    title(b"    ICMPv6:     InMsgs           InErrors            OutMsgs          OutErrors       InCsumErrors\n");
    counts(&ICMP);
}

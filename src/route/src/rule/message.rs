// SPDX-License-Identifier: LGPL-2.1-or-later
//! Rules from and to messages.

use libc::{AF_UNSPEC, NLM_F_DUMP, RTM_DELRULE, RTM_GETRULE, RTM_NEWRULE, c_int};
use nl_sys::address::Address;
use nl_sys::cache_type::{Cached, Delivery, Received};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_sock};
use nl_sys::message::{Message, Table};
use nl_sys::name;
use wire::attr::Attrs;
use wire::policy;

use super::{RULE_OBJ_OPS, Rule, attr, rtnl_rule};
use crate::rtnl;
use crate::uapi::fib_rule_hdr;

// `enum` of `linux/fib_rules.h`.
const FRA_DST: u16 = 1;
const FRA_SRC: u16 = 2;
const FRA_IIFNAME: u16 = 3;
const FRA_GOTO: u16 = 4;
const FRA_PRIORITY: u16 = 6;
const FRA_FWMARK: u16 = 10;
const FRA_FLOW: u16 = 11;
const FRA_TABLE: u16 = 15;
const FRA_FWMASK: u16 = 16;
const FRA_OIFNAME: u16 = 17;
const FRA_PAD: u16 = 18;
const FRA_L3MDEV: u16 = 19;
const FRA_PROTOCOL: u16 = 21;
const FRA_IP_PROTO: u16 = 22;
const FRA_SPORT_RANGE: u16 = 23;
const FRA_DPORT_RANGE: u16 = 24;

/// Attributes that are looked at.
const FRA_END: usize = 25;

const PORTS: policy::Rule = policy::Rule { kind: policy::UNSPEC, min: 4, max: 4 };

const RULES: [rtnl::Checked; 13] = [
    (FRA_TABLE, rtnl::kind(policy::U32)),
    (FRA_IIFNAME, rtnl::text(16)),
    (FRA_OIFNAME, rtnl::text(16)),
    (FRA_PRIORITY, rtnl::kind(policy::U32)),
    (FRA_FWMARK, rtnl::kind(policy::U32)),
    (FRA_FWMASK, rtnl::kind(policy::U32)),
    (FRA_GOTO, rtnl::kind(policy::U32)),
    (FRA_FLOW, rtnl::kind(policy::U32)),
    (FRA_L3MDEV, rtnl::kind(policy::U8)),
    (FRA_PROTOCOL, rtnl::kind(policy::U8)),
    (FRA_IP_PROTO, rtnl::kind(policy::U8)),
    (FRA_SPORT_RANGE, PORTS),
    (FRA_DPORT_RANGE, PORTS),
];

impl Cached for Rule {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        let (header, attrs) = message.parts::<fib_rule_hdr>()?;
        let rest = rest_of(attrs.clone());
        let table = rtnl::table::<FRA_END>(attrs, &RULES)?;
        let mut rule = Self {
            family: header.family,
            table: table.u32(FRA_TABLE).unwrap_or(header.table.into()),
            action: header.action,
            flags: header.flags,
            dsfield: header.tos,
            rest,
            ..Self::default()
        };
        let mut mask = attr::FAMILY | attr::ACTION | attr::FLAGS;
        if rule.table != 0 || header.table != 0 {
            mask |= attr::TABLE;
        }
        if rule.dsfield != 0 {
            mask |= attr::DSFIELD;
        }
        for (kind, bit, name) in [
            (FRA_IIFNAME, attr::IIFNAME, &rule.iifname),
            (FRA_OIFNAME, attr::OIFNAME, &rule.oifname),
        ] {
            if let Some(bytes) = table.bytes(kind) {
                name.set_bytes(bytes);
                mask |= bit;
            }
        }
        mask |= rule.read_numbers(&table);
        for (kind, bit, prefixlen, place) in [
            (FRA_SRC, attr::SRC, header.src_len, &mut rule.src),
            (FRA_DST, attr::DST, header.dst_len, &mut rule.dst),
        ] {
            if let Some(bytes) = table.bytes(kind) {
                *place = Address::with_prefix(header.family.into(), bytes, prefixlen)?;
                mask |= bit;
            }
        }
        to.deliver(rtnl_rule::of(&RULE_OBJ_OPS, rule, mask)?)
    }

    unsafe fn request(_: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        // SAFETY: by contract.
        unsafe { rtnl::request(sk, RTM_GETRULE.into(), AF_UNSPEC, NLM_F_DUMP) }
    }
}

impl Rule {
    /// A request to add a rule.
    ///
    /// # Errors
    /// `MISSING_ATTR` without a family; `NOMEM`, `MSGSIZE`.
    pub fn build_add(rule: &rtnl_rule, flags: c_int) -> Result<Message, Error> {
        Self::build(rule, RTM_NEWRULE, libc::NLM_F_CREATE | flags)
    }

    /// A request to delete a rule.
    ///
    /// # Errors
    /// As [`Self::build_add`].
    pub fn build_delete(rule: &rtnl_rule, flags: c_int) -> Result<Message, Error> {
        Self::build(rule, RTM_DELRULE, flags)
    }

    fn build(rule: &rtnl_rule, kind: u16, flags: c_int) -> Result<Message, Error> {
        let mask = rule.mask();
        if mask & attr::FAMILY == 0 {
            return Err(Error::MISSING_ATTR);
        }
        let build = |rule: &Self| {
            let message = Message::with_header(kind.into(), flags, &rule.header(mask))?;
            rule.fill(mask, &message).map_err(|_| Error::MSGSIZE)?;
            Ok(message)
        };
        rule.read(build).unwrap_or(Err(Error::BUSY))
    }

    fn header(&self, mask: u64) -> fib_rule_hdr {
        let prefix = |bit, address: &Address| {
            if mask & bit == 0 { 0 } else { rtnl::low_byte(address.prefixlen().cast_signed()) }
        };
        fib_rule_hdr {
            family: self.family,
            dst_len: prefix(attr::DST, &self.dst),
            src_len: prefix(attr::SRC, &self.src),
            tos: self.dsfield,
            table: rtnl::low_byte(self.table.cast_signed()),
            action: self.action,
            flags: self.flags,
            ..fib_rule_hdr::default()
        }
    }

    fn fill(&self, mask: u64, message: &Message) -> Result<(), Error> {
        let has = |bit| mask & bit != 0;
        // The header has room for tables up to 255.
        message.put_plain(FRA_TABLE, &self.table)?;
        if has(attr::SRC) {
            message.put_address(FRA_SRC, &self.src)?;
        }
        if has(attr::DST) {
            message.put_address(FRA_DST, &self.dst)?;
        }
        for (bit, kind, name) in [
            (attr::IIFNAME, FRA_IIFNAME, &self.iifname),
            (attr::OIFNAME, FRA_OIFNAME, &self.oifname),
        ] {
            if has(bit) {
                message.put_text(kind, name::text(&name.copy()))?;
            }
        }
        for (bit, kind, number) in [
            (attr::PRIO, FRA_PRIORITY, self.prio),
            (attr::MARK, FRA_FWMARK, self.mark),
            (attr::MASK, FRA_FWMASK, self.mask),
            (attr::GOTO, FRA_GOTO, self.goto),
            (attr::FLOW, FRA_FLOW, self.flow),
        ] {
            if has(bit) {
                message.put_plain(kind, &number)?;
            }
        }
        if has(attr::L3MDEV) {
            message.put_plain(FRA_L3MDEV, &self.l3mdev)?;
        }
        if has(attr::IP_PROTO) {
            message.put_plain(FRA_IP_PROTO, &self.ip_proto)?;
        }
        if has(attr::SPORT) {
            message.put_plain(FRA_SPORT_RANGE, &self.sport)?;
        }
        if has(attr::DPORT) {
            message.put_plain(FRA_DPORT_RANGE, &self.dport)?;
        }
        if has(attr::PROTOCOL) {
            message.put_plain(FRA_PROTOCOL, &self.protocol)?;
        }
        Ok(())
    }

    /// Takes the numbers out of a message; returns the bits of those that are there.
    fn read_numbers(&mut self, table: &Table<'_, FRA_END>) -> u64 {
        let mut mask = 0;
        for (kind, bit, place) in [
            (FRA_PRIORITY, attr::PRIO, &mut self.prio),
            (FRA_FWMARK, attr::MARK, &mut self.mark),
            (FRA_FWMASK, attr::MASK, &mut self.mask),
            (FRA_GOTO, attr::GOTO, &mut self.goto),
            (FRA_FLOW, attr::FLOW, &mut self.flow),
        ] {
            if let Some(number) = table.u32(kind) {
                *place = number;
                mask |= bit;
            }
        }
        for (kind, bit, place) in [
            (FRA_L3MDEV, attr::L3MDEV, &mut self.l3mdev),
            (FRA_PROTOCOL, attr::PROTOCOL, &mut self.protocol),
            (FRA_IP_PROTO, attr::IP_PROTO, &mut self.ip_proto),
        ] {
            if let Some(number) = table.u8(kind) {
                *place = number;
                mask |= bit;
            }
        }
        for (kind, bit, place) in [
            (FRA_SPORT_RANGE, attr::SPORT, &mut self.sport),
            (FRA_DPORT_RANGE, attr::DPORT, &mut self.dport),
        ] {
            if let Some(ports) = table.plain(kind) {
                *place = ports;
                mask |= bit;
            }
        }
        mask
    }
}

/// A hash of the attributes that no field is for: FNV-1a.
fn rest_of(attrs: Attrs<'_>) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let known = |kind| RULES.iter().any(|(known, _)| *known == kind);
    for attr in attrs {
        let kind = attr.kind();
        if known(kind) || [FRA_SRC, FRA_DST, FRA_PAD].contains(&kind) {
            continue;
        }
        for byte in kind.to_ne_bytes().iter().chain(attr.payload()) {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    hash
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Routing rules.

mod message;

use core::ffi::CStr;

use libc::{AF_INET, AF_INET6, RTM_DELRULE, RTM_GETRULE, RTM_NEWRULE, c_int};
use nl_sys::address::Address;
use nl_sys::cache_type::{self, Action, CacheType, GROUPS_END, Groups, group, msgtype};
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::{nl_addr, nl_cache_extra, nl_msgtype, nl_object, nl_object_ops, trans_tbl};
use nl_sys::name::Name;
use nl_sys::print::{Printer, Style};
use nl_sys::strings::push_with;
use nl_sys::typed::{self, Differences, Object, Typed};
use os::text::{Append, Text};

use crate::route::names::{PROTOCOLS, TABLES};
use crate::rtnl;
use crate::uapi::fib_rule_hdr;

/// Attributes of a rule, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "named as in the table of their names")]
pub mod attr {
    pub const FAMILY: u64 = 0x00_0001;
    pub const TABLE: u64 = 0x00_0002;
    pub const ACTION: u64 = 0x00_0004;
    pub const FLAGS: u64 = 0x00_0008;
    pub const IIFNAME: u64 = 0x00_0010;
    pub const OIFNAME: u64 = 0x00_0020;
    pub const PRIO: u64 = 0x00_0040;
    pub const MARK: u64 = 0x00_0080;
    pub const MASK: u64 = 0x00_0100;
    pub const GOTO: u64 = 0x00_0200;
    pub const SRC: u64 = 0x00_0400;
    pub const DST: u64 = 0x00_0800;
    pub const DSFIELD: u64 = 0x00_1000;
    pub const FLOW: u64 = 0x00_2000;
    pub const L3MDEV: u64 = 0x00_4000;
    pub const PROTOCOL: u64 = 0x00_8000;
    pub const IP_PROTO: u64 = 0x01_0000;
    pub const SPORT: u64 = 0x02_0000;
    pub const DPORT: u64 = 0x04_0000;
}

/// The rule is for packets that do not match.
const FIB_RULE_INVERT: u32 = 0x02;

/// Bytes of the name of an interface, its NUL included.
pub const IFNAMSIZ: usize = 16;

crate::uapi::plain! {
    /// `FRA_SPORT_RANGE`, `FRA_DPORT_RANGE`
    fib_rule_port_range = 4 { start: u16, end: u16 }
}

/// A rule.
#[derive(Debug, Default)]
pub struct Rule {
    /// `AF_INET` and the like.
    pub family: u8,
    /// `FR_ACT_*`
    pub action: u8,
    /// The type of service of packets; IPv4.
    pub dsfield: u8,
    /// Whether the table is that of the packet's VRF.
    pub l3mdev: u8,
    /// Who has made the rule.
    pub protocol: u8,
    /// The protocol of packets.
    pub ip_proto: u8,
    /// The table to look up.
    pub table: u32,
    /// `FIB_RULE_*`
    pub flags: u32,
    /// When the rule's turn comes: lower numbers first.
    pub prio: u32,
    /// The mark of packets.
    pub mark: u32,
    /// The bits of the mark that count.
    pub mask: u32,
    /// The rule to go on with.
    pub goto: u32,
    /// Realms; IPv4.
    pub flow: u32,
    /// Where packets come from.
    pub src: Address,
    /// Where packets go.
    pub dst: Address,
    /// The interface that packets come from.
    pub iifname: Name<IFNAMSIZ>,
    /// The interface that packets go out of.
    pub oifname: Name<IFNAMSIZ>,
    /// The ports that packets come from.
    pub sport: fib_rule_port_range,
    /// The ports that packets go to.
    pub dport: fib_rule_port_range,
    /// A hash of all that the kernel says besides.
    rest: u64,
}

/// The table of the type.
pub static RULE_OBJ_OPS: nl_object_ops = typed::ops::<Rule>();

/// A rule in memory; `struct rtnl_rule` in C.
pub type rtnl_rule = Typed<Rule>;

/// Where changes are announced: `RTNLGRP_IPV4_RULE`, `RTNLGRP_IPV6_RULE`.
static GROUPS: Groups<3> = Groups([group(AF_INET, 8), group(AF_INET6, 19), GROUPS_END]);

static EXTRA: nl_cache_extra =
    nl_cache_extra { same_entry: Some(same_entry), ..nl_cache_extra::NONE };

/// The type of caches of rules.
pub static RULE_CACHE: CacheType<4> = {
    let size = size_of::<fib_rule_hdr>();
    let ops = cache_type::ops::<Rule, _>(c"route/rule", size, &RULE_OBJ_OPS, &GROUPS);
    CacheType::new(
        cache_type::with_extra(ops, &EXTRA),
        [
            msgtype(RTM_NEWRULE, Action::New, c"new"),
            msgtype(RTM_DELRULE, Action::Del, c"del"),
            msgtype(RTM_GETRULE, Action::Get, c"get"),
            nl_msgtype::END,
        ],
    )
};

/// Rules may differ in what C cannot ask for: whether they are inverted, ranges of users, tunnels…
unsafe extern "C" fn same_entry(a: *mut nl_object, b: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes two objects of the type.
    if unsafe { ffi::nl_object_identical(a, b) } == 0 {
        return 0;
    }
    let finer = |rule: &Rule| (rule.flags & FIB_RULE_INVERT, rule.rest);
    // SAFETY: as above.
    let a = unsafe { typed::read(a.cast::<rtnl_rule>(), finer) };
    // SAFETY: as above.
    let b = unsafe { typed::read(b.cast::<rtnl_rule>(), finer) };
    c_int::from(a == b)
}

impl Object for Rule {
    const NAME: &'static CStr = c"route/rule";
    const ID_ATTRS: u32 = u32::MAX;
    const ATTRS: &'static [trans_tbl] = &[
        trans_tbl::new(attr::FAMILY, c"family"),
        trans_tbl::new(attr::TABLE, c"table"),
        trans_tbl::new(attr::ACTION, c"action"),
        trans_tbl::new(attr::IIFNAME, c"iifname"),
        trans_tbl::new(attr::OIFNAME, c"oifname"),
        trans_tbl::new(attr::PRIO, c"prio"),
        trans_tbl::new(attr::MARK, c"mark"),
        trans_tbl::new(attr::MASK, c"mask"),
        trans_tbl::new(attr::GOTO, c"goto"),
        trans_tbl::new(attr::SRC, c"src"),
        trans_tbl::new(attr::DST, c"dst"),
        trans_tbl::new(attr::DSFIELD, c"dsfield"),
        trans_tbl::new(attr::FLOW, c"flow"),
    ];

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self {
            src: self.src.try_clone()?,
            dst: self.dst.try_clone()?,
            iifname: self.iifname.clone(),
            oifname: self.oifname.clone(),
            ..*self
        })
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::FAMILY, self.family != other.family);
        differences.attr(attr::TABLE, self.table != other.table);
        differences.attr(attr::ACTION, self.action != other.action);
        differences.attr(attr::IIFNAME, !self.iifname.same(&other.iifname));
        differences.attr(attr::OIFNAME, !self.oifname.same(&other.oifname));
        differences.attr(attr::PRIO, self.prio != other.prio);
        differences.attr(attr::MARK, self.mark != other.mark);
        differences.attr(attr::MASK, self.mask != other.mask);
        differences.attr(attr::GOTO, self.goto != other.goto);
        differences.attr(attr::SRC, !self.src.same(&other.src));
        differences.attr(attr::DST, !self.dst.same(&other.dst));
        differences.attr(attr::DSFIELD, self.dsfield != other.dsfield);
        differences.attr(attr::FLOW, self.flow != other.flow);
        // Upstream leaves these out, and takes rules that differ in nothing else for the same.
        differences.attr(attr::L3MDEV, self.l3mdev != other.l3mdev);
        differences.attr(attr::PROTOCOL, self.protocol != other.protocol);
        differences.attr(attr::IP_PROTO, self.ip_proto != other.ip_proto);
        differences.attr(attr::SPORT, self.sport != other.sport);
        differences.attr(attr::DPORT, self.dport != other.dport);
    }

    fn dump(&self, mask: u64, _: Style, to: &Printer<'_>) {
        to.new_line();
        to.with(|text| self.push_what(mask, text));
        to.with(|text| self.push_where(mask, text));
    }
}

impl Rule {
    /// What packets the rule is for.
    fn push_what(&self, mask: u64, text: &mut Text<256>) {
        let mut prio = Text::<16>::new();
        let number = if mask & attr::PRIO == 0 { 0 } else { self.prio };
        prio.push_int(number.cast_signed().into());
        for _ in prio.as_bytes().len()..8 {
            text.push(b" ");
        }
        text.push(prio.as_bytes());
        text.push(b" ");
        rtnl::push_family(text, self.family.into());
        text.push(b" ");
        for (bit, title, address) in
            [(attr::SRC, &b"from "[..], &self.src), (attr::DST, b"to ", &self.dst)]
        {
            if mask & bit != 0 {
                text.push(title);
                rtnl::push_address(text, address);
                text.push(b" ");
            }
        }
        if mask & attr::DSFIELD != 0 {
            text.push(b"tos ");
            text.push_dec(self.dsfield.into());
            text.push(b" ");
        }
        if mask & (attr::MARK | attr::MASK) != 0 {
            text.push(b"mark ");
            push_marked_hex(text, self.mark);
            text.push(b"/");
            push_marked_hex(text, self.mask);
        }
        for (bit, title, name) in
            [(attr::IIFNAME, b"iif ", &self.iifname), (attr::OIFNAME, b"oif ", &self.oifname)]
        {
            if mask & bit != 0 {
                text.push(title);
                name.push_to(text);
                text.push(b" ");
            }
        }
    }

    /// What is done with them.
    fn push_where(&self, mask: u64, text: &mut Text<256>) {
        if mask & attr::TABLE != 0 {
            text.push(b"lookup ");
            TABLES.push(text, self.table);
            text.push(b" ");
        }
        if mask & attr::L3MDEV != 0 {
            text.push(b"lookup [l3mdev-table] ");
        }
        if mask & attr::IP_PROTO != 0 {
            text.push(b"ipproto ");
            let proto = self.ip_proto.into();
            // SAFETY: the buffer is as long as said.
            push_with(text, |buf, len| unsafe {
                ffi::nl_ip_proto2str(proto, buf, len);
            });
            text.push(b" ");
        }
        for (bit, title, ports) in
            [(attr::SPORT, b"sport ", self.sport), (attr::DPORT, b"dport ", self.dport)]
        {
            if mask & bit != 0 {
                text.push(title);
                text.push_dec(ports.start.into());
                if ports.start != ports.end {
                    text.push(b"-");
                    text.push_dec(ports.end.into());
                }
                text.push(b" ");
            }
        }
        if mask & attr::PROTOCOL != 0 {
            text.push(b"protocol ");
            PROTOCOLS.push(text, self.protocol.into());
            text.push(b" ");
        }
        if mask & attr::FLOW != 0 {
            text.push(b"flow ");
            rtnl::push_realms(text, self.flow);
            text.push(b" ");
        }
        if mask & attr::GOTO != 0 {
            text.push(b"goto ");
            text.push_dec(self.goto.into());
            text.push(b" ");
        }
        if mask & attr::ACTION != 0 {
            text.push(b"action ");
            rtnl::push_type(text, self.action.into());
        }
        text.push(b"\n");
    }

    /// Sets an address, whose family has to be the rule's.
    ///
    /// # Errors
    /// `INVAL` for NULL, `AF_MISMATCH`.
    ///
    /// # Safety
    /// `rule` is a rule or NULL, `new` live or NULL.
    pub unsafe fn assign(
        rule: *mut rtnl_rule,
        bit: u64,
        place: impl FnOnce(&mut Self) -> &mut Address,
        new: *mut nl_addr,
    ) -> Result<(), Error> {
        // SAFETY: by contract.
        let rule = unsafe { rule.as_ref() }.ok_or(Error::INVAL)?;
        // SAFETY: by contract.
        let family = unsafe { new.as_ref() }.ok_or(Error::INVAL)?.a_family.get();
        let known = rule.has(attr::FAMILY);
        rule.change(bit | attr::FAMILY, |rule| {
            if known && c_int::from(rule.family) != family {
                return Err(Error::AF_MISMATCH);
            }
            rule.family = rtnl::low_byte(family);
            // SAFETY: by contract.
            *place(rule) = unsafe { Address::share(new) };
            Ok(())
        })
    }

    /// Sets something that is set if it is not 0.
    ///
    /// # Safety
    /// `rule` is a rule or NULL.
    pub unsafe fn set_or_clear(
        rule: *mut rtnl_rule,
        bit: u64,
        is_set: bool,
        set: impl FnOnce(&mut Self),
    ) -> Result<(), Error> {
        // SAFETY: by contract.
        let rule = unsafe { rule.as_ref() }.ok_or(Error::INVAL)?;
        let bits = if is_set { bit } else { 0 };
        rule.change(bits, |rule| {
            set(rule);
            Ok(())
        })?;
        if !is_set {
            rule.clear(bit);
        }
        Ok(())
    }

    /// Sets a range of ports; 0 takes it away.
    ///
    /// # Errors
    /// `INVAL` for NULL, and for a range that ends before it starts or starts with 0.
    ///
    /// # Safety
    /// `rule` is a rule or NULL.
    pub unsafe fn set_ports(
        rule: *mut rtnl_rule,
        bit: u64,
        place: impl FnOnce(&mut Self) -> &mut fib_rule_port_range,
        start: u16,
        end: u16,
    ) -> Result<(), Error> {
        if end < start || (start == 0 && end != 0) {
            return Err(Error::INVAL);
        }
        let set = |rule: &mut Self| *place(rule) = fib_rule_port_range { start, end };
        // SAFETY: by contract.
        unsafe { Self::set_or_clear(rule, bit, start != 0, set) }
    }

    /// Writes a range of ports to where C wants it.
    ///
    /// # Errors
    /// `INVAL` if it is not set, and for NULL.
    ///
    /// # Safety
    /// `rule` is a rule or NULL, `start` and `end` places for a port or NULL.
    pub unsafe fn tell_ports(
        rule: *mut rtnl_rule,
        bit: u64,
        read: impl FnOnce(&Self) -> fib_rule_port_range,
        start: *mut u16,
        end: *mut u16,
    ) -> Result<c_int, Error> {
        let mut ports = fib_rule_port_range::default();
        if start.is_null() || end.is_null() {
            return Err(Error::INVAL);
        }
        // SAFETY: by contract.
        unsafe { rtnl::tell(rule, bit, Error::INVAL, read, &raw mut ports) }?;
        // SAFETY: by contract.
        unsafe { start.write(ports.start) };
        // SAFETY: by contract.
        unsafe { end.write(ports.end) };
        Ok(0)
    }
}

/// As `%#x` does.
fn push_marked_hex(text: &mut impl Append, number: u32) {
    text.push(if number == 0 { b"" } else { b"0x" });
    text.push_hex(number.into(), 1);
}

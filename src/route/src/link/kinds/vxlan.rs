// SPDX-License-Identifier: LGPL-2.1-or-later
//! VXLAN: the kind `vxlan`.

use core::ffi::CStr;

use libc::{AF_INET, AF_INET6};
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};
use nl_sys::print::{Printer, Style};
use os::text::{Append, Text};
use wire::attr::Attrs;

use super::numbers::{Numbers, Row, row};
use crate::link::kind::Kind;
use crate::link::object::rtnl_link;
use crate::route::text::push_address;

/// `IFLA_VXLAN_*`
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod option {
    pub const ID: u16 = 1;
    pub const LINK: u16 = 3;
    pub const TTL: u16 = 5;
    pub const TOS: u16 = 6;
    pub const LEARNING: u16 = 7;
    pub const AGEING: u16 = 8;
    pub const LIMIT: u16 = 9;
    pub const PROXY: u16 = 11;
    pub const RSC: u16 = 12;
    pub const L2MISS: u16 = 13;
    pub const L3MISS: u16 = 14;
    pub const PORT: u16 = 15;
    pub const UDP_CSUM: u16 = 18;
    pub const UDP_ZERO_CSUM6_TX: u16 = 19;
    pub const UDP_ZERO_CSUM6_RX: u16 = 20;
    pub const REMCSUM_TX: u16 = 21;
    pub const REMCSUM_RX: u16 = 22;
    pub const COLLECT_METADATA: u16 = 25;
    pub const LABEL: u16 = 26;
}

const GROUP: u16 = 2;
const LOCAL: u16 = 4;
const PORT_RANGE: u16 = 10;
const GROUP6: u16 = 16;
const LOCAL6: u16 = 17;
const GBP: u16 = 23;
const REMCSUM_NOPARTIAL: u16 = 24;
const GPE: u16 = 27;

/// `RTNL_LINK_VXLAN_F_*`, the attribute that each is, and how it is printed.
const FLAGS: [(u32, u16); 3] = [(1, GBP), (4, REMCSUM_NOPARTIAL), (2, GPE)];

/// All flags there are.
pub const ALL_FLAGS: u32 = 7;

/// The highest network identifier.
pub const ID_MAX: u32 = 0x00ff_ffff;

/// Numbers before the addresses, …
const FIRST: [Row; 1] = [row(option::ID, 4)];
/// … those between them, …
const SECOND: [Row; 1] = [row(option::LINK, 4)];
/// … behind them, …
const THIRD: [Row; 5] = [
    row(option::TTL, 1),
    row(option::TOS, 1),
    row(option::LEARNING, 1),
    row(option::AGEING, 4),
    row(option::LIMIT, 4),
];
/// … behind the range of ports, …
const FOURTH: [Row; 10] = [
    row(option::PROXY, 1),
    row(option::RSC, 1),
    row(option::L2MISS, 1),
    row(option::L3MISS, 1),
    row(option::PORT, 2),
    row(option::UDP_CSUM, 1),
    row(option::UDP_ZERO_CSUM6_TX, 1),
    row(option::UDP_ZERO_CSUM6_RX, 1),
    row(option::REMCSUM_TX, 1),
    row(option::REMCSUM_RX, 1),
];
/// … and at the end.
const LAST: [Row; 2] = [row(option::COLLECT_METADATA, 1), row(option::LABEL, 4)];

/// All numbers.
const ALL: [&[Row]; 5] = [&FIRST, &SECOND, &THIRD, &FOURTH, &LAST];

/// On and off, in the order they are printed, and what they are called there.
const SWITCHES: [(u16, &CStr); 5] = [
    (option::UDP_CSUM, c"      UDP checksums "),
    (option::UDP_ZERO_CSUM6_TX, c"      udp-zero-csum6-tx "),
    (option::UDP_ZERO_CSUM6_RX, c"      udp-zero-csum6-rx "),
    (option::REMCSUM_TX, c"      remcsum-tx "),
    (option::REMCSUM_RX, c"      remcsum-rx "),
];

crate::uapi::plain! {
    /// `IFLA_VXLAN_PORT_RANGE`, in network byte order
    ifla_vxlan_port_range = 4 { low: u16, high: u16 }
}

/// An address of IPv4 or IPv6.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ip {
    /// IPv4.
    V4([u8; 4]),
    /// IPv6.
    V6([u8; 16]),
}

impl Ip {
    /// An address of C's.
    ///
    /// # Errors
    /// `INVAL` for one of another family or length.
    pub fn of(address: &Address) -> Result<Self, Error> {
        let mut bytes = [0; 16];
        let len = address.copy_to(&mut bytes);
        match (address.family(), address.len(), len) {
            (Some(AF_INET), 4, _) => {
                let [a, b, c, d, ..] = bytes;
                Ok(Self::V4([a, b, c, d]))
            }
            (Some(AF_INET6), 16, _) => Ok(Self::V6(bytes)),
            _ => Err(Error::INVAL),
        }
    }

    /// The address as C has it.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn to_address(self) -> Result<Address, Error> {
        match self {
            Self::V4(bytes) => Address::new(AF_INET, &bytes),
            Self::V6(bytes) => Address::new(AF_INET6, &bytes),
        }
    }

    /// What two attributes say: the one for IPv4 counts.
    fn parse(table: &Table<'_, 28>, v4: u16, v6: u16) -> Option<Self> {
        table.plain(v4).map(Self::V4).or_else(|| table.plain(v6).map(Self::V6))
    }

    fn put(this: Option<Self>, v4: u16, v6: u16, data: Builder) -> Result<(), Error> {
        match this {
            None => Ok(()),
            Some(Self::V4(bytes)) => data.put_plain(v4, &bytes),
            Some(Self::V6(bytes)) => data.put_plain(v6, &bytes),
        }
    }
}

/// What a VXLAN link has.
#[derive(Clone, Debug, Default)]
pub struct Vxlan {
    /// Its numbers; `PORT` and `LABEL` in network byte order.
    pub numbers: Numbers<28>,
    /// Where packets go whose receiver is not known.
    pub group: Option<Ip>,
    /// Where packets come from.
    pub local: Option<Ip>,
    /// The ports that packets come from.
    pub port_range: Option<ifla_vxlan_port_range>,
    /// `RTNL_LINK_VXLAN_F_*`
    pub flags: u32,
}

impl Kind for Vxlan {
    const NAME: &'static CStr = c"vxlan";
    const STYLES: [bool; 3] = [true, true, false];
    const COMPARES: bool = true;

    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
        let table = Table::<28>::new(data);
        ALL.iter().for_each(|rows| self.numbers.parse(rows, &table));
        self.group = Ip::parse(&table, GROUP, GROUP6);
        self.local = Ip::parse(&table, LOCAL, LOCAL6);
        self.port_range = table.plain(PORT_RANGE);
        for (flag, attr) in FLAGS {
            if table.has(attr) {
                self.flags |= flag;
            }
        }
        Ok(())
    }

    fn put(&self, data: Builder) -> Result<(), Error> {
        let flag = |(flag, attr)| {
            if self.flags & flag == 0 { Ok(()) } else { data.put_flag(attr) }
        };
        let [gbp, nopartial, gpe] = FLAGS;
        self.numbers.put(&FIRST, data)?;
        Ip::put(self.group, GROUP, GROUP6, data)?;
        self.numbers.put(&SECOND, data)?;
        Ip::put(self.local, LOCAL, LOCAL6, data)?;
        self.numbers.put(&THIRD, data)?;
        if let Some(range) = &self.port_range {
            data.put_plain(PORT_RANGE, range)?;
        }
        self.numbers.put(&FOURTH, data)?;
        flag(gbp)?;
        flag(nopartial)?;
        self.numbers.put(&LAST, data)?;
        flag(gpe)
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }

    fn differs(&self, other: &Self, loose: bool) -> bool {
        let counts = |there: bool| there || !loose;
        (counts(other.group.is_some()) && self.group != other.group)
            || (counts(other.local.is_some()) && self.local != other.local)
            || (counts(other.port_range.is_some()) && self.port_range != other.port_range)
            || (counts(other.flags != 0) && self.flags != other.flags)
            || ALL.iter().any(|rows| self.numbers.differ(rows, &other.numbers, loose))
    }

    fn dump(&self, link: &rtnl_link, style: Style, to: &Printer<'_>) {
        let id = self.numbers.get(option::ID).unwrap_or(0);
        if style == Style::Line {
            to.with(|text| {
                text.push(b"vxlan-id ");
                text.push_dec(id);
            });
            return;
        }
        to.new_line();
        to.with(|text| {
            text.push(b"    vxlan-id ");
            text.push_dec(id);
            text.push(b"\n");
        });
        self.dump_places(link, to);
        self.dump_limits(to);
        self.dump_switches(to);
    }
}

/// Prints a name and, as the program would a line of its own, a value.
fn entry(to: &Printer<'_>, name: &CStr, value: impl FnOnce(&mut Text<256>)) {
    to.with(|text| text.push_c(name));
    to.new_line();
    to.with(|text| {
        value(text);
        text.push(b"\n");
    });
}

fn push_switch(text: &mut Text<256>, value: u64) {
    if value == 0 {
        text.push(b"disabled");
    } else {
        text.push(b"enabled (0x");
        text.push_hex(value, 1);
        text.push(b")");
    }
}

/// Appends a number and a unit; a word for 0.
fn push_limit(text: &mut Text<256>, value: u64, unit: &[u8], zero: &[u8]) {
    if value == 0 {
        text.push(zero);
    } else {
        text.push_dec(value);
        text.push(unit);
    }
}

fn push_ip(text: &mut Text<256>, ip: Ip) {
    if let Ok(address) = ip.to_address() {
        push_address(text, &address);
    }
}

impl Vxlan {
    fn dump_places(&self, link: &rtnl_link, to: &Printer<'_>) {
        if let Some(group) = self.group {
            entry(to, c"      group ", |text| push_ip(text, group));
        }
        if let Some(parent) = self.numbers.u32(option::LINK) {
            entry(to, c"      link ", |text| {
                // SAFETY: NULL, or the cache that the link is in.
                let cache = unsafe { link.header().ce_cache.get().as_ref() };
                match cache.and_then(|cache| crate::link::name_of(cache, parent)) {
                    Some(name) => name.push_to(text),
                    None => text.push_dec(parent.into()),
                }
            });
        }
        if let Some(local) = self.local {
            entry(to, c"      local ", |text| push_ip(text, local));
        }
    }

    fn dump_limits(&self, to: &Printer<'_>) {
        let number = |option| self.numbers.get(option);
        if let Some(ttl) = number(option::TTL) {
            entry(to, c"      ttl ", |text| push_limit(text, ttl, b"", b"inherit"));
        }
        if let Some(tos) = number(option::TOS) {
            entry(to, c"      tos ", |text| match tos {
                0 => text.push(b"0"),
                1 => text.push(b"inherit"),
                _ => {
                    text.push(b"0x");
                    text.push_hex(tos, 1);
                }
            });
        }
        if let Some(learning) = number(option::LEARNING) {
            entry(to, c"      learning ", |text| push_switch(text, learning));
        }
        if let Some(ageing) = number(option::AGEING) {
            entry(to, c"      ageing ", |text| push_limit(text, ageing, b" seconds", b"disabled"));
        }
        if let Some(limit) = number(option::LIMIT) {
            entry(to, c"      limit ", |text| push_limit(text, limit, b"", b"unlimited"));
        }
        if let Some(range) = self.port_range {
            to.new_line();
            to.with(|text| {
                text.push(b"      port range ");
                text.push_dec(u16::from_be(range.low).into());
                text.push(b" - ");
                text.push_dec(u16::from_be(range.high).into());
                text.push(b"\n");
            });
        }
    }

    fn dump_switches(&self, to: &Printer<'_>) {
        let switch = |option, name| {
            if let Some(value) = self.numbers.get(option) {
                entry(to, name, |text| push_switch(text, value));
            }
        };
        switch(option::PROXY, c"      proxy ");
        switch(option::RSC, c"      rsc ");
        switch(option::L2MISS, c"      l2miss ");
        switch(option::L3MISS, c"      l3miss ");
        if let Some(port) = self.numbers.u16(option::PORT) {
            entry(to, c"      port ", |text| text.push_dec(u16::from_be(port).into()));
        }
        for (option, name) in SWITCHES {
            switch(option, name);
        }
        let [gbp, nopartial, gpe] = FLAGS;
        let flag = |(flag, _), name: &[u8]| {
            if self.flags & flag != 0 {
                to.with(|text| text.push(name));
            }
        };
        flag(gbp, b"      gbp\n");
        flag(nopartial, b"      rncsum-nopartial\n");
        switch(option::COLLECT_METADATA, c"      remcsum-rx ");
        if let Some(label) = self.numbers.u32(option::LABEL) {
            entry(to, c"      label ", |text| text.push_dec(u32::from_be(label).into()));
        }
        flag(gpe, b"      gpe\n");
    }
}

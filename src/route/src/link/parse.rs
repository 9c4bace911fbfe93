// SPDX-License-Identifier: LGPL-2.1-or-later
//! Reading links from messages.

use core::ffi::CStr;
use core::slice;

use libc::{AF_INET, AF_INET6, AF_UNSPEC, c_int, nlattr};
use nl_sys::address::Address;
use nl_sys::cache_type::{Delivery, Received};
use nl_sys::data::Data;
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::message::Table;
use os::cstring::CText;
use os::raw::RawAttr;
use wire::attr::{Attr, Attrs};

use super::object::{Link, attr, rtnl_link};
use super::owned::make;
use super::{kept, kind, object, specs, sriov};
use crate::uapi::ifinfomsg;

/// The attributes of a link, `IFLA_*` in C.
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod ifla {
    pub const ADDRESS: u16 = 1;
    pub const BROADCAST: u16 = 2;
    pub const IFNAME: u16 = 3;
    pub const MTU: u16 = 4;
    pub const LINK: u16 = 5;
    pub const QDISC: u16 = 6;
    pub const STATS: u16 = 7;
    pub const MASTER: u16 = 10;
    pub const PROTINFO: u16 = 12;
    pub const TXQLEN: u16 = 13;
    pub const MAP: u16 = 14;
    pub const WEIGHT: u16 = 15;
    pub const OPERSTATE: u16 = 16;
    pub const LINKMODE: u16 = 17;
    pub const LINKINFO: u16 = 18;
    pub const NET_NS_PID: u16 = 19;
    pub const IFALIAS: u16 = 20;
    pub const NUM_VF: u16 = 21;
    pub const VFINFO_LIST: u16 = 22;
    pub const STATS64: u16 = 23;
    pub const AF_SPEC: u16 = 26;
    pub const GROUP: u16 = 27;
    pub const NET_NS_FD: u16 = 28;
    pub const EXT_MASK: u16 = 29;
    pub const PROMISCUITY: u16 = 30;
    pub const NUM_TX_QUEUES: u16 = 31;
    pub const NUM_RX_QUEUES: u16 = 32;
    pub const CARRIER: u16 = 33;
    pub const PHYS_PORT_ID: u16 = 34;
    pub const CARRIER_CHANGES: u16 = 35;
    pub const PHYS_SWITCH_ID: u16 = 36;
    pub const LINK_NETNSID: u16 = 37;
    pub const PHYS_PORT_NAME: u16 = 38;
    pub const GSO_MAX_SEGS: u16 = 40;
    pub const GSO_MAX_SIZE: u16 = 41;
    pub const PERM_ADDRESS: u16 = 54;
}

/// `IFLA_MAX + 1` as of upstream's headers.
pub const ATTRS: usize = 65;

const INFO_KIND: u16 = 1;
const INFO_DATA: u16 = 2;
const INFO_XSTATS: u16 = 3;
const INFO_SLAVE_KIND: u16 = 4;

/// Where the interrupt is in `struct rtnl_link_ifmap`.
const MAP_IRQ: usize = 24;

/// An attribute of C's; `None` for NULL.
///
/// # Safety
/// `attr` is a valid attribute, which stays as it is for `'a`, or NULL.
#[must_use]
pub unsafe fn attr_at<'a>(attr: *const nlattr) -> Option<Attr<'a>> {
    if attr.is_null() {
        return None;
    }
    // SAFETY: by contract.
    let len = unsafe { RawAttr::new(attr) }.nla_len();
    // SAFETY: so many bytes are there.
    let bytes = unsafe { slice::from_raw_parts(attr.cast::<u8>(), len.into()) };
    Attrs::new(bytes).next()
}

/// An address of the hardware's, of the family that one of its length probably has.
fn address(attr: Attr<'_>) -> Result<Address, Error> {
    let bytes = attr.payload();
    let family = match bytes.len() {
        4 => AF_INET,
        6 => libc::AF_LLC,
        16 => AF_INET6,
        _ => AF_UNSPEC,
    };
    Address::new(family, bytes)
}

fn text(attr: Attr<'_>) -> Result<CText, Error> {
    CText::new(attr.str_bytes()).map_err(|_| Error::NOMEM)
}

/// Reads the attributes that a link and the peer of a pair have; returns which there are.
///
/// # Errors
/// `MISSING_ATTR` without a name, `NOMEM`.
pub fn common<'a>(link: &mut Link, find: &dyn Fn(u16) -> Option<Attr<'a>>) -> Result<u64, Error> {
    let mut bits = attr::IFNAME;
    link.name.set_bytes(find(ifla::IFNAME).ok_or(Error::MISSING_ATTR)?.payload());
    if let Some(stats) = find(ifla::STATS) {
        make(&mut link.stats)?.read_short(stats);
        bits |= attr::STATS;
    }
    if let Some(stats) = find(ifla::STATS64) {
        make(&mut link.stats)?.read_long(stats);
        bits |= attr::STATS;
    }
    for (kind, bit, place) in [
        (ifla::TXQLEN, attr::TXQLEN, &mut link.txqlen),
        (ifla::MTU, attr::MTU, &mut link.mtu),
        (ifla::LINK, attr::LINK, &mut link.link),
        (ifla::WEIGHT, attr::WEIGHT, &mut link.weight),
        (ifla::MASTER, attr::MASTER, &mut link.master),
        (ifla::CARRIER_CHANGES, attr::CARRIER_CHANGES, &mut link.carrier_changes),
    ] {
        bits |= number(find(kind), bit, place);
    }
    for (kind, bit, place) in [
        (ifla::CARRIER, attr::CARRIER, &mut link.carrier),
        (ifla::OPERSTATE, attr::OPERSTATE, &mut link.operstate),
        (ifla::LINKMODE, attr::LINKMODE, &mut link.linkmode),
    ] {
        if let Some(value) = find(kind).and_then(|attr| attr.u8()) {
            *place = value;
            bits |= bit;
        }
    }
    for (kind, bit, place) in [
        (ifla::ADDRESS, attr::ADDR, &mut link.addr),
        (ifla::BROADCAST, attr::BRD, &mut link.broadcast),
    ] {
        if let Some(attr) = find(kind) {
            *place = address(attr)?;
            bits |= bit;
        }
    }
    if let Some(id) = find(ifla::LINK_NETNSID).and_then(|attr| attr.u32()) {
        link.link_netnsid = id.cast_signed();
        bits |= attr::LINK_NETNSID;
    }
    if let Some(qdisc) = find(ifla::QDISC) {
        link.qdisc.set_bytes(qdisc.payload());
        bits |= attr::QDISC;
    }
    Ok(bits | rare(link, find)?)
}

fn number(attr: Option<Attr<'_>>, bit: u64, place: &mut u32) -> u64 {
    let Some(value) = attr.and_then(|attr| attr.u32()) else { return 0 };
    *place = value;
    bit
}

/// Those of the common attributes that most links lack.
fn rare<'a>(link: &mut Link, find: &dyn Fn(u16) -> Option<Attr<'a>>) -> Result<u64, Error> {
    let mut bits = 0;
    if let Some(map) = find(ifla::MAP) {
        let irq = map.payload().get(MAP_IRQ..).and_then(|bytes| bytes.first_chunk());
        let irq = irq.map_or(0, |&irq| u16::from_ne_bytes(irq));
        // Nearly all links have a map, and nothing in it.
        if irq != 0 || link.rare.get().is_some() {
            make(&mut link.rare)?.irq = irq;
        }
        bits |= attr::MAP;
    }
    if let Some(alias) = find(ifla::IFALIAS) {
        make(&mut link.rare)?.ifalias = text(alias)?;
        bits |= attr::IFALIAS;
    }
    if let Some(fd) = find(ifla::NET_NS_FD).and_then(|attr| attr.u32()) {
        make(&mut link.rare)?.ns_fd = fd.cast_signed();
        bits |= attr::NS_FD;
    }
    if let Some(pid) = find(ifla::NET_NS_PID).and_then(|attr| attr.u32()) {
        make(&mut link.rare)?.ns_pid = pid.cast_signed();
        bits |= attr::NS_PID;
    }
    Ok(bits)
}

/// The attributes of a link itself.
fn own(link: &mut Link, table: &Table<'_, ATTRS>) -> Result<u64, Error> {
    let mut bits = 0;
    for (kind, bit, place) in [
        (ifla::PROMISCUITY, attr::PROMISCUITY, &mut link.promiscuity),
        (ifla::NUM_TX_QUEUES, attr::NUM_TX_QUEUES, &mut link.num_tx_queues),
        (ifla::NUM_RX_QUEUES, attr::NUM_RX_QUEUES, &mut link.num_rx_queues),
        (ifla::GSO_MAX_SEGS, attr::GSO_MAX_SEGS, &mut link.gso_max_segs),
        (ifla::GSO_MAX_SIZE, attr::GSO_MAX_SIZE, &mut link.gso_max_size),
        (ifla::GROUP, attr::GROUP, &mut link.group),
    ] {
        bits |= number(table.get(kind), bit, place);
    }
    if let Some(count) = table.u32(ifla::NUM_VF) {
        if count != 0 || link.rare.get().is_some() {
            make(&mut link.rare)?.num_vf = count;
        }
        bits |= attr::NUM_VF;
        if let Some(list) = table.get(ifla::VFINFO_LIST).filter(|_| count != 0) {
            make(&mut link.rare)?.vfs = sriov::parse(list)?;
            bits |= attr::VF_LIST;
        }
    }
    if let Some(id) = table.bytes(ifla::PHYS_PORT_ID) {
        make(&mut link.rare)?.phys_port_id = Data::new(id)?;
        bits |= attr::PHYS_PORT_ID;
    }
    if let Some(name) = table.bytes(ifla::PHYS_PORT_NAME) {
        make(&mut link.rare)?.phys_port_name.set_bytes(name);
        bits |= attr::PHYS_PORT_NAME;
    }
    if let Some(id) = table.bytes(ifla::PHYS_SWITCH_ID) {
        make(&mut link.rare)?.phys_switch_id = Data::new(id)?;
        bits |= attr::PHYS_SWITCH_ID;
    }
    if let Some(permanent) = table.get(ifla::PERM_ADDRESS) {
        make(&mut link.rare)?.perm_addr = address(permanent)?;
        bits |= attr::PERM_ADDR;
    }
    Ok(bits)
}

/// Reads `IFLA_LINKINFO`.
fn info(link: &rtnl_link, attr: Attr<'_>) -> Result<(), Error> {
    let table = Table::<6>::new(attr.nested());
    if let Some(name) = table.get(INFO_KIND) {
        let name = text(name)?;
        let name = name.get().unwrap_or_default();
        kind::assign(link, Some(name))?;
        bridge_family(link, name)?;
        kind::parse(link, table.get(INFO_DATA), table.get(INFO_XSTATS))?;
    }
    if let Some(name) = table.get(INFO_SLAVE_KIND) {
        let name = text(name)?;
        link.change(attr::SLAVE_KIND, |link| {
            make(&mut link.rare)?.slave_kind = name;
            Ok(())
        })?;
    }
    Ok(())
}

/// A link whose kind is called as an address family, such as a bridge, is of that family.
fn bridge_family(link: &rtnl_link, name: &CStr) -> Result<(), Error> {
    let has_family = link.read(|link| !link.family_ops.0.is_null()).unwrap_or(true);
    // SAFETY: a string.
    let named = unsafe { ffi::nl_str2af(name.as_ptr()) };
    let Ok(named) = u32::try_from(named) else { return Ok(()) };
    if has_family {
        return Ok(());
    }
    kept::note(link, named)?;
    link.change(0, |link| {
        if !link.family_ops.0.is_null() {
            link.family = named;
        }
        Ok(())
    })
}

/// Reads a message.
///
/// # Errors
/// `MSG_TOOSHORT`, `MISSING_ATTR` without a name, `NOMEM`, those of the kind and of the families, and what
/// the receiver returns.
pub fn message(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
    let (header, attrs) = message.parts::<ifinfomsg>()?;
    let table = Table::<ATTRS>::new(attrs);
    let link = object::alloc()?;
    let bits = link.change(0, |link| {
        link.family = header.ifi_family.into();
        link.message_family = header.ifi_family;
        link.arptype = header.ifi_type.into();
        link.index = header.ifi_index.cast_unsigned();
        link.flags = header.ifi_flags;
        link.change = header.ifi_change;
        Ok(common(link, &|kind| table.get(kind))? | own(link, &table)?)
    })?;
    let always = attr::FAMILY | attr::ARPTYPE | attr::IFINDEX | attr::FLAGS | attr::CHANGE;
    link.change(always | bits, |_| Ok(()))?;
    let message_family = u32::from(header.ifi_family);
    kept::note(&link, message_family)?;
    if let Some(attr) = table.get(ifla::LINKINFO) {
        info(&link, attr)?;
    }
    if let Some(attr) = table.get(ifla::PROTINFO)
        && specs::parse_protinfo_of(&link, attr)?
    {
        link.change(attr::PROTINFO, |_| Ok(()))?;
    }
    if let Some(attr) = table.get(ifla::AF_SPEC)
        && specs::parse_spec_of(&link, message_family, attr)?
    {
        link.change(attr::AF_SPEC, |_| Ok(()))?;
    }
    to.deliver(link)
}

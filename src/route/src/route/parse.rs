// SPDX-License-Identifier: LGPL-2.1-or-later
//! Reading routes.
//!
//! A dump can have a million of them: attributes are walked over once, and what most routes have goes
//! straight to its place. Attributes that are too short for what they should be count as missing.

use core::sync::atomic::{AtomicI32, Ordering};

use libc::{AF_INET, AF_INET6, c_int};
use nl_sys::address::Address;
use nl_sys::cache_type::Received;
use nl_sys::error::Error;
use nl_sys::message::Table;
use nl_sys::plain;
use nl_sys::typed::Handle;
use wire::attr::{Attr, Attrs};

use super::encap::{AF_MPLS, Encap};
use super::nexthop::{self, rtnl_nexthop};
use super::nexthops::{Nexthops, Single};
use super::object::{Metrics, Route, attr, route_obj_ops, rtnl_route};
use super::rta;
use crate::uapi::{rtmsg, rtnexthop};

/// The attributes of a next hop that are not in [`Single`].
#[derive(Clone, Copy, Default)]
struct Special<'a> {
    realms: Option<u32>,
    newdst: Option<Attr<'a>>,
    via: Option<Attr<'a>>,
    encap: Option<Attr<'a>>,
    encap_type: Option<u16>,
}

impl<'a> Special<'a> {
    /// Takes an attribute, if it is one of these.
    fn take(&mut self, attr: Attr<'a>) {
        match attr.kind() {
            rta::FLOW => self.realms = attr.u32(),
            rta::NEWDST => self.newdst = Some(attr),
            rta::VIA => self.via = Some(attr),
            rta::ENCAP => self.encap = Some(attr),
            rta::ENCAP_TYPE => self.encap_type = attr.u16(),
            _ => {}
        }
    }

    /// Puts them into a next hop.
    fn give(&self, hop: &rtnl_nexthop, family: c_int) -> Result<(), Error> {
        if let Some(realms) = self.realms {
            hop.rtnh_realms.set(realms);
            hop.mark(nexthop::attr::REALMS);
        }
        if let Some(newdst) = self.newdst {
            hop.rtnh_newdst.make(family, newdst.payload())?;
            hop.mark(nexthop::attr::NEWDST);
        }
        // A family, and behind it the address.
        if let Some(via) = self.via
            && let Some(family) = via.u16()
        {
            let bytes = via.payload().get(2..).unwrap_or_default();
            hop.rtnh_via.make(family.into(), bytes)?;
            hop.mark(nexthop::attr::VIA);
        }
        if let (Some(encap), Some(kind)) = (self.encap, self.encap_type) {
            let encap = Encap::parse(encap, kind)?;
            hop.mark_if(nexthop::attr::ENCAP, encap.is_some());
            hop.rtnh_encap.set(encap);
        }
        Ok(())
    }
}

/// A next hop of ours, freed when dropped.
struct Owned(*mut rtnl_nexthop);

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: ours, and in no list.
        unsafe { rtnl_nexthop::free(self.0) };
    }
}

impl Owned {
    fn alloc() -> Result<Self, Error> {
        rtnl_nexthop::alloc().map(Self)
    }

    fn get(&self) -> &rtnl_nexthop {
        // SAFETY: ours.
        unsafe { &*self.0 }
    }

    /// Appends it to the next hops of a route.
    fn push_to(self, hops: &Nexthops) -> Result<(), Error> {
        hops.reserve()?;
        let hop = self.0;
        core::mem::forget(self);
        // SAFETY: ours, and in no list.
        unsafe { hops.push(hop) };
        Ok(())
    }
}

/// What a route's own attributes say of its next hop.
#[derive(Default)]
struct Hop<'a> {
    single: Single,
    long_gateway: Option<&'a [u8]>,
    special: Special<'a>,
    /// Whether there was any such attribute.
    is_set: bool,
    /// Whether there was one that is not in `single`.
    is_special: bool,
}

#[expect(clippy::cast_possible_truncation, reason = "bits of the lowest byte")]
const IFINDEX_BIT: u8 = nexthop::attr::IFINDEX as u8;
#[expect(clippy::cast_possible_truncation, reason = "bits of the lowest byte")]
const FLAGS_BIT: u8 = nexthop::attr::FLAGS as u8;

impl<'a> Hop<'a> {
    #[inline]
    fn gateway(&mut self, family: u8, bytes: &'a [u8]) {
        self.is_set = true;
        if !self.single.set_gateway(family, bytes) {
            self.long_gateway = Some(bytes);
            self.is_special = true;
        }
    }

    #[cold]
    fn special(&mut self, attr: Attr<'a>) {
        self.special.take(attr);
        (self.is_set, self.is_special) = (true, true);
    }

    /// The next hop as C knows it.
    #[cold]
    fn make(&self, family: c_int) -> Result<Owned, Error> {
        let hop = Owned::alloc()?;
        let to = hop.get();
        let single = &self.single;
        let gateway = self.long_gateway.unwrap_or(single.gateway());
        if !gateway.is_empty() {
            to.rtnh_gateway.make(family, gateway)?;
        }
        to.rtnh_ifindex.set(single.ifindex);
        to.mark(u32::from(single.mask));
        to.mark_if(nexthop::attr::GATEWAY, to.rtnh_gateway.is_set());
        self.special.give(to, family)?;
        to.set_flags(single.flags);
        Ok(hop)
    }
}

/// Reads `RTA_MULTIPATH`: one structure after the other, each with attributes behind it. What is left
/// when one does not fit is not looked at.
fn multipath(mut rest: &[u8], family: u8) -> Result<Nexthops, Error> {
    let hops = Nexthops::default();
    while let Some(head) = plain::read::<rtnexthop>(rest) {
        let len = usize::from(head.rtnh_len);
        let Some(attrs) = rest.get(size_of::<rtnexthop>()..len) else {
            break;
        };
        let hop = Owned::alloc()?;
        let to = hop.get();
        to.rtnh_weight.set(head.rtnh_hops);
        to.rtnh_ifindex.set(head.rtnh_ifindex.cast_unsigned());
        to.mark(nexthop::attr::WEIGHT | nexthop::attr::IFINDEX);
        to.set_flags(head.rtnh_flags);
        let mut special = Special::default();
        for attr in Attrs::new(attrs) {
            if attr.kind() == rta::GATEWAY {
                to.rtnh_gateway.make(family.into(), attr.payload())?;
                to.mark(nexthop::attr::GATEWAY);
            } else {
                special.take(attr);
            }
        }
        special.give(to, family.into())?;
        hop.push_to(&hops)?;
        rest = rest.get(wire::align(len)..).unwrap_or_default();
    }
    Ok(hops)
}

/// The next place in the order of routes.
fn next_order() -> i32 {
    static ORDER: AtomicI32 = AtomicI32::new(0);
    // Not one operation: two threads that get the same number fill two caches.
    let order = ORDER.load(Ordering::Relaxed);
    ORDER.store(order.wrapping_add(1), Ordering::Relaxed);
    order
}

/// The zeroes of an address that the kernel leaves out.
fn zeroes(family: u8) -> &'static [u8] {
    match c_int::from(family) {
        AF_INET => &[0; 4],
        AF_INET6 => &[0; 16],
        _ => &[],
    }
}

/// Reads a message.
///
/// # Errors
/// `MSG_TOOSHORT`; `INVAL` for a next hop beside `RTA_MULTIPATH` that is not the first one in it, and for
/// an encapsulation without what it needs; `NOMEM`.
pub fn parse(message: &Received<'_>) -> Result<Handle<Route>, Error> {
    let (head, attrs) = message.parts::<rtmsg>()?;
    let family = head.rtm_family;
    let address = |bytes: &[u8], prefixlen| Address::with_prefix(family.into(), bytes, prefixlen);
    let mut mask = attr::FAMILY
        | attr::TOS
        | attr::TABLE
        | attr::TYPE
        | attr::SCOPE
        | attr::PROTOCOL
        | attr::FLAGS
        | attr::DST;
    // MPLS has no priorities.
    if c_int::from(family) != AF_MPLS {
        mask |= attr::PRIO;
    }
    let mut route = Route {
        family,
        tos: head.rtm_tos,
        table: head.rtm_table.into(),
        kind: head.rtm_type,
        scope: head.rtm_scope,
        protocol: head.rtm_protocol,
        flags: head.rtm_flags,
        message_flags: message.flags(),
        order: next_order(),
        ..Route::default()
    };
    let mut hop = Hop::default();
    let mut paths = None;
    for attr in attrs {
        let payload = attr.payload();
        match attr.kind() {
            rta::DST => route.dst = address(payload, head.rtm_dst_len)?,
            rta::TABLE => route.table = attr.u32().unwrap_or(route.table),
            rta::PRIORITY => route.prio = attr.u32().unwrap_or(0),
            rta::GATEWAY => hop.gateway(family, payload),
            rta::OIF => {
                if let Some(ifindex) = attr.u32() {
                    hop.single.ifindex = ifindex;
                    hop.single.mask |= IFINDEX_BIT;
                    hop.is_set = true;
                }
            }
            rta::PREFSRC => {
                route.pref_src = Address::new(family.into(), payload)?;
                mask |= attr::PREF_SRC;
            }
            rta::MULTIPATH => paths = Some(payload),
            rta::FLOW | rta::NEWDST | rta::VIA | rta::ENCAP | rta::ENCAP_TYPE => hop.special(attr),
            _ => mask |= rare(&mut route, &attr, &head)?,
        }
    }
    if !route.dst.is_set() {
        route.dst = address(zeroes(family), head.rtm_dst_len)?;
    }
    if head.rtm_src_len != 0 && mask & attr::SRC == 0 && c_int::from(family) != AF_INET {
        route.rare_mut()?.src = Address::with_prefix(0, &[], head.rtm_src_len)?;
        mask |= attr::SRC;
    }
    if let Some(paths) = paths {
        route.nexthops = multipath(paths, family)?;
        if route.nexthops.count() != 0 {
            mask |= attr::MULTIPATH;
        }
    }
    if hop.is_set {
        let [flags, ..] = head.rtm_flags.to_le_bytes();
        hop.single.flags = flags;
        hop.single.mask |= FLAGS_BIT;
        mask |= attr::MULTIPATH;
        own(&route.nexthops, &hop, family).map(|single| {
            if let Some(single) = single {
                route.nexthops = Nexthops::single(single);
            }
        })?;
    }
    rtnl_route::of(&route_obj_ops, route, mask)
}

/// Adds what a route's own attributes say of its next hop; returns it if it fits inside of the route.
#[inline]
fn own(hops: &Nexthops, hop: &Hop<'_>, family: u8) -> Result<Option<Single>, Error> {
    if !hop.is_special && hops.count() == 0 {
        return Ok(Some(hop.single));
    }
    let hop = hop.make(family.into())?;
    match hops.nth(0) {
        None => hop.push_to(hops)?,
        // Kernels may repeat the first one for programs that know no others.
        Some(first) if hop.get().compare(first, hop.get().ce_mask.get(), false) == 0 => {}
        Some(_) => return Err(Error::INVAL),
    }
    Ok(None)
}

/// Reads an attribute that few routes have; returns its bit.
#[cold]
fn rare(route: &mut Route, from: &Attr<'_>, head: &rtmsg) -> Result<u64, Error> {
    let family = c_int::from(head.rtm_family);
    Ok(match from.kind() {
        // IPv4 has no routing by source.
        rta::SRC if family != AF_INET => {
            let src = Address::with_prefix(family, from.payload(), head.rtm_src_len)?;
            route.rare_mut()?.src = src;
            attr::SRC
        }
        rta::IIF => match from.u32() {
            Some(iif) => {
                route.rare_mut()?.iif = iif;
                attr::IIF
            }
            None => 0,
        },
        rta::CACHEINFO => match plain::read(from.payload()) {
            Some(cacheinfo) => {
                route.rare_mut()?.cacheinfo = cacheinfo;
                attr::CACHEINFO
            }
            None => 0,
        },
        rta::METRICS => metrics(route, from)?,
        rta::TTL_PROPAGATE => match from.u8() {
            Some(ttl_propagate) => {
                route.ttl_propagate = ttl_propagate;
                attr::TTL_PROPAGATE
            }
            None => 0,
        },
        rta::NH_ID => {
            route.nhid = from.u32().unwrap_or(0);
            if route.nhid == 0 { 0 } else { attr::NHID }
        }
        _ => 0,
    })
}

fn metrics(route: &mut Route, from: &Attr<'_>) -> Result<u64, Error> {
    let table = Table::<18>::new(from.nested());
    let mut found = 0;
    for number in 1..18 {
        if let Some(value) = table.u32(number)
            && Metrics::is_number(number.into())
        {
            route.metrics_mut()?.set(number.into(), value);
            found = attr::METRICS;
        }
    }
    Ok(found)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The route object.

use core::ffi::CStr;

use libc::{AF_INET, AF_INET6, c_int};
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::layout::{nl_object_ops, trans_tbl};
use nl_sys::print::{Printer, Style};
use nl_sys::typed::{self, Differences, Object, Typed, Update};
use os::heap::Optional;

use super::encap::AF_MPLS;
use super::nexthops::Nexthops;
use super::{dump, merge};
use crate::uapi::rta_cacheinfo;

/// Attributes of a route, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "the fields of `Route`")]
pub mod attr {
    pub const FAMILY: u64 = 0x00001;
    pub const TOS: u64 = 0x00002;
    pub const TABLE: u64 = 0x00004;
    pub const PROTOCOL: u64 = 0x00008;
    pub const SCOPE: u64 = 0x00010;
    pub const TYPE: u64 = 0x00020;
    pub const FLAGS: u64 = 0x00040;
    pub const DST: u64 = 0x00080;
    pub const SRC: u64 = 0x00100;
    pub const IIF: u64 = 0x00200;
    pub const PRIO: u64 = 0x01000;
    pub const PREF_SRC: u64 = 0x02000;
    pub const METRICS: u64 = 0x04000;
    pub const MULTIPATH: u64 = 0x08000;
    pub const CACHEINFO: u64 = 0x20000;
    pub const TTL_PROPAGATE: u64 = 0x40000;
    pub const NHID: u64 = 0x80000;
}

static ATTRS: [trans_tbl; 20] = [
    trans_tbl::new(attr::FAMILY, c"family"),
    trans_tbl::new(attr::TOS, c"tos"),
    trans_tbl::new(attr::TABLE, c"table"),
    trans_tbl::new(attr::PROTOCOL, c"protocol"),
    trans_tbl::new(attr::SCOPE, c"scope"),
    trans_tbl::new(attr::TYPE, c"type"),
    trans_tbl::new(attr::FLAGS, c"flags"),
    trans_tbl::new(attr::DST, c"dst"),
    trans_tbl::new(attr::SRC, c"src"),
    trans_tbl::new(attr::IIF, c"iif"),
    // Two bits that upstream names and never sets, and a third one further down.
    trans_tbl::new(0x400, c"oif"),
    trans_tbl::new(0x800, c"gateway"),
    trans_tbl::new(attr::PRIO, c"prio"),
    trans_tbl::new(attr::PREF_SRC, c"pref_src"),
    trans_tbl::new(attr::METRICS, c"metrics"),
    trans_tbl::new(attr::MULTIPATH, c"multipath"),
    trans_tbl::new(0x10000, c"realms"),
    trans_tbl::new(attr::CACHEINFO, c"cacheinfo"),
    trans_tbl::new(attr::TTL_PROPAGATE, c"ttl_propagate"),
    trans_tbl::new(attr::NHID, c"nhid"),
];

/// `RTN_*` of `linux/rtnetlink.h`: those that count here.
pub mod kind {
    /// An ordinary route.
    pub const UNICAST: u8 = 1;
    /// To this machine.
    pub const LOCAL: u8 = 2;
    /// The highest number.
    pub const MAX: u8 = 11;
}

/// `RT_SCOPE_*`
pub mod scope {
    /// Anywhere.
    pub const UNIVERSE: u8 = 0;
    /// On the link.
    pub const LINK: u8 = 253;
    /// On this machine.
    pub const HOST: u8 = 254;
    /// Nowhere.
    pub const NOWHERE: u8 = 255;
}

/// `RT_TABLE_MAIN`
pub const TABLE_MAIN: u32 = 254;
/// `RT_TABLE_LOCAL`
pub const TABLE_LOCAL: u32 = 255;
const RTPROT_STATIC: u8 = 4;

/// `RTAX_MAX`: the highest number of a metric.
pub const METRICS: u32 = 17;

/// Metrics (`RTAX_MTU` and the like); number 1 is the first.
#[derive(Clone, Copy, Debug, Default)]
pub struct Metrics {
    values: [u32; METRICS as usize],
    /// Bit 0 is number 1.
    set: u32,
}

impl Metrics {
    fn place(number: u32) -> Option<(usize, u32)> {
        let place = number.checked_sub(1).filter(|place| *place < METRICS)?;
        Some((usize::try_from(place).ok()?, 1 << place))
    }

    /// Whether a metric may have this number.
    #[must_use]
    pub fn is_number(number: u32) -> bool {
        Self::place(number).is_some()
    }

    /// A metric that is set.
    #[must_use]
    pub fn get(&self, number: u32) -> Option<u32> {
        let (place, bit) = Self::place(number)?;
        self.values.get(place).copied().filter(|_| self.set & bit != 0)
    }

    /// Sets a metric, if it has a number that one may have.
    pub fn set(&mut self, number: u32, value: u32) {
        if let Some((place, bit)) = Self::place(number)
            && let Some(to) = self.values.get_mut(place)
        {
            *to = value;
            self.set |= bit;
        }
    }

    /// Notes that a metric is not set. Its value stays, and counts in comparisons.
    pub fn unset(&mut self, number: u32) {
        if let Some((_, bit)) = Self::place(number) {
            self.set &= !bit;
        }
    }

    /// The metrics that are set.
    pub fn iter(&self) -> impl Iterator<Item = (u32, u32)> {
        (1..=METRICS).filter_map(|number| Some((number, self.get(number)?)))
    }

    /// Whether two differ. Upstream leaves out the last one, and compares what was unset.
    fn differ(&self, other: &Self, loose: bool) -> bool {
        (0..METRICS - 1).any(|place| {
            let value = |metrics: &Self| metrics.values.get(place as usize).copied();
            let (a, b) = (self.set >> place & 1, other.set >> place & 1);
            if loose {
                a == 1 && (b == 0 || value(self) != value(other))
            } else {
                a != b || value(self) != value(other)
            }
        })
    }
}

/// What few routes have.
#[derive(Debug, Default)]
pub struct Rare {
    /// The source that packets must have.
    pub src: Address,
    /// The interface that packets must come from.
    pub iif: u32,
    /// Age and use.
    pub cacheinfo: rta_cacheinfo,
    /// Metrics.
    pub metrics: Optional<Metrics>,
}

/// A route.
#[derive(Debug)]
pub struct Route {
    /// `AF_INET` and the like.
    pub family: u8,
    /// Type of service.
    pub tos: u8,
    /// Who made it: `RTPROT_*`.
    pub protocol: u8,
    /// How far its destination is: `RT_SCOPE_*`.
    pub scope: u8,
    /// What it does: `RTN_*`.
    pub kind: u8,
    /// Whether MPLS copies the time to live.
    pub ttl_propagate: u8,
    /// `NLM_F_REPLACE` and `NLM_F_APPEND`, if the message it is from had them.
    pub message_flags: u16,
    /// `RTM_F_CLONED`, `RTNH_F_DEAD` and the like.
    pub flags: u32,
    /// The flags that were set or cleared.
    pub flag_mask: u32,
    /// The table.
    pub table: u32,
    /// The priority: the lowest counts first.
    pub prio: u32,
    /// The next hop object.
    pub nhid: u32,
    /// Of those with the same destination, type of service and priority, the kernel looks at the one with
    /// the lowest number first. Numbers wrap.
    pub order: i32,
    /// The destination.
    pub dst: Address,
    /// The source address that packets get.
    pub pref_src: Address,
    /// What few routes have.
    pub rare: Optional<Rare>,
    /// Where packets go.
    pub nexthops: Nexthops,
}

const _: () = assert!(size_of::<Typed<Route>>() <= 168, "the memory of routes counts");

impl Default for Route {
    fn default() -> Self {
        Self {
            family: 0,
            tos: 0,
            protocol: RTPROT_STATIC,
            scope: scope::NOWHERE,
            kind: kind::UNICAST,
            ttl_propagate: 0,
            message_flags: 0,
            flags: 0,
            flag_mask: 0,
            table: TABLE_MAIN,
            prio: 0,
            nhid: 0,
            order: 0,
            dst: Address::NONE,
            pref_src: Address::NONE,
            rare: Optional::NONE,
            nexthops: Nexthops::default(),
        }
    }
}

/// The table of the type, which programs may compare with.
#[unsafe(no_mangle)]
pub static route_obj_ops: nl_object_ops = typed::ops::<Route>();

/// A route in memory; `struct rtnl_route` in C.
pub type rtnl_route = Typed<Route>;

impl Route {
    /// Sets the family, and notes it, or finds that an address is of the family there is.
    ///
    /// # Errors
    /// `AF_MISMATCH`.
    pub fn agree_on_family(&mut self, known: bool, address: &Address) -> Result<(), Error> {
        let family = address.family().ok_or(Error::INVAL)?;
        if !known {
            self.family = u8::try_from(family).map_err(|_| Error::AF_NOSUPPORT)?;
        } else if family != c_int::from(self.family) {
            return Err(Error::AF_MISMATCH);
        }
        Ok(())
    }

    /// What few routes have, made if it is not there yet.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn rare_mut(&mut self) -> Result<&mut Rare, Error> {
        self.rare.get_or_default().map_err(|_| Error::NOMEM)
    }

    /// The metrics, if any were set.
    #[must_use]
    pub fn metrics(&self) -> Option<&Metrics> {
        self.rare.get()?.metrics.get()
    }

    /// The metrics, made if there are none yet.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn metrics_mut(&mut self) -> Result<&mut Metrics, Error> {
        self.rare_mut()?.metrics.get_or_default().map_err(|_| Error::NOMEM)
    }

    /// The interface that packets must come from.
    #[must_use]
    pub fn iif(&self) -> u32 {
        self.rare.get().map_or(0, |rare| rare.iif)
    }

    /// The scope that a route like this has if none is given: that of this machine for local routes,
    /// everywhere if there is a gateway, the link's otherwise.
    #[must_use]
    pub fn guess_scope(&self) -> u8 {
        if self.kind == kind::LOCAL {
            scope::HOST
        } else if c_int::from(self.family) == AF_MPLS || self.nexthops.any_has_gateway() {
            scope::UNIVERSE
        } else {
            scope::LINK
        }
    }

    /// Whether the attributes that name a route in requests are the same: all that identifies it by
    /// [`Object::ID_ATTRS`].
    #[must_use]
    pub fn same_destination(&self, other: &Self) -> bool {
        let numbers = |route: &Self| (route.family, route.tos, route.table, route.prio);
        numbers(self) == numbers(other) && self.dst.same(&other.dst)
    }

    /// Whether the kernel merges this IPv6 route with others of the same destination into one with several
    /// next hops: it does with those that have gateways and were not learned from routers.
    fn merges(&self) -> bool {
        const RTPROT_REDIRECT: u8 = 1;
        const RTPROT_RA: u8 = 9;
        self.nhid == 0
            && !matches!(self.protocol, RTPROT_REDIRECT | RTPROT_RA)
            && self.nexthops.all_have_gateways()
    }

    /// Whether this is an IPv6 route that the kernel merges with others.
    #[must_use]
    pub fn is_mergeable(&self) -> bool {
        c_int::from(self.family) == AF_INET6 && self.merges()
    }

    /// Whether the kernel holds two routes in the same place of its tables, so that there can be only one
    /// of them.
    ///
    /// For IPv4, that is all of a route but flags and age: the kernel tells routes apart by type, scope,
    /// protocol, source, metrics and next hops. For IPv6, routes with gateways are merged into one with
    /// several next hops. MPLS has one route per label.
    #[must_use]
    pub fn same_entry(&self, other: &Self) -> bool {
        if !self.same_destination(other) {
            return false;
        }
        match c_int::from(self.family) {
            AF_INET => {
                let numbers = |route: &Self| (route.kind, route.scope, route.protocol, route.nhid);
                numbers(self) == numbers(other)
                    && self.pref_src.same(&other.pref_src)
                    && self.same_metrics(other)
                    && self.nexthops.same(&other.nexthops)
            }
            AF_INET6 => match (self.merges(), other.merges()) {
                (true, true) => self.same_source(other),
                (false, false) => {
                    self.nhid == other.nhid
                        && self.kind == other.kind
                        && self.same_source(other)
                        && (self.nhid != 0 || self.nexthops.same(&other.nexthops))
                }
                _ => false,
            },
            _ => true,
        }
    }

    fn same_source(&self, other: &Self) -> bool {
        match (self.rare.get(), other.rare.get()) {
            (Some(a), Some(b)) => a.src.same(&b.src),
            (None, Some(rare)) | (Some(rare), None) => !rare.src.is_set(),
            (None, None) => true,
        }
    }

    fn same_metrics(&self, other: &Self) -> bool {
        match (self.metrics(), other.metrics()) {
            (None, None) => true,
            (a, b) => {
                a.into_iter().flat_map(Metrics::iter).eq(b.into_iter().flat_map(Metrics::iter))
            }
        }
    }

    /// A hash of what identifies it.
    fn key(&self, size: u32) -> u32 {
        let mut room = [0; 16];
        let len = self.dst.copy_to(&mut room);
        let mut hash = u64::from(self.table) << 32 | u64::from(self.prio);
        hash ^= u64::from(self.family) << 24 | u64::from(self.tos) << 16;
        if len != 0 {
            hash ^= u64::from(self.dst.prefixlen()) << 8 | len as u64;
        }
        let (halves, _) = room.as_chunks::<8>();
        for half in halves {
            hash = (hash ^ u64::from_ne_bytes(*half)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            hash ^= hash >> 32;
        }
        #[expect(clippy::cast_possible_truncation, reason = "the remainder is below `size`")]
        let key = (hash % u64::from(size.max(1))) as u32;
        key
    }
}

impl Object for Route {
    const NAME: &'static CStr = c"route/route";
    const ID_ATTRS: u32 = 0x1087;
    const ATTRS: &'static [trans_tbl] = &ATTRS;
    const KEY: Option<fn(&Self, u32) -> u32> = Some(Self::key);
    const UPDATE: Option<Update<Self>> = Some(merge::update);
    // MPLS routes have no priority.
    const ID_ATTRS_OF: Option<fn(&Self, u64) -> u32> =
        Some(|route, _| if c_int::from(route.family) == AF_MPLS { 0x0087 } else { 0x1087 });

    fn try_clone(&self) -> Result<Self, Error> {
        let rare = match self.rare.get() {
            None => Optional::NONE,
            Some(rare) => {
                let metrics = rare.metrics.get().map_or(Ok(Optional::NONE), |metrics| {
                    Optional::new(*metrics).map_err(|_| Error::NOMEM)
                });
                let rare = Rare {
                    src: rare.src.try_clone()?,
                    iif: rare.iif,
                    cacheinfo: rare.cacheinfo,
                    metrics: metrics?,
                };
                Optional::new(rare).map_err(|_| Error::NOMEM)?
            }
        };
        Ok(Self {
            dst: self.dst.try_clone()?,
            pref_src: self.pref_src.try_clone()?,
            rare,
            nexthops: self.nexthops.try_clone()?,
            ..*self
        })
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        let empty = Rare::default();
        let (a, b) = (self.rare.get().unwrap_or(&empty), other.rare.get().unwrap_or(&empty));
        differences.attr(attr::FAMILY, self.family != other.family);
        differences.attr(attr::TOS, self.tos != other.tos);
        differences.attr(attr::TABLE, self.table != other.table);
        differences.attr(attr::PROTOCOL, self.protocol != other.protocol);
        differences.attr(attr::SCOPE, self.scope != other.scope);
        differences.attr(attr::TYPE, self.kind != other.kind);
        differences.attr(attr::PRIO, self.prio != other.prio);
        differences.attr(attr::DST, !self.dst.same(&other.dst));
        differences.attr(attr::SRC, !a.src.same(&b.src));
        differences.attr(attr::IIF, a.iif != b.iif);
        differences.attr(attr::PREF_SRC, !self.pref_src.same(&other.pref_src));
        differences.attr(attr::TTL_PROPAGATE, self.ttl_propagate != other.ttl_propagate);
        differences.attr(attr::NHID, self.nhid != other.nhid);
        if differences.is_identity() {
            return;
        }
        let loose = differences.is_loose();
        let same = if loose {
            self.nexthops.match_filter(&other.nexthops)
        } else {
            self.nexthops.same(&other.nexthops)
        };
        if !same {
            differences.attr(attr::MULTIPATH, true);
            return;
        }
        let none = Metrics::default();
        let (a, b) = (a.metrics.get().unwrap_or(&none), b.metrics.get().unwrap_or(&none));
        differences.attr(attr::METRICS, a.differ(b, loose));
        let flags = self.flags ^ other.flags;
        differences.attr(attr::FLAGS, flags & if loose { other.flag_mask } else { u32::MAX } != 0);
    }

    fn dump(&self, mask: u64, style: Style, to: &Printer<'_>) {
        dump::dump(self, mask, style, to);
    }
}

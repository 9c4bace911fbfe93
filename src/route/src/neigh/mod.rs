// SPDX-License-Identifier: LGPL-2.1-or-later
//! Neighbours: ARP, neighbour discovery and bridges' forwarding tables.

mod message;

use core::ffi::CStr;

use libc::{AF_BRIDGE, AF_UNSPEC, RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH, c_int};
use nl_sys::address::Address;
use nl_sys::cache_type::{self, Action, CacheType, GROUPS_END, Groups, group, msgtype};
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::{
    nl_addr, nl_cache, nl_cache_extra, nl_msgtype, nl_object, nl_object_ops, trans_tbl,
};
use nl_sys::print::{Printer, Style};
use nl_sys::strings::push_flags;
use nl_sys::typed::{self, Differences, Handle, Object, Typed};
use os::text::{Append, Text};

use crate::interfaces::Interfaces;
use crate::rtnl;
use crate::uapi::ndmsg;

/// Attributes of a neighbour, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "named as in the table of their names")]
pub mod attr {
    pub const FLAGS: u64 = 0x01;
    pub const STATE: u64 = 0x02;
    pub const LLADDR: u64 = 0x04;
    pub const DST: u64 = 0x08;
    pub const CACHEINFO: u64 = 0x10;
    pub const IFINDEX: u64 = 0x20;
    pub const FAMILY: u64 = 0x40;
    pub const TYPE: u64 = 0x80;
    pub const PROBES: u64 = 0x0100;
    pub const MASTER: u64 = 0x0200;
    pub const VLAN: u64 = 0x0400;
    pub const NHID: u64 = 0x0800;
    pub const EXT_FLAGS: u64 = 0x1000;
}

/// The entry is one of the interface itself, not of the bridge it is a port of.
const NTF_SELF: u8 = 0x02;
const NTF_PROXY: u8 = 0x08;
crate::uapi::plain! {
    /// `NDA_CACHEINFO`
    nda_cacheinfo = 16 {
        ndm_confirmed: u32, ndm_used: u32, ndm_updated: u32, ndm_refcnt: u32,
    }
}

/// Where a VXLAN sends frames for an address, besides to the destination that C can ask for: the kernel
/// has an entry for each of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Remote {
    port: u16,
    vni: u32,
    ifindex: u32,
    src_vni: u32,
}

/// A neighbour.
#[derive(Debug, Default)]
pub struct Neigh {
    /// `AF_INET` and the like; `AF_BRIDGE` for entries of forwarding tables.
    pub family: u32,
    /// The interface.
    pub ifindex: u32,
    /// `NUD_*`
    pub state: u16,
    /// `NTF_*`
    pub flags: u8,
    /// `NTF_EXT_*`
    pub ext_flags: u32,
    /// `RTN_*`
    pub kind: u8,
    /// The link-layer address.
    pub lladdr: Address,
    /// The address it belongs to.
    pub dst: Address,
    /// The next hop object that frames go to.
    pub nhid: u32,
    /// How many times it has been asked for.
    pub probes: u32,
    /// Times in clock ticks.
    pub cacheinfo: nda_cacheinfo,
    /// States that have been set or unset by hand.
    pub state_mask: u16,
    /// Flags that have been set or unset by hand.
    pub flag_mask: u8,
    /// Likewise.
    pub ext_flag_mask: u32,
    /// The bridge whose table it is in.
    pub master: u32,
    /// The VLAN.
    pub vlan: u16,
    remote: Remote,
}

/// The table of the type.
pub static NEIGH_OBJ_OPS: nl_object_ops = typed::ops::<Neigh>();

/// A neighbour in memory; `struct rtnl_neigh` in C.
pub type rtnl_neigh = Typed<Neigh>;

/// Where changes are announced: `RTNLGRP_NEIGH`.
static GROUPS: Groups<3> = Groups([group(AF_UNSPEC, 3), group(AF_BRIDGE, 3), GROUPS_END]);

static EXTRA: nl_cache_extra =
    nl_cache_extra { same_entry: Some(same_entry), ..nl_cache_extra::NONE };

/// The type of caches of neighbours.
pub static NEIGH_CACHE: CacheType<4> = {
    let ops =
        cache_type::ops::<Neigh, _>(c"route/neigh", size_of::<ndmsg>(), &NEIGH_OBJ_OPS, &GROUPS);
    CacheType::new(
        cache_type::with_extra(ops, &EXTRA),
        [
            msgtype(RTM_NEWNEIGH, Action::New, c"new"),
            msgtype(RTM_DELNEIGH, Action::Del, c"del"),
            msgtype(RTM_GETNEIGH, Action::Get, c"get"),
            nl_msgtype::END,
        ],
    )
};

/// The kernel keeps proxies apart from neighbours, and tables of bridges from those of interfaces, and a
/// VXLAN has an entry for each place that it sends to.
unsafe extern "C" fn same_entry(a: *mut nl_object, b: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes two objects of the type.
    if unsafe { ffi::nl_object_identical(a, b) } == 0 {
        return 0;
    }
    let finer = |neigh: &Neigh| (neigh.flags & (NTF_PROXY | NTF_SELF), neigh.table(), neigh.remote);
    // SAFETY: as above.
    let a = unsafe { typed::read(a.cast::<rtnl_neigh>(), finer) };
    // SAFETY: as above.
    let b = unsafe { typed::read(b.cast::<rtnl_neigh>(), finer) };
    c_int::from(a == b)
}

/// `NUD_*` of `linux/neighbour.h`. The last one is only accepted: releases of libnl had that slip.
pub static STATES: [trans_tbl; 9] = [
    trans_tbl::new(0x01, c"incomplete"),
    trans_tbl::new(0x02, c"reachable"),
    trans_tbl::new(0x04, c"stale"),
    trans_tbl::new(0x08, c"delay"),
    trans_tbl::new(0x10, c"probe"),
    trans_tbl::new(0x20, c"failed"),
    trans_tbl::new(0x40, c"noarp"),
    trans_tbl::new(0x80, c"permanent"),
    trans_tbl::new(0x40, c"norarp"),
];

/// [`STATES`] as they are written.
#[must_use]
pub fn states() -> &'static [trans_tbl] {
    STATES.get(..8).unwrap_or_default()
}

/// `NTF_*` of `linux/neighbour.h`.
pub static FLAGS: [trans_tbl; 7] = [
    trans_tbl::new(0x01, c"use"),
    trans_tbl::new(0x08, c"proxy"),
    trans_tbl::new(0x80, c"router"),
    trans_tbl::new(0x02, c"self"),
    trans_tbl::new(0x04, c"master"),
    trans_tbl::new(0x10, c"ext_learned"),
    trans_tbl::new(0x20, c"offloaded"),
];

/// `NTF_EXT_*` of `linux/neighbour.h`.
pub static EXT_FLAGS: [trans_tbl; 2] =
    [trans_tbl::new(0x01, c"managed"), trans_tbl::new(0x02, c"locked")];

impl Object for Neigh {
    const NAME: &'static CStr = c"route/neigh";
    const ID_ATTRS: u32 = 0x68;
    const ATTRS: &'static [trans_tbl] = &[
        trans_tbl::new(attr::FLAGS, c"flags"),
        trans_tbl::new(attr::STATE, c"state"),
        trans_tbl::new(attr::LLADDR, c"lladdr"),
        trans_tbl::new(attr::DST, c"dst"),
        trans_tbl::new(attr::CACHEINFO, c"cacheinfo"),
        trans_tbl::new(attr::IFINDEX, c"ifindex"),
        trans_tbl::new(attr::FAMILY, c"family"),
        trans_tbl::new(attr::TYPE, c"type"),
        trans_tbl::new(attr::PROBES, c"probes"),
        trans_tbl::new(attr::MASTER, c"master"),
        trans_tbl::new(attr::VLAN, c"vlan"),
        trans_tbl::new(attr::NHID, c"nhid"),
        trans_tbl::new(attr::EXT_FLAGS, c"ext_flags"),
    ];
    const KEY: Option<fn(&Self, u32) -> u32> =
        Some(|neigh, size| neigh.key().checked_rem(size).unwrap_or(0));
    const ID_ATTRS_OF: Option<fn(&Self, u64) -> u32> = Some(|neigh, mask| {
        /// Link-layer address, family, bridge, VLAN.
        const OF_BRIDGE: u32 = 0x0644;
        /// Link-layer address, family, interface.
        const OF_INTERFACE: u32 = 0x0064;
        /// Destination, VLAN, next hop.
        const IF_SET: u32 = 0x0c08;
        if !neigh.is_forwarding() {
            return Self::ID_ATTRS;
        }
        if neigh.flags & NTF_SELF == 0 {
            return OF_BRIDGE;
        }
        OF_INTERFACE | (u32::try_from(mask & u64::from(IF_SET)).unwrap_or(0))
    });

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self { lladdr: self.lladdr.try_clone()?, dst: self.dst.try_clone()?, ..*self })
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::IFINDEX, self.ifindex != other.ifindex);
        differences.attr(attr::FAMILY, self.family != other.family);
        differences.attr(attr::TYPE, self.kind != other.kind);
        differences.attr(attr::LLADDR, !self.lladdr.same(&other.lladdr));
        differences.attr(attr::DST, !self.dst.same(&other.dst));
        differences.attr(attr::MASTER, self.master != other.master);
        differences.attr(attr::VLAN, self.vlan != other.vlan);
        differences.attr(attr::NHID, self.nhid != other.nhid);
        let loose = differences.is_loose();
        let states = if loose { other.state_mask } else { u16::MAX };
        let flags = if loose { other.flag_mask } else { u8::MAX };
        let ext_flags = if loose { other.ext_flag_mask } else { u32::MAX };
        differences.attr(attr::STATE, (self.state ^ other.state) & states != 0);
        differences.attr(attr::FLAGS, (self.flags ^ other.flags) & flags != 0);
        let ext_differ = (self.ext_flags ^ other.ext_flags) & ext_flags != 0;
        differences.attr(attr::EXT_FLAGS, ext_differ);
    }

    fn dump(&self, mask: u64, style: Style, to: &Printer<'_>) {
        self.dump_line(mask, to);
        if style != Style::Line {
            self.dump_details(to);
        }
    }
}

impl Neigh {
    fn is_forwarding(&self) -> bool {
        self.family == AF_BRIDGE.cast_unsigned()
    }

    /// Whether the entry is in the table of a bridge, rather than of the interface itself.
    fn is_of_bridge(&self) -> bool {
        self.is_forwarding() && self.flags & NTF_SELF == 0 && self.master != 0
    }

    fn key(&self) -> u32 {
        let mut room = [0; Address::ROOM];
        if !self.is_forwarding() {
            let dst = rtnl::bytes_of(&self.dst, &mut room);
            return rtnl::hash(&[self.family, self.ifindex], dst);
        }
        let lladdr = rtnl::bytes_of(&self.lladdr, &mut room);
        rtnl::hash(&[self.family, self.table(), self.vlan.into()], lladdr)
    }

    /// Whose table the entry is in.
    fn table(&self) -> u32 {
        if self.is_of_bridge() { self.master } else { self.ifindex }
    }

    fn dump_line(&self, mask: u64, to: &Printer<'_>) {
        let interfaces = Interfaces::provided();
        if self.family != 0 {
            to.new_line();
            to.with(|text| {
                rtnl::push_family(text, self.family.cast_signed());
                text.push(b" ");
            });
        }
        if mask & attr::DST != 0 {
            to.new_line();
            to.with(|text| {
                rtnl::push_address(text, &self.dst);
                text.push(b" ");
            });
        }
        to.with(|text| {
            text.push(b"dev ");
            interfaces.push_name(text, self.ifindex);
            if mask & attr::LLADDR != 0 {
                text.push(b" lladdr ");
                rtnl::push_address(text, &self.lladdr);
            }
            if mask & attr::VLAN != 0 {
                text.push(b" vlan ");
                text.push_dec(self.vlan.into());
            }
            if mask & attr::NHID != 0 {
                text.push(b" nhid ");
                text.push_dec(self.nhid.into());
            }
            if mask & attr::MASTER != 0 {
                text.push(b" ");
                interfaces.push_name(text, self.master);
            }
            text.push(b" ");
        });
        let mut names = Text::<256>::new();
        let tables = [
            (u32::from(self.state), states()),
            (u32::from(self.flags), &FLAGS),
            (self.ext_flags, &EXT_FLAGS),
        ];
        for (flags, table) in tables {
            let mut some = Text::<128>::new();
            push_flags(&mut some, flags, table);
            if some.as_bytes().is_empty() {
                continue;
            }
            names.push(if names.as_bytes().is_empty() { b"<" } else { b"," });
            names.push(some.as_bytes());
        }
        if !names.as_bytes().is_empty() {
            names.push(b">");
        }
        names.push(b"\n");
        to.print(&names);
    }

    fn dump_details(&self, to: &Printer<'_>) {
        // SAFETY: no arguments.
        let hz = unsafe { ffi::nl_get_user_hz() }.cast_unsigned();
        let seconds = |ticks: u32| u64::from(ticks.checked_div(hz).unwrap_or(0));
        let info = &self.cacheinfo;
        to.new_line();
        to.with(|text| {
            text.push(b"    refcnt ");
            text.push_dec(info.ndm_refcnt.into());
            text.push(b" type ");
            rtnl::push_type(text, self.kind.into());
            text.push(b" confirmed ");
            text.push_dec(seconds(info.ndm_confirmed));
            text.push(b" used ");
            text.push_dec(seconds(info.ndm_used));
            text.push(b" updated ");
            text.push_dec(seconds(info.ndm_updated));
            text.push(b"\n");
        });
    }

    /// Sets the destination, whose family has to be the neighbour's.
    ///
    /// # Errors
    /// `INVAL` for NULL, `AF_MISMATCH`.
    ///
    /// # Safety
    /// `dst` is live or NULL.
    pub unsafe fn set_dst(neigh: &rtnl_neigh, dst: *mut nl_addr) -> Result<(), Error> {
        // SAFETY: by contract.
        let family = unsafe { dst.as_ref() }.ok_or(Error::INVAL)?.a_family.get().cast_unsigned();
        let known = neigh.has(attr::FAMILY);
        neigh.change(attr::DST | attr::FAMILY, |neigh| {
            if known && neigh.family != family {
                return Err(Error::AF_MISMATCH);
            }
            neigh.family = family;
            // SAFETY: by contract.
            neigh.dst = unsafe { Address::share(dst) };
            Ok(())
        })
    }

    /// The neighbour of a cache that is on an interface and has an address.
    ///
    /// # Safety
    /// `cache` is a cache or NULL, `dst` live or NULL.
    pub unsafe fn find(
        cache: *mut nl_cache,
        ifindex: c_int,
        dst: *mut nl_addr,
    ) -> Option<Handle<Self>> {
        // SAFETY: by contract.
        let family = unsafe { dst.as_ref() }?.a_family.get().cast_unsigned();
        // SAFETY: live.
        let dst = unsafe { Address::share(dst) };
        let ifindex = ifindex.cast_unsigned();
        let mut room = [0; Address::ROOM];
        let key = rtnl::hash(&[family, ifindex], rtnl::bytes_of(&dst, &mut room));
        let key = (family != AF_BRIDGE.cast_unsigned()).then_some(key);
        let is = |neigh: &Self| {
            neigh.ifindex == ifindex && neigh.family == family && neigh.dst.same(&dst)
        };
        let wanted = |neigh: &rtnl_neigh| neigh.read(is) == Some(true);
        // SAFETY: by contract; the objects of these caches are neighbours.
        unsafe { rtnl::lookup(cache, NEIGH_CACHE.as_ptr(), key, wanted) }
    }

    /// The first neighbour of a cache that is on an interface and has a link-layer address in a VLAN (0: in
    /// none).
    ///
    /// # Safety
    /// `cache` is a cache or NULL, `lladdr` live or NULL.
    pub unsafe fn find_by_vlan(
        cache: *mut nl_cache,
        ifindex: c_int,
        lladdr: *mut nl_addr,
        vlan: c_int,
    ) -> Option<Handle<Self>> {
        if lladdr.is_null() {
            return None;
        }
        // SAFETY: live.
        let lladdr = unsafe { Address::share(lladdr) };
        let is = |neigh: &Self| {
            neigh.ifindex == ifindex.cast_unsigned()
                && c_int::from(neigh.vlan) == vlan
                && neigh.lladdr.same(&lladdr)
        };
        let wanted = |neigh: &rtnl_neigh| neigh.read(is) == Some(true);
        // SAFETY: by contract; the objects of these caches are neighbours.
        unsafe { rtnl::lookup(cache, NEIGH_CACHE.as_ptr(), None, wanted) }
    }
}

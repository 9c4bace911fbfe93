// SPDX-License-Identifier: LGPL-2.1-or-later
//! Settings of address families per interface.

use core::ffi::CStr;

use libc::{AF_INET, AF_INET6, NLM_F_DUMP, c_int};
use nl_sys::cache_type::{
    self, Action, CacheType, Cached, Delivery, GROUPS_END, Groups, Received, group, msgtype,
};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_msgtype, nl_object_ops, nl_sock, trans_tbl};
use nl_sys::message::Table;
use nl_sys::print::{Printer, Style};
use nl_sys::typed::{self, Differences, Handle, Object, Typed, Update};
use os::text::Append;

use crate::interfaces::Interfaces;
use crate::route::encap::AF_MPLS;
use crate::rtnl;
use crate::uapi::netconfmsg;

/// Settings, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "named as in the table of their names")]
pub mod attr {
    pub const FAMILY: u64 = 0x0001;
    pub const IFINDEX: u64 = 0x0002;
    pub const RP_FILTER: u64 = 0x0004;
    pub const FWDING: u64 = 0x0008;
    pub const MC_FWDING: u64 = 0x0010;
    pub const PROXY_NEIGH: u64 = 0x0020;
    pub const IGNORE_RT_LINKDWN: u64 = 0x0040;
    pub const INPUT: u64 = 0x0080;
}

// `RTM_*` of `linux/rtnetlink.h`.
const RTM_NEWNETCONF: u16 = 80;
const RTM_DELNETCONF: u16 = 81;
const RTM_GETNETCONF: u16 = 82;

// `enum` of `linux/netconf.h`.
const NETCONFA_IFINDEX: u16 = 1;
const NETCONFA_FORWARDING: u16 = 2;
const NETCONFA_RP_FILTER: u16 = 3;
const NETCONFA_MC_FORWARDING: u16 = 4;
const NETCONFA_PROXY_NEIGH: u16 = 5;
const NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN: u16 = 6;
const NETCONFA_INPUT: u16 = 7;

/// Attributes that are known.
const NETCONFA_END: usize = 8;

/// In place of an interface: what holds for all of them.
pub const ALL: c_int = -1;
/// In place of an interface: what new ones start with.
pub const DEFAULT: c_int = -2;

/// Settings of a family on an interface. They are numbers of the system's, as in `/proc/sys/net`.
#[derive(Clone, Copy, Debug, Default)]
#[expect(missing_docs, reason = "named as the files there")]
pub struct Netconf {
    pub family: c_int,
    pub ifindex: c_int,
    pub rp_filter: c_int,
    pub forwarding: c_int,
    pub mc_forwarding: c_int,
    pub proxy_neigh: c_int,
    pub ignore_routes_linkdown: c_int,
    pub input: c_int,
}

/// The table of the type.
pub static NETCONF_OBJ_OPS: nl_object_ops = typed::ops::<Netconf>();

/// Settings in memory; `struct rtnl_netconf` in C.
pub type rtnl_netconf = Typed<Netconf>;

/// Where changes are announced: `RTNLGRP_IPV4_NETCONF`, `RTNLGRP_IPV6_NETCONF`, `RTNLGRP_MPLS_NETCONF`.
static GROUPS: Groups<4> =
    Groups([group(AF_INET, 24), group(AF_INET6, 25), group(AF_MPLS, 29), GROUPS_END]);

/// The type of caches of settings.
pub static NETCONF_CACHE: CacheType<4> = {
    let size = size_of::<netconfmsg>();
    CacheType::new(
        cache_type::ops::<Netconf, _>(c"route/netconf", size, &NETCONF_OBJ_OPS, &GROUPS),
        [
            msgtype(RTM_NEWNETCONF, Action::New, c"new"),
            msgtype(RTM_DELNETCONF, Action::Del, c"del"),
            msgtype(RTM_GETNETCONF, Action::Get, c"get"),
            nl_msgtype::END,
        ],
    )
};

impl Object for Netconf {
    const NAME: &'static CStr = c"route/netconf";
    const ID_ATTRS: u32 = 0x03;
    const STYLES: [bool; 3] = [true, true, false];
    const ATTRS: &'static [trans_tbl] = &[
        trans_tbl::new(attr::FAMILY, c"family"),
        trans_tbl::new(attr::IFINDEX, c"ifindex"),
        trans_tbl::new(attr::RP_FILTER, c"rp_filter"),
        trans_tbl::new(attr::FWDING, c"forwarding"),
        trans_tbl::new(attr::MC_FWDING, c"mc_forwarding"),
        trans_tbl::new(attr::PROXY_NEIGH, c"proxy_neigh"),
        trans_tbl::new(attr::IGNORE_RT_LINKDWN, c"ignore_routes_with_linkdown"),
        trans_tbl::new(attr::INPUT, c"input"),
    ];
    const KEY: Option<fn(&Self, u32) -> u32> =
        Some(|netconf, size| key(netconf.family, netconf.ifindex).checked_rem(size).unwrap_or(0));
    const UPDATE: Option<Update<Self>> = Some(update);

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(*self)
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::FAMILY, self.family != other.family);
        differences.attr(attr::IFINDEX, self.ifindex != other.ifindex);
        let (mut a, mut b) = (*self, *other);
        for ((bit, a), (_, b)) in a.settings().into_iter().zip(b.settings()) {
            differences.attr(bit, a != b);
        }
    }

    fn dump(&self, mask: u64, _: Style, to: &Printer<'_>) {
        let family: &[u8] = match self.family {
            AF_INET => b"ipv4 ",
            AF_INET6 => b"ipv6 ",
            AF_MPLS => b"mpls ",
            _ => return,
        };
        let on = |setting: c_int| if setting == 0 { &b"off "[..] } else { b"on " };
        to.with(|text| {
            text.push(family);
            match self.ifindex {
                ALL => text.push(b"all "),
                DEFAULT => text.push(b"default "),
                ifindex => {
                    text.push(b"dev ");
                    Interfaces::provided().push_name(text, ifindex.cast_unsigned());
                    text.push(b" ");
                }
            }
            if mask & attr::FWDING != 0 {
                text.push(b"forwarding ");
                text.push(on(self.forwarding));
            }
            if mask & attr::RP_FILTER != 0 {
                text.push(b"rp_filter ");
                text.push(match self.rp_filter {
                    0 => b"off ",
                    1 => b"strict ",
                    2 => b"loose ",
                    _ => b"unknown-mode ",
                });
            }
            if mask & attr::MC_FWDING != 0 {
                text.push(b"mc_forwarding ");
                text.push(on(self.mc_forwarding));
            }
            if mask & attr::PROXY_NEIGH != 0 {
                text.push(b"proxy_neigh ");
                text.push_int(self.proxy_neigh.into());
                text.push(b" ");
            }
            if mask & attr::IGNORE_RT_LINKDWN != 0 {
                text.push(b"ignore_routes_with_linkdown ");
                text.push(on(self.ignore_routes_linkdown));
            }
            if mask & attr::INPUT != 0 {
                text.push(b"input ");
                text.push(on(self.input));
            }
            text.push(b"\n");
        });
    }
}

fn key(family: c_int, ifindex: c_int) -> u32 {
    rtnl::hash(&[family.cast_unsigned(), ifindex.cast_unsigned()], &[])
}

/// Takes what a notification says into the settings of the same family and interface.
fn update(netconf: &rtnl_netconf, notification: &rtnl_netconf) -> Result<(), Error> {
    if notification.header().ce_msgtype.get() != c_int::from(RTM_NEWNETCONF) {
        return Err(Error::OPNOTSUPP);
    }
    let mask = notification.mask();
    let mut news = notification.read(|news| *news).ok_or(Error::BUSY)?;
    netconf.change(mask, |netconf| {
        if (netconf.family, netconf.ifindex) != (news.family, news.ifindex) {
            return Err(Error::OPNOTSUPP);
        }
        for ((bit, setting), (_, new)) in netconf.settings().into_iter().zip(news.settings()) {
            if mask & bit != 0 {
                *setting = *new;
            }
        }
        Ok(())
    })
}

impl Netconf {
    /// All settings, and their bits.
    fn settings(&mut self) -> [(u64, &mut c_int); 6] {
        [
            (attr::RP_FILTER, &mut self.rp_filter),
            (attr::FWDING, &mut self.forwarding),
            (attr::MC_FWDING, &mut self.mc_forwarding),
            (attr::PROXY_NEIGH, &mut self.proxy_neigh),
            (attr::IGNORE_RT_LINKDWN, &mut self.ignore_routes_linkdown),
            (attr::INPUT, &mut self.input),
        ]
    }

    /// The settings of a family on an interface, of a cache.
    ///
    /// # Safety
    /// `cache` is a cache or NULL.
    pub unsafe fn find(
        cache: *mut nl_cache,
        family: c_int,
        ifindex: c_int,
    ) -> Option<Handle<Self>> {
        if family == 0 || ifindex == 0 {
            return None;
        }
        let is = |netconf: &Self| (netconf.family, netconf.ifindex) == (family, ifindex);
        let wanted = |netconf: &rtnl_netconf| netconf.read(is) == Some(true);
        let key = Some(key(family, ifindex));
        // SAFETY: by contract; the objects of these caches are settings.
        unsafe { rtnl::lookup(cache, NETCONF_CACHE.as_ptr(), key, wanted) }
    }

    /// Writes a setting to where C wants it, if it wants it.
    ///
    /// # Errors
    /// `INVAL` for NULL, `MISSING_ATTR` if it is not set, `BUSY`.
    ///
    /// # Safety
    /// `netconf` is an object of the type or NULL, `val` a place for a number or NULL.
    pub unsafe fn tell(
        netconf: *mut rtnl_netconf,
        bit: u64,
        read: impl FnOnce(&Self) -> c_int,
        val: *mut c_int,
    ) -> Result<c_int, Error> {
        let mut unwanted = 0;
        let val = if val.is_null() { &raw mut unwanted } else { val };
        // SAFETY: by contract.
        unsafe { rtnl::tell(netconf, bit, Error::MISSING_ATTR, read, val) }
    }
}

impl Cached for Netconf {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        let (header, attrs) = message.parts::<netconfmsg>()?;
        let family = c_int::from(header.ncm_family);
        if ![AF_INET, AF_INET6, AF_MPLS].contains(&family) {
            return Err(Error::FAILURE);
        }
        let table = Table::<NETCONFA_END>::new(attrs);
        let number = |kind| table.u32(kind).map(u32::cast_signed);
        let ifindex = number(NETCONFA_IFINDEX).ok_or(Error::FAILURE)?;
        let mut mask = attr::FAMILY | attr::IFINDEX;
        let mut netconf = Self { family, ifindex, ..Self::default() };
        for (kind, (bit, setting)) in [
            NETCONFA_RP_FILTER,
            NETCONFA_FORWARDING,
            NETCONFA_MC_FORWARDING,
            NETCONFA_PROXY_NEIGH,
            NETCONFA_IGNORE_ROUTES_WITH_LINKDOWN,
            NETCONFA_INPUT,
        ]
        .into_iter()
        .zip(netconf.settings())
        {
            if let Some(number) = number(kind) {
                *setting = number;
                mask |= bit;
            }
        }
        to.deliver(rtnl_netconf::of(&NETCONF_OBJ_OPS, netconf, mask)?)
    }

    unsafe fn request(cache: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        let header = netconfmsg { ncm_family: rtnl::low_byte(cache.c_iarg1.get()) };
        // SAFETY: by contract.
        unsafe { rtnl::send(sk, RTM_GETNETCONF.into(), NLM_F_DUMP, &header) }
    }
}

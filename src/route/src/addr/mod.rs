// SPDX-License-Identifier: LGPL-2.1-or-later
//! Addresses of interfaces.

mod message;

use core::ffi::CStr;
use core::mem::ManuallyDrop;
use core::ptr;

use libc::{AF_INET, AF_INET6, RTM_DELADDR, RTM_GETADDR, RTM_NEWADDR, c_int};
use nl_sys::address::Address;
use nl_sys::cache_type::{self, Action, CacheType, GROUPS_END, Groups, group, msgtype};
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::{nl_addr, nl_cache, nl_msgtype, nl_object, nl_object_ops, trans_tbl};
use nl_sys::name;
use nl_sys::print::{Printer, Style};
use nl_sys::strings::push_flags;
use nl_sys::typed::{self, Differences, Handle, Object, Typed};
use os::text::{Append, Text};

use crate::interfaces::Interfaces;
use crate::link;
use crate::link::object::rtnl_link;
use crate::rtnl;
use crate::uapi::ifaddrmsg;

/// Attributes of an address, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "named as in the table of their names")]
pub mod attr {
    pub const FAMILY: u64 = 0x0001;
    pub const PREFIXLEN: u64 = 0x0002;
    pub const FLAGS: u64 = 0x0004;
    pub const SCOPE: u64 = 0x0008;
    pub const IFINDEX: u64 = 0x0010;
    pub const LABEL: u64 = 0x0020;
    pub const CACHEINFO: u64 = 0x0040;
    pub const PEER: u64 = 0x0080;
    pub const LOCAL: u64 = 0x0100;
    pub const BROADCAST: u64 = 0x0200;
    pub const MULTICAST: u64 = 0x0400;
    pub const ANYCAST: u64 = 0x0800;
}

/// Bytes of a label, its NUL included.
pub const IFNAMSIZ: usize = 16;

const RT_SCOPE_NOWHERE: u8 = 255;

/// A lifetime without end.
pub const FOREVER: u32 = u32::MAX;

crate::uapi::plain! {
    /// `IFA_CACHEINFO`
    ifa_cacheinfo = 16 { ifa_prefered: u32, ifa_valid: u32, cstamp: u32, tstamp: u32 }
}

/// A reference to a link, or none; given back when dropped.
#[derive(Debug)]
pub struct LinkRef(*mut nl_object);

impl LinkRef {
    /// One more reference to a link.
    ///
    /// # Safety
    /// `link` is a link or NULL.
    #[must_use]
    pub unsafe fn of(link: *mut rtnl_link) -> Self {
        // SAFETY: by contract; NULL does no harm.
        unsafe { ffi::nl_object_get(link.cast()) };
        Self(link.cast())
    }

    /// The link of a number, if the provided cache of links has it.
    fn known(ifindex: u32) -> Self {
        let interfaces = Interfaces::provided();
        let known = interfaces.cache().and_then(|links| link::cache::find_by_index(links, ifindex));
        Self(known.map_or(ptr::null_mut(), Handle::into_raw))
    }

    /// The link; NULL for none.
    #[must_use]
    pub fn as_ptr(&self) -> *mut rtnl_link {
        self.0.cast()
    }
}

impl LinkRef {
    /// Hands the reference over to C.
    #[must_use]
    pub fn into_raw(self) -> *mut rtnl_link {
        ManuallyDrop::new(self).as_ptr()
    }
}

impl Clone for LinkRef {
    fn clone(&self) -> Self {
        // SAFETY: NULL, or a reference of ours.
        unsafe { Self::of(self.as_ptr()) }
    }
}

impl Drop for LinkRef {
    fn drop(&mut self) {
        // SAFETY: NULL, or a reference of ours.
        unsafe { ffi::nl_object_put(self.0) };
    }
}

/// An address of an interface.
#[derive(Debug)]
pub struct Addr {
    /// `AF_INET` and the like.
    pub family: u8,
    /// Bits of the prefix.
    pub prefixlen: u8,
    /// `RT_SCOPE_*`
    pub scope: u8,
    /// `IFA_F_*`
    pub flags: u32,
    /// Flags that have been set or unset by hand.
    pub flag_mask: u32,
    /// The interface.
    pub ifindex: u32,
    /// The other end.
    pub peer: Address,
    /// The address itself.
    pub local: Address,
    /// For broadcasts.
    pub broadcast: Address,
    /// For multicasts.
    pub multicast: Address,
    /// For anycasts.
    pub anycast: Address,
    /// Lifetimes in seconds, and times in hundredths of seconds since the system started.
    pub cacheinfo: ifa_cacheinfo,
    /// A label.
    pub label: name::Name<IFNAMSIZ>,
    /// The interface, if known.
    pub link: LinkRef,
}

impl Default for Addr {
    fn default() -> Self {
        Self {
            family: 0,
            prefixlen: 0,
            scope: RT_SCOPE_NOWHERE,
            flags: 0,
            flag_mask: 0,
            ifindex: 0,
            peer: Address::NONE,
            local: Address::NONE,
            broadcast: Address::NONE,
            multicast: Address::NONE,
            anycast: Address::NONE,
            cacheinfo: ifa_cacheinfo::default(),
            label: name::Name::default(),
            link: LinkRef(ptr::null_mut()),
        }
    }
}

/// The table of the type.
pub static ADDR_OBJ_OPS: nl_object_ops = typed::ops::<Addr>();

/// An address in memory; `struct rtnl_addr` in C.
pub type rtnl_addr = Typed<Addr>;

/// Where changes are announced: `RTNLGRP_IPV4_IFADDR`, `RTNLGRP_IPV6_IFADDR`.
static GROUPS: Groups<3> = Groups([group(AF_INET, 5), group(AF_INET6, 9), GROUPS_END]);

/// The type of caches of addresses.
pub static ADDR_CACHE: CacheType<4> = CacheType::new(
    cache_type::ops::<Addr, _>(c"route/addr", size_of::<ifaddrmsg>(), &ADDR_OBJ_OPS, &GROUPS),
    [
        msgtype(RTM_NEWADDR, Action::New, c"new"),
        msgtype(RTM_DELADDR, Action::Del, c"del"),
        msgtype(RTM_GETADDR, Action::Get, c"get"),
        nl_msgtype::END,
    ],
);

/// `IFA_F_*` of `linux/if_addr.h`.
pub static FLAGS: [trans_tbl; 10] = [
    trans_tbl::new(0x01, c"secondary"),
    trans_tbl::new(0x02, c"nodad"),
    trans_tbl::new(0x04, c"optimistic"),
    trans_tbl::new(0x08, c"dadfailed"),
    trans_tbl::new(0x10, c"homeaddress"),
    trans_tbl::new(0x20, c"deprecated"),
    trans_tbl::new(0x40, c"tentative"),
    trans_tbl::new(0x80, c"permanent"),
    trans_tbl::new(0x100, c"mngtmpaddr"),
    trans_tbl::new(0x200, c"noprefixroute"),
];

impl Object for Addr {
    const NAME: &'static CStr = c"route/addr";
    const ID_ATTRS: u32 = 0x0113;
    const ATTRS: &'static [trans_tbl] = &[
        trans_tbl::new(attr::FAMILY, c"family"),
        trans_tbl::new(attr::PREFIXLEN, c"prefixlen"),
        trans_tbl::new(attr::FLAGS, c"flags"),
        trans_tbl::new(attr::SCOPE, c"scope"),
        trans_tbl::new(attr::IFINDEX, c"ifindex"),
        trans_tbl::new(attr::LABEL, c"label"),
        trans_tbl::new(attr::CACHEINFO, c"cacheinfo"),
        trans_tbl::new(attr::PEER, c"peer"),
        trans_tbl::new(attr::LOCAL, c"local"),
        trans_tbl::new(attr::BROADCAST, c"broadcast"),
        trans_tbl::new(attr::MULTICAST, c"multicast"),
    ];
    const ID_ATTRS_OF: Option<fn(&Self, u64) -> u32> = Some(|addr, _| {
        /// Without the length of the prefix.
        const IPV6: u32 = 0x0111;
        const PEER: u32 = 0x0080;
        match c_int::from(addr.family) {
            AF_INET if addr.peer.is_set() => Self::ID_ATTRS | PEER,
            AF_INET6 => IPV6,
            _ => Self::ID_ATTRS,
        }
    });

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self {
            peer: self.peer.try_clone()?,
            local: self.local.try_clone()?,
            broadcast: self.broadcast.try_clone()?,
            multicast: self.multicast.try_clone()?,
            anycast: self.anycast.try_clone()?,
            label: self.label.clone(),
            link: self.link.clone(),
            ..*self
        })
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::IFINDEX, self.ifindex != other.ifindex);
        differences.attr(attr::FAMILY, self.family != other.family);
        differences.attr(attr::SCOPE, self.scope != other.scope);
        differences.attr(attr::LABEL, !self.label.same(&other.label));
        let other_peer = if differences.is_identity() {
            self.is_in_other_net(other)
        } else {
            !self.peer.same(&other.peer)
        };
        differences.attr(attr::PEER, other_peer);
        differences.attr(attr::LOCAL, !self.local.same(&other.local));
        differences.attr(attr::MULTICAST, !self.multicast.same(&other.multicast));
        differences.attr(attr::BROADCAST, !self.broadcast.same(&other.broadcast));
        differences.attr(attr::ANYCAST, !self.anycast.same(&other.anycast));
        differences.attr(attr::CACHEINFO, self.cacheinfo != other.cacheinfo);
        let relevant = if differences.is_loose() { other.flag_mask } else { u32::MAX };
        differences.attr(attr::FLAGS, (self.flags ^ other.flags) & relevant != 0);
    }

    fn dump(&self, mask: u64, style: Style, to: &Printer<'_>) {
        self.dump_line(mask, to);
        if style != Style::Line {
            self.dump_details(mask, to);
        }
    }
}

impl Addr {
    /// The kernel tells IPv4 addresses with peers apart by the network that the peer is in.
    fn is_in_other_net(&self, other: &Self) -> bool {
        let ipv4 = |addr: &Self| c_int::from(addr.family) == AF_INET && addr.peer.is_set();
        if !ipv4(self) || !ipv4(other) || self.prefixlen != other.prefixlen {
            return !self.peer.same(&other.peer);
        }
        !self.peer.same_net(&other.peer)
    }

    fn dump_line(&self, mask: u64, to: &Printer<'_>) {
        let interfaces = Interfaces::provided();
        to.new_line();
        to.with(|text| {
            if mask & attr::LOCAL == 0 {
                text.push(b"none");
            } else {
                rtnl::push_address(text, &self.local);
            }
            if mask & attr::PEER != 0 {
                text.push(b" peer ");
                rtnl::push_address(text, &self.peer);
            }
            text.push(b" ");
            rtnl::push_family(text, self.family.into());
        });
        to.with(|text| {
            text.push(b" dev ");
            interfaces.push_name(text, self.ifindex);
            text.push(b" scope ");
            rtnl::push_scope(text, self.scope.into());
            let mut flags = Text::<128>::new();
            push_flags(&mut flags, self.flags, &FLAGS);
            if !flags.as_bytes().is_empty() {
                text.push(b" <");
                text.push(flags.as_bytes());
                text.push(b">");
            }
            text.push(b"\n");
        });
    }

    fn dump_details(&self, mask: u64, to: &Printer<'_>) {
        if mask & (attr::LABEL | attr::BROADCAST | attr::MULTICAST) != 0 {
            to.new_line();
            to.with(|text| {
                text.push(b"  ");
                if mask & attr::LABEL != 0 {
                    text.push(b" label ");
                    self.label.push_to(text);
                }
                for (bit, title, address) in [
                    (attr::BROADCAST, &b" broadcast "[..], &self.broadcast),
                    (attr::MULTICAST, b" multicast ", &self.multicast),
                    (attr::ANYCAST, b" anycast ", &self.anycast),
                ] {
                    if mask & bit != 0 {
                        text.push(title);
                        rtnl::push_address(text, address);
                    }
                }
                text.push(b"\n");
            });
        }
        if mask & attr::CACHEINFO != 0 {
            let info = &self.cacheinfo;
            to.new_line();
            to.with(|text| {
                text.push(b"   valid-lifetime ");
                push_lifetime(text, info.ifa_valid);
                text.push(b" preferred-lifetime ");
                push_lifetime(text, info.ifa_prefered);
                text.push(b"\n");
            });
            to.new_line();
            to.with(|text| {
                text.push(b"   created boot-time+");
                rtnl::push_msec(text, u64::from(info.cstamp).saturating_mul(10));
                text.push(b" last-updated boot-time+");
                rtnl::push_msec(text, u64::from(info.tstamp).saturating_mul(10));
                text.push(b"\n");
            });
        }
    }

    /// Replaces an address, whose family has to be that of the others; none for NULL.
    ///
    /// # Errors
    /// `AF_MISMATCH`.
    ///
    /// # Safety
    /// `new` is live or NULL.
    pub unsafe fn assign(
        addr: &rtnl_addr,
        bit: u64,
        place: impl FnOnce(&mut Self) -> &mut Address,
        new: *mut nl_addr,
    ) -> Result<(), Error> {
        // SAFETY: by contract.
        let Some(family) = (unsafe { new.as_ref() }).map(|new| new.a_family.get()) else {
            addr.clear(bit);
            return addr.change(0, |addr| {
                *place(addr) = Address::NONE;
                Ok(())
            });
        };
        let known = addr.has(attr::FAMILY);
        addr.change(bit | attr::FAMILY, |addr| {
            if known && c_int::from(addr.family) != family {
                return Err(Error::AF_MISMATCH);
            }
            addr.family = rtnl::low_byte(family);
            // SAFETY: by contract.
            *place(addr) = unsafe { Address::share(new) };
            Ok(())
        })
    }

    /// Sets the length of the prefix, also in the address it is that of: the peer if there is one.
    pub fn set_prefixlen(addr: &rtnl_addr, prefixlen: c_int) {
        if prefixlen == 0 {
            addr.clear(attr::PREFIXLEN);
        }
        let bit = if prefixlen == 0 { 0 } else { attr::PREFIXLEN };
        let _ = addr.change(bit, |addr| {
            addr.prefixlen = rtnl::low_byte(prefixlen);
            let which = if addr.peer.is_set() { &addr.peer } else { &addr.local };
            which.set_prefixlen(prefixlen);
            Ok(())
        });
    }

    /// Sets the address itself.
    ///
    /// # Errors
    /// `INVAL` if it has a prefix while there is a peer, which the prefix would be that of; `AF_MISMATCH`.
    ///
    /// # Safety
    /// `local` is live or NULL.
    pub unsafe fn set_local(addr: &rtnl_addr, local: *mut nl_addr) -> Result<(), Error> {
        // SAFETY: by contract.
        let prefixlen = unsafe { local.as_ref() }.map_or(0, |local| local.a_prefixlen.get());
        let peer = addr.has(attr::PEER);
        if peer && prefixlen != 0 {
            return Err(Error::INVAL);
        }
        // SAFETY: by contract.
        unsafe { Self::assign(addr, attr::LOCAL, |addr| &mut addr.local, local) }?;
        if !peer {
            Self::set_prefixlen(addr, prefixlen);
        }
        Ok(())
    }

    /// Sets the other end.
    ///
    /// # Errors
    /// `AF_NOSUPPORT` if it is not of IPv4, `AF_MISMATCH`.
    ///
    /// # Safety
    /// `peer` is live or NULL.
    pub unsafe fn set_peer(addr: &rtnl_addr, peer: *mut nl_addr) -> Result<(), Error> {
        // SAFETY: by contract.
        let prefixlen = unsafe { peer.as_ref() }.map_or(0, |peer| peer.a_prefixlen.get());
        // SAFETY: by contract.
        unsafe { Self::assign_of(addr, AF_INET, attr::PEER, |addr| &mut addr.peer, peer) }?;
        Self::set_prefixlen(addr, prefixlen);
        Ok(())
    }

    /// As [`Self::assign`], for an address that only one family has.
    ///
    /// # Errors
    /// `AF_NOSUPPORT` if it is of another one, `AF_MISMATCH`.
    ///
    /// # Safety
    /// `new` is live or NULL.
    pub unsafe fn assign_of(
        addr: &rtnl_addr,
        family: c_int,
        bit: u64,
        place: impl FnOnce(&mut Self) -> &mut Address,
        new: *mut nl_addr,
    ) -> Result<(), Error> {
        // SAFETY: by contract.
        if unsafe { new.as_ref() }.is_some_and(|new| new.a_family.get() != family) {
            return Err(Error::AF_NOSUPPORT);
        }
        // SAFETY: by contract.
        unsafe { Self::assign(addr, bit, place, new) }
    }

    /// Sets the interface.
    ///
    /// # Safety
    /// `addr` is an address of an interface or NULL, `link` a link or NULL.
    pub unsafe fn set_link(addr: *mut rtnl_addr, link: *mut rtnl_link) {
        // SAFETY: by contract.
        let reference = unsafe { LinkRef::of(link) };
        // SAFETY: by contract.
        let ifindex = unsafe { typed::read(link, |link| link.index) };
        let bit = if ifindex.is_some() { attr::IFINDEX } else { 0 };
        let set = |addr: &mut Self| {
            addr.link = reference;
            addr.ifindex = ifindex.unwrap_or(addr.ifindex);
        };
        // SAFETY: by contract.
        unsafe { typed::set(addr, bit, set) };
    }

    /// The first address of a cache that is on an interface (0: any).
    ///
    /// # Safety
    /// `cache` is a cache or NULL, `local` live or NULL.
    pub unsafe fn find(
        cache: *mut nl_cache,
        ifindex: c_int,
        local: *mut nl_addr,
    ) -> Option<Handle<Self>> {
        if local.is_null() {
            return None;
        }
        // SAFETY: live.
        let local = unsafe { Address::share(local) };
        let is = |addr: &Self| {
            (ifindex == 0 || addr.ifindex.cast_signed() == ifindex) && addr.local.same(&local)
        };
        let wanted = |addr: &rtnl_addr| addr.has(attr::LOCAL) && addr.read(is) == Some(true);
        // SAFETY: by contract; the objects of these caches are addresses.
        unsafe { rtnl::lookup(cache, ADDR_CACHE.as_ptr(), None, wanted) }
    }
}

/// Appends a lifetime in seconds.
fn push_lifetime(text: &mut impl Append, seconds: u32) {
    if seconds == FOREVER {
        text.push(b"forever");
    } else {
        rtnl::push_msec(text, u64::from(seconds).saturating_mul(1000));
    }
}

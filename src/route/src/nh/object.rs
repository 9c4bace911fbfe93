// SPDX-License-Identifier: LGPL-2.1-or-later
//! What a next hop is.

use core::ffi::CStr;

use libc::{c_int, c_uint};
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::{nl_addr, nl_cache, nl_object_ops, trans_tbl};
use nl_sys::print::{Printer, Style};
use nl_sys::typed::{self, Differences, Handle, Object, Typed};
use os::array::Array;
use os::text::{Append, Text};

use super::NH_CACHE;
use crate::route::encap::{Encap, Slot};
use crate::rtnl;

/// Attributes of a next hop, as bits of the mask of those that are set. Those of flags have no value.
#[expect(missing_docs, reason = "named as in the table of their names")]
pub mod attr {
    pub const FLAGS: u64 = 1 << 0;
    pub const ID: u64 = 1 << 1;
    pub const GROUP: u64 = 1 << 2;
    pub const FLAG_BLACKHOLE: u64 = 1 << 3;
    pub const OIF: u64 = 1 << 4;
    pub const GATEWAY: u64 = 1 << 5;
    pub const FLAG_GROUPS: u64 = 1 << 6;
    pub const GROUP_TYPE: u64 = 1 << 7;
    pub const FLAG_FDB: u64 = 1 << 8;
    pub const RES_GROUP: u64 = 1 << 9;
    pub const RES_BUCKETS: u64 = 1 << 10;
    pub const RES_IDLE_TIMER: u64 = 1 << 11;
    pub const RES_UNBALANCED_TIMER: u64 = 1 << 12;
    pub const ENCAP: u64 = 1 << 13;
}

/// A group whose members keep their share of the traffic when others come and go:
/// `NEXTHOP_GRP_TYPE_RES`.
pub const GROUP_RESILIENT: u16 = 1;

/// A member of a group; `struct nl_nh_group_info` in C.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Member {
    /// The next hop's number.
    pub nh_id: u32,
    /// Its share, less one.
    pub weight: u8,
}

const _: () = assert!(size_of::<Member>() == 8);

/// The name that C has for it.
pub type nl_nh_group_info_t = Member;

/// A next hop, or a group of them.
#[derive(Debug, Default)]
pub struct Nh {
    /// `AF_INET` and the like.
    pub family: u8,
    /// `RTNH_F_*`
    pub flags: u32,
    /// Its number.
    pub id: u32,
    /// `NEXTHOP_GRP_TYPE_*`
    pub group_type: u16,
    /// The members, if it is a group.
    pub group: Array<Member>,
    /// The interface that packets go out of.
    pub oif: u32,
    /// The router that they go to.
    pub gateway: Address,
    /// What is put around them.
    pub encap: Slot,
    /// Buckets of a resilient group.
    pub buckets: u16,
    /// Ticks without traffic after which a bucket of it may move.
    pub idle_timer: u32,
    /// Ticks out of balance after which they all may.
    pub unbalanced_timer: u32,
}

/// The table of the type.
pub static NH_OBJ_OPS: nl_object_ops = typed::ops::<Nh>();

/// A next hop in memory; `struct rtnl_nh` in C.
pub type rtnl_nh = Typed<Nh>;

impl Object for Nh {
    const NAME: &'static CStr = c"route/nh";
    const ID_ATTRS: u32 = 0x02;
    const STYLES: [bool; 3] = [true, true, false];
    const ATTRS: &'static [trans_tbl] = &[
        trans_tbl::new(attr::FLAGS, c"flags"),
        trans_tbl::new(attr::ID, c"id"),
        trans_tbl::new(attr::GROUP, c"group"),
        trans_tbl::new(attr::FLAG_BLACKHOLE, c"blackhole"),
        trans_tbl::new(attr::OIF, c"oif"),
        trans_tbl::new(attr::GATEWAY, c"gateway"),
        trans_tbl::new(attr::FLAG_GROUPS, c"groups"),
        trans_tbl::new(attr::GROUP_TYPE, c"group_type"),
        trans_tbl::new(attr::FLAG_FDB, c"fdb"),
        trans_tbl::new(attr::RES_GROUP, c"res_group"),
        trans_tbl::new(attr::RES_BUCKETS, c"res_buckets"),
        trans_tbl::new(attr::RES_IDLE_TIMER, c"res_idle_timer"),
        trans_tbl::new(attr::RES_UNBALANCED_TIMER, c"res_unbalanced_timer"),
        trans_tbl::new(attr::ENCAP, c"encap"),
    ];
    const KEY: Option<fn(&Self, u32) -> u32> =
        Some(|nh, size| key(nh.id).checked_rem(size).unwrap_or(0));

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self {
            group: self.group.try_clone().map_err(|_| Error::NOMEM)?,
            gateway: self.gateway.try_clone()?,
            encap: self.encap.try_clone()?,
            ..*self
        })
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::ID, self.id != other.id);
        differences.attr(attr::GATEWAY, !self.gateway.same(&other.gateway));
        differences.attr(attr::OIF, self.oif != other.oif);
        differences.attr(attr::GROUP, self.group.as_slice() != other.group.as_slice());
        differences.attr(attr::GROUP_TYPE, self.group_type != other.group_type);
        differences.attr(attr::FLAG_FDB, false);
        differences.attr(attr::FLAG_GROUPS, false);
        differences.attr(attr::FLAG_BLACKHOLE, false);
        differences.attr(attr::RES_BUCKETS, self.buckets != other.buckets);
        differences.attr(attr::RES_IDLE_TIMER, self.idle_timer != other.idle_timer);
        let timers_differ = self.unbalanced_timer != other.unbalanced_timer;
        differences.attr(attr::RES_UNBALANCED_TIMER, timers_differ);
        differences.attr(attr::ENCAP, !self.encap.same(&other.encap));
    }

    fn dump(&self, mask: u64, _: Style, to: &Printer<'_>) {
        let has = |bit| mask & bit != 0;
        to.with(|text| {
            if has(attr::ID) {
                text.push(b"nhid ");
                text.push_dec(self.id.into());
            }
            if has(attr::OIF) {
                text.push(b" oif ");
                text.push_int(self.oif.cast_signed().into());
            }
            if has(attr::GATEWAY) {
                text.push(b" via ");
                rtnl::push_address(text, &self.gateway);
            }
        });
        if let Some(encap) = self.encap.get().filter(|_| has(attr::ENCAP)) {
            let mut text = Text::<512>::new();
            encap.push_to(&mut text);
            to.print(&text);
        }
        to.with(|text| {
            text.push(if has(attr::FLAG_BLACKHOLE) { b" blackhole" } else { b"" });
            text.push(if has(attr::FLAG_GROUPS) { b" groups" } else { b"" });
            text.push(if has(attr::GROUP) { b" nh_grp:" } else { b"" });
        });
        for member in self.group.as_slice() {
            to.with(|text| {
                text.push(b" ");
                text.push_dec(member.nh_id.into());
            });
        }
        to.with(|text| {
            for (bit, title, number) in [
                (attr::RES_BUCKETS, &b" buckets "[..], self.buckets.into()),
                (attr::RES_IDLE_TIMER, b" idle-timer ", self.idle_timer),
                (attr::RES_UNBALANCED_TIMER, b" unbalanced-timer ", self.unbalanced_timer),
            ] {
                if self.group_type == GROUP_RESILIENT && has(bit) {
                    text.push(title);
                    text.push_dec(number.into());
                }
            }
            text.push(if has(attr::FLAG_FDB) { b" fdb" } else { b"" });
            text.push(b"\n");
        });
    }
}

fn key(id: u32) -> u32 {
    rtnl::hash(&[id], &[])
}

/// An object of C's.
///
/// # Errors
/// `INVAL` for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
unsafe fn given<'a>(nh: *mut rtnl_nh) -> Result<&'a rtnl_nh, Error> {
    // SAFETY: by contract.
    unsafe { nh.as_ref() }.ok_or(Error::INVAL)
}

impl Nh {
    /// The next hop of a cache that has a number.
    ///
    /// # Safety
    /// `cache` is a cache or NULL.
    pub unsafe fn find(cache: *mut nl_cache, id: u32) -> Option<Handle<Self>> {
        let wanted = |nh: &rtnl_nh| nh.read(|nh| nh.id == id) == Some(true);
        // SAFETY: by contract; the objects of these caches are next hops.
        unsafe { rtnl::lookup(cache, NH_CACHE.as_ptr(), Some(key(id)), wanted) }
    }

    /// Sets something that is then set, or not.
    ///
    /// # Errors
    /// `INVAL` for NULL, `BUSY`.
    ///
    /// # Safety
    /// `nh` is a next hop or NULL.
    pub unsafe fn set(
        nh: *mut rtnl_nh,
        bit: u64,
        is_set: bool,
        set: impl FnOnce(&mut Self),
    ) -> Result<(), Error> {
        // SAFETY: by contract.
        let nh = unsafe { given(nh) }?;
        nh.change(if is_set { bit } else { 0 }, |nh| {
            set(nh);
            Ok(())
        })?;
        if !is_set {
            nh.clear(bit);
        }
        Ok(())
    }

    /// Sets the router, to a copy of the address; none for NULL.
    ///
    /// # Errors
    /// `INVAL` for NULL, `NOMEM`, `BUSY`.
    ///
    /// # Safety
    /// `nh` is a next hop or NULL, `address` live or NULL.
    pub unsafe fn set_gateway(nh: *mut rtnl_nh, address: *mut nl_addr) -> Result<(), Error> {
        let mut copy = Address::NONE;
        if !address.is_null() {
            // SAFETY: live.
            let address = unsafe { ffi::nl_addr_clone(address) };
            if address.is_null() {
                return Err(Error::NOMEM);
            }
            // SAFETY: just made.
            copy = unsafe { Address::adopt(address) };
        }
        let is_set = copy.is_set();
        // SAFETY: by contract.
        unsafe { Self::set(nh, attr::GATEWAY, is_set, |nh| nh.gateway = copy) }
    }

    /// Sets what is put around packets, which becomes the next hop's also if that fails; none for NULL.
    ///
    /// # Errors
    /// `INVAL` for NULL, and for an encapsulation without anything in it; `BUSY`.
    ///
    /// # Safety
    /// `nh` is a next hop or NULL, `encap` an encapsulation that the caller gives up, or NULL.
    pub unsafe fn set_encap(nh: *mut rtnl_nh, encap: *mut Encap) -> Result<(), Error> {
        let taken = Slot::empty();
        // SAFETY: by contract.
        unsafe { taken.adopt(encap) };
        if taken.get().is_some_and(|encap| encap.number() == 0) {
            return Err(Error::INVAL);
        }
        let is_set = taken.get().is_some();
        // SAFETY: by contract.
        unsafe { Self::set(nh, attr::ENCAP, is_set, |nh| nh.encap = taken) }
    }

    /// Sets the members of a group; it is none any more if there are none.
    ///
    /// # Errors
    /// `INVAL` for NULL, `NOMEM`, `BUSY`.
    ///
    /// # Safety
    /// `nh` is a next hop or NULL, `size` members are at `members`, or it is NULL.
    pub unsafe fn set_group(
        nh: *mut rtnl_nh,
        members: *const Member,
        size: c_uint,
    ) -> Result<(), Error> {
        if size > 0 && members.is_null() {
            return Err(Error::INVAL);
        }
        let size = usize::try_from(size).map_err(|_| Error::NOMEM)?;
        let mut group = Array::new();
        for at in 0..size {
            // SAFETY: so many are there.
            let member = unsafe { members.wrapping_add(at).read() };
            group.push(member).map_err(|_| Error::NOMEM)?;
        }
        // SAFETY: by contract.
        unsafe { Self::set(nh, attr::GROUP, size > 0, |nh| nh.group = group) }
    }

    /// What `read` finds in a group.
    ///
    /// # Errors
    /// `INVAL` for NULL, `MISSING_ATTR` if it is no group, what `read` returns.
    ///
    /// # Safety
    /// `nh` is a next hop or NULL.
    pub unsafe fn of_group(
        nh: *mut rtnl_nh,
        read: impl FnOnce(&[Member]) -> Result<c_int, Error>,
    ) -> Result<c_int, Error> {
        // SAFETY: by contract.
        let nh = unsafe { given(nh) }?;
        if !nh.has(attr::GROUP) {
            return Err(Error::MISSING_ATTR);
        }
        nh.read(|nh| read(nh.group.as_slice())).unwrap_or(Err(Error::BUSY))
    }

    /// Whether it is a resilient group.
    ///
    /// # Errors
    /// `INVAL` if not.
    ///
    /// # Safety
    /// `nh` is a next hop or NULL.
    pub unsafe fn resilient(nh: *mut rtnl_nh) -> Result<(), Error> {
        // SAFETY: by contract.
        let resilient = unsafe { typed::read(nh, |nh| nh.group_type == GROUP_RESILIENT) };
        if resilient == Some(true) { Ok(()) } else { Err(Error::INVAL) }
    }
}

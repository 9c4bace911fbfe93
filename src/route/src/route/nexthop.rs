// SPDX-License-Identifier: LGPL-2.1-or-later
//! Next hops of routes.
//!
//! `struct rtnl_nexthop` has upstream's layout: programs walk over the list that
//! `rtnl_route_get_nexthops()` returns, with copies of the structure of their own.

use core::cell::Cell;
use core::mem::offset_of;

use libc::c_int;
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::{nl_addr, trans_tbl};
use nl_sys::list::nl_list_head;
use nl_sys::print::Printer;
use nl_sys::strings::push_flags;
use os::heap;
use os::text::{Append, Text};

use super::encap::Slot;
use super::text::push_address;
use crate::interfaces::Interfaces;

/// Attributes of a next hop, as bits of the mask of those that are set.
pub mod attr {
    /// The flags.
    pub const FLAGS: u32 = 0x01;
    /// The weight.
    pub const WEIGHT: u32 = 0x02;
    /// The interface.
    pub const IFINDEX: u32 = 0x04;
    /// The gateway.
    pub const GATEWAY: u32 = 0x08;
    /// The realms.
    pub const REALMS: u32 = 0x10;
    /// New MPLS labels.
    pub const NEWDST: u32 = 0x20;
    /// A gateway of another family.
    pub const VIA: u32 = 0x40;
    /// The encapsulation.
    pub const ENCAP: u32 = 0x80;
    /// All that makes a next hop another one: not flags and weight.
    pub const FIXED: u32 = IFINDEX | REALMS | GATEWAY | NEWDST | VIA | ENCAP;
}

/// Names of flags, of `linux/rtnetlink.h`.
pub static FLAGS: [trans_tbl; 3] =
    [trans_tbl::new(1, c"dead"), trans_tbl::new(2, c"pervasive"), trans_tbl::new(4, c"onlink")];

/// A reference to an address of C's, or none.
#[derive(Debug)]
#[repr(transparent)]
pub struct Reference(Cell<*mut nl_addr>);

impl Default for Reference {
    fn default() -> Self {
        Self(Cell::new(core::ptr::null_mut()))
    }
}

impl Reference {
    /// The address as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_addr {
        self.0.get()
    }

    /// Whether there is one.
    #[must_use]
    pub fn is_set(&self) -> bool {
        !self.0.get().is_null()
    }

    /// Refers to another address, or none.
    ///
    /// # Safety
    /// `address` is live or NULL.
    pub unsafe fn set(&self, address: *mut nl_addr) {
        let new = if address.is_null() {
            address
        } else {
            // SAFETY: live by contract.
            unsafe { ffi::nl_addr_get(address) }
        };
        // SAFETY: the reference was ours.
        unsafe { ffi::nl_addr_put(self.0.replace(new)) };
    }

    /// Refers to an address that is made for it.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn make(&self, family: c_int, bytes: &[u8]) -> Result<(), Error> {
        let start = bytes.as_ptr().cast();
        // SAFETY: so many bytes are there.
        let address = unsafe { ffi::nl_addr_build(family, start, bytes.len()) };
        if address.is_null() {
            return Err(Error::NOMEM);
        }
        // SAFETY: the reference was ours.
        unsafe { ffi::nl_addr_put(self.0.replace(address)) };
        Ok(())
    }

    fn try_clone(&self) -> Result<Self, Error> {
        if !self.is_set() {
            return Ok(Self::default());
        }
        // SAFETY: live while we refer to it.
        let copy = unsafe { ffi::nl_addr_clone(self.as_ptr()) };
        if copy.is_null() { Err(Error::NOMEM) } else { Ok(Self(Cell::new(copy))) }
    }

    fn same(&self, other: &Self) -> bool {
        match (self.is_set(), other.is_set()) {
            // SAFETY: both live while referred to.
            (true, true) => unsafe { ffi::nl_addr_cmp(self.as_ptr(), other.as_ptr()) == 0 },
            (a, b) => a == b,
        }
    }

    /// The address, with a reference more.
    #[must_use]
    pub fn to_address(&self) -> Address {
        // SAFETY: NULL, or live while we refer to it.
        unsafe { Address::share(self.as_ptr()) }
    }
}

impl Drop for Reference {
    fn drop(&mut self) {
        // SAFETY: NULL, or a reference of ours.
        unsafe { ffi::nl_addr_put(self.as_ptr()) };
    }
}

/// A next hop.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_nexthop {
    /// `RTNH_F_DEAD` and the like.
    pub rtnh_flags: Cell<u8>,
    /// The flags that were set or cleared.
    pub rtnh_flag_mask: Cell<u8>,
    /// Its share of the packets, less one.
    pub rtnh_weight: Cell<u8>,
    /// The interface.
    pub rtnh_ifindex: Cell<u32>,
    /// The gateway.
    pub rtnh_gateway: Reference,
    /// The attributes that are set.
    pub ce_mask: Cell<u32>,
    /// Its place among a route's next hops.
    pub rtnh_list: nl_list_head,
    /// The realms.
    pub rtnh_realms: Cell<u32>,
    /// New MPLS labels.
    pub rtnh_newdst: Reference,
    /// A gateway of another family.
    pub rtnh_via: Reference,
    /// The encapsulation.
    pub rtnh_encap: Slot,
}

const _: () = {
    assert!(size_of::<rtnl_nexthop>() == 72);
    assert!(offset_of!(rtnl_nexthop, rtnh_ifindex) == 4);
    assert!(offset_of!(rtnl_nexthop, rtnh_gateway) == 8);
    assert!(offset_of!(rtnl_nexthop, ce_mask) == 16);
    assert!(offset_of!(rtnl_nexthop, rtnh_list) == 24);
    assert!(offset_of!(rtnl_nexthop, rtnh_realms) == 40);
    assert!(offset_of!(rtnl_nexthop, rtnh_newdst) == 48);
    assert!(offset_of!(rtnl_nexthop, rtnh_via) == 56);
    assert!(offset_of!(rtnl_nexthop, rtnh_encap) == 64);
};

impl rtnl_nexthop {
    /// A next hop on the heap of which nothing is set.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn alloc() -> Result<*mut Self, Error> {
        let fresh = Self {
            rtnh_flags: Cell::new(0),
            rtnh_flag_mask: Cell::new(0),
            rtnh_weight: Cell::new(0),
            rtnh_ifindex: Cell::new(0),
            rtnh_gateway: Reference::default(),
            ce_mask: Cell::new(0),
            rtnh_list: nl_list_head::unlinked(),
            rtnh_realms: Cell::new(0),
            rtnh_newdst: Reference::default(),
            rtnh_via: Reference::default(),
            rtnh_encap: Slot::empty(),
        };
        Self::to_heap(fresh)
    }

    fn to_heap(hop: Self) -> Result<*mut Self, Error> {
        let hop = heap::new(hop).map_err(|_| Error::NOMEM)?;
        // SAFETY: just made.
        unsafe { &*hop }.rtnh_list.init();
        Ok(hop)
    }

    /// Frees a next hop; nothing for NULL.
    ///
    /// # Safety
    /// `hop` is NULL, or from [`Self::alloc`] or [`Self::try_clone`], in no list and not used afterwards.
    pub unsafe fn free(hop: *mut Self) {
        if !hop.is_null() {
            // SAFETY: by contract.
            drop(unsafe { heap::take(hop) });
        }
    }

    /// A copy in no list.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<*mut Self, Error> {
        Self::to_heap(Self {
            rtnh_flags: self.rtnh_flags.clone(),
            rtnh_flag_mask: self.rtnh_flag_mask.clone(),
            rtnh_weight: self.rtnh_weight.clone(),
            rtnh_ifindex: self.rtnh_ifindex.clone(),
            rtnh_gateway: self.rtnh_gateway.try_clone()?,
            ce_mask: self.ce_mask.clone(),
            rtnh_list: nl_list_head::unlinked(),
            rtnh_realms: self.rtnh_realms.clone(),
            rtnh_newdst: self.rtnh_newdst.try_clone()?,
            rtnh_via: self.rtnh_via.try_clone()?,
            rtnh_encap: self.rtnh_encap.try_clone()?,
        })
    }

    /// Whether any attribute of `bits` is set.
    #[must_use]
    pub fn has(&self, bits: u32) -> bool {
        self.ce_mask.get() & bits != 0
    }

    /// Notes that the attributes of `bits` are set.
    pub fn mark(&self, bits: u32) {
        self.ce_mask.set(self.ce_mask.get() | bits);
    }

    /// Notes whether the attributes of `bits` are set.
    pub fn mark_if(&self, bits: u32, set: bool) {
        let others = self.ce_mask.get() & !bits;
        self.ce_mask.set(if set { others | bits } else { others });
    }

    /// Sets flags.
    pub fn set_flags(&self, flags: u8) {
        self.rtnh_flag_mask.set(self.rtnh_flag_mask.get() | flags);
        self.rtnh_flags.set(self.rtnh_flags.get() | flags);
        self.mark(attr::FLAGS);
    }

    /// Clears flags.
    pub fn unset_flags(&self, flags: u8) {
        self.rtnh_flag_mask.set(self.rtnh_flag_mask.get() | flags);
        self.rtnh_flags.set(self.rtnh_flags.get() & !flags);
        self.mark(attr::FLAGS);
    }

    /// The attributes of `attrs` in which two differ. `loose`: of flags, only those count that `other`
    /// says something about.
    #[must_use]
    pub fn compare(&self, other: &Self, attrs: u32, loose: bool) -> u32 {
        let (a, b) = (self.ce_mask.get(), other.ce_mask.get());
        let mut found = 0;
        let mut attr = |bit: u32, differs: bool| {
            if attrs & bit != 0 && ((a ^ b) & bit != 0 || (a & bit != 0 && differs)) {
                found |= bit;
            }
        };
        attr(attr::IFINDEX, self.rtnh_ifindex != other.rtnh_ifindex);
        attr(attr::WEIGHT, self.rtnh_weight != other.rtnh_weight);
        attr(attr::REALMS, self.rtnh_realms != other.rtnh_realms);
        attr(attr::GATEWAY, !self.rtnh_gateway.same(&other.rtnh_gateway));
        attr(attr::NEWDST, !self.rtnh_newdst.same(&other.rtnh_newdst));
        attr(attr::VIA, !self.rtnh_via.same(&other.rtnh_via));
        attr(attr::ENCAP, !self.rtnh_encap.same(&other.rtnh_encap));
        let flags = self.rtnh_flags.get() ^ other.rtnh_flags.get();
        let asked = if loose { other.rtnh_flag_mask.get() } else { u8::MAX };
        attr(attr::FLAGS, flags & asked != 0);
        found
    }

    /// Whether two differ in flags and weight at most.
    #[must_use]
    pub fn identical(&self, other: &Self) -> bool {
        self.compare(other, attr::FIXED, false) == 0
    }

    /// Prints it on the line of its route.
    pub fn dump_line(&self, to: &Printer<'_>) {
        let mut text = Text::<512>::new();
        if let Some(encap) = self.rtnh_encap.get().filter(|_| self.has(attr::ENCAP)) {
            encap.push_to(&mut text);
        }
        if self.has(attr::NEWDST) {
            text.push(b"as to ");
            push_address(&mut text, &self.rtnh_newdst.to_address());
            text.push(b" ");
        }
        text.push(b"via");
        for (bit, address) in [(attr::VIA, &self.rtnh_via), (attr::GATEWAY, &self.rtnh_gateway)] {
            if self.has(bit) {
                text.push(b" ");
                push_address(&mut text, &address.to_address());
            }
        }
        self.push_interface(&mut text);
        text.push(b" ");
        to.print(&text);
    }

    /// Prints all of it.
    pub fn dump_details(&self, to: &Printer<'_>) {
        let mut text = Text::<512>::new();
        text.push(b"nexthop");
        if let Some(encap) = self.rtnh_encap.get().filter(|_| self.has(attr::ENCAP)) {
            encap.push_to(&mut text);
        }
        for (bit, name, address) in [
            (attr::NEWDST, b" as to ".as_slice(), &self.rtnh_newdst),
            (attr::VIA, b" via ", &self.rtnh_via),
            (attr::GATEWAY, b" via ", &self.rtnh_gateway),
        ] {
            if self.has(bit) {
                text.push(name);
                push_address(&mut text, &address.to_address());
            }
        }
        self.push_interface(&mut text);
        if self.has(attr::WEIGHT) {
            text.push(b" weight ");
            text.push_dec(self.rtnh_weight.get().into());
        }
        if self.has(attr::REALMS) {
            let realms = self.rtnh_realms.get();
            text.push(b" realm ");
            text.push_hex((realms >> 16).into(), 4);
            text.push(b":");
            text.push_hex((realms & 0xffff).into(), 4);
        }
        if self.has(attr::FLAGS) {
            text.push(b" <");
            push_flags(&mut text, self.rtnh_flags.get().into(), &FLAGS);
            text.push(b">");
        }
        to.print(&text);
    }

    fn push_interface(&self, text: &mut Text<512>) {
        if self.has(attr::IFINDEX) {
            text.push(b" dev ");
            Interfaces::provided().push_name(text, self.rtnh_ifindex.get());
        }
    }
}

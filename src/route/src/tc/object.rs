// SPDX-License-Identifier: LGPL-2.1-or-later
//! The body that queueing disciplines, classes, classifiers and actions share.
//!
//! Unlike those of other objects, its layout is upstream's: kinds may be added from outside
//! (`rtnl_tc_register()`), and their functions find the options to read in it.

use core::cell::Cell;
use core::ffi::CStr;
use core::mem::offset_of;
use core::{ptr, slice};

use libc::c_void;
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::{nl_data, nl_object};
use nl_sys::name::{self, Name};

use super::device;
use super::registry::{self, rtnl_tc_ops};

/// Attributes, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "named as the accessors")]
pub mod attr {
    pub const HANDLE: u64 = 0x0001;
    pub const PARENT: u64 = 0x0002;
    pub const IFINDEX: u64 = 0x0004;
    pub const KIND: u64 = 0x0008;
    pub const FAMILY: u64 = 0x0010;
    pub const INFO: u64 = 0x0020;
    pub const OPTS: u64 = 0x0040;
    pub const STATS: u64 = 0x0080;
    pub const XSTATS: u64 = 0x0100;
    pub const LINK: u64 = 0x0200;
    pub const MTU: u64 = 0x0400;
    pub const MPU: u64 = 0x0800;
    pub const OVERHEAD: u64 = 0x1000;
    pub const LINKTYPE: u64 = 0x2000;
    pub const CHAIN: u64 = 0x4000;
    /// Of classifiers only.
    pub const PRIO: u64 = 0x8000;
    /// Of classifiers only.
    pub const PROTOCOL: u64 = 0x1_0000;
}

/// What an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// `RTNL_TC_TYPE_QDISC`
    Qdisc = 0,
    /// `RTNL_TC_TYPE_CLASS`
    Class = 1,
    /// `RTNL_TC_TYPE_CLS`
    Cls = 2,
    /// `RTNL_TC_TYPE_ACT`
    Act = 3,
}

/// How many types there are.
pub const TYPES: usize = 4;

/// How many statistics there are.
pub const STATS: usize = 9;

/// Bytes of the name of a kind, its NUL included.
pub const KIND_SIZE: usize = 32;

/// An object of traffic control. All zeroes is one of which nothing is set.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_tc {
    /// What all objects have.
    pub header: nl_object,
    /// The address family of the message.
    pub family: Cell<u32>,
    /// The interface.
    pub ifindex: Cell<u32>,
    /// Its handle.
    pub handle: Cell<u32>,
    /// The handle of what it is attached to.
    pub parent: Cell<u32>,
    /// `tcm_info`, which each type uses for something else.
    pub info: Cell<u32>,
    /// Largest packet, in bytes.
    pub mtu: Cell<u32>,
    /// Smallest packet, in bytes.
    pub mpu: Cell<u32>,
    /// Bytes per packet that the kernel does not see.
    pub overhead: Cell<u32>,
    /// `ARPHRD_*` of the interface.
    pub linktype: Cell<u32>,
    /// The kind.
    pub kind: Name<KIND_SIZE>,
    /// The options as the kernel sent them; NULL if it did not.
    pub opts: Cell<*mut nl_data>,
    /// Statistics.
    pub stats: [Cell<u64>; STATS],
    /// Statistics of the kind's own; NULL if there are none.
    pub xstats: Cell<*mut nl_data>,
    /// What the kind makes of the options; NULL until it is needed.
    pub subdata: Cell<*mut nl_data>,
    /// A reference to the interface; NULL if only its number is known.
    pub link: Cell<*mut nl_object>,
    /// The functions of the kind; NULL until they are needed, or if it is unknown.
    pub ops: Cell<*mut rtnl_tc_ops>,
    /// The type.
    pub r#type: Cell<u32>,
    /// The chain of filters it is in.
    pub chain: Cell<u32>,
}

/// A classifier.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_cls {
    /// What all types have.
    pub tc: rtnl_tc,
    /// Its priority.
    pub prio: Cell<u16>,
    /// The protocol, in host byte order.
    pub protocol: Cell<u16>,
}

/// An action.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_act {
    /// What all types have.
    pub tc: rtnl_tc,
    /// The next one of the list; NULL at its end.
    pub next: Cell<*mut rtnl_act>,
}

/// A queueing discipline.
pub type rtnl_qdisc = rtnl_tc;

/// A class of one.
pub type rtnl_class = rtnl_tc;

const _: () = {
    assert!(size_of::<Name<KIND_SIZE>>() == KIND_SIZE);
    assert!(size_of::<rtnl_tc>() == 248);
    assert!(offset_of!(rtnl_tc, family) == 56 && offset_of!(rtnl_tc, linktype) == 88);
    assert!(offset_of!(rtnl_tc, kind) == 92 && offset_of!(rtnl_tc, opts) == 128);
    assert!(offset_of!(rtnl_tc, stats) == 136 && offset_of!(rtnl_tc, xstats) == 208);
    assert!(offset_of!(rtnl_tc, subdata) == 216 && offset_of!(rtnl_tc, link) == 224);
    assert!(offset_of!(rtnl_tc, ops) == 232 && offset_of!(rtnl_tc, r#type) == 240);
    assert!(offset_of!(rtnl_tc, chain) == 244);
    assert!(offset_of!(rtnl_cls, prio) == 248 && offset_of!(rtnl_act, next) == 248);
};

/// What begins with a [`rtnl_tc`].
///
/// # Safety
/// It does, at offset 0.
pub unsafe trait Based {}

// SAFETY: it is one.
unsafe impl Based for rtnl_tc {}
// SAFETY: its first field is one, and the layout is C's.
unsafe impl Based for rtnl_cls {}
// SAFETY: its first field is one, and the layout is C's.
unsafe impl Based for rtnl_act {}

/// The object behind C's pointer; `None` for NULL.
///
/// # Safety
/// `object` is live, or NULL.
pub unsafe fn get<'a, T: Based>(object: *const T) -> Option<&'a rtnl_tc> {
    // SAFETY: by contract, and that of the trait.
    unsafe { object.cast::<rtnl_tc>().as_ref() }
}

impl rtnl_tc {
    /// The object as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut Self {
        ptr::from_ref(self).cast_mut()
    }

    /// The object as libnl-3 knows it.
    #[must_use]
    pub fn as_object(&self) -> *mut nl_object {
        self.as_ptr().cast()
    }

    /// Whether all attributes of `bits` are set.
    #[must_use]
    pub fn has(&self, bits: u64) -> bool {
        self.header.ce_mask.get() & bits == bits
    }

    /// Notes that attributes are set.
    pub fn mark(&self, bits: u64) {
        self.header.ce_mask.set(self.header.ce_mask.get() | bits);
    }

    /// Notes that attributes are not set.
    pub fn unmark(&self, bits: u64) {
        self.header.ce_mask.set(self.header.ce_mask.get() & !bits);
    }

    /// Sets an attribute that is a number.
    pub fn set(&self, bit: u64, field: impl FnOnce(&Self) -> &Cell<u32>, value: u32) {
        field(self).set(value);
        self.mark(bit);
    }

    /// Whether this is its type.
    #[must_use]
    pub fn is(&self, r#type: Type) -> bool {
        self.r#type.get() == r#type as u32
    }

    /// The interface; forgets the reference to it that there may be.
    pub fn set_ifindex(&self, ifindex: u32) {
        // SAFETY: NULL.
        unsafe { self.set_link(ptr::null_mut()) };
        self.set(attr::IFINDEX, |tc| &tc.ifindex, ifindex);
    }

    /// Takes a reference to an interface, and its number; gives up that to another one.
    ///
    /// # Safety
    /// `link` is a link, or NULL.
    pub unsafe fn set_link(&self, link: *mut nl_object) {
        let old = self.link.replace(link);
        self.unmark(attr::LINK);
        if !link.is_null() {
            // SAFETY: by contract.
            unsafe { ffi::nl_object_get(link) };
            self.mark(attr::LINK);
        }
        if let Some(ifindex) = device::ifindex(link) {
            self.set(attr::IFINDEX, |tc| &tc.ifindex, ifindex);
        }
        // SAFETY: NULL, or a reference of ours.
        unsafe { ffi::nl_object_put(old) };
    }

    /// The largest packet: as set, or of the interface, or of Ethernet.
    #[must_use]
    pub fn mtu(&self) -> u32 {
        if self.has(attr::MTU) {
            return self.mtu.get();
        }
        device::mtu(self.link.get()).unwrap_or(ETHERNET_MTU)
    }

    /// The type of interface: as set, or of the interface, or Ethernet.
    #[must_use]
    pub fn linktype(&self) -> u32 {
        if self.has(attr::LINKTYPE) {
            return self.linktype.get();
        }
        device::linktype(self.link.get()).unwrap_or(libc::ARPHRD_ETHER.into())
    }

    /// Sets the kind, which can be done once.
    ///
    /// # Errors
    /// `EXIST` if it is set, `INVAL` if it is too long.
    pub fn set_kind(&self, kind: &CStr) -> Result<(), Error> {
        if self.has(attr::KIND) {
            return Err(Error::EXIST);
        }
        if kind.count_bytes() >= KIND_SIZE {
            return Err(Error::INVAL);
        }
        self.kind.set(kind);
        self.mark(attr::KIND);
        // Kinds that are not known have none; lack of memory shows when the data are used.
        let _ = self.data();
        Ok(())
    }

    /// The functions of the kind.
    #[must_use]
    pub fn ops(&self) -> Option<&rtnl_tc_ops> {
        if self.ops.get().is_null() {
            let kind = self.kind.copy();
            self.ops.set(registry::lookup(self.r#type.get(), name::text(&kind)));
        }
        // SAFETY: NULL or registered; tables stay while there are objects of their kind.
        unsafe { self.ops.get().as_ref() }
    }

    /// The data of the kind, if there are any so far.
    #[must_use]
    pub fn data_if_any(&self) -> *mut c_void {
        let subdata = self.subdata.get();
        if subdata.is_null() {
            return ptr::null_mut();
        }
        // SAFETY: ours.
        unsafe { ffi::nl_data_get(subdata) }
    }

    /// The data of the kind; made when needed first, of zeroes unless the kind is one of ours.
    ///
    /// # Errors
    /// `NOMEM`, also for a kind that is unknown or has no data.
    pub fn data(&self) -> Result<*mut c_void, Error> {
        if self.subdata.get().is_null() {
            let ops = self.ops().filter(|ops| ops.to_size > 0).ok_or(Error::NOMEM)?;
            // SAFETY: without bytes to copy, they are zeroes.
            let subdata = unsafe { ffi::nl_data_alloc(ptr::null(), ops.to_size) };
            if subdata.is_null() {
                return Err(Error::NOMEM);
            }
            self.subdata.set(subdata);
            registry::initialize(ops, self.data_if_any());
        }
        Ok(self.data_if_any())
    }

    /// The options as the kernel sent them.
    #[must_use]
    pub fn options(&self) -> Option<&[u8]> {
        bytes(&self.opts)
    }

    /// Replaces some bytes by a copy of others, and notes that the attribute is set.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn keep(&self, bit: u64, place: &Cell<*mut nl_data>, bytes: &[u8]) -> Result<(), Error> {
        // SAFETY: so many bytes are there.
        let copy = unsafe { ffi::nl_data_alloc(bytes.as_ptr().cast(), bytes.len()) };
        if copy.is_null() {
            return Err(Error::NOMEM);
        }
        // SAFETY: NULL or ours.
        unsafe { ffi::nl_data_free(place.replace(copy)) };
        self.mark(bit);
        Ok(())
    }

    /// Frees what the object owns.
    pub fn free_data(&self) {
        // SAFETY: NULL, or a reference of ours.
        unsafe { ffi::nl_object_put(self.link.replace(ptr::null_mut())) };
        for place in [&self.opts, &self.xstats] {
            // SAFETY: NULL or ours.
            unsafe { ffi::nl_data_free(place.replace(ptr::null_mut())) };
        }
        let data = self.data_if_any();
        let free = if data.is_null() { None } else { self.ops().and_then(|ops| ops.to_free_data) };
        if let Some(free) = free {
            // SAFETY: the kind's own function, on the kind's own data.
            unsafe { free(self.as_ptr(), data) };
        }
        // SAFETY: NULL or ours.
        unsafe { ffi::nl_data_free(self.subdata.replace(ptr::null_mut())) };
    }

    /// Makes this, so far a copy of `source` byte by byte, own what it refers to.
    ///
    /// # Errors
    /// `NOMEM`, and what the kind returns; what has been copied until then is owned.
    pub fn clone_from(&self, source: &Self) -> Result<(), Error> {
        self.link.set(source.link.get());
        self.ops.set(ptr::null_mut());
        for place in [&self.opts, &self.xstats, &self.subdata] {
            place.set(ptr::null_mut());
        }
        if !source.link.get().is_null() {
            // SAFETY: the source has a reference.
            unsafe { ffi::nl_object_get(source.link.get()) };
        }
        copy_data(&self.opts, &source.opts)?;
        copy_data(&self.xstats, &source.xstats)?;
        copy_data(&self.subdata, &source.subdata)?;
        let Some(ops) = source.ops() else { return Ok(()) };
        self.ops.set(source.ops.get());
        let (Some(clone), false) = (ops.to_clone, self.subdata.get().is_null()) else {
            return Ok(());
        };
        // SAFETY: the kind's own function, on two pieces of the kind's own data.
        let cloned = unsafe { clone(self.data_if_any(), source.data_if_any()) };
        nl_sys::error::check(cloned).map(drop).inspect_err(|_| {
            // What it refers to is the source's.
            // SAFETY: ours.
            unsafe { ffi::nl_data_free(self.subdata.replace(ptr::null_mut())) };
        })
    }

    /// The attributes of `asked` in which two differ.
    #[must_use]
    pub fn compare(&self, other: &Self, asked: u64) -> u64 {
        let masks = (self.header.ce_mask.get(), other.header.ce_mask.get());
        let differs = |bit: u64, differs: bool| {
            let mismatch = (masks.0 ^ masks.1) & bit != 0 || (masks.0 & bit != 0 && differs);
            if mismatch { bit & asked } else { 0 }
        };
        differs(attr::HANDLE, self.handle != other.handle)
            | differs(attr::PARENT, self.parent != other.parent)
            | differs(attr::IFINDEX, self.ifindex != other.ifindex)
            | differs(attr::KIND, !self.kind.same(&other.kind))
    }
}

/// What an interface takes that says nothing else.
const ETHERNET_MTU: u32 = 1500;

/// Bytes in an object.
fn bytes(place: &Cell<*mut nl_data>) -> Option<&[u8]> {
    // SAFETY: NULL or the object's.
    let data = unsafe { place.get().as_ref() }?;
    if data.d_data.get().is_null() {
        return Some(&[]);
    }
    // SAFETY: so many bytes are there, as long as the object stays as it is.
    Some(unsafe { slice::from_raw_parts(data.d_data.get().cast(), data.d_size.get()) })
}

fn copy_data(to: &Cell<*mut nl_data>, from: &Cell<*mut nl_data>) -> Result<(), Error> {
    if from.get().is_null() {
        return Ok(());
    }
    // SAFETY: the source's.
    to.set(unsafe { ffi::nl_data_clone(from.get()) });
    if to.get().is_null() { Err(Error::NOMEM) } else { Ok(()) }
}

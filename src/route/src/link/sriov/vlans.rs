// SPDX-License-Identifier: LGPL-2.1-or-later
//! The VLANs of a virtual function, which C may read and write.

use core::cell::Cell;
use core::mem::ManuallyDrop;
use core::slice;

use libc::c_int;
use nl_sys::error::Error;

/// How many VLANs there may be (`MAX_VLAN_LIST_LEN`).
pub(super) const VLANS: usize = 1;

/// `ETH_P_8021Q`
pub(super) const ETH_P_8021Q: u16 = 0x8100;

/// A VLAN of a virtual function.
#[repr(C)]
#[derive(Debug, Default)]
pub struct nl_vf_vlan_info_t {
    /// Its number.
    pub vf_vlan: Cell<u32>,
    /// The priority of its packets.
    pub vf_vlan_qos: Cell<u32>,
    /// `ETH_P_8021Q` or `ETH_P_8021AD`.
    pub vf_vlan_proto: Cell<u16>,
}

/// The VLANs of a virtual function.
#[repr(C)]
#[derive(Debug)]
pub struct nl_vf_vlans_t {
    /// References to them.
    pub ce_refcnt: Cell<c_int>,
    /// How many there are.
    pub size: Cell<c_int>,
    /// An array of so many.
    pub vlans: Cell<*mut nl_vf_vlan_info_t>,
}

const _: () = assert!(size_of::<nl_vf_vlan_info_t>() == 12 && size_of::<nl_vf_vlans_t>() == 16);

/// A reference to VLANs; given back when dropped.
#[derive(Debug)]
pub struct Vlans(*mut nl_vf_vlans_t);

impl Vlans {
    /// Room for VLANs, all zero.
    ///
    /// # Errors
    /// `INVAL` for more than there may be, `NOMEM`.
    pub fn new(count: c_int) -> Result<Self, Error> {
        let len = usize::try_from(count).map_err(|_| Error::INVAL)?;
        if len > VLANS {
            return Err(Error::INVAL);
        }
        // SAFETY: calloc takes any sizes.
        let array = unsafe { libc::calloc(len + 1, size_of::<nl_vf_vlan_info_t>()) };
        if array.is_null() {
            return Err(Error::NOMEM);
        }
        let vlans = nl_vf_vlans_t {
            ce_refcnt: Cell::new(1),
            size: Cell::new(count),
            vlans: Cell::new(array.cast()),
        };
        os::heap::new(vlans).map(Self).map_err(|_| {
            // SAFETY: just made.
            unsafe { libc::free(array) };
            Error::NOMEM
        })
    }

    /// One more reference.
    ///
    /// # Safety
    /// `vlans` are live.
    #[must_use]
    pub unsafe fn share(vlans: *mut nl_vf_vlans_t) -> Self {
        // SAFETY: by contract.
        let count = &unsafe { &*vlans }.ce_refcnt;
        count.set(count.get().saturating_add(1));
        Self(vlans)
    }

    /// A reference that the caller gives up.
    ///
    /// # Safety
    /// `vlans` are live, and the reference is the caller's.
    #[must_use]
    pub unsafe fn adopt(vlans: *mut nl_vf_vlans_t) -> Self {
        Self(vlans)
    }

    /// Hands the reference over to C.
    #[must_use]
    pub fn into_raw(self) -> *mut nl_vf_vlans_t {
        ManuallyDrop::new(self).0
    }

    /// The VLANs as C knows them.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_vf_vlans_t {
        self.0
    }

    /// The VLANs.
    #[must_use]
    pub fn as_slice(&self) -> &[nl_vf_vlan_info_t] {
        // SAFETY: ours as long as the reference is.
        let vlans = unsafe { &*self.0 };
        let (array, len) = (vlans.vlans.get(), usize::try_from(vlans.size.get()).unwrap_or(0));
        if array.is_null() {
            return &[];
        }
        // SAFETY: so many are there, as who set it says.
        unsafe { slice::from_raw_parts(array, len) }
    }

    /// A copy.
    pub(super) fn try_clone(&self) -> Result<Self, Error> {
        let from = self.as_slice();
        let copy = Self::new(c_int::try_from(from.len()).unwrap_or(c_int::MAX))?;
        for (to, from) in copy.as_slice().iter().zip(from) {
            to.vf_vlan.set(from.vf_vlan.get());
            to.vf_vlan_qos.set(from.vf_vlan_qos.get());
            to.vf_vlan_proto.set(from.vf_vlan_proto.get());
        }
        Ok(copy)
    }
}

impl Drop for Vlans {
    fn drop(&mut self) {
        // SAFETY: ours as long as the reference is.
        let vlans = unsafe { &*self.0 };
        let left = vlans.ce_refcnt.get().saturating_sub(1);
        vlans.ce_refcnt.set(left);
        if left <= 0 {
            // SAFETY: calloc's, or set by C, which says that it is malloc's.
            unsafe { libc::free(vlans.vlans.get().cast()) };
            // SAFETY: the last reference is gone.
            let _ = unsafe { os::heap::take(self.0) };
        }
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Virtual functions of a network card (SR-IOV).
//!
//! A virtual function is an object of its own, with a count of references, which C may change while it is in
//! a link's list; its VLANs are another one, which C may read and write.

mod dump;
mod message;
mod vlans;

use core::cell::{Cell, RefCell};
use core::mem::ManuallyDrop;
use core::ptr;

use libc::c_int;
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::layout::trans_tbl;
use os::array::Array;

pub use self::dump::{dump_details, dump_stats};
pub use self::message::{parse, put};
pub use self::vlans::{Vlans, nl_vf_vlan_info_t, nl_vf_vlans_t};

/// What is known of a virtual function, as bits.
#[expect(missing_docs, reason = "named as the fields of the virtual function")]
pub mod attr {
    pub const INDEX: u32 = 1;
    pub const ADDR: u32 = 1 << 1;
    pub const VLAN: u32 = 1 << 2;
    pub const TX_RATE: u32 = 1 << 3;
    pub const SPOOFCHK: u32 = 1 << 4;
    pub const RATE_MAX: u32 = 1 << 5;
    pub const RATE_MIN: u32 = 1 << 6;
    pub const LINK_STATE: u32 = 1 << 7;
    pub const RSS_QUERY_EN: u32 = 1 << 8;
    pub const STATS: u32 = 1 << 9;
    pub const TRUST: u32 = 1 << 10;
    pub const IB_NODE_GUID: u32 = 1 << 11;
    pub const IB_PORT_GUID: u32 = 1 << 12;
}

/// How many counters there are.
pub const STATS: usize = 6;

/// `rtnl_link_vf_stats_t`: which counter.
pub type rtnl_link_vf_stats_t = libc::c_uint;

/// What is known of a virtual function.
#[derive(Debug, Default)]
pub struct Vf {
    /// What of it is known.
    pub mask: u32,
    /// Its number.
    pub index: u32,
    /// The GUID of its node (InfiniBand).
    pub guid_node: u64,
    /// The GUID of its port (InfiniBand).
    pub guid_port: u64,
    /// `IFLA_VF_LINK_STATE_*`
    pub link_state: u32,
    /// Its hardware address.
    pub addr: Address,
    /// Megabits per second at most.
    pub max_tx_rate: u32,
    /// Megabits per second at least.
    pub min_tx_rate: u32,
    /// Megabits per second at most, as older kernels have it.
    pub rate: u32,
    /// Whether it may ask how packets are spread over queues.
    pub rss_query_en: u32,
    /// Whether it may not send from addresses of others.
    pub spoofchk: u32,
    /// Whether it may do what only those may that are trusted.
    pub trust: u32,
    /// Its counters.
    pub stats: [u64; STATS],
    /// Its VLANs.
    pub vlans: Option<Vlans>,
}

/// A virtual function, as C knows it.
#[derive(Debug)]
pub struct rtnl_link_vf {
    references: Cell<c_int>,
    body: RefCell<Vf>,
}

impl rtnl_link_vf {
    /// What `read` finds; `None` if it is just being changed.
    pub fn read<R>(&self, read: impl FnOnce(&Vf) -> R) -> Option<R> {
        self.body.try_borrow().ok().map(|vf| read(&vf))
    }

    /// Changes it, and notes that the attributes of `bits` are known.
    pub fn change(&self, bits: u32, change: impl FnOnce(&mut Vf)) {
        if let Ok(mut vf) = self.body.try_borrow_mut() {
            change(&mut vf);
            vf.mask |= bits;
        }
    }
}

/// A reference to a virtual function; given back when dropped.
#[derive(Debug)]
pub struct VfHandle(*mut rtnl_link_vf);

impl VfHandle {
    /// A new one.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn new(vf: Vf) -> Result<Self, Error> {
        let vf = rtnl_link_vf { references: Cell::new(1), body: RefCell::new(vf) };
        os::heap::new(vf).map(Self).map_err(|_| Error::NOMEM)
    }

    /// One more reference.
    #[must_use]
    pub fn share(vf: &rtnl_link_vf) -> Self {
        vf.references.set(vf.references.get().saturating_add(1));
        Self(ptr::from_ref(vf).cast_mut())
    }

    /// A reference that the caller gives up; `None` for NULL.
    ///
    /// # Safety
    /// `vf` is live or NULL, and the reference is the caller's.
    #[must_use]
    pub unsafe fn adopt(vf: *mut rtnl_link_vf) -> Option<Self> {
        (!vf.is_null()).then(|| Self(vf))
    }

    /// Hands the reference over to C.
    #[must_use]
    pub fn into_raw(self) -> *mut rtnl_link_vf {
        ManuallyDrop::new(self).0
    }
}

impl core::ops::Deref for VfHandle {
    type Target = rtnl_link_vf;

    fn deref(&self) -> &rtnl_link_vf {
        // SAFETY: live as long as the reference is.
        unsafe { &*self.0 }
    }
}

impl Drop for VfHandle {
    fn drop(&mut self) {
        let left = self.references.get().saturating_sub(1);
        self.references.set(left);
        if left <= 0 {
            // SAFETY: the last reference is gone.
            drop(unsafe { os::heap::take(self.0) });
        }
    }
}

/// The virtual functions of a link.
#[derive(Debug, Default)]
pub struct VfList(Array<VfHandle>);

impl VfList {
    /// The virtual functions.
    fn all(&self) -> impl Iterator<Item = &rtnl_link_vf> {
        self.0.as_slice().iter().map(|vf| &**vf)
    }

    /// The one of a number.
    #[must_use]
    pub fn find(&self, index: u32) -> Option<VfHandle> {
        self.all().find(|vf| vf.read(|vf| vf.index) == Some(index)).map(VfHandle::share)
    }

    /// Adds one in front of the others.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn add(&mut self, vf: &rtnl_link_vf) -> Result<(), Error> {
        let mut list = Array::new();
        for vf in core::iter::once(vf).chain(self.all()) {
            list.push(VfHandle::share(vf)).map_err(|_| Error::NOMEM)?;
        }
        self.0 = list;
        Ok(())
    }

    /// A copy, of virtual functions of its own.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<Self, Error> {
        let mut list = Array::new();
        for vf in self.all() {
            let copy = vf.read(Vf::try_clone).unwrap_or(Err(Error::BUSY))?;
            list.push(VfHandle::new(copy)?).map_err(|_| Error::NOMEM)?;
        }
        Ok(Self(list))
    }
}

impl Vf {
    fn try_clone(&self) -> Result<Self, Error> {
        let vlans = self.vlans.as_ref().map(Vlans::try_clone).transpose()?;
        Ok(Self { addr: self.addr.try_clone()?, vlans, ..*self })
    }

    /// Whether any attribute of `bits` is known.
    #[must_use]
    pub fn has(&self, bits: u32) -> bool {
        self.mask & bits != 0
    }
}

/// The names of states.
pub static STATE_NAMES: [trans_tbl; 3] =
    [trans_tbl::new(0, c"autodetect"), trans_tbl::new(1, c"up"), trans_tbl::new(2, c"down")];

/// The names of protocols of VLANs.
pub static PROTO_NAMES: [trans_tbl; 2] =
    [trans_tbl::new(0x8100, c"8021Q"), trans_tbl::new(0x88a8, c"8021AD")];

/// Limits on what a virtual function sends; C gets to see this.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct nl_vf_rate {
    /// `RTNL_LINK_VF_RATE_API_*`
    pub api: c_int,
    /// Megabits per second at most, in the older way.
    pub rate: u32,
    /// Megabits per second at most.
    pub max_tx_rate: u32,
    /// Megabits per second at least.
    pub min_tx_rate: u32,
}

const _: () = assert!(size_of::<nl_vf_rate>() == 16);

/// `RTNL_LINK_VF_RATE_API_OLD`
pub const RATE_OLD: c_int = 1;
/// `RTNL_LINK_VF_RATE_API_NEW`
pub const RATE_NEW: c_int = 2;

impl Vf {
    /// Its limits, if there are any.
    #[must_use]
    pub fn rates(&self) -> Option<nl_vf_rate> {
        let known = |bit, rate| if self.has(bit) { rate } else { 0 };
        let (max, min) =
            (known(attr::RATE_MAX, self.max_tx_rate), known(attr::RATE_MIN, self.min_tx_rate));
        if max != 0 || min != 0 {
            return Some(nl_vf_rate { api: RATE_NEW, rate: 0, max_tx_rate: max, min_tx_rate: min });
        }
        let rate = known(attr::TX_RATE, self.rate);
        (rate != 0).then_some(nl_vf_rate { api: RATE_OLD, rate, ..nl_vf_rate::default() })
    }
}

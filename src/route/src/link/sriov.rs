// SPDX-License-Identifier: LGPL-2.1-or-later
//! Virtual functions of a network card (SR-IOV).
//!
//! A virtual function is an object of its own, with a count of references, which C may change while it is in
//! a link's list; its VLANs are another one, which C may read and write.

use core::cell::{Cell, RefCell};
use core::mem::ManuallyDrop;
use core::{ptr, slice};

use libc::c_int;
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::trans_tbl;
use nl_sys::message::{Builder, Table};
use nl_sys::plain;
use nl_sys::print::Printer;
use nl_sys::strings::push_name;
use os::array::Array;
use os::text::Append;
use wire::attr::Attr;

use super::dump::{bytes, push_address, rounded};
use super::parse::ifla;
use super::uapi::{
    ifla_vf_guid, ifla_vf_mac, ifla_vf_rate, ifla_vf_setting, ifla_vf_vlan, ifla_vf_vlan_info,
};

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

/// How many VLANs there may be (`MAX_VLAN_LIST_LEN`).
const VLANS: usize = 1;

/// `ETH_P_8021Q`
const ETH_P_8021Q: u16 = 0x8100;

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
    fn try_clone(&self) -> Result<Self, Error> {
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

    fn read_rates(&mut self, table: &Table<'_, KINDS>) {
        if let Some(rate) = table.plain::<ifla_vf_setting>(TX_RATE).filter(|rate| rate.setting != 0)
        {
            self.rate = rate.setting;
            self.mask |= attr::TX_RATE;
        }
        if let Some(rate) = table.plain::<ifla_vf_rate>(RATE) {
            if rate.max_tx_rate != 0 {
                self.max_tx_rate = rate.max_tx_rate;
                self.mask |= attr::RATE_MAX;
            }
            if rate.min_tx_rate != 0 {
                self.min_tx_rate = rate.min_tx_rate;
                self.mask |= attr::RATE_MIN;
            }
        }
    }

    fn read_settings(&mut self, table: &Table<'_, KINDS>) {
        if let Some(state) = table.plain::<ifla_vf_setting>(LINK_STATE) {
            self.link_state = state.setting;
            self.mask |= attr::LINK_STATE;
        }
        for (kind, bit, place) in [
            (SPOOFCHK, attr::SPOOFCHK, &mut self.spoofchk),
            (RSS_QUERY_EN, attr::RSS_QUERY_EN, &mut self.rss_query_en),
            (TRUST, attr::TRUST, &mut self.trust),
        ] {
            // The driver says -1 if it does not know.
            let known = table.plain(kind).filter(|one: &ifla_vf_setting| one.setting != u32::MAX);
            if let Some(one) = known {
                *place = u32::from(one.setting != 0);
                self.mask |= bit;
            }
        }
    }

    fn read_vlans(&mut self, table: &Table<'_, KINDS>) -> Result<(), Error> {
        let listed = table.get(VLAN_LIST).map(|list| {
            list.nested()
                .take(VLANS)
                .find_map(|info| plain::read::<ifla_vf_vlan_info>(info.payload()))
        });
        let single = || {
            let vlan = table.plain::<ifla_vf_vlan>(VLAN).filter(|vlan| vlan.vlan != 0)?;
            Some((vlan.vlan, vlan.qos, ETH_P_8021Q))
        };
        let vlan = match listed {
            Some(info) => info.map(|info| {
                let proto = match u16::from_be(info.vlan_proto) {
                    0 => ETH_P_8021Q,
                    proto => proto,
                };
                (info.vlan, info.qos, proto)
            }),
            None => single(),
        };
        let Some((vlan, qos, proto)) = vlan else { return Ok(()) };
        let vlans = Vlans::new(1)?;
        if let Some(info) = vlans.as_slice().first() {
            info.vf_vlan.set(vlan);
            info.vf_vlan_qos.set(qos);
            info.vf_vlan_proto.set(proto);
        }
        self.vlans = Some(vlans);
        self.mask |= attr::VLAN;
        Ok(())
    }
}

const INFO: u16 = 1;

const KINDS: usize = 13;
const MAC: u16 = 1;
const VLAN: u16 = 2;
const TX_RATE: u16 = 3;
const SPOOFCHK: u16 = 4;
const LINK_STATE: u16 = 5;
const RATE: u16 = 6;
const RSS_QUERY_EN: u16 = 7;
const STATISTICS: u16 = 8;
const TRUST: u16 = 9;
const IB_NODE_GUID: u16 = 10;
const IB_PORT_GUID: u16 = 11;
const VLAN_LIST: u16 = 12;

/// `IFLA_VF_VLAN_INFO`
const VLAN_INFO: u16 = 1;

/// Bytes of an Ethernet address.
const ETH_ALEN: usize = 6;

/// Reads `IFLA_VFINFO_LIST`.
///
/// # Errors
/// `NOMEM`.
pub fn parse(list: Attr<'_>) -> Result<VfList, Error> {
    let mut vfs = Array::new();
    for info in list.nested() {
        let table = Table::<KINDS>::new(info.nested());
        let mut vf = Vf::default();
        if let Some(mac) = table.plain::<ifla_vf_mac>(MAC) {
            let bytes = mac.mac.get(..ETH_ALEN).unwrap_or_default();
            vf.index = mac.vf;
            vf.addr = Address::new(libc::AF_LLC, bytes)?;
            vf.mask |= attr::INDEX | attr::ADDR;
        }
        vf.read_vlans(&table)?;
        vf.read_rates(&table);
        vf.read_settings(&table);
        if let Some(stats) = table.nested::<STATS>(STATISTICS) {
            for (kind, place) in (0..).zip(&mut vf.stats) {
                *place = stats.u64(kind).unwrap_or(0);
            }
            vf.mask |= attr::STATS;
        }
        vfs.push(VfHandle::new(vf)?).map_err(|_| Error::NOMEM)?;
    }
    Ok(VfList(vfs))
}

/// Appends `IFLA_VFINFO_LIST`.
///
/// # Errors
/// `NOMEM` if the message has no room.
pub fn put(list: &VfList, msg: Builder) -> Result<(), Error> {
    msg.nest(ifla::VFINFO_LIST, |inner| {
        list.all().try_for_each(|vf| {
            let put = vf.read(|vf| {
                if vf.has(attr::INDEX) {
                    inner.nest(INFO, |info| put_one(vf, info))
                } else {
                    Ok(())
                }
            });
            put.unwrap_or(Err(Error::BUSY))
        })
    })
}

fn put_one(vf: &Vf, info: Builder) -> Result<(), Error> {
    let index = vf.index;
    let put = |bit, kind, value: &dyn Fn() -> ifla_vf_setting| {
        if vf.has(bit) { info.put_plain(kind, &value()) } else { Ok(()) }
    };
    let setting = |setting| move || ifla_vf_setting { vf: index, setting };
    if vf.has(attr::ADDR) {
        let mut mac = [0; 32];
        vf.addr.copy_to(&mut mac);
        info.put_plain(MAC, &ifla_vf_mac { vf: index, mac })?;
    }
    if let Some(vlans) = vf.vlans.as_ref().filter(|_| vf.has(attr::VLAN)) {
        put_vlans(index, vlans.as_slice(), info)?;
    }
    put(attr::TX_RATE, TX_RATE, &setting(vf.rate))?;
    if vf.has(attr::RATE_MIN | attr::RATE_MAX) {
        let known = |bit, rate| if vf.has(bit) { rate } else { 0 };
        let rate = ifla_vf_rate {
            vf: index,
            min_tx_rate: known(attr::RATE_MIN, vf.min_tx_rate),
            max_tx_rate: known(attr::RATE_MAX, vf.max_tx_rate),
        };
        info.put_plain(RATE, &rate)?;
    }
    put(attr::SPOOFCHK, SPOOFCHK, &setting(vf.spoofchk))?;
    put(attr::LINK_STATE, LINK_STATE, &setting(vf.link_state))?;
    put(attr::RSS_QUERY_EN, RSS_QUERY_EN, &setting(vf.rss_query_en))?;
    put(attr::TRUST, TRUST, &setting(vf.trust))?;
    for (bit, kind, guid) in [
        (attr::IB_NODE_GUID, IB_NODE_GUID, vf.guid_node),
        (attr::IB_PORT_GUID, IB_PORT_GUID, vf.guid_port),
    ] {
        if vf.has(bit) {
            info.put_plain(kind, &ifla_vf_guid { vf: index, pad: 0, guid })?;
        }
    }
    Ok(())
}

fn put_vlans(vf: u32, vlans: &[nl_vf_vlan_info_t], info: Builder) -> Result<(), Error> {
    if let [one] = vlans
        && matches!(one.vf_vlan_proto.get(), 0 | ETH_P_8021Q)
    {
        let vlan = ifla_vf_vlan { vf, vlan: one.vf_vlan.get(), qos: one.vf_vlan_qos.get() };
        return info.put_plain(VLAN, &vlan);
    }
    info.nest(VLAN_LIST, |list| {
        vlans.iter().try_for_each(|one| {
            let vlan = ifla_vf_vlan_info {
                vf,
                vlan: one.vf_vlan.get(),
                qos: one.vf_vlan_qos.get(),
                // As upstream: C has to set the kernel's byte order to be understood.
                vlan_proto: one.vf_vlan_proto.get(),
                pad: 0,
            };
            list.put_plain(VLAN_INFO, &vlan)
        })
    })
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

/// Prints what is known of the virtual functions.
pub fn dump_details(list: &VfList, to: &Printer<'_>) {
    to.with(|text| text.push(b"    SRIOV VF List\n"));
    for vf in list.all() {
        vf.read(|vf| {
            if vf.has(attr::INDEX) {
                dump_one(vf, to);
            }
        });
    }
}

fn dump_one(vf: &Vf, to: &Printer<'_>) {
    to.with(|text| {
        text.push(b"\tvf ");
        text.push_dec(vf.index.into());
        text.push(b": ");
        if vf.has(attr::LINK_STATE) {
            text.push(b"state ");
            push_name(text, vf.link_state, &STATE_NAMES);
            text.push(b" ");
        }
        if vf.has(attr::ADDR) {
            text.push(b"addr ");
            push_address(text, &vf.addr);
            text.push(b" ");
        }
        text.push(b"\n");
    });
    to.with(|text| {
        let on = |on: u32| if on == 0 { b"off".as_slice() } else { b"on" };
        text.push(b"\t      spoofchk ");
        text.push(on(vf.spoofchk));
        text.push(b" trust ");
        text.push(on(vf.trust));
        text.push(b" rss_query ");
        text.push(on(vf.rss_query_en));
        text.push(b"\n");
    });
    if let Some(rates) = vf.rates() {
        to.with(|text| {
            if rates.api == RATE_OLD {
                text.push(b"\t      rate_api old rate ");
                text.push_dec(rates.rate.into());
            } else {
                text.push(b"\t      rate_api new min_rate ");
                text.push_dec(rates.min_tx_rate.into());
                text.push(b" max_rate ");
                text.push_dec(rates.max_tx_rate.into());
            }
            text.push(b"\n");
        });
    }
    let Some(vlans) = vf.vlans.as_ref().filter(|_| vf.has(attr::VLAN)) else { return };
    to.with(|text| text.push(b"\t      VLANS:\n"));
    for vlan in vlans.as_slice() {
        to.with(|text| {
            text.push(b"\t      vlan ");
            text.push_dec(vlan.vf_vlan.get().into());
            if vlan.vf_vlan_qos.get() != 0 {
                text.push(b" qos ");
                text.push_dec(vlan.vf_vlan_qos.get().into());
            }
            if vlan.vf_vlan_proto.get() != 0 {
                text.push(b" proto ");
                push_name(text, vlan.vf_vlan_proto.get().into(), &PROTO_NAMES);
            }
            text.push(b"\n");
        });
    }
}

/// Prints the counters of the virtual functions.
pub fn dump_stats(list: &VfList, to: &Printer<'_>) {
    for vf in list.all() {
        vf.read(|vf| {
            if vf.has(attr::INDEX) {
                dump_counters(vf, to);
            }
        });
    }
    to.with(|text| text.push(b"\n"));
}

fn dump_counters(vf: &Vf, to: &Printer<'_>) {
    let [rx_packets, tx_packets, rx_bytes, tx_bytes, broadcast, multicast] = vf.stats;
    to.with(|text| {
        text.push(b"    VF ");
        text.push_dec(vf.index.into());
        text.push(b" Stats:\n");
    });
    to.new_line();
    to.with(|text| text.push(b"\tRX:    bytes          packets      multicast  broadcast \n"));
    let (amount, unit) = bytes(rx_bytes);
    let amount = rounded(amount);
    let format = c"\t%10.2f %3s   %10lu   %10lu %10lu\n".as_ptr();
    // SAFETY: live parameters; the format takes a double, a string and three long numbers.
    unsafe {
        ffi::nl_dump_line(to.as_ptr(), format, amount, unit, rx_packets, multicast, broadcast)
    };
    to.new_line();
    to.with(|text| text.push(b"\tTX:    bytes          packets   \n"));
    let (amount, unit) = bytes(tx_bytes);
    let amount = rounded(amount);
    let format = c"\t%10.2f %3s   %10lu\n".as_ptr();
    // SAFETY: live parameters; the format takes a double, a string and a long number.
    unsafe { ffi::nl_dump_line(to.as_ptr(), format, amount, unit, tx_packets) };
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The link: a network interface.
//!
//! What a kind of link or an address family keeps in a link is handled through tables of functions that
//! take the link as C knows it ([`super::kind`], [`super::family`]). So printing, cloning, comparing and
//! freeing a link go around what `nl_sys::typed` makes of [`Object`], in the functions at the end of this
//! file.

use core::ffi::CStr;
use core::ptr;

use libc::{AF_UNSPEC, c_int};
use nl_sys::address::Address;
use nl_sys::data::Data;
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_dump_params, nl_object, nl_object_ops, trans_tbl};
use nl_sys::name::Name;
use nl_sys::print::{Printer, Style};
use nl_sys::typed::{self, Differences, Handle, Object, Typed};
use os::cstring::CText;
use os::heap::Optional;

use super::kept::{self, Slots};
use super::layout::{rtnl_link_af_ops, rtnl_link_info_ops};
use super::owned::{Body, part};
use super::sriov::VfList;
use super::stats::Stats;
use super::{dump, kind};

/// Attributes of a link, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "named as what they stand for in the kernel's interface")]
pub mod attr {
    pub const MTU: u64 = 1;
    pub const LINK: u64 = 1 << 1;
    pub const TXQLEN: u64 = 1 << 2;
    pub const WEIGHT: u64 = 1 << 3;
    pub const MASTER: u64 = 1 << 4;
    pub const QDISC: u64 = 1 << 5;
    pub const MAP: u64 = 1 << 6;
    pub const ADDR: u64 = 1 << 7;
    pub const BRD: u64 = 1 << 8;
    pub const FLAGS: u64 = 1 << 9;
    pub const IFNAME: u64 = 1 << 10;
    pub const IFINDEX: u64 = 1 << 11;
    pub const FAMILY: u64 = 1 << 12;
    pub const ARPTYPE: u64 = 1 << 13;
    pub const STATS: u64 = 1 << 14;
    pub const CHANGE: u64 = 1 << 15;
    pub const OPERSTATE: u64 = 1 << 16;
    pub const LINKMODE: u64 = 1 << 17;
    pub const LINKINFO: u64 = 1 << 18;
    pub const IFALIAS: u64 = 1 << 19;
    pub const NUM_VF: u64 = 1 << 20;
    pub const PROMISCUITY: u64 = 1 << 21;
    pub const NUM_TX_QUEUES: u64 = 1 << 22;
    pub const NUM_RX_QUEUES: u64 = 1 << 23;
    pub const GROUP: u64 = 1 << 24;
    pub const CARRIER: u64 = 1 << 25;
    pub const PROTINFO: u64 = 1 << 26;
    pub const AF_SPEC: u64 = 1 << 27;
    pub const PHYS_PORT_ID: u64 = 1 << 28;
    pub const NS_FD: u64 = 1 << 29;
    pub const NS_PID: u64 = 1 << 30;
    pub const LINK_NETNSID: u64 = 1 << 32;
    pub const VF_LIST: u64 = 1 << 33;
    pub const CARRIER_CHANGES: u64 = 1 << 34;
    pub const PHYS_PORT_NAME: u64 = 1 << 35;
    pub const PHYS_SWITCH_ID: u64 = 1 << 36;
    pub const GSO_MAX_SEGS: u64 = 1 << 37;
    pub const GSO_MAX_SIZE: u64 = 1 << 38;
    pub const SLAVE_KIND: u64 = 1 << 39;
    pub const PERM_ADDR: u64 = 1 << 40;
}

/// A link.
#[derive(Debug, Default)]
pub struct Link {
    /// `eth0`
    pub name: Name<16>,
    /// The family it was asked for in, or `AF_BRIDGE` for a bridge.
    pub family: u32,
    /// The family of the message it was made of, which tells the two kinds of links of `AF_BRIDGE` apart.
    pub message_family: u8,
    /// `IF_OPER_UP` and the like.
    pub operstate: u8,
    /// `IF_LINK_MODE_DEFAULT` and the like.
    pub linkmode: u8,
    /// Whether there is a signal.
    pub carrier: u8,
    /// `ARPHRD_ETHER` and the like.
    pub arptype: u32,
    /// Its number.
    pub index: u32,
    /// `IFF_UP` and the like.
    pub flags: u32,
    /// Those of the flags that have been set or unset.
    pub flag_mask: u32,
    /// The flags that a message says have changed.
    pub change: u32,
    /// Bytes of a packet at most.
    pub mtu: u32,
    /// The number of the link below.
    pub link: u32,
    /// The network namespace of that one.
    pub link_netnsid: i32,
    /// Packets in the queue at most.
    pub txqlen: u32,
    /// Unused by kernels of today.
    pub weight: u32,
    /// The number of the bridge or the like that it is a port of.
    pub master: u32,
    /// The group of interfaces.
    pub group: u32,
    /// How many want all packets.
    pub promiscuity: u32,
    /// Queues for sending.
    pub num_tx_queues: u32,
    /// Queues for receiving.
    pub num_rx_queues: u32,
    /// Segments of a large packet at most.
    pub gso_max_segs: u32,
    /// Bytes of a large packet at most.
    pub gso_max_size: u32,
    /// How often the signal came and went.
    pub carrier_changes: u32,
    /// Its hardware address.
    pub addr: Address,
    /// The hardware address of everybody.
    pub broadcast: Address,
    /// The name of its queueing discipline.
    pub qdisc: Name<32>,
    /// The name of its kind.
    pub kind: CText,
    /// The table of its kind, if that is known.
    pub kind_ops: Table<rtnl_link_info_ops>,
    /// What its kind keeps here.
    pub info: Option<Body>,
    /// The table of its family, if that is known.
    pub family_ops: Table<rtnl_link_af_ops>,
    /// What address families keep here.
    pub families: Slots,
    /// Counters.
    pub stats: Optional<Stats>,
    /// What most links lack.
    pub rare: Optional<Rare>,
}

/// What most links lack.
#[derive(Debug, Default)]
pub struct Rare {
    /// The hardware's interrupt.
    pub irq: u16,
    /// A description.
    pub ifalias: CText,
    /// The name of the kind of its master.
    pub slave_kind: CText,
    /// How many virtual functions there are.
    pub num_vf: u32,
    /// Virtual functions.
    pub vfs: VfList,
    /// The number of the hardware's port.
    pub phys_port_id: Data,
    /// The name of the hardware's port.
    pub phys_port_name: Name<16>,
    /// The number of the hardware's switch.
    pub phys_switch_id: Data,
    /// The hardware address it was made with.
    pub perm_addr: Address,
    /// A network namespace to be moved to.
    pub ns_fd: c_int,
    /// A process in whose network namespace to be moved.
    pub ns_pid: c_int,
}

impl Rare {
    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self {
            irq: self.irq,
            ifalias: self.ifalias.try_clone().map_err(|_| Error::NOMEM)?,
            slave_kind: self.slave_kind.try_clone().map_err(|_| Error::NOMEM)?,
            num_vf: self.num_vf,
            vfs: self.vfs.try_clone()?,
            phys_port_id: self.phys_port_id.try_clone()?,
            phys_port_name: self.phys_port_name.clone(),
            phys_switch_id: self.phys_switch_id.try_clone()?,
            perm_addr: self.perm_addr.try_clone()?,
            ns_fd: self.ns_fd,
            ns_pid: self.ns_pid,
        })
    }
}

/// A table of functions, or none. A reference to it, if references to it are counted, is the link's.
#[derive(Debug)]
pub struct Table<T>(pub *mut T);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(ptr::null_mut())
    }
}

impl<T> Clone for Table<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Table<T> {}

/// A link in memory; `struct rtnl_link` in C.
pub type rtnl_link = Typed<Link>;

/// What `nl_sys::typed` makes of the type.
const TYPED: nl_object_ops = typed::ops::<Link>();

/// The table of the type.
pub static LINK_OBJ_OPS: nl_object_ops = nl_object_ops {
    oo_free_data: Some(free_data),
    oo_clone: Some(clone),
    oo_dump: [Some(dump_line), Some(dump_details), Some(dump_stats)],
    oo_compare: Some(compare),
    ..TYPED
};

/// The names of the attributes.
static ATTRS: [trans_tbl; 34] = [
    trans_tbl::new(attr::MTU, c"mtu"),
    trans_tbl::new(attr::LINK, c"link"),
    trans_tbl::new(attr::TXQLEN, c"txqlen"),
    trans_tbl::new(attr::WEIGHT, c"weight"),
    trans_tbl::new(attr::MASTER, c"master"),
    trans_tbl::new(attr::QDISC, c"qdisc"),
    trans_tbl::new(attr::MAP, c"map"),
    trans_tbl::new(attr::ADDR, c"address"),
    trans_tbl::new(attr::BRD, c"broadcast"),
    trans_tbl::new(attr::FLAGS, c"flags"),
    trans_tbl::new(attr::IFNAME, c"name"),
    trans_tbl::new(attr::IFINDEX, c"ifindex"),
    trans_tbl::new(attr::FAMILY, c"family"),
    trans_tbl::new(attr::ARPTYPE, c"arptype"),
    trans_tbl::new(attr::STATS, c"stats"),
    trans_tbl::new(attr::CHANGE, c"change"),
    trans_tbl::new(attr::OPERSTATE, c"operstate"),
    trans_tbl::new(attr::LINKMODE, c"linkmode"),
    trans_tbl::new(attr::IFALIAS, c"ifalias"),
    trans_tbl::new(attr::NUM_VF, c"num_vf"),
    trans_tbl::new(attr::PROMISCUITY, c"promiscuity"),
    trans_tbl::new(attr::NUM_TX_QUEUES, c"num_tx_queues"),
    trans_tbl::new(attr::NUM_RX_QUEUES, c"num_rx_queues"),
    trans_tbl::new(attr::GSO_MAX_SEGS, c"gso_max_segs"),
    trans_tbl::new(attr::GSO_MAX_SIZE, c"gso_max_size"),
    trans_tbl::new(attr::GROUP, c"group"),
    trans_tbl::new(attr::CARRIER, c"carrier"),
    trans_tbl::new(attr::CARRIER_CHANGES, c"carrier_changes"),
    trans_tbl::new(attr::PHYS_PORT_ID, c"phys_port_id"),
    trans_tbl::new(attr::PHYS_PORT_NAME, c"phys_port_name"),
    trans_tbl::new(attr::PHYS_SWITCH_ID, c"phys_switch_id"),
    trans_tbl::new(attr::NS_FD, c"ns_fd"),
    trans_tbl::new(attr::NS_PID, c"ns_pid"),
    trans_tbl::new(attr::LINK_NETNSID, c"link_netnsid"),
];

impl Object for Link {
    const NAME: &'static CStr = c"route/link";
    #[expect(clippy::cast_possible_truncation, reason = "low bits")]
    const ID_ATTRS: u32 = (attr::IFINDEX | attr::FAMILY) as u32;
    const ATTRS: &'static [trans_tbl] = &ATTRS;
    const KEY: Option<fn(&Self, u32) -> u32> = Some(key);

    /// Without what the kind and the families keep: see `clone` below.
    fn try_clone(&self) -> Result<Self, Error> {
        let mut copy = Self {
            name: self.name.clone(),
            addr: self.addr.try_clone()?,
            broadcast: self.broadcast.try_clone()?,
            qdisc: self.qdisc.clone(),
            kind: self.kind.try_clone().map_err(|_| Error::NOMEM)?,
            kind_ops: Table::default(),
            info: None,
            family_ops: Table::default(),
            families: Slots::default(),
            stats: Optional::default(),
            rare: Optional::default(),
            ..*self
        };
        if let Some(stats) = self.stats.get() {
            copy.stats = part(stats.clone())?;
        }
        if let Some(rare) = self.rare.get() {
            copy.rare = part(rare.try_clone()?)?;
        }
        Ok(copy)
    }

    /// Without what the kind and the families keep: see `compare` below.
    fn compare(&self, other: &Self, differences: &mut Differences) {
        let (a, b) = (self, other);
        differences.attr(attr::IFINDEX, a.index != b.index);
        differences.attr(attr::MTU, a.mtu != b.mtu);
        differences.attr(attr::LINK, a.link != b.link);
        differences.attr(attr::LINK_NETNSID, a.link_netnsid != b.link_netnsid);
        differences.attr(attr::TXQLEN, a.txqlen != b.txqlen);
        differences.attr(attr::WEIGHT, a.weight != b.weight);
        differences.attr(attr::MASTER, a.master != b.master);
        differences.attr(attr::FAMILY, a.family != b.family);
        differences.attr(attr::OPERSTATE, a.operstate != b.operstate);
        differences.attr(attr::LINKMODE, a.linkmode != b.linkmode);
        differences.attr(attr::QDISC, !a.qdisc.same(&b.qdisc));
        differences.attr(attr::IFNAME, !a.name.same(&b.name));
        differences.attr(attr::ADDR, !a.addr.same(&b.addr));
        differences.attr(attr::BRD, !a.broadcast.same(&b.broadcast));
        differences.attr(attr::IFALIAS, a.ifalias() != b.ifalias());
        differences.attr(attr::NUM_VF, a.num_vf() != b.num_vf());
        differences.attr(attr::PROMISCUITY, a.promiscuity != b.promiscuity);
        differences.attr(attr::NUM_TX_QUEUES, a.num_tx_queues != b.num_tx_queues);
        differences.attr(attr::NUM_RX_QUEUES, a.num_rx_queues != b.num_rx_queues);
        differences.attr(attr::GROUP, a.group != b.group);
        let asked = if differences.is_loose() { b.flag_mask } else { u32::MAX };
        differences.attr(attr::FLAGS, (a.flags ^ b.flags) & asked != 0);
        differences.attr(attr::PERM_ADDR, !a.perm_addr().same(b.perm_addr()));
    }

    /// See [`dump::link`], which has the link itself.
    fn dump(&self, _mask: u64, _style: Style, _to: &Printer<'_>) {}
}

/// A hash of the number. Without the family, so that a link can be looked up by its number alone.
fn key(link: &Link, size: u32) -> u32 {
    key_of(link.index, size)
}

/// The hash of a link's number.
#[must_use]
pub fn key_of(index: u32, size: u32) -> u32 {
    index.checked_rem(size).unwrap_or(0)
}

impl Link {
    /// The description.
    #[must_use]
    pub fn ifalias(&self) -> Option<&CStr> {
        self.rare.get().and_then(|rare| rare.ifalias.get())
    }

    /// How many virtual functions there are.
    #[must_use]
    pub fn num_vf(&self) -> u32 {
        self.rare.get().map_or(0, |rare| rare.num_vf)
    }

    /// The hardware address it was made with.
    #[must_use]
    pub fn perm_addr(&self) -> &Address {
        static NONE: NoAddress = NoAddress(Address::NONE);
        self.rare.get().map_or(&NONE.0, |rare| &rare.perm_addr)
    }

    /// Sets flags.
    pub fn set_flags(&mut self, flags: u32) {
        self.flag_mask |= flags;
        self.flags |= flags;
    }

    /// Unsets flags.
    pub fn unset_flags(&mut self, flags: u32) {
        self.flag_mask |= flags;
        self.flags &= !flags;
    }
}

struct NoAddress(Address);

// SAFETY: an address that is none has nothing to change.
unsafe impl Sync for NoAddress {}

/// A new link.
///
/// # Errors
/// `NOMEM`.
pub fn alloc() -> Result<Handle<Link>, Error> {
    rtnl_link::alloc(&LINK_OBJ_OPS)
}

/// A reference to a link that the caller gives up; `None` for NULL.
///
/// # Safety
/// `object` is a link or NULL; the reference is the caller's.
#[must_use]
pub unsafe fn adopt(object: *mut nl_object) -> Option<Handle<Link>> {
    // SAFETY: by contract.
    let handle = Handle::of(unsafe { object.cast::<rtnl_link>().as_ref() }?);
    // SAFETY: the caller's reference; there is one more now.
    unsafe { ffi::nl_object_put(object) };
    Some(handle)
}

/// A link that libnl-3 passes.
///
/// # Safety
/// `object` is a link.
unsafe fn link<'a>(object: *mut nl_object) -> &'a rtnl_link {
    // SAFETY: by contract; the header is the first field.
    unsafe { &*object.cast::<rtnl_link>() }
}

unsafe extern "C" fn free_data(object: *mut nl_object) {
    // SAFETY: libnl-3 passes a link.
    let it = unsafe { link(object) };
    kind::release(it);
    kept::release_all(it);
    if let Some(free) = TYPED.oo_free_data {
        // SAFETY: as libnl-3 passed it.
        unsafe { free(object) };
    }
}

unsafe extern "C" fn clone(dst: *mut nl_object, src: *mut nl_object) -> c_int {
    let Some(copy) = TYPED.oo_clone else { return 0 };
    // SAFETY: as libnl-3 passed them.
    let copied = unsafe { copy(dst, src) };
    // SAFETY: libnl-3 passes links; it has become one, even if copying failed.
    let dst = unsafe { link(dst) };
    // SAFETY: libnl-3 passes links.
    let src = unsafe { link(src) };
    if copied < 0 {
        return copied;
    }
    kind::clone(dst, src).and_then(|()| kept::clone_all(dst, src)).into_c()
}

/// `LOOSE_COMPARISON`: compares only what the second object asks for.
pub const LOOSE: c_int = 1;

unsafe extern "C" fn compare(
    a: *mut nl_object,
    b: *mut nl_object,
    attrs: u64,
    flags: c_int,
) -> u64 {
    let Some(common) = TYPED.oo_compare else { return 0 };
    // SAFETY: as libnl-3 passed them.
    let mut found = unsafe { common(a, b, attrs, flags) };
    // SAFETY: libnl-3 passes links.
    let a = unsafe { link(a) };
    // SAFETY: as above.
    let b = unsafe { link(b) };
    let mut attr = |bit: u64, differs: bool| {
        let (in_a, in_b) = (a.mask() & bit != 0, b.mask() & bit != 0);
        if attrs & bit != 0 && (in_a != in_b || in_a && differs) {
            found |= bit;
        }
    };
    let family = |it: &rtnl_link| it.read(|it| it.family).unwrap_or(AF_UNSPEC.cast_unsigned());
    if family(a) == family(b) && kept::differ(a, b, family(a)) {
        attr(attr::PROTINFO, true);
    } else {
        attr(attr::LINKINFO, kind::differ(a, b, flags));
    }
    found
}

unsafe extern "C" fn dump_line(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: libnl-3 passes a link.
    let it = unsafe { link(object) };
    // SAFETY: libnl-3 passes live parameters.
    unsafe { dump::link(it, Style::Line, params) };
}

unsafe extern "C" fn dump_details(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: libnl-3 passes a link.
    let it = unsafe { link(object) };
    // SAFETY: libnl-3 passes live parameters.
    unsafe { dump::link(it, Style::Details, params) };
}

unsafe extern "C" fn dump_stats(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: libnl-3 passes a link.
    let it = unsafe { link(object) };
    // SAFETY: libnl-3 passes live parameters.
    unsafe { dump::link(it, Style::Stats, params) };
}

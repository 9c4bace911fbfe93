// SPDX-License-Identifier: LGPL-2.1-or-later
//! Multicast groups of bridges.

use core::cell::Cell;
use core::ffi::CStr;

use libc::{AF_BRIDGE, AF_INET, AF_INET6, NLM_F_DUMP, c_int, c_void};
use nl_sys::address::Address;
use nl_sys::cache_type::{
    self, Action, CacheType, Cached, Delivery, GROUPS_END, Groups, Received, group, msgtype,
};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_cache_extra, nl_msgtype, nl_object, nl_object_ops, nl_sock};
use nl_sys::message::Table;
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use nl_sys::typed::{self, Differences, Object, Typed, Update};
use os::array::Array;
use os::heap::Optional;
use os::text::Append;

use crate::rtnl;
use crate::uapi::br_port_msg;

/// Attributes of a bridge's groups, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "they say it all")]
pub mod attr {
    pub const IFINDEX: u64 = 0x01;
    pub const ENTRIES: u64 = 0x02;
}

// `RTM_*` of `linux/rtnetlink.h`.
const RTM_NEWMDB: u16 = 84;
const RTM_DELMDB: u16 = 85;
const RTM_GETMDB: u16 = 86;

// `enum` of `linux/if_bridge.h`.
const MDBA_MDB: u16 = 1;
const MDBA_MDB_ENTRY: u16 = 1;
const MDBA_MDB_ENTRY_INFO: u16 = 1;

const ETH_P_IP: u16 = 0x0800;
const ETH_P_IPV6: u16 = 0x86dd;
/// `AF_LLC`, libnl's family of link-layer addresses.
const AF_LLC: c_int = 26;

crate::uapi::plain! {
    /// `MDBA_MDB_ENTRY_INFO`
    br_mdb_entry = 28 {
        ifindex: u32, state: u8, flags: u8, vid: u16, addr: [u8; 16], proto: u16, pad: u16,
    }
}

/// A port that is in a group; `struct rtnl_mdb_entry` in C.
#[derive(Debug, Default)]
pub struct rtnl_mdb_entry {
    /// The port.
    pub ifindex: u32,
    /// The VLAN.
    pub vid: u16,
    /// What the address is of: `ETH_P_IP` and the like.
    pub proto: u16,
    /// `MDB_TEMPORARY` or `MDB_PERMANENT`.
    pub state: Cell<u8>,
    /// The group.
    pub addr: Address,
    /// Whether it has been deleted. It keeps its place, since C may have a pointer to it.
    gone: Cell<bool>,
}

/// The same, in Rust.
pub type Entry = rtnl_mdb_entry;

impl Entry {
    fn of(entry: &br_mdb_entry) -> Result<Self, Error> {
        let proto = u16::from_be(entry.proto);
        let (family, len) = match proto {
            ETH_P_IP => (AF_INET, 4),
            ETH_P_IPV6 => (AF_INET6, 16),
            _ => (AF_LLC, 6),
        };
        Ok(Self {
            ifindex: entry.ifindex,
            vid: entry.vid,
            proto,
            state: Cell::new(entry.state),
            addr: Address::new(family, entry.addr.get(..len).unwrap_or_default())?,
            gone: Cell::new(false),
        })
    }

    /// A copy.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<Self, Error> {
        let (state, gone) = (self.state.clone(), self.gone.clone());
        Ok(Self { addr: self.addr.try_clone()?, state, gone, ..*self })
    }

    /// Whether both say the same port is in the same group.
    fn is(&self, other: &Self) -> bool {
        (self.ifindex, self.vid, self.proto) == (other.ifindex, other.vid, other.proto)
            && self.addr.same(&other.addr)
    }

    fn dump(&self, to: &Printer<'_>) {
        to.with(|text| {
            text.push(b"port ");
            text.push_int(self.ifindex.cast_signed().into());
            text.push(b" vid ");
            text.push_dec(self.vid.into());
            text.push(b" proto 0x");
            text.push_hex(self.proto.into(), 4);
            text.push(b" address ");
            rtnl::push_address(text, &self.addr);
            text.push(b"\n");
        });
    }
}

/// The groups that ports of a bridge are in.
#[derive(Debug, Default)]
pub struct Mdb {
    /// The bridge.
    pub ifindex: u32,
    entries: Array<Optional<Entry>>,
}

/// The table of the type.
pub static MDB_OBJ_OPS: nl_object_ops = typed::ops::<Mdb>();

/// The groups of a bridge in memory; `struct rtnl_mdb` in C.
pub type rtnl_mdb = Typed<Mdb>;

/// Where changes are announced: `RTNLGRP_MDB`.
static GROUPS: Groups<2> = Groups([group(AF_BRIDGE, 26), GROUPS_END]);

static EXTRA: nl_cache_extra =
    nl_cache_extra { same_entry: Some(same_entry), ..nl_cache_extra::NONE };

/// The type of caches of multicast groups.
pub static MDB_CACHE: CacheType<4> = {
    let size = size_of::<br_port_msg>();
    let ops = cache_type::ops::<Mdb, _>(c"route/mdb", size, &MDB_OBJ_OPS, &GROUPS);
    CacheType::new(
        cache_type::with_extra(ops, &EXTRA),
        [
            msgtype(RTM_NEWMDB, Action::New, c"new"),
            msgtype(RTM_DELMDB, Action::Del, c"del"),
            msgtype(RTM_GETMDB, Action::Get, c"get"),
            nl_msgtype::END,
        ],
    )
};

/// A notification is about groups of a bridge, whatever others it has.
unsafe extern "C" fn same_entry(a: *mut nl_object, b: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes two objects of the type.
    let a = unsafe { typed::read(a.cast::<rtnl_mdb>(), |mdb| mdb.ifindex) };
    // SAFETY: as above.
    let b = unsafe { typed::read(b.cast::<rtnl_mdb>(), |mdb| mdb.ifindex) };
    c_int::from(a == b)
}

impl Object for Mdb {
    const NAME: &'static CStr = c"route/mdb";
    const UPDATE: Option<Update<Self>> = Some(update);

    fn try_clone(&self) -> Result<Self, Error> {
        let mut copy = Self { ifindex: self.ifindex, entries: Array::new() };
        self.entries().try_for_each(|entry| copy.push(entry.try_clone()?))?;
        Ok(copy)
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::IFINDEX, self.ifindex != other.ifindex);
        let same = |a: &Entry, b: &Entry| a.is(b) && a.state == b.state;
        let count = self.entries().count() == other.entries().count();
        let entries = self.entries().zip(other.entries()).all(|(a, b)| same(a, b));
        differences.attr(attr::ENTRIES, !count || !entries);
    }

    fn dump(&self, _: u64, _: Style, to: &Printer<'_>) {
        to.with(|text| {
            text.push(b"dev ");
            text.push_int(self.ifindex.cast_signed().into());
            text.push(b" \n");
        });
        self.entries().for_each(|entry| entry.dump(to));
    }
}

/// Takes the groups of a notification into those of a bridge, or out of them.
fn update(mdb: &rtnl_mdb, notification: &rtnl_mdb) -> Result<(), Error> {
    let kind = notification.header().ce_msgtype.get();
    let bits = if notification.has(attr::ENTRIES) { attr::ENTRIES } else { 0 };
    let merge = |news: &Mdb| {
        mdb.change(bits, |mdb| {
            if mdb.ifindex != news.ifindex {
                return Err(Error::OPNOTSUPP);
            }
            if kind == c_int::from(RTM_NEWMDB) {
                return news.entries().try_for_each(|entry| mdb.add(entry));
            }
            for entry in news.entries().filter_map(|entry| mdb.find(entry)) {
                entry.gone.set(true);
            }
            Ok(())
        })
    };
    notification.read(merge).unwrap_or(Err(Error::BUSY))
}

impl Mdb {
    /// The entries that are not deleted.
    fn entries(&self) -> impl Iterator<Item = &Entry> {
        let all = self.entries.as_slice().iter().filter_map(Optional::get);
        all.filter(|entry| !entry.gone.get())
    }

    fn find(&self, wanted: &Entry) -> Option<&Entry> {
        self.entries().find(|entry| entry.is(wanted))
    }

    fn push(&mut self, entry: Entry) -> Result<(), Error> {
        let entry = Optional::new(entry).map_err(|_| Error::NOMEM)?;
        self.entries.push(entry).map_err(|_| Error::NOMEM)
    }

    /// Notes that a port is in a group, or in what state.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn add(&mut self, new: &Entry) -> Result<(), Error> {
        let mut all = self.entries.as_slice().iter().filter_map(Optional::get);
        if let Some(entry) = all.find(|entry| entry.is(new)) {
            entry.state.set(new.state.get());
            entry.gone.set(false);
            return Ok(());
        }
        self.push(new.try_clone()?)
    }

    /// Calls a function of the program's with every entry.
    ///
    /// # Safety
    /// `mdb` is an object of the type or NULL; `each` can be called with its entries and `arg`.
    pub unsafe fn for_each(
        mdb: *mut rtnl_mdb,
        each: unsafe extern "C" fn(*mut Entry, *mut c_void),
        arg: *mut c_void,
    ) {
        let call = |mdb: &Self| {
            for entry in mdb.entries.as_slice() {
                if entry.get().is_some_and(|entry| !entry.gone.get()) {
                    // SAFETY: by contract.
                    unsafe { each(entry.as_ptr(), arg) };
                }
            }
        };
        // SAFETY: by contract.
        unsafe { typed::read(mdb, call) };
    }
}

impl Cached for Mdb {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        let (header, attrs) = message.parts::<br_port_msg>()?;
        let mut mdb = Self { ifindex: header.ifindex, entries: Array::new() };
        let mut mask = attr::IFINDEX;
        let groups = Table::<2>::new(attrs).get(MDBA_MDB);
        let groups = groups.iter().flat_map(wire::attr::Attr::nested);
        for group in groups.filter(|group| group.kind() == MDBA_MDB_ENTRY) {
            for info in group.nested().filter(|info| info.kind() == MDBA_MDB_ENTRY_INFO) {
                let info = plain::read(info.payload()).ok_or(Error::RANGE)?;
                mdb.push(Entry::of(&info)?)?;
                mask |= attr::ENTRIES;
            }
        }
        to.deliver(rtnl_mdb::of(&MDB_OBJ_OPS, mdb, mask)?)
    }

    unsafe fn request(_: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        // SAFETY: by contract.
        unsafe { rtnl::request(sk, RTM_GETMDB.into(), AF_BRIDGE, NLM_F_DUMP) }
    }
}

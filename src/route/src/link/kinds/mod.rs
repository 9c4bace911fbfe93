// SPDX-License-Identifier: LGPL-2.1-or-later
//! The kinds of links: what each keeps, the tables of those that are built in, and of those that programs have
//! registered. See [`super::kind`].

pub mod bond;
pub mod bridge;
pub mod macsec;
pub mod macvlan;
pub mod numbers;
pub mod veth;
pub mod vlan;
pub mod vrf;
pub mod vxlan;

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int};
use nl_sys::error::Error;
use nl_sys::list::nl_list_head;
use os::lock::RwLock;

use self::bond::Bond;
use self::bridge::Bridge;
use self::macsec::Macsec;
use self::macvlan::{Macvlan, Macvtap};
use self::veth::Veth;
use self::vlan::Vlan;
use self::vrf::Vrf;
use self::vxlan::Vxlan;
use super::kind::{bare, ops};
use super::layout::rtnl_link_info_ops;

/// The kinds that are built in, in the order of their names.
static KINDS: [rtnl_link_info_ops; 12] = [
    ops::<Bond>(),
    ops::<Bridge>(),
    bare(c"dummy"),
    bare(c"ifb"),
    ops::<Macsec>(),
    ops::<Macvlan>(),
    ops::<Macvtap>(),
    bare(c"team"),
    ops::<Veth>(),
    ops::<Vlan>(),
    ops::<Vrf>(),
    ops::<Vxlan>(),
];

/// The kinds that programs have registered.
struct Registered(nl_list_head);

// SAFETY: all that changes them has the lock.
unsafe impl Send for Registered {}
// SAFETY: as above.
unsafe impl Sync for Registered {}

static REGISTERED: RwLock<Registered> = RwLock::new(Registered(nl_list_head::unlinked()));

impl Registered {
    fn all(&self) -> impl Iterator<Item = *mut rtnl_link_info_ops> {
        const LIST: usize = core::mem::offset_of!(rtnl_link_info_ops, io_list);
        // SAFETY: a list, or zeroes; it does not change while the lock is held.
        let members = unsafe { self.0.iter() };
        members.map(|member| member.cast::<u8>().wrapping_sub(LIST).cast())
    }

    fn find(&self, name: &CStr) -> Option<*mut rtnl_link_info_ops> {
        // SAFETY: registered tables are live.
        self.all().find(|&table| named(unsafe { &*table }, name))
    }
}

/// Whether a table is of a kind of this name.
pub(super) fn named(table: &rtnl_link_info_ops, name: &CStr) -> bool {
    // SAFETY: names of tables are strings.
    !table.io_name.is_null() && unsafe { CStr::from_ptr(table.io_name) } == name
}

pub(super) fn built_in(table: *const rtnl_link_info_ops) -> bool {
    KINDS.as_ptr_range().contains(&table)
}

/// The table of a kind, with a reference to it; NULL if nobody knows the kind.
#[must_use]
pub fn lookup(name: &CStr) -> *mut rtnl_link_info_ops {
    if let Some(table) = KINDS.iter().find(|table| named(table, name)) {
        return ptr::from_ref(table).cast_mut();
    }
    let registered = REGISTERED.write();
    let found = registered.find(name);
    if let Some(table) = found {
        count(table, 1);
    }
    found.unwrap_or(ptr::null_mut())
}

/// Changes how many references there are to a table. The lock is held.
fn count(table: *mut rtnl_link_info_ops, by: c_int) {
    // SAFETY: live, as who has a reference says.
    let count = &unsafe { &*table }.io_refcnt;
    count.set(count.get().saturating_add(by).max(0));
}

/// Takes a reference to a table; nothing for NULL.
pub fn get(table: *mut rtnl_link_info_ops) {
    if !table.is_null() && !built_in(table) {
        let _lock = REGISTERED.write();
        count(table, 1);
    }
}

/// Gives back a reference to a table; nothing for NULL.
pub fn put(table: *mut rtnl_link_info_ops) {
    if !table.is_null() && !built_in(table) {
        let _lock = REGISTERED.write();
        count(table, -1);
    }
}

/// Registers a kind.
///
/// # Errors
/// `INVAL` without a name, `EXIST` if the name is taken.
///
/// # Safety
/// `table` is live until it is unregistered, or NULL; its name is a string or NULL.
pub unsafe fn register(table: *mut rtnl_link_info_ops) -> Result<(), Error> {
    // SAFETY: by contract.
    let ops = unsafe { table.as_ref() }.filter(|ops| !ops.io_name.is_null()).ok_or(Error::INVAL)?;
    let name: *const c_char = ops.io_name;
    // SAFETY: by contract.
    let name = unsafe { CStr::from_ptr(name) };
    let registered = REGISTERED.write();
    if KINDS.iter().any(|ops| named(ops, name)) || registered.find(name).is_some() {
        return Err(Error::EXIST);
    }
    if registered.0.next.get().is_null() {
        registered.0.init();
    }
    // SAFETY: a list; not in it, since its name is not.
    unsafe { registered.0.push_back(&ops.io_list) };
    Ok(())
}

/// Takes back what was registered.
///
/// # Errors
/// `OPNOTSUPP` if it is not registered, `BUSY` if links are of the kind, and for kinds that are built in.
pub fn unregister(table: *mut rtnl_link_info_ops) -> Result<(), Error> {
    if built_in(table) {
        return Err(Error::BUSY);
    }
    let registered = REGISTERED.write();
    let found = registered.all().find(|&other| other == table).ok_or(Error::OPNOTSUPP)?;
    // SAFETY: registered tables are live.
    let ops = unsafe { &*found };
    if ops.io_refcnt.get() > 0 {
        return Err(Error::BUSY);
    }
    // SAFETY: in the list.
    unsafe { ops.io_list.remove() };
    Ok(())
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The tables of address families: those that are built in, and those that programs have registered.

use core::ptr;

use libc::{c_int, c_uint};
use nl_sys::error::Error;
use os::lock::RwLock;

use super::bridge::Bridge;
use super::family::{FAMILIES, ops};
use super::inet::Inet;
use super::inet6::Inet6;
use super::layout::rtnl_link_af_ops;

/// The families that are built in.
static BUILT_IN: [rtnl_link_af_ops; 3] = [ops::<Inet>(), ops::<Bridge>(), ops::<Inet6>()];

/// The families that programs have registered.
struct Registered([*mut rtnl_link_af_ops; FAMILIES as usize]);

// SAFETY: all that uses them has the lock.
unsafe impl Send for Registered {}
// SAFETY: as above.
unsafe impl Sync for Registered {}

static REGISTERED: RwLock<Registered> =
    RwLock::new(Registered([ptr::null_mut(); FAMILIES as usize]));

/// The table of a family that is built in.
pub(super) fn built_in(family: c_uint) -> Option<*mut rtnl_link_af_ops> {
    let found = BUILT_IN.iter().find(|ops| ops.ao_family == family);
    found.map(|ops| ptr::from_ref(ops).cast_mut())
}

fn is_built_in(ops: *const rtnl_link_af_ops) -> bool {
    BUILT_IN.as_ptr_range().contains(&ops)
}

fn index(family: c_uint) -> usize {
    usize::try_from(family).unwrap_or(usize::MAX)
}

/// The table of a family, with a reference to it; NULL if there is none.
#[must_use]
pub fn lookup(family: c_uint) -> *mut rtnl_link_af_ops {
    if let Some(ops) = built_in(family) {
        return ops;
    }
    if family == 0 || family >= FAMILIES {
        return ptr::null_mut();
    }
    let registered = REGISTERED.write();
    let ops = registered.0.get(index(family)).copied().unwrap_or(ptr::null_mut());
    count(ops, 1);
    ops
}

/// Changes how many references there are to a table. The lock is held.
fn count(ops: *mut rtnl_link_af_ops, by: c_int) {
    // SAFETY: NULL, or live, as who has a reference says.
    if let Some(ops) = unsafe { ops.as_ref() } {
        ops.ao_refcnt.set(ops.ao_refcnt.get().saturating_add(by).max(0));
    }
}

/// Takes a reference to a table; nothing for NULL.
pub(super) fn get(ops: *mut rtnl_link_af_ops) {
    if !ops.is_null() && !is_built_in(ops) {
        let _lock = REGISTERED.write();
        count(ops, 1);
    }
}

/// Gives back a reference to a table; nothing for NULL.
pub fn put(ops: *mut rtnl_link_af_ops) {
    if !ops.is_null() && !is_built_in(ops) {
        let _lock = REGISTERED.write();
        count(ops, -1);
    }
}

/// Registers a family.
///
/// # Errors
/// `INVAL` if there is no such family, `EXIST` if there is a table for it.
///
/// # Safety
/// `ops` is live until it is unregistered, or NULL.
pub unsafe fn register(ops: *mut rtnl_link_af_ops) -> Result<(), Error> {
    // SAFETY: by contract.
    let table = unsafe { ops.as_ref() }.ok_or(Error::INVAL)?;
    if table.ao_family == 0 || table.ao_family >= FAMILIES {
        return Err(Error::INVAL);
    }
    let mut registered = REGISTERED.write();
    let place = registered.0.get_mut(index(table.ao_family)).ok_or(Error::INVAL)?;
    if built_in(table.ao_family).is_some() || !place.is_null() {
        return Err(Error::EXIST);
    }
    table.ao_refcnt.set(0);
    *place = ops;
    Ok(())
}

/// Takes back what was registered.
///
/// # Errors
/// `INVAL` for NULL, `OBJ_NOTFOUND` if it is not registered, `BUSY` if the family keeps something in links,
/// and for families that are built in.
///
/// # Safety
/// `ops` is live, or NULL.
pub unsafe fn unregister(ops: *mut rtnl_link_af_ops) -> Result<(), Error> {
    // SAFETY: by contract.
    let table = unsafe { ops.as_ref() }.ok_or(Error::INVAL)?;
    if is_built_in(ops) {
        return Err(Error::BUSY);
    }
    let mut registered = REGISTERED.write();
    let place = registered.0.get_mut(index(table.ao_family));
    let place = place.filter(|place| **place == ops).ok_or(Error::OBJ_NOTFOUND)?;
    if table.ao_refcnt.get() > 0 {
        return Err(Error::BUSY);
    }
    *place = ptr::null_mut();
    Ok(())
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! What address families keep in a link: for each a pointer that only the functions of its table
//! ([`super::family::ops`]) know how to use.

use core::cell::Cell;
use core::ptr;

use libc::{c_int, c_uint, c_void};
use nl_sys::error::Error;
use nl_sys::print::{Printer, Style};
use os::array::Array;

use super::families::{built_in, get, lookup, put};
use super::family::{FAMILIES, Family};
use super::layout::rtnl_link_af_ops;
use super::object::{Table, attr, rtnl_link};

/// What families keep in a link.
#[derive(Debug, Default)]
pub struct Slots(Array<Slot>);

#[derive(Debug)]
struct Slot {
    /// A reference to it, if references to it are counted, is the link's.
    ops: *mut rtnl_link_af_ops,
    /// NULL if it has been freed.
    data: Cell<*mut c_void>,
}

impl Slots {
    fn find(&self, family: c_uint) -> Option<&Slot> {
        self.0.as_slice().iter().find(|slot| family_of(slot.ops) == Some(family))
    }

    /// What a family of ours keeps.
    #[must_use]
    pub fn get<F: Family>(&self) -> Option<&F> {
        // SAFETY: NULL, or made by `alloc_in::<F>` or `clone_in::<F>`: nobody else can have that family.
        unsafe { self.find(F::FAMILY)?.data.get().cast::<F>().as_ref() }
    }
}

fn family_of(ops: *const rtnl_link_af_ops) -> Option<c_uint> {
    // SAFETY: NULL, or a table of ours or registered.
    unsafe { ops.as_ref() }.map(|ops| ops.ao_family)
}

/// What `read` finds in what family `F` keeps in a link.
///
/// # Errors
/// `NOATTR` if it keeps nothing there, `INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
pub unsafe fn read<F: Family, R>(
    link: *const rtnl_link,
    read: impl FnOnce(&F) -> R,
) -> Result<R, Error> {
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() }.ok_or(Error::INVAL)?;
    link.read(|link| link.families.get::<F>().map(read)).flatten().ok_or(Error::NOATTR)
}

/// Changes what family `F` keeps in a link; if it keeps nothing there, it does from now on.
///
/// # Errors
/// `INVAL` for NULL, `NOMEM`, `BUSY` while the link is printed, what `change` returns.
///
/// # Safety
/// `link` is a link or NULL.
pub unsafe fn change<F: Family, R>(
    link: *mut rtnl_link,
    change: impl FnOnce(&mut F) -> Result<R, Error>,
) -> Result<R, Error> {
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() }.ok_or(Error::INVAL)?;
    // SAFETY: a table of ours.
    let data = unsafe { keep(link, lookup(F::FAMILY)) }?;
    link.change(0, |_| {
        // SAFETY: as in `Slots::get`; nobody else uses it while the link is changed.
        change(unsafe { data.cast::<F>().as_mut() }.ok_or(Error::NOMEM)?)
    })
}

/// What a family keeps in a link, made if there is nothing.
///
/// # Errors
/// `NOMEM`, `BUSY` while the link is printed, `INVAL` for a table that may not keep anything: NULL, one
/// without the function, or one of a family that is somebody else's.
///
/// # Safety
/// `ops` is a table of ours, registered, or NULL.
pub unsafe fn keep(link: &rtnl_link, ops: *mut rtnl_link_af_ops) -> Result<*mut c_void, Error> {
    let family = family_of(ops).ok_or(Error::INVAL)?;
    if family == 0 || family >= FAMILIES || built_in(family).is_some_and(|ours| ours != ops) {
        return Err(Error::INVAL);
    }
    let kept = data(link, family);
    if !kept.is_null() {
        return Ok(kept);
    }
    // SAFETY: by contract.
    let ao_alloc = unsafe { &*ops }.ao_alloc.ok_or(Error::INVAL)?;
    // SAFETY: a link.
    let made = unsafe { ao_alloc(link.as_ptr().cast()) };
    if made.is_null() {
        return Err(Error::NOMEM);
    }
    let stored = store(link, ops, made);
    if stored.is_err() {
        free(link, ops, made);
    }
    stored.map(|()| made)
}

fn store(link: &rtnl_link, ops: *mut rtnl_link_af_ops, data: *mut c_void) -> Result<(), Error> {
    link.change(0, |link| {
        if let Some(slot) = link.families.0.as_slice().iter().find(|slot| slot.ops == ops) {
            slot.data.set(data);
            return Ok(());
        }
        let slot = Slot { ops, data: Cell::new(data) };
        link.families.0.push(slot).map_err(|_| Error::NOMEM)?;
        get(ops);
        Ok(())
    })
}

fn free(link: &rtnl_link, ops: *mut rtnl_link_af_ops, data: *mut c_void) {
    // SAFETY: a table of ours, or live as long as there are references to it.
    if let Some(ao_free) = unsafe { ops.as_ref() }.and_then(|ops| ops.ao_free) {
        // SAFETY: a link, and what the family keeps in it.
        unsafe { ao_free(link.as_ptr().cast(), data) };
    }
}

/// What a family keeps in a link; NULL if nothing.
#[must_use]
pub fn data(link: &rtnl_link, family: c_uint) -> *mut c_void {
    slot(link, family).map_or(ptr::null_mut(), |(_, data)| data)
}

fn slot(link: &rtnl_link, family: c_uint) -> Option<(*mut rtnl_link_af_ops, *mut c_void)> {
    let found =
        link.read(|link| link.families.find(family).map(|slot| (slot.ops, slot.data.get())));
    found.flatten().filter(|(_, data)| !data.is_null())
}

/// The families that keep something in a link, in the order of their numbers.
pub(super) fn slots(
    link: &rtnl_link,
) -> impl Iterator<Item = (&'static rtnl_link_af_ops, *mut c_void)> + use<'_> {
    (1..FAMILIES).filter_map(|family| {
        let (ops, data) = slot(link, family)?;
        // SAFETY: a table of ours, or live as long as there are references to it.
        Some((unsafe { ops.as_ref() }?, data))
    })
}

/// Forgets what a family keeps in a link.
fn forget(link: &rtnl_link, family: c_uint) {
    if let Some((ops, data)) = detach(link, family) {
        free(link, ops, data);
    }
}

/// Takes what a family keeps in a link out of it.
fn detach(link: &rtnl_link, family: c_uint) -> Option<(*mut rtnl_link_af_ops, *mut c_void)> {
    let kept = slot(link, family)?;
    link.read(|link| {
        if let Some(slot) = link.families.find(family) {
            slot.data.set(ptr::null_mut());
        }
    });
    Some(kept)
}

/// Forgets what families keep in a link, and their tables.
pub fn release_all(link: &rtnl_link) {
    put(link.read(|link| link.family_ops.0).unwrap_or(ptr::null_mut()));
    (1..FAMILIES).for_each(|family| forget(link, family));
    link.read(|link| link.families.0.as_slice().iter().for_each(|slot| put(slot.ops)));
}

/// Copies what families keep in a link.
///
/// # Errors
/// `NOMEM`.
pub fn clone_all(dst: &rtnl_link, src: &rtnl_link) -> Result<(), Error> {
    for (ops, data) in slots(src) {
        let Some(ao_clone) = ops.ao_clone else { continue };
        // SAFETY: a link, and what the family keeps in another one.
        let copy = unsafe { ao_clone(dst.as_ptr().cast(), data) };
        if copy.is_null() {
            return Err(Error::NOMEM);
        }
        let ops = ptr::from_ref(ops).cast_mut();
        store(dst, ops, copy).inspect_err(|_| free(dst, ops, copy))?;
    }
    let table = src.read(|src| src.family_ops).unwrap_or_default();
    get(table.0);
    dst.change(0, |dst| {
        dst.family_ops = table;
        Ok(())
    })
}

/// Whether the family of two links sees a difference.
#[must_use]
pub fn differ(a: &rtnl_link, b: &rtnl_link, family: c_uint) -> bool {
    compare(a, b, family) != 0
}

/// 0 if the family of two links sees no difference.
#[must_use]
pub fn compare(a: &rtnl_link, b: &rtnl_link, family: c_uint) -> c_int {
    let (in_a, in_b) = (slot(a, family), slot(b, family));
    let (Some((ops, _)), Some(_)) = (in_a, in_b) else {
        return if in_a.is_none() && in_b.is_none() { 0 } else { -1 };
    };
    // SAFETY: a table of ours, or live as long as there are references to it.
    let Some(ao_compare) = unsafe { ops.as_ref() }.and_then(|ops| ops.ao_compare) else {
        return -1;
    };
    // SAFETY: two links.
    unsafe { ao_compare(a.as_ptr().cast(), b.as_ptr().cast(), family.cast_signed(), u32::MAX, 0) }
}

/// Sets the family of a link. What the one before kept there is forgotten. Without memory the link stays as it was.
///
/// # Errors
/// `NOMEM`, `BUSY` while the link is printed.
pub fn assign(link: &rtnl_link, family: u32) -> Result<(), Error> {
    let before = link.change(0, |link| Ok(link.family_ops.0))?;
    let mut ops = lookup(family);
    // Put aside first: it may be of the same family.
    let old = family_of(before).and_then(|family| detach(link, family));
    if !ops.is_null() {
        // SAFETY: a table of ours, or registered.
        match unsafe { keep(link, ops) } {
            Ok(_) => {}
            Err(Error::NOMEM) => {
                put(ops);
                if let Some((table, data)) = old {
                    // Its place is still there.
                    let _ = store(link, table, data);
                }
                return Err(Error::NOMEM);
            }
            // One that keeps nothing.
            Err(_) => {
                put(ops);
                ops = ptr::null_mut();
            }
        }
    }
    link.change(attr::FAMILY, |link| {
        link.family = family;
        link.family_ops = Table(ops);
        Ok(())
    })?;
    if let Some((table, data)) = old {
        free(link, table, data);
    }
    put(before);
    Ok(())
}

/// Notes the table of a family, if there is one, as that of the link's; returns whether there is.
///
/// # Errors
/// `NOMEM`, `BUSY` while the link is printed.
pub fn note(link: &rtnl_link, family: u32) -> Result<(), Error> {
    let ops = lookup(family);
    if ops.is_null() {
        return Ok(());
    }
    // SAFETY: a table of ours, or registered.
    let noted = unsafe { keep(link, ops) }.and_then(|_| {
        link.change(0, |link| {
            link.family_ops = Table(ops);
            Ok(())
        })
    });
    noted.inspect_err(|_| put(ops))
}

/// The table of a link's family.
pub(super) fn table_of(link: &rtnl_link) -> Option<&'static rtnl_link_af_ops> {
    // SAFETY: NULL, a table of ours, or live as long as there are references to it.
    link.read(|link| unsafe { link.family_ops.0.as_ref() }).flatten()
}

/// Whether a link is of a family of ours.
#[must_use]
pub fn is<F: Family>(link: &rtnl_link) -> bool {
    let of_family = link.read(|link| link.family) == Some(F::FAMILY);
    of_family && table_of(link).is_some_and(|ops| ops.ao_family == F::FAMILY)
}

/// Prints what families keep in a link.
pub fn dump(link: &rtnl_link, style: Style, to: &Printer<'_>) {
    for (ops, data) in slots(link) {
        if let Some(ao_dump) = style.pick(ops.ao_dump) {
            // SAFETY: a link, live parameters, and what the family keeps in the link.
            unsafe { ao_dump(link.as_ptr().cast(), to.as_ptr(), data) };
        }
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The hash table of `netlink/hashtable.h`: objects by what identifies them, in a fixed number of
//! buckets.

use core::cell::Cell;
use core::{ptr, slice};

use libc::c_int;
use nl_sys::error::Error;
use nl_sys::layout::{nl_hash_node, nl_hash_table, nl_object};

use crate::{debug, object};

type Link = Cell<*mut nl_hash_node>;

/// An empty table of `size` buckets.
///
/// # Errors
/// `NLE_INVAL` without buckets, `NLE_NOMEM`.
pub fn new(size: c_int) -> Result<*mut nl_hash_table, Error> {
    let buckets = usize::try_from(size).ok().filter(|&size| size > 0).ok_or(Error::INVAL)?;
    // SAFETY: calloc takes any sizes.
    let nodes = unsafe { libc::calloc(buckets, size_of::<Link>()) }.cast::<Link>();
    if nodes.is_null() {
        return Err(Error::NOMEM);
    }
    let table = nl_hash_table { size: Cell::new(size), nodes: Cell::new(nodes) };
    os::heap::new(table).map_err(|_| {
        // SAFETY: calloc's, and nobody else's yet.
        unsafe { libc::free(nodes.cast()) };
        Error::NOMEM
    })
}

/// Frees a table and returns its references.
///
/// # Safety
/// It came from [`new`], and is not used any more.
pub unsafe fn free(table: *mut nl_hash_table) {
    // SAFETY: by contract.
    for link in buckets(unsafe { &*table }) {
        while !link.get().is_null() {
            // SAFETY: a node of the table.
            unsafe { remove(link) };
        }
    }
    // SAFETY: by contract.
    let table = unsafe { os::heap::take(table) };
    // SAFETY: from calloc.
    unsafe { libc::free(table.nodes.get().cast()) };
}

fn buckets(table: &nl_hash_table) -> &[Link] {
    let (nodes, size) = (table.nodes.get(), usize::try_from(table.size.get()).unwrap_or(0));
    if nodes.is_null() {
        return &[];
    }
    // SAFETY: a table has as many buckets as it says.
    unsafe { slice::from_raw_parts(nodes, size) }
}

/// The object of the table that is the same thing as `object`, and the link to its node. Where there is
/// none, the link at the head of the bucket that it belongs into, and that bucket's number; no link if
/// the table has no buckets.
struct Place<'a> {
    key: u32,
    link: Option<&'a Link>,
    found: Option<&'a nl_hash_node>,
}

fn find<'a>(table: &'a nl_hash_table, object: &nl_object) -> Place<'a> {
    let buckets = buckets(table);
    let key = u32::try_from(buckets.len()).map_or(0, |size| object::keygen(object, size));
    let head = buckets.get(key as usize);
    let mut link = head;
    while let Some(here) = link {
        // SAFETY: links lead to live nodes.
        let Some(node) = (unsafe { here.get().as_ref() }) else { break };
        // SAFETY: the table holds a reference to the object of every node.
        let stored = unsafe { &*node.obj.get() };
        if object::identical(stored, object) {
            return Place { key, link, found: Some(node) };
        }
        link = Some(&node.next);
    }
    Place { key, link: head, found: None }
}

/// Takes the node that `link` leads to out of its bucket, frees it, and returns the reference to its
/// object.
///
/// # Safety
/// There is one, and nobody else uses it.
unsafe fn remove(link: &Link) {
    let node = link.get();
    // SAFETY: by contract; nodes come from `heap::new`.
    let node = unsafe { os::heap::take(node) };
    link.set(node.next.get());
    // SAFETY: the reference is the table's.
    unsafe { object::put(node.obj.get()) };
}

/// Adds an object, to which the table takes a reference.
///
/// # Errors
/// `NLE_EXIST` if there is one that is the same thing, `NLE_NOMEM`, `NLE_INVAL` for a broken table.
pub fn add(table: &nl_hash_table, object: &nl_object) -> Result<(), Error> {
    let place = find(table, object);
    if place.found.is_some() {
        debug::note!(2, "nl_hash_table_add", "a duplicate");
        return Err(Error::EXIST);
    }
    let head = place.link.ok_or(Error::INVAL)?;
    let node = nl_hash_node {
        key: Cell::new(place.key),
        key_size: Cell::new(KEY_SIZE),
        obj: Cell::new(ptr::from_ref(object).cast_mut()),
        next: Cell::new(head.get()),
    };
    let node = os::heap::new(node).map_err(|_| Error::NOMEM)?;
    object::get(object);
    head.set(node);
    Ok(())
}

/// Bytes of a key, as programs that walk over the nodes see it.
const KEY_SIZE: u32 = 4;

/// Removes the object that is the same thing as `object`, and returns the reference to it.
///
/// # Errors
/// `NLE_OBJ_NOTFOUND`.
pub fn del(table: &nl_hash_table, object: &nl_object) -> Result<(), Error> {
    let place = find(table, object);
    match (place.found, place.link) {
        (Some(_), Some(link)) => {
            // SAFETY: the node that was found.
            unsafe { remove(link) };
            Ok(())
        }
        _ => Err(Error::OBJ_NOTFOUND),
    }
}

/// The object that is the same thing as `object`; NULL if there is none.
#[must_use]
pub fn look_up(table: &nl_hash_table, object: &nl_object) -> *mut nl_object {
    find(table, object).found.map_or(ptr::null_mut(), |node| node.obj.get())
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Making caches, filling them by hand, emptying and copying them.

use core::cell::Cell;
use core::ffi::CStr;
use core::ptr;
use core::sync::atomic::Ordering;

use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_object};
use nl_sys::list::nl_list_head;
use os::heap;

use super::index::{self, Index};
use super::search::same_entry;
use super::second::{self, Second};
use super::{as_ptr, first, index_of, objects, ops, references, takes};
use crate::object::{self, Object};
use crate::registry;

/// A cache. Every `nl_cache` that programs see is the head of one.
#[repr(C)]
struct Cache {
    base: nl_cache,
    index: Index,
    second: Second,
}

/// The second index of a cache.
#[inline]
pub(super) fn second(cache: &nl_cache) -> &Second {
    // SAFETY: every cache is made by `alloc`.
    &unsafe { &*ptr::from_ref(cache).cast::<Cache>() }.second
}

/// A reference to a cache; dropping it returns it.
#[derive(Debug)]
pub struct Owned(*mut nl_cache);

impl core::ops::Deref for Owned {
    type Target = nl_cache;

    fn deref(&self) -> &nl_cache {
        // SAFETY: the reference held keeps the cache alive.
        unsafe { &*self.0 }
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: a reference of ours, not used again.
        unsafe { put(self.0) };
    }
}

impl Owned {
    /// A reference of its own to a cache that somebody else holds.
    #[must_use]
    pub fn new(cache: &nl_cache) -> Self {
        super::get(cache);
        Self(as_ptr(cache))
    }

    /// Hands the reference to C.
    #[must_use]
    pub fn into_raw(self) -> *mut nl_cache {
        let cache = self.0;
        core::mem::forget(self);
        cache
    }
}

/// A new, empty cache of a type, with one reference.
///
/// # Errors
/// `NOMEM`, `INVAL` if the type says nothing about its objects.
pub fn alloc(ops: &nl_cache_ops) -> Result<Owned, Error> {
    // SAFETY: the type of objects outlives that of caches.
    let object_ops = unsafe { ops.co_obj_ops.as_ref() }.ok_or(Error::INVAL)?;
    let cache = Cache {
        base: nl_cache {
            c_items: nl_list_head {
                next: Cell::new(ptr::null_mut()),
                prev: Cell::new(ptr::null_mut()),
            },
            c_nitems: Cell::new(0),
            c_iarg1: Cell::new(0),
            c_iarg2: Cell::new(0),
            c_refcnt: Cell::new(1),
            c_flags: Cell::new(registry::ops_flags(ops)),
            hashtable: Cell::new(ptr::null_mut()),
            c_ops: Cell::new(ptr::from_ref(ops).cast_mut()),
        },
        index: Index::default(),
        second: Second::default(),
    };
    let cache = heap::new(cache).map_err(|_| Error::NOMEM)?;
    // SAFETY: fresh, and nobody else knows it.
    let this = unsafe { &*cache };
    this.base.c_items.init();
    if object_ops.oo_keygen.is_some() {
        this.base.hashtable.set(ptr::from_ref(&this.index).cast_mut().cast());
    }
    Ok(Owned(cache.cast()))
}

/// A new, empty cache of the type of a name.
///
/// # Errors
/// `NOCACHE` for an unknown name, and those of [`alloc`].
pub fn alloc_by_name(name: &CStr) -> Result<Owned, Error> {
    // SAFETY: NULL, or a type that stays while we hold the reference.
    let ops = unsafe { registry::lookup_safe(name).as_ref() }.ok_or(Error::NOCACHE)?;
    let cache = alloc(ops);
    registry::ops_put(ops);
    cache
}

/// Returns a reference; the last one removes the objects and frees the cache. NULL is allowed.
///
/// # Safety
/// The cache is NULL or live; if the reference was the last, it is not used afterwards.
pub unsafe fn put(cache: *mut nl_cache) {
    // SAFETY: by contract.
    let Some(this) = (unsafe { cache.as_ref() }) else {
        return;
    };
    if references(this).fetch_sub(1, Ordering::AcqRel) > 1 {
        return;
    }
    // The functions of the objects' type may take and return references meanwhile.
    references(this).store(1, Ordering::Relaxed);
    clear(this);
    // SAFETY: every cache is made by `alloc`; nobody uses this one any more.
    let _ = unsafe { heap::take(cache.cast::<Cache>()) };
}

/// Removes all objects.
pub fn clear(cache: &nl_cache) {
    // At once, instead of one by one; every object's reference is returned below.
    if let Some(index) = index_of(cache) {
        index.clear();
    }
    second::forget(second(cache));
    while let Some(object) = first(cache) {
        remove(object);
    }
}

/// Adds an object; one that is in a cache already, or was in one before, is copied.
///
/// # Errors
/// `OBJ_MISMATCH` if it is of another type; `EXIST` if the cache has keys, and this one is in it
/// already; `NOMEM`.
#[inline]
pub fn add(cache: &nl_cache, object: &nl_object) -> Result<(), Error> {
    if !takes(cache, object) {
        return Err(Error::OBJ_MISMATCH);
    }
    if object.ce_list.is_empty() && !object::has(object, object::REMOVED) {
        let hash = hash_of_new(cache, object)?;
        return append(cache, Object::new(object), hash);
    }
    let copy = Object::clone_of(object).ok_or(Error::NOMEM)?;
    let hash = hash_of_new(cache, &copy)?;
    append(cache, copy, hash)
}

/// Moves an object from the cache it is in, if any. It stays there if this fails.
///
/// # Errors
/// As [`add`].
pub fn move_to(cache: &nl_cache, object: &nl_object) -> Result<(), Error> {
    if !takes(cache, object) {
        return Err(Error::OBJ_MISMATCH);
    }
    let hash = hash_of_new(cache, object)?;
    if let Some(index) = index_of(cache) {
        index.reserve()?;
    }
    let object = Object::new(object);
    if !object.ce_list.is_empty() {
        remove(&object);
    }
    append(cache, object, hash)
}

/// The hash of an object that is to be added, in the cache's index if it has one.
///
/// # Errors
/// `EXIST` if there is another object that is the same entry.
#[inline]
fn hash_of_new(cache: &nl_cache, object: &nl_object) -> Result<u32, Error> {
    let Some(index) = index_of(cache) else {
        return Ok(0);
    };
    let hash = index::hash(object);
    match index.find(hash, |other| same_entry(cache, other, object)) {
        Some(found) if !ptr::eq(found, object) => Err(Error::EXIST),
        _ => Ok(hash),
    }
}

/// Puts an object at the end. The hash is that of [`hash_of_new`].
///
/// # Errors
/// `NOMEM`, not after the index has reserved room.
#[inline]
fn append(cache: &nl_cache, object: Object, hash: u32) -> Result<(), Error> {
    if let Some(index) = index_of(cache) {
        index.insert(&object, hash)?;
        object::get(&object);
    }
    second::added(cache, second(cache), &object);
    object.ce_cache.set(as_ptr(cache));
    // SAFETY: the cache is a list; the object is in none, and lives while it is in this one.
    unsafe { cache.c_items.push_back(&object.ce_list) };
    cache.c_nitems.set(cache.c_nitems.get().wrapping_add(1));
    // The list's reference.
    let _ = object.into_raw();
    Ok(())
}

/// Takes an object out of its cache, which returns its references. Nothing, if it is in none.
#[inline]
pub fn remove(object: &nl_object) {
    let Some(cache) = super::cache_of(object) else {
        return;
    };
    let indexed = index_of(cache);
    if let Some(index) = indexed {
        index.remove(object, index::hash(object));
    }
    second::removed(cache, second(cache), object);
    // SAFETY: an object of a cache is on its list.
    unsafe { object.ce_list.remove() };
    // See `neighbour`.
    object.ce_list.next.set(ptr::null_mut());
    object.ce_list.prev.set(ptr::null_mut());
    object::set_flag(object, object::REMOVED, true);
    object.ce_cache.set(ptr::null_mut());
    cache.c_nitems.set(cache.c_nitems.get().wrapping_sub(1));
    let object = object::as_ptr(object);
    if indexed.is_some() {
        // SAFETY: the index's reference; the list's is left.
        unsafe { object::put(object) };
    }
    // SAFETY: the list's reference.
    unsafe { object::put(object) };
}

/// Takes an object that is being freed out of its cache.
#[inline]
pub fn forget(object: &nl_object) {
    if !object.ce_cache.get().is_null() {
        // Whatever the program counted wrong: the references that the cache returns are not the last.
        object.ce_refcnt.set(object.ce_refcnt.get().saturating_add(2));
        remove(object);
        object.ce_refcnt.set(0);
    }
}

/// A copy of a cache with copies of those objects that match `filter`.
///
/// # Errors
/// `NOMEM` if there is none for the cache; objects that cannot be copied are left out.
pub fn subset(cache: &nl_cache, filter: Option<&nl_object>) -> Result<Owned, Error> {
    let copy = alloc(ops(cache).ok_or(Error::INVAL)?)?;
    for object in objects(cache) {
        if filter.is_none_or(|filter| object::match_filter(object, filter)) {
            let _ = add(&copy, object);
        }
    }
    Ok(copy)
}

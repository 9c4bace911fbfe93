// SPDX-License-Identifier: LGPL-2.1-or-later
//! Caches: collections of objects of one type, in the order they came.
//!
//! - [`container`]: making, filling by hand, emptying and copying them;
//! - [`index`]: the hash table behind types that have keys; [`second`]: behind those that have two;
//! - [`search`]: finding objects, and walking over them;
//! - [`mod@include`]: bringing a cache up to date by one object;
//! - [`fill`]: bringing it up to date with the kernel;
//! - [`dump`](mod@dump): printing.
//!
//! An object in a cache is on its list, and holds `ce_cache`. The list has one reference to it, the
//! index another one: programs can see how many there are.

pub mod container;
pub mod dump;
pub mod fill;
pub mod include;
pub mod index;
pub mod search;
pub mod second;

use core::mem::offset_of;
use core::sync::atomic::{AtomicI32, Ordering};
use core::{hint, ptr};

use nl_sys::layout::{nl_cache, nl_cache_extra, nl_cache_ops, nl_object, nl_object_ops};
use nl_sys::list::nl_list_head;

pub use container::{alloc, clear, forget, put};
use index::Index;

/// The cache as C knows it.
#[must_use]
#[inline]
pub fn as_ptr(cache: &nl_cache) -> *mut nl_cache {
    ptr::from_ref(cache).cast_mut()
}

/// The type of a cache.
#[must_use]
#[inline]
pub fn ops(cache: &nl_cache) -> Option<&nl_cache_ops> {
    // SAFETY: a cache's type outlives it.
    unsafe { cache.c_ops.get().as_ref() }
}

/// The type of a cache's objects.
#[must_use]
#[inline]
pub fn object_ops(cache: &nl_cache) -> Option<*mut nl_object_ops> {
    ops(cache).map(|ops| ops.co_obj_ops)
}

/// What a cache's type says beyond upstream's table.
#[inline]
fn extra(cache: &nl_cache) -> Option<&nl_cache_extra> {
    // SAFETY: NULL, or as long-lived as the type.
    unsafe { ops(cache)?.co_extra.as_ref() }
}

/// Whether an object is of the type that a cache is for.
#[inline]
fn takes(cache: &nl_cache, object: &nl_object) -> bool {
    object_ops(cache).is_some_and(|ops| ptr::eq(ops, object.ce_ops.get()))
}

/// The index, in caches whose objects have keys.
#[inline]
fn index_of(cache: &nl_cache) -> Option<&Index> {
    // SAFETY: NULL, or the index beside the cache.
    unsafe { cache.hashtable.get().cast::<Index>().as_ref() }
}

/// The counter of references. Provided caches are shared by threads.
fn references(cache: &nl_cache) -> &AtomicI32 {
    // SAFETY: an i32 that this library only touches atomically.
    unsafe { AtomicI32::from_ptr(cache.c_refcnt.as_ptr()) }
}

/// Takes a reference.
#[inline]
pub fn get(cache: &nl_cache) {
    references(cache).fetch_add(1, Ordering::Relaxed);
}

/// The object that has its place in a list at `link`.
#[inline]
fn object_at(link: *mut nl_list_head) -> *mut nl_object {
    link.wrapping_byte_sub(offset_of!(nl_object, ce_list)).cast()
}

/// The object at `link`, unless that is the end of the cache's list.
#[inline]
fn member_at(cache: &nl_cache, link: *mut nl_list_head) -> Option<&nl_object> {
    if ptr::eq(link, &raw const cache.c_items) {
        return end();
    }
    // SAFETY: links of a cache's list lead to live objects or to the list itself.
    Some(unsafe { &*object_at(link) })
}

/// The first object.
#[must_use]
#[inline]
pub fn first(cache: &nl_cache) -> Option<&nl_object> {
    member_at(cache, cache.c_items.next.get())
}

/// The last object.
#[must_use]
#[inline]
pub fn last(cache: &nl_cache) -> Option<&nl_object> {
    member_at(cache, cache.c_items.prev.get())
}

/// The cache that an object is in.
#[must_use]
#[inline]
pub fn cache_of(object: &nl_object) -> Option<&nl_cache> {
    // SAFETY: objects leave a cache before it goes.
    unsafe { object.ce_cache.get().as_ref() }
}

/// The object behind one, in the cache that it is in.
#[must_use]
#[inline]
pub fn next(object: &nl_object) -> Option<&nl_object> {
    neighbour(object, object.ce_list.next.get())
}

/// The object before one, in the cache that it is in.
#[must_use]
#[inline]
pub fn prev(object: &nl_object) -> Option<&nl_object> {
    neighbour(object, object.ce_list.prev.get())
}

/// The object at `link`, one of the two of an object in a cache. `None` also for one in no cache: there,
/// `link` is as null as the cache.
#[inline]
fn neighbour(object: &nl_object, link: *mut nl_list_head) -> Option<&nl_object> {
    // A cache begins with its list.
    const { assert!(offset_of!(nl_cache, c_items) == 0) };
    if ptr::eq(link, object.ce_cache.get().cast()) {
        return end();
    }
    // SAFETY: links of a cache's list lead to live objects or to the list itself.
    Some(unsafe { &*object_at(link) })
}

/// No object, said out of line and in a way the compiler cannot see through, so that it does not become
/// part of every step.
#[cold]
#[inline(never)]
fn end<'a>() -> Option<&'a nl_object> {
    hint::black_box(None)
}

/// The objects in order. The one in hand may be removed.
fn objects(cache: &nl_cache) -> impl Iterator<Item = &nl_object> {
    let mut at = first(cache);
    core::iter::from_fn(move || {
        let here = at?;
        at = next(here);
        Some(here)
    })
}

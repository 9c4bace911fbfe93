// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/cache.h`: caches, made and filled by hand.

use core::ptr;

use libc::{c_char, c_int, c_uint};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_object, nl_sock};

use super::both;
use crate::cache::container::{self, Owned};
use crate::cache::{self, fill, search};
use crate::capi::private::c_str;
use crate::capi::socket;
use crate::object;

/// How many objects are in a cache.
///
/// C: `int count = nl_cache_nitems(cache);`
///
/// # Safety
/// `cache` is NULL (0) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_nitems(cache: *mut nl_cache) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { cache.as_ref() }.map_or(0, |cache| cache.c_nitems.get())
}

/// How many objects in a cache match a filter.
///
/// C: `int count = nl_cache_nitems_filter(cache, filter);`
///
/// # Safety
/// `cache` is NULL (0) or a live cache, `filter` NULL (all match) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_nitems_filter(
    cache: *mut nl_cache,
    filter: *mut nl_object,
) -> c_int {
    // SAFETY: NULL or live, by contract.
    let filter = unsafe { filter.as_ref() };
    // SAFETY: as above.
    unsafe { cache.as_ref() }.map_or(0, |cache| search::count(cache, filter))
}

/// The type of a cache.
///
/// C: `struct nl_cache_ops *ops = nl_cache_get_ops(cache);`
///
/// # Safety
/// `cache` is NULL (NULL) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_get_ops(cache: *mut nl_cache) -> *mut nl_cache_ops {
    // SAFETY: NULL or live, by contract.
    unsafe { cache.as_ref() }.map_or(ptr::null_mut(), |cache| cache.c_ops.get())
}

/// The first object of a cache, or NULL.
///
/// C: `for (obj = nl_cache_get_first(cache); obj; obj = nl_cache_get_next(obj)) ...`
///
/// No reference is taken. Objects are in the order they were added.
///
/// # Safety
/// `cache` is NULL (NULL) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_get_first(cache: *mut nl_cache) -> *mut nl_object {
    // SAFETY: NULL or live, by contract.
    let first = unsafe { cache.as_ref() }.and_then(cache::first);
    first.map_or(ptr::null_mut(), object::as_ptr)
}

/// The last object of a cache, or NULL.
///
/// C: `struct nl_object *obj = nl_cache_get_last(cache);`
///
/// No reference is taken.
///
/// # Safety
/// `cache` is NULL (NULL) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_get_last(cache: *mut nl_cache) -> *mut nl_object {
    // SAFETY: NULL or live, by contract.
    let last = unsafe { cache.as_ref() }.and_then(cache::last);
    last.map_or(ptr::null_mut(), object::as_ptr)
}

/// The object behind one in its cache; NULL behind the last, and for an object in no cache.
///
/// C: `obj = nl_cache_get_next(obj);`
///
/// No reference is taken.
///
/// # Safety
/// `obj` is a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_get_next(obj: *mut nl_object) -> *mut nl_object {
    // SAFETY: live, by contract.
    cache::next(unsafe { &*obj }).map_or(ptr::null_mut(), object::as_ptr)
}

/// The object before one in its cache; NULL before the first, and for an object in no cache.
///
/// C: `obj = nl_cache_get_prev(obj);`
///
/// No reference is taken.
///
/// # Safety
/// `obj` is a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_get_prev(obj: *mut nl_object) -> *mut nl_object {
    // SAFETY: live, by contract.
    cache::prev(unsafe { &*obj }).map_or(ptr::null_mut(), object::as_ptr)
}

/// Makes an empty cache of a type.
///
/// C: `struct nl_cache *cache = nl_cache_alloc(ops);`
///
/// It has one reference: `nl_cache_free()`. Returns NULL if memory runs out, or the type has no type of
/// objects.
///
/// # Safety
/// `ops` is NULL (NULL) or a type that outlives the cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_alloc(ops: *mut nl_cache_ops) -> *mut nl_cache {
    // SAFETY: NULL or a type, by contract.
    let cache = unsafe { ops.as_ref() }.ok_or(Error::INVAL).and_then(cache::alloc);
    cache.map_or(ptr::null_mut(), Owned::into_raw)
}

/// Makes a cache of a type and fills it from the kernel.
///
/// C: `if (nl_cache_alloc_and_fill(ops, sk, &cache) < 0) ...`
///
/// As `nl_cache_alloc()` and `nl_cache_refill()`; without a socket it stays empty. Returns 0, or a
/// negative NLE code, and `result` is left as it was.
///
/// # Safety
/// `ops` is NULL (`-NLE_INVAL`) or a type that outlives the cache, `sock` NULL or a connected socket,
/// `result` NULL (`-NLE_INVAL`) or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_alloc_and_fill(
    ops: *mut nl_cache_ops,
    sock: *mut nl_sock,
    result: *mut *mut nl_cache,
) -> c_int {
    // SAFETY: NULL or a socket, by contract.
    let sock = unsafe { socket::open(sock) };
    // SAFETY: NULL or a type, by contract.
    let ops = unsafe { ops.as_ref() }.filter(|_| !result.is_null()).ok_or(Error::INVAL);
    let cache = ops.and_then(|ops| fill::alloc_filled(ops, sock));
    // SAFETY: writable by contract.
    cache.map(|cache| unsafe { result.write(cache.into_raw()) }).into_c()
}

/// Makes an empty cache of the type of a name.
///
/// C: `if (nl_cache_alloc_name("route/link", &cache) < 0) ...`
///
/// As `nl_cache_alloc()`. Returns 0, or `-NLE_NOCACHE` for a name that is not registered, `-NLE_NOMEM`,
/// and `result` is left as it was.
///
/// # Safety
/// `kind` is NULL (`-NLE_NOCACHE`) or a string, `result` NULL (`-NLE_INVAL`) or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_alloc_name(
    kind: *const c_char,
    result: *mut *mut nl_cache,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: NULL or a string, by contract.
    let cache = unsafe { c_str(kind) }.ok_or(Error::NOCACHE).and_then(container::alloc_by_name);
    // SAFETY: writable by contract.
    cache.map(|cache| unsafe { result.write(cache.into_raw()) }).into_c()
}

/// Makes a cache with copies of those objects of another one that match a filter.
///
/// C: `struct nl_cache *some = nl_cache_subset(orig, filter);`
///
/// It has one reference: `nl_cache_free()`. Objects that cannot be copied are left out. Returns NULL if
/// memory runs out.
///
/// # Safety
/// `orig` is NULL (NULL) or a live cache, `filter` NULL (NULL) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_subset(
    orig: *mut nl_cache,
    filter: *mut nl_object,
) -> *mut nl_cache {
    // SAFETY: NULL or live, by contract.
    let both = unsafe { both(orig, filter) }.ok_or(Error::INVAL);
    let subset = both.and_then(|(cache, filter)| container::subset(cache, Some(filter)));
    subset.map_or(ptr::null_mut(), Owned::into_raw)
}

/// Makes a cache with copies of all objects of another one.
///
/// C: `struct nl_cache *copy = nl_cache_clone(cache);`
///
/// It has one reference: `nl_cache_free()`. Objects that cannot be copied are left out. Returns NULL if
/// memory runs out.
///
/// # Safety
/// `cache` is NULL (NULL) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_clone(cache: *mut nl_cache) -> *mut nl_cache {
    // SAFETY: NULL or live, by contract.
    let cache = unsafe { cache.as_ref() }.ok_or(Error::INVAL);
    let copy = cache.and_then(|cache| container::subset(cache, None));
    copy.map_or(ptr::null_mut(), Owned::into_raw)
}

/// Removes all objects from a cache.
///
/// C: `nl_cache_clear(cache);`
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_clear(cache: *mut nl_cache) {
    // SAFETY: NULL or live, by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        cache::clear(cache);
    }
}

/// Takes a reference to a cache.
///
/// C: `nl_cache_get(cache);`
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_get(cache: *mut nl_cache) {
    // SAFETY: NULL or live, by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        cache::get(cache);
    }
}

/// Returns a reference to a cache. The last one removes all objects and frees the cache.
///
/// C: `nl_cache_free(cache);`
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache, to which the caller has a reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_free(cache: *mut nl_cache) {
    // SAFETY: by contract.
    unsafe { cache::put(cache) };
}

/// Returns a reference to a cache, as `nl_cache_free()`.
///
/// C: `nl_cache_put(cache);`
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache, to which the caller has a reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_put(cache: *mut nl_cache) {
    // SAFETY: by contract.
    unsafe { cache::put(cache) };
}

/// Adds an object to a cache; one that is in a cache already, or was in one before, is copied.
///
/// C: `if (nl_cache_add(cache, obj) < 0) ...`
///
/// The cache takes references of its own. Returns 0; `-NLE_OBJ_MISMATCH` for an object of another type;
/// `-NLE_EXIST` if the objects have keys, and one of this key is in the cache; `-NLE_NOMEM`.
///
/// # Safety
/// `cache` and `obj` are NULL (`-NLE_INVAL`) or live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_add(cache: *mut nl_cache, obj: *mut nl_object) -> c_int {
    // SAFETY: NULL or live, by contract.
    let both = unsafe { both(cache, obj) }.ok_or(Error::INVAL);
    both.and_then(|(cache, obj)| container::add(cache, obj)).into_c()
}

/// Moves an object from the cache it is in, if any, to the end of a cache.
///
/// C: `if (nl_cache_move(cache, obj) < 0) ...`
///
/// Returns as `nl_cache_add()`. If it fails the object stays where it is.
///
/// # Safety
/// `cache` and `obj` are NULL (`-NLE_INVAL`) or live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_move(cache: *mut nl_cache, obj: *mut nl_object) -> c_int {
    // SAFETY: NULL or live, by contract.
    let both = unsafe { both(cache, obj) }.ok_or(Error::INVAL);
    both.and_then(|(cache, obj)| container::move_to(cache, obj)).into_c()
}

/// Removes an object from its cache, which returns the references it has.
///
/// C: `nl_cache_remove(obj);`
///
/// Nothing happens to an object in no cache.
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_remove(obj: *mut nl_object) {
    // SAFETY: NULL or live, by contract.
    if let Some(obj) = unsafe { obj.as_ref() } {
        container::remove(obj);
    }
}

/// Sets the first argument of a cache, which means what its type says, e.g. an address family to ask
/// the kernel for.
///
/// C: `nl_cache_set_arg1(cache, AF_INET6);`
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_set_arg1(cache: *mut nl_cache, arg: c_int) {
    // SAFETY: NULL or live, by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        cache.c_iarg1.set(arg);
    }
}

/// Sets the second argument of a cache, which means what its type says.
///
/// C: `nl_cache_set_arg2(cache, ifindex);`
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_set_arg2(cache: *mut nl_cache, arg: c_int) {
    // SAFETY: NULL or live, by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        cache.c_iarg2.set(arg);
    }
}

/// Adds flags to those of a cache: `NL_CACHE_AF_ITER`, and those of its type.
///
/// C: `nl_cache_set_flags(cache, NL_CACHE_AF_ITER);`
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_set_flags(cache: *mut nl_cache, flags: c_uint) {
    // SAFETY: NULL or live, by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        cache.c_flags.set(cache.c_flags.get() | flags);
    }
}

/// Whether a cache has no objects.
///
/// C: `if (nl_cache_is_empty(cache)) ...`
///
/// # Safety
/// `cache` is NULL (1) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_is_empty(cache: *mut nl_cache) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { cache.as_ref() }.is_none_or(|cache| cache.c_items.is_empty()).into()
}

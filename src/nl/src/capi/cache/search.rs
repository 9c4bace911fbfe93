// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/cache.h`: finding objects, walking over them, printing them.

use core::ptr;

use libc::c_void;
use nl_sys::layout::{nl_cache, nl_dump_params, nl_object};

use super::both;
use crate::cache::{dump, search};
use crate::object::{self, Object};

/// The object of a cache that is the same thing as another one, see `nl_object_identical()`.
///
/// C: `struct nl_object *obj = nl_cache_search(cache, needle);`
///
/// Returns it with a reference, for `nl_object_put()`, or NULL. If the objects have keys, this takes
/// the same time however many there are.
///
/// # Safety
/// `cache` and `needle` are NULL (NULL) or live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_search(
    cache: *mut nl_cache,
    needle: *mut nl_object,
) -> *mut nl_object {
    // SAFETY: NULL or live, by contract.
    let found = unsafe { both(cache, needle) }.and_then(|(cache, obj)| search::search(cache, obj));
    found.map_or(ptr::null_mut(), Object::into_raw)
}

/// The first object of a cache that matches a filter, see `nl_object_match_filter()`.
///
/// C: `struct nl_object *obj = nl_cache_find(cache, filter);`
///
/// A filter of just the attributes that identify an object is looked up as by `nl_cache_search()`.
/// Returns the object with a reference, for `nl_object_put()`, or NULL.
///
/// # Safety
/// `cache` and `filter` are NULL (NULL) or live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_find(
    cache: *mut nl_cache,
    filter: *mut nl_object,
) -> *mut nl_object {
    // SAFETY: NULL or live, by contract.
    let found = unsafe { both(cache, filter) }.and_then(|(cache, obj)| search::find(cache, obj));
    found.map_or(ptr::null_mut(), Object::into_raw)
}

/// Marks all objects of a cache.
///
/// C: `nl_cache_mark_all(cache);`
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mark_all(cache: *mut nl_cache) {
    // SAFETY: NULL or live, by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        search::flag_all(cache, object::MARK);
    }
}

/// Prints all objects of a cache.
///
/// C: `nl_cache_dump(cache, &params);`
///
/// If `params` name a buffer, it is zeroed first.
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache; `params` are NULL (nothing happens) or name a
/// stream, a function or a buffer of the size they say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_dump(cache: *mut nl_cache, params: *mut nl_dump_params) {
    // SAFETY: by contract.
    unsafe { nl_cache_dump_filter(cache, params, ptr::null_mut()) };
}

/// Prints those objects of a cache that match a filter.
///
/// C: `nl_cache_dump_filter(cache, &params, filter);`
///
/// If `params` name a buffer, it is zeroed first.
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache; `params` are NULL (nothing happens) or name a
/// stream, a function or a buffer of the size they say; `filter` is NULL (all match) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_dump_filter(
    cache: *mut nl_cache,
    params: *mut nl_dump_params,
    filter: *mut nl_object,
) {
    // SAFETY: NULL or live, by contract.
    let cache = unsafe { cache.as_ref() };
    // SAFETY: as above.
    let filter = unsafe { filter.as_ref() };
    // SAFETY: NULL or valid, by contract.
    if let (Some(cache), Some(params)) = (cache, unsafe { params.as_ref() }) {
        dump::dump(cache, params, filter);
    }
}

/// Calls a function for every object of a cache.
///
/// C: `nl_cache_foreach(cache, callback, &data);`
///
/// It may remove the object it is called for, and others.
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache; `cb` is NULL (nothing happens) or may be called
/// with `arg`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_foreach(
    cache: *mut nl_cache,
    cb: Option<unsafe extern "C" fn(*mut nl_object, *mut c_void)>,
    arg: *mut c_void,
) {
    // SAFETY: by contract.
    unsafe { nl_cache_foreach_filter(cache, ptr::null_mut(), cb, arg) };
}

/// Calls a function for every object of a cache that matches a filter.
///
/// C: `nl_cache_foreach_filter(cache, filter, callback, &data);`
///
/// It may remove the object it is called for, and others.
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache; `filter` is NULL (all match) or a live object; `cb`
/// is NULL (nothing happens) or may be called with `arg`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_foreach_filter(
    cache: *mut nl_cache,
    filter: *mut nl_object,
    cb: Option<unsafe extern "C" fn(*mut nl_object, *mut c_void)>,
    arg: *mut c_void,
) {
    // SAFETY: NULL or live, by contract.
    let filter = unsafe { filter.as_ref() };
    // SAFETY: as above.
    if let (Some(cache), Some(cb)) = (unsafe { cache.as_ref() }, cb) {
        // SAFETY: by contract.
        unsafe { search::foreach(cache, filter, cb, arg) };
    }
}

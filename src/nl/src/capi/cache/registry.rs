// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/cache.h`: cache types, and caches provided for everybody's use.

use core::ptr;

use libc::{c_char, c_int, c_uint, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_msgtype};

use crate::capi::private::c_str;
use crate::registry;

/// The cache type of a name, or NULL.
///
/// C: `struct nl_cache_ops *ops = nl_cache_ops_lookup("route/link");`
///
/// No reference is taken: nothing keeps the type from being unregistered.
///
/// # Safety
/// `name` is NULL (NULL) or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_ops_lookup(name: *const c_char) -> *mut nl_cache_ops {
    // SAFETY: NULL or a string, by contract.
    unsafe { c_str(name) }.map_or(ptr::null_mut(), registry::lookup)
}

/// The cache type of a name, with a reference for `nl_cache_ops_put()`, or NULL.
///
/// C: `struct nl_cache_ops *ops = nl_cache_ops_lookup_safe("route/link");`
///
/// # Safety
/// `name` is NULL (NULL) or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_ops_lookup_safe(name: *const c_char) -> *mut nl_cache_ops {
    // SAFETY: NULL or a string, by contract.
    unsafe { c_str(name) }.map_or(ptr::null_mut(), registry::lookup_safe)
}

/// The cache type that reads messages of a type, or NULL.
///
/// C: `struct nl_cache_ops *ops = nl_cache_ops_associate(NETLINK_ROUTE, RTM_NEWLINK);`
///
/// No reference is taken: nothing keeps the type from being unregistered.
#[unsafe(no_mangle)]
pub extern "C" fn nl_cache_ops_associate(protocol: c_int, msgtype: c_int) -> *mut nl_cache_ops {
    registry::associate(protocol, msgtype)
}

/// The cache type that reads messages of a type, with a reference for `nl_cache_ops_put()`, or NULL.
///
/// C: `struct nl_cache_ops *ops = nl_cache_ops_associate_safe(NETLINK_ROUTE, RTM_NEWLINK);`
#[unsafe(no_mangle)]
pub extern "C" fn nl_cache_ops_associate_safe(
    protocol: c_int,
    msgtype: c_int,
) -> *mut nl_cache_ops {
    registry::associate_safe(protocol, msgtype)
}

/// What a cache type says about messages of a type, or NULL.
///
/// C: `struct nl_msgtype *type = nl_msgtype_lookup(ops, RTM_NEWLINK);`
///
/// # Safety
/// `ops` is NULL (NULL) or a cache type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_msgtype_lookup(
    ops: *mut nl_cache_ops,
    msgtype: c_int,
) -> *mut nl_msgtype {
    // SAFETY: NULL or a type, by contract.
    let found = unsafe { ops.as_ref() }.and_then(|ops| registry::msgtype_lookup(ops, msgtype));
    found.map_or(ptr::null_mut(), |msgtype| ptr::from_ref(msgtype).cast_mut())
}

/// Calls a function for every cache type, the one that was registered last first.
///
/// C: `nl_cache_ops_foreach(callback, &data);`
///
/// It may look types up, but not register or unregister any.
///
/// # Safety
/// `cb` is NULL (nothing happens) or may be called with `arg`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_ops_foreach(
    cb: Option<unsafe extern "C" fn(*mut nl_cache_ops, *mut c_void)>,
    arg: *mut c_void,
) {
    if let Some(cb) = cb {
        // SAFETY: by contract.
        unsafe { registry::foreach(cb, arg) };
    }
}

/// Registers a cache type, so that it can be looked up by name and by message type.
///
/// C: `if (nl_cache_mngt_register(&ops) < 0) ...`
///
/// Returns 0; `-NLE_INVAL` without a name or a type of objects; `-NLE_EXIST` if the name is taken.
///
/// # Safety
/// `ops` is NULL (`-NLE_INVAL`) or a cache type, which lives until it is unregistered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngt_register(ops: *mut nl_cache_ops) -> c_int {
    // SAFETY: NULL or a type, by contract.
    let ops = unsafe { ops.as_ref() }.ok_or(Error::INVAL);
    // SAFETY: it lives until it is unregistered, by contract.
    ops.and_then(|ops| unsafe { registry::register(ops) }).into_c()
}

/// Unregisters a cache type.
///
/// C: `if (nl_cache_mngt_unregister(&ops) < 0) ...`
///
/// Returns 0; `-NLE_BUSY` while there are references to it, as a provided cache has one;
/// `-NLE_NOCACHE` if it is not registered.
///
/// # Safety
/// `ops` is NULL (`-NLE_INVAL`) or a cache type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngt_unregister(ops: *mut nl_cache_ops) -> c_int {
    // SAFETY: NULL or a type, by contract.
    unsafe { ops.as_ref() }.ok_or(Error::INVAL).and_then(registry::unregister).into_c()
}

/// Provides a cache for everybody's use, in place of the one of its type that was provided before.
///
/// C: `nl_cache_mngt_provide(cache);`
///
/// A reference is taken. Nothing happens if the type is not registered.
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngt_provide(cache: *mut nl_cache) {
    // SAFETY: NULL or live, by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        registry::provide(cache);
    }
}

/// Ends that a cache is provided for everybody's use, and returns the reference.
///
/// C: `nl_cache_mngt_unprovide(cache);`
///
/// Nothing happens if it is not provided.
///
/// # Safety
/// `cache` is NULL (nothing happens) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngt_unprovide(cache: *mut nl_cache) {
    // SAFETY: NULL or live, by contract.
    if let Some(cache) = unsafe { cache.as_ref() } {
        registry::unprovide(cache);
    }
}

/// The provided cache of the type of a name, or NULL.
///
/// C: `struct nl_cache *links = nl_cache_mngt_require("route/link");`
///
/// No reference is taken. With `nl_debug`, a note is printed if there is none.
///
/// # Safety
/// `name` is NULL (NULL) or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngt_require(name: *const c_char) -> *mut nl_cache {
    // SAFETY: NULL or a string, by contract.
    let name = unsafe { c_str(name) }.unwrap_or(c"");
    let cache = registry::require(name);
    if cache.is_null() {
        registry::note_missing(name);
    }
    cache
}

/// The provided cache of the type of a name, with a reference for `nl_cache_put()`, or NULL.
///
/// C: `struct nl_cache *links = nl_cache_mngt_require_safe("route/link");`
///
/// # Safety
/// `name` is NULL (NULL) or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngt_require_safe(name: *const c_char) -> *mut nl_cache {
    // SAFETY: NULL or a string, by contract.
    let name = unsafe { c_str(name) }.unwrap_or(c"");
    let cache = registry::require_safe(name);
    if cache.is_null() {
        registry::note_missing(name);
    }
    cache
}

/// As `nl_cache_mngt_require()`, but never prints anything.
///
/// C: `struct nl_cache *links = __nl_cache_mngt_require("route/link");`
///
/// # Safety
/// `name` is NULL (NULL) or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __nl_cache_mngt_require(name: *const c_char) -> *mut nl_cache {
    // SAFETY: NULL or a string, by contract.
    unsafe { c_str(name) }.map_or(ptr::null_mut(), registry::require)
}

/// Takes a reference to a cache type: it cannot be unregistered before it is returned.
///
/// C: `nl_cache_ops_get(ops);`
///
/// # Safety
/// `ops` is NULL (nothing happens) or a cache type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_ops_get(ops: *mut nl_cache_ops) {
    // SAFETY: NULL or a type, by contract.
    if let Some(ops) = unsafe { ops.as_ref() } {
        registry::ops_get(ops);
    }
}

/// Returns a reference to a cache type.
///
/// C: `nl_cache_ops_put(ops);`
///
/// # Safety
/// `ops` is NULL (nothing happens) or a cache type, to which the caller has a reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_ops_put(ops: *mut nl_cache_ops) {
    // SAFETY: NULL or a type, by contract.
    if let Some(ops) = unsafe { ops.as_ref() } {
        registry::ops_put(ops);
    }
}

/// Adds flags that new caches of a type start with, see `nl_cache_set_flags()`.
///
/// C: `nl_cache_ops_set_flags(ops, NL_CACHE_AF_ITER);`
///
/// # Safety
/// `ops` is NULL (nothing happens) or a cache type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_ops_set_flags(ops: *mut nl_cache_ops, flags: c_uint) {
    // SAFETY: NULL or a type, by contract.
    if let Some(ops) = unsafe { ops.as_ref() } {
        registry::ops_set_flags(ops, flags);
    }
}

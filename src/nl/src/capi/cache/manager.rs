// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/cache.h`: cache managers.

use core::ptr;

use libc::{c_char, c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{
    change_func_t, change_func_v2_t, nl_cache, nl_cache_mngr, nl_dump_params, nl_sock,
};

use crate::cache::include::Listener;
use crate::capi::private::c_str;
use crate::manager::Manager;

/// Makes a cache manager: caches that are added to it are kept up to date by what the kernel announces.
///
/// C: `if (nl_cache_mngr_alloc(NULL, NETLINK_ROUTE, NL_AUTO_PROVIDE, &mngr) < 0) ...`
///
/// Announcements come in on `sk`, which is connected, made non-blocking, and does not check sequence
/// numbers any more; use it for nothing else. Without `sk` the manager makes a socket. Dumps are asked
/// for on another socket, of the manager's own. With `NL_AUTO_PROVIDE` the caches are provided for
/// everybody's use, see `nl_cache_mngt_provide()`.
///
/// Writes the manager to `result`, for `nl_cache_mngr_free()`. Returns 0; `-NLE_INVAL` for a flag of the
/// library's own, `-NLE_NOMEM`, what `nl_connect()` returns; `sk` is closed then.
///
/// # Safety
/// `sk` is NULL or a socket that lives as long as the manager; `result` is NULL (`-NLE_INVAL`) or
/// writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_alloc(
    sk: *mut nl_sock,
    protocol: c_int,
    flags: c_int,
    result: *mut *mut nl_cache_mngr,
) -> c_int {
    // SAFETY: by contract.
    unsafe { nl_cache_mngr_alloc_ex(sk, ptr::null_mut(), protocol, flags, result) }
}

/// As `nl_cache_mngr_alloc()`, with a socket to ask for dumps on.
///
/// C: `if (nl_cache_mngr_alloc_ex(sk, sync_sk, NETLINK_ROUTE, 0, &mngr) < 0) ...`
///
/// `sync_sk` is connected. Without it the manager makes one. `nl_cache_mngr_free()` closes both
/// sockets, and frees those that the manager made. Since libnl 3.10.
///
/// # Safety
/// `sk` and `sync_sk` are NULL or sockets that live as long as the manager; `result` is NULL
/// (`-NLE_INVAL`) or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_alloc_ex(
    sk: *mut nl_sock,
    sync_sk: *mut nl_sock,
    protocol: c_int,
    flags: c_int,
    result: *mut *mut nl_cache_mngr,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: every socket is a Socket; they live long enough by contract.
    let manager = unsafe { Manager::new(sk.cast(), sync_sk.cast(), protocol, flags) };
    // SAFETY: writable by contract.
    manager.map(|manager| unsafe { result.write(manager.cast()) }).into_c()
}

/// Makes a cache, fills it and keeps it up to date from now on.
///
/// C: `if (nl_cache_mngr_add(mngr, "route/link", on_change, &data, &cache) < 0) ...`
///
/// As `nl_cache_mngr_add_cache()`. Writes the cache, which the manager owns, to `result`, if that is
/// not NULL. Returns `-NLE_NOCACHE` for a name that is not registered.
///
/// # Safety
/// `mngr` is NULL (`-NLE_INVAL`) or a live manager; `name` is NULL (`-NLE_NOCACHE`) or a string; `cb` is
/// NULL or may be called with `data`; `result` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_add(
    mngr: *mut nl_cache_mngr,
    name: *const c_char,
    cb: change_func_t,
    data: *mut c_void,
    result: *mut *mut nl_cache,
) -> c_int {
    let listener = Listener { v1: cb, v2: None, data };
    // SAFETY: NULL or live, by contract.
    let Some(manager) = (unsafe { open(mngr) }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: NULL or a string, by contract.
    let name = unsafe { c_str(name) }.ok_or(Error::NOCACHE);
    let cache = name.and_then(|name| manager.add_by_name(name, &listener));
    if let Ok(cache) = cache
        && !result.is_null()
    {
        // SAFETY: writable by contract.
        unsafe { result.write(cache) };
    }
    cache.map(drop).into_c()
}

/// Fills a cache and keeps it up to date from now on.
///
/// C: `if (nl_cache_mngr_add_cache(mngr, cache, on_change, &data) < 0) ...`
///
/// From now on the function is called for every change that the kernel announces, see
/// `nl_cache_include()`, while `nl_cache_mngr_poll()` or `nl_cache_mngr_data_ready()` run. The manager
/// joins all groups of the type. It takes over the caller's reference to the cache.
///
/// Returns 0; `-NLE_PROTO_MISMATCH` for a cache of another protocol; `-NLE_OPNOTSUPP` for one whose
/// changes are not announced; `-NLE_EXIST` if there is one of the type; `-NLE_NOMEM`; what joining
/// groups and `nl_cache_refill()` return. The cache stays the caller's then.
///
/// # Safety
/// `mngr` and `cache` are NULL (`-NLE_INVAL`) or live; `cb` is NULL or may be called with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_add_cache(
    mngr: *mut nl_cache_mngr,
    cache: *mut nl_cache,
    cb: change_func_t,
    data: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    unsafe { add(mngr, cache, &Listener { v1: cb, v2: None, data }) }
}

/// As `nl_cache_mngr_add_cache()`, for a function that is also told what was there before, see
/// `nl_cache_include_v2()`.
///
/// C: `if (nl_cache_mngr_add_cache_v2(mngr, cache, on_change, &data) < 0) ...`
///
/// Since libnl 3.2.29.
///
/// # Safety
/// `mngr` and `cache` are NULL (`-NLE_INVAL`) or live; `cb` is NULL or may be called with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_add_cache_v2(
    mngr: *mut nl_cache_mngr,
    cache: *mut nl_cache,
    cb: change_func_v2_t,
    data: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    unsafe { add(mngr, cache, &Listener { v1: None, v2: cb, data }) }
}

/// The descriptor on which announcements come in, to wait for.
///
/// C: `struct pollfd fds = { .fd = nl_cache_mngr_get_fd(mngr), .events = POLLIN };`
///
/// # Safety
/// `mngr` is NULL (-1) or a live manager.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_get_fd(mngr: *mut nl_cache_mngr) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { open(mngr) }.map_or(-1, Manager::fd)
}

/// Waits for announcements, and brings the caches up to date.
///
/// C: `int count = nl_cache_mngr_poll(mngr, 1000);`
///
/// Waits `timeout` milliseconds at most, without limit if that is negative. Returns 0 if nothing came;
/// `-NLE_INTR` if a signal did; otherwise as `nl_cache_mngr_data_ready()`.
///
/// # Safety
/// `mngr` is NULL (`-NLE_INVAL`) or a live manager.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_poll(mngr: *mut nl_cache_mngr, timeout: c_int) -> c_int {
    // SAFETY: NULL or live, by contract.
    let manager = unsafe { open(mngr) }.ok_or(Error::INVAL);
    manager.and_then(|manager| manager.poll(timeout)).into_c()
}

/// Brings the caches up to date by what the kernel has announced. Does not wait.
///
/// C: `int count = nl_cache_mngr_data_ready(mngr);`
///
/// If changes came faster than they were taken, and the kernel had to drop some, all caches are dumped
/// anew, and every difference is told as if it had been announced.
///
/// Returns how many messages came, and how many changes were found besides in that case; what
/// receiving and parsing return if they fail.
///
/// # Safety
/// `mngr` is NULL (`-NLE_INVAL`) or a live manager.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_data_ready(mngr: *mut nl_cache_mngr) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { open(mngr) }.ok_or(Error::INVAL).and_then(Manager::data_ready).into_c()
}

/// Prints what a manager manages, with all objects, for people who debug.
///
/// C: `nl_cache_mngr_info(mngr, &params);`
///
/// # Safety
/// `mngr` is NULL (nothing happens) or a live manager; `p` are NULL (nothing happens) or name a stream,
/// a function or a buffer of the size they say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_info(mngr: *mut nl_cache_mngr, p: *mut nl_dump_params) {
    // SAFETY: NULL or live, by contract.
    let manager = unsafe { open(mngr) };
    // SAFETY: NULL or valid, by contract.
    if let (Some(manager), Some(params)) = (manager, unsafe { p.as_ref() }) {
        manager.print(params);
    }
}

/// Frees a manager.
///
/// C: `nl_cache_mngr_free(mngr);`
///
/// Both sockets are closed, and those that the manager made are freed. The caches are no longer
/// provided, and the manager's references to them are returned.
///
/// # Safety
/// `mngr` is NULL (nothing happens) or a live manager, not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_mngr_free(mngr: *mut nl_cache_mngr) {
    if !mngr.is_null() {
        // SAFETY: every manager is a Manager from `new`.
        unsafe { Manager::free(mngr.cast()) };
    }
}

/// Adds a cache to a manager.
///
/// # Safety
/// Both are NULL (`-NLE_INVAL`) or live.
unsafe fn add(mngr: *mut nl_cache_mngr, cache: *mut nl_cache, listener: &Listener) -> c_int {
    // SAFETY: NULL or live, by contract.
    let manager = unsafe { open(mngr) };
    // SAFETY: as above.
    let both = manager.zip(unsafe { cache.as_ref() }).ok_or(Error::INVAL);
    both.and_then(|(manager, cache)| manager.add(cache, listener)).into_c()
}

/// The manager behind a pointer of C's.
///
/// # Safety
/// `mngr` is a manager or NULL.
unsafe fn open<'a>(mngr: *mut nl_cache_mngr) -> Option<&'a Manager> {
    // SAFETY: every manager is a Manager.
    unsafe { mngr.cast::<Manager>().as_ref() }
}

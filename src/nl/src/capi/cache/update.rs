// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/cache.h`: keeping caches up to date.

use libc::{c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{change_func_t, change_func_v2_t, nl_cache, nl_msg, nl_object, nl_sock};

use super::both;
use crate::cache::fill;
use crate::cache::include::{self, Listener};
use crate::capi::socket;
use crate::socket::Socket;

/// Reads a message and adds the objects in it to a cache.
///
/// C: `if (nl_cache_parse_and_add(cache, msg) < 0) ...`
///
/// Returns what the type's parser does, which is what `nl_cache_add()` returns or worse;
/// `-NLE_MSGTYPE_NOSUPPORT` for a message that is none of the cache's, `-NLE_MSG_TOOSHORT`.
///
/// # Safety
/// `cache` and `msg` are NULL (`-NLE_INVAL`) or live.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_parse_and_add(cache: *mut nl_cache, msg: *mut nl_msg) -> c_int {
    // SAFETY: NULL or live, by contract.
    let cache = unsafe { cache.as_ref() };
    // SAFETY: as above.
    let msg = unsafe { msg.as_ref() };
    let Some((cache, msg)) = cache.zip(msg) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: every message has a header.
    unsafe { fill::parse_and_add(cache, msg.nm_nlh.get()) }.into_c()
}

/// Replaces all objects of a cache by those that the kernel has.
///
/// C: `if (nl_cache_refill(sk, cache) < 0) ...`
///
/// If changes in the kernel interrupt the dump it starts over, a limited number of times. With
/// `NL_CACHE_AF_ITER` each address family is asked for by itself. Returns 0; `-NLE_PROTO_MISMATCH` for a
/// socket of another protocol; `-NLE_OPNOTSUPP` for a type that cannot ask; `-NLE_DUMP_INTR` if every
/// dump was interrupted, and the cache has what the last one brought; what sending and receiving return.
///
/// # Safety
/// `sk` is NULL (`-NLE_INVAL`) or a connected socket, `cache` NULL (`-NLE_INVAL`) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_refill(sk: *mut nl_sock, cache: *mut nl_cache) -> c_int {
    // SAFETY: NULL or live, by contract.
    let given = unsafe { given(sk, cache) };
    given.and_then(|(sk, cache)| fill::refill(sk, cache)).into_c()
}

/// Receives the answer to a dump request and adds the objects in it to a cache.
///
/// C: `if (nl_cache_pickup(sk, cache) < 0) ...`
///
/// If the objects have keys, those whose key is in the cache already are dropped. Returns 0;
/// `-NLE_PROTO_MISMATCH` for a socket of another protocol; what receiving returns.
///
/// # Safety
/// `sk` is NULL (`-NLE_INVAL`) or a connected socket, `cache` NULL (`-NLE_INVAL`) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_pickup(sk: *mut nl_sock, cache: *mut nl_cache) -> c_int {
    // SAFETY: NULL or live, by contract.
    let given = unsafe { given(sk, cache) };
    given.and_then(|(sk, cache)| fill::pickup(sk, cache, false)).into_c()
}

/// Receives the answer to a dump request; objects in it are merged with those in a cache, if the type
/// does that, or take their place.
///
/// C: `if (nl_cache_pickup_checkdup(sk, cache) < 0) ...`
///
/// Returns as `nl_cache_pickup()`.
///
/// # Safety
/// `sk` is NULL (`-NLE_INVAL`) or a connected socket, `cache` NULL (`-NLE_INVAL`) or a live cache.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_pickup_checkdup(sk: *mut nl_sock, cache: *mut nl_cache) -> c_int {
    // SAFETY: NULL or live, by contract.
    let given = unsafe { given(sk, cache) };
    given.and_then(|(sk, cache)| fill::pickup(sk, cache, true)).into_c()
}

/// Brings a cache up to date with the kernel, and tells of every difference that makes.
///
/// C: `if (nl_cache_resync(sk, cache, on_change, &data) < 0) ...`
///
/// The function is called as by `nl_cache_include()`, once per difference, and not before all objects
/// have been received: if that fails, the cache is as it was. Returns as `nl_cache_refill()`.
///
/// # Safety
/// `sk` is NULL (`-NLE_INVAL`) or a connected socket, `cache` NULL (`-NLE_INVAL`) or a live cache;
/// `change_cb` is NULL or may be called with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_resync(
    sk: *mut nl_sock,
    cache: *mut nl_cache,
    change_cb: change_func_t,
    data: *mut c_void,
) -> c_int {
    let listener = Listener { v1: change_cb, v2: None, data };
    // SAFETY: NULL or live, by contract.
    let given = unsafe { given(sk, cache) };
    given.and_then(|(sk, cache)| fill::resync(sk, cache, &listener)).map(drop).into_c()
}

/// As `nl_cache_resync()`, for a function that is also told what was there before.
///
/// C: `if (nl_cache_resync_v2(sk, cache, on_change, &data) < 0) ...`
///
/// Since libnl 3.12.
///
/// # Safety
/// `sk` is NULL (`-NLE_INVAL`) or a connected socket, `cache` NULL (`-NLE_INVAL`) or a live cache;
/// `change_cb_v2` is NULL or may be called with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_resync_v2(
    sk: *mut nl_sock,
    cache: *mut nl_cache,
    change_cb_v2: change_func_v2_t,
    data: *mut c_void,
) -> c_int {
    let listener = Listener { v1: None, v2: change_cb_v2, data };
    // SAFETY: NULL or live, by contract.
    let given = unsafe { given(sk, cache) };
    given.and_then(|(sk, cache)| fill::resync(sk, cache, &listener)).map(drop).into_c()
}

/// Brings a cache up to date by an object, as the type of the message it was read from means: it is
/// new, or gone. Tells of the difference that makes.
///
/// C: `if (nl_cache_include(cache, obj, on_change, &data) < 0) ...`
///
/// The function gets the cache, the object, what happened to it (`NL_ACT_NEW`, `NL_ACT_CHANGE`,
/// `NL_ACT_DEL`), and `data`. Types that merge objects announce a change whether there is one or not.
/// Returns 0; `-NLE_OBJ_MISMATCH` for an object of another type; `-NLE_MSGTYPE_NOSUPPORT` for one of a
/// message that is none of the cache's; `-NLE_NOMEM`.
///
/// # Safety
/// `cache` and `obj` are NULL (`-NLE_INVAL`) or live; `change_cb` is NULL or may be called with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_include(
    cache: *mut nl_cache,
    obj: *mut nl_object,
    change_cb: change_func_t,
    data: *mut c_void,
) -> c_int {
    let listener = Listener { v1: change_cb, v2: None, data };
    // SAFETY: NULL or live, by contract.
    let both = unsafe { both(cache, obj) }.ok_or(Error::INVAL);
    both.and_then(|(cache, obj)| include::include(cache, obj, &listener)).into_c()
}

/// As `nl_cache_include()`, for a function that is also told what was there before.
///
/// C: `if (nl_cache_include_v2(cache, obj, on_change, &data) < 0) ...`
///
/// The function gets the cache, the object as it was, the object as it is, the attributes in which they
/// differ (see `nl_object_diff64()`), what happened, and `data`. Of an object that is new or gone, one
/// of the two is NULL, and there are no differing attributes. Since libnl 3.2.29.
///
/// # Safety
/// `cache` and `obj` are NULL (`-NLE_INVAL`) or live; `change_cb` is NULL or may be called with `data`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_include_v2(
    cache: *mut nl_cache,
    obj: *mut nl_object,
    change_cb: change_func_v2_t,
    data: *mut c_void,
) -> c_int {
    let listener = Listener { v1: None, v2: change_cb, data };
    // SAFETY: NULL or live, by contract.
    let both = unsafe { both(cache, obj) }.ok_or(Error::INVAL);
    both.and_then(|(cache, obj)| include::include(cache, obj, &listener)).into_c()
}

/// A socket and a cache; `INVAL` if one is missing.
///
/// # Safety
/// Both are NULL or live for as long as the result is used.
unsafe fn given<'a>(
    sk: *mut nl_sock,
    cache: *mut nl_cache,
) -> Result<(&'a Socket, &'a nl_cache), Error> {
    // SAFETY: NULL or a socket, by contract.
    let sk = unsafe { socket::open(sk) };
    // SAFETY: NULL or live, by contract.
    sk.zip(unsafe { cache.as_ref() }).ok_or(Error::INVAL)
}

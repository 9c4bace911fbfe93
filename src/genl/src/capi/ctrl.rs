// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/genl/ctrl.h`.

use core::ptr;

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cache, nl_sock};

use super::private::string;
use crate::ctrl;
use crate::family::{Family, genl_family};

/// Makes a cache of all families the kernel has.
///
/// C: `int err = genl_ctrl_alloc_cache(sk, &cache);`
///
/// `*result` becomes the cache, for `nl_cache_free()`. Returns 0, `-NLE_INVAL` for NULL, or as
/// `nl_cache_alloc_and_fill()` does.
///
/// # Safety
/// `sk` is a connected generic netlink socket or NULL, `result` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_ctrl_alloc_cache(
    sk: *mut nl_sock,
    result: *mut *mut nl_cache,
) -> c_int {
    if sk.is_null() || result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let families = unsafe { ctrl::all(sk) };
    // SAFETY: writable by contract.
    families.map(|families| unsafe { result.write(families.into_raw()) }).into_c()
}

/// The family of a number, in a cache of `genl_ctrl_alloc_cache()`.
///
/// C: `struct genl_family *family = genl_ctrl_search(cache, id);`
///
/// Returns it with a reference for `genl_family_put()`, or NULL: there is none, or the cache is NULL or of
/// something else.
///
/// # Safety
/// `cache` is a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_ctrl_search(cache: *mut nl_cache, id: c_int) -> *mut genl_family {
    // SAFETY: by contract.
    let found = unsafe { ctrl::search(cache, |family| c_int::from(family.id) == id) };
    found.map_or(ptr::null_mut(), |family| family.into_raw().cast())
}

/// The family of a name, in a cache of `genl_ctrl_alloc_cache()`.
///
/// C: `struct genl_family *family = genl_ctrl_search_by_name(cache, "nl80211");`
///
/// Returns as `genl_ctrl_search()` does; NULL also for a NULL name.
///
/// # Safety
/// `cache` is a cache or NULL, `name` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_ctrl_search_by_name(
    cache: *mut nl_cache,
    name: *const c_char,
) -> *mut genl_family {
    if name.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: a string by contract.
    let wanted = |family: &Family| unsafe { family.name.is_at(name) };
    // SAFETY: by contract.
    let found = unsafe { ctrl::search(cache, wanted) };
    found.map_or(ptr::null_mut(), |family| family.into_raw().cast())
}

/// Asks the kernel for the number of a family.
///
/// C: `int id = genl_ctrl_resolve(sk, "nl80211");`
///
/// Returns the number, `-NLE_OBJ_NOTFOUND` if there is no such family, `-NLE_INVAL` for NULL, or what went
/// wrong with asking.
///
/// # Safety
/// `sk` is a connected generic netlink socket or NULL, `name` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_ctrl_resolve(sk: *mut nl_sock, name: *const c_char) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { string(name) };
    // SAFETY: by contract.
    let family = name.and_then(|name| unsafe { ctrl::probe(sk, name) });
    let id = family.map(|family| family.read(|family| c_int::from(family.id)));
    id.and_then(|id| id.ok_or(Error::OBJ_NOTFOUND)).into_c()
}

/// Asks the kernel for the number of a multicast group of a family.
///
/// C: `int group = genl_ctrl_resolve_grp(sk, "nl80211", "scan");`
///
/// Returns the number, for `nl_socket_add_membership()`; `-NLE_OBJ_NOTFOUND` if there is no such family or
/// group, or as `genl_ctrl_resolve()` does.
///
/// # Safety
/// `sk` is a connected generic netlink socket or NULL, the names are strings or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_ctrl_resolve_grp(
    sk: *mut nl_sock,
    family: *const c_char,
    grp: *const c_char,
) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { string(family) };
    // SAFETY: by contract.
    let group = unsafe { string(grp) };
    let asked = name.and_then(|name| group.map(|group| (name, group)));
    let id = asked.and_then(|(name, group)| {
        // SAFETY: by contract.
        let family = unsafe { ctrl::probe(sk, name) }?;
        family.read(|family| family.group(group)).flatten().ok_or(Error::OBJ_NOTFOUND)
    });
    id.map(u32::cast_signed).into_c()
}

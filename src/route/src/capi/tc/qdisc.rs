// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/qdisc.h`.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_msg, nl_object, nl_sock};
use nl_sys::message::Message;

use super::{give, send};
use crate::tc::object::{attr, rtnl_qdisc};
use crate::tc::search::{self, first, is_on};
use crate::tc::types::{self, QDISC_CACHE};
use crate::tc::{build, object};

/// Makes a queueing discipline of which nothing is set.
///
/// C: `struct rtnl_qdisc *qdisc = rtnl_qdisc_alloc();`
///
/// Returns it with a reference for `rtnl_qdisc_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_qdisc_alloc() -> *mut rtnl_qdisc {
    types::alloc(&types::QDISC_OBJ_OPS).cast()
}

/// Gives up a reference to a queueing discipline; the last one frees it.
///
/// C: `rtnl_qdisc_put(qdisc);`
///
/// # Safety
/// `qdisc` is a queueing discipline to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_put(qdisc: *mut rtnl_qdisc) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(qdisc.cast()) };
}

/// Makes a cache of all queueing disciplines of all interfaces.
///
/// C: `rtnl_qdisc_alloc_cache(sk, &cache);`
///
/// It is empty if `sk` is NULL. Returns 0 or a negative error code; `-NLE_INVAL` if `result` is NULL.
///
/// # Safety
/// `sk` is a socket, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_alloc_cache(
    sk: *mut nl_sock,
    result: *mut *mut nl_cache,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    unsafe { ffi::nl_cache_alloc_and_fill(QDISC_CACHE.as_ptr(), sk, result) }
}

/// The queueing discipline of an interface that has a handle.
///
/// C: `qdisc = rtnl_qdisc_get(cache, ifindex, TC_HANDLE(1, 0));`
///
/// Returns it with a reference for `rtnl_qdisc_put()`; NULL if there is none, and if the cache is none of
/// queueing disciplines.
///
/// # Safety
/// `cache` is a cache, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_get(
    cache: *mut nl_cache,
    ifindex: c_int,
    handle: u32,
) -> *mut rtnl_qdisc {
    let wanted = |qdisc: &rtnl_qdisc| is_on(qdisc, ifindex) && qdisc.handle.get() == handle;
    // SAFETY: by contract.
    unsafe { first(cache, QDISC_CACHE.as_ptr(), wanted) }
}

/// The queueing discipline of an interface that is attached to a parent.
///
/// C: `qdisc = rtnl_qdisc_get_by_parent(cache, ifindex, TC_H_ROOT);`
///
/// Returns it with a reference for `rtnl_qdisc_put()`; NULL if there is none, and if the cache is none of
/// queueing disciplines.
///
/// # Safety
/// `cache` is a cache, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_get_by_parent(
    cache: *mut nl_cache,
    ifindex: c_int,
    parent: u32,
) -> *mut rtnl_qdisc {
    let wanted = |qdisc: &rtnl_qdisc| is_on(qdisc, ifindex) && qdisc.parent.get() == parent;
    // SAFETY: by contract.
    unsafe { first(cache, QDISC_CACHE.as_ptr(), wanted) }
}

/// The first queueing discipline of an interface that is of a kind.
///
/// C: `qdisc = rtnl_qdisc_get_by_kind(cache, ifindex, "htb");`
///
/// Returns it with a reference for `rtnl_qdisc_put()`; NULL if there is none, and if the cache is none of
/// queueing disciplines.
///
/// # Safety
/// `cache` is a cache, or NULL. `kind` is a string, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_get_by_kind(
    cache: *mut nl_cache,
    ifindex: c_int,
    kind: *mut c_char,
) -> *mut rtnl_qdisc {
    if kind.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    let kind = unsafe { CStr::from_ptr(kind) };
    let wanted = |qdisc: &rtnl_qdisc| is_on(qdisc, ifindex) && qdisc.kind.is(kind);
    // SAFETY: by contract.
    unsafe { first(cache, QDISC_CACHE.as_ptr(), wanted) }
}

/// What adds a queueing discipline.
fn add(qdisc: &rtnl_qdisc, flags: c_int) -> Result<Message, Error> {
    if !qdisc.has(attr::HANDLE) && !qdisc.has(attr::PARENT) {
        return Err(Error::MISSING_ATTR);
    }
    build::qdisc(qdisc, libc::RTM_NEWQDISC, flags)
}

/// Makes a request to add a queueing discipline.
///
/// C: `rtnl_qdisc_build_add_request(qdisc, flags, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface, or without both
/// /// handle and parent; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_build_add_request(
    qdisc: *mut rtnl_qdisc,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { qdisc.as_ref() }.ok_or(Error::INVAL).and_then(|qdisc| add(qdisc, flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Adds a queueing discipline, and waits for the kernel's answer.
///
/// C: `rtnl_qdisc_add(sk, qdisc, flags);`
///
/// Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface, or without both
/// /// handle and parent; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `qdisc` is a queueing discipline; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_add(
    sk: *mut nl_sock,
    qdisc: *mut rtnl_qdisc,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { qdisc.as_ref() }.ok_or(Error::INVAL).and_then(|qdisc| add(qdisc, flags));
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// What changes a queueing discipline.
///
/// # Safety
/// Both are queueing disciplines, or NULL.
unsafe fn update(
    qdisc: *mut rtnl_qdisc,
    new: *mut rtnl_qdisc,
    flags: c_int,
) -> Result<Message, Error> {
    // SAFETY: by contract.
    let qdisc = unsafe { object::get(qdisc) }.ok_or(Error::INVAL)?;
    // SAFETY: by contract.
    let new = unsafe { object::get(new) }.ok_or(Error::INVAL)?;
    build::qdisc_update(qdisc, new, flags)
}

/// Makes a request to make a queueing discipline what `new` is.
///
/// C: `rtnl_qdisc_build_update_request(qdisc, new, NLM_F_REPLACE, &msg);`
///
/// `new` gets the interface, the handle and the parent of `qdisc`. Returns 0 or a negative error code:
/// `-NLE_INVAL` for `NLM_F_CREATE`, `NLM_F_EXCL` and NULL, `-NLE_MISSING_ATTR` without an interface, or without
/// both handle and parent.
///
/// # Safety
/// `qdisc` and `new` are queueing disciplines, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_build_update_request(
    qdisc: *mut rtnl_qdisc,
    new: *mut rtnl_qdisc,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { update(qdisc, new, flags) };
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Makes a queueing discipline what `new` is, and waits for the kernel's answer.
///
/// C: `rtnl_qdisc_update(sk, qdisc, new, NLM_F_REPLACE);`
///
/// As `rtnl_qdisc_build_update_request()`, and what the kernel says.
///
/// # Safety
/// `sk` is a socket, `qdisc` and `new` are queueing disciplines; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_update(
    sk: *mut nl_sock,
    qdisc: *mut rtnl_qdisc,
    new: *mut rtnl_qdisc,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { update(qdisc, new, flags) };
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Makes a request to delete a queueing discipline.
///
/// C: `rtnl_qdisc_build_delete_request(qdisc, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface or a parent; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_build_delete_request(
    qdisc: *mut rtnl_qdisc,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { qdisc.as_ref() }.ok_or(Error::INVAL).and_then(build::qdisc_delete);
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Deletes a queueing discipline, and waits for the kernel's answer.
///
/// C: `rtnl_qdisc_delete(sk, qdisc);`
///
/// Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface or a parent; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `qdisc` is a queueing discipline; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_delete(sk: *mut nl_sock, qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { qdisc.as_ref() }.ok_or(Error::INVAL).and_then(build::qdisc_delete);
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Calls a function for each class of a queueing discipline in a cache of classes.
///
/// C: `rtnl_qdisc_foreach_child(qdisc, cache, callback, data);`
///
/// Deprecated: there is no telling whether it failed.
///
/// # Safety
/// `qdisc` is a queueing discipline, `cache` a cache, `cb` a function that takes `arg`; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_foreach_child(
    qdisc: *mut rtnl_qdisc,
    cache: *mut nl_cache,
    cb: Option<unsafe extern "C" fn(obj: *mut nl_object, arg: *mut c_void)>,
    arg: *mut c_void,
) {
    // SAFETY: by contract.
    let Some(qdisc) = (unsafe { qdisc.as_ref() }) else { return };
    let filter = types::alloc(&types::CLASS_OBJ_OPS);
    // SAFETY: by contract; the filter is new.
    unsafe {
        search::each_like(cache, filter, cb, arg, |filter| {
            filter.set_ifindex(qdisc.ifindex.get());
            filter.set(attr::PARENT, |tc| &tc.parent, qdisc.handle.get());
            // Only the name is compared: what the kind keeps would need memory.
            filter.kind.set(nl_sys::name::text(&qdisc.kind.copy()));
            filter.mark(attr::KIND);
        });
    };
}

/// Calls a function for each classifier in a cache that has the parent of a queueing discipline.
///
/// C: `rtnl_qdisc_foreach_cls(qdisc, cache, callback, data);`
///
/// Deprecated: there is no telling whether it failed.
///
/// # Safety
/// `qdisc` is a queueing discipline, `cache` a cache, `cb` a function that takes `arg`; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_foreach_cls(
    qdisc: *mut rtnl_qdisc,
    cache: *mut nl_cache,
    cb: Option<unsafe extern "C" fn(obj: *mut nl_object, arg: *mut c_void)>,
    arg: *mut c_void,
) {
    // SAFETY: by contract.
    let Some(qdisc) = (unsafe { qdisc.as_ref() }) else { return };
    let filter = types::alloc(&types::CLS_OBJ_OPS);
    // SAFETY: by contract; the filter is new.
    unsafe {
        search::each_like(cache, filter, cb, arg, |filter| {
            filter.set_ifindex(qdisc.ifindex.get());
            filter.set(attr::PARENT, |tc| &tc.parent, qdisc.parent.get());
        });
    };
}

/// Makes a request to make a queueing discipline what `new` is. Deprecated.
///
/// C: `rtnl_qdisc_build_change_request(qdisc, new, &msg);`
///
/// `rtnl_qdisc_build_update_request()` with `NLM_F_REPLACE`.
///
/// # Safety
/// `qdisc` and `new` are queueing disciplines, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_build_change_request(
    qdisc: *mut rtnl_qdisc,
    new: *mut rtnl_qdisc,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { update(qdisc, new, libc::NLM_F_REPLACE) };
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Makes a queueing discipline what `new` is, and waits for the kernel's answer. Deprecated.
///
/// C: `rtnl_qdisc_change(sk, qdisc, new);`
///
/// `rtnl_qdisc_update()` with `NLM_F_REPLACE`.
///
/// # Safety
/// `sk` is a socket, `qdisc` and `new` are queueing disciplines; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_change(
    sk: *mut nl_sock,
    qdisc: *mut rtnl_qdisc,
    new: *mut rtnl_qdisc,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { update(qdisc, new, libc::NLM_F_REPLACE) };
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

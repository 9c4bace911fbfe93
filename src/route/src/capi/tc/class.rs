// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/class.h`.

use core::ptr;

use libc::{c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_msg, nl_object, nl_sock};

use super::{give, send, store};
use crate::tc::build;
use crate::tc::object::{attr, rtnl_class, rtnl_qdisc};
use crate::tc::search::{self, first, is_on};
use crate::tc::types::{self, CLASS_CACHE, QDISC_CACHE};

/// Makes a class of which nothing is set.
///
/// C: `struct rtnl_class *class = rtnl_class_alloc();`
///
/// Returns it with a reference for `rtnl_class_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_class_alloc() -> *mut rtnl_class {
    types::alloc(&types::CLASS_OBJ_OPS).cast()
}

/// Gives up a reference to a class; the last one frees it.
///
/// C: `rtnl_class_put(class);`
///
/// # Safety
/// `class` is a class to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_put(class: *mut rtnl_class) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(class.cast()) };
}

/// Makes a cache of all classes of an interface.
///
/// C: `rtnl_class_alloc_cache(sk, ifindex, &cache);`
///
/// It is empty if `sk` is NULL. Returns 0 or a negative error code; `-NLE_INVAL` for `ifindex` 0, and if `result`
/// is NULL.
///
/// # Safety
/// `sk` is a socket, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_alloc_cache(
    sk: *mut nl_sock,
    ifindex: c_int,
    result: *mut *mut nl_cache,
) -> c_int {
    if ifindex == 0 || result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let cache = unsafe { search::cache(CLASS_CACHE.as_ptr(), sk, ifindex, 0) };
    // SAFETY: by contract.
    unsafe { store(cache, result) }
}

/// The class of an interface that has a handle.
///
/// C: `class = rtnl_class_get(cache, ifindex, TC_HANDLE(1, 0x10));`
///
/// Returns it with a reference for `rtnl_class_put()`; NULL if there is none, and if the cache is none of
/// classes.
///
/// # Safety
/// `cache` is a cache, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_get(
    cache: *mut nl_cache,
    ifindex: c_int,
    handle: u32,
) -> *mut rtnl_class {
    let wanted = |class: &rtnl_class| is_on(class, ifindex) && class.handle.get() == handle;
    // SAFETY: by contract.
    unsafe { first(cache, CLASS_CACHE.as_ptr(), wanted) }
}

/// The first class of an interface that has a parent.
///
/// C: `class = rtnl_class_get_by_parent(cache, ifindex, TC_HANDLE(1, 0));`
///
/// Returns it with a reference for `rtnl_class_put()`; NULL if there is none, and if the cache is none of
/// classes.
///
/// # Safety
/// `cache` is a cache, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_get_by_parent(
    cache: *mut nl_cache,
    ifindex: c_int,
    parent: u32,
) -> *mut rtnl_class {
    let wanted = |class: &rtnl_class| is_on(class, ifindex) && class.parent.get() == parent;
    // SAFETY: by contract.
    unsafe { first(cache, CLASS_CACHE.as_ptr(), wanted) }
}

/// The queueing discipline that is attached to a class.
///
/// C: `qdisc = rtnl_class_leaf_qdisc(class, qdiscs);`
///
/// Returns it with a reference for `rtnl_qdisc_put()`; NULL if there is none, and if the cache is none of
/// queueing disciplines.
///
/// # Safety
/// `class` is a class, `cache` a cache; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_leaf_qdisc(
    class: *mut rtnl_class,
    cache: *mut nl_cache,
) -> *mut rtnl_qdisc {
    // SAFETY: by contract.
    let class = unsafe { class.as_ref() }.filter(|class| class.info.get() != 0);
    let Some(class) = class else { return ptr::null_mut() };
    let wanted = |qdisc: &rtnl_qdisc| {
        qdisc.ifindex == class.ifindex && qdisc.parent == class.handle && qdisc.handle == class.info
    };
    // SAFETY: by contract.
    unsafe { first(cache, QDISC_CACHE.as_ptr(), wanted) }
}

/// Makes a request to add a class.
///
/// C: `rtnl_class_build_add_request(class, flags, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code, `-NLE_INVAL` if it is of another queueing
/// /// discipline than its parent; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_build_add_request(
    class: *mut rtnl_class,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { class.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|class| build::class(class, libc::RTM_NEWTCLASS, flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Adds a class, and waits for the kernel's answer.
///
/// C: `rtnl_class_add(sk, class, flags);`
///
/// Returns 0 or a negative error code, `-NLE_INVAL` if it is of another queueing
/// /// discipline than its parent; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `class` is a class; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_add(
    sk: *mut nl_sock,
    class: *mut rtnl_class,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { class.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|class| build::class(class, libc::RTM_NEWTCLASS, flags));
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Makes a request to delete a class.
///
/// C: `rtnl_class_build_delete_request(class, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface or a handle; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_build_delete_request(
    class: *mut rtnl_class,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { class.as_ref() }.ok_or(Error::INVAL).and_then(build::class_delete);
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Deletes a class, and waits for the kernel's answer.
///
/// C: `rtnl_class_delete(sk, class);`
///
/// Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface or a handle; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `class` is a class; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_delete(sk: *mut nl_sock, class: *mut rtnl_class) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { class.as_ref() }.ok_or(Error::INVAL).and_then(build::class_delete);
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Calls a function for each child of a class in a cache of classes.
///
/// C: `rtnl_class_foreach_child(class, cache, callback, data);`
///
/// Deprecated: there is no telling whether it failed.
///
/// # Safety
/// `class` is a class, `cache` a cache, `cb` a function that takes `arg`; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_foreach_child(
    class: *mut rtnl_class,
    cache: *mut nl_cache,
    cb: Option<unsafe extern "C" fn(obj: *mut nl_object, arg: *mut c_void)>,
    arg: *mut c_void,
) {
    // SAFETY: by contract.
    let Some(class) = (unsafe { class.as_ref() }) else { return };
    let filter = types::alloc(&types::CLASS_OBJ_OPS);
    // SAFETY: by contract; the filter is new.
    unsafe {
        search::each_like(cache, filter, cb, arg, |filter| {
            filter.set_ifindex(class.ifindex.get());
            filter.set(attr::PARENT, |tc| &tc.parent, class.handle.get());
            // Only the name is compared: what the kind keeps would need memory.
            filter.kind.set(nl_sys::name::text(&class.kind.copy()));
            filter.mark(attr::KIND);
        });
    };
}

/// Calls a function for each classifier in a cache that has the parent of a class.
///
/// C: `rtnl_class_foreach_cls(class, cache, callback, data);`
///
/// Deprecated: there is no telling whether it failed.
///
/// # Safety
/// `class` is a class, `cache` a cache, `cb` a function that takes `arg`; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_class_foreach_cls(
    class: *mut rtnl_class,
    cache: *mut nl_cache,
    cb: Option<unsafe extern "C" fn(obj: *mut nl_object, arg: *mut c_void)>,
    arg: *mut c_void,
) {
    // SAFETY: by contract.
    let Some(class) = (unsafe { class.as_ref() }) else { return };
    let filter = types::alloc(&types::CLS_OBJ_OPS);
    // SAFETY: by contract; the filter is new.
    unsafe {
        search::each_like(cache, filter, cb, arg, |filter| {
            filter.set_ifindex(class.ifindex.get());
            filter.set(attr::PARENT, |tc| &tc.parent, class.parent.get());
        });
    };
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/classifier.h`.

use libc::c_int;
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_msg, nl_sock};
use nl_sys::message::Message;

use super::{give, send, store};
use crate::tc::build;
use crate::tc::object::{attr, rtnl_cls};
use crate::tc::search::{self, first, is_on};
use crate::tc::types::{self, CLS_CACHE};

/// Makes a classifier of which nothing is set.
///
/// C: `struct rtnl_cls *cls = rtnl_cls_alloc();`
///
/// Returns it with a reference for `rtnl_cls_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_cls_alloc() -> *mut rtnl_cls {
    types::alloc(&types::CLS_OBJ_OPS).cast()
}

/// Gives up a reference to a classifier; the last one frees it.
///
/// C: `rtnl_cls_put(cls);`
///
/// # Safety
/// `cls` is a classifier to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_put(cls: *mut rtnl_cls) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(cls.cast()) };
}

/// Makes a cache of all classifiers that are attached to a parent.
///
/// C: `rtnl_cls_alloc_cache(sk, ifindex, parent, &cache);`
///
/// It is empty if `sk` is NULL. Returns 0 or a negative error code; `-NLE_INVAL` if `result` is NULL.
///
/// # Safety
/// `sk` is a socket, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_alloc_cache(
    sk: *mut nl_sock,
    ifindex: c_int,
    parent: u32,
    result: *mut *mut nl_cache,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let cache = unsafe { search::cache(CLS_CACHE.as_ptr(), sk, ifindex, parent) };
    // SAFETY: by contract.
    unsafe { store(cache, result) }
}

/// The classifier of a parent that has a handle.
///
/// C: `cls = rtnl_cls_find_by_handle(cache, ifindex, parent, handle);`
///
/// Returns it with a reference for `rtnl_cls_put()`; NULL if there is none, and if the cache is none of
/// classifiers.
///
/// # Safety
/// `cache` is a cache, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_find_by_handle(
    cache: *mut nl_cache,
    ifindex: c_int,
    parent: u32,
    handle: u32,
) -> *mut rtnl_cls {
    let wanted = |cls: &rtnl_cls| {
        is_on(&cls.tc, ifindex) && cls.tc.parent.get() == parent && cls.tc.handle.get() == handle
    };
    // SAFETY: by contract.
    unsafe { first(cache, CLS_CACHE.as_ptr(), wanted) }
}

/// The first classifier of a parent that has a priority.
///
/// C: `cls = rtnl_cls_find_by_prio(cache, ifindex, parent, 10);`
///
/// Returns it with a reference for `rtnl_cls_put()`; NULL if there is none, and if the cache is none of
/// classifiers.
///
/// # Safety
/// `cache` is a cache, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_find_by_prio(
    cache: *mut nl_cache,
    ifindex: c_int,
    parent: u32,
    prio: u16,
) -> *mut rtnl_cls {
    let wanted = |cls: &rtnl_cls| {
        is_on(&cls.tc, ifindex) && cls.tc.parent.get() == parent && cls.prio.get() == prio
    };
    // SAFETY: by contract.
    unsafe { first(cache, CLS_CACHE.as_ptr(), wanted) }
}

/// Sets whose classifiers a cache has when it is filled next.
///
/// C: `rtnl_cls_cache_set_tc_params(cache, ifindex, parent);`
///
/// # Safety
/// `cache` is a cache, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_cache_set_tc_params(
    cache: *mut nl_cache,
    ifindex: c_int,
    parent: u32,
) {
    // SAFETY: by contract.
    unsafe { search::set_arguments(cache, ifindex, parent) };
}

/// What adds a classifier.
fn add(cls: &rtnl_cls, flags: c_int) -> Result<Message, Error> {
    if flags & libc::NLM_F_CREATE == 0 && !cls.tc.has(attr::PRIO) {
        return Err(Error::MISSING_ATTR);
    }
    build::cls(cls, libc::RTM_NEWTFILTER, flags)
}

/// What changes a classifier.
fn change(cls: &rtnl_cls, flags: c_int) -> Result<Message, Error> {
    build::cls(cls, libc::RTM_NEWTFILTER, libc::NLM_F_REPLACE | flags)
}

/// What deletes a classifier.
fn delete(cls: &rtnl_cls, flags: c_int) -> Result<Message, Error> {
    if !cls.tc.has(attr::PRIO) {
        return Err(Error::MISSING_ATTR);
    }
    build::cls(cls, libc::RTM_DELTFILTER, flags)
}

/// Makes a request to add a classifier.
///
/// C: `rtnl_cls_build_add_request(cls, flags, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface, or without
/// /// both a priority and `NLM_F_CREATE`; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_build_add_request(
    cls: *mut rtnl_cls,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { cls.as_ref() }.ok_or(Error::INVAL).and_then(|cls| add(cls, flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Adds a classifier, and waits for the kernel's answer.
///
/// C: `rtnl_cls_add(sk, cls, flags);`
///
/// Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface, or without
/// /// both a priority and `NLM_F_CREATE`; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `cls` is a classifier; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_add(sk: *mut nl_sock, cls: *mut rtnl_cls, flags: c_int) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { cls.as_ref() }.ok_or(Error::INVAL).and_then(|cls| add(cls, flags));
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Makes a request to change a classifier.
///
/// C: `rtnl_cls_build_change_request(cls, flags, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_build_change_request(
    cls: *mut rtnl_cls,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { cls.as_ref() }.ok_or(Error::INVAL).and_then(|cls| change(cls, flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Changes a classifier, and waits for the kernel's answer.
///
/// C: `rtnl_cls_change(sk, cls, flags);`
///
/// Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `cls` is a classifier; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_change(
    sk: *mut nl_sock,
    cls: *mut rtnl_cls,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { cls.as_ref() }.ok_or(Error::INVAL).and_then(|cls| change(cls, flags));
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Makes a request to delete a classifier.
///
/// C: `rtnl_cls_build_delete_request(cls, flags, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface or a priority; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_build_delete_request(
    cls: *mut rtnl_cls,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { cls.as_ref() }.ok_or(Error::INVAL).and_then(|cls| delete(cls, flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Deletes a classifier, and waits for the kernel's answer.
///
/// C: `rtnl_cls_delete(sk, cls, flags);`
///
/// Returns 0 or a negative error code, `-NLE_MISSING_ATTR` without an interface or a priority; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `cls` is a classifier; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_delete(
    sk: *mut nl_sock,
    cls: *mut rtnl_cls,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { cls.as_ref() }.ok_or(Error::INVAL).and_then(|cls| delete(cls, flags));
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Sets the priority: lower ones are tried first.
///
/// C: `rtnl_cls_set_prio(cls, 10);`
///
/// # Safety
/// `cls` is a classifier, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_set_prio(cls: *mut rtnl_cls, prio: u16) {
    // SAFETY: by contract.
    if let Some(cls) = unsafe { cls.as_ref() } {
        cls.prio.set(prio);
        cls.tc.mark(attr::PRIO);
    }
}

/// The priority.
///
/// C: `prio = rtnl_cls_get_prio(cls);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_get_prio(cls: *mut rtnl_cls) -> u16 {
    // SAFETY: by contract.
    unsafe { cls.as_ref() }.map_or(0, build::priority)
}

/// Sets the protocol of packets that are looked at, e.g. `ETH_P_IP`.
///
/// C: `rtnl_cls_set_protocol(cls, ETH_P_IP);`
///
/// In host byte order.
///
/// # Safety
/// `cls` is a classifier, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_set_protocol(cls: *mut rtnl_cls, protocol: u16) {
    // SAFETY: by contract.
    if let Some(cls) = unsafe { cls.as_ref() } {
        cls.protocol.set(protocol);
        cls.tc.mark(attr::PROTOCOL);
    }
}

/// The protocol of packets that are looked at.
///
/// C: `protocol = rtnl_cls_get_protocol(cls);`
///
/// In host byte order. `ETH_P_ALL` if it is not set, 0 for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_cls_get_protocol(cls: *mut rtnl_cls) -> u16 {
    // SAFETY: by contract.
    unsafe { cls.as_ref() }.map_or(0, build::protocol)
}

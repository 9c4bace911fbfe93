// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/rule.h`: objects and requests.

use core::ptr;

use libc::c_int;
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_msg, nl_sock};
use nl_sys::message::Message;
use nl_sys::typed::Handle;

use crate::rtnl;
use crate::rule::{RULE_CACHE, RULE_OBJ_OPS, Rule, rtnl_rule};

/// Makes a rule of which nothing is set.
///
/// C: `struct rtnl_rule *rule = rtnl_rule_alloc();`
///
/// Returns it with a reference for the caller, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_rule_alloc() -> *mut rtnl_rule {
    rtnl_rule::alloc(&RULE_OBJ_OPS).map_or(ptr::null_mut(), Handle::into_typed)
}

/// Gives up a reference to a rule; the last one frees it.
///
/// C: `rtnl_rule_put(rule);`
///
/// # Safety
/// `rule` is a rule to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_put(rule: *mut rtnl_rule) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(rule.cast()) };
}

/// Makes a cache of rules.
///
/// C: `rtnl_rule_alloc_cache(sk, AF_UNSPEC, &cache);`
///
/// As always in libnl the cache has the rules of all families, whatever `family` says. Without a socket it stays
/// empty. Returns 0, `-NLE_NOMEM`, or what filling it returns.
///
/// # Safety
/// `sock` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_alloc_cache(
    sock: *mut nl_sock,
    family: c_int,
    result: *mut *mut nl_cache,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, RULE_CACHE.as_ptr(), sock, family, 0) }.into_c()
}

/// Makes a request to add a rule.
///
/// C: `rtnl_rule_build_add_request(rule, NLM_F_EXCL, &msg);`
///
/// `NLM_F_CREATE` is set besides `flags`. The message is the caller's. The rule has to have a family. Returns 0,
/// `-NLE_MISSING_ATTR`, `-NLE_NOMEM` or `-NLE_MSGSIZE`.
///
/// # Safety
/// `rule` is a rule or NULL, `result` a place for a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_build_add_request(
    rule: *mut rtnl_rule,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let Some(rule) = (unsafe { rule.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe { rtnl::give(result, || Rule::build_add(rule, flags).map(Message::into_raw)) }.into_c()
}

/// Adds a rule, and waits for the kernel to say so.
///
/// C: `rtnl_rule_add(sk, rule, NLM_F_EXCL);`
///
/// Without `NLM_F_EXCL` the same rule may be added twice. Returns 0 or an error code, of the request or of the kernel.
///
/// # Safety
/// `sk` is a socket or NULL, `rule` a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_add(
    sk: *mut nl_sock,
    rule: *mut rtnl_rule,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message =
        unsafe { rule.as_ref() }.ok_or(Error::INVAL).and_then(|rule| Rule::build_add(rule, flags));
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

/// Makes a request to delete a rule.
///
/// C: `rtnl_rule_build_delete_request(rule, 0, &msg);`
///
/// The message is the caller's. The kernel deletes the first rule that all that is set fits. Returns 0,
/// `-NLE_MISSING_ATTR` without a family, `-NLE_NOMEM` or `-NLE_MSGSIZE`.
///
/// # Safety
/// `rule` is a rule or NULL, `result` a place for a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_build_delete_request(
    rule: *mut rtnl_rule,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let Some(rule) = (unsafe { rule.as_ref() }) else { return Err::<(), _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    unsafe { rtnl::give(result, || Rule::build_delete(rule, flags).map(Message::into_raw)) }
        .into_c()
}

/// Deletes a rule, and waits for the kernel to say so.
///
/// C: `rtnl_rule_delete(sk, rule, 0);`
///
/// See `rtnl_rule_build_delete_request()`. Returns 0 or an error code, of the request or of the kernel.
///
/// # Safety
/// `sk` is a socket or NULL, `rule` a rule or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_rule_delete(
    sk: *mut nl_sock,
    rule: *mut rtnl_rule,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { rule.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|rule| Rule::build_delete(rule, flags));
    // SAFETY: by contract.
    message.and_then(|message| unsafe { message.send_sync(sk) }).into_c()
}

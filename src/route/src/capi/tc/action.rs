// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/action.h`.

use core::ptr;

use libc::{c_int, nlattr};
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_msg, nl_sock};
use nl_sys::message::{self, Builder};

use super::{give, send};
use crate::tc::actions::{self, Actions};
use crate::tc::object::rtnl_act;
use crate::tc::types;

/// Makes an action of which nothing is set.
///
/// C: `struct rtnl_act *act = rtnl_act_alloc();`
///
/// Returns it with a reference for `rtnl_act_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_act_alloc() -> *mut rtnl_act {
    types::alloc(&types::ACT_OBJ_OPS).cast()
}

/// The action behind another one in a list.
///
/// C: `act = rtnl_act_next(act);`
///
/// Without a reference for the caller. NULL at the end of the list, and for NULL.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_next(act: *mut rtnl_act) -> *mut rtnl_act {
    // SAFETY: by contract.
    unsafe { act.as_ref() }.map_or(ptr::null_mut(), |act| act.next.get())
}

/// Takes a reference to an action.
///
/// C: `rtnl_act_get(act);`
///
/// # Safety
/// `act` is an action, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_get(act: *mut rtnl_act) {
    if !act.is_null() {
        // SAFETY: by contract.
        unsafe { ffi::nl_object_get(act.cast()) };
    }
}

/// Gives up a reference to an action; the last one frees it.
///
/// C: `rtnl_act_put(act);`
///
/// # Safety
/// `act` is an action to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_put(act: *mut rtnl_act) {
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(act.cast()) };
}

/// Makes a request to add an action and those behind it.
///
/// C: `rtnl_act_build_add_request(act, flags, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `act` is an action, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_build_add_request(
    act: *mut rtnl_act,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { act.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|act| actions::request(act, libc::RTM_NEWACTION, flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Adds an action and those behind it, and waits for the kernel's answer.
///
/// C: `rtnl_act_add(sk, act, flags);`
///
/// Returns 0 or a negative error code; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `act` is an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_add(sk: *mut nl_sock, act: *mut rtnl_act, flags: c_int) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { act.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|act| actions::request(act, libc::RTM_NEWACTION, flags));
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Makes a request to change an action and those behind it.
///
/// C: `rtnl_act_build_change_request(act, flags, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `act` is an action, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_build_change_request(
    act: *mut rtnl_act,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { act.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|act| actions::request(act, libc::RTM_NEWACTION, libc::NLM_F_REPLACE | flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Changes an action and those behind it, and waits for the kernel's answer.
///
/// C: `rtnl_act_change(sk, act, flags);`
///
/// Returns 0 or a negative error code; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `act` is an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_change(
    sk: *mut nl_sock,
    act: *mut rtnl_act,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { act.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|act| actions::request(act, libc::RTM_NEWACTION, libc::NLM_F_REPLACE | flags));
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// Makes a request to delete an action and those behind it.
///
/// C: `rtnl_act_build_delete_request(act, flags, &msg);`
///
/// The message is the caller's. Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `act` is an action, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_build_delete_request(
    act: *mut rtnl_act,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { act.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|act| actions::request(act, libc::RTM_DELACTION, flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Deletes an action and those behind it, and waits for the kernel's answer.
///
/// C: `rtnl_act_delete(sk, act, flags);`
///
/// Returns 0 or a negative error code; `-NLE_INVAL` and `-NLE_BAD_SOCK` for NULL.
///
/// # Safety
/// `sk` is a socket, `act` is an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_delete(
    sk: *mut nl_sock,
    act: *mut rtnl_act,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { act.as_ref() }
        .ok_or(Error::INVAL)
        .and_then(|act| actions::request(act, libc::RTM_DELACTION, flags));
    // SAFETY: by contract.
    unsafe { send(message, sk) }
}

/// A list of C's.
///
/// # Errors
/// `INVAL` for NULL.
///
/// # Safety
/// `head` is the place of a pointer to the first action or to none, or NULL.
unsafe fn list<'a>(head: *mut *mut rtnl_act) -> Result<&'a Actions, Error> {
    // SAFETY: by contract.
    unsafe { head.cast::<Actions>().as_ref() }.ok_or(Error::INVAL)
}

/// Puts an action at the end of a list.
///
/// C: `struct rtnl_act *list = NULL; rtnl_act_append(&list, act);`
///
/// The caller's reference to the action is the list's then. Returns 0, `-NLE_RANGE` if there are too many,
/// `-NLE_EXIST` if it is in the list, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `head` is the place of a pointer to the first action or to none, `new` an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_append(head: *mut *mut rtnl_act, new: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    let new = unsafe { new.as_ref() }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    new.and_then(|new| unsafe { list(head) }?.append(new)).into_c()
}

/// Takes an action out of a list.
///
/// C: `rtnl_act_remove(&list, act);`
///
/// The list's reference to the action is the caller's then. Returns 0, `-NLE_OBJ_NOTFOUND`, or `-NLE_INVAL` if
/// `head` is NULL.
///
/// # Safety
/// `head` is the place of a pointer to the first action or to none, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_remove(head: *mut *mut rtnl_act, act: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    unsafe { list(head) }.and_then(|list| list.remove(act)).into_c()
}

/// Appends an attribute with an action and those behind it to a message.
///
/// C: `rtnl_act_fill(msg, TCA_U32_ACT, list);`
///
/// Returns 0 or a negative error code; `-NLE_INVAL` if `msg` is NULL.
///
/// # Safety
/// `msg` is a message, `act` an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_fill(
    msg: *mut nl_msg,
    attrtype: c_int,
    act: *mut rtnl_act,
) -> c_int {
    let kind = u16::try_from(attrtype).ok().filter(|_| !msg.is_null()).ok_or(Error::INVAL);
    // SAFETY: by contract.
    let first = unsafe { act.as_ref() };
    // SAFETY: by contract.
    let message = unsafe { Builder::of(msg) };
    kind.and_then(|kind| actions::fill(message, kind, first)).into_c()
}

/// Gives up all actions of a list, which is empty then.
///
/// C: `rtnl_act_put_all(&list);`
///
/// # Safety
/// `head` is the place of a pointer to the first action or to none, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_put_all(head: *mut *mut rtnl_act) {
    // SAFETY: by contract.
    if let Ok(list) = unsafe { list(head) } {
        list.clear();
    }
}

/// Appends the actions in an attribute to a list.
///
/// C: `struct rtnl_act *list = NULL; rtnl_act_parse(&list, attr);`
///
/// Returns 0 or a negative error code, and the list is empty then; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `head` is the place of a pointer to the first action or to none, `tb` an attribute; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_act_parse(head: *mut *mut rtnl_act, tb: *mut nlattr) -> c_int {
    // SAFETY: by contract.
    let payload = unsafe { message::attr_payload(tb) }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    payload.and_then(|payload| unsafe { list(head) }?.parse(payload)).into_c()
}

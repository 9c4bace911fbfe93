// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/matchall.h`.

use core::ptr;

use libc::c_int;
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;

use super::{append, remove};
use crate::capi::tc::store;
use crate::tc::kind;
use crate::tc::kinds::matchall::Matchall;
use crate::tc::object::{rtnl_act, rtnl_cls};

/// Sets the class that packets are put in.
///
/// C: `rtnl_mall_set_classid(cls, classid);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mall_set_classid(cls: *mut rtnl_cls, classid: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(cls, |data: &mut Matchall| data.classid = Some(classid)) }.into_c()
}

/// The class that packets are put in.
///
/// C: `rtnl_mall_get_classid(cls, &classid);`
///
/// Returns 0, or `-NLE_INVAL` if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `cls` is a classifier, `classid` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mall_get_classid(cls: *mut rtnl_cls, classid: *mut u32) -> c_int {
    // SAFETY: by contract.
    let value = unsafe { kind::read(cls, |cls: &Matchall| cls.classid) };
    // SAFETY: by contract.
    unsafe { store(value.ok().flatten().ok_or(Error::INVAL), classid) }
}

/// Sets `TCA_CLS_FLAGS_SKIP_HW` and the like.
///
/// C: `rtnl_mall_set_flags(cls, flags);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mall_set_flags(cls: *mut rtnl_cls, flags: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(cls, |data: &mut Matchall| data.flags = Some(flags)) }.into_c()
}

/// `TCA_CLS_FLAGS_SKIP_HW` and the like.
///
/// C: `rtnl_mall_get_flags(cls, &flags);`
///
/// Returns 0, or `-NLE_INVAL` if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `cls` is a classifier, `flags` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mall_get_flags(cls: *mut rtnl_cls, flags: *mut u32) -> c_int {
    // SAFETY: by contract.
    let value = unsafe { kind::read(cls, |cls: &Matchall| cls.flags) };
    // SAFETY: by contract.
    unsafe { store(value.ok().flatten().ok_or(Error::INVAL), flags) }
}

/// Puts an action at the end of those to take.
///
/// C: `rtnl_mall_append_action(cls, act);`
///
/// The classifier takes a reference to it. Returns 0, also if `act` is NULL, `-NLE_RANGE` if there are too many,
/// `-NLE_EXIST` if the action is in the list, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is
/// set, `-NLE_INVAL` if `cls` is NULL.
///
/// # Safety
/// `cls` is a classifier, `act` an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mall_append_action(cls: *mut rtnl_cls, act: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    let Some(act) = (unsafe { act.as_ref() }) else { return 0 };
    // SAFETY: by contract.
    unsafe { kind::change(cls, |cls: &mut Matchall| append(&cls.actions, act)) }.into_c()
}

/// The first action.
///
/// C: `act = rtnl_mall_get_first_action(cls);`
///
/// Returns it with a reference for `rtnl_act_put()`; NULL if there is none, for another kind, and for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mall_get_first_action(cls: *mut rtnl_cls) -> *mut rtnl_act {
    // SAFETY: by contract.
    let first = unsafe { kind::read(cls, |cls: &Matchall| cls.actions.first()) };
    let first = first.unwrap_or(ptr::null_mut());
    if !first.is_null() {
        // SAFETY: the classifier has a reference.
        unsafe { ffi::nl_object_get(first.cast()) };
    }
    first
}

/// Takes out an action.
///
/// C: `rtnl_mall_del_action(cls, act);`
///
/// The classifier gives up its reference. Returns 0, also if `act` is NULL, `-NLE_INVAL` if there are none and if
/// `cls` is NULL, `-NLE_OBJ_NOTFOUND`, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set.
///
/// # Safety
/// `cls` is a classifier, `act` an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mall_del_action(cls: *mut rtnl_cls, act: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    let Some(act) = (unsafe { act.as_ref() }) else { return 0 };
    // SAFETY: by contract.
    unsafe { kind::change(cls, |cls: &mut Matchall| remove(&cls.actions, act)) }.into_c()
}

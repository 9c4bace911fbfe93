// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/act/mirred.h`.

use libc::c_int;
use nl_sys::error::IntoC;

use crate::tc::kind;
use crate::tc::kinds::mirred::Mirred;
use crate::tc::object::rtnl_act;

/// Sets what is done: `TCA_EGRESS_MIRROR` or `TCA_EGRESS_REDIR`.
///
/// C: `rtnl_mirred_set_action(act, TCA_EGRESS_REDIR);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for `TCA_INGRESS_*` and for another kind, `-NLE_INVAL` for other numbers and for
/// NULL, `-NLE_NOMEM` before the kind is set.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mirred_set_action(act: *mut rtnl_act, action: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::change(act, |mirred: &mut Mirred| mirred.set_action(action)) }.into_c()
}

/// What is done: `TCA_EGRESS_MIRROR` or `TCA_EGRESS_REDIR`.
///
/// C: `action = rtnl_mirred_get_action(act);`
///
/// Or a negative error code: `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL`
/// for NULL.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mirred_get_action(act: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::read(act, |mirred: &Mirred| mirred.parameters.eaction) }.into_c()
}

/// Sets the interface that packets are sent to.
///
/// C: `rtnl_mirred_set_ifindex(act, ifindex);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mirred_set_ifindex(act: *mut rtnl_act, ifindex: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(act, |mirred: &mut Mirred| mirred.parameters.ifindex = ifindex) }.into_c()
}

/// The interface that packets are sent to.
///
/// C: `ifindex = rtnl_mirred_get_ifindex(act);`
///
/// 0 for another kind, and for NULL.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mirred_get_ifindex(act: *mut rtnl_act) -> u32 {
    // SAFETY: by contract.
    unsafe { kind::read(act, |mirred: &Mirred| mirred.parameters.ifindex) }.unwrap_or(0)
}

/// Sets what becomes of packets afterwards: `TC_ACT_PIPE` and the like.
///
/// C: `rtnl_mirred_set_policy(act, TC_ACT_PIPE);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mirred_set_policy(act: *mut rtnl_act, policy: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(act, |mirred: &mut Mirred| mirred.parameters.action = policy) }.into_c()
}

/// What becomes of packets afterwards.
///
/// C: `policy = rtnl_mirred_get_policy(act);`
///
/// Or a negative error code: `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL`
/// for NULL.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mirred_get_policy(act: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::read(act, |mirred: &Mirred| mirred.parameters.action) }.into_c()
}

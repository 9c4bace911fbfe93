// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/act/gact.h`.

use libc::c_int;
use nl_sys::error::IntoC;

use crate::tc::kind;
use crate::tc::kinds::gact::Gact;
use crate::tc::object::rtnl_act;

/// Sets what becomes of packets: `TC_ACT_SHOT` and the like.
///
/// C: `rtnl_gact_set_action(act, TC_ACT_SHOT);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_gact_set_action(act: *mut rtnl_act, action: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(act, |gact: &mut Gact| gact.parameters.action = action) }.into_c()
}

/// What becomes of packets: `TC_ACT_SHOT` and the like.
///
/// C: `action = rtnl_gact_get_action(act);`
///
/// Or a negative error code: `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL`
/// for NULL.
///
/// # Safety
/// `act` is an action, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_gact_get_action(act: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::read(act, |gact: &Gact| gact.parameters.action) }.into_c()
}

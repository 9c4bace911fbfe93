// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/ematch/cmp.h`.

use core::ptr;

use crate::ematch::kind::data_at;
use crate::ematch::kinds::cmp::{Cmp, tcf_em_cmp};
use crate::ematch::tree::rtnl_ematch;

/// Sets what a match of the kind "cmp" compares.
///
/// C: `rtnl_ematch_cmp_set(ematch, &cfg);`
///
/// `cfg` is copied. Nothing happens for a match of another kind.
///
/// # Safety
/// `e` is a match, `cfg` what it is to compare; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_cmp_set(e: *mut rtnl_ematch, cfg: *mut tcf_em_cmp) {
    // SAFETY: by contract.
    let config = unsafe { cfg.as_ref() }.copied();
    // SAFETY: by contract.
    if let (Some(data), Some(config)) = (unsafe { data_at::<Cmp>(e) }, config) {
        data.set(&config);
    }
}

/// What a match of the kind "cmp" compares.
///
/// C: `cfg = rtnl_ematch_cmp_get(ematch);`
///
/// It is in the match, and may be changed. NULL for a match of another kind, and for NULL.
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_cmp_get(e: *mut rtnl_ematch) -> *mut tcf_em_cmp {
    // SAFETY: by contract.
    unsafe { data_at::<Cmp>(e) }.map_or(ptr::null_mut(), Cmp::as_ptr)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/nh.h`.

use core::ptr;

use libc::c_int;
use nl_sys::error::IntoC;
use nl_sys::typed;

use crate::nh::{Nh, attr, rtnl_nh};
use crate::route::encap::rtnl_nh_encap;

/// Sets what is put around packets, which becomes the next hop's.
///
/// C: `rtnl_nh_set_encap(nh, encap);`
///
/// NULL takes it away. If it fails, `encap` is freed. Returns 0, or `-NLE_INVAL` for NULL and for an encapsulation that
/// is none yet.
///
/// # Safety
/// `nh` is a next hop or NULL, `encap` an encapsulation that nothing else holds, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap(nh: *mut rtnl_nh, encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    unsafe { Nh::set_encap(nh, encap) }.into_c()
}

/// What is put around packets.
///
/// C: `encap = rtnl_nh_get_encap(nh);`
///
/// It stays the next hop's. NULL if there is nothing.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap(nh: *mut rtnl_nh) -> *mut rtnl_nh_encap {
    // SAFETY: by contract.
    unsafe { typed::read_if(nh, attr::ENCAP, |nh| nh.encap.as_ptr()) }.unwrap_or(ptr::null_mut())
}

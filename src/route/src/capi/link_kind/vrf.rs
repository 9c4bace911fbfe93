// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/vrf.h`.

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use super::give;
use crate::link::kind::{self, Kind};
use crate::link::kinds::vrf::Vrf;
use crate::link::object::rtnl_link;

/// Makes a link object of kind `vrf`.
///
/// C: `struct rtnl_link *link = rtnl_link_vrf_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_vrf_alloc() -> *mut rtnl_link {
    kind::alloc(Vrf::NAME)
}

/// Whether a link is a VRF.
///
/// C: `if (rtnl_link_is_vrf(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_is_vrf(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::is(link, Vrf::NAME) }
}

/// The routing table of a VRF.
///
/// C: `rtnl_link_vrf_get_tableid(link, &id);`
///
/// Returns 0, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VRF, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `id` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vrf_get_tableid(link: *mut rtnl_link, id: *mut u32) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, |vrf: &Vrf| vrf.table) };
    // Without a place for it, it does not matter whether it is set.
    let found = if id.is_null() { found.and(Err(Error::INVAL)) } else { found };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::AGAIN)?, id) }).into_c()
}

/// Sets the routing table of a VRF.
///
/// C: `rtnl_link_vrf_set_tableid(link, 100);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VRF, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vrf_set_tableid(link: *mut rtnl_link, id: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(link, |vrf: &mut Vrf| vrf.table = Some(id)) }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link.h`: counters.

use libc::c_int;
use nl_sys::error::{Error, IntoC};
use nl_sys::typed;

use crate::link::object::rtnl_link;
use crate::link::owned;
use crate::link::stats::{self, rtnl_link_stat_id_t};

/// The value of a counter.
///
/// C: `packets = rtnl_link_get_stat(link, RTNL_LINK_RX_PACKETS);`
///
/// 0 if it is not set, if there is no such counter, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_stat(link: *mut rtnl_link, id: rtnl_link_stat_id_t) -> u64 {
    let id = usize::try_from(id).unwrap_or(stats::COUNT);
    // SAFETY: by contract.
    let value = unsafe { typed::read(link, |link| link.stats.get().map(|stats| stats.get(id))) };
    value.flatten().unwrap_or(0)
}

/// Sets a counter of this object; the kernel's stay as they are.
///
/// C: `rtnl_link_set_stat(link, RTNL_LINK_RX_PACKETS, 0);`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` if there is no such counter, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_stat(
    link: *mut rtnl_link,
    id: rtnl_link_stat_id_t,
    value: u64,
) -> c_int {
    let Some(id) = usize::try_from(id).ok().filter(|&id| id < stats::COUNT) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    let set = unsafe {
        typed::change(link, 0, |link| {
            owned::make(&mut link.stats)?.set(id, value);
            Ok(())
        })
    };
    set.into_c()
}

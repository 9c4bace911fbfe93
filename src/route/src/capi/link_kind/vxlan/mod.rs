// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/vxlan.h`, in the header's order: what a link is and where its packets go, then what it does
//! with them.

pub mod options;
pub mod tunnel;

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use super::give;
use crate::link::kind;
use crate::link::kinds::vxlan::Vxlan;
use crate::link::object::rtnl_link;

/// Sets a number.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn set(link: *mut rtnl_link, option: u16, value: impl Into<u64>) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(link, |vxlan: &mut Vxlan| vxlan.numbers.set(option, value)) }
}

/// Writes what is set to `to`; `unset` is for what is not.
///
/// # Safety
/// `link` is a link or NULL; `to` can be written to, or is NULL.
unsafe fn get<T>(
    link: *mut rtnl_link,
    to: *mut T,
    unset: Error,
    read: impl FnOnce(&Vxlan) -> Option<T>,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, read) };
    // Without a place for it, it does not matter what is set.
    let found = if to.is_null() { found.and(Err(Error::INVAL)) } else { found };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(unset)?, to) }).into_c()
}

/// An option of eight bits; `unset` is for one that is not set.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn get_byte(link: *mut rtnl_link, option: u16, unset: Error) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, |vxlan: &Vxlan| vxlan.numbers.u8(option)) };
    found.and_then(|found| found.map(c_int::from).ok_or(unset)).into_c()
}

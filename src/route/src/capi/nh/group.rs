// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/nh.h`.

use libc::{c_int, c_uint};
use nl_sys::error::{Error, IntoC};
use nl_sys::typed;

use crate::nh::object::nl_nh_group_info_t;
use crate::nh::{Member, Nh, attr, rtnl_nh};
use crate::rtnl;

/// The number of a member of a group, counted from 0.
///
/// C: `id = rtnl_nh_get_group_entry(nexthop, 0);`
///
/// `-NLE_MISSING_ATTR` if it is no group, `-NLE_INVAL` if there are not so many members, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_group_entry(nexthop: *mut rtnl_nh, n: c_int) -> c_int {
    let entry = |group: &[Member]| {
        let entry = usize::try_from(n).ok().and_then(|n| group.get(n));
        entry.map(|entry| entry.nh_id.cast_signed()).ok_or(Error::INVAL)
    };
    // SAFETY: by contract.
    unsafe { Nh::of_group(nexthop, entry) }.into_c()
}

/// How many members a group has.
///
/// C: `size = rtnl_nh_get_group_size(nexthop);`
///
/// `-NLE_MISSING_ATTR` if it is no group, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_group_size(nexthop: *mut rtnl_nh) -> c_int {
    let size = |group: &[Member]| Ok(c_int::try_from(group.len()).unwrap_or(c_int::MAX));
    // SAFETY: by contract.
    unsafe { Nh::of_group(nexthop, size) }.into_c()
}

/// Makes it a group of these members; of none, no group any more.
///
/// C: `rtnl_nh_set_group(nexthop, entries, 2);`
///
/// The members are copied. Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL, `size` members are at `entries`, or it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_group(
    nexthop: *mut rtnl_nh,
    entries: *const nl_nh_group_info_t,
    size: c_uint,
) -> c_int {
    // SAFETY: by contract.
    unsafe { Nh::set_group(nexthop, entries, size) }.into_c()
}

/// Sets how a group shares traffic among its members (`NEXTHOP_GRP_TYPE_*`).
///
/// C: `rtnl_nh_set_group_type(nexthop, NEXTHOP_GRP_TYPE_RES);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_group_type(nexthop: *mut rtnl_nh, group_type: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { Nh::set(nexthop, attr::GROUP_TYPE, true, |nh| nh.group_type = group_type) }.into_c()
}

/// How a group shares traffic among its members.
///
/// C: `type = rtnl_nh_get_group_type(nexthop);`
///
/// `-NLE_INVAL` if it is not set, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_group_type(nexthop: *mut rtnl_nh) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read_if(nexthop, attr::GROUP_TYPE, |nexthop| nexthop.group_type.into()) }
        .unwrap_or(-Error::INVAL.0)
}

/// Sets how many buckets a resilient group spreads traffic over; 0 leaves that to the kernel.
///
/// C: `rtnl_nh_set_res_group_bucket_size(nexthop, 128);`
///
/// Returns 0, or `-NLE_INVAL` if the type of the group is not `NEXTHOP_GRP_TYPE_RES`, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_res_group_bucket_size(
    nexthop: *mut rtnl_nh,
    buckets: u16,
) -> c_int {
    // SAFETY: by contract.
    let resilient = unsafe { Nh::resilient(nexthop) };
    // SAFETY: by contract.
    resilient
        .and_then(|()| unsafe {
            Nh::set(nexthop, attr::RES_BUCKETS, buckets != 0, |nh| nh.buckets = buckets)
        })
        .into_c()
}

/// How many buckets a resilient group spreads traffic over.
///
/// C: `buckets = rtnl_nh_get_res_group_bucket_size(nexthop);`
///
/// `-NLE_MISSING_ATTR` if it is not set, `-NLE_INVAL` if it is no resilient group, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_res_group_bucket_size(nexthop: *mut rtnl_nh) -> c_int {
    // SAFETY: by contract.
    let resilient = unsafe { Nh::resilient(nexthop) };
    let mut buckets = 0;
    // SAFETY: by contract.
    let told = resilient.and_then(|()| unsafe {
        rtnl::tell(
            nexthop,
            attr::RES_BUCKETS,
            Error::MISSING_ATTR,
            |nh| nh.buckets,
            &raw mut buckets,
        )
    });
    told.map(|_| c_int::from(buckets)).into_c()
}

/// Sets how long a bucket has to be without traffic before it may move to another member, in hundredths of seconds.
///
/// C: `rtnl_nh_set_res_group_idle_timer(nexthop, 12000);`
///
/// Returns 0, or `-NLE_INVAL` if the type of the group is not `NEXTHOP_GRP_TYPE_RES`, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_res_group_idle_timer(
    nexthop: *mut rtnl_nh,
    idle_timer: u32,
) -> c_int {
    // SAFETY: by contract.
    let resilient = unsafe { Nh::resilient(nexthop) };
    // SAFETY: by contract.
    resilient
        .and_then(|()| unsafe {
            Nh::set(nexthop, attr::RES_IDLE_TIMER, true, |nh| nh.idle_timer = idle_timer)
        })
        .into_c()
}

/// Tells how long a bucket has to be without traffic before it may move to another member, in hundredths of seconds.
///
/// C: `rtnl_nh_get_res_group_idle_timer(nexthop, &ticks);`
///
/// Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` if it is no resilient group, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL, `out_value` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_res_group_idle_timer(
    nexthop: *mut rtnl_nh,
    out_value: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let resilient = unsafe { Nh::resilient(nexthop) };
    let bit = attr::RES_IDLE_TIMER;
    // SAFETY: by contract.
    resilient
        .and_then(|()| unsafe {
            rtnl::tell(nexthop, bit, Error::MISSING_ATTR, |nh| nh.idle_timer, out_value)
        })
        .into_c()
}

/// Sets how long a group may be out of balance before buckets with traffic are moved, in hundredths of seconds.
///
/// C: `rtnl_nh_set_res_group_unbalanced_timer(nexthop, 12000);`
///
/// Returns 0, or `-NLE_INVAL` if the type of the group is not `NEXTHOP_GRP_TYPE_RES`, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_res_group_unbalanced_timer(
    nexthop: *mut rtnl_nh,
    unbalanced_timer: u32,
) -> c_int {
    // SAFETY: by contract.
    let resilient = unsafe { Nh::resilient(nexthop) };
    // SAFETY: by contract.
    resilient
        .and_then(|()| unsafe {
            Nh::set(nexthop, attr::RES_UNBALANCED_TIMER, true, |nh| {
                nh.unbalanced_timer = unbalanced_timer
            })
        })
        .into_c()
}

/// Tells how long a group may be out of balance before buckets with traffic are moved, in hundredths of seconds.
///
/// C: `rtnl_nh_get_res_group_unbalanced_timer(nexthop, &ticks);`
///
/// Returns 0, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` if it is no resilient group, and for NULL.
///
/// # Safety
/// `nexthop` is a next hop or NULL, `out_value` a place for the number or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_res_group_unbalanced_timer(
    nexthop: *mut rtnl_nh,
    out_value: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let resilient = unsafe { Nh::resilient(nexthop) };
    let bit = attr::RES_UNBALANCED_TIMER;
    // SAFETY: by contract.
    resilient
        .and_then(|()| unsafe {
            rtnl::tell(nexthop, bit, Error::MISSING_ATTR, |nh| nh.unbalanced_timer, out_value)
        })
        .into_c()
}

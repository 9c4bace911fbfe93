// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/route.h`: the next hops of routes.

use core::ptr;

use libc::{c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::list::nl_list_head;
use nl_sys::typed;

use crate::route::nexthop::rtnl_nexthop;
use crate::route::object::{Route, attr, rtnl_route};

/// Adds a next hop to a route, behind those it has.
///
/// C: `rtnl_route_add_nexthop(route, nh);`
///
/// The next hop becomes the route's. Without memory for the list it is freed, and the route stays as it is.
///
/// # Safety
/// `route` is a route or NULL, `nh` a next hop of the caller's, in no route, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_add_nexthop(route: *mut rtnl_route, nh: *mut rtnl_nexthop) {
    if nh.is_null() {
        return;
    }
    // SAFETY: in no list, and the route's from now on.
    let push = |route: &mut Route| unsafe { route.nexthops.push(nh) };
    // SAFETY: by contract.
    unsafe { typed::set(route, attr::MULTIPATH, push) };
}

/// Takes a next hop out of a route.
///
/// C: `rtnl_route_remove_nexthop(route, nh);`
///
/// It becomes the caller's, for `rtnl_route_nh_free()`.
///
/// # Safety
/// `route` is a route or NULL, `nh` one of its next hops or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_remove_nexthop(route: *mut rtnl_route, nh: *mut rtnl_nexthop) {
    // SAFETY: by contract.
    let Some(hop) = (unsafe { nh.as_ref() }) else { return };
    // SAFETY: one of the route's.
    let remove = |route: &Route| unsafe { route.nexthops.remove(hop) };
    // SAFETY: by contract.
    unsafe { typed::read_if(route, attr::MULTIPATH, remove) };
}

/// The list of a route's next hops, which are linked through `rtnh_list`.
///
/// C: `list = rtnl_route_get_nexthops(route);`
///
/// It is the route's own. NULL if it never had any, for NULL, and without memory.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_nexthops(route: *mut rtnl_route) -> *mut nl_list_head {
    // SAFETY: by contract.
    let head = unsafe { typed::read_if(route, attr::MULTIPATH, |route| route.nexthops.head()) };
    head.unwrap_or(ptr::null_mut())
}

/// How many next hops a route has.
///
/// C: `n = rtnl_route_get_nnexthops(route);`
///
/// 0 for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_nnexthops(route: *mut rtnl_route) -> c_int {
    // SAFETY: by contract.
    let count = unsafe { typed::read_if(route, attr::MULTIPATH, |route| route.nexthops.count()) };
    c_int::try_from(count.unwrap_or(0)).unwrap_or(c_int::MAX)
}

/// Calls a function for every next hop of a route. It may take out the one it is given.
///
/// C: `rtnl_route_foreach_nexthop(route, &print, NULL);`
///
/// # Safety
/// `r` is a route or NULL; `cb` may be called with its next hops and `arg`, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_foreach_nexthop(
    r: *mut rtnl_route,
    cb: Option<unsafe extern "C" fn(*mut rtnl_nexthop, *mut c_void)>,
    arg: *mut c_void,
) {
    let Some(cb) = cb else { return };
    let each = |hop: &rtnl_nexthop| {
        // SAFETY: by contract.
        unsafe { cb(ptr::from_ref(hop).cast_mut(), arg) };
    };
    // SAFETY: by contract.
    unsafe { typed::read_if(r, attr::MULTIPATH, |route| route.nexthops.iter().for_each(each)) };
}

/// A next hop of a route by its number, from 0.
///
/// C: `nh = rtnl_route_nexthop_n(route, 0);`
///
/// It is the route's own. NULL if there is none, for NULL, and without memory.
///
/// # Safety
/// `r` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nexthop_n(r: *mut rtnl_route, n: c_int) -> *mut rtnl_nexthop {
    let pointer = |hop: &rtnl_nexthop| ptr::from_ref(hop).cast_mut();
    // SAFETY: by contract.
    let found =
        unsafe { typed::read_if(r, attr::MULTIPATH, |route| route.nexthops.nth(n).map(pointer)) };
    found.flatten().unwrap_or(ptr::null_mut())
}

/// The scope for a route like this: `RT_SCOPE_HOST` for one of type `RTN_LOCAL`, `RT_SCOPE_UNIVERSE` if a next
/// hop has a gateway and for MPLS, `RT_SCOPE_LINK` otherwise.
///
/// C: `scope = rtnl_route_guess_scope(route);`
///
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_guess_scope(route: *mut rtnl_route) -> c_int {
    // SAFETY: by contract.
    let scope = unsafe { typed::read(route, |route| c_int::from(route.guess_scope())) };
    scope.ok_or(Error::INVAL).into_c()
}

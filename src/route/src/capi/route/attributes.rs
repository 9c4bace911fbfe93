// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/route.h`: attributes of routes.

use core::ptr;

use libc::{c_int, c_uint};
use nl_sys::address::Address;
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;
use nl_sys::typed;

use crate::route::encap::AF_MPLS;
use crate::route::object::{Metrics, attr, kind, rtnl_route};

/// Sets the table a route is in.
///
/// C: `rtnl_route_set_table(route, table);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_table(route: *mut rtnl_route, table: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(route, attr::TABLE, |route| route.table = table) };
}

/// The table a route is in; `RT_TABLE_MAIN` if it was not set.
///
/// C: `table = rtnl_route_get_table(route);`
///
/// 0 for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_table(route: *mut rtnl_route) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.table) }.unwrap_or(0)
}

/// Sets how far away the destination is, `RT_SCOPE_UNIVERSE` and the like. Requests with a route without
/// scope have the one that `rtnl_route_guess_scope()` finds.
///
/// C: `rtnl_route_set_scope(route, scope);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_scope(route: *mut rtnl_route, scope: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(route, attr::SCOPE, |route| route.scope = scope) };
}

/// How far away the destination is; `RT_SCOPE_NOWHERE` if it was not set.
///
/// C: `scope = rtnl_route_get_scope(route);`
///
/// 0 for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_scope(route: *mut rtnl_route) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.scope) }.unwrap_or(0)
}

/// Sets the type of service of the packets that a route is for.
///
/// C: `rtnl_route_set_tos(route, tos);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_tos(route: *mut rtnl_route, tos: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(route, attr::TOS, |route| route.tos = tos) };
}

/// The type of service of the packets that a route is for.
///
/// C: `tos = rtnl_route_get_tos(route);`
///
/// 0 for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_tos(route: *mut rtnl_route) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.tos) }.unwrap_or(0)
}

/// Sets who made a route, `RTPROT_STATIC` and the like.
///
/// C: `rtnl_route_set_protocol(route, protocol);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_protocol(route: *mut rtnl_route, protocol: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(route, attr::PROTOCOL, |route| route.protocol = protocol) };
}

/// Who made a route; `RTPROT_STATIC` if it was not set.
///
/// C: `protocol = rtnl_route_get_protocol(route);`
///
/// 0 for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_protocol(route: *mut rtnl_route) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.protocol) }.unwrap_or(0)
}

/// Sets the priority of a route, which iproute2 calls its metric: of several to the same destination, the
/// one with the lowest counts.
///
/// C: `rtnl_route_set_priority(route, prio);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_priority(route: *mut rtnl_route, prio: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(route, attr::PRIO, |route| route.prio = prio) };
}

/// The priority of a route.
///
/// C: `priority = rtnl_route_get_priority(route);`
///
/// 0 for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_priority(route: *mut rtnl_route) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.prio) }.unwrap_or(0)
}

/// Sets the address family of a route: `AF_INET`, `AF_INET6`, `AF_MPLS` or `AF_DECnet`.
///
/// C: `err = rtnl_route_set_family(route, AF_INET);`
///
/// Returns 0, `-NLE_AF_NOSUPPORT` for any other, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_family(route: *mut rtnl_route, family: u8) -> c_int {
    const FAMILIES: [c_int; 4] = [libc::AF_INET, libc::AF_INET6, libc::AF_DECnet, AF_MPLS];
    if !FAMILIES.contains(&c_int::from(family)) {
        return Err::<(), _>(Error::AF_NOSUPPORT).into_c();
    }
    // SAFETY: by contract.
    let set = unsafe {
        typed::change(route, attr::FAMILY, |route| {
            route.family = family;
            Ok(())
        })
    };
    set.into_c()
}

/// The address family of a route.
///
/// C: `family = rtnl_route_get_family(route);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_family(route: *mut rtnl_route) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.family) }.unwrap_or(0)
}

/// Sets the destination of a route.
///
/// C: `err = rtnl_route_set_dst(route, addr);`
///
/// The route takes a reference to the address. Its family becomes that of the route, if that has none.
/// Returns 0, `-NLE_AF_MISMATCH` if it has another one, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `route` is a route or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_dst(route: *mut rtnl_route, addr: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    let known = unsafe { route.as_ref() }.is_some_and(|route| route.has(attr::FAMILY));
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    let set = unsafe {
        typed::change(route, attr::DST | attr::FAMILY, |route| {
            route.agree_on_family(known, &addr)?;
            route.dst = addr;
            Ok(())
        })
    };
    set.into_c()
}

/// The destination of a route.
///
/// C: `addr = rtnl_route_get_dst(route);`
///
/// It is the route's own. NULL if there is none, for NULL, and without memory for one that nobody has asked
/// for before.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_dst(route: *mut rtnl_route) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.dst.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the source that packets must have for a route to apply.
///
/// C: `err = rtnl_route_set_src(route, addr);`
///
/// The route takes a reference to the address. Its family becomes that of the route, if that has none.
/// Returns 0, `-NLE_AF_MISMATCH` if it has another one, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL. IPv4 has no
/// such routes: `-NLE_SRCRT_NOSUPPORT`.
///
/// # Safety
/// `route` is a route or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_src(route: *mut rtnl_route, addr: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    let family = unsafe { addr.as_ref() }.map(|addr| addr.a_family.get());
    if family == Some(libc::AF_INET) {
        return Err::<(), _>(Error::SRCRT_NOSUPPORT).into_c();
    }
    // SAFETY: by contract.
    let known = unsafe { route.as_ref() }.is_some_and(|route| route.has(attr::FAMILY));
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    let set = unsafe {
        typed::change(route, attr::SRC | attr::FAMILY, |route| {
            // Without memory the family stays as it was.
            route.rare_mut()?;
            route.agree_on_family(known, &addr)?;
            route.rare_mut()?.src = addr;
            Ok(())
        })
    };
    set.into_c()
}

/// The source that packets must have for a route to apply.
///
/// C: `addr = rtnl_route_get_src(route);`
///
/// It is the route's own. NULL if there is none, for NULL, and without memory for one that nobody has asked
/// for before.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_src(route: *mut rtnl_route) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe {
        typed::read(route, |route| {
            route.rare.get().map_or(ptr::null_mut(), |rare| rare.src.as_ptr())
        })
    }
    .unwrap_or(ptr::null_mut())
}

/// Sets what a route does with packets: `RTN_UNICAST`, `RTN_BLACKHOLE` and the like.
///
/// C: `err = rtnl_route_set_type(route, RTN_BLACKHOLE);`
///
/// Returns 0, `-NLE_RANGE` for a number that is none of these, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_type(route: *mut rtnl_route, r#type: u8) -> c_int {
    if r#type > kind::MAX {
        return Err::<(), _>(Error::RANGE).into_c();
    }
    // SAFETY: by contract.
    let set = unsafe {
        typed::change(route, attr::TYPE, |route| {
            route.kind = r#type;
            Ok(())
        })
    };
    set.into_c()
}

/// What a route does with packets; `RTN_UNICAST` if it was not set.
///
/// C: `type = rtnl_route_get_type(route);`
///
/// 0 for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_type(route: *mut rtnl_route) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.kind) }.unwrap_or(0)
}

/// Sets flags of a route: `RTM_F_NOTIFY`, `RTNH_F_ONLINK` and the like.
///
/// C: `rtnl_route_set_flags(route, flags);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_flags(route: *mut rtnl_route, flags: u32) {
    // SAFETY: by contract.
    unsafe {
        typed::set(route, attr::FLAGS, |route| {
            route.flag_mask |= flags;
            route.flags |= flags;
        });
    }
}

/// Clears flags of a route. A filter then matches routes without them.
///
/// C: `rtnl_route_unset_flags(route, flags);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_unset_flags(route: *mut rtnl_route, flags: u32) {
    // SAFETY: by contract.
    unsafe {
        typed::set(route, attr::FLAGS, |route| {
            route.flag_mask |= flags;
            route.flags &= !flags;
        });
    }
}

/// The flags of a route.
///
/// C: `flags = rtnl_route_get_flags(route);`
///
/// 0 for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_flags(route: *mut rtnl_route) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.flags) }.unwrap_or(0)
}

/// Sets a metric of a route: `RTAX_MTU` and the like, of `linux/rtnetlink.h`.
///
/// C: `err = rtnl_route_set_metric(route, RTAX_MTU, 1400);`
///
/// Returns 0, `-NLE_RANGE` for a number that no metric has, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_metric(
    route: *mut rtnl_route,
    metric: c_int,
    value: c_uint,
) -> c_int {
    let Some(metric) = number(metric) else {
        return Err::<(), _>(Error::RANGE).into_c();
    };
    // SAFETY: by contract.
    let set = unsafe {
        typed::change(route, attr::METRICS, |route| {
            route.metrics_mut()?.set(metric, value);
            Ok(())
        })
    };
    set.into_c()
}

/// Takes a metric back.
///
/// C: `err = rtnl_route_unset_metric(route, RTAX_MTU);`
///
/// Returns 0, `-NLE_RANGE` for a number that no metric has, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_unset_metric(route: *mut rtnl_route, metric: c_int) -> c_int {
    let Some(metric) = number(metric) else {
        return Err::<(), _>(Error::RANGE).into_c();
    };
    // SAFETY: by contract.
    let unset = unsafe {
        typed::change(route, 0, |route| {
            if route.metrics().is_some() {
                route.metrics_mut()?.unset(metric);
            }
            Ok(())
        })
    };
    unset.into_c()
}

/// A metric of a route.
///
/// C: `if (rtnl_route_get_metric(route, RTAX_MTU, &mtu) == 0) ...`
///
/// Returns 0, `-NLE_RANGE` for a number that no metric has, `-NLE_OBJ_NOTFOUND` if it is not set, or
/// `-NLE_INVAL` for a route that is NULL.
///
/// # Safety
/// `route` is a route or NULL, `value` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_metric(
    route: *mut rtnl_route,
    metric: c_int,
    value: *mut u32,
) -> c_int {
    let Some(metric) = number(metric) else {
        return Err::<(), _>(Error::RANGE).into_c();
    };
    // SAFETY: by contract.
    let found = unsafe { typed::read(route, |route| route.metrics()?.get(metric)) };
    let found = found.ok_or(Error::INVAL).and_then(|found| found.ok_or(Error::OBJ_NOTFOUND));
    if let Ok(found) = found
        && !value.is_null()
    {
        // SAFETY: writable by contract.
        unsafe { value.write(found) };
    }
    found.map(drop).into_c()
}

/// The number of a metric, if it can be one.
fn number(metric: c_int) -> Option<u32> {
    u32::try_from(metric).ok().filter(|metric| Metrics::is_number(*metric))
}

/// Sets the source address that packets get which have none yet.
///
/// C: `err = rtnl_route_set_pref_src(route, addr);`
///
/// The route takes a reference to the address. Its family becomes that of the route, if that has none.
/// Returns 0, `-NLE_AF_MISMATCH` if it has another one, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `route` is a route or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_pref_src(
    route: *mut rtnl_route,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let known = unsafe { route.as_ref() }.is_some_and(|route| route.has(attr::FAMILY));
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    let set = unsafe {
        typed::change(route, attr::PREF_SRC | attr::FAMILY, |route| {
            route.agree_on_family(known, &addr)?;
            route.pref_src = addr;
            Ok(())
        })
    };
    set.into_c()
}

/// The source address that packets get which have none yet.
///
/// C: `addr = rtnl_route_get_pref_src(route);`
///
/// It is the route's own. NULL if there is none, for NULL, and without memory for one that nobody has asked
/// for before.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_pref_src(route: *mut rtnl_route) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.pref_src.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the interface that packets must come from for a route to apply.
///
/// C: `rtnl_route_set_iif(route, ifindex);`
///
/// Without memory nothing happens.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_iif(route: *mut rtnl_route, ifindex: c_int) {
    // SAFETY: by contract.
    let _ = unsafe {
        typed::change(route, attr::IIF, |route| {
            route.rare_mut()?.iif = ifindex.cast_unsigned();
            Ok(())
        })
    };
}

/// The interface that packets must come from for a route to apply.
///
/// C: `ifindex = rtnl_route_get_iif(route);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_iif(route: *mut rtnl_route) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.iif().cast_signed()) }.unwrap_or(0)
}

/// Sets whether MPLS copies the time to live of packets: 1 if so, 0 if not.
///
/// C: `rtnl_route_set_ttl_propagate(route, ttl_prop);`
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_ttl_propagate(route: *mut rtnl_route, ttl_prop: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(route, attr::TTL_PROPAGATE, |route| route.ttl_propagate = ttl_prop) };
}

/// Whether MPLS copies the time to live of packets.
///
/// C: `if (rtnl_route_get_ttl_propagate(route) == 1) ...`
///
/// Returns 0 or 1, `-NLE_MISSING_ATTR` if it is not set, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_ttl_propagate(route: *mut rtnl_route) -> c_int {
    // SAFETY: by contract.
    let Some(object) = (unsafe { route.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    if !object.has(attr::TTL_PROPAGATE) {
        return Err::<(), _>(Error::MISSING_ATTR).into_c();
    }
    object.read(|route| route.ttl_propagate.into()).unwrap_or(0)
}

/// Sets the next hop object (`struct rtnl_nh`) that says where packets go; 0 for none.
///
/// C: `rtnl_route_set_nhid(route, rtnl_nh_get_id(nh));`
///
/// Requests with such a route leave out its own next hops.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_set_nhid(route: *mut rtnl_route, nhid: u32) {
    // SAFETY: by contract.
    let Some(object) = (unsafe { route.as_ref() }) else { return };
    let bits = if nhid == 0 { 0 } else { attr::NHID };
    let set = object.change(bits, |route| {
        route.nhid = nhid;
        Ok(())
    });
    if nhid == 0 && set.is_ok() {
        object.clear(attr::NHID);
    }
}

/// The next hop object that says where packets go.
///
/// C: `nhid = rtnl_route_get_nhid(route);`
///
/// 0 if there is none, and for NULL.
///
/// # Safety
/// `route` is a route or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_get_nhid(route: *mut rtnl_route) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(route, |route| route.nhid) }.unwrap_or(0)
}

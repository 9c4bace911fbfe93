// SPDX-License-Identifier: LGPL-2.1-or-later
//! How changes get into a cache of routes.
//!
//! What upstream takes for the same route (`nl_object_identical()`: family, type of service, table,
//! destination, priority) may be several routes of the kernel's. A cache of ours holds them apart by
//! [`Route::same_entry`], and this module finds the one that a notification is about:
//!
//! - a new route that is in the cache already takes the other's place;
//! - one that replaced another (`NLM_F_REPLACE`) takes the place of the first in the kernel's order of those
//!   with the same destination, as the kernel does;
//! - for IPv6, kernels before 4.11 tell of the next hops of a route one by one, all kernels of their
//!   deletion: such a notification changes the route there is;
//! - everything else is a route more, or one less.

use core::ptr;

use libc::{AF_INET, c_int, c_void};
use nl_sys::error::{Error, IntoC, check};
use nl_sys::ffi;
use nl_sys::layout::{change_func_t, change_func_v2_t, nl_cache, nl_object};
use nl_sys::typed::{Handle, Typed};

use super::nexthop::{self, rtnl_nexthop};
use super::object::{Route, TABLE_LOCAL, attr, rtnl_route};
use super::rtm;

const NL_ACT_NEW: c_int = 1;
const NL_ACT_DEL: c_int = 2;
const NL_ACT_CHANGE: c_int = 5;
const NLM_F_REPLACE: u16 = 0x100;
const NLM_F_APPEND: u16 = 0x800;

/// What became of a notification that tells of one next hop.
enum Merged {
    /// The route there is has changed.
    Changed,
    /// The route there is says so already.
    Known,
    /// It is not such a notification.
    No,
}

/// Merges a notification that tells of one next hop of an IPv6 route.
fn merge(old: &rtnl_route, new: &rtnl_route) -> Result<Merged, Error> {
    let single = |route: &Route| {
        route.is_mergeable() && route.table != TABLE_LOCAL && route.nexthops.count() == 1
    };
    if new.read(single) != Some(true) {
        return Ok(Merged::No);
    }
    let deleted = new.header().ce_msgtype.get() == c_int::from(rtm::DELROUTE);
    let merged = old.read(|old| {
        new.read(|new| {
            let hops = &old.nexthops;
            let Some(hop) = new.nexthops.nth(0) else {
                return Err(Error::NOMEM);
            };
            let known = hops.iter().find(|there| there.identical(hop));
            match known {
                Some(_) if !deleted => Ok(Merged::Known),
                None if !deleted => {
                    let copy = hop.try_clone()?;
                    // SAFETY: just made.
                    unsafe { hops.push(copy) };
                    Ok(Merged::Changed)
                }
                _ if hops.count() <= 1 => Ok(Merged::No),
                None => Ok(Merged::Known),
                Some(known) => {
                    // SAFETY: one of this route's.
                    unsafe { hops.remove(known) };
                    // SAFETY: taken out, so that it is ours.
                    unsafe { rtnl_nexthop::free(ptr::from_ref(known).cast_mut()) };
                    // The kernel tells no weight of an only next hop.
                    if let (1, Some(last)) = (hops.count(), hops.nth(0)) {
                        last.rtnh_weight.set(0);
                        last.mark_if(nexthop::attr::WEIGHT, false);
                    }
                    Ok(Merged::Changed)
                }
            }
        })
    });
    merged.flatten().unwrap_or(Err(Error::BUSY))
}

/// What libnl-3 calls to merge a notification: upstream's contract, for programs that keep their own
/// caches.
///
/// # Errors
/// `OPNOTSUPP` if it is not a notification that can be merged; `NOMEM`.
pub fn update(old: &Typed<Route>, new: &Typed<Route>) -> Result<(), Error> {
    match merge(old, new)? {
        Merged::No => Err(Error::OPNOTSUPP),
        Merged::Changed | Merged::Known => Ok(()),
    }
}

/// Whether two routes are one entry of the kernel's tables.
///
/// # Safety
/// Both are routes.
pub unsafe extern "C" fn same_entry(a: *mut nl_object, b: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes two routes.
    let a = unsafe { &*a.cast::<rtnl_route>() };
    // SAFETY: as above.
    let b = unsafe { &*b.cast::<rtnl_route>() };
    let same = a.read(|a| b.read(|b| a.same_entry(b))).flatten();
    c_int::from(same.unwrap_or(false))
}

/// Looks for a route among those with the same destination, type of service and priority.
struct Search<'a> {
    wanted: &'a rtnl_route,
    /// The same entry of the kernel's.
    same: Option<&'a rtnl_route>,
    /// The first in the kernel's order.
    first: Option<&'a rtnl_route>,
    /// The first in the kernel's order of those that it would rather replace by this one.
    alike: Option<&'a rtnl_route>,
    /// The last in the kernel's order.
    last: Option<&'a rtnl_route>,
}

fn order(route: &rtnl_route) -> i32 {
    route.read(|route| route.order).unwrap_or(0)
}

/// Whether `a` is before `b` in the kernel's order.
fn before(a: &rtnl_route, b: &rtnl_route) -> bool {
    order(a).wrapping_sub(order(b)) < 0
}

impl<'a> Search<'a> {
    fn new(cache: &nl_cache, wanted: &'a rtnl_route) -> Self {
        let mut search = Self { wanted, same: None, first: None, alike: None, last: None };
        let mut key = 0;
        // SAFETY: the table of the type.
        if let Some(keygen) = unsafe { &*wanted.header().ce_ops.get() }.oo_keygen {
            // SAFETY: a route, and a place for the hash.
            unsafe { keygen(wanted.as_ptr(), &raw mut key, u32::MAX) };
        }
        let cache = ptr::from_ref(cache).cast_mut();
        let argument: *mut c_void = (&raw mut search).cast();
        // SAFETY: `each` takes what it is given here.
        unsafe { ffi::oxnl_cache_lookup(cache, 0, key, Some(each), argument) };
        search
    }

    fn take(&mut self, route: &'a rtnl_route) {
        let wanted = self.wanted;
        let (mut same, mut alike) = (false, false);
        let destination = route.read(|route| {
            wanted.read(|wanted| {
                same = route.same_entry(wanted);
                alike = route.is_mergeable() == wanted.is_mergeable();
                route.same_destination(wanted)
            })
        });
        if destination.flatten() != Some(true) {
            return;
        }
        if same {
            self.same = Some(route);
        }
        let earliest = |place: &mut Option<&'a rtnl_route>| {
            if place.is_none_or(|there| before(route, there)) {
                *place = Some(route);
            }
        };
        earliest(&mut self.first);
        if alike {
            earliest(&mut self.alike);
        }
        if self.last.is_none_or(|there| before(there, route)) {
            self.last = Some(route);
        }
    }
}

/// Takes a route of the cache's; goes on.
unsafe extern "C" fn each(object: *mut nl_object, search: *mut c_void) -> c_int {
    // SAFETY: passed by `Search::new`, which borrows it to nobody else meanwhile.
    let search = unsafe { &mut *search.cast::<Search<'_>>() };
    // SAFETY: a route of the cache's, which nobody removes during the search.
    search.take(unsafe { &*object.cast::<rtnl_route>() });
    0
}

/// Who is told of changes.
struct Listener {
    cache: *mut nl_cache,
    change: change_func_t,
    change_v2: change_func_v2_t,
    data: *mut c_void,
}

impl Listener {
    /// Tells of a change. Of two callbacks the second counts.
    fn tell(&self, old: *mut nl_object, new: *mut nl_object, diff: u64, action: c_int) {
        if let Some(tell) = self.change_v2 {
            // SAFETY: the program's function, with the program's argument.
            unsafe { tell(self.cache, old, new, diff, action, self.data) };
        } else if let Some(tell) = self.change {
            let object = if new.is_null() { old } else { new };
            // SAFETY: as above.
            unsafe { tell(self.cache, object, action, self.data) };
        }
    }

    /// Puts a route into the cache, in place of the one there was, and tells of it.
    fn put(&self, old: Option<Handle<Route>>, new: &rtnl_route) -> Result<(), Error> {
        let Some(old) = old else {
            // SAFETY: a cache and an object of its type.
            check(unsafe { ffi::nl_cache_move(self.cache, new.as_ptr()) })?;
            self.tell(ptr::null_mut(), new.as_ptr(), 0, NL_ACT_NEW);
            return Ok(());
        };
        // SAFETY: an object; it leaves room, so that the other one can be moved in.
        unsafe { ffi::nl_cache_remove(old.as_ptr()) };
        // SAFETY: as above.
        check(unsafe { ffi::nl_cache_move(self.cache, new.as_ptr()) })?;
        // SAFETY: two objects of the same type.
        let diff = unsafe { ffi::nl_object_diff64(old.as_ptr(), new.as_ptr()) };
        if diff != 0 {
            self.tell(old.as_ptr(), new.as_ptr(), diff, NL_ACT_CHANGE);
        }
        Ok(())
    }
}

/// Takes a notification into a cache of routes.
///
/// # Safety
/// A cache of routes and a route; one of the callbacks may be called with `data`, or both are missing.
pub unsafe extern "C" fn include(
    cache: *mut nl_cache,
    object: *mut nl_object,
    change: change_func_t,
    change_v2: change_func_v2_t,
    data: *mut c_void,
) -> c_int {
    let listener = Listener { cache, change, change_v2, data };
    // SAFETY: libnl-3 passes a cache.
    let cache = unsafe { &*cache };
    // SAFETY: libnl-3 passes a route, which lives during the call.
    let new = unsafe { &*object.cast::<rtnl_route>() };
    let message = u16::try_from(new.header().ce_msgtype.get()).unwrap_or(0);
    match message {
        rtm::NEWROUTE => arrive(&listener, cache, new),
        rtm::DELROUTE => leave(&listener, cache, new),
        rtm::GETROUTE => Ok(()),
        _ => Err(Error::MSGTYPE_NOSUPPORT),
    }
    .into_c()
}

/// A route is new, or not what it was.
fn arrive(listener: &Listener, cache: &nl_cache, new: &rtnl_route) -> Result<(), Error> {
    let search = Search::new(cache, new);
    let flags = new.read(|route| route.message_flags).unwrap_or(0);
    let replaces = flags & NLM_F_REPLACE != 0;
    if let Some(old) = search.same.filter(|_| !replaces)
        && merged(listener, old, new)?
    {
        return Ok(());
    }
    let replaced = if replaces { search.alike.or(search.first) } else { None };
    let old = search.same.or(replaced);
    // Where the kernel puts it among those with the same destination.
    let place = match (old, search.first, search.last) {
        (Some(old), ..) => Some(order(old)),
        (None, Some(first), _) if is_prepended(new, flags) => Some(order(first).wrapping_sub(1)),
        (None, _, Some(last)) => Some(order(last).wrapping_add(1)),
        _ => None,
    };
    if let Some(place) = place {
        new.change(0, |route| {
            route.order = place;
            Ok(())
        })?;
    }
    listener.put(old.map(Handle::of), new)
}

/// Whether the kernel puts a new route before others with the same destination: it does for IPv4, unless
/// told to append it.
fn is_prepended(route: &rtnl_route, flags: u16) -> bool {
    let ipv4 = route.read(|route| c_int::from(route.family) == AF_INET);
    ipv4 == Some(true) && flags & NLM_F_APPEND == 0
}

/// Merges a notification of one next hop into the route there is, and tells of it. Returns whether it was
/// one.
fn merged(listener: &Listener, old: &rtnl_route, new: &rtnl_route) -> Result<bool, Error> {
    // Telling of it may remove the route.
    let old = Handle::of(old);
    // SAFETY: two objects of the same type.
    let diff = unsafe { ffi::nl_object_diff64(old.as_ptr(), new.as_ptr()) };
    let was = if listener.change_v2.is_some() {
        // SAFETY: an object.
        unsafe { ffi::nl_object_clone(old.as_ptr()) }
    } else {
        ptr::null_mut()
    };
    let merged = merge(&old, new);
    if matches!(merged, Ok(Merged::Changed)) {
        listener.tell(was, old.as_ptr(), diff & !attr::FLAGS, NL_ACT_CHANGE);
    }
    // SAFETY: NULL, or ours.
    unsafe { ffi::nl_object_put(was) };
    merged.map(|merged| !matches!(merged, Merged::No))
}

/// A route, or a next hop of one, is gone.
fn leave(listener: &Listener, cache: &nl_cache, gone: &rtnl_route) -> Result<(), Error> {
    let Some(old) = Search::new(cache, gone).same else {
        return Ok(());
    };
    if merged(listener, old, gone)? {
        return Ok(());
    }
    let old = Handle::of(old);
    // SAFETY: an object.
    unsafe { ffi::nl_cache_remove(old.as_ptr()) };
    listener.tell(old.as_ptr(), ptr::null_mut(), 0, NL_ACT_DEL);
    Ok(())
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Notifications of routes, taken into a cache: what is in it stays consistent, and is found.
//!
//! The input is a stream of messages; parameter 1 is a family for those that have none that is known.
#![no_main]

use std::collections::HashSet;
use std::ptr;

use libc::{c_int, c_void};
use libfuzzer_sys::fuzz_target;
use nl::capi::cache::container::{
    nl_cache_alloc, nl_cache_free, nl_cache_get_first, nl_cache_get_next, nl_cache_nitems,
};
use nl::capi::cache::search::nl_cache_search;
use nl::capi::cache::update::nl_cache_include_v2;
use nl::capi::object::{nl_object_clone, nl_object_put};
use nl_sys::layout::{nl_cache, nl_object};
use nl_sys::typed::Typed;
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use route::capi::route::message::rtnl_route_parse;
use route::route::cache::CACHE;
use route::route::object::Route;

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else { return };
    // SAFETY: the type of ours.
    let cache = unsafe { nl_cache_alloc(CACHE.as_ptr()) };
    let mut rest = input.bytes;
    let mut told = 0_i64;
    for _ in 0..64 {
        if rest.len() < 28 {
            break;
        }
        let wanted = u32::from_ne_bytes(rest[..4].try_into().unwrap()) as usize;
        let len = wanted.clamp(28, rest.len());
        let (message, behind) = rest.split_at(len);
        rest = behind.get((4 - len % 4) % 4..).unwrap_or_default();
        include(cache, message, input.u8(1), &mut told);
    }
    check(cache, told);
    // SAFETY: ours.
    unsafe { nl_cache_free(cache) };
});

/// Takes a message in, with the right length and a type that is known.
fn include(cache: *mut nl_cache, message: &[u8], family: u8, told: &mut i64) {
    let mut bytes = message.to_vec();
    let len = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&len.to_ne_bytes());
    bytes[4] = 24 + (bytes[4] & 1);
    bytes[5] = 0;
    if ![2, 10, 28].contains(&bytes[16]) {
        bytes[16] = if family & 1 == 0 { 2 } else { 10 };
    }
    let memory = Exact::new(&bytes, 0);
    let mut route = ptr::null_mut();
    // SAFETY: a whole message, and a place for the route.
    if unsafe { rtnl_route_parse(memory.ptr().cast(), &raw mut route) } < 0 {
        return;
    }
    let object: *mut nl_object = route.cast();
    // SAFETY: a cache, an object, and a counter that outlives the call.
    let included =
        unsafe { nl_cache_include_v2(cache, object, Some(tell), ptr::from_mut(told).cast()) };
    assert!(included <= 0, "{included}");
    // SAFETY: our reference.
    unsafe { nl_object_put(object) };
}

/// Counts what there should be.
unsafe extern "C" fn tell(
    _: *mut nl_cache,
    old: *mut nl_object,
    new: *mut nl_object,
    _: u64,
    action: c_int,
    told: *mut c_void,
) {
    // SAFETY: the counter that `include` passes.
    let told = unsafe { &mut *told.cast::<i64>() };
    match action {
        1 => {
            assert!(old.is_null() && !new.is_null());
            *told += 1;
        }
        2 => {
            assert!(!old.is_null() && new.is_null());
            *told -= 1;
        }
        5 => assert!(!old.is_null() && !new.is_null()),
        other => panic!("action {other}"),
    }
}

#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
fn check(cache: *mut nl_cache, told: i64) {
    let mut objects = Vec::new();
    // SAFETY: a live cache.
    unsafe {
        let mut object = nl_cache_get_first(cache);
        while !object.is_null() {
            objects.push(object);
            object = nl_cache_get_next(object);
        }
        assert_eq!(nl_cache_nitems(cache), c_int::try_from(objects.len()).unwrap());
    }
    assert_eq!(told, i64::try_from(objects.len()).unwrap(), "every change is told");
    assert_eq!(objects.iter().collect::<HashSet<_>>().len(), objects.len());
    for (at, a) in objects.iter().enumerate() {
        // SAFETY: live routes.
        unsafe {
            let copy = nl_object_clone(*a);
            let found = nl_cache_search(cache, copy);
            assert!(!found.is_null(), "every route is found");
            nl_object_put(found);
            nl_object_put(copy);
        }
        for b in &objects[at + 1..] {
            // SAFETY: live routes.
            let (a, b) = unsafe { (&*a.cast::<Typed<Route>>(), &*b.cast::<Typed<Route>>()) };
            let same = a.read(|a| b.read(|b| a.same_entry(b))).flatten();
            assert_eq!(same, Some(false), "one entry is there twice: {} {}", text(a), text(b));
        }
    }
}

fn text(route: &Typed<Route>) -> String {
    route.read(|route| format!("{route:?}")).unwrap_or_default()
}

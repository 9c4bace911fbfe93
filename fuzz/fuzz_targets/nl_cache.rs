// SPDX-License-Identifier: LGPL-2.1-or-later
//! Caches with an index, through any sequence of calls, beside a list.
//!
//! Operations of two bytes: what, and which object.
#![no_main]

use libc::c_int;
use libfuzzer_sys::fuzz_target;
use nl::capi::cache::container::{
    nl_cache_add, nl_cache_alloc, nl_cache_clear, nl_cache_clone, nl_cache_free,
    nl_cache_get_first, nl_cache_get_next, nl_cache_move, nl_cache_nitems, nl_cache_remove,
    nl_cache_subset,
};
use nl::capi::cache::search::{nl_cache_find, nl_cache_search};
use nl::capi::object::{nl_object_alloc, nl_object_get_refcnt, nl_object_put};
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_msgtype, nl_object, nl_object_ops};
use oxnl_fuzz::input::Operations;

/// An object: a key that identifies it, and a value.
#[repr(C)]
struct Thing {
    header: nl_object,
    key: u8,
    value: u8,
}

unsafe extern "C" fn compare(a: *mut nl_object, b: *mut nl_object, attrs: u64, _: c_int) -> u64 {
    // SAFETY: a thing.
    let a = unsafe { &*a.cast::<Thing>() };
    // SAFETY: a thing.
    let b = unsafe { &*b.cast::<Thing>() };
    (u64::from(a.key != b.key) | u64::from(a.value != b.value) << 1) & attrs
}

/// A poor hash: all sorts of collisions.
unsafe extern "C" fn keygen(object: *mut nl_object, key: *mut u32, size: u32) {
    // SAFETY: a thing.
    let hash = u32::from(unsafe { &*object.cast::<Thing>() }.key & 7);
    // SAFETY: a place for the hash.
    unsafe { key.write(hash.min(size.saturating_sub(1))) };
}

static OBJECT: nl_object_ops = nl_object_ops {
    oo_name: c"fuzz/thing".as_ptr(),
    oo_size: size_of::<Thing>(),
    oo_id_attrs: 1,
    oo_compare: Some(compare),
    oo_keygen: Some(keygen),
    ..nl_object_ops::EMPTY
};

#[repr(C)]
struct Type {
    ops: nl_cache_ops,
    end: nl_msgtype,
}

static mut TYPE: Type = Type {
    ops: nl_cache_ops {
        co_name: c"fuzz/thing".as_ptr(),
        co_obj_ops: (&raw const OBJECT).cast_mut(),
        ..nl_cache_ops::empty()
    },
    end: nl_msgtype::END,
};

fn thing(key: u8, value: u8) -> *mut nl_object {
    // SAFETY: a table that stays.
    let object = unsafe { nl_object_alloc((&raw const OBJECT).cast_mut()) };
    let place = object.cast::<Thing>();
    // SAFETY: a new thing.
    unsafe { (*place).key = key };
    // SAFETY: as above.
    unsafe { (*place).value = value };
    // SAFETY: as above.
    unsafe { (*object).ce_mask.set(3) };
    object
}

/// # Safety
/// A live cache.
unsafe fn content(cache: *mut nl_cache) -> Vec<(u8, u8)> {
    let mut found = Vec::new();
    // SAFETY: by contract.
    let mut object = unsafe { nl_cache_get_first(cache) };
    while !object.is_null() {
        // SAFETY: a thing of the cache.
        let one = unsafe { &*object.cast::<Thing>() };
        found.push((one.key, one.value));
        // SAFETY: as above.
        object = unsafe { nl_cache_get_next(object) };
    }
    found
}

fuzz_target!(|data: &[u8]| {
    // SAFETY: handles of the library's, used as documented.
    unsafe { run(&mut Operations::new(data)) };
});

/// # Safety
/// None is needed; the calls within are unsafe.
#[allow(clippy::multiple_unsafe_ops_per_block, reason = "a sequence of calls")]
unsafe fn run(operations: &mut Operations<'_>) {
    // SAFETY: live caches and objects throughout.
    unsafe {
        let cache = nl_cache_alloc((&raw mut TYPE).cast());
        assert!(!cache.is_null());
        let mut list: Vec<(u8, u8)> = Vec::new();
        while let (Some(what), Some(key)) = (operations.u8(), operations.u8()) {
            let value = what >> 4;
            let at = list.iter().position(|entry| entry.0 == key);
            let object = thing(key, value);
            match what & 7 {
                0..=2 => {
                    let added = nl_cache_add(cache, object);
                    assert_eq!(added, if at.is_some() { -6 } else { 0 });
                    if at.is_none() {
                        list.push((key, value));
                        assert_eq!(nl_object_get_refcnt(object), 3);
                    }
                }
                3 => {
                    let found = nl_cache_search(cache, object);
                    assert_eq!(found.is_null(), at.is_none());
                    if let Some(at) = at {
                        assert_eq!((*found.cast::<Thing>()).value, list[at].1);
                        nl_cache_remove(found);
                        nl_object_put(found);
                        list.remove(at);
                    }
                }
                4 => {
                    let found = nl_cache_find(cache, object);
                    // The filter has both attributes, so both have to agree.
                    let same = at.is_some_and(|at| list[at].1 == value);
                    assert_eq!(!found.is_null(), same);
                    if !found.is_null() {
                        nl_object_put(found);
                    }
                }
                5 => {
                    let copy = nl_cache_clone(cache);
                    assert_eq!(content(copy), list);
                    if let Some(at) = at {
                        let found = nl_cache_search(copy, object);
                        assert_eq!(nl_cache_move(cache, found), -6);
                        nl_object_put(found);
                        assert_eq!(list[at].0, key);
                    }
                    nl_cache_free(copy);
                }
                6 => {
                    let some = nl_cache_subset(cache, object);
                    let expected: Vec<_> =
                        list.iter().copied().filter(|entry| *entry == (key, value)).collect();
                    assert_eq!(content(some), expected);
                    nl_cache_free(some);
                }
                _ => {
                    if value == 0 {
                        nl_cache_clear(cache);
                        list.clear();
                    }
                }
            }
            nl_object_put(object);
            assert_eq!(nl_cache_nitems(cache) as usize, list.len());
            assert_eq!(content(cache), list);
        }
        nl_cache_free(cache);
    }
}

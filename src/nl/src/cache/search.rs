// SPDX-License-Identifier: LGPL-2.1-or-later
//! Finding objects, and walking over them.

use core::ptr;

use libc::{c_int, c_void};
use nl_sys::layout::{nl_cache, nl_object};

use super::container::Owned;
use super::{extra, first, index, index_of, member_at, next, objects, second};
use crate::object::{self, Object};

/// The object that is the same thing as `needle`, by what identifies objects of the type.
#[must_use]
#[inline]
pub fn search(cache: &nl_cache, needle: &nl_object) -> Option<Object> {
    let identical = |object: &nl_object| object::identical(object, needle);
    let found = match index_of(cache) {
        Some(index) => index.find(index::hash(needle), identical),
        None => objects(cache).find(|object| identical(object)),
    };
    found.map(Object::new)
}

/// The object that is the same entry of the kernel's tables as `needle`: for types of which it holds more
/// than one that [`search`] takes for the same.
#[must_use]
#[inline]
pub fn search_entry(cache: &nl_cache, needle: &nl_object) -> Option<Object> {
    if extra(cache).is_none() {
        return search(cache, needle);
    }
    let found = match index_of(cache) {
        Some(index) => index.find(index::hash(needle), |object| same_entry(cache, object, needle)),
        None => objects(cache).find(|object| same_entry(cache, object, needle)),
    };
    found.map(Object::new)
}

/// An object that goes since `gone` has gone.
pub(super) fn search_follower(cache: &nl_cache, gone: &nl_object) -> Option<Object> {
    let goes_with = extra(cache)?.goes_with?;
    // SAFETY: a function of the type, with two objects of the type.
    let goes = |object: &nl_object| unsafe {
        goes_with(object::as_ptr(gone), object::as_ptr(object)) != 0
    };
    let found = match index_of(cache) {
        Some(index) => index.find(index::hash(gone), goes),
        None => objects(cache).find(|object| goes(object)),
    };
    found.map(Object::new)
}

/// Whether two objects are one entry of the kernel's tables.
#[inline]
pub(super) fn same_entry(cache: &nl_cache, a: &nl_object, b: &nl_object) -> bool {
    match extra(cache).and_then(|extra| extra.same_entry) {
        // SAFETY: a function of the type, with two objects of the type.
        Some(same) => unsafe { same(object::as_ptr(a), object::as_ptr(b)) != 0 },
        None => object::identical(a, b),
    }
}

/// The keys that objects can be looked up by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// What `oo_keygen` makes a hash of.
    First,
    /// What the cache type's `second_key` does.
    Second,
}

/// The first object with this hash that `wanted` accepts. All objects are walked over in caches that
/// have no such keys, or no memory for them.
#[must_use]
pub fn lookup(
    cache: &nl_cache,
    by: Key,
    key: u32,
    mut wanted: impl FnMut(&nl_object) -> bool,
) -> Option<&nl_object> {
    let index = match by {
        Key::First => index_of(cache),
        Key::Second => second::index(cache),
    };
    match index {
        Some(index) => index.find(index::mix(key), wanted),
        None => objects(cache).find(|object| wanted(object)),
    }
}

/// The first object that matches `filter`. If that says just what identifies an object, it is looked
/// up as by [`search`].
#[must_use]
pub fn find(cache: &nl_cache, filter: &nl_object) -> Option<Object> {
    if index_of(cache).is_some() && u64::from(object::id_attrs(filter)) == filter.ce_mask.get() {
        return search(cache, filter);
    }
    objects(cache).find(|object| object::match_filter(object, filter)).map(Object::new)
}

/// How many objects match `filter`, or are there at all.
#[must_use]
pub fn count(cache: &nl_cache, filter: Option<&nl_object>) -> c_int {
    let matching = objects(cache)
        .filter(|object| filter.is_none_or(|filter| object::match_filter(object, filter)));
    c_int::try_from(matching.count()).unwrap_or(c_int::MAX)
}

/// Sets a bit of `ce_flags` of all objects.
pub fn flag_all(cache: &nl_cache, flag: c_int) {
    for object in objects(cache) {
        object::set_flag(object, flag, true);
    }
}

/// Calls `each` for every object that matches `filter`. It may remove objects, this one and others,
/// and return its reference to the cache.
pub fn walk(cache: &nl_cache, filter: Option<&nl_object>, mut each: impl FnMut(&Object)) {
    let cache = Owned::new(cache);
    let here = |object: &nl_object| ptr::eq(object.ce_cache.get(), &raw const *cache);
    let place = |object: &nl_object| member_at(&cache, object.ce_list.as_ptr());
    let mut at = first(&cache);
    while let Some(object) = at {
        let behind = next(object);
        if filter.is_some_and(|filter| !object::match_filter(object, filter)) {
            at = behind;
            continue;
        }
        let behind = behind.map(Object::new);
        let object = Object::new(object);
        each(&object);
        at = match &behind {
            Some(behind) if here(behind) => place(behind),
            // It was removed. If this object was not, it knows what is behind it now.
            Some(_) if here(&object) => member_at(&cache, object.ce_list.next.get()),
            _ => None,
        };
    }
}

/// As [`walk`], for a function of the program's.
///
/// # Safety
/// `each` may be called with `arg`.
pub unsafe fn foreach(
    cache: &nl_cache,
    filter: Option<&nl_object>,
    each: unsafe extern "C" fn(*mut nl_object, *mut c_void),
    arg: *mut c_void,
) {
    // SAFETY: by contract.
    walk(cache, filter, |object| unsafe { each(object::as_ptr(object), arg) });
}

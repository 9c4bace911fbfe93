// SPDX-License-Identifier: LGPL-2.1-or-later
//! Finding objects, and walking over them.

use core::ptr;

use libc::{c_int, c_void};
use nl_sys::layout::{nl_cache, nl_object};

use super::container::Owned;
use super::{first, index, next, objects};
use crate::object::{self, Object};

/// The object that is the same thing as `needle`.
#[must_use]
#[inline]
pub fn search(cache: &nl_cache, needle: &nl_object) -> Option<Object> {
    let found = match index(cache) {
        Some(index) => index.find(needle, super::index::hash(needle)),
        None => objects(cache).find(|object| object::identical(object, needle)),
    };
    found.map(Object::new)
}

/// The first object that matches `filter`. If that says just what identifies an object, it is looked
/// up as by [`search`].
#[must_use]
pub fn find(cache: &nl_cache, filter: &nl_object) -> Option<Object> {
    if index(cache).is_some() && u64::from(object::id_attrs(filter)) == filter.ce_mask.get() {
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

/// Marks all objects.
pub fn mark_all(cache: &nl_cache) {
    for object in objects(cache) {
        object::set_mark(object, true);
    }
}

/// Calls `each` for every object that matches `filter`. It may remove objects, this one and others,
/// and return its reference to the cache.
///
/// # Safety
/// `each` may be called with `arg`.
pub unsafe fn foreach(
    cache: &nl_cache,
    filter: Option<&nl_object>,
    each: unsafe extern "C" fn(*mut nl_object, *mut c_void),
    arg: *mut c_void,
) {
    let cache = Owned::new(cache);
    let here = |object: &nl_object| ptr::eq(object.ce_cache.get(), &raw const *cache);
    let mut at = first(&cache);
    while let Some(object) = at {
        if filter.is_some_and(|filter| !object::match_filter(object, filter)) {
            at = next(object);
            continue;
        }
        let object = Object::new(object);
        let behind = next(&object).map(Object::new);
        // SAFETY: by contract.
        unsafe { each(object::as_ptr(&object), arg) };
        at = match behind {
            Some(behind) if here(&behind) => super::member_at(&cache, link(&behind)),
            // It was removed. If this object was not, it knows the new one.
            Some(_) if here(&object) => super::member_at(&cache, object.ce_list.next.get()),
            _ => None,
        };
    }
}

/// An object's place in its list.
fn link(object: &nl_object) -> *mut nl_sys::list::nl_list_head {
    object.ce_list.as_ptr()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The index of a cache by the second key of its type, e.g. the name of a link.
//!
//! It is made when it is first asked for, so that caches nobody asks cost nothing, and kept up to date
//! from then on. It has no references to objects: they leave it when they leave the cache.

use core::cell::Cell;

use nl_sys::layout::{nl_cache, nl_object};

use super::index::{self, Index};
use super::{extra, objects};
use crate::object;

/// See the module.
#[derive(Debug, Default)]
pub struct Second {
    index: Index,
    /// Whether all objects are in it.
    complete: Cell<bool>,
}

/// The second hash of an object; `None` for types without.
fn hash(cache: &nl_cache, object: &nl_object) -> Option<u32> {
    let key = extra(cache)?.second_key?;
    // SAFETY: a function of the type, with an object of the type.
    Some(index::mix(unsafe { key(object::as_ptr(object)) }))
}

/// The index of a cache, with all objects in it; `None` for types without a second key, or without memory.
pub fn index(cache: &nl_cache) -> Option<&Index> {
    extra(cache)?.second_key?;
    let second = super::container::second(cache);
    if !second.complete.get() {
        let filled = objects(cache).try_for_each(|object| {
            second.index.insert(object, hash(cache, object).unwrap_or_default())
        });
        if filled.is_err() {
            second.index.clear();
            return None;
        }
        second.complete.set(true);
    }
    Some(&second.index)
}

/// Notes that an object is in the cache.
#[inline]
pub fn added(cache: &nl_cache, second: &Second, object: &nl_object) {
    if second.complete.get()
        && let Some(hash) = hash(cache, object)
        && second.index.insert(object, hash).is_err()
    {
        forget(second);
    }
}

/// Notes that an object leaves the cache.
#[inline]
pub fn removed(cache: &nl_cache, second: &Second, object: &nl_object) {
    if second.complete.get()
        && let Some(hash) = hash(cache, object)
    {
        second.index.remove(object, hash);
    }
}

/// Gives the memory back; the index is made anew when it is asked for.
pub fn forget(second: &Second) {
    second.complete.set(false);
    second.index.clear();
}

/// As [`forget`], for a cache whose objects have changed their keys.
pub fn forget_all(cache: &nl_cache) {
    forget(super::container::second(cache));
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/cache.h`.

pub mod container;
pub mod manager;
pub mod registry;
pub mod search;
pub mod update;

use nl_sys::layout::{nl_cache, nl_object};

/// A cache and an object, if neither is missing.
///
/// # Safety
/// Both are NULL or live for as long as the result is used.
unsafe fn both<'a>(
    cache: *const nl_cache,
    object: *const nl_object,
) -> Option<(&'a nl_cache, &'a nl_object)> {
    // SAFETY: NULL or live, by contract.
    let cache = unsafe { cache.as_ref() }?;
    // SAFETY: as above.
    let object = unsafe { object.as_ref() }?;
    Some((cache, object))
}

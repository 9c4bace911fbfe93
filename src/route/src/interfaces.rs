// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of interfaces, for printing: of the cache of links that the program has provided to everybody
//! (`nl_cache_mngt_provide()`), if it has.

use nl_sys::ffi;
use nl_sys::layout::nl_cache;
use os::text::Append;

use crate::link;

/// The provided cache of links, if any; given back when dropped.
#[derive(Debug)]
pub struct Interfaces(*mut nl_cache);

impl Interfaces {
    /// Takes a reference to the provided cache.
    #[must_use]
    pub fn provided() -> Self {
        // SAFETY: a string.
        Self(unsafe { ffi::nl_cache_mngt_require_safe(c"route/link".as_ptr()) })
    }

    /// The cache.
    #[must_use]
    pub fn cache(&self) -> Option<&nl_cache> {
        // SAFETY: NULL, or live as long as our reference.
        unsafe { self.0.as_ref() }
    }

    /// Appends the name of an interface; its number if nobody knows the name.
    pub fn push_name(&self, text: &mut impl Append, ifindex: u32) {
        if !self.push_known(text, ifindex) {
            text.push_int(ifindex.cast_signed().into());
        }
    }

    /// Appends the name of an interface if it is known; returns whether it is.
    pub fn push_known(&self, text: &mut impl Append, ifindex: u32) -> bool {
        let name = self.cache().and_then(|cache| link::name_of(cache, ifindex));
        if let Some(name) = &name {
            name.push_to(text);
        }
        name.is_some()
    }
}

impl Drop for Interfaces {
    fn drop(&mut self) {
        // SAFETY: NULL, or a reference of ours.
        unsafe { ffi::nl_cache_put(self.0) };
    }
}

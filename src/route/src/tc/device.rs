// SPDX-License-Identifier: LGPL-2.1-or-later
//! What an object of traffic control asks its interface.

use nl_sys::layout::nl_object;
use nl_sys::typed;

use super::object::rtnl_tc;
use crate::interfaces::Interfaces;
use crate::link::cache::find_by_index;
use crate::link::object::Link;
pub use crate::link::object::rtnl_link;

/// What `ask` finds in a link; `None` for NULL, and while it is being changed.
///
/// # Safety
/// `link` is a link, or NULL.
pub unsafe fn ask(link: *mut nl_object, ask: impl FnOnce(&Link) -> u32) -> Option<u32> {
    // SAFETY: by contract.
    unsafe { typed::read(link.cast::<rtnl_link>(), ask) }
}

/// Gives an object its interface, if the program has provided a cache of links that has it.
pub fn attach(interfaces: &Interfaces, tc: &rtnl_tc) {
    let link = interfaces.cache().and_then(|cache| find_by_index(cache, tc.ifindex.get()));
    if let Some(link) = link {
        // SAFETY: a link.
        unsafe { tc.set_link(link.as_ptr()) };
    }
}

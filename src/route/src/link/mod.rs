// SPDX-License-Identifier: LGPL-2.1-or-later
//! Network interfaces.

use nl_sys::layout::nl_cache;
use nl_sys::name::Name;

/// The name of an interface, as a cache of links has it.
#[must_use]
pub fn name_of(_cache: &nl_cache, _ifindex: u32) -> Option<Name<16>> {
    None
}

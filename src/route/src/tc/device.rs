// SPDX-License-Identifier: LGPL-2.1-or-later
//! What an object of traffic control asks its interface.

use nl_sys::layout::nl_object;

use super::object::rtnl_tc;
use crate::interfaces::Interfaces;

/// An interface.
pub type rtnl_link = nl_object;

/// The number of an interface; `None` for NULL.
#[must_use]
pub fn ifindex(_link: *mut nl_object) -> Option<u32> {
    None
}

/// The largest packet it takes; `None` for NULL.
#[must_use]
pub fn mtu(_link: *mut nl_object) -> Option<u32> {
    None
}

/// Its `ARPHRD_*`; `None` for NULL.
#[must_use]
pub fn linktype(_link: *mut nl_object) -> Option<u32> {
    None
}

/// Gives an object its interface, if the program has provided a cache of links that has it.
pub fn attach(_interfaces: &Interfaces, _tc: &rtnl_tc) {}

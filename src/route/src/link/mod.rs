// SPDX-License-Identifier: LGPL-2.1-or-later
//! Network interfaces.
//!
//! - [`object`]: the link; [`owned`]: parts of it with memory of their own; [`stats`]: its counters;
//! - [`parse`], [`build`]: reading and writing messages; [`cache`]: caches; [`dump`]: printing;
//!   [`names`]: names of flags and states; [`policy`]: what attributes look like;
//! - [`kind`]: how kinds of links are plugged in, and how to add one; [`kinds`]: the kinds;
//! - [`family`]: the same for address families, whose tables are in [`families`]; [`kept`]: what they keep in links;
//!   [`inet`], [`inet6`], [`bridge`]: those there are;
//! - [`sriov`]: virtual functions of a network card; [`layout`]: tables that programs can register;
//!   [`uapi`]: structures of the kernel's.

pub mod bridge;
pub mod bridge_vlan;
pub mod build;
pub mod cache;
pub mod dump;
pub mod families;
pub mod family;
pub mod inet;
pub mod inet6;
pub mod kept;
pub mod kind;
pub mod kinds;
pub mod layout;
pub mod names;
pub mod object;
pub mod owned;
pub mod parse;
pub mod policy;
pub mod specs;
pub mod sriov;
pub mod stats;
pub mod uapi;

use nl_sys::layout::nl_cache;
use nl_sys::name::Name;

use object::Link;

/// The name of an interface, as a cache of links has it.
#[must_use]
pub fn name_of(cache: &nl_cache, ifindex: u32) -> Option<Name<16>> {
    cache::find_by_index(cache, ifindex)?.read(|link| link.name.clone())
}

/// Whether two links are the same thing: the number, the family, and the family they were asked for in. A
/// bridge and what the kernel tells of the bridge as a port of itself have the first two in common.
#[must_use]
pub fn same_entry(a: &Link, b: &Link) -> bool {
    a.index == b.index && a.family == b.family && a.message_family == b.message_family
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! What kinds of links keep: see [`super::kind`].

pub mod veth;
pub mod vlan;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! What kinds of links keep: see [`super::kind`].

pub mod bond;
pub mod bridge;
pub mod macsec;
pub mod macvlan;
pub mod numbers;
pub mod veth;
pub mod vlan;
pub mod vrf;
pub mod vxlan;

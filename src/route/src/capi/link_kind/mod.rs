// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/*.h`.

pub mod bonding;
pub mod bridge;
pub mod bridge_info;
pub mod inet;
pub mod inet6;
pub mod macsec;
pub mod macvlan;
pub mod macvtap;
pub mod sriov;
pub mod team;
pub mod veth;
pub mod vlan;
pub mod vrf;
pub mod vxlan;

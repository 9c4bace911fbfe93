// SPDX-License-Identifier: LGPL-2.1-or-later
//! Structures in attributes of links, as of the kernel's `linux/if_link.h`. Fields are named as there.
#![expect(missing_docs, reason = "the kernel's own names")]

use nl_sys::plain::Plain;

crate::uapi::plain! {
    /// `IFLA_VLAN_FLAGS`
    ifla_vlan_flags = 8 { flags: u32, mask: u32 }
    /// `IFLA_VLAN_QOS_MAPPING`
    ifla_vlan_qos_mapping = 8 { from: u32, to: u32 }
}

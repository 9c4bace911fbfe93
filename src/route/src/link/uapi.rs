// SPDX-License-Identifier: LGPL-2.1-or-later
//! Structures in attributes of links, as of the kernel's `linux/if_link.h`. Fields are named as there.

crate::uapi::plain! {
    /// `IFLA_VLAN_FLAGS`
    ifla_vlan_flags = 8 { flags: u32, mask: u32 }
    /// `IFLA_VLAN_QOS_MAPPING`
    ifla_vlan_qos_mapping = 8 { from: u32, to: u32 }
    /// `IFLA_BRIDGE_VLAN_INFO`
    bridge_vlan_info = 4 { flags: u16, vid: u16 }
    /// `IFLA_INET6_CACHEINFO`
    ifla_cacheinfo = 16 { max_reasm_len: u32, tstamp: u32, reachable_time: u32, retrans_time: u32 }
    /// `IFLA_VF_MAC`
    ifla_vf_mac = 36 { vf: u32, mac: [u8; 32] }
    /// `IFLA_VF_VLAN`
    ifla_vf_vlan = 12 { vf: u32, vlan: u32, qos: u32 }
    /// `IFLA_VF_VLAN_INFO`
    ifla_vf_vlan_info = 16 { vf: u32, vlan: u32, qos: u32, vlan_proto: u16, pad: u16 }
    /// `IFLA_VF_RATE`
    ifla_vf_rate = 12 { vf: u32, min_tx_rate: u32, max_tx_rate: u32 }
    /// `IFLA_VF_TX_RATE`, `IFLA_VF_SPOOFCHK`, `IFLA_VF_LINK_STATE`, `IFLA_VF_RSS_QUERY_EN`, `IFLA_VF_TRUST`
    ifla_vf_setting = 8 { vf: u32, setting: u32 }
    /// `IFLA_VF_IB_NODE_GUID`, `IFLA_VF_IB_PORT_GUID`
    ifla_vf_guid = 16 { vf: u32, pad: u32, guid: u64 }
}

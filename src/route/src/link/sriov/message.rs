// SPDX-License-Identifier: LGPL-2.1-or-later
//! Virtual functions in messages: `IFLA_VFINFO_LIST`.

use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};
use nl_sys::plain;
use os::array::Array;
use wire::attr::Attr;

use super::vlans::{ETH_P_8021Q, VLANS};
use super::{STATS, Vf, VfHandle, VfList, Vlans, attr, nl_vf_vlan_info_t};
use crate::link::parse::ifla;
use crate::link::uapi::{
    ifla_vf_guid, ifla_vf_mac, ifla_vf_rate, ifla_vf_setting, ifla_vf_vlan, ifla_vf_vlan_info,
};

const INFO: u16 = 1;

const KINDS: usize = 13;
const MAC: u16 = 1;
const VLAN: u16 = 2;
const TX_RATE: u16 = 3;
const SPOOFCHK: u16 = 4;
const LINK_STATE: u16 = 5;
const RATE: u16 = 6;
const RSS_QUERY_EN: u16 = 7;
const STATISTICS: u16 = 8;
const TRUST: u16 = 9;
const IB_NODE_GUID: u16 = 10;
const IB_PORT_GUID: u16 = 11;
const VLAN_LIST: u16 = 12;

/// `IFLA_VF_VLAN_INFO`
const VLAN_INFO: u16 = 1;

/// Bytes of an Ethernet address.
const ETH_ALEN: usize = 6;

impl Vf {
    fn read_rates(&mut self, table: &Table<'_, KINDS>) {
        if let Some(rate) = table.plain::<ifla_vf_setting>(TX_RATE).filter(|rate| rate.setting != 0)
        {
            self.rate = rate.setting;
            self.mask |= attr::TX_RATE;
        }
        if let Some(rate) = table.plain::<ifla_vf_rate>(RATE) {
            if rate.max_tx_rate != 0 {
                self.max_tx_rate = rate.max_tx_rate;
                self.mask |= attr::RATE_MAX;
            }
            if rate.min_tx_rate != 0 {
                self.min_tx_rate = rate.min_tx_rate;
                self.mask |= attr::RATE_MIN;
            }
        }
    }

    fn read_settings(&mut self, table: &Table<'_, KINDS>) {
        if let Some(state) = table.plain::<ifla_vf_setting>(LINK_STATE) {
            self.link_state = state.setting;
            self.mask |= attr::LINK_STATE;
        }
        for (kind, bit, place) in [
            (SPOOFCHK, attr::SPOOFCHK, &mut self.spoofchk),
            (RSS_QUERY_EN, attr::RSS_QUERY_EN, &mut self.rss_query_en),
            (TRUST, attr::TRUST, &mut self.trust),
        ] {
            // The driver says -1 if it does not know.
            let known = table.plain(kind).filter(|one: &ifla_vf_setting| one.setting != u32::MAX);
            if let Some(one) = known {
                *place = u32::from(one.setting != 0);
                self.mask |= bit;
            }
        }
    }

    fn read_vlans(&mut self, table: &Table<'_, KINDS>) -> Result<(), Error> {
        let listed = table.get(VLAN_LIST).map(|list| {
            list.nested()
                .take(VLANS)
                .find_map(|info| plain::read::<ifla_vf_vlan_info>(info.payload()))
        });
        let single = || {
            let vlan = table.plain::<ifla_vf_vlan>(VLAN).filter(|vlan| vlan.vlan != 0)?;
            Some((vlan.vlan, vlan.qos, ETH_P_8021Q))
        };
        let vlan = match listed {
            Some(info) => info.map(|info| {
                let proto = match u16::from_be(info.vlan_proto) {
                    0 => ETH_P_8021Q,
                    proto => proto,
                };
                (info.vlan, info.qos, proto)
            }),
            None => single(),
        };
        let Some((vlan, qos, proto)) = vlan else { return Ok(()) };
        let vlans = Vlans::new(1)?;
        if let Some(info) = vlans.as_slice().first() {
            info.vf_vlan.set(vlan);
            info.vf_vlan_qos.set(qos);
            info.vf_vlan_proto.set(proto);
        }
        self.vlans = Some(vlans);
        self.mask |= attr::VLAN;
        Ok(())
    }
}

/// Reads `IFLA_VFINFO_LIST`.
///
/// # Errors
/// `NOMEM`.
pub fn parse(list: Attr<'_>) -> Result<VfList, Error> {
    let mut vfs = Array::new();
    for info in list.nested() {
        let table = Table::<KINDS>::new(info.nested());
        let mut vf = Vf::default();
        if let Some(mac) = table.plain::<ifla_vf_mac>(MAC) {
            let bytes = mac.mac.get(..ETH_ALEN).unwrap_or_default();
            vf.index = mac.vf;
            vf.addr = Address::new(libc::AF_LLC, bytes)?;
            vf.mask |= attr::INDEX | attr::ADDR;
        }
        vf.read_vlans(&table)?;
        vf.read_rates(&table);
        vf.read_settings(&table);
        if let Some(stats) = table.nested::<STATS>(STATISTICS) {
            for (kind, place) in (0..).zip(&mut vf.stats) {
                *place = stats.u64(kind).unwrap_or(0);
            }
            vf.mask |= attr::STATS;
        }
        vfs.push(VfHandle::new(vf)?).map_err(|_| Error::NOMEM)?;
    }
    Ok(VfList(vfs))
}

/// Appends `IFLA_VFINFO_LIST`.
///
/// # Errors
/// `NOMEM` if the message has no room.
pub fn put(list: &VfList, msg: Builder) -> Result<(), Error> {
    msg.nest(ifla::VFINFO_LIST, |inner| {
        list.all().try_for_each(|vf| {
            let put = vf.read(|vf| {
                if vf.has(attr::INDEX) {
                    inner.nest(INFO, |info| put_one(vf, info))
                } else {
                    Ok(())
                }
            });
            put.unwrap_or(Err(Error::BUSY))
        })
    })
}

fn put_one(vf: &Vf, info: Builder) -> Result<(), Error> {
    let index = vf.index;
    let put = |bit, kind, value: &dyn Fn() -> ifla_vf_setting| {
        if vf.has(bit) { info.put_plain(kind, &value()) } else { Ok(()) }
    };
    let setting = |setting| move || ifla_vf_setting { vf: index, setting };
    if vf.has(attr::ADDR) {
        let mut mac = [0; 32];
        vf.addr.copy_to(&mut mac);
        info.put_plain(MAC, &ifla_vf_mac { vf: index, mac })?;
    }
    if let Some(vlans) = vf.vlans.as_ref().filter(|_| vf.has(attr::VLAN)) {
        put_vlans(index, vlans.as_slice(), info)?;
    }
    put(attr::TX_RATE, TX_RATE, &setting(vf.rate))?;
    if vf.has(attr::RATE_MIN | attr::RATE_MAX) {
        let known = |bit, rate| if vf.has(bit) { rate } else { 0 };
        let rate = ifla_vf_rate {
            vf: index,
            min_tx_rate: known(attr::RATE_MIN, vf.min_tx_rate),
            max_tx_rate: known(attr::RATE_MAX, vf.max_tx_rate),
        };
        info.put_plain(RATE, &rate)?;
    }
    put(attr::SPOOFCHK, SPOOFCHK, &setting(vf.spoofchk))?;
    put(attr::LINK_STATE, LINK_STATE, &setting(vf.link_state))?;
    put(attr::RSS_QUERY_EN, RSS_QUERY_EN, &setting(vf.rss_query_en))?;
    put(attr::TRUST, TRUST, &setting(vf.trust))?;
    for (bit, kind, guid) in [
        (attr::IB_NODE_GUID, IB_NODE_GUID, vf.guid_node),
        (attr::IB_PORT_GUID, IB_PORT_GUID, vf.guid_port),
    ] {
        if vf.has(bit) {
            info.put_plain(kind, &ifla_vf_guid { vf: index, pad: 0, guid })?;
        }
    }
    Ok(())
}

fn put_vlans(vf: u32, vlans: &[nl_vf_vlan_info_t], info: Builder) -> Result<(), Error> {
    if let [one] = vlans
        && matches!(one.vf_vlan_proto.get(), 0 | ETH_P_8021Q)
    {
        let vlan = ifla_vf_vlan { vf, vlan: one.vf_vlan.get(), qos: one.vf_vlan_qos.get() };
        return info.put_plain(VLAN, &vlan);
    }
    info.nest(VLAN_LIST, |list| {
        vlans.iter().try_for_each(|one| {
            let vlan = ifla_vf_vlan_info {
                vf,
                vlan: one.vf_vlan.get(),
                qos: one.vf_vlan_qos.get(),
                // As upstream: C has to set the kernel's byte order to be understood.
                vlan_proto: one.vf_vlan_proto.get(),
                pad: 0,
            };
            list.put_plain(VLAN_INFO, &vlan)
        })
    })
}

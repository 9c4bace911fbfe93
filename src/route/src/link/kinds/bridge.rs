// SPDX-License-Identifier: LGPL-2.1-or-later
//! Bridges: the kind `bridge`. What their ports have is in [`crate::link::bridge`].

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};
use wire::attr::Attrs;

use super::numbers::{Numbers, Row, row};
use crate::link::kind::Kind;

/// `IFLA_BR_*`
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod option {
    pub const AGEING_TIME: u16 = 4;
    pub const STP_STATE: u16 = 5;
    pub const VLAN_FILTERING: u16 = 7;
    pub const VLAN_PROTOCOL: u16 = 8;
    pub const MCAST_ROUTER: u16 = 22;
    pub const MCAST_SNOOPING: u16 = 23;
    pub const NF_CALL_IPTABLES: u16 = 36;
    pub const NF_CALL_IP6TABLES: u16 = 37;
    pub const NF_CALL_ARPTABLES: u16 = 38;
    pub const VLAN_DEFAULT_PVID: u16 = 39;
    pub const VLAN_STATS_ENABLED: u16 = 41;
}

const MULTI_BOOLOPT: u16 = 46;

/// The options, in the order they are written.
const ROWS: [Row; 11] = [
    row(option::AGEING_TIME, 4),
    row(option::VLAN_FILTERING, 1),
    row(option::VLAN_DEFAULT_PVID, 2),
    row(option::VLAN_PROTOCOL, 2),
    row(option::VLAN_STATS_ENABLED, 1),
    row(option::NF_CALL_IPTABLES, 1),
    row(option::NF_CALL_IP6TABLES, 1),
    row(option::NF_CALL_ARPTABLES, 1),
    row(option::STP_STATE, 4),
    row(option::MCAST_ROUTER, 1),
    row(option::MCAST_SNOOPING, 1),
];

crate::uapi::plain! {
    /// `IFLA_BR_MULTI_BOOLOPT`: options that are a bit each
    br_boolopt_multi = 8 { optval: u32, optmask: u32 }
}

/// What a bridge has.
#[derive(Clone, Debug, Default)]
pub struct Bridge {
    /// Its numbers.
    pub numbers: Numbers<47>,
    /// Options that are a bit each, and which of them are set.
    pub bits: Option<br_boolopt_multi>,
}

impl Kind for Bridge {
    const NAME: &'static CStr = c"bridge";
    const COMPARES: bool = true;

    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
        let table = Table::<47>::new(data);
        self.numbers.parse(&ROWS, &table);
        self.bits = table.plain(MULTI_BOOLOPT);
        Ok(())
    }

    fn put(&self, data: Builder) -> Result<(), Error> {
        self.numbers.put(&ROWS, data)?;
        self.bits.map_or(Ok(()), |bits| data.put_plain(MULTI_BOOLOPT, &bits))
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }

    fn differs(&self, other: &Self, loose: bool) -> bool {
        let bits = match (self.bits, other.bits) {
            (Some(a), Some(b)) if loose => {
                b.optmask & !a.optmask != 0 || (a.optval ^ b.optval) & b.optmask != 0
            }
            (_, None) if loose => false,
            (a, b) => a != b,
        };
        bits || self.numbers.differ(&ROWS, &other.numbers, loose)
    }
}

impl Bridge {
    /// The bit of an option, if there can be one of this number.
    fn bit(option: i32) -> Result<u32, Error> {
        let option = u32::try_from(option).map_err(|_| Error::INVAL)?;
        1_u32.checked_shl(option).ok_or(Error::INVAL)
    }

    /// Sets an option that is a bit.
    ///
    /// # Errors
    /// `INVAL` for an option that cannot be.
    pub fn set_bit(&mut self, option: i32, value: bool) -> Result<(), Error> {
        let bit = Self::bit(option)?;
        let bits = self.bits.get_or_insert_default();
        bits.optmask |= bit;
        bits.optval = if value { bits.optval | bit } else { bits.optval & !bit };
        Ok(())
    }

    /// An option that is a bit.
    ///
    /// # Errors
    /// `INVAL` for an option that cannot be, `NOATTR` if it is not set.
    pub fn get_bit(&self, option: i32) -> Result<bool, Error> {
        let bit = Self::bit(option)?;
        let bits = self.bits.filter(|bits| bits.optmask & bit != 0).ok_or(Error::NOATTR)?;
        Ok(bits.optval & bit != 0)
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Parameters of neighbour tables, and of interfaces in them.

use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};

/// Parameters of a table, or of an interface in it; `NDTPA_*` of `linux/neighbour.h`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
#[expect(missing_docs, reason = "named as in the kernel's interface")]
pub enum Parm {
    Ifindex = 1,
    Refcnt = 2,
    ReachableTime = 3,
    BaseReachableTime = 4,
    RetransTime = 5,
    GcStaletime = 6,
    DelayProbeTime = 7,
    QueueLen = 8,
    AppProbes = 9,
    UcastProbes = 10,
    McastProbes = 11,
    AnycastDelay = 12,
    ProxyDelay = 13,
    ProxyQlen = 14,
    Locktime = 15,
}

/// The parameters that are numbers of 64 bits in messages: times in milliseconds.
const TIMES: [Parm; 8] = [
    Parm::ReachableTime,
    Parm::BaseReachableTime,
    Parm::RetransTime,
    Parm::GcStaletime,
    Parm::DelayProbeTime,
    Parm::AnycastDelay,
    Parm::ProxyDelay,
    Parm::Locktime,
];

/// The other ones.
const NUMBERS: [Parm; 7] = [
    Parm::Ifindex,
    Parm::Refcnt,
    Parm::QueueLen,
    Parm::AppProbes,
    Parm::UcastProbes,
    Parm::McastProbes,
    Parm::ProxyQlen,
];

/// Attributes in `NDTA_PARMS` that are known.
const NDTPA_END: usize = 16;

/// Parameters, those that are set.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parms([Option<u64>; NDTPA_END]);

impl Parms {
    fn place(parm: Parm) -> usize {
        usize::from(parm as u16)
    }

    /// A parameter.
    #[must_use]
    pub fn get(&self, parm: Parm) -> Option<u64> {
        self.0.get(Self::place(parm)).copied().flatten()
    }

    /// A parameter; 0 if it is not set.
    pub(super) fn or_zero(&self, parm: Parm) -> u64 {
        self.get(parm).unwrap_or(0)
    }

    /// Sets a parameter.
    pub fn set(&mut self, parm: Parm, value: u64) {
        if let Some(place) = self.0.get_mut(Self::place(parm)) {
            *place = Some(value);
        }
    }

    pub(super) fn read(table: &Table<'_, NDTPA_END>) -> Self {
        let mut parms = Self::default();
        for parm in TIMES {
            if let Some(time) = table.u64(parm as u16) {
                parms.set(parm, time);
            }
        }
        for parm in NUMBERS {
            if let Some(number) = table.u32(parm as u16) {
                parms.set(parm, number.into());
            }
        }
        parms
    }

    /// Appends the parameters to a message, but the interface, which says whose they are.
    pub(super) fn put(&self, ifindex: Option<u64>, message: Builder) -> Result<(), Error> {
        let number = |parm, value: u64| {
            message.put_plain(parm as u16, &u32::try_from(value).unwrap_or(u32::MAX))
        };
        if let Some(ifindex) = ifindex {
            number(Parm::Ifindex, ifindex)?;
        }
        for parm in
            [Parm::QueueLen, Parm::AppProbes, Parm::UcastProbes, Parm::McastProbes, Parm::ProxyQlen]
        {
            self.get(parm).map_or(Ok(()), |value| number(parm, value))?;
        }
        for parm in [
            Parm::BaseReachableTime,
            Parm::RetransTime,
            Parm::GcStaletime,
            Parm::DelayProbeTime,
            Parm::AnycastDelay,
            Parm::ProxyDelay,
            Parm::Locktime,
        ] {
            let put = |value| message.put_plain(parm as u16, &value);
            self.get(parm).map_or(Ok(()), put)?;
        }
        Ok(())
    }
}

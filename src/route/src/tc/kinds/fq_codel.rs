// SPDX-License-Identifier: LGPL-2.1-or-later
//! `fq_codel`: fair queueing with controlled delay.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::Builder;
use nl_sys::print::{Printer, Style};
use os::text::Append;

use crate::tc::kind::{self, Kind, attributes, whole};
use crate::tc::object::{Type, rtnl_tc};
use crate::tc::registry::Table;

/// What is set of it.
#[derive(Clone, Debug, Default)]
pub struct FqCodel {
    /// Most packets in the queue.
    pub limit: Option<u32>,
    /// Acceptable delay in microseconds.
    pub target: Option<u32>,
    /// Microseconds in which the delay must be acceptable once.
    pub interval: Option<u32>,
    /// Queues.
    pub flows: Option<u32>,
    /// Bytes that a queue sends at a time.
    pub quantum: Option<u32>,
    /// Whether packets are marked rather than dropped.
    pub ecn: Option<u32>,
}

/// Attributes, of `linux/pkt_sched.h`.
mod tca {
    pub(super) const TARGET: u16 = 1;
    pub(super) const LIMIT: u16 = 2;
    pub(super) const INTERVAL: u16 = 3;
    pub(super) const ECN: u16 = 4;
    pub(super) const FLOWS: u16 = 5;
    pub(super) const QUANTUM: u16 = 6;
    pub(super) const END: usize = 7;
}

/// The table of the kind.
pub static TABLE: Table = kind::table::<FqCodel>();

impl Kind for FqCodel {
    const NAME: &'static CStr = c"fq_codel";
    const TYPE: Type = Type::Qdisc;

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&mut self, _: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error> {
        let table = attributes::<{ tca::END }>(options);
        for (kind, place) in [
            (tca::TARGET, &mut self.target),
            (tca::INTERVAL, &mut self.interval),
            (tca::LIMIT, &mut self.limit),
            (tca::QUANTUM, &mut self.quantum),
            (tca::FLOWS, &mut self.flows),
            (tca::ECN, &mut self.ecn),
        ] {
            if let Some(value) = whole(&table, kind)? {
                *place = Some(value);
            }
        }
        Ok(())
    }

    fn fill(&mut self, _: &rtnl_tc, message: Builder) -> Result<(), Error> {
        for (kind, value) in [
            (tca::LIMIT, self.limit),
            (tca::INTERVAL, self.interval),
            (tca::TARGET, self.target),
            (tca::QUANTUM, self.quantum),
            (tca::FLOWS, self.flows),
            (tca::ECN, self.ecn),
        ] {
            if let Some(value) = value {
                message.put_plain(kind, &value)?;
            }
        }
        Ok(())
    }

    fn dump(&self, _: Style, to: &Printer<'_>) {
        to.with(|text| {
            for (name, value, unit) in [
                (&b" limit "[..], self.limit, &b" packets"[..]),
                (b" target ", self.target, b""),
                (b" interval ", self.interval, b""),
                (b" ecn ", self.ecn, b""),
                (b" flows ", self.flows, b""),
                (b" quantum ", self.quantum, b""),
            ] {
                if let Some(value) = value {
                    text.push(name);
                    text.push_dec(value.into());
                    text.push(unit);
                }
            }
        });
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
}

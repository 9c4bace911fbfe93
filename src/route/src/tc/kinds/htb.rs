// SPDX-License-Identifier: LGPL-2.1-or-later
//! `htb`: classes that have rates, and borrow from each other.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::message::Builder;
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use os::text::Append;

use crate::tc::dump::{Amount, push_handle};
use crate::tc::kind::{self, Kind, attributes, whole};
use crate::tc::object::{Type, attr, rtnl_tc};
use crate::tc::rate::{self, build_table, rtnl_ratespec, tc_ratespec};
use crate::tc::registry::Table;
use crate::uapi::plain;
plain! {
    /// The queueing discipline, of `linux/pkt_sched.h`.
    tc_htb_glob = 20 {
        version: u32, rate2quantum: u32, defcls: u32, debug: u32, direct_pkts: u32,
    }
    /// A class, of `linux/pkt_sched.h`.
    tc_htb_opt = 44 {
        rate: tc_ratespec, ceil: tc_ratespec, buffer: u32, cbuffer: u32, quantum: u32, level: u32,
        prio: u32,
    }
}

/// Attributes, of `linux/pkt_sched.h`.
mod tca {
    pub(super) const PARMS: u16 = 1;
    pub(super) const INIT: u16 = 2;
    pub(super) const CTAB: u16 = 3;
    pub(super) const RTAB: u16 = 4;
    pub(super) const RATE64: u16 = 6;
    pub(super) const CEIL64: u16 = 7;
    pub(super) const END: usize = 8;
}

/// `TC_HTB_PROTOVER`
const PROTOCOL_VERSION: u32 = 3;

/// What the kernel divides rates by to get quantums if nothing else is said.
const RATE2QUANTUM: u32 = 10;

/// What is set of a queueing discipline.
#[derive(Clone, Debug, Default)]
pub struct Qdisc {
    /// What rates are divided by to get quantums.
    pub rate2quantum: Option<u32>,
    /// The class of packets that nobody classifies.
    pub defcls: Option<u32>,
}

/// What is set of a class.
#[derive(Clone, Debug, Default)]
pub struct Class {
    /// Priority.
    pub prio: Option<u32>,
    /// The rate.
    pub rate: Option<rtnl_ratespec>,
    /// The rate up to which it borrows.
    pub ceil: Option<rtnl_ratespec>,
    /// Bytes that may be sent at once at the rate.
    pub rbuffer: Option<u32>,
    /// Bytes that may be sent at once at the higher rate.
    pub cbuffer: Option<u32>,
    /// Bytes that it sends at a time.
    pub quantum: Option<u32>,
    /// How far above the leaves it is.
    pub level: Option<u32>,
}

/// The table of the queueing discipline.
pub static QDISC: Table = kind::table::<Qdisc>();
/// The table of its classes.
pub static CLASS: Table = kind::table::<Class>();

impl Kind for Qdisc {
    const NAME: &'static CStr = c"htb";
    const TYPE: Type = Type::Qdisc;

    fn table() -> &'static Table {
        &QDISC
    }

    fn parse(&mut self, _: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error> {
        let table = attributes::<{ tca::END }>(options);
        if let Some(init) = whole::<tc_htb_glob, _>(&table, tca::INIT)? {
            self.rate2quantum = Some(init.rate2quantum);
            self.defcls = Some(init.defcls);
        }
        Ok(())
    }

    fn fill(&mut self, _: &rtnl_tc, message: Builder) -> Result<(), Error> {
        let init = tc_htb_glob {
            version: PROTOCOL_VERSION,
            rate2quantum: self.rate2quantum.unwrap_or(RATE2QUANTUM),
            defcls: self.defcls.unwrap_or(0),
            ..tc_htb_glob::default()
        };
        message.put_plain(tca::INIT, &init)
    }

    fn dump(&self, _: Style, to: &Printer<'_>) {
        to.with(|text| {
            if let Some(rate2quantum) = self.rate2quantum {
                text.push(b" r2q ");
                text.push_dec(rate2quantum.into());
            }
            if let Some(defcls) = self.defcls {
                text.push(b" default-class ");
                push_handle(text, defcls);
            }
        });
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
}

/// The bytes that may be sent at once, in ticks, unless the program says how many.
fn buffer(bytes: Option<u32>, rate: u64, mtu: u32) -> u32 {
    // SAFETY: has no preconditions.
    let hz = u64::try_from(unsafe { ffi::nl_get_psched_hz() }).unwrap_or(0);
    let usual = || {
        let bytes = rate.checked_div(hz).unwrap_or(0).wrapping_add(mtu.into());
        let [a, b, c, d, ..] = bytes.to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    };
    rate::txticks(bytes.unwrap_or_else(usual).cast_signed(), rate)
}

impl Kind for Class {
    const NAME: &'static CStr = c"htb";
    const TYPE: Type = Type::Class;
    const STYLES: [bool; 3] = [true, true, false];

    fn table() -> &'static Table {
        &CLASS
    }

    fn parse(&mut self, tc: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error> {
        let table = attributes::<{ tca::END }>(options);
        let rate64 = whole::<u64, _>(&table, tca::RATE64)?;
        let ceil64 = whole::<u64, _>(&table, tca::CEIL64)?;
        let Some(options) = whole::<tc_htb_opt, _>(&table, tca::PARMS)? else { return Ok(()) };
        let (mut rate, mut ceil) = (rtnl_ratespec::from(options.rate), options.ceil.into());
        for (rate, rate64) in [(&mut rate, rate64), (&mut ceil, ceil64)] {
            rate.rs_rate64 = rate64.unwrap_or(rate.rs_rate64);
        }
        let bytes = |ticks, rate: &rtnl_ratespec| {
            Some(rate::tickbytes(ticks, rate.rs_rate64).cast_unsigned())
        };
        *self = Self {
            prio: Some(options.prio),
            rbuffer: bytes(options.buffer, &rate),
            cbuffer: bytes(options.cbuffer, &ceil),
            quantum: Some(options.quantum),
            level: Some(options.level),
            rate: Some(rate),
            ceil: Some(ceil),
        };
        tc.set(attr::MPU, |tc| &tc.mpu, rate.rs_mpu.into());
        tc.set(attr::OVERHEAD, |tc| &tc.overhead, rate.rs_overhead.into());
        Ok(())
    }

    fn fill(&mut self, tc: &rtnl_tc, message: Builder) -> Result<(), Error> {
        let rate = self.rate.as_mut().ok_or(Error::MISSING_ATTR)?;
        let rates = build_table(tc, rate);
        let (ceils, ceil) = match &mut self.ceil {
            Some(ceil) => (build_table(tc, ceil), *ceil),
            None => (rates, *rate),
        };
        let mtu = tc.mtu();
        let options = tc_htb_opt {
            rate: rate.to_kernel(),
            ceil: ceil.to_kernel(),
            buffer: buffer(self.rbuffer, rate.rs_rate64, mtu),
            cbuffer: buffer(self.cbuffer, ceil.rs_rate64, mtu),
            quantum: self.quantum.unwrap_or(0),
            prio: self.prio.unwrap_or(0),
            ..tc_htb_opt::default()
        };
        message.put_plain(tca::PARMS, &options)?;
        for (kind, rate) in [(tca::RATE64, rate.rs_rate64), (tca::CEIL64, ceil.rs_rate64)] {
            if u32::try_from(rate).is_err() {
                message.put_plain(kind, &rate)?;
            }
        }
        message.put(tca::RTAB, plain::bytes(&rates))?;
        message.put(tca::CTAB, plain::bytes(&ceils))
    }

    fn dump(&self, style: Style, to: &Printer<'_>) {
        if style == Style::Line {
            dump_rate(c" rate %.2f%s/s (%.0f%s) log %u", self.rate.as_ref(), to);
            return;
        }
        dump_rate(c" ceil %.2f%s/s (%.0f%s) log %u", self.ceil.as_ref(), to);
        dump_number(b" prio ", self.prio, to);
        for (format, bytes) in
            [(c" rbuffer %.2f%s", self.rbuffer), (c" cbuffer %.2f%s", self.cbuffer)]
        {
            if let Some(bytes) = bytes {
                let Amount { value, unit } = Amount::bytes(bytes.into());
                // SAFETY: live parameters, and arguments as the format says.
                unsafe { ffi::nl_dump(to.as_ptr(), format.as_ptr(), value, unit) };
            }
        }
        dump_number(b" quantum ", self.quantum, to);
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
}

fn dump_rate(format: &CStr, rate: Option<&rtnl_ratespec>, to: &Printer<'_>) {
    let Some(rate) = rate else { return };
    let bytes = Amount::bytes(rate.rs_rate64);
    let bits = Amount::bits(rate.rs_rate64.wrapping_mul(8));
    // SAFETY: live parameters, and arguments as the format says.
    unsafe {
        ffi::nl_dump(
            to.as_ptr(),
            format.as_ptr(),
            bytes.value,
            bytes.unit,
            bits.value,
            bits.unit,
            rate.cell(),
        );
    };
}

fn dump_number(name: &[u8], number: Option<u32>, to: &Printer<'_>) {
    if let Some(number) = number {
        to.with(|text| {
            text.push(name);
            text.push_dec(number.into());
        });
    }
}

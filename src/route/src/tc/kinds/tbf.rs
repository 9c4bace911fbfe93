// SPDX-License-Identifier: LGPL-2.1-or-later
//! `tbf`: a queue that is limited to a rate, and perhaps to a peak rate.

use core::ffi::CStr;

use libc::c_double;
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::message::Builder;
use nl_sys::plain;
use nl_sys::print::{Printer, Style};

use crate::tc::dump::Amount;
use crate::tc::kind::{self, Kind, attributes, whole};
use crate::tc::object::{Type, attr, rtnl_tc};
use crate::tc::rate::{self, CELL_LOG_UNSET, build_table, cell_log, rtnl_ratespec, tc_ratespec};
use crate::tc::registry::Table;
use crate::uapi::plain;
plain! {
    /// The queueing discipline, of `linux/pkt_sched.h`.
    tc_tbf_qopt = 36 {
        rate: tc_ratespec, peakrate: tc_ratespec, limit: u32, buffer: u32, mtu: u32,
    }
}

/// Attributes, of `linux/pkt_sched.h`.
mod tca {
    pub(super) const PARMS: u16 = 1;
    pub(super) const RTAB: u16 = 2;
    pub(super) const PTAB: u16 = 3;
    pub(super) const END: usize = 4;
}

/// A rate, and how much may be sent at once.
#[derive(Clone, Copy, Debug, Default)]
pub struct Bucket {
    /// The rate.
    pub rate: rtnl_ratespec,
    /// Bytes that may be sent at once.
    pub size: i32,
    /// The time that these take, in ticks.
    txtime: u32,
}

impl Bucket {
    /// One of a rate in bytes per second; the size of cells of its table is to be found if it is `None`.
    #[must_use]
    pub fn new(rate: i32, size: i32, cell_log: Option<u8>) -> Self {
        let rate64 = rate_of_int(rate);
        let mut spec = rtnl_ratespec::new(rate64);
        spec.rs_cell_log = cell_log.unwrap_or(CELL_LOG_UNSET);
        Self { rate: spec, size, txtime: rate::txticks(size, rate64) }
    }

    fn from_kernel(rate: tc_ratespec, ticks: u32) -> Self {
        let size = rate::tickbytes(ticks, rate.rate.into());
        Self { rate: rate.into(), size, txtime: ticks }
    }

    /// The rate as C gets to see it.
    #[must_use]
    pub fn rate(&self) -> i32 {
        let [a, b, c, d, ..] = self.rate.rs_rate64.to_le_bytes();
        i32::from_le_bytes([a, b, c, d])
    }

    /// How long the queue gets at most if packets wait no longer than `latency` microseconds.
    fn limit(&self, latency: i32) -> c_double {
        let rate = self.rate.rs_rate64 as c_double;
        rate * (c_double::from(latency) / 1_000_000.0) + c_double::from(self.size)
    }
}

/// A rate that C has as an `int`: it is 64 bits wide in the end, sign included.
fn rate_of_int(rate: i32) -> u64 {
    i64::from(rate).cast_unsigned()
}

/// The binary logarithm of the size of cells that a program sets; `None` for 0.
///
/// # Errors
/// `INVAL` for what is no power of two.
pub fn checked_cell_log(cell: i32) -> Result<Option<u8>, Error> {
    if cell == 0 { Ok(None) } else { cell_log(cell).map(Some).ok_or(Error::INVAL) }
}

/// What is set of it.
#[derive(Clone, Debug, Default)]
pub struct Tbf {
    /// Most bytes in the queue.
    pub limit: Option<u32>,
    /// The rate.
    pub rate: Option<Bucket>,
    /// The rate that is not exceeded for any time.
    pub peak: Option<Bucket>,
}

/// The table of the kind.
pub static TABLE: Table = kind::table::<Tbf>();

impl Tbf {
    /// Sets the limit such that packets wait no longer than `latency` microseconds.
    ///
    /// # Errors
    /// `MISSING_ATTR` if the rate is not set.
    pub fn set_latency(&mut self, latency: i32) -> Result<(), Error> {
        let limit = self.rate.as_ref().ok_or(Error::MISSING_ATTR)?.limit(latency);
        let limit = self.peak.map_or(limit, |peak| peak.limit(latency).min(limit));
        self.limit = Some(rate::to_int(limit).cast_unsigned());
        Ok(())
    }
}

impl Kind for Tbf {
    const NAME: &'static CStr = c"tbf";
    const TYPE: Type = Type::Qdisc;
    const STYLES: [bool; 3] = [true, true, false];

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&mut self, tc: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error> {
        let table = attributes::<{ tca::END }>(options);
        let Some(options) = whole::<tc_tbf_qopt, _>(&table, tca::PARMS)? else { return Ok(()) };
        self.limit = Some(options.limit);
        self.rate = Some(Bucket::from_kernel(options.rate, options.buffer));
        self.peak = Some(Bucket::from_kernel(options.peakrate, options.mtu));
        tc.set(attr::MPU, |tc| &tc.mpu, options.rate.mpu.into());
        tc.set(attr::OVERHEAD, |tc| &tc.overhead, options.rate.overhead.into());
        Ok(())
    }

    fn fill(&mut self, tc: &rtnl_tc, message: Builder) -> Result<(), Error> {
        let limit = self.limit.ok_or(Error::MISSING_ATTR)?;
        let bucket = self.rate.as_mut().ok_or(Error::MISSING_ATTR)?;
        let rates = build_table(tc, &mut bucket.rate);
        let mut options = tc_tbf_qopt {
            rate: bucket.rate.to_kernel(),
            limit,
            buffer: bucket.txtime,
            ..tc_tbf_qopt::default()
        };
        let peaks = self.peak.as_mut().map(|peak| {
            let table = build_table(tc, &mut peak.rate);
            options.peakrate = peak.rate.to_kernel();
            options.mtu = peak.txtime;
            table
        });
        message.put_plain(tca::PARMS, &options)?;
        message.put(tca::RTAB, plain::bytes(&rates))?;
        peaks.map_or(Ok(()), |peaks| message.put(tca::PTAB, plain::bytes(&peaks)))
    }

    fn dump(&self, style: Style, to: &Printer<'_>) {
        let bucket = self.rate.unwrap_or_default();
        if style == Style::Line {
            let bytes = Amount::bytes(bucket.rate.rs_rate64);
            let bits = Amount::bits(bucket.rate.rs_rate64.wrapping_mul(8));
            let limit = Amount::bytes(self.limit.unwrap_or(0).into());
            // SAFETY: live parameters, and arguments as the format says.
            unsafe {
                ffi::nl_dump(
                    to.as_ptr(),
                    c" rate %.2f%s/s (%.0f%s) limit %.2f%s".as_ptr(),
                    bytes.value,
                    bytes.unit,
                    bits.value,
                    bits.unit,
                    limit.value,
                    limit.unit,
                );
            };
            return;
        }
        let size = Amount::bytes(wide(bucket.size));
        let cell = Amount::bytes(wide(bucket.rate.cell()));
        // SAFETY: live parameters, and arguments as the format says.
        unsafe {
            ffi::nl_dump(
                to.as_ptr(),
                c"rate-bucket-size %1.f%s rate-cell-size %.1f%s\n".as_ptr(),
                size.value,
                size.unit,
                cell.value,
                cell.unit,
            );
        };
        if let Some(peak) = &self.peak {
            dump_peak(peak, to);
        }
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
}

/// C's `int` as the wide number that units are found for.
fn wide(number: i32) -> u64 {
    i64::from(number).cast_unsigned()
}

fn dump_peak(peak: &Bucket, to: &Printer<'_>) {
    let bytes = Amount::bytes(peak.rate.rs_rate64);
    let bits = Amount::bits(peak.rate.rs_rate64.wrapping_mul(8));
    let size = Amount::bits(wide(peak.size));
    let cell = Amount::bits(wide(peak.rate.cell()));
    // SAFETY: live parameters, and arguments as the format says.
    unsafe {
        ffi::nl_dump_line(
            to.as_ptr(),
            c"    peak-rate %.2f%s/s (%.0f%s) bucket-size %.1f%s cell-size %.1f%s".as_ptr(),
            bytes.value,
            bytes.unit,
            bits.value,
            bits.unit,
            size.value,
            size.unit,
            cell.value,
            cell.unit,
        );
    };
}

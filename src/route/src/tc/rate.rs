// SPDX-License-Identifier: LGPL-2.1-or-later
//! Rates, and the tables of transmission times that older kernels want.

use core::mem::offset_of;

use nl_sys::ffi;

use super::object::rtnl_tc;
use crate::uapi::plain;

/// Entries of a table: `RTNL_TC_RTABLE_SIZE`
pub const TABLE_SIZE: usize = 256;

/// A table: the time that packets of a size take, in ticks of the kernel's.
pub type Table = [u32; TABLE_SIZE];

/// Let [`build_table`] find the size of cells.
pub const CELL_LOG_UNSET: u8 = u8::MAX;

/// A rate.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct rtnl_ratespec {
    /// Bytes per second.
    pub rs_rate64: u64,
    /// Bytes per packet that the kernel does not see.
    pub rs_overhead: u16,
    /// Offset of the table's sizes.
    pub rs_cell_align: i16,
    /// Smallest packet.
    pub rs_mpu: u16,
    /// The binary logarithm of the difference between two sizes in the table.
    pub rs_cell_log: u8,
}

const _: () = assert!(size_of::<rtnl_ratespec>() == 16 && offset_of!(rtnl_ratespec, rs_mpu) == 12);

plain! {
    /// A rate as the kernel has it, of `linux/pkt_sched.h`.
    tc_ratespec = 12 {
        cell_log: u8, linklayer: u8, overhead: u16, cell_align: i16, mpu: u16, rate: u32,
    }
}

impl From<tc_ratespec> for rtnl_ratespec {
    fn from(rate: tc_ratespec) -> Self {
        Self {
            rs_rate64: rate.rate.into(),
            rs_overhead: rate.overhead,
            rs_cell_align: rate.cell_align,
            rs_mpu: rate.mpu,
            rs_cell_log: rate.cell_log,
        }
    }
}

impl rtnl_ratespec {
    /// A rate whose table is still to be made.
    #[must_use]
    pub fn new(rate: u64) -> Self {
        Self { rs_rate64: rate, rs_cell_log: CELL_LOG_UNSET, ..Self::default() }
    }

    /// The rate as far as it fits 32 bits.
    #[must_use]
    pub fn rate32(&self) -> u32 {
        u32::try_from(self.rs_rate64).unwrap_or(u32::MAX)
    }

    /// As the kernel has it.
    #[must_use]
    pub fn to_kernel(&self) -> tc_ratespec {
        tc_ratespec {
            cell_log: self.rs_cell_log,
            linklayer: 0,
            overhead: self.rs_overhead,
            cell_align: self.rs_cell_align,
            mpu: self.rs_mpu,
            rate: self.rate32(),
        }
    }

    /// The difference between two sizes in the table.
    #[must_use]
    pub fn cell(&self) -> i32 {
        1_i32.wrapping_shl(self.rs_cell_log.into())
    }
}

/// C's `int` for a number, as x86 converts what does not fit.
#[must_use]
pub fn to_int(number: f64) -> i32 {
    if number.is_nan() || number >= 2_147_483_648.0 || number <= -2_147_483_649.0 {
        return i32::MIN;
    }
    #[expect(clippy::cast_possible_truncation, reason = "in range by the check above")]
    let int = number as i32;
    int
}

/// A rate as a floating-point number.
fn float(rate: u64) -> f64 {
    // To the next number that has one, as C does.
    rate as f64
}

/// Microseconds that so many bytes take at a rate in bytes per second.
#[must_use]
pub fn txtime(bytes: i32, rate: f64) -> i32 {
    to_int(f64::from(bytes) / rate * 1_000_000.0)
}

/// Bytes that can be sent in so many microseconds at a rate in bytes per second.
#[must_use]
pub fn bufsize(txtime: i32, rate: f64) -> i32 {
    to_int(f64::from(txtime) * rate / 1_000_000.0)
}

/// Ticks of the kernel's that so many bytes take at a rate in bytes per second.
#[must_use]
pub fn txticks(bytes: i32, rate: u64) -> u32 {
    // SAFETY: takes any number.
    unsafe { ffi::nl_us2ticks(txtime(bytes, float(rate)).cast_unsigned()) }
}

/// Bytes that can be sent in so many ticks of the kernel's at a rate in bytes per second.
#[must_use]
pub fn tickbytes(ticks: u32, rate: u64) -> i32 {
    // SAFETY: takes any number.
    let us = unsafe { ffi::nl_ticks2us(ticks) };
    bufsize(us.cast_signed(), float(rate))
}

/// The binary logarithm of a power of two; `None` for another number.
#[must_use]
pub fn cell_log(size: i32) -> Option<u8> {
    let size = size.cast_unsigned();
    if size.is_power_of_two() { u8::try_from(size.trailing_zeros()).ok() } else { None }
}

/// The type of ATM interfaces, and the cells they send.
const ARPHRD_ATM: u32 = 19;
const ATM_CELL_SIZE: u32 = 53;
const ATM_CELL_PAYLOAD: u32 = 48;

/// Bytes that a packet takes on the wire.
fn wire_size(size: u32, mpu: u32, linktype: u32) -> u32 {
    let size = size.max(mpu);
    if linktype == ARPHRD_ATM {
        return size.div_ceil(ATM_CELL_PAYLOAD).wrapping_mul(ATM_CELL_SIZE);
    }
    size
}

/// Computes the table of a rate, on the interface of an object, and notes in the rate what it was computed
/// with.
#[must_use]
pub fn build_table(tc: &rtnl_tc, rate: &mut rtnl_ratespec) -> Table {
    let mtu = match tc.mtu() {
        0 => 2047,
        mtu => mtu,
    };
    rate.rs_mpu = low_half(tc.mpu.get());
    rate.rs_overhead = low_half(tc.overhead.get());
    rate.rs_cell_align = -1;
    if rate.rs_cell_log == CELL_LOG_UNSET {
        // The largest packet must be in the table.
        rate.rs_cell_log = (0..32).find(|&log| mtu >> log < 256).unwrap_or(0);
    }
    let linktype = tc.linktype();
    let mut table = [0; TABLE_SIZE];
    for (size, time) in (1_u32..).zip(&mut table) {
        let size = size.wrapping_shl(rate.rs_cell_log.into());
        let size = wire_size(size, rate.rs_mpu.into(), linktype);
        *time = txticks(size.cast_signed(), rate.rs_rate64);
    }
    table
}

/// The kernel has 16 bits for these.
fn low_half(number: u32) -> u16 {
    let [a, b, ..] = number.to_le_bytes();
    u16::from_le_bytes([a, b])
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Sizes, rates, probabilities and times as people write them, and what the kernel counts in.

use core::ffi::CStr;
use core::ptr;
use core::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};

use libc::{c_char, c_int, c_long};
use nl_sys::error::Error;
use os::lock::RwLock;

use crate::strings::{Append, Buffer};

/// A unit: from how many on it is used, and its name.
type Unit = (u64, &'static CStr);

const BYTES: &[Unit] =
    &[(1 << 40, c"TiB"), (1 << 30, c"GiB"), (1 << 20, c"MiB"), (1 << 10, c"KiB"), (1, c"B")];

const BITS: &[Unit] = &[
    (1_000_000_000_000, c"Tbit"),
    (1_000_000_000, c"Gbit"),
    (1_000_000, c"Mbit"),
    (1_000, c"Kbit"),
    (1, c"bit"),
];

const MICROSECONDS: &[Unit] = &[(1_000_000, c"s"), (1_000, c"ms"), (1, c"us")];

/// What `nl_size2str()` uses. Programs know the first two by these names.
const SIZES: &[Unit] = &[
    (1 << 50, c"EiB"),
    (1 << 40, c"TiB"),
    (1 << 30, c"GiB"),
    (1 << 20, c"MiB"),
    (1 << 10, c"KiB"),
];

#[expect(clippy::cast_precision_loss, reason = "it is for people")]
fn in_units(value: u64, units: &[Unit]) -> (f64, &'static CStr) {
    let (size, name) =
        units.iter().find(|(size, _)| value >= *size).or(units.last()).copied().unwrap_or((1, c""));
    (value as f64 / size as f64, name)
}

/// A number of bytes in the largest unit of which it is at least one.
#[must_use]
pub fn bytes(value: u64) -> (f64, &'static CStr) {
    in_units(value, BYTES)
}

/// A number of bits in the largest unit of which it is at least one.
#[must_use]
pub fn bits(value: u64) -> (f64, &'static CStr) {
    in_units(value, BITS)
}

/// A number of microseconds in the largest unit of which it is at least one.
#[must_use]
pub fn microseconds(value: u32) -> (f64, &'static CStr) {
    in_units(value.into(), MICROSECONDS)
}

/// Writes a rate per second with its unit, and returns how long the text is without being cut off.
///
/// # Safety
/// `len` bytes at `buf` are writable.
pub unsafe fn rate((value, unit): (f64, &CStr), buf: *mut c_char, len: usize) -> c_int {
    // SAFETY: a double and a string, as the format says; the buffer by contract.
    unsafe { libc::snprintf(buf, len, c"%.2f%s/s".as_ptr(), value, unit.as_ptr()) }
}

/// Writes a size with two digits and its unit; below 1024 bytes, exactly.
pub fn size(value: usize, to: &mut Buffer<'_>) {
    let value = value as u64;
    if value < 1 << 10 {
        to.push_dec(value);
        return to.push(b"B");
    }
    let (value, unit) = in_units(value, SIZES);
    let mut text = [0_u8; 32];
    // SAFETY: a double, as the format says, and 32 bytes to write to.
    unsafe { libc::snprintf(text.as_mut_ptr().cast(), 32, c"%.2g".as_ptr(), value) };
    if let Ok(text) = CStr::from_bytes_until_nul(&text) {
        to.push_c(text);
    }
    to.push_c(unit);
}

/// Reads a size: a number and, in any case, `b`, `k`, `kb`, `m`, `mb`, `g`, `gb` (of 1024), or `bit`,
/// `kbit`, `mbit`, `gbit` (of 1000, eight to a byte).
///
/// # Errors
/// `NLE_INVAL` if it is none.
pub fn parse_size(text: &CStr) -> Result<c_long, Error> {
    const FACTORS: [(&CStr, c_long); 10] = [
        (c"", 1),
        (c"b", 1),
        (c"k", 1 << 10),
        (c"kb", 1 << 10),
        (c"m", 1 << 20),
        (c"mb", 1 << 20),
        (c"g", 1 << 30),
        (c"gb", 1 << 30),
        (c"kbit", 1_000 / 8),
        (c"mbit", 1_000_000 / 8),
    ];
    let mut end = ptr::null_mut();
    // SAFETY: a string, and a place for where its number ends.
    let value = unsafe { libc::strtol(text.as_ptr(), &raw mut end, 0) };
    if ptr::eq(end, text.as_ptr()) {
        return Err(Error::INVAL);
    }
    // SAFETY: strtol leaves a pointer into the string, or to its NUL.
    let unit = unsafe { CStr::from_ptr(end) };
    let is = |name: &CStr| crate::strings::same(unit, name);
    if is(c"bit") {
        return Ok(value / 8);
    }
    if is(c"gbit") {
        return Ok(value.wrapping_mul(1_000_000_000 / 8));
    }
    let factor = FACTORS.iter().find(|(name, _)| is(name));
    factor.map(|(_, factor)| value.wrapping_mul(*factor)).ok_or(Error::INVAL)
}

/// Reads a probability, 0 to 1 or 0% to 100%, as a share of 2^32 - 1.
///
/// # Errors
/// `NLE_INVAL` if it is none, `NLE_RANGE` if it is below 0 or above 1.
pub fn parse_probability(text: &CStr) -> Result<c_long, Error> {
    let mut end = ptr::null_mut();
    // SAFETY: a string, and a place for where its number ends.
    let mut value = unsafe { libc::strtod(text.as_ptr(), &raw mut end) };
    if ptr::eq(end, text.as_ptr()) {
        return Err(Error::INVAL);
    }
    if value > 1.0 {
        value /= 100.0;
    }
    // Not `value < 0.0 || value > 1.0`: that accepts what is no number.
    if !(0.0..=1.0).contains(&value) {
        return Err(Error::RANGE);
    }
    // SAFETY: strtod leaves a pointer into the string, or to its NUL.
    let unit = unsafe { CStr::from_ptr(end) };
    if !unit.is_empty() && unit != c"%" {
        return Err(Error::INVAL);
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 2^32")]
    Ok((value * f64::from(u32::MAX) + 0.5) as c_long)
}

/// Reads a time in milliseconds: numbers, each with the beginning of `sec`, `min`, `hour` or `day` or
/// nothing behind it, with one blank between.
///
/// # Errors
/// `NLE_INVAL` if it is none.
pub fn parse_time(text: &CStr) -> Result<u64, Error> {
    const UNITS: [(&[u8], u64); 4] =
        [(b"sec", 1_000), (b"min", 60_000), (b"hour", 3_600_000), (b"day", 86_400_000)];
    let mut total = 0_u64;
    let mut text = text;
    loop {
        let mut end = ptr::null_mut();
        // SAFETY: a string, and a place for where its number ends.
        let value = unsafe { libc::strtoul(text.as_ptr(), &raw mut end, 0) };
        if ptr::eq(end, text.as_ptr()) {
            return Err(Error::INVAL);
        }
        // SAFETY: strtoul leaves a pointer into the string, or to its NUL.
        let rest = unsafe { CStr::from_ptr(end) };
        let unit = rest.to_bytes().split(|byte| b" \t".contains(byte)).next().unwrap_or_default();
        let factor = if unit.is_empty() {
            1
        } else {
            let begins = |name: &[u8]| {
                name.get(..unit.len()).is_some_and(|start| start.eq_ignore_ascii_case(unit))
            };
            let found = UNITS.iter().find(|(name, _)| begins(name));
            found.map(|(_, factor)| *factor).ok_or(Error::INVAL)?
        };
        total = total.wrapping_add(value.wrapping_mul(factor));
        // SAFETY: the unit is a part of the string.
        text = unsafe { CStr::from_ptr(rest.as_ptr().wrapping_add(unit.len())) };
        if text.is_empty() {
            return Ok(total);
        }
    }
}

/// Writes a time: days, hours, minutes, seconds and milliseconds, those that are not 0.
pub fn time(milliseconds: u64, to: &mut Buffer<'_>) {
    const UNITS: [(u64, &[u8]); 5] =
        [(86_400_000, b"d"), (3_600_000, b"h"), (60_000, b"m"), (1_000, b"s"), (1, b"msec")];
    if milliseconds == 0 {
        return to.push(b"0msec");
    }
    let mut left = milliseconds;
    let mut space: &[u8] = b"";
    for (size, name) in UNITS {
        if left >= size {
            to.push(space);
            to.push_dec(left.checked_div(size).unwrap_or(0));
            to.push(name);
            left = left.checked_rem(size).unwrap_or(0);
            space = b" ";
        }
    }
}

/// What the kernel counts in.
#[derive(Clone, Copy)]
pub struct Clock {
    /// `USER_HZ`.
    pub user_hz: u32,
    /// The packet scheduler's.
    pub psched_hz: u32,
    /// Ticks of the packet scheduler.
    pub ticks_per_us: f64,
}

static READY: AtomicBool = AtomicBool::new(false);
static USER_HZ: AtomicU32 = AtomicU32::new(0);
static PSCHED_HZ: AtomicU32 = AtomicU32::new(0);
static TICKS_PER_US: AtomicU64 = AtomicU64::new(0);
/// Held by the thread that finds out, so that there is one answer.
static FINDING_OUT: RwLock<()> = RwLock::new(());

/// What the kernel counts in, as the environment or else the system says. Found out once.
#[must_use]
pub fn clock() -> Clock {
    if !READY.load(Ordering::Acquire) {
        find_out();
    }
    Clock {
        user_hz: USER_HZ.load(Ordering::Relaxed),
        psched_hz: PSCHED_HZ.load(Ordering::Relaxed),
        ticks_per_us: f64::from_bits(TICKS_PER_US.load(Ordering::Relaxed)),
    }
}

#[cold]
#[inline(never)]
fn find_out() {
    let _guard = FINDING_OUT.write();
    if READY.load(Ordering::Acquire) {
        return;
    }
    let clock = ask();
    USER_HZ.store(clock.user_hz, Ordering::Relaxed);
    PSCHED_HZ.store(clock.psched_hz, Ordering::Relaxed);
    TICKS_PER_US.store(clock.ticks_per_us.to_bits(), Ordering::Relaxed);
    READY.store(true, Ordering::Release);
}

#[expect(clippy::cast_possible_truncation, reason = "HZ has 32 bits")]
fn ask() -> Clock {
    let hz = environment(c"HZ").map(|text| {
        // SAFETY: a string, whose number may end anywhere.
        unsafe { libc::strtol(text.as_ptr(), ptr::null_mut(), 0) }
    });
    let hz = hz.filter(|&hz| hz != c_long::MIN && hz != c_long::MAX).unwrap_or_else(|| {
        // SAFETY: takes any integer.
        unsafe { libc::sysconf(libc::_SC_CLK_TCK) }
    });
    let user_hz = hz.cast_unsigned() as u32;
    let mut clock = Clock { user_hz, psched_hz: user_hz, ticks_per_us: 1.0 };
    if let Some(text) = environment(c"TICKS_PER_USEC") {
        // SAFETY: a string, whose number may end anywhere.
        clock.ticks_per_us = unsafe { libc::strtod(text.as_ptr(), ptr::null_mut()) };
    } else if let Some([ns_per_us, ns_per_tick, unit, hz]) = psched() {
        clock.ticks_per_us = f64::from(ns_per_us) / f64::from(ns_per_tick);
        if unit == 1_000_000 {
            clock.psched_hz = hz;
        }
    }
    clock
}

/// The four numbers of `/proc/net/psched`; none if there is no such file, or it is of another form.
fn psched() -> Option<[u32; 4]> {
    let mut path = [0_u8; 4096];
    // SAFETY: only written to until `path` is used.
    let mut name = unsafe { Buffer::new(path.as_mut_ptr().cast(), path.len()) };
    if let Some(file) = environment(c"PROC_NET_PSCHED") {
        name.push_c(file);
    } else {
        name.push_c(environment(c"PROC_ROOT").unwrap_or(c"/proc"));
        name.push(b"/net/psched");
    }
    let mut text = [0_u8; 128];
    read_file(CStr::from_bytes_until_nul(&path).ok()?, &mut text)?;
    let mut numbers = [0_u32; 4];
    let [a, b, c, d] = &mut numbers;
    let format = c"%08x %08x %08x %08x".as_ptr();
    let (a, b, c, d) = (&raw mut *a, &raw mut *b, &raw mut *c, &raw mut *d);
    // SAFETY: a string, and four numbers to write to, as the format says.
    let found = unsafe { libc::sscanf(text.as_ptr().cast(), format, a, b, c, d) };
    (found == 4 && numbers[1] != 0).then_some(numbers)
}

/// Reads the beginning of a file, and leaves a NUL behind it.
fn read_file(path: &CStr, to: &mut [u8; 128]) -> Option<()> {
    // SAFETY: a string.
    let fd = unsafe { libc::open(path.as_ptr(), libc::O_RDONLY | libc::O_CLOEXEC) };
    if fd < 0 {
        return None;
    }
    // SAFETY: one byte less than there is room for.
    let len = unsafe { libc::read(fd, to.as_mut_ptr().cast(), to.len() - 1) };
    // SAFETY: open, and not used again.
    unsafe { libc::close(fd) };
    (len > 0).then_some(())
}

/// A variable of the environment.
fn environment(name: &CStr) -> Option<&'static CStr> {
    // SAFETY: a string.
    let value = unsafe { libc::getenv(name.as_ptr()) };
    if value.is_null() {
        return None;
    }
    // SAFETY: a string; that nobody changes the environment meanwhile is every C program's affair.
    Some(unsafe { CStr::from_ptr(value) })
}

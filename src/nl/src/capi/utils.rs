// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/utils.h`, but for the variadic `nl_dump()` and `nl_dump_line()`: those are in C, in
//! `shim/variadic.c`.

use core::ffi::CStr;

use libc::{c_char, c_double, c_int, c_long, c_ulonglong};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_dump_params;

use super::private::c_str;
use crate::strings::Buffer;
use crate::{dump, protocols, units};

/// A number of bytes in a unit that people can read: `B`, `KiB`, `MiB`, `GiB` or `TiB`, of 1024 each.
///
/// C: `double n = nl_cancel_down_bytes(bytes, &unit); printf("%.2f%s", n, unit);`
///
/// Returns the number, and sets `*unit` to a constant string unless `unit` is NULL.
///
/// # Safety
/// `unit` is writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cancel_down_bytes(l: c_ulonglong, unit: *mut *mut c_char) -> c_double {
    // SAFETY: by contract.
    unsafe { split(units::bytes(l), unit) }
}

/// A number of bits in a unit that people can read: `bit`, `Kbit`, `Mbit`, `Gbit` or `Tbit`, of 1000
/// each.
///
/// C: `double n = nl_cancel_down_bits(bits, &unit); printf("%.2f%s", n, unit);`
///
/// Returns the number, and sets `*unit` to a constant string unless `unit` is NULL.
///
/// # Safety
/// `unit` is writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cancel_down_bits(l: c_ulonglong, unit: *mut *mut c_char) -> c_double {
    // SAFETY: by contract.
    unsafe { split(units::bits(l), unit) }
}

/// Writes a rate with two decimals and its unit: `1.50MiB/s`, `12.00Kbit/s`.
///
/// C: `nl_rate2str(rate, NL_BIT_RATE, buf, sizeof(buf));`
///
/// `rate` is in bytes per second if `type` is `NL_BYTE_RATE`, in bits per second if it is `NL_BIT_RATE`.
/// Returns what `snprintf(3)` does: how long the whole text is. `-NLE_INVAL` for another `type`.
///
/// # Safety
/// `len` bytes at `buf` are writable; it may be NULL if `len` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_rate2str(
    rate: c_ulonglong,
    r#type: c_int,
    buf: *mut c_char,
    len: usize,
) -> c_int {
    const NL_BYTE_RATE: c_int = 0;
    const NL_BIT_RATE: c_int = 1;
    let rate = match r#type {
        NL_BYTE_RATE => units::bytes(rate),
        NL_BIT_RATE => units::bits(rate),
        _ => return Err::<c_int, _>(Error::INVAL).into_c(),
    };
    let len = if buf.is_null() { 0 } else { len };
    // SAFETY: by contract.
    unsafe { units::rate(rate, buf, len) }
}

/// A number of microseconds in a unit that people can read: `us`, `ms` or `s`.
///
/// C: `double n = nl_cancel_down_us(us, &unit); printf("%.2f%s", n, unit);`
///
/// Returns the number, and sets `*unit` to a constant string unless `unit` is NULL.
///
/// # Safety
/// `unit` is writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cancel_down_us(l: u32, unit: *mut *mut c_char) -> c_double {
    // SAFETY: by contract.
    unsafe { split(units::microseconds(l), unit) }
}

/// # Safety
/// `unit` is writable or NULL.
unsafe fn split((value, name): (f64, &'static CStr), unit: *mut *mut c_char) -> c_double {
    if !unit.is_null() {
        // SAFETY: by contract.
        unsafe { unit.write(name.as_ptr().cast_mut()) };
    }
    value
}

/// Reads a size in bytes.
///
/// C: `long bytes = nl_size2int("512kb");`
///
/// The text is a whole number (decimal, `0x…` or `0…`) and, in any case, one of `b`, `k`, `kb`, `m`, `mb`,
/// `g`, `gb` (of 1024) or `bit`, `kbit`, `mbit`, `gbit` (of 1000, eight to a byte), or nothing. Returns
/// `-NLE_INVAL` for another text, or NULL.
///
/// # Safety
/// `str` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_size2int(str: *const c_char) -> c_long {
    // SAFETY: by contract.
    let text = unsafe { c_str(str) };
    long(text.ok_or(Error::INVAL).and_then(units::parse_size))
}

/// Writes a size in a unit that people can read, with two digits: `1KiB`, `3.5MiB`.
///
/// C: `printf("%s\n", nl_size2str(bytes, buf, sizeof(buf)));`
///
/// Below 1024 bytes the text is exact: `1000B`. The unit of 2^50 is called `EiB`, as it always was. Of
/// `len` bytes at most `len - 1` are text, and a NUL follows. Returns `buf`.
///
/// # Safety
/// `len` bytes at `buf` are writable, or it is NULL (nothing is written).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_size2str(size: usize, buf: *mut c_char, len: usize) -> *mut c_char {
    // SAFETY: by contract.
    units::size(size, &mut unsafe { Buffer::new(buf, len) });
    buf
}

/// Reads a probability.
///
/// C: `long prob = nl_prob2int("0.5%");`
///
/// The text is a number from 0 to 1, or from 0 to 100 (a share of 100), with or without `%` behind.
/// Returns the share of `NL_PROB_MAX`, `-NLE_RANGE` for a number outside, `-NLE_INVAL` for another text,
/// or NULL.
///
/// # Safety
/// `str` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_prob2int(str: *const c_char) -> c_long {
    // SAFETY: by contract.
    let text = unsafe { c_str(str) };
    long(text.ok_or(Error::INVAL).and_then(units::parse_probability))
}

fn long(result: Result<c_long, Error>) -> c_long {
    result.unwrap_or_else(|error| c_long::from(error.0).saturating_neg())
}

/// Ticks per second of the times that the kernel shows to programs (`USER_HZ`).
///
/// C: `seconds = ticks / nl_get_user_hz();`
///
/// `HZ` in the environment, or else what the system says. This and the next three functions look at the
/// environment and at `/proc/net/psched` once in a process; threads may call them at the same time.
/// `PROC_NET_PSCHED` in the environment names another file, `PROC_ROOT` another folder than `/proc`. If
/// the file cannot be read, or makes no sense, a tick is a microsecond.
#[unsafe(no_mangle)]
pub extern "C" fn nl_get_user_hz() -> c_int {
    units::clock().user_hz.cast_signed()
}

/// Ticks per second of the kernel's packet scheduler; see `nl_get_user_hz()`.
///
/// C: `burst = rate / nl_get_psched_hz() + mtu;`
#[unsafe(no_mangle)]
pub extern "C" fn nl_get_psched_hz() -> c_int {
    units::clock().psched_hz.cast_signed()
}

/// Microseconds in ticks of the kernel's packet scheduler; see `nl_get_user_hz()`.
///
/// C: `opt.latency = nl_us2ticks(usec);`
///
/// `TICKS_PER_USEC` in the environment says how many a microsecond has, or else `/proc/net/psched`. More
/// than 32 bits hold is the highest number they hold.
#[unsafe(no_mangle)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
pub extern "C" fn nl_us2ticks(us: u32) -> u32 {
    (f64::from(us) * units::clock().ticks_per_us) as u32
}

/// Ticks of the kernel's packet scheduler in microseconds: `nl_us2ticks()` the other way.
///
/// C: `usec = nl_ticks2us(opt->latency);`
#[unsafe(no_mangle)]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it saturates")]
pub extern "C" fn nl_ticks2us(ticks: u32) -> u32 {
    (f64::from(ticks) / units::clock().ticks_per_us) as u32
}

/// Reads a time in milliseconds.
///
/// C: `err = nl_str2msec("1h 30min", &msec);`
///
/// The text is one or more numbers with one blank between, each with the beginning of `sec`, `min`,
/// `hour` or `day` behind it, in any case, or nothing for milliseconds. Returns 0, or `-NLE_INVAL` for
/// another text, or NULL; `*result` is left alone then.
///
/// # Safety
/// `str` is a string, `result` is writable; or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_str2msec(str: *const c_char, result: *mut u64) -> c_int {
    // SAFETY: by contract.
    let text = unsafe { c_str(str) };
    let Some(text) = text.filter(|_| !result.is_null()) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    units::parse_time(text).map(|time| unsafe { result.write(time) }).into_c()
}

/// Writes a time in milliseconds as days, hours, minutes, seconds and milliseconds: `1h 30m 5msec`.
///
/// C: `printf("%s\n", nl_msec2str(msec, buf, sizeof(buf)));`
///
/// Parts that are 0 are left out, but `0msec` is written. Of `len` bytes at most `len - 1` are text, and
/// a NUL follows. Returns `buf`.
///
/// # Safety
/// `len` bytes at `buf` are writable, or it is NULL (nothing is written).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_msec2str(msec: u64, buf: *mut c_char, len: usize) -> *mut c_char {
    // SAFETY: by contract.
    units::time(msec, &mut unsafe { Buffer::new(buf, len) });
    buf
}

/// Writes the name of a link layer protocol (`ARPHRD_*`), or `0x` and its number.
///
/// C: `printf("%s\n", nl_llproto2str(ARPHRD_ETHER, buf, sizeof(buf)));`
///
/// Of `len` bytes at most `len - 1` are text, and a NUL follows. Returns `buf`.
///
/// # Safety
/// `len` bytes at `buf` are writable, or it is NULL (nothing is written).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_llproto2str(
    llproto: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let mut to = unsafe { Buffer::new(buf, len) };
    protocols::LINK_LAYER.names().type2str(llproto, &mut to);
    buf
}

/// The link layer protocol of a name, whatever its case, or the number that the text itself is.
///
/// C: `int arptype = nl_str2llproto("ether");`
///
/// Returns `-NLE_OBJ_NOTFOUND` if it is neither, `-NLE_INVAL` if it is empty or NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_str2llproto(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { c_str(name) };
    let number = |name| protocols::LINK_LAYER.names().str2type(name);
    name.ok_or(Error::INVAL).and_then(number).into_c()
}

/// Writes the name of an Ethernet protocol (`ETH_P_*`, in host byte order), or `0x` and its number.
///
/// C: `printf("%s\n", nl_ether_proto2str(ETH_P_IP, buf, sizeof(buf)));`
///
/// Of `len` bytes at most `len - 1` are text, and a NUL follows. Returns `buf`.
///
/// # Safety
/// `len` bytes at `buf` are writable, or it is NULL (nothing is written).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_ether_proto2str(
    eproto: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let mut to = unsafe { Buffer::new(buf, len) };
    protocols::ETHERNET.names().type2str(eproto, &mut to);
    buf
}

/// The Ethernet protocol of a name, whatever its case, or the number that the text itself is.
///
/// C: `int proto = nl_str2ether_proto("ipv6");`
///
/// Returns `-NLE_OBJ_NOTFOUND` if it is neither, `-NLE_INVAL` if it is empty or NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_str2ether_proto(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { c_str(name) };
    let number = |name| protocols::ETHERNET.names().str2type(name);
    name.ok_or(Error::INVAL).and_then(number).into_c()
}

/// Writes the name that `/etc/protocols` has for an IP protocol, or `0x` and its number.
///
/// C: `printf("%s\n", nl_ip_proto2str(IPPROTO_TCP, buf, sizeof(buf)));`
///
/// Of `len` bytes at most `len - 1` are text, and a NUL follows. Returns `buf`.
///
/// # Safety
/// `len` bytes at `buf` are writable, or it is NULL (nothing is written).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_ip_proto2str(
    proto: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    protocols::ip_name(proto, &mut unsafe { Buffer::new(buf, len) });
    buf
}

/// The IP protocol of a name in `/etc/protocols`, or the number that the text itself is.
///
/// C: `int proto = nl_str2ip_proto("tcp");`
///
/// Returns `-NLE_OBJ_NOTFOUND` if it is neither, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_str2ip_proto(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { c_str(name) };
    name.ok_or(Error::INVAL).and_then(protocols::ip_number).into_c()
}

/// Starts a line: counts it, prints `dp_prefix` spaces and calls `dp_nl_cb`. It prints no newline.
///
/// C: `nl_new_line(params); nl_dump(params, "mtu %u\n", mtu);`
///
/// The spaces go to `dp_fd` or `dp_buf`, not to `dp_cb`.
///
/// # Safety
/// `params` is valid, or NULL (no effect).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_new_line(params: *mut nl_dump_params) {
    // SAFETY: by contract.
    if let Some(params) = unsafe { params.as_ref() } {
        dump::new_line(params);
    }
}

/// Whether the library can do something, or does something right: one of the `NL_CAPABILITY_*`.
///
/// C: `if (nl_has_capability(NL_CAPABILITY_VERSION_3_5_0)) …`
///
/// Returns 1 or 0. For programs that are to work with older releases too.
#[unsafe(no_mangle)]
pub extern "C" fn nl_has_capability(capability: c_int) -> c_int {
    /// `NL_CAPABILITY_VERSION_3_12_0`; all before it are there.
    const VERSION_3_12_0: c_int = 38;
    /// A correction that came with 3.12.0, but got its number later.
    const ROUTE_FIX_PARSE_BONDING: c_int = 41;
    c_int::from(matches!(capability, 1..=VERSION_3_12_0 | ROUTE_FIX_PARSE_BONDING))
}

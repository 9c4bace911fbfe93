// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/qdisc/tbf.h`.

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use crate::tc::kind;
use crate::tc::kinds::tbf::{Bucket, Tbf, checked_cell_log};
use crate::tc::object::rtnl_qdisc;
use crate::tc::rate::cell_log;

/// Sets how many bytes the queue takes.
///
/// C: `rtnl_qdisc_tbf_set_limit(qdisc, limit);`
///
/// Nothing happens for another kind, and for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_set_limit(qdisc: *mut rtnl_qdisc, limit: c_int) {
    let limit = Some(limit.cast_unsigned());
    // SAFETY: by contract. There is nobody to tell that it failed.
    let _ = unsafe { kind::set(qdisc, |tbf: &mut Tbf| tbf.limit = limit) };
}

/// Sets how many bytes the queue takes, by how long they may wait, in microseconds.
///
/// C: `rtnl_qdisc_tbf_set_limit_by_latency(qdisc, 50000);`
///
/// Returns 0, `-NLE_MISSING_ATTR` if the rate is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before
/// the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_set_limit_by_latency(
    qdisc: *mut rtnl_qdisc,
    latency: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::change(qdisc, |tbf: &mut Tbf| tbf.set_latency(latency)) }.into_c()
}

/// How many bytes the queue takes.
///
/// C: `limit = rtnl_qdisc_tbf_get_limit(qdisc);`
///
/// Or a negative error code: `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM`
/// before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_get_limit(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &Tbf| data.limit) };
    value.and_then(|value| value.ok_or(Error::NOATTR)).map(u32::cast_signed).into_c()
}

/// Sets the rate in bytes per second, and the bytes that may be sent at once.
///
/// C: `rtnl_qdisc_tbf_set_rate(qdisc, rate, bucket, 0);`
///
/// `cell` is the difference between two sizes in the rate table, a power of two; 0 if the library is to choose it.
/// Nothing happens for another kind, and for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_set_rate(
    qdisc: *mut rtnl_qdisc,
    rate: c_int,
    bucket: c_int,
    cell: c_int,
) {
    let rate = Some(Bucket::new(rate, bucket, cell_log(cell)));
    // SAFETY: by contract. There is nobody to tell that it failed.
    let _ = unsafe { kind::set(qdisc, |tbf: &mut Tbf| tbf.rate = rate) };
}

/// The rate, in bytes per second.
///
/// C: `rate = rtnl_qdisc_tbf_get_rate(qdisc);`
///
/// Or a negative error code: -1 if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind
/// is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_get_rate(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let rate = unsafe { kind::read(qdisc, |tbf: &Tbf| tbf.rate) };
    rate.and_then(|rate| rate.ok_or(Error::FAILURE)).map(|rate| rate.rate()).into_c()
}

/// How many bytes may be sent at once at the rate.
///
/// C: `rate_bucket = rtnl_qdisc_tbf_get_rate_bucket(qdisc);`
///
/// Or a negative error code: -1 if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind
/// is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_get_rate_bucket(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let rate = unsafe { kind::read(qdisc, |tbf: &Tbf| tbf.rate) };
    rate.and_then(|rate| rate.ok_or(Error::FAILURE)).map(|rate| rate.size).into_c()
}

/// The difference between two sizes in the table of the rate.
///
/// C: `rate_cell = rtnl_qdisc_tbf_get_rate_cell(qdisc);`
///
/// Or a negative error code: -1 if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind
/// is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_get_rate_cell(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let rate = unsafe { kind::read(qdisc, |tbf: &Tbf| tbf.rate) };
    rate.and_then(|rate| rate.ok_or(Error::FAILURE)).map(|rate| rate.rate.cell()).into_c()
}

/// Sets the rate that is never exceeded, in bytes per second, and the bytes that may be sent at once.
///
/// C: `rtnl_qdisc_tbf_set_peakrate(qdisc, rate, bucket, 8);`
///
/// `cell` is the difference between two sizes in the rate table, a power of two; 0 if the library is to choose it.
/// Returns 0, `-NLE_INVAL` for another `cell` and for NULL, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before
/// the kind is set.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_set_peakrate(
    qdisc: *mut rtnl_qdisc,
    rate: c_int,
    bucket: c_int,
    cell: c_int,
) -> c_int {
    let peak = checked_cell_log(cell).map(|cell| Bucket::new(rate, bucket, cell));
    let set = peak.and_then(|peak| {
        // SAFETY: by contract.
        unsafe { kind::set(qdisc, |tbf: &mut Tbf| tbf.peak = Some(peak)) }
    });
    set.into_c()
}

/// The peak rate, in bytes per second.
///
/// C: `peakrate = rtnl_qdisc_tbf_get_peakrate(qdisc);`
///
/// Or a negative error code: -1 if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind
/// is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_get_peakrate(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let peakrate = unsafe { kind::read(qdisc, |tbf: &Tbf| tbf.peak) };
    peakrate
        .and_then(|peakrate| peakrate.ok_or(Error::FAILURE))
        .map(|peakrate| peakrate.rate())
        .into_c()
}

/// How many bytes may be sent at once at the peak rate.
///
/// C: `peakrate_bucket = rtnl_qdisc_tbf_get_peakrate_bucket(qdisc);`
///
/// Or a negative error code: -1 if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind
/// is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_get_peakrate_bucket(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let peakrate = unsafe { kind::read(qdisc, |tbf: &Tbf| tbf.peak) };
    peakrate
        .and_then(|peakrate| peakrate.ok_or(Error::FAILURE))
        .map(|peakrate| peakrate.size)
        .into_c()
}

/// The difference between two sizes in the table of the peak rate.
///
/// C: `peakrate_cell = rtnl_qdisc_tbf_get_peakrate_cell(qdisc);`
///
/// Or a negative error code: -1 if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind
/// is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_tbf_get_peakrate_cell(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let peakrate = unsafe { kind::read(qdisc, |tbf: &Tbf| tbf.peak) };
    peakrate
        .and_then(|peakrate| peakrate.ok_or(Error::FAILURE))
        .map(|peakrate| peakrate.rate.cell())
        .into_c()
}

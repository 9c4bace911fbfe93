// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/qdisc/fq_codel.h`.

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use crate::tc::kind;
use crate::tc::kinds::fq_codel::FqCodel;
use crate::tc::object::rtnl_qdisc;

/// Sets how many packets the queue takes.
///
/// C: `rtnl_qdisc_fq_codel_set_limit(qdisc, limit);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_set_limit(
    qdisc: *mut rtnl_qdisc,
    limit: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(qdisc, |data: &mut FqCodel| data.limit = Some(limit.cast_unsigned())) }
        .into_c()
}

/// How many packets the queue takes.
///
/// C: `limit = rtnl_qdisc_fq_codel_get_limit(qdisc);`
///
/// Or a negative error code: `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM`
/// before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_get_limit(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &FqCodel| data.limit) };
    value.and_then(|value| value.ok_or(Error::NOATTR)).map(u32::cast_signed).into_c()
}

/// Sets the acceptable delay, in microseconds.
///
/// C: `rtnl_qdisc_fq_codel_set_target(qdisc, target);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_set_target(
    qdisc: *mut rtnl_qdisc,
    target: u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(qdisc, |data: &mut FqCodel| data.target = Some(target)) }.into_c()
}

/// The acceptable delay, in microseconds.
///
/// C: `target = rtnl_qdisc_fq_codel_get_target(qdisc);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_get_target(qdisc: *mut rtnl_qdisc) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &FqCodel| data.target) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets the time in which the delay must be acceptable once, in microseconds.
///
/// C: `rtnl_qdisc_fq_codel_set_interval(qdisc, interval);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_set_interval(
    qdisc: *mut rtnl_qdisc,
    interval: u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(qdisc, |data: &mut FqCodel| data.interval = Some(interval)) }.into_c()
}

/// The time in which the delay must be acceptable once, in microseconds.
///
/// C: `interval = rtnl_qdisc_fq_codel_get_interval(qdisc);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_get_interval(qdisc: *mut rtnl_qdisc) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &FqCodel| data.interval) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets how many bytes a flow sends at a time.
///
/// C: `rtnl_qdisc_fq_codel_set_quantum(qdisc, quantum);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_set_quantum(
    qdisc: *mut rtnl_qdisc,
    quantum: u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(qdisc, |data: &mut FqCodel| data.quantum = Some(quantum)) }.into_c()
}

/// How many bytes a flow sends at a time.
///
/// C: `quantum = rtnl_qdisc_fq_codel_get_quantum(qdisc);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_get_quantum(qdisc: *mut rtnl_qdisc) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &FqCodel| data.quantum) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets how many flows are told apart.
///
/// C: `rtnl_qdisc_fq_codel_set_flows(qdisc, flows);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_set_flows(
    qdisc: *mut rtnl_qdisc,
    flows: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(qdisc, |data: &mut FqCodel| data.flows = Some(flows.cast_unsigned())) }
        .into_c()
}

/// How many flows are told apart.
///
/// C: `flows = rtnl_qdisc_fq_codel_get_flows(qdisc);`
///
/// Or a negative error code: `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM`
/// before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_get_flows(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &FqCodel| data.flows) };
    value.and_then(|value| value.ok_or(Error::NOATTR)).map(u32::cast_signed).into_c()
}

/// Sets whether packets are marked rather than dropped.
///
/// C: `rtnl_qdisc_fq_codel_set_ecn(qdisc, ecn);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_set_ecn(qdisc: *mut rtnl_qdisc, ecn: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(qdisc, |data: &mut FqCodel| data.ecn = Some(ecn.cast_unsigned())) }.into_c()
}

/// Whether packets are marked rather than dropped.
///
/// C: `ecn = rtnl_qdisc_fq_codel_get_ecn(qdisc);`
///
/// Or a negative error code: `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM`
/// before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fq_codel_get_ecn(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &FqCodel| data.ecn) };
    value.and_then(|value| value.ok_or(Error::NOATTR)).map(u32::cast_signed).into_c()
}

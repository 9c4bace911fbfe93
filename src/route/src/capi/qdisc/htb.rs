// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/qdisc/htb.h`.

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use crate::capi::tc::store;
use crate::tc::kind;
use crate::tc::kinds::htb::{Class, Qdisc};
use crate::tc::object::{rtnl_class, rtnl_qdisc};
use crate::tc::rate::rtnl_ratespec;

/// What rates are divided by to get quantums.
///
/// C: `rate2quantum = rtnl_htb_get_rate2quantum(qdisc);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_rate2quantum(qdisc: *mut rtnl_qdisc) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &Qdisc| data.rate2quantum) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets what rates are divided by to get quantums.
///
/// C: `rtnl_htb_set_rate2quantum(qdisc, rate2quantum);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_rate2quantum(
    qdisc: *mut rtnl_qdisc,
    rate2quantum: u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(qdisc, |data: &mut Qdisc| data.rate2quantum = Some(rate2quantum)) }.into_c()
}

/// The handle of the class of packets that nobody classifies.
///
/// C: `defcls = rtnl_htb_get_defcls(qdisc);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_defcls(qdisc: *mut rtnl_qdisc) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(qdisc, |data: &Qdisc| data.defcls) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets the handle of the class of packets that nobody classifies.
///
/// C: `rtnl_htb_set_defcls(qdisc, defcls);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_defcls(qdisc: *mut rtnl_qdisc, defcls: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(qdisc, |data: &mut Qdisc| data.defcls = Some(defcls)) }.into_c()
}

/// The priority.
///
/// C: `prio = rtnl_htb_get_prio(class);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_prio(class: *mut rtnl_class) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(class, |data: &Class| data.prio) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets the priority: lower ones are served first.
///
/// C: `rtnl_htb_set_prio(class, prio);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_prio(class: *mut rtnl_class, prio: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(class, |data: &mut Class| data.prio = Some(prio)) }.into_c()
}

/// The rate, in bytes per second.
///
/// C: `rate = rtnl_htb_get_rate(class);`
///
/// 0xffffffff if it does not fit 32 bits; 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_rate(class: *mut rtnl_class) -> u32 {
    // SAFETY: by contract.
    let rate = unsafe { kind::read(class, |class: &Class| class.rate) };
    rate.ok().flatten().map_or(0, |rate| rate.rate32())
}

/// Sets the rate, in bytes per second.
///
/// C: `rtnl_htb_set_rate(class, rate);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_rate(class: *mut rtnl_class, rate: u32) -> c_int {
    let rate = Some(rtnl_ratespec::new(rate.into()));
    // SAFETY: by contract.
    unsafe { kind::set(class, |class: &mut Class| class.rate = rate) }.into_c()
}

/// The rate up to which a class borrows, in bytes per second.
///
/// C: `ceil = rtnl_htb_get_ceil(class);`
///
/// 0xffffffff if it does not fit 32 bits; 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_ceil(class: *mut rtnl_class) -> u32 {
    // SAFETY: by contract.
    let ceil = unsafe { kind::read(class, |class: &Class| class.ceil) };
    ceil.ok().flatten().map_or(0, |ceil| ceil.rate32())
}

/// Sets the rate up to which a class borrows, in bytes per second.
///
/// C: `rtnl_htb_set_ceil(class, ceil);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_ceil(class: *mut rtnl_class, ceil: u32) -> c_int {
    let ceil = Some(rtnl_ratespec::new(ceil.into()));
    // SAFETY: by contract.
    unsafe { kind::set(class, |class: &mut Class| class.ceil = ceil) }.into_c()
}

/// The rate, in bytes per second.
///
/// C: `rtnl_htb_get_rate64(class, &rate);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_INVAL` for another kind and for NULL.
///
/// # Safety
/// `class` is a class, `out_rate64` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_rate64(
    class: *mut rtnl_class,
    out_rate64: *mut u64,
) -> c_int {
    // SAFETY: by contract.
    let rate = unsafe { kind::read(class, |class: &Class| class.rate) };
    let rate = rate.map_err(|_| Error::INVAL).and_then(|rate| rate.ok_or(Error::NOATTR));
    // SAFETY: by contract.
    unsafe { store(rate.map(|rate| rate.rs_rate64), out_rate64) }
}

/// Sets the rate, in bytes per second.
///
/// C: `rtnl_htb_set_rate64(class, rate64);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_rate64(class: *mut rtnl_class, rate64: u64) -> c_int {
    let rate = Some(rtnl_ratespec::new(rate64));
    // SAFETY: by contract.
    unsafe { kind::set(class, |class: &mut Class| class.rate = rate) }.into_c()
}

/// The rate up to which a class borrows, in bytes per second.
///
/// C: `rtnl_htb_get_ceil64(class, &ceil);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_INVAL` for another kind and for NULL.
///
/// # Safety
/// `class` is a class, `out_ceil64` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_ceil64(
    class: *mut rtnl_class,
    out_ceil64: *mut u64,
) -> c_int {
    // SAFETY: by contract.
    let ceil = unsafe { kind::read(class, |class: &Class| class.ceil) };
    let ceil = ceil.map_err(|_| Error::INVAL).and_then(|ceil| ceil.ok_or(Error::NOATTR));
    // SAFETY: by contract.
    unsafe { store(ceil.map(|ceil| ceil.rs_rate64), out_ceil64) }
}

/// Sets the rate up to which a class borrows, in bytes per second.
///
/// C: `rtnl_htb_set_ceil64(class, ceil64);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_ceil64(class: *mut rtnl_class, ceil64: u64) -> c_int {
    let ceil = Some(rtnl_ratespec::new(ceil64));
    // SAFETY: by contract.
    unsafe { kind::set(class, |class: &mut Class| class.ceil = ceil) }.into_c()
}

/// How many bytes may be sent at once at the rate.
///
/// C: `rbuffer = rtnl_htb_get_rbuffer(class);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_rbuffer(class: *mut rtnl_class) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(class, |data: &Class| data.rbuffer) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets how many bytes may be sent at once at the rate.
///
/// C: `rtnl_htb_set_rbuffer(class, rbuffer);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_rbuffer(class: *mut rtnl_class, rbuffer: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(class, |data: &mut Class| data.rbuffer = Some(rbuffer)) }.into_c()
}

/// How many bytes may be sent at once at the rate up to which a class borrows.
///
/// C: `cbuffer = rtnl_htb_get_cbuffer(class);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_cbuffer(class: *mut rtnl_class) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(class, |data: &Class| data.cbuffer) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets how many bytes may be sent at once at the rate up to which a class borrows.
///
/// C: `rtnl_htb_set_cbuffer(class, cbuffer);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_cbuffer(class: *mut rtnl_class, cbuffer: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(class, |data: &mut Class| data.cbuffer = Some(cbuffer)) }.into_c()
}

/// How many bytes a class sends at a time.
///
/// C: `quantum = rtnl_htb_get_quantum(class);`
///
/// 0 if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_quantum(class: *mut rtnl_class) -> u32 {
    // SAFETY: by contract.
    let value = unsafe { kind::read(class, |data: &Class| data.quantum) };
    value.ok().flatten().unwrap_or(0)
}

/// Sets how many bytes a class sends at a time.
///
/// C: `rtnl_htb_set_quantum(class, quantum);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_quantum(class: *mut rtnl_class, quantum: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(class, |data: &mut Class| data.quantum = Some(quantum)) }.into_c()
}

/// Sets how far above the leaves a class is; the kernel does not care.
///
/// C: `rtnl_htb_set_level(class, level);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_set_level(class: *mut rtnl_class, level: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(class, |data: &mut Class| data.level = Some(level.cast_unsigned())) }
        .into_c()
}

/// How far above the leaves a class is.
///
/// C: `level = rtnl_htb_get_level(class);`
///
/// Or a negative error code: `-NLE_OPNOTSUPP` if it is not set and for another kind, `-NLE_NOMEM` before the kind
/// is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `class` is a class, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_htb_get_level(class: *mut rtnl_class) -> c_int {
    // SAFETY: by contract.
    let level = unsafe { kind::read(class, |class: &Class| class.level) };
    level.and_then(|level| level.ok_or(Error::OPNOTSUPP)).map(u32::cast_signed).into_c()
}

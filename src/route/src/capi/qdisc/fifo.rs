// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/qdisc/fifo.h`.

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use crate::tc::kind;
use crate::tc::kinds::fifo::{Bfifo, Pfifo};
use crate::tc::object::rtnl_qdisc;

/// Sets how much a queue takes: packets for `pfifo`, bytes for `bfifo`.
///
/// C: `rtnl_qdisc_fifo_set_limit(qdisc, 100);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fifo_set_limit(qdisc: *mut rtnl_qdisc, limit: c_int) -> c_int {
    let limit = limit.cast_unsigned();
    // SAFETY: by contract.
    match unsafe { kind::set(qdisc, |queue: &mut Pfifo| queue.limit = Some(limit)) } {
        // SAFETY: by contract.
        Err(Error::OPNOTSUPP) => unsafe {
            kind::set(qdisc, |queue: &mut Bfifo| queue.limit = Some(limit))
        },
        set => set,
    }
    .into_c()
}

/// How much a queue takes: packets for `pfifo`, bytes for `bfifo`.
///
/// C: `limit = rtnl_qdisc_fifo_get_limit(qdisc);`
///
/// Or a negative error code: `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM`
/// before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `qdisc` is a queueing discipline, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_qdisc_fifo_get_limit(qdisc: *mut rtnl_qdisc) -> c_int {
    // SAFETY: by contract.
    let limit = match unsafe { kind::read(qdisc, |queue: &Pfifo| queue.limit) } {
        // SAFETY: by contract.
        Err(Error::OPNOTSUPP) => unsafe { kind::read(qdisc, |queue: &Bfifo| queue.limit) },
        limit => limit,
    };
    limit.and_then(|limit| limit.ok_or(Error::NOATTR)).map(u32::cast_signed).into_c()
}

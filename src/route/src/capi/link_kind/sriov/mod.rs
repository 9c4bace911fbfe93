// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/sriov.h`, in the header's order: virtual functions, then names and texts.

pub mod functions;
pub mod names;

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use super::give;
use crate::link::sriov::{Vf, rtnl_link_vf};

/// Writes what is known of a virtual function where C wants it; `OBJ_NOTFOUND` without a virtual function,
/// `NOATTR` if it is not known.
///
/// # Safety
/// `vf` is a virtual function or NULL; `to` can be written to, or is NULL.
unsafe fn get<T>(
    vf: *const rtnl_link_vf,
    bits: u32,
    to: *mut T,
    read: impl FnOnce(&Vf) -> Option<T>,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { find(vf, bits, read) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found, to) }).into_c()
}

/// What is known of a virtual function; `OBJ_NOTFOUND` for NULL, `NOATTR` if it is not known.
///
/// # Safety
/// `vf` is a virtual function or NULL.
unsafe fn find<T>(
    vf: *const rtnl_link_vf,
    bits: u32,
    read: impl FnOnce(&Vf) -> Option<T>,
) -> Result<T, Error> {
    // SAFETY: by contract.
    let vf = unsafe { vf.as_ref() }.ok_or(Error::OBJ_NOTFOUND)?;
    vf.read(|vf| if vf.has(bits) { read(vf) } else { None }).flatten().ok_or(Error::NOATTR)
}

/// Changes a virtual function; nothing happens for NULL.
///
/// # Safety
/// `vf` is a virtual function or NULL.
unsafe fn set(vf: *mut rtnl_link_vf, bits: u32, set: impl FnOnce(&mut Vf)) {
    // SAFETY: by contract.
    if let Some(vf) = unsafe { vf.as_ref() } {
        vf.change(bits, set);
    }
}

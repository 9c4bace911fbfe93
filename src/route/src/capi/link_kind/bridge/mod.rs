// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/bridge.h`.

pub mod port;
pub mod vlan;

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use crate::link::bridge::Bridge;
use crate::link::kept;
use crate::link::object::rtnl_link;

/// What `read` finds in a port.
///
/// # Errors
/// `OPNOTSUPP` for a link that is none, `INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn read<R>(link: *const rtnl_link, read: impl FnOnce(&Bridge) -> R) -> Result<R, Error> {
    // SAFETY: by contract.
    if !kept::is::<Bridge>(unsafe { link.as_ref() }.ok_or(Error::INVAL)?) {
        return Err(Error::OPNOTSUPP);
    }
    // SAFETY: by contract.
    unsafe { kept::read(link, read) }.map_err(|_| Error::OPNOTSUPP)
}

/// Changes a port.
///
/// # Errors
/// `OPNOTSUPP` for a link that is none, `INVAL` for NULL, `BUSY` while it is printed, what `change` returns.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn change<R>(
    link: *mut rtnl_link,
    change: impl FnOnce(&mut Bridge) -> Result<R, Error>,
) -> Result<R, Error> {
    // SAFETY: by contract.
    if !kept::is::<Bridge>(unsafe { link.as_ref() }.ok_or(Error::INVAL)?) {
        return Err(Error::OPNOTSUPP);
    }
    // SAFETY: by contract.
    unsafe { kept::change(link, change) }
}

/// Changes a port in a way that cannot fail; returns what C functions do.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn set(link: *mut rtnl_link, bits: u32, set: impl FnOnce(&mut Bridge)) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        change(link, |port| {
            set(port);
            port.mask |= bits;
            Ok(())
        })
    };
    changed.into_c()
}

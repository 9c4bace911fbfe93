// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/*.h`.

pub mod bonding;
pub mod bridge;
pub mod bridge_info;
pub mod inet;
pub mod inet6;
pub mod macsec;
pub mod macvlan;
pub mod macvtap;
pub mod sriov;
pub mod team;
pub mod veth;
pub mod vlan;
pub mod vrf;
pub mod vxlan;

use core::ffi::CStr;

use libc::{NLM_F_CREATE, c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_sock;

use super::link::private::string;
use crate::link::object::{attr, rtnl_link};
use crate::link::{build, kind};

/// Asks the kernel for a new link of a kind, and waits for the answer. The name is `name`, or that of `opts`.
///
/// # Safety
/// `sk` is a socket, `name` a string, `opts` a link; any may be NULL.
unsafe fn add_kind(
    sk: *mut nl_sock,
    kind: &CStr,
    name: *const c_char,
    opts: *mut rtnl_link,
) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { string(name) }.ok();
    // SAFETY: by contract.
    let opts = unsafe { opts.as_ref() }.filter(|opts| opts.has(attr::IFNAME));
    let add = || {
        let link = kind::make(kind)?;
        if let Some(name) = name {
            link.change(attr::IFNAME, |link| {
                link.name.set(name);
                Ok(())
            })?;
        } else if let Some(opts) = opts {
            let name = opts.read(|opts| opts.name.clone()).ok_or(Error::BUSY)?;
            link.change(attr::IFNAME, |link| {
                link.name = name;
                Ok(())
            })?;
        }
        let request = build::add(&link, NLM_F_CREATE)?;
        // SAFETY: by contract.
        unsafe { request.send_sync(sk) }
    };
    add().into_c()
}

/// Writes what was found where C wants it.
///
/// # Errors
/// `INVAL` if that is nowhere.
///
/// # Safety
/// `to` can be written to, or is NULL.
unsafe fn give<T>(found: T, to: *mut T) -> Result<(), Error> {
    if to.is_null() {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    unsafe { to.write(found) };
    Ok(())
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/*.h`.

pub mod matchall;
pub mod u32;

use nl_sys::error::Error;
use nl_sys::ffi;

use crate::tc::actions::Actions;
use crate::tc::object::rtnl_act;

/// Puts an action into a list, with a reference of the list's own.
fn append(actions: &Actions, act: &rtnl_act) -> Result<(), Error> {
    actions.append(act)?;
    // SAFETY: live.
    unsafe { ffi::nl_object_get(act.tc.as_object()) };
    Ok(())
}

/// Takes an action out of a list, and gives up the list's reference.
fn remove(actions: &Actions, act: &rtnl_act) -> Result<(), Error> {
    if actions.is_empty() {
        return Err(Error::INVAL);
    }
    actions.remove(act)?;
    // SAFETY: the list's reference.
    unsafe { ffi::nl_object_put(act.tc.as_object()) };
    Ok(())
}

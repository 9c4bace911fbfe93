// SPDX-License-Identifier: LGPL-2.1-or-later
//! What no public header declares.

use core::ffi::CStr;

use libc::{c_char, c_int};
use nl_sys::error::{self, Error, IntoC};
use nl_sys::ffi;

use crate::layout::genl_ops;
use crate::{ctrl, mngt};

/// Asks the kernel for a family's number, on a socket made for it, unless it is known.
///
/// C: `int genl_resolve_id(struct genl_ops *ops);`
///
/// Returns 0, `-NLE_OBJ_NOTFOUND` if the kernel has no such family, `-NLE_NOMEM`, `-NLE_INVAL` for NULL, or
/// what the kernel says.
///
/// # Safety
/// `ops` is a family with a name, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_resolve_id(ops: *mut genl_ops) -> c_int {
    // SAFETY: by contract.
    let Some(family) = (unsafe { ops.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    if family.o_id.get() != 0 {
        return 0;
    }
    // SAFETY: has no preconditions.
    let sk = unsafe { ffi::nl_socket_alloc() };
    if sk.is_null() {
        return Err::<(), _>(Error::NOMEM).into_c();
    }
    // SAFETY: just made.
    let connected = error::check(unsafe { ffi::nl_connect(sk, libc::NETLINK_GENERIC) });
    // SAFETY: as above.
    let families = connected.and_then(|_| unsafe { ctrl::all(sk) });
    let resolved =
        families.and_then(|families| mngt::resolve(family, |name| families.number_of(name)));
    // SAFETY: ours.
    unsafe { ffi::nl_socket_free(sk) };
    resolved.into_c()
}

/// A string of C's.
///
/// # Errors
/// `INVAL` for NULL.
///
/// # Safety
/// `text` is a string that stays as it is, or NULL.
pub(super) unsafe fn string<'a>(text: *const c_char) -> Result<&'a CStr, Error> {
    if text.is_null() {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    Ok(unsafe { CStr::from_ptr(text) })
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/pktloc.h`.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_void};
use nl_sys::error::{Error, IntoC};

use crate::pktloc::{self, rtnl_pktloc};

/// The place in packets that has a name.
///
/// C: `err = rtnl_pktloc_lookup("tcp.dport", &loc);`
///
/// The file `pktloc` has the names. It is read if it has changed since the last time. Capitals matter.
///
/// Returns 0 and a place with a reference for `rtnl_pktloc_put()`, or a negative error code, and `*result`
/// stays as it is: `-NLE_OBJ_NOTFOUND` for an unknown name, `-NLE_PKTLOC_FILE` if the file cannot be read,
/// `-NLE_PARSE_ERR` if it is wrong, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `name` is a string, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_pktloc_lookup(
    name: *const c_char,
    result: *mut *mut rtnl_pktloc,
) -> c_int {
    if name.is_null() || result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let found = pktloc::find(unsafe { CStr::from_ptr(name) });
    // SAFETY: by contract.
    found.map(|place| unsafe { result.write(place) }).into_c()
}

/// Makes a place in packets, all zero but for one reference.
///
/// C: `loc = rtnl_pktloc_alloc();`
///
/// Its members may be set; the name is to come from `strdup()`, and goes with the place. Returns NULL
/// without memory. To be freed with `rtnl_pktloc_put()`.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_pktloc_alloc() -> *mut rtnl_pktloc {
    pktloc::alloc().unwrap_or(ptr::null_mut())
}

/// Gives up a reference to a place. It is freed with the last one.
///
/// C: `rtnl_pktloc_put(loc);`
///
/// # Safety
/// `loc` is a place that the caller has a reference to, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_pktloc_put(loc: *mut rtnl_pktloc) {
    if !loc.is_null() {
        // SAFETY: by contract.
        unsafe { pktloc::put(loc) };
    }
}

/// Adds a place to those that have names.
///
/// C: `err = rtnl_pktloc_add(loc);`
///
/// It takes over the caller's reference, and gives it up when the file is read again. The place and its name
/// are to stay as they are.
///
/// Returns 0 or a negative error code, and the caller keeps the reference: `-NLE_EXIST` if the name, or the
/// place, is there already, `-NLE_INVAL` if it has no name and for NULL.
///
/// # Safety
/// `loc` is a place that the caller has a reference to, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_pktloc_add(loc: *mut rtnl_pktloc) -> c_int {
    if loc.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    unsafe { pktloc::add(loc) }.into_c()
}

/// Calls a function with each place that has a name.
///
/// C: `rtnl_pktloc_foreach(cb, arg);`
///
/// The file is read if it has changed. Without it, or behind a mistake in it, there is nothing to call the
/// function with. The order means nothing. The function may call the functions of this header; a place lives
/// until this returns.
///
/// # Safety
/// `cb` may be called with every place and `arg`, or is NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_pktloc_foreach(
    cb: Option<unsafe extern "C" fn(*mut rtnl_pktloc, *mut c_void)>,
    arg: *mut c_void,
) {
    if let Some(cb) = cb {
        // SAFETY: by contract.
        pktloc::for_each(|place| unsafe { cb(place, arg) });
    }
}

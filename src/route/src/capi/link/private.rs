// SPDX-License-Identifier: LGPL-2.1-or-later
//! What no public header declares: kinds of links and address families that programs plug in.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_uint, c_void};
use nl_sys::error::{Error, IntoC};

use crate::link::kind;
use crate::link::layout::{rtnl_link_af_ops, rtnl_link_info_ops};
use crate::link::object::rtnl_link;
use crate::link::{families, kept};

/// A string of C's.
///
/// # Errors
/// `INVAL` for NULL.
///
/// # Safety
/// `text` is a string that stays as it is, or NULL.
pub(in crate::capi) unsafe fn string<'a>(text: *const c_char) -> Result<&'a CStr, Error> {
    if text.is_null() {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    Ok(unsafe { CStr::from_ptr(text) })
}

/// The table of a kind of link.
///
/// C: `struct rtnl_link_info_ops *ops = rtnl_link_info_ops_lookup("vlan");`
///
/// Returns it with a reference for `rtnl_link_info_ops_put()`, or NULL if nobody knows the kind.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_info_ops_lookup(name: *const c_char) -> *mut rtnl_link_info_ops {
    // SAFETY: by contract.
    unsafe { string(name) }.map_or(ptr::null_mut(), kind::lookup)
}

/// Takes a reference to the table of a kind.
///
/// C: `rtnl_link_info_ops_get(ops);`
///
/// # Safety
/// `ops` is registered or built in, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_info_ops_get(ops: *mut rtnl_link_info_ops) {
    kind::get(ops);
}

/// Gives back a reference to the table of a kind.
///
/// C: `rtnl_link_info_ops_put(ops);`
///
/// # Safety
/// `ops` is registered or built in, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_info_ops_put(ops: *mut rtnl_link_info_ops) {
    kind::put(ops);
}

/// Registers a kind of link.
///
/// C: `err = rtnl_link_register_info(&ops);`
///
/// Returns 0, `-NLE_EXIST` if there is a kind of that name, or `-NLE_INVAL` for NULL or a kind without a name.
///
/// # Safety
/// `ops` is live until it is unregistered, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_register_info(ops: *mut rtnl_link_info_ops) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::register(ops) }.into_c()
}

/// Takes back a kind of link that was registered.
///
/// C: `err = rtnl_link_unregister_info(&ops);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if it is not registered, or `-NLE_BUSY` if there are links of the kind, and
/// for kinds that are built in.
///
/// # Safety
/// `ops` may be any pointer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_unregister_info(ops: *mut rtnl_link_info_ops) -> c_int {
    kind::unregister(ops).into_c()
}

/// The table of an address family.
///
/// C: `struct rtnl_link_af_ops *ops = rtnl_link_af_ops_lookup(AF_INET6);`
///
/// Returns it with a reference for `rtnl_link_af_ops_put()`, or NULL if the family keeps nothing in links.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_af_ops_lookup(family: c_uint) -> *mut rtnl_link_af_ops {
    families::lookup(family)
}

/// Gives back a reference to the table of an address family.
///
/// C: `rtnl_link_af_ops_put(ops);`
///
/// # Safety
/// `ops` is registered or built in, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_af_ops_put(ops: *mut rtnl_link_af_ops) {
    families::put(ops);
}

/// What an address family keeps in a link; it is made if there is nothing yet.
///
/// C: `void *data = rtnl_link_af_alloc(link, ops);`
///
/// The link owns it. Returns NULL without memory, if the table cannot make it, and for NULL.
///
/// # Safety
/// `link` is a link and `ops` a table; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_af_alloc(
    link: *mut rtnl_link,
    ops: *const rtnl_link_af_ops,
) -> *mut c_void {
    // SAFETY: by contract.
    let Some(link) = (unsafe { link.as_ref() }) else { return ptr::null_mut() };
    // SAFETY: by contract.
    unsafe { kept::keep(link, ops.cast_mut()) }.unwrap_or(ptr::null_mut())
}

/// What an address family keeps in a link.
///
/// C: `void *data = rtnl_link_af_data(link, ops);`
///
/// The link owns it. Returns NULL if there is nothing, and for NULL.
///
/// # Safety
/// `link` is a link and `ops` a table; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_af_data(
    link: *const rtnl_link,
    ops: *const rtnl_link_af_ops,
) -> *mut c_void {
    // SAFETY: by contract.
    let Some(link) = (unsafe { link.as_ref() }) else { return ptr::null_mut() };
    // SAFETY: by contract.
    unsafe { ops.as_ref() }.map_or(ptr::null_mut(), |ops| kept::data(link, ops.ao_family))
}

/// Registers an address family.
///
/// C: `err = rtnl_link_af_register(&ops);`
///
/// Returns 0, `-NLE_EXIST` if there is a table for the family, or `-NLE_INVAL` for NULL or a family that
/// cannot be.
///
/// # Safety
/// `ops` is live until it is unregistered, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_af_register(ops: *mut rtnl_link_af_ops) -> c_int {
    // SAFETY: by contract.
    unsafe { families::register(ops) }.into_c()
}

/// Takes back an address family that was registered.
///
/// C: `err = rtnl_link_af_unregister(&ops);`
///
/// Returns 0, `-NLE_OBJ_NOTFOUND` if it is not registered, `-NLE_INVAL` for NULL, or `-NLE_BUSY` if it keeps
/// something in links, and for families that are built in.
///
/// # Safety
/// `ops` is a table or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_af_unregister(ops: *mut rtnl_link_af_ops) -> c_int {
    // SAFETY: by contract.
    unsafe { families::unregister(ops) }.into_c()
}

/// Compares what an address family keeps in two links.
///
/// C: `if (rtnl_link_af_data_compare(a, b, AF_INET6) != 0) { ... }`
///
/// Returns 0 if it is the same, or there is nothing in both; otherwise, and for NULL, not 0.
///
/// # Safety
/// `a` and `b` are links or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_af_data_compare(
    a: *mut rtnl_link,
    b: *mut rtnl_link,
    family: c_int,
) -> c_int {
    // SAFETY: by contract.
    let a = unsafe { a.as_ref() };
    // SAFETY: by contract.
    let b = unsafe { b.as_ref() };
    match (a, b) {
        (Some(a), Some(b)) => kept::compare(a, b, family.cast_unsigned()),
        _ => -1,
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/genl/family.h`.

use core::ptr;

use libc::{c_char, c_int, c_uint};
use nl_sys::error::IntoC;
use nl_sys::ffi;
use nl_sys::typed;

use super::private::string;
use crate::family::{attr, genl_family, genl_family_ops};

/// Makes a family object, of which nothing is set.
///
/// C: `struct genl_family *family = genl_family_alloc();`
///
/// Returns it with a reference for `genl_family_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn genl_family_alloc() -> *mut genl_family {
    let family = genl_family::alloc(&genl_family_ops);
    family.map_or(ptr::null_mut(), |family| family.into_raw().cast())
}

/// Gives up a reference to a family; the last one frees it.
///
/// C: `genl_family_put(family);`
///
/// # Safety
/// `family` is an object to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_put(family: *mut genl_family) {
    // SAFETY: by contract; every family is an object.
    unsafe { ffi::nl_object_put(family.cast()) };
}

/// The number of the family: the `nlmsg_type` of its messages.
///
/// C: `id = genl_family_get_id(family);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `family` is a family or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_get_id(family: *mut genl_family) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read_if(family, attr::ID, |family| family.id.into()) }.unwrap_or(0)
}

/// Sets what `genl_family_get_id()` returns.
///
/// C: `genl_family_set_id(family, id);`
///
/// # Safety
/// `family` is a family or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_set_id(family: *mut genl_family, id: c_uint) {
    // SAFETY: by contract.
    unsafe { typed::set(family, attr::ID, |family| family.id = low_half(id)) };
}

/// The numbers of families have 16 bits.
fn low_half(number: c_uint) -> u16 {
    let [a, b, ..] = number.to_le_bytes();
    u16::from_le_bytes([a, b])
}

/// The name of the family.
///
/// C: `printf("%s\n", genl_family_get_name(family));`
///
/// The text is the family's. NULL if it is not set, and for NULL.
///
/// # Safety
/// `family` is a family or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_get_name(family: *mut genl_family) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read_if(family, attr::NAME, |family| family.name.as_ptr()) }
        .unwrap_or(ptr::null_mut())
}

/// Sets the name of the family, cut off at 15 bytes.
///
/// C: `genl_family_set_name(family, "my_family");`
///
/// # Safety
/// `family` is a family and `name` a string; if one is NULL nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_set_name(family: *mut genl_family, name: *const c_char) {
    // SAFETY: by contract.
    let Ok(name) = (unsafe { string(name) }) else { return };
    // SAFETY: by contract.
    unsafe { typed::set(family, attr::NAME, |family| family.name.set(name)) };
}

/// The version of the family's interface.
///
/// C: `version = genl_family_get_version(family);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `family` is a family or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_get_version(family: *mut genl_family) -> u8 {
    // SAFETY: by contract.
    unsafe { typed::read_if(family, attr::VERSION, |family| low_byte(family.version)) }.unwrap_or(0)
}

/// Sets what `genl_family_get_version()` returns.
///
/// C: `genl_family_set_version(family, version);`
///
/// # Safety
/// `family` is a family or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_set_version(family: *mut genl_family, version: u8) {
    // SAFETY: by contract.
    unsafe { typed::set(family, attr::VERSION, |family| family.version = version.into()) };
}

/// C gets to see eight bits of the version.
fn low_byte(number: u32) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low
}

/// The size of the family's own header in bytes.
///
/// C: `hdrsize = genl_family_get_hdrsize(family);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `family` is a family or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_get_hdrsize(family: *mut genl_family) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read_if(family, attr::HDRSIZE, |family| family.hdrsize) }.unwrap_or(0)
}

/// Sets what `genl_family_get_hdrsize()` returns.
///
/// C: `genl_family_set_hdrsize(family, hdrsize);`
///
/// # Safety
/// `family` is a family or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_set_hdrsize(family: *mut genl_family, hdrsize: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(family, attr::HDRSIZE, |family| family.hdrsize = hdrsize) };
}

/// The highest type of the family's attributes.
///
/// C: `maxattr = genl_family_get_maxattr(family);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `family` is a family or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_get_maxattr(family: *mut genl_family) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read_if(family, attr::MAXATTR, |family| family.maxattr) }.unwrap_or(0)
}

/// Sets what `genl_family_get_maxattr()` returns.
///
/// C: `genl_family_set_maxattr(family, maxattr);`
///
/// # Safety
/// `family` is a family or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_set_maxattr(family: *mut genl_family, maxattr: u32) {
    // SAFETY: by contract.
    unsafe { typed::set(family, attr::MAXATTR, |family| family.maxattr = maxattr) };
}

/// Notes an operation of the family, with its `GENL_*` flags.
///
/// C: `genl_family_add_op(family, CTRL_CMD_GETFAMILY, GENL_CMD_CAP_DO);`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `family` is a family or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_add_op(
    family: *mut genl_family,
    id: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let added = unsafe {
        typed::change(family, attr::OPS, |family| {
            family.add_op(id.cast_unsigned(), flags.cast_unsigned())
        })
    };
    added.into_c()
}

/// Notes a multicast group of the family.
///
/// C: `genl_family_add_grp(family, 5, "events");`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for a name of more than 15 bytes and for NULL.
///
/// # Safety
/// `family` is a family or NULL, `name` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_family_add_grp(
    family: *mut genl_family,
    id: u32,
    name: *const c_char,
) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { string(name) };
    // SAFETY: by contract.
    name.and_then(|name| unsafe { typed::change(family, 0, |family| family.add_group(id, name)) })
        .into_c()
}

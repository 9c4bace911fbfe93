// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/ematch/meta.h`.

use core::{ptr, slice};

use libc::c_void;
use nl_sys::error::Error;

use crate::ematch::kind::data_at;
use crate::ematch::kinds::meta::{self, Meta, Value, rtnl_meta_value};
use crate::ematch::tree::rtnl_ematch;

/// The value for C.
fn raw(value: Result<Value, Error>) -> *mut rtnl_meta_value {
    value.map_or(ptr::null_mut(), Value::into_raw)
}

/// Makes a side of a comparison that is a number.
///
/// C: `value = rtnl_meta_value_alloc_int(80);`
///
/// Returns NULL without memory. To be put into a match, or freed with `rtnl_meta_value_put()`.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_meta_value_alloc_int(value: u64) -> *mut rtnl_meta_value {
    raw(Value::int(value))
}

/// Makes a side of a comparison that is bytes.
///
/// C: `value = rtnl_meta_value_alloc_var("eth0", 5);`
///
/// They are copied. Returns NULL without memory, and for NULL unless `len` is 0. To be put into a match, or
/// freed with `rtnl_meta_value_put()`.
///
/// # Safety
/// `data` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_meta_value_alloc_var(
    data: *mut c_void,
    len: usize,
) -> *mut rtnl_meta_value {
    if len == 0 {
        return raw(Value::var(&[]));
    }
    if data.is_null() || isize::try_from(len).is_err() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    raw(Value::var(unsafe { slice::from_raw_parts(data.cast(), len) }))
}

/// Makes a side of a comparison that the kernel knows.
///
/// C: `value = rtnl_meta_value_alloc_id(TCF_META_TYPE_INT, TCF_META_ID_NFMARK, 8, 0xff);`
///
/// A number is shifted to the right, then masked unless `mask` is 0. Returns NULL for an id above
/// `TCF_META_ID_MAX`, if bytes (`TCF_META_TYPE_VAR`) are to be masked, and without memory. To be put into a match,
/// or freed with `rtnl_meta_value_put()`.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_meta_value_alloc_id(
    r#type: u8,
    id: u16,
    shift: u8,
    mask: u64,
) -> *mut rtnl_meta_value {
    raw(Value::id(r#type, id, shift, mask))
}

/// Frees a side of a comparison that is in no match.
///
/// C: `rtnl_meta_value_put(value);`
///
/// Nothing happens if it is in a match: that one frees it.
///
/// # Safety
/// `mv` is a value that the caller made and no match has freed, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_meta_value_put(mv: *mut rtnl_meta_value) {
    // SAFETY: by contract.
    unsafe { meta::put(mv) };
}

/// Sets the left side of what a match of the kind "meta" compares.
///
/// C: `rtnl_ematch_meta_set_lvalue(ematch, value);`
///
/// The match takes over the value and frees the one it had. A value may be in several places: it is freed with
/// the last. For a match of another kind nothing happens, and the value stays the caller's.
///
/// # Safety
/// `e` is a match, or NULL (nothing happens); `v` a value that has not been freed, or NULL for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_meta_set_lvalue(e: *mut rtnl_ematch, v: *mut rtnl_meta_value) {
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Meta>(e) } {
        // SAFETY: by contract.
        data.set_left(unsafe { Value::adopt(v) });
    }
}

/// Sets the right side of what a match of the kind "meta" compares.
///
/// C: `rtnl_ematch_meta_set_rvalue(ematch, value);`
///
/// As `rtnl_ematch_meta_set_lvalue()`.
///
/// # Safety
/// `e` is a match, or NULL (nothing happens); `v` a value that has not been freed, or NULL for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_meta_set_rvalue(e: *mut rtnl_ematch, v: *mut rtnl_meta_value) {
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Meta>(e) } {
        // SAFETY: by contract.
        data.set_right(unsafe { Value::adopt(v) });
    }
}

/// Sets how a match of the kind "meta" compares: `TCF_EM_OPND_*`.
///
/// C: `rtnl_ematch_meta_set_operand(ematch, TCF_EM_OPND_GT);`
///
/// Nothing happens for a match of another kind.
///
/// # Safety
/// `e` is a match, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_meta_set_operand(e: *mut rtnl_ematch, opnd: u8) {
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Meta>(e) } {
        data.set_operand(opnd);
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/data.h`.

use core::ptr;

use libc::{c_int, c_void, nlattr};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_data;
use os::raw::RawAttr;
use wire::attr;

use crate::data;

/// Copies bytes to the heap.
///
/// C: `struct nl_data *data = nl_data_alloc(opts, sizeof(opts));`
///
/// If `buf` is NULL the `size` bytes are zero. Returns NULL if there is no memory. The caller frees it
/// with `nl_data_free()`.
///
/// # Safety
/// `size` bytes at `buf` are readable, or it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_data_alloc(buf: *const c_void, size: usize) -> *mut nl_data {
    // SAFETY: by contract.
    unsafe { data::new(buf, size) }.unwrap_or(ptr::null_mut())
}

/// Copies the payload of an attribute to the heap.
///
/// C: `struct nl_data *data = nl_data_alloc_attr(tb[TCA_OPTIONS]);`
///
/// Returns NULL if there is no memory, or for an attribute shorter than its own header, or NULL. The
/// caller frees it with `nl_data_free()`.
///
/// # Safety
/// `nla` is a whole attribute, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_data_alloc_attr(nla: *const nlattr) -> *mut nl_data {
    if nla.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    let nla = unsafe { RawAttr::new(nla) };
    let Some(size) = usize::from(nla.nla_len()).checked_sub(attr::HDRLEN) else {
        return ptr::null_mut();
    };
    // SAFETY: the attribute is whole by contract.
    unsafe { data::new(nla.payload().cast(), size) }.unwrap_or(ptr::null_mut())
}

/// Copies data.
///
/// C: `struct nl_data *copy = nl_data_clone(data);`
///
/// Returns NULL if there is no memory, or for NULL.
///
/// # Safety
/// `src` is data or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_data_clone(src: *const nl_data) -> *mut nl_data {
    // SAFETY: by contract.
    let Some(src) = (unsafe { src.as_ref() }) else { return ptr::null_mut() };
    // SAFETY: its own bytes.
    unsafe { data::new(src.d_data.get(), src.d_size.get()) }.unwrap_or(ptr::null_mut())
}

/// Appends bytes to data.
///
/// C: `if ((err = nl_data_append(data, more, sizeof(more))) < 0) goto errout;`
///
/// If `buf` is NULL the `size` bytes are zero. What `nl_data_get()` returned before is no longer valid.
/// Returns 0, `-NLE_NOMEM` (the data is as it was), or `-NLE_INVAL` for NULL data.
///
/// # Safety
/// `data` is data or NULL. `size` bytes at `buf` are readable and not part of the data, or it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_data_append(
    data: *mut nl_data,
    buf: *const c_void,
    size: usize,
) -> c_int {
    // SAFETY: by contract.
    let Some(data) = (unsafe { data.as_ref() }) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { data::append(data, buf, size) }.into_c()
}

/// Frees data.
///
/// C: `nl_data_free(data);`
///
/// # Safety
/// `data` is data that is not used any more, or NULL (no effect).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_data_free(data: *mut nl_data) {
    if !data.is_null() {
        // SAFETY: by contract.
        unsafe { data::free(data) };
    }
}

/// The bytes of data.
///
/// C: `struct tc_prio_qopt *opt = nl_data_get(data);`
///
/// They belong to the data, and are aligned to 16. NULL if there are none, or `data` is NULL.
///
/// # Safety
/// `data` is data or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_data_get(data: *const nl_data) -> *mut c_void {
    // SAFETY: by contract.
    unsafe { data.as_ref() }.map_or(ptr::null_mut(), data::get)
}

/// The number of bytes of data.
///
/// C: `if (nl_data_get_size(data) < sizeof(*opt)) return -NLE_INVAL;`
///
/// 0 if `data` is NULL.
///
/// # Safety
/// `data` is data or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_data_get_size(data: *const nl_data) -> usize {
    // SAFETY: by contract.
    unsafe { data.as_ref() }.map_or(0, |data| data.d_size.get())
}

/// Compares the bytes of `a` with as many at the beginning of `b`.
///
/// C: `if (nl_data_cmp(old, new) != 0) diff |= TCA_ATTR_OPTS;`
///
/// Returns a number below 0, 0, or above 0, as `memcmp(3)` does: 0 also for a `b` that is longer, above 0
/// for one that is shorter. -1 if either has no bytes or is NULL.
///
/// # Safety
/// `a` and `b` are data or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_data_cmp(a: *const nl_data, b: *const nl_data) -> c_int {
    // SAFETY: by contract.
    let a = unsafe { a.as_ref() };
    // SAFETY: by contract.
    let b = unsafe { b.as_ref() };
    a.zip(b).map_or(-1, |(a, b)| data::compare(a, b))
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Abstract data: some bytes on the heap.

use core::cell::Cell;
use core::cmp::Ordering;
use core::ptr;

use libc::{c_int, c_void};
use nl_sys::error::Error;
use nl_sys::layout::nl_data;

/// A copy of `size` bytes at `from`; zeros if that is NULL.
///
/// # Errors
/// `NLE_NOMEM`.
///
/// # Safety
/// The bytes are readable.
pub unsafe fn new(from: *const c_void, size: usize) -> Result<*mut nl_data, Error> {
    let size = possible(size)?;
    // malloc(0) may give NULL, which would look like a failure.
    // SAFETY: takes any size.
    let bytes = unsafe { libc::malloc(size.max(1)) };
    if bytes.is_null() {
        return Err(Error::NOMEM);
    }
    let data = nl_data { d_size: Cell::new(size), d_data: Cell::new(bytes) };
    let Ok(data) = os::heap::new(data) else {
        // SAFETY: malloc's, and nobody else's yet.
        unsafe { libc::free(bytes) };
        return Err(Error::NOMEM);
    };
    // SAFETY: readable by contract, and as many are fresh.
    unsafe { fill(bytes.cast(), from, size) };
    Ok(data)
}

/// Appends a copy of `size` bytes at `from`; zeros if that is NULL.
///
/// # Errors
/// `NLE_NOMEM`, and the data as it was.
///
/// # Safety
/// The bytes are readable, and not part of `data`.
pub unsafe fn append(data: &nl_data, from: *const c_void, size: usize) -> Result<(), Error> {
    if size == 0 {
        return Ok(());
    }
    let old = data.d_size.get();
    let whole = old.checked_add(size).ok_or(Error::NOMEM).and_then(possible)?;
    // SAFETY: from malloc.
    let bytes = unsafe { libc::realloc(data.d_data.get(), whole) };
    if bytes.is_null() {
        return Err(Error::NOMEM);
    }
    data.d_data.set(bytes);
    data.d_size.set(whole);
    let end = bytes.cast::<u8>().wrapping_add(old);
    // SAFETY: readable by contract, and the new part is as long.
    unsafe { fill(end, from, size) };
    Ok(())
}

/// Copies `size` bytes, or zeroes them if `from` is NULL.
///
/// # Safety
/// So many are readable at `from` and writable at `to`, and they are not the same.
unsafe fn fill(to: *mut u8, from: *const c_void, size: usize) {
    if from.is_null() {
        // SAFETY: by contract.
        unsafe { ptr::write_bytes(to, 0, size) };
    } else {
        // SAFETY: by contract.
        unsafe { ptr::copy_nonoverlapping(from.cast(), to, size) };
    }
}

/// A size that an object in memory can have.
fn possible(size: usize) -> Result<usize, Error> {
    if isize::try_from(size).is_ok() { Ok(size) } else { Err(Error::NOMEM) }
}

/// Frees data and its bytes.
///
/// # Safety
/// It came from [`new`], and is not used any more.
pub unsafe fn free(data: *mut nl_data) {
    // SAFETY: by contract.
    let data = unsafe { os::heap::take(data) };
    // SAFETY: from malloc.
    unsafe { libc::free(data.d_data.get()) };
}

/// The bytes, or NULL if there are none.
#[must_use]
pub fn get(data: &nl_data) -> *mut c_void {
    if data.d_size.get() > 0 { data.d_data.get() } else { ptr::null_mut() }
}

/// Compares the bytes of `one` with the beginning of `other`: below 0, 0, or above 0. -1 if either has no
/// bytes.
#[must_use]
pub fn compare(one: &nl_data, other: &nl_data) -> c_int {
    let (a, b) = (get(one), get(other));
    if a.is_null() || b.is_null() {
        return -1;
    }
    let (len, available) = (one.d_size.get(), other.d_size.get());
    // SAFETY: both have that many.
    let order = unsafe { libc::memcmp(a, b, len.min(available)) };
    match order.cmp(&0) {
        Ordering::Equal => c_int::from(len > available),
        _ => order,
    }
}

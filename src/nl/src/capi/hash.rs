// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/hash.h`.

use core::slice;

use libc::c_void;

use crate::hash;

/// The hash of `length` bytes, seeded by `base`: Bob Jenkins' lookup3.
///
/// C: `uint32_t hash = nl_hash_any(key, sizeof(*key), 0);`
///
/// The same bytes have the same hash wherever they are. It is no protection against someone who chooses
/// keys. NULL is taken for no bytes.
///
/// # Safety
/// `length` bytes at `key` are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_hash_any(key: *const c_void, length: usize, base: u32) -> u32 {
    if key.is_null() {
        return hash::any(&[], base);
    }
    // SAFETY: by contract.
    hash::any(unsafe { slice::from_raw_parts(key.cast(), length) }, base)
}

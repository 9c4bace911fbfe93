// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/hashtable.h`.

use core::{ptr, slice};

use libc::{c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_hash_table as nl_hash_table_t;
use nl_sys::layout::nl_object;

use crate::{hash, hashtable};

/// Makes a hash table of objects with `size` buckets.
///
/// C: `nl_hash_table_t *ht = nl_hash_table_alloc(NL_MAX_HASH_ENTRIES);`
///
/// Their number stays as it is. Returns NULL if there is no memory, or `size` is not above 0. The caller
/// frees it with `nl_hash_table_free()`.
#[unsafe(no_mangle)]
pub extern "C" fn nl_hash_table_alloc(size: c_int) -> *mut nl_hash_table_t {
    hashtable::new(size).unwrap_or(ptr::null_mut())
}

/// Frees a hash table, and gives back its references to objects.
///
/// C: `nl_hash_table_free(ht);`
///
/// # Safety
/// `ht` is a hash table that is not used any more, or NULL (no effect).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_hash_table_free(ht: *mut nl_hash_table_t) {
    if !ht.is_null() {
        // SAFETY: by contract.
        unsafe { hashtable::free(ht) };
    }
}

/// Adds an object to a hash table, which takes a reference to it.
///
/// C: `err = nl_hash_table_add(ht, OBJ_CAST(link));`
///
/// Objects of types without keys are all in the first bucket. Returns 0, `-NLE_EXIST` if the table has an
/// object that `nl_object_identical()` takes for the same, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `ht` is a hash table and `obj` an object, or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_hash_table_add(ht: *mut nl_hash_table_t, obj: *mut nl_object) -> c_int {
    // SAFETY: by contract.
    let pair = unsafe { both(ht, obj) };
    pair.ok_or(Error::INVAL).and_then(|(table, object)| hashtable::add(table, object)).into_c()
}

/// Removes from a hash table the object that `nl_object_identical()` takes for the same as `obj`.
///
/// C: `err = nl_hash_table_del(ht, OBJ_CAST(link));`
///
/// The table's reference to it is given back; those to `obj` stay with the caller, unless it is the same
/// object. Returns 0, `-NLE_OBJ_NOTFOUND`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `ht` is a hash table and `obj` an object, or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_hash_table_del(ht: *mut nl_hash_table_t, obj: *mut nl_object) -> c_int {
    // SAFETY: by contract.
    let pair = unsafe { both(ht, obj) };
    pair.ok_or(Error::INVAL).and_then(|(table, object)| hashtable::del(table, object)).into_c()
}

/// The object of a hash table that `nl_object_identical()` takes for the same as `obj`.
///
/// C: `struct nl_object *found = nl_hash_table_lookup(ht, OBJ_CAST(needle));`
///
/// Returns it without a reference for the caller; NULL if there is none, or for NULL.
///
/// # Safety
/// `ht` is a hash table and `obj` an object, or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_hash_table_lookup(
    ht: *mut nl_hash_table_t,
    obj: *mut nl_object,
) -> *mut nl_object {
    // SAFETY: by contract.
    let pair = unsafe { both(ht, obj) };
    pair.map_or(ptr::null_mut(), |(table, object)| hashtable::look_up(table, object))
}

/// # Safety
/// `ht` is a hash table and `obj` an object, or they are NULL.
unsafe fn both<'a>(
    ht: *mut nl_hash_table_t,
    obj: *mut nl_object,
) -> Option<(&'a nl_hash_table_t, &'a nl_object)> {
    // SAFETY: by contract.
    let table = unsafe { ht.as_ref() }?;
    // SAFETY: by contract.
    let object = unsafe { obj.as_ref() }?;
    Some((table, object))
}

/// The hash of `length` bytes, seeded by `initval`: `nl_hash_any()` by another name.
///
/// C: `key = nl_hash(&attrs, sizeof(attrs), 0) % size;`
///
/// # Safety
/// `length` bytes at `k` are readable, or it is NULL (no bytes).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_hash(k: *mut c_void, length: usize, initval: u32) -> u32 {
    if k.is_null() {
        return hash::any(&[], initval);
    }
    // SAFETY: by contract.
    hash::any(unsafe { slice::from_raw_parts(k.cast(), length) }, initval)
}

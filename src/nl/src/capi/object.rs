// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/object.h`, in the order of the header.

use core::mem;
use core::ptr;

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cache, nl_dump_params, nl_object, nl_object_ops};

use crate::capi::private::c_str;
use crate::object::{self, Object};
use crate::registry;

/// Makes an object of a type.
///
/// C: `struct nl_object *obj = nl_object_alloc(ops);`
///
/// It is zeroed, then set up by `oo_constructor`, and has one reference: `nl_object_put()`. Returns NULL
/// if memory runs out, or `oo_size` has no room for a `struct nl_object`.
///
/// # Safety
/// `ops` is NULL or a type that outlives the object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_alloc(ops: *mut nl_object_ops) -> *mut nl_object {
    // SAFETY: NULL or a type, by contract.
    let ops = unsafe { ops.as_ref() }.ok_or(Error::INVAL);
    ops.and_then(Object::of_type).map_or(ptr::null_mut(), Object::into_raw)
}

/// Makes an object of the type that the caches of a name hold.
///
/// C: `if (nl_object_alloc_name("route/link", &obj) == 0) ...`
///
/// Writes the object to `result`, with one reference: `nl_object_put()`. Returns 0, or `-NLE_OPNOTSUPP`
/// for a name that is not registered, `-NLE_NOMEM`.
///
/// # Safety
/// `kind` is NULL (`-NLE_OPNOTSUPP`) or a string, `result` NULL (`-NLE_INVAL`) or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_alloc_name(
    kind: *const c_char,
    result: *mut *mut nl_object,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: NULL or a string, by contract.
    let kind = unsafe { c_str(kind) };
    match kind.ok_or(Error::OPNOTSUPP).and_then(registry::object_by_name) {
        Ok(object) => {
            // SAFETY: writable by contract.
            unsafe { result.write(object.into_raw()) };
            Ok(())
        }
        Err(error) => {
            if error == Error::NOMEM {
                // SAFETY: writable by contract.
                unsafe { result.write(ptr::null_mut()) };
            }
            Err(error)
        }
    }
    .into_c()
}

/// Frees an object, whoever holds references to it.
///
/// C: `nl_object_free(obj);`
///
/// It leaves the cache it is in. To give back a reference, call `nl_object_put()` instead.
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object, not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_free(obj: *mut nl_object) {
    if !obj.is_null() {
        // SAFETY: live by contract.
        unsafe { object::free(obj) };
    }
}

/// Makes a copy of an object, which is in no cache.
///
/// C: `struct nl_object *copy = nl_object_clone(obj);`
///
/// It has one reference: `nl_object_put()`. Returns NULL if memory runs out, or the type cannot copy
/// what it would have to.
///
/// # Safety
/// `obj` is NULL (NULL) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_clone(obj: *mut nl_object) -> *mut nl_object {
    // SAFETY: NULL or live, by contract.
    let copy = unsafe { obj.as_ref() }.and_then(Object::clone_of);
    copy.map_or(ptr::null_mut(), Object::into_raw)
}

/// Merges one object into another, for types that come in pieces.
///
/// C: `if (nl_object_update(dst, src) == 0) ...`
///
/// Returns what the type does: 0, or a negative NLE code; `-NLE_OPNOTSUPP` if it does not merge.
///
/// # Safety
/// `dst` and `src` are live objects of the same type, or NULL (`-NLE_INVAL`).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_update(dst: *mut nl_object, src: *mut nl_object) -> c_int {
    // SAFETY: NULL or live, by contract.
    let Some((dst, src)) = (unsafe { pair(dst, src) }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    object::update(dst, src).into_c()
}

/// Takes a reference to an object.
///
/// C: `nl_object_get(obj);`
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_get(obj: *mut nl_object) {
    // SAFETY: NULL or live, by contract.
    if let Some(obj) = unsafe { obj.as_ref() } {
        object::get(obj);
    }
}

/// Returns a reference to an object. The last one frees it.
///
/// C: `nl_object_put(obj);`
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object, to which the caller has a reference.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_put(obj: *mut nl_object) {
    if !obj.is_null() {
        // SAFETY: live by contract.
        unsafe { object::put(obj) };
    }
}

/// Whether there are several references to an object.
///
/// C: `if (nl_object_shared(obj)) ...`
///
/// # Safety
/// `obj` is NULL (0) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_shared(obj: *mut nl_object) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { obj.as_ref() }.is_some_and(object::is_shared).into()
}

/// Prints an object.
///
/// C: `nl_object_dump(obj, &params);`
///
/// If `params` name a buffer, it is zeroed first, whatever else they name.
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object; `params` are NULL (nothing happens) or name a
/// stream, a function or a buffer of the size they say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_dump(obj: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: NULL or live, by contract.
    let obj = unsafe { obj.as_ref() };
    // SAFETY: NULL or valid, by contract.
    if let (Some(obj), Some(params)) = (obj, unsafe { params.as_ref() }) {
        object::dump(obj, params);
    }
}

/// Prints an object on one line, into a buffer that is zeroed first.
///
/// C: `nl_object_dump_buf(obj, text, sizeof(text));`
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object; `buf` is NULL or has `len` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_dump_buf(obj: *mut nl_object, buf: *mut c_char, len: usize) {
    // SAFETY: NULL or live, by contract.
    if let Some(obj) = unsafe { obj.as_ref() } {
        // SAFETY: all zero, there is nowhere to print to, and nothing to call.
        let params: nl_dump_params = unsafe { mem::zeroed() };
        params.dp_buf.set(buf);
        params.dp_buflen.set(len);
        object::dump(obj, &params);
    }
}

/// Whether two objects are the same thing: of one type, and equal in the attributes that identify it.
///
/// C: `if (nl_object_identical(a, b)) ...`
///
/// Of the attributes that identify the type those count that are set; in both objects the same ones
/// have to be. Returns 1 or 0; 0 also if the type cannot compare.
///
/// # Safety
/// `a` and `b` are NULL (0) or live objects.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_identical(a: *mut nl_object, b: *mut nl_object) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { pair(a, b) }.is_some_and(|(a, b)| object::identical(a, b)).into()
}

/// The attributes in which two objects differ, as bits of their type.
///
/// C: `if (nl_object_diff(a, b) & bit) ...`
///
/// An attribute that is set in only one of them differs. Bit 31 also stands for all bits from 32 up, see
/// `nl_object_diff64()`. All bits are set if the objects cannot be compared.
///
/// # Safety
/// `a` and `b` are NULL (all bits) or live objects.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_diff(a: *mut nl_object, b: *mut nl_object) -> u32 {
    // SAFETY: NULL or live, by contract.
    unsafe { pair(a, b) }.map_or(u32::MAX, |(a, b)| object::diff(a, b))
}

/// The attributes in which two objects differ, as bits of their type.
///
/// C: `uint64_t bits = nl_object_diff64(a, b);`
///
/// An attribute that is set in only one of them differs. All bits are set if the objects cannot be
/// compared.
///
/// # Safety
/// `a` and `b` are NULL (all bits) or live objects.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_diff64(a: *mut nl_object, b: *mut nl_object) -> u64 {
    // SAFETY: NULL or live, by contract.
    unsafe { pair(a, b) }.map_or(u64::MAX, |(a, b)| object::diff64(a, b))
}

/// Whether an object has all attributes of a filter, which is an object of the same type.
///
/// C: `if (nl_object_match_filter(obj, filter)) ...`
///
/// Returns 1 or 0; 0 also if the type cannot compare.
///
/// # Safety
/// `obj` and `filter` are NULL (0) or live objects.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_match_filter(
    obj: *mut nl_object,
    filter: *mut nl_object,
) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { pair(obj, filter) }
        .is_some_and(|(obj, filter)| object::match_filter(obj, filter))
        .into()
}

/// The names of attributes, joined by commas.
///
/// C: `puts(nl_object_attrs2str(obj, nl_object_diff(obj, other), text, sizeof(text)));`
///
/// Returns `buf`; the text is empty if the type knows no names.
///
/// # Safety
/// `obj` is NULL (NULL) or a live object; `len` bytes at `buf` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_attrs2str(
    obj: *mut nl_object,
    attrs: u32,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: NULL or live, by contract.
    let Some(obj) = (unsafe { obj.as_ref() }) else {
        return ptr::null_mut();
    };
    // SAFETY: writable by contract.
    unsafe { object::attrs_to_string(obj, attrs, buf, len) }
}

/// The names of the attributes that are set in an object, joined by commas.
///
/// C: `puts(nl_object_attr_list(obj, text, sizeof(text)));`
///
/// Returns `buf`; the text is empty if the type knows no names. Attributes from bit 32 up are left out.
///
/// # Safety
/// `obj` is NULL (NULL) or a live object; `len` bytes at `buf` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_attr_list(
    obj: *mut nl_object,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: NULL or live, by contract.
    let Some(obj) = (unsafe { obj.as_ref() }) else {
        return ptr::null_mut();
    };
    let attrs = object::low_half(obj.ce_mask.get());
    // SAFETY: writable by contract.
    unsafe { object::attrs_to_string(obj, attrs, buf, len) }
}

/// The hash of the attributes that identify an object, for a table of some size.
///
/// C: `nl_object_keygen(obj, &key, 1024);`
///
/// Writes what the type says, which should be below `hashtbl_sz`, to `hashkey`; 0 if it has no keys.
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object; `hashkey` is NULL (nothing happens) or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_keygen(obj: *mut nl_object, hashkey: *mut u32, hashtbl_sz: u32) {
    // SAFETY: NULL or live, by contract.
    let Some(object) = unsafe { obj.as_ref() }.filter(|_| !hashkey.is_null()) else {
        return;
    };
    match object::ops(object).and_then(|ops| ops.oo_keygen) {
        // SAFETY: an object of its type, and a writable key.
        Some(keygen) => unsafe { keygen(obj, hashkey, hashtbl_sz) },
        // SAFETY: writable by contract.
        None => unsafe { hashkey.write(0) },
    }
}

/// Marks an object.
///
/// C: `nl_object_mark(obj);`
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_mark(obj: *mut nl_object) {
    // SAFETY: NULL or live, by contract.
    if let Some(obj) = unsafe { obj.as_ref() } {
        object::set_flag(obj, object::MARK, true);
    }
}

/// Takes the mark of an object away.
///
/// C: `nl_object_unmark(obj);`
///
/// # Safety
/// `obj` is NULL (nothing happens) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_unmark(obj: *mut nl_object) {
    // SAFETY: NULL or live, by contract.
    if let Some(obj) = unsafe { obj.as_ref() } {
        object::set_flag(obj, object::MARK, false);
    }
}

/// Whether an object is marked.
///
/// C: `if (nl_object_is_marked(obj)) ...`
///
/// # Safety
/// `obj` is NULL (0) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_is_marked(obj: *mut nl_object) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { obj.as_ref() }.is_some_and(|obj| object::has(obj, object::MARK)).into()
}

/// How many references there are to an object.
///
/// C: `int count = nl_object_get_refcnt(obj);`
///
/// A cache holds one to each of its objects, and another one if the type has keys.
///
/// # Safety
/// `obj` is NULL (0) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_get_refcnt(obj: *mut nl_object) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { obj.as_ref() }.map_or(0, |obj| obj.ce_refcnt.get())
}

/// The cache that an object is in, or NULL.
///
/// C: `struct nl_cache *cache = nl_object_get_cache(obj);`
///
/// No reference is taken.
///
/// # Safety
/// `obj` is NULL (NULL) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_get_cache(obj: *mut nl_object) -> *mut nl_cache {
    // SAFETY: NULL or live, by contract.
    unsafe { obj.as_ref() }.map_or(ptr::null_mut(), |obj| obj.ce_cache.get())
}

/// The name of an object's type, e.g. `route/link`.
///
/// C: `puts(nl_object_get_type(obj));`
///
/// # Safety
/// `obj` is NULL (NULL) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_get_type(obj: *const nl_object) -> *const c_char {
    // SAFETY: NULL or live, by contract.
    let ops = unsafe { obj.as_ref() }.and_then(object::ops);
    ops.map_or(ptr::null(), |ops| ops.oo_name)
}

/// The type of the message that an object was read from, or 0.
///
/// C: `if (nl_object_get_msgtype(obj) == RTM_NEWLINK) ...`
///
/// # Safety
/// `obj` is NULL (0) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_get_msgtype(obj: *const nl_object) -> c_int {
    // SAFETY: NULL or live, by contract.
    unsafe { obj.as_ref() }.map_or(0, |obj| obj.ce_msgtype.get())
}

/// The type of an object.
///
/// C: `struct nl_object_ops *ops = nl_object_get_ops(obj);`
///
/// # Safety
/// `obj` is NULL (NULL) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_get_ops(obj: *const nl_object) -> *mut nl_object_ops {
    // SAFETY: NULL or live, by contract.
    unsafe { obj.as_ref() }.map_or(ptr::null_mut(), |obj| obj.ce_ops.get())
}

/// The attributes that identify an object, as bits of its type.
///
/// C: `uint32_t bits = nl_object_get_id_attrs(obj);`
///
/// # Safety
/// `obj` is NULL (0) or a live object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_object_get_id_attrs(obj: *mut nl_object) -> u32 {
    // SAFETY: NULL or live, by contract.
    unsafe { obj.as_ref() }.map_or(0, object::id_attrs)
}

/// Two objects, if neither is missing.
///
/// # Safety
/// Both are NULL or live for as long as the result is used.
unsafe fn pair<'a>(
    a: *const nl_object,
    b: *const nl_object,
) -> Option<(&'a nl_object, &'a nl_object)> {
    // SAFETY: NULL or live, by contract.
    let a = unsafe { a.as_ref() }?;
    // SAFETY: as above.
    let b = unsafe { b.as_ref() }?;
    Some((a, b))
}

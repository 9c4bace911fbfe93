// SPDX-License-Identifier: LGPL-2.1-or-later
//! What no public header declares, for the sister libraries.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_long, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cache, nl_object, trans_tbl};
use nl_sys::list::nl_list_head;

use crate::cache;
use crate::cache::search::{self, Key};
use crate::object;
use crate::strings::{self, Buffer};

/// Reads a file of numbers and names and calls `cb` for each pair.
///
/// C: `err = __nl_read_num_str_file("/etc/iproute2/rt_tables", &add_table_name);`
///
/// A line is a number (decimal, `0x…` or `0…`), blanks, and a name. Lines that begin with `#` and empty
/// lines are skipped. The name is good during the call only; a `cb` that returns a negative number ends
/// the reading.
///
/// Returns 0, what `cb` returned below 0, or a negative NLE code: that of the system error if the file
/// cannot be opened; `-NLE_INVAL` for a line of another form, and for NULL; `-NLE_RANGE` for a number
/// that is too large.
///
/// # Safety
/// `path` is a string or NULL; `cb` may be called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __nl_read_num_str_file(
    path: *const c_char,
    cb: Option<unsafe extern "C" fn(c_long, *const c_char) -> c_int>,
) -> c_int {
    let Some(cb) = cb else { return Err::<c_int, _>(Error::INVAL).into_c() };
    // SAFETY: by contract.
    let Some(path) = (unsafe { c_str(path) }) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    strings::read_num_str_file(path, |number, name| unsafe { cb(number, name.as_ptr()) }).into_c()
}

/// The text of a system error, in the language that the environment asks for.
///
/// C: `NL_DBG(1, "socket: %s\n", nl_strerror_l(errno));`
///
/// Leaves errno alone. The string is good until the thread calls this, or `strerror(3)`, again; never
/// NULL.
#[unsafe(no_mangle)]
pub extern "C" fn nl_strerror_l(err: c_int) -> *const c_char {
    strings::strerror(err)
}

/// Adds a number and a copy of its name to a list.
///
/// C: `err = __trans_list_add(table, name, &table_names);`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `a` is a string and `head` a list of `struct trans_list`, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __trans_list_add(
    i: c_int,
    a: *const c_char,
    head: *mut nl_list_head,
) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { c_str(a) };
    // SAFETY: by contract.
    let head = unsafe { head.as_ref() };
    let (Some(name), Some(head)) = (name, head) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { strings::list_add(i, name, head) }.into_c()
}

/// Frees all members of a list, which is empty then.
///
/// C: `__trans_list_clear(&table_names);`
///
/// # Safety
/// `head` is a list that `__trans_list_add()` filled, or NULL (no effect).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __trans_list_clear(head: *mut nl_list_head) {
    // SAFETY: by contract.
    if let Some(head) = unsafe { head.as_ref() } {
        // SAFETY: by contract.
        unsafe { strings::list_clear(head) };
    }
}

/// Writes the name of a number, or `0x` and the number in hexadecimal if it has none.
///
/// C: `__type2str(scope, buf, sizeof(buf), scopes, ARRAY_SIZE(scopes));`
///
/// Of `len` bytes at most `len - 1` are text, and a NUL follows. Returns `buf`.
///
/// # Safety
/// `len` bytes at `buf` are writable, or it is NULL (nothing is written). `tbl` has `tbl_len` rows, or
/// is NULL (no rows).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __type2str(
    r#type: c_int,
    buf: *mut c_char,
    len: usize,
    tbl: *const trans_tbl,
    tbl_len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let mut to = unsafe { Buffer::new(buf, len) };
    // SAFETY: by contract.
    let table = unsafe { strings::table(tbl, tbl_len) };
    strings::type2str(r#type, &mut to, table);
    buf
}

/// `__type2str()` for a list that `__trans_list_add()` filled.
///
/// C: `__list_type2str(table, buf, sizeof(buf), &table_names);`
///
/// # Safety
/// `len` bytes at `buf` are writable, or it is NULL (nothing is written). `head` is a list of
/// `struct trans_list`, or NULL (an empty one).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __list_type2str(
    r#type: c_int,
    buf: *mut c_char,
    len: usize,
    head: *mut nl_list_head,
) -> *mut c_char {
    // SAFETY: by contract.
    let mut to = unsafe { Buffer::new(buf, len) };
    // SAFETY: by contract.
    let head = unsafe { head.as_ref() };
    match head {
        // SAFETY: by contract.
        Some(head) => unsafe { strings::list_type2str(r#type, &mut to, head) },
        None => strings::type2str(r#type, &mut to, &[]),
    }
    buf
}

/// Writes the names of all flags that are set, in the order of the table, with commas between.
///
/// C: `__flags2str(flags, buf, sizeof(buf), link_flags, ARRAY_SIZE(link_flags));`
///
/// A comma behind the last name says that there are flags without a name. The buffer is zeroed first.
/// Returns `buf`.
///
/// # Safety
/// As for `__type2str()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
    tbl: *const trans_tbl,
    tbl_len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let mut to = unsafe { Buffer::new(buf, len) };
    // SAFETY: by contract.
    let table = unsafe { strings::table(tbl, tbl_len) };
    strings::flags2str(flags, &mut to, table);
    buf
}

/// The number of a name, whatever its case, or the number that the text itself is.
///
/// C: `if ((scope = __str2type(name, scopes, ARRAY_SIZE(scopes))) < 0) return scope;`
///
/// Returns `-NLE_INVAL` for an empty text or NULL, `-NLE_OBJ_NOTFOUND` if it is neither a name nor a
/// number (decimal, `0x…` or `0…`).
///
/// # Safety
/// `buf` is a string or NULL. `tbl` has `tbl_len` rows, or is NULL (no rows).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __str2type(
    buf: *const c_char,
    tbl: *const trans_tbl,
    tbl_len: usize,
) -> c_int {
    // SAFETY: by contract.
    let text = unsafe { c_str(buf) };
    // SAFETY: by contract.
    let table = unsafe { strings::table(tbl, tbl_len) };
    text.ok_or(Error::INVAL).and_then(|text| strings::str2type(text, table)).into_c()
}

/// `__str2type()` for a list that `__trans_list_add()` filled.
///
/// C: `table = __list_str2type(name, &table_names);`
///
/// # Safety
/// `buf` is a string or NULL. `head` is a list of `struct trans_list`, or NULL (an empty one).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __list_str2type(buf: *const c_char, head: *mut nl_list_head) -> c_int {
    // SAFETY: by contract.
    let text = unsafe { c_str(buf) };
    // SAFETY: by contract.
    let head = unsafe { head.as_ref() };
    let Some(text) = text else { return Err::<c_int, _>(Error::INVAL).into_c() };
    match head {
        // SAFETY: by contract.
        Some(head) => unsafe { strings::list_str2type(text, head) },
        None => strings::str2type(text, &[]),
    }
    .into_c()
}

/// The flags that are named in a list with commas between, whatever the case of the names.
///
/// C: `flags = __str2flags("up,running", link_flags, ARRAY_SIZE(link_flags));`
///
/// One space in front of a name is skipped; names that the table does not have count for nothing.
/// Returns 0 for NULL.
///
/// # Safety
/// As for `__str2type()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn __str2flags(
    buf: *const c_char,
    tbl: *const trans_tbl,
    tbl_len: usize,
) -> c_int {
    // SAFETY: by contract.
    let text = unsafe { c_str(buf) };
    // SAFETY: by contract.
    let table = unsafe { strings::table(tbl, tbl_len) };
    text.map_or(0, |text| strings::str2flags(text, table))
}

/// The first object of a cache that `wanted` accepts, of those with this key: of the type's
/// `oo_keygen` if `which` is 0, of the second one that oxnl's own types have if it is 1. If there are no
/// such keys, all objects are offered.
///
/// C: `obj = oxnl_cache_lookup(cache, 0, key, &wanted, arg);`
///
/// `wanted` returns 0 to go on. No reference is taken. Returns NULL if there is none, and for NULL.
///
/// # Safety
/// `cache` is a cache or NULL; `wanted` may be called with its objects and `arg`, and changes nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oxnl_cache_lookup(
    cache: *mut nl_cache,
    which: c_int,
    key: u32,
    wanted: Option<unsafe extern "C" fn(*mut nl_object, *mut c_void) -> c_int>,
    arg: *mut c_void,
) -> *mut nl_object {
    // SAFETY: by contract.
    let (Some(cache), Some(wanted)) = (unsafe { cache.as_ref() }, wanted) else {
        return ptr::null_mut();
    };
    let by = if which == 0 { Key::First } else { Key::Second };
    // SAFETY: by contract.
    let accepts = |object: &nl_object| unsafe { wanted(object::as_ptr(object), arg) != 0 };
    search::lookup(cache, by, key, accepts).map_or(ptr::null_mut(), object::as_ptr)
}

/// Notes that the second key of an object is about to change, or has, while it is in a cache.
///
/// C: `oxnl_cache_rekey(obj);`
///
/// # Safety
/// `obj` is an object or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn oxnl_cache_rekey(obj: *mut nl_object) {
    // SAFETY: by contract.
    if let Some(cache) = unsafe { obj.as_ref() }.and_then(cache::cache_of) {
        cache::second::forget_all(cache);
    }
}

/// A string of C's, if there is one.
///
/// # Safety
/// `text` is a string that stays as it is, or NULL.
pub(crate) unsafe fn c_str<'a>(text: *const c_char) -> Option<&'a CStr> {
    // SAFETY: by contract.
    if text.is_null() { None } else { Some(unsafe { CStr::from_ptr(text) }) }
}

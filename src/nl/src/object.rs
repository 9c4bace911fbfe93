// SPDX-License-Identifier: LGPL-2.1-or-later
//! Objects: what all types have in common.
//!
//! A type is a table of functions that a program may have written, `nl_object_ops`. Any of them may be
//! missing, and what they return is not trusted.

use core::cell::Cell;
use core::ops::Deref;
use core::ptr::{self, NonNull};

use libc::{c_char, c_int};
use nl_sys::error::Error;
use nl_sys::layout::{NL_DUMP_LINE, NL_DUMP_STATS, nl_dump_params, nl_object, nl_object_ops};
use nl_sys::list::nl_list_head;

use crate::debug;

/// In `ce_flags`: marked, which means what the program wants it to.
pub const MARK: c_int = 1;

/// In `ce_flags`: being freed. The type's functions may take and return references meanwhile.
const DYING: c_int = 1 << 30;

/// In `ce_flags`: was in a cache, and was removed. Adding it to one makes a copy, as if it still were.
pub const REMOVED: c_int = 1 << 29;

/// In `ce_flags`: not met yet in a synchronisation. Beside [`MARK`], which callbacks may set and clear.
pub const STALE: c_int = 1 << 28;

/// Flag of `oo_compare`: attributes that either object lacks do not count.
pub const LOOSE_COMPARISON: c_int = 1;

/// Flag of `oo_compare`: only identity is asked for.
pub const ID_COMPARISON: c_int = 2;

/// A reference to an object; dropping it returns it.
#[derive(Debug)]
pub struct Object(NonNull<nl_object>);

impl Deref for Object {
    type Target = nl_object;

    #[inline]
    fn deref(&self) -> &nl_object {
        // SAFETY: the reference held keeps the object alive.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for Object {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: a reference of ours, not used again.
        unsafe { put(self.0.as_ptr()) };
    }
}

impl Object {
    /// A reference of its own to an object that somebody else holds.
    #[must_use]
    #[inline]
    pub fn new(object: &nl_object) -> Self {
        get(object);
        Self(NonNull::from(object))
    }

    /// A new object of a type, with one reference.
    ///
    /// # Errors
    /// `INVAL` for a size that has no room for what all objects start with; `NOMEM`.
    pub fn of_type(ops: &nl_object_ops) -> Result<Self, Error> {
        if ops.oo_size < size_of::<nl_object>() {
            return Err(Error::INVAL);
        }
        // SAFETY: malloc takes any size.
        let memory = unsafe { libc::malloc(ops.oo_size) }.cast::<nl_object>();
        let memory = NonNull::new(memory).ok_or(Error::NOMEM)?;
        // Not by calloc, which in glibc passes over memory that was freed a moment ago.
        // SAFETY: fresh memory, at least as large.
        unsafe { memory.write(header(ops)) };
        let body = memory.as_ptr().cast::<u8>().wrapping_add(size_of::<nl_object>());
        // SAFETY: what is behind the header.
        unsafe { ptr::write_bytes(body, 0, ops.oo_size.wrapping_sub(size_of::<nl_object>())) };
        if let Some(constructor) = ops.oo_constructor {
            // SAFETY: a zeroed object of its type.
            unsafe { constructor(memory.as_ptr()) };
        }
        Ok(Self(memory))
    }

    /// A copy of an object, in no cache. `None` if the type cannot copy, or memory runs out.
    #[must_use]
    pub fn clone_of(source: &nl_object) -> Option<Self> {
        const HEADER: usize = size_of::<nl_object>();
        let ops = ops(source)?;
        let body = ops.oo_size.checked_sub(HEADER)?;
        if body > 0 && ops.oo_clone.is_none() && ops.oo_free_data.is_some() {
            // What both would own could be freed twice.
            return None;
        }
        let copy = Self::of_type(ops).ok()?;
        copy.ce_msgtype.set(source.ce_msgtype.get());
        copy.ce_mask.set(source.ce_mask.get());
        let from = ptr::from_ref(source).cast::<u8>().wrapping_add(HEADER);
        let to = copy.0.as_ptr().cast::<u8>().wrapping_add(HEADER);
        // SAFETY: objects of a type are as long as it says; the copy is fresh memory.
        unsafe { ptr::copy_nonoverlapping(from, to, body) };
        if let Some(clone) = ops.oo_clone {
            // SAFETY: two objects of its type, the first a copy of the second.
            if unsafe { clone(copy.0.as_ptr(), as_ptr(source)) } < 0 {
                return None;
            }
        }
        Some(copy)
    }

    /// Hands the reference to C.
    #[must_use]
    #[inline]
    pub fn into_raw(self) -> *mut nl_object {
        let object = self.0.as_ptr();
        core::mem::forget(self);
        object
    }
}

/// What a new object of a type starts with: one reference, no cache, no attributes.
fn header(ops: &nl_object_ops) -> nl_object {
    nl_object {
        ce_refcnt: Cell::new(1),
        ce_ops: Cell::new(ptr::from_ref(ops).cast_mut()),
        ce_cache: Cell::new(ptr::null_mut()),
        ce_list: nl_list_head::unlinked(),
        ce_msgtype: Cell::new(0),
        ce_flags: Cell::new(0),
        ce_mask: Cell::new(0),
    }
}

/// The object as C knows it.
#[must_use]
#[inline]
pub fn as_ptr(object: &nl_object) -> *mut nl_object {
    ptr::from_ref(object).cast_mut()
}

/// The type of an object, if it has one.
#[must_use]
#[inline]
pub fn ops(object: &nl_object) -> Option<&nl_object_ops> {
    // SAFETY: an object's type outlives it.
    unsafe { object.ce_ops.get().as_ref() }
}

/// The type of two objects, if it is the same.
#[inline]
fn common_ops<'a>(a: &'a nl_object, b: &nl_object) -> Option<&'a nl_object_ops> {
    if ptr::eq(a.ce_ops.get(), b.ce_ops.get()) { ops(a) } else { None }
}

/// Takes a reference.
#[inline]
pub fn get(object: &nl_object) {
    object.ce_refcnt.set(object.ce_refcnt.get().wrapping_add(1));
}

/// Returns a reference. The last one frees the object.
///
/// # Safety
/// The object is live; if the reference was the last, it is not used afterwards.
#[inline]
pub unsafe fn put(object: *mut nl_object) {
    // SAFETY: live by contract.
    let this = unsafe { &*object };
    let left = this.ce_refcnt.get().wrapping_sub(1);
    this.ce_refcnt.set(left);
    if left <= 0 {
        // SAFETY: by contract.
        unsafe { put_last(object) };
    }
}

/// What [`put`] does about the last reference, or one too many.
///
/// # Safety
/// The object is live, and not used afterwards.
#[cold]
#[inline(never)]
unsafe fn put_last(object: *mut nl_object) {
    // SAFETY: live by contract.
    let left = unsafe { &(*object).ce_refcnt };
    if left.get() == 0 {
        // SAFETY: by contract.
        unsafe { free(object) };
    }
}

/// Frees an object, whoever holds references. It leaves its cache first.
///
/// # Safety
/// The object is live, and not used afterwards.
pub unsafe fn free(object: *mut nl_object) {
    // SAFETY: live by contract.
    let this = unsafe { &*object };
    if has(this, DYING) {
        return;
    }
    set_flag(this, DYING, true);
    if this.ce_refcnt.get() > 0 {
        debug::note!(1, "nl_object_free", "freeing an object in use");
    }
    crate::cache::forget(this);
    if let Some(free_data) = ops(this).and_then(|ops| ops.oo_free_data) {
        // SAFETY: a live object of its type.
        unsafe { free_data(object) };
    }
    // SAFETY: objects come from malloc; nobody uses this one any more.
    unsafe { libc::free(object.cast()) };
}

/// Whether there are several references.
#[must_use]
#[inline]
pub fn is_shared(object: &nl_object) -> bool {
    object.ce_refcnt.get() > 1
}

/// The hash of an object's identifying attributes, below `size`; 0 for types without hashes.
#[must_use]
#[inline]
pub fn keygen(object: &nl_object, size: u32) -> u32 {
    let Some(keygen) = ops(object).and_then(|ops| ops.oo_keygen) else {
        return 0;
    };
    let mut key = 0;
    // SAFETY: an object of its type.
    unsafe { keygen(as_ptr(object), &raw mut key, size) };
    if key < size { key } else { key.checked_rem(size).unwrap_or(0) }
}

/// Whether two objects are the same thing: of one type, and equal in the attributes that identify it.
#[must_use]
pub fn identical(a: &nl_object, b: &nl_object) -> bool {
    if ptr::eq(a, b) {
        return true;
    }
    let Some(ops) = common_ops(a, b) else {
        return false;
    };
    let Some(compare) = ops.oo_compare else {
        return false;
    };
    if ops.oo_id_attrs_get.is_some() {
        return identical_by_own(a, b, compare);
    }
    let all = if ops.oo_id_attrs == 0 { u64::MAX } else { ops.oo_id_attrs.into() };
    identical_in(a, b, compare, all, all)
}

/// [`identical`] for types in which every object says what identifies it.
#[inline(never)]
fn identical_by_own(a: &nl_object, b: &nl_object, compare: Compare) -> bool {
    identical_in(a, b, compare, id_attrs(a).into(), id_attrs(b).into())
}

type Compare = unsafe extern "C" fn(*mut nl_object, *mut nl_object, u64, c_int) -> u64;

/// Whether two objects of a type are equal in attributes that identify them, and have the same ones.
#[inline]
fn identical_in(a: &nl_object, b: &nl_object, compare: Compare, of_a: u64, of_b: u64) -> bool {
    let attrs = of_a & a.ce_mask.get();
    // SAFETY: two objects of its type.
    attrs == of_b & b.ce_mask.get()
        && unsafe { compare(as_ptr(a), as_ptr(b), attrs, ID_COMPARISON) } == 0
}

/// The attributes in which two objects differ. All of them, if they cannot be compared.
#[must_use]
pub fn diff64(a: &nl_object, b: &nl_object) -> u64 {
    match common_ops(a, b).and_then(|ops| ops.oo_compare) {
        // SAFETY: two objects of its type.
        Some(compare) => unsafe { compare(as_ptr(a), as_ptr(b), u64::MAX, 0) },
        None => u64::MAX,
    }
}

/// As [`diff64`], in 32 bits: the last one stands for all that do not fit.
#[must_use]
pub fn diff(a: &nl_object, b: &nl_object) -> u32 {
    const REST: u32 = 1 << 31;
    let diff = diff64(a, b);
    u32::try_from(diff).unwrap_or_else(|_| low_half(diff) | REST)
}

/// Attributes 0 to 31, as functions that are older than the others know them.
#[must_use]
#[inline]
pub fn low_half(attrs: u64) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "that is what it is for")]
    let low = attrs as u32;
    low
}

/// Whether an object has all that is set in `filter`, an object of the same type.
#[must_use]
#[inline]
pub fn match_filter(object: &nl_object, filter: &nl_object) -> bool {
    match common_ops(object, filter).and_then(|ops| ops.oo_compare) {
        Some(compare) => {
            let attrs = filter.ce_mask.get();
            // SAFETY: two objects of its type.
            (unsafe { compare(as_ptr(object), as_ptr(filter), attrs, LOOSE_COMPARISON) }) == 0
        }
        None => false,
    }
}

/// Merges `src` into `dst`, if the type knows how to.
///
/// # Errors
/// `OPNOTSUPP`, or that of the type.
pub fn update(dst: &nl_object, src: &nl_object) -> Result<c_int, Error> {
    let update = ops(dst).and_then(|ops| ops.oo_update).ok_or(Error::OPNOTSUPP)?;
    // SAFETY: the first is an object of its type; that the second is, is for the caller to see to.
    nl_sys::error::check(unsafe { update(as_ptr(dst), as_ptr(src)) })
}

/// The attributes that identify an object.
#[must_use]
pub fn id_attrs(object: &nl_object) -> u32 {
    let Some(ops) = ops(object) else {
        return 0;
    };
    match ops.oo_id_attrs_get {
        // SAFETY: an object of its type.
        Some(id_attrs_get) => unsafe { id_attrs_get(as_ptr(object)) },
        None => ops.oo_id_attrs,
    }
}

/// Writes the names of attributes to a buffer, joined by commas, and returns what the type does.
///
/// # Safety
/// `len` bytes at `buf` are the caller's to write.
pub unsafe fn attrs_to_string(
    object: &nl_object,
    attrs: u32,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    if buf.is_null() {
        return buf;
    }
    if let Some(attrs2str) = ops(object).and_then(|ops| ops.oo_attrs2str) {
        // SAFETY: the buffer is as long as said, by contract.
        return unsafe { attrs2str(attrs.cast_signed(), buf, len) };
    }
    // SAFETY: by contract.
    unsafe { ptr::write_bytes(buf, 0, len) };
    buf
}

/// Prints an object into an emptied buffer, or wherever `params` say.
pub fn dump(object: &nl_object, params: &nl_dump_params) {
    clear_buffer(params);
    dump_on(object, params);
}

/// Zeroes the buffer that `params` print into, if they do.
pub fn clear_buffer(params: &nl_dump_params) {
    let buf = params.dp_buf.get();
    if !buf.is_null() {
        // SAFETY: the buffer is as long as the program says.
        unsafe { ptr::write_bytes(buf, 0, params.dp_buflen.get()) };
    }
}

/// Which of a type's three ways to print is asked for, if it has that one.
#[must_use]
pub fn dump_function(
    ops: &nl_object_ops,
    params: &nl_dump_params,
) -> Option<unsafe extern "C" fn(*mut nl_object, *mut nl_dump_params)> {
    let kind = usize::try_from(params.dp_type.get()).ok()?;
    ops.oo_dump.get(kind).copied().flatten()
}

/// Prints an object behind what has been printed so far.
pub fn dump_on(object: &nl_object, params: &nl_dump_params) {
    if !(NL_DUMP_LINE..=NL_DUMP_STATS).contains(&params.dp_type.get()) {
        return;
    }
    params.dp_line.set(0);
    if params.dp_dump_msgtype.get() != 0 {
        params.dp_pre_dump.set(1);
    }
    if let Some(dump) = ops(object).and_then(|ops| dump_function(ops, params)) {
        // SAFETY: an object of its type, and parameters that are the caller's to change.
        unsafe { dump(as_ptr(object), ptr::from_ref(params).cast_mut()) };
    }
}

/// Sets or clears a bit of `ce_flags`.
#[inline]
pub fn set_flag(object: &nl_object, flag: c_int, on: bool) {
    let flags = object.ce_flags.get();
    object.ce_flags.set(if on { flags | flag } else { flags & !flag });
}

/// Whether a bit of `ce_flags` is set.
#[must_use]
#[inline]
pub fn has(object: &nl_object, flag: c_int) -> bool {
    object.ce_flags.get() & flag != 0
}

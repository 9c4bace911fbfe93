// SPDX-License-Identifier: LGPL-2.1-or-later
//! The cache types of the process, and the caches that are provided for everybody's use.
//!
//! All of it changes under one lock. A type's counter of references may be changed at any time by
//! those who hold one, so it is only ever touched atomically.

use core::ffi::CStr;
use core::ptr;
use core::sync::atomic::{AtomicU32, Ordering};

use libc::{c_int, c_uint, c_void};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_msgtype, nl_object_ops};
use os::lock::RwLock;

use crate::cache;
use crate::debug;
use crate::object::Object;

/// The newest registered type; the others follow through `co_next`.
struct Head(*mut nl_cache_ops);

// SAFETY: the list is only walked and changed under the lock.
unsafe impl Send for Head {}
// SAFETY: as above.
unsafe impl Sync for Head {}

impl Head {
    /// The types, newest first.
    fn iter(&self) -> impl Iterator<Item = &nl_cache_ops> {
        let mut next = self.0;
        core::iter::from_fn(move || {
            // SAFETY: registered types live until they are unregistered, which needs the lock.
            let ops = unsafe { next.as_ref() }?;
            next = ops.co_next.get();
            Some(ops)
        })
    }

    fn by_name(&self, name: &CStr) -> Option<&nl_cache_ops> {
        self.iter().find(|ops| cache_name(ops) == name)
    }

    fn by_msgtype(&self, protocol: c_int, msgtype: c_int) -> Option<&nl_cache_ops> {
        self.iter()
            .find(|ops| ops.co_protocol == protocol && msgtype_lookup(ops, msgtype).is_some())
    }

    fn by_object_type(&self, object_ops: *mut nl_object_ops) -> Option<&nl_cache_ops> {
        self.iter().find(|ops| ptr::eq(ops.co_obj_ops, object_ops))
    }
}

static TYPES: RwLock<Head> = RwLock::new(Head(ptr::null_mut()));

/// The name of a cache type; empty if it has none.
#[must_use]
pub fn cache_name(ops: &nl_cache_ops) -> &CStr {
    if ops.co_name.is_null() {
        return c"";
    }
    // SAFETY: a string that lives as long as the type.
    unsafe { CStr::from_ptr(ops.co_name) }
}

/// The counter of references of a type, which threads share.
fn references(ops: &nl_cache_ops) -> &AtomicU32 {
    // SAFETY: a u32 that this library only touches atomically.
    unsafe { AtomicU32::from_ptr(ops.co_refcnt.as_ptr()) }
}

/// Takes a reference to a type: it cannot be unregistered meanwhile.
#[inline]
pub fn ops_get(ops: &nl_cache_ops) {
    references(ops).fetch_add(1, Ordering::Relaxed);
}

/// Returns a reference to a type.
#[inline]
pub fn ops_put(ops: &nl_cache_ops) {
    references(ops).fetch_sub(1, Ordering::Release);
}

/// The type as C knows it.
fn as_ptr(ops: &nl_cache_ops) -> *mut nl_cache_ops {
    ptr::from_ref(ops).cast_mut()
}

/// The type of a name, or NULL. Nothing keeps it registered.
#[must_use]
pub fn lookup(name: &CStr) -> *mut nl_cache_ops {
    TYPES.read().by_name(name).map_or(ptr::null_mut(), as_ptr)
}

/// As [`lookup`], with a reference.
#[must_use]
pub fn lookup_safe(name: &CStr) -> *mut nl_cache_ops {
    TYPES.read().by_name(name).map_or(ptr::null_mut(), referenced)
}

/// The type that reads messages of `msgtype` of a protocol, or NULL. Nothing keeps it registered.
#[must_use]
pub fn associate(protocol: c_int, msgtype: c_int) -> *mut nl_cache_ops {
    TYPES.read().by_msgtype(protocol, msgtype).map_or(ptr::null_mut(), as_ptr)
}

/// As [`associate`], with a reference.
#[must_use]
pub fn associate_safe(protocol: c_int, msgtype: c_int) -> *mut nl_cache_ops {
    TYPES.read().by_msgtype(protocol, msgtype).map_or(ptr::null_mut(), referenced)
}

fn referenced(ops: &nl_cache_ops) -> *mut nl_cache_ops {
    ops_get(ops);
    as_ptr(ops)
}

/// A new object of the type that caches of a name hold.
///
/// # Errors
/// `OPNOTSUPP` for an unknown name, `NOMEM`.
pub fn object_by_name(name: &CStr) -> Result<Object, Error> {
    // SAFETY: NULL, or a type that stays while we hold the reference.
    let ops = unsafe { lookup_safe(name).as_ref() }.ok_or(Error::OPNOTSUPP)?;
    // SAFETY: the type of objects outlives that of caches.
    let object_ops = unsafe { ops.co_obj_ops.as_ref() };
    let object = object_ops.and_then(|ops| Object::of_type(ops).ok());
    ops_put(ops);
    object.ok_or(Error::NOMEM)
}

/// The message types of a cache type.
pub fn msgtypes(ops: &nl_cache_ops) -> impl Iterator<Item = &nl_msgtype> {
    let mut next = ops.co_msgtypes.as_ptr();
    core::iter::from_fn(move || {
        // SAFETY: the list goes on up to a negative id.
        let msgtype = unsafe { &*next };
        next = next.wrapping_add(1);
        (msgtype.mt_id >= 0).then_some(msgtype)
    })
    .fuse()
}

/// What a cache type says about messages of `msgtype`.
#[must_use]
pub fn msgtype_lookup(ops: &nl_cache_ops, msgtype: c_int) -> Option<&nl_msgtype> {
    msgtypes(ops).find(|known| known.mt_id == msgtype)
}

/// Calls `each` for every registered type, which may not register or unregister types.
///
/// # Safety
/// `each` may be called with `arg`.
pub unsafe fn foreach(
    each: unsafe extern "C" fn(*mut nl_cache_ops, *mut c_void),
    arg: *mut c_void,
) {
    let types = TYPES.read();
    for ops in types.iter() {
        // SAFETY: by contract.
        unsafe { each(as_ptr(ops), arg) };
    }
}

/// The flags that new caches of a type start with.
fn flags(ops: &nl_cache_ops) -> &AtomicU32 {
    // SAFETY: a u32 that this library only touches atomically.
    unsafe { AtomicU32::from_ptr(ops.co_flags.as_ptr()) }
}

/// The flags that new caches of a type start with.
#[must_use]
pub fn ops_flags(ops: &nl_cache_ops) -> c_uint {
    flags(ops).load(Ordering::Relaxed)
}

/// Adds flags that new caches of a type start with.
pub fn ops_set_flags(ops: &nl_cache_ops, added: c_uint) {
    flags(ops).fetch_or(added, Ordering::Relaxed);
}

/// Registers a type.
///
/// # Errors
/// `INVAL` without a name or a type of objects; `EXIST` if the name is taken.
///
/// # Safety
/// The type lives until it is unregistered.
pub unsafe fn register(ops: &nl_cache_ops) -> Result<(), Error> {
    if ops.co_name.is_null() || ops.co_obj_ops.is_null() {
        return Err(Error::INVAL);
    }
    let mut types = TYPES.write();
    if types.by_name(cache_name(ops)).is_some() {
        return Err(Error::EXIST);
    }
    references(ops).store(0, Ordering::Relaxed);
    ops.co_next.set(types.0);
    types.0 = as_ptr(ops);
    debug::note!(1, "nl_cache_mngt_register", "registered ", name = cache_name(ops));
    Ok(())
}

/// Takes a type off the list.
///
/// # Errors
/// `BUSY` if somebody holds a reference; `NOCACHE` if it is not registered.
pub fn unregister(ops: &nl_cache_ops) -> Result<(), Error> {
    take_off(ops)?;
    debug::note!(1, "nl_cache_mngt_unregister", "unregistered ", name = cache_name(ops));
    Ok(())
}

fn take_off(ops: &nl_cache_ops) -> Result<(), Error> {
    let mut types = TYPES.write();
    if references(ops).load(Ordering::Acquire) > 0 {
        return Err(Error::BUSY);
    }
    let next = ops.co_next.get();
    if ptr::eq(types.0, ops) {
        types.0 = next;
        return Ok(());
    }
    let before = types.iter().find(|other| ptr::eq(other.co_next.get(), ops));
    before.ok_or(Error::NOCACHE)?.co_next.set(next);
    Ok(())
}

/// Makes a cache the one of its type that everybody may use, in place of the one before.
pub fn provide(provided: &nl_cache) {
    let Some(object_ops) = cache::object_ops(provided) else {
        return;
    };
    let before = {
        let types = TYPES.write();
        let Some(ops) = types.by_object_type(object_ops) else {
            return;
        };
        cache::get(provided);
        let before = ops.co_major_cache.replace(cache::as_ptr(provided));
        if before.is_null() {
            ops_get(ops);
        }
        before
    };
    // Outside of the lock: the last reference calls functions of the objects' type.
    // SAFETY: the reference that the list held.
    unsafe { cache::put(before) };
}

/// Ends that a cache is provided, if it is.
pub fn unprovide(provided: &nl_cache) {
    let Some(object_ops) = cache::object_ops(provided) else {
        return;
    };
    {
        let types = TYPES.write();
        let ops = types.by_object_type(object_ops);
        let Some(ops) = ops.filter(|ops| ptr::eq(ops.co_major_cache.get(), provided)) else {
            return;
        };
        ops.co_major_cache.set(ptr::null_mut());
        ops_put(ops);
    }
    // SAFETY: the reference that the list held.
    unsafe { cache::put(cache::as_ptr(provided)) };
}

/// The provided cache of a type, or NULL. Nothing keeps it alive.
#[must_use]
pub fn require(name: &CStr) -> *mut nl_cache {
    TYPES.read().by_name(name).map_or(ptr::null_mut(), |ops| ops.co_major_cache.get())
}

/// As [`require`], with a reference.
#[must_use]
pub fn require_safe(name: &CStr) -> *mut nl_cache {
    let types = TYPES.read();
    let found = types.by_name(name).map_or(ptr::null_mut(), |ops| ops.co_major_cache.get());
    // SAFETY: provided caches live, and the list's reference cannot be returned while it is locked.
    if let Some(provided) = unsafe { found.as_ref() } {
        cache::get(provided);
    }
    found
}

/// Tells people who debug that a cache was asked for that nobody provides.
pub fn note_missing(name: &CStr) {
    debug::note!(1, "nl_cache_mngt_require", "nobody provides a cache of type ", name = name);
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Requests, names of scopes and realms, and what the types of objects share.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_uint, c_void};
use nl_sys::address::Address;
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_object, nl_sock, trans_tbl};
use nl_sys::message::Table;
use nl_sys::name::Name;
use nl_sys::plain::Plain;
use nl_sys::strings;
use nl_sys::typed::{self, Handle, Object, Typed};
use os::text::{Append, Text};
use wire::attr::Attrs;
use wire::policy::{self, Invalid, Rule};

use crate::uapi::rtgenmsg;

/// What a route does with packets: `RTN_*` of `linux/rtnetlink.h`.
pub static TYPES: [trans_tbl; 12] = [
    trans_tbl::new(0, c"unspec"),
    trans_tbl::new(1, c"unicast"),
    trans_tbl::new(2, c"local"),
    trans_tbl::new(3, c"broadcast"),
    trans_tbl::new(4, c"anycast"),
    trans_tbl::new(5, c"multicast"),
    trans_tbl::new(6, c"blackhole"),
    trans_tbl::new(7, c"unreachable"),
    trans_tbl::new(8, c"prohibit"),
    trans_tbl::new(9, c"throw"),
    trans_tbl::new(10, c"nat"),
    trans_tbl::new(11, c"xresolve"),
];

/// How far away something is: `RT_SCOPE_*` of `linux/rtnetlink.h`.
pub static SCOPES: [trans_tbl; 5] = [
    trans_tbl::new(255, c"nowhere"),
    trans_tbl::new(254, c"host"),
    trans_tbl::new(253, c"link"),
    trans_tbl::new(200, c"site"),
    trans_tbl::new(0, c"global"),
];

/// Appends the name of a type of route.
pub fn push_type(text: &mut impl Append, kind: u32) {
    strings::push_name(text, kind, &TYPES);
}

/// Appends the name of a scope.
pub fn push_scope(text: &mut impl Append, scope: u32) {
    strings::push_name(text, scope, &SCOPES);
}

/// Appends two realms: `from/to`.
pub fn push_realms(text: &mut impl Append, realms: u32) {
    text.push_dec((realms >> 16).into());
    text.push(b"/");
    text.push_dec((realms & 0xffff).into());
}

/// Writes two realms into C's buffer; returns the buffer.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
pub unsafe fn realms_to_text(realms: u32, buf: *mut c_char, len: usize) -> *mut c_char {
    let mut text = Text::<16>::new();
    push_realms(&mut text, realms);
    // SAFETY: by contract.
    unsafe { copy_text(&text, buf, len) };
    buf
}

/// Copies a text into C's buffer, with a NUL; what does not fit is cut off.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
pub unsafe fn copy_text<const N: usize>(text: &Text<N>, buf: *mut c_char, len: usize) {
    let Some(room) = len.checked_sub(1).filter(|_| !buf.is_null()) else { return };
    let bytes = text.as_bytes();
    let used = bytes.len().min(room);
    // SAFETY: the buffer is longer.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), buf.cast(), used) };
    // SAFETY: within the buffer.
    unsafe { buf.wrapping_add(used).write(0) };
}

/// Sends a request that says nothing but an address family.
///
/// # Errors
/// `BAD_SOCK` for NULL, those of sending.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn request(
    sk: *mut nl_sock,
    kind: c_int,
    family: c_int,
    flags: c_int,
) -> Result<c_int, Error> {
    // SAFETY: by contract.
    unsafe { send(sk, kind, flags, &rtgenmsg { rtgen_family: low_byte(family) }) }
}

/// Sends a request of a header only.
///
/// # Errors
/// `BAD_SOCK` for NULL, those of sending.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn send<H: Plain>(
    sk: *mut nl_sock,
    kind: c_int,
    flags: c_int,
    header: &H,
) -> Result<c_int, Error> {
    if sk.is_null() {
        return Err(Error::BAD_SOCK);
    }
    let start = ptr::from_ref(header).cast_mut().cast();
    // SAFETY: by contract; so many bytes are there, and are only read.
    check(unsafe { ffi::nl_send_simple(sk, kind, flags, start, size_of::<H>()) })
}

/// What an attribute has to look like: its type, and the rule.
pub type Checked = (u16, Rule);

/// A rule for numbers and nested attributes: `wire::policy::U32` and the like.
#[must_use]
pub const fn kind(kind: u16) -> Rule {
    Rule { kind, min: 0, max: 0 }
}

/// A rule for structures of at least so many bytes.
#[must_use]
pub const fn least(min: u16) -> Rule {
    Rule { kind: policy::UNSPEC, min, max: 0 }
}

/// A rule for texts of at most so many bytes, NUL included.
#[must_use]
pub const fn text(max: u16) -> Rule {
    Rule { kind: policy::STRING, min: 0, max }
}

/// Sorts attributes by type, if they keep to the rules.
///
/// # Errors
/// `RANGE` for a wrong length, `INVAL` for a text without end.
pub fn table<'a, const N: usize>(
    attrs: Attrs<'a>,
    rules: &[Checked],
) -> Result<Table<'a, N>, Error> {
    for attr in attrs.clone() {
        let rule = rules.iter().find(|(kind, _)| *kind == attr.kind());
        let payload = attr.payload();
        let len = u16::try_from(payload.len()).unwrap_or(u16::MAX);
        let last = |at: usize| payload.get(at).copied().unwrap_or(0);
        match rule.map_or(Ok(()), |(_, rule)| rule.check(len, last)) {
            Ok(()) => {}
            Err(Invalid::Length) => return Err(Error::RANGE),
            Err(_) => return Err(Error::INVAL),
        }
    }
    Ok(Table::new(attrs))
}

pub use crate::route::text::push_address;

/// Appends the name of an address family.
pub fn push_family(text: &mut impl Append, family: c_int) {
    // SAFETY: the buffer is as long as said.
    strings::push_with(text, |buf, len| unsafe {
        ffi::nl_af2str(family, buf, len);
    });
}

/// Appends a time as days, hours and so on.
pub fn push_msec(text: &mut impl Append, msec: u64) {
    // SAFETY: the buffer is as long as said.
    strings::push_with(text, |buf, len| unsafe {
        ffi::nl_msec2str(msec, buf, len);
    });
}

/// The first object of a cache of type `ops` that `wanted` accepts, of those with this key if there is
/// one. One more reference to it is taken.
///
/// # Safety
/// `cache` is a cache or NULL; `T` is the type of the objects of caches of type `ops`.
pub unsafe fn lookup<T: Object>(
    cache: *mut nl_cache,
    ops: *mut nl_cache_ops,
    key: Option<u32>,
    wanted: impl Fn(&Typed<T>) -> bool,
) -> Option<Handle<T>> {
    // SAFETY: by contract.
    let ours = unsafe { cache.as_ref() }.is_some_and(|cache| ptr::eq(cache.c_ops.get(), ops));
    let call: Call<'_, T> = Call(&wanted);
    let arg = (&raw const call).cast_mut().cast();
    if !ours {
        return None;
    }
    // No type here has second keys: all objects are offered.
    let which = c_int::from(key.is_none());
    let key = key.unwrap_or(0);
    // SAFETY: a cache; `accepts` gets its objects, and the closure it expects.
    let found = unsafe { ffi::oxnl_cache_lookup(cache, which, key, Some(accepts::<T>), arg) };
    // SAFETY: NULL, or an object of the cache, of its type.
    unsafe { found.cast::<Typed<T>>().as_ref() }.map(Handle::of)
}

/// A closure behind a thin pointer.
struct Call<'a, T: Object>(&'a dyn Fn(&Typed<T>) -> bool);

unsafe extern "C" fn accepts<T: Object>(object: *mut nl_object, call: *mut c_void) -> c_int {
    // SAFETY: an object of the type, as `lookup` says.
    let object = unsafe { &*object.cast::<Typed<T>>() };
    // SAFETY: what `lookup` passes.
    let call = unsafe { &*call.cast::<Call<'_, T>>() };
    c_int::from((call.0)(object))
}

/// A cache of type `ops`: with `flags`, for `family`, and filled unless there is no socket.
///
/// # Errors
/// `NOMEM`, those of filling it.
///
/// # Safety
/// `ops` is a cache type, `sk` a socket or NULL.
pub unsafe fn cache(
    ops: *mut nl_cache_ops,
    sk: *mut nl_sock,
    family: c_int,
    flags: c_uint,
) -> Result<*mut nl_cache, Error> {
    // SAFETY: by contract.
    let cache = unsafe { ffi::nl_cache_alloc(ops) };
    if cache.is_null() {
        return Err(Error::NOMEM);
    }
    // SAFETY: just made.
    unsafe { ffi::nl_cache_set_arg1(cache, family) };
    // SAFETY: just made.
    unsafe { ffi::nl_cache_set_flags(cache, flags) };
    if sk.is_null() {
        return Ok(cache);
    }
    // SAFETY: a socket by contract.
    if let Err(error) = check(unsafe { ffi::nl_cache_refill(sk, cache) }) {
        // SAFETY: ours.
        unsafe { ffi::nl_cache_free(cache) };
        return Err(error);
    }
    Ok(cache)
}

/// Writes what a function made to where C wants it.
///
/// # Errors
/// `INVAL` for NULL, what `made` is; nothing is written then.
///
/// # Safety
/// `result` is a place for a pointer, or NULL.
pub unsafe fn give<T>(
    result: *mut *mut T,
    make: impl FnOnce() -> Result<*mut T, Error>,
) -> Result<c_int, Error> {
    if result.is_null() {
        return Err(Error::INVAL);
    }
    let made = make()?;
    // SAFETY: by contract.
    unsafe { result.write(made) };
    Ok(0)
}

/// Writes a [`cache`] to where C wants it.
///
/// # Errors
/// `INVAL` for no such place; those of making it.
///
/// # Safety
/// As for [`cache`]; `result` is a place for a pointer, or NULL.
pub unsafe fn give_cache(
    result: *mut *mut nl_cache,
    ops: *mut nl_cache_ops,
    sk: *mut nl_sock,
    family: c_int,
    flags: c_uint,
) -> Result<c_int, Error> {
    // SAFETY: by contract.
    let make = || unsafe { cache(ops, sk, family, flags) };
    // SAFETY: by contract.
    unsafe { give(result, make) }
}

/// Writes what `read` finds in an object to where C wants it.
///
/// # Errors
/// `INVAL` for NULL, `missing` if no attribute of `bits` is set, `BUSY`.
///
/// # Safety
/// `object` is an object of the type or NULL, `value` a place for it or NULL.
pub unsafe fn tell<T: Object, V>(
    object: *const Typed<T>,
    bits: u64,
    missing: Error,
    read: impl FnOnce(&T) -> V,
    value: *mut V,
) -> Result<c_int, Error> {
    // SAFETY: by contract.
    let object = unsafe { object.as_ref() }.ok_or(Error::INVAL)?;
    if value.is_null() {
        return Err(Error::INVAL);
    }
    if !object.has(bits) {
        return Err(missing);
    }
    let found = object.read(read).ok_or(Error::BUSY)?;
    // SAFETY: by contract.
    unsafe { value.write(found) };
    Ok(0)
}

/// Sets a name in an object, of at most `N` bytes with its NUL.
///
/// # Errors
/// `INVAL` for NULL, `RANGE` if it is longer, `BUSY`.
///
/// # Safety
/// `object` is an object of the type or NULL, `text` a string or NULL.
pub unsafe fn set_name<T: Object, const N: usize>(
    object: *mut Typed<T>,
    bit: u64,
    place: impl FnOnce(&T) -> &Name<N>,
    text: *const c_char,
) -> Result<(), Error> {
    if text.is_null() {
        return Err(Error::INVAL);
    }
    // SAFETY: a string.
    let text = unsafe { CStr::from_ptr(text) };
    if text.count_bytes() >= N {
        return Err(Error::RANGE);
    }
    let set = |object: &mut T| {
        place(object).set(text);
        Ok(())
    };
    // SAFETY: by contract.
    unsafe { typed::change(object, bit, set) }
}

/// The hash of a list of words: FNV-1a, a byte at a time.
#[must_use]
pub fn hash(words: &[u32], bytes: &[u8]) -> u32 {
    let words = words.iter().flat_map(|word| word.to_ne_bytes());
    words
        .chain(bytes.iter().copied())
        .fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The bytes of an address, in `room`.
#[must_use]
pub fn bytes_of<'a>(address: &Address, room: &'a mut [u8; Address::ROOM]) -> &'a [u8] {
    let len = address.copy_to(room);
    room.get(..len).unwrap_or_default()
}

/// The lowest byte of C's number.
#[must_use]
pub fn low_byte(number: c_int) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low
}

/// The lower half of C's number.
#[must_use]
pub fn low_half(number: c_int) -> u16 {
    let [low, high, ..] = number.to_le_bytes();
    u16::from_le_bytes([low, high])
}

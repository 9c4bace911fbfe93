// SPDX-License-Identifier: LGPL-2.1-or-later
//! Reading one attribute, never beyond its end.

use core::cmp::Ordering;
use core::{hint, ptr};

use libc::{c_char, c_int, c_void, nlattr};
use os::raw::RawAttr;
use wire::attr;

/// An attribute that is there.
///
/// # Safety
/// `nla` is NULL, or its header stays readable for as long as the value is used.
#[inline]
pub unsafe fn given(nla: *const nlattr) -> Option<RawAttr> {
    // SAFETY: by contract.
    (!nla.is_null()).then(|| unsafe { RawAttr::new(nla) })
}

/// Bytes of payload as C wants to know them: negative for a length that is none.
#[inline]
#[must_use]
pub fn len(nla: RawAttr) -> c_int {
    c_int::from(nla.nla_len()) - attr::HDRLEN_INT
}

/// Bytes of payload.
#[inline]
fn payload_len(nla: RawAttr) -> usize {
    attr::payload_len(nla.nla_len()).unwrap_or(0)
}

/// The value at the start of the payload; the one of zero bits if there is no attribute or it is too
/// short.
///
/// # Safety
/// `nla` is NULL or points to an attribute, which is readable as far as it says; any bits make a `T`.
#[inline]
pub unsafe fn value<T: Copy + Default>(nla: *const nlattr) -> T {
    // SAFETY: by contract.
    let Some(nla) = (unsafe { given(nla) }) else {
        return T::default();
    };
    if usize::from(nla.nla_len()) < attr::HDRLEN + size_of::<T>() {
        return T::default();
    }
    // SAFETY: the payload is that long.
    unsafe { nla.load(0) }
}

/// As [`value`]; of a shorter payload, its bytes and then zeros. Programs do ask for a larger integer than was sent,
/// and what they get then is the padding, which is zero.
///
/// # Safety
/// As [`value`].
#[inline]
pub unsafe fn padded<T: Copy + Default>(nla: *const nlattr) -> T {
    // SAFETY: by contract.
    let Some(nla) = (unsafe { given(nla) }) else {
        return T::default();
    };
    if usize::from(nla.nla_len()) < attr::HDRLEN + size_of::<T>() {
        // SAFETY: by contract.
        return unsafe { short(nla) };
    }
    // SAFETY: the payload is that long.
    unsafe { nla.load(0) }
}

/// The bytes of a payload shorter than a `T`, and then zeros.
///
/// # Safety
/// The attribute is readable as far as it says, and that is less than a `T` has; any bits make a `T`.
#[cold]
unsafe fn short<T: Copy + Default>(nla: RawAttr) -> T {
    let mut value = T::default();
    // SAFETY: the payload is readable, and the value has more bytes.
    unsafe {
        ptr::copy_nonoverlapping(nla.payload(), (&raw mut value).cast(), payload_len(nla));
    }
    value
}

/// The value of an attribute of four bytes exactly; `None` for any other.
///
/// # Safety
/// As [`value`].
#[inline]
pub unsafe fn four_bytes<T: Copy>(nla: *const nlattr) -> Option<T> {
    const { assert!(size_of::<T>() == 4) };
    // SAFETY: by contract.
    let nla = unsafe { given(nla) }?;
    if usize::from(nla.nla_len()) != attr::HDRLEN + size_of::<T>() {
        return None;
    }
    // SAFETY: the payload is that long.
    Some(unsafe { nla.load(0) })
}

/// What to say in place of a string that has no end.
static NO_STRING: [u8; 1] = [0];

/// The payload if there is a NUL in it, an empty string otherwise.
///
/// # Safety
/// As [`value`].
#[inline]
pub unsafe fn string(nla: *const nlattr) -> *mut c_char {
    // SAFETY: by contract.
    let Some(nla) = (unsafe { given(nla) }) else {
        return no_string();
    };
    let len = usize::from(nla.nla_len());
    if len <= attr::HDRLEN {
        return no_string();
    }
    // SAFETY: the last byte of the payload. Nearly all strings end with the attribute.
    if unsafe { nla.last_byte(len) } == 0 {
        return nla.payload().cast();
    }
    // SAFETY: the payload is as long.
    unsafe { string_within(nla, len.wrapping_sub(attr::HDRLEN)) }
}

#[cold]
#[inline(never)]
fn no_string() -> *mut c_char {
    // The compiler would ask for the address in any case, before it knows whether it is needed.
    hint::black_box(NO_STRING.as_ptr().cast_mut().cast())
}

/// The payload if one of its first `len` bytes is a NUL, an empty string otherwise.
///
/// # Safety
/// It is that long.
#[cold]
#[inline(never)]
unsafe fn string_within(nla: RawAttr, len: usize) -> *mut c_char {
    let payload = nla.payload();
    // SAFETY: by contract.
    let end = unsafe { libc::memchr(payload.cast(), 0, len) };
    if end.is_null() { no_string() } else { payload.cast() }
}

/// A copy of the string in malloc's memory, up to its NUL or the end of the payload; NULL if there is no
/// attribute or no memory.
///
/// # Safety
/// As [`value`].
pub unsafe fn duplicate(nla: *const nlattr) -> *mut c_char {
    // SAFETY: by contract.
    let Some(nla) = (unsafe { given(nla) }) else {
        return ptr::null_mut();
    };
    // SAFETY: the payload is as long as said.
    unsafe { libc::strndup(nla.payload().cast(), payload_len(nla)) }
}

/// Copies at most `count` bytes of payload, and says how many.
///
/// # Safety
/// As [`value`]; that many bytes at `dest` are writable.
pub unsafe fn copy(dest: *mut c_void, nla: *const nlattr, count: c_int) -> c_int {
    // SAFETY: by contract.
    let Some(nla) = (unsafe { given(nla) }) else {
        return 0;
    };
    let count = count.min(len(nla));
    let Ok(bytes @ 1..) = usize::try_from(count) else {
        return 0;
    };
    if dest.is_null() {
        return 0;
    }
    // SAFETY: the payload is no shorter, and neither is `dest`. They may be the same.
    unsafe { ptr::copy(nla.payload(), dest.cast(), bytes) };
    count
}

/// Copies the payload, without a NUL at its end, to `size` bytes at `dest`, as much of it as leaves room
/// for a NUL, and sets all that is left to zero. Returns how long the whole is.
///
/// # Safety
/// As [`value`]; `dest` is NULL or `size` bytes there are writable.
pub unsafe fn copy_string(dest: *mut c_char, nla: *const nlattr, size: usize) -> usize {
    // SAFETY: by contract.
    let nla = unsafe { given(nla) };
    let len = nla.map_or(0, |nla| match payload_len(nla).checked_sub(1) {
        None => 0,
        // SAFETY: within the payload.
        Some(last) if unsafe { nla.load::<u8>(last) } == 0 => last,
        Some(last) => last.wrapping_add(1),
    });
    let Some(most) = size.checked_sub(1).filter(|_| !dest.is_null()) else {
        return len;
    };
    let dest = dest.cast::<u8>();
    let copied = len.min(most);
    if let Some(nla) = nla {
        // SAFETY: the payload is no shorter, and neither is `dest`.
        unsafe { ptr::copy(nla.payload(), dest, copied) };
    }
    // SAFETY: what is left of `dest`.
    unsafe { ptr::write_bytes(dest.wrapping_add(copied), 0, size.wrapping_sub(copied)) };
    len
}

/// Compares the payload with `size` bytes at `data`: first the lengths, then byte by byte.
///
/// # Safety
/// As [`value`]; `data` is NULL or `size` bytes there are readable.
#[inline]
pub unsafe fn compare(nla: *const nlattr, data: *const c_void, size: usize) -> c_int {
    // SAFETY: by contract.
    let nla = unsafe { given(nla) };
    let length = nla.map_or(0, len);
    // A negative length is none that bytes in memory could have.
    if i64::from(length).cast_unsigned() != size as u64 {
        return longer_by(length, size);
    }
    match nla {
        Some(_) if data.is_null() => (Ordering::Greater as c_int).min(length),
        // SAFETY: both are that long.
        Some(nla) => unsafe { libc::memcmp(nla.payload().cast(), data, size) },
        None => 0,
    }
}

/// How many bytes more than `size` `length` is.
#[inline(never)]
fn longer_by(length: c_int, size: usize) -> c_int {
    let more = i64::from(length).saturating_sub(i64::try_from(size).unwrap_or(i64::MAX));
    c_int::try_from(more).unwrap_or(c_int::MIN)
}

/// Compares the payload with a string and its NUL.
///
/// # Safety
/// As [`value`]; `text` is NULL or a string.
#[inline]
pub unsafe fn compare_string(nla: *const nlattr, text: *const c_char) -> c_int {
    if text.is_null() {
        return 1;
    }
    // SAFETY: a string by contract.
    let size = unsafe { libc::strlen(text) }.wrapping_add(1);
    // SAFETY: by contract.
    unsafe { compare(nla, text.cast(), size) }
}

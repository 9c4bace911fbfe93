// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: reading the value of one.
//!
//! No function here reads beyond the attribute: one that is too short for its type reads as if zeros followed
//! (integers of up to 32 bits, whose padding upstream reads), as 0 or as an empty string, and NULL as 0 or empty.

use libc::{c_char, c_int, c_ulong, nlattr};

use crate::attr::get;

/// The payload as an 8-bit signed integer in host byte order; 0 if there is no attribute, or if it is
/// too short.
///
/// C: `int8_t value = nla_get_s8(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_s8(nla: *const nlattr) -> i8 {
    // SAFETY: by contract.
    unsafe { get::value(nla) }
}

/// The payload as an 8-bit unsigned integer in host byte order; 0 if there is no attribute, or if it is
/// too short.
///
/// C: `uint8_t value = nla_get_u8(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_u8(nla: *const nlattr) -> u8 {
    // SAFETY: by contract.
    unsafe { get::value(nla) }
}

/// The payload as a 16-bit signed integer in host byte order; 0 if there is no attribute. The bytes that
/// a shorter one lacks are 0.
///
/// C: `int16_t value = nla_get_s16(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_s16(nla: *const nlattr) -> i16 {
    // SAFETY: by contract.
    unsafe { get::padded(nla) }
}

/// The payload as a 16-bit unsigned integer in host byte order; 0 if there is no attribute. The bytes that
/// a shorter one lacks are 0.
///
/// C: `uint16_t value = nla_get_u16(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_u16(nla: *const nlattr) -> u16 {
    // SAFETY: by contract.
    unsafe { get::padded(nla) }
}

/// The payload as a 32-bit signed integer in host byte order; 0 if there is no attribute. The bytes that
/// a shorter one lacks are 0.
///
/// C: `int32_t value = nla_get_s32(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_s32(nla: *const nlattr) -> i32 {
    // SAFETY: by contract.
    unsafe { get::padded(nla) }
}

/// The payload as a 32-bit unsigned integer in host byte order; 0 if there is no attribute. The bytes that
/// a shorter one lacks are 0.
///
/// C: `uint32_t value = nla_get_u32(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_u32(nla: *const nlattr) -> u32 {
    // SAFETY: by contract.
    unsafe { get::padded(nla) }
}

/// The payload as a 64-bit signed integer in host byte order; 0 if there is no attribute, or if it is
/// too short.
///
/// C: `int64_t value = nla_get_s64(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_s64(nla: *const nlattr) -> i64 {
    // SAFETY: by contract.
    unsafe { get::value(nla) }
}

/// The payload as a 64-bit unsigned integer in host byte order; 0 if there is no attribute, or if it is
/// too short.
///
/// C: `uint64_t value = nla_get_u64(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_u64(nla: *const nlattr) -> u64 {
    // SAFETY: by contract.
    unsafe { get::value(nla) }
}

/// The payload as a signed integer of four bytes or of eight (`NLA_SINT`); 0 for any other
/// length below eight, and if there is no attribute.
///
/// C: `int64_t value = nla_get_sint(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_sint(nla: *const nlattr) -> i64 {
    // SAFETY: by contract.
    if let Some(short) = unsafe { get::four_bytes::<i32>(nla) } {
        return short.into();
    }
    // SAFETY: by contract.
    unsafe { get::value(nla) }
}

/// The payload as an unsigned integer of four bytes or of eight (`NLA_UINT`); 0 for any other
/// length below eight, and if there is no attribute.
///
/// C: `uint64_t value = nla_get_uint(tb[type]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_uint(nla: *const nlattr) -> u64 {
    // SAFETY: by contract.
    if let Some(short) = unsafe { get::four_bytes::<u32>(nla) } {
        return short.into();
    }
    // SAFETY: by contract.
    unsafe { get::value(nla) }
}

/// The payload as a string, within the message.
///
/// C: `printf("%s\n", nla_get_string(tb[IFLA_IFNAME]));`
///
/// An empty string, which must not be written to, if there is no attribute, or no NUL in it. So this is
/// not for payloads that need not have one: `nla_strdup()` and `nla_strlcpy()` are.
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_string(nla: *const nlattr) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { get::string(nla) }
}

/// A copy of the payload up to its NUL or its end, to be freed with `free()`.
///
/// C: `char *name = nla_strdup(tb[IFLA_IFNAME]);`
///
/// NULL if there is no attribute, or no memory (`errno` is `ENOMEM`).
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_strdup(nla: *const nlattr) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { get::duplicate(nla) }
}

/// 1 if there is an attribute, 0 for NULL.
///
/// C: `int blocked = nla_get_flag(tb[RFKILL_BLOCKED]);`
///
/// # Safety
/// `nla` is not looked at.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_flag(nla: *const nlattr) -> c_int {
    c_int::from(!nla.is_null())
}

/// The payload as milliseconds, a 64-bit integer; 0 if there is no attribute, or if it is too short.
///
/// C: `unsigned long msecs = nla_get_msecs(tb[NDTPA_GC_STALETIME]);`
///
/// # Safety
/// `nla` is NULL or points to an attribute that is readable as far as it says.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nla_get_msecs(nla: *const nlattr) -> c_ulong {
    // SAFETY: by contract.
    unsafe { get::value(nla) }
}

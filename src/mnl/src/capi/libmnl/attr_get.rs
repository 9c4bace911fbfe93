// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: reading one.

use libc::{c_char, c_void, nlattr};
use os::raw::RawAttr;
use wire::attr;

/// The attribute's type, without its flag bits.
///
/// C: `switch (mnl_attr_get_type(attr)) { case IFLA_MTU: ... }`
///
/// # Safety
/// `attr` points to an attribute header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_type(attr: *const nlattr) -> u16 {
    // SAFETY: by contract.
    unsafe { RawAttr::new(attr) }.kind()
}

/// The attribute's length in bytes: header and payload, without padding.
///
/// C: `uint16_t len = mnl_attr_get_len(attr);`
///
/// # Safety
/// `attr` points to an attribute header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_len(attr: *const nlattr) -> u16 {
    // SAFETY: by contract.
    unsafe { RawAttr::new(attr) }.nla_len()
}

/// The attribute's payload in bytes, without padding.
///
/// C: `uint16_t len = mnl_attr_get_payload_len(attr);`
///
/// Meaningless for an attribute that `mnl_attr_ok()` refuses.
///
/// # Safety
/// `attr` points to an attribute header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_payload_len(attr: *const nlattr) -> u16 {
    // SAFETY: by contract.
    unsafe { RawAttr::new(attr) }.nla_len().wrapping_sub(attr::HDRLEN_U16)
}

/// The attribute's payload, within the message.
///
/// C: `const struct in_addr *addr = mnl_attr_get_payload(attr);`
///
/// It is aligned to four bytes, not more.
///
/// # Safety
/// `attr` points to an attribute header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_payload(attr: *const nlattr) -> *mut c_void {
    // SAFETY: the header is not looked at.
    unsafe { RawAttr::new(attr) }.payload().cast()
}

/// The payload as an 8-bit integer.
///
/// C: `uint8_t family = mnl_attr_get_u8(attr);`
///
/// The length is not checked: do that with `mnl_attr_validate()` first.
///
/// # Safety
/// `attr` has at least one byte of payload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_u8(attr: *const nlattr) -> u8 {
    // SAFETY: by contract.
    let attr = unsafe { RawAttr::new(attr) };
    // SAFETY: by contract.
    unsafe { attr.load(0) }
}

/// The payload as a 16-bit integer in host byte order.
///
/// C: `uint16_t id = mnl_attr_get_u16(attr);`
///
/// The length is not checked: do that with `mnl_attr_validate()` first.
///
/// # Safety
/// `attr` has at least two bytes of payload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_u16(attr: *const nlattr) -> u16 {
    // SAFETY: by contract.
    let attr = unsafe { RawAttr::new(attr) };
    // SAFETY: by contract.
    unsafe { attr.load(0) }
}

/// The payload as a 32-bit integer in host byte order.
///
/// C: `uint32_t mtu = mnl_attr_get_u32(attr);`
///
/// The length is not checked: do that with `mnl_attr_validate()` first.
///
/// # Safety
/// `attr` has at least four bytes of payload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_u32(attr: *const nlattr) -> u32 {
    // SAFETY: by contract.
    let attr = unsafe { RawAttr::new(attr) };
    // SAFETY: by contract.
    unsafe { attr.load(0) }
}

/// The payload as a 64-bit integer in host byte order.
///
/// C: `uint64_t bytes = mnl_attr_get_u64(attr);`
///
/// The length is not checked: do that with `mnl_attr_validate()` first.
///
/// # Safety
/// `attr` has at least eight bytes of payload.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_u64(attr: *const nlattr) -> u64 {
    // SAFETY: by contract.
    let attr = unsafe { RawAttr::new(attr) };
    // SAFETY: by contract.
    unsafe { attr.load(0) }
}

/// The payload as an unsigned integer of whatever length it has: 1, 2, 4 or 8 bytes.
///
/// C: `uint64_t value = mnl_attr_get_uint(attr);`
///
/// For attributes of the kernel's type `uint`. `UINT64_MAX` for any other length; since that is
/// also a value, check the length where it matters. errno is not touched. After libmnl 1.0.5.
///
/// # Safety
/// `attr` points to a whole attribute.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_uint(attr: *const nlattr) -> u64 {
    // SAFETY: by contract.
    let attr = unsafe { RawAttr::new(attr) };
    match attr::payload_len(attr.nla_len()) {
        // SAFETY: the attribute is whole by contract, and so long.
        Some(1) => u64::from(unsafe { attr.load::<u8>(0) }),
        // SAFETY: as above.
        Some(2) => u64::from(unsafe { attr.load::<u16>(0) }),
        // SAFETY: as above.
        Some(4) => u64::from(unsafe { attr.load::<u32>(0) }),
        // SAFETY: as above.
        Some(8) => unsafe { attr.load::<u64>(0) },
        _ => u64::MAX,
    }
}

/// The payload as a string, within the message.
///
/// C: `const char *name = mnl_attr_get_str(attr);`
///
/// Nothing guarantees a terminator: check with `mnl_attr_validate(attr, MNL_TYPE_NUL_STRING)` first.
///
/// # Safety
/// `attr` points to an attribute header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_get_str(attr: *const nlattr) -> *const c_char {
    // SAFETY: the header is not looked at.
    unsafe { RawAttr::new(attr) }.payload().cast_const().cast()
}

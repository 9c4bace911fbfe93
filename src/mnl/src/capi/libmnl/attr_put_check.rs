// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: adding them to a message if the buffer has room.

use core::ptr;

use libc::{c_char, c_void, nlattr, nlmsghdr};
use os::raw::RawMsg;
use wire::{align, attr};

/// The message at `nlh`, if its buffer of `buflen` bytes has room for an attribute with `len` bytes
/// of payload.
///
/// # Safety
/// `nlh` points to a message header or is NULL.
#[inline]
unsafe fn with_room(nlh: *mut nlmsghdr, buflen: usize, len: usize) -> Option<RawMsg> {
    if nlh.is_null() || len > attr::PAYLOAD_MAX {
        return None;
    }
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    let needed = (nlh.nlmsg_len() as usize).saturating_add(attr::HDRLEN + align(len));
    (needed <= buflen).then_some(nlh)
}

/// Appends an attribute, if the buffer has room.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL; `len` bytes at `data` are readable.
#[inline]
unsafe fn put_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    nla_type: u16,
    len: usize,
    data: *const c_void,
) -> bool {
    // SAFETY: by contract.
    let Some(nlh) = (unsafe { with_room(nlh, buflen, len) }) else {
        return false;
    };
    // SAFETY: by contract, and there is room.
    unsafe { nlh.put(nla_type, len, data) };
    true
}

/// Appends an attribute with a plain value, if the buffer has room.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL.
#[inline]
unsafe fn put_value_check<T: Copy>(
    nlh: *mut nlmsghdr,
    buflen: usize,
    nla_type: u16,
    value: T,
) -> bool {
    // SAFETY: by contract.
    let Some(nlh) = (unsafe { with_room(nlh, buflen, size_of::<T>()) }) else {
        return false;
    };
    // SAFETY: there is room.
    unsafe { nlh.put_value(nla_type, value) };
    true
}

/// Appends an attribute with `len` bytes of payload, if the buffer has room.
///
/// C: `if (!mnl_attr_put_check(nlh, sizeof(buf), IFLA_ADDRESS, ETH_ALEN, mac)) return -1;`
///
/// `buflen` is the size of the whole buffer from `nlh` on. The sum is made from `nlmsg_len` as it
/// is: keep that a multiple of four, as all functions here do, since the attribute starts at the
/// next multiple. Returns false, the message as it was, if there is no room, the payload is longer
/// than 65,531 bytes, or `nlh`, or `data` with a `len` above 0, is NULL. errno is not set.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL; `len` bytes at `data` are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
    len: usize,
    data: *const c_void,
) -> bool {
    if data.is_null() && len > 0 {
        return false;
    }
    // SAFETY: by contract.
    unsafe { put_check(nlh, buflen, r#type, len, data) }
}

/// Appends an attribute with an 8-bit integer, if the buffer has room.
///
/// C: `if (!mnl_attr_put_u8_check(nlh, sizeof(buf), IFLA_CARRIER, 1)) return -1;`
///
/// Fails as `mnl_attr_put_check()` does.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_u8_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
    data: u8,
) -> bool {
    // SAFETY: by contract.
    unsafe { put_value_check(nlh, buflen, r#type, data) }
}

/// Appends an attribute with a 16-bit integer, if the buffer has room.
///
/// C: `if (!mnl_attr_put_u16_check(nlh, sizeof(buf), CTRL_ATTR_FAMILY_ID, id)) return -1;`
///
/// Fails as `mnl_attr_put_check()` does.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_u16_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
    data: u16,
) -> bool {
    // SAFETY: by contract.
    unsafe { put_value_check(nlh, buflen, r#type, data) }
}

/// Appends an attribute with a 32-bit integer, if the buffer has room.
///
/// C: `if (!mnl_attr_put_u32_check(nlh, sizeof(buf), IFLA_MTU, 1500)) return -1;`
///
/// Fails as `mnl_attr_put_check()` does.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_u32_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
    data: u32,
) -> bool {
    // SAFETY: by contract.
    unsafe { put_value_check(nlh, buflen, r#type, data) }
}

/// Appends an attribute with a 64-bit integer, if the buffer has room.
///
/// C: `if (!mnl_attr_put_u64_check(nlh, sizeof(buf), CTA_COUNTERS_BYTES, bytes)) return -1;`
///
/// Fails as `mnl_attr_put_check()` does.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_u64_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
    data: u64,
) -> bool {
    // SAFETY: by contract.
    unsafe { put_value_check(nlh, buflen, r#type, data) }
}

/// Appends an attribute with a string, without its terminator, if the buffer has room.
///
/// C: `if (!mnl_attr_put_str_check(nlh, sizeof(buf), IFLA_IFALIAS, "uplink")) return -1;`
///
/// Fails as `mnl_attr_put_check()` does, also for a NULL string.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL; `data` is NUL-terminated or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_str_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
    data: *const c_char,
) -> bool {
    if data.is_null() {
        return false;
    }
    // SAFETY: by contract.
    let len = unsafe { libc::strlen(data) };
    // SAFETY: by contract.
    unsafe { put_check(nlh, buflen, r#type, len, data.cast()) }
}

/// Appends an attribute with a string and its terminator, if the buffer has room.
///
/// C: `if (!mnl_attr_put_strz_check(nlh, sizeof(buf), IFLA_IFNAME, "eth0")) return -1;`
///
/// Fails as `mnl_attr_put_check()` does, also for a NULL string.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL; `data` is NUL-terminated or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_strz_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
    data: *const c_char,
) -> bool {
    if data.is_null() {
        return false;
    }
    // SAFETY: by contract.
    let len = unsafe { libc::strlen(data) };
    // SAFETY: by contract.
    unsafe { put_check(nlh, buflen, r#type, len.wrapping_add(1), data.cast()) }
}

/// Starts a nest, if the buffer has room for its header.
///
/// C: `struct nlattr *nest = mnl_attr_nest_start_check(nlh, sizeof(buf), IFLA_LINKINFO);`
///
/// Returns NULL, the message as it was, if there is no room or `nlh` is NULL; else as
/// `mnl_attr_nest_start()`.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_nest_start_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
) -> *mut nlattr {
    // SAFETY: by contract.
    match unsafe { with_room(nlh, buflen, 0) } {
        // SAFETY: there is room.
        Some(nlh) => unsafe { nlh.start_attr(r#type | attr::F_NESTED) }.as_ptr(),
        None => ptr::null_mut(),
    }
}

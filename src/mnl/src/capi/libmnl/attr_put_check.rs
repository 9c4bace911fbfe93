// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: adding them to a message if the buffer has room.

use core::ptr;

use libc::{c_char, c_void, nlattr, nlmsghdr};
use os::raw::RawMsg;
use wire::{align, attr};

/// Whether the buffer of `buflen` bytes has room for an attribute with `len` bytes of payload more. A
/// `len` that no attribute can have may pass: adding such a one fails by itself.
#[inline]
fn has_room(nlh: RawMsg, buflen: usize, len: usize) -> bool {
    let used = nlh.nlmsg_len() as usize;
    used.wrapping_add(align(len.wrapping_add(attr::HDRLEN))) <= buflen
}

/// Appends an attribute whose data is at NULL: it must have none.
///
/// # Safety
/// There is room for an attribute without payload.
#[cold]
#[inline(never)]
unsafe fn put_empty(nlh: RawMsg, nla_type: u16, len: usize) -> bool {
    // SAFETY: by contract.
    len == 0 && unsafe { nlh.put(nla_type, 0, ptr::null()) }
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
    if nlh.is_null() {
        return false;
    }
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    if !has_room(nlh, buflen, len) {
        return false;
    }
    if data.is_null() {
        // SAFETY: there is room.
        return unsafe { put_empty(nlh, nla_type, len) };
    }
    // SAFETY: by contract, and there is room.
    unsafe { nlh.put(nla_type, len, data) }
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
    if nlh.is_null() {
        return false;
    }
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    let fits = has_room(nlh, buflen, size_of::<T>());
    if fits {
        // SAFETY: there is room.
        unsafe { nlh.put_value(nla_type, value) };
    }
    fits
}

/// Appends an attribute with `len` bytes of payload, if the buffer has room.
///
/// C: `if (!mnl_attr_put_check(nlh, sizeof(buf), IFLA_ADDRESS, ETH_ALEN, mac)) return -1;`
///
/// `buflen` is the size of the whole buffer from `nlh` on. As in libmnl the sum is made from
/// `nlmsg_len` as it is, while the attribute starts at the next multiple of four: if the caller has
/// set an `nlmsg_len` that is none, up to three bytes behind `buflen` may be written. The functions
/// here keep it a multiple. Returns false, the message as it was, if there is no room, the payload is longer
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
/// Returns NULL, the message as it was, if there is no room; else as `mnl_attr_nest_start()`.
///
/// # Safety
/// `nlh` is a message in a buffer of `buflen` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_nest_start_check(
    nlh: *mut nlmsghdr,
    buflen: usize,
    r#type: u16,
) -> *mut nlattr {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    if !has_room(nlh, buflen, 0) {
        return ptr::null_mut();
    }
    // SAFETY: there is room.
    unsafe { nlh.start_attr(r#type | attr::F_NESTED) }.as_ptr()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: adding them to a message, unchecked.

use core::ptr;

use libc::{c_char, c_void, nlattr, nlmsghdr};
use os::raw::{RawAttr, RawMsg};
use wire::attr;

/// Appends an attribute with `len` bytes of payload.
///
/// C: `mnl_attr_put(nlh, IFLA_ADDRESS, ETH_ALEN, mac);`
///
/// `type` may carry `NLA_F_NESTED` and `NLA_F_NET_BYTEORDER`. Padding is zeroed. A payload of more
/// than 65,531 bytes does not fit an attribute and leaves the message as it is. `data` may be NULL
/// if `len` is 0.
///
/// # Safety
/// `nlh` is a message whose buffer has room for the attribute; `len` bytes at `data` are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put(
    nlh: *mut nlmsghdr,
    r#type: u16,
    len: usize,
    data: *const c_void,
) {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.put(r#type, len, data) };
}

/// Appends an attribute with an 8-bit integer.
///
/// C: `mnl_attr_put_u8(nlh, IFLA_CARRIER, 1);`
///
/// # Safety
/// `nlh` is a message whose buffer has room for eight bytes more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_u8(nlh: *mut nlmsghdr, r#type: u16, data: u8) {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.put_value(r#type, data) }
}

/// Appends an attribute with a 16-bit integer, in the byte order it comes in.
///
/// C: `mnl_attr_put_u16(nlh, CTRL_ATTR_FAMILY_ID, id);`
///
/// # Safety
/// `nlh` is a message whose buffer has room for eight bytes more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_u16(nlh: *mut nlmsghdr, r#type: u16, data: u16) {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.put_value(r#type, data) }
}

/// Appends an attribute with a 32-bit integer, in the byte order it comes in.
///
/// C: `mnl_attr_put_u32(nlh, IFLA_MTU, 1500);`
///
/// # Safety
/// `nlh` is a message whose buffer has room for eight bytes more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_u32(nlh: *mut nlmsghdr, r#type: u16, data: u32) {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.put_value(r#type, data) }
}

/// Appends an attribute with a 64-bit integer, in the byte order it comes in.
///
/// C: `mnl_attr_put_u64(nlh, CTA_COUNTERS_PACKETS, htobe64(packets));`
///
/// # Safety
/// `nlh` is a message whose buffer has room for twelve bytes more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_u64(nlh: *mut nlmsghdr, r#type: u16, data: u64) {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.put_value(r#type, data) }
}

/// Appends an attribute with a string, without its terminator.
///
/// C: `mnl_attr_put_str(nlh, IFLA_IFALIAS, "uplink");`
///
/// A string of more than 65,531 bytes leaves the message as it is.
///
/// # Safety
/// `nlh` is a message whose buffer has room for the attribute; `data` is NUL-terminated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_str(nlh: *mut nlmsghdr, r#type: u16, data: *const c_char) {
    // SAFETY: by contract.
    let len = unsafe { libc::strlen(data) };
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.put(r#type, len, data.cast()) };
}

/// Appends an attribute with a string and its terminator.
///
/// C: `mnl_attr_put_strz(nlh, IFLA_IFNAME, "eth0");`
///
/// A string of more than 65,530 bytes leaves the message as it is.
///
/// # Safety
/// `nlh` is a message whose buffer has room for the attribute; `data` is NUL-terminated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_put_strz(nlh: *mut nlmsghdr, r#type: u16, data: *const c_char) {
    // SAFETY: by contract.
    let len = unsafe { libc::strlen(data) };
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.put(r#type, len.wrapping_add(1), data.cast()) };
}

/// Starts an attribute that holds attributes: those added until `mnl_attr_nest_end()`.
///
/// C: `struct nlattr *nest = mnl_attr_nest_start(nlh, IFLA_LINKINFO);`
///
/// `NLA_F_NESTED` is added to the type. The length is not written before `mnl_attr_nest_end()`.
/// NULL for NULL.
///
/// # Safety
/// `nlh` is a message whose buffer has room for four bytes more, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_nest_start(nlh: *mut nlmsghdr, r#type: u16) -> *mut nlattr {
    if nlh.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.start_attr(r#type | attr::F_NESTED) }.as_ptr()
}

/// Ends a nest: writes its length.
///
/// C: `mnl_attr_nest_end(nlh, nest);`
///
/// A nest that has grown beyond 65,535 bytes cannot be sent: it is removed from the message with
/// all it holds, as by `mnl_attr_nest_cancel()`.
///
/// # Safety
/// `start` was returned by `mnl_attr_nest_start()` for this message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_nest_end(nlh: *mut nlmsghdr, start: *mut nlattr) {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    let len = nlh.tail().addr().wrapping_sub(start.addr());
    if let Ok(nla_len) = u16::try_from(len) {
        // SAFETY: by contract.
        let nest = unsafe { RawAttr::new(start) };
        // SAFETY: by contract.
        unsafe { nest.set_len(nla_len) };
    } else {
        // SAFETY: by contract.
        unsafe { nlh.cut(start) }
    }
}

/// Removes a nest with all it holds, ended or not.
///
/// C: `mnl_attr_nest_cancel(nlh, nest);`
///
/// # Safety
/// `start` was returned by `mnl_attr_nest_start()` for this message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_attr_nest_cancel(nlh: *mut nlmsghdr, start: *mut nlattr) {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.cut(start) }
}

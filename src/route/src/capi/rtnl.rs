// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/rtnl.h`.

use libc::{c_char, c_int};
use nl_sys::error::IntoC;
use nl_sys::layout::nl_sock;
use nl_sys::strings;

use crate::rtnl;

/// Sends a request of rtnetlink that says nothing but an address family, such as that for a dump.
///
/// C: `nl_rtgen_request(sk, RTM_GETADDR, AF_INET6, NLM_F_DUMP);`
///
/// Returns 0, what `nl_send_simple()` returns if that fails, or `-NLE_BAD_SOCK` for NULL. The answers are for the caller to receive.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_rtgen_request(
    sk: *mut nl_sock,
    r#type: c_int,
    family: c_int,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { rtnl::request(sk, r#type, family, flags) }.map(drop).into_c()
}

/// Writes the name of a type of route (`RTN_*`), or the number as hexadecimal.
///
/// C: `puts(nl_rtntype2str(RTN_UNICAST, buf, sizeof(buf)));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_rtntype2str(
    r#type: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { strings::to_text(r#type, buf, size, &rtnl::TYPES) }
}

/// The type of route of a name, or the number that the text is.
///
/// C: `type = nl_str2rtntype("unicast");`
///
/// A negative number if it is neither, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_str2rtntype(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { strings::to_number(name, &rtnl::TYPES) }
}

/// Writes the name of a scope (`RT_SCOPE_*`), or the number as hexadecimal.
///
/// C: `puts(rtnl_scope2str(RT_SCOPE_LINK, buf, sizeof(buf)));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_scope2str(
    scope: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { strings::to_text(scope, buf, size, &rtnl::SCOPES) }
}

/// The scope of a name, or the number that the text is.
///
/// C: `scope = rtnl_str2scope("link");`
///
/// A negative number if it is neither, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_str2scope(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { strings::to_number(name, &rtnl::SCOPES) }
}

/// Writes two realms, `from/to`.
///
/// C: `puts(rtnl_realms2str(realms, buf, sizeof(buf)));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_realms2str(realms: u32, buf: *mut c_char, len: usize) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { rtnl::realms_to_text(realms, buf, len) }
}

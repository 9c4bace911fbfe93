// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/inet6.h`.

use libc::{AF_INET6, c_char, c_int, c_uint};
use nl_sys::address::Address;
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::nl_addr;
use nl_sys::strings::{flags_to_text, text_to_flags, to_number, to_text};

use crate::link::inet6::{FLAG_NAMES, Inet6, MODE_NAMES};
use crate::link::kept;
use crate::link::object::rtnl_link;

/// Writes the name of a way to make link-local addresses, or the number if it has none.
///
/// C: `rtnl_link_inet6_addrgenmode2str(IN6_ADDR_GEN_MODE_EUI64, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_addrgenmode2str(
    mode: u8,
    buf: *mut c_char,
    len: usize,
) -> *const c_char {
    // SAFETY: by contract.
    unsafe { to_text(mode.into(), buf, len, &MODE_NAMES) }
}

/// The number of a name of a way to make link-local addresses, or the number that the text is.
///
/// C: `st = rtnl_link_inet6_str2addrgenmode("eui64");`
///
/// Returns the lowest byte of a negative number for anything else, and for NULL.
///
/// # Safety
/// `mode` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_str2addrgenmode(mode: *const c_char) -> u8 {
    // SAFETY: by contract.
    let [mode, ..] = unsafe { to_number(mode, &MODE_NAMES) }.to_le_bytes();
    mode
}

/// The lower half of the addresses that are made of what routers announce.
///
/// C: `err = rtnl_link_inet6_get_token(link, &addr);`
///
/// Returns 0 and an address for `nl_addr_put()`, `-NLE_NOADDR` if it is all zero, `-NLE_NOATTR` if nothing of IPv6 is known,
/// `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `addr` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_get_token(
    link: *mut rtnl_link,
    addr: *mut *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let token = unsafe { kept::read(link, |inet6: &Inet6| inet6.token) };
    let made = token.and_then(|token| {
        if token == [0; 16] {
            return Err(Error::NOADDR);
        }
        if addr.is_null() {
            return Err(Error::INVAL);
        }
        // SAFETY: so many bytes are there.
        let made = unsafe { ffi::nl_addr_build(AF_INET6, token.as_ptr().cast(), token.len()) };
        if made.is_null() { Err(Error::NOMEM) } else { Ok(made) }
    });
    // SAFETY: by contract.
    made.and_then(|made| unsafe { super::give(made, addr) }).into_c()
}

/// Sets the lower half of the addresses that are made of what routers announce. It is not sent to the kernel.
///
/// C: `err = rtnl_link_inet6_set_token(link, addr);`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL and for what is no IPv6 address.
///
/// # Safety
/// `link` is a link and `addr` an address; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_set_token(
    link: *mut rtnl_link,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    let mut token = [0; 16];
    if addr.family() != Some(AF_INET6) || addr.len() != token.len() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    addr.copy_to(&mut token);
    // SAFETY: by contract.
    let set = unsafe {
        kept::change(link, |inet6: &mut Inet6| {
            inet6.token = token;
            Ok(())
        })
    };
    set.into_c()
}

/// How link-local addresses are made (`IN6_ADDR_GEN_MODE_*`).
///
/// C: `err = rtnl_link_inet6_get_addr_gen_mode(link, &mode);`
///
/// Returns 0, `-NLE_NOATTR` if nothing of IPv6 is known, or `-NLE_INVAL` if this is not, and for NULL.
///
/// # Safety
/// `link` is a link or NULL; `mode` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_get_addr_gen_mode(
    link: *mut rtnl_link,
    mode: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found =
        unsafe { kept::read(link, |inet6: &Inet6| inet6.addr_gen_mode.ok_or(Error::INVAL)) };
    // SAFETY: by contract.
    found.flatten().and_then(|found| unsafe { super::give(found, mode) }).into_c()
}

/// Sets how link-local addresses are made (`IN6_ADDR_GEN_MODE_*`); 255 for not known.
///
/// C: `err = rtnl_link_inet6_set_addr_gen_mode(link, IN6_ADDR_GEN_MODE_NONE);`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_set_addr_gen_mode(
    link: *mut rtnl_link,
    mode: u8,
) -> c_int {
    // SAFETY: by contract.
    let set = unsafe {
        kept::change(link, |inet6: &mut Inet6| {
            inet6.addr_gen_mode = Some(mode).filter(|&mode| mode != u8::MAX);
            Ok(())
        })
    };
    set.into_c()
}

/// Writes the names of flags of IPv6, joined by commas.
///
/// C: `rtnl_link_inet6_flags2str(flags, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { flags_to_text(flags, buf, len, &FLAG_NAMES) }
}

/// The flags that a text names, joined by commas.
///
/// C: `flags = rtnl_link_inet6_str2flags("ra_rcvd,ready");`
///
/// Unknown names are skipped. Returns 0 for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_str2flags(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { text_to_flags(name, &FLAG_NAMES) }
}

/// The flags of IPv6.
///
/// C: `err = rtnl_link_inet6_get_flags(link, &flags);`
///
/// Returns 0, `-NLE_NOATTR` if nothing of IPv6 is known, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `flags` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_get_flags(link: *mut rtnl_link, flags: *mut u32) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kept::read(link, |inet6: &Inet6| inet6.flags) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { super::give(found, flags) }).into_c()
}

/// Sets the flags of IPv6. They are not sent to the kernel.
///
/// C: `err = rtnl_link_inet6_set_flags(link, flags);`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_set_flags(link: *mut rtnl_link, flags: u32) -> c_int {
    // SAFETY: by contract.
    let set = unsafe {
        kept::change(link, |inet6: &mut Inet6| {
            inet6.flags = flags;
            Ok(())
        })
    };
    set.into_c()
}

/// A setting of IPv6.
///
/// C: `err = rtnl_link_inet6_get_conf(link, DEVCONF_FORWARDING, &value);`
///
/// Returns 0, `-NLE_NOATTR` if nothing of IPv6 is known, `-NLE_RANGE` if this is not, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `res` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet6_get_conf(
    link: *mut rtnl_link,
    cfgid: c_uint,
    res: *mut u32,
) -> c_int {
    let place = usize::try_from(cfgid).unwrap_or(usize::MAX);
    // SAFETY: by contract.
    let found = unsafe {
        kept::read(link, |inet6: &Inet6| {
            inet6.conf.as_slice().get(place).copied().ok_or(Error::RANGE)
        })
    };
    // SAFETY: by contract.
    found.flatten().and_then(|found| unsafe { super::give(found, res) }).into_c()
}

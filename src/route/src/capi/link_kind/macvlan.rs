// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/macvlan.h`.

use libc::{c_char, c_int};
use nl_sys::address::Address;
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;
use nl_sys::strings::{flags_to_text, text_to_flags, to_number, to_text};

use super::give;
use crate::link::kind::{self, Kind};
use crate::link::kinds::macvlan::{FLAG_NAMES, MACMODES, MODES, Macvlan};
use crate::link::object::rtnl_link;

/// Makes a link object of kind `macvlan`.
///
/// C: `struct rtnl_link *link = rtnl_link_macvlan_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_macvlan_alloc() -> *mut rtnl_link {
    kind::alloc(Macvlan::NAME)
}

/// Whether a link is a macvlan.
///
/// C: `if (rtnl_link_is_macvlan(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_is_macvlan(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::is(link, Macvlan::NAME) }
}

/// Writes the name of a mode.
///
/// C: `rtnl_link_macvlan_mode2str(mode, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_mode2str(
    mode: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(mode, buf, len, &MODES) }
}

/// The mode of a name: `MACVLAN_MODE_*` of `linux/if_link.h`.
///
/// C: `mode = rtnl_link_macvlan_str2mode("bridge");`
///
/// Returns a negative code if it is not known.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_str2mode(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &MODES) }
}

/// Writes the names of flags, joined by commas.
///
/// C: `rtnl_link_macvlan_flags2str(flags, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { flags_to_text(flags, buf, len, &FLAG_NAMES) }
}

/// The flags that a text names, joined by commas: `MACVLAN_FLAG_*` of `linux/if_link.h`.
///
/// C: `flags = rtnl_link_macvlan_str2flags("nopromisc");`
///
/// Unknown names are skipped.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_str2flags(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { text_to_flags(name, &FLAG_NAMES) }
}

/// Writes the name of what becomes of the list of addresses.
///
/// C: `rtnl_link_macvlan_macmode2str(mode, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_macmode2str(
    mode: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(mode, buf, len, &MACMODES) }
}

/// What becomes of the list of addresses, of a name: `MACVLAN_MACADDR_*` of `linux/if_link.h`.
///
/// C: `mode = rtnl_link_macvlan_str2macmode("set");`
///
/// Returns a negative code if it is not known.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_str2macmode(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &MACMODES) }
}

/// Sets the mode.
///
/// C: `rtnl_link_macvlan_set_mode(link, MACVLAN_MODE_BRIDGE);`
///
/// In all modes but `MACVLAN_MODE_SOURCE`, the list of addresses is emptied.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_set_mode(link: *mut rtnl_link, mode: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(link, |macvlan: &mut Macvlan| macvlan.set_mode(mode)) }
}

/// The mode.
///
/// C: `mode = rtnl_link_macvlan_get_mode(link);`
///
/// Returns 0 if it is not set, if the link is no macvlan, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_get_mode(link: *mut rtnl_link) -> u32 {
    // SAFETY: by contract.
    unsafe { kind::read(link, |macvlan: &Macvlan| macvlan.mode) }.ok().flatten().unwrap_or(0)
}

/// Sets flags, and leaves the others as they are.
///
/// C: `rtnl_link_macvlan_set_flags(link, MACVLAN_FLAG_NOPROMISC);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_set_flags(link: *mut rtnl_link, flags: u16) -> c_int {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |macvlan: &mut Macvlan| {
            macvlan.flags = Some(macvlan.flags.unwrap_or(0) | flags)
        })
    }
}

/// Unsets flags, and leaves the others as they are.
///
/// C: `rtnl_link_macvlan_unset_flags(link, MACVLAN_FLAG_NOPROMISC);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_unset_flags(link: *mut rtnl_link, flags: u16) -> c_int {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |macvlan: &mut Macvlan| {
            macvlan.flags = Some(macvlan.flags.unwrap_or(0) & !flags)
        })
    }
}

/// The flags.
///
/// C: `flags = rtnl_link_macvlan_get_flags(link);`
///
/// Returns 0 if none is set, if the link is no macvlan, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_get_flags(link: *mut rtnl_link) -> u16 {
    // SAFETY: by contract.
    unsafe { kind::read(link, |macvlan: &Macvlan| macvlan.flags) }.ok().flatten().unwrap_or(0)
}

/// Sets what becomes of the list of addresses.
///
/// C: `rtnl_link_macvlan_set_macmode(link, MACVLAN_MACADDR_ADD);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` in all modes but `MACVLAN_MODE_SOURCE` and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_set_macmode(
    link: *mut rtnl_link,
    macmode: u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::change(link, |macvlan: &mut Macvlan| macvlan.set_macmode(macmode)) }.into_c()
}

/// What becomes of the list of addresses.
///
/// C: `rtnl_link_macvlan_get_macmode(link, &macmode);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` in all modes but `MACVLAN_MODE_SOURCE`, if there is no list,
/// and for NULL.
///
/// # Safety
/// `link` is a link or NULL; `out_macmode` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_get_macmode(
    link: *mut rtnl_link,
    out_macmode: *mut u32,
) -> c_int {
    let read = |macvlan: &Macvlan| macvlan.sources().map(|(macmode, _)| macmode);
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, read) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found?, out_macmode) }).into_c()
}

/// How many addresses are in the list.
///
/// C: `rtnl_link_macvlan_count_macaddr(link, &count);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` in all modes but `MACVLAN_MODE_SOURCE`, if there is no list,
/// and for NULL.
///
/// # Safety
/// `link` is a link or NULL; `out_count` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_count_macaddr(
    link: *mut rtnl_link,
    out_count: *mut u32,
) -> c_int {
    let read = |macvlan: &Macvlan| {
        macvlan.sources().map(|(_, list)| u32::try_from(list.len()).unwrap_or(u32::MAX))
    };
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, read) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found?, out_count) }).into_c()
}

/// An address of the list, by its place, from 0.
///
/// C: `const struct nl_addr *addr; rtnl_link_macvlan_get_macaddr(link, 0, &addr);`
///
/// It belongs to the link: no reference is taken.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` in all modes but `MACVLAN_MODE_SOURCE`, if there is no such
/// address,
/// and for NULL.
///
/// # Safety
/// `link` is a link or NULL; `out_addr` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_get_macaddr(
    link: *mut rtnl_link,
    idx: u32,
    out_addr: *mut *const nl_addr,
) -> c_int {
    let read = |macvlan: &Macvlan| {
        let (_, list) = macvlan.sources()?;
        let at = usize::try_from(idx).map_err(|_| Error::INVAL)?;
        let address = list.get(at).ok_or(Error::INVAL)?.as_ptr();
        if address.is_null() { Err(Error::NOMEM) } else { Ok(address.cast_const()) }
    };
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, read) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found?, out_addr) }).into_c()
}

/// Adds an address to the list, a copy.
///
/// C: `rtnl_link_macvlan_add_macaddr(link, addr);`
///
/// Returns 0, `-NLE_NOMEM`, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` if the address is not of
/// family `AF_LLC`, in all modes but `MACVLAN_MODE_SOURCE`, if there is no list (`rtnl_link_macvlan_set_macmode()`
/// makes one), and for NULL.
///
/// # Safety
/// `link` is a link, `addr` an address; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_add_macaddr(
    link: *mut rtnl_link,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    unsafe { kind::change(link, |macvlan: &mut Macvlan| macvlan.add(&addr)) }.into_c()
}

/// Removes an address from the list, as often as it is there.
///
/// C: `rtnl_link_macvlan_del_macaddr(link, addr);`
///
/// Returns how often it was there, `-NLE_OPNOTSUPP` if the link is no macvlan, or `-NLE_INVAL` if the address is not of
/// family `AF_LLC`, in all modes but `MACVLAN_MODE_SOURCE`, if there is no list (`rtnl_link_macvlan_set_macmode()`
/// makes one), and for NULL.
///
/// # Safety
/// `link` is a link, `addr` an address; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macvlan_del_macaddr(
    link: *mut rtnl_link,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    unsafe { kind::change(link, |macvlan: &mut Macvlan| macvlan.remove(&addr)) }.into_c()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link.h`: the kind of a link, and what most links lack.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_uint, pid_t};
use nl_sys::error::{Error, IntoC};
use nl_sys::typed;
use os::cstring::CText;

use super::private::string;
use crate::link::object::{Link, Rare, attr, rtnl_link};
use crate::link::{kind, owned};

/// Sets the network namespace of the interface below, as the kernel numbers them.
///
/// C: `rtnl_link_set_link_netnsid(link, 0);`
///
/// Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_link_netnsid(
    link: *mut rtnl_link,
    link_netnsid: i32,
) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        typed::change(link, attr::LINK_NETNSID, |link| {
            link.link_netnsid = link_netnsid;
            Ok(())
        })
    };
    changed.into_c()
}

/// The network namespace of the interface below, as the kernel numbers them.
///
/// C: `if (rtnl_link_get_link_netnsid(link, &nsid) == 0) { ... }`
///
/// Returns 0, or `-NLE_INVAL` if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL; `out_link_netnsid` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_link_netnsid(
    link: *const rtnl_link,
    out_link_netnsid: *mut i32,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { typed::read_if(link, attr::LINK_NETNSID, |link| link.link_netnsid) };
    // SAFETY: by contract.
    unsafe { give(link, found, out_link_netnsid, Error::INVAL) }
}

/// The description (SNMP's `ifAlias`).
///
/// C: `const char *alias = rtnl_link_get_ifalias(link);`
///
/// The text is the link's. NULL if there is none, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_ifalias(link: *mut rtnl_link) -> *const c_char {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.ifalias().map_or(ptr::null(), CStr::as_ptr)) }
        .unwrap_or(ptr::null())
}

/// Sets the description; NULL unsets it.
///
/// C: `rtnl_link_set_ifalias(link, "to the cellar");`
///
/// Without memory it is unset.
///
/// # Safety
/// `link` is a link or NULL (nothing happens), `alias` a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_ifalias(link: *mut rtnl_link, alias: *const c_char) {
    // SAFETY: by contract.
    let alias = unsafe { string(alias) };
    // SAFETY: by contract.
    let Some(link) = (unsafe { link.as_ref() }) else { return };
    link.clear(attr::IFALIAS);
    let text = alias.and_then(|alias| CText::new(alias.to_bytes()).map_err(|_| Error::NOMEM));
    let bits = if text.is_ok() { attr::IFALIAS } else { 0 };
    let _ = link.change(bits, |link| match text {
        Ok(text) => set_rare(link, |rare| rare.ifalias = text),
        Err(_) => {
            if let Some(rare) = link.rare.get_mut() {
                rare.ifalias = CText::NONE;
            }
            Ok(())
        }
    });
}

/// Makes it a link of a kind: gives it room for what is special to the kind. What it had of another kind is
/// forgotten.
///
/// C: `rtnl_link_set_type(link, "vlan");`
///
/// Any name will do; NULL makes it a link of no kind. Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for a link that is NULL.
///
/// # Safety
/// `link` is a link and `type` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_type(link: *mut rtnl_link, r#type: *const c_char) -> c_int {
    // SAFETY: by contract.
    let kind = unsafe { string(r#type) }.ok();
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() }.ok_or(Error::INVAL);
    link.and_then(|link| kind::assign(link, kind)).into_c()
}

/// The name of the kind.
///
/// C: `char *kind = rtnl_link_get_type(link);`
///
/// The text is the link's. NULL if it is of none, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_type(link: *mut rtnl_link) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.kind.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the name of the kind of what it is a port of; NULL unsets it.
///
/// C: `rtnl_link_set_slave_type(link, "bridge");`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for a link that is NULL.
///
/// # Safety
/// `link` is a link and `type` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_slave_type(
    link: *mut rtnl_link,
    r#type: *const c_char,
) -> c_int {
    // SAFETY: by contract.
    let kind = unsafe { string(r#type) }.ok();
    // SAFETY: by contract.
    let Some(link) = (unsafe { link.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let set = || {
        let (text, bits) = match kind {
            Some(kind) => {
                (CText::new(kind.to_bytes()).map_err(|_| Error::NOMEM)?, attr::SLAVE_KIND)
            }
            None => (CText::NONE, 0),
        };
        link.change(bits, |link| set_rare(link, |rare| rare.slave_kind = text))?;
        link.clear(attr::SLAVE_KIND & !bits);
        Ok(())
    };
    set().into_c()
}

/// The name of the kind of what it is a port of.
///
/// C: `const char *kind = rtnl_link_get_slave_type(link);`
///
/// The text is the link's. NULL if there is none, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_slave_type(link: *const rtnl_link) -> *const c_char {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| rare(link, |rare| rare.slave_kind.as_ptr().cast_const())) }
        .flatten()
        .unwrap_or(ptr::null())
}

/// Sets an open file of the network namespace that the interface is to be moved to.
///
/// C: `rtnl_link_set_ns_fd(link, fd);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_ns_fd(link: *mut rtnl_link, fd: c_int) {
    // SAFETY: by contract.
    let _ =
        unsafe { typed::change(link, attr::NS_FD, |link| set_rare(link, |rare| rare.ns_fd = fd)) };
}

/// An open file of the network namespace that the interface is to be moved to.
///
/// C: `ns_fd = rtnl_link_get_ns_fd(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_ns_fd(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| rare(link, |rare| rare.ns_fd)) }.flatten().unwrap_or(0)
}

/// Sets a process in whose network namespace the interface is to be moved.
///
/// C: `rtnl_link_set_ns_pid(link, pid);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_ns_pid(link: *mut rtnl_link, pid: pid_t) {
    // SAFETY: by contract.
    let _ = unsafe {
        typed::change(link, attr::NS_PID, |link| set_rare(link, |rare| rare.ns_pid = pid))
    };
}

/// A process in whose network namespace the interface is to be moved.
///
/// C: `ns_pid = rtnl_link_get_ns_pid(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_ns_pid(link: *mut rtnl_link) -> pid_t {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| rare(link, |rare| rare.ns_pid)) }.flatten().unwrap_or(0)
}

/// Whether it has a list of virtual functions.
///
/// C: `if (rtnl_link_has_vf_list(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_has_vf_list(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { link.as_ref() }.map_or(0, |link| link.has(attr::VF_LIST).into())
}

/// Notes that it has a list of virtual functions.
///
/// C: `rtnl_link_set_vf_list(link);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_vf_list(link: *mut rtnl_link) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::VF_LIST, |_| {}) };
}

/// Notes that it has no list of virtual functions.
///
/// C: `rtnl_link_unset_vf_list(link);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_unset_vf_list(link: *mut rtnl_link) {
    // SAFETY: by contract.
    if let Some(link) = unsafe { link.as_ref() } {
        link.clear(attr::VF_LIST);
    }
}

/// As `rtnl_link_set_type()`, which is to be used instead.
///
/// C: `rtnl_link_set_info_type(link, "vlan");`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for a link that is NULL.
///
/// # Safety
/// `link` is a link and `type` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_info_type(
    link: *mut rtnl_link,
    r#type: *const c_char,
) -> c_int {
    // SAFETY: by contract.
    let kind = unsafe { string(r#type) }.ok();
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() }.ok_or(Error::INVAL);
    link.and_then(|link| kind::assign(link, kind)).into_c()
}

/// As `rtnl_link_get_type()`, which is to be used instead.
///
/// C: `char *kind = rtnl_link_get_info_type(link);`
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_info_type(link: *mut rtnl_link) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.kind.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets the weight, which kernels of today do not use.
///
/// C: `rtnl_link_set_weight(link, 64);`
///
/// # Safety
/// `link` is a link or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_set_weight(link: *mut rtnl_link, weight: c_uint) {
    // SAFETY: by contract.
    unsafe { typed::set(link, attr::WEIGHT, |link| link.weight = weight) };
}

/// The weight, which kernels of today do not use.
///
/// C: `weight = rtnl_link_get_weight(link);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_weight(link: *mut rtnl_link) -> c_uint {
    // SAFETY: by contract.
    unsafe { typed::read(link, |link| link.weight) }.unwrap_or(0)
}

/// What `read` finds in what most links lack; `None` if the link lacks it, too.
pub(super) fn rare<R>(link: &Link, read: impl FnOnce(&Rare) -> R) -> Option<R> {
    link.rare.get().map(read)
}

/// Changes what most links lack.
pub(super) fn set_rare(link: &mut Link, set: impl FnOnce(&mut Rare)) -> Result<(), Error> {
    owned::make(&mut link.rare).map(set)
}

/// Writes what was found where C wants it; returns 0, `missing` if nothing was found, or `-NLE_INVAL` if
/// the link is NULL.
///
/// # Safety
/// `to` can be written to, or is NULL.
pub(super) unsafe fn give<T>(
    link: *const rtnl_link,
    found: Option<T>,
    to: *mut T,
    missing: Error,
) -> c_int {
    let missing = if link.is_null() { Error::INVAL } else { missing };
    let Some(found) = found else { return Err::<(), _>(missing).into_c() };
    if !to.is_null() {
        // SAFETY: by contract.
        unsafe { to.write(found) };
    }
    0
}

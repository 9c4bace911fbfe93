// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/vlan.h`.

use core::ptr;

use libc::{c_char, c_int, c_uint};
use nl_sys::error::{Error, IntoC};
use nl_sys::strings::{flags_to_text, text_to_flags};

use crate::link::kind::{self, Kind};
use crate::link::kinds::vlan::{FLAG_NAMES, Vlan, vlan_map};
use crate::link::object::rtnl_link;

/// Makes a link object of kind `vlan`.
///
/// C: `struct rtnl_link *link = rtnl_link_vlan_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_vlan_alloc() -> *mut rtnl_link {
    kind::alloc(Vlan::NAME)
}

/// Whether a link is a VLAN.
///
/// C: `if (rtnl_link_is_vlan(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_is_vlan(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::is(link, Vlan::NAME) }
}

/// Writes the names of a VLAN's flags, joined by commas.
///
/// C: `rtnl_link_vlan_flags2str(flags, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { flags_to_text(flags, buf, len, &FLAG_NAMES) }
}

/// The flags of a VLAN that a text names, joined by commas.
///
/// C: `flags = rtnl_link_vlan_str2flags("gvrp");`
///
/// Unknown names are skipped. Returns 0 for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_str2flags(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { text_to_flags(name, &FLAG_NAMES) }
}

/// Sets the protocol of a VLAN.
///
/// C: `rtnl_link_vlan_set_protocol(link, htons(ETH_P_8021AD));`
///
/// In network byte order.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VLAN, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_set_protocol(link: *mut rtnl_link, protocol: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(link, |vlan: &mut Vlan| vlan.protocol = Some(protocol)) }
}

/// The protocol of a VLAN, in network byte order.
///
/// C: `protocol = ntohs(rtnl_link_vlan_get_protocol(link));`
///
/// Returns 0 if it is not set, `-NLE_OPNOTSUPP` if the link is no VLAN, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_get_protocol(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::read(link, |vlan: &Vlan| c_int::from(vlan.protocol.unwrap_or(0))) }.into_c()
}

/// Sets the number of a VLAN.
///
/// C: `rtnl_link_vlan_set_id(link, 100);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VLAN, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_set_id(link: *mut rtnl_link, id: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(link, |vlan: &mut Vlan| vlan.id = Some(id)) }
}

/// The number of a VLAN.
///
/// C: `id = rtnl_link_vlan_get_id(link);`
///
/// Returns 0 if it is not set, `-NLE_OPNOTSUPP` if the link is no VLAN, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_get_id(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::read(link, |vlan: &Vlan| c_int::from(vlan.id.unwrap_or(0))) }.into_c()
}

/// Sets flags of a VLAN, and leaves the others as they are.
///
/// C: `rtnl_link_vlan_set_flags(link, VLAN_FLAG_GVRP);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VLAN, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_set_flags(link: *mut rtnl_link, flags: c_uint) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(link, |vlan: &mut Vlan| vlan.set_flags(flags)) }
}

/// Unsets flags of a VLAN, and leaves the others as they are.
///
/// C: `rtnl_link_vlan_unset_flags(link, VLAN_FLAG_GVRP);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VLAN, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_unset_flags(link: *mut rtnl_link, flags: c_uint) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(link, |vlan: &mut Vlan| vlan.unset_flags(flags)) }
}

/// The flags of a VLAN (`VLAN_FLAG_*`).
///
/// C: `flags = rtnl_link_vlan_get_flags(link);`
///
/// Returns 0 if none is set, `-NLE_OPNOTSUPP` if the link is no VLAN, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_get_flags(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::read(link, |vlan: &Vlan| vlan.flags.cast_signed()) }.into_c()
}

/// Sets the priority that packets of the VLAN get in the kernel.
///
/// C: `rtnl_link_vlan_set_ingress_map(link, 5, 6);`
///
/// `from` is the priority in the VLAN, up to 7.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VLAN, or `-NLE_INVAL` for another priority and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_set_ingress_map(
    link: *mut rtnl_link,
    from: c_int,
    to: u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::change(link, |vlan: &mut Vlan| vlan.map_ingress(from.cast_unsigned(), to)) }
        .into_c()
}

/// The priorities that packets of the VLAN get in the kernel.
///
/// C: `uint32_t *map = rtnl_link_vlan_get_ingress_map(link); to = map[from];`
///
/// An array of `VLAN_PRIO_MAX + 1` that belongs to the link. Returns NULL if none is set, if the link is no
/// VLAN, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_get_ingress_map(link: *mut rtnl_link) -> *mut u32 {
    // SAFETY: by contract.
    let map = unsafe {
        kind::read(link, |vlan: &Vlan| vlan.has_ingress.then(|| vlan.ingress.as_ptr().cast_mut()))
    };
    map.ok().flatten().map_or(ptr::null_mut(), <*mut core::cell::Cell<u32>>::cast)
}

/// Adds a priority that packets get in the VLAN.
///
/// C: `rtnl_link_vlan_set_egress_map(link, 6, 5);`
///
/// `from` is the priority in the kernel, `to` that in the VLAN, up to 7.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VLAN, `-NLE_NOMEM`, or `-NLE_INVAL` for another priority and
/// for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_set_egress_map(
    link: *mut rtnl_link,
    from: u32,
    to: c_int,
) -> c_int {
    let priority = u32::try_from(to).ok().filter(|&to| to <= 7).ok_or(Error::INVAL);
    // SAFETY: by contract.
    unsafe { kind::change(link, |vlan: &mut Vlan| vlan.map_egress(from, priority?)) }.into_c()
}

/// The priorities that packets get in the VLAN.
///
/// C: `int n; struct vlan_map *map = rtnl_link_vlan_get_egress_map(link, &n);`
///
/// An array of `*negress` that belongs to the link until another one is added. Returns NULL if none is set
/// (`*negress` is 0 then), if the link is no VLAN, and for NULL.
///
/// # Safety
/// `link` is a link or NULL; `negress` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vlan_get_egress_map(
    link: *mut rtnl_link,
    negress: *mut c_int,
) -> *mut vlan_map {
    if negress.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    let map = unsafe {
        kind::read(link, |vlan: &Vlan| {
            let map = vlan.egress.as_slice();
            (map.as_ptr().cast_mut(), c_int::try_from(map.len()).unwrap_or(c_int::MAX))
        })
    };
    let Ok((map, count)) = map else { return ptr::null_mut() };
    // SAFETY: by contract.
    unsafe { negress.write(count) };
    if count == 0 { ptr::null_mut() } else { map }
}

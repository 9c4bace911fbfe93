// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/nexthop.h`: what next hops put around packets.

use core::ptr;

use libc::c_int;
use nl_sys::address::Address;
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;

use crate::route::encap::{Encap, Ila, Kind, Labels, Owned, rtnl_nh_encap};
use crate::route::nexthop::{attr, rtnl_nexthop};

/// Makes an encapsulation with nothing in it yet.
///
/// C: `struct rtnl_nh_encap *encap = rtnl_nh_encap_alloc();`
///
/// It is for `rtnl_route_nh_set_encap()`, `rtnl_nh_set_encap()` or `rtnl_nh_encap_free()`. NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_nh_encap_alloc() -> *mut rtnl_nh_encap {
    Owned::new(Kind::None).map_or(ptr::null_mut(), Owned::into_raw)
}

/// Frees an encapsulation.
///
/// C: `rtnl_nh_encap_free(encap);`
///
/// # Safety
/// `nh_encap` is an encapsulation of the caller's, not used afterwards, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_encap_free(nh_encap: *mut rtnl_nh_encap) {
    // SAFETY: by contract.
    unsafe { Encap::free(nh_encap) };
}

/// Makes a copy of an encapsulation.
///
/// C: `copy = rtnl_nh_encap_clone(encap);`
///
/// NULL without memory, and for NULL.
///
/// # Safety
/// `src` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_encap_clone(src: *mut rtnl_nh_encap) -> *mut rtnl_nh_encap {
    // SAFETY: by contract.
    let copy = unsafe { src.as_ref() }.and_then(|encap| encap.try_clone().ok());
    copy.map_or(ptr::null_mut(), Owned::into_raw)
}

/// What an encapsulation is: `LWTUNNEL_ENCAP_MPLS` and the like, of `linux/lwtunnel.h`.
///
/// C: `if (rtnl_nh_encap_get_type(encap) == LWTUNNEL_ENCAP_IP6) ...`
///
/// `-NLE_INVAL` if there is nothing in it, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_encap_get_type(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    let number = unsafe { nh_encap.as_ref() }.map(Encap::number).filter(|number| *number != 0);
    number.map(c_int::from).ok_or(Error::INVAL).into_c()
}

/// Puts something into an encapsulation, in place of what is there.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
pub(super) unsafe fn fill(nh_encap: *mut rtnl_nh_encap, kind: Result<Kind, Error>) -> c_int {
    // SAFETY: by contract.
    let encap = unsafe { nh_encap.as_ref() }.ok_or(Error::INVAL);
    let filled = encap.and_then(|encap| {
        encap.change(|place| {
            *place = kind?;
            Ok(())
        })
    });
    filled.into_c()
}

/// An address of one family.
///
/// # Errors
/// `INVAL` for NULL and for another family.
///
/// # Safety
/// `addr` is an address or NULL.
pub(super) unsafe fn address(addr: *mut nl_addr, family: c_int) -> Result<Address, Error> {
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    if addr.family() == Some(family) { Ok(addr) } else { Err(Error::INVAL) }
}

/// As [`address`], and none for NULL.
///
/// # Errors
/// `INVAL` for another family.
///
/// # Safety
/// `addr` is an address or NULL.
pub(super) unsafe fn optional(addr: *mut nl_addr, family: c_int) -> Result<Address, Error> {
    if addr.is_null() {
        return Ok(Address::NONE);
    }
    // SAFETY: by contract.
    unsafe { address(addr, family) }
}

/// What `read` finds in an encapsulation of the wanted kind.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
pub(super) unsafe fn read<R>(
    nh_encap: *mut rtnl_nh_encap,
    read: impl FnOnce(&Kind) -> Option<R>,
) -> Option<R> {
    // SAFETY: by contract.
    unsafe { nh_encap.as_ref() }?.read(read).flatten()
}

/// Changes an encapsulation of the wanted kind.
///
/// # Errors
/// `INVAL` for another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
pub(super) unsafe fn change<T>(
    nh_encap: *mut rtnl_nh_encap,
    select: fn(&mut Kind) -> Option<&mut T>,
    change: impl FnOnce(&mut T),
) -> c_int {
    // SAFETY: by contract.
    let encap = unsafe { nh_encap.as_ref() }.ok_or(Error::INVAL);
    let changed = encap.and_then(|encap| {
        encap.change(|kind| {
            change(select(kind).ok_or(Error::INVAL)?);
            Ok(())
        })
    });
    changed.into_c()
}

pub(super) fn number(found: Option<impl Into<c_int>>) -> c_int {
    found.map(Into::into).ok_or(Error::INVAL).into_c()
}

/// Makes an encapsulation push MPLS labels.
///
/// C: `err = rtnl_nh_encap_mpls(encap, labels, 0);`
///
/// It takes a reference to the labels. `ttl` 0: that of the packet. Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL, `dst` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_encap_mpls(
    nh_encap: *mut rtnl_nh_encap,
    dst: *mut nl_addr,
    ttl: u8,
) -> c_int {
    if dst.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let dst = unsafe { Address::share(dst) };
    // SAFETY: by contract.
    unsafe { fill(nh_encap, Ok(Kind::Mpls(Labels { dst, ttl }))) }
}

/// The labels of an encapsulation.
fn labels(kind: &Kind) -> Option<&Labels> {
    if let Kind::Mpls(labels) = kind { Some(labels) } else { None }
}

/// The labels that an encapsulation pushes.
///
/// C: `labels = rtnl_nh_get_encap_mpls_dst(encap);`
///
/// They are its own. NULL if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_mpls_dst(nh_encap: *mut rtnl_nh_encap) -> *mut nl_addr {
    // SAFETY: by contract.
    let found = unsafe { read(nh_encap, |kind| labels(kind).map(|labels| labels.dst.as_ptr())) };
    found.unwrap_or(ptr::null_mut())
}

/// The time to live in the labels that an encapsulation pushes.
///
/// C: `ttl = rtnl_nh_get_encap_mpls_ttl(encap);`
///
/// `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_mpls_ttl(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    number(unsafe { read(nh_encap, |kind| labels(kind).map(|labels| labels.ttl)) })
}

/// Makes a next hop push MPLS labels.
///
/// C: `err = rtnl_route_nh_encap_mpls(nh, labels, 0);`
///
/// Returns 0, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_encap_mpls(
    nh: *mut rtnl_nexthop,
    addr: *mut nl_addr,
    ttl: u8,
) -> c_int {
    // SAFETY: by contract.
    let Some(hop) = (unsafe { nh.as_ref() }).filter(|_| !addr.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    let dst = unsafe { Address::share(addr) };
    let encap = Owned::new(Kind::Mpls(Labels { dst, ttl }));
    let set = encap.map(|encap| {
        hop.rtnh_encap.set(Some(encap));
        hop.mark(attr::ENCAP);
    });
    set.into_c()
}

/// The MPLS labels that a next hop pushes.
///
/// C: `labels = rtnl_route_nh_get_encap_mpls_dst(nh);`
///
/// They are its own. NULL if there are none, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_encap_mpls_dst(nh: *mut rtnl_nexthop) -> *mut nl_addr {
    // SAFETY: by contract.
    let encap = unsafe { nh.as_ref() }.map_or(ptr::null_mut(), |hop| hop.rtnh_encap.as_ptr());
    // SAFETY: NULL or the next hop's.
    unsafe { rtnl_nh_get_encap_mpls_dst(encap) }
}

/// The time to live in the MPLS labels that a next hop pushes.
///
/// C: `ttl = rtnl_route_nh_get_encap_mpls_ttl(nh);`
///
/// 0 if there are none, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_encap_mpls_ttl(nh: *mut rtnl_nexthop) -> u8 {
    // SAFETY: by contract.
    let encap = unsafe { nh.as_ref() }.map_or(ptr::null_mut(), |hop| hop.rtnh_encap.as_ptr());
    // SAFETY: NULL or the next hop's.
    let found = unsafe { read(encap, |kind| labels(kind).map(|labels| labels.ttl)) };
    found.unwrap_or(0)
}

/// Makes an encapsulation replace the upper half of IPv6 destinations (identifier-locator addressing).
///
/// C: `err = rtnl_nh_encap_ila(encap, locator);`
///
/// `locator` is that half, in network byte order. Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_encap_ila(nh_encap: *mut rtnl_nh_encap, locator: u64) -> c_int {
    // SAFETY: by contract.
    unsafe { fill(nh_encap, Ok(Kind::Ila(Ila { locator, ..Ila::default() }))) }
}

/// The locator and modes of an encapsulation.
fn ila_of(kind: &Kind) -> Option<&Ila> {
    if let Kind::Ila(ila) = kind { Some(ila) } else { None }
}

/// The same, to change them.
fn ila_of_mut(kind: &mut Kind) -> Option<&mut Ila> {
    if let Kind::Ila(ila) = kind { Some(ila) } else { None }
}

/// A mode that may not be set.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
unsafe fn mode(nh_encap: *mut rtnl_nh_encap, get: fn(&Ila) -> Option<u8>) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { read(nh_encap, |kind| ila_of(kind).map(get)) };
    let found = found.ok_or(Error::INVAL);
    found.and_then(|mode| mode.map(c_int::from).ok_or(Error::MISSING_ATTR)).into_c()
}

/// The upper half of destinations that an encapsulation puts in, in network byte order.
///
/// C: `err = rtnl_nh_get_encap_ila_locator(encap, &locator);`
///
/// Returns 0, or `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL, `locator` writable or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ila_locator(
    nh_encap: *mut rtnl_nh_encap,
    locator: *mut u64,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { read(nh_encap, |kind| ila_of(kind).map(|ila| ila.locator)) };
    let Some(found) = found.filter(|_| !locator.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: writable by contract.
    unsafe { locator.write(found) };
    0
}

/// Sets how checksums are kept right, `ILA_CSUM_NEUTRAL_MAP` and the like.
///
/// C: `err = rtnl_nh_set_encap_ila_csum_mode(encap, csum_mode);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ila_csum_mode(
    nh_encap: *mut rtnl_nh_encap,
    csum_mode: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ila_of_mut, |ila| ila.csum_mode = Some(csum_mode)) }
}

/// Takes back what `rtnl_nh_set_encap_ila_csum_mode()` has set.
///
/// C: `err = rtnl_nh_clear_encap_ila_csum_mode(encap);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_clear_encap_ila_csum_mode(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ila_of_mut, |ila| ila.csum_mode = None) }
}

/// How checksums are kept right, `ILA_CSUM_NEUTRAL_MAP` and the like.
///
/// C: `csum_mode = rtnl_nh_get_encap_ila_csum_mode(encap);`
///
/// `-NLE_MISSING_ATTR` if it is not set, `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ila_csum_mode(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    unsafe { mode(nh_encap, |ila| ila.csum_mode) }
}

/// Sets what the lower half is, `ILA_ATYPE_LUID` and the like.
///
/// C: `err = rtnl_nh_set_encap_ila_ident_type(encap, ident_type);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ila_ident_type(
    nh_encap: *mut rtnl_nh_encap,
    ident_type: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ila_of_mut, |ila| ila.ident_type = Some(ident_type)) }
}

/// Takes back what `rtnl_nh_set_encap_ila_ident_type()` has set.
///
/// C: `err = rtnl_nh_clear_encap_ila_ident_type(encap);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_clear_encap_ila_ident_type(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ila_of_mut, |ila| ila.ident_type = None) }
}

/// What the lower half is, `ILA_ATYPE_LUID` and the like.
///
/// C: `ident_type = rtnl_nh_get_encap_ila_ident_type(encap);`
///
/// `-NLE_MISSING_ATTR` if it is not set, `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ila_ident_type(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    unsafe { mode(nh_encap, |ila| ila.ident_type) }
}

/// Sets whether it is done to packets on their way in or out, `ILA_HOOK_ROUTE_OUTPUT` and the like.
///
/// C: `err = rtnl_nh_set_encap_ila_hook_type(encap, hook_type);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_set_encap_ila_hook_type(
    nh_encap: *mut rtnl_nh_encap,
    hook_type: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ila_of_mut, |ila| ila.hook_type = Some(hook_type)) }
}

/// Takes back what `rtnl_nh_set_encap_ila_hook_type()` has set.
///
/// C: `err = rtnl_nh_clear_encap_ila_hook_type(encap);`
///
/// Returns 0, or `-NLE_INVAL` for an encapsulation of another kind and NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_clear_encap_ila_hook_type(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    unsafe { change(nh_encap, ila_of_mut, |ila| ila.hook_type = None) }
}

/// Whether it is done to packets on their way in or out, `ILA_HOOK_ROUTE_OUTPUT` and the like.
///
/// C: `hook_type = rtnl_nh_get_encap_ila_hook_type(encap);`
///
/// `-NLE_MISSING_ATTR` if it is not set, `-NLE_INVAL` if it is of another kind, and for NULL.
///
/// # Safety
/// `nh_encap` is an encapsulation or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_nh_get_encap_ila_hook_type(nh_encap: *mut rtnl_nh_encap) -> c_int {
    // SAFETY: by contract.
    unsafe { mode(nh_encap, |ila| ila.hook_type) }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/nexthop.h`: next hops of routes.

use core::ptr;

use libc::{c_char, c_int, c_uint};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{NL_DUMP_DETAILS, NL_DUMP_LINE, NL_DUMP_STATS, nl_addr, nl_dump_params};
use nl_sys::print::Printer;
use nl_sys::strings;

use crate::route::encap::{Encap, rtnl_nh_encap};
use crate::route::nexthop::{FLAGS, Reference, attr, rtnl_nexthop};

/// Makes a next hop of which nothing is set.
///
/// C: `struct rtnl_nexthop *nh = rtnl_route_nh_alloc();`
///
/// It is for `rtnl_route_add_nexthop()` or `rtnl_route_nh_free()`. NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_route_nh_alloc() -> *mut rtnl_nexthop {
    rtnl_nexthop::alloc().unwrap_or(ptr::null_mut())
}

/// Makes a copy of a next hop, in no route.
///
/// C: `copy = rtnl_route_nh_clone(nh);`
///
/// NULL without memory, and for NULL.
///
/// # Safety
/// `src` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_clone(src: *mut rtnl_nexthop) -> *mut rtnl_nexthop {
    // SAFETY: by contract.
    let copy = unsafe { src.as_ref() }.and_then(|hop| hop.try_clone().ok());
    copy.unwrap_or(ptr::null_mut())
}

/// Frees a next hop that is in no route.
///
/// C: `rtnl_route_nh_free(nh);`
///
/// # Safety
/// `nh` is a next hop in no route, not used afterwards, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_free(nh: *mut rtnl_nexthop) {
    // SAFETY: by contract.
    unsafe { rtnl_nexthop::free(nh) };
}

/// What `compare` finds of two next hops.
///
/// # Safety
/// `a` and `b` are next hops or NULL.
unsafe fn both<R>(
    a: *mut rtnl_nexthop,
    b: *mut rtnl_nexthop,
    compare: impl FnOnce(&rtnl_nexthop, &rtnl_nexthop) -> R,
) -> Option<R> {
    // SAFETY: by contract.
    let a = unsafe { a.as_ref() }?;
    // SAFETY: by contract.
    let b = unsafe { b.as_ref() }?;
    Some(compare(a, b))
}

/// Compares two next hops.
///
/// C: `if (rtnl_route_nh_compare(a, b, ~0, 0) == 0) ...`
///
/// Returns the attributes of `attrs` in which they differ, as bits: 1 flags, 2 weight, 4 interface, 8 gateway,
/// 16 realms, 32 new labels, 64 gateway of another family, 128 encapsulation. If `loose` is not 0, flags
/// count only if `b` had them set or cleared. -1 for NULL.
///
/// # Safety
/// `a` and `b` are next hops or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_compare(
    a: *mut rtnl_nexthop,
    b: *mut rtnl_nexthop,
    attrs: u32,
    loose: c_int,
) -> c_int {
    // SAFETY: by contract.
    let differ = unsafe { both(a, b, |a, b| a.compare(b, attrs, loose != 0)) };
    differ.map_or(-1, u32::cast_signed)
}

/// Whether two next hops differ in flags and weight at most.
///
/// C: `if (rtnl_route_nh_identical(a, b)) ...`
///
/// 0 for NULL.
///
/// # Safety
/// `a` and `b` are next hops or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_identical(
    a: *mut rtnl_nexthop,
    b: *mut rtnl_nexthop,
) -> c_int {
    // SAFETY: by contract.
    let same = unsafe { both(a, b, rtnl_nexthop::identical) };
    c_int::from(same.unwrap_or(false))
}

/// Prints a next hop as part of its route. In the styles `NL_DUMP_DETAILS` and `NL_DUMP_STATS` something is printed
/// only if `dp_ivar` is `NH_DUMP_FROM_DETAILS`.
///
/// C: `rtnl_route_nh_dump(nh, &params);`
///
/// # Safety
/// `nh` is a next hop or NULL, `dp` are parameters or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_dump(nh: *mut rtnl_nexthop, dp: *mut nl_dump_params) {
    // SAFETY: by contract.
    let Some(hop) = (unsafe { nh.as_ref() }) else { return };
    // SAFETY: by contract.
    let Some(params) = (unsafe { dp.as_ref() }) else { return };
    const NH_DUMP_FROM_DETAILS: c_int = -1;
    let printer = Printer::new(params);
    match params.dp_type.get() {
        NL_DUMP_LINE => hop.dump_line(&printer),
        NL_DUMP_DETAILS | NL_DUMP_STATS if params.dp_ivar.get() == NH_DUMP_FROM_DETAILS => {
            hop.dump_details(&printer);
        }
        _ => {}
    }
}

/// What `read` finds in a next hop.
///
/// # Safety
/// `nh` is a next hop or NULL.
unsafe fn read<R>(nh: *mut rtnl_nexthop, read: impl FnOnce(&rtnl_nexthop) -> R) -> Option<R> {
    // SAFETY: by contract.
    unsafe { nh.as_ref() }.map(read)
}

/// Refers to an address, or to none for NULL, and notes that.
///
/// # Safety
/// `nh` is a next hop or NULL, `addr` an address or NULL.
unsafe fn refer(
    nh: *mut rtnl_nexthop,
    place: impl FnOnce(&rtnl_nexthop) -> &Reference,
    bit: u32,
    addr: *mut nl_addr,
) -> Result<(), Error> {
    // SAFETY: by contract.
    let hop = unsafe { nh.as_ref() }.ok_or(Error::INVAL)?;
    // SAFETY: by contract.
    unsafe { place(hop).set(addr) };
    hop.mark_if(bit, !addr.is_null());
    Ok(())
}

/// Sets the share of packets that a next hop gets, less one: 0 for one share.
///
/// C: `rtnl_route_nh_set_weight(nh, weight);`
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_set_weight(nh: *mut rtnl_nexthop, weight: u8) {
    // SAFETY: by contract.
    unsafe {
        read(nh, |nh| {
            nh.rtnh_weight.set(weight);
            nh.mark(attr::WEIGHT);
        });
    }
}

/// The share of packets that a next hop gets, less one.
///
/// C: `weight = rtnl_route_nh_get_weight(nh);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_weight(nh: *mut rtnl_nexthop) -> u8 {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.rtnh_weight.get()) }.unwrap_or(0)
}

/// Sets the interface that packets leave through.
///
/// C: `rtnl_route_nh_set_ifindex(nh, ifindex);`
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_set_ifindex(nh: *mut rtnl_nexthop, ifindex: c_int) {
    // SAFETY: by contract.
    unsafe {
        read(nh, |nh| {
            nh.rtnh_ifindex.set(ifindex.cast_unsigned());
            nh.mark(attr::IFINDEX);
        });
    }
}

/// The interface that packets leave through.
///
/// C: `ifindex = rtnl_route_nh_get_ifindex(nh);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_ifindex(nh: *mut rtnl_nexthop) -> c_int {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.rtnh_ifindex.get().cast_signed()) }.unwrap_or(0)
}

/// Sets the gateway that packets are sent to; none for NULL.
///
/// C: `rtnl_route_nh_set_gateway(nh, addr);`
///
/// The next hop takes a reference to it.
///
/// # Safety
/// `nh` is a next hop or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_set_gateway(nh: *mut rtnl_nexthop, addr: *mut nl_addr) {
    // SAFETY: by contract.
    let _ = unsafe { refer(nh, |nh| &nh.rtnh_gateway, attr::GATEWAY, addr) };
}

/// The gateway that packets are sent to.
///
/// C: `addr = rtnl_route_nh_get_gateway(nh);`
///
/// It is the next hop's own. NULL if there is none, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_gateway(nh: *mut rtnl_nexthop) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.rtnh_gateway.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Flags have eight bits.
fn low_byte(flags: c_uint) -> u8 {
    let [low, ..] = flags.to_le_bytes();
    low
}

/// Sets flags of a next hop, `RTNH_F_ONLINK` and the like: the lowest eight bits.
///
/// C: `rtnl_route_nh_set_flags(nh, RTNH_F_ONLINK);`
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_set_flags(nh: *mut rtnl_nexthop, flags: c_uint) {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.set_flags(low_byte(flags))) };
}

/// Clears flags of a next hop.
///
/// C: `rtnl_route_nh_unset_flags(nh, RTNH_F_ONLINK);`
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_unset_flags(nh: *mut rtnl_nexthop, flags: c_uint) {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.unset_flags(low_byte(flags))) };
}

/// The flags of a next hop.
///
/// C: `flags = rtnl_route_nh_get_flags(nh);`
///
/// 0 for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_flags(nh: *mut rtnl_nexthop) -> c_uint {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.rtnh_flags.get().into()) }.unwrap_or(0)
}

/// Sets the realms of packets, made with `RTNL_MAKE_REALM()`.
///
/// C: `rtnl_route_nh_set_realms(nh, realms);`
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_set_realms(nh: *mut rtnl_nexthop, realms: u32) {
    // SAFETY: by contract.
    unsafe {
        read(nh, |nh| {
            nh.rtnh_realms.set(realms);
            nh.mark(attr::REALMS);
        });
    }
}

/// The realms of packets.
///
/// C: `realms = rtnl_route_nh_get_realms(nh);`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_realms(nh: *mut rtnl_nexthop) -> u32 {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.rtnh_realms.get()) }.unwrap_or(0)
}

/// Sets the MPLS labels that packets get in place of the one they came with; none for NULL.
///
/// C: `err = rtnl_route_nh_set_newdst(nh, addr);`
///
/// The next hop takes a reference to it. Returns 0, or `-NLE_INVAL` for a next hop that is NULL.
///
/// # Safety
/// `nh` is a next hop or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_set_newdst(
    nh: *mut rtnl_nexthop,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    unsafe { refer(nh, |nh| &nh.rtnh_newdst, attr::NEWDST, addr) }.into_c()
}

/// The MPLS labels that packets get in place of the one they came with.
///
/// C: `addr = rtnl_route_nh_get_newdst(nh);`
///
/// They are the next hop's own. NULL if there are none, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_newdst(nh: *mut rtnl_nexthop) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.rtnh_newdst.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets a gateway of another address family than the route's; none for NULL.
///
/// C: `err = rtnl_route_nh_set_via(nh, addr);`
///
/// The next hop takes a reference to it. Returns 0, or `-NLE_INVAL` for a next hop that is NULL.
///
/// # Safety
/// `nh` is a next hop or NULL, `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_set_via(nh: *mut rtnl_nexthop, addr: *mut nl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { refer(nh, |nh| &nh.rtnh_via, attr::VIA, addr) }.into_c()
}

/// A gateway of another address family than the route's.
///
/// C: `addr = rtnl_route_nh_get_via(nh);`
///
/// It is the next hop's own. NULL if there is none, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_via(nh: *mut rtnl_nexthop) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.rtnh_via.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Sets what a next hop puts around packets; nothing for NULL.
///
/// C: `err = rtnl_route_nh_set_encap(nh, encap);`
///
/// The encapsulation becomes the next hop's, and is freed if this fails. Returns 0, or `-NLE_INVAL` if there is
/// nothing in it, and for a next hop that is NULL.
///
/// # Safety
/// `nh` is a next hop or NULL, `nh_encap` an encapsulation of the caller's or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_set_encap(
    nh: *mut rtnl_nexthop,
    nh_encap: *mut rtnl_nh_encap,
) -> c_int {
    // SAFETY: by contract.
    let hop = unsafe { nh.as_ref() };
    // SAFETY: by contract.
    let made = unsafe { nh_encap.as_ref() }.is_none_or(|encap| encap.number() != 0);
    let Some(hop) = hop.filter(|_| made) else {
        // SAFETY: the caller gives it up.
        unsafe { Encap::free(nh_encap) };
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: the caller gives it up.
    unsafe { hop.rtnh_encap.adopt(nh_encap) };
    hop.mark_if(attr::ENCAP, !nh_encap.is_null());
    0
}

/// What a next hop puts around packets.
///
/// C: `encap = rtnl_route_nh_get_encap(nh);`
///
/// It is the next hop's own. NULL if there is nothing, and for NULL.
///
/// # Safety
/// `nh` is a next hop or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_get_encap(nh: *mut rtnl_nexthop) -> *mut rtnl_nh_encap {
    // SAFETY: by contract.
    unsafe { read(nh, |nh| nh.rtnh_encap.as_ptr()) }.unwrap_or(ptr::null_mut())
}

/// Writes the names of next hop flags into `buf`, joined by commas; returns `buf`.
///
/// C: `printf("%s\n", rtnl_route_nh_flags2str(flags, buf, sizeof(buf)));`
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { strings::flags_to_text(flags, buf, len, &FLAGS) }
}

/// The next hop flags that a text names, joined by commas. Names it does not know count for nothing.
///
/// C: `flags = rtnl_route_nh_str2flags("dead,onlink");`
///
/// 0 for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_nh_str2flags(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { strings::text_to_flags(name, &FLAGS) }
}

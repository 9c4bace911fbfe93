// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/u32.h`.

use core::ptr;

use libc::{c_char, c_int, in_addr, in6_addr};
use nl_sys::error::{Error, IntoC};

use super::{append, remove};
use crate::capi::tc::store;
use crate::tc::kind;
use crate::tc::kinds::u32::{U32, flag, tc_u32_key, tc_u32_mark};
use crate::tc::object::{attr, get, rtnl_act, rtnl_cls};

/// Sets the handle of a filter: table, hash and number.
///
/// C: `rtnl_u32_set_handle(cls, 0x800, 0, 1);`
///
/// # Safety
/// `cls` is a classifier, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_handle(
    cls: *mut rtnl_cls,
    htid: c_int,
    hash: c_int,
    nodeid: c_int,
) {
    let handle = htid << 20 | hash << 12 | nodeid;
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(cls) } {
        tc.set(attr::HANDLE, |tc| &tc.handle, handle.cast_unsigned());
    }
}

/// Sets the class that packets are put in.
///
/// C: `rtnl_u32_set_classid(cls, classid);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_classid(cls: *mut rtnl_cls, classid: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(cls, |data: &mut U32| data.classid = Some(classid)) }.into_c()
}

/// The class that packets are put in.
///
/// C: `rtnl_u32_get_classid(cls, &classid);`
///
/// Returns 0, or `-NLE_INVAL` if it is not set, for another kind, and for NULL.
///
/// # Safety
/// `cls` is a classifier, `classid` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_get_classid(cls: *mut rtnl_cls, classid: *mut u32) -> c_int {
    // SAFETY: by contract.
    let value = unsafe { kind::read(cls, |cls: &U32| cls.classid) };
    // SAFETY: by contract.
    unsafe { store(value.ok().flatten().ok_or(Error::INVAL), classid) }
}

/// Makes this a hash table of so many buckets.
///
/// C: `rtnl_u32_set_divisor(cls, divisor);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_divisor(cls: *mut rtnl_cls, divisor: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(cls, |data: &mut U32| data.divisor = Some(divisor)) }.into_c()
}

/// Sets the hash table in which the search goes on.
///
/// C: `rtnl_u32_set_link(cls, link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_link(cls: *mut rtnl_cls, link: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(cls, |data: &mut U32| data.link = Some(link)) }.into_c()
}

/// Sets the hash table that the filter is in.
///
/// C: `rtnl_u32_set_hashtable(cls, ht);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_hashtable(cls: *mut rtnl_cls, ht: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(cls, |cls: &mut U32| cls.hash = Some(ht)) }.into_c()
}

/// Sets what buckets of the linked hash table are found by: a mask, and the offset of what it is applied to.
///
/// C: `rtnl_u32_set_hashmask(cls, 0x000000ff, 12);`
///
/// The mask is in host byte order. Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_hashmask(
    cls: *mut rtnl_cls,
    hashmask: u32,
    offset: u32,
) -> c_int {
    let [a, b, ..] = offset.to_le_bytes();
    // SAFETY: by contract.
    let set = unsafe {
        kind::set(cls, |cls: &mut U32| {
            cls.selector.head.hmask = hashmask.to_be();
            cls.selector.head.hoff = i16::from_le_bytes([a, b]);
        })
    };
    set.into_c()
}

/// Sets how the offset of the next header is found.
///
/// C: `rtnl_u32_set_selector(cls, 0, 0x0f00, 6, 0, 0);`
///
/// The mask is in host byte order. Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_selector(
    cls: *mut rtnl_cls,
    offoff: c_int,
    offmask: u32,
    offshift: c_char,
    off: u16,
    flags: c_char,
) -> c_int {
    let [a, b, ..] = offoff.to_le_bytes();
    let [c, d, ..] = offmask.to_le_bytes();
    // SAFETY: by contract.
    let set = unsafe {
        kind::set(cls, |cls: &mut U32| {
            let head = &mut cls.selector.head;
            head.offoff = i16::from_le_bytes([a, b]);
            head.offmask = u16::from_le_bytes([c, d]).to_be();
            head.offshift = offshift.to_ne_bytes()[0];
            head.off = off;
            head.flags |= flag::VAROFFSET | flags.to_ne_bytes()[0];
        })
    };
    set.into_c()
}

/// Makes the search end with this filter.
///
/// C: `rtnl_u32_set_cls_terminal(cls);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_cls_terminal(cls: *mut rtnl_cls) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::set(cls, |cls: &mut U32| cls.selector.head.flags |= flag::TERMINAL) }.into_c()
}

/// Sets flags of the selector: `TC_U32_TERMINAL` and the like.
///
/// C: `rtnl_u32_set_flags(cls, TC_U32_TERMINAL);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_set_flags(cls: *mut rtnl_cls, flags: c_int) -> c_int {
    let [low, ..] = flags.to_le_bytes();
    // SAFETY: by contract.
    let set = unsafe {
        kind::set(cls, |cls: &mut U32| {
            cls.selector.head.flags |= low;
            cls.selector.is_set = true;
        })
    };
    set.into_c()
}

/// Lets through only packets whose mark, of which `mask` is looked at, is `val`.
///
/// C: `rtnl_u32_add_mark(cls, 1, 0xff);`
///
/// Returns 0, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_add_mark(cls: *mut rtnl_cls, val: u32, mask: u32) -> c_int {
    let mark = move |cls: &mut U32| {
        let success = cls.mark.map_or(0, |mark| mark.success);
        cls.mark = Some(tc_u32_mark { val, mask, success });
    };
    // SAFETY: by contract.
    unsafe { kind::set(cls, mark) }.into_c()
}

/// Lets through packets with any mark.
///
/// C: `rtnl_u32_del_mark(cls);`
///
/// Returns 0, `-NLE_INVAL` if no mark is set and for NULL, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the
/// kind is set.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_del_mark(cls: *mut rtnl_cls) -> c_int {
    let unmark = |cls: &mut U32| cls.mark.take().map(drop).ok_or(Error::INVAL);
    // SAFETY: by contract.
    unsafe { kind::change(cls, unmark) }.into_c()
}

/// Appends a key; value and mask in network byte order.
///
/// # Safety
/// `cls` is a classifier, or NULL.
unsafe fn add_key(cls: *mut rtnl_cls, val: u32, mask: u32, off: c_int, offmask: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::change(cls, |cls: &mut U32| cls.selector.add(val, mask, off, offmask)) }.into_c()
}

/// Selects packets whose 32 bits at an offset, of which `mask` is looked at, are `val`.
///
/// C: `rtnl_u32_add_key(cls, htonl(val), htonl(mask), 12, 0);`
///
/// Both are in network byte order. With an `offmask`, the offset is from the next header. Returns 0, `-NLE_NOMEM` also if there are 255 keys and before the kind is set, `-NLE_OPNOTSUPP` for another kind,
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_add_key(
    cls: *mut rtnl_cls,
    val: u32,
    mask: u32,
    off: c_int,
    offmask: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { add_key(cls, val, mask, off, offmask) }
}

/// A key of the selector.
///
/// C: `rtnl_u32_get_key(cls, 0, &val, &mask, &off, &offmask);`
///
/// Value and mask are in network byte order; what is NULL is not stored. Returns 0, `-NLE_RANGE` if there are fewer
/// keys, `-NLE_INVAL` if there is no selector and for NULL, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before
/// the kind is set.
///
/// # Safety
/// `cls` is a classifier, the others are places for numbers; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_get_key(
    cls: *mut rtnl_cls,
    index: u8,
    val: *mut u32,
    mask: *mut u32,
    off: *mut c_int,
    offmask: *mut c_int,
) -> c_int {
    let find = |cls: &U32| {
        if !cls.selector.is_set {
            return Err(Error::INVAL);
        }
        cls.selector.keys.as_slice().get(usize::from(index)).copied().ok_or(Error::RANGE)
    };
    // SAFETY: by contract.
    let key = unsafe { kind::read(cls, find) };
    let key: tc_u32_key = match key.and_then(|key| key) {
        Ok(key) => key,
        Err(error) => return Err::<(), _>(error).into_c(),
    };
    for (place, value) in [(val, key.val), (mask, key.mask)] {
        // SAFETY: by contract.
        unsafe { store(Ok(value), place) };
    }
    for (place, value) in [(off, key.off), (offmask, key.offmask)] {
        // SAFETY: by contract.
        unsafe { store(Ok(value), place) };
    }
    0
}

/// Selects packets whose 8 bits at an offset, of which `mask` is looked at, are `val`.
///
/// C: `rtnl_u32_add_key_uint8(cls, 6, 0xff, 9, 0);`
///
/// Returns 0, `-NLE_NOMEM` also if there are 255 keys and before the kind is set, `-NLE_OPNOTSUPP` for another kind,
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_add_key_uint8(
    cls: *mut rtnl_cls,
    val: u8,
    mask: u8,
    off: c_int,
    offmask: c_int,
) -> c_int {
    let shift = 24 - 8 * (off & 3);
    let place = |byte: u8| (u32::from(byte) << shift).to_be();
    // SAFETY: by contract.
    unsafe { add_key(cls, place(val), place(mask), off & !3, offmask) }
}

/// Selects packets whose 16 bits at an even offset, of which `mask` is looked at, are `val`.
///
/// C: `rtnl_u32_add_key_uint16(cls, 80, 0xffff, 22, 0);`
///
/// Both are in host byte order. Returns 0, `-NLE_NOMEM` also if there are 255 keys and before the kind is set, `-NLE_OPNOTSUPP` for another kind,
/// `-NLE_INVAL` for NULL and for an odd
/// offset.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_add_key_uint16(
    cls: *mut rtnl_cls,
    val: u16,
    mask: u16,
    off: c_int,
    offmask: c_int,
) -> c_int {
    if off & 1 != 0 {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    let shift = if off & 3 == 0 { 16 } else { 0 };
    let place = |half: u16| (u32::from(half) << shift).to_be();
    // SAFETY: by contract.
    unsafe { add_key(cls, place(val), place(mask), off & !3, offmask) }
}

/// Selects packets whose 32 bits at an offset, of which `mask` is looked at, are `val`.
///
/// C: `rtnl_u32_add_key_uint32(cls, val, mask, 12, 0);`
///
/// Both are in host byte order. Returns 0, `-NLE_NOMEM` also if there are 255 keys and before the kind is set, `-NLE_OPNOTSUPP` for another kind,
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_add_key_uint32(
    cls: *mut rtnl_cls,
    val: u32,
    mask: u32,
    off: c_int,
    offmask: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { add_key(cls, val.to_be(), mask.to_be(), off & !3, offmask) }
}

/// The mask of a prefix; all of 32 bits at most.
fn mask_of(bits: u8) -> u32 {
    u32::MAX.checked_shl(32_u32.saturating_sub(bits.into())).unwrap_or(0)
}

/// Selects packets whose IPv4 address at an offset begins with so many bits of `addr`.
///
/// C: `rtnl_u32_add_key_in_addr(cls, &addr, 24, 12, 0);`
///
/// Returns 0, `-NLE_NOMEM` also if there are 255 keys and before the kind is set, `-NLE_OPNOTSUPP` for another kind,
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, `addr` an address; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_add_key_in_addr(
    cls: *mut rtnl_cls,
    addr: *const in_addr,
    bitmask: u8,
    off: c_int,
    offmask: c_int,
) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { add_key(cls, addr.s_addr, mask_of(bitmask).to_be(), off, offmask) }
}

/// Selects packets whose IPv6 address at an offset begins with so many bits of `addr`.
///
/// C: `rtnl_u32_add_key_in6_addr(cls, &addr, 64, 8, 0);`
///
/// Returns 0, `-NLE_NOMEM` also if there are 255 keys and before the kind is set, `-NLE_OPNOTSUPP` for another kind,
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cls` is a classifier, `addr` an address; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_add_key_in6_addr(
    cls: *mut rtnl_cls,
    addr: *const in6_addr,
    bitmask: u8,
    off: c_int,
    offmask: c_int,
) -> c_int {
    // SAFETY: by contract.
    let Some(addr) = (unsafe { addr.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    if bitmask == 0 {
        return 0;
    }
    let (words, _) = addr.s6_addr.as_chunks::<4>();
    let places = (0_u8..).step_by(32).zip((0..).step_by(4));
    let keys = words.iter().zip(places).map_while(|(word, (first, at))| {
        let bits = bitmask.checked_sub(first).filter(|&bits| bits != 0)?;
        let val = u32::from_ne_bytes(*word);
        Some((val, mask_of(bits).to_be(), off.wrapping_add(at), offmask))
    });
    // SAFETY: by contract.
    unsafe { kind::change(cls, |cls: &mut U32| cls.selector.add_all(keys)) }.into_c()
}

/// Puts an action at the end of those to take.
///
/// C: `rtnl_u32_add_action(cls, act);`
///
/// The classifier takes a reference to it. Returns 0, also if `act` is NULL, `-NLE_RANGE` if there are too many,
/// `-NLE_EXIST` if the action is in the list, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is
/// set, `-NLE_INVAL` if `cls` is NULL.
///
/// # Safety
/// `cls` is a classifier, `act` an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_add_action(cls: *mut rtnl_cls, act: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    let Some(act) = (unsafe { act.as_ref() }) else { return 0 };
    // SAFETY: by contract.
    unsafe { kind::change(cls, |cls: &mut U32| append(&cls.actions, act)) }.into_c()
}

/// Takes out an action.
///
/// C: `rtnl_u32_del_action(cls, act);`
///
/// The classifier gives up its reference. Returns 0, also if `act` is NULL, `-NLE_INVAL` if there are none and if
/// `cls` is NULL, `-NLE_OBJ_NOTFOUND`, `-NLE_OPNOTSUPP` for another kind, `-NLE_NOMEM` before the kind is set.
///
/// # Safety
/// `cls` is a classifier, `act` an action; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_del_action(cls: *mut rtnl_cls, act: *mut rtnl_act) -> c_int {
    // SAFETY: by contract.
    let Some(act) = (unsafe { act.as_ref() }) else { return 0 };
    // SAFETY: by contract.
    unsafe { kind::change(cls, |cls: &mut U32| remove(&cls.actions, act)) }.into_c()
}

/// The first action.
///
/// C: `act = rtnl_u32_get_action(cls);`
///
/// Without a reference for the caller. NULL if there is none, for another kind, and for NULL.
///
/// # Safety
/// `cls` is a classifier, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_u32_get_action(cls: *mut rtnl_cls) -> *mut rtnl_act {
    // SAFETY: by contract.
    let first = unsafe { kind::read(cls, |cls: &U32| cls.actions.first()) };
    first.unwrap_or(ptr::null_mut())
}

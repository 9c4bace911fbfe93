// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/ematch/nbyte.h`.

use core::ptr;

use crate::ematch::build::Place;
use crate::ematch::kind::data_at;
use crate::ematch::kinds::nbyte::Nbyte;
use crate::ematch::tree::rtnl_ematch;

/// Sets where the bytes are that a match of the kind "nbyte" compares.
///
/// C: `rtnl_ematch_nbyte_set_offset(ematch, TCF_LAYER_NETWORK, 12);`
///
/// The offset is in bytes, in the layer's header. Nothing happens for a match of another kind.
///
/// # Safety
/// `e` is a match, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_nbyte_set_offset(e: *mut rtnl_ematch, layer: u8, offset: u16) {
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Nbyte>(e) } {
        data.set_place(Place { layer, offset });
    }
}

/// The offset of the bytes that are compared; 0 for a match of another kind, and for NULL.
///
/// C: `offset = rtnl_ematch_nbyte_get_offset(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_nbyte_get_offset(e: *mut rtnl_ematch) -> u16 {
    // SAFETY: by contract.
    unsafe { data_at::<Nbyte>(e) }.map_or(0, |data| data.place().offset)
}

/// The layer of the bytes that are compared, `TCF_LAYER_*`; 0 for a match of another kind, and for NULL.
///
/// C: `layer = rtnl_ematch_nbyte_get_layer(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_nbyte_get_layer(e: *mut rtnl_ematch) -> u8 {
    // SAFETY: by contract.
    unsafe { data_at::<Nbyte>(e) }.map_or(0, |data| data.place().layer)
}

/// Sets the bytes that a match of the kind "nbyte" compares with.
///
/// C: `rtnl_ematch_nbyte_set_pattern(ematch, pattern, len);`
///
/// The match takes over the pattern, which is to come from `malloc()`, and frees the one it had. Of more than
/// 4095 bytes the first 4095 are compared: the kernel's header has room for no higher number. For a match of
/// another kind nothing happens, and the pattern stays the caller's.
///
/// # Safety
/// `e` is a match, or NULL (nothing happens); `pattern` has `len` bytes from `malloc()`, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_nbyte_set_pattern(
    e: *mut rtnl_ematch,
    pattern: *mut u8,
    len: usize,
) {
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Nbyte>(e) } {
        // SAFETY: by contract.
        unsafe { data.adopt_pattern(pattern, len) };
    }
}

/// The bytes that are compared with; NULL if there are none, for a match of another kind, and for NULL.
///
/// C: `pattern = rtnl_ematch_nbyte_get_pattern(ematch);`
///
/// They are the match's, and so many as `rtnl_ematch_nbyte_get_len()` says.
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_nbyte_get_pattern(e: *mut rtnl_ematch) -> *mut u8 {
    // SAFETY: by contract.
    unsafe { data_at::<Nbyte>(e) }.map_or(ptr::null_mut(), Nbyte::pattern)
}

/// How many bytes are compared; 0 for a match of another kind, and for NULL.
///
/// C: `len = rtnl_ematch_nbyte_get_len(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_nbyte_get_len(e: *mut rtnl_ematch) -> usize {
    // SAFETY: by contract.
    unsafe { data_at::<Nbyte>(e) }.map_or(0, |data| data.pattern_len().into())
}

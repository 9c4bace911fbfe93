// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/ematch/text.h`.

use core::ffi::CStr;
use core::ptr;

use libc::c_char;

use crate::ematch::build::Place;
use crate::ematch::kind::data_at;
use crate::ematch::kinds::text::Text;
use crate::ematch::tree::rtnl_ematch;

/// Sets where a match of the kind "text" begins to search.
///
/// C: `rtnl_ematch_text_set_from(ematch, TCF_LAYER_TRANSPORT, 20);`
///
/// The offset is in bytes, in the layer's header. Nothing happens for a match of another kind.
///
/// # Safety
/// `e` is a match, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_set_from(e: *mut rtnl_ematch, layer: u8, offset: u16) {
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Text>(e) } {
        data.set_from(Place { layer, offset });
    }
}

/// The offset at which the search begins; 0 for a match of another kind, and for NULL.
///
/// C: `offset = rtnl_ematch_text_get_from_offset(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_get_from_offset(e: *mut rtnl_ematch) -> u16 {
    // SAFETY: by contract.
    unsafe { data_at::<Text>(e) }.map_or(0, |data| data.from().offset)
}

/// The layer in which the search begins, `TCF_LAYER_*`; 0 for a match of another kind, and for NULL.
///
/// C: `layer = rtnl_ematch_text_get_from_layer(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_get_from_layer(e: *mut rtnl_ematch) -> u8 {
    // SAFETY: by contract.
    unsafe { data_at::<Text>(e) }.map_or(0, |data| data.from().layer)
}

/// Sets where a match of the kind "text" ends the search.
///
/// C: `rtnl_ematch_text_set_to(ematch, TCF_LAYER_TRANSPORT, 60);`
///
/// The offset is in bytes, in the layer's header. Nothing happens for a match of another kind.
///
/// # Safety
/// `e` is a match, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_set_to(e: *mut rtnl_ematch, layer: u8, offset: u16) {
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Text>(e) } {
        data.set_to(Place { layer, offset });
    }
}

/// The offset at which the search ends; 0 for a match of another kind, and for NULL.
///
/// C: `offset = rtnl_ematch_text_get_to_offset(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_get_to_offset(e: *mut rtnl_ematch) -> u16 {
    // SAFETY: by contract.
    unsafe { data_at::<Text>(e) }.map_or(0, |data| data.to().offset)
}

/// The layer in which the search ends, `TCF_LAYER_*`; 0 for a match of another kind, and for NULL.
///
/// C: `layer = rtnl_ematch_text_get_to_layer(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_get_to_layer(e: *mut rtnl_ematch) -> u8 {
    // SAFETY: by contract.
    unsafe { data_at::<Text>(e) }.map_or(0, |data| data.to().layer)
}

/// Sets the bytes that a match of the kind "text" searches for.
///
/// C: `rtnl_ematch_text_set_pattern(ematch, pattern, len);`
///
/// The match takes over the pattern, which is to come from `malloc()`, and frees the one it had. It is searched
/// for without a NUL at its end, unless `len` includes one; of more than 65535 bytes the first 65535 count. For a
/// match of another kind nothing happens, and the pattern stays the caller's.
///
/// # Safety
/// `e` is a match, or NULL (nothing happens); `pattern` has `len` bytes from `malloc()`, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_set_pattern(
    e: *mut rtnl_ematch,
    pattern: *mut c_char,
    len: usize,
) {
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Text>(e) } {
        // SAFETY: by contract.
        unsafe { data.adopt_pattern(pattern.cast(), len) };
    }
}

/// The bytes that are searched for; NULL if there are none, for a match of another kind, and for NULL.
///
/// C: `pattern = rtnl_ematch_text_get_pattern(ematch);`
///
/// They are the match's, and so many as `rtnl_ematch_text_get_len()` says; there may be no NUL behind them.
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_get_pattern(e: *mut rtnl_ematch) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { data_at::<Text>(e) }.map_or(ptr::null_mut(), |data| data.pattern().cast())
}

/// How many bytes are searched for; 0 for a match of another kind, and for NULL.
///
/// C: `len = rtnl_ematch_text_get_len(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_get_len(e: *mut rtnl_ematch) -> usize {
    // SAFETY: by contract.
    unsafe { data_at::<Text>(e) }.map_or(0, |data| data.pattern_len().into())
}

/// Sets how the kernel searches: "bm", "kmp", "fsm".
///
/// C: `rtnl_ematch_text_set_algo(ematch, "bm");`
///
/// The name is copied; more than 15 bytes are cut off. Nothing happens for a match of another kind.
///
/// # Safety
/// `e` is a match, `algo` a string; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_set_algo(e: *mut rtnl_ematch, algo: *const c_char) {
    if algo.is_null() {
        return;
    }
    // SAFETY: by contract.
    if let Some(data) = unsafe { data_at::<Text>(e) } {
        // SAFETY: by contract.
        data.set_algo(unsafe { CStr::from_ptr(algo) });
    }
}

/// How the kernel searches; NULL if it is not set, for a match of another kind, and for NULL.
///
/// C: `algo = rtnl_ematch_text_get_algo(ematch);`
///
/// # Safety
/// `e` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_text_get_algo(e: *mut rtnl_ematch) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { data_at::<Text>(e) }.map_or(ptr::null_mut(), Text::algo)
}

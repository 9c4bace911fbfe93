// SPDX-License-Identifier: LGPL-2.1-or-later
//! Printing where the program wants it: to a stream, through a callback, or into a buffer.
//!
//! [`text`] prints bytes, [`new_line`] starts a line, [`line()`] does both. A text with numbers in it is
//! put together in a [`Text`] first, and printed in one piece:
//!
//! ```
//! # use nl::dump::{self, Text};
//! # use os::text::Append;
//! # fn print(params: &nl_sys::layout::nl_dump_params, mtu: u32) {
//! let mut text = Text::<64>::new();
//! text.push(b"mtu ");
//! text.push_int(mtu.into());
//! text.push(b" ");
//! dump::text(params, text.as_bytes());
//! # }
//! ```

use core::ffi::CStr;
use core::ptr;

use libc::{FILE, c_char, c_int};
use nl_sys::layout::nl_dump_params;
use os::stdio::Stream;

pub use os::text::Text;

/// Prints `bytes`, in which there is no NUL: to `dp_fd`, or else to `dp_cb`, or else to `dp_buf`. Where
/// memory is short, a callback does not get to see long texts.
pub fn text(params: &nl_dump_params, bytes: &[u8]) {
    let stream = params.dp_fd.get();
    if !stream.is_null() {
        write(stream, bytes);
    } else if let Some(callback) = params.dp_cb.get() {
        copied(bytes, |text| {
            // SAFETY: the program's own, made for these parameters and a string.
            unsafe { callback(ptr::from_ref(params).cast_mut(), text) };
        });
    } else {
        append(params, bytes);
    }
}

/// Starts a line: counts it, prints `dp_prefix` spaces, and calls `dp_nl_cb`. Prints no newline.
pub fn new_line(params: &nl_dump_params) {
    let line = params.dp_line.get().wrapping_add(1);
    params.dp_line.set(line);
    let mut spaces = usize::try_from(params.dp_prefix.get()).unwrap_or(0);
    while spaces > 0 {
        const SPACES: &[u8] = &[b' '; 64];
        let some = SPACES.get(..spaces).unwrap_or(SPACES);
        spaces -= some.len();
        // Never to dp_cb.
        let stream = params.dp_fd.get();
        if stream.is_null() {
            if !append(params, some) {
                break;
            }
        } else {
            write(stream, some);
        }
    }
    if let Some(callback) = params.dp_nl_cb.get() {
        let line: c_int = line.cast_signed();
        // SAFETY: the program's own, made for these parameters.
        unsafe { callback(ptr::from_ref(params).cast_mut(), line) };
    }
}

/// Starts a line and prints `bytes` on it.
pub fn line(params: &nl_dump_params, bytes: &[u8]) {
    new_line(params);
    text(params, bytes);
}

fn write(stream: *mut FILE, bytes: &[u8]) {
    // SAFETY: the program keeps it open as long as its parameters are in use.
    unsafe { Stream::new(stream) }.write(bytes);
}

/// Appends to the string in `dp_buf`. False if that is full, or there is none.
fn append(params: &nl_dump_params, bytes: &[u8]) -> bool {
    let (start, size) = (params.dp_buf.get(), params.dp_buflen.get());
    if start.is_null() {
        return false;
    }
    // SAFETY: the program says that it has so many bytes there.
    let used = unsafe { libc::strnlen(start, size) };
    let room = size.saturating_sub(used).saturating_sub(1);
    let len = bytes.len().min(room);
    let end = start.cast::<u8>().wrapping_add(used);
    if room == 0 {
        return false;
    }
    // SAFETY: as above.
    unsafe { ptr::copy(bytes.as_ptr(), end, len) };
    // SAFETY: as above; one byte was left for this.
    unsafe { end.wrapping_add(len).write(0) };
    true
}

/// Calls `take` with a copy of `bytes` that ends in NUL; not at all if there is no memory for one.
fn copied(bytes: &[u8], take: impl FnOnce(*mut c_char)) {
    let mut short = [0_u8; 256];
    if bytes.len() < short.len() {
        for (to, from) in short.iter_mut().zip(bytes) {
            *to = *from;
        }
        return take(short.as_mut_ptr().cast());
    }
    // SAFETY: as many bytes as said; those behind a NUL would not be shown anyhow.
    let long = unsafe { libc::strndup(bytes.as_ptr().cast(), bytes.len()) };
    if !long.is_null() {
        take(long);
        // SAFETY: from strndup.
        unsafe { libc::free(long.cast()) };
    }
}

/// The stream that `nl_dump()` prints to, or NULL if it is to make a string for [`oxnl_dump_text`].
///
/// # Safety
/// `params` is valid.
#[unsafe(no_mangle)]
unsafe extern "C" fn oxnl_dump_stream(params: *const nl_dump_params) -> *mut FILE {
    // SAFETY: by contract.
    unsafe { &*params }.dp_fd.get()
}

/// Prints what `nl_dump()` made, which is not to go to a stream.
///
/// # Safety
/// `params` is valid, and `text` is a string that the callback may write to.
#[unsafe(no_mangle)]
unsafe extern "C" fn oxnl_dump_text(params: *mut nl_dump_params, text: *mut c_char) {
    // SAFETY: by contract.
    let valid = unsafe { &*params };
    if let Some(callback) = valid.dp_cb.get() {
        // SAFETY: the program's own, made for these parameters and a string.
        unsafe { callback(params, text) };
    } else {
        // SAFETY: by contract.
        append(valid, unsafe { CStr::from_ptr(text) }.to_bytes());
    }
}

/// Starts a line for `nl_dump_line()`.
///
/// # Safety
/// `params` is valid.
#[unsafe(no_mangle)]
unsafe extern "C" fn oxnl_dump_new_line(params: *const nl_dump_params) {
    // SAFETY: by contract.
    new_line(unsafe { &*params });
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! What is printed to a `FILE *`.

use std::ptr;

use libc::FILE;

// The libc crate has it for other systems only.
unsafe extern "C" {
    fn open_memstream(text: *mut *mut libc::c_char, len: *mut usize) -> *mut FILE;
}

/// What `print` writes to a stream.
///
/// # Panics
/// There is no memory.
pub fn printed(print: impl FnOnce(*mut FILE)) -> Vec<u8> {
    let (mut text, mut len) = (ptr::null_mut(), 0);
    // SAFETY: both variables live until the stream is closed.
    let file = unsafe { open_memstream(&raw mut text, &raw mut len) };
    assert!(!file.is_null());
    print(file);
    // SAFETY: open until now.
    assert_eq!(unsafe { libc::fclose(file) }, 0);
    // SAFETY: closing the stream has set both.
    let bytes = unsafe { std::slice::from_raw_parts(text.cast::<u8>(), len) }.to_vec();
    // SAFETY: the text is the caller's to free.
    unsafe { libc::free(text.cast()) };
    bytes
}

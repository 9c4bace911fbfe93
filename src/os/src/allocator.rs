// SPDX-License-Identifier: LGPL-2.1-or-later
//! libc's malloc as Rust's allocator, for crates that use `alloc`.
//!
//! Only the fallible interfaces may be used (`try_reserve` and the like): the others end the process
//! when memory runs out.

use core::alloc::{GlobalAlloc, Layout};

/// What malloc aligns to.
const MALLOC_ALIGN: usize = 16;

struct Malloc;

// SAFETY: malloc and free keep the contract of an allocator for what MALLOC_ALIGN covers; nothing here
// asks for more, and what does gets no memory.
unsafe impl GlobalAlloc for Malloc {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if layout.align() > MALLOC_ALIGN {
            return core::ptr::null_mut();
        }
        // SAFETY: malloc takes any size.
        unsafe { libc::malloc(layout.size()) }.cast()
    }

    unsafe fn dealloc(&self, memory: *mut u8, _: Layout) {
        // SAFETY: by contract it came from `alloc`.
        unsafe { libc::free(memory.cast()) };
    }

    unsafe fn realloc(&self, memory: *mut u8, _: Layout, size: usize) -> *mut u8 {
        // SAFETY: by contract it came from `alloc`, which keeps alignments within malloc's.
        unsafe { libc::realloc(memory.cast(), size) }.cast()
    }
}

#[global_allocator]
static MALLOC: Malloc = Malloc;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Structures of the kernel's that stand in messages as they are.

use core::mem::MaybeUninit;
use core::{ptr, slice};

/// A structure of the kernel's interface: numbers, and arrays of numbers, without gaps.
///
/// # Safety
/// Any bytes are a value of the type, and it has no padding.
pub unsafe trait Plain: Copy + 'static {}

// SAFETY: numbers.
unsafe impl Plain for u8 {}
// SAFETY: numbers.
unsafe impl Plain for u16 {}
// SAFETY: numbers.
unsafe impl Plain for u32 {}
// SAFETY: numbers.
unsafe impl Plain for i32 {}
// SAFETY: numbers.
unsafe impl Plain for u64 {}
// SAFETY: as its elements.
unsafe impl<T: Plain, const N: usize> Plain for [T; N] {}

/// The value at the start of `bytes`; `None` if they are fewer than it has.
#[must_use]
#[inline]
pub fn read<T: Plain>(bytes: &[u8]) -> Option<T> {
    if bytes.len() < size_of::<T>() {
        return None;
    }
    // SAFETY: so many bytes are there, and any make a value.
    Some(unsafe { bytes.as_ptr().cast::<T>().read_unaligned() })
}

/// The value at the start of `bytes`, zeroes in place of what they lack: older kernels send shorter
/// structures, newer ones longer.
#[must_use]
pub fn read_padded<T: Plain>(bytes: &[u8]) -> T {
    let mut value = MaybeUninit::<T>::zeroed();
    let len = bytes.len().min(size_of::<T>());
    // SAFETY: both are so long, and apart.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), value.as_mut_ptr().cast(), len) };
    // SAFETY: any bytes make a value.
    unsafe { value.assume_init() }
}

/// The bytes of a value.
#[must_use]
#[inline]
pub fn bytes<T: Plain>(value: &T) -> &[u8] {
    // SAFETY: without padding, every byte of it has a value.
    unsafe { slice::from_raw_parts(ptr::from_ref(value).cast(), size_of::<T>()) }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Text put together a piece at a time, without allocating and without `core::fmt`, which is larger than
//! all that is printed here.

use core::ffi::CStr;

/// What text can be appended to, a piece at a time, without allocating. What does not fit is cut off.
pub trait Append {
    /// Appends bytes.
    fn push(&mut self, bytes: &[u8]);

    /// Appends a C string.
    #[inline]
    fn push_c(&mut self, text: &CStr) {
        self.push(text.to_bytes());
    }

    /// Appends a number as `%u` does.
    #[inline(never)]
    fn push_dec(&mut self, value: u64) {
        self.push(digits::<10>(value, 1, &mut [0; DIGITS]));
    }

    /// Appends a number as `%d` does.
    #[inline(never)]
    fn push_int(&mut self, value: i64) {
        if value < 0 {
            self.push(b"-");
        }
        self.push_dec(value.unsigned_abs());
    }

    /// Appends a number as `%0<width>x` does: at least `width` digits, and no `0x` in front.
    #[inline(never)]
    fn push_hex(&mut self, value: u64, width: usize) {
        self.push(digits::<16>(value, width, &mut [0; DIGITS]));
    }
}

/// As many digits as a 64-bit number can have.
const DIGITS: usize = 20;

/// The digits of a number, at least `width` of them, at the end of `room`.
#[inline(never)]
fn digits<const BASE: u64>(mut value: u64, width: usize, room: &mut [u8; DIGITS]) -> &[u8] {
    const NAMES: &[u8; 16] = b"0123456789abcdef";
    let mut used = 0;
    for place in room.iter_mut().rev() {
        if value == 0 && used >= width {
            break;
        }
        let digit = usize::try_from(value % BASE).unwrap_or(0);
        *place = NAMES.get(digit).copied().unwrap_or(b'?');
        value /= BASE;
        used += 1;
    }
    room.get(DIGITS - used..).unwrap_or_default()
}

/// Puts bytes into the room behind the first `len`; returns where they end.
// Out of line, and one for all lengths: texts are seldom, and put together in many places.
#[inline(never)]
fn copy(room: &mut [u8], len: usize, bytes: &[u8]) -> usize {
    let free = room.get_mut(len..).unwrap_or_default();
    for (to, from) in free.iter_mut().zip(bytes) {
        *to = *from;
    }
    len + bytes.len().min(free.len())
}

/// A text of at most `N` bytes under construction, on the stack. What does not fit is cut off.
pub struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Text<N> {
    /// No text yet.
    #[must_use]
    #[inline]
    pub const fn new() -> Self {
        Self { bytes: [0; N], len: 0 }
    }

    /// What has been appended.
    #[must_use]
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}

impl<const N: usize> Default for Text<N> {
    fn default() -> Self {
        Self::new()
    }
}

impl<const N: usize> Append for Text<N> {
    #[inline]
    fn push(&mut self, bytes: &[u8]) {
        self.len = copy(&mut self.bytes, self.len, bytes);
    }
}

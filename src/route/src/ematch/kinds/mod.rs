// SPDX-License-Identifier: LGPL-2.1-or-later
//! The kinds of matches.

pub mod cmp;
pub mod container;
pub mod meta;
pub mod nbyte;
pub mod text;

/// The two bit fields of four bits in a byte, in C's order.
#[must_use]
const fn nibbles(byte: u8) -> (u8, u8) {
    if cfg!(target_endian = "little") { (byte & 15, byte >> 4) } else { (byte >> 4, byte & 15) }
}

/// A byte of two bit fields of four bits, in C's order.
#[must_use]
const fn byte_of(first: u8, second: u8) -> u8 {
    let (first, second) = (first & 15, second & 15);
    if cfg!(target_endian = "little") { first | second << 4 } else { first << 4 | second }
}

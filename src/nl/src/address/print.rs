// SPDX-License-Identifier: LGPL-2.1-or-later
//! Addresses as text.

use core::ops::Range;

use libc::{AF_INET, AF_INET6};

use super::{AF_DECNET, AF_MPLS, Address, bits_of};
use crate::strings::{Append, Buffer};

/// Writes an address, and its prefix length if not all of it is prefix; `none` if it has no bytes.
///
/// Where there is too little room, IPv4 and IPv6 addresses are left out, and the others are cut off.
pub fn write(addr: Option<Address<'_>>, to: &mut Buffer<'_>) {
    let Some(addr) = addr else {
        return to.push(b"none");
    };
    let head = addr.head();
    match head.a_family.get() {
        _ if addr.is_empty() => to.push(b"none"),
        AF_INET => ipv4(addr.first(), to),
        AF_INET6 => ipv6(addr.first(), to),
        AF_DECNET => decnet(addr, to),
        AF_MPLS => mpls(addr, to),
        _ => hexadecimal(addr, to),
    }
    let prefix = head.a_prefixlen.get();
    if prefix != bits_of(head) && head.a_family.get() != AF_MPLS {
        to.push(b"/");
        to.push_dec(prefix.cast_unsigned().into());
    }
}

/// Room for any IPv4 or IPv6 address: `push` of a slice costs too much for single letters.
struct Letters {
    bytes: [u8; 46],
    len: usize,
}

impl Letters {
    fn new() -> Self {
        Self { bytes: [0; 46], len: 0 }
    }

    #[inline]
    fn put(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    fn ipv4(&mut self, bytes: [u8; 4]) {
        for (index, byte) in bytes.into_iter().enumerate() {
            if index > 0 {
                self.put(b'.');
            }
            if byte >= 100 {
                self.put(b'0' + byte / 100);
            }
            if byte >= 10 {
                self.put(b'0' + byte / 10 % 10);
            }
            self.put(b'0' + byte % 10);
        }
    }

    fn hexadecimal(&mut self, word: u16) {
        for (least, shift) in [(0x1000, 12), (0x100, 8), (0x10, 4), (0, 0)] {
            if word >= least {
                self.put(digit((word >> shift) & 0xf));
            }
        }
    }
}

/// The digit of a number below 16.
#[inline]
fn digit(nibble: u16) -> u8 {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'?')
}

fn ipv4(bytes: [u8; 4], to: &mut Buffer<'_>) {
    let mut text = Letters::new();
    text.ipv4(bytes);
    to.push_whole(text.as_bytes());
}

/// As `inet_ntop(3)` does: numbers without leading zeros, `::` for the first of the longest runs of at
/// least two zeros, and an IPv4 address at the end of one that maps or contains one.
fn ipv6(bytes: [u8; 16], to: &mut Buffer<'_>) {
    let [.., mark0, mark1, a, b, c, d] = bytes;
    let mut words = [0_u16; 8];
    for (word, pair) in words.iter_mut().zip(bytes.as_chunks().0) {
        *word = u16::from_be_bytes(*pair);
    }
    let zeros = longest_run(&words);
    let mapped = zeros.len() == 5 && [mark0, mark1] == [0xff, 0xff];
    let ipv4 = zeros.start == 0 && (zeros.len() == 6 || mapped);
    let mut text = Letters::new();
    for (at, word) in words.into_iter().enumerate() {
        if zeros.contains(&at) {
            // The second colon is that of the number behind.
            if at == zeros.start {
                text.put(b':');
            }
            continue;
        }
        if at > 0 {
            text.put(b':');
        }
        if at == 6 && ipv4 {
            text.ipv4([a, b, c, d]);
            break;
        }
        text.hexadecimal(word);
    }
    if !zeros.is_empty() && zeros.end == words.len() {
        text.put(b':');
    }
    to.push_whole(text.as_bytes());
}

/// The first of the longest runs of zeros, of at least two; empty if there is none.
fn longest_run(words: &[u16; 8]) -> Range<usize> {
    let mut longest = 0..0;
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        if *word != 0 {
            start = at + 1;
        } else if at + 1 - start > longest.len().max(1) {
            longest = start..at + 1;
        }
    }
    longest
}

/// Area and node: six and ten bits. Nothing for an address that is not one of DECnet's.
fn decnet(addr: Address<'_>, to: &mut Buffer<'_>) {
    if addr.len() != 2 {
        return;
    }
    let number = u16::from_le_bytes(addr.first());
    to.push_dec((number >> 10).into());
    to.push(b".");
    to.push_dec((number & 0x3ff).into());
}

/// Labels, up to the one at the bottom of the stack.
fn mpls(addr: Address<'_>, to: &mut Buffer<'_>) {
    const LABEL: u32 = 12;
    const BOTTOM: u32 = 1 << 8;
    for (index, bytes) in addr.bytes().chunks(4).enumerate() {
        let mut entry = [0; 4];
        for (to, from) in entry.iter_mut().zip(bytes) {
            *to = from.get();
        }
        // An address shorter than one label has zeros behind; one of several ends with a whole one.
        if index > 0 && bytes.len() < entry.len() {
            break;
        }
        let entry = u32::from_be_bytes(entry);
        if index > 0 {
            to.push(b"/");
        }
        to.push_dec((entry >> LABEL).into());
        if entry & BOTTOM != 0 {
            break;
        }
    }
}

fn hexadecimal(addr: Address<'_>, to: &mut Buffer<'_>) {
    for (index, byte) in addr.bytes().iter().enumerate() {
        let byte = u16::from(byte.get());
        let text = [b':', digit(byte >> 4), digit(byte & 0xf)];
        to.push(text.get(usize::from(index == 0)..).unwrap_or_default());
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Bob Jenkins' hash of 2006, "lookup3", which he placed in the public domain
//! (<https://burtleburtle.net/bob/hash/doobs.html>), for keys in memory.

/// The hash of `key`, which `base` seeds. Programs may know values by heart: it stays as it is.
#[must_use]
pub fn any(key: &[u8], base: u32) -> u32 {
    #[expect(clippy::cast_possible_truncation, reason = "so is the algorithm")]
    let start = 0xdead_beef_u32.wrapping_add(key.len() as u32).wrapping_add(base);
    let mut state = State { a: start, b: start, c: start };
    let mut rest = key;
    // The last block, even if it is whole, is mixed in another way.
    while rest.len() > BLOCK {
        let Some((block, behind)) = rest.split_first_chunk() else { break };
        state.add(block);
        state.mix();
        rest = behind;
    }
    if let Ok(word) = rest.try_into() {
        // A number or an IPv4 address, or the end of an IPv6 address.
        state.a = state.a.wrapping_add(u32::from_le_bytes(word));
    } else if let Some(block) = rest.first_chunk() {
        state.add(block);
    } else if rest.is_empty() {
        return state.c;
    } else {
        state.add_part(rest);
    }
    state.finish();
    state.c
}

/// At most three bytes, as a word with zeros behind them.
#[inline]
fn part_of_word(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |word, &byte| word << 8 | u32::from(byte))
}

const BLOCK: usize = 12;

struct State {
    a: u32,
    b: u32,
    c: u32,
}

impl State {
    #[inline]
    fn add(&mut self, block: &[u8; BLOCK]) {
        let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3] = *block;
        self.a = self.a.wrapping_add(u32::from_le_bytes([a0, a1, a2, a3]));
        self.b = self.b.wrapping_add(u32::from_le_bytes([b0, b1, b2, b3]));
        self.c = self.c.wrapping_add(u32::from_le_bytes([c0, c1, c2, c3]));
    }

    /// Adds a block that is not whole: zeros are behind it.
    #[inline]
    fn add_part(&mut self, part: &[u8]) {
        let Some((word, part)) = part.split_first_chunk() else {
            self.a = self.a.wrapping_add(part_of_word(part));
            return;
        };
        self.a = self.a.wrapping_add(u32::from_le_bytes(*word));
        let Some((word, part)) = part.split_first_chunk() else {
            self.b = self.b.wrapping_add(part_of_word(part));
            return;
        };
        self.b = self.b.wrapping_add(u32::from_le_bytes(*word));
        self.c = self.c.wrapping_add(part_of_word(part));
    }

    #[inline]
    fn mix(&mut self) {
        self.half_mix::<4, 6, 8>();
        self.half_mix::<16, 19, 4>();
    }

    #[inline]
    fn half_mix<const A: u32, const B: u32, const C: u32>(&mut self) {
        let Self { mut a, mut b, mut c } = *self;
        a = a.wrapping_sub(c) ^ c.rotate_left(A);
        c = c.wrapping_add(b);
        b = b.wrapping_sub(a) ^ a.rotate_left(B);
        a = a.wrapping_add(c);
        c = c.wrapping_sub(b) ^ b.rotate_left(C);
        b = b.wrapping_add(a);
        *self = Self { a, b, c };
    }

    #[inline]
    fn finish(&mut self) {
        let stir = |to: u32, from: u32, by| (to ^ from).wrapping_sub(from.rotate_left(by));
        let Self { mut a, mut b, mut c } = *self;
        c = stir(c, b, 14);
        a = stir(a, c, 11);
        b = stir(b, a, 25);
        c = stir(c, b, 16);
        a = stir(a, c, 4);
        b = stir(b, a, 14);
        c = stir(c, b, 24);
        *self = Self { a, b, c };
    }
}

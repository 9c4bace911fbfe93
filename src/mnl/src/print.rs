// SPDX-License-Identifier: LGPL-2.1-or-later
//! The text of `mnl_nlmsg_fprintf`: a table of 32-bit words, in terminal colours.
//!
//! The text is part of the ABI (`ethtool --debug`, `nft --debug=mnl` show it), its oddities
//! included: where a length in the message makes no sense, words are left out or taken for
//! something else exactly as libmnl does. Nothing outside the given bytes is read.

#![forbid(unsafe_code)]

use wire::nlmsg::{Header, Messages};
use wire::{ALIGNTO, attr, nlmsg};

const RULE: &[u8] = b"----------------\t------------------\n";

/// Writes the table of every message in `bytes` to `out`, a line at a time. `extra_header` is the
/// size of the protocol's own header; `is_print` says which bytes of a payload can be shown.
pub(crate) fn messages(
    bytes: &[u8],
    extra_header: usize,
    is_print: impl Fn(u8) -> bool,
    mut out: impl FnMut(&[u8]),
) {
    let mut messages = Messages::new(bytes);
    loop {
        // A last word that the message only begins goes on behind it, up to the end of `bytes`.
        let from_here = messages.rest();
        let Some(message) = messages.next() else {
            break;
        };
        let header = message.header();
        let mut line = Line::default();
        out(RULE);
        header_lines(header, &mut line, &mut out);
        out(RULE);
        let mut state = State { header, extra_header, payload: 0 };
        for at in (nlmsg::HDRLEN..message.bytes().len()).step_by(ALIGNTO) {
            state.word(word_at(from_here, at), &is_print, &mut line);
            line.flush(&mut out);
        }
        out(RULE);
    }
}

fn header_lines(header: &Header, line: &mut Line, out: &mut impl FnMut(&[u8])) {
    let flag = |bit: u16, letter: u8| {
        if header.nlmsg_flags & bit != 0 { letter } else { b'-' }
    };
    let flags = [
        flag(nlmsg::F_REQUEST, b'R'),
        flag(nlmsg::F_MULTI, b'M'),
        flag(nlmsg::F_ACK, b'A'),
        flag(nlmsg::F_ECHO, b'E'),
    ];
    line.header_word(header.nlmsg_len, b"| message length |\n");
    line.flush(out);
    line.add(b"| ");
    line.decimal(u32::from(header.nlmsg_type), 5);
    line.add(b" | ");
    line.add(&flags);
    line.add(b" |\t|  type | flags  |\n");
    line.flush(out);
    line.header_word(header.nlmsg_seq, b"| sequence number|\n");
    line.flush(out);
    line.header_word(header.nlmsg_pid, b"|     port ID    |\n");
    line.flush(out);
}

/// The four bytes at `at`; those beyond the end read as zero.
fn word_at(bytes: &[u8], at: usize) -> [u8; ALIGNTO] {
    let mut word = [0; ALIGNTO];
    for (to, from) in word.iter_mut().zip(bytes.get(at..).unwrap_or_default()) {
        *to = *from;
    }
    word
}

/// What the words of a message so far say about the next one.
struct State<'a> {
    header: &'a Header,
    /// Bytes of the protocol's header still to come. Counts down by whole words and wraps if it
    /// was no multiple of four: everything is extra header then.
    extra_header: usize,
    /// Words of the current attribute's payload still to come. Negative behind an attribute that
    /// claims to have no header: no word makes sense any more.
    payload: i32,
}

impl State<'_> {
    /// Makes the line for one word; none for a word that makes no sense.
    fn word(&mut self, word: [u8; ALIGNTO], is_print: &impl Fn(u8) -> bool, line: &mut Line) {
        let [len0, len1, type0, type1] = word;
        let nla_len = u16::from_ne_bytes([len0, len1]);
        let nla_type = u16::from_ne_bytes([type0, type1]);
        if self.header.nlmsg_type < nlmsg::MIN_TYPE {
            line.hex(word);
            line.add(b"|\t|                |\n");
        } else if self.extra_header > 0 {
            self.extra_header = self.extra_header.wrapping_sub(ALIGNTO);
            line.hex(word);
            line.add(b"|\t|  extra header  |\n");
        } else if self.payload == 0 && nla_type & attr::TYPE_MASK != 0 {
            if nla_type & attr::F_NESTED == 0 {
                self.payload = i32::from(nla_len.div_ceil(4)) - 1;
            }
            line.attr_header(nla_len, nla_type);
        } else if self.payload > 0 {
            self.payload -= 1;
            line.hex(word);
            line.add(b"|\t|      data      |\t");
            for byte in word {
                line.add(&[b' ', if is_print(byte) { byte } else { b' ' }]);
            }
            line.add(b"\n");
        }
    }
}

/// A line under construction. The longest, an attribute header, has 71 bytes.
struct Line {
    buf: [u8; 80],
    len: usize,
}

impl Default for Line {
    fn default() -> Self {
        Self { buf: [0; 80], len: 0 }
    }
}

// Not inlined: printing is for people, and the copies would double the library's size.
impl Line {
    #[inline(never)]
    fn add(&mut self, bytes: &[u8]) {
        let room = self.buf.get_mut(self.len..).unwrap_or_default();
        if let Some(place) = room.get_mut(..bytes.len()) {
            place.copy_from_slice(bytes);
            self.len += bytes.len();
        }
    }

    /// Appends `value` with at least `width` digits, zeros in front.
    #[inline(never)]
    fn decimal(&mut self, mut value: u32, width: usize) {
        let mut digits = [b'0'; 10];
        let mut used = 0;
        for (at, digit) in digits.iter_mut().rev().enumerate() {
            *digit = b'0' + (value % 10) as u8;
            value /= 10;
            if value == 0 && at + 1 >= width {
                used = at + 1;
                break;
            }
        }
        self.add(digits.get(digits.len() - used..).unwrap_or_default());
    }

    /// `| xx xx xx xx  `: the left column of a word.
    #[inline(never)]
    fn hex(&mut self, word: [u8; ALIGNTO]) {
        let digit = |nibble: u8| {
            if nibble < 10 { b'0' + nibble } else { b'a' + (nibble - 10) }
        };
        self.add(b"|");
        for byte in word {
            self.add(&[b' ', digit(byte >> 4), digit(byte & 0xf)]);
        }
        self.add(b"  ");
    }

    #[inline(never)]
    fn header_word(&mut self, value: u32, label: &[u8]) {
        self.add(b"|  ");
        self.decimal(value, 10);
        self.add(b"  |\t");
        self.add(label);
    }

    #[inline(never)]
    fn attr_header(&mut self, nla_len: u16, nla_type: u16) {
        let flag = |bit: u16, letter: u8| if nla_type & bit != 0 { letter } else { b'-' };
        self.add(b"|\x1b[1;31m");
        self.decimal(u32::from(nla_len), 5);
        self.add(b"\x1b[0m|\x1b[1;32m");
        self.add(&[flag(attr::F_NESTED, b'N'), flag(attr::F_NET_BYTEORDER, b'B')]);
        self.add(b"\x1b[0m|\x1b[1;34m");
        self.decimal(u32::from(nla_type & attr::TYPE_MASK), 5);
        self.add(b"\x1b[0m|\t|len |flags| type|\n");
    }

    /// Hands the line on, if there is one, and starts anew.
    fn flush(&mut self, out: &mut impl FnMut(&[u8])) {
        if self.len > 0 {
            out(self.buf.get(..self.len).unwrap_or_default());
            self.len = 0;
        }
    }
}

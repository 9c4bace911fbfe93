// SPDX-License-Identifier: LGPL-2.1-or-later
//! What libmnl is known to answer.

use std::ops::Range;

use libc::c_int;

/// Bytes of a message header.
pub const MESSAGE: usize = 16;
/// Bytes of an attribute header.
pub const ATTR: usize = 4;
/// The longest payload of an attribute.
pub const PAYLOAD_MAX: usize = 65_531;
/// One more than the largest attribute data type.
pub const TYPES: u32 = 12;

const NUL_STRING: u32 = 10;

/// The two bytes at `at`.
#[must_use]
pub fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_ne_bytes([bytes[at], bytes[at + 1]])
}

/// The four bytes at `at`.
#[must_use]
pub fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_ne_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Rounds up to four.
#[must_use]
pub fn align(len: usize) -> usize {
    len.next_multiple_of(4)
}

/// Where the messages of a datagram are.
#[must_use]
pub fn messages(datagram: &[u8]) -> Vec<Range<usize>> {
    pieces(datagram, MESSAGE, |at| u32_at(datagram, at) as usize)
}

/// Where the attributes of a stream are.
#[must_use]
pub fn attrs(stream: &[u8]) -> Vec<Range<usize>> {
    pieces(stream, ATTR, |at| usize::from(u16_at(stream, at)))
}

fn pieces(bytes: &[u8], header: usize, len_at: impl Fn(usize) -> usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while at + header <= bytes.len() {
        let len = len_at(at);
        if len < header || len > bytes.len() - at {
            break;
        }
        found.push(at..at + len);
        at += align(len);
    }
    found
}

/// What `mnl_attr_parse*()` returns if the callback returns `answer(n)` to its n-th call, and how
/// often it is called.
#[must_use]
pub fn walk(attrs: usize, answer: impl Fn(usize) -> c_int) -> (c_int, usize) {
    let mut last = 1;
    for call in 0..attrs {
        last = answer(call);
        if last <= 0 {
            return (last, call + 1);
        }
    }
    (last, attrs)
}

/// What `mnl_attr_validate()` says, or, if `exact` is given, `mnl_attr_validate2()`: the errno.
#[must_use]
pub fn validate(payload: &[u8], data_type: u32, exact: Option<usize>) -> Option<c_int> {
    let len = payload.len();
    let size = exact.unwrap_or(match data_type {
        1 => 1,
        2 => 2,
        3 => 4,
        4 | 7 => 8,
        _ => 0,
    });
    if data_type >= TYPES {
        return Some(libc::EINVAL);
    }
    if len < size {
        return Some(libc::ERANGE);
    }
    let wrong = match data_type {
        5 | NUL_STRING => len == 0,
        6 => len > 0,
        8 => len > 0 && len < ATTR,
        _ => false,
    };
    if wrong {
        return Some(libc::ERANGE);
    }
    if data_type == NUL_STRING && payload.last() != Some(&0) {
        return Some(libc::EINVAL);
    }
    (size != 0 && len > size).then_some(libc::ERANGE)
}

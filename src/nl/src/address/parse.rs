// SPDX-License-Identifier: LGPL-2.1-or-later
//! Addresses from text.

use core::ffi::CStr;
use core::ptr;

use libc::{AF_INET, AF_INET6, AF_UNSPEC, c_char, c_int, c_long, c_uint, c_void};
use nl_sys::error::Error;
use nl_sys::layout::nl_addr;

use super::{AF_DECNET, AF_LLC, AF_MPLS, MPLS_PREFIX, bits_of, build};

unsafe extern "C" {
    fn inet_pton(af: c_int, src: *const c_char, dst: *mut c_void) -> c_int;
}

/// MPLS labels that an address can have.
const LABELS_MAX: usize = 64;

/// Bytes of an address that is only hexadecimal numbers.
const BYTES_MAX: usize = 32;

/// A text as an address: its family, and its first `len` bytes.
struct Parsed {
    family: c_int,
    bytes: [u8; BYTES_MAX],
    len: usize,
}

impl Parsed {
    /// No bytes yet.
    fn new(family: c_int) -> Self {
        Self { family, bytes: [0; BYTES_MAX], len: 0 }
    }

    fn push(&mut self, bytes: &[u8]) {
        let room = self.bytes.get_mut(self.len..).unwrap_or_default();
        for (to, from) in room.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.len += bytes.len().min(room.len());
    }

    fn of(family: c_int, bytes: &[u8]) -> Self {
        let mut parsed = Self::new(family);
        parsed.push(bytes);
        parsed
    }
}

/// Reads an address, and the prefix length behind a slash if there is one. `hint` is the family that it
/// has to be of, or `AF_UNSPEC`.
///
/// # Errors
/// `NLE_NOADDR` or `NLE_INVAL` if it is none, `NLE_AF_NOSUPPORT` for an `any` of a family that has none,
/// `NLE_NOMEM`.
pub fn parse(text: &CStr, hint: c_int) -> Result<*mut nl_addr, Error> {
    let bytes = text.to_bytes();
    // A slash is part of a stack of MPLS labels.
    let slash = bytes.iter().position(|&byte| byte == b'/').filter(|_| hint != AF_MPLS);
    let host = Host { text, len: slash.unwrap_or(bytes.len()) };
    let parsed = match host.word(hint)? {
        Some(parsed) => parsed,
        None if hint == AF_MPLS => {
            let (labels, len) = mpls(text).ok_or(Error::INVAL)?;
            let bytes = labels.get(..len).unwrap_or_default().as_flattened();
            // SAFETY: so many are there.
            return unsafe { build(AF_MPLS, bytes.as_ptr().cast(), bytes.len()) };
        }
        None => host.address(hint)?,
    };
    let prefix = match slash {
        Some(slash) => Some(prefix(text, slash)?),
        None => None,
    };
    // SAFETY: that many bytes were read.
    let addr = unsafe { build(parsed.family, parsed.bytes.as_ptr().cast(), parsed.len) }?;
    // SAFETY: just made.
    let fields = unsafe { &*addr };
    // A word has no bytes, and so no prefix, whatever its family.
    fields.a_prefixlen.set(prefix.unwrap_or_else(|| bits_of(fields)));
    Ok(addr)
}

/// The number behind the slash; what is behind that is not looked at.
#[expect(clippy::cast_possible_truncation, reason = "as C does")]
fn prefix(text: &CStr, slash: usize) -> Result<c_int, Error> {
    // What nearly every prefix length looks like.
    match text.to_bytes().get(slash + 1..) {
        Some(&[a @ b'0'..=b'9']) => return Ok(c_int::from(a - b'0')),
        Some(&[a @ b'1'..=b'9', b @ b'0'..=b'9']) => {
            return Ok(c_int::from(a - b'0') * 10 + c_int::from(b - b'0'));
        }
        _ => {}
    }
    let start = text.as_ptr().wrapping_add(slash + 1);
    let mut end = ptr::null_mut();
    // SAFETY: the rest of a string, and a place for where its number ends.
    let prefix = unsafe { libc::strtol(start, &raw mut end, 0) };
    if ptr::eq(end, start) { Err(Error::INVAL) } else { Ok(prefix as c_int) }
}

/// The part of a text that is in front of the prefix length: it ends in NUL or a slash.
#[derive(Clone, Copy)]
struct Host<'a> {
    text: &'a CStr,
    len: usize,
}

impl Host<'_> {
    fn bytes(&self) -> &[u8] {
        self.text.to_bytes().get(..self.len).unwrap_or_default()
    }

    /// One of the words for an address without bytes.
    fn word(self, hint: c_int) -> Result<Option<Parsed>, Error> {
        let bytes = self.bytes();
        // The shortest and the longest.
        if !(3..=7).contains(&bytes.len()) {
            return Ok(None);
        }
        let is = |name: &[u8]| bytes.eq_ignore_ascii_case(name);
        if is(b"none") {
            return Ok(Some(Parsed::new(hint)));
        }
        if is(b"default") || is(b"all") || is(b"any") {
            return match hint {
                AF_INET | AF_UNSPEC => Ok(Some(Parsed::new(AF_INET))),
                AF_INET6 | AF_LLC => Ok(Some(Parsed::new(hint))),
                _ => Err(Error::AF_NOSUPPORT),
            };
        }
        Ok(None)
    }

    /// The first kind of address that fits, of those that are wanted.
    fn address(self, hint: c_int) -> Result<Parsed, Error> {
        let bytes = self.bytes();
        let wanted = |family| hint == family || hint == AF_UNSPEC;
        if wanted(AF_INET)
            && let Some(addr) = ipv4(bytes)
        {
            return Ok(Parsed::of(AF_INET, &addr));
        }
        let colon = bytes.contains(&b':');
        let found = None
            .or_else(|| (wanted(AF_INET6) && colon).then(|| ipv6(bytes))?)
            .or_else(|| (wanted(AF_LLC) && colon).then(|| link_layer(self.text))?)
            .or_else(|| wanted(AF_DECNET).then(|| decnet(bytes))?);
        match found {
            Some(parsed) => Ok(parsed),
            None if hint == AF_UNSPEC && colon => self.hexadecimal(),
            None => Err(Error::NOADDR),
        }
    }

    /// Numbers of up to eight bits, in hexadecimal, with any one character between.
    fn hexadecimal(self) -> Result<Parsed, Error> {
        let mut parsed = Parsed::new(AF_UNSPEC);
        let start = self.text.as_ptr();
        let mut at = 0;
        loop {
            let here = start.wrapping_add(at);
            let mut end = ptr::null_mut();
            // SAFETY: the rest of a string, and a place for where its number ends.
            let byte = unsafe { libc::strtol(here, &raw mut end, 16) };
            if ptr::eq(end, here) || byte > 0xff || parsed.len >= BYTES_MAX {
                return Err(Error::INVAL);
            }
            parsed.push(&[low_byte(byte)]);
            // A slash ends numbers, so they cannot go beyond one.
            at = end.addr().wrapping_sub(start.addr());
            if at >= self.len {
                return Ok(parsed);
            }
            at += 1;
        }
    }
}

/// What C's conversion to `unsigned char` leaves.
#[expect(clippy::cast_possible_truncation, reason = "the point of it")]
fn low_byte(value: c_long) -> u8 {
    value as u8
}

/// An IPv4 address as `inet_pton(3)` reads it: four numbers, without leading zeros.
fn ipv4(bytes: &[u8]) -> Option<[u8; 4]> {
    let mut addr = [0_u8; 4];
    let mut places = addr.iter_mut();
    let mut bytes = bytes.iter();
    let mut place = places.next()?;
    let mut digits = 0;
    loop {
        match bytes.next() {
            Some(digit @ b'0'..=b'9') => {
                if digits > 0 && *place == 0 {
                    return None;
                }
                *place = place.checked_mul(10)?.checked_add(digit - b'0')?;
                digits += 1;
            }
            Some(b'.') if digits > 0 => {
                place = places.next()?;
                digits = 0;
            }
            None if digits > 0 && places.next().is_none() => return Some(addr),
            _ => return None,
        }
    }
}

/// An IPv6 address as `inet_pton(3)` reads it.
fn ipv6(bytes: &[u8]) -> Option<Parsed> {
    // The longest address, and a NUL.
    let mut text = [0_u8; 46];
    if bytes.len() >= text.len() {
        return None;
    }
    for (to, from) in text.iter_mut().zip(bytes) {
        *to = *from;
    }
    let mut addr = [0_u8; 16];
    // SAFETY: a string, and room for an address of the family.
    let ok = unsafe { inet_pton(AF_INET6, text.as_ptr().cast(), addr.as_mut_ptr().cast()) };
    (ok > 0).then(|| Parsed::of(AF_INET6, &addr))
}

/// Six numbers of one or two hexadecimal digits with colons between; what is behind is not looked at.
fn link_layer(text: &CStr) -> Option<Parsed> {
    let mut numbers = [0 as c_uint; 6];
    let [a, b, c, d, e, f] = &mut numbers;
    let (a, b, c) = (&raw mut *a, &raw mut *b, &raw mut *c);
    let (d, e, f) = (&raw mut *d, &raw mut *e, &raw mut *f);
    let format = c"%02x:%02x:%02x:%02x:%02x:%02x".as_ptr();
    // SAFETY: a string, and six numbers to write to, as the format says.
    let found = unsafe { libc::sscanf(text.as_ptr(), format, a, b, c, d, e, f) };
    let bytes = numbers.map(|number| low_byte(number.into()));
    (found == 6).then(|| Parsed::of(AF_LLC, &bytes))
}

/// Area and node, with a dot or a comma between; what is behind is not looked at.
fn decnet(bytes: &[u8]) -> Option<Parsed> {
    let (area, rest) = decimal(bytes)?;
    let ([b'.' | b','], rest) = rest.split_first_chunk()? else { return None };
    let (node, _) = decimal(rest)?;
    (area < 64 && node < 1024).then(|| Parsed::of(AF_DECNET, &(area << 10 | node).to_le_bytes()))
}

/// The number that bytes begin with, modulo 2^16, and what is behind it.
fn decimal(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (number, rest) = bytes.split_at_checked(digits).filter(|_| digits > 0)?;
    let next = |value: u16, digit: &u8| value.wrapping_mul(10).wrapping_add((digit - b'0').into());
    Some((number.iter().fold(0, next), rest))
}

/// Labels of 20 bits with slashes between, as entries of a stack, and how many there are. The last one is
/// marked as the bottom.
fn mpls(text: &CStr) -> Option<([[u8; 4]; LABELS_MAX], usize)> {
    const LABEL: u32 = 12;
    const BOTTOM: u32 = 1 << 8;
    let mut entries = [[0; 4]; LABELS_MAX];
    let mut at = text.as_ptr();
    for (before, entry) in entries.iter_mut().enumerate() {
        let mut end = ptr::null_mut();
        // SAFETY: the rest of a string, and a place for where its number ends.
        let label = unsafe { libc::strtoul(at, &raw mut end, 0) };
        if ptr::eq(end, at) || label >= 1 << MPLS_PREFIX {
            return None;
        }
        let label = u32::try_from(label).ok()? << LABEL;
        // SAFETY: strtoul leaves a pointer into the string, or to its NUL.
        let behind = unsafe { end.read() }.cast_unsigned();
        if behind == 0 {
            *entry = (label | BOTTOM).to_be_bytes();
            return Some((entries, before + 1));
        }
        if behind != b'/' {
            return None;
        }
        *entry = label.to_be_bytes();
        at = end.wrapping_add(1);
    }
    None
}

/// Whether a text is an address of a family. Those of families not known here all are.
#[must_use]
pub fn is_valid(text: &CStr, family: c_int) -> bool {
    let bytes = text.to_bytes();
    match family {
        AF_INET => ipv4(bytes).is_some(),
        AF_INET6 => ipv6(bytes).is_some(),
        AF_DECNET => decnet(bytes).is_some(),
        AF_LLC => link_layer(text).is_some(),
        AF_MPLS => mpls(text).is_some(),
        _ => true,
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes: type, length, value, each padded to four bytes, nested at will.

use crate::build::BuildError;
use crate::{align, align_u32, read};

/// Bytes in an attribute header (`NLA_HDRLEN`).
pub const HDRLEN: usize = HDRLEN_U16 as usize;
/// [`HDRLEN`] as an `nla_len`.
pub const HDRLEN_U16: u16 = 4;
/// [`HDRLEN`] as C's `int`, the type of what is left in a walk over C memory.
pub const HDRLEN_INT: i32 = HDRLEN_U16 as i32;
/// The longest payload whose attribute length still fits the 16-bit `nla_len`.
pub const PAYLOAD_MAX: usize = u16::MAX as usize - HDRLEN;
/// `NLA_F_NESTED`: the payload is a stream of attributes.
pub const F_NESTED: u16 = 0x8000;
/// `NLA_F_NET_BYTEORDER`: the payload is in network byte order.
pub const F_NET_BYTEORDER: u16 = 0x4000;
/// `NLA_TYPE_MASK`: the bits of `nla_type` that are the type proper.
pub const TYPE_MASK: u16 = 0x3fff;

/// Whether a header that claims `nla_len` bytes stands whole in the `left` bytes that remain.
///
/// `left` is signed because a walk over C memory may step up to three bytes past the end when the
/// last attribute is unpadded.
#[must_use]
#[inline]
pub const fn ok(nla_len: u16, left: i32) -> bool {
    const HDR: u32 = HDRLEN_U16 as u32;
    // One unsigned comparison covers both "shorter than a header" and "longer than what is left".
    left >= HDRLEN_INT
        && (nla_len as u32).wrapping_sub(HDR) <= left.cast_unsigned().wrapping_sub(HDR)
}

/// Bytes from one attribute to the next.
#[must_use]
#[inline]
pub const fn stride(nla_len: u16) -> u32 {
    align_u32(nla_len as u32)
}

/// Payload bytes of an attribute, or `None` when `nla_len` is shorter than the header itself.
#[must_use]
#[inline]
pub const fn payload_len(nla_len: u16) -> Option<usize> {
    (nla_len as usize).checked_sub(HDRLEN)
}

/// Where a new attribute goes in a message and what it does to the message's length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Offset of the attribute header from the start of the message.
    pub at: usize,
    /// The attribute's `nla_len`: header and payload without padding.
    pub nla_len: u16,
    /// Zero bytes to write behind the payload.
    pub pad: usize,
    /// `nlmsg_len` of the message with the attribute in it.
    pub nlmsg_len: u32,
}

impl Slot {
    /// The slot for `payload` bytes at the end of a message that is `nlmsg_len` long; `None` when
    /// the attribute's length would not fit its 16 bits.
    #[must_use]
    #[inline]
    pub const fn after(nlmsg_len: u32, payload: usize) -> Option<Self> {
        if payload > PAYLOAD_MAX {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "at most 65,535 by the check above")]
        let nla_len = (HDRLEN + payload) as u16;
        Some(Self {
            at: align_u32(nlmsg_len) as usize,
            nla_len,
            pad: align(payload) - payload,
            // As libmnl: the length as it was, not rounded up first, grows by the aligned size.
            nlmsg_len: nlmsg_len.wrapping_add(align_u32(nla_len as u32)),
        })
    }

    /// The slot for `payload` bytes behind a message that is `nlmsg_len` long, and behind the padding it
    /// may lack, in a buffer of `room` bytes.
    ///
    /// # Errors
    /// [`BuildError::AttrTooLong`] if the attribute's length would not fit its 16 bits,
    /// [`BuildError::Full`].
    #[inline]
    pub const fn within(nlmsg_len: u32, payload: usize, room: usize) -> Result<Self, BuildError> {
        if payload > PAYLOAD_MAX {
            return Err(BuildError::AttrTooLong);
        }
        // In 64 bits, so that nothing wraps.
        let at = (nlmsg_len as u64 + 3) & !3;
        let size = align(payload);
        let end = at + (HDRLEN + size) as u64;
        if end > room as u64 || end > u32::MAX as u64 {
            return Err(BuildError::Full);
        }
        #[expect(clippy::cast_possible_truncation, reason = "checked above")]
        Ok(Self {
            at: at as usize,
            nla_len: (HDRLEN + payload) as u16,
            pad: size - payload,
            nlmsg_len: end as u32,
        })
    }
}

/// One attribute: a header and the payload it claims, all within the slice.
#[derive(Clone, Copy, Debug)]
pub struct Attr<'a> {
    nla_type: u16,
    payload: &'a [u8],
}

impl<'a> Attr<'a> {
    /// The type without its two flag bits.
    #[must_use]
    pub fn kind(&self) -> u16 {
        self.nla_type & TYPE_MASK
    }

    /// `nla_type` as it stands in the header.
    #[must_use]
    pub fn nla_type(&self) -> u16 {
        self.nla_type
    }

    /// Whether [`F_NESTED`] is set.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        self.nla_type & F_NESTED != 0
    }

    /// The payload, without padding.
    #[must_use]
    pub fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// The first byte; `None` when the payload is shorter.
    #[must_use]
    pub fn u8(&self) -> Option<u8> {
        self.payload.first().copied()
    }

    /// The first two bytes in host order; `None` when the payload is shorter.
    #[must_use]
    pub fn u16(&self) -> Option<u16> {
        read(self.payload, 0).map(u16::from_ne_bytes)
    }

    /// The first four bytes in host order; `None` when the payload is shorter.
    #[must_use]
    pub fn u32(&self) -> Option<u32> {
        read(self.payload, 0).map(u32::from_ne_bytes)
    }

    /// The first eight bytes in host order; `None` when the payload is shorter.
    #[must_use]
    pub fn u64(&self) -> Option<u64> {
        read(self.payload, 0).map(u64::from_ne_bytes)
    }

    /// The bytes before the first NUL, or all of them if there is none.
    #[must_use]
    pub fn str_bytes(&self) -> &'a [u8] {
        self.payload.split(|&byte| byte == 0).next().unwrap_or_default()
    }

    /// The attributes inside, whether or not [`F_NESTED`] is set: many kernel families leave it out.
    #[must_use]
    pub fn nested(&self) -> Attrs<'a> {
        Attrs::new(self.payload)
    }
}

/// The attributes of a message or a nest, in order.
///
/// Ends at the first header that does not fit; what is left then is [`Attrs::rest`].
#[derive(Clone, Debug)]
pub struct Attrs<'a> {
    rest: &'a [u8],
}

impl<'a> Attrs<'a> {
    /// Walks over `stream`.
    #[must_use]
    pub fn new(stream: &'a [u8]) -> Self {
        Self { rest: stream }
    }

    /// The bytes not yet walked over.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Attrs<'a> {
    type Item = Attr<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let nla_len = u16::from_ne_bytes(read(self.rest, 0)?);
        let nla_type = u16::from_ne_bytes(read(self.rest, 2)?);
        if !ok(nla_len, i32::try_from(self.rest.len()).unwrap_or(i32::MAX)) {
            return None;
        }
        let payload = self.rest.get(HDRLEN..usize::from(nla_len))?;
        // The last attribute may lack its padding.
        self.rest = self.rest.get(stride(nla_len) as usize..).unwrap_or_default();
        Some(Attr { nla_type, payload })
    }
}

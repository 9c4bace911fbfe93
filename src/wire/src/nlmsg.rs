// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages: the 16-byte header, the walk over a datagram, the payload behind it.

use crate::attr::Attrs;
use crate::{align, read};

/// Bytes in a message header (`NLMSG_HDRLEN`).
pub const HDRLEN: usize = HDRLEN_U32 as usize;
/// [`HDRLEN`] as an `nlmsg_len`.
pub const HDRLEN_U32: u32 = 16;
/// [`HDRLEN`] as C's `int`, the type of what is left in a walk over C memory.
pub const HDRLEN_INT: i32 = HDRLEN_U32.cast_signed();

/// `NLMSG_NOOP`: to be ignored.
pub const NOOP: u16 = 1;
/// `NLMSG_ERROR`: an acknowledgement (error 0) or a failure.
pub const ERROR: u16 = 2;
/// `NLMSG_DONE`: the end of a multipart reply.
pub const DONE: u16 = 3;
/// `NLMSG_OVERRUN`: data was lost.
pub const OVERRUN: u16 = 4;
/// `NLMSG_MIN_TYPE`: types below it are control messages.
pub const MIN_TYPE: u16 = 16;

/// `NLM_F_REQUEST`.
pub const F_REQUEST: u16 = 0x01;
/// `NLM_F_MULTI`.
pub const F_MULTI: u16 = 0x02;
/// `NLM_F_ACK`.
pub const F_ACK: u16 = 0x04;
/// `NLM_F_ECHO`.
pub const F_ECHO: u16 = 0x08;
/// `NLM_F_DUMP_INTR`: the dump was inconsistent because the table changed under it.
pub const F_DUMP_INTR: u16 = 0x10;

/// Bytes in the fixed part of an `NLMSG_ERROR` message: header, `int error`, and the header of the
/// message that caused it.
pub const ERROR_LEN: u32 = 36;

/// Whether a header that claims `nlmsg_len` bytes stands whole in the `left` bytes that remain.
///
/// `left` is signed because a walk over C memory may step up to three bytes past the end when the
/// last message is unaligned. A length above `i32::MAX` never fits.
#[must_use]
#[inline]
pub const fn ok(nlmsg_len: u32, left: i32) -> bool {
    // One unsigned comparison covers both "too short for a header" and "longer than what is left".
    left >= HDRLEN_INT
        && nlmsg_len.wrapping_sub(HDRLEN_U32) <= left.cast_unsigned().wrapping_sub(HDRLEN_U32)
}

/// The fields of `struct nlmsghdr`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// Bytes of the whole message, header included, without final padding.
    pub nlmsg_len: u32,
    /// Control type below [`MIN_TYPE`], protocol's own above.
    pub nlmsg_type: u16,
    /// `NLM_F_*`.
    pub nlmsg_flags: u16,
    /// Sequence number.
    pub nlmsg_seq: u32,
    /// Port of the sender; 0 is the kernel.
    pub nlmsg_pid: u32,
}

impl Header {
    /// Reads a header from the start of `bytes`; `None` when there are fewer than [`HDRLEN`].
    #[must_use]
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self {
            nlmsg_len: u32::from_ne_bytes(read(bytes, 0)?),
            nlmsg_type: u16::from_ne_bytes(read(bytes, 4)?),
            nlmsg_flags: u16::from_ne_bytes(read(bytes, 6)?),
            nlmsg_seq: u32::from_ne_bytes(read(bytes, 8)?),
            nlmsg_pid: u32::from_ne_bytes(read(bytes, 12)?),
        })
    }

    /// The header as it stands in a message.
    #[must_use]
    pub fn to_bytes(self) -> [u8; HDRLEN] {
        let mut out = [0; HDRLEN];
        let fields = self
            .nlmsg_len
            .to_ne_bytes()
            .into_iter()
            .chain(self.nlmsg_type.to_ne_bytes())
            .chain(self.nlmsg_flags.to_ne_bytes())
            .chain(self.nlmsg_seq.to_ne_bytes())
            .chain(self.nlmsg_pid.to_ne_bytes());
        for (to, from) in out.iter_mut().zip(fields) {
            *to = from;
        }
        out
    }
}

/// One message within a datagram.
#[derive(Clone, Copy, Debug)]
pub struct Message<'a> {
    header: Header,
    bytes: &'a [u8],
}

impl<'a> Message<'a> {
    /// The decoded header.
    #[must_use]
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The whole message: exactly `nlmsg_len` bytes.
    #[must_use]
    pub fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// What follows the header.
    #[must_use]
    pub fn payload(&self) -> &'a [u8] {
        self.bytes.get(HDRLEN..).unwrap_or_default()
    }

    /// The attributes behind a protocol header of `family_header` bytes (0 if there is none).
    #[must_use]
    pub fn attrs(&self, family_header: usize) -> Attrs<'a> {
        Attrs::new(self.payload().get(align(family_header)..).unwrap_or_default())
    }
}

/// The messages of one datagram, in order.
///
/// Ends at the first header that does not fit; what is left then is [`Messages::rest`].
#[derive(Clone, Debug)]
pub struct Messages<'a> {
    rest: &'a [u8],
}

impl<'a> Messages<'a> {
    /// Walks over `datagram`.
    #[must_use]
    pub fn new(datagram: &'a [u8]) -> Self {
        Self { rest: datagram }
    }

    /// The bytes not yet walked over.
    #[must_use]
    pub fn rest(&self) -> &'a [u8] {
        self.rest
    }
}

impl<'a> Iterator for Messages<'a> {
    type Item = Message<'a>;

    fn next(&mut self) -> Option<Self::Item> {
        let header = Header::read(self.rest)?;
        if !ok(header.nlmsg_len, i32::try_from(self.rest.len()).unwrap_or(i32::MAX)) {
            return None;
        }
        let len = header.nlmsg_len as usize;
        let bytes = self.rest.get(..len)?;
        // The last message of a datagram may lack its padding.
        self.rest = self.rest.get(align(len)..).unwrap_or_default();
        Some(Message { header, bytes })
    }
}

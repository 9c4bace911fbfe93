// SPDX-License-Identifier: LGPL-2.1-or-later
//! How an input is divided.

/// Parameters, then bytes as they might come from a socket: the form of the targets that read.
///
/// The parameters are the first [`KNOBS`] bytes; all zero is a good choice for recorded traffic.
/// Those that several targets have stand at the same place in all of them.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    knobs: &'a [u8; KNOBS],
    /// What follows.
    pub bytes: &'a [u8],
}

/// Bytes of parameters.
pub const KNOBS: usize = 16;

impl<'a> Input<'a> {
    /// Divides `data`; `None` if it is too short.
    #[must_use]
    pub fn new(data: &'a [u8]) -> Option<Self> {
        let (knobs, bytes) = data.split_first_chunk()?;
        Some(Self { knobs, bytes })
    }

    /// How far the bytes are to be from an aligned address: the first two bits.
    #[must_use]
    pub fn shift(&self) -> usize {
        usize::from(self.knobs[0] & 3)
    }

    /// Six more bits.
    #[must_use]
    pub fn bits(&self) -> u8 {
        self.knobs[0] >> 2
    }

    /// The parameter byte at `at`.
    #[must_use]
    pub fn u8(&self, at: usize) -> u8 {
        self.knobs[at]
    }

    /// The parameters at `at` and behind.
    #[must_use]
    pub fn u16(&self, at: usize) -> u16 {
        u16::from_le_bytes([self.knobs[at], self.knobs[at + 1]])
    }

    /// The parameters at `at` and behind.
    #[must_use]
    pub fn u32(&self, at: usize) -> u32 {
        u32::from(self.u16(at)) | u32::from(self.u16(at + 2)) << 16
    }

    /// `len` as a caller on a 64-bit machine might get it wrong: now and then with bits above those
    /// of an `int`. libmnl narrows to `int`, so it is the same length.
    #[must_use]
    pub fn wide(&self, len: usize) -> usize {
        len | usize::from(self.bits() & 3) << 32
    }
}

/// A sequence of operations: the form of the targets that write.
#[derive(Clone, Debug)]
pub struct Operations<'a>(&'a [u8]);

impl<'a> Operations<'a> {
    /// Starts at the front of `data`.
    #[must_use]
    pub fn new(data: &'a [u8]) -> Self {
        Self(data)
    }

    /// The next byte.
    pub fn u8(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// The next two bytes.
    pub fn u16(&mut self) -> Option<u16> {
        let (first, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(u16::from_le_bytes(*first))
    }

    /// A size, most often a small one: one byte; if that is 255, the next two.
    pub fn size(&mut self) -> Option<usize> {
        match self.u8()? {
            u8::MAX => self.u16().map(usize::from),
            size => Some(usize::from(size)),
        }
    }
}

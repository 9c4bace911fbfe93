// SPDX-License-Identifier: LGPL-2.1-or-later
//! Comparing bytes at a place in the packet.

use core::cell::Cell;
use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::Builder;
use nl_sys::plain;
use nl_sys::print::Printer;
use os::text::Append;

use crate::ematch::build::Place;
use crate::ematch::bytes::Pattern;
use crate::ematch::kind::{self, Kind};
use crate::ematch::registry::Table;
use crate::uapi;

/// The longest pattern.
const LEN_MAX: u16 = 0xfff;

uapi::plain! {
    /// `struct tcf_em_nbyte`: `bits` are `len`, of twelve bits, and `layer`, of four.
    tcf_em_nbyte = 4 { off: u16, bits: u16 }
}

impl tcf_em_nbyte {
    fn new(place: Place, len: u16) -> Self {
        let (len, layer) = (len & LEN_MAX, u16::from(place.layer & 15));
        let little = cfg!(target_endian = "little");
        let bits = if little { len | layer << 12 } else { len << 4 | layer };
        Self { off: place.offset, bits }
    }

    fn len(self) -> u16 {
        if cfg!(target_endian = "little") { self.bits & LEN_MAX } else { self.bits >> 4 }
    }

    fn place(self) -> Place {
        let little = cfg!(target_endian = "little");
        let layer = if little { self.bits >> 12 } else { self.bits & 15 };
        Place { layer: layer.to_le_bytes()[0], offset: self.off }
    }
}

/// The data of a match. C may write to the first part.
#[repr(C)]
#[derive(Debug, Default)]
pub struct Nbyte {
    config: Cell<tcf_em_nbyte>,
    pattern: Pattern,
}

/// The functions of the kind.
pub static TABLE: Table = kind::table::<Nbyte>();

impl Nbyte {
    /// Where the bytes are.
    #[must_use]
    pub fn place(&self) -> Place {
        self.config.get().place()
    }

    /// Sets where the bytes are.
    pub fn set_place(&self, place: Place) {
        self.config.set(tcf_em_nbyte::new(place, self.config.get().len()));
    }

    /// Replaces the pattern by a copy of `pattern`.
    ///
    /// # Errors
    /// `NOMEM`; `BUSY` if it is looked at.
    pub fn copy_pattern(&self, pattern: &[u8]) -> Result<(), Error> {
        self.pattern.copy(pattern).map(|len| self.set_len(len))
    }

    /// Replaces the pattern by memory of C's, unless it is looked at.
    ///
    /// # Safety
    /// As [`Pattern::adopt`].
    pub unsafe fn adopt_pattern(&self, pattern: *mut u8, len: usize) {
        // SAFETY: by contract.
        if let Ok(len) = unsafe { self.pattern.adopt(pattern, len) } {
            self.set_len(len);
        }
    }

    fn set_len(&self, len: usize) {
        let len = u16::try_from(len).unwrap_or(u16::MAX).min(LEN_MAX);
        self.config.set(tcf_em_nbyte::new(self.place(), len));
    }

    /// Where the pattern is; NULL for none.
    #[must_use]
    pub fn pattern(&self) -> *mut u8 {
        self.pattern.as_ptr()
    }

    /// How long the pattern is.
    #[must_use]
    pub fn pattern_len(&self) -> u16 {
        self.pattern.len(self.config.get().len())
    }

    /// What `see` makes of the pattern.
    fn with_pattern<R>(&self, see: impl FnOnce(&[u8]) -> R) -> Result<R, Error> {
        self.pattern.with(self.config.get().len(), see)
    }

    fn byte(&self, index: u16) -> Option<u8> {
        self.with_pattern(|pattern| pattern.get(usize::from(index)).copied()).ok().flatten()
    }
}

/// What the kind calls layers.
fn layer_name(layer: u8) -> &'static CStr {
    match layer {
        0 => c"link",
        1 => c"net",
        2 => c"trans",
        _ => c"?",
    }
}

impl Kind for Nbyte {
    const NAME: &'static CStr = c"nbyte";
    const KIND: u16 = 2;
    const MIN: usize = size_of::<tcf_em_nbyte>();

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&self, data: &[u8]) -> Result<(), Error> {
        let config: tcf_em_nbyte = plain::read(data).ok_or(Error::INVAL)?;
        let pattern = data.get(Self::MIN..).unwrap_or_default();
        let pattern = pattern.get(..config.len().into()).ok_or(Error::INVAL)?;
        self.set_place(config.place());
        self.copy_pattern(pattern)
    }

    fn fill(&self, message: Builder) -> Result<(), Error> {
        message.append(plain::bytes(&tcf_em_nbyte::new(self.place(), self.pattern_len())))?;
        self.with_pattern(|pattern| message.append(pattern))?
    }

    fn dump(&self, to: &Printer<'_>) {
        let len = self.pattern_len();
        to.with(|text| {
            text.push(b"pattern(");
            text.push_dec(len.into());
            text.push(b":[");
        });
        // What prints may change the match, so it is looked at anew for each byte.
        for (index, byte) in (0..len).map_while(|index| Some((index, self.byte(index)?))) {
            to.with(|text| {
                text.push_hex(byte.into(), 2);
                if index.saturating_add(1) < len {
                    text.push(b" ");
                }
            });
        }
        let place = self.place();
        to.with(|text| {
            text.push(b"] at ");
            text.push_c(layer_name(place.layer));
            text.push(b"+");
            text.push_dec(place.offset.into());
            text.push(b")");
        });
    }

    fn copy_to(&self, copy: &Self) -> Result<(), Error> {
        copy.set_place(self.place());
        self.with_pattern(|pattern| copy.copy_pattern(pattern))?
    }
}

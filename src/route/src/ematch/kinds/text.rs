// SPDX-License-Identifier: LGPL-2.1-or-later
//! Searching the packet for bytes.

use core::cell::Cell;
use core::ffi::CStr;
use core::mem::offset_of;

use libc::{c_char, c_int};
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::message::Builder;
use nl_sys::name::{self, Name};
use nl_sys::plain;
use nl_sys::print::Printer;
use os::text::Append;

use super::{byte_of, nibbles};
use crate::ematch::build::Place;
use crate::ematch::bytes::Pattern;
use crate::ematch::dump::push_place;
use crate::ematch::kind::{self, Kind};
use crate::ematch::registry::Table;
use crate::uapi;

/// `TC_EM_TEXT_ALGOSIZ`
const ALGO_SIZE: usize = 16;

uapi::plain! {
    /// `struct tcf_em_text`: `layers` are `from_layer` and `to_layer`, of four bits each.
    tcf_em_text = 24 {
        algo: [u8; ALGO_SIZE], from_offset: u16, to_offset: u16, pattern_len: u16, layers: u8, pad: u8,
    }
}

/// The data of a match. C may write to all but the pattern's address.
#[repr(C)]
#[derive(Debug, Default)]
pub struct Text {
    algo: Name<ALGO_SIZE>,
    from_offset: Cell<u16>,
    to_offset: Cell<u16>,
    pattern_len: Cell<u16>,
    layers: Cell<u8>,
    pad: Cell<u8>,
    pattern: Pattern,
}

const _: () = {
    assert!(offset_of!(Text, from_offset) == offset_of!(tcf_em_text, from_offset));
    assert!(offset_of!(Text, layers) == offset_of!(tcf_em_text, layers));
    assert!(offset_of!(Text, pattern) == size_of::<tcf_em_text>());
};

/// The functions of the kind.
pub static TABLE: Table = kind::table::<Text>();

impl Text {
    /// Where the search begins.
    #[must_use]
    pub fn from(&self) -> Place {
        Place { layer: nibbles(self.layers.get()).0, offset: self.from_offset.get() }
    }

    /// Sets where the search begins.
    pub fn set_from(&self, from: Place) {
        self.from_offset.set(from.offset);
        self.layers.set(byte_of(from.layer, self.to().layer));
    }

    /// Where the search ends.
    #[must_use]
    pub fn to(&self) -> Place {
        Place { layer: nibbles(self.layers.get()).1, offset: self.to_offset.get() }
    }

    /// Sets where the search ends.
    pub fn set_to(&self, to: Place) {
        self.to_offset.set(to.offset);
        self.layers.set(byte_of(self.from().layer, to.layer));
    }

    /// How the kernel searches; a longer name is cut off.
    pub fn set_algo(&self, algo: &CStr) {
        self.algo.set(algo);
    }

    /// How the kernel searches, where C can change it; NULL if it is not set.
    #[must_use]
    pub fn algo(&self) -> *mut c_char {
        if self.algo.is_empty() { core::ptr::null_mut() } else { self.algo.as_ptr() }
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
        self.pattern_len.set(u16::try_from(len).unwrap_or(u16::MAX));
    }

    /// Where the pattern is; NULL for none.
    #[must_use]
    pub fn pattern(&self) -> *mut u8 {
        self.pattern.as_ptr()
    }

    /// How long the pattern is.
    #[must_use]
    pub fn pattern_len(&self) -> u16 {
        self.pattern.len(self.pattern_len.get())
    }

    /// What `see` makes of the pattern.
    fn with_pattern<R>(&self, see: impl FnOnce(&[u8]) -> R) -> Result<R, Error> {
        self.pattern.with(self.pattern_len.get(), see)
    }

    fn config(&self) -> tcf_em_text {
        tcf_em_text {
            algo: self.algo.copy(),
            from_offset: self.from_offset.get(),
            to_offset: self.to_offset.get(),
            pattern_len: self.pattern_len(),
            layers: self.layers.get(),
            pad: self.pad.get(),
        }
    }

    fn set_config(&self, config: &tcf_em_text) {
        self.algo.set_bytes(&config.algo);
        self.from_offset.set(config.from_offset);
        self.to_offset.set(config.to_offset);
        self.layers.set(config.layers);
        self.pad.set(config.pad);
    }
}

impl Kind for Text {
    const NAME: &'static CStr = c"text";
    const KIND: u16 = 5;
    const MIN: usize = size_of::<tcf_em_text>();

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&self, data: &[u8]) -> Result<(), Error> {
        let config: tcf_em_text = plain::read(data).ok_or(Error::INVAL)?;
        let pattern = data.get(Self::MIN..).unwrap_or_default();
        let pattern = pattern.get(..config.pattern_len.into()).ok_or(Error::INVAL)?;
        self.set_config(&config);
        self.copy_pattern(pattern)
    }

    fn fill(&self, message: Builder) -> Result<(), Error> {
        message.append(plain::bytes(&self.config()))?;
        self.with_pattern(|pattern| message.append(pattern))?
    }

    fn dump(&self, to: &Printer<'_>) {
        let algo = self.algo.copy();
        let algo = if self.algo.is_empty() { c"no-algo" } else { name::text(&algo) };
        let missing = self.pattern().is_null();
        let printed = self.with_pattern(|pattern| {
            let pattern = if missing { b"no-pattern" } else { pattern };
            let len = c_int::try_from(pattern.len()).unwrap_or(c_int::MAX);
            let format = c"text(%s \"%.*s\"".as_ptr();
            // SAFETY: live parameters; the pattern's length bounds what is printed of it.
            unsafe { ffi::nl_dump(to.as_ptr(), format, algo.as_ptr(), len, pattern.as_ptr()) };
        });
        if printed.is_err() {
            return;
        }
        for (word, place) in [(b" from ".as_slice(), self.from()), (b" to ", self.to())] {
            if place != Place::default() {
                to.with(|text| {
                    text.push(word);
                    push_place(text, place);
                });
            }
        }
        to.with(|text| text.push(b")"));
    }

    fn copy_to(&self, copy: &Self) -> Result<(), Error> {
        copy.set_config(&self.config());
        self.with_pattern(|pattern| copy.copy_pattern(pattern))?
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! MACsec (802.1AE): the kind `macsec`.

use core::ffi::CStr;

use libc::c_uint;
use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};
use nl_sys::print::{Printer, Style};
use os::text::{Append, Text};
use wire::attr::Attrs;

use super::numbers::{Numbers, Row, row};
use crate::link::kind::Kind;
use crate::link::object::rtnl_link;

/// `IFLA_MACSEC_*`
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod option {
    pub const SCI: u16 = 1;
    pub const PORT: u16 = 2;
    pub const ICV_LEN: u16 = 3;
    pub const CIPHER_SUITE: u16 = 4;
    pub const WINDOW: u16 = 5;
    pub const ENCODING_SA: u16 = 6;
    pub const ENCRYPT: u16 = 7;
    pub const PROTECT: u16 = 8;
    pub const INC_SCI: u16 = 9;
    pub const ES: u16 = 10;
    pub const SCB: u16 = 11;
    pub const REPLAY_PROTECT: u16 = 12;
    pub const VALIDATION: u16 = 13;
    pub const OFFLOAD: u16 = 15;
}

/// `enum macsec_validation_type` of `linux/if_link.h`
#[expect(non_camel_case_types, reason = "its name in C")]
pub type macsec_validation_type = c_uint;

/// `MACSEC_DEFAULT_CIPHER_ID` of `linux/if_macsec.h`: an old number of GCM-AES-128.
const DEFAULT_CIPHER: u64 = 0x0080_0200_0100_0001;
/// `MACSEC_STD_ICV_LEN`: bytes of an integrity check value, and the most of them.
pub const ICV_LEN: u16 = 16;

/// What the kernel tells.
const READ: [Row; 13] = [
    row(option::SCI, 8),
    row(option::PROTECT, 1),
    row(option::CIPHER_SUITE, 8),
    row(option::ICV_LEN, 1),
    row(option::ENCODING_SA, 1),
    row(option::VALIDATION, 1),
    row(option::ENCRYPT, 1),
    row(option::OFFLOAD, 1),
    row(option::INC_SCI, 1),
    row(option::ES, 1),
    row(option::SCB, 1),
    row(option::REPLAY_PROTECT, 1),
    row(option::WINDOW, 4),
];

/// Options that are compared by themselves; offloading is not.
const COMPARED: [Row; 7] = [
    row(option::ENCODING_SA, 1),
    row(option::ENCRYPT, 1),
    row(option::PROTECT, 1),
    row(option::INC_SCI, 1),
    row(option::ES, 1),
    row(option::SCB, 1),
    row(option::VALIDATION, 1),
];

/// What a MACsec link has.
#[derive(Clone, Debug)]
pub struct Macsec(pub Numbers<16>);

impl Default for Macsec {
    fn default() -> Self {
        let mut numbers = Numbers::default();
        numbers.set(option::CIPHER_SUITE, DEFAULT_CIPHER);
        numbers.set(option::ICV_LEN, ICV_LEN);
        Self(numbers)
    }
}

impl Macsec {
    fn value(&self, option: u16) -> u64 {
        self.0.get(option).unwrap_or(0)
    }

    fn push_flags(&self, text: &mut Text<256>) {
        for (option, letter) in [
            (option::PROTECT, b"P"),
            (option::ENCRYPT, b"E"),
            (option::INC_SCI, b"S"),
            (option::ES, b"e"),
            (option::SCB, b"s"),
            (option::REPLAY_PROTECT, b"R"),
        ] {
            if self.value(option) == 1 {
                text.push(letter);
            }
        }
        text.push(match self.value(option::VALIDATION) {
            0 => b" vd ".as_slice(),
            1 => b" vc ",
            2 => b" vs ",
            _ => b" v ",
        });
        text.push_dec(self.value(option::ENCODING_SA));
    }

    fn push_switch(&self, text: &mut Text<256>, name: &[u8], option: u16) {
        text.push(name);
        text.push(if self.value(option) == 0 { b"off" } else { b"on" });
    }
}

impl Kind for Macsec {
    const NAME: &'static CStr = c"macsec";
    const STYLES: [bool; 3] = [true, true, false];
    const COMPARES: bool = true;

    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
        self.0.parse(&READ, &Table::<16>::new(data));
        Ok(())
    }

    fn put(&self, data: Builder) -> Result<(), Error> {
        let put = |option, width| self.0.put_one(row(option, width), data);
        if self.0.get(option::SCI).is_some() {
            put(option::SCI, 8)?;
        } else if let Some(port) = self.0.u16(option::PORT) {
            data.put_plain(option::PORT, &port.to_be())?;
        }
        put(option::ENCRYPT, 1)?;
        put(option::OFFLOAD, 1)?;
        if self.0.get(option::CIPHER_SUITE) != Some(DEFAULT_CIPHER)
            || self.0.u16(option::ICV_LEN) != Some(ICV_LEN)
        {
            put(option::CIPHER_SUITE, 8)?;
            put(option::ICV_LEN, 1)?;
        }
        put(option::INC_SCI, 1)?;
        put(option::ES, 1)?;
        put(option::SCB, 1)?;
        put(option::PROTECT, 1)?;
        if let Some(protect) = self.0.get(option::REPLAY_PROTECT) {
            let window = self.0.u32(option::WINDOW);
            if protect != 0 && window.is_none() {
                return Err(Error::INVAL);
            }
            put(option::REPLAY_PROTECT, 1)?;
            data.put_plain(option::WINDOW, &window.unwrap_or(0))?;
        }
        put(option::VALIDATION, 1)?;
        put(option::ENCODING_SA, 1)
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }

    fn differs(&self, other: &Self, loose: bool) -> bool {
        let (a, b) = (&self.0, &other.0);
        let both = |option| a.get(option).is_some() && b.get(option).is_some();
        let differ = |option| both(option) && a.get(option) != b.get(option);
        let channel = if both(option::SCI) { option::SCI } else { option::PORT };
        let replay = both(option::REPLAY_PROTECT)
            && (differ(option::REPLAY_PROTECT)
                || (self.value(option::REPLAY_PROTECT) != 0
                    && other.value(option::REPLAY_PROTECT) != 0
                    && a.differs_in(option::WINDOW, b, loose)));
        differ(channel)
            || differ(option::CIPHER_SUITE)
            || (both(option::CIPHER_SUITE) && a.differs_in(option::ICV_LEN, b, loose))
            || replay
            || a.differ(&COMPARED, b, loose)
    }

    fn dump(&self, _link: &rtnl_link, style: Style, to: &Printer<'_>) {
        let sci = u64::from_be(self.value(option::SCI));
        to.with(|text| {
            if style == Style::Line {
                text.push(b"sci ");
                text.push_hex(sci, 16);
                text.push(b" <");
                self.push_flags(text);
                text.push(b">");
                return;
            }
            text.push(b"    sci ");
            text.push_hex(sci, 16);
            self.push_switch(text, b" protect ", option::PROTECT);
            text.push(b" encoding_sa ");
            text.push_dec(self.value(option::ENCODING_SA));
            self.push_switch(text, b" encrypt ", option::ENCRYPT);
            self.push_switch(text, b" send_sci ", option::INC_SCI);
            text.push(b" validate ");
            text.push(match self.value(option::VALIDATION) {
                0 => b"disabled".as_slice(),
                1 => b"check",
                2 => b"strict",
                _ => b"",
            });
            text.push(b" ");
            match self.value(option::REPLAY_PROTECT) {
                0 => text.push(b"replay_protect off"),
                1 => {
                    text.push(b"replay_protect on window ");
                    // Eight bits of it are shown, as ever.
                    text.push_dec(self.0.u8(option::WINDOW).unwrap_or(0).into());
                }
                _ => {}
            }
            text.push(b"\n");
        });
        if style == Style::Details {
            to.with(|text| {
                text.push(b"    cipher suite: ");
                text.push_hex(self.value(option::CIPHER_SUITE), 16);
                text.push(b", icv_len ");
                text.push_dec(self.value(option::ICV_LEN));
                text.push(b"\n");
            });
        }
    }
}

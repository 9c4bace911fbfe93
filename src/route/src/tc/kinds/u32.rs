// SPDX-License-Identifier: LGPL-2.1-or-later
//! `u32`: a classifier that compares 32-bit words of packets.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::Builder;
use nl_sys::name::Name;
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use os::array::Array;
use os::text::Append;

use crate::tc::actions::{self, Actions};
use crate::tc::dump::push_handle;
use crate::tc::kind::{self, Kind, attributes, whole};
use crate::tc::object::{Type, rtnl_tc};
use crate::tc::registry::Table;
use crate::uapi::plain;
plain! {
    /// The selector without its keys, of `linux/pkt_cls.h`. Offsets and masks are big-endian.
    tc_u32_sel = 16 {
        flags: u8, offshift: u8, nkeys: u8, __pad: u8, offmask: u16, off: u16, offoff: i16, hoff: i16,
        hmask: u32,
    }
    /// A key, of `linux/pkt_cls.h`. Value and mask are big-endian.
    tc_u32_key = 16 { mask: u32, val: u32, off: i32, offmask: i32 }
    /// What the packet's mark has to be, of `linux/pkt_cls.h`.
    tc_u32_mark = 12 { val: u32, mask: u32, success: u32 }
    /// The counters before those of the keys, of `linux/pkt_cls.h`.
    tc_u32_pcnt = 16 { rcnt: u64, rhit: u64 }
}

/// Attributes, of `linux/pkt_cls.h`.
mod tca {
    pub(super) const CLASSID: u16 = 1;
    pub(super) const HASH: u16 = 2;
    pub(super) const LINK: u16 = 3;
    pub(super) const DIVISOR: u16 = 4;
    pub(super) const SEL: u16 = 5;
    pub(super) const POLICE: u16 = 6;
    pub(super) const ACT: u16 = 7;
    pub(super) const INDEV: u16 = 8;
    pub(super) const PCNT: u16 = 9;
    pub(super) const MARK: u16 = 10;
    pub(super) const END: usize = 11;
}

/// `NL_DUMP_STATS`
const DUMP_STATS: libc::c_int = 2;

/// Flags of selectors.
pub mod flag {
    /// `TC_U32_TERMINAL`
    pub const TERMINAL: u8 = 1;
    /// `TC_U32_OFFSET`
    pub const OFFSET: u8 = 2;
    /// `TC_U32_VAROFFSET`
    pub const VAROFFSET: u8 = 4;
    /// `TC_U32_EAT`
    pub const EAT: u8 = 8;
}

/// What packets are selected by.
#[derive(Debug, Default)]
pub struct Selector {
    /// All but the keys.
    pub head: tc_u32_sel,
    /// The keys.
    pub keys: Array<tc_u32_key>,
    /// Whether it is sent to the kernel.
    pub is_set: bool,
}

/// How often it was looked at, and its keys matched.
#[derive(Debug, Default)]
pub struct Counters {
    head: tc_u32_pcnt,
    keys: Array<u64>,
}

/// What is set of it.
#[derive(Debug, Default)]
pub struct U32 {
    /// How many hash tables to make.
    pub divisor: Option<u32>,
    /// The hash table it is in.
    pub hash: Option<u32>,
    /// The class to put packets in.
    pub classid: Option<u32>,
    /// The hash table to go on with.
    pub link: Option<u32>,
    /// What packets are selected by.
    pub selector: Selector,
    /// What the packet's mark has to be.
    pub mark: Option<tc_u32_mark>,
    /// What else to do.
    pub actions: Actions,
    /// How to police, as the kernel sent it.
    police: Option<Array<u8>>,
    counters: Option<Counters>,
    indev: Option<Name<16>>,
}

/// The table of the kind.
pub static TABLE: Table = kind::table::<U32>();

impl Selector {
    /// Appends a key; value and mask in network byte order.
    ///
    /// # Errors
    /// `NOMEM`, also if there are 255.
    pub fn add(&mut self, val: u32, mask: u32, off: i32, offmask: i32) -> Result<(), Error> {
        let nkeys = self.head.nkeys.checked_add(1).ok_or(Error::NOMEM)?;
        let key = tc_u32_key { mask, val: val & mask, off, offmask };
        self.keys.push(key).map_err(|_| Error::NOMEM)?;
        self.head.nkeys = nkeys;
        self.is_set = true;
        Ok(())
    }

    /// Appends keys: value, mask, offset, mask of the offset. All of them, or none.
    ///
    /// # Errors
    /// As for [`add`](Self::add).
    pub fn add_all(
        &mut self,
        mut keys: impl Iterator<Item = (u32, u32, i32, i32)>,
    ) -> Result<(), Error> {
        let mut all = self.try_clone()?;
        keys.try_for_each(|(val, mask, off, offmask)| all.add(val, mask, off, offmask))?;
        *self = all;
        Ok(())
    }

    /// Reads it. There are only as many keys as there are, whatever it says.
    fn parse(bytes: &[u8]) -> Result<Self, Error> {
        let head: tc_u32_sel = plain::read(bytes).ok_or(Error::RANGE)?;
        let mut selector =
            Self { head: tc_u32_sel { nkeys: 0, ..head }, keys: Array::new(), is_set: true };
        let keys = bytes.get(size_of::<tc_u32_sel>()..).unwrap_or_default();
        for key in keys.chunks_exact(size_of::<tc_u32_key>()).take(head.nkeys.into()) {
            let Some(tc_u32_key { mask, val, off, offmask }) = plain::read(key) else { break };
            selector.keys.push(tc_u32_key { mask, val, off, offmask }).map_err(|_| Error::NOMEM)?;
            selector.head.nkeys = selector.head.nkeys.saturating_add(1);
        }
        Ok(selector)
    }

    fn fill(&self, message: Builder) -> Result<(), Error> {
        let keys = self.keys.as_slice().iter().flat_map(plain::bytes);
        let bytes = copy(plain::bytes(&self.head).iter().chain(keys))?;
        message.put(tca::SEL, bytes.as_slice())
    }

    fn try_clone(&self) -> Result<Self, Error> {
        let keys = self.keys.try_clone().map_err(|_| Error::NOMEM)?;
        Ok(Self { head: self.head, keys, is_set: self.is_set })
    }

    fn dump(&self, counters: Option<&Counters>, to: &Printer<'_>) {
        let head = &self.head;
        to.with(|text| {
            if head.hmask != 0 || head.hoff != 0 {
                text.push(b" hash at ");
                text.push_dec(i32::from(head.hoff).cast_unsigned().into());
                text.push(b" & 0x");
                text.push_hex(head.hmask.into(), 1);
            }
            if head.flags & (flag::OFFSET | flag::VAROFFSET) != 0 {
                text.push(b" offset at ");
                text.push_dec(head.off.into());
            }
            if head.flags & flag::VAROFFSET != 0 {
                text.push(b" variable (at ");
                text.push_dec(i32::from(head.offoff).cast_unsigned().into());
                text.push(b" & 0x");
                text.push_hex(u16::from_be(head.offmask).into(), 1);
                text.push(b") >> ");
                text.push_dec(head.offshift.into());
            }
            push_flags(text, head.flags);
        });
        let keys = self.keys.as_slice().iter();
        for (place, key) in keys.enumerate() {
            to.with(|text| text.push(b"\n"));
            to.new_line();
            let count = counters.and_then(|counters| counters.keys.as_slice().get(place));
            to.with(|text| push_key(text, key, count));
        }
    }
}

fn push_flags(text: &mut impl Append, flags: u8) {
    if flags == 0 {
        return;
    }
    text.push(b" <");
    let mut left = flags;
    for (flag, name) in [
        (flag::TERMINAL, &b"TERMINAL"[..]),
        (flag::OFFSET, b"OFFSET"),
        (flag::VAROFFSET, b"VAROFFSET"),
        (flag::EAT, b"EAT"),
    ] {
        if left & flag != 0 {
            left &= !flag;
            text.push(name);
            text.push(if left == 0 { b"" } else { b"," });
        }
    }
    text.push(b">");
}

fn push_key(text: &mut impl Append, key: &tc_u32_key, count: Option<&u64>) {
    text.push(b"      match key at ");
    text.push(if key.offmask == 0 { b"" } else { b"nexthdr+" });
    text.push_dec(key.off.cast_unsigned().into());
    text.push(b" ");
    if key.offmask != 0 {
        text.push(b"[0x");
        text.push_dec(key.offmask.cast_unsigned().into());
        text.push(b"] ");
    }
    text.push(b"& 0x");
    text.push_hex(u32::from_be(key.mask).into(), 8);
    text.push(b" == 0x");
    text.push_hex(u32::from_be(key.val).into(), 8);
    if let Some(count) = count {
        text.push(b" successful ");
        text.push_dec(*count);
    }
}

/// Bytes on the heap.
fn copy<'a>(bytes: impl IntoIterator<Item = &'a u8>) -> Result<Array<u8>, Error> {
    let mut copy = Array::new();
    bytes.into_iter().try_for_each(|byte| copy.push(*byte)).map_err(|_| Error::NOMEM)?;
    Ok(copy)
}

impl Counters {
    /// Reads them; there is one for each of so many keys.
    fn parse(bytes: &[u8], nkeys: u8) -> Result<Self, Error> {
        let head = plain::read(bytes).ok_or(Error::RANGE)?;
        let mut counters = Self { head, keys: Array::new() };
        let mut counts = bytes.get(size_of::<tc_u32_pcnt>()..).unwrap_or_default().chunks_exact(8);
        for _ in 0..nkeys {
            let count = counts.next().and_then(plain::read).ok_or(Error::INVAL)?;
            counters.keys.push(count).map_err(|_| Error::NOMEM)?;
        }
        Ok(counters)
    }

    fn try_clone(&self) -> Result<Self, Error> {
        let keys = self.keys.try_clone().map_err(|_| Error::NOMEM)?;
        Ok(Self { head: self.head, keys })
    }
}

impl Kind for U32 {
    const NAME: &'static CStr = c"u32";
    const TYPE: Type = Type::Cls;
    const STYLES: [bool; 3] = [true; 3];

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&mut self, _: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error> {
        let table = attributes::<{ tca::END }>(options);
        self.divisor = whole(&table, tca::DIVISOR)?;
        self.hash = whole(&table, tca::HASH)?;
        self.classid = whole(&table, tca::CLASSID)?;
        self.link = whole(&table, tca::LINK)?;
        self.mark = whole(&table, tca::MARK)?;
        if let Some(bytes) = table.bytes(tca::SEL) {
            self.selector = Selector::parse(bytes)?;
        }
        if let Some(bytes) = table.bytes(tca::ACT) {
            self.actions.parse(bytes)?;
        }
        if let Some(bytes) = table.bytes(tca::POLICE) {
            self.police = Some(copy(bytes)?);
        }
        if let Some(bytes) = table.bytes(tca::PCNT) {
            // As many as the selector says, not as many as it has.
            let selector = whole::<tc_u32_sel, _>(&table, tca::SEL)?;
            let nkeys = selector.ok_or(Error::MISSING_ATTR)?.nkeys;
            self.counters = Some(Counters::parse(bytes, nkeys)?);
        }
        if let Some(indev) = table.get(tca::INDEV) {
            let name = Name::default();
            name.set_bytes(indev.str_bytes());
            self.indev = Some(name);
        }
        Ok(())
    }

    fn fill(&mut self, _: &rtnl_tc, message: Builder) -> Result<(), Error> {
        for (kind, value) in [
            (tca::DIVISOR, self.divisor),
            (tca::HASH, self.hash),
            (tca::CLASSID, self.classid),
            (tca::LINK, self.link),
        ] {
            if let Some(value) = value {
                message.put_plain(kind, &value)?;
            }
        }
        if self.selector.is_set {
            self.selector.fill(message)?;
        }
        if let Some(mark) = &self.mark {
            message.put_plain(tca::MARK, mark)?;
        }
        if !self.actions.is_empty() {
            actions::fill(message, tca::ACT, self.actions.iter().next())?;
        }
        if let Some(police) = &self.police {
            message.put(tca::POLICE, police.as_slice())?;
        }
        if let Some(indev) = &self.indev {
            message.put_text(tca::INDEV, nl_sys::name::text(&indev.copy()))?;
        }
        Ok(())
    }

    fn dump(&self, style: Style, to: &Printer<'_>) {
        match style {
            Style::Line => self.dump_line(to),
            Style::Details => self.dump_details(to),
            Style::Stats => {}
        }
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self {
            divisor: self.divisor,
            hash: self.hash,
            classid: self.classid,
            link: self.link,
            selector: self.selector.try_clone()?,
            mark: self.mark,
            actions: self.actions.try_clone()?,
            police: self.police.as_ref().map(|police| copy(police.as_slice())).transpose()?,
            counters: self.counters.as_ref().map(Counters::try_clone).transpose()?,
            indev: self.indev.clone(),
        })
    }
}

impl U32 {
    fn dump_line(&self, to: &Printer<'_>) {
        to.with(|text| {
            if let Some(divisor) = self.divisor {
                text.push(b" divisor ");
                text.push_dec(divisor.into());
            } else if let Some(classid) = self.classid {
                text.push(b" target ");
                push_handle(text, classid);
            }
        });
    }

    fn dump_details(&self, to: &Printer<'_>) {
        if !self.selector.is_set && self.mark.is_none() {
            return to.with(|text| text.push(b"no-selector no-mark\n"));
        }
        to.with(|text| {
            if self.selector.is_set {
                text.push(b"nkeys ");
                text.push_dec(self.selector.head.nkeys.into());
            } else {
                text.push(b"no-selector");
            }
            if let Some(mark) = &self.mark {
                text.push(b" mark 0x");
                text.push_dec(mark.val.into());
                text.push(b" 0x");
                text.push_dec(mark.mask.into());
            } else {
                text.push(b" no-mark");
            }
            if let Some(hash) = self.hash {
                text.push(b" ht key 0x");
                text.push_hex((hash >> 20).into(), 1);
                text.push(b" hash 0x");
                text.push_dec((hash >> 12 & 0xff).into());
            }
            if let Some(link) = self.link {
                text.push(b" link ");
                text.push_dec(link.into());
            }
            if let Some(indev) = &self.indev {
                text.push(b" indev ");
                indev.push_to(text);
            }
        });
        if self.selector.is_set {
            // SAFETY: live parameters.
            let all = unsafe { &*to.as_ptr() }.dp_type.get() == DUMP_STATS;
            self.selector.dump(self.counters.as_ref().filter(|_| all), to);
        }
        to.with(|text| text.push(b"\n"));
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Several link-layer addresses on one link: the kinds `macvlan` and `macvtap`, which have the same options.

use core::ffi::CStr;

use libc::c_int;
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::layout::trans_tbl;
use nl_sys::message::{Builder, Table};
use nl_sys::print::{Printer, Style};
use nl_sys::strings::{push_flags, push_name};
use os::array::Array;
use os::text::Append;
use wire::attr::Attrs;

use crate::link::kind::Kind;
use crate::link::object::rtnl_link;
use crate::route::text::push_address;

const MODE: u16 = 1;
const FLAGS: u16 = 2;
const MACADDR_MODE: u16 = 3;
const MACADDR: u16 = 4;
const MACADDR_DATA: u16 = 5;
const MACADDR_COUNT: u16 = 6;

const AF_LLC: c_int = 26;
const ETH_ALEN: usize = 6;
/// `MACVLAN_MACADDR_SET`
const MACADDR_SET: u32 = 3;
/// `MACVLAN_MODE_SOURCE`
const MODE_SOURCE: u32 = 16;

/// `MACVLAN_FLAG_*` of `linux/if_link.h`.
pub static FLAG_NAMES: [trans_tbl; 1] = [trans_tbl::new(1, c"nopromisc")];

/// `MACVLAN_MODE_*`
pub static MODES: [trans_tbl; 5] = [
    trans_tbl::new(1, c"private"),
    trans_tbl::new(2, c"vepa"),
    trans_tbl::new(4, c"bridge"),
    trans_tbl::new(8, c"passthru"),
    trans_tbl::new(16, c"source"),
];

/// `MACVLAN_MACADDR_*`: what becomes of the list of addresses.
pub static MACMODES: [trans_tbl; 4] = [
    trans_tbl::new(0, c"add"),
    trans_tbl::new(1, c"del"),
    trans_tbl::new(3, c"set"),
    trans_tbl::new(2, c"flush"),
];

/// What a link of kind `macvlan` has, or, if `TAP`, of kind `macvtap`.
#[derive(Debug)]
pub struct MacLink<const TAP: bool> {
    /// `MACVLAN_MODE_*`
    pub mode: Option<u32>,
    /// `MACVLAN_FLAG_*`
    pub flags: Option<u16>,
    /// What becomes of the list of addresses.
    macmode: u32,
    /// In source mode, where packets are accepted from.
    sources: Option<Array<Address>>,
}

/// A link of kind `macvlan`.
pub type Macvlan = MacLink<false>;
/// A link of kind `macvtap`.
pub type Macvtap = MacLink<true>;

impl<const TAP: bool> Default for MacLink<TAP> {
    fn default() -> Self {
        Self { mode: None, flags: None, macmode: MACADDR_SET, sources: None }
    }
}

impl<const TAP: bool> MacLink<TAP> {
    /// Sets the mode. In all but the source mode, there is no list of addresses.
    pub fn set_mode(&mut self, mode: u32) {
        self.mode = Some(mode);
        if mode != MODE_SOURCE {
            self.macmode = MACADDR_SET;
            self.sources = None;
        }
    }

    fn in_source_mode(&self) -> Result<(), Error> {
        if self.mode == Some(MODE_SOURCE) { Ok(()) } else { Err(Error::INVAL) }
    }

    /// Sets what becomes of the list of addresses.
    ///
    /// # Errors
    /// `INVAL` in all but the source mode.
    pub fn set_macmode(&mut self, macmode: u32) -> Result<(), Error> {
        self.in_source_mode()?;
        self.macmode = macmode;
        self.sources.get_or_insert_default();
        Ok(())
    }

    /// What becomes of the list of addresses, and the list.
    ///
    /// # Errors
    /// `INVAL` in all but the source mode, and if there is no list.
    pub fn sources(&self) -> Result<(u32, &[Address]), Error> {
        self.in_source_mode()?;
        let sources = self.sources.as_ref().ok_or(Error::INVAL)?;
        Ok((self.macmode, sources.as_slice()))
    }

    /// The list, to change it by an address.
    fn list_for(&mut self, address: &Address) -> Result<&mut Array<Address>, Error> {
        if address.family() != Some(AF_LLC) {
            return Err(Error::INVAL);
        }
        self.in_source_mode()?;
        self.sources.as_mut().ok_or(Error::INVAL)
    }

    /// Adds a copy of an address to the list.
    ///
    /// # Errors
    /// `INVAL` for one of another family, in all but the source mode, and if there is no list; `NOMEM`.
    pub fn add(&mut self, address: &Address) -> Result<(), Error> {
        let list = self.list_for(address)?;
        list.push(address.try_clone()?).map_err(|_| Error::NOMEM)
    }

    /// Removes an address from the list; returns how often it was there.
    ///
    /// # Errors
    /// `INVAL` as for [`Self::add`].
    pub fn remove(&mut self, address: &Address) -> Result<c_int, Error> {
        let removed = self.list_for(address)?.retain(|other| !other.same(address));
        Ok(c_int::try_from(removed).unwrap_or(c_int::MAX))
    }
}

impl<const TAP: bool> Kind for MacLink<TAP> {
    const NAME: &'static CStr = if TAP { c"macvtap" } else { c"macvlan" };
    const STYLES: [bool; 3] = [false, true, false];

    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
        let table = Table::<7>::new(data);
        self.mode = table.u32(MODE);
        self.flags = table.u16(FLAGS);
        if let (Some(count), Some(list)) = (table.u32(MACADDR_COUNT), table.get(MACADDR_DATA)) {
            let mut sources = Array::new();
            let addresses = list
                .nested()
                .filter(|attr| attr.kind() == MACADDR && attr.payload().len() >= ETH_ALEN);
            for attr in addresses.take(usize::try_from(count).unwrap_or(usize::MAX)) {
                sources.push(Address::new(AF_LLC, attr.payload())?).map_err(|_| Error::NOMEM)?;
            }
            self.sources = Some(sources);
        }
        Ok(())
    }

    fn put(&self, data: Builder) -> Result<(), Error> {
        if let Some(mode) = self.mode {
            data.put_plain(MODE, &mode)?;
        }
        if let Some(flags) = self.flags {
            data.put_plain(FLAGS, &flags)?;
        }
        if let Some(sources) = &self.sources {
            data.put_plain(MACADDR_MODE, &self.macmode)?;
            data.nest(MACADDR_DATA, |list| {
                sources.as_slice().iter().try_for_each(|source| list.put_address(MACADDR, source))
            })?;
        }
        Ok(())
    }

    fn try_clone(&self) -> Result<Self, Error> {
        let copy = |from: &Array<Address>| {
            let mut to = Array::new();
            for address in from.as_slice() {
                to.push(address.try_clone()?).map_err(|_| Error::NOMEM)?;
            }
            Ok(to)
        };
        Ok(Self { sources: self.sources.as_ref().map(copy).transpose()?, ..*self })
    }

    fn dump(&self, _link: &rtnl_link, _style: Style, to: &Printer<'_>) {
        to.with(|text| {
            if let Some(mode) = self.mode {
                text.push(b"    ");
                text.push_c(Self::NAME);
                text.push(b"-mode ");
                push_name(text, mode, &MODES);
            }
            if let Some(flags) = self.flags {
                text.push(b" ");
                text.push_c(Self::NAME);
                text.push(b"-flags ");
                push_flags(text, flags.into(), &FLAG_NAMES);
            }
        });
        if let Some(sources) = &self.sources {
            let sources = sources.as_slice();
            to.with(|text| {
                text.push(b" macvlan-count ");
                text.push_dec(sources.len() as u64);
                if !sources.is_empty() {
                    text.push(b" macvlan-sourcemac");
                }
            });
            for source in sources {
                to.with(|text| {
                    text.push(b" ");
                    push_address(text, source);
                });
            }
        }
        to.with(|text| text.push(b"\n"));
    }
}

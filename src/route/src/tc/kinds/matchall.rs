// SPDX-License-Identifier: LGPL-2.1-or-later
//! `matchall`: a classifier that takes every packet.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::Builder;
use nl_sys::print::{Printer, Style};
use os::text::Append;

use crate::tc::actions::{self, Actions};
use crate::tc::dump::push_handle;
use crate::tc::kind::{self, Kind, attributes, whole};
use crate::tc::object::{Type, rtnl_tc};
use crate::tc::registry::Table;

/// What is set of it.
#[derive(Debug, Default)]
pub struct Matchall {
    /// The class to put packets in.
    pub classid: Option<u32>,
    /// `TCA_CLS_FLAGS_SKIP_HW` and the like.
    pub flags: Option<u32>,
    /// What else to do.
    pub actions: Actions,
}

/// Attributes, of `linux/pkt_cls.h`.
mod tca {
    pub(super) const CLASSID: u16 = 1;
    pub(super) const ACT: u16 = 2;
    pub(super) const FLAGS: u16 = 3;
    pub(super) const END: usize = 4;
}

/// The table of the kind.
pub static TABLE: Table = kind::table::<Matchall>();

impl Kind for Matchall {
    const NAME: &'static CStr = c"matchall";
    const TYPE: Type = Type::Cls;
    const STYLES: [bool; 3] = [true, true, false];

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&mut self, _: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error> {
        let table = attributes::<{ tca::END }>(options);
        self.classid = whole(&table, tca::CLASSID)?;
        self.flags = whole(&table, tca::FLAGS)?;
        table.bytes(tca::ACT).map_or(Ok(()), |bytes| self.actions.parse(bytes))
    }

    fn fill(&mut self, _: &rtnl_tc, message: Builder) -> Result<(), Error> {
        if let Some(classid) = self.classid {
            message.put_plain(tca::CLASSID, &classid)?;
        }
        if let Some(flags) = self.flags {
            message.put_plain(tca::FLAGS, &flags)?;
        }
        if self.actions.is_empty() {
            return Ok(());
        }
        actions::fill(message, tca::ACT, self.actions.iter().next())
    }

    fn dump(&self, style: Style, to: &Printer<'_>) {
        to.with(|text| match (style, self.classid) {
            (Style::Line, Some(classid)) => {
                text.push(b" target ");
                push_handle(text, classid);
            }
            (Style::Details, _) => text.push(b"no details for match-all"),
            _ => {}
        });
    }

    fn try_clone(&self) -> Result<Self, Error> {
        let actions = self.actions.try_clone()?;
        Ok(Self { classid: self.classid, flags: self.flags, actions })
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `gact`: an action that says what becomes of a packet.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::Builder;
use nl_sys::print::{Printer, Style};
use os::text::Append;

use crate::tc::kind::{self, Kind, attributes, whole};
use crate::tc::object::{Type, rtnl_tc};
use crate::tc::registry::Table;
use crate::uapi::plain;
plain! {
    /// The action, of `linux/tc_act/tc_gact.h`.
    tc_gact = 20 { index: u32, capab: u32, action: i32, refcnt: i32, bindcnt: i32 }
}

/// What is set of it.
#[derive(Clone, Debug, Default)]
pub struct Gact {
    /// As the kernel has it.
    pub parameters: tc_gact,
}

/// `TCA_GACT_PARMS`
const PARMS: u16 = 2;

/// The table of the kind.
pub static TABLE: Table = kind::table::<Gact>();

impl Kind for Gact {
    const NAME: &'static CStr = c"gact";
    const TYPE: Type = Type::Act;
    const STYLES: [bool; 3] = [true; 3];

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&mut self, _: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error> {
        let table = attributes::<3>(options);
        self.parameters = whole(&table, PARMS)?.ok_or(Error::MISSING_ATTR)?;
        Ok(())
    }

    fn fill(&mut self, _: &rtnl_tc, message: Builder) -> Result<(), Error> {
        message.put_plain(PARMS, &self.parameters)
    }

    fn dump(&self, style: Style, to: &Printer<'_>) {
        let name: &[u8] = match (style, self.parameters.action) {
            (Style::Line, -1) => b" continue",
            (Style::Line, 0) => b" pass",
            (Style::Line, 1) => b" reclassify",
            (Style::Line, 2) => b" drop",
            _ => return,
        };
        to.with(|text| text.push(name));
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `mirred`: an action that sends packets, or copies of them, to another interface.

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
    /// The action, of `linux/tc_act/tc_mirred.h`.
    tc_mirred = 28 {
        index: u32, capab: u32, action: i32, refcnt: i32, bindcnt: i32, eaction: i32, ifindex: u32,
    }
}

/// What is set of it.
#[derive(Clone, Debug, Default)]
pub struct Mirred {
    /// As the kernel has it.
    pub parameters: tc_mirred,
}

/// `TCA_MIRRED_PARMS`
const PARMS: u16 = 2;

/// `TCA_EGRESS_REDIR`
const EGRESS_REDIRECT: i32 = 1;
/// `TCA_EGRESS_MIRROR`
const EGRESS_MIRROR: i32 = 2;
/// `TCA_INGRESS_REDIR`
const INGRESS_REDIRECT: i32 = 3;
/// `TCA_INGRESS_MIRROR`
const INGRESS_MIRROR: i32 = 4;

/// The table of the kind.
pub static TABLE: Table = kind::table::<Mirred>();

impl Mirred {
    /// Sets what is done: `TCA_EGRESS_MIRROR` or `TCA_EGRESS_REDIR`.
    ///
    /// # Errors
    /// `OPNOTSUPP` for incoming packets, `INVAL` for other numbers.
    pub fn set_action(&mut self, action: i32) -> Result<(), Error> {
        match action {
            EGRESS_REDIRECT | EGRESS_MIRROR => self.parameters.eaction = action,
            INGRESS_REDIRECT | INGRESS_MIRROR => return Err(Error::OPNOTSUPP),
            _ => return Err(Error::INVAL),
        }
        Ok(())
    }
}

impl Kind for Mirred {
    const NAME: &'static CStr = c"mirred";
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
        if style != Style::Line {
            return;
        }
        let done: &[u8] = match self.parameters.eaction {
            EGRESS_MIRROR => b" egress mirror",
            EGRESS_REDIRECT => b" egress redirect",
            _ => b"",
        };
        let becomes: &[u8] = match self.parameters.action {
            -1 => b" unspecified",
            2 => b" shot",
            3 => b" pipe",
            4 => b" stolen",
            5 => b" queued",
            6 => b" repeat",
            _ => b"",
        };
        to.with(|text| {
            text.push(b" index ");
            text.push_dec(self.parameters.ifindex.into());
            text.push(done);
            text.push(becomes);
        });
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
}

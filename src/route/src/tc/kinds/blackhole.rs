// SPDX-License-Identifier: LGPL-2.1-or-later
//! `blackhole`: a queueing discipline that drops everything, and has no options.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::Builder;

use crate::tc::kind::{self, Kind};
use crate::tc::object::{Type, rtnl_tc};
use crate::tc::registry::Table;

/// Nothing.
#[derive(Debug, Default)]
pub struct Blackhole;

/// The table of the kind.
pub static TABLE: Table = kind::table::<Blackhole>();

impl Kind for Blackhole {
    const NAME: &'static CStr = c"blackhole";
    const TYPE: Type = Type::Qdisc;
    const STYLES: [bool; 3] = [false; 3];
    const HAS_DATA: bool = false;

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&mut self, _: &rtnl_tc, _: Option<&[u8]>) -> Result<(), Error> {
        Ok(())
    }

    fn fill(&mut self, _: &rtnl_tc, _: Builder) -> Result<(), Error> {
        Ok(())
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self)
    }
}

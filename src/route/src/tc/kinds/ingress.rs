// SPDX-License-Identifier: LGPL-2.1-or-later
//! `ingress`: where classifiers of incoming packets are attached. It has no options.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::Builder;

use crate::tc::kind::{self, Kind};
use crate::tc::object::{Type, rtnl_tc};
use crate::tc::registry::Table;

/// Nothing.
#[derive(Debug, Default)]
pub struct Ingress;

/// The table of the kind.
pub static TABLE: Table = kind::table::<Ingress>();

impl Kind for Ingress {
    const NAME: &'static CStr = c"ingress";
    const TYPE: Type = Type::Qdisc;

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

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Virtual routing and forwarding: the kind `vrf`.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};
use nl_sys::print::{Printer, Style};
use os::text::Append;
use wire::attr::Attrs;

use crate::link::kind::Kind;
use crate::link::object::rtnl_link;

const TABLE: u16 = 1;

/// What a VRF has.
#[derive(Clone, Debug, Default)]
pub struct Vrf {
    /// Its routing table.
    pub table: Option<u32>,
}

impl Kind for Vrf {
    const NAME: &'static CStr = c"vrf";
    const STYLES: [bool; 3] = [true, true, false];

    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
        self.table = Table::<2>::new(data).u32(TABLE);
        Ok(())
    }

    fn put(&self, data: Builder) -> Result<(), Error> {
        self.table.map_or(Ok(()), |table| data.put_plain(TABLE, &table))
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }

    fn dump(&self, _link: &rtnl_link, _style: Style, to: &Printer<'_>) {
        if let Some(table) = self.table {
            to.with(|text| {
                text.push(b"table-id ");
                text.push_dec(table.into());
            });
        }
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Containers: matches that are what the matches below them say.

use core::cell::Cell;
use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::plain;
use nl_sys::print::Printer;

use crate::ematch::kind::{self, Kind};
use crate::ematch::registry::Table;
use crate::ematch::tree::CONTAINER;

/// The data of a container.
#[repr(C)]
#[derive(Debug, Default)]
pub struct Container {
    /// The number of the first match below it.
    pub first: Cell<u32>,
}

/// The functions of the kind.
pub static TABLE: Table = kind::table::<Container>();

impl Kind for Container {
    const NAME: &'static CStr = c"container";
    const KIND: u16 = CONTAINER;
    const MIN: usize = size_of::<Container>();
    const PLAIN: bool = true;

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&self, data: &[u8]) -> Result<(), Error> {
        self.first.set(plain::read(data).ok_or(Error::INVAL)?);
        Ok(())
    }

    fn dump(&self, _to: &Printer<'_>) {
        // What is below it is printed in its place.
    }

    fn copy_to(&self, copy: &Self) -> Result<(), Error> {
        copy.first.set(self.first.get());
        Ok(())
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Bonds: the kind `bond`.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};
use wire::attr::Attrs;

use super::numbers::{Numbers, Row, row};
use crate::link::kind::Kind;

/// `IFLA_BOND_*`
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod option {
    pub const MODE: u16 = 1;
    pub const ACTIVE_SLAVE: u16 = 2;
    pub const MIIMON: u16 = 3;
    pub const XMIT_HASH_POLICY: u16 = 14;
    pub const MIN_LINKS: u16 = 18;
}

/// The options, in the order they are written.
const ROWS: [Row; 5] = [
    row(option::MODE, 1),
    row(option::ACTIVE_SLAVE, 4),
    row(option::XMIT_HASH_POLICY, 1),
    row(option::MIIMON, 4),
    row(option::MIN_LINKS, 4),
];

/// What a bond has.
#[derive(Clone, Debug, Default)]
pub struct Bond(pub Numbers<19>);

impl Kind for Bond {
    const NAME: &'static CStr = c"bond";
    const COMPARES: bool = true;

    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
        self.0.parse(&ROWS, &Table::<19>::new(data));
        Ok(())
    }

    fn put(&self, data: Builder) -> Result<(), Error> {
        self.0.put(&ROWS, data)
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }

    fn differs(&self, other: &Self, loose: bool) -> bool {
        self.0.differ(&ROWS, &other.0, loose)
    }
}

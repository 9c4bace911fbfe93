// SPDX-License-Identifier: LGPL-2.1-or-later
//! Bridges: `AF_BRIDGE`.
use super::family::Family;
use super::object::Link;
use libc::{AF_BRIDGE, c_uint};
use nl_sys::error::Error;
use nl_sys::print::{Printer, Style};
/// What Bridges keeps.
#[derive(Clone, Debug, Default)]
pub struct Bridge {
    x: u32,
}
impl Family for Bridge {
    const FAMILY: c_uint = AF_BRIDGE.cast_unsigned();
    const STYLES: [bool; 3] = [false; 3];
    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
    fn dump(&self, _link: &Link, _style: Style, _to: &Printer<'_>) {
        let _ = self.x;
    }
}

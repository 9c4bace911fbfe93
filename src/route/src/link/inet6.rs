// SPDX-License-Identifier: LGPL-2.1-or-later
//! IPv6: `AF_INET6`.
use super::family::Family;
use super::object::Link;
use libc::{AF_INET6, c_uint};
use nl_sys::error::Error;
use nl_sys::print::{Printer, Style};
/// What IPv6 keeps.
#[derive(Clone, Debug, Default)]
pub struct Inet6 {
    x: u32,
}
impl Family for Inet6 {
    const FAMILY: c_uint = AF_INET6.cast_unsigned();
    const STYLES: [bool; 3] = [false; 3];
    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
    fn dump(&self, _link: &Link, _style: Style, _to: &Printer<'_>) {
        let _ = self.x;
    }
}

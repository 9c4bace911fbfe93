// SPDX-License-Identifier: LGPL-2.1-or-later
//! `pfifo` and `bfifo`: queues limited in packets, and in bytes.

use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::message::Builder;
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use os::text::Append;

use crate::tc::dump::Amount;
use crate::tc::kind::{self, Kind};
use crate::tc::object::{Type, rtnl_tc};
use crate::tc::registry::Table;

/// A queue, limited in bytes or else in packets.
#[derive(Clone, Debug, Default)]
pub struct Fifo<const BYTES: bool> {
    /// The limit.
    pub limit: Option<u32>,
}

/// Limited in packets.
pub type Pfifo = Fifo<false>;
/// Limited in bytes.
pub type Bfifo = Fifo<true>;

/// The table of `pfifo`.
pub static PFIFO: Table = kind::table::<Pfifo>();
/// The table of `bfifo`.
pub static BFIFO: Table = kind::table::<Bfifo>();

impl<const BYTES: bool> Kind for Fifo<BYTES> {
    const NAME: &'static CStr = if BYTES { c"bfifo" } else { c"pfifo" };
    const TYPE: Type = Type::Qdisc;

    fn table() -> &'static Table {
        if BYTES { &BFIFO } else { &PFIFO }
    }

    fn parse(&mut self, _: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error> {
        if let Some(options) = options {
            self.limit = Some(plain::read(options).ok_or(Error::INVAL)?);
        }
        Ok(())
    }

    fn fill(&mut self, _: &rtnl_tc, message: Builder) -> Result<(), Error> {
        message.append(plain::bytes(&self.limit.ok_or(Error::INVAL)?))
    }

    fn dump(&self, _: Style, to: &Printer<'_>) {
        let limit = self.limit.unwrap_or(0);
        if BYTES {
            let Amount { value, unit } = Amount::bytes(limit.into());
            // SAFETY: live parameters, and arguments as the format says.
            unsafe { ffi::nl_dump(to.as_ptr(), c" limit %.1f%s".as_ptr(), value, unit) };
            return;
        }
        to.with(|text| {
            text.push(b" limit ");
            text.push_dec(limit.into());
            text.push(b" packets");
        });
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(self.clone())
    }
}

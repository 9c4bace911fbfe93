// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the kernel is asked.

use core::ffi::CStr;

use libc::{AF_INET, c_int};
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::layout::{nl_addr, nl_object_ops};
use nl_sys::message::Message;
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use nl_sys::typed::{self, Differences, Object, Typed};

use super::fib_result_nl;

/// Attributes of a request, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "named as the fields")]
pub mod attr {
    pub const ADDR: u64 = 0x01;
    pub const FWMARK: u64 = 0x02;
    pub const TOS: u64 = 0x04;
    pub const SCOPE: u64 = 0x08;
    pub const TABLE: u64 = 0x10;
}

/// A question for a route. What is not set is 0 in the message.
#[derive(Debug, Default)]
pub struct Request {
    /// Where packets go.
    pub addr: Address,
    /// Their mark.
    pub fwmark: u32,
    /// Their type of service.
    pub tos: u8,
    /// `RT_SCOPE_*`: how far away it may be, at most.
    pub scope: u8,
    /// The table to look into.
    pub table: u8,
}

/// The table of the type.
pub static REQUEST_OBJ_OPS: nl_object_ops = typed::ops::<Request>();

/// A request in memory; `struct flnl_request` in C.
pub type flnl_request = Typed<Request>;

impl Object for Request {
    const NAME: &'static CStr = c"fib_lookup/request";
    const ID_ATTRS: u32 = u32::MAX;
    const STYLES: [bool; 3] = [false; 3];

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self { addr: self.addr.try_clone()?, ..*self })
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::ADDR, !self.addr.same(&other.addr));
        differences.attr(attr::FWMARK, self.fwmark != other.fwmark);
        differences.attr(attr::TOS, self.tos != other.tos);
        differences.attr(attr::SCOPE, self.scope != other.scope);
        differences.attr(attr::TABLE, self.table != other.table);
    }

    fn dump(&self, _: u64, _: Style, _: &Printer<'_>) {}
}

impl Request {
    /// Sets where packets go.
    ///
    /// # Errors
    /// `INVAL` for NULL, `AF_NOSUPPORT` unless it is an IPv4 address, `BUSY`.
    ///
    /// # Safety
    /// `req` is a request or NULL, `addr` live or NULL.
    pub unsafe fn set_addr(req: *mut flnl_request, addr: *mut nl_addr) -> Result<(), Error> {
        // SAFETY: by contract.
        let family = unsafe { addr.as_ref() }.ok_or(Error::INVAL)?.a_family.get();
        if family != AF_INET {
            return Err(Error::AF_NOSUPPORT);
        }
        let share = |req: &mut Self| {
            // SAFETY: by contract.
            req.addr = unsafe { Address::share(addr) };
            Ok(())
        };
        // SAFETY: by contract.
        unsafe { typed::change(req, attr::ADDR, share) }
    }

    /// The message.
    ///
    /// # Errors
    /// `MISSING_ATTR` without an address; `NOMEM`, `MSGSIZE`.
    pub fn build(req: &flnl_request, flags: c_int) -> Result<Message, Error> {
        if !req.has(attr::ADDR) {
            return Err(Error::MISSING_ATTR);
        }
        let question = req.read(Self::question).ok_or(Error::BUSY)?;
        let message = Message::new(0, flags)?;
        message.append(plain::bytes(&question)).map_err(|_| Error::MSGSIZE)?;
        Ok(message)
    }

    fn question(&self) -> fib_result_nl {
        let mut question = fib_result_nl {
            fl_fwmark: self.fwmark,
            fl_tos: self.tos,
            fl_scope: self.scope,
            tb_id_in: self.table,
            ..fib_result_nl::default()
        };
        self.addr.copy_to(&mut question.fl_addr);
        question
    }
}

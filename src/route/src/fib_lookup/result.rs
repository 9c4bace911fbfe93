// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the kernel answers.

use core::ffi::CStr;

use libc::{NETLINK_FIB_LOOKUP, c_int};
use nl_sys::cache_type::{self, Action, CacheType, Cached, Delivery, Groups, Received, msgtype};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_msgtype, nl_object_ops, nl_sock};
use nl_sys::print::{Printer, Style};
use nl_sys::typed::{self, Differences, Object, Typed};
use nl_sys::{ffi, plain};
use os::text::Append;

use super::fib_result_nl;
use crate::route::names::TABLES;
use crate::rtnl;

/// The route that the kernel would take, or why there is none.
#[derive(Clone, Copy, Debug, Default)]
pub struct Answer {
    /// The table it is in.
    pub table: u8,
    /// Bits of its destination.
    pub prefixlen: u8,
    /// Which of its next hops.
    pub nexthop_sel: u8,
    /// `RTN_*`
    pub kind: u8,
    /// `RT_SCOPE_*`
    pub scope: u8,
    /// 0, or a negative error number of the system's.
    pub error: c_int,
}

/// The table of the type.
pub static RESULT_OBJ_OPS: nl_object_ops = typed::ops::<Answer>();

/// An answer in memory; `struct flnl_result` in C.
pub type flnl_result = Typed<Answer>;

/// Nothing is announced.
static GROUPS: Groups<0> = Groups([]);

/// The type of caches of answers.
pub static RESULT_CACHE: CacheType<2> = {
    let size = size_of::<fib_result_nl>();
    let name = c"fib_lookup/fib_lookup";
    let mut ops = cache_type::ops::<Answer, _>(name, size, &RESULT_OBJ_OPS, &GROUPS);
    ops.co_protocol = NETLINK_FIB_LOOKUP;
    CacheType::new(ops, [msgtype(0, Action::None, c"any"), nl_msgtype::END])
};

/// `NL_STOP`
const STOP: c_int = 2;

impl Object for Answer {
    const NAME: &'static CStr = c"fib_lookup/result";
    const STYLES: [bool; 3] = [true, true, false];

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(*self)
    }

    // Without attributes, any two are the same: a cache has the last answer.
    fn compare(&self, _: &Self, _: &mut Differences) {}

    fn dump(&self, _: u64, _: Style, to: &Printer<'_>) {
        to.new_line();
        to.with(|text| {
            text.push(b"table ");
            TABLES.push(text, self.table.into());
            text.push(b" prefixlen ");
            text.push_dec(self.prefixlen.into());
            text.push(b" next-hop-selector ");
            text.push_dec(self.nexthop_sel.into());
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| {
            text.push(b"type ");
            rtnl::push_type(text, self.kind.into());
            text.push(b" scope ");
            rtnl::push_scope(text, self.scope.into());
            text.push(b" error ");
            // SAFETY: takes any number.
            let reason = unsafe { ffi::nl_strerror_l(self.error.wrapping_neg()) };
            if !reason.is_null() {
                // SAFETY: a string of the system's, which stays until the thread asks for another one.
                text.push(unsafe { CStr::from_ptr(reason) }.to_bytes());
            }
            text.push(b" (");
            text.push_int(self.error.into());
            text.push(b")\n");
        });
    }
}

impl Cached for Answer {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        let answer: fib_result_nl = plain::read(message.payload()).ok_or(Error::MSG_TOOSHORT)?;
        let answer = Self {
            table: answer.tb_id,
            prefixlen: answer.prefixlen,
            nexthop_sel: answer.nh_sel,
            kind: answer.r#type,
            scope: answer.scope,
            error: answer.err,
        };
        to.deliver(flnl_result::of(&RESULT_OBJ_OPS, answer, 0)?)?;
        // No other message comes, not even one that says so.
        Ok(STOP)
    }

    /// Nobody can ask for all routes in this way.
    unsafe fn request(_: &nl_cache, _: *mut nl_sock) -> Result<c_int, Error> {
        Err(Error::OPNOTSUPP)
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Extended matches written as expressions: `ip.length > 256 and not (tcp.dport = 80 or text(kmp "foo"))`.

mod lexer;
mod mistake;
mod parser;

use core::ffi::CStr;

use libc::c_char;
use nl_sys::error::Error;

use super::build::Tree;

/// `RTNL_EMATCH_PROGID`
const PROGID: u16 = 2;

/// The tree of an expression; it is empty if that is.
///
/// # Errors
/// `PARSE_ERR` and what is wrong, from `malloc()`; that is NULL without memory. `NOMEM` and NULL.
pub fn parse(expr: &CStr) -> Result<Tree, (Error, *mut c_char)> {
    parser::parse(expr.to_bytes(), PROGID).map_err(|failure| (failure.error(), failure.text()))
}

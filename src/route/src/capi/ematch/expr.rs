// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/ematch.h`: expressions.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};

use crate::ematch::expr;
use crate::ematch::tree::rtnl_ematch_tree;

/// Makes a tree of matches from an expression.
///
/// C: `err = rtnl_ematch_parse_expr("ip.ttl < 5 and not cmp(u16 at tcp+2 = 22)", &text, &tree);`
///
/// Matches are connected by `and` (`&&`) and `or` (`||`); `not` (`!`) inverts the one behind it, and parentheses
/// make one of several. A match is one of
///
/// - `PLACE = NUMBER`, or with `<`, `>`: compares a number in the packet, also written as `cmp(...)`;
/// - `pattern(PLACE = "BYTES")`, or with an address instead of bytes: compares bytes;
/// - `text(ALGORITHM "BYTES" from PLACE to PLACE)`: searches for bytes; both places may be left out;
/// - `meta(VALUE = VALUE)`, or with `<`, `>`: compares metadata such as `mark` or `devname`, numbers and texts.
///   Metadata may be shifted and masked: `mark >> 8 & 0xff`.
///
/// A place is a name of `rtnl_pktloc_lookup()`'s, or `u16 at tcp+2 & 0xff`: `u8`, `u16` or `u32`, a layer (`eth`,
/// `ip`, `tcp`) and an offset, and maybe a mask. Nothing stands for special characters in quotes.
///
/// Returns 0 and a tree for `rtnl_ematch_tree_free()`, which is empty if the expression is; or a negative error
/// code, and `*result` stays as it is: `-NLE_PARSE_ERR` if the expression is wrong, `-NLE_NOMEM`, `-NLE_INVAL`
/// for NULL. On errors `*errp` is a text that says what is wrong, for the caller to `free()`, or NULL. `errp` may
/// be NULL.
///
/// # Safety
/// `expr` is a string, `errp` and `result` places for pointers; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_parse_expr(
    expr: *const c_char,
    errp: *mut *mut c_char,
    result: *mut *mut rtnl_ematch_tree,
) -> c_int {
    let parsed = if expr.is_null() || result.is_null() {
        Err((Error::INVAL, ptr::null_mut()))
    } else {
        // SAFETY: by contract.
        expr::parse(unsafe { CStr::from_ptr(expr) })
    };
    match parsed {
        Ok(tree) => {
            // SAFETY: by contract.
            unsafe { result.write(tree.into_raw()) };
            0
        }
        Err((error, text)) => {
            if errp.is_null() {
                // SAFETY: NULL or malloc's.
                unsafe { libc::free(text.cast()) };
            } else {
                // SAFETY: by contract.
                unsafe { errp.write(text) };
            }
            Err::<(), _>(error).into_c()
        }
    }
}

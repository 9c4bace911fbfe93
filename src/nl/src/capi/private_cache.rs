// SPDX-License-Identifier: LGPL-2.1-or-later
//! What no public header declares, for the sister libraries: caches.

use libc::{c_int, nlmsghdr, sockaddr_nl};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cache_ops, nl_parser_param};

use crate::cache::fill;

/// Has a message read by a cache type, which hands the objects in it to a function.
///
/// C: `err = nl_cache_parse(ops, NULL, nlh, &params);`
///
/// Returns what the type's parser does; `-NLE_MSG_TOOSHORT` for a message that has no room for the type's
/// header; `-NLE_MSGTYPE_NOSUPPORT` if it is none of the type's, or the type cannot read it.
///
/// # Safety
/// `ops` is NULL (`-NLE_INVAL`) or a cache type, `who` NULL or the sender, `nlh` NULL (`-NLE_INVAL`) or a
/// message, `params` what the parser takes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cache_parse(
    ops: *mut nl_cache_ops,
    who: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    params: *mut nl_parser_param,
) -> c_int {
    // SAFETY: NULL or a type, by contract.
    let Some(ops) = unsafe { ops.as_ref() }.filter(|_| !nlh.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { fill::parse(ops, who, nlh, params) }.into_c()
}

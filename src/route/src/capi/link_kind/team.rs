// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/team.h`.

use libc::{c_char, c_int};
use nl_sys::layout::nl_sock;

use crate::link::kind;
use crate::link::object::rtnl_link;

/// Makes a link object of kind `team`.
///
/// C: `struct rtnl_link *link = rtnl_link_team_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_team_alloc() -> *mut rtnl_link {
    kind::alloc(c"team")
}

/// Asks the kernel for a new interface of kind `team`.
///
/// C: `err = rtnl_link_team_add(sk, "team0", NULL);`
///
/// Of `opts` nothing but the name is used, if `name` is NULL. Without a name the kernel finds one. Waits for
/// the answer. Returns 0 or a negative error code.
///
/// # Safety
/// `sock` is a connected socket, `name` a string, `opts` a link; any may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_team_add(
    sock: *mut nl_sock,
    name: *const c_char,
    opts: *mut rtnl_link,
) -> c_int {
    // SAFETY: by contract.
    unsafe { super::add_kind(sock, c"team", name, opts) }
}

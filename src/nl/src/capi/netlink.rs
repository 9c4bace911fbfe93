// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/netlink.h`.

use libc::c_int;

/// The level of debugging output; 0 for none. Initially what `NLDBG` in the environment says.
#[unsafe(no_mangle)]
pub static mut nl_debug: c_int = 0;

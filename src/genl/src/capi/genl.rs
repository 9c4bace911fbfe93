// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/genl/genl.h`.

use libc::{genlmsghdr, nlmsghdr};

/// The generic netlink header of a message.
///
/// C: `struct genlmsghdr *ghdr = genlmsg_hdr(nlmsg_hdr(msg));`
///
/// Nothing is checked: see `genlmsg_valid_hdr()`.
#[unsafe(no_mangle)]
pub extern "C" fn genlmsg_hdr(nlh: *mut nlmsghdr) -> *mut genlmsghdr {
    nlh.wrapping_add(1).cast()
}

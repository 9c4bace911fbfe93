// SPDX-License-Identifier: LGPL-2.1-or-later
//! The structures of `netlink/genl/mngt.h`, which programs make.

use core::cell::Cell;
use core::mem::offset_of;

use libc::{c_char, c_int, c_uint, c_void, genlmsghdr, nlattr, nlmsghdr, sockaddr_nl};
use nl_sys::layout::{nl_cache_ops, nla_policy};
use nl_sys::list::nl_list_head;

/// A message as the parser of a command gets it.
#[repr(C)]
#[derive(Debug)]
pub struct genl_info {
    /// The sender.
    pub who: *mut sockaddr_nl,
    /// The message.
    pub nlh: *mut nlmsghdr,
    /// Its generic netlink header.
    pub genlhdr: *mut genlmsghdr,
    /// What follows that.
    pub userhdr: *mut c_void,
    /// Its attributes by type, up to `c_maxattr`.
    pub attrs: *mut *mut nlattr,
}

/// Takes a message: `(type of cache or NULL, command, message, argument)`.
pub type genl_parser =
    unsafe extern "C" fn(*mut nl_cache_ops, *mut genl_cmd, *mut genl_info, *mut c_void) -> c_int;

/// A command of a family.
#[repr(C)]
#[derive(Debug)]
pub struct genl_cmd {
    /// Its number.
    pub c_id: c_int,
    /// Its name.
    pub c_name: *const c_char,
    /// The highest type of attribute it is prepared for.
    pub c_maxattr: c_int,
    /// Takes messages of the command.
    pub c_msg_parser: Option<genl_parser>,
    /// What their attributes have to look like; `c_maxattr + 1` entries, or NULL.
    pub c_attr_policy: *const nla_policy,
}

/// A family that a program knows.
#[repr(C)]
#[derive(Debug)]
pub struct genl_ops {
    /// Bytes of the family's own header.
    pub o_hdrsize: c_uint,
    /// Its number; 0 until it is resolved.
    pub o_id: Cell<c_int>,
    /// Its name.
    pub o_name: Cell<*const c_char>,
    /// The type of cache it came with, if it did.
    pub o_cache_ops: Cell<*mut nl_cache_ops>,
    /// Its commands.
    pub o_cmds: *mut genl_cmd,
    /// How many.
    pub o_ncmds: c_int,
    /// Its place in the list of all families.
    pub o_list: nl_list_head,
}

const _: () = {
    assert!(size_of::<genl_info>() == 40);
    assert!(offset_of!(genl_info, nlh) == 8);
    assert!(offset_of!(genl_info, genlhdr) == 16);
    assert!(offset_of!(genl_info, userhdr) == 24);
    assert!(offset_of!(genl_info, attrs) == 32);
    assert!(size_of::<genl_cmd>() == 40);
    assert!(offset_of!(genl_cmd, c_name) == 8);
    assert!(offset_of!(genl_cmd, c_maxattr) == 16);
    assert!(offset_of!(genl_cmd, c_msg_parser) == 24);
    assert!(offset_of!(genl_cmd, c_attr_policy) == 32);
    assert!(size_of::<genl_ops>() == 56);
    assert!(offset_of!(genl_ops, o_id) == 4);
    assert!(offset_of!(genl_ops, o_name) == 8);
    assert!(offset_of!(genl_ops, o_cache_ops) == 16);
    assert!(offset_of!(genl_ops, o_cmds) == 24);
    assert!(offset_of!(genl_ops, o_ncmds) == 32);
    assert!(offset_of!(genl_ops, o_list) == 40);
};

// SAFETY: the fields that change do so under the lock of the list of families.
unsafe impl Sync for genl_ops {}
// SAFETY: a table of constants.
unsafe impl Sync for genl_cmd {}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct nla_policy` of `netlink/attr.h`.

use core::mem::offset_of;

/// What an attribute has to look like. Programs make arrays of it, indexed by attribute type.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct nla_policy {
    /// `NLA_U32` and the like.
    pub type_: u16,
    /// Least bytes of payload; 0 for what the type needs.
    pub minlen: u16,
    /// Most bytes of payload; 0 for any.
    pub maxlen: u16,
}

const _: () = {
    assert!(size_of::<nla_policy>() == 6);
    assert!(offset_of!(nla_policy, minlen) == 2 && offset_of!(nla_policy, maxlen) == 4);
};

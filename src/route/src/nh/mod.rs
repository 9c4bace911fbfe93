// SPDX-License-Identifier: LGPL-2.1-or-later
//! Next hops that are objects of their own.
//!
//! - [`object`]: what one is, and its text; [`message`]: from and to messages.

pub mod message;
pub mod object;

use nl_sys::cache_type::{self, Action, CacheType, GROUPS_END, Groups, group, msgtype};
use nl_sys::layout::nl_msgtype;

use crate::uapi::nhmsg;
pub use object::{Member, NH_OBJ_OPS, Nh, attr, rtnl_nh};

/// `RTM_*NEXTHOP` of `linux/rtnetlink.h`.
#[expect(missing_docs, reason = "the kernel's own names")]
pub mod rtm {
    pub const NEWNEXTHOP: u16 = 104;
    pub const DELNEXTHOP: u16 = 105;
    pub const GETNEXTHOP: u16 = 106;
}

/// Where changes are announced: `RTNLGRP_NEXTHOP`.
static GROUPS: Groups<2> = Groups([group(libc::AF_UNSPEC, 32), GROUPS_END]);

/// The type of caches of next hops.
pub static NH_CACHE: CacheType<4> = CacheType::new(
    cache_type::ops::<Nh, _>(c"route/nh", size_of::<nhmsg>(), &NH_OBJ_OPS, &GROUPS),
    [
        msgtype(rtm::NEWNEXTHOP, Action::New, c"new"),
        msgtype(rtm::DELNEXTHOP, Action::Del, c"del"),
        msgtype(rtm::GETNEXTHOP, Action::Get, c"get"),
        nl_msgtype::END,
    ],
);

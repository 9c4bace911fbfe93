// SPDX-License-Identifier: LGPL-2.1-or-later
//! Caches of routes.

use libc::{AF_DECnet, AF_INET, AF_INET6, c_int};
use nl_sys::cache_type::{
    self, Action, CacheType, Cached, Delivery, GROUPS_END, Groups, Received, group, msgtype,
};
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_cache_extra, nl_msgtype, nl_sock};
use nl_sys::plain;

use super::encap::AF_MPLS;
use super::object::{Route, route_obj_ops};
use super::{merge, parse, rtm};
use crate::uapi::rtmsg;

/// `ROUTE_CACHE_CONTENT`: ask for the routing cache of old kernels.
const ROUTE_CACHE_CONTENT: c_int = 1;
const RTM_F_CLONED: u32 = 0x200;

/// `RTNLGRP_*_ROUTE`
static GROUPS: Groups<5> = Groups([
    group(AF_INET, 7),
    group(AF_INET6, 11),
    group(AF_MPLS, 27),
    group(AF_DECnet, 14),
    GROUPS_END,
]);

static EXTRA: nl_cache_extra = nl_cache_extra {
    same_entry: Some(merge::same_entry),
    include: Some(merge::include),
    ..nl_cache_extra::NONE
};

/// The type.
pub static CACHE: CacheType<4> = CacheType::new(
    cache_type::with_extra(
        cache_type::ops::<Route, _>(c"route/route", size_of::<rtmsg>(), &route_obj_ops, &GROUPS),
        &EXTRA,
    ),
    [
        msgtype(rtm::NEWROUTE, Action::New, c"new"),
        msgtype(rtm::DELROUTE, Action::Del, c"del"),
        msgtype(rtm::GETROUTE, Action::Get, c"get"),
        nl_msgtype::END,
    ],
);

impl Cached for Route {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        to.deliver(parse::parse(message)?)
    }

    unsafe fn request(cache: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        let [family, ..] = cache.c_iarg1.get().to_le_bytes();
        let cloned = cache.c_iarg2.get() & ROUTE_CACHE_CONTENT != 0;
        let header = rtmsg {
            rtm_family: family,
            rtm_flags: if cloned { RTM_F_CLONED } else { 0 },
            ..rtmsg::default()
        };
        let bytes = plain::bytes(&header);
        let (start, len) = (bytes.as_ptr().cast_mut().cast(), bytes.len());
        // SAFETY: a socket by contract, and so many bytes.
        check(unsafe {
            ffi::nl_send_simple(sk, rtm::GETROUTE.into(), libc::NLM_F_DUMP, start, len)
        })
    }
}

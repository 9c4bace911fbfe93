// SPDX-License-Identifier: LGPL-2.1-or-later
//! Caches of links.

use core::ffi::CStr;
use core::{iter, ptr};

use libc::{
    AF_BRIDGE, AF_INET6, AF_UNSPEC, NLM_F_DUMP, RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK, RTM_SETLINK,
    c_int, c_uint, nlmsghdr, sockaddr_nl,
};
use nl_sys::cache_type::{
    self, Action, CacheType, Cached, Delivery, GROUPS_END, Groups, Received, group, msgtype,
};
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_msgtype, nl_parser_param, nl_sock};
use nl_sys::message::Message;
use nl_sys::typed::Handle;

use super::object::{LINK_OBJ_OPS, Link, rtnl_link};
use super::parse::{self, ifla};
use super::family;
use crate::uapi::ifinfomsg;

const RTNLGRP_LINK: c_int = 1;
const RTNLGRP_IPV6_IFINFO: c_int = 12;

static GROUPS: Groups<4> = Groups([
    group(AF_UNSPEC, RTNLGRP_LINK),
    group(AF_BRIDGE, RTNLGRP_LINK),
    group(AF_INET6, RTNLGRP_IPV6_IFINFO),
    GROUPS_END,
]);

/// `NL_ACT_CHANGE`
const CHANGE: c_int = 5;

/// The type of caches of links.
pub static LINK_CACHE: CacheType<5> = CacheType::new(
    cache_type::ops::<Link, _>(c"route/link", size_of::<ifinfomsg>(), &LINK_OBJ_OPS, &GROUPS),
    [
        msgtype(RTM_NEWLINK, Action::New, c"new"),
        msgtype(RTM_DELLINK, Action::Del, c"del"),
        msgtype(RTM_GETLINK, Action::Get, c"get"),
        nl_msgtype { mt_id: RTM_SETLINK as c_int, mt_act: CHANGE, mt_name: c"set".as_ptr() },
        nl_msgtype::END,
    ],
);

/// `OXNL_LINK_CACHE_NO_VF`: without virtual functions.
pub const NO_VF: c_uint = 0x1_0000;
/// `OXNL_LINK_CACHE_NO_STATS`: without counters.
pub const NO_STATS: c_uint = 0x2_0000;

/// `RTEXT_FILTER_VF`
pub const EXT_VF: u32 = 1;
/// `RTEXT_FILTER_SKIP_STATS`
const EXT_SKIP_STATS: u32 = 8;

impl Cached for Link {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        parse::message(message, to)
    }

    unsafe fn request(cache: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        let family = cache.c_iarg1.get().cast_unsigned();
        let [ifi_family, ..] = family.to_le_bytes();
        let header = ifinfomsg { ifi_family, ..ifinfomsg::default() };
        let msg = Message::with_header(RTM_GETLINK.into(), NLM_F_DUMP, &header)?;
        let flags = cache.c_flags.get();
        let mut mask = if flags & NO_VF == 0 { EXT_VF } else { 0 };
        if flags & NO_STATS != 0 {
            mask |= EXT_SKIP_STATS;
        }
        family::request(family, *msg, &mut mask)?;
        if mask != 0 {
            msg.put_plain(ifla::EXT_MASK, &mask)?;
        }
        // SAFETY: a socket by contract, and a message.
        check(unsafe { ffi::nl_send_auto(sk, msg.as_ptr()) }).map(|_| 0)
    }
}

/// The parser of links, for `nl_pickup()`.
#[must_use]
pub fn parser() -> Option<
    unsafe extern "C" fn(
        *mut nl_cache_ops,
        *mut sockaddr_nl,
        *mut nlmsghdr,
        *mut nl_parser_param,
    ) -> c_int,
> {
    // SAFETY: a static.
    unsafe { &*LINK_CACHE.as_ptr() }.co_msg_parser
}

/// A cache of the links of a family, filled if there is a socket.
///
/// # Errors
/// `NOMEM`, those of filling.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn alloc(
    sk: *mut nl_sock,
    family: c_int,
    flags: c_uint,
) -> Result<*mut nl_cache, Error> {
    // SAFETY: a static.
    let cache = unsafe { ffi::nl_cache_alloc(LINK_CACHE.as_ptr()) };
    // SAFETY: NULL or new.
    let filled = unsafe { cache.as_ref() }.ok_or(Error::NOMEM).and_then(|new| {
        new.c_iarg1.set(family);
        if flags != 0 {
            // SAFETY: new.
            unsafe { ffi::nl_cache_set_flags(cache, flags) };
        }
        // SAFETY: by contract.
        if sk.is_null() { Ok(0) } else { check(unsafe { ffi::nl_cache_refill(sk, cache) }) }
    });
    if let Err(error) = filled {
        // SAFETY: NULL or new.
        unsafe { ffi::nl_cache_free(cache) };
        return Err(error);
    }
    Ok(cache)
}

/// The links in a cache; none if it is a cache of something else.
fn links(cache: &nl_cache) -> impl Iterator<Item = &rtnl_link> {
    let ours = cache.c_ops.get() == LINK_CACHE.as_ptr();
    let cache = ptr::from_ref(cache).cast_mut();
    let first = if ours {
        // SAFETY: a cache.
        unsafe { ffi::nl_cache_get_first(cache) }
    } else {
        ptr::null_mut()
    };
    // SAFETY: objects in the cache.
    let objects = iter::successors(Some(first), |&object| Some(unsafe { ffi::nl_cache_get_next(object) }));
    // SAFETY: objects in the cache are links, and live.
    objects.map_while(|object| unsafe { object.cast::<rtnl_link>().as_ref() })
}

/// The link of a number.
#[must_use]
pub fn find_by_index(cache: &nl_cache, index: u32) -> Option<Handle<Link>> {
    links(cache).find(|link| link.read(|link| link.index) == Some(index)).map(Handle::of)
}

/// The link of a name.
#[must_use]
pub fn find_by_name(cache: &nl_cache, name: &CStr) -> Option<Handle<Link>> {
    links(cache).find(|link| link.read(|link| link.name.is(name)) == Some(true)).map(Handle::of)
}

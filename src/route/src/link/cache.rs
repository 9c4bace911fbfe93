// SPDX-License-Identifier: LGPL-2.1-or-later
//! Caches of links.

use core::ffi::CStr;
use core::ptr;

use libc::{
    AF_BRIDGE, AF_INET6, AF_UNSPEC, NLM_F_DUMP, RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK, RTM_SETLINK,
    c_int, c_uint, c_void, nlmsghdr, sockaddr_nl,
};
use nl_sys::cache_type::{
    self, Action, CacheType, Cached, Delivery, GROUPS_END, Groups, Received, group, msgtype,
};
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::layout::{
    nl_cache, nl_cache_extra, nl_cache_ops, nl_msgtype, nl_object, nl_parser_param, nl_sock,
};
use nl_sys::message::Message;
use nl_sys::name;
use nl_sys::typed::Handle;

use super::object::{LINK_OBJ_OPS, Link, key_of, rtnl_link};
use super::parse::{self, ifla};
use super::specs;
use crate::uapi::ifinfomsg;

const RTNLGRP_LINK: c_int = 1;
const RTNLGRP_IPV6_IFINFO: c_int = 12;

static GROUPS: Groups<4> = Groups([
    group(AF_UNSPEC, RTNLGRP_LINK),
    group(AF_BRIDGE, RTNLGRP_LINK),
    group(AF_INET6, RTNLGRP_IPV6_IFINFO),
    GROUPS_END,
]);

static EXTRA: nl_cache_extra = nl_cache_extra {
    same_entry: Some(same_entry),
    second_key: Some(second_key),
    goes_with: Some(goes_with),
    ..nl_cache_extra::NONE
};

/// `NL_ACT_CHANGE`
const CHANGE: c_int = 5;

/// The type of caches of links.
pub static LINK_CACHE: CacheType<5> = CacheType::new(
    cache_type::with_extra(
        cache_type::ops::<Link, _>(c"route/link", size_of::<ifinfomsg>(), &LINK_OBJ_OPS, &GROUPS),
        &EXTRA,
    ),
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
/// `OXNL_LINK_CACHE_NO_STATS`: without counters of IPv6 and of virtual functions.
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
        specs::request(family, *msg, &mut mask)?;
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

/// A link's name as the second key of caches: FNV-1a.
fn name_key(name: &[u8]) -> u32 {
    name.iter().fold(0x811c_9dc5, |hash, &byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

unsafe extern "C" fn second_key(object: *mut nl_object) -> u32 {
    // SAFETY: libnl-3 passes a link.
    let link = unsafe { &*object.cast::<rtnl_link>() };
    let name = link.read(|link| link.name.copy()).unwrap_or_default();
    name_key(name::text(&name).to_bytes())
}

unsafe extern "C" fn same_entry(a: *mut nl_object, b: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes links.
    let a = unsafe { &*a.cast::<rtnl_link>() };
    // SAFETY: as above.
    let b = unsafe { &*b.cast::<rtnl_link>() };
    c_int::from(a.read(|a| b.read(|b| super::same_entry(a, b))).flatten().unwrap_or(false))
}

/// When an interface is gone, so are the views that address families have of it; the kernel does not say
/// that of IPv6's.
unsafe extern "C" fn goes_with(gone: *mut nl_object, object: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes links.
    let gone = unsafe { &*gone.cast::<rtnl_link>() };
    // SAFETY: as above.
    let object = unsafe { &*object.cast::<rtnl_link>() };
    let of_gone = gone.read(|gone| {
        let is_interface = is_interface(gone);
        object.read(|object| is_interface && gone.index == object.index)
    });
    c_int::from(of_gone.flatten().unwrap_or(false))
}

/// Whether this is the interface itself, not the view of an address family.
fn is_interface(link: &Link) -> bool {
    link.family == AF_UNSPEC.cast_unsigned()
}

/// The first link with a key that `wanted` accepts.
fn lookup<F: Fn(&Link) -> bool>(
    cache: &nl_cache,
    which: c_int,
    key: u32,
    wanted: F,
) -> Option<Handle<Link>> {
    unsafe extern "C" fn accepts<F: Fn(&Link) -> bool>(
        object: *mut nl_object,
        wanted: *mut c_void,
    ) -> c_int {
        // SAFETY: objects in the cache are links.
        let link = unsafe { &*object.cast::<rtnl_link>() };
        // SAFETY: what `lookup` has passed.
        let wanted = unsafe { &*wanted.cast::<F>() };
        c_int::from(link.read(wanted) == Some(true))
    }
    if cache.c_ops.get() != LINK_CACHE.as_ptr() {
        return None;
    }
    let cache = ptr::from_ref(cache).cast_mut();
    let argument = ptr::from_ref(&wanted).cast_mut().cast();
    // SAFETY: a cache of links, and what the function takes.
    let found = unsafe { ffi::oxnl_cache_lookup(cache, which, key, Some(accepts::<F>), argument) };
    // SAFETY: NULL, or a link in the cache.
    unsafe { found.cast::<rtnl_link>().as_ref() }.map(Handle::of)
}

/// As [`lookup`], rather the interface than the view of an address family.
fn find(
    cache: &nl_cache,
    which: c_int,
    key: u32,
    wanted: impl Fn(&Link) -> bool,
) -> Option<Handle<Link>> {
    lookup(cache, which, key, |link| is_interface(link) && wanted(link))
        .or_else(|| lookup(cache, which, key, wanted))
}

/// The link of a number; `None` also if it is a cache of something else.
#[must_use]
pub fn find_by_index(cache: &nl_cache, index: u32) -> Option<Handle<Link>> {
    find(cache, 0, key_of(index, u32::MAX), |link| link.index == index)
}

/// The link of a name; `None` also if it is a cache of something else.
#[must_use]
pub fn find_by_name(cache: &nl_cache, name: &CStr) -> Option<Handle<Link>> {
    find(cache, 1, name_key(name.to_bytes()), |link| link.name.is(name))
}

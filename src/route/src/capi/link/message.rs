// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link.h`: links in caches and in the kernel.

use core::ptr;

use libc::{c_char, c_int, c_uint, nlattr};
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_msg, nl_sock};
use nl_sys::message::{Builder, Message};
use nl_sys::typed::Handle;

use super::private::string;
use crate::link::object::{self, rtnl_link};
use crate::link::{build, cache, parse};

/// Writes what was made where C wants it.
///
/// # Safety
/// `result` can be written to, or is NULL.
unsafe fn give<T>(made: Result<*mut T, Error>, result: *mut *mut T) -> Result<(), Error> {
    let made = made?;
    // SAFETY: by contract.
    unsafe { result.write(made) };
    Ok(())
}

/// A message for C, unless there is nowhere to write it to.
///
/// # Safety
/// `result` can be written to, or is NULL.
unsafe fn give_message(
    make: impl FnOnce() -> Result<Message, Error>,
    result: *mut *mut nl_msg,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    unsafe { give(make().map(Message::into_raw), result) }.into_c()
}

/// A link from C.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn some<'a>(link: *const rtnl_link) -> Result<&'a rtnl_link, Error> {
    // SAFETY: by contract.
    unsafe { link.as_ref() }.ok_or(Error::INVAL)
}

/// Makes a link object, of which nothing is set.
///
/// C: `struct rtnl_link *link = rtnl_link_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_alloc() -> *mut rtnl_link {
    object::alloc().map_or(ptr::null_mut(), Handle::into_typed)
}

/// Gives up a reference to a link; the last one frees it.
///
/// C: `rtnl_link_put(link);`
///
/// # Safety
/// `link` is a link to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_put(link: *mut rtnl_link) {
    // SAFETY: by contract; every link is an object.
    unsafe { ffi::nl_object_put(link.cast()) };
}

/// Makes a cache of the links of a family, and fills it.
///
/// C: `err = rtnl_link_alloc_cache(sk, AF_UNSPEC, &cache);`
///
/// `family` is `AF_UNSPEC` for all links, `AF_BRIDGE` for the ports of bridges, or `AF_INET6`. Without a socket the
/// cache stays empty. Returns 0 and the cache for `nl_cache_free()`, or a negative error code; `-NLE_INVAL` if
/// `result` is NULL.
///
/// # Safety
/// `sk` is a connected socket or NULL; `result` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_alloc_cache(
    sk: *mut nl_sock,
    family: c_int,
    result: *mut *mut nl_cache,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let made = unsafe { cache::alloc(sk, family, 0) };
    // SAFETY: by contract.
    unsafe { give(made, result) }.into_c()
}

/// As `rtnl_link_alloc_cache()`, with flags of the cache.
///
/// C: `err = rtnl_link_alloc_cache_flags(sk, AF_UNSPEC, &cache, OXNL_LINK_CACHE_NO_STATS);`
///
/// `flags` are those of `nl_cache_set_flags()`, and `OXNL_LINK_CACHE_NO_VF` and `OXNL_LINK_CACHE_NO_STATS`, with which
/// the kernel leaves out virtual functions, or counters of IPv6 and of virtual functions.
///
/// # Safety
/// `sk` is a connected socket or NULL; `result` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_alloc_cache_flags(
    sk: *mut nl_sock,
    family: c_int,
    result: *mut *mut nl_cache,
    flags: c_uint,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let made = unsafe { cache::alloc(sk, family, flags) };
    // SAFETY: by contract.
    unsafe { give(made, result) }.into_c()
}

/// The link of a number in a cache.
///
/// C: `struct rtnl_link *link = rtnl_link_get(cache, 2);`
///
/// Returns it with a reference for `rtnl_link_put()`. NULL if there is none, if it is a cache of something else,
/// and for NULL.
///
/// # Safety
/// `cache` is a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get(cache: *mut nl_cache, ifindex: c_int) -> *mut rtnl_link {
    // SAFETY: by contract.
    let cache = unsafe { cache.as_ref() };
    let found = cache.and_then(|cache| cache::find_by_index(cache, ifindex.cast_unsigned()));
    found.map_or(ptr::null_mut(), Handle::into_typed)
}

/// The link of a name in a cache.
///
/// C: `struct rtnl_link *link = rtnl_link_get_by_name(cache, "eth0");`
///
/// Returns it with a reference for `rtnl_link_put()`. NULL if there is none, if it is a cache of something else,
/// and for NULL.
///
/// # Safety
/// `cache` is a cache and `name` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_by_name(
    cache: *mut nl_cache,
    name: *const c_char,
) -> *mut rtnl_link {
    // SAFETY: by contract.
    let found = unsafe { by_name(cache, name) };
    found.map_or(ptr::null_mut(), Handle::into_typed)
}

/// # Safety
/// `cache` is a cache and `name` a string; either may be NULL.
unsafe fn by_name(cache: *const nl_cache, name: *const c_char) -> Option<Handle<object::Link>> {
    // SAFETY: by contract.
    let name = unsafe { string(name) }.ok()?;
    // SAFETY: by contract.
    cache::find_by_name(unsafe { cache.as_ref() }?, name)
}

/// The message that `rtnl_link_add()` sends.
///
/// C: `err = rtnl_link_build_add_request(link, NLM_F_CREATE, &msg);`
///
/// Returns 0 and the message for `nlmsg_free()`, or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `result` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_build_add_request(
    link: *mut rtnl_link,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let link = unsafe { some(link) };
    // SAFETY: by contract.
    unsafe { give_message(|| build::add(link?, flags), result) }
}

/// Asks the kernel for a new interface, or for changes to one, and waits for the answer.
///
/// C: `err = rtnl_link_add(sk, link, NLM_F_CREATE);`
///
/// `flags` are `NLM_F_CREATE`, `NLM_F_EXCL` and the like. Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a connected socket and `link` a link; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_add(
    sk: *mut nl_sock,
    link: *mut rtnl_link,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let request = unsafe { some(link) }.and_then(|link| build::add(link, flags));
    // SAFETY: by contract.
    request.and_then(|request| unsafe { request.send_sync(sk) }).into_c()
}

/// The message that `rtnl_link_change()` sends.
///
/// C: `err = rtnl_link_build_change_request(orig, changes, 0, &msg);`
///
/// Returns 0 and the message for `nlmsg_free()`, or a negative error code; `-NLE_INVAL` for NULL. `-NLE_IMMUTABLE` if the family is to be changed.
///
/// # Safety
/// `orig` and `changes` are links or NULL; `result` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_build_change_request(
    orig: *mut rtnl_link,
    changes: *mut rtnl_link,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let orig = unsafe { some(orig) };
    // SAFETY: by contract.
    let changes = unsafe { some(changes) };
    // SAFETY: by contract.
    unsafe { give_message(|| build::change(orig?, changes?, flags), result) }
}

/// Changes an interface: that of `orig`, to what is set in `changes`. Waits for the answer.
///
/// C: `err = rtnl_link_change(sk, orig, changes, 0);`
///
/// The interface is found by the number in `orig`, or by the name in `changes` without one. A name that is no
/// change is forgotten in `changes`. Kernels that do not support the request are asked once more as those of old.
/// Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a connected socket, `orig` and `changes` are links; any may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_change(
    sk: *mut nl_sock,
    orig: *mut rtnl_link,
    changes: *mut rtnl_link,
    flags: c_int,
) -> c_int {
    // SAFETY: by contract.
    let orig = unsafe { some(orig) };
    // SAFETY: by contract.
    let changes = unsafe { some(changes) };
    // SAFETY: by contract.
    orig.and_then(|orig| unsafe { build::apply(sk, orig, changes?, flags) }).into_c()
}

/// The message that `rtnl_link_delete()` sends.
///
/// C: `err = rtnl_link_build_delete_request(link, &msg);`
///
/// Returns 0 and the message for `nlmsg_free()`, or a negative error code; `-NLE_INVAL` for NULL. `-NLE_MISSING_ATTR` if the link has neither number nor name.
///
/// # Safety
/// `link` is a link or NULL; `result` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_build_delete_request(
    link: *const rtnl_link,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let link = unsafe { some(link) };
    // SAFETY: by contract.
    unsafe { give_message(|| build::delete(link?), result) }
}

/// Deletes an interface, and waits for the answer.
///
/// C: `err = rtnl_link_delete(sk, link);`
///
/// It is found by number, or by name without one. Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a connected socket and `link` a link; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_delete(sk: *mut nl_sock, link: *const rtnl_link) -> c_int {
    // SAFETY: by contract.
    let request = unsafe { some(link) }.and_then(build::delete);
    // SAFETY: by contract.
    request.and_then(|request| unsafe { request.send_sync(sk) }).into_c()
}

/// The message that `rtnl_link_get_kernel()` sends.
///
/// C: `err = rtnl_link_build_get_request(0, "eth0", &msg);`
///
/// Returns 0 and the message for `nlmsg_free()`, or a negative error code; `-NLE_MISSING_ATTR` without number and
/// name, `-NLE_INVAL` if `result` is NULL.
///
/// # Safety
/// `name` is a string or NULL; `result` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_build_get_request(
    ifindex: c_int,
    name: *const c_char,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { string(name) }.ok();
    // SAFETY: by contract.
    unsafe { give_message(|| build::get(ifindex, name), result) }
}

/// Asks the kernel for one interface, by number or, if that is not positive, by name.
///
/// C: `err = rtnl_link_get_kernel(sk, 0, "eth0", &link);`
///
/// Returns 0 and the link with a reference for `rtnl_link_put()`, or a negative error code: `-NLE_NODEV` if there is
/// none, `-NLE_OPNOTSUPP` if the kernel does not know interfaces by name, `-NLE_MISSING_ATTR` without number and
/// name, `-NLE_INVAL` if `result` is NULL.
///
/// # Safety
/// `sk` is a connected socket and `name` a string; either may be NULL. `result` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_get_kernel(
    sk: *mut nl_sock,
    ifindex: c_int,
    name: *const c_char,
    result: *mut *mut rtnl_link,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let name = unsafe { string(name) }.ok();
    // SAFETY: by contract.
    let link = unsafe { build::fetch(sk, ifindex, name) };
    let link = link.map(|link| link.map_or(ptr::null_mut(), Handle::into_typed));
    // SAFETY: by contract.
    unsafe { give(link, result) }.into_c()
}

/// Writes the name of an interface, as a cache has it, cut off at `len` bytes with its NUL.
///
/// C: `rtnl_link_i2name(cache, 2, buf, sizeof(buf));`
///
/// Returns `dst`, or NULL if there is no such link, and for NULL.
///
/// # Safety
/// `cache` is a cache or NULL; `dst` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_i2name(
    cache: *mut nl_cache,
    ifindex: c_int,
    dst: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let cache = unsafe { cache.as_ref() };
    let name = cache.and_then(|cache| crate::link::name_of(cache, ifindex.cast_unsigned()));
    let (Some(name), false) = (name, dst.is_null()) else { return ptr::null_mut() };
    let Some(room) = len.checked_sub(1) else { return dst };
    let name = name.copy();
    let name = nl_sys::name::text(&name).to_bytes();
    let count = name.len().min(room);
    // SAFETY: by contract, there is room for so many bytes and a NUL.
    unsafe { ptr::copy_nonoverlapping(name.as_ptr(), dst.cast(), count) };
    // SAFETY: as above.
    unsafe { dst.wrapping_add(count).write(0) };
    dst
}

/// The number of an interface, as a cache has it.
///
/// C: `ifindex = rtnl_link_name2i(cache, "eth0");`
///
/// Returns 0 if there is no such link, and for NULL.
///
/// # Safety
/// `cache` is a cache and `name` a string; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_name2i(cache: *mut nl_cache, name: *const c_char) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { by_name(cache, name) };
    found.and_then(|link| link.read(|link| link.index.cast_signed())).unwrap_or(0)
}

/// Makes an interface a port of a bridge or the like, and waits for the answer.
///
/// C: `err = rtnl_link_enslave_ifindex(sk, bridge, port);`
///
/// Returns 0 or a negative error code; `-NLE_OPNOTSUPP` if the kernel says afterwards that it is none.
///
/// # Safety
/// `sock` is a connected socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_enslave_ifindex(
    sock: *mut nl_sock,
    master: c_int,
    slave: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { build::enslave(sock, master, slave) }.into_c()
}

/// The number of a link, 0 without one.
///
/// # Safety
/// `link` is a link or NULL.
pub(in crate::capi) unsafe fn number(link: *const rtnl_link) -> Result<c_int, Error> {
    // SAFETY: by contract.
    unsafe { some(link) }?.read(|link| link.index.cast_signed()).ok_or(Error::BUSY)
}

/// As `rtnl_link_enslave_ifindex()`, with the numbers of two links.
///
/// C: `err = rtnl_link_enslave(sk, bridge, port);`
///
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sock` is a connected socket, `master` and `slave` are links; any may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_enslave(
    sock: *mut nl_sock,
    master: *mut rtnl_link,
    slave: *mut rtnl_link,
) -> c_int {
    // SAFETY: by contract.
    let master = unsafe { number(master) };
    // SAFETY: by contract.
    let slave = unsafe { number(slave) };
    // SAFETY: by contract.
    master.and_then(|master| unsafe { build::enslave(sock, master, slave?) }).into_c()
}

/// Makes an interface a port of nothing, and waits for the answer.
///
/// C: `err = rtnl_link_release_ifindex(sk, port);`
///
/// Returns 0 or a negative error code; `-NLE_OPNOTSUPP` if the kernel says afterwards that it still is one.
///
/// # Safety
/// `sock` is a connected socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_release_ifindex(sock: *mut nl_sock, slave: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { build::enslave(sock, 0, slave) }.into_c()
}

/// As `rtnl_link_release_ifindex()`, with the number of a link.
///
/// C: `err = rtnl_link_release(sk, port);`
///
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sock` is a connected socket and `slave` a link; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_release(sock: *mut nl_sock, slave: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    let slave = unsafe { number(slave) };
    // SAFETY: by contract.
    slave.and_then(|slave| unsafe { build::enslave(sock, 0, slave) }).into_c()
}

/// Appends to a message the attributes that a link and the peer of a pair may have; not those of its kind.
///
/// C: `err = rtnl_link_fill_info(msg, link);`
///
/// Returns 0, `-NLE_MSGSIZE` if there is no room, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `msg` is a message and `link` a link; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_fill_info(msg: *mut nl_msg, link: *mut rtnl_link) -> c_int {
    if msg.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let msg = unsafe { Builder::of(msg) };
    // SAFETY: by contract.
    let link = unsafe { some(link) };
    link.and_then(|link| build::common(link, msg).map_err(|_| Error::MSGSIZE)).into_c()
}

/// Reads the attributes that a link and the peer of a pair may have; not those of its kind.
///
/// C: `err = rtnl_link_info_parse(link, tb);`
///
/// `tb` are attributes by type, of which there are at least `IFLA_LINK_NETNSID + 1`, e.g. from `nla_parse()`.
/// Returns 0, `-NLE_MISSING_ATTR` without a name, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `tb` is an array of at least so many attributes, each valid or NULL, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_info_parse(link: *mut rtnl_link, tb: *mut *mut nlattr) -> c_int {
    if tb.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    let find = |kind: u16| {
        // SAFETY: by contract, there are so many.
        let attr = unsafe { tb.wrapping_add(kind.into()).read() };
        // SAFETY: by contract.
        unsafe { parse::attr_at(attr) }
    };
    // SAFETY: by contract.
    let parsed = unsafe { some(link) }.and_then(|link| {
        let bits = link.change(0, |link| parse::common(link, &find))?;
        link.change(bits, |_| Ok(()))
    });
    parsed.into_c()
}

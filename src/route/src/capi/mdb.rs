// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/mdb.h`.

use core::ptr;

use libc::{c_int, c_uint, c_void};
use nl_sys::error::IntoC;
use nl_sys::layout::{nl_addr, nl_cache, nl_sock};
use nl_sys::typed;

use crate::mdb::{MDB_CACHE, Mdb, attr, rtnl_mdb, rtnl_mdb_entry};
use crate::rtnl;

/// Makes a cache of the multicast groups of all bridges: an object for each bridge.
///
/// C: `rtnl_mdb_alloc_cache(sk, &cache);`
///
/// Without a socket it stays empty. Returns 0, `-NLE_NOMEM`, or what filling it returns.
///
/// # Safety
/// `sk` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_alloc_cache(
    sk: *mut nl_sock,
    result: *mut *mut nl_cache,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, MDB_CACHE.as_ptr(), sk, 0, 0) }.into_c()
}

/// Makes a cache of the multicast groups of all bridges, with flags.
///
/// C: `rtnl_mdb_alloc_cache_flags(sk, &cache, NL_CACHE_AF_ITER);`
///
/// See `rtnl_mdb_alloc_cache()`.
///
/// # Safety
/// `sock` is a socket or NULL, `result` a place for a cache or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_alloc_cache_flags(
    sock: *mut nl_sock,
    result: *mut *mut nl_cache,
    flags: c_uint,
) -> c_int {
    // SAFETY: by contract; statics stay.
    unsafe { rtnl::give_cache(result, MDB_CACHE.as_ptr(), sock, 0, flags) }.into_c()
}

/// The number of the bridge.
///
/// C: `ifindex = rtnl_mdb_get_ifindex(mdb);`
///
/// # Safety
/// `mdb` is an object with multicast groups or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_get_ifindex(mdb: *mut rtnl_mdb) -> u32 {
    // SAFETY: by contract.
    unsafe { typed::read(mdb, |mdb| mdb.ifindex) }.unwrap_or(0)
}

/// Adds a copy of an entry of another object.
///
/// C: `rtnl_mdb_add_entry(mdb, entry);`
///
/// Nothing happens for NULL, without memory, and while the object's own entries are gone through.
///
/// # Safety
/// `mdb` is an object with multicast groups, `entry` an entry of one; both may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_add_entry(mdb: *mut rtnl_mdb, entry: *mut rtnl_mdb_entry) {
    // SAFETY: by contract.
    let Some(entry) = (unsafe { entry.as_ref() }) else { return };
    // SAFETY: by contract.
    let _ = unsafe { typed::change(mdb, attr::ENTRIES, |mdb| mdb.add(entry)) };
}

/// Calls a function with every entry: a port that is in a group.
///
/// C: `rtnl_mdb_foreach_entry(mdb, &on_entry, arg);`
///
/// The entries stay the object's.
///
/// # Safety
/// `mdb` is an object with multicast groups or NULL; `cb` can be called with its entries and `arg`, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_foreach_entry(
    mdb: *mut rtnl_mdb,
    cb: Option<unsafe extern "C" fn(arg1: *mut rtnl_mdb_entry, arg2: *mut c_void)>,
    arg: *mut c_void,
) {
    if let Some(cb) = cb {
        // SAFETY: by contract.
        unsafe { Mdb::for_each(mdb, cb, arg) };
    }
}

/// The number of the port.
///
/// C: `ifindex = rtnl_mdb_entry_get_ifindex(entry);`
///
/// # Safety
/// `mdb_entry` is an entry or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_entry_get_ifindex(mdb_entry: *mut rtnl_mdb_entry) -> c_int {
    // SAFETY: by contract.
    unsafe { mdb_entry.as_ref() }.map_or(0, |entry| entry.ifindex.cast_signed())
}

/// The VLAN; 0 for none.
///
/// C: `vid = rtnl_mdb_entry_get_vid(entry);`
///
/// # Safety
/// `mdb_entry` is an entry or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_entry_get_vid(mdb_entry: *mut rtnl_mdb_entry) -> c_int {
    // SAFETY: by contract.
    unsafe { mdb_entry.as_ref() }.map_or(0, |entry| entry.vid.into())
}

/// Whether it has been set by hand (`MDB_PERMANENT`) or not (`MDB_TEMPORARY`).
///
/// C: `state = rtnl_mdb_entry_get_state(entry);`
///
/// # Safety
/// `mdb_entry` is an entry or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_entry_get_state(mdb_entry: *mut rtnl_mdb_entry) -> c_int {
    // SAFETY: by contract.
    unsafe { mdb_entry.as_ref() }.map_or(0, |entry| entry.state.get().into())
}

/// The address of the group.
///
/// C: `addr = rtnl_mdb_entry_get_addr(entry);`
///
/// It stays the entry's.
///
/// # Safety
/// `mdb_entry` is an entry or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_entry_get_addr(mdb_entry: *mut rtnl_mdb_entry) -> *mut nl_addr {
    // SAFETY: by contract.
    unsafe { mdb_entry.as_ref() }.map_or(ptr::null_mut(), |entry| entry.addr.as_ptr())
}

/// What the address is of: `ETH_P_IP`, `ETH_P_IPV6`, or another number for a link-layer address.
///
/// C: `proto = rtnl_mdb_entry_get_proto(entry);`
///
/// In host order.
///
/// # Safety
/// `mdb_entry` is an entry or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_mdb_entry_get_proto(mdb_entry: *mut rtnl_mdb_entry) -> u16 {
    // SAFETY: by contract.
    unsafe { mdb_entry.as_ref() }.map_or(0, |entry| entry.proto)
}

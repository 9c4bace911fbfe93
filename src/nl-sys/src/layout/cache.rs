// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct nl_cache`, the table of its type, and what parsers and callbacks take.

use core::cell::Cell;
use core::mem::offset_of;
use core::ptr;

use libc::{c_char, c_int, c_uint, c_void, nlmsghdr, sockaddr_nl};

use super::{nl_object, nl_object_ops, nl_sock};
use crate::list::nl_list_head;

/// A collection of objects of one type, in the order they came.
#[repr(C)]
#[derive(Debug)]
pub struct nl_cache {
    /// The objects, linked through `ce_list`.
    pub c_items: nl_list_head,
    /// How many there are.
    pub c_nitems: Cell<c_int>,
    /// First argument of the type's own, e.g. an address family.
    pub c_iarg1: Cell<c_int>,
    /// Second argument of the type's own.
    pub c_iarg2: Cell<c_int>,
    /// References to the cache.
    pub c_refcnt: Cell<c_int>,
    /// `NL_CACHE_AF_ITER` and the like.
    pub c_flags: Cell<c_uint>,
    /// The index by key, of libnl-3's own making; NULL if the type has no keys.
    pub hashtable: Cell<*mut c_void>,
    /// Its type.
    pub c_ops: Cell<*mut nl_cache_ops>,
}

const _: () = {
    assert!(size_of::<nl_cache>() == 56);
    assert!(offset_of!(nl_cache, c_nitems) == 16);
    assert!(offset_of!(nl_cache, c_iarg1) == 20);
    assert!(offset_of!(nl_cache, c_iarg2) == 24);
    assert!(offset_of!(nl_cache, c_refcnt) == 28);
    assert!(offset_of!(nl_cache, c_flags) == 32);
    assert!(offset_of!(nl_cache, hashtable) == 40);
    assert!(offset_of!(nl_cache, c_ops) == 48);
};

/// A message type that objects of a cache come in. Lists end with a negative `mt_id`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nl_msgtype {
    /// The `nlmsg_type`.
    pub mt_id: c_int,
    /// What it means for the cache: `NL_ACT_NEW`, `NL_ACT_DEL`, …
    pub mt_act: c_int,
    /// Its name, for people.
    pub mt_name: *const c_char,
}

impl nl_msgtype {
    /// The end of a list.
    pub const END: Self = Self { mt_id: -1, mt_act: 0, mt_name: ptr::null() };
}

/// A multicast group that brings changes. Lists end with `ag_group` 0.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nl_af_group {
    /// The address family whose objects it brings, `AF_UNSPEC` for all.
    pub ag_family: c_int,
    /// The group.
    pub ag_group: c_int,
}

/// Told of a change: `(cache, object, action, data)`.
pub type change_func_t =
    Option<unsafe extern "C" fn(*mut nl_cache, *mut nl_object, c_int, *mut c_void)>;

/// Told of a change: `(cache, old, new, differing attributes, action, data)`.
pub type change_func_v2_t = Option<
    unsafe extern "C" fn(*mut nl_cache, *mut nl_object, *mut nl_object, u64, c_int, *mut c_void),
>;

/// Makes objects of a message and hands each to `pp_cb`: `(ops, sender, message, param)`.
pub type nl_msg_parser = unsafe extern "C" fn(
    *mut nl_cache_ops,
    *mut sockaddr_nl,
    *mut nlmsghdr,
    *mut nl_parser_param,
) -> c_int;

/// Where a parser delivers objects to.
#[repr(C)]
#[derive(Debug)]
pub struct nl_parser_param {
    /// Takes an object; its reference stays the parser's.
    pub pp_cb: Option<unsafe extern "C" fn(*mut nl_object, *mut nl_parser_param) -> c_int>,
    /// Of the callback's own.
    pub pp_arg: *mut c_void,
}

/// A cache under a manager, and who is told of its changes.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct nl_cache_assoc {
    /// The cache; NULL in a free slot.
    pub ca_cache: *mut nl_cache,
    /// Told of changes, unless there is a `ca_change_v2`.
    pub ca_change: change_func_t,
    /// Told of changes.
    pub ca_change_v2: change_func_v2_t,
    /// Handed to either.
    pub ca_change_data: *mut c_void,
}

/// Of two callbacks at most one is used.
pub type nl_include_event = unsafe extern "C" fn(
    *mut nl_cache,
    *mut nl_object,
    change_func_t,
    change_func_v2_t,
    *mut c_void,
) -> c_int;

/// What a cache type may say beyond upstream's table.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct nl_cache_extra {
    /// Whether two objects are one entry of the kernel's tables: `(a, b)`. For types of which the kernel may
    /// hold several objects that `nl_object_identical()` takes for one. Never true for objects of which
    /// the hashes differ.
    pub same_entry: Option<unsafe extern "C" fn(*mut nl_object, *mut nl_object) -> c_int>,
    /// A second hash to look objects up by, e.g. that of a name.
    pub second_key: Option<unsafe extern "C" fn(*mut nl_object) -> u32>,
    /// Takes what a message said of an object, in place of `nl_cache_include()`'s own way to do it. Has the
    /// same arguments as `co_include_event`, which only cache managers call, and before this one.
    pub include: Option<nl_include_event>,
    /// Whether an object goes when another one has gone: `(gone, object)`, of those with the same hash. For
    /// objects of which the kernel does not say so.
    pub goes_with: Option<unsafe extern "C" fn(*mut nl_object, *mut nl_object) -> c_int>,
}

impl nl_cache_extra {
    /// Nothing beyond upstream's table.
    pub const NONE: Self =
        Self { same_entry: None, second_key: None, include: None, goes_with: None };
}

// SAFETY: a table of constants.
unsafe impl Sync for nl_cache_extra {}

/// A cache type: how to ask the kernel for objects, and how to read what it sends.
#[repr(C)]
#[derive(Debug)]
pub struct nl_cache_ops {
    /// `genl/family`
    pub co_name: *const c_char,
    /// Bytes between the netlink header and the attributes.
    pub co_hdrsize: c_int,
    /// `NETLINK_ROUTE` and the like.
    pub co_protocol: c_int,
    /// `NL_CACHE_AF_ITER`: set in every cache of the type.
    pub co_flags: Cell<c_uint>,
    /// How many caches and lookups hold on to the type.
    pub co_refcnt: Cell<c_uint>,
    /// Where changes are announced; NULL if nowhere.
    pub co_groups: *const nl_af_group,
    /// Sends the request for all objects. 0 or a negative NLE code.
    pub co_request_update: Option<unsafe extern "C" fn(*mut nl_cache, *mut nl_sock) -> c_int>,
    /// Reads a message.
    pub co_msg_parser: Option<nl_msg_parser>,
    /// `NL_SKIP` for a notification the cache is not to see, otherwise `NL_OK`.
    pub co_event_filter: Option<unsafe extern "C" fn(*mut nl_cache, *mut nl_object) -> c_int>,
    /// Takes a notification in place of the usual way to do it.
    pub co_include_event: Option<nl_include_event>,
    /// What oxnl's own libraries say beyond upstream's table; NULL in others' types, where upstream keeps
    /// the first of its reserved functions.
    pub co_extra: *const nl_cache_extra,
    /// For upstream's use.
    pub reserved: [Option<unsafe extern "C" fn()>; 7],
    /// The type of its objects.
    pub co_obj_ops: *mut nl_object_ops,
    /// The next registered type; libnl-3's.
    pub co_next: Cell<*mut nl_cache_ops>,
    /// The cache of the type that everybody shares; libnl-3's.
    pub co_major_cache: Cell<*mut nl_cache>,
    /// `struct genl_ops *`; libnl-genl-3's.
    pub co_genl: Cell<*mut c_void>,
    /// Here follow the `nl_msgtype`s, up to one with a negative `mt_id`.
    pub co_msgtypes: [nl_msgtype; 0],
}

impl nl_cache_ops {
    /// A type without anything, to fill in.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            co_name: ptr::null(),
            co_hdrsize: 0,
            co_protocol: 0,
            co_flags: Cell::new(0),
            co_refcnt: Cell::new(0),
            co_groups: ptr::null(),
            co_request_update: None,
            co_msg_parser: None,
            co_event_filter: None,
            co_include_event: None,
            co_extra: ptr::null(),
            reserved: [None; 7],
            co_obj_ops: ptr::null_mut(),
            co_next: Cell::new(ptr::null_mut()),
            co_major_cache: Cell::new(ptr::null_mut()),
            co_genl: Cell::new(ptr::null_mut()),
            co_msgtypes: [],
        }
    }
}

// SAFETY: what changes after registration (co_refcnt, co_next, co_major_cache, co_flags, co_genl)
// does so under libnl-3's lock of the list of types, or is left to the caller to serialise.
unsafe impl Sync for nl_cache_ops {}

const _: () = {
    assert!(size_of::<nl_cache_ops>() == 160);
    assert!(offset_of!(nl_cache_ops, co_hdrsize) == 8);
    assert!(offset_of!(nl_cache_ops, co_protocol) == 12);
    assert!(offset_of!(nl_cache_ops, co_flags) == 16);
    assert!(offset_of!(nl_cache_ops, co_refcnt) == 20);
    assert!(offset_of!(nl_cache_ops, co_groups) == 24);
    assert!(offset_of!(nl_cache_ops, co_request_update) == 32);
    assert!(offset_of!(nl_cache_ops, co_msg_parser) == 40);
    assert!(offset_of!(nl_cache_ops, co_event_filter) == 48);
    assert!(offset_of!(nl_cache_ops, co_include_event) == 56);
    assert!(offset_of!(nl_cache_ops, co_extra) == 64);
    assert!(offset_of!(nl_cache_ops, co_obj_ops) == 128);
    assert!(offset_of!(nl_cache_ops, co_next) == 136);
    assert!(offset_of!(nl_cache_ops, co_major_cache) == 144);
    assert!(offset_of!(nl_cache_ops, co_genl) == 152);
    assert!(offset_of!(nl_cache_ops, co_msgtypes) == 160);
    assert!(size_of::<nl_msgtype>() == 16 && size_of::<nl_af_group>() == 8);
    assert!(size_of::<nl_parser_param>() == 16 && size_of::<nl_cache_assoc>() == 32);
};

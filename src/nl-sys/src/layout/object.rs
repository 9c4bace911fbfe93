// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct nl_object`, which every object starts with, and the table of its type.

use core::cell::Cell;
use core::mem::offset_of;
use core::ptr;

use libc::{c_char, c_int};

use super::{nl_cache, nl_dump_params};
use crate::list::nl_list_head;

/// What every object starts with (`NLHDR_COMMON`).
#[repr(C)]
#[derive(Debug)]
pub struct nl_object {
    /// References to the object; the last one that is put frees it.
    pub ce_refcnt: Cell<c_int>,
    /// Its type.
    pub ce_ops: Cell<*mut nl_object_ops>,
    /// The cache it is in, or NULL.
    pub ce_cache: Cell<*mut nl_cache>,
    /// Its place in that cache.
    pub ce_list: nl_list_head,
    /// The message type it was parsed from.
    pub ce_msgtype: Cell<c_int>,
    /// `NL_OBJ_MARK` and the like.
    pub ce_flags: Cell<c_int>,
    /// Which attributes are set; the bits are the type's own.
    pub ce_mask: Cell<u64>,
}

const _: () = {
    assert!(size_of::<nl_object>() == 56);
    assert!(offset_of!(nl_object, ce_ops) == 8);
    assert!(offset_of!(nl_object, ce_cache) == 16);
    assert!(offset_of!(nl_object, ce_list) == 24);
    assert!(offset_of!(nl_object, ce_msgtype) == 40);
    assert!(offset_of!(nl_object, ce_flags) == 44);
    assert!(offset_of!(nl_object, ce_mask) == 48);
};

/// An object type: what libnl-3 calls to handle objects it knows nothing else about.
///
/// Any function may be missing.
#[repr(C)]
#[derive(Debug)]
pub struct nl_object_ops {
    /// `genl/family`
    pub oo_name: *const c_char,
    /// Bytes of an object, header included.
    pub oo_size: usize,
    /// The attributes that identify an object.
    pub oo_id_attrs: u32,
    /// Brings a zeroed object into its initial state.
    pub oo_constructor: Option<unsafe extern "C" fn(*mut nl_object)>,
    /// Frees what the object owns, not the object itself.
    pub oo_free_data: Option<unsafe extern "C" fn(*mut nl_object)>,
    /// `(dst, src)`: makes `dst`, so far a copy of `src` byte by byte, own what it refers to. 0 or a
    /// negative NLE code.
    pub oo_clone: Option<unsafe extern "C" fn(*mut nl_object, *mut nl_object) -> c_int>,
    /// One per `nl_dump_type`.
    pub oo_dump: [Option<unsafe extern "C" fn(*mut nl_object, *mut nl_dump_params)>; 3],
    /// `(a, b, attrs, flags)`: the attributes of `attrs` in which the two differ.
    pub oo_compare: Option<unsafe extern "C" fn(*mut nl_object, *mut nl_object, u64, c_int) -> u64>,
    /// `(dst, src)`: merges the notification `src` into `dst`. 0 or a negative NLE code.
    pub oo_update: Option<unsafe extern "C" fn(*mut nl_object, *mut nl_object) -> c_int>,
    /// `(obj, &key, size)`: a hash of the identifying attributes, below `size`.
    pub oo_keygen: Option<unsafe extern "C" fn(*mut nl_object, *mut u32, u32)>,
    /// The names of attributes, joined by commas.
    pub oo_attrs2str: Option<unsafe extern "C" fn(c_int, *mut c_char, usize) -> *mut c_char>,
    /// The attributes that identify this very object.
    pub oo_id_attrs_get: Option<unsafe extern "C" fn(*mut nl_object) -> u32>,
}

// SAFETY: a table of constants. The pointers are to functions and to a string that lives as long.
unsafe impl Sync for nl_object_ops {}

impl nl_object_ops {
    /// A type without a name and without functions, to fill in.
    pub const EMPTY: Self = Self {
        oo_name: ptr::null(),
        oo_size: size_of::<nl_object>(),
        oo_id_attrs: 0,
        oo_constructor: None,
        oo_free_data: None,
        oo_clone: None,
        oo_dump: [None; 3],
        oo_compare: None,
        oo_update: None,
        oo_keygen: None,
        oo_attrs2str: None,
        oo_id_attrs_get: None,
    };
}

const _: () = {
    assert!(size_of::<nl_object_ops>() == 112);
    assert!(offset_of!(nl_object_ops, oo_size) == 8);
    assert!(offset_of!(nl_object_ops, oo_id_attrs) == 16);
    assert!(offset_of!(nl_object_ops, oo_constructor) == 24);
    assert!(offset_of!(nl_object_ops, oo_free_data) == 32);
    assert!(offset_of!(nl_object_ops, oo_clone) == 40);
    assert!(offset_of!(nl_object_ops, oo_dump) == 48);
    assert!(offset_of!(nl_object_ops, oo_compare) == 72);
    assert!(offset_of!(nl_object_ops, oo_update) == 80);
    assert!(offset_of!(nl_object_ops, oo_keygen) == 88);
    assert!(offset_of!(nl_object_ops, oo_attrs2str) == 96);
    assert!(offset_of!(nl_object_ops, oo_id_attrs_get) == 104);
};

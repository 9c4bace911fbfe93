// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct nl_hash_table` of `netlink/hashtable.h`.

use core::cell::Cell;
use core::mem::offset_of;

use libc::c_int;

use super::nl_object;

/// One object in a bucket.
#[repr(C)]
#[derive(Debug)]
pub struct nl_hash_node {
    /// The hash of the object, below the table's size.
    pub key: Cell<u32>,
    /// Bytes of the key the hash was made of.
    pub key_size: Cell<u32>,
    /// The object; the table holds a reference.
    pub obj: Cell<*mut nl_object>,
    /// The next in the same bucket.
    pub next: Cell<*mut nl_hash_node>,
}

/// A hash table of a fixed number of buckets.
#[repr(C)]
#[derive(Debug)]
pub struct nl_hash_table {
    /// Buckets.
    pub size: Cell<c_int>,
    /// The first node of each.
    pub nodes: Cell<*mut Cell<*mut nl_hash_node>>,
}

const _: () = {
    assert!(size_of::<nl_hash_node>() == 24 && size_of::<nl_hash_table>() == 16);
    assert!(offset_of!(nl_hash_node, key_size) == 4);
    assert!(offset_of!(nl_hash_node, obj) == 8);
    assert!(offset_of!(nl_hash_node, next) == 16);
    assert!(offset_of!(nl_hash_table, nodes) == 8);
};

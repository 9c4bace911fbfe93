// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct nl_addr` and `struct nl_data`.

use core::cell::Cell;
use core::mem::offset_of;

use libc::{c_int, c_uint, c_void};

/// An abstract address: bytes, their family, and how many bits of them are the prefix.
#[repr(C)]
#[derive(Debug)]
pub struct nl_addr {
    /// `AF_INET` and the like.
    pub a_family: Cell<c_int>,
    /// Bytes of room.
    pub a_maxsize: Cell<c_uint>,
    /// Bytes of address.
    pub a_len: Cell<c_uint>,
    /// Bits of prefix.
    pub a_prefixlen: Cell<c_int>,
    /// References.
    pub a_refcnt: Cell<c_int>,
    /// Here follow `a_maxsize` bytes.
    pub a_addr: [Cell<u8>; 0],
}

/// Some bytes.
#[repr(C)]
#[derive(Debug)]
pub struct nl_data {
    /// How many.
    pub d_size: Cell<usize>,
    /// Where; from malloc.
    pub d_data: Cell<*mut c_void>,
}

const _: () = {
    assert!(size_of::<nl_addr>() == 20 && size_of::<nl_data>() == 16);
    assert!(offset_of!(nl_addr, a_maxsize) == 4);
    assert!(offset_of!(nl_addr, a_len) == 8);
    assert!(offset_of!(nl_addr, a_prefixlen) == 12);
    assert!(offset_of!(nl_addr, a_refcnt) == 16);
    assert!(offset_of!(nl_addr, a_addr) == 20);
    assert!(offset_of!(nl_data, d_data) == 8);
};

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `struct nl_dump_params`: how and where to print.

use core::cell::Cell;
use core::mem::offset_of;
use core::ptr;

use libc::{FILE, c_char, c_int, c_uint, c_void};

/// Brief, one line per object.
pub const NL_DUMP_LINE: c_int = 0;
/// All attributes but no statistics.
pub const NL_DUMP_DETAILS: c_int = 1;
/// All attributes and statistics.
pub const NL_DUMP_STATS: c_int = 2;

/// How and where to print. The program makes it, and the library writes to its last fields.
///
/// The text goes to `dp_fd`, or else to `dp_cb`, or else to `dp_buf`.
#[repr(C)]
#[derive(Debug)]
pub struct nl_dump_params {
    /// `NL_DUMP_LINE`, `NL_DUMP_DETAILS` or `NL_DUMP_STATS`.
    pub dp_type: Cell<c_int>,
    /// Spaces before every line.
    pub dp_prefix: Cell<c_int>,
    /// Print the index of each element.
    pub dp_print_index: Cell<c_int>,
    /// Begin with the name of the message type.
    pub dp_dump_msgtype: Cell<c_int>,
    /// Takes pieces of text.
    pub dp_cb: Cell<Option<unsafe extern "C" fn(*mut nl_dump_params, *mut c_char)>>,
    /// Called at the start of every line, in place of printing the prefix: `(params, line)`.
    pub dp_nl_cb: Cell<Option<unsafe extern "C" fn(*mut nl_dump_params, c_int)>>,
    /// The program's own.
    pub dp_data: Cell<*mut c_void>,
    /// The stream to write to.
    pub dp_fd: Cell<*mut FILE>,
    /// The buffer to append to.
    pub dp_buf: Cell<*mut c_char>,
    /// Its size in bytes.
    pub dp_buflen: Cell<usize>,
    /// Set once a line has been started by the library.
    pub dp_pre_dump: Cell<c_int>,
    /// Of the printing functions.
    pub dp_ivar: Cell<c_int>,
    /// Lines so far.
    pub dp_line: Cell<c_uint>,
}

impl nl_dump_params {
    /// In one of the styles, to nowhere yet.
    #[must_use]
    pub const fn new(dp_type: c_int) -> Self {
        Self {
            dp_type: Cell::new(dp_type),
            dp_prefix: Cell::new(0),
            dp_print_index: Cell::new(0),
            dp_dump_msgtype: Cell::new(0),
            dp_cb: Cell::new(None),
            dp_nl_cb: Cell::new(None),
            dp_data: Cell::new(ptr::null_mut()),
            dp_fd: Cell::new(ptr::null_mut()),
            dp_buf: Cell::new(ptr::null_mut()),
            dp_buflen: Cell::new(0),
            dp_pre_dump: Cell::new(0),
            dp_ivar: Cell::new(0),
            dp_line: Cell::new(0),
        }
    }
}

const _: () = {
    assert!(size_of::<nl_dump_params>() == 80);
    assert!(offset_of!(nl_dump_params, dp_prefix) == 4);
    assert!(offset_of!(nl_dump_params, dp_print_index) == 8);
    assert!(offset_of!(nl_dump_params, dp_dump_msgtype) == 12);
    assert!(offset_of!(nl_dump_params, dp_cb) == 16);
    assert!(offset_of!(nl_dump_params, dp_nl_cb) == 24);
    assert!(offset_of!(nl_dump_params, dp_data) == 32);
    assert!(offset_of!(nl_dump_params, dp_fd) == 40);
    assert!(offset_of!(nl_dump_params, dp_buf) == 48);
    assert!(offset_of!(nl_dump_params, dp_buflen) == 56);
    assert!(offset_of!(nl_dump_params, dp_pre_dump) == 64);
    assert!(offset_of!(nl_dump_params, dp_ivar) == 68);
    assert!(offset_of!(nl_dump_params, dp_line) == 72);
};

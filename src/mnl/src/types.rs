// SPDX-License-Identifier: LGPL-2.1-or-later
//! What C and the code beneath `capi` both name: callbacks and their results.
#![allow(
    non_camel_case_types,
    reason = "C type names stand in Rust as they are, so that cbindgen writes them into the header"
)]

use libc::{c_int, c_void, nlattr, nlmsghdr};

/// Stop: something failed, look at errno.
pub const MNL_CB_ERROR: c_int = -1;
/// Stop: all is done.
pub const MNL_CB_STOP: c_int = 0;
/// Go on with the next message or attribute.
pub const MNL_CB_OK: c_int = 1;

/// A function called with an attribute. Returns `MNL_CB_ERROR`, `MNL_CB_STOP` or `MNL_CB_OK`; any
/// other value is treated by its sign.
pub type mnl_attr_cb_t =
    Option<unsafe extern "C" fn(attr: *const nlattr, data: *mut c_void) -> c_int>;

/// A function called with a message. Returns `MNL_CB_ERROR`, `MNL_CB_STOP` or `MNL_CB_OK`; any other
/// value is treated by its sign.
pub type mnl_cb_t = Option<unsafe extern "C" fn(nlh: *const nlmsghdr, data: *mut c_void) -> c_int>;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `libmnl/libmnl.h`, in the order of the header.

pub mod attr_get;
pub mod attr_parse;
pub mod attr_put;
pub mod attr_put_check;
pub mod batch;
pub mod callback;
pub mod nlmsg;
pub mod socket;

/// A size as libmnl takes it: narrowed to `int`, so that 4 GiB and 16 bytes are 16 bytes.
#[expect(clippy::cast_possible_truncation, reason = "part of the behaviour C programs see")]
fn int(size: usize) -> libc::c_int {
    size as libc::c_int
}

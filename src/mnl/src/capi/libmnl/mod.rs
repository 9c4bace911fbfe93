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

// SPDX-License-Identifier: LGPL-2.1-or-later
//! What C sees: one module per public header.
#![allow(
    non_camel_case_types,
    reason = "C type names stand in Rust as they are, so that cbindgen writes them into the header"
)]

pub mod libmnl;

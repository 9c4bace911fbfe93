// SPDX-License-Identifier: LGPL-2.1-or-later
//! What the fuzz targets share: memory that ends where the data ends, parameters taken from the
//! input, errno, and what libmnl is known to answer.
//!
//! The expectations in [`model`] are written from what libmnl documents and does, not from the code
//! under test.

pub mod errno;
pub mod exact;
pub mod input;
pub mod model;
pub mod stream;
pub mod tree;

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Extended matches: trees of conditions on packets, which some classifiers have.
//!
//! - [`tree`]: matches, and trees of them; [`build`]: putting them together in Rust;
//! - [`kind`], [`kinds`]: what matches compare; [`registry`]: the kinds, those that programs add included;
//! - [`parse`], [`fill`], [`dump`]: attributes and text; [`expr`]: expressions.

pub mod build;
pub mod bytes;
pub mod dump;
pub mod expr;
pub mod fill;
pub mod kind;
pub mod kinds;
pub mod parse;
pub mod registry;
pub mod tree;
pub mod walk;

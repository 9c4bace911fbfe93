// SPDX-License-Identifier: LGPL-2.1-or-later
//! What builds, checks, installs and measures oxnl. The command line is in `main.rs`; the tests in
//! `capi-tests` call the same functions.
//!
//! Everything about one shared object stands in one row of [`libraries::LIBRARIES`].
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

pub mod bench;
pub mod build;
pub mod check;
pub mod coverage;
pub mod demo;
pub mod fuzz;
pub mod headers;
pub mod install;
pub mod libraries;
pub mod paths;
pub mod programs;
pub mod tools;
pub mod upstream;
pub mod version_script;

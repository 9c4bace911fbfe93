// SPDX-License-Identifier: LGPL-2.1-or-later
//! The table of unmodified programs in `capi-tests/programs/table`: what it says, how its packages are
//! fetched, and the report on it, `docs/programs.md`.

pub mod fetch;
mod report;
pub mod scenarios;
pub mod table;

pub use report::report;

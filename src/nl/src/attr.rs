// SPDX-License-Identifier: LGPL-2.1-or-later
//! Attributes in C memory: read, looked for, and put into messages.

pub mod get;
pub mod nest;
pub mod parse;
pub mod put;

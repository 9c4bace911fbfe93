// SPDX-License-Identifier: LGPL-2.1-or-later
//! Traffic control.
//!
//! Queueing disciplines, their classes, classifiers and actions share one body, [`object`]; [`types`] says
//! in what they differ. Each is of a kind ([`kinds`]) that knows its options: a safe Rust type that
//! implements [`kind::Kind`], or C code that a program has added ([`registry`]). Objects of other kinds keep
//! their options as they came.
//!
//! - [`parse`], [`build`], [`dump`]: from messages, to messages, as text;
//! - [`types`]: the tables of the four types, and their caches; [`search`]: finding objects in those;
//! - [`actions`]: lists of actions; [`rate`]: rates and their tables; [`device`]: the interface.

pub mod actions;
pub mod build;
pub mod device;
pub mod dump;
pub mod kind;
pub mod kinds;
pub mod object;
pub mod parse;
pub mod rate;
pub mod registry;
pub mod search;
pub mod types;

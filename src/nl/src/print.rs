// SPDX-License-Identifier: LGPL-2.1-or-later
//! To be written.

use crate::message::Message;
use crate::strings::Buffer;

/// To be written.
pub fn type_name(_: libc::c_int, _: &mut Buffer<'_>) {}
/// To be written.
pub fn flag_names(_: libc::c_int, _: &mut Buffer<'_>) {}
/// To be written.
pub fn message(_: &Message, _: &mut os::stdio::Stream) {}

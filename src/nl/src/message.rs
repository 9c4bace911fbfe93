// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages: the header, its memory, and what belongs to it.

use core::cell::Cell;
use core::ops::Deref;
use core::ptr;

use nl_sys::layout::nl_msg;

use crate::receive::buffer::Buffer;

/// A message. Every `nl_msg` that programs see is the head of one.
#[repr(C)]
pub struct Message {
    base: nl_msg,
    /// The receive buffer that the message lies in, or NULL: then its memory is malloc's and its own.
    buffer: Cell<*mut Buffer>,
}

impl Deref for Message {
    type Target = nl_msg;

    fn deref(&self) -> &nl_msg {
        &self.base
    }
}

impl Message {
    /// The message as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_msg {
        ptr::from_ref(&self.base).cast_mut()
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Sockets.

use core::ops::Deref;
use core::ptr;

use nl_sys::layout::nl_sock;

/// A socket. Every `nl_sock` that programs see is the head of one.
#[repr(C)]
pub struct Socket {
    base: nl_sock,
}

impl Deref for Socket {
    type Target = nl_sock;

    fn deref(&self) -> &nl_sock {
        &self.base
    }
}

impl Socket {
    /// The socket as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_sock {
        ptr::from_ref(&self.base).cast_mut()
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The memory that datagrams are received into.

/// A receive buffer. Messages that a program keeps hold on to it.
#[derive(Debug)]
pub struct Buffer {
    _size: usize,
}

impl Buffer {
    /// Gives a reference back.
    ///
    /// # Safety
    /// The reference is the caller's.
    pub unsafe fn release(buffer: *mut Self) {
        let _ = buffer;
    }
}

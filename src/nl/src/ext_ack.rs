// SPDX-License-Identifier: LGPL-2.1-or-later
//! The extended acknowledgement that a socket got last.

use core::cell::Cell;
use core::ptr;
use core::slice;

use libc::c_char;
use os::raw::RawMsg;
use wire::extack::ExtAck;
use wire::nlmsg::Messages;

/// What the kernel said last, kept until it says something else.
#[derive(Debug)]
pub struct Kept {
    text: Cell<*mut c_char>,
    /// See [`ExtAck::offset`].
    pub offset: Cell<Option<u32>>,
    /// See [`ExtAck::missing_type`].
    pub missing_type: Cell<Option<u32>>,
    /// See [`ExtAck::missing_nest`].
    pub missing_nest: Cell<Option<u32>>,
}

impl Kept {
    /// Nothing yet.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            text: Cell::new(ptr::null_mut()),
            offset: Cell::new(None),
            missing_type: Cell::new(None),
            missing_nest: Cell::new(None),
        }
    }

    /// The kernel's sentence, or NULL.
    #[must_use]
    pub fn text(&self) -> *const c_char {
        self.text.get()
    }

    fn is_empty(&self) -> bool {
        self.text.get().is_null()
            && self.offset.get().is_none()
            && self.missing_type.get().is_none()
            && self.missing_nest.get().is_none()
    }

    /// Replaces what is kept by what `message` brings: nothing, for most.
    ///
    /// # Safety
    /// `len` bytes of it are readable.
    pub unsafe fn replace(&self, message: RawMsg, len: u32) {
        if !wire::extack::is_there(message.nlmsg_flags()) && self.is_empty() {
            return;
        }
        // SAFETY: by contract.
        let found = unsafe { of(message, len) }.unwrap_or_default();
        // SAFETY: malloc's or NULL, and only programs that were told it would go may refer to it.
        unsafe { libc::free(self.text.get().cast()) };
        // SAFETY: the text is as long as said. Without memory there is no text.
        self.text.set(found.text.map_or(ptr::null_mut(), |text| unsafe {
            libc::strndup(text.as_ptr().cast(), text.len())
        }));
        self.offset.set(found.offset);
        self.missing_type.set(found.missing_type);
        self.missing_nest.set(found.missing_nest);
    }
}

impl Default for Kept {
    fn default() -> Self {
        Self::new()
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        // SAFETY: malloc's or NULL, and the socket it belongs to is gone.
        unsafe { libc::free(self.text.get().cast()) };
    }
}

/// What `message` of `len` bytes brings.
///
/// # Safety
/// So many bytes of it are readable, and not written to while the result is used.
#[must_use]
pub unsafe fn of<'a>(message: RawMsg, len: u32) -> Option<ExtAck<'a>> {
    let bytes = message.as_ptr().cast::<u8>();
    // SAFETY: by contract.
    let bytes = unsafe { slice::from_raw_parts(bytes, len as usize) };
    ExtAck::of(&Messages::new(bytes).next()?)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Memory that ends where the data ends, so that AddressSanitizer sees every byte beyond.

/// A heap block of its own for some bytes.
#[derive(Debug)]
pub struct Exact {
    block: *mut [u8],
    shift: usize,
}

impl Exact {
    /// Copies `bytes` to a block that ends behind them. They start `shift % 4` bytes behind the
    /// block's start: the library asks for no alignment.
    #[must_use]
    pub fn new(bytes: &[u8], shift: usize) -> Self {
        let shift = shift % 4;
        let mut block = vec![0; shift + bytes.len()].into_boxed_slice();
        block[shift..].copy_from_slice(bytes);
        Self { block: Box::into_raw(block), shift }
    }

    /// A block of `len` bytes that are not zero, for what is to be written.
    #[must_use]
    pub fn room(len: usize) -> Self {
        Self { block: Box::into_raw(vec![0xee; len].into_boxed_slice()), shift: 0 }
    }

    /// Where the bytes start.
    #[must_use]
    pub fn ptr(&self) -> *mut u8 {
        self.block.cast::<u8>().wrapping_add(self.shift)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.block.len() - self.shift
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        // SAFETY: the block lives as long as `self`; the library writes to it only when called, and
        // is not called while a target looks at the bytes.
        unsafe { std::slice::from_raw_parts(self.ptr(), self.len()) }
    }
}

impl Drop for Exact {
    fn drop(&mut self) {
        // SAFETY: the block came from a box.
        drop(unsafe { Box::from_raw(self.block) });
    }
}

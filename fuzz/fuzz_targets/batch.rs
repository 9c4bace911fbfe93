// SPDX-License-Identifier: LGPL-2.1-or-later
//! Batches, in a buffer exactly as long as they ask for: the limit, and one message more.
//!
//! Input: the limit (two bytes); how long messages may be (one byte: in units of eight bytes behind
//! the header); then operations, one byte each: with the top bit, empty the batch; else add a
//! message, whose length is the next [`Operations::size`].
#![no_main]

use libc::c_void;
use libfuzzer_sys::fuzz_target;
use mnl::capi::libmnl::batch::{
    mnl_nlmsg_batch_current, mnl_nlmsg_batch_head, mnl_nlmsg_batch_is_empty, mnl_nlmsg_batch_next,
    mnl_nlmsg_batch_reset, mnl_nlmsg_batch_size, mnl_nlmsg_batch_start, mnl_nlmsg_batch_stop,
};
use mnl::capi::libmnl::nlmsg::mnl_nlmsg_put_header;
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Operations;
use oxnl_fuzz::model::{MESSAGE, u32_at};

fuzz_target!(|data: &[u8]| {
    run(Operations::new(data));
});

fn run(mut input: Operations<'_>) -> Option<()> {
    let limit = usize::from(input.u16()? & 0xfff);
    let longest = MESSAGE + 8 * usize::from(input.u8()?);
    let mut batch = Batch::new(limit, longest);
    batch.check();
    while let Some(what) = input.u8() {
        if what & 0x80 != 0 {
            batch.reset();
        } else {
            batch.add(MESSAGE + input.size()? % (longest - MESSAGE + 1), what);
        }
        batch.check();
    }
    Some(())
}

/// A batch, and what is known of how libmnl's behaves.
struct Batch {
    memory: Exact,
    /// `struct mnl_nlmsg_batch *`.
    batch: *mut c_void,
    limit: usize,
    /// What the buffer should hold.
    bytes: Vec<u8>,
    size: usize,
    current: usize,
    overflow: bool,
}

impl Batch {
    fn new(limit: usize, longest: usize) -> Self {
        let memory = Exact::room(limit + longest);
        let batch = mnl_nlmsg_batch_start(memory.ptr().cast(), limit).cast::<c_void>();
        assert!(!batch.is_null());
        Self {
            bytes: memory.bytes().to_vec(),
            memory,
            batch,
            limit,
            size: 0,
            current: 0,
            overflow: false,
        }
    }

    /// Writes a message where the batch says, and counts it in if it fits.
    fn add(&mut self, len: usize, fill: u8) {
        let end = self.current + len;
        // A message longer than the limit may have left no room for another.
        if end > self.bytes.len() {
            return;
        }
        let mut message = vec![fill; len];
        message[..MESSAGE].fill(0);
        message[..4].copy_from_slice(&u32::try_from(len).expect("small").to_ne_bytes());
        // SAFETY: a live batch.
        let at = unsafe { mnl_nlmsg_batch_current(self.batch.cast()) };
        // SAFETY: a message may be written there.
        let nlh = unsafe { mnl_nlmsg_put_header(at) };
        // SAFETY: within the buffer, as checked.
        unsafe { std::ptr::copy_nonoverlapping(message.as_ptr(), nlh.cast::<u8>(), len) };
        self.bytes[self.current..end].copy_from_slice(&message);

        let fits = self.size + len <= self.limit;
        // SAFETY: there is a message at the current position.
        assert_eq!(unsafe { mnl_nlmsg_batch_next(self.batch.cast()) }, fits);
        self.overflow = !fits;
        if fits {
            self.size += len;
            self.current = end;
        }
    }

    fn reset(&mut self) {
        // SAFETY: a live batch whose buffer is there.
        unsafe { mnl_nlmsg_batch_reset(self.batch.cast()) };
        self.size = 0;
        if self.overflow {
            let len = u32_at(&self.bytes, self.current) as usize;
            self.bytes.copy_within(self.current..self.current + len, 0);
            self.size = len;
            self.overflow = false;
        }
        self.current = self.size;
    }

    fn check(&self) {
        let offset = |at: *mut c_void| at.addr() - self.memory.ptr().addr();
        let batch = self.batch.cast();
        // SAFETY: a live batch.
        assert_eq!(offset(unsafe { mnl_nlmsg_batch_head(batch) }), 0);
        // SAFETY: a live batch.
        let current = offset(unsafe { mnl_nlmsg_batch_current(batch) });
        assert_eq!(current, self.current);
        // SAFETY: a live batch.
        assert_eq!(unsafe { mnl_nlmsg_batch_size(batch) }, self.size);
        // SAFETY: a live batch.
        let empty = unsafe { mnl_nlmsg_batch_is_empty(batch) };
        assert_eq!(empty, self.size == 0);
        assert_eq!(self.memory.bytes(), self.bytes);
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // SAFETY: a live batch, not used afterwards.
        unsafe { mnl_nlmsg_batch_stop(self.batch.cast()) };
    }
}

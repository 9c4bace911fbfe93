// SPDX-License-Identifier: LGPL-2.1-or-later
//! The memory that datagrams are received into.
//!
//! A datagram has to be received whole at the first attempt, whatever its size: one that was cut off is
//! lost, and asking for the size beforehand costs a system call per datagram. So a buffer is a large
//! piece of address space of which memory is used only for what datagrams really fill. A few idle
//! buffers are kept for the whole process, so that idle sockets have none.

use core::ptr;
use core::sync::atomic::{AtomicPtr, AtomicU32, Ordering};

use nl_sys::error::Error;
use os::{heap, pages, valgrind};

/// Bytes of address space. Larger than what the kernel sends, which has to fit what its allocator gives
/// at once (4 MiB), and than what other processes can send without the right to exceed
/// `net.core.wmem_max`.
const RESERVED: usize = 16 << 20;

/// Memory that a buffer keeps from one datagram to the next: what the kernel fills when it dumps, twice.
const KEPT: usize = 64 << 10;

/// Bytes of a buffer for which there is no address space: the program has limited it, or runs under
/// valgrind.
const SMALL: usize = 32 << 10;

/// A receive buffer. Messages that a program keeps hold on to it.
#[derive(Debug)]
pub struct Buffer {
    memory: *mut u8,
    size: usize,
    /// The memory is address space, not malloc's.
    reserved: bool,
    references: AtomicU32,
}

/// Idle buffers.
static IDLE: [AtomicPtr<Buffer>; 4] = [const { AtomicPtr::new(ptr::null_mut()) }; 4];

impl Buffer {
    /// A buffer that nobody else uses, with one reference, which is the caller's.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn take() -> Result<*mut Self, Error> {
        for slot in &IDLE {
            // A look before the exchange, which would take the cache line away from other threads.
            if !slot.load(Ordering::Relaxed).is_null() {
                let idle = slot.swap(ptr::null_mut(), Ordering::Acquire);
                if !idle.is_null() {
                    return Ok(idle);
                }
            }
        }
        // Valgrind would look at all of it each time.
        let reserved = (!valgrind::is_running()).then(|| pages::reserve(RESERVED));
        match reserved {
            Some(Ok(memory)) => Self::of(memory, RESERVED, true),
            // SAFETY: malloc may be called with any size.
            _ => Self::of(unsafe { libc::malloc(SMALL) }.cast(), SMALL, false),
        }
    }

    fn of(memory: *mut u8, size: usize, reserved: bool) -> Result<*mut Self, Error> {
        if memory.is_null() {
            return Err(Error::NOMEM);
        }
        let buffer = Self { memory, size, reserved, references: AtomicU32::new(1) };
        heap::new(buffer).map_err(|_| {
            // SAFETY: just made, of that size and kind.
            unsafe { free_memory(memory, size, reserved) };
            Error::NOMEM
        })
    }

    /// Where datagrams go.
    #[must_use]
    pub fn memory(&self) -> *mut u8 {
        self.memory
    }

    /// Bytes there.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// Whether it holds any datagram that somebody without special rights can send. If not, the size has
    /// to be asked for beforehand, see [`Self::grow`].
    #[must_use]
    pub fn holds_any(&self) -> bool {
        self.reserved
    }

    /// Makes a buffer hold `size` bytes, dropping what is in it.
    ///
    /// # Errors
    /// `NOMEM`; it stays as it was.
    ///
    /// # Safety
    /// The caller has the only reference.
    pub unsafe fn grow(this: *mut Self, size: usize) -> Result<(), Error> {
        // SAFETY: nobody else has it, by contract.
        let buffer = unsafe { &mut *this };
        if size <= buffer.size {
            return Ok(());
        }
        // SAFETY: malloc may be called with any size.
        let memory = unsafe { libc::malloc(size) }.cast::<u8>();
        if memory.is_null() {
            return Err(Error::NOMEM);
        }
        // SAFETY: of that size and kind, and nobody refers to it.
        unsafe { free_memory(buffer.memory, buffer.size, buffer.reserved) };
        (buffer.memory, buffer.size, buffer.reserved) = (memory, size, false);
        Ok(())
    }

    /// One more reference.
    pub fn get(&self) {
        self.references.fetch_add(1, Ordering::Relaxed);
    }

    /// Whether there is no reference but the caller's.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        self.references.load(Ordering::Acquire) == 1
    }

    /// Gives up a reference that a message had; the last one frees the buffer.
    ///
    /// # Safety
    /// The reference is the caller's, and what it was for is not used any more.
    pub unsafe fn release(this: *mut Self) {
        // SAFETY: live, since the caller has a reference.
        if unsafe { &(*this).references }.fetch_sub(1, Ordering::AcqRel) == 1 {
            // SAFETY: that was the last one.
            unsafe { Self::free(this) };
        }
    }

    /// Gives a buffer back of which `used` bytes were filled at most, to be used again, or, if messages
    /// in it were kept, to be freed with the last of them.
    ///
    /// # Safety
    /// The reference is the caller's.
    pub unsafe fn give_back(this: *mut Self, used: usize) {
        // SAFETY: live, since the caller has a reference.
        let buffer = unsafe { &mut *this };
        if !buffer.is_ours() {
            if buffer.reserved {
                // SAFETY: messages lie in the used part, and only they refer to the buffer.
                buffer.size = unsafe { pages::shrink(buffer.memory, buffer.size, used) };
            }
            // SAFETY: the reference is ours.
            return unsafe { Self::release(this) };
        }
        if buffer.reserved && used > KEPT {
            // SAFETY: the whole of it is ours.
            unsafe { pages::forget(buffer.memory, KEPT, used) };
        }
        // One that had to grow would hold its memory for ever.
        let usual = buffer.reserved || buffer.size == SMALL;
        for slot in IDLE.iter().filter(|_| usual) {
            let none = ptr::null_mut();
            if slot.compare_exchange(none, this, Ordering::Release, Ordering::Relaxed).is_ok() {
                return;
            }
        }
        // SAFETY: nobody else refers to it.
        unsafe { Self::free(this) };
    }

    /// # Safety
    /// Nobody refers to the buffer or what is in it.
    unsafe fn free(this: *mut Self) {
        // SAFETY: it came from the heap.
        let buffer = unsafe { heap::take(this) };
        // SAFETY: of that size and kind, and nobody refers to it.
        unsafe { free_memory(buffer.memory, buffer.size, buffer.reserved) };
    }

    /// Frees the idle buffers, when the library is unloaded.
    pub extern "C" fn free_idle() {
        for slot in &IDLE {
            let idle = slot.swap(ptr::null_mut(), Ordering::Acquire);
            if !idle.is_null() {
                // SAFETY: nobody refers to an idle buffer.
                unsafe { Self::free(idle) };
            }
        }
    }
}

/// # Safety
/// The memory is of that size and kind, and not used any more.
unsafe fn free_memory(memory: *mut u8, size: usize, reserved: bool) {
    if reserved {
        // SAFETY: by contract.
        unsafe { pages::release(memory, size) };
    } else {
        // SAFETY: malloc's, by contract.
        unsafe { libc::free(memory.cast()) };
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Address space: reserved in bulk, paid for by the page as it is touched.

use core::ptr;

use libc::c_void;

use crate::errno::Errno;

/// Reserves `size` bytes of zeroes, which take up memory only once they are written to, also where the
/// process has locked all memory that it is going to have (`mlockall(2)`).
///
/// # Errors
/// Those of `mmap(2)` and `mprotect(2)`.
pub fn reserve(size: usize) -> Result<*mut u8, Errno> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // Without access there is nothing that the kernel could bring in and lock.
    // SAFETY: a new mapping anywhere disturbs nobody.
    let memory = unsafe { libc::mmap(ptr::null_mut(), size, libc::PROT_NONE, flags, -1, 0) };
    if memory == libc::MAP_FAILED {
        return Err(Errno::last());
    }
    // SAFETY: the mapping is ours.
    unsafe { libc::munlock(memory, size) };
    // SAFETY: as above.
    if unsafe { libc::mprotect(memory, size, libc::PROT_READ | libc::PROT_WRITE) } < 0 {
        let errno = Errno::last();
        // SAFETY: the mapping is ours, and nobody knows it yet.
        unsafe { release(memory.cast(), size) };
        return Err(errno);
    }
    Ok(memory.cast())
}

/// Gives the memory back of the pages that lie fully in `from..to`; they read as zeroes from then on.
///
/// # Safety
/// The range lies in what [`reserve`] returned, and its content is not needed.
pub unsafe fn forget(memory: *mut u8, from: usize, to: usize) {
    let Some(from) = from.checked_next_multiple_of(page()) else { return };
    if let Some(size) = to.checked_sub(from) {
        let start: *mut c_void = memory.wrapping_add(from).cast();
        // SAFETY: the range is the caller's by contract. Failing, it keeps the memory.
        unsafe { libc::madvise(start, size, libc::MADV_DONTNEED) };
    }
}

/// Cuts a reservation of `size` bytes down to the pages of its first `used` bytes, and returns its new
/// size.
///
/// # Safety
/// `memory` is a reservation of that size, and only its first `used` bytes are used from now on.
pub unsafe fn shrink(memory: *mut u8, size: usize, used: usize) -> usize {
    let keep = used.max(1).checked_next_multiple_of(page()).unwrap_or(size);
    let Some(rest @ 1..) = size.checked_sub(keep) else { return size };
    // SAFETY: by contract nobody uses the range, which lies within the reservation.
    let unmapped = unsafe { libc::munmap(memory.wrapping_add(keep).cast(), rest) };
    if unmapped == 0 { keep } else { size }
}

/// Gives back a reservation.
///
/// # Safety
/// `memory` is a reservation of that size, and not used any more.
pub unsafe fn release(memory: *mut u8, size: usize) {
    // SAFETY: by contract.
    unsafe { libc::munmap(memory.cast(), size) };
}

/// Bytes in a page.
#[must_use]
pub fn page() -> usize {
    // SAFETY: has no preconditions.
    let size = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    usize::try_from(size).unwrap_or(4096).max(1)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! What `std` would bring into a shared object.

use core::panic::PanicInfo;

#[cfg(not(panic = "abort"))]
compile_error!("feature `so` needs panic = \"abort\": unwinding into C is undefined behaviour");

/// No library of oxnl is meant to reach this (the ABI gate looks for it in libmnl); should one, the
/// process ends with a line on standard error.
#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    const TEXT: &[u8] = b"oxnl: internal error\n";
    // SAFETY: TEXT is as long as said.
    unsafe { libc::write(libc::STDERR_FILENO, TEXT.as_ptr().cast(), TEXT.len()) };
    // SAFETY: abort has no preconditions.
    unsafe { libc::abort() }
}

/// The precompiled `core` refers to the unwinder although nothing unwinds here. Stubs keep
/// libgcc_s.so.1 out of the NEEDED list; the version script keeps them out of the dynamic table.
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}

/// See [`rust_eh_personality`].
#[unsafe(no_mangle)]
extern "C" fn _Unwind_Resume() -> ! {
    // SAFETY: abort has no preconditions.
    unsafe { libc::abort() }
}

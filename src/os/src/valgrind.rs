// SPDX-License-Identifier: LGPL-2.1-or-later
//! Whether valgrind runs the program.

/// Asks valgrind, through the client request of `valgrind.h` (`RUNNING_ON_VALGRIND`): a sequence of
/// instructions that does nothing on a processor, and that valgrind answers.
#[cfg(target_arch = "x86_64")]
#[must_use]
pub fn is_running() -> bool {
    const RUNNING_ON_VALGRIND: u64 = 0x1001;
    let request = [RUNNING_ON_VALGRIND, 0, 0, 0, 0, 0];
    let mut answer = 0_u64;
    // SAFETY: rotating a register by 128 bits in all, and exchanging another with itself, leaves both as
    // they were. Valgrind reads the request and sets the answer.
    unsafe {
        core::arch::asm!(
            "rol rdi, 3",
            "rol rdi, 13",
            "rol rdi, 61",
            "rol rdi, 51",
            "xchg rbx, rbx",
            in("rax") request.as_ptr(),
            inout("rdx") answer,
            options(nostack, readonly),
        );
    }
    answer != 0
}

/// On other processors nobody asks.
#[cfg(not(target_arch = "x86_64"))]
#[must_use]
pub fn is_running() -> bool {
    false
}

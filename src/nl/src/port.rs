// SPDX-License-Identifier: LGPL-2.1-or-later
//! Which ports of this process's share are taken.
//!
//! A port is 32 bits wide: the lower 22 are the process's number, so that processes do not meet, the
//! upper 10 tell its sockets apart.

use os::lock::RwLock;

use crate::debug;

const BLOCKS: usize = 32;
const PROCESS_BITS: u32 = 22;

struct Ports {
    /// One bit per port.
    taken: [u32; BLOCKS],
    /// Where the search goes on; 0 before the first one.
    state: u16,
}

static PORTS: RwLock<Ports> = RwLock::new(Ports { taken: [0; BLOCKS], state: 0 });

/// Takes a port that is free as far as this process knows; `None` if all 1024 are taken.
///
/// Neighbours are handed out far apart and in an order that differs between processes: a port just
/// given back is not the next to be taken, and a process that took over a process number does not
/// begin where the previous owner did.
#[must_use]
pub fn take() -> Option<u32> {
    // SAFETY: has no preconditions.
    let process = unsafe { libc::getpid() }.cast_unsigned() & ((1 << PROCESS_BITS) - 1);
    let mut ports = PORTS.write();
    ports.state = match ports.state {
        0 => {
            let now = now();
            low_half(now ^ (now >> 16)) | 1
        }
        // Odd, so that it goes round all values.
        state => state.wrapping_add(20011),
    };
    let start = usize::from(ports.state);
    for step in 0..BLOCKS {
        // The first block comes last: libnl-1, which a program may use as well, begins there.
        let block = if step == BLOCKS - 1 { 0 } else { (start / 32 + step * 7) % (BLOCKS - 1) + 1 };
        let Some(taken) = ports.taken.get_mut(block) else { continue };
        for bit in 0..32_u16 {
            let bit = u32::from((ports_start(start) + bit * 13) % 32);
            if *taken & (1 << bit) == 0 {
                *taken |= 1 << bit;
                let number = u32::try_from(block).unwrap_or(0) * 32 + bit;
                let port = process.wrapping_add(number << PROCESS_BITS);
                // Port 0 is the kernel's.
                return Some(if port == 0 { 1024 } else { port });
            }
        }
    }
    debug::note!(1, "nl_socket_get_local_port", "all ports of this process are taken");
    None
}

fn ports_start(start: usize) -> u16 {
    u16::try_from(start % 32).unwrap_or(0)
}

/// Gives a port back that [`take`] returned.
pub fn give_back(port: u32) {
    let number = port >> PROCESS_BITS;
    let mut ports = PORTS.write();
    if let Some(taken) = ports.taken.get_mut((number / 32) as usize) {
        *taken &= !(1 << (number % 32));
    }
}

/// A number that differs from one second to the next.
#[must_use]
pub fn now() -> u32 {
    // SAFETY: time takes a null pointer.
    let now = unsafe { libc::time(core::ptr::null_mut()) }.cast_unsigned();
    let [a, b, c, d, ..] = now.to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

fn low_half(value: u32) -> u16 {
    let [a, b, ..] = value.to_le_bytes();
    u16::from_le_bytes([a, b])
}

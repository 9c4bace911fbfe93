// SPDX-License-Identifier: LGPL-2.1-or-later
//! Addresses as text.

use core::ffi::CStr;

use libc::{AF_INET, AF_INET6, c_char, c_int, c_void, socklen_t};

use super::{AF_DECNET, AF_MPLS, Address, bits_of};
use crate::strings::{Append, Buffer};

unsafe extern "C" {
    fn inet_ntop(af: c_int, src: *const c_void, dst: *mut c_char, size: socklen_t)
    -> *const c_char;
}

/// Writes an address, and its prefix length if not all of it is prefix; `none` if it has no bytes.
///
/// Where there is too little room, IPv4 and IPv6 addresses are left out, and the others are cut off.
pub fn write(addr: Option<Address<'_>>, to: &mut Buffer<'_>) {
    let Some(addr) = addr else {
        return to.push(b"none");
    };
    let head = addr.head();
    match head.a_family.get() {
        _ if addr.is_empty() => to.push(b"none"),
        AF_INET => ipv4(addr.first(), to),
        AF_INET6 => ipv6(addr.first(), to),
        AF_DECNET => decnet(addr, to),
        AF_MPLS => mpls(addr, to),
        _ => hexadecimal(addr, to),
    }
    let prefix = head.a_prefixlen.get();
    if prefix != bits_of(head) && head.a_family.get() != AF_MPLS {
        to.push(b"/");
        to.push_dec(prefix.cast_unsigned().into());
    }
}

fn ipv4(bytes: [u8; 4], to: &mut Buffer<'_>) {
    let mut text = [0; 15];
    let mut len = 0;
    let mut put = |byte: u8| {
        if let Some(place) = text.get_mut(len) {
            *place = byte;
            len += 1;
        }
    };
    for (index, byte) in bytes.into_iter().enumerate() {
        if index > 0 {
            put(b'.');
        }
        if byte >= 100 {
            put(b'0' + byte / 100);
        }
        if byte >= 10 {
            put(b'0' + byte / 10 % 10);
        }
        put(b'0' + byte % 10);
    }
    to.push_whole(text.get(..len).unwrap_or_default());
}

fn ipv6(bytes: [u8; 16], to: &mut Buffer<'_>) {
    let mut text = [0_u8; 46];
    // SAFETY: 16 bytes to read, 46 to write to, which is enough for any address.
    unsafe { inet_ntop(AF_INET6, bytes.as_ptr().cast(), text.as_mut_ptr().cast(), 46) };
    if let Ok(text) = CStr::from_bytes_until_nul(&text) {
        to.push_whole(text.to_bytes());
    }
}

/// Area and node: six and ten bits. Nothing for an address that is not one of DECnet's.
fn decnet(addr: Address<'_>, to: &mut Buffer<'_>) {
    if addr.len() != 2 {
        return;
    }
    let number = u16::from_le_bytes(addr.first());
    to.push_dec((number >> 10).into());
    to.push(b".");
    to.push_dec((number & 0x3ff).into());
}

/// Labels, up to the one at the bottom of the stack.
fn mpls(addr: Address<'_>, to: &mut Buffer<'_>) {
    const LABEL: u32 = 12;
    const BOTTOM: u32 = 1 << 8;
    for (index, bytes) in addr.bytes().chunks(4).enumerate() {
        let mut entry = [0; 4];
        for (to, from) in entry.iter_mut().zip(bytes) {
            *to = from.get();
        }
        // An address shorter than one label has zeros behind; one of several ends with a whole one.
        if index > 0 && bytes.len() < entry.len() {
            break;
        }
        let entry = u32::from_be_bytes(entry);
        if index > 0 {
            to.push(b"/");
        }
        to.push_dec((entry >> LABEL).into());
        if entry & BOTTOM != 0 {
            break;
        }
    }
}

fn hexadecimal(addr: Address<'_>, to: &mut Buffer<'_>) {
    for (index, byte) in addr.bytes().iter().enumerate() {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).copied().unwrap_or(b'?');
        let byte = byte.get();
        let text = [b':', digit(byte >> 4), digit(byte & 0xf)];
        to.push(text.get(usize::from(index == 0)..).unwrap_or_default());
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Addresses and numbers out of any text.
//!
//! The first byte chooses a family to expect; the rest is the text, which is printed into rooms of
//! every size.
#![no_main]

use std::ffi::CString;
use std::ptr;

use libc::c_int;
use libfuzzer_sys::fuzz_target;
use nl::capi::addr::{
    nl_addr_cmp, nl_addr_get_len, nl_addr_parse, nl_addr_put, nl_addr_valid, nl_addr2str,
};
use nl::capi::utils::{nl_prob2int, nl_size2int, nl_str2ether_proto, nl_str2llproto, nl_str2msec};

const FAMILIES: [c_int; 8] = [0, 2, 10, 26, 12, 28, 7, 17];

#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
fn text(family: c_int, text: &CString) {
    let mut addr = ptr::null_mut();
    // SAFETY: a string, and variables of ours.
    unsafe {
        let _ = nl_addr_valid(text.as_ptr(), family);
        if nl_addr_parse(text.as_ptr(), family, &raw mut addr) < 0 {
            return;
        }
        let mut whole = vec![1_i8; 256];
        let printed = nl_addr2str(addr, whole.as_mut_ptr(), whole.len());
        let len = libc::strlen(printed);
        for size in [0, 1, 2, len, len + 1] {
            let mut room = vec![1_i8; size].into_boxed_slice();
            nl_addr2str(addr, room.as_mut_ptr(), size);
            assert!(size == 0 || room.contains(&0));
        }
        // What is printed is read as the same address; an empty one prints as "none".
        let mut again = ptr::null_mut();
        let own = nl::capi::addr::nl_addr_get_family(addr);
        // Without a family the text may be that of another one.
        if own != 0 && nl_addr_get_len(addr) > 0 && nl_addr_parse(printed, own, &raw mut again) == 0
        {
            assert_eq!(nl_addr_cmp(addr, again), 0, "{text:?}");
            nl_addr_put(again);
        }
        nl_addr_put(addr);
    }
}

#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
fn numbers(text: &CString) {
    let mut msec = 0;
    // SAFETY: a string, and a variable of ours.
    unsafe {
        nl_size2int(text.as_ptr());
        nl_prob2int(text.as_ptr());
        nl_str2msec(text.as_ptr(), &raw mut msec);
        nl_str2llproto(text.as_ptr());
        nl_str2ether_proto(text.as_ptr());
    }
}

fuzz_target!(|data: &[u8]| {
    let Some((&first, rest)) = data.split_first() else { return };
    let end = rest.iter().position(|&byte| byte == 0).unwrap_or(rest.len());
    let string = CString::new(&rest[..end]).unwrap();
    text(FAMILIES[usize::from(first & 7)], &string);
    numbers(&string);
});

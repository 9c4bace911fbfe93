// SPDX-License-Identifier: LGPL-2.1-or-later
//! `nl_msg_dump()` of any message: it ends, and prints nothing but text.
//!
//! Parameters: 1 the protocol; 2 bit 0: a family whose commands have names.
#![no_main]

use libc::c_int;
use libfuzzer_sys::fuzz_target;
use nl::capi::msg::message::{nlmsg_convert, nlmsg_free, nlmsg_set_proto};
use nl::capi::msg::print::nl_msg_dump;
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::stream::printed;
use wire::nlmsg::Messages;

const PROTOCOLS: [c_int; 8] = [0, 16, 12, 6, 4, -1, 2, 16];

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else { return };
    for message in Messages::new(input.bytes) {
        let memory = Exact::new(message.bytes(), 0);
        // SAFETY: a whole message.
        let msg = unsafe { nlmsg_convert(memory.ptr().cast()) };
        assert!(!msg.is_null());
        // SAFETY: just made.
        unsafe { nlmsg_set_proto(msg, PROTOCOLS[usize::from(input.u8(1) & 7)]) };
        // SAFETY: a live message, an open stream.
        let text = printed(|file| unsafe { nl_msg_dump(msg, file) });
        assert!(text.ends_with(b"\n"), "{}", String::from_utf8_lossy(&text));
        assert!(
            text.iter().all(|&byte| byte == b'\n' || byte == b'\t' || (32..127).contains(&byte))
        );
        // A message is printed in at most so much.
        assert!(text.len() <= 4096 + 64 * message.bytes().len());
        // SAFETY: ours.
        unsafe { nlmsg_free(msg) };
    }
});

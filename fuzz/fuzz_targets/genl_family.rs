// SPDX-License-Identifier: LGPL-2.1-or-later
//! Families out of any message of the controller: parsed, printed, cloned, compared.
//!
//! Parameters: 1 the command, 2 its version.
#![no_main]

use std::cell::Cell;

use genl::capi::family::{genl_family_get_hdrsize, genl_family_get_id, genl_family_get_name};
use libc::{c_int, c_void};
use libfuzzer_sys::fuzz_target;
use nl::capi::msg::message::{nlmsg_convert, nlmsg_free, nlmsg_set_proto};
use nl::capi::msg::print::nl_msg_parse;
use nl::capi::object::{
    nl_object_clone, nl_object_diff64, nl_object_dump, nl_object_identical, nl_object_put,
};
use nl_sys::layout::{nl_dump_params, nl_object};
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::stream::printed;

const GENERIC: c_int = 16;
const CTRL: u16 = 16;

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else { return };
    let mut bytes = vec![0; 20];
    bytes.extend_from_slice(input.bytes);
    bytes.truncate(65_000);
    let len = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&len.to_ne_bytes());
    bytes[4..6].copy_from_slice(&CTRL.to_ne_bytes());
    bytes[16] = if input.u8(1) < 240 { 1 } else { input.u8(1) };
    bytes[17] = input.u8(2);
    let memory = Exact::new(&bytes, 0);
    // SAFETY: a whole message.
    let msg = unsafe { nlmsg_convert(memory.ptr().cast()) };
    assert!(!msg.is_null());
    let seen = Cell::new(0);
    // SAFETY: just made.
    unsafe { nlmsg_set_proto(msg, GENERIC) };
    // SAFETY: a live message; the counter outlives the call.
    let parsed = unsafe { nl_msg_parse(msg, Some(look), (&raw const seen).cast_mut().cast()) };
    assert!(parsed <= 0 && seen.get() <= 1 && (parsed < 0 || seen.get() == 1), "{parsed}");
    // SAFETY: ours.
    unsafe { nlmsg_free(msg) };
});

#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
unsafe extern "C" fn look(object: *mut nl_object, seen: *mut c_void) {
    // SAFETY: a live family, and the counter.
    unsafe {
        (*seen.cast::<Cell<u32>>()).set(1);
        assert!(!genl_family_get_name(object.cast()).is_null());
        let copy = nl_object_clone(object);
        assert_eq!(nl_object_identical(object, copy), 1);
        assert_eq!(nl_object_diff64(object, copy), 0);
        assert_eq!(genl_family_get_id(object.cast()), genl_family_get_id(copy.cast()));
        assert_eq!(genl_family_get_hdrsize(object.cast()), genl_family_get_hdrsize(copy.cast()));
        for style in 0..3 {
            let text = |object| {
                printed(|file| {
                    let params = nl_dump_params::new(style);
                    params.dp_fd.set(file);
                    nl_object_dump(object, (&raw const params).cast_mut());
                })
            };
            assert_eq!(text(object), text(copy));
        }
        nl_object_put(copy);
    }
}

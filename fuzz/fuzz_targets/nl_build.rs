// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages built by any sequence of calls: the room is never left, never moves, and holds what a safe
//! reader finds again.
//!
//! First two bytes: the room. Then operations.
#![no_main]

use libc::{c_int, nlattr};
use libfuzzer_sys::fuzz_target;
use nl::capi::attr::nest::{
    nla_nest_cancel, nla_nest_end, nla_nest_end_keep_empty, nla_nest_start, nla_put_nested,
};
use nl::capi::attr::put::{
    nla_put, nla_put_flag, nla_put_string, nla_put_u8, nla_put_u32, nla_put_u64, nla_put_uint,
    nla_reserve,
};
use nl::capi::msg::message::{
    nlmsg_alloc_size, nlmsg_append, nlmsg_expand, nlmsg_free, nlmsg_get_max_size, nlmsg_hdr,
    nlmsg_put, nlmsg_reserve,
};
use nl_sys::layout::nl_msg;
use oxnl_fuzz::input::Operations;
use wire::attr::Attrs;
use wire::nlmsg::Messages;

fuzz_target!(|data: &[u8]| {
    let mut operations = Operations::new(data);
    let Some(room) = operations.u16() else { return };
    // SAFETY: handles of the library's, used as documented.
    unsafe { build(usize::from(room), &mut operations) };
});

/// # Safety
/// None is needed; the calls within are unsafe.
#[allow(clippy::multiple_unsafe_ops_per_block, reason = "a sequence of calls")]
unsafe fn build(room: usize, operations: &mut Operations<'_>) {
    let bytes = vec![0xab_u8; 70_000];
    // SAFETY: a live message throughout, and nests that are open.
    unsafe {
        let msg = nlmsg_alloc_size(room);
        assert!(!msg.is_null());
        let mut nests: Vec<*mut nlattr> = Vec::new();
        let mut plain = true;
        while let Some(what) = operations.u8() {
            let kind = c_int::from(what >> 4);
            let (before, at) = (len(msg), nlmsg_hdr(msg));
            let Some(size) = operations.size() else { break };
            let done = match what & 15 {
                0 => nla_put_u32(msg, kind, 7),
                1 => nla_put_u8(msg, kind, 7),
                2 => nla_put_u64(msg, kind, 7),
                3 => nla_put_uint(msg, kind, size as u64 * 0x1_0000_0001),
                4 => nla_put_flag(msg, kind),
                5 => nla_put(msg, kind, size as c_int, bytes.as_ptr().cast()),
                6 => nla_put(msg, kind, size as c_int + 65_000, bytes.as_ptr().cast()),
                7 => nla_put_string(msg, kind, c"text".as_ptr()),
                8 => {
                    let nest = nla_nest_start(msg, kind);
                    if nest.is_null() {
                        -1
                    } else {
                        nests.push(nest);
                        0
                    }
                }
                9 => nests.pop().map_or(0, |nest| nla_nest_end(msg, nest)),
                10 => nests.pop().map_or(0, |nest| nla_nest_end_keep_empty(msg, nest)),
                11 => {
                    if let Some(nest) = nests.pop() {
                        nla_nest_cancel(msg, nest);
                        assert!(len(msg) <= before);
                    }
                    0
                }
                12 => {
                    // Bytes that are no attribute: the message is not to be read as such any more.
                    let wide = if kind == 15 { usize::MAX - size } else { size };
                    let some = nlmsg_reserve(msg, wide, kind & 7);
                    plain &= some.is_null();
                    c_int::from(some.is_null())
                }
                13 => {
                    plain &= size == 0;
                    nlmsg_append(msg, bytes.as_ptr().cast_mut().cast(), size, kind & 7)
                }
                14 if nests.is_empty() => {
                    let room = room_of(msg);
                    assert_eq!(nlmsg_expand(msg, size * 8) == 0, size * 8 > room);
                    assert_eq!(room_of(msg), room.max(size * 8));
                    check(msg, plain);
                    continue;
                }
                14 => c_int::from(nla_reserve(msg, kind, size as c_int - 5).is_null()),
                _ => {
                    let other = nlmsg_alloc_size(64 + size);
                    nla_put_u32(other, 1, 9);
                    let done = nla_put_nested(msg, kind, other);
                    nlmsg_free(other);
                    done
                }
            };
            // What fails changes nothing but nests that outgrew their length.
            assert!(done <= 0 || what & 15 >= 12, "{done}");
            if done != 0 && what & 15 < 9 {
                assert_eq!(len(msg), before);
            }
            assert_eq!(nlmsg_hdr(msg), at, "the message moved");
            check(msg, plain && nests.is_empty());
        }
        nlmsg_free(nlmsg_put_again(msg));
    }
}

/// # Safety
/// A live message.
unsafe fn nlmsg_put_again(msg: *mut nl_msg) -> *mut nl_msg {
    // SAFETY: by contract.
    let nlh = unsafe { nlmsg_put(msg, 1, 2, 3, 4, 5) };
    assert!(nlh.is_null() || nlh.is_aligned());
    msg
}

/// # Safety
/// A live message.
unsafe fn len(msg: *mut nl_msg) -> usize {
    // SAFETY: by contract.
    let nlh = unsafe { nlmsg_hdr(msg) };
    // SAFETY: a message has a header.
    unsafe { nlh.read() }.nlmsg_len as usize
}

/// # Safety
/// A live message.
unsafe fn room_of(msg: *mut nl_msg) -> usize {
    // SAFETY: by contract.
    unsafe { nlmsg_get_max_size(msg) }
}

/// # Safety
/// A live message.
unsafe fn check(msg: *mut nl_msg, plain: bool) {
    // SAFETY: by contract.
    let len = unsafe { len(msg) };
    // SAFETY: by contract.
    let room = unsafe { room_of(msg) };
    assert!(len <= room && len >= 16);
    if !plain {
        return;
    }
    // SAFETY: by contract.
    let start = unsafe { nlmsg_hdr(msg) }.cast::<u8>();
    // SAFETY: all of the room can be read.
    let bytes = unsafe { std::slice::from_raw_parts(start, room) };
    let message = Messages::new(&bytes[..len]).next().expect("a whole message");
    let mut attrs = Attrs::new(message.payload());
    attrs.by_ref().for_each(drop);
    assert!(attrs.rest().is_empty(), "bytes that are no attribute: {:?}", attrs.rest());
}

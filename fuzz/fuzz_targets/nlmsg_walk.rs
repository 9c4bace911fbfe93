// SPDX-License-Identifier: LGPL-2.1-or-later
//! Stepping over messages by hand, as `for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(...))`
//! does, against the safe walk of `wire` and the rules.
//!
//! Parameters: shift; 4..8 an offset into payloads; 8..12 sequence number; 12..16 port.
#![no_main]

use libc::{c_int, nlmsghdr};
use libfuzzer_sys::fuzz_target;
use mnl::capi::libmnl::nlmsg::{
    mnl_nlmsg_get_payload, mnl_nlmsg_get_payload_len, mnl_nlmsg_get_payload_offset,
    mnl_nlmsg_get_payload_tail, mnl_nlmsg_next, mnl_nlmsg_ok, mnl_nlmsg_portid_ok,
    mnl_nlmsg_seq_ok, mnl_nlmsg_size,
};
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::model::{self, MESSAGE, u32_at};
use wire::nlmsg::{Message, Messages};

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else {
        return;
    };
    let memory = Exact::new(input.bytes, input.shift());
    let mut left = c_int::try_from(memory.len()).expect("inputs are small");
    lengths(&memory, input.u32(4).cast_signed());

    let mut at = memory.ptr().cast::<nlmsghdr>();
    let mut safe = Messages::new(memory.bytes());
    for range in model::messages(memory.bytes()) {
        let message = safe.next().expect("wire finds this message");
        assert_eq!(message.bytes(), &memory.bytes()[range.clone()]);
        assert_eq!(at.cast(), memory.ptr().wrapping_add(range.start));
        // SAFETY: `left` bytes are readable, or it is below 16.
        assert!(unsafe { mnl_nlmsg_ok(at, left) });
        accessors(at, &message, &input);

        let before = left;
        // SAFETY: the message was accepted.
        at = unsafe { mnl_nlmsg_next(at, &raw mut left) };
        assert_eq!(i64::from(before) - i64::from(left), model::align(range.len()) as i64);
    }
    assert!(safe.next().is_none());
    // SAFETY: as above.
    assert!(!unsafe { mnl_nlmsg_ok(at, left) });
    assert_eq!(usize::try_from(left).unwrap_or(0), safe.rest().len());
});

/// `mnl_nlmsg_ok()` with lengths other than that of the buffer, which must not be longer.
fn lengths(memory: &Exact, len: c_int) {
    let size = c_int::try_from(memory.len()).expect("inputs are small");
    for len in [len, len.wrapping_neg(), len & 31, 15, -1, 0] {
        let len = len.min(size);
        // SAFETY: not more than there is.
        let ok = unsafe { mnl_nlmsg_ok(memory.ptr().cast(), len) };
        let expected = usize::try_from(len)
            .is_ok_and(|len| !model::messages(&memory.bytes()[..len]).is_empty());
        assert_eq!(ok, expected, "length {len}");
    }
}

fn accessors(nlh: *const nlmsghdr, message: &Message<'_>, input: &Input<'_>) {
    let bytes = message.bytes();
    let header = message.header();
    let (seq, portid) = (u32_at(bytes, 8), u32_at(bytes, 12));
    assert_eq!((header.nlmsg_seq, header.nlmsg_pid), (seq, portid));
    assert_eq!(header.to_bytes(), bytes[..MESSAGE]);

    let end = bytes.len();
    let payload = message.payload().len();
    // SAFETY: a header.
    assert_eq!(unsafe { mnl_nlmsg_get_payload_len(nlh) }, payload);
    assert_eq!(mnl_nlmsg_size(payload), end);
    let distance = |to: *mut libc::c_void| to.addr().wrapping_sub(nlh.addr());
    // SAFETY: a header.
    assert_eq!(distance(unsafe { mnl_nlmsg_get_payload(nlh) }), MESSAGE);
    // SAFETY: a header.
    let tail = unsafe { mnl_nlmsg_get_payload_tail(nlh) };
    assert_eq!(distance(tail), model::align(end));
    let offset = input.u32(4) as usize;
    // SAFETY: a header.
    let within = unsafe { mnl_nlmsg_get_payload_offset(nlh, offset) };
    assert_eq!(distance(within), MESSAGE + model::align(offset));

    for wanted in [0, seq, input.u32(8)] {
        let expected = wanted == 0 || seq == 0 || wanted == seq;
        // SAFETY: a header.
        assert_eq!(unsafe { mnl_nlmsg_seq_ok(nlh, wanted) }, expected);
    }
    for wanted in [0, portid, input.u32(12)] {
        let expected = wanted == 0 || portid == 0 || wanted == portid;
        // SAFETY: a header.
        assert_eq!(unsafe { mnl_nlmsg_portid_ok(nlh, wanted) }, expected);
    }
}

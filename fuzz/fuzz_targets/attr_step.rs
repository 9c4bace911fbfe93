// SPDX-License-Identifier: LGPL-2.1-or-later
//! Stepping over attributes by hand, as `mnl_attr_for_each()` does, with any length.
//!
//! Parameters: shift; 2..4 the largest type; 4..8 the length, if it is not longer than the bytes.
//! The bytes are attributes.
#![no_main]

use libc::{c_int, c_void, nlattr};
use libfuzzer_sys::fuzz_target;
use mnl::capi::libmnl::attr_get::{
    mnl_attr_get_len, mnl_attr_get_payload, mnl_attr_get_payload_len, mnl_attr_get_str,
    mnl_attr_get_type, mnl_attr_get_uint,
};
use mnl::capi::libmnl::attr_parse::{
    mnl_attr_next, mnl_attr_ok, mnl_attr_parse_nested, mnl_attr_parse_payload, mnl_attr_type_valid,
    mnl_attr_validate, mnl_attr_validate2,
};
use oxnl_fuzz::errno::{self, UNTOUCHED};
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::model::{self, ATTR, u16_at};
use wire::attr::Attrs;

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else {
        return;
    };
    let memory = Exact::new(input.bytes, input.shift());
    let size = c_int::try_from(memory.len()).expect("inputs are small");
    for len in [size, input.u32(4).cast_signed().min(size)] {
        step(&memory, len, &input);
    }
    if memory.len() >= ATTR {
        header_only(&memory, input.shift());
    }
});

fn step(memory: &Exact, len: c_int, input: &Input<'_>) {
    let bytes = &memory.bytes()[..usize::try_from(len).unwrap_or(0)];
    let mut safe = Attrs::new(bytes);
    let mut at = memory.ptr().cast::<nlattr>();
    let mut left = len;
    let mut steps = 0;
    for range in model::attrs(bytes) {
        let attr = safe.next().expect("wire finds this attribute");
        assert_eq!(at.cast(), memory.ptr().wrapping_add(range.start));
        // SAFETY: `left` bytes are readable, or it is below 4.
        let (ok, errno) = errno::of(|| unsafe { mnl_attr_ok(at, left) });
        assert!(ok && errno == UNTOUCHED);
        assert_eq!(attr.payload(), &bytes[range.start + ATTR..range.end]);
        assert_eq!(attr.nla_type(), u16_at(bytes, range.start + 2));
        header(at, &bytes[range.start..], input.u16(2));

        // SAFETY: the attribute was accepted.
        let next = unsafe { mnl_attr_next(at) };
        left -= c_int::try_from(next.addr() - at.addr()).expect("at most 65,536");
        at = next;
        steps += 1;
    }
    assert!(safe.next().is_none());
    // SAFETY: as above.
    assert!(!unsafe { mnl_attr_ok(at, left) });
    assert_eq!(usize::try_from(left).unwrap_or(0), safe.rest().len());

    let mut calls = 0_usize;
    // SAFETY: as many bytes are readable; a negative length stays one.
    let ret = unsafe {
        mnl_attr_parse_payload(
            memory.ptr().cast(),
            if len < 0 { len as usize } else { input.wide(bytes.len()) },
            Some(count),
            (&raw mut calls).cast(),
        )
    };
    assert_eq!((ret, calls), (1, steps));
}

/// What reads no more than the header, which may claim anything.
fn header(attr: *const nlattr, bytes: &[u8], maxtype: u16) {
    let (nla_len, kind) = (u16_at(bytes, 0), u16_at(bytes, 2) & 0x3fff);
    // SAFETY: a header.
    assert_eq!(unsafe { mnl_attr_get_type(attr) }, kind);
    // SAFETY: a header.
    assert_eq!(unsafe { mnl_attr_get_len(attr) }, nla_len);
    // SAFETY: a header.
    let payload_len = unsafe { mnl_attr_get_payload_len(attr) };
    assert_eq!(payload_len, nla_len.wrapping_sub(4));
    // SAFETY: a header.
    let payload = unsafe { mnl_attr_get_payload(attr) };
    assert_eq!(payload.addr(), attr.addr() + ATTR);
    // SAFETY: a header.
    let text = unsafe { mnl_attr_get_str(attr) };
    assert_eq!(text.addr(), attr.addr() + ATTR);
    // SAFETY: a header.
    let next = unsafe { mnl_attr_next(attr) };
    assert_eq!(next.addr(), attr.addr() + model::align(usize::from(nla_len)));

    for maxtype in [maxtype, kind, kind.wrapping_sub(1)] {
        let expected = if kind <= maxtype { (1, UNTOUCHED) } else { (-1, libc::EOPNOTSUPP) };
        // SAFETY: a header.
        let found = errno::of(|| unsafe { mnl_attr_type_valid(attr, maxtype) });
        assert_eq!(found, expected, "type {kind}, largest {maxtype}");
    }
}

/// The first attribute with nothing behind its header. If it claims not even that, nothing may read
/// a payload, although the claim is against the contract of these functions.
fn header_only(memory: &Exact, shift: usize) {
    let alone = Exact::new(&memory.bytes()[..ATTR], shift);
    let attr = alone.ptr().cast::<nlattr>();
    header(attr, alone.bytes(), u16::MAX);
    if u16_at(alone.bytes(), 0) > 4 {
        return;
    }
    for data_type in 0..=model::TYPES {
        for exact in [0, 1, 65_532, 65_533, 65_534, 65_535] {
            // SAFETY: no payload is claimed.
            let ret = unsafe { mnl_attr_validate2(attr, data_type, exact) };
            assert!(ret == 0 || ret == -1);
        }
        // SAFETY: no payload is claimed.
        let ret = unsafe { mnl_attr_validate(attr, data_type) };
        assert!(ret == 0 || ret == -1);
    }
    // SAFETY: no payload is claimed.
    assert_eq!(unsafe { mnl_attr_get_uint(attr) }, u64::MAX);
    let mut calls = 0_usize;
    // SAFETY: no payload is claimed.
    let ret = unsafe { mnl_attr_parse_nested(attr, Some(count), (&raw mut calls).cast()) };
    assert_eq!((ret, calls), (1, 0));
}

/// # Safety
/// `data` points to a `usize`.
unsafe extern "C" fn count(_: *const nlattr, data: *mut c_void) -> c_int {
    // SAFETY: by contract.
    unsafe { *data.cast::<usize>() += 1 };
    1
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Callbacks over the attributes of messages, validation, getters, nests.
//!
//! Parameters: shift; 1 which call is answered with something else than "go on", and with what;
//! 2..4 a payload length to validate; 4..8 the offset of the attributes.
//!
//! Each message gets memory up to its aligned end: that far `mnl_attr_parse()` may read.
#![no_main]

use libc::{c_int, c_void, nlattr};
use libfuzzer_sys::fuzz_target;
use mnl::capi::libmnl::attr_get::{
    mnl_attr_get_payload, mnl_attr_get_payload_len, mnl_attr_get_str, mnl_attr_get_u8,
    mnl_attr_get_u16, mnl_attr_get_u32, mnl_attr_get_u64, mnl_attr_get_uint,
};
use mnl::capi::libmnl::attr_parse::{
    mnl_attr_parse, mnl_attr_parse_nested, mnl_attr_parse_payload, mnl_attr_validate,
    mnl_attr_validate2,
};
use oxnl_fuzz::errno::{self, UNTOUCHED};
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::model::{self, ATTR, MESSAGE};
use wire::attr::{Attr, Attrs};
use wire::nlmsg::Messages;

/// How deep nests are followed; attributes at depth 0 are only counted.
const DEPTH: u8 = 5;

/// Every data type, and some that are none.
const TYPES: [u32; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0x8000_0001, u32::MAX];

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else {
        return;
    };
    let script = Script {
        at: usize::from(input.u8(1) >> 3),
        answer: [1, 2, c_int::MAX, 0, -1, -4, c_int::MIN, 1][usize::from(input.u8(1) & 7)],
        exact: usize::from(input.u16(2)),
    };
    for message in Messages::new(input.bytes) {
        let mut bytes = message.bytes().to_vec();
        bytes.resize(model::align(bytes.len()), 0);
        let memory = Exact::new(&bytes, input.shift());
        let offset = input.u32(4);
        let mut offsets = vec![offset, offset.wrapping_neg(), 0];
        offsets.dedup();
        for offset in offsets {
            parse(&memory, offset, &script);
            // The safe walk stops at the message's end proper.
            let all = Attrs::new(behind(memory.bytes(), offset));
            for (safe, padded) in message.attrs(offset as usize).zip(all) {
                assert_eq!(safe.nla_type(), padded.nla_type());
                assert_eq!(safe.payload(), padded.payload());
            }
        }
    }
});

/// What the callbacks answer and try.
struct Script {
    /// The call that gets `answer`.
    at: usize,
    answer: c_int,
    /// A payload length to validate.
    exact: usize,
}

impl Script {
    fn answer(&self, call: usize) -> c_int {
        if call == self.at { self.answer } else { 1 + (call % 3) as c_int }
    }
}

/// One walk: what is expected, and what has come of it so far.
struct Walk<'a> {
    script: &'a Script,
    attrs: Vec<Attr<'a>>,
    calls: usize,
    depth: u8,
}

impl<'a> Walk<'a> {
    fn new(script: &'a Script, stream: &'a [u8], depth: u8) -> Self {
        let attrs: Vec<_> = Attrs::new(stream).collect();
        let ranges = model::attrs(stream);
        assert_eq!(attrs.len(), ranges.len());
        for (attr, range) in attrs.iter().zip(ranges) {
            assert_eq!(attr.payload(), &stream[range.start + ATTR..range.end]);
        }
        Self { script, attrs, calls: 0, depth }
    }

    fn check(mut self, run: impl FnOnce(*mut c_void) -> c_int) {
        let expected = model::walk(self.attrs.len(), |call| self.script.answer(call));
        let (ret, errno) = errno::of(|| run((&raw mut self).cast()));
        assert_eq!((ret, self.calls), expected);
        // The last call of the callback may have left one.
        assert!(errno == UNTOUCHED || self.calls > 0);
    }
}

fn parse(memory: &Exact, offset: u32, script: &Script) {
    let stream = behind(memory.bytes(), offset);
    // SAFETY: the memory holds a message that was accepted, up to its aligned end.
    Walk::new(script, stream, DEPTH)
        .check(|data| unsafe { mnl_attr_parse(memory.ptr().cast(), offset, Some(visit), data) });
}

/// The attributes behind `offset` bytes of payload.
fn behind(message: &[u8], offset: u32) -> &[u8] {
    let at = MESSAGE + model::align(offset as usize);
    message.get(at..).unwrap_or_default()
}

/// # Safety
/// `data` points to a [`Walk`], `attr` to an attribute it expects.
unsafe extern "C" fn visit(attr: *const nlattr, data: *mut c_void) -> c_int {
    // SAFETY: by contract, and nobody else uses it meanwhile.
    let walk = unsafe { &mut *data.cast::<Walk<'_>>() };
    let call = walk.calls;
    walk.calls += 1;
    assert!(call < walk.attrs.len(), "called too often");
    let expected = walk.attrs[call];
    let payload = expected.payload();
    // SAFETY: a header.
    let at = unsafe { mnl_attr_get_payload(attr) };
    assert_eq!(at.addr(), payload.as_ptr().addr(), "not the expected attribute");
    // SAFETY: a header.
    let len = unsafe { mnl_attr_get_payload_len(attr) };
    assert_eq!(usize::from(len), payload.len());

    if walk.depth == 0 {
        return walk.script.answer(call);
    }
    validate(attr, payload, walk.script.exact);
    get(attr, &expected);
    if payload.len() >= ATTR {
        let script = walk.script;
        // SAFETY: the attribute is whole.
        Walk::new(script, payload, walk.depth - 1)
            .check(|data| unsafe { mnl_attr_parse_nested(attr, Some(visit), data) });
        // SAFETY: as many bytes are there.
        Walk::new(script, payload, 0)
            .check(|data| unsafe { mnl_attr_parse_payload(at, payload.len(), Some(visit), data) });
    }
    walk.script.answer(call)
}

fn validate(attr: *const nlattr, payload: &[u8], exact: usize) {
    for data_type in TYPES {
        let expect = |found: (c_int, c_int), exact: Option<usize>| {
            let expected = match model::validate(payload, data_type, exact) {
                None => (0, UNTOUCHED),
                Some(errno) => (-1, errno),
            };
            assert_eq!(found, expected, "type {data_type}, length {exact:?}, {payload:?}");
        };
        // SAFETY: the attribute is whole.
        expect(errno::of(|| unsafe { mnl_attr_validate(attr, data_type) }), None);
        for exact in [0, exact, payload.len(), payload.len() + 1, usize::MAX - 3] {
            // SAFETY: the attribute is whole.
            let found = errno::of(|| unsafe { mnl_attr_validate2(attr, data_type, exact) });
            expect(found, Some(exact));
        }
    }
}

/// The getters, as far as the payload reaches.
fn get(attr: *const nlattr, expected: &Attr<'_>) {
    let payload = expected.payload();
    let mut uint = u64::MAX;
    if let [byte, ..] = payload {
        // SAFETY: so many bytes are there.
        let found = unsafe { mnl_attr_get_u8(attr) };
        assert_eq!((found, expected.u8()), (*byte, Some(*byte)));
    }
    if let Some(bytes) = payload.first_chunk() {
        let value = u16::from_ne_bytes(*bytes);
        // SAFETY: so many bytes are there.
        let found = unsafe { mnl_attr_get_u16(attr) };
        assert_eq!((found, expected.u16()), (value, Some(value)));
    }
    if let Some(bytes) = payload.first_chunk() {
        let value = u32::from_ne_bytes(*bytes);
        // SAFETY: so many bytes are there.
        let found = unsafe { mnl_attr_get_u32(attr) };
        assert_eq!((found, expected.u32()), (value, Some(value)));
    }
    if let Some(bytes) = payload.first_chunk() {
        let value = u64::from_ne_bytes(*bytes);
        // SAFETY: so many bytes are there.
        let found = unsafe { mnl_attr_get_u64(attr) };
        assert_eq!((found, expected.u64()), (value, Some(value)));
    }
    if matches!(payload.len(), 1 | 2 | 4 | 8) {
        let mut bytes = [0; 8];
        bytes[..payload.len()].copy_from_slice(payload);
        uint = u64::from_le_bytes(bytes);
    }
    if cfg!(target_endian = "little") {
        // SAFETY: the attribute is whole.
        assert_eq!(unsafe { mnl_attr_get_uint(attr) }, uint);
    }
    if payload.last() == Some(&0) {
        // SAFETY: the attribute has a payload.
        let text = unsafe { mnl_attr_get_str(attr) };
        // SAFETY: it ends with NUL.
        let text = unsafe { std::ffi::CStr::from_ptr(text) };
        assert_eq!(text.to_bytes(), expected.str_bytes());
    }
}

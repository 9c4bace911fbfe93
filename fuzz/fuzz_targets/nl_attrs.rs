// SPDX-License-Identifier: LGPL-2.1-or-later
//! libnl's `nla_parse()`, `nla_validate()`, `nla_find()` and getters over any bytes, with any policy.
//!
//! Parameters: shift; 1 the highest type; 2..4 a seed of the policy; 4 its share.
#![no_main]

use std::ptr;

use libc::{c_int, nlattr};
use libfuzzer_sys::fuzz_target;
use nl::capi::attr::basic::{nla_data, nla_len, nla_next, nla_ok, nla_type};
use nl::capi::attr::get::{
    nla_get_flag, nla_get_msecs, nla_get_s64, nla_get_sint, nla_get_string, nla_get_u8,
    nla_get_u16, nla_get_u32, nla_get_u64, nla_get_uint, nla_strdup,
};
use nl::capi::attr::nest::nla_parse_nested;
use nl::capi::attr::parse::{
    nla_find, nla_memcmp, nla_memcpy, nla_parse, nla_strcmp, nla_strlcpy, nla_validate,
};
use nl_sys::layout::nla_policy;
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::model::{self, u16_at};

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else { return };
    let memory = Exact::new(input.bytes, input.shift());
    let max = usize::from(input.u8(1) & 63);
    let policy = policy(&input, max);
    let head = memory.ptr().cast::<nlattr>();
    let len = c_int::try_from(memory.len()).unwrap();

    let all = model::attrs(memory.bytes());
    walk(&memory, &all);
    for (count, policy) in [(0, None), (max + 1, Some(&policy))] {
        let mut table = vec![ptr::null_mut::<nlattr>(); max + 1];
        let rules = policy.map_or(ptr::null(), |policy| policy.as_ptr());
        // SAFETY: the bytes are readable, the table and the policy are as long as said.
        let parsed = unsafe { nla_parse(table.as_mut_ptr(), max as c_int, head, len, rules) };
        let expected = expected(&memory, &all, max, policy.filter(|_| count > 0));
        assert_eq!(parsed, expected.as_ref().map_or_else(|code| *code, |_| 0));
        if let Ok(offsets) = expected {
            for (attr, offset) in table.iter().zip(offsets) {
                let at = offset.map_or(ptr::null(), |at| memory.ptr().wrapping_add(at));
                assert!(ptr::eq(attr.cast::<u8>(), at));
            }
        }
        if policy.is_some() {
            // SAFETY: as above.
            let valid = unsafe { nla_validate(head, len, max as c_int, rules) };
            assert_eq!(valid, parsed);
        }
        for attr in table.into_iter().filter(|attr| !attr.is_null()) {
            read(attr, max);
        }
    }
});

/// A policy for each type, of a seed.
fn policy(input: &Input<'_>, max: usize) -> Vec<nla_policy> {
    let (seed, share) = (usize::from(input.u16(2)), usize::from(input.u8(4)));
    (0..=max)
        .map(|kind| {
            let mix = (kind + 1).wrapping_mul(seed | 1).wrapping_mul(40_503);
            let wanted = mix >> 3 & 255 < share;
            nla_policy {
                type_: if wanted { (mix >> 11 & 31) as u16 } else { 0 },
                minlen: if wanted && mix & 4 != 0 { (mix >> 16 & 15) as u16 } else { 0 },
                maxlen: if wanted && mix & 2 != 0 { (mix >> 20 & 31) as u16 } else { 0 },
            }
        })
        .collect()
}

/// The offsets that a table should have, or the error.
fn expected(
    memory: &Exact,
    all: &[std::ops::Range<usize>],
    max: usize,
    policy: Option<&Vec<nla_policy>>,
) -> Result<Vec<Option<usize>>, c_int> {
    let mut offsets = vec![None; max + 1];
    for range in all {
        let kind = usize::from(u16_at(memory.bytes(), range.start + 2) & 0x3fff);
        if kind > max {
            continue;
        }
        let payload = &memory.bytes()[range.start + 4..range.end];
        if let Some(rule) = policy.map(|policy| policy[kind]) {
            check(payload, rule)?;
        }
        offsets[kind] = Some(range.start);
    }
    Ok(offsets)
}

/// What libnl documents of policies.
fn check(payload: &[u8], rule: nla_policy) -> Result<(), c_int> {
    const INVAL: c_int = -7;
    const RANGE: c_int = -8;
    if rule.type_ > 21 {
        return Err(INVAL);
    }
    let least = match (rule.minlen, rule.type_) {
        (0, 1) => 1,
        (0, 2) => 2,
        (0, 3) => 4,
        (0, 4) => 8,
        (0, 5) => 1,
        (0, 20 | 21) => 4,
        (least, _) => usize::from(least),
    };
    if payload.len() < least || (rule.maxlen != 0 && payload.len() > usize::from(rule.maxlen)) {
        return Err(RANGE);
    }
    if rule.type_ == 5 && payload.last() != Some(&0) {
        return Err(INVAL);
    }
    Ok(())
}

/// The walk that the macros make.
fn walk(memory: &Exact, all: &[std::ops::Range<usize>]) {
    let mut attr = memory.ptr().cast::<nlattr>().cast_const();
    let mut left = c_int::try_from(memory.len()).unwrap();
    let mut seen = Vec::new();
    // SAFETY: `left` bytes are readable.
    while unsafe { nla_ok(attr, left) } != 0 {
        seen.push(attr.addr() - memory.ptr().addr());
        // SAFETY: the attribute fits.
        attr = unsafe { nla_next(attr, &raw mut left) };
    }
    assert!(seen.iter().eq(all.iter().map(|range| &range.start)));
    for kind in [0, 1, 5, 0x3fff] {
        let first = all
            .iter()
            .find(|range| usize::from(u16_at(memory.bytes(), range.start + 2) & 0x3fff) == kind);
        // SAFETY: the bytes are readable.
        let found = unsafe { nla_find(memory.ptr().cast(), memory.len() as c_int, kind as c_int) };
        let at = first.map_or(ptr::null(), |range| memory.ptr().wrapping_add(range.start));
        assert!(ptr::eq(found.cast::<u8>(), at));
    }
}

/// Every getter, on an attribute that fits: none may read beyond it.
fn read(attr: *mut nlattr, max: usize) {
    let mut room = [0_i8; 8];
    // SAFETY: the attribute fits the memory; the rest is ours.
    #[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
    unsafe {
        let len = usize::try_from(nla_len(attr)).unwrap();
        let bytes = std::slice::from_raw_parts(nla_data(attr).cast::<u8>(), len);
        assert!(nla_type(attr) <= 0x3fff);
        let number = |size: usize| {
            let mut wide = [0; 8];
            if let Some(some) = bytes.get(..size) {
                wide[..size].copy_from_slice(some);
            }
            u64::from_ne_bytes(wide)
        };
        // As if zeros followed.
        let padded = |size: usize| {
            let mut wide = [0; 8];
            let there = size.min(len);
            wide[..there].copy_from_slice(&bytes[..there]);
            u64::from_ne_bytes(wide)
        };
        assert_eq!(u64::from(nla_get_u8(attr)), padded(1));
        assert_eq!(u64::from(nla_get_u16(attr)), padded(2));
        assert_eq!(u64::from(nla_get_u32(attr)), padded(4));
        assert_eq!(nla_get_u64(attr), number(8));
        assert_eq!(nla_get_s64(attr).cast_unsigned(), number(8));
        assert_eq!(nla_get_msecs(attr), number(8));
        assert_eq!(nla_get_uint(attr), number(if len == 4 { 4 } else { 8 }));
        nla_get_sint(attr);
        assert_eq!(nla_get_flag(attr), 1);
        let text: Vec<u8> = bytes.iter().copied().take_while(|&byte| byte != 0).collect();
        let got = std::ffi::CStr::from_ptr(nla_get_string(attr)).to_bytes();
        assert_eq!(got, if text.len() < len { &text[..] } else { b"" });
        let copy = nla_strdup(attr);
        assert_eq!(std::ffi::CStr::from_ptr(copy).to_bytes(), text);
        libc::free(copy.cast());
        // What is said to be there: the payload, without a NUL at its end.
        let said = bytes.strip_suffix(b"\0").unwrap_or(bytes).len();
        assert_eq!(nla_strlcpy(room.as_mut_ptr(), attr, room.len()), said);
        assert_eq!(nla_memcpy(room.as_mut_ptr().cast(), attr, 8), len.min(8) as c_int);
        assert_eq!(nla_memcmp(attr, bytes.as_ptr().cast(), len), 0);
        nla_strcmp(attr, c"text".as_ptr());
        let mut table = vec![ptr::null_mut(); max + 1];
        nla_parse_nested(table.as_mut_ptr(), max as c_int, attr, ptr::null());
    }
}

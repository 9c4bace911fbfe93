// SPDX-License-Identifier: LGPL-2.1-or-later
//! The printed table, byte for byte.
//!
//! Parameters: shift; 0 further bits: too large a length; 4..8 size of the extra header, and 8..12
//! its upper half.
#![no_main]

use std::fmt::Write;

use libfuzzer_sys::fuzz_target;
use mnl::capi::libmnl::nlmsg::mnl_nlmsg_fprintf;
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::model::{self, MESSAGE, u16_at, u32_at};
use oxnl_fuzz::stream::printed;

const RULE: &str = "----------------\t------------------\n";

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else {
        return;
    };
    let memory = Exact::new(input.bytes, input.shift());
    let extra = input.u32(4) as usize | (input.u32(8) as usize) << 32;
    let printed = printed(|file| {
        // SAFETY: the stream is open, the bytes are readable.
        unsafe {
            mnl_nlmsg_fprintf(file, memory.ptr().cast(), input.wide(memory.len()), extra);
        }
    });
    let mut expected = String::new();
    for range in model::messages(memory.bytes()) {
        let behind = &memory.bytes()[range.start..];
        message(&mut expected, behind, range.len(), extra).expect("strings take everything");
    }
    let printed = String::from_utf8(printed).expect("ASCII");
    for line in printed.split_inclusive('\n') {
        assert!(line.ends_with('\n') && line.starts_with(['-', '|']), "{line:?}");
    }
    assert_eq!(printed, expected);
});

/// The message of `len` bytes at the start of `bytes`, which may go on behind it.
fn message(out: &mut String, bytes: &[u8], len: usize, extra: usize) -> std::fmt::Result {
    let (nlmsg_type, flags) = (u16_at(bytes, 4), u16_at(bytes, 6));
    let flag = |bit: u16, letter: char| if flags & bit != 0 { letter } else { '-' };
    let (r, m, a, e) = (flag(1, 'R'), flag(2, 'M'), flag(4, 'A'), flag(8, 'E'));
    out.push_str(RULE);
    writeln!(out, "|  {:010}  |\t| message length |", u32_at(bytes, 0))?;
    writeln!(out, "| {nlmsg_type:05} | {r}{m}{a}{e} |\t|  type | flags  |")?;
    writeln!(out, "|  {:010}  |\t| sequence number|", u32_at(bytes, 8))?;
    writeln!(out, "|  {:010}  |\t|     port ID    |", u32_at(bytes, 12))?;
    out.push_str(RULE);
    let mut extra = extra;
    let mut data = 0_i64;
    for at in (MESSAGE..len).step_by(4) {
        let mut word = [0; 4];
        for (to, from) in word.iter_mut().zip(&bytes[at..]) {
            *to = *from;
        }
        let [b0, b1, b2, b3] = word;
        let hex = format!("| {b0:02x} {b1:02x} {b2:02x} {b3:02x}  |\t");
        let (nla_len, nla_type) = (u16_at(&word, 0), u16_at(&word, 2));
        let kind = nla_type & 0x3fff;
        if nlmsg_type < 16 {
            writeln!(out, "{hex}|                |")?;
        } else if extra > 0 {
            extra = extra.wrapping_sub(4);
            writeln!(out, "{hex}|  extra header  |")?;
        } else if data == 0 && kind != 0 {
            let nested = if nla_type & 0x8000 != 0 { 'N' } else { '-' };
            let order = if nla_type & 0x4000 != 0 { 'B' } else { '-' };
            write!(out, "|\x1b[1;31m{nla_len:05}\x1b[0m|\x1b[1;32m{nested}{order}")?;
            writeln!(out, "\x1b[0m|\x1b[1;34m{kind:05}\x1b[0m|\t|len |flags| type|")?;
            if nested == '-' {
                data = model::align(usize::from(nla_len)) as i64 - 4;
            }
        } else if data > 0 {
            data -= 4;
            let text = word.map(|byte| match byte {
                0x20..0x7f => char::from(byte),
                _ => ' ',
            });
            let [c0, c1, c2, c3] = text;
            writeln!(out, "{hex}|      data      |\t {c0} {c1} {c2} {c3}")?;
        }
    }
    out.push_str(RULE);
    Ok(())
}

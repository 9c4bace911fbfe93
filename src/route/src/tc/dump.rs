// SPDX-License-Identifier: LGPL-2.1-or-later
//! Printing objects of traffic control.

use core::ptr;

use libc::{c_char, c_double, c_ulonglong};
use nl_sys::ffi;
use nl_sys::print::{Printer, Style};
use os::text::{Append, Text};

use super::object::{attr, rtnl_tc};
use super::registry;
use crate::classid;
use crate::interfaces::Interfaces;

/// Prints an object.
pub fn object(tc: &rtnl_tc, style: Style, to: &Printer<'_>) {
    line(tc, to);
    if style != Style::Line {
        details(tc, to);
    }
    if style == Style::Stats {
        statistics(tc, to);
    }
}

fn line(tc: &rtnl_tc, to: &Printer<'_>) {
    to.new_line();
    let interfaces = Interfaces::provided();
    let prefix = registry::printed(tc.r#type.get()).map(|printed| printed.tt_dump_prefix);
    if let Some(prefix) = prefix.filter(|prefix| !prefix.is_null()) {
        // SAFETY: live parameters, and a string.
        unsafe { ffi::nl_dump(to.as_ptr(), c"%s ".as_ptr(), prefix) };
    }
    to.with(|text| {
        tc.kind.push_to(text);
        text.push(b" dev ");
        if !interfaces.push_known(text, tc.ifindex.get()) {
            text.push_dec(tc.ifindex.get().into());
        }
        text.push(b" id ");
        push_handle(text, tc.handle.get());
        text.push(b" parent ");
        push_handle(text, tc.parent.get());
    });
    specifics(tc, Style::Line, to);
    to.with(|text| text.push(b"\n"));
}

fn details(tc: &rtnl_tc, to: &Printer<'_>) {
    to.new_line();
    to.with(|text| {
        text.push(b"  ");
        for (bit, name, value) in [
            (attr::MTU, &b" mtu "[..], &tc.mtu),
            (attr::MPU, b" mpu ", &tc.mpu),
            (attr::OVERHEAD, b" overhead ", &tc.overhead),
        ] {
            if tc.has(bit) {
                text.push(name);
                text.push_dec(value.get().into());
            }
        }
    });
    let any = specifics(tc, Style::Details, to);
    to.with(|text| text.push(if any { b"\n" } else { b"no options\n" }));
}

fn statistics(tc: &rtnl_tc, to: &Printer<'_>) {
    let [packets, bytes, rate_bps, rate_pps, qlen, backlog, drops, _, overlimits] = &tc.stats;
    to.new_line();
    to.with(|text| {
        text.push(b"  stats: bytes          packets      ");
        text.push(b"drops      overlimits qlen       backlog   \n");
    });
    let amount = Amount::bytes(bytes.get());
    // SAFETY: live parameters, and arguments as the format says.
    unsafe {
        ffi::nl_dump_line(
            to.as_ptr(),
            c"       %10.2f %3s   %10llu   %-10llu %-10llu %-10llu %-10llu\n".as_ptr(),
            amount.single(),
            amount.unit,
            packets.get(),
            drops.get(),
            overlimits.get(),
            qlen.get(),
            backlog.get(),
        );
    };
    let amount = Amount::bytes(rate_bps.get());
    // SAFETY: as above.
    unsafe {
        ffi::nl_dump_line(
            to.as_ptr(),
            c"       %10.2f %3s/s %10llu/s\n".as_ptr(),
            amount.single(),
            amount.unit,
            rate_pps.get(),
        );
    };
}

/// Prints what is special to the type, and to the kind; returns whether there is something for the kind.
fn specifics(tc: &rtnl_tc, style: Style, to: &Printer<'_>) -> bool {
    let data = tc.data().unwrap_or(ptr::null_mut());
    let printed = registry::printed(tc.r#type.get());
    if let Some(dump) = printed.and_then(|printed| style.pick(printed.tt_dump)) {
        // SAFETY: an object of the type, and live parameters.
        unsafe { dump(tc.as_ptr(), to.as_ptr()) };
    }
    let Some(dump) = tc.ops().and_then(|ops| style.pick(ops.to_dump)) else { return false };
    // SAFETY: the kind's own function, on the kind's own data.
    unsafe { dump(tc.as_ptr(), data, to.as_ptr()) };
    true
}

/// Appends a handle, at most 31 bytes of it.
pub fn push_handle(text: &mut impl Append, handle: u32) {
    let mut name = Text::<31>::new();
    classid::push_handle(&mut name, handle);
    text.push(name.as_bytes());
}

/// A number of bytes, or of bits, in the unit in which it is easiest to read.
#[derive(Clone, Copy, Debug)]
pub struct Amount {
    /// How many units.
    pub value: c_double,
    /// The unit, a string that stays.
    pub unit: *mut c_char,
}

impl Amount {
    /// Of bytes.
    #[must_use]
    pub fn bytes(bytes: u64) -> Self {
        let mut unit = ptr::null_mut();
        // SAFETY: a place for the unit.
        let value = unsafe { ffi::nl_cancel_down_bytes(c_ulonglong::from(bytes), &raw mut unit) };
        Self { value, unit }
    }

    /// Of bits.
    #[must_use]
    pub fn bits(bits: u64) -> Self {
        let mut unit = ptr::null_mut();
        // SAFETY: a place for the unit.
        let value = unsafe { ffi::nl_cancel_down_bits(c_ulonglong::from(bits), &raw mut unit) };
        Self { value, unit }
    }

    /// In single precision, which is what statistics are printed in.
    #[must_use]
    pub fn single(self) -> c_double {
        #[expect(clippy::cast_possible_truncation, reason = "as upstream rounds")]
        let single = self.value as f32;
        single.into()
    }
}

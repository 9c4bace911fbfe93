// SPDX-License-Identifier: LGPL-2.1-or-later
//! Printing a manager, for people who debug.

use core::ptr;

use libc::{c_int, c_void};
use nl_sys::layout::{nl_cache, nl_cache_assoc, nl_dump_params};

use super::Manager;
use crate::families::NETLINK_FAMILIES;
use crate::strings::Append;
use crate::{cache, dump, registry};

impl Manager {
    /// Prints what is managed, for people who debug.
    pub fn print(&self, params: &nl_dump_params) {
        line(params, b"cache-manager <", Value::Pointer(ptr::from_ref(self).cast()), b">\n");
        line(params, b"  .protocol = ", Value::Protocol(self.protocol), b"\n");
        line(params, b"  .flags    = ", Value::Bits(self.flags.get().cast_unsigned()), b"\n");
        line(params, b"  .nassocs  = ", Value::Number(self.count.get()), b"\n");
        line(params, b"  .sock     = <", Value::Pointer(self.events.cast()), b">\n");
        for (number, slot) in self.managed() {
            // SAFETY: the manager holds a reference.
            if let Some(cache) = unsafe { slot.ca_cache.as_ref() } {
                print_slot(params, number, &slot, cache);
            }
        }
    }
}

/// Prints a slot and the cache in it.
fn print_slot(params: &nl_dump_params, number: c_int, slot: &nl_cache_assoc, cache: &nl_cache) {
    line(params, b"  .cache[", Value::Slot(number, slot.ca_cache.cast()), b"> {\n");
    dump::new_line(params);
    dump::text(params, b"    .name = ");
    dump::text(params, cache::ops(cache).map_or(c"", registry::cache_name).to_bytes());
    dump::text(params, b"\n");
    let function = slot.ca_change.map_or(ptr::null(), |function| function as *const c_void);
    line(params, b"    .change_func = <", Value::Pointer(function), b">\n");
    let data = slot.ca_change_data.cast_const();
    line(params, b"    .change_data = <", Value::Pointer(data), b">\n");
    line(params, b"    .nitems = ", Value::Number(cache.c_nitems.get()), b"\n");
    dump::line(params, b"    .objects = {\n");
    let prefix = params.dp_prefix.get();
    params.dp_prefix.set(prefix.saturating_add(6));
    cache::dump::dump(cache, params, None);
    params.dp_prefix.set(prefix);
    dump::line(params, b"    }\n");
    dump::line(params, b"  }\n");
}

/// What a line is about.
enum Value {
    /// As `%p` prints it.
    Pointer(*const c_void),
    /// The number of a slot, and what is in it.
    Slot(c_int, *const c_void),
    Number(c_int),
    /// As `%#x` prints them.
    Bits(u32),
    /// Its name, or the number.
    Protocol(c_int),
}

/// Prints a line in one piece.
#[inline(never)]
fn line(params: &nl_dump_params, before: &[u8], value: Value, after: &[u8]) {
    let mut text = dump::Text::<96>::new();
    text.push(before);
    let hex = match value {
        Value::Pointer(pointer) => pointer.addr() as u64,
        Value::Slot(number, pointer) => {
            text.push_int(number.into());
            text.push(b"] = <");
            pointer.addr() as u64
        }
        Value::Bits(bits) => bits.into(),
        Value::Protocol(number) => number.cast_unsigned().into(),
        Value::Number(_) => 0,
    };
    let name = match value {
        Value::Protocol(number) => NETLINK_FAMILIES.names().name_of(number),
        _ => None,
    };
    match (value, name) {
        (_, Some(name)) => text.push_c(name),
        (Value::Number(number), _) => text.push_int(number.into()),
        (Value::Pointer(_) | Value::Slot(..), _) if hex == 0 => text.push(b"(nil)"),
        (Value::Bits(0), _) => text.push(b"0"),
        _ => {
            text.push(b"0x");
            text.push_hex(hex, 1);
        }
    }
    text.push(after);
    dump::line(params, text.as_bytes());
}

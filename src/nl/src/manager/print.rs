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
        line(params, b"cache-manager <", |text| push_pointer(text, ptr::from_ref(self)), b">\n");
        line(params, b"  .protocol = ", |text| push_protocol(text, self.protocol), b"\n");
        let flags = self.flags.get().cast_unsigned();
        line(params, b"  .flags    = ", |text| push_flags(text, flags), b"\n");
        line(params, b"  .nassocs  = ", |text| text.push_int(self.count.get().into()), b"\n");
        line(params, b"  .sock     = <", |text| push_pointer(text, self.events), b">\n");
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
    let heading = |text: &mut Text| {
        text.push_int(number.into());
        text.push(b"] = <");
        push_pointer(text, slot.ca_cache);
    };
    line(params, b"  .cache[", heading, b"> {\n");
    dump::new_line(params);
    dump::text(params, b"    .name = ");
    dump::text(params, cache::ops(cache).map_or(c"", registry::cache_name).to_bytes());
    dump::text(params, b"\n");
    let function = slot.ca_change.map_or(ptr::null(), |function| function as *const c_void);
    line(params, b"    .change_func = <", |text| push_pointer(text, function), b">\n");
    let data = slot.ca_change_data;
    line(params, b"    .change_data = <", |text| push_pointer(text, data), b">\n");
    let count = cache.c_nitems.get();
    line(params, b"    .nitems = ", |text| text.push_int(count.into()), b"\n");
    dump::line(params, b"    .objects = {\n");
    let prefix = params.dp_prefix.get();
    params.dp_prefix.set(prefix.saturating_add(6));
    cache::dump::dump(cache, params, None);
    params.dp_prefix.set(prefix);
    dump::line(params, b"    }\n");
    dump::line(params, b"  }\n");
}

/// Room for a line without a cache's name.
type Text = dump::Text<96>;

/// Prints a line in one piece.
fn line(params: &nl_dump_params, before: &[u8], value: impl FnOnce(&mut Text), after: &[u8]) {
    let mut text = Text::new();
    text.push(before);
    value(&mut text);
    text.push(after);
    dump::line(params, text.as_bytes());
}

/// Appends an address as `%p` does.
fn push_pointer<T>(text: &mut Text, pointer: *const T) {
    if pointer.is_null() {
        return text.push(b"(nil)");
    }
    text.push(b"0x");
    text.push_hex(pointer.addr() as u64, 1);
}

/// Appends bits as `%#x` does.
fn push_flags(text: &mut Text, flags: u32) {
    if flags != 0 {
        text.push(b"0x");
    }
    text.push_hex(flags.into(), 1);
}

/// Appends the name of a netlink protocol, or its number.
fn push_protocol(text: &mut Text, protocol: c_int) {
    match NETLINK_FAMILIES.names().name_of(protocol) {
        Some(name) => text.push_c(name),
        None => {
            text.push(b"0x");
            text.push_hex(protocol.cast_unsigned().into(), 1);
        }
    }
}

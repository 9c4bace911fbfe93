// SPDX-License-Identifier: LGPL-2.1-or-later
//! Printing routes.

use core::ffi::CStr;

use libc::c_int;
use nl_sys::ffi;
use nl_sys::print::{Printer, Style};
use nl_sys::strings;
use os::text::{Append, Text};

use super::names;
use super::object::{Route, attr, scope};
use super::text::push_address;
use crate::interfaces::Interfaces;
use crate::rtnl;

const RTM_F_CLONED: u32 = 0x200;

/// Names of flags in the order they are printed: `RTNH_F_*`, `RTM_F_*` and `RTCF_*`. Some bits have two
/// names; the first one counts.
const FLAGS: [(u32, &CStr); 14] = [
    (0x01, c"DEAD"),
    (0x04, c"ONLINK"),
    (0x02, c"PERVASIVE"),
    (0x100, c"NOTIFY"),
    (0x400, c"EQUALIZE"),
    (0x800, c"PREFIX"),
    (0x0001_0000, c"NOTIFY"),
    (0x0004_0000, c"REDIRECTED"),
    (0x0200_0000, c"DOREDIRECT"),
    (0x0400_0000, c"DIRECTSRC"),
    (0x0800_0000, c"DNAT"),
    (0x1000_0000, c"BROADCAST"),
    (0x2000_0000, c"MULTICAST"),
    (0x8000_0000, c"LOCAL"),
];

/// Prints a route of which the attributes of `mask` are set.
pub fn dump(route: &Route, mask: u64, style: Style, to: &Printer<'_>) {
    line(route, mask, style, to);
    if style != Style::Line {
        details(route, mask, to);
    }
    if style == Style::Stats && mask & attr::CACHEINFO != 0 {
        stats(route, to);
    }
}

fn push_named(text: &mut Text<512>, name: &[u8], push: impl FnOnce(&mut Text<512>)) {
    text.push(name);
    push(text);
    text.push(b" ");
}

fn line(route: &Route, mask: u64, style: Style, to: &Printer<'_>) {
    let has = |bit| mask & bit != 0;
    let cloned = route.flags & RTM_F_CLONED != 0;
    let mut text = Text::<512>::new();
    to.new_line();
    // SAFETY: the buffer is as long as said.
    strings::push_with(&mut text, |buf, len| unsafe {
        ffi::nl_af2str(route.family.into(), buf, len);
    });
    text.push(if cloned { b" cache ".as_slice() } else { b" " });
    if !has(attr::DST) || is_default(route) {
        text.push(b"default ");
    } else {
        push_address(&mut text, &route.dst);
        text.push(b" ");
    }
    if has(attr::TABLE) && !cloned {
        push_named(&mut text, b"table ", |text| names::TABLES.push(text, route.table));
    }
    if has(attr::TYPE) {
        push_named(&mut text, b"type ", |text| rtnl::push_type(text, route.kind.into()));
    }
    if has(attr::TOS) && route.tos != 0 {
        push_named(&mut text, b"tos 0x", |text| text.push_hex(route.tos.into(), 1));
    }
    if has(attr::NHID) {
        push_named(&mut text, b"nhid ", |text| text.push_dec(route.nhid.into()));
    }
    to.print(&text);
    if has(attr::MULTIPATH) && style == Style::Line {
        route.nexthops.iter().for_each(|hop| hop.dump_line(to));
    }
    let flags = route.flags & !RTM_F_CLONED;
    let mut text = Text::<512>::new();
    if has(attr::FLAGS) && flags != 0 {
        push_flags(&mut text, flags);
    }
    text.push(b"\n");
    to.print(&text);
}

fn is_default(route: &Route) -> bool {
    let mut room = [0; 32];
    let len = route.dst.copy_to(&mut room);
    len > 0 && route.dst.prefixlen() == 0 && room.iter().all(|byte| *byte == 0)
}

fn push_flags(text: &mut Text<512>, mut flags: u32) {
    text.push(b"<");
    for (flag, name) in FLAGS {
        if flags & flag != 0 {
            flags &= !flag;
            text.push_c(name);
            if flags != 0 {
                text.push(b",");
            }
        }
    }
    text.push(b">");
}

fn details(route: &Route, mask: u64, to: &Printer<'_>) {
    let has = |bit| mask & bit != 0;
    let rare = route.rare.get();
    let mut text = Text::<512>::new();
    to.new_line();
    text.push(b"    ");
    if has(attr::PREF_SRC) {
        push_named(&mut text, b"preferred-src ", |text| push_address(text, &route.pref_src));
    }
    if has(attr::SCOPE) && route.scope != scope::NOWHERE {
        push_named(&mut text, b"scope ", |text| rtnl::push_scope(text, route.scope.into()));
    }
    if has(attr::PRIO) {
        push_named(&mut text, b"priority ", |text| {
            // As %#x does.
            text.push(if route.prio == 0 { b"".as_slice() } else { b"0x" });
            text.push_hex(route.prio.into(), 1);
        });
    }
    if has(attr::PROTOCOL) {
        let protocol = route.protocol.into();
        push_named(&mut text, b"protocol ", |text| names::PROTOCOLS.push(text, protocol));
    }
    if has(attr::IIF) {
        push_named(&mut text, b"iif ", |text| {
            Interfaces::provided().push_name(text, route.iif());
        });
    }
    if let Some(rare) = rare.filter(|_| has(attr::SRC)) {
        push_named(&mut text, b"src ", |text| push_address(text, &rare.src));
    }
    if has(attr::TTL_PROPAGATE) {
        let enabled = route.ttl_propagate != 0;
        text.push(b" ttl-propagate ");
        text.push(if enabled { b"enabled".as_slice() } else { b"disabled" });
    }
    if has(attr::NHID) {
        push_named(&mut text, b"nhid ", |text| text.push_dec(route.nhid.into()));
    }
    text.push(b"\n");
    to.print(&text);
    if has(attr::MULTIPATH) {
        for hop in route.nexthops.iter() {
            to.new_line();
            to.with(|text| text.push(b"    "));
            hop.dump_details(to);
            to.with(|text| text.push(b"\n"));
        }
    }
    let error = rare.map_or(0, |rare| rare.cacheinfo.rta_error.cast_signed());
    if has(attr::CACHEINFO) && error != 0 {
        to.new_line();
        to.with(|text| {
            text.push(b"    cacheinfo error ");
            text.push_int(error.into());
            text.push(b" (");
            push_system_error(text, error.saturating_neg());
            text.push(b")\n");
        });
    }
    if has(attr::METRICS) {
        let mut text = Text::<512>::new();
        to.new_line();
        text.push(b"    metrics [");
        for (number, value) in route.metrics().into_iter().flat_map(|metrics| metrics.iter()) {
            strings::push_name(&mut text, number, &names::METRICS);
            text.push(b" ");
            text.push_dec(value.into());
            text.push(b" ");
        }
        text.push(b"]\n");
        to.print(&text);
    }
}

fn push_system_error(text: &mut Text<256>, error: c_int) {
    // SAFETY: takes any number, and returns a string that lives until the thread calls it again.
    let name = unsafe { ffi::nl_strerror_l(error) };
    if !name.is_null() {
        // SAFETY: a string.
        text.push_c(unsafe { CStr::from_ptr(name) });
    }
}

fn stats(route: &Route, to: &Printer<'_>) {
    let Some(info) = route.rare.get().map(|rare| rare.cacheinfo) else {
        return;
    };
    // SAFETY: has no preconditions.
    let hz = unsafe { ffi::nl_get_user_hz() }.cast_unsigned().max(1);
    to.new_line();
    to.with(|text| {
        text.push(b"    used ");
        text.push_dec(info.rta_used.into());
        text.push(b" refcnt ");
        text.push_dec(info.rta_clntref.into());
        text.push(b" last-use ");
        text.push_dec(info.rta_lastuse.checked_div(hz).unwrap_or(0).into());
        text.push(b"s expires ");
        text.push_dec(info.rta_expires.checked_div(hz).unwrap_or(0).into());
        text.push(b"s\n");
    });
}

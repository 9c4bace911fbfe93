// SPDX-License-Identifier: LGPL-2.1-or-later
//! Printing links.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_double};
use nl_sys::address::Address;
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_dump_params};
use nl_sys::print::{Printer, Style};
use nl_sys::strings::{push_flags, push_name, push_with};
use os::text::Append;

use super::object::{Link, attr, rtnl_link};
use super::stats::{Stats, id};
use super::{cache, kept, kind, names, sriov};
use crate::interfaces::Interfaces;

/// Prints a link, and what its kind and the families keep in it.
///
/// # Safety
/// `params` are live or NULL.
pub unsafe fn link(link: &rtnl_link, style: Style, params: *mut nl_dump_params) {
    // SAFETY: by contract.
    let Some(params) = (unsafe { params.as_ref() }) else { return };
    let to = Printer::new(params);
    let mask = link.mask();
    // SAFETY: NULL, or the cache the link is in.
    let own = unsafe { link.header().ce_cache.get().as_ref() };
    let provided = own.is_none().then(Interfaces::provided);
    let known = own.or_else(|| provided.as_ref().and_then(Interfaces::cache));
    link.read(|link| line(link, mask, known, &to));
    kind::dump(link, Style::Line, &to);
    kept::dump(link, Style::Line, &to);
    to.with(|text| text.push(b"\n"));
    if style == Style::Line {
        return;
    }
    link.read(|link| details(link, mask, &to));
    kind::dump(link, Style::Details, &to);
    kept::dump(link, Style::Details, &to);
    let vfs = |print: fn(&sriov::VfList, &Printer<'_>)| {
        if mask & attr::VF_LIST != 0 {
            link.read(|link| link.rare.get().map(|rare| print(&rare.vfs, &to)));
        }
    };
    vfs(sriov::dump_details);
    if style == Style::Details {
        return;
    }
    link.read(|link| stats(link, &to));
    kind::dump(link, Style::Stats, &to);
    kept::dump(link, Style::Stats, &to);
    vfs(sriov::dump_stats);
}

/// Appends an address.
pub fn push_address(text: &mut impl Append, address: &Address) {
    push_with(text, |buf, len| {
        // SAFETY: NULL or an address, and a buffer as long as said.
        unsafe { ffi::nl_addr2str(address.as_ptr(), buf, len) };
    });
}

fn is_zero(address: &Address) -> bool {
    let mut room = [0; Address::ROOM];
    address.copy_to(&mut room);
    room.iter().all(|&byte| byte == 0)
}

/// Appends the name of a link of the cache, `unknown` if it is not there, the number without a cache.
fn push_link(text: &mut impl Append, index: u32, known: Option<&nl_cache>, unknown: &[u8]) {
    let Some(known) = known else {
        text.push_int(index.cast_signed().into());
        return;
    };
    match cache::find_by_index(known, index) {
        Some(link) => {
            link.read(|link| link.name.push_to(text));
        }
        None => text.push(unknown),
    }
}

fn line(link: &Link, mask: u64, known: Option<&nl_cache>, to: &Printer<'_>) {
    if link.family != 0 {
        to.new_line();
        to.with(|text| {
            push_with(text, |buf, len| {
                // SAFETY: the buffer is as long as said.
                unsafe { ffi::nl_af2str(link.family.cast_signed(), buf, len) };
            });
            text.push(b" ");
        });
    }
    to.new_line();
    to.with(|text| {
        link.name.push_to(text);
        text.push(b" ");
        push_with(text, |buf, len| {
            // SAFETY: the buffer is as long as said.
            unsafe { ffi::nl_llproto2str(link.arptype.cast_signed(), buf, len) };
        });
        text.push(b" ");
    });
    if link.addr.is_set() && !is_zero(&link.addr) {
        to.with(|text| {
            push_address(text, &link.addr);
            text.push(b" ");
        });
    }
    if link.perm_addr().is_set() && !is_zero(link.perm_addr()) {
        to.with(|text| {
            text.push(b"permanent address ");
            push_address(text, link.perm_addr());
            text.push(b" ");
        });
    }
    if mask & attr::MASTER != 0 {
        to.with(|text| {
            text.push(b"master ");
            push_link(text, link.master, known, b"inv");
            text.push(b" ");
        });
    }
    to.with(|text| {
        let mut flags = os::text::Text::<128>::new();
        push_flags(&mut flags, link.flags, &names::FLAGS);
        if !flags.as_bytes().is_empty() {
            text.push(b"<");
            text.push(flags.as_bytes());
            text.push(b"> ");
        }
    });
    if mask & attr::LINK != 0 {
        let known = known.filter(|_| mask & attr::LINK_NETNSID == 0);
        to.with(|text| {
            text.push(b"slave-of ");
            push_link(text, link.link, known, b"NONE");
            text.push(b" ");
        });
    }
    if mask & attr::LINK_NETNSID != 0 {
        to.with(|text| {
            text.push(b"link-netnsid ");
            text.push_int(link.link_netnsid.into());
            text.push(b" ");
        });
    }
    if mask & attr::GROUP != 0 {
        to.with(|text| push_number(text, b"group ", link.group));
    }
}

/// Appends a name, a number and a blank.
fn push_number(text: &mut impl Append, name: &[u8], number: u32) {
    text.push(name);
    text.push_dec(number.into());
    text.push(b" ");
}

fn details(link: &Link, mask: u64, to: &Printer<'_>) {
    let has = |bit| mask & bit != 0;
    to.new_line();
    to.with(|text| {
        push_number(text, b"    mtu ", link.mtu);
        push_number(text, b"txqlen ", link.txqlen);
        push_number(text, b"weight ", link.weight);
        if has(attr::QDISC) {
            text.push(b"qdisc ");
            link.qdisc.push_to(text);
            text.push(b" ");
        }
        let irq = link.rare.get().map_or(0, |rare| rare.irq);
        if has(attr::MAP) && irq != 0 {
            push_number(text, b"irq ", irq.into());
        }
        if has(attr::IFINDEX) {
            push_number(text, b"index ", link.index);
        }
        if has(attr::PROMISCUITY) && link.promiscuity > 0 {
            text.push(b"promisc-mode (");
            text.push_dec(link.promiscuity.into());
            text.push(b" users) ");
        }
        text.push(b"\n");
    });
    if has(attr::IFALIAS) {
        let alias = link.ifalias().unwrap_or_default();
        // SAFETY: live parameters, and a format with one string.
        unsafe { ffi::nl_dump_line(to.as_ptr(), c"    alias %s\n".as_ptr(), alias.as_ptr()) };
    }
    to.new_line();
    to.with(|text| {
        text.push(b"    ");
        if has(attr::NUM_TX_QUEUES) {
            push_number(text, b"txq ", link.num_tx_queues);
        }
        if has(attr::NUM_RX_QUEUES) {
            push_number(text, b"rxq ", link.num_rx_queues);
        }
        if has(attr::BRD) {
            text.push(b"brd ");
            push_address(text, &link.broadcast);
            text.push(b" ");
        }
        if has(attr::OPERSTATE) && link.operstate != 0 {
            text.push(b"state ");
            push_name(text, link.operstate.into(), &names::OPERSTATES);
            text.push(b" ");
        }
        if has(attr::NUM_VF) {
            push_number(text, b"num-vf ", link.num_vf());
        }
        text.push(b"mode ");
        push_name(text, link.linkmode.into(), &names::MODES);
        text.push(b" carrier ");
        push_name(text, link.carrier.into(), &names::CARRIER);
        if has(attr::CARRIER_CHANGES) {
            text.push(b" carrier-changes ");
            text.push_dec(link.carrier_changes.into());
        }
        text.push(b"\n");
    });
}

/// A number of bytes as people read it, and its unit.
#[must_use]
pub fn bytes(number: u64) -> (c_double, *const c_char) {
    let mut unit = ptr::null_mut();
    // SAFETY: takes any number, and sets the unit.
    let amount = unsafe { ffi::nl_cancel_down_bytes(number, &raw mut unit) };
    (amount, unit)
}

/// Rounds as C's `float` does.
#[expect(clippy::cast_possible_truncation, reason = "that is the purpose")]
#[must_use]
pub fn rounded(amount: c_double) -> c_double {
    c_double::from(amount as f32)
}

fn stats(link: &Link, to: &Printer<'_>) {
    let none = Stats::default();
    let stats = link.stats.get().unwrap_or(&none);
    let params = to.as_ptr();
    to.new_line();
    to.with(|text| {
        text.push(b"    Stats:    bytes    packets     errors    dropped   fifo-err compressed\n");
    });
    let traffic = |wide: &CStr, narrow: &CStr, total: usize, ids: [usize; 5]| {
        let (amount, unit) = bytes(stats.get(total));
        // SAFETY: the unit is a string.
        let whole = unsafe { unit.read() }.cast_unsigned() == b'B';
        let format = if whole { wide } else { narrow }.as_ptr();
        let [a, b, c, d, e] = stats.all(ids);
        // SAFETY: live parameters; the formats take a double, a string and five long numbers.
        unsafe { ffi::nl_dump_line(params, format, rounded(amount), unit, a, b, c, d, e) };
    };
    traffic(
        c"     RX %9.2f %s %10lu %10lu %10lu %10lu %10lu\n",
        c"     RX %7.2f %s %10lu %10lu %10lu %10lu %10lu\n",
        id::RX_BYTES,
        [id::RX_PACKETS, id::RX_ERRORS, id::RX_DROPPED, id::RX_FIFO_ERR, id::RX_COMPRESSED],
    );
    traffic(
        c"     TX %9.2f %s %10lu %10lu %10lu %10lu %10lu\n",
        c"     TX %7.2f %s %10lu %10lu %10lu %10lu %10lu\n",
        id::TX_BYTES,
        [id::TX_PACKETS, id::TX_ERRORS, id::TX_DROPPED, id::TX_FIFO_ERR, id::TX_COMPRESSED],
    );
    to.new_line();
    to.with(|text| {
        text.push(b"    Errors:  length       over        crc      frame     missed  multicast\n");
    });
    let [a, b, c, d, e, f] = stats.all([
        id::RX_LEN_ERR,
        id::RX_OVER_ERR,
        id::RX_CRC_ERR,
        id::RX_FRAME_ERR,
        id::RX_MISSED_ERR,
        id::MULTICAST,
    ]);
    let format = c"     RX  %10lu %10lu %10lu %10lu %10lu %10lu\n".as_ptr();
    // SAFETY: live parameters; the format takes six long numbers.
    unsafe { ffi::nl_dump_line(params, format, a, b, c, d, e, f) };
    to.new_line();
    to.with(|text| {
        text.push(b"            aborted    carrier  heartbeat     window  collision\n");
    });
    let [a, b, c, d, e] = stats.all([
        id::TX_ABORT_ERR,
        id::TX_CARRIER_ERR,
        id::TX_HBEAT_ERR,
        id::TX_WIN_ERR,
        id::COLLISIONS,
    ]);
    let format = c"     TX  %10lu %10lu %10lu %10lu %10lu\n".as_ptr();
    // SAFETY: live parameters; the format takes five long numbers.
    unsafe { ffi::nl_dump_line(params, format, a, b, c, d, e) };
}

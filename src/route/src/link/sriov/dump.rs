// SPDX-License-Identifier: LGPL-2.1-or-later
//! Virtual functions as they are printed.

use nl_sys::ffi;
use nl_sys::print::Printer;
use nl_sys::strings::push_name;
use os::text::Append;

use super::{PROTO_NAMES, RATE_OLD, STATE_NAMES, Vf, VfList, attr};
use crate::link::dump::{bytes, push_address, rounded};

/// Prints what is known of the virtual functions.
pub fn dump_details(list: &VfList, to: &Printer<'_>) {
    to.with(|text| text.push(b"    SRIOV VF List\n"));
    for vf in list.all() {
        vf.read(|vf| {
            if vf.has(attr::INDEX) {
                dump_one(vf, to);
            }
        });
    }
}

fn dump_one(vf: &Vf, to: &Printer<'_>) {
    to.with(|text| {
        text.push(b"\tvf ");
        text.push_dec(vf.index.into());
        text.push(b": ");
        if vf.has(attr::LINK_STATE) {
            text.push(b"state ");
            push_name(text, vf.link_state, &STATE_NAMES);
            text.push(b" ");
        }
        if vf.has(attr::ADDR) {
            text.push(b"addr ");
            push_address(text, &vf.addr);
            text.push(b" ");
        }
        text.push(b"\n");
    });
    to.with(|text| {
        let on = |on: u32| if on == 0 { b"off".as_slice() } else { b"on" };
        text.push(b"\t      spoofchk ");
        text.push(on(vf.spoofchk));
        text.push(b" trust ");
        text.push(on(vf.trust));
        text.push(b" rss_query ");
        text.push(on(vf.rss_query_en));
        text.push(b"\n");
    });
    if let Some(rates) = vf.rates() {
        to.with(|text| {
            if rates.api == RATE_OLD {
                text.push(b"\t      rate_api old rate ");
                text.push_dec(rates.rate.into());
            } else {
                text.push(b"\t      rate_api new min_rate ");
                text.push_dec(rates.min_tx_rate.into());
                text.push(b" max_rate ");
                text.push_dec(rates.max_tx_rate.into());
            }
            text.push(b"\n");
        });
    }
    let Some(vlans) = vf.vlans.as_ref().filter(|_| vf.has(attr::VLAN)) else { return };
    to.with(|text| text.push(b"\t      VLANS:\n"));
    for vlan in vlans.as_slice() {
        to.with(|text| {
            text.push(b"\t      vlan ");
            text.push_dec(vlan.vf_vlan.get().into());
            if vlan.vf_vlan_qos.get() != 0 {
                text.push(b" qos ");
                text.push_dec(vlan.vf_vlan_qos.get().into());
            }
            if vlan.vf_vlan_proto.get() != 0 {
                text.push(b" proto ");
                push_name(text, vlan.vf_vlan_proto.get().into(), &PROTO_NAMES);
            }
            text.push(b"\n");
        });
    }
}

/// Prints the counters of the virtual functions.
pub fn dump_stats(list: &VfList, to: &Printer<'_>) {
    for vf in list.all() {
        vf.read(|vf| {
            if vf.has(attr::INDEX) {
                dump_counters(vf, to);
            }
        });
    }
    to.with(|text| text.push(b"\n"));
}

fn dump_counters(vf: &Vf, to: &Printer<'_>) {
    let [rx_packets, tx_packets, rx_bytes, tx_bytes, broadcast, multicast] = vf.stats;
    to.with(|text| {
        text.push(b"    VF ");
        text.push_dec(vf.index.into());
        text.push(b" Stats:\n");
    });
    to.new_line();
    to.with(|text| text.push(b"\tRX:    bytes          packets      multicast  broadcast \n"));
    let (amount, unit) = bytes(rx_bytes);
    let amount = rounded(amount);
    let format = c"\t%10.2f %3s   %10lu   %10lu %10lu\n".as_ptr();
    // SAFETY: live parameters; the format takes a double, a string and three long numbers.
    unsafe {
        ffi::nl_dump_line(to.as_ptr(), format, amount, unit, rx_packets, multicast, broadcast)
    };
    to.new_line();
    to.with(|text| text.push(b"\tTX:    bytes          packets   \n"));
    let (amount, unit) = bytes(tx_bytes);
    let amount = rounded(amount);
    let format = c"\t%10.2f %3s   %10lu\n".as_ptr();
    // SAFETY: live parameters; the format takes a double, a string and a long number.
    unsafe { ffi::nl_dump_line(to.as_ptr(), format, amount, unit, tx_packets) };
}

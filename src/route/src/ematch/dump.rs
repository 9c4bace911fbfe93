// SPDX-License-Identifier: LGPL-2.1-or-later
//! Matches as text.

use core::ffi::CStr;

use nl_sys::print::Printer;
use os::text::Append;

use super::build::Place;
use super::tree::{CONTAINER, flag, rtnl_ematch, rtnl_ematch_tree};
use super::walk::Walk;

/// The name of a layer, `TCF_LAYER_*`.
#[must_use]
pub fn layer_name(layer: u8) -> &'static CStr {
    match layer {
        0 => c"eth",
        1 => c"ip",
        2 => c"tcp",
        _ => c"?",
    }
}

/// The sign of an operand, `TCF_EM_OPND_*`.
#[must_use]
pub fn operand_name(operand: u8) -> &'static CStr {
    match operand {
        0 => c"=",
        1 => c">",
        2 => c"<",
        _ => c"?",
    }
}

/// Appends a place in packets.
pub fn push_place(text: &mut impl Append, place: Place) {
    text.push_c(layer_name(place.layer));
    text.push(b"+");
    text.push_dec(place.offset.into());
}

/// Prints a tree, and ends the line.
pub fn dump(tree: &rtnl_ematch_tree, to: &Printer<'_>) {
    let mut walk = Walk::new(tree);
    let mut next = walk.first();
    loop {
        let done = match next {
            Some(ematch) => {
                if ematch.flags() & flag::INVERT != 0 {
                    to.with(|text| text.push(b"!"));
                }
                if ematch.kind() == CONTAINER {
                    to.with(|text| text.push(b"("));
                    next = walk.down(ematch);
                    continue;
                }
                dump_one(ematch, to);
                ematch
            }
            None => {
                let Some(left) = walk.up() else { break };
                to.with(|text| text.push(b")"));
                left
            }
        };
        next = match done.relation() {
            flag::REL_AND => {
                to.with(|text| text.push(b" AND "));
                walk.after(done)
            }
            flag::REL_OR => {
                to.with(|text| text.push(b" OR "));
                walk.after(done)
            }
            // The kernel looks no further, either.
            _ => None,
        };
    }
    to.with(|text| text.push(b"\n"));
}

fn dump_one(ematch: &rtnl_ematch, to: &Printer<'_>) {
    match ematch.ops().map(|ops| ops.eo_dump) {
        // SAFETY: a match of the kind, and live parameters.
        Some(Some(dump)) => unsafe { dump(ematch.as_ptr(), to.as_ptr()) },
        Some(None) => to.with(|text| text.push(b"[data]")),
        None => to.with(|text| {
            text.push(b"[unknown ematch ");
            text.push_dec(ematch.kind().into());
            text.push(b"]");
        }),
    }
}

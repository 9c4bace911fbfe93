// SPDX-License-Identifier: LGPL-2.1-or-later
//! Objects out of any message of rtnetlink: parsed, printed, cloned, compared, and asked to become requests.
//!
//! Two messages: the second is compared with the first. Parameters: 1 and 2 change the message types; 255 makes
//! the message an answer of `NETLINK_FIB_LOOKUP`.
#![no_main]

use std::cell::RefCell;

use libc::{c_char, c_int, c_void};
use libfuzzer_sys::fuzz_target;
use nl::capi::msg::message::{nlmsg_convert, nlmsg_free, nlmsg_set_proto};
use nl::capi::msg::print::nl_msg_parse;
use nl::capi::object::{
    nl_object_attr_list, nl_object_clone, nl_object_diff64, nl_object_dump, nl_object_get,
    nl_object_get_type, nl_object_identical, nl_object_match_filter, nl_object_put,
};
use nl_sys::layout::{nl_dump_params, nl_msg, nl_object};
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::stream::printed;
use route::capi::{addr, link, neighbour, route as routes, rule, tc};

const ROUTE: c_int = 0;
const FIB_LOOKUP: c_int = 10;

/// What the parser of its answers gives: nothing else will come.
const STOP: c_int = 2;

/// The first message type of every object, `RTM_NEWLINK` to `RTM_NEWNEXTHOP`.
const TYPES: [u16; 13] = [16, 20, 24, 28, 32, 36, 40, 44, 48, 64, 80, 84, 104];

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else { return };
    let mut rest = input.bytes;
    let mut objects = Vec::new();
    for knob in 1..3 {
        if rest.len() < 16 {
            break;
        }
        let wanted = u32::from_ne_bytes(rest[..4].try_into().unwrap()) as usize;
        let len = wanted.clamp(16, rest.len());
        let (message, behind) = rest.split_at(len);
        rest = behind.get((4 - len % 4) % 4..).unwrap_or_default();
        parse(message, input.u8(knob), &mut objects);
    }
    for object in &objects {
        look(*object);
    }
    for pair in objects.windows(2) {
        compare(pair[0], pair[1]);
    }
    for object in objects {
        // SAFETY: a reference of ours.
        unsafe { nl_object_put(object) };
    }
});

/// Has a message read, with the right length and a type that is known.
fn parse(message: &[u8], knob: u8, objects: &mut Vec<*mut nl_object>) {
    let mut bytes = message.to_vec();
    bytes.truncate(65_000);
    let len = u32::try_from(bytes.len()).unwrap();
    bytes[..4].copy_from_slice(&len.to_ne_bytes());
    let mut kind = u16::from_ne_bytes([bytes[4], bytes[5]]);
    let (protocol, most) = if knob == u8::MAX { (FIB_LOOKUP, STOP) } else { (ROUTE, 0) };
    if protocol == FIB_LOOKUP {
        kind = 0;
    } else if knob != 0 {
        kind = TYPES[usize::from(knob) % TYPES.len()] + u16::from(knob >> 7);
    }
    bytes[4..6].copy_from_slice(&kind.to_ne_bytes());
    let memory = Exact::new(&bytes, 0);
    // SAFETY: a whole message.
    let msg = unsafe { nlmsg_convert(memory.ptr().cast()) };
    assert!(!msg.is_null());
    // SAFETY: just made.
    unsafe { nlmsg_set_proto(msg, protocol) };
    let taken = RefCell::new(Vec::<*mut nl_object>::new());
    // SAFETY: a live message; the list outlives the call.
    let parsed = unsafe { nl_msg_parse(msg, Some(take), (&raw const taken).cast_mut().cast()) };
    assert!(parsed <= most, "{parsed}");
    // SAFETY: ours.
    unsafe { nlmsg_free(msg) };
    objects.extend(taken.into_inner().into_iter().take(4));
}

unsafe extern "C" fn take(object: *mut nl_object, taken: *mut c_void) {
    // SAFETY: a live object.
    unsafe { nl_object_get(object) };
    // SAFETY: the list that `parse` passes.
    unsafe { &*taken.cast::<RefCell<Vec<*mut nl_object>>>() }.borrow_mut().push(object);
}

#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
fn text(object: *mut nl_object, style: c_int) -> Vec<u8> {
    printed(|file| {
        let params = nl_dump_params::new(style);
        params.dp_fd.set(file);
        // SAFETY: a live object, live parameters.
        unsafe { nl_object_dump(object, (&raw const params).cast_mut()) };
    })
}

#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
fn look(object: *mut nl_object) {
    // SAFETY: a live object.
    unsafe {
        let copy = nl_object_clone(object);
        assert!(!copy.is_null());
        assert_eq!(nl_object_diff64(object, copy), 0);
        for style in 0..3 {
            assert_eq!(text(object, style), text(copy, style));
        }
        let mut buf = [0 as c_char; 512];
        nl_object_attr_list(object, buf.as_mut_ptr(), buf.len());
        build(copy);
        nl_object_put(copy);
    }
}

/// Makes requests of an object.
#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
fn build(object: *mut nl_object) {
    let mut msg: *mut nl_msg = std::ptr::null_mut();
    // SAFETY: a live object of the type that it says.
    unsafe {
        let name = std::ffi::CStr::from_ptr(nl_object_get_type(object));
        let err = match name.to_bytes() {
            b"route/link" => {
                link::message::rtnl_link_build_add_request(object.cast(), 0, &raw mut msg)
            }
            b"route/route" => {
                routes::message::rtnl_route_build_add_request(object.cast(), 0, &raw mut msg)
            }
            b"route/addr" => {
                addr::message::rtnl_addr_build_add_request(object.cast(), 0, &raw mut msg)
            }
            b"route/neigh" => {
                neighbour::message::rtnl_neigh_build_add_request(object.cast(), 0, &raw mut msg)
            }
            b"route/rule" => {
                rule::message::rtnl_rule_build_add_request(object.cast(), 0, &raw mut msg)
            }
            b"route/qdisc" => {
                tc::qdisc::rtnl_qdisc_build_add_request(object.cast(), 0, &raw mut msg)
            }
            b"route/class" => {
                tc::class::rtnl_class_build_add_request(object.cast(), 0, &raw mut msg)
            }
            b"route/cls" => {
                tc::classifier::rtnl_cls_build_add_request(object.cast(), 0, &raw mut msg)
            }
            _ => return,
        };
        if err == 0 {
            nlmsg_free(msg);
        }
    }
}

#[allow(clippy::multiple_unsafe_ops_per_block, reason = "all for the same reason")]
fn compare(a: *mut nl_object, b: *mut nl_object) {
    // SAFETY: live objects.
    unsafe {
        let identical = nl_object_identical(a, b);
        assert_eq!(identical, nl_object_identical(b, a));
        nl_object_diff64(a, b);
        nl_object_match_filter(a, b);
        nl_object_match_filter(b, a);
        assert_eq!(nl_object_match_filter(a, a), 1);
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Trees of extended matches out of any attribute: printed, cloned, put into a message, and read from there again.
//!
//! The bytes are the attribute with its header. What is read from a message of ours is what was put into it.
#![no_main]

use std::ptr;

use libc::{c_int, nlattr};
use libfuzzer_sys::fuzz_target;
use nl::capi::msg::message::{nlmsg_alloc_size, nlmsg_free, nlmsg_put};
use nl_sys::layout::nl_dump_params;
use oxnl_fuzz::exact::Exact;
use oxnl_fuzz::input::Input;
use oxnl_fuzz::stream::printed;
use route::capi::ematch::tree::{
    rtnl_ematch_fill_attr, rtnl_ematch_parse_attr, rtnl_ematch_tree_clone, rtnl_ematch_tree_dump,
    rtnl_ematch_tree_free,
};
use route::ematch::tree::rtnl_ematch_tree;
use wire::attr::{Attr, Attrs};

/// Of our messages: more than an attribute can have.
const ROOM: usize = 1 << 17;
/// `TCA_EMATCH_TREE_LIST`
const LIST: u16 = 2;
/// `TCF_EM_CMP`, `TCF_EM_SIMPLE`
const CMP: u16 = 1;
const SIMPLE: u16 = 8;

fuzz_target!(|data: &[u8]| {
    let Some(input) = Input::new(data) else { return };
    let mut bytes = input.bytes.to_vec();
    bytes.truncate(usize::from(u16::MAX));
    if bytes.len() < 4 {
        return;
    }
    let len = u16::try_from(bytes.len()).unwrap();
    bytes[..2].copy_from_slice(&len.to_ne_bytes());
    let Ok(tree) = read(&bytes, input.shift()) else { return };
    if tree.is_null() {
        return;
    }
    let said = text(tree);
    // SAFETY: a live tree.
    let copy = unsafe { rtnl_ematch_tree_clone(tree) };
    assert!(!copy.is_null());
    assert_eq!(text(copy), said);
    let filled = fill(tree);
    assert_eq!(fill(copy), filled);
    // SAFETY: ours.
    unsafe { rtnl_ematch_tree_free(tree) };
    assert_eq!(text(copy), said);
    // SAFETY: ours.
    unsafe { rtnl_ematch_tree_free(copy) };
    let Ok(filled) = filled else { return };
    match read(&filled, 0) {
        Ok(again) => {
            assert_eq!(text(again), said);
            assert_eq!(fill(again).as_ref(), Ok(&filled));
            // SAFETY: ours.
            unsafe { rtnl_ematch_tree_free(again) };
        }
        // Of a comparison that says it is simple, four bytes are sent, as upstream does. That is too short.
        Err(_) => assert!(has_simple_cmp(&filled)),
    }
});

fn read(bytes: &[u8], shift: usize) -> Result<*mut rtnl_ematch_tree, c_int> {
    let memory = Exact::new(bytes, shift);
    let mut tree = ptr::null_mut();
    // SAFETY: a whole attribute.
    let err = unsafe { rtnl_ematch_parse_attr(memory.ptr().cast::<nlattr>(), &raw mut tree) };
    assert!(err <= 0);
    if err < 0 { Err(err) } else { Ok(tree) }
}

fn text(tree: *mut rtnl_ematch_tree) -> Vec<u8> {
    printed(|file| {
        let params = nl_dump_params::new(0);
        params.dp_fd.set(file);
        // SAFETY: a live tree, live parameters.
        unsafe { rtnl_ematch_tree_dump(tree, (&raw const params).cast_mut()) };
    })
}

/// The attribute that a tree becomes.
fn fill(tree: *mut rtnl_ematch_tree) -> Result<Vec<u8>, c_int> {
    let msg = nlmsg_alloc_size(ROOM);
    assert!(!msg.is_null());
    // SAFETY: just made.
    let nlh = unsafe { nlmsg_put(msg, 0, 0, 1, 0, 0) };
    // SAFETY: live message and tree.
    let err = unsafe { rtnl_ematch_fill_attr(msg, 1, tree) };
    // SAFETY: the message's header.
    let len = unsafe { (*nlh).nlmsg_len } as usize;
    let start = nlh.cast::<u8>().wrapping_add(16);
    // SAFETY: so many bytes are behind the header.
    let bytes = unsafe { std::slice::from_raw_parts(start, len - 16) }.to_vec();
    // SAFETY: ours.
    unsafe { nlmsg_free(msg) };
    if err < 0 {
        assert!(bytes.is_empty());
        return Err(err);
    }
    Ok(bytes)
}

fn has_simple_cmp(attr: &[u8]) -> bool {
    let inside = |attr: Attr<'_>| {
        attr.nested().any(|attr| {
            let half = |at| u16::from_ne_bytes(attr.payload()[at..at + 2].try_into().unwrap());
            half(2) == CMP && half(4) & SIMPLE != 0
        })
    };
    let tree = Attrs::new(attr).next().unwrap();
    tree.nested().find(|attr| attr.kind() == LIST).is_some_and(inside)
}

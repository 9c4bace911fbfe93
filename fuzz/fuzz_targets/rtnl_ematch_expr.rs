// SPDX-License-Identifier: LGPL-2.1-or-later
//! Extended matches out of any text: printed, copied, put into messages and read again.
//!
//! What is behind a line with nothing but a `%` is the file with the names of places.
#![no_main]

use std::ffi::{CStr, CString};
use std::ptr;
use std::sync::OnceLock;

use libfuzzer_sys::fuzz_target;
use nl::capi::msg::message::{nlmsg_alloc_size, nlmsg_free, nlmsg_hdr};
use nl_sys::layout::{nl_dump_params, nl_msg};
use oxnl_fuzz::stream::printed;
use route::capi::ematch::expr::rtnl_ematch_parse_expr;
use route::capi::ematch::tree::{
    rtnl_ematch_fill_attr, rtnl_ematch_parse_attr, rtnl_ematch_tree_clone, rtnl_ematch_tree_dump,
    rtnl_ematch_tree_free,
};
use route::capi::pktloc::rtnl_pktloc_foreach;
use route::ematch::tree::rtnl_ematch_tree;

const PARSE_ERR: i32 = -30;

fuzz_target!(|data: &[u8]| {
    let text = data.split(|byte| *byte == 0).next().unwrap_or_default();
    let split = text.windows(3).position(|bytes| bytes == b"\n%\n");
    let (expression, names) = split.map_or((text, &[][..]), |at| (&text[..at], &text[at + 3..]));
    let path = folder().join("pktloc");
    // However soon after the last one, it has another inode.
    std::fs::write(path.with_extension("new"), names).unwrap();
    std::fs::rename(path.with_extension("new"), path).unwrap();
    look(&CString::new(expression).unwrap());
    if !names.is_empty() {
        // SAFETY: a function that can be called with every place.
        unsafe { rtnl_pktloc_foreach(Some(see), ptr::null_mut()) };
    }
});

/// Where the library looks for names.
fn folder() -> &'static std::path::Path {
    static FOLDER: OnceLock<std::path::PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("oxnl-fuzz-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        // SAFETY: no other thread reads the environment.
        unsafe { std::env::set_var("NLSYSCONFDIR", &folder) };
        // SAFETY: a function that can be called at the end.
        unsafe { libc::atexit(clean_up) };
        folder
    })
}

extern "C" fn clean_up() {
    let _ = std::fs::remove_dir_all(folder());
}

unsafe extern "C" fn see(place: *mut route::pktloc::rtnl_pktloc, _: *mut libc::c_void) {
    // SAFETY: a live place.
    let name = unsafe { &*place }.name.get();
    // SAFETY: it has a name.
    assert!(unsafe { libc::strlen(name) } > 0);
}

fn look(expression: &CStr) {
    let (mut tree, mut mistake) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: a string, and variables of ours.
    let err =
        unsafe { rtnl_ematch_parse_expr(expression.as_ptr(), &raw mut mistake, &raw mut tree) };
    if err != 0 {
        assert_eq!(err, PARSE_ERR);
        assert!(tree.is_null() && !mistake.is_null());
        // SAFETY: a string.
        assert!(unsafe { libc::strlen(mistake) } > 0);
        // SAFETY: ours.
        unsafe { libc::free(mistake.cast()) };
        return;
    }
    assert!(!tree.is_null() && mistake.is_null());
    // SAFETY: a live tree.
    let copy = unsafe { rtnl_ematch_tree_clone(tree) };
    assert!(!copy.is_null());
    assert!(dump(tree) == dump(copy));
    let (first, second) = (message(tree), message(copy));
    assert_eq!(first.is_some(), second.is_some());
    if let (Some(first), Some(second)) = (first, second) {
        assert!(first.bytes() == second.bytes());
        first.read_again();
    }
    for tree in [tree, copy] {
        // SAFETY: ours.
        unsafe { rtnl_ematch_tree_free(tree) };
    }
}

fn dump(tree: *mut rtnl_ematch_tree) -> Vec<u8> {
    printed(|file| {
        let params = nl_dump_params::new(0);
        params.dp_fd.set(file);
        // SAFETY: a live tree, live parameters.
        unsafe { rtnl_ematch_tree_dump(tree, (&raw const params).cast_mut()) };
    })
}

/// A message with a tree in it.
struct Message(*mut nl_msg);

/// A tree in a message; `None` if there is no room for it.
fn message(tree: *mut rtnl_ematch_tree) -> Option<Message> {
    let message = Message(nlmsg_alloc_size(70_000));
    assert!(!message.0.is_null());
    // SAFETY: a live tree and message.
    let err = unsafe { rtnl_ematch_fill_attr(message.0, 1, tree) };
    (err == 0).then_some(message)
}

impl Message {
    fn start(&self) -> *mut u8 {
        // SAFETY: a live message.
        unsafe { nlmsg_hdr(self.0) }.cast()
    }

    fn bytes(&self) -> &[u8] {
        // SAFETY: a header is there.
        let len = unsafe { self.start().cast::<u32>().read() };
        // SAFETY: so many bytes are there.
        unsafe { std::slice::from_raw_parts(self.start(), len as usize) }
    }

    /// What is read from it becomes the same again.
    fn read_again(&self) {
        let mut tree = ptr::null_mut();
        let attr = self.start().wrapping_add(16);
        // SAFETY: an attribute of ours.
        assert_eq!(unsafe { rtnl_ematch_parse_attr(attr.cast(), &raw mut tree) }, 0);
        if tree.is_null() {
            return;
        }
        let again = message(tree).unwrap();
        assert!(again.bytes() == self.bytes());
        // SAFETY: ours.
        unsafe { rtnl_ematch_tree_free(tree) };
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        // SAFETY: ours.
        unsafe { nlmsg_free(self.0) };
    }
}

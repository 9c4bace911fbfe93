// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/cls/ematch.h`, but for expressions.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_void, nlattr};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_dump_params, nl_msg};
use nl_sys::message::{Builder, attr_payload};
use nl_sys::print::Printer;
use os::text::{Append, Text};

use crate::ematch::build::{Place, Tree};
use crate::ematch::dump::{operand_name, push_place};
use crate::ematch::registry::{self, rtnl_ematch_ops};
use crate::ematch::tree::{self, rtnl_ematch, rtnl_ematch_tree};
use crate::ematch::{dump, fill, parse};

/// Adds a kind of match.
///
/// C: `err = rtnl_ematch_register(&ops);`
///
/// It can not be removed, and is to stay as it is. Returns 0, `-NLE_EXIST` if there is one of the number,
/// `-NLE_INVAL` for NULL, `-NLE_NOMEM`.
///
/// # Safety
/// `ops` stays as long as the library does, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_register(ops: *mut rtnl_ematch_ops) -> c_int {
    // SAFETY: by contract.
    unsafe { registry::register(ops) }.into_c()
}

/// The functions of a kind of match, `TCF_EM_*`; NULL if it is unknown.
///
/// C: `ops = rtnl_ematch_lookup_ops(TCF_EM_CMP);`
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_ematch_lookup_ops(kind: c_int) -> *mut rtnl_ematch_ops {
    registry::lookup(kind)
}

/// The functions of the kind of match that has a name, in whatever case; NULL if it is unknown, and for NULL.
///
/// C: `ops = rtnl_ematch_lookup_ops_by_name("cmp");`
///
/// # Safety
/// `name` is a string, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_lookup_ops_by_name(
    name: *const c_char,
) -> *mut rtnl_ematch_ops {
    if name.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    registry::lookup_by_name(unsafe { CStr::from_ptr(name) })
}

/// Makes a match without a kind, in no tree.
///
/// C: `ematch = rtnl_ematch_alloc();`
///
/// Returns NULL without memory. Put into a tree, it goes with it; otherwise it is to be freed with
/// `rtnl_ematch_free()`.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_ematch_alloc() -> *mut rtnl_ematch {
    rtnl_ematch::alloc().unwrap_or(ptr::null_mut())
}

/// Puts a match at the end of what is below a container.
///
/// C: `err = rtnl_ematch_add_child(container, ematch);`
///
/// The match leaves the list it is in. Returns 0, `-NLE_OPNOTSUPP` if `parent` is no container, `-NLE_INVAL` if it
/// is `child` or below it, and for NULL.
///
/// # Safety
/// Both are matches, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_add_child(
    parent: *mut rtnl_ematch,
    child: *mut rtnl_ematch,
) -> c_int {
    // SAFETY: by contract.
    let (parent, child) = (unsafe { parent.as_ref() }, unsafe { child.as_ref() });
    let both = parent.zip(child).ok_or(Error::INVAL);
    both.and_then(|(parent, child)| parent.add_child(child)).into_c()
}

/// Takes a match out of the list it is in, with what is below it.
///
/// C: `rtnl_ematch_unlink(ematch);`
///
/// # Safety
/// `ematch` is a match, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_unlink(ematch: *mut rtnl_ematch) {
    // SAFETY: by contract.
    if let Some(ematch) = unsafe { ematch.as_ref() } {
        ematch.unlink();
    }
}

/// Frees a match, and takes it out of the list it is in.
///
/// C: `rtnl_ematch_free(ematch);`
///
/// Matches below it are not freed; they are in no list afterwards.
///
/// # Safety
/// `ematch` is a match that is not used afterwards, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_free(ematch: *mut rtnl_ematch) {
    // SAFETY: by contract.
    unsafe { tree::free(ematch) };
}

/// The data of a match, `eo_datalen` bytes, as its kind has them.
///
/// C: `data = rtnl_ematch_data(ematch);`
///
/// They are the match's. NULL if it has none, and for NULL. Of a kind that nobody knows: what the kernel sent.
///
/// # Safety
/// `ematch` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_data(ematch: *mut rtnl_ematch) -> *mut c_void {
    // SAFETY: by contract.
    unsafe { ematch.as_ref() }.map_or(ptr::null_mut(), rtnl_ematch::data)
}

/// Sets flags: `TCF_EM_INVERT`, `TCF_EM_SIMPLE`, and `TCF_EM_REL_AND` or `_OR` unless it is the last in its list.
///
/// C: `rtnl_ematch_set_flags(ematch, TCF_EM_REL_AND);`
///
/// # Safety
/// `ematch` is a match, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_set_flags(ematch: *mut rtnl_ematch, flags: u16) {
    // SAFETY: by contract.
    if let Some(ematch) = unsafe { ematch.as_ref() } {
        ematch.set_flags(flags);
    }
}

/// Clears flags.
///
/// C: `rtnl_ematch_unset_flags(ematch, TCF_EM_INVERT);`
///
/// # Safety
/// `ematch` is a match, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_unset_flags(ematch: *mut rtnl_ematch, flags: u16) {
    // SAFETY: by contract.
    if let Some(ematch) = unsafe { ematch.as_ref() } {
        ematch.unset_flags(flags);
    }
}

/// The flags; 0 for NULL.
///
/// C: `flags = rtnl_ematch_get_flags(ematch);`
///
/// # Safety
/// `ematch` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_get_flags(ematch: *mut rtnl_ematch) -> u16 {
    // SAFETY: by contract.
    unsafe { ematch.as_ref() }.map_or(0, rtnl_ematch::flags)
}

/// Sets the kind of a match by its functions, which need not be registered.
///
/// C: `err = rtnl_ematch_set_ops(ematch, ops);`
///
/// Returns 0, `-NLE_EXIST` if the match has some, `-NLE_INVAL` for NULL, `-NLE_NOMEM`.
///
/// # Safety
/// `ematch` is a match, `ops` stays as long as it does; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_set_ops(
    ematch: *mut rtnl_ematch,
    ops: *mut rtnl_ematch_ops,
) -> c_int {
    // SAFETY: by contract.
    let ematch = unsafe { ematch.as_ref() }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    ematch.and_then(|ematch| unsafe { ematch.set_ops(ops) }).into_c()
}

/// Sets the kind of a match, `TCF_EM_*`. It may be one that nobody knows.
///
/// C: `err = rtnl_ematch_set_kind(ematch, TCF_EM_CMP);`
///
/// Returns 0, `-NLE_EXIST` if the match has a kind, `-NLE_INVAL` for NULL, `-NLE_NOMEM`.
///
/// # Safety
/// `ematch` is a match, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_set_kind(ematch: *mut rtnl_ematch, kind: u16) -> c_int {
    // SAFETY: by contract.
    let ematch = unsafe { ematch.as_ref() }.ok_or(Error::INVAL);
    ematch.and_then(|ematch| ematch.set_kind(kind)).into_c()
}

/// Sets the kind of a match by its name.
///
/// C: `err = rtnl_ematch_set_name(ematch, "cmp");`
///
/// Returns 0, `-NLE_EXIST` if the match has a kind, `-NLE_OPNOTSUPP` if the name is unknown, `-NLE_INVAL` for NULL,
/// `-NLE_NOMEM`.
///
/// # Safety
/// `ematch` is a match, `name` a string; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_set_name(
    ematch: *mut rtnl_ematch,
    name: *const c_char,
) -> c_int {
    if name.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let ematch = unsafe { ematch.as_ref() }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    ematch.and_then(|ematch| ematch.set_name(unsafe { CStr::from_ptr(name) })).into_c()
}

/// Makes a tree without matches.
///
/// C: `tree = rtnl_ematch_tree_alloc(RTNL_EMATCH_PROGID);`
///
/// Returns NULL without memory. To be freed with `rtnl_ematch_tree_free()`.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_ematch_tree_alloc(progid: u16) -> *mut rtnl_ematch_tree {
    rtnl_ematch_tree::alloc(progid).unwrap_or(ptr::null_mut())
}

/// Frees a tree and all matches in it.
///
/// C: `rtnl_ematch_tree_free(tree);`
///
/// # Safety
/// `tree` is a tree, or NULL (nothing happens); neither it nor its matches are used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_tree_free(tree: *mut rtnl_ematch_tree) {
    // SAFETY: by contract.
    unsafe { tree::free_tree(tree) };
}

/// Puts a match at the end of a tree's own list. It leaves the list it is in, with what is below it.
///
/// C: `rtnl_ematch_tree_add(tree, ematch);`
///
/// # Safety
/// `tree` is a tree, `ematch` a match; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_tree_add(
    tree: *mut rtnl_ematch_tree,
    ematch: *mut rtnl_ematch,
) {
    // SAFETY: by contract.
    if let (Some(tree), Some(ematch)) = (unsafe { tree.as_ref() }, unsafe { ematch.as_ref() }) {
        tree.add(ematch);
    }
}

/// A copy of a tree that shares nothing with it, data included.
///
/// C: `copy = rtnl_ematch_tree_clone(tree);`
///
/// Data of kinds that the program has added are copied byte by byte if the kind has no `eo_free`, and otherwise
/// filled into a message and parsed from there. Returns NULL if that fails, for NULL, and without memory.
///
/// # Safety
/// `src` is a tree, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_tree_clone(
    src: *mut rtnl_ematch_tree,
) -> *mut rtnl_ematch_tree {
    // SAFETY: by contract.
    let tree = unsafe { src.as_ref() }.ok_or(Error::INVAL);
    tree.and_then(fill::copy).map_or(ptr::null_mut(), Tree::into_raw)
}

/// The tree in an attribute.
///
/// C: `err = rtnl_ematch_parse_attr(attr, &tree);`
///
/// Returns 0 and a tree, or NULL if it has no matches; or a negative error code, and `*result` stays as it is:
/// `-NLE_MISSING_ATTR` without header or list, `-NLE_RANGE` if the header is too short or there are more matches
/// than it says, `-NLE_INVAL` if there are fewer, for a match that is too short, for containers that refer to
/// something else than one later sequence, and for NULL; `-NLE_NOMEM`, and errors of the kinds.
///
/// # Safety
/// `attr` is an attribute, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_parse_attr(
    attr: *mut nlattr,
    result: *mut *mut rtnl_ematch_tree,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let payload = unsafe { attr_payload(attr) }.ok_or(Error::INVAL);
    let tree = payload.and_then(parse::parse);
    let tree = tree.map(|tree| tree.map_or(ptr::null_mut(), Tree::into_raw));
    // SAFETY: by contract.
    tree.map(|tree| unsafe { result.write(tree) }).into_c()
}

/// Appends a tree to a message, in an attribute of type `attrid`.
///
/// C: `err = rtnl_ematch_fill_attr(msg, TCA_BASIC_EMATCHES, tree);`
///
/// Returns 0, or a negative error code, and the message is as before: `-NLE_OBJ_NOTFOUND` if there is nothing below
/// a container, `-NLE_RANGE` for more than 65535 matches, `-NLE_ATTRSIZE` for more than 64 KiB, `-NLE_NOMEM` if the
/// message has no room or a match lacks what the kernel needs, `-NLE_INVAL` for a type that attributes cannot have,
/// and for NULL.
///
/// # Safety
/// `msg` is a message, `tree` a tree; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_fill_attr(
    msg: *mut nl_msg,
    attrid: c_int,
    tree: *mut rtnl_ematch_tree,
) -> c_int {
    // SAFETY: by contract.
    let (Some(tree), Ok(kind)) = (unsafe { tree.as_ref() }, u16::try_from(attrid)) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    if msg.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    fill::fill(tree, unsafe { Builder::of(msg) }, kind).into_c()
}

/// Prints a tree as an expression, and ends the line.
///
/// C: `rtnl_ematch_tree_dump(tree, &params);`
///
/// # Safety
/// `tree` is a tree, `p` parameters; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_tree_dump(
    tree: *mut rtnl_ematch_tree,
    p: *mut nl_dump_params,
) {
    // SAFETY: by contract.
    if let (Some(tree), Some(params)) = (unsafe { tree.as_ref() }, unsafe { p.as_ref() }) {
        dump::dump(tree, &Printer::new(params));
    }
}

/// Writes a place in packets into a buffer: "ip+12". Returns the buffer.
///
/// C: `puts(rtnl_ematch_offset2txt(TCF_LAYER_NETWORK, 12, buf, sizeof(buf)));`
///
/// # Safety
/// `buf` has `len` bytes, or is NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_offset2txt(
    layer: u8,
    offset: u16,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    let mut text = Text::<16>::new();
    push_place(&mut text, Place { layer, offset });
    // SAFETY: by contract.
    unsafe { write(&text, buf, len) }
}

/// Writes the sign of an operand, `TCF_EM_OPND_*`, into a buffer: "=", "<", ">". Returns the buffer.
///
/// C: `puts(rtnl_ematch_opnd2txt(TCF_EM_OPND_EQ, buf, sizeof(buf)));`
///
/// # Safety
/// `buf` has `len` bytes, or is NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_ematch_opnd2txt(
    opnd: u8,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    let mut text = Text::<16>::new();
    text.push_c(operand_name(opnd));
    // SAFETY: by contract.
    unsafe { write(&text, buf, len) }
}

/// Writes a text and a NUL, cut off to fit; returns the buffer.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
unsafe fn write(text: &Text<16>, buf: *mut c_char, len: usize) -> *mut c_char {
    let bytes = text.as_bytes();
    if !buf.is_null() && len > 0 {
        let fits = bytes.len().min(len - 1);
        // SAFETY: by contract.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr().cast(), buf, fits) };
        // SAFETY: by contract.
        unsafe { buf.wrapping_add(fits).write(0) };
    }
    buf
}

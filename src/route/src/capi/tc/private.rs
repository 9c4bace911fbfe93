// SPDX-License-Identifier: LGPL-2.1-or-later
//! What no public header declares: what kinds that are added from outside are made with.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, c_void, nlmsghdr};
use nl_sys::cache_type::Received;
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_dump_params, nl_msg, nl_object};

use super::give;
use crate::tc::object::{get, rtnl_tc};
use crate::tc::rate::{self, TABLE_SIZE, rtnl_ratespec};
use crate::tc::registry::{self, rtnl_tc_ops, rtnl_tc_type_ops};
use crate::tc::{build, parse, types};

/// Reads a message into an object of the type that the message is about.
///
/// C: `int rtnl_tc_msg_parse(struct nlmsghdr *n, struct rtnl_tc *tc);`
///
/// Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `n` is a message, `tc` an object; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_msg_parse(n: *mut nlmsghdr, tc: *mut rtnl_tc) -> c_int {
    // SAFETY: by contract.
    let (Some(tc), false) = (unsafe { get(tc) }, n.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    parse::message(&unsafe { Received::new(n) }, tc).into_c()
}

/// Makes a request with all that an object has.
///
/// C: `int rtnl_tc_msg_build(struct rtnl_tc *tc, int type, int flags, struct nl_msg **result);`
///
/// Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `tc` is an object, `result` a place for a pointer; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_msg_build(
    tc: *mut rtnl_tc,
    r#type: c_int,
    flags: c_int,
    result: *mut *mut nl_msg,
) -> c_int {
    // SAFETY: by contract.
    let tc = unsafe { get(tc) }.ok_or(Error::INVAL);
    let kind = u16::try_from(r#type).map_err(|_| Error::INVAL);
    let message = tc.and_then(|tc| build::request(tc, kind?, flags));
    // SAFETY: by contract.
    unsafe { give(message, result) }
}

/// Computes the transmission times of packets of 256 sizes, in ticks of the kernel's.
///
/// C: `int rtnl_tc_build_rate_table(struct rtnl_tc *tc, struct rtnl_ratespec *spec, uint32_t *dst);`
///
/// What they were computed with is noted in `spec`. Returns 0, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `tc` is an object, `spec` a rate, `dst` has room for 256 numbers; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_build_rate_table(
    tc: *mut rtnl_tc,
    spec: *mut rtnl_ratespec,
    dst: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let (Some(tc), false) = (unsafe { get(tc) }, spec.is_null() || dst.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    let mut rate = unsafe { spec.read() };
    let table = rate::build_table(tc, &mut rate);
    // SAFETY: by contract.
    unsafe { spec.write(rate) };
    // SAFETY: by contract.
    unsafe { ptr::copy_nonoverlapping(table.as_ptr(), dst, TABLE_SIZE) };
    0
}

/// Frees what an object owns.
///
/// C: `void rtnl_tc_free_data(struct nl_object *obj);`
///
/// For `oo_free_data` of a table of a type of objects.
///
/// # Safety
/// `obj` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_free_data(obj: *mut nl_object) {
    // SAFETY: by contract.
    unsafe { types::free_data(obj) };
}

/// Makes an object, so far a copy of another byte by byte, own what it refers to.
///
/// C: `int rtnl_tc_clone(struct nl_object *dstobj, struct nl_object *srcobj);`
///
/// For `oo_clone` of a table of a type of objects. Returns 0 or a negative error code; `-NLE_INVAL` for NULL.
///
/// # Safety
/// Both are objects of traffic control, of the same type, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_clone(dstobj: *mut nl_object, srcobj: *mut nl_object) -> c_int {
    // SAFETY: by contract.
    unsafe { types::clone_data(dstobj, srcobj) }
}

/// Prints an object in one line.
///
/// C: `void rtnl_tc_dump_line(struct nl_object *obj, struct nl_dump_params *p);`
///
/// # Safety
/// `obj` is an object of traffic control, `p` are parameters; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_dump_line(obj: *mut nl_object, p: *mut nl_dump_params) {
    // SAFETY: by contract.
    unsafe { types::dump_line(obj, p) };
}

/// Prints an object without statistics.
///
/// C: `void rtnl_tc_dump_details(struct nl_object *obj, struct nl_dump_params *p);`
///
/// # Safety
/// `obj` is an object of traffic control, `p` are parameters; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_dump_details(obj: *mut nl_object, p: *mut nl_dump_params) {
    // SAFETY: by contract.
    unsafe { types::dump_details(obj, p) };
}

/// Prints all of an object.
///
/// C: `void rtnl_tc_dump_stats(struct nl_object *obj, struct nl_dump_params *p);`
///
/// # Safety
/// `obj` is an object of traffic control, `p` are parameters; or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_dump_stats(obj: *mut nl_object, p: *mut nl_dump_params) {
    // SAFETY: by contract.
    unsafe { types::dump_stats(obj, p) };
}

/// The attributes of `attrs` in which two objects differ.
///
/// C: `uint64_t rtnl_tc_compare(struct nl_object *aobj, struct nl_object *bobj, uint64_t attrs, int flags);`
///
/// All of them for NULL.
///
/// # Safety
/// Both are objects of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_compare(
    aobj: *mut nl_object,
    bobj: *mut nl_object,
    attrs: u64,
    flags: c_int,
) -> u64 {
    // SAFETY: by contract.
    unsafe { types::compare(aobj, bobj, attrs, flags) }
}

/// The functions of a kind.
///
/// C: `struct rtnl_tc_ops *rtnl_tc_lookup_ops(enum rtnl_tc_type type, const char *kind);`
///
/// NULL if it is not known, and for NULL.
///
/// # Safety
/// `kind` is a string, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_lookup_ops(r#type: u32, kind: *const c_char) -> *mut rtnl_tc_ops {
    if kind.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    registry::lookup(r#type, unsafe { CStr::from_ptr(kind) })
}

/// The functions of the kind of an object.
///
/// C: `struct rtnl_tc_ops *rtnl_tc_get_ops(struct rtnl_tc *tc);`
///
/// NULL if the kind is not set or not known, and for NULL.
///
/// # Safety
/// `tc` is an object, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_ops(tc: *mut rtnl_tc) -> *mut rtnl_tc_ops {
    // SAFETY: by contract.
    let ops = unsafe { get(tc) }.and_then(rtnl_tc::ops);
    ops.map_or(ptr::null_mut(), |ops| ptr::from_ref(ops).cast_mut())
}

/// Adds a kind.
///
/// C: `int rtnl_tc_register(struct rtnl_tc_ops *ops);`
///
/// Returns 0, `-NLE_EXIST` if the kind is known, `-NLE_INVAL` without a name, of an unknown type and for NULL,
/// `-NLE_NOMEM`.
///
/// # Safety
/// `ops` stays until it is removed, and as long as there are objects of the kind; or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_register(ops: *mut rtnl_tc_ops) -> c_int {
    // SAFETY: by contract.
    unsafe { registry::register(ops) }.into_c()
}

/// Removes a kind that was added; nothing happens for another one.
///
/// C: `void rtnl_tc_unregister(struct rtnl_tc_ops *ops);`
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_tc_unregister(ops: *mut rtnl_tc_ops) {
    registry::unregister(ops);
}

/// The data that the kind of an object has in it; made when needed first.
///
/// C: `void *rtnl_tc_data(struct rtnl_tc *tc);`
///
/// They are `to_size` bytes, zeroes at first, and the object's. NULL if the kind is not set or not known or has
/// no data, without memory, and for NULL.
///
/// # Safety
/// `tc` is an object, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_data(tc: *mut rtnl_tc) -> *mut c_void {
    // SAFETY: by contract.
    let data = unsafe { get(tc) }.and_then(|tc| tc.data().ok());
    data.unwrap_or(ptr::null_mut())
}

/// The data that the kind of an object has in it, if it is that kind.
///
/// C: `void *rtnl_tc_data_check(struct rtnl_tc *tc, struct rtnl_tc_ops *ops, int *err);`
///
/// Otherwise NULL, and `*err` is `-NLE_OPNOTSUPP`, or `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `tc` is an object, `err` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_data_check(
    tc: *mut rtnl_tc,
    ops: *mut rtnl_tc_ops,
    err: *mut c_int,
) -> *mut c_void {
    // SAFETY: by contract.
    let tc = unsafe { get(tc) }.ok_or(Error::INVAL);
    let data = tc.and_then(|tc| {
        let same = tc.ops().is_some_and(|found| ptr::eq(found, ops));
        if same { tc.data() } else { Err(Error::OPNOTSUPP) }
    });
    data.unwrap_or_else(|error| {
        if !err.is_null() {
            // SAFETY: by contract.
            unsafe { err.write(error.0.saturating_neg()) };
        }
        ptr::null_mut()
    })
}

/// Replaces what all objects of a type print before what their kinds do.
///
/// C: `void rtnl_tc_type_register(struct rtnl_tc_type_ops *ops);`
///
/// # Safety
/// `ops` stays until it is replaced or removed; or is NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_type_register(ops: *mut rtnl_tc_type_ops) {
    // SAFETY: by contract.
    if let Some(table) = unsafe { ops.as_ref() } {
        registry::set_printed(table.tt_type, ops);
    }
}

/// Removes what all objects of a type print before what their kinds do.
///
/// C: `void rtnl_tc_type_unregister(struct rtnl_tc_type_ops *ops);`
///
/// # Safety
/// `ops` is a table, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_type_unregister(ops: *mut rtnl_tc_type_ops) {
    // SAFETY: by contract.
    if let Some(table) = unsafe { ops.as_ref() } {
        registry::set_printed(table.tt_type, ptr::null_mut());
    }
}

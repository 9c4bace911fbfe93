// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/tc.h`.

use core::ptr;

use libc::{c_char, c_int, c_uint};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::trans_tbl;
use nl_sys::strings::{to_number, to_text};
use os::text::Text;

use super::{store, string};
use crate::classid;
use crate::tc::device::rtnl_link;
use crate::tc::object::{attr, get, rtnl_tc};
use crate::tc::rate;

/// `enum rtnl_tc_stat`
pub type rtnl_tc_stat = c_uint;

/// Sets the interface by its number, and forgets one set by `rtnl_tc_set_link()`.
///
/// C: `rtnl_tc_set_ifindex(TC_CAST(qdisc), ifindex);`
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_ifindex(tc: *mut rtnl_tc, ifindex: c_int) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        tc.set_ifindex(ifindex.cast_unsigned());
    }
}

/// The number of the interface.
///
/// C: `ifindex = rtnl_tc_get_ifindex(TC_CAST(qdisc));`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_ifindex(tc: *mut rtnl_tc) -> c_int {
    // SAFETY: by contract.
    unsafe { get(tc) }.map_or(0, |tc| tc.ifindex.get().cast_signed())
}

/// Sets the interface, which then also says what MTU and link type are used.
///
/// C: `rtnl_tc_set_link(TC_CAST(qdisc), link);`
///
/// The object takes a reference to the link. NULL only gives up the one it has.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens); `link` is a link, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_link(tc: *mut rtnl_tc, link: *mut rtnl_link) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        // SAFETY: by contract.
        unsafe { tc.set_link(link.cast()) };
    }
}

/// The interface, if it was set, or a cache of links was provided when the object was read.
///
/// C: `link = rtnl_tc_get_link(TC_CAST(qdisc));`
///
/// Returns it with a reference for `rtnl_link_put()`; NULL if it is not known, and for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_link(tc: *mut rtnl_tc) -> *mut rtnl_link {
    // SAFETY: by contract.
    let link = unsafe { get(tc) }.map_or(ptr::null_mut(), |tc| tc.link.get());
    if !link.is_null() {
        // SAFETY: live, since the object has a reference.
        unsafe { nl_sys::ffi::nl_object_get(link) };
    }
    link.cast()
}

/// Sets the size of the largest packet, in bytes.
///
/// C: `rtnl_tc_set_mtu(TC_CAST(qdisc), mtu);`
///
/// Rate tables are made for packets of up to this size.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_mtu(tc: *mut rtnl_tc, mtu: u32) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        tc.set(attr::MTU, |tc| &tc.mtu, mtu);
    }
}

/// The size of the largest packet, in bytes.
///
/// C: `mtu = rtnl_tc_get_mtu(TC_CAST(qdisc));`
///
/// As set, or else that of the interface, or else 1500. 0 for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_mtu(tc: *mut rtnl_tc) -> u32 {
    // SAFETY: by contract.
    unsafe { get(tc) }.map_or(0, |tc| tc.mtu())
}

/// Sets the size that smaller packets count as, in bytes.
///
/// C: `rtnl_tc_set_mpu(TC_CAST(qdisc), mpu);`
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_mpu(tc: *mut rtnl_tc, mpu: u32) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        tc.set(attr::MPU, |tc| &tc.mpu, mpu);
    }
}

/// The size that smaller packets count as, in bytes.
///
/// C: `mpu = rtnl_tc_get_mpu(TC_CAST(qdisc));`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_mpu(tc: *mut rtnl_tc) -> u32 {
    // SAFETY: by contract.
    unsafe { get(tc) }.map_or(0, |tc| tc.mpu.get())
}

/// Sets how many bytes of each packet the kernel does not see.
///
/// C: `rtnl_tc_set_overhead(TC_CAST(qdisc), overhead);`
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_overhead(tc: *mut rtnl_tc, overhead: u32) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        tc.set(attr::OVERHEAD, |tc| &tc.overhead, overhead);
    }
}

/// How many bytes of each packet the kernel does not see.
///
/// C: `overhead = rtnl_tc_get_overhead(TC_CAST(qdisc));`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_overhead(tc: *mut rtnl_tc) -> u32 {
    // SAFETY: by contract.
    unsafe { get(tc) }.map_or(0, |tc| tc.overhead.get())
}

/// Sets the type of the interface, e.g. `ARPHRD_ATM`.
///
/// C: `rtnl_tc_set_linktype(TC_CAST(qdisc), type);`
///
/// Rate tables are made for this type.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_linktype(tc: *mut rtnl_tc, r#type: u32) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        tc.set(attr::LINKTYPE, |tc| &tc.linktype, r#type);
    }
}

/// The type of the interface.
///
/// C: `linktype = rtnl_tc_get_linktype(TC_CAST(qdisc));`
///
/// As set, or else that of the interface, or else `ARPHRD_ETHER`. 0 for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_linktype(tc: *mut rtnl_tc) -> u32 {
    // SAFETY: by contract.
    unsafe { get(tc) }.map_or(0, |tc| tc.linktype())
}

/// Sets the handle.
///
/// C: `rtnl_tc_set_handle(TC_CAST(qdisc), id);`
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_handle(tc: *mut rtnl_tc, id: u32) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        tc.set(attr::HANDLE, |tc| &tc.handle, id);
    }
}

/// The handle.
///
/// C: `handle = rtnl_tc_get_handle(TC_CAST(qdisc));`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_handle(tc: *mut rtnl_tc) -> u32 {
    // SAFETY: by contract.
    unsafe { get(tc) }.map_or(0, |tc| tc.handle.get())
}

/// Sets the handle of what the object is attached to.
///
/// C: `rtnl_tc_set_parent(TC_CAST(qdisc), parent);`
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_parent(tc: *mut rtnl_tc, parent: u32) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        tc.set(attr::PARENT, |tc| &tc.parent, parent);
    }
}

/// The handle of what the object is attached to.
///
/// C: `parent = rtnl_tc_get_parent(TC_CAST(qdisc));`
///
/// 0 if it is not set, and for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_parent(tc: *mut rtnl_tc) -> u32 {
    // SAFETY: by contract.
    unsafe { get(tc) }.map_or(0, |tc| tc.parent.get())
}

/// Sets the kind, which can be done once.
///
/// C: `rtnl_tc_set_kind(TC_CAST(qdisc), "htb");`
///
/// Returns 0, `-NLE_EXIST` if there is a kind, `-NLE_INVAL` for NULL and for more than 31 bytes.
///
/// # Safety
/// `tc` is an object of traffic control, `kind` a string; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_kind(tc: *mut rtnl_tc, kind: *const c_char) -> c_int {
    // SAFETY: by contract.
    let tc = unsafe { get(tc) }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    tc.and_then(|tc| tc.set_kind(unsafe { string(kind) }?)).into_c()
}

/// The kind.
///
/// C: `puts(rtnl_tc_get_kind(TC_CAST(qdisc)));`
///
/// The string is the object's. NULL if it is not set, and for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_kind(tc: *mut rtnl_tc) -> *mut c_char {
    // SAFETY: by contract.
    let tc = unsafe { get(tc) }.filter(|tc| tc.has(attr::KIND));
    tc.map_or(ptr::null_mut(), |tc| tc.kind.as_ptr())
}

/// The value of a statistic.
///
/// C: `packets = rtnl_tc_get_stat(TC_CAST(qdisc), RTNL_TC_PACKETS);`
///
/// 0 for one that there is not, and for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_stat(tc: *mut rtnl_tc, id: rtnl_tc_stat) -> u64 {
    // SAFETY: by contract.
    let stat = unsafe { get(tc) }.and_then(|tc| tc.stats.get(id as usize));
    stat.map_or(0, core::cell::Cell::get)
}

/// The names of statistics.
static STATS: [trans_tbl; 9] = [
    trans_tbl::new(0, c"packets"),
    trans_tbl::new(1, c"bytes"),
    trans_tbl::new(2, c"rate_bps"),
    trans_tbl::new(3, c"rate_pps"),
    trans_tbl::new(4, c"qlen"),
    trans_tbl::new(5, c"backlog"),
    trans_tbl::new(6, c"drops"),
    trans_tbl::new(7, c"requeues"),
    trans_tbl::new(8, c"overlimits"),
];

/// Writes the name of a statistic to a buffer, and returns that.
///
/// C: `puts(rtnl_tc_stat2str(RTNL_TC_PACKETS, buf, sizeof(buf)));`
///
/// A number that has no name is written as hexadecimal.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_stat2str(
    st: rtnl_tc_stat,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { to_text(st.cast_signed(), buf, len, &STATS) }
}

/// The statistic that a text names.
///
/// C: `stat = rtnl_tc_str2stat("packets");`
///
/// Or the number that the text is; negative for neither, and for NULL.
///
/// # Safety
/// `name` is a string, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_str2stat(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &STATS) }
}

/// How long it takes to send so many bytes, in microseconds.
///
/// C: `us = rtnl_tc_calc_txtime(bufsize, rate);`
///
/// `rate` is in bytes per second.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_tc_calc_txtime(bufsize: c_int, rate: c_int) -> c_int {
    rate::txtime(bufsize, rate.into())
}

/// How many bytes can be sent in so many microseconds.
///
/// C: `bytes = rtnl_tc_calc_bufsize(txtime, rate);`
///
/// `rate` is in bytes per second.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_tc_calc_bufsize(txtime: c_int, rate: c_int) -> c_int {
    rate::bufsize(txtime, rate.into())
}

/// The binary logarithm of a size that is a power of two.
///
/// C: `log = rtnl_tc_calc_cell_log(8);`
///
/// `-NLE_INVAL` for other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_tc_calc_cell_log(cell_size: c_int) -> c_int {
    rate::cell_log(cell_size).map(c_int::from).ok_or(Error::INVAL).into_c()
}

/// Reads the file of names of handles again, if it has changed.
///
/// C: `rtnl_tc_read_classid_file();`
///
/// It is `classid` in `$NLSYSCONFDIR`, or else in `/etc/libnl` or `/etc/libnl-3`. Returns 0 or a negative
/// error code: `-NLE_OBJ_NOTFOUND` without a file, `-NLE_INVAL` for a line that is none.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_tc_read_classid_file() -> c_int {
    classid::update().into_c()
}

/// Writes a handle to a buffer, and returns that.
///
/// C: `puts(rtnl_tc_handle2str(handle, buf, sizeof(buf)));`
///
/// As its name in the file, as `root`, `none` or `ingress`, or as `1:10`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_handle2str(
    handle: u32,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    let mut text = Text::<256>::new();
    classid::push_handle(&mut text, handle);
    let bytes = text.as_bytes();
    let length = c_int::try_from(bytes.len()).unwrap_or(0);
    if !buf.is_null() {
        // SAFETY: by contract; the format bounds the text by its length.
        unsafe { libc::snprintf(buf, len, c"%.*s".as_ptr(), length, bytes.as_ptr()) };
    }
    buf
}

/// The handle that a text means.
///
/// C: `rtnl_tc_str2handle("1:10", &handle);`
///
/// `root`, `none`, `ingress`, `1:`, `:10`, `1:10`, `10010` (all hexadecimal), a name in the file, or one of a
/// queueing discipline with the number of a class: `uplink:10`.
///
/// Returns 0, `-NLE_OBJ_NOTFOUND` for an unknown name, `-NLE_RANGE` for numbers that are too large,
/// `-NLE_INVAL` for other texts and for NULL.
///
/// # Safety
/// `str` is a string, `res` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_str2handle(str: *const c_char, res: *mut u32) -> c_int {
    // SAFETY: by contract.
    let handle = unsafe { string(str) }.and_then(classid::handle);
    // SAFETY: by contract.
    unsafe { store(handle, res) }
}

/// Gives a name to a handle that has none, and appends it to the file of names.
///
/// C: `rtnl_classid_generate("voice", &handle, parent);`
///
/// The handle is one of a queueing discipline if `parent` is `TC_H_ROOT` or `TC_H_INGRESS`, otherwise of a class
/// of the queueing discipline that `parent` names. Returns 0 or a negative error code.
///
/// # Safety
/// `name` is a string, `result` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_classid_generate(
    name: *const c_char,
    result: *mut u32,
    parent: u32,
) -> c_int {
    if result.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let handle = unsafe { string(name) }.and_then(|name| classid::generate(name, parent));
    // SAFETY: by contract.
    unsafe { store(handle, result) }
}

/// Sets the number of the chain that a classifier is in.
///
/// C: `rtnl_tc_set_chain(TC_CAST(qdisc), chain);`
///
/// # Safety
/// `tc` is an object of traffic control, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_set_chain(tc: *mut rtnl_tc, chain: u32) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { get(tc) } {
        tc.set(attr::CHAIN, |tc| &tc.chain, chain);
    }
}

/// The number of the chain that a classifier is in.
///
/// C: `rtnl_tc_get_chain(TC_CAST(cls), &chain);`
///
/// Returns 0, `-NLE_MISSING_ATTR` if it is not set, `-NLE_INVAL` for NULL.
///
/// # Safety
/// `tc` is an object of traffic control, `out_value` a place for a number; or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_tc_get_chain(tc: *mut rtnl_tc, out_value: *mut u32) -> c_int {
    // SAFETY: by contract.
    let tc = unsafe { get(tc) }.ok_or(Error::INVAL);
    let chain = tc.and_then(|tc| {
        if tc.has(attr::CHAIN) { Ok(tc.chain.get()) } else { Err(Error::MISSING_ATTR) }
    });
    // SAFETY: by contract.
    unsafe { store(chain, out_value) }
}

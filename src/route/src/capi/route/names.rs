// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/route.h`: names of tables, protocols and metrics.

use libc::{c_char, c_int, c_long};
use nl_sys::error::{Error, IntoC};
use nl_sys::strings;

use crate::route::names::{METRICS, PROTOCOLS, TABLES};

/// Writes the name of a routing table into `buf`, or its number as hexadecimal if it has none; returns `buf`.
///
/// C: `printf("%s\n", rtnl_route_table2str(table, buf, sizeof(buf)));`
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_table2str(
    table: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { TABLES.to_text(table, buf, size) }
}

/// The number of a routing table by name, whatever the case of it, or the number that the text is.
///
/// C: `table = rtnl_route_str2table("main");`
///
/// Negative if it is neither, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_str2table(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { TABLES.to_number(name) }
}

/// Forgets the names of routing tables, and reads others from a file of numbers and names, such as
/// `/etc/iproute2/rt_tables`.
///
/// C: `err = rtnl_route_read_table_names(path);`
///
/// Returns 0, the error of the system if the file cannot be opened, `-NLE_INVAL` for a line of another form
/// and for NULL, `-NLE_NOMEM`.
///
/// # Safety
/// `path` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_read_table_names(path: *const c_char) -> c_int {
    if path.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    unsafe { TABLES.read(path, add_table) }.into_c()
}

/// Adds a name that was read.
unsafe extern "C" fn add_table(number: c_long, name: *const c_char) -> c_int {
    // SAFETY: libnl-3 passes a string.
    unsafe { TABLES.add(number, name) }.into_c()
}

/// Writes the name of a routing protocol into `buf`, or its number as hexadecimal if it has none; returns `buf`.
///
/// C: `printf("%s\n", rtnl_route_proto2str(proto, buf, sizeof(buf)));`
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_proto2str(
    proto: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { PROTOCOLS.to_text(proto, buf, size) }
}

/// The number of a routing protocol by name, whatever the case of it, or the number that the text is.
///
/// C: `proto = rtnl_route_str2proto("static");`
///
/// Negative if it is neither, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_str2proto(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { PROTOCOLS.to_number(name) }
}

/// Forgets the names of routing protocols, and reads others from a file of numbers and names, such as
/// `/etc/iproute2/rt_protos`.
///
/// C: `err = rtnl_route_read_protocol_names(path);`
///
/// Returns 0, the error of the system if the file cannot be opened, `-NLE_INVAL` for a line of another form
/// and for NULL, `-NLE_NOMEM`.
///
/// # Safety
/// `path` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_read_protocol_names(path: *const c_char) -> c_int {
    if path.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    unsafe { PROTOCOLS.read(path, add_protocol) }.into_c()
}

/// Adds a name that was read.
unsafe extern "C" fn add_protocol(number: c_long, name: *const c_char) -> c_int {
    // SAFETY: libnl-3 passes a string.
    unsafe { PROTOCOLS.add(number, name) }.into_c()
}

/// Writes the name of a metric into `buf`, or its number as hexadecimal if it has none; returns `buf`.
///
/// C: `printf("%s\n", rtnl_route_metric2str(metric, buf, sizeof(buf)));`
///
/// # Safety
/// `buf` has `size` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_metric2str(
    metric: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    unsafe { strings::to_text(metric, buf, size, &METRICS) }
}

/// The number of a metric by name, whatever the case of it, or the number that the text is.
///
/// C: `metric = rtnl_route_str2metric("mtu");`
///
/// Negative if it is neither, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_route_str2metric(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { strings::to_number(name, &METRICS) }
}

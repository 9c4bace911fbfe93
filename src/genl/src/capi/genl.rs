// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/genl/genl.h`.

use core::ptr;

use libc::{c_char, c_int, c_void, genlmsghdr, nlattr, nlmsghdr};
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_msg, nl_sock, nla_policy};

use crate::{ctrl, message, mngt};

/// Connects a socket to generic netlink.
///
/// C: `int err = genl_connect(sk);`
///
/// The same as `nl_connect(sk, NETLINK_GENERIC)`, and returns as that does.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_connect(sk: *mut nl_sock) -> c_int {
    // SAFETY: by contract.
    unsafe { ffi::nl_connect(sk, libc::NETLINK_GENERIC) }
}

/// Sends a message of nothing but headers.
///
/// C: `genl_send_simple(sk, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, NLM_F_DUMP);`
///
/// Of `cmd` and `version` the lower eight bits count. Returns as `nl_send_simple()` does.
///
/// # Safety
/// `sk` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_send_simple(
    sk: *mut nl_sock,
    family: c_int,
    cmd: c_int,
    version: c_int,
    flags: c_int,
) -> c_int {
    let [cmd, ..] = cmd.to_le_bytes();
    let [version, ..] = version.to_le_bytes();
    // SAFETY: by contract.
    unsafe { ctrl::send_simple(sk, family, cmd, version, flags) }
}

/// Puts the netlink header and the generic netlink header into a message, and makes room for the family's
/// own header.
///
/// C: `void *hdr = genlmsg_put(msg, NL_AUTO_PORT, NL_AUTO_SEQ, family, 0, NLM_F_DUMP, cmd, 1);`
///
/// `hdrlen` is the size of that header in bytes. Returns where it is, zeroed, or, without one, where
/// attributes go; NULL if the message is too small, `hdrlen` is negative, and for NULL.
///
/// # Safety
/// `msg` is a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genlmsg_put(
    msg: *mut nl_msg,
    port: u32,
    seq: u32,
    family: c_int,
    hdrlen: c_int,
    flags: c_int,
    cmd: u8,
    version: u8,
) -> *mut c_void {
    // SAFETY: by contract.
    let put = unsafe { ctrl::put_header(msg, port, seq, family, hdrlen, flags, cmd, version) };
    put.unwrap_or(ptr::null_mut())
}

/// Whether a message is long enough for its headers, the family's own of `hdrlen` bytes included.
///
/// C: `if (!genlmsg_valid_hdr(nlh, 0)) return NL_SKIP;`
///
/// Returns 1 or 0; 0 for NULL.
///
/// # Safety
/// `nlh` is a netlink header or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genlmsg_valid_hdr(nlh: *mut nlmsghdr, hdrlen: c_int) -> c_int {
    // SAFETY: by contract.
    c_int::from(!nlh.is_null() && unsafe { message::is_valid(nlh, hdrlen) })
}

/// Checks the attributes of a message; see `nla_validate()`.
///
/// C: `int err = genlmsg_validate(nlh, 0, MY_ATTR_MAX, my_policy);`
///
/// Returns 0, `-NLE_MSG_TOOSHORT` if the message is too short for its headers, `-NLE_INVAL` for NULL, or as
/// `nla_validate()` does.
///
/// # Safety
/// `nlh` is a message or NULL, `policy` has an entry for every type up to `maxtype`, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genlmsg_validate(
    nlh: *mut nlmsghdr,
    hdrlen: c_int,
    maxtype: c_int,
    policy: *const nla_policy,
) -> c_int {
    // SAFETY: by contract.
    match unsafe { checked_attrs(nlh, hdrlen) } {
        // SAFETY: attributes of a message that is long enough; the policy by contract.
        Ok((attrs, len)) => unsafe { ffi::nla_validate(attrs, len, maxtype, policy) },
        Err(error) => Err::<(), _>(error).into_c(),
    }
}

/// Sorts the attributes of a message by type; see `nla_parse()`.
///
/// C: `int err = genlmsg_parse(nlh, 0, attrs, MY_ATTR_MAX, my_policy);`
///
/// Returns 0, `-NLE_MSG_TOOSHORT` if the message is too short for its headers, `-NLE_INVAL` for NULL, or as
/// `nla_parse()` does.
///
/// # Safety
/// `nlh` is a message or NULL, `tb` has room for `maxtype + 1` pointers or is NULL, `policy` has an entry
/// for every type up to `maxtype`, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genlmsg_parse(
    nlh: *mut nlmsghdr,
    hdrlen: c_int,
    tb: *mut *mut nlattr,
    maxtype: c_int,
    policy: *const nla_policy,
) -> c_int {
    // SAFETY: by contract.
    match unsafe { checked_attrs(nlh, hdrlen) } {
        // SAFETY: attributes of a message that is long enough; table and policy by contract.
        Ok((attrs, len)) => unsafe { ffi::nla_parse(tb, maxtype, attrs, len, policy) },
        Err(error) => Err::<(), _>(error).into_c(),
    }
}

/// The attributes of a message and their length in bytes.
///
/// # Safety
/// `nlh` is a message or NULL.
unsafe fn checked_attrs(
    nlh: *const nlmsghdr,
    hdrlen: c_int,
) -> Result<(*mut nlattr, c_int), Error> {
    if nlh.is_null() {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    if !unsafe { message::is_valid(nlh, hdrlen) } {
        return Err(Error::MSG_TOOSHORT);
    }
    // SAFETY: it is valid.
    Ok(unsafe { message::attrs(nlh, hdrlen) })
}

/// The generic netlink header of a message.
///
/// C: `struct genlmsghdr *ghdr = genlmsg_hdr(nlmsg_hdr(msg));`
///
/// Nothing is checked: see `genlmsg_valid_hdr()`.
#[unsafe(no_mangle)]
pub extern "C" fn genlmsg_hdr(nlh: *mut nlmsghdr) -> *mut genlmsghdr {
    message::header(nlh)
}

/// What follows the generic netlink header; the old name of `genlmsg_user_hdr()`.
///
/// C: `void *hdr = genlmsg_data(ghdr);`
#[unsafe(no_mangle)]
pub extern "C" fn genlmsg_data(gnlh: *const genlmsghdr) -> *mut c_void {
    message::user_header(gnlh)
}

/// The family's own header.
///
/// C: `struct my_header *hdr = genlmsg_user_hdr(ghdr);`
#[unsafe(no_mangle)]
pub extern "C" fn genlmsg_user_hdr(gnlh: *const genlmsghdr) -> *mut c_void {
    message::user_header(gnlh)
}

/// What follows the family's own header of `hdrlen` bytes.
///
/// C: `void *data = genlmsg_user_data(ghdr, sizeof(struct my_header));`
#[unsafe(no_mangle)]
pub extern "C" fn genlmsg_user_data(gnlh: *const genlmsghdr, hdrlen: c_int) -> *mut c_void {
    message::user_data(gnlh, hdrlen)
}

/// How many bytes follow the family's own header of `hdrlen` bytes; negative if the message is short.
///
/// C: `int len = genlmsg_user_datalen(ghdr, sizeof(struct my_header));`
///
/// 0 for NULL.
///
/// # Safety
/// `gnlh` is the header of a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genlmsg_user_datalen(gnlh: *const genlmsghdr, hdrlen: c_int) -> c_int {
    // SAFETY: by contract.
    if gnlh.is_null() { 0 } else { unsafe { message::user_datalen(gnlh, hdrlen) } }
}

/// How many bytes follow the generic netlink header; negative if the message is short.
///
/// C: `int len = genlmsg_len(ghdr);`
///
/// # Safety
/// `gnlh` is the header of a message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genlmsg_len(gnlh: *const genlmsghdr) -> c_int {
    // SAFETY: by contract.
    unsafe { message::len(gnlh) }
}

/// The first attribute behind the family's own header of `hdrlen` bytes.
///
/// C: `nla_parse(tb, max, genlmsg_attrdata(ghdr, 0), genlmsg_attrlen(ghdr, 0), NULL);`
#[unsafe(no_mangle)]
pub extern "C" fn genlmsg_attrdata(gnlh: *const genlmsghdr, hdrlen: c_int) -> *mut nlattr {
    message::user_data(gnlh, hdrlen).cast()
}

/// How many bytes of attributes follow the family's own header of `hdrlen` bytes; negative if the message
/// is short.
///
/// C: `nla_parse(tb, max, genlmsg_attrdata(ghdr, 0), genlmsg_attrlen(ghdr, 0), NULL);`
///
/// 0 for NULL.
///
/// # Safety
/// `gnlh` is the header of a message or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genlmsg_attrlen(gnlh: *const genlmsghdr, hdrlen: c_int) -> c_int {
    // SAFETY: by contract.
    if gnlh.is_null() { 0 } else { unsafe { message::user_datalen(gnlh, hdrlen) } }
}

/// The name of a command of a family that was registered with `genl_register_family()`.
///
/// C: `genl_op2name(family, cmd, buf, sizeof(buf));`
///
/// Writes the name, or `unknown`, cut off at `len` bytes, to `buf`. Returns `buf`, or NULL for an unknown
/// command.
///
/// # Safety
/// `len` bytes at `buf` are writable, or it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_op2name(
    family: c_int,
    op: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    mngt::with_command_name(family, op, |name| {
        if !buf.is_null() && len > 0 {
            let text = name.unwrap_or(c"unknown");
            // SAFETY: so many bytes are writable, and the text is a string; what does not fit is cut off.
            unsafe { libc::snprintf(buf, len, c"%s".as_ptr(), text.as_ptr()) };
        }
        if name.is_some() { buf } else { ptr::null_mut() }
    })
}

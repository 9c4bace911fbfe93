// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages: as text, and as objects.

use core::ffi::CStr;

use libc::{FILE, c_char, c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_msg, nl_object};
use os::stdio::Stream;

use crate::strings::{self, Buffer};
use crate::{message, print};

/// Writes the name of a control message, `ERROR` and the like, or else the number, to `size` bytes at
/// `buf`.
///
/// C: `char buf[32]; printf("%s\n", nl_nlmsgtype2str(nlh->nlmsg_type, buf, sizeof(buf)));`
///
/// The text is cut so that its NUL fits. Returns `buf`.
///
/// # Safety
/// `buf` is NULL or `size` bytes there are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_nlmsgtype2str(
    r#type: c_int,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let mut to = unsafe { Buffer::new(buf, size) };
    print::type_name(r#type, &mut to);
    buf
}

/// The type of a control message by its name, in any case, or the number that the text is.
///
/// C: `int type = nl_str2nlmsgtype("DONE");`
///
/// `-NLE_OBJ_NOTFOUND` for any other text; `-NLE_INVAL` for an empty one, and for NULL.
///
/// # Safety
/// `name` is NULL or a string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_str2nlmsgtype(name: *const c_char) -> c_int {
    if name.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: a string by contract.
    strings::str2type(unsafe { CStr::from_ptr(name) }, &print::TYPES).into_c()
}

/// Writes the names of message flags with commas between, `REQUEST,ACK`, to `len` bytes at `buf`, and a
/// number for those without a name.
///
/// C: `char buf[128]; printf("%s\n", nl_nlmsg_flags2str(nlh->nlmsg_flags, buf, sizeof(buf)));`
///
/// The text is cut so that its NUL fits; the rest of the buffer is zero. Returns `buf`.
///
/// # Safety
/// `buf` is NULL or `len` bytes there are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_nlmsg_flags2str(
    flags: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let mut to = unsafe { Buffer::new(buf, len) };
    print::flag_names(flags, &mut to);
    buf
}

/// Makes objects of a message and hands each to `cb`, with `arg`.
///
/// C: `err = nl_msg_parse(msg, print_link, NULL);`
///
/// Which type of object it is follows from the message's protocol, see `nlmsg_set_proto()`, and type.
/// A callback that keeps an object has to take a reference. 0; `-NLE_MSGTYPE_NOSUPPORT` if no registered
/// type has such messages; `-NLE_INVAL` for NULL; or an error of the type's.
///
/// # Safety
/// `msg` is NULL or a message; `cb` may be called with `arg`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_msg_parse(
    msg: *mut nl_msg,
    cb: Option<unsafe extern "C" fn(obj: *mut nl_object, arg: *mut c_void)>,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    match (unsafe { msg.as_ref() }, cb) {
        // SAFETY: by contract.
        (Some(msg), Some(cb)) => unsafe { message::parse(msg, cb, arg) }.into_c(),
        _ => Err::<(), _>(Error::INVAL).into_c(),
    }
}

/// Prints a message, for people: its headers, its attributes if its type is known, and its bytes.
///
/// C: `nl_msg_dump(msg, stdout);`
///
/// Does nothing for NULL.
///
/// # Safety
/// `msg` is NULL or a message; `ofd` is NULL or open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_msg_dump(msg: *mut nl_msg, ofd: *mut FILE) {
    // SAFETY: by contract.
    let msg = unsafe { msg.as_ref() };
    if let Some(msg) = msg.filter(|_| !ofd.is_null()) {
        // SAFETY: open by contract.
        print::message(msg, &mut unsafe { Stream::new(ofd) });
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/handlers.h`.

use core::ptr;

use libc::{c_int, c_uchar, c_void, sockaddr_nl, ucred};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cb, nl_msg, nl_sock};

use crate::callback::{Callbacks, kind, nl_recvmsg_err_cb_t, nl_recvmsg_msg_cb_t};

/// `enum nl_cb_kind`
pub type nl_cb_kind = c_int;
/// `enum nl_cb_type`
pub type nl_cb_type = c_int;

/// The set behind a pointer of C's.
///
/// # Safety
/// `cb` is a live callback set or NULL.
pub(super) unsafe fn set<'a>(cb: *const nl_cb) -> Option<&'a Callbacks> {
    // SAFETY: every callback set is a Callbacks.
    unsafe { cb.cast::<Callbacks>().as_ref() }
}

/// Makes a callback set with the library's handlers of a kind: none, those that print what goes wrong,
/// or those that print everything.
///
/// C: `struct nl_cb *cb = nl_cb_alloc(NL_CB_DEFAULT);`
///
/// Returns a set for `nl_cb_put()`; NULL for an unknown kind, or without memory.
#[unsafe(no_mangle)]
pub extern "C" fn nl_cb_alloc(kind: nl_cb_kind) -> *mut nl_cb {
    Callbacks::new(kind).map_or(ptr::null_mut(), <*mut Callbacks>::cast)
}

/// Makes another set with the same handlers.
///
/// C: `struct nl_cb *cb = nl_cb_clone(orig);`
///
/// Returns a set for `nl_cb_put()`; NULL without memory, and for NULL.
///
/// # Safety
/// `orig` is a live callback set or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_clone(orig: *mut nl_cb) -> *mut nl_cb {
    // SAFETY: by contract.
    let copy = unsafe { set(orig) }.and_then(|callbacks| callbacks.copy().ok());
    copy.map_or(ptr::null_mut(), <*mut Callbacks>::cast)
}

/// Takes one more reference to a set, and returns it.
///
/// C: `mine = nl_cb_get(cb);`
///
/// # Safety
/// `cb` is a live callback set or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_get(cb: *mut nl_cb) -> *mut nl_cb {
    // SAFETY: by contract.
    if let Some(callbacks) = unsafe { set(cb) } {
        callbacks.get();
    }
    cb
}

/// Gives up a reference to a set; the last one frees it.
///
/// C: `nl_cb_put(cb);`
///
/// # Safety
/// `cb` is a live callback set to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_put(cb: *mut nl_cb) {
    if !cb.is_null() {
        // SAFETY: the reference is the caller's.
        unsafe { Callbacks::put(cb.cast()) };
    }
}

/// Sets the handler of a message type: `func` for `NL_CB_CUSTOM`, otherwise the library's of that kind.
///
/// C: `nl_cb_set(cb, NL_CB_VALID, NL_CB_CUSTOM, on_message, &state);`
///
/// The handler gets `arg`. It returns `NL_OK` to go on, `NL_SKIP` to go on with the next message,
/// `NL_STOP` to leave, or a negative code to leave with that error. The library's handlers print to
/// `arg`, a `FILE *`; NULL is `stderr`. Returns 0, or `-NLE_RANGE` for an unknown type or kind;
/// `-NLE_INVAL` for NULL.
///
/// # Safety
/// `cb` is a live callback set or NULL; `func` may be called with `arg` as long as it is set.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_set(
    cb: *mut nl_cb,
    r#type: nl_cb_type,
    kind: nl_cb_kind,
    func: nl_recvmsg_msg_cb_t,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    let callbacks = unsafe { set(cb) }.ok_or(Error::INVAL);
    callbacks.and_then(|callbacks| callbacks.set(r#type, kind, func, arg)).into_c()
}

/// `nl_cb_set()` for every message type.
///
/// C: `nl_cb_set_all(cb, NL_CB_DEBUG, NULL, NULL);`
///
/// Returns 0, or `-NLE_RANGE` for an unknown kind; `-NLE_INVAL` for NULL.
///
/// # Safety
/// As for `nl_cb_set()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_set_all(
    cb: *mut nl_cb,
    kind: nl_cb_kind,
    func: nl_recvmsg_msg_cb_t,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    let callbacks = unsafe { set(cb) }.ok_or(Error::INVAL);
    callbacks.and_then(|callbacks| callbacks.set_all(kind, func, arg)).into_c()
}

/// Sets the handler of errors that the kernel answers with: `func` for `NL_CB_CUSTOM`, otherwise the
/// library's of that kind.
///
/// C: `nl_cb_err(cb, NL_CB_CUSTOM, on_error, &state);`
///
/// The handler gets the sender, the error and `arg`. It returns `NL_STOP` to leave with that error,
/// `NL_SKIP` or `NL_OK` to go on, or a negative code to leave with. Without a handler the error ends
/// the call. Returns 0, or `-NLE_RANGE` for an unknown kind; `-NLE_INVAL` for NULL.
///
/// # Safety
/// As for `nl_cb_set()`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_err(
    cb: *mut nl_cb,
    kind: nl_cb_kind,
    func: nl_recvmsg_err_cb_t,
    arg: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    let callbacks = unsafe { set(cb) }.ok_or(Error::INVAL);
    callbacks.and_then(|callbacks| callbacks.set_error(kind, func, arg)).into_c()
}

/// Puts `func` in place of `nl_recvmsgs()`; NULL for the library's own again.
///
/// C: `nl_cb_overwrite_recvmsgs(cb, my_recvmsgs);`
///
/// It returns the number of messages or a negative code.
///
/// # Safety
/// `cb` is a live callback set or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_overwrite_recvmsgs(
    cb: *mut nl_cb,
    func: Option<unsafe extern "C" fn(*mut nl_sock, *mut nl_cb) -> c_int>,
) {
    // SAFETY: by contract.
    if let Some(callbacks) = unsafe { set(cb) } {
        callbacks.receive_messages.set(func);
    }
}

/// Puts `func` in place of `nl_recv()`, whose contract it has to keep; NULL for the library's own again.
///
/// C: `nl_cb_overwrite_recv(cb, my_recv);`
///
/// # Safety
/// `cb` is a live callback set or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_overwrite_recv(
    cb: *mut nl_cb,
    func: Option<
        unsafe extern "C" fn(
            *mut nl_sock,
            *mut sockaddr_nl,
            *mut *mut c_uchar,
            *mut *mut ucred,
        ) -> c_int,
    >,
) {
    // SAFETY: by contract.
    if let Some(callbacks) = unsafe { set(cb) } {
        callbacks.receive.set(func);
    }
}

/// Puts `func` in place of `nl_send()`, whose contract it has to keep; NULL for the library's own again.
///
/// C: `nl_cb_overwrite_send(cb, my_send);`
///
/// # Safety
/// `cb` is a live callback set or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_overwrite_send(
    cb: *mut nl_cb,
    func: Option<unsafe extern "C" fn(*mut nl_sock, *mut nl_msg) -> c_int>,
) {
    // SAFETY: by contract.
    if let Some(callbacks) = unsafe { set(cb) } {
        callbacks.send.set(func);
    }
}

/// The type of the callback of this set that is running.
///
/// C: `if (nl_cb_active_type(cb) == NL_CB_VALID) ...`
///
/// `NL_CB_TYPE_MAX + 1` if none is, and for NULL.
///
/// # Safety
/// `cb` is a live callback set or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_cb_active_type(cb: *mut nl_cb) -> nl_cb_type {
    // SAFETY: by contract.
    unsafe { set(cb) }.map_or(kind::COUNT, |callbacks| callbacks.active.get())
}

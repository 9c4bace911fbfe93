// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/genl/mngt.h`.

use libc::{c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache_ops, nl_msg, nl_sock};

use crate::layout::genl_ops;
use crate::{ctrl, mngt};

/// Registers a family that the program knows, so that `genl_handle_msg()` finds its commands and
/// `genl_op2name()` their names.
///
/// C: `int err = genl_register_family(&my_ops);`
///
/// The structure stays the program's, which keeps it until `genl_unregister_family()`. Returns 0;
/// `-NLE_INVAL` without a name, with commands but no number of them, and for NULL; `-NLE_EXIST` if a family
/// of that name or number is registered.
///
/// # Safety
/// `ops` is NULL, or a family that is in no list, whose names and commands stay as long as it does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_register_family(ops: *mut genl_ops) -> c_int {
    // SAFETY: by contract.
    let ops = unsafe { ops.as_ref() }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    ops.and_then(|ops| unsafe { mngt::register(ops) }).into_c()
}

/// Unregisters a family.
///
/// C: `genl_unregister_family(&my_ops);`
///
/// Returns 0; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `ops` is a family or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_unregister_family(ops: *mut genl_ops) -> c_int {
    // SAFETY: by contract.
    unsafe { ops.as_ref() }.ok_or(Error::INVAL).map(mngt::unregister).into_c()
}

/// Hands a message to the registered family and command that it is for. A callback for `NL_CB_VALID`.
///
/// C: `nl_socket_modify_cb(sk, NL_CB_VALID, NL_CB_CUSTOM, genl_handle_msg, arg);`
///
/// The attributes are sorted by type, and checked if the command has a policy. Returns what the command's
/// parser returns; `-NLE_INVAL` for a message without generic netlink header and for NULL,
/// `-NLE_MSGTYPE_NOSUPPORT` for an unknown family or command, `-NLE_OPNOTSUPP` for a command without parser,
/// `-NLE_MSG_TOOSHORT`, `-NLE_NOMEM`, or what the policy says.
///
/// # Safety
/// `msg` is a message or NULL; `arg` is what the parsers take.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_handle_msg(msg: *mut nl_msg, arg: *mut c_void) -> c_int {
    // SAFETY: by contract.
    let message = unsafe { msg.as_ref() }.filter(|message| !message.nm_nlh.get().is_null());
    let handled = message.ok_or(Error::INVAL).and_then(|message| {
        // SAFETY: the message and its sender are live; the argument by contract.
        unsafe { mngt::handle(message.nm_src.as_ptr(), message.nm_nlh.get(), arg) }
    });
    handled.into_c()
}

/// Registers a type of cache that holds objects of a family, together with the family (`co_genl`).
///
/// C: `int err = genl_register(&my_cache_ops);`
///
/// It takes name and number of the family from the first message type, and parses messages by the
/// family's commands. Returns 0; `-NLE_PROTO_MISMATCH` for a type that is not of generic netlink,
/// `-NLE_INVAL` without family, for a header that is too short and for NULL, or as `genl_register_family()`
/// and `nl_cache_mngt_register()` do.
///
/// # Safety
/// `ops` is NULL, or a type that is not registered and stays until it is unregistered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_register(ops: *mut nl_cache_ops) -> c_int {
    // SAFETY: by contract nobody else uses it yet.
    let ops = unsafe { ops.as_mut() }.ok_or(Error::INVAL);
    // SAFETY: by contract.
    ops.and_then(|ops| unsafe { mngt::register_cache(ops) }).into_c()
}

/// Unregisters a type of cache and its family.
///
/// C: `genl_unregister(&my_cache_ops);`
///
/// # Safety
/// `ops` is a type that was registered, or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_unregister(ops: *mut nl_cache_ops) {
    // SAFETY: by contract.
    let Some(cache_ops) = (unsafe { ops.as_ref() }) else { return };
    // SAFETY: by contract.
    unsafe { ffi::nl_cache_mngt_unregister(ops) };
    // SAFETY: NULL or a family, by contract.
    if let Some(family) = unsafe { cache_ops.co_genl.get().cast::<genl_ops>().as_ref() } {
        mngt::unregister(family);
    }
}

/// Asks the kernel for the number of a family, by its name `o_name`, and sets `o_id`.
///
/// C: `int err = genl_ops_resolve(sk, &my_ops);`
///
/// Returns 0, `-NLE_OBJ_NOTFOUND` if the kernel has no such family, `-NLE_INVAL` for NULL, or as
/// `genl_ctrl_alloc_cache()` does.
///
/// # Safety
/// `sk` is a connected generic netlink socket or NULL, `ops` a family with a name or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_ops_resolve(sk: *mut nl_sock, ops: *mut genl_ops) -> c_int {
    // SAFETY: by contract.
    let Some(family) = (unsafe { ops.as_ref() }).filter(|_| !sk.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    let families = unsafe { ctrl::all(sk) };
    families.and_then(|families| mngt::resolve(family, |name| families.number_of(name))).into_c()
}

/// `genl_ops_resolve()` for every registered family.
///
/// C: `int err = genl_mngt_resolve(sk);`
///
/// Returns what became of the family registered last; `-NLE_INVAL` for NULL.
///
/// # Safety
/// `sk` is a connected generic netlink socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn genl_mngt_resolve(sk: *mut nl_sock) -> c_int {
    if sk.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: by contract.
    let families = unsafe { ctrl::all(sk) };
    families.and_then(|families| mngt::resolve_all(|name| families.number_of(name))).into_c()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/veth.h`.

use core::ptr;

use libc::{NLM_F_CREATE, NLM_F_EXCL, c_char, c_int, pid_t};
use nl_sys::error::{Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::nl_sock;
use nl_sys::typed::Handle;

use crate::capi::link::private::string;
use crate::link::kind::{self, Kind};
use crate::link::kinds::veth::Veth;
use crate::link::object::{attr, rtnl_link};
use crate::link::{build, owned};

/// Makes the two link objects of a pair of kind `veth`.
///
/// C: `struct rtnl_link *link = rtnl_link_veth_alloc();`
///
/// Returns one with a reference for `rtnl_link_put()` or `rtnl_link_veth_release()`; the other one belongs to
/// it. NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_veth_alloc() -> *mut rtnl_link {
    kind::alloc(Veth::NAME)
}

/// Gives up a reference to a link of a pair, and separates the pair.
///
/// C: `rtnl_link_veth_release(link);`
///
/// # Safety
/// `link` is a link to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_veth_release(link: *mut rtnl_link) {
    // SAFETY: by contract.
    let separated = unsafe { kind::change(link, |veth: &mut Veth| Ok(core::mem::take(veth))) };
    drop(separated);
    // SAFETY: by contract.
    unsafe { ffi::nl_object_put(link.cast()) };
}

/// Whether a link is one of a pair of kind `veth`.
///
/// C: `if (rtnl_link_is_veth(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_is_veth(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::is(link, Veth::NAME) }
}

/// The other link of a pair.
///
/// C: `struct rtnl_link *peer = rtnl_link_veth_get_peer(link);`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL if it is gone, if the link is of another kind,
/// and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_veth_get_peer(link: *mut rtnl_link) -> *mut rtnl_link {
    // SAFETY: by contract.
    let peer = unsafe { kind::read(link, |veth: &Veth| veth.peer().map(Handle::of)) };
    peer.ok().flatten().map_or(ptr::null_mut(), Handle::into_typed)
}

/// Asks the kernel for a new pair of kind `veth`.
///
/// C: `err = rtnl_link_veth_add(sk, "veth0", "veth1", getpid());`
///
/// The second one is moved to the network namespace of process `pid`. Without names the kernel finds some.
/// Waits for the answer. Returns 0 or a negative error code.
///
/// # Safety
/// `sock` is a connected socket, the names are strings; any may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_veth_add(
    sock: *mut nl_sock,
    name: *const c_char,
    peer_name: *const c_char,
    pid: pid_t,
) -> c_int {
    // SAFETY: by contract.
    let name = unsafe { string(name) };
    // SAFETY: by contract.
    let peer_name = unsafe { string(peer_name) };
    let add = || {
        let link = kind::make(Veth::NAME)?;
        if let Ok(name) = name {
            link.change(attr::IFNAME, |link| {
                link.name.set(name);
                Ok(())
            })?;
        }
        // SAFETY: a link.
        let peer =
            unsafe { kind::read(&raw const *link, |veth: &Veth| veth.peer().map(Handle::of)) };
        let peer = peer?.ok_or(Error::NOMEM)?;
        if let Ok(name) = peer_name {
            peer.change(attr::IFNAME, |peer| {
                peer.name.set(name);
                Ok(())
            })?;
        }
        peer.change(attr::NS_PID, |peer| {
            owned::make(&mut peer.rare)?.ns_pid = pid;
            Ok(())
        })?;
        let request = build::add(&link, NLM_F_CREATE | NLM_F_EXCL)?;
        // SAFETY: by contract.
        unsafe { request.send_sync(sock) }
    };
    add().into_c()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/bonding.h`.

use libc::{c_char, c_int};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_sock;

use super::{add_kind, give};
use crate::capi::link::message::number;
use crate::link::build;
use crate::link::kind::{self, Kind};
use crate::link::kinds::bond::{Bond, option};
use crate::link::object::rtnl_link;

/// Makes a link object of kind `bond`.
///
/// C: `struct rtnl_link *link = rtnl_link_bond_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_bond_alloc() -> *mut rtnl_link {
    kind::alloc(Bond::NAME)
}

/// Whether a link is a bond.
///
/// C: `if (rtnl_link_is_bond(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_is_bond(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::is(link, Bond::NAME) }
}

/// Adds a bond.
///
/// C: `rtnl_link_bond_add(sk, "bond0", NULL);`
///
/// Asks the kernel and waits for its answer. Without a name, the one of `opts` counts; nothing else of it
/// is used. Without either, the kernel finds a name.
///
/// Returns 0 or a negative code.
///
/// # Safety
/// `sk` is a socket, `name` a string, `opts` a link; any may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_add(
    sk: *mut nl_sock,
    name: *const c_char,
    opts: *mut rtnl_link,
) -> c_int {
    // SAFETY: by contract.
    unsafe { add_kind(sk, Bond::NAME, name, opts) }
}

/// Makes a link a port of a bond, both by number.
///
/// C: `rtnl_link_bond_enslave_ifindex(sock, master, slave);`
///
/// As `rtnl_link_enslave_ifindex()`, which is for ports of any kind.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the kernel has not done it although it says so, or another negative code.
///
/// # Safety
/// `sock` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_enslave_ifindex(
    sock: *mut nl_sock,
    master: c_int,
    slave: c_int,
) -> c_int {
    // SAFETY: by contract.
    unsafe { build::enslave(sock, master, slave) }.into_c()
}

/// Makes a link a port of a bond.
///
/// C: `rtnl_link_bond_enslave(sock, master, slave);`
///
/// As `rtnl_link_bond_enslave_ifindex()`, by the links' numbers.
///
/// # Safety
/// `sock` is a socket or NULL; the others are links or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_enslave(
    sock: *mut nl_sock,
    master: *mut rtnl_link,
    slave: *mut rtnl_link,
) -> c_int {
    // SAFETY: by contract.
    let master = unsafe { number(master) };
    // SAFETY: by contract.
    let slave = unsafe { number(slave) };
    // SAFETY: by contract.
    master.and_then(|master| unsafe { build::enslave(sock, master, slave?) }).into_c()
}

/// Makes a port, by number, a link of its own again.
///
/// C: `rtnl_link_bond_release_ifindex(sock, slave);`
///
/// As `rtnl_link_release_ifindex()`, which is for ports of any kind.
///
/// Returns 0 or a negative code.
///
/// # Safety
/// `sock` is a socket or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_release_ifindex(sock: *mut nl_sock, slave: c_int) -> c_int {
    // SAFETY: by contract.
    unsafe { build::enslave(sock, 0, slave) }.into_c()
}

/// Makes a port a link of its own again.
///
/// C: `rtnl_link_bond_release(sock, slave);`
///
/// As `rtnl_link_bond_release_ifindex()`, by the link's number.
///
/// # Safety
/// `sock` is a socket or NULL; `slave` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_release(
    sock: *mut nl_sock,
    slave: *mut rtnl_link,
) -> c_int {
    // SAFETY: by contract.
    let slave = unsafe { number(slave) };
    // SAFETY: by contract.
    slave.and_then(|slave| unsafe { build::enslave(sock, 0, slave) }).into_c()
}

/// Sets the mode of a bond: `BOND_MODE_*` of `linux/if_bonding.h`.
///
/// C: `rtnl_link_bond_set_mode(link, BOND_MODE_ACTIVEBACKUP);`
///
/// Nothing happens if the link is no bond.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_set_mode(link: *mut rtnl_link, mode: u8) {
    // SAFETY: by contract.
    unsafe { kind::set(link, |bond: &mut Bond| bond.0.set(option::MODE, mode)) };
}

/// The mode of a bond: `BOND_MODE_*` of `linux/if_bonding.h`.
///
/// C: `rtnl_link_bond_get_mode(link, &mode);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bond, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `mode` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_get_mode(link: *mut rtnl_link, mode: *mut u8) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, |bond: &Bond| bond.0.u8(option::MODE)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, mode) }).into_c()
}

/// Sets the port of a bond that is in use, by number.
///
/// C: `rtnl_link_bond_set_activeslave(link, ifindex);`
///
/// Nothing happens if the link is no bond.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_set_activeslave(link: *mut rtnl_link, active: c_int) {
    // SAFETY: by contract.
    unsafe {
        kind::set(link, |bond: &mut Bond| bond.0.set(option::ACTIVE_SLAVE, active.cast_unsigned()))
    };
}

/// The port of a bond that is in use, by number.
///
/// C: `rtnl_link_bond_get_activeslave(link, &ifindex);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bond, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `active` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_get_activeslave(
    link: *mut rtnl_link,
    active: *mut c_int,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, |bond: &Bond| bond.0.u32(option::ACTIVE_SLAVE)) };
    // SAFETY: by contract.
    found
        .and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?.cast_signed(), active) })
        .into_c()
}

/// Sets what a bond chooses ports by: `BOND_XMIT_POLICY_*` of `linux/if_bonding.h`.
///
/// C: `rtnl_link_bond_set_hashing_type(link, BOND_XMIT_POLICY_LAYER34);`
///
/// Nothing happens if the link is no bond.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_set_hashing_type(link: *mut rtnl_link, type_: u8) {
    // SAFETY: by contract.
    unsafe { kind::set(link, |bond: &mut Bond| bond.0.set(option::XMIT_HASH_POLICY, type_)) };
}

/// What a bond chooses ports by: `BOND_XMIT_POLICY_*` of `linux/if_bonding.h`.
///
/// C: `rtnl_link_bond_get_hashing_type(link, &type_);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bond, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `type_` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_get_hashing_type(
    link: *mut rtnl_link,
    type_: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, |bond: &Bond| bond.0.u8(option::XMIT_HASH_POLICY)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, type_) }).into_c()
}

/// Sets how often a bond looks at the carrier of its ports, in milliseconds.
///
/// C: `rtnl_link_bond_set_miimon(link, 100);`
///
/// Nothing happens if the link is no bond.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_set_miimon(link: *mut rtnl_link, miimon: u32) {
    // SAFETY: by contract.
    unsafe { kind::set(link, |bond: &mut Bond| bond.0.set(option::MIIMON, miimon)) };
}

/// How often a bond looks at the carrier of its ports, in milliseconds.
///
/// C: `rtnl_link_bond_get_miimon(link, &miimon);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bond, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `miimon` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_get_miimon(
    link: *mut rtnl_link,
    miimon: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, |bond: &Bond| bond.0.u32(option::MIIMON)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, miimon) }).into_c()
}

/// Sets how many ports a bond needs to be up.
///
/// C: `rtnl_link_bond_set_min_links(link, 1);`
///
/// Nothing happens if the link is no bond.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_set_min_links(link: *mut rtnl_link, min_links: u32) {
    // SAFETY: by contract.
    unsafe { kind::set(link, |bond: &mut Bond| bond.0.set(option::MIN_LINKS, min_links)) };
}

/// How many ports a bond needs to be up.
///
/// C: `rtnl_link_bond_get_min_links(link, &min_links);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no bond, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `min_links` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_bond_get_min_links(
    link: *mut rtnl_link,
    min_links: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, |bond: &Bond| bond.0.u32(option::MIN_LINKS)) };
    // SAFETY: by contract.
    found.and_then(|found| unsafe { give(found.ok_or(Error::NOATTR)?, min_links) }).into_c()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/vxlan.h`: up to the ports.

use libc::c_int;
use nl_sys::address::Address;
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;

use super::{get, get_byte, set};
use crate::capi::link_kind::give;
use crate::link::kind::{self, Kind};
use crate::link::kinds::vxlan::{ID_MAX, Ip, Vxlan, ifla_vxlan_port_range, option};
use crate::link::object::rtnl_link;

/// Sets an address.
///
/// # Safety
/// `link` is a link, `addr` an address; either may be NULL.
unsafe fn set_address(
    link: *mut rtnl_link,
    addr: *mut nl_addr,
    set: impl FnOnce(&mut Vxlan, Ip),
) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    unsafe {
        kind::change(link, |vxlan: &mut Vxlan| {
            set(vxlan, Ip::of(&addr)?);
            Ok(())
        })
    }
    .into_c()
}

/// Writes an address that is set, with a reference for the caller, to `addr`.
///
/// # Safety
/// `link` is a link or NULL; `addr` can be written to, or is NULL.
unsafe fn get_address(
    link: *mut rtnl_link,
    addr: *mut *mut nl_addr,
    read: impl FnOnce(&Vxlan) -> Option<Ip>,
) -> c_int {
    let get = || {
        // SAFETY: by contract.
        let found = unsafe { kind::read(link, read) }?;
        if addr.is_null() {
            return Err(Error::INVAL);
        }
        let found = found.ok_or(Error::AGAIN)?.to_address()?.into_raw()?;
        // SAFETY: by contract.
        unsafe { give(found, addr) }
    };
    get().into_c()
}

/// Makes a link object of kind `vxlan`.
///
/// C: `struct rtnl_link *link = rtnl_link_vxlan_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_vxlan_alloc() -> *mut rtnl_link {
    kind::alloc(Vxlan::NAME)
}

/// Whether a link is a VXLAN link.
///
/// C: `if (rtnl_link_is_vxlan(link)) { ... }`
///
/// Returns 1 or 0.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_is_vxlan(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { kind::is(link, Vxlan::NAME) }
}

/// Sets the network identifier.
///
/// C: `rtnl_link_vxlan_set_id(link, 42);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` above `VXLAN_ID_MAX` and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_id(link: *mut rtnl_link, id: u32) -> c_int {
    let checked = if id > ID_MAX { Err(Error::INVAL) } else { Ok(id) };
    // SAFETY: by contract.
    unsafe {
        kind::change(link, |vxlan: &mut Vxlan| {
            vxlan.numbers.set(option::ID, checked?);
            Ok(())
        })
    }
    .into_c()
}

/// The network identifier.
///
/// C: `rtnl_link_vxlan_get_id(link, &id);`
///
/// Returns 0, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `id` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_id(link: *mut rtnl_link, id: *mut u32) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, id, Error::AGAIN, |vxlan| vxlan.numbers.u32(option::ID)) }
}

/// Sets where packets go whose receiver is not known: a multicast group or a host.
///
/// C: `rtnl_link_vxlan_set_group(link, addr);`
///
/// It is copied.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` if the address is neither IPv4 nor IPv6,
/// and for NULL.
///
/// # Safety
/// `link` is a link, `addr` an address; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_group(
    link: *mut rtnl_link,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set_address(link, addr, |vxlan, ip| vxlan.group = Some(ip)) }
}

/// Where packets go whose receiver is not known: a multicast group or a host.
///
/// C: `struct nl_addr *addr; rtnl_link_vxlan_get_group(link, &addr);`
///
/// A new one, for `nl_addr_put()`.
///
/// Returns 0, `-NLE_AGAIN` if it is not set, `-NLE_NOMEM`, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `addr` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_group(
    link: *mut rtnl_link,
    addr: *mut *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get_address(link, addr, |vxlan| vxlan.group) }
}

/// Sets the link that packets go through, by number.
///
/// C: `rtnl_link_vxlan_set_link(link, ifindex);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_link(link: *mut rtnl_link, index: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::LINK, index) }
}

/// The link that packets go through, by number.
///
/// C: `rtnl_link_vxlan_get_link(link, &index);`
///
/// Returns 0, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `index` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_link(link: *mut rtnl_link, index: *mut u32) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, index, Error::AGAIN, |vxlan| vxlan.numbers.u32(option::LINK)) }
}

/// Sets the address that packets come from.
///
/// C: `rtnl_link_vxlan_set_local(link, addr);`
///
/// It is copied.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` if the address is neither IPv4 nor IPv6,
/// and for NULL.
///
/// # Safety
/// `link` is a link, `addr` an address; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_local(
    link: *mut rtnl_link,
    addr: *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set_address(link, addr, |vxlan, ip| vxlan.local = Some(ip)) }
}

/// The address that packets come from.
///
/// C: `struct nl_addr *addr; rtnl_link_vxlan_get_local(link, &addr);`
///
/// A new one, for `nl_addr_put()`.
///
/// Returns 0, `-NLE_AGAIN` if it is not set, `-NLE_NOMEM`, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `addr` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_local(
    link: *mut rtnl_link,
    addr: *mut *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get_address(link, addr, |vxlan| vxlan.local) }
}

/// Sets the time to live of packets, 0 for that of the packet inside.
///
/// C: `rtnl_link_vxlan_set_ttl(link, 64);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_ttl(link: *mut rtnl_link, ttl: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::TTL, ttl) }
}

/// The time to live of packets, 0 for that of the packet inside.
///
/// C: `ttl = rtnl_link_vxlan_get_ttl(link);`
///
/// Returns it, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_ttl(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::TTL, Error::AGAIN) }
}

/// Sets the type of service of packets, 1 for that of the packet inside.
///
/// C: `rtnl_link_vxlan_set_tos(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_tos(link: *mut rtnl_link, tos: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::TOS, tos) }
}

/// The type of service of packets, 1 for that of the packet inside.
///
/// C: `tos = rtnl_link_vxlan_get_tos(link);`
///
/// Returns it, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_tos(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::TOS, Error::AGAIN) }
}

/// Sets whether it learns where addresses are: 1 or 0.
///
/// C: `rtnl_link_vxlan_set_learning(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_learning(link: *mut rtnl_link, learning: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::LEARNING, learning) }
}

/// Whether it learns where addresses are: 1 or 0.
///
/// C: `learning = rtnl_link_vxlan_get_learning(link);`
///
/// Returns it, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_learning(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { get_byte(link, option::LEARNING, Error::AGAIN) }
}

/// Sets whether it learns where addresses are to 1.
///
/// C: `rtnl_link_vxlan_enable_learning(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_enable_learning(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::LEARNING, 1_u8) }
}

/// Sets whether it learns where addresses are to 0.
///
/// C: `rtnl_link_vxlan_disable_learning(link);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_disable_learning(link: *mut rtnl_link) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::LEARNING, 0_u8) }
}

/// Sets how long it remembers where an address is, in seconds, 0 for ever.
///
/// C: `rtnl_link_vxlan_set_ageing(link, 300);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_ageing(link: *mut rtnl_link, expiry: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::AGEING, expiry) }
}

/// How long it remembers where an address is, in seconds, 0 for ever.
///
/// C: `rtnl_link_vxlan_get_ageing(link, &expiry);`
///
/// Returns 0, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `expiry` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_ageing(
    link: *mut rtnl_link,
    expiry: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, expiry, Error::AGAIN, |vxlan| vxlan.numbers.u32(option::AGEING)) }
}

/// Sets how many addresses it remembers, 0 for any number.
///
/// C: `rtnl_link_vxlan_set_limit(link, 1024);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_limit(link: *mut rtnl_link, limit: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::LIMIT, limit) }
}

/// How many addresses it remembers, 0 for any number.
///
/// C: `rtnl_link_vxlan_get_limit(link, &limit);`
///
/// Returns 0, `-NLE_AGAIN` if it is not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `limit` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_limit(link: *mut rtnl_link, limit: *mut u32) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, limit, Error::AGAIN, |vxlan| vxlan.numbers.u32(option::LIMIT)) }
}

/// Sets the ports that packets come from, in network byte order.
///
/// C: `rtnl_link_vxlan_set_port_range(link, &range);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link, `range` can be read; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_set_port_range(
    link: *mut rtnl_link,
    range: *mut ifla_vxlan_port_range,
) -> c_int {
    // SAFETY: by contract.
    let range = unsafe { range.as_ref() }.copied().ok_or(Error::INVAL);
    // SAFETY: by contract.
    unsafe {
        kind::change(link, |vxlan: &mut Vxlan| {
            vxlan.port_range = Some(range?);
            Ok(())
        })
    }
    .into_c()
}

/// The ports that packets come from, in network byte order.
///
/// C: `rtnl_link_vxlan_get_port_range(link, &range);`
///
/// Returns 0, `-NLE_AGAIN` if they are not set, `-NLE_OPNOTSUPP` if the link is no VXLAN link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL; `range` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vxlan_get_port_range(
    link: *mut rtnl_link,
    range: *mut ifla_vxlan_port_range,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, range, Error::AGAIN, |vxlan| vxlan.port_range) }
}

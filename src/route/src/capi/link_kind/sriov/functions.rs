// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/sriov.h`: virtual functions and their VLANs.

use core::ptr;

use libc::c_int;
use nl_sys::address::Address;
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;
use nl_sys::typed;

use super::super::give;
use super::{find, get, set};
use crate::link::object::{self, rtnl_link};
use crate::link::owned;
use crate::link::sriov::{
    RATE_NEW, RATE_OLD, Vf, VfHandle, Vlans, attr, nl_vf_rate, nl_vf_vlans_t, rtnl_link_vf,
    rtnl_link_vf_stats_t,
};

/// Adds a virtual function to a link, in front of those it has.
///
/// C: `err = rtnl_link_vf_add(link, vf);`
///
/// The link takes a reference of its own. Returns 0, `-NLE_NOMEM`, or `-NLE_OBJ_NOTFOUND` for NULL.
///
/// # Safety
/// `link` is a link and `vf_data` a virtual function; either may be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_add(
    link: *mut rtnl_link,
    vf_data: *mut rtnl_link_vf,
) -> c_int {
    // SAFETY: by contract.
    let vf = unsafe { vf_data.as_ref() };
    let (Some(vf), false) = (vf, link.is_null()) else {
        return Err::<(), _>(Error::OBJ_NOTFOUND).into_c();
    };
    // SAFETY: by contract.
    let added = unsafe {
        typed::change(link, object::attr::VF_LIST, |link| owned::make(&mut link.rare)?.vfs.add(vf))
    };
    added.into_c()
}

/// Makes a virtual function, of which nothing is known.
///
/// C: `struct rtnl_link_vf *vf = rtnl_link_vf_alloc();`
///
/// Returns it with a reference for `rtnl_link_vf_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_vf_alloc() -> *mut rtnl_link_vf {
    VfHandle::new(Vf::default()).map_or(ptr::null_mut(), VfHandle::into_raw)
}

/// As `rtnl_link_vf_put()`.
///
/// C: `rtnl_link_vf_free(vf);`
///
/// # Safety
/// `vf_data` is a virtual function to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_free(vf_data: *mut rtnl_link_vf) {
    // SAFETY: by contract.
    drop(unsafe { VfHandle::adopt(vf_data) });
}

/// The virtual function of a number.
///
/// C: `struct rtnl_link_vf *vf = rtnl_link_vf_get(link, 0);`
///
/// Returns it with a reference for `rtnl_link_vf_put()`, or NULL if the link has none of that number, and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get(link: *mut rtnl_link, vf_num: u32) -> *mut rtnl_link_vf {
    // SAFETY: by contract.
    let found =
        unsafe { typed::read(link, |link| link.rare.get().and_then(|rare| rare.vfs.find(vf_num))) };
    found.flatten().map_or(ptr::null_mut(), VfHandle::into_raw)
}

/// Gives up a reference to a virtual function; the last one frees it.
///
/// C: `rtnl_link_vf_put(vf);`
///
/// # Safety
/// `vf_data` is a virtual function to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_put(vf_data: *mut rtnl_link_vf) {
    // SAFETY: by contract.
    drop(unsafe { VfHandle::adopt(vf_data) });
}

/// The hardware address of a virtual function.
///
/// C: `err = rtnl_link_vf_get_addr(vf, &addr);`
///
/// The address is the virtual function's. Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, `-NLE_INVAL` if there is
/// nowhere to write to, or `-NLE_NOMEM`.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `addr` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_addr(
    vf_data: *mut rtnl_link_vf,
    addr: *mut *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe {
        find(vf_data, attr::ADDR, |vf| {
            let made = vf.addr.as_ptr();
            Some(if made.is_null() && vf.addr.is_set() { Err(Error::NOMEM) } else { Ok(made) })
        })
    };
    // SAFETY: by contract.
    found.flatten().and_then(|found| unsafe { give(found, addr) }).into_c()
}

/// Sets the hardware address of a virtual function, which takes a reference of its own.
///
/// C: `rtnl_link_vf_set_addr(vf, addr);`
///
/// # Safety
/// `vf_data` is a virtual function or NULL (nothing happens), `addr` an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_addr(vf_data: *mut rtnl_link_vf, addr: *mut nl_addr) {
    // SAFETY: by contract.
    let addr = unsafe { Address::share(addr) };
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::ADDR, |vf| vf.addr = addr) };
}

/// Sets the GUID of the node of a virtual function (InfiniBand).
///
/// C: `rtnl_link_vf_set_ib_node_guid(vf, guid);`
///
/// # Safety
/// `vf_data` is a virtual function or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_ib_node_guid(vf_data: *mut rtnl_link_vf, guid: u64) {
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::IB_NODE_GUID, |vf| vf.guid_node = guid) };
}

/// Sets the GUID of the port of a virtual function (InfiniBand).
///
/// C: `rtnl_link_vf_set_ib_port_guid(vf, guid);`
///
/// # Safety
/// `vf_data` is a virtual function or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_ib_port_guid(vf_data: *mut rtnl_link_vf, guid: u64) {
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::IB_PORT_GUID, |vf| vf.guid_port = guid) };
}

/// The number of a virtual function.
///
/// C: `err = rtnl_link_vf_get_index(vf, &vf_index);`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, or `-NLE_INVAL` if there is
/// nowhere to write to.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `vf_index` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_index(
    vf_data: *mut rtnl_link_vf,
    vf_index: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(vf_data, attr::INDEX, vf_index, |vf| Some(vf.index)) }
}

/// Sets the number of a virtual function.
///
/// C: `rtnl_link_vf_set_index(vf, 0);`
///
/// # Safety
/// `vf_data` is a virtual function or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_index(vf_data: *mut rtnl_link_vf, vf_index: u32) {
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::INDEX, |vf| vf.index = vf_index) };
}

/// The state of a virtual function (`IFLA_VF_LINK_STATE_*`).
///
/// C: `err = rtnl_link_vf_get_linkstate(vf, &vf_linkstate);`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, or `-NLE_INVAL` if there is
/// nowhere to write to.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `vf_linkstate` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_linkstate(
    vf_data: *mut rtnl_link_vf,
    vf_linkstate: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(vf_data, attr::LINK_STATE, vf_linkstate, |vf| Some(vf.link_state)) }
}

/// Sets the state of a virtual function (`IFLA_VF_LINK_STATE_*`).
///
/// C: `rtnl_link_vf_set_linkstate(vf, IFLA_VF_LINK_STATE_AUTO);`
///
/// # Safety
/// `vf_data` is a virtual function or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_linkstate(vf_data: *mut rtnl_link_vf, vf_linkstate: u32) {
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::LINK_STATE, |vf| vf.link_state = vf_linkstate) };
}

/// How much a virtual function may send.
///
/// C: `err = rtnl_link_vf_get_rate(vf, &rate);`
///
/// `rate.api` says which of the numbers count. Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, or `-NLE_INVAL` if there is
/// nowhere to write to.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `vf_rate` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_rate(
    vf_data: *mut rtnl_link_vf,
    vf_rate: *mut nl_vf_rate,
) -> c_int {
    if !vf_data.is_null() && !vf_rate.is_null() {
        // SAFETY: by contract.
        unsafe { vf_rate.write(nl_vf_rate::default()) };
    }
    // SAFETY: by contract.
    unsafe { get(vf_data, u32::MAX, vf_rate, Vf::rates) }
}

/// Sets how much a virtual function may send.
///
/// C: `rate.api = RTNL_LINK_VF_RATE_API_NEW; rtnl_link_vf_set_rate(vf, &rate);`
///
/// `rate.api` says which of the numbers count. In the newer way both do: 0 is no limit.
///
/// # Safety
/// `vf_data` is a virtual function and `vf_rate` can be read; if one is NULL nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_rate(
    vf_data: *mut rtnl_link_vf,
    vf_rate: *mut nl_vf_rate,
) {
    if vf_rate.is_null() {
        return;
    }
    // SAFETY: by contract.
    let rates = unsafe { vf_rate.read() };
    let bits = match rates.api {
        RATE_OLD => attr::TX_RATE,
        RATE_NEW => attr::RATE_MIN | attr::RATE_MAX,
        _ => return,
    };
    // SAFETY: by contract.
    unsafe {
        set(vf_data, bits, |vf| {
            if rates.api == RATE_OLD {
                vf.rate = rates.rate;
            } else {
                (vf.min_tx_rate, vf.max_tx_rate) = (rates.min_tx_rate, rates.max_tx_rate);
            }
        })
    };
}

/// Whether a virtual function may ask how packets are spread over queues.
///
/// C: `err = rtnl_link_vf_get_rss_query_en(vf, &vf_rss_query_en);`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, or `-NLE_INVAL` if there is
/// nowhere to write to.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `vf_rss_query_en` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_rss_query_en(
    vf_data: *mut rtnl_link_vf,
    vf_rss_query_en: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(vf_data, attr::RSS_QUERY_EN, vf_rss_query_en, |vf| Some(vf.rss_query_en)) }
}

/// Sets whether a virtual function may ask how packets are spread over queues.
///
/// C: `rtnl_link_vf_set_rss_query_en(vf, 1);`
///
/// # Safety
/// `vf_data` is a virtual function or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_rss_query_en(
    vf_data: *mut rtnl_link_vf,
    vf_rss_query_en: u32,
) {
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::RSS_QUERY_EN, |vf| vf.rss_query_en = vf_rss_query_en) };
}

/// Whether a virtual function may not send from addresses of others.
///
/// C: `err = rtnl_link_vf_get_spoofchk(vf, &vf_spoofchk);`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, or `-NLE_INVAL` if there is
/// nowhere to write to.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `vf_spoofchk` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_spoofchk(
    vf_data: *mut rtnl_link_vf,
    vf_spoofchk: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(vf_data, attr::SPOOFCHK, vf_spoofchk, |vf| Some(vf.spoofchk)) }
}

/// Sets whether a virtual function may not send from addresses of others.
///
/// C: `rtnl_link_vf_set_spoofchk(vf, 1);`
///
/// # Safety
/// `vf_data` is a virtual function or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_spoofchk(vf_data: *mut rtnl_link_vf, vf_spoofchk: u32) {
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::SPOOFCHK, |vf| vf.spoofchk = vf_spoofchk) };
}

/// The value of a counter of a virtual function.
///
/// C: `err = rtnl_link_vf_get_stat(vf, RTNL_LINK_VF_STATS_RX_BYTES, &bytes);`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, or `-NLE_INVAL` if there is
/// nowhere to write to.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `vf_stat` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_stat(
    vf_data: *mut rtnl_link_vf,
    stat: rtnl_link_vf_stats_t,
    vf_stat: *mut u64,
) -> c_int {
    let place = usize::try_from(stat).unwrap_or(usize::MAX);
    // SAFETY: by contract.
    unsafe { get(vf_data, attr::STATS, vf_stat, |vf| vf.stats.get(place).copied()) }
}

/// Whether a virtual function is trusted.
///
/// C: `err = rtnl_link_vf_get_trust(vf, &vf_trust);`
///
/// Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, or `-NLE_INVAL` if there is
/// nowhere to write to.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `vf_trust` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_trust(
    vf_data: *mut rtnl_link_vf,
    vf_trust: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(vf_data, attr::TRUST, vf_trust, |vf| Some(vf.trust)) }
}

/// Sets whether a virtual function is trusted.
///
/// C: `rtnl_link_vf_set_trust(vf, 1);`
///
/// # Safety
/// `vf_data` is a virtual function or NULL (nothing happens).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_trust(vf_data: *mut rtnl_link_vf, vf_trust: u32) {
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::TRUST, |vf| vf.trust = vf_trust) };
}

/// The VLANs of a virtual function.
///
/// C: `err = rtnl_link_vf_get_vlans(vf, &vlans);`
///
/// They come with a reference for `rtnl_link_vf_vlan_put()`. Returns 0, `-NLE_NOATTR` if it is not known, `-NLE_OBJ_NOTFOUND` without a virtual function, or `-NLE_INVAL` if there is
/// nowhere to write to.
///
/// # Safety
/// `vf_data` is a virtual function or NULL; `vf_vlans` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_get_vlans(
    vf_data: *mut rtnl_link_vf,
    vf_vlans: *mut *mut nl_vf_vlans_t,
) -> c_int {
    // SAFETY: by contract.
    let returned =
        unsafe { get(vf_data, attr::VLAN, vf_vlans, |vf| vf.vlans.as_ref().map(Vlans::as_ptr)) };
    if returned == 0 {
        // SAFETY: just written.
        let vlans = unsafe { vf_vlans.read() };
        // SAFETY: the virtual function's.
        let _ = unsafe { Vlans::share(vlans) }.into_raw();
    }
    returned
}

/// Sets the VLANs of a virtual function, which takes a reference of its own.
///
/// C: `rtnl_link_vf_set_vlans(vf, vlans); rtnl_link_vf_vlan_put(vlans);`
///
/// # Safety
/// `vf_data` is a virtual function and `vf_vlans` are VLANs; if one is NULL nothing happens.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_set_vlans(
    vf_data: *mut rtnl_link_vf,
    vf_vlans: *mut nl_vf_vlans_t,
) {
    if vf_data.is_null() || vf_vlans.is_null() {
        return;
    }
    // SAFETY: by contract.
    let vlans = unsafe { Vlans::share(vf_vlans) };
    // SAFETY: by contract.
    unsafe { set(vf_data, attr::VLAN, |vf| vf.vlans = Some(vlans)) };
}

/// Makes room for VLANs of a virtual function, of which all is 0.
///
/// C: `err = rtnl_link_vf_vlan_alloc(&vlans, 1); vlans->vlans[0].vf_vlan = 10;`
///
/// Returns 0 and the VLANs with a reference for `rtnl_link_vf_vlan_put()`, `-NLE_NOMEM`, or `-NLE_INVAL` for more than
/// there may be, which is 1, and for NULL.
///
/// # Safety
/// `vf_vlans` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_vlan_alloc(
    vf_vlans: *mut *mut nl_vf_vlans_t,
    vlan_count: c_int,
) -> c_int {
    if vf_vlans.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    let made = Vlans::new(vlan_count).map(Vlans::into_raw);
    // SAFETY: by contract.
    made.and_then(|made| unsafe { give(made, vf_vlans) }).into_c()
}

/// As `rtnl_link_vf_vlan_put()`.
///
/// C: `rtnl_link_vf_vlan_free(vlans);`
///
/// # Safety
/// `vf_vlans` are VLANs to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_vlan_free(vf_vlans: *mut nl_vf_vlans_t) {
    if !vf_vlans.is_null() {
        // SAFETY: by contract.
        drop(unsafe { Vlans::adopt(vf_vlans) });
    }
}

/// Gives up a reference to VLANs of a virtual function; the last one frees them.
///
/// C: `rtnl_link_vf_vlan_put(vlans);`
///
/// # Safety
/// `vf_vlans` are VLANs to which the caller has a reference, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_vf_vlan_put(vf_vlans: *mut nl_vf_vlans_t) {
    if !vf_vlans.is_null() {
        // SAFETY: by contract.
        drop(unsafe { Vlans::adopt(vf_vlans) });
    }
}

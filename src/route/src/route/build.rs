// SPDX-License-Identifier: LGPL-2.1-or-later
//! Writing routes into messages.

use libc::c_int;
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::message::{Builder, Message};
use nl_sys::plain;

use super::encap::AF_MPLS;
use super::nexthop::rtnl_nexthop;
use super::object::{Route, attr, rtnl_route};
use super::rta;
use crate::uapi::{rtmsg, rtnexthop};

/// A message of type `kind` with a route in it.
///
/// # Errors
/// `MISSING_ATTR` without a destination, `MSGSIZE` if there is no room, `NOMEM`.
pub fn request(route: &rtnl_route, kind: u16, flags: c_int) -> Result<Message, Error> {
    let message = Message::new(kind.into(), flags)?;
    put(*message, route)?;
    Ok(message)
}

/// Appends a route to a message: the header of its family, and the attributes.
///
/// # Errors
/// `MISSING_ATTR` without a destination, `MSGSIZE` if there is no room.
pub fn put(msg: Builder, route: &rtnl_route) -> Result<(), Error> {
    let put = |body: &Route| {
        if !body.dst.is_set() {
            return Err(Error::MISSING_ATTR);
        }
        put_all(msg, body, route.mask()).map_err(|_| Error::MSGSIZE)
    };
    route.read(put).unwrap_or(Err(Error::BUSY))
}

fn low_byte(number: u32) -> u8 {
    let [low, ..] = number.to_le_bytes();
    low
}

fn put_all(msg: Builder, route: &Route, mask: u64) -> Result<(), Error> {
    let has = |bit| mask & bit != 0;
    let count = if has(attr::MULTIPATH) { route.nexthops.count() } else { 0 };
    let only = (count == 1).then(|| route.nexthops.nth(0)).flatten();
    let rare = route.rare.get();
    let header = rtmsg {
        rtm_family: route.family,
        rtm_dst_len: low_byte(route.dst.prefixlen()),
        rtm_src_len: rare.map_or(0, |rare| low_byte(rare.src.prefixlen())),
        rtm_tos: route.tos,
        rtm_table: low_byte(route.table),
        rtm_protocol: route.protocol,
        rtm_scope: if has(attr::SCOPE) { route.scope } else { route.guess_scope() },
        rtm_type: route.kind,
        rtm_flags: route.flags | only.map_or(0, |hop| u32::from(hop.rtnh_flags.get())),
    };
    msg.append(plain::bytes(&header))?;
    // MPLS has no tables and no priorities.
    if c_int::from(route.family) != AF_MPLS {
        msg.put_plain(rta::TABLE, &route.table)?;
    }
    if !route.dst.is_empty() {
        msg.put_address(rta::DST, &route.dst)?;
    }
    if has(attr::PRIO) {
        msg.put_plain(rta::PRIORITY, &route.prio)?;
    }
    if let Some(rare) = rare.filter(|_| has(attr::SRC)) {
        msg.put_address(rta::SRC, &rare.src)?;
    }
    if has(attr::PREF_SRC) {
        msg.put_address(rta::PREFSRC, &route.pref_src)?;
    }
    if has(attr::IIF) {
        msg.put_plain(rta::IIF, &route.iif())?;
    }
    if has(attr::TTL_PROPAGATE) {
        msg.put_plain(rta::TTL_PROPAGATE, &route.ttl_propagate)?;
    }
    if let Some(metrics) = route.metrics().filter(|metrics| metrics.iter().next().is_some()) {
        msg.nest(rta::METRICS, |msg| {
            let mut put =
                |(number, value)| msg.put_plain(u16::try_from(number).unwrap_or(0), &value);
            metrics.iter().try_for_each(&mut put)
        })?;
    }
    // A next hop object says where to go, or the route does.
    if has(attr::NHID) {
        return msg.put_plain(rta::NH_ID, &route.nhid);
    }
    if let Some(hop) = only {
        put_address(msg, rta::GATEWAY, &hop.rtnh_gateway.to_address())?;
        put_unless_zero(msg, rta::OIF, hop.rtnh_ifindex.get())?;
        put_unless_zero(msg, rta::FLOW, hop.rtnh_realms.get())?;
        return put_rest(msg, hop);
    }
    if count > 1 {
        return msg.nest_keep_empty(rta::MULTIPATH, |msg| {
            route.nexthops.iter().try_for_each(|hop| put_path(msg, hop))
        });
    }
    Ok(())
}

fn put_unless_zero(msg: Builder, kind: u16, value: u32) -> Result<(), Error> {
    if value == 0 { Ok(()) } else { msg.put_plain(kind, &value) }
}

fn put_address(msg: Builder, kind: u16, address: &Address) -> Result<(), Error> {
    msg.put_address(kind, address)
}

/// A gateway of another family: the family, and behind it the address.
fn put_via(msg: Builder, address: &Address) -> Result<(), Error> {
    let Some(family) = address.family() else {
        return Ok(());
    };
    let mut room = [0; 2 + Address::ROOM];
    let family = u16::try_from(family).map_err(|_| Error::AF_NOSUPPORT)?;
    let (head, rest) = room.split_at_mut(2);
    head.iter_mut().zip(family.to_ne_bytes()).for_each(|(to, from)| *to = from);
    let len = address.copy_to(rest);
    msg.put(rta::VIA, room.get(..len.saturating_add(2)).unwrap_or_default())
}

fn put_rest(msg: Builder, hop: &rtnl_nexthop) -> Result<(), Error> {
    put_address(msg, rta::NEWDST, &hop.rtnh_newdst.to_address())?;
    put_via(msg, &hop.rtnh_via.to_address())?;
    hop.rtnh_encap.get().map_or(Ok(()), |encap| encap.put(msg))
}

/// One of several next hops: a structure, and attributes behind it that count in its length.
fn put_path(msg: Builder, hop: &rtnl_nexthop) -> Result<(), Error> {
    let start = msg.len();
    let mut head = rtnexthop {
        rtnh_len: 0,
        rtnh_flags: hop.rtnh_flags.get(),
        rtnh_hops: hop.rtnh_weight.get(),
        rtnh_ifindex: hop.rtnh_ifindex.get().cast_signed(),
    };
    msg.append(plain::bytes(&head))?;
    put_address(msg, rta::GATEWAY, &hop.rtnh_gateway.to_address())?;
    put_address(msg, rta::NEWDST, &hop.rtnh_newdst.to_address())?;
    put_via(msg, &hop.rtnh_via.to_address())?;
    put_unless_zero(msg, rta::FLOW, hop.rtnh_realms.get())?;
    if let Some(encap) = hop.rtnh_encap.get() {
        encap.put(msg)?;
    }
    let len = msg.len().saturating_sub(start);
    head.rtnh_len = u16::try_from(len).map_err(|_| Error::MSGSIZE)?;
    msg.overwrite(start, plain::bytes(&head));
    Ok(())
}

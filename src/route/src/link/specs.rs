// SPDX-License-Identifier: LGPL-2.1-or-later
//! What address families keep in links, in messages: `IFLA_AF_SPEC` and `IFLA_PROTINFO`.

use libc::c_void;
use nl_sys::error::{Error, check};
use nl_sys::message::Builder;
use wire::attr::Attr;

use super::families::{lookup, put};
use super::kept::{data, keep, slots, table_of};
use super::kind::attr_ptr;
use super::layout::{FillFamily, rtnl_link_af_ops};
use super::object::rtnl_link;

/// Reads `IFLA_PROTINFO`, if the link's family does; returns whether it does.
///
/// # Errors
/// Those of the family.
pub fn parse_protinfo_of(link: &rtnl_link, attr: Attr<'_>) -> Result<bool, Error> {
    let Some(ops) = table_of(link) else { return Ok(false) };
    let Some(parse) = ops.ao_parse_protinfo else { return Ok(false) };
    // SAFETY: a link, a whole attribute, and what the family keeps in the link.
    check(unsafe { parse(link.as_ptr().cast(), attr_ptr(Some(attr)), data(link, ops.ao_family)) })?;
    Ok(true)
}

/// Reads `IFLA_AF_SPEC` of a message of family `of`; returns whether that was possible.
///
/// # Errors
/// `NOMEM`, those of the family.
pub fn parse_spec_of(link: &rtnl_link, of: u32, spec: Attr<'_>) -> Result<bool, Error> {
    let own = table_of(link).filter(|ops| ops.ao_family == of);
    if let Some((ops, parse)) = own.and_then(|ops| Some((ops, ops.ao_parse_af_full?))) {
        let data = data(link, ops.ao_family);
        // SAFETY: a link, a whole attribute, and what the family keeps in the link.
        check(unsafe { parse(link.as_ptr().cast(), attr_ptr(Some(spec)), data) })?;
        return Ok(true);
    }
    if of != 0 {
        return Ok(false);
    }
    for attr in spec.nested() {
        let table = lookup(attr.kind().into());
        let parsed = parse_one(link, table, attr);
        put(table);
        parsed?;
    }
    Ok(true)
}

fn parse_one(link: &rtnl_link, table: *mut rtnl_link_af_ops, attr: Attr<'_>) -> Result<(), Error> {
    // SAFETY: NULL, a table of ours, or live as long as there are references to it.
    let Some(ops) = (unsafe { table.as_ref() }) else { return Ok(()) };
    // SAFETY: a table of ours, or registered.
    let data = unsafe { keep(link, table) }?;
    let Some(parse) = ops.ao_parse_af else { return Ok(()) };
    // SAFETY: a link, a whole attribute, and what the family keeps in the link.
    check(unsafe { parse(link.as_ptr().cast(), attr_ptr(Some(attr)), data) }).map(drop)
}

/// `IFLA_PROTINFO`
const IFLA_PROTINFO: u16 = 12;

/// Appends what families have for `IFLA_PROTINFO`.
///
/// # Errors
/// `NOMEM` if the message has no room, those of the families.
pub fn fill_protinfos(link: &rtnl_link, msg: Builder) -> Result<(), Error> {
    for (ops, data) in slots(link) {
        let Some(fill) = ops.ao_fill_pi else { continue };
        let flags = u16::try_from(ops.ao_fill_pi_flags.max(0)).unwrap_or(0);
        msg.nest(IFLA_PROTINFO | flags, |inner| call_fill(fill, link, inner, data))?;
    }
    Ok(())
}

/// Appends what families have for `IFLA_AF_SPEC`.
///
/// # Errors
/// `NOMEM` if the message has no room, those of the families.
pub fn fill_specs(link: &rtnl_link, msg: Builder) -> Result<(), Error> {
    for (ops, data) in slots(link) {
        let Some(fill) = ops.ao_fill_af else { continue };
        if ops.ao_fill_af_no_nest != 0 {
            call_fill(fill, link, msg, data)?;
        } else {
            let kind = u16::try_from(ops.ao_family).unwrap_or(0);
            msg.nest(kind, |inner| call_fill(fill, link, inner, data))?;
        }
    }
    Ok(())
}

fn call_fill(
    fill: FillFamily,
    link: &rtnl_link,
    msg: Builder,
    data: *mut c_void,
) -> Result<(), Error> {
    // SAFETY: a link, a message, and what the family keeps in the link.
    check(unsafe { fill(link.as_ptr().cast(), msg.as_ptr(), data) }).map(drop)
}

/// Whether the family that a link has says that `changes` have to be requested with `RTM_SETLINK`.
#[must_use]
pub fn sets(family: u32, changes: &rtnl_link) -> bool {
    let table = lookup(family);
    // SAFETY: NULL, a table of ours, or live as long as there are references to it.
    let ao_override_rtm = unsafe { table.as_ref() }.and_then(|ops| ops.ao_override_rtm);
    // SAFETY: a link.
    let sets = ao_override_rtm.is_some_and(|sets| unsafe { sets(changes.as_ptr().cast()) } != 0);
    put(table);
    sets
}

/// What a request for all links of a family asks for: adds to the message, and to the mask.
///
/// # Errors
/// Those of the family.
pub fn request(family: u32, msg: Builder, mask: &mut u32) -> Result<(), Error> {
    let table = lookup(family);
    // SAFETY: NULL, a table of ours, or live as long as there are references to it.
    let asked = match unsafe { table.as_ref() }.and_then(|ops| ops.ao_get_af) {
        // SAFETY: a message, and a number.
        Some(ao_get_af) => check(unsafe { ao_get_af(msg.as_ptr(), mask) }).map(drop),
        None => Ok(()),
    };
    put(table);
    asked
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Requests of traffic control.

use core::ptr;

use libc::c_int;
use nl_sys::error::{Error, check};
use nl_sys::message::{Builder, Message};
use nl_sys::name;

use super::object::{attr, rtnl_cls, rtnl_tc};
use super::parse::tca;
use crate::uapi::tcmsg;

/// The upper half of a handle: `TC_H_MAJ()`
pub const MAJOR: u32 = 0xffff_0000;

/// The header that says which object is meant.
fn header(tc: &rtnl_tc) -> tcmsg {
    tcmsg {
        tcm_ifindex: tc.ifindex.get().cast_signed(),
        tcm_handle: tc.handle.get(),
        tcm_parent: tc.parent.get(),
        ..tcmsg::default()
    }
}

/// A request with all that an object has.
///
/// # Errors
/// `NOMEM`, and what the kind says.
pub fn request(tc: &rtnl_tc, kind: u16, flags: c_int) -> Result<Message, Error> {
    with_header(tc, kind, flags, &header(tc))
}

fn with_header(tc: &rtnl_tc, kind: u16, flags: c_int, header: &tcmsg) -> Result<Message, Error> {
    let message = Message::with_header(c_int::from(kind), flags, header)?;
    put_kind(tc, tca::KIND, *message)?;
    if tc.has(attr::CHAIN) {
        message.put_plain(tca::CHAIN, &tc.chain.get())?;
    }
    put_options(tc, tca::OPTIONS, *message)?;
    Ok(message)
}

/// Appends the name of the kind, if there is one.
///
/// # Errors
/// Those of appending.
pub fn put_kind(tc: &rtnl_tc, attribute: u16, message: Builder) -> Result<(), Error> {
    if !tc.has(attr::KIND) {
        return Ok(());
    }
    message.put_text(attribute, name::text(&tc.kind.copy()))
}

/// Appends the options, as the kind makes them. Those of a kind that is unknown, or makes none, are sent as
/// they came.
///
/// # Errors
/// Those of appending, and what the kind says.
pub fn put_options(tc: &rtnl_tc, attribute: u16, message: Builder) -> Result<(), Error> {
    let (fill, fill_raw) = tc.ops().map_or((None, None), |o| (o.to_msg_fill, o.to_msg_fill_raw));
    let data = tc.data().unwrap_or(ptr::null_mut());
    if let Some(fill) = fill {
        let fill = |message: Builder| {
            // SAFETY: the kind's own function, on the kind's own data.
            check(unsafe { fill(tc.as_ptr(), data, message.as_ptr()) }).map(drop)
        };
        // The kernel wants options of this kind even if they are none.
        if tc.kind.is(c"cgroup") {
            return message.nest_keep_empty(attribute, fill);
        }
        return message.nest(attribute, fill);
    }
    if let Some(fill) = fill_raw {
        // SAFETY: as above.
        return check(unsafe { fill(tc.as_ptr(), data, message.as_ptr()) }).map(drop);
    }
    tc.options().map_or(Ok(()), |options| message.put(attribute, options))
}

/// A request about a queueing discipline, with all that it has.
///
/// # Errors
/// `MISSING_ATTR` without an interface, `NOMEM`, and what the kind says.
pub fn qdisc(qdisc: &rtnl_tc, kind: u16, flags: c_int) -> Result<Message, Error> {
    if !qdisc.has(attr::IFINDEX) {
        return Err(Error::MISSING_ATTR);
    }
    request(qdisc, kind, flags)
}

/// Makes `new` describe the same queueing discipline as `qdisc`, and a request to change that to it.
///
/// # Errors
/// `INVAL` for flags that ask for a new one; else as [`qdisc`].
pub fn qdisc_update(old: &rtnl_tc, new: &rtnl_tc, flags: c_int) -> Result<Message, Error> {
    if flags & (libc::NLM_F_CREATE | libc::NLM_F_EXCL) != 0 {
        return Err(Error::INVAL);
    }
    let named = old.has(attr::HANDLE) || old.has(attr::PARENT);
    if !old.has(attr::IFINDEX) || !named {
        return Err(Error::MISSING_ATTR);
    }
    new.set_ifindex(old.ifindex.get());
    if old.has(attr::HANDLE) {
        new.set(attr::HANDLE, |tc| &tc.handle, old.handle.get());
    }
    if old.has(attr::PARENT) {
        new.set(attr::PARENT, |tc| &tc.parent, old.parent.get());
    }
    qdisc(new, libc::RTM_NEWQDISC, flags)
}

/// A request to delete a queueing discipline.
///
/// # Errors
/// `MISSING_ATTR` without an interface or a parent, `NOMEM`.
pub fn qdisc_delete(qdisc: &rtnl_tc) -> Result<Message, Error> {
    if !qdisc.has(attr::IFINDEX | attr::PARENT) {
        return Err(Error::MISSING_ATTR);
    }
    let mut header = header(qdisc);
    if !qdisc.has(attr::HANDLE) {
        header.tcm_handle = 0;
    }
    let message = Message::with_header(c_int::from(libc::RTM_DELQDISC), 0, &header)?;
    put_kind(qdisc, tca::KIND, *message)?;
    Ok(message)
}

/// A request about a class, with all that it has.
///
/// # Errors
/// `INVAL` if it is of another queueing discipline than its parent, `NOMEM`, and what the kind says.
pub fn class(class: &rtnl_tc, kind: u16, flags: c_int) -> Result<Message, Error> {
    let (parent, handle) = (class.parent.get() & MAJOR, class.handle.get() & MAJOR);
    let both = class.has(attr::PARENT | attr::HANDLE) && parent != 0 && handle != 0;
    if both && parent != handle {
        return Err(Error::INVAL);
    }
    request(class, kind, flags)
}

/// A request to delete a class.
///
/// # Errors
/// `MISSING_ATTR` without an interface or a handle, `NOMEM`.
pub fn class_delete(class: &rtnl_tc) -> Result<Message, Error> {
    if !class.has(attr::IFINDEX | attr::HANDLE) {
        return Err(Error::MISSING_ATTR);
    }
    let mut header = header(class);
    if !class.has(attr::PARENT) {
        header.tcm_parent = 0;
    }
    Message::with_header(c_int::from(libc::RTM_DELTCLASS), 0, &header)
}

/// The protocol of a classifier that has none set: all (`ETH_P_ALL`).
const ALL_PROTOCOLS: u16 = 3;

/// The priority of a classifier; 0 if it is not set.
#[must_use]
pub fn priority(cls: &rtnl_cls) -> u16 {
    if cls.tc.has(attr::PRIO) { cls.prio.get() } else { 0 }
}

/// The protocol of a classifier, in host byte order.
#[must_use]
pub fn protocol(cls: &rtnl_cls) -> u16 {
    if cls.tc.has(attr::PROTOCOL) { cls.protocol.get() } else { ALL_PROTOCOLS }
}

/// A request about a classifier, with all that it has.
///
/// # Errors
/// `MISSING_ATTR` without an interface, `NOMEM`, and what the kind says.
pub fn cls(cls: &rtnl_cls, kind: u16, flags: c_int) -> Result<Message, Error> {
    if !cls.tc.has(attr::IFINDEX) {
        return Err(Error::MISSING_ATTR);
    }
    let mut header = header(&cls.tc);
    header.tcm_info = u32::from(priority(cls)) << 16 | u32::from(protocol(cls).to_be());
    with_header(&cls.tc, kind, flags, &header)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Requests about links.

use core::ffi::CStr;
use core::mem::offset_of;

use libc::{RTM_DELLINK, RTM_GETLINK, RTM_NEWLINK, RTM_SETLINK, c_int, nlmsghdr};
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::layout::{nl_object, nl_sock};
use nl_sys::message::{Builder, Message};
use nl_sys::name;
use nl_sys::plain;
use nl_sys::typed::Handle;
use os::raw::RawMsg;

use super::object::{Link, Rare, attr, rtnl_link};
use super::parse::ifla;
use super::{cache, kind, object, specs, sriov};
use crate::uapi::ifinfomsg;

const INFO_KIND: u16 = 1;
const INFO_SLAVE_KIND: u16 = 4;

/// Appends the attributes that a link and the peer of a pair have.
///
/// # Errors
/// `NOMEM` if the message has no room, `BUSY` while the link is changed.
pub fn common(link: &rtnl_link, msg: Builder) -> Result<(), Error> {
    let mask = link.mask();
    link.read(|link| put_common(link, mask, msg)).unwrap_or(Err(Error::BUSY))
}

fn put_common(link: &Link, mask: u64, msg: Builder) -> Result<(), Error> {
    let has = |bit| mask & bit != 0;
    let number = |bit, kind, value: u32| {
        if has(bit) { msg.put_plain(kind, &value) } else { Ok(()) }
    };
    let byte = |bit, kind, value: u8| {
        if has(bit) { msg.put_plain(kind, &value) } else { Ok(()) }
    };
    let none = Rare::default();
    let rare = link.rare.get().unwrap_or(&none);
    if has(attr::ADDR) {
        msg.put_address(ifla::ADDRESS, &link.addr)?;
    }
    if has(attr::BRD) {
        msg.put_address(ifla::BROADCAST, &link.broadcast)?;
    }
    number(attr::MTU, ifla::MTU, link.mtu)?;
    number(attr::TXQLEN, ifla::TXQLEN, link.txqlen)?;
    number(attr::WEIGHT, ifla::WEIGHT, link.weight)?;
    if has(attr::IFNAME) {
        msg.put_text(ifla::IFNAME, name::text(&link.name.copy()))?;
    }
    byte(attr::OPERSTATE, ifla::OPERSTATE, link.operstate)?;
    byte(attr::CARRIER, ifla::CARRIER, link.carrier)?;
    byte(attr::LINKMODE, ifla::LINKMODE, link.linkmode)?;
    if has(attr::IFALIAS) {
        msg.put_text(ifla::IFALIAS, rare.ifalias.get().unwrap_or_default())?;
    }
    number(attr::LINK, ifla::LINK, link.link)?;
    number(attr::LINK_NETNSID, ifla::LINK_NETNSID, link.link_netnsid.cast_unsigned())?;
    number(attr::MASTER, ifla::MASTER, link.master)?;
    number(attr::NUM_TX_QUEUES, ifla::NUM_TX_QUEUES, link.num_tx_queues)?;
    number(attr::NUM_RX_QUEUES, ifla::NUM_RX_QUEUES, link.num_rx_queues)?;
    number(attr::NS_FD, ifla::NET_NS_FD, rare.ns_fd.cast_unsigned())?;
    number(attr::NS_PID, ifla::NET_NS_PID, rare.ns_pid.cast_unsigned())
}

/// A message with all that a link has.
fn message(
    request: u16,
    header: &ifinfomsg,
    link: &rtnl_link,
    flags: c_int,
) -> Result<Message, Error> {
    let msg = Message::with_header(request.into(), flags, header)?;
    // Whatever goes wrong now is a message without room.
    fill(link, &msg).map_err(|_| Error::MSGSIZE)?;
    Ok(msg)
}

fn fill(link: &rtnl_link, msg: &Message) -> Result<(), Error> {
    common(link, **msg)?;
    if link.has(attr::GROUP) {
        let group = link.read(|link| link.group).ok_or(Error::BUSY)?;
        msg.put_plain(ifla::GROUP, &group)?;
    }
    if link.has(attr::LINKINFO | attr::SLAVE_KIND) {
        msg.nest(ifla::LINKINFO, |info| put_info(link, info))?;
    }
    if link.has(attr::VF_LIST) {
        let put = link.read(|link| match link.rare.get() {
            Some(rare) => sriov::put(&rare.vfs, **msg),
            None => Ok(()),
        });
        put.unwrap_or(Err(Error::BUSY))?;
    }
    specs::fill_protinfos(link, **msg)?;
    msg.nest(ifla::AF_SPEC, |spec| specs::fill_specs(link, spec))
}

fn put_info(link: &rtnl_link, info: Builder) -> Result<(), Error> {
    if link.has(attr::LINKINFO) {
        let put = link.read(|link| info.put_text(INFO_KIND, link.kind.get().unwrap_or_default()));
        put.unwrap_or(Err(Error::BUSY))?;
        kind::fill(link, info)?;
    }
    if link.has(attr::SLAVE_KIND) {
        let put = link.read(|link| {
            let name = link.rare.get().and_then(|rare| rare.slave_kind.get());
            info.put_text(INFO_SLAVE_KIND, name.unwrap_or_default())
        });
        put.unwrap_or(Err(Error::BUSY))?;
    }
    Ok(())
}

/// The header has eight bits for the family.
fn family_byte(family: u32) -> u8 {
    let [low, ..] = family.to_le_bytes();
    low
}

/// Asks for a new link.
///
/// # Errors
/// `NOMEM`, `MSGSIZE` if the message has no room.
pub fn add(link: &rtnl_link, flags: c_int) -> Result<Message, Error> {
    let header = link.read(|link| ifinfomsg {
        ifi_family: family_byte(link.family),
        ifi_index: link.index.cast_signed(),
        ifi_flags: link.flags,
        ifi_change: link.flag_mask,
        ..ifinfomsg::default()
    });
    message(RTM_NEWLINK, &header.ok_or(Error::BUSY)?, link, flags)
}

/// Asks for changes to a link.
///
/// # Errors
/// `IMMUTABLE` if the family is to be changed, and as [`add`].
pub fn change(orig: &rtnl_link, changes: &rtnl_link, flags: c_int) -> Result<Message, Error> {
    let (family, index, before, orig_name) = orig
        .read(|orig| (orig.family, orig.index, orig.flags, orig.name.clone()))
        .ok_or(Error::BUSY)?;
    let (new_family, set, mask, same_name) = changes
        .read(|to| (to.family, to.flags, to.flag_mask, to.name.same(&orig_name)))
        .ok_or(Error::BUSY)?;
    let mut header = ifinfomsg {
        ifi_family: family_byte(family),
        ifi_index: index.cast_signed(),
        ..ifinfomsg::default()
    };
    if changes.has(attr::FLAGS) {
        header.ifi_flags = before & !mask | set;
        header.ifi_change = mask;
    }
    if new_family != 0 && new_family != family {
        return Err(Error::IMMUTABLE);
    }
    // The kernel would take a name for a change of it.
    if orig.has(attr::IFINDEX) && orig.has(attr::IFNAME) && changes.has(attr::IFNAME) && same_name {
        changes.clear(attr::IFNAME);
    }
    let request = if specs::sets(family, changes) { RTM_SETLINK } else { RTM_NEWLINK };
    message(request, &header, changes, flags)
}

/// Asks for a link to be deleted.
///
/// # Errors
/// `MISSING_ATTR` if it has neither number nor name, `NOMEM`.
pub fn delete(link: &rtnl_link) -> Result<Message, Error> {
    if !link.has(attr::IFINDEX | attr::IFNAME) {
        return Err(Error::MISSING_ATTR);
    }
    let (index, text) = link.read(|link| (link.index, link.name.copy())).ok_or(Error::BUSY)?;
    let header = ifinfomsg { ifi_index: index.cast_signed(), ..ifinfomsg::default() };
    let msg = Message::with_header(RTM_DELLINK.into(), 0, &header)?;
    if link.has(attr::IFNAME) {
        msg.put_text(ifla::IFNAME, name::text(&text))?;
    }
    Ok(msg)
}

/// Asks for one link, by number or by name.
///
/// # Errors
/// `MISSING_ATTR` if there is neither, `NOMEM`.
pub fn get(index: c_int, name: Option<&CStr>) -> Result<Message, Error> {
    if index <= 0 && name.is_none() {
        return Err(Error::MISSING_ATTR);
    }
    let header = ifinfomsg { ifi_index: index.max(0), ..ifinfomsg::default() };
    let msg = Message::with_header(RTM_GETLINK.into(), 0, &header)?;
    if let Some(name) = name {
        msg.put_text(ifla::IFNAME, name)?;
    }
    msg.put_plain(ifla::EXT_MASK, &cache::EXT_VF)?;
    Ok(msg)
}

/// Asks the kernel for one link, and waits for the answer; `None` if it is another kind of answer.
///
/// # Errors
/// As [`get`], those of sending and receiving, what the kernel says; `OPNOTSUPP` if it knows no links by
/// name.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn fetch(
    sk: *mut nl_sock,
    index: c_int,
    name: Option<&CStr>,
) -> Result<Option<Handle<Link>>, Error> {
    let msg = get(index, name)?;
    if sk.is_null() {
        return Err(Error::BAD_SOCK);
    }
    // SAFETY: by contract, and a message.
    check(unsafe { ffi::nl_send_auto(sk, msg.as_ptr()) })?;
    let mut object: *mut nl_object = core::ptr::null_mut();
    let mut errno = 0;
    // SAFETY: a socket by contract; the rest is there to be written to.
    let picked = check(unsafe {
        ffi::nl_pickup_keep_syserr(sk, cache::parser(), &raw mut object, &raw mut errno)
    });
    if let Err(error) = picked {
        let by_name = index <= 0 && name.is_some_and(|name| !name.is_empty());
        return Err(if by_name && errno == -libc::EINVAL { Error::OPNOTSUPP } else { error });
    }
    // SAFETY: NULL, or a link of the parser's, with a reference for us.
    let link = unsafe { object::adopt(object) };
    if picked == Ok(0) && link.is_some() {
        // SAFETY: by contract.
        unsafe { wait(sk) };
    }
    Ok(link)
}

/// `NL_NO_AUTO_ACK`: the program waits for answers itself.
const NO_AUTO_ACK: c_int = 1 << 4;

/// Waits for the kernel to confirm a request, unless the program does that itself.
///
/// # Safety
/// `sk` is a socket.
unsafe fn wait(sk: *mut nl_sock) -> c_int {
    // SAFETY: by contract.
    if (unsafe { &*sk }).has(NO_AUTO_ACK) {
        return 0;
    }
    // SAFETY: by contract.
    unsafe { ffi::nl_wait_for_ack(sk) }
}

/// Changes a link in the kernel. If the kernel does not support that, it is asked in the way of older ones.
///
/// # Errors
/// As [`change`], those of sending, and what the kernel says.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn apply(
    sk: *mut nl_sock,
    orig: &rtnl_link,
    changes: &rtnl_link,
    flags: c_int,
) -> Result<(), Error> {
    let msg = change(orig, changes, flags)?;
    if sk.is_null() {
        return Err(Error::BAD_SOCK);
    }
    // SAFETY: our message.
    let mut request = unsafe { RawMsg::new(msg.header()) }.nlmsg_type();
    loop {
        // SAFETY: by contract, and a message.
        check(unsafe { ffi::nl_send_auto_complete(sk, msg.as_ptr()) })?;
        // SAFETY: by contract.
        let answer = check(unsafe { wait(sk) });
        if answer != Err(Error::OPNOTSUPP) || request != RTM_NEWLINK {
            return answer.map(drop);
        }
        request = RTM_SETLINK;
        msg.overwrite(offset_of!(nlmsghdr, nlmsg_type), plain::bytes(&request));
        // A number of its own, when it is sent.
        msg.overwrite(offset_of!(nlmsghdr, nlmsg_seq), plain::bytes(&0_u32));
    }
}

/// Makes a link a port of another one, or of none if `master` is 0.
///
/// # Errors
/// As [`apply`]; `OPNOTSUPP` if the kernel says that it is not a port of that one afterwards.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn enslave(sk: *mut nl_sock, master: c_int, port: c_int) -> Result<(), Error> {
    let link = object::alloc()?;
    link.change(attr::IFINDEX | attr::MASTER, |link| {
        link.index = port.cast_unsigned();
        link.master = master.cast_unsigned();
        Ok(())
    })?;
    // SAFETY: by contract.
    unsafe { apply(sk, &link, &link, 0) }?;
    // SAFETY: by contract.
    let now = unsafe { fetch(sk, port, None) }?;
    let now = now.and_then(|link| link.read(|link| link.master)).unwrap_or(0);
    if now == master.cast_unsigned() { Ok(()) } else { Err(Error::OPNOTSUPP) }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Trees as attributes, and copies of trees.

use core::mem::offset_of;

use libc::nlattr;
use nl_sys::error::{Error, check};
use nl_sys::ffi;
use nl_sys::list::nl_list_head;
use nl_sys::message::{Builder, Message};
use nl_sys::plain;

use super::build::{Match, Tree};
use super::kind;
use super::kinds::container::Container;
use super::parse::{TREE_HDR, TREE_LIST, tcf_ematch_hdr, tcf_ematch_tree_hdr};
use super::registry::{self, Table, rtnl_ematch_ops};
use super::tree::{CONTAINER, first, flag, members, rtnl_ematch, rtnl_ematch_tree};
use super::walk::{Walk, sequences};

/// Appends a tree to a message, in an attribute of type `kind`.
///
/// # Errors
/// `OBJ_NOTFOUND` if there is nothing below a container, `RANGE` for more matches than can be counted, `ATTRSIZE` for
/// more bytes than attributes can have, `NOMEM` if the message has no room or a match does not have what the kernel
/// needs.
pub fn fill(tree: &rtnl_ematch_tree, message: Builder, kind: u16) -> Result<(), Error> {
    let nmatches = number(tree)?;
    message.nest(kind, |message| {
        let progid = tree.et_progid.get();
        message.put_plain(TREE_HDR, &tcf_ematch_tree_hdr { nmatches, progid })?;
        message.nest(TREE_LIST, |message| {
            sequences(tree, |list| members(list).try_for_each(|ematch| put(ematch, message)))
        })
    })
}

/// Numbers the matches in the order they are sent, and tells containers what is below them; returns how many there
/// are.
fn number(tree: &rtnl_ematch_tree) -> Result<u16, Error> {
    let mut count = 0_u16;
    sequences(tree, |list| {
        for ematch in members(list) {
            ematch.e_index.set(count);
            count = count.checked_add(1).ok_or(Error::RANGE)?;
        }
        Ok(())
    })?;
    sequences(tree, |list| members(list).try_for_each(refer))?;
    Ok(count)
}

/// Tells a container the number of the first match below it.
fn refer(ematch: &rtnl_ematch) -> Result<(), Error> {
    if ematch.kind() == CONTAINER {
        let below = below(ematch)?;
        if let Some(data) = kind::data::<Container>(ematch) {
            data.first.set(below);
        }
    }
    Ok(())
}

fn below(container: &rtnl_ematch) -> Result<u32, Error> {
    first(&container.e_childs).map(|child| child.e_index.get().into()).ok_or(Error::OBJ_NOTFOUND)
}

fn put(ematch: &rtnl_ematch, message: Builder) -> Result<(), Error> {
    let header = tcf_ematch_hdr {
        matchid: ematch.e_id.get(),
        kind: ematch.kind(),
        flags: ematch.flags(),
        pad: 0,
    };
    let number = ematch.e_index.get().checked_add(1).ok_or(Error::RANGE)?;
    let start = wire::align(message.len());
    message.nest(number, |message| {
        message.append(plain::bytes(&header))?;
        if ematch.kind() == CONTAINER {
            return message.append(plain::bytes(&below(ematch)?));
        }
        // Upstream gives no other reason.
        put_data(ematch, message).map_err(|_| Error::NOMEM)
    })?;
    // The kernel takes no flag there, not even that of a nest.
    message.overwrite(start + offset_of!(nlattr, nla_type), &number.to_ne_bytes());
    Ok(())
}

/// Appends what the kernel wants behind the header.
fn put_data(ematch: &rtnl_ematch, message: Builder) -> Result<(), Error> {
    let data = ematch.data_bytes();
    match ematch.ops() {
        Some(rtnl_ematch_ops { eo_fill: Some(fill), .. }) => {
            // SAFETY: a match of the kind, and a live message.
            check(unsafe { fill(ematch.as_ptr(), message.as_ptr()) }).map(drop)
        }
        Some(_) if ematch.flags() & flag::SIMPLE != 0 => {
            message.append(plain::bytes(&plain::read_padded::<u32>(data)))
        }
        _ if data.is_empty() => Ok(()),
        _ => message.append(data),
    }
}

/// A copy of a tree that shares nothing with it.
///
/// # Errors
/// `NOMEM`; `OPNOTSUPP` if a kind that the program has added cannot be copied.
pub fn copy(tree: &rtnl_ematch_tree) -> Result<Tree, Error> {
    let copy = Tree::new(tree.et_progid.get())?;
    {
        let mut walk = Walk::new(tree);
        let mut to: Option<&rtnl_ematch> = None;
        let mut next = walk.first();
        loop {
            next = if let Some(ematch) = next {
                let list: &nl_list_head = to.map_or(&copy.et_list, |to| &to.e_childs);
                let new = copy_one(ematch)?;
                new.link(list, to);
                // SAFETY: it lives as long as the tree that it is in.
                let new = unsafe { &*new.into_raw() };
                if ematch.has_children() {
                    to = Some(new);
                    walk.down(ematch)
                } else {
                    walk.after(ematch)
                }
            } else {
                let Some(left) = walk.up() else { break };
                to = to.and_then(rtnl_ematch::owner);
                walk.after(left)
            };
        }
    }
    Ok(copy)
}

/// A copy of a match, without what is below it.
fn copy_one(ematch: &rtnl_ematch) -> Result<Match, Error> {
    let copy = Match::new()?;
    if let Some(ops) = ematch.ops() {
        // SAFETY: tables of matches stay.
        unsafe { copy.set_ops(core::ptr::from_ref(ops).cast_mut()) }?;
        match registry::ours(ops) {
            Some(Table { copy: copy_data, .. }) => {
                // SAFETY: both of the kind.
                unsafe { copy_data(ematch.data(), copy.data()) }?;
            }
            None => copy_data_of(ematch, ops, &copy)?,
        }
    } else {
        copy.keep(ematch.data_bytes())?;
    }
    copy.e_id.set(ematch.e_id.get());
    copy.e_kind.set(ematch.kind());
    copy.e_flags.set(ematch.flags());
    copy.e_index.set(ematch.e_index.get());
    Ok(copy)
}

/// Copies data of a kind that the program has added. If there is something to be freed in them, only the kind knows
/// what, so they go through a message.
fn copy_data_of(ematch: &rtnl_ematch, ops: &rtnl_ematch_ops, copy: &Match) -> Result<(), Error> {
    if ops.eo_free.is_none() {
        copy.copy_data(ematch.data_bytes());
        return Ok(());
    }
    let parse = ops.eo_parse.ok_or(Error::OPNOTSUPP)?;
    let message = Message::with_room(wire::nlmsg::HDRLEN + wire::attr::PAYLOAD_MAX)?;
    let start = message.len();
    put_data(ematch, *message)?;
    let len = message.len().saturating_sub(start);
    // SAFETY: just made.
    let sent = unsafe { ffi::nlmsg_data(message.header()) };
    if len < ops.eo_minlen {
        return Err(Error::OPNOTSUPP);
    }
    // SAFETY: a match of the kind, and so many bytes.
    check(unsafe { parse(copy.as_ptr(), sent, len) }).map(drop)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Trees out of attributes.

use core::cell::Cell;

use nl_sys::error::{Error, check};
use nl_sys::list::nl_list_head;
use nl_sys::message::Table;
use nl_sys::plain;
use os::array::Array;
use wire::attr::{Attr, Attrs, HDRLEN, TYPE_MASK};

use super::build::{Match, Tree};
use super::tree::{CONTAINER, flag, rtnl_ematch};
use crate::uapi;

/// `TCA_EMATCH_TREE_HDR`
pub(super) const TREE_HDR: u16 = 1;
/// `TCA_EMATCH_TREE_LIST`
pub(super) const TREE_LIST: u16 = 2;
/// One more than the highest of them.
const TREE_ATTRS: usize = 3;

uapi::plain! {
    /// Of a tree.
    tcf_ematch_tree_hdr = 4 { nmatches: u16, progid: u16 }
    /// Of a match.
    tcf_ematch_hdr = 8 { matchid: u16, kind: u16, flags: u16, pad: u16 }
}

/// Bytes of a match's header.
pub(super) const fn header_len() -> usize {
    size_of::<tcf_ematch_hdr>()
}

/// A match, until it has found its list, and for a container the number of the first match below it.
struct Entry {
    ematch: Cell<Option<Match>>,
    below: Option<usize>,
}

/// The tree in an attribute's payload; `None` if it has no matches.
///
/// # Errors
/// `MISSING_ATTR` without one of the two attributes, `RANGE` if the header is too short or there are more matches
/// than it says, `INVAL` if there are fewer, for a match that is too short, and for containers that refer to
/// something else than one later sequence; `NOMEM`, and those of the kinds.
pub fn parse(payload: &[u8]) -> Result<Option<Tree>, Error> {
    let table = Table::<TREE_ATTRS>::new(Attrs::new(payload));
    let header = table.bytes(TREE_HDR).ok_or(Error::MISSING_ATTR)?;
    let header: tcf_ematch_tree_hdr = plain::read(header).ok_or(Error::RANGE)?;
    if header.nmatches == 0 {
        return Ok(None);
    }
    let mut rest = table.bytes(TREE_LIST).ok_or(Error::MISSING_ATTR)?;
    let count = usize::from(header.nmatches);
    let mut entries = Array::new();
    while let Some(attr) = Attrs::new(rest).next() {
        let number = entries.as_slice().len();
        let bytes = attr.payload();
        if bytes.len() < header_len() {
            return Err(Error::INVAL);
        }
        if number >= count {
            return Err(Error::RANGE);
        }
        entries.push(entry(&attr, number, count)?).map_err(|_| Error::NOMEM)?;
        rest = behind(rest, &attr, number);
    }
    if entries.as_slice().len() != count {
        return Err(Error::INVAL);
    }
    let tree = Tree::new(header.progid)?;
    link(entries.as_slice(), &tree)?;
    Ok(Some(tree))
}

/// What is behind the attribute of match `number`, which `list` begins with. The kernel does not pad the pattern of
/// "text", so the next attribute may begin right there; its type says where it is.
fn behind<'a>(list: &'a [u8], attr: &Attr<'a>, number: usize) -> &'a [u8] {
    let end = HDRLEN + attr.payload().len();
    let at = |start: usize| list.get(start..).unwrap_or_default();
    let is_next = |rest: &&[u8]| {
        let kind = Attrs::new(rest).next().map(|next| usize::from(next.kind()));
        kind == Some((number + 2) & usize::from(TYPE_MASK))
    };
    let padded = at(wire::align(end));
    let places = [padded, at(end)];
    places.into_iter().find(is_next).unwrap_or(padded)
}

fn entry(attr: &Attr<'_>, number: usize, count: usize) -> Result<Entry, Error> {
    let header: tcf_ematch_hdr = plain::read(attr.payload()).ok_or(Error::INVAL)?;
    let data = attr.payload().get(header_len()..).unwrap_or_default();
    let mut below = None;
    if header.kind == CONTAINER {
        let first: u32 = plain::read(data).ok_or(Error::INVAL)?;
        let first = usize::try_from(first).map_err(|_| Error::INVAL)?;
        // The kernel takes no references backwards, either: they would make loops.
        if first >= count || first <= number {
            return Err(Error::INVAL);
        }
        below = Some(first);
    }
    let ematch = Match::of(header.kind)?;
    ematch.e_id.set(header.matchid);
    ematch.e_flags.set(header.flags);
    read(&ematch, data)?;
    Ok(Entry { ematch: Cell::new(Some(ematch)), below })
}

/// Has a match read what the kernel sent.
fn read(ematch: &rtnl_ematch, data: &[u8]) -> Result<(), Error> {
    let Some(ops) = ematch.ops() else { return ematch.keep(data) };
    if data.len() < ops.eo_minlen {
        return Err(Error::INVAL);
    }
    if let Some(parse) = ops.eo_parse {
        // SAFETY: a match of the kind, and so many bytes, which are only read.
        let parsed = unsafe { parse(ematch.as_ptr(), data.as_ptr().cast_mut().cast(), data.len()) };
        check(parsed)?;
    } else if ops.eo_fill.is_none() && ops.eo_free.is_none() {
        ematch.copy_data(data);
    }
    Ok(())
}

/// A container in the tree, and the number of the first match below it.
type Reference<'a> = (&'a rtnl_ematch, usize);

/// Puts each match into the list it belongs to. What no container refers to, nobody ever looks at; it is dropped.
fn link(entries: &[Entry], tree: &Tree) -> Result<(), Error> {
    let mut containers = Array::new();
    link_sequence(entries, 0, &tree.et_list, None, &mut containers)?;
    let mut done = 0;
    while let Some((container, first)) = containers.as_slice().get(done).copied() {
        let list = &container.e_childs;
        link_sequence(entries, first, list, Some(container), &mut containers)?;
        done += 1;
    }
    Ok(())
}

/// Puts the matches from number `first` to the end of their sequence into a list. Each can be in one only.
fn link_sequence<'a>(
    entries: &[Entry],
    first: usize,
    list: &nl_list_head,
    owner: Option<&rtnl_ematch>,
    containers: &mut Array<Reference<'a>>,
) -> Result<(), Error> {
    for entry in entries.iter().skip(first) {
        let ematch = entry.ematch.take().ok_or(Error::INVAL)?;
        ematch.link(list, owner);
        // SAFETY: it lives as long as the tree it is in now, which outlives the linking.
        let ematch: &'a rtnl_ematch = unsafe { &*ematch.into_raw() };
        if let Some(below) = entry.below {
            containers.push((ematch, below)).map_err(|_| Error::NOMEM)?;
        }
        if ematch.relation() == flag::REL_END {
            return Ok(());
        }
    }
    // The last match of all cannot be connected with a next one.
    Err(Error::INVAL)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Matches and trees that Rust owns: putting them together.

use core::ffi::CStr;
use core::mem::ManuallyDrop;
use core::ops::Deref;

use nl_sys::error::Error;
use nl_sys::list::nl_list_head;

use super::kind::{self, Kind};
use super::kinds::cmp::{Cmp, Comparison};
use super::kinds::meta::{Meta, Value};
use super::kinds::nbyte::Nbyte;
use super::kinds::text::Text;
use super::tree::{CONTAINER, free_list, free_tree, rtnl_ematch, rtnl_ematch_tree};

/// A match that is in no list. It goes with all that is below it.
#[derive(Debug)]
pub struct Match(*mut rtnl_ematch);

/// A tree. It goes with all its matches.
#[derive(Debug)]
pub struct Tree(*mut rtnl_ematch_tree);

/// A place in packets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// `TCF_LAYER_*`
    pub layer: u8,
    /// In bytes, from the beginning of the layer's header.
    pub offset: u16,
}

impl Match {
    /// A match without a kind.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn new() -> Result<Self, Error> {
        rtnl_ematch::alloc().map(Self)
    }

    /// A match of a kind, which may be one that nobody knows.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn of(kind: u16) -> Result<Self, Error> {
        let ematch = Self::new()?;
        ematch.set_kind(kind)?;
        Ok(ematch)
    }

    /// A container, with nothing in it yet: see [`rtnl_ematch::add_child`].
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn container() -> Result<Self, Error> {
        Self::of(CONTAINER)
    }

    /// A match that compares a number in the packet.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn cmp(comparison: Comparison) -> Result<Self, Error> {
        Self::with(|data: &Cmp| {
            data.set(&comparison.pack());
            Ok(())
        })
    }

    /// A match that compares bytes at a place in the packet. Of a pattern too long for the kernel's header the
    /// end is cut off.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn nbyte(place: Place, pattern: &[u8]) -> Result<Self, Error> {
        Self::with(|data: &Nbyte| {
            data.set_place(place);
            data.copy_pattern(pattern)
        })
    }

    /// A match that searches the packet, from one place to another, for bytes.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn text(
        algo: &CStr,
        pattern: &[u8],
        from: Option<Place>,
        to: Option<Place>,
    ) -> Result<Self, Error> {
        Self::with(|data: &Text| {
            data.set_algo(algo);
            if let Some(from) = from {
                data.set_from(from);
            }
            if let Some(to) = to {
                data.set_to(to);
            }
            data.copy_pattern(pattern)
        })
    }

    /// A match that compares what is known about a packet; `operand` is `TCF_EM_OPND_*`.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn meta(left: Value, operand: u8, right: Value) -> Result<Self, Error> {
        Self::with(|data: &Meta| {
            data.set_left(left);
            data.set_right(right);
            data.set_operand(operand);
            Ok(())
        })
    }

    fn with<K: Kind>(fill: impl FnOnce(&K) -> Result<(), Error>) -> Result<Self, Error> {
        let ematch = Self::of(K::KIND)?;
        kind::data::<K>(&ematch).ok_or(Error::OPNOTSUPP).and_then(fill)?;
        Ok(ematch)
    }

    /// Puts a match at the end of what is below this container, which frees it from now on.
    ///
    /// # Errors
    /// `OPNOTSUPP` if this is no container.
    pub fn push(&self, child: Self) -> Result<(), Error> {
        self.add_child(&child)?;
        child.into_raw();
        Ok(())
    }

    /// Hands it over to C, or to the list it has been put into.
    pub fn into_raw(self) -> *mut rtnl_ematch {
        ManuallyDrop::new(self).0
    }
}

impl Deref for Match {
    type Target = rtnl_ematch;

    fn deref(&self) -> &rtnl_ematch {
        // SAFETY: ours.
        unsafe { &*self.0 }
    }
}

impl Drop for Match {
    fn drop(&mut self) {
        let list = nl_list_head::unlinked();
        list.init();
        self.link(&list, None);
        // SAFETY: ours, with all below it.
        unsafe { free_list(&list) };
    }
}

impl Tree {
    /// A tree without matches.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn new(progid: u16) -> Result<Self, Error> {
        rtnl_ematch_tree::alloc(progid).map(Self)
    }

    /// Puts a match at the end of the tree's list.
    pub fn push(&self, ematch: Match) {
        self.add(&ematch);
        ematch.into_raw();
    }

    /// Hands it over to C.
    #[must_use]
    pub fn into_raw(self) -> *mut rtnl_ematch_tree {
        ManuallyDrop::new(self).0
    }
}

impl Deref for Tree {
    type Target = rtnl_ematch_tree;

    fn deref(&self) -> &rtnl_ematch_tree {
        // SAFETY: ours.
        unsafe { &*self.0 }
    }
}

impl Drop for Tree {
    fn drop(&mut self) {
        // SAFETY: ours.
        unsafe { free_tree(self.0) };
    }
}

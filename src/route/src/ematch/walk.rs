// SPDX-License-Identifier: LGPL-2.1-or-later
//! Walking through all of a tree, without recursion.

use nl_sys::error::Error;
use nl_sys::list::nl_list_head;

use super::tree::{CONTAINER, after, first, rtnl_ematch, rtnl_ematch_tree};

/// Where a walk is: in a tree's own list, or in that of a match.
pub(super) struct Walk<'a> {
    root: &'a nl_list_head,
    above: Option<&'a rtnl_ematch>,
}

impl<'a> Walk<'a> {
    /// In the tree's own list.
    pub(super) fn new(tree: &'a rtnl_ematch_tree) -> Self {
        Self { root: &tree.et_list, above: None }
    }

    /// The list it is in.
    pub(super) fn list(&self) -> &'a nl_list_head {
        self.above.map_or(self.root, |above| &above.e_childs)
    }

    /// The first match of the list it is in.
    pub(super) fn first(&self) -> Option<&'a rtnl_ematch> {
        first(self.list())
    }

    /// The match behind `ematch`, which is in the list it is in.
    pub(super) fn after(&self, ematch: &rtnl_ematch) -> Option<&'a rtnl_ematch> {
        after(self.list(), ematch)
    }

    /// Goes into what is below `ematch`, which is in the list it is in; returns the first match there.
    pub(super) fn down(&mut self, ematch: &'a rtnl_ematch) -> Option<&'a rtnl_ematch> {
        // It is so already, unless somebody has linked the lists by hand.
        ematch.set_owner(self.above);
        self.above = Some(ematch);
        self.first()
    }

    /// Goes back to the list of the match it is below, which it returns; `None` at the top.
    pub(super) fn up(&mut self) -> Option<&'a rtnl_ematch> {
        let left = self.above?;
        self.above = left.owner();
        Some(left)
    }
}

/// Calls `see` with every list that the kernel sees, in the order it sees them: a whole list, then those below its
/// containers, one after the other.
///
/// # Errors
/// Those of `see`.
pub(super) fn sequences<'a>(
    tree: &'a rtnl_ematch_tree,
    mut see: impl FnMut(&'a nl_list_head) -> Result<(), Error>,
) -> Result<(), Error> {
    let mut walk = Walk::new(tree);
    see(walk.list())?;
    let mut next = walk.first();
    loop {
        next = match next {
            Some(ematch) if ematch.kind() == CONTAINER && ematch.has_children() => {
                let first = walk.down(ematch);
                see(walk.list())?;
                first
            }
            Some(ematch) => walk.after(ematch),
            None => {
                let Some(left) = walk.up() else { return Ok(()) };
                walk.after(left)
            }
        }
    }
}

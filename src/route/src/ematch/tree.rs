// SPDX-License-Identifier: LGPL-2.1-or-later
//! Matches and trees of them, as C has them.
//!
//! A match is in at most one list: that of a tree, or that of a container. Nothing here recurses: however deep a
//! tree is, walking and freeing it needs no more stack.

use core::cell::Cell;
use core::ffi::CStr;
use core::mem::offset_of;
use core::ptr;

use libc::c_void;
use nl_sys::error::Error;
use nl_sys::list::nl_list_head;
use os::heap;

use super::registry::{self, rtnl_ematch_ops};

/// `TCF_EM_CONTAINER`: the kind whose matches have matches below them.
pub const CONTAINER: u16 = 0;

/// Bits of a match's flags.
#[expect(missing_docs, reason = "named as TCF_EM_* of linux/pkt_cls.h")]
pub mod flag {
    pub const REL_END: u16 = 0;
    pub const REL_AND: u16 = 1;
    pub const REL_OR: u16 = 2;
    pub const REL_MASK: u16 = 3;
    pub const INVERT: u16 = 4;
    pub const SIMPLE: u16 = 8;
}

/// A match.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_ematch {
    pub(super) e_id: Cell<u16>,
    pub(super) e_kind: Cell<u16>,
    pub(super) e_flags: Cell<u16>,
    /// Its number in the message it was last put into.
    pub(super) e_index: Cell<u16>,
    /// Bytes of its data.
    e_datalen: Cell<usize>,
    /// What is below it.
    pub(super) e_childs: nl_list_head,
    /// Its place in a list.
    pub(super) e_list: nl_list_head,
    /// What its kind does; NULL if that is unknown.
    e_ops: Cell<*mut rtnl_ematch_ops>,
    /// The data of its kind, from `calloc()`. Of an unknown kind: what the kernel sent.
    e_data: Cell<*mut c_void>,
    /// The match it is below; NULL if it is in a tree's own list, or in none.
    owner: Cell<*const rtnl_ematch>,
}

/// A tree of matches.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_ematch_tree {
    pub(super) et_progid: Cell<u16>,
    pub(super) et_list: nl_list_head,
}

// Upstream's layouts, with one more field.
const _: () = {
    assert!(size_of::<rtnl_ematch>() == 64 + 8 && size_of::<rtnl_ematch_tree>() == 24);
    assert!(offset_of!(rtnl_ematch, e_kind) == 2 && offset_of!(rtnl_ematch, e_flags) == 4);
    assert!(offset_of!(rtnl_ematch, e_index) == 6 && offset_of!(rtnl_ematch, e_datalen) == 8);
    assert!(offset_of!(rtnl_ematch, e_childs) == 16 && offset_of!(rtnl_ematch, e_list) == 32);
    assert!(offset_of!(rtnl_ematch, e_ops) == 48 && offset_of!(rtnl_ematch, e_data) == 56);
    assert!(offset_of!(rtnl_ematch_tree, et_list) == 8);
};

impl rtnl_ematch {
    /// Makes a match without a kind, in no list.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn alloc() -> Result<*mut Self, Error> {
        let ematch = heap::new(Self {
            e_id: Cell::new(0),
            e_kind: Cell::new(0),
            e_flags: Cell::new(0),
            e_index: Cell::new(0),
            e_datalen: Cell::new(0),
            e_childs: nl_list_head::unlinked(),
            e_list: nl_list_head::unlinked(),
            e_ops: Cell::new(ptr::null_mut()),
            e_data: Cell::new(ptr::null_mut()),
            owner: Cell::new(ptr::null()),
        });
        let ematch = ematch.map_err(|_| Error::NOMEM)?;
        // SAFETY: just made.
        let new = unsafe { &*ematch };
        new.e_childs.init();
        new.e_list.init();
        Ok(ematch)
    }

    /// The address that C knows.
    #[must_use]
    pub fn as_ptr(&self) -> *mut Self {
        ptr::from_ref(self).cast_mut()
    }

    /// `TCF_EM_*`
    #[must_use]
    pub fn kind(&self) -> u16 {
        self.e_kind.get()
    }

    /// Bits of [`flag`].
    #[must_use]
    pub fn flags(&self) -> u16 {
        self.e_flags.get()
    }

    /// Sets bits of [`flag`].
    pub fn set_flags(&self, flags: u16) {
        self.e_flags.set(self.e_flags.get() | flags);
    }

    /// Clears bits of [`flag`].
    pub fn unset_flags(&self, flags: u16) {
        self.e_flags.set(self.e_flags.get() & !flags);
    }

    /// How it is connected with the next one: `REL_END`, `REL_AND`, `REL_OR`, or an invalid 3.
    #[must_use]
    pub fn relation(&self) -> u16 {
        self.flags() & flag::REL_MASK
    }

    /// The functions of its kind.
    #[must_use]
    pub fn ops(&self) -> Option<&rtnl_ematch_ops> {
        // SAFETY: tables stay.
        unsafe { self.e_ops.get().as_ref() }
    }

    /// The data of its kind; NULL for none.
    #[must_use]
    pub fn data(&self) -> *mut c_void {
        self.e_data.get()
    }

    /// The data as they are. C must not write to them meanwhile.
    #[must_use]
    pub fn data_bytes(&self) -> &[u8] {
        if self.data().is_null() {
            return &[];
        }
        // SAFETY: so many bytes are there.
        unsafe { core::slice::from_raw_parts(self.data().cast(), self.e_datalen.get()) }
    }

    /// Sets the kind by its functions.
    ///
    /// # Errors
    /// `EXIST` if it has some, `INVAL` for NULL, `NOMEM`.
    ///
    /// # Safety
    /// `ops` stays as it is, or is NULL.
    pub unsafe fn set_ops(&self, ops: *mut rtnl_ematch_ops) -> Result<(), Error> {
        // SAFETY: by contract.
        let table = unsafe { ops.as_ref() }.ok_or(Error::INVAL)?;
        if !self.e_ops.get().is_null() {
            return Err(Error::EXIST);
        }
        let mut data = ptr::null_mut();
        if table.eo_datalen > 0 {
            // SAFETY: calloc may be called with any size.
            data = unsafe { libc::calloc(1, table.eo_datalen) };
            if data.is_null() {
                return Err(Error::NOMEM);
            }
            registry::initialize(ops, data);
        }
        self.free_data();
        self.e_ops.set(ops);
        let [low, high, ..] = table.eo_kind.to_le_bytes();
        self.e_kind.set(u16::from_le_bytes([low, high]));
        self.e_data.set(data);
        self.e_datalen.set(table.eo_datalen);
        Ok(())
    }

    /// Sets the kind, also to one that nobody knows.
    ///
    /// # Errors
    /// `EXIST` if it has one, `NOMEM`.
    pub fn set_kind(&self, kind: u16) -> Result<(), Error> {
        self.without_kind()?;
        let ops = registry::lookup(i32::from(kind));
        if !ops.is_null() {
            // SAFETY: registered tables stay.
            unsafe { self.set_ops(ops) }?;
        }
        self.e_kind.set(kind);
        Ok(())
    }

    /// Sets the kind by its name.
    ///
    /// # Errors
    /// `EXIST` if it has one, `OPNOTSUPP` if the name is unknown, `NOMEM`.
    pub fn set_name(&self, name: &CStr) -> Result<(), Error> {
        self.without_kind()?;
        let ops = registry::lookup_by_name(name);
        if ops.is_null() {
            return Err(Error::OPNOTSUPP);
        }
        // SAFETY: registered tables stay.
        unsafe { self.set_ops(ops) }
    }

    fn without_kind(&self) -> Result<(), Error> {
        if self.e_kind.get() != 0 || !self.e_ops.get().is_null() {
            return Err(Error::EXIST);
        }
        Ok(())
    }

    /// Keeps the data of a kind that nobody knows.
    ///
    /// # Errors
    /// `EXIST` if the kind is known, `NOMEM`.
    pub(super) fn keep(&self, data: &[u8]) -> Result<(), Error> {
        if !self.e_ops.get().is_null() {
            return Err(Error::EXIST);
        }
        if data.is_empty() {
            return Ok(());
        }
        // SAFETY: calloc may be called with any size.
        let room = unsafe { libc::calloc(1, data.len()) };
        if room.is_null() {
            return Err(Error::NOMEM);
        }
        // SAFETY: fresh memory of that size.
        unsafe { ptr::copy_nonoverlapping(data.as_ptr(), room.cast(), data.len()) };
        self.free_data();
        self.e_data.set(room);
        self.e_datalen.set(data.len());
        Ok(())
    }

    /// Copies bytes into the data of its kind, as many as those have room for.
    pub(super) fn copy_data(&self, bytes: &[u8]) {
        if !self.data().is_null() {
            let len = bytes.len().min(self.e_datalen.get());
            // SAFETY: both are so long, and apart.
            unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), self.data().cast(), len) };
        }
    }

    fn free_data(&self) {
        if let Some(free) = self.ops().and_then(|ops| ops.eo_free) {
            // SAFETY: a live match of the kind.
            unsafe { free(self.as_ptr()) };
        }
        self.e_datalen.set(0);
        // SAFETY: NULL or calloc's; the kind has freed what the data refer to.
        unsafe { libc::free(self.e_data.replace(ptr::null_mut())) };
    }

    /// Takes the match out of its list.
    pub fn unlink(&self) {
        if !self.e_list.is_empty() {
            // SAFETY: it is in a list.
            unsafe { self.e_list.remove() };
        }
        self.owner.set(ptr::null());
    }

    /// Puts `child` at the end of what is below this container; it leaves the list it is in.
    ///
    /// # Errors
    /// `OPNOTSUPP` if this is no container, `INVAL` if this is `child` or below it.
    pub fn add_child(&self, child: &Self) -> Result<(), Error> {
        if self.kind() != CONTAINER {
            return Err(Error::OPNOTSUPP);
        }
        // What has nothing below it is above nothing.
        if ptr::eq(self, child) || !child.e_childs.is_empty() && self.is_below(child) {
            return Err(Error::INVAL);
        }
        child.link(&self.e_childs, Some(self));
        Ok(())
    }

    /// Moves the match to the end of a list: that of `owner`, or of a tree.
    pub(super) fn link(&self, list: &nl_list_head, owner: Option<&Self>) {
        self.unlink();
        self.set_owner(owner);
        // SAFETY: a list, and a member that is in none and leaves before either is freed.
        unsafe { list.push_back(&self.e_list) };
    }

    pub(super) fn set_owner(&self, owner: Option<&Self>) {
        self.owner.set(owner.map_or(ptr::null(), ptr::from_ref));
    }

    fn is_below(&self, other: &Self) -> bool {
        let mut above = self.owner();
        while let Some(here) = above {
            if ptr::eq(here, other) {
                return true;
            }
            above = here.owner();
        }
        false
    }

    /// The match it is below, if any.
    #[must_use]
    pub fn owner(&self) -> Option<&Self> {
        // SAFETY: an owner lives as long as matches are below it.
        unsafe { self.owner.get().as_ref() }
    }

    /// Whether there is something below it.
    #[must_use]
    pub fn has_children(&self) -> bool {
        !self.e_childs.is_empty()
    }
}

/// Frees a match. What is below it is in no list afterwards.
///
/// # Safety
/// `ematch` is from [`rtnl_ematch::alloc`], or NULL, and nobody uses it afterwards.
pub unsafe fn free(ematch: *mut rtnl_ematch) {
    // SAFETY: by contract.
    let Some(shared) = (unsafe { ematch.as_ref() }) else { return };
    shared.unlink();
    while let Some(child) = first(&shared.e_childs) {
        child.unlink();
    }
    shared.free_data();
    // SAFETY: by contract.
    unsafe { heap::take(ematch) };
}

/// Frees the matches in a list, and all below them.
///
/// # Safety
/// Nobody uses them afterwards.
pub(super) unsafe fn free_list(list: &nl_list_head) {
    while let Some(ematch) = first(list) {
        // What is below it comes to the end of the list.
        while let Some(child) = first(&ematch.e_childs) {
            child.link(list, None);
        }
        // SAFETY: by contract.
        unsafe { free(ematch.as_ptr()) };
    }
}

impl rtnl_ematch_tree {
    /// Makes a tree without matches.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn alloc(progid: u16) -> Result<*mut Self, Error> {
        let tree =
            heap::new(Self { et_progid: Cell::new(progid), et_list: nl_list_head::unlinked() });
        let tree = tree.map_err(|_| Error::NOMEM)?;
        // SAFETY: just made.
        unsafe { &*tree }.et_list.init();
        Ok(tree)
    }

    /// Puts a match at the end of the tree's list; it leaves the list it is in.
    pub fn add(&self, ematch: &rtnl_ematch) {
        ematch.link(&self.et_list, None);
    }
}

/// Frees a tree and all matches in it.
///
/// # Safety
/// `tree` is from [`rtnl_ematch_tree::alloc`], or NULL, and nobody uses it or its matches afterwards.
pub unsafe fn free_tree(tree: *mut rtnl_ematch_tree) {
    // SAFETY: by contract.
    let Some(shared) = (unsafe { tree.as_ref() }) else { return };
    // SAFETY: by contract.
    unsafe { free_list(&shared.et_list) };
    // SAFETY: by contract.
    unsafe { heap::take(tree) };
}

/// The match that a place in a list belongs to.
fn at<'a>(place: *const nl_list_head) -> &'a rtnl_ematch {
    let ematch = place.wrapping_byte_sub(offset_of!(rtnl_ematch, e_list)).cast::<rtnl_ematch>();
    // SAFETY: all members of lists are matches, which live as long as they are in one.
    unsafe { &*ematch }
}

/// The first match of a list.
pub(super) fn first(list: &nl_list_head) -> Option<&rtnl_ematch> {
    next_of(list, list)
}

/// The match behind `ematch` in `list`.
pub(super) fn after<'a>(list: &'a nl_list_head, ematch: &rtnl_ematch) -> Option<&'a rtnl_ematch> {
    next_of(list, &ematch.e_list)
}

fn next_of<'a>(list: &'a nl_list_head, place: &nl_list_head) -> Option<&'a rtnl_ematch> {
    let next = place.next.get().cast_const();
    (!next.is_null() && !ptr::eq(next, list)).then(|| at(next))
}

/// The matches of a list. It must stay as it is meanwhile.
pub(super) fn members(list: &nl_list_head) -> impl Iterator<Item = &rtnl_ematch> {
    core::iter::successors(first(list), |ematch| after(list, ematch))
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The intrusive, circular, doubly linked list of `netlink/list.h`.

use core::cell::Cell;
use core::ptr;

/// A list, or a member's place in one.
#[repr(C)]
#[derive(Debug)]
pub struct nl_list_head {
    /// The one behind; itself at the end of an empty list.
    pub next: Cell<*mut nl_list_head>,
    /// The one before.
    pub prev: Cell<*mut nl_list_head>,
}

const _: () = assert!(size_of::<nl_list_head>() == 16);

impl nl_list_head {
    /// A member of no list, or a list that has to be initialised.
    #[must_use]
    pub const fn unlinked() -> Self {
        Self { next: Cell::new(ptr::null_mut()), prev: Cell::new(ptr::null_mut()) }
    }

    /// Makes this an empty list, or a member of none.
    pub fn init(&self) {
        self.next.set(self.as_ptr());
        self.prev.set(self.as_ptr());
    }

    /// Its own address, which neighbours know.
    #[must_use]
    pub fn as_ptr(&self) -> *mut Self {
        ptr::from_ref(self).cast_mut()
    }

    /// Whether this list has no members, or this member is in no list. Zeroed memory is empty too.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.next.get().is_null() || ptr::eq(self.next.get(), self)
    }

    /// Puts `member` at the end of this list.
    ///
    /// # Safety
    /// This is a list, `member` is in none, and both live until it is taken out.
    pub unsafe fn push_back(&self, member: &Self) {
        let last = self.prev.get();
        member.prev.set(last);
        member.next.set(self.as_ptr());
        // SAFETY: links of a list lead to live members or to the list itself.
        unsafe { &*last }.next.set(member.as_ptr());
        self.prev.set(member.as_ptr());
    }

    /// Takes this member out of its list.
    ///
    /// # Safety
    /// It is in a list.
    pub unsafe fn remove(&self) {
        let (next, prev) = (self.next.get(), self.prev.get());
        // SAFETY: links of a list lead to live members or to the list itself.
        unsafe { &*next }.prev.set(prev);
        // SAFETY: as above.
        unsafe { &*prev }.next.set(next);
        self.init();
    }

    /// The members in order. A member may be taken out, and freed, once the iterator has moved on to
    /// the next one: that one is looked up before a member is handed out.
    ///
    /// # Safety
    /// This is a list, and stays one; the member behind the one in hand is not taken out.
    #[must_use]
    pub unsafe fn iter(&self) -> Iter<'_> {
        Iter { list: self, next: self.next.get() }
    }
}

/// See [`nl_list_head::iter`].
#[derive(Debug)]
pub struct Iter<'a> {
    list: &'a nl_list_head,
    next: *mut nl_list_head,
}

impl Iterator for Iter<'_> {
    type Item = *mut nl_list_head;

    #[inline]
    fn next(&mut self) -> Option<*mut nl_list_head> {
        let here = self.next;
        if here.is_null() || ptr::eq(here, self.list) {
            return None;
        }
        // SAFETY: links of a list lead to live members, by the contract of `iter`.
        self.next = unsafe { &*here }.next.get();
        Some(here)
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Lists of actions, as classifiers have them.

use core::cell::Cell;
use core::ptr;

use libc::c_int;
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::message::{Builder, Message, Table};
use wire::attr::{Attr, Attrs};

use super::object::{attr, rtnl_act};
use super::types::{ACT_OBJ_OPS, TCA_ACT_TAB, alloc};
use super::{build, parse};
use crate::uapi::tcamsg;

/// How many actions the kernel takes in a list: `TCA_ACT_MAX_PRIO`
const MAX: usize = 32;

/// Attributes of an action, of `linux/pkt_cls.h`.
mod tca_act {
    pub(super) const KIND: u16 = 1;
    pub(super) const OPTIONS: u16 = 2;
    pub(super) const STATS: u16 = 4;
    pub(super) const END: usize = 5;
}

/// A list of actions, linked through the actions. It has a reference to each. In C it is the pointer to its
/// first.
#[repr(transparent)]
#[derive(Debug)]
pub struct Actions(Cell<*mut rtnl_act>);

impl Default for Actions {
    fn default() -> Self {
        Self(Cell::new(ptr::null_mut()))
    }
}

/// A walk over a list.
#[derive(Debug)]
pub struct Iter<'a> {
    next: Option<&'a rtnl_act>,
    left: usize,
}

impl<'a> Iter<'a> {
    /// From an action to the end of its list, but no farther than a list can be long.
    #[must_use]
    pub fn from(first: Option<&'a rtnl_act>) -> Self {
        Self { next: first, left: 2 * MAX }
    }
}

impl<'a> Iterator for Iter<'a> {
    type Item = &'a rtnl_act;

    fn next(&mut self) -> Option<&'a rtnl_act> {
        self.left = self.left.checked_sub(1)?;
        let act = self.next?;
        // SAFETY: NULL, or an action to which the list has a reference.
        self.next = unsafe { act.next.get().as_ref() };
        Some(act)
    }
}

impl Actions {
    /// The first one as C knows it; NULL if there is none.
    #[must_use]
    pub fn first(&self) -> *mut rtnl_act {
        self.0.get()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first().is_null()
    }

    /// All of them.
    #[must_use]
    pub fn iter(&self) -> Iter<'_> {
        // SAFETY: NULL, or an action to which the list has a reference.
        Iter::from(unsafe { self.first().as_ref() })
    }

    /// Puts an action, and the list that it begins, at the end. The references to them are the list's then.
    ///
    /// # Errors
    /// `RANGE` for more than the kernel takes, `EXIST` if the action is in the list.
    pub fn append(&self, act: &rtnl_act) -> Result<(), Error> {
        let is = |a: &rtnl_act, b: &rtnl_act| ptr::eq(a, b);
        if Iter::from(Some(act)).any(|new| self.iter().any(|old| is(new, old))) {
            return Err(Error::EXIST);
        }
        let place = self.iter().last().map_or(&self.0, |last| &last.next);
        if self.iter().count() > MAX {
            return Err(Error::RANGE);
        }
        place.set(ptr::from_ref(act).cast_mut());
        Ok(())
    }

    /// Takes an action out. The reference to it is the caller's then.
    ///
    /// # Errors
    /// `OBJ_NOTFOUND`.
    pub fn remove(&self, act: *const rtnl_act) -> Result<(), Error> {
        let mut place = &self.0;
        for other in self.iter() {
            if ptr::eq(other, act) {
                place.set(other.next.replace(ptr::null_mut()));
                return Ok(());
            }
            place = &other.next;
        }
        Err(Error::OBJ_NOTFOUND)
    }

    /// Gives up all actions.
    pub fn clear(&self) {
        let mut next = self.0.replace(ptr::null_mut());
        // SAFETY: NULL, or an action to which the list has a reference.
        while let Some(act) = unsafe { next.as_ref() } {
            next = act.next.replace(ptr::null_mut());
            // SAFETY: the list's reference.
            unsafe { ffi::nl_object_put(act.tc.as_object()) };
        }
    }

    /// Takes the actions out, and hands each to `visit`.
    ///
    /// # Errors
    /// The first of `visit`; it sees no more actions then.
    pub fn each_alone(
        &self,
        mut visit: impl FnMut(&rtnl_act) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // SAFETY: NULL, or an action to which the list has a reference.
        while let Some(act) = unsafe { self.first().as_ref() } {
            self.0.set(act.next.replace(ptr::null_mut()));
            let visited = visit(act);
            // SAFETY: the list's reference.
            unsafe { ffi::nl_object_put(act.tc.as_object()) };
            visited?;
        }
        Ok(())
    }

    /// Copies of all.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<Self, Error> {
        let copies = Self::default();
        let mut place = &copies.0;
        for act in self.iter() {
            // SAFETY: live.
            let copy = unsafe { ffi::nl_object_clone(act.tc.as_object()) };
            place.set(copy.cast());
            // SAFETY: NULL or just made, of the same type.
            place = &unsafe { copy.cast::<rtnl_act>().as_ref() }.ok_or(Error::NOMEM)?.next;
        }
        Ok(copies)
    }

    /// Appends the actions in the payload of an attribute.
    ///
    /// # Errors
    /// `MISSING_ATTR` for one without a kind, `NOMEM`, and what the kinds say; the list is empty then.
    pub fn parse(&self, payload: &[u8]) -> Result<(), Error> {
        let table = Table::<{ MAX + 1 }>::new(Attrs::new(payload));
        let kinds = (1..).take(MAX).filter_map(|order| table.get(order));
        for one in kinds {
            let parsed = self.parse_one(one);
            if parsed.is_err() {
                self.clear();
                return parsed;
            }
        }
        Ok(())
    }

    fn parse_one(&self, one: Attr<'_>) -> Result<(), Error> {
        let act = alloc(&ACT_OBJ_OPS).cast::<rtnl_act>();
        // SAFETY: NULL or just made, of the type.
        let act = unsafe { act.as_ref() }.ok_or(Error::NOMEM)?;
        let outcome = read(act, one).and_then(|()| self.append(act));
        if outcome.is_err() {
            // SAFETY: ours.
            unsafe { ffi::nl_object_put(act.tc.as_object()) };
        }
        outcome
    }
}

impl Drop for Actions {
    fn drop(&mut self) {
        self.clear();
    }
}

/// Reads an action.
fn read(act: &rtnl_act, one: Attr<'_>) -> Result<(), Error> {
    let tc = &act.tc;
    let table = Table::<{ tca_act::END }>::new(one.nested());
    parse::set_kind(tc, table.get(tca_act::KIND).ok_or(Error::MISSING_ATTR)?, false)?;
    if let Some(options) = table.bytes(tca_act::OPTIONS) {
        tc.keep(attr::OPTS, &tc.opts, options)?;
    }
    if let Some(nested) = table.get(tca_act::STATS) {
        parse::statistics(tc, nested)?;
    }
    parse::options(tc)
}

/// Appends an attribute with a list of actions, in their order.
///
/// # Errors
/// Those of appending, and what the kinds say.
pub fn fill(message: Builder, attribute: u16, first: Option<&rtnl_act>) -> Result<(), Error> {
    message.nest(attribute, |message| {
        for (order, act) in (1_u16..).zip(Iter::from(first)) {
            message.nest(order, |message| {
                build::put_kind(&act.tc, tca_act::KIND, message)?;
                build::put_options(&act.tc, tca_act::OPTIONS, message)
            })?;
        }
        Ok(())
    })
}

/// A request about a list of actions.
///
/// # Errors
/// `NOMEM`, and what the kinds say.
pub fn request(first: &rtnl_act, kind: u16, flags: c_int) -> Result<Message, Error> {
    let message = Message::with_header(c_int::from(kind), flags, &tcamsg::default())?;
    fill(*message, TCA_ACT_TAB, Some(first))?;
    Ok(message)
}

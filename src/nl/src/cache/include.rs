// SPDX-License-Identifier: LGPL-2.1-or-later
//! Bringing a cache up to date by one object, and telling of the change.

use core::ptr;

use libc::{c_int, c_void};
use nl_sys::error::{Error, check};
use nl_sys::layout::{change_func_t, change_func_v2_t, nl_cache, nl_object};

use super::container::{move_to, remove};
use super::search::{search_entry, search_follower};
use super::{as_ptr, extra, ops, takes};
use crate::object::{self, Object};
use crate::registry;

/// Of `mt_act`: the message tells of an object that is new, or not what it was.
pub const NL_ACT_NEW: c_int = 1;
/// Of `mt_act`: the message tells of an object that is gone.
pub const NL_ACT_DEL: c_int = 2;
/// What change callbacks are told of an object that is not what it was.
pub const NL_ACT_CHANGE: c_int = 5;

/// Who is told of changes. Of two callbacks the second counts.
#[derive(Clone, Copy, Debug)]
pub struct Listener {
    /// Takes the object.
    pub v1: change_func_t,
    /// Takes the object as it was, as it is, and the difference.
    pub v2: change_func_v2_t,
    /// Handed to either.
    pub data: *mut c_void,
}

impl Listener {
    /// Tells nobody.
    pub const NONE: Self = Self { v1: None, v2: None, data: ptr::null_mut() };

    /// Whether anybody listens.
    fn listens(&self) -> bool {
        self.v1.is_some() || self.v2.is_some()
    }

    /// Tells of a change.
    pub fn tell(
        &self,
        cache: &nl_cache,
        (old, new): (Option<&nl_object>, Option<&nl_object>),
        diff: u64,
        action: c_int,
    ) {
        let (cache, data) = (as_ptr(cache), self.data);
        let pointer = |object: Option<&nl_object>| object.map_or(ptr::null_mut(), object::as_ptr);
        if let Some(tell) = self.v2 {
            // SAFETY: the program's function, with the program's argument.
            unsafe { tell(cache, pointer(old), pointer(new), diff, action, data) };
        } else if let Some(tell) = self.v1 {
            // SAFETY: as above.
            unsafe { tell(cache, pointer(new.or(old)), action, data) };
        }
    }
}

/// Includes what a message said of an object, by what its message type means.
///
/// # Errors
/// `OBJ_MISMATCH` if the object is of another type; `MSGTYPE_NOSUPPORT` if the type of its message is
/// none of this cache's; `NOMEM`.
pub fn include(cache: &nl_cache, object: &nl_object, listener: &Listener) -> Result<(), Error> {
    if !takes(cache, object) {
        return Err(Error::OBJ_MISMATCH);
    }
    if let Some(include) = extra(cache).and_then(|extra| extra.include) {
        let (cache, object) = (as_ptr(cache), object::as_ptr(object));
        // SAFETY: a function of the type, with a cache of the type and the program's functions.
        let returned = unsafe { include(cache, object, listener.v1, listener.v2, listener.data) };
        return check(returned).map(drop);
    }
    let msgtype = ops(cache).and_then(|ops| registry::msgtype_lookup(ops, object.ce_msgtype.get()));
    match msgtype.ok_or(Error::MSGTYPE_NOSUPPORT)?.mt_act {
        NL_ACT_NEW => {
            let old = search_entry(cache, object);
            match &old {
                Some(old) if merge(cache, old, object, listener) => Ok(()),
                _ => replace(cache, old, object, listener, listener.listens()).map(drop),
            }
        }
        NL_ACT_DEL => {
            if let Some(old) = search_entry(cache, object)
                && !merge(cache, &old, object, listener)
            {
                delete(cache, &old, listener);
            }
            while let Some(other) = search_follower(cache, object) {
                delete(cache, &other, listener);
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Merges a message into the object there is, if the type does such things, and tells of it.
fn merge(cache: &nl_cache, old: &nl_object, new: &nl_object, listener: &Listener) -> bool {
    if object::ops(old).is_none_or(|ops| ops.oo_update.is_none()) {
        return false;
    }
    let (mut before, mut diff) = (None, 0);
    if listener.v2.is_some() {
        before = Object::clone_of(old);
        diff = object::diff64(old, new);
    }
    if object::update(old, new) != Ok(0) {
        return false;
    }
    listener.tell(cache, (before.as_deref(), Some(old)), diff, NL_ACT_CHANGE);
    true
}

/// Removes an object, and tells of it.
pub(super) fn delete(cache: &nl_cache, old: &Object, listener: &Listener) {
    remove(old);
    listener.tell(cache, (Some(old), None), 0, NL_ACT_DEL);
}

/// Puts an object in, in place of the one there was, and tells of it if they differ, which is only
/// looked at if `compare` says so. Returns whether they do.
pub(super) fn replace(
    cache: &nl_cache,
    old: Option<Object>,
    new: &nl_object,
    listener: &Listener,
    compare: bool,
) -> Result<bool, Error> {
    let Some(old) = old else {
        move_to(cache, new)?;
        listener.tell(cache, (None, Some(new)), 0, NL_ACT_NEW);
        return Ok(true);
    };
    // It leaves room, so that moving the other one in cannot fail.
    remove(&old);
    move_to(cache, new)?;
    let diff = if compare { object::diff64(&old, new) } else { 0 };
    if diff != 0 {
        listener.tell(cache, (Some(&old), Some(new)), diff, NL_ACT_CHANGE);
    }
    Ok(diff != 0)
}

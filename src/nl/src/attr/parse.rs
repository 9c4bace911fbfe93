// SPDX-License-Identifier: LGPL-2.1-or-later
//! Walking over attributes: finding, indexing and checking them.

use libc::{c_int, nlattr};
use nl_sys::error::Error;
use nl_sys::layout::nla_policy;
use os::raw::RawAttr;
use wire::attr;

use crate::debug;
use crate::policy::Policy;

/// The attributes of a stream, up to the first that does not fit.
pub struct Walk {
    at: *const u8,
    left: c_int,
}

impl Walk {
    /// Walks over `len` bytes at `head`; none if `len` is negative.
    ///
    /// # Safety
    /// The bytes stay readable for as long as the value and the attributes from it are used.
    #[inline]
    pub unsafe fn new(head: *const nlattr, len: c_int) -> Self {
        Self { at: head.cast(), left: len }
    }

    /// Bytes not walked over; negative if the last attribute lacks its padding.
    #[inline]
    #[must_use]
    pub fn left(&self) -> c_int {
        self.left
    }
}

impl Iterator for Walk {
    type Item = RawAttr;

    #[inline]
    fn next(&mut self) -> Option<RawAttr> {
        if self.left < attr::HDRLEN_INT {
            return None;
        }
        // SAFETY: at least a header is left, by the contract of `new`.
        let nla = unsafe { RawAttr::new(self.at.cast()) };
        let nla_len = nla.nla_len();
        if !attr::ok(nla_len, self.left) {
            return None;
        }
        let stride = attr::stride(nla_len);
        self.at = self.at.wrapping_add(stride as usize);
        self.left = self.left.wrapping_sub(stride.cast_signed());
        Some(nla)
    }
}

/// The stream as a walk, unless it is NULL and should have something in it.
///
/// # Safety
/// `head` is NULL, or as for [`Walk::new`].
#[inline]
unsafe fn walk(head: *const nlattr, len: c_int) -> Result<Walk, Error> {
    if head.is_null() && len >= attr::HDRLEN_INT {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    Ok(unsafe { Walk::new(head, len) })
}

/// Sets an index of attributes to NULL.
///
/// # Safety
/// `table` has `max_type` + 1 elements.
#[inline]
unsafe fn clear(table: *mut *mut nlattr, max_type: c_int) {
    let elements = usize::try_from(max_type).map_or(0, |last| last.wrapping_add(1));
    // SAFETY: by contract. Zero bits make a NULL.
    unsafe { table.write_bytes(0, elements) };
}

/// Writes into `table`, by type, where each attribute is that is no higher than `max_type`, and NULL for
/// those that are not there; of several, the last. With a policy, each of them is checked.
///
/// # Errors
/// [`Error::RANGE`] or [`Error::INVAL`] for the first attribute that is not what the policy asks for;
/// those before it are in the table.
///
/// # Safety
/// `table` is NULL or has `max_type` + 1 elements, and so has `policy`; `head` is NULL or points to `len`
/// readable bytes.
#[inline(never)]
pub unsafe fn index(
    table: *mut *mut nlattr,
    max_type: c_int,
    head: *const nlattr,
    len: c_int,
    policy: *const nla_policy,
) -> Result<(), Error> {
    if table.is_null() {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    unsafe { clear(table, max_type) };
    // SAFETY: by contract.
    let mut attrs = unsafe { walk(head, len) }?;
    // SAFETY: by contract.
    let policy = unsafe { Policy::new(policy) };
    for nla in &mut attrs {
        let kind = nla.kind();
        if c_int::from(kind) > max_type {
            continue;
        }
        if let Some(policy) = &policy {
            // SAFETY: the policy has a rule for it, and the attribute is whole.
            unsafe { policy.check(kind, nla) }?;
        }
        let place = table.wrapping_add(usize::from(kind));
        // SAFETY: the table has an element for it.
        let before = unsafe { place.read() };
        if !before.is_null() {
            note_duplicate();
        }
        // SAFETY: the table has an element for it.
        unsafe { place.write(nla.as_ptr()) };
    }
    if attrs.left() > 0 {
        note_leftover();
    }
    Ok(())
}

#[cold]
#[inline(never)]
fn note_duplicate() {
    debug::note!(1, "nla_parse", "an attribute comes several times");
}

#[cold]
#[inline(never)]
fn note_leftover() {
    debug::note!(1, "nla_parse", "bytes are left over");
}

/// The index of the attributes in a nest, see [`index`].
///
/// # Errors
/// As [`index`]; [`Error::INVAL`] if there is no nest.
///
/// # Safety
/// As [`index`]; `nest` is NULL or points to an attribute that is readable as far as it says.
pub unsafe fn index_nested(
    table: *mut *mut nlattr,
    max_type: c_int,
    nest: *const nlattr,
    policy: *const nla_policy,
) -> Result<(), Error> {
    // SAFETY: by contract.
    let Some(nest) = (unsafe { super::get::given(nest) }) else {
        if !table.is_null() {
            // SAFETY: by contract.
            unsafe { clear(table, max_type) };
        }
        return Err(Error::INVAL);
    };
    // SAFETY: by contract.
    unsafe { index(table, max_type, nest.payload().cast(), super::get::len(nest), policy) }
}

/// Checks all attributes of a stream that are no higher than `max_type`.
///
/// # Errors
/// [`Error::RANGE`] or [`Error::INVAL`] for the first that is not what the policy asks for.
///
/// # Safety
/// As [`index`].
pub unsafe fn validate(
    head: *const nlattr,
    len: c_int,
    max_type: c_int,
    policy: *const nla_policy,
) -> Result<(), Error> {
    // SAFETY: by contract.
    let attrs = unsafe { walk(head, len) }?;
    // SAFETY: by contract.
    let policy = unsafe { Policy::new(policy) };
    for nla in attrs {
        let kind = nla.kind();
        if c_int::from(kind) <= max_type {
            // SAFETY: the policy has a rule for it, and the attribute is whole.
            unsafe { policy.as_ref().ok_or(Error::INVAL)?.check(kind, nla) }?;
        }
    }
    Ok(())
}

/// The first attribute of a type.
///
/// # Safety
/// `head` is NULL or points to `len` readable bytes.
pub unsafe fn find(head: *const nlattr, len: c_int, kind: c_int) -> Option<RawAttr> {
    // SAFETY: by contract.
    unsafe { walk(head, len) }.ok()?.find(|nla| c_int::from(nla.kind()) == kind)
}

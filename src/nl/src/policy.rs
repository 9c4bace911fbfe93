// SPDX-License-Identifier: LGPL-2.1-or-later
//! Policies in C memory: what attributes have to look like.

use nl_sys::error::Error;
use nl_sys::layout::nla_policy;
use os::raw::RawAttr;
use wire::attr;
use wire::policy::{Invalid, Rule};

/// A program's array of rules.
pub struct Policy(*const nla_policy);

impl Policy {
    /// Wraps `policy`, unless it is NULL.
    ///
    /// # Safety
    /// The rules that are asked for stay readable for as long as the value is used.
    #[inline]
    pub unsafe fn new(policy: *const nla_policy) -> Option<Self> {
        (!policy.is_null()).then_some(Self(policy))
    }

    /// Checks an attribute against the rule for its type.
    ///
    /// # Errors
    /// [`Error::RANGE`] for its length, [`Error::INVAL`] for a string without its NUL or for a rule that
    /// says nothing.
    ///
    /// # Safety
    /// There is a rule for `kind`; the attribute is readable as far as it says.
    #[inline]
    pub unsafe fn check(&self, kind: u16, nla: RawAttr) -> Result<(), Error> {
        // SAFETY: by contract.
        let nla_policy { type_, minlen, maxlen } =
            unsafe { self.0.wrapping_add(usize::from(kind)).read() };
        let rule = Rule { kind: type_, min: minlen, max: maxlen };
        // Whole, so no shorter than its header.
        let len = nla.nla_len().wrapping_sub(attr::HDRLEN_U16);
        // SAFETY: within the payload.
        rule.check(len, |last| unsafe { nla.load(last) }).map_err(|invalid| match invalid {
            Invalid::Length => Error::RANGE,
            Invalid::UnknownType | Invalid::Unterminated => Error::INVAL,
        })
    }
}

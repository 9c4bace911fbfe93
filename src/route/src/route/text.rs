// SPDX-License-Identifier: LGPL-2.1-or-later
//! Texts of routes, their next hops, and addresses in them.

use nl_sys::address::Address;
use nl_sys::ffi;
use nl_sys::strings;
use os::text::Append;

/// Appends an address; `none` if there is none.
pub fn push_address(text: &mut impl Append, address: &Address) {
    // SAFETY: NULL or a live address, and a buffer as long as said.
    strings::push_with(text, |buf, len| unsafe {
        ffi::nl_addr2str(address.as_ptr(), buf, len);
    });
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! From a Rust type to an `rtnl_ematch_ops` table.
//!
//! A kind is a Rust type that implements [`Kind`]. Its value is the data of a match of that kind, in the memory that
//! `rtnl_ematch_data()` returns. C may look at and change what is at its beginning, so it is made of cells, in the
//! order that the kernel's structure has.

use core::ffi::CStr;
use core::mem::needs_drop;
use core::slice;

use libc::{c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_dump_params, nl_msg};
use nl_sys::list::nl_list_head;
use nl_sys::message::Builder;
use nl_sys::print::Printer;

use super::registry::{Table, rtnl_ematch_ops};
use super::tree::rtnl_ematch;

/// A kind of match.
pub trait Kind: Default + 'static {
    /// `cmp`
    const NAME: &'static CStr;

    /// `TCF_EM_*`
    const KIND: u16;

    /// Bytes the kernel sends at least.
    const MIN: usize;

    /// Whether the data are what the kernel wants, as they are.
    const PLAIN: bool = false;

    /// The table of the kind, made by [`table`]: a static.
    fn table() -> &'static Table;

    /// Reads what the kernel sent.
    ///
    /// # Errors
    /// Those of the kind.
    fn parse(&self, data: &[u8]) -> Result<(), Error>;

    /// Appends what the kernel wants, unless the data are that.
    ///
    /// # Errors
    /// Those of the kind, and of appending.
    fn fill(&self, _message: Builder) -> Result<(), Error> {
        Err(Error::OPNOTSUPP)
    }

    /// Prints.
    fn dump(&self, to: &Printer<'_>);

    /// Makes `copy`, which is a default value, a copy that shares nothing with this one.
    ///
    /// # Errors
    /// `NOMEM`.
    fn copy_to(&self, copy: &Self) -> Result<(), Error>;
}

/// The table of a kind.
#[must_use]
pub const fn table<K: Kind>() -> Table {
    const { assert!(align_of::<K>() <= 16, "calloc aligns to 16 bytes") };
    let ops = rtnl_ematch_ops {
        eo_kind: K::KIND as c_int,
        eo_name: K::NAME.as_ptr(),
        eo_minlen: K::MIN,
        eo_datalen: size_of::<K>(),
        eo_parse: Some(parse::<K>),
        eo_dump: Some(dump::<K>),
        eo_fill: if K::PLAIN { None } else { Some(fill::<K>) },
        eo_free: if needs_drop::<K>() { Some(free::<K>) } else { None },
        eo_list: nl_list_head::unlinked(),
    };
    Table { ops, initialize: initialize::<K>, copy: copy::<K> }
}

/// The data of a match, if they are of the kind.
#[must_use]
pub fn data<K: Kind>(ematch: &rtnl_ematch) -> Option<&K> {
    let ops = ematch.ops()?;
    if !core::ptr::eq(ops, K::table().as_ptr()) {
        return None;
    }
    // SAFETY: of the kind, as just checked.
    unsafe { ematch.data().cast::<K>().as_ref() }
}

/// The data of C's match, if they are of the kind.
///
/// # Safety
/// `ematch` is live, or NULL.
#[must_use]
pub unsafe fn data_at<'a, K: Kind>(ematch: *const rtnl_ematch) -> Option<&'a K> {
    // SAFETY: by contract.
    data::<K>(unsafe { ematch.as_ref() }?)
}

unsafe fn initialize<K: Kind>(data: *mut c_void) {
    // SAFETY: the caller has memory of the size that the table says.
    unsafe { data.cast::<K>().write(K::default()) };
}

unsafe fn copy<K: Kind>(from: *const c_void, to: *const c_void) -> Result<(), Error> {
    // SAFETY: the data of a match of the kind.
    let from = unsafe { from.cast::<K>().as_ref() }.ok_or(Error::INVAL)?;
    // SAFETY: as above.
    let to = unsafe { to.cast::<K>().as_ref() }.ok_or(Error::INVAL)?;
    from.copy_to(to)
}

unsafe extern "C" fn parse<K: Kind>(
    ematch: *mut rtnl_ematch,
    payload: *mut c_void,
    len: usize,
) -> c_int {
    let bytes = if payload.is_null() || len < K::MIN {
        Err(Error::INVAL)
    } else {
        // SAFETY: the caller has so many bytes there.
        Ok(unsafe { slice::from_raw_parts(payload.cast::<u8>(), len) })
    };
    // SAFETY: a match.
    let data = unsafe { data_at::<K>(ematch) }.ok_or(Error::INVAL);
    bytes.and_then(|bytes| data?.parse(bytes)).into_c()
}

unsafe extern "C" fn dump<K: Kind>(ematch: *mut rtnl_ematch, params: *mut nl_dump_params) {
    // SAFETY: a match.
    let data = unsafe { data_at::<K>(ematch) };
    // SAFETY: live parameters, or NULL.
    if let (Some(data), Some(params)) = (data, unsafe { params.as_ref() }) {
        data.dump(&Printer::new(params));
    }
}

unsafe extern "C" fn fill<K: Kind>(ematch: *mut rtnl_ematch, msg: *mut nl_msg) -> c_int {
    // SAFETY: a match.
    let data = unsafe { data_at::<K>(ematch) }.ok_or(Error::INVAL);
    // SAFETY: live while the function runs.
    let message = unsafe { Builder::of(msg) };
    data.and_then(|data| data.fill(message)).into_c()
}

unsafe extern "C" fn free<K: Kind>(ematch: *mut rtnl_ematch) {
    // SAFETY: a match that is not used afterwards.
    if let Some(data) = unsafe { data_at::<K>(ematch) } {
        // SAFETY: initialised, and not used afterwards.
        unsafe { core::ptr::from_ref(data).cast_mut().drop_in_place() };
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The kinds of matches, those of this library and those that programs add.

use core::ffi::CStr;
use core::mem::offset_of;
use core::ptr;

use libc::{c_char, c_int, c_void};
use nl_sys::error::Error;
use nl_sys::layout::{nl_dump_params, nl_msg};
use nl_sys::list::nl_list_head;
use os::array::Array;
use os::lock::RwLock;

use super::kinds;
use super::tree::rtnl_ematch;

/// The functions of a kind. C code that adds kinds knows this layout.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_ematch_ops {
    /// `TCF_EM_*`
    pub eo_kind: c_int,
    /// `cmp`
    pub eo_name: *const c_char,
    /// Bytes the kernel sends at least.
    pub eo_minlen: usize,
    /// Bytes of a match's data.
    pub eo_datalen: usize,
    /// `(match, what the kernel sent, its length)`
    pub eo_parse: Option<unsafe extern "C" fn(*mut rtnl_ematch, *mut c_void, usize) -> c_int>,
    /// Prints.
    pub eo_dump: Option<unsafe extern "C" fn(*mut rtnl_ematch, *mut nl_dump_params)>,
    /// Appends what the kernel wants; without it, the data are what it wants.
    pub eo_fill: Option<unsafe extern "C" fn(*mut rtnl_ematch, *mut nl_msg) -> c_int>,
    /// Frees what the data refer to.
    pub eo_free: Option<unsafe extern "C" fn(*mut rtnl_ematch)>,
    /// Upstream's list of kinds goes through here; ours does not.
    pub eo_list: nl_list_head,
}

const _: () = {
    assert!(size_of::<rtnl_ematch_ops>() == 80);
    assert!(
        offset_of!(rtnl_ematch_ops, eo_name) == 8 && offset_of!(rtnl_ematch_ops, eo_minlen) == 16
    );
    assert!(offset_of!(rtnl_ematch_ops, eo_datalen) == 24);
    assert!(
        offset_of!(rtnl_ematch_ops, eo_parse) == 32 && offset_of!(rtnl_ematch_ops, eo_dump) == 40
    );
    assert!(
        offset_of!(rtnl_ematch_ops, eo_fill) == 48 && offset_of!(rtnl_ematch_ops, eo_free) == 56
    );
    assert!(offset_of!(rtnl_ematch_ops, eo_list) == 64);
};

/// A kind of this library's.
#[derive(Debug)]
pub struct Table {
    pub(super) ops: rtnl_ematch_ops,
    /// Makes a value of zeroed data.
    pub(super) initialize: unsafe fn(*mut c_void),
    /// `(from, to)`: copies what data are, into those of a new match.
    pub(super) copy: unsafe fn(*const c_void, *const c_void) -> Result<(), Error>,
}

// SAFETY: never written to, but for the list, which is not used.
unsafe impl Sync for Table {}

impl Table {
    /// The functions as C knows them.
    #[must_use]
    pub fn as_ptr(&'static self) -> *mut rtnl_ematch_ops {
        ptr::from_ref(&self.ops).cast_mut()
    }
}

/// The kinds of this library.
static KINDS: [&Table; 5] = [
    &kinds::container::TABLE,
    &kinds::cmp::TABLE,
    &kinds::nbyte::TABLE,
    &kinds::meta::TABLE,
    &kinds::text::TABLE,
];

/// The kinds that the program has added.
struct Added(Array<*mut rtnl_ematch_ops>);

// SAFETY: the program promises that tables stay as they are.
unsafe impl Send for Added {}
// SAFETY: as above.
unsafe impl Sync for Added {}

static ADDED: RwLock<Added> = RwLock::new(Added(Array::new()));

/// The table of a kind of this library's.
pub(super) fn ours(ops: *const rtnl_ematch_ops) -> Option<&'static Table> {
    KINDS.iter().copied().find(|table| ptr::eq(&raw const table.ops, ops))
}

/// Makes data of a kind, so far zeroes, what the kind wants.
pub(super) fn initialize(ops: *const rtnl_ematch_ops, data: *mut c_void) {
    if let Some(table) = ours(ops) {
        // SAFETY: fresh memory of the size the table says.
        unsafe { (table.initialize)(data) };
    }
}

/// The first table that `wanted` says yes to; NULL if there is none.
fn find(wanted: impl Fn(&rtnl_ematch_ops) -> bool) -> *mut rtnl_ematch_ops {
    if let Some(table) = KINDS.iter().find(|table| wanted(&table.ops)) {
        return table.as_ptr();
    }
    let added = ADDED.read();
    // SAFETY: tables that were added stay.
    let found = added.0.as_slice().iter().find(|ops| wanted(unsafe { &***ops }));
    found.copied().unwrap_or(ptr::null_mut())
}

/// The functions of a kind; NULL if it is unknown.
#[must_use]
pub fn lookup(kind: c_int) -> *mut rtnl_ematch_ops {
    find(|ops| ops.eo_kind == kind)
}

/// The functions of the kind of a name, in whatever case; NULL if it is unknown.
#[must_use]
pub fn lookup_by_name(name: &CStr) -> *mut rtnl_ematch_ops {
    find(|ops| {
        // SAFETY: a string, as just checked.
        !ops.eo_name.is_null() && unsafe { libc::strcasecmp(ops.eo_name, name.as_ptr()) } == 0
    })
}

/// Adds a kind.
///
/// # Errors
/// `INVAL` for NULL, `EXIST` if there is one of the number, `NOMEM`.
///
/// # Safety
/// `ops` stays as it is, or is NULL.
pub unsafe fn register(ops: *mut rtnl_ematch_ops) -> Result<(), Error> {
    // SAFETY: by contract.
    let table = unsafe { ops.as_ref() }.ok_or(Error::INVAL)?;
    if !lookup(table.eo_kind).is_null() {
        return Err(Error::EXIST);
    }
    ADDED.write().0.push(ops).map_err(|_| Error::NOMEM)
}

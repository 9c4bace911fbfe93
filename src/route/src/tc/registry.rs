// SPDX-License-Identifier: LGPL-2.1-or-later
//! The kinds of objects, those of this library and those that programs add, and what types print.

use core::ffi::CStr;
use core::mem::offset_of;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

use libc::{c_char, c_int, c_void};
use nl_sys::error::Error;
use nl_sys::layout::{nl_dump_params, nl_msg};
use nl_sys::list::nl_list_head;
use os::array::Array;
use os::lock::RwLock;

use super::object::{TYPES, rtnl_tc};
use super::{kinds, types};

/// `(object, its data, where to)`
pub type dump_fn = unsafe extern "C" fn(*mut rtnl_tc, *mut c_void, *mut nl_dump_params);
/// `(object, its data, message)`
pub type fill_fn = unsafe extern "C" fn(*mut rtnl_tc, *mut c_void, *mut nl_msg) -> c_int;

/// The functions of a kind. C code that adds kinds knows this layout.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_tc_ops {
    /// `htb`
    pub to_kind: *const c_char,
    /// `RTNL_TC_TYPE_*`
    pub to_type: u32,
    /// Bytes of the kind's data.
    pub to_size: usize,
    /// One per `nl_dump_type`.
    pub to_dump: [Option<dump_fn>; 3],
    /// Puts attributes into `TCA_OPTIONS`.
    pub to_msg_fill: Option<fill_fn>,
    /// Puts `TCA_OPTIONS` itself.
    pub to_msg_fill_raw: Option<fill_fn>,
    /// Reads the options of an object into its data.
    pub to_msg_parser: Option<unsafe extern "C" fn(*mut rtnl_tc, *mut c_void) -> c_int>,
    /// Frees what the data refer to.
    pub to_free_data: Option<unsafe extern "C" fn(*mut rtnl_tc, *mut c_void)>,
    /// `(dst, src)`: makes data, so far a copy byte by byte, own what they refer to.
    pub to_clone: Option<unsafe extern "C" fn(*mut c_void, *mut c_void) -> c_int>,
    /// Upstream's list of kinds goes through here; ours does not.
    pub to_list: nl_list_head,
}

const _: () = {
    assert!(size_of::<rtnl_tc_ops>() == 104);
    assert!(offset_of!(rtnl_tc_ops, to_type) == 8 && offset_of!(rtnl_tc_ops, to_size) == 16);
    assert!(offset_of!(rtnl_tc_ops, to_dump) == 24 && offset_of!(rtnl_tc_ops, to_msg_fill) == 48);
    assert!(offset_of!(rtnl_tc_ops, to_msg_fill_raw) == 56);
    assert!(offset_of!(rtnl_tc_ops, to_msg_parser) == 64);
    assert!(offset_of!(rtnl_tc_ops, to_free_data) == 72);
    assert!(offset_of!(rtnl_tc_ops, to_clone) == 80 && offset_of!(rtnl_tc_ops, to_list) == 88);
};

/// What all objects of a type print. C code that replaces it knows this layout.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_tc_type_ops {
    /// `RTNL_TC_TYPE_*`
    pub tt_type: u32,
    /// What lines begin with.
    pub tt_dump_prefix: *const c_char,
    /// One per `nl_dump_type`.
    pub tt_dump: [Option<unsafe extern "C" fn(*mut rtnl_tc, *mut nl_dump_params)>; 3],
}

// SAFETY: ours are never written to.
unsafe impl Sync for rtnl_tc_type_ops {}

const _: () = {
    assert!(size_of::<rtnl_tc_type_ops>() == 40);
    assert!(offset_of!(rtnl_tc_type_ops, tt_dump_prefix) == 8);
    assert!(offset_of!(rtnl_tc_type_ops, tt_dump) == 16);
};

/// A kind of this library's.
#[derive(Debug)]
pub struct Table {
    pub(super) ops: rtnl_tc_ops,
    /// Makes a value of zeroed data.
    pub(super) initialize: unsafe fn(*mut c_void),
}

// SAFETY: never written to, but for the list, which is not used.
unsafe impl Sync for Table {}

impl Table {
    /// The functions as C knows them.
    #[must_use]
    pub fn as_ptr(&'static self) -> *mut rtnl_tc_ops {
        ptr::from_ref(&self.ops).cast_mut()
    }
}

/// The kinds of this library.
static KINDS: [&Table; 12] = [
    &kinds::blackhole::TABLE,
    &kinds::fifo::BFIFO,
    &kinds::fifo::PFIFO,
    &kinds::fq_codel::TABLE,
    &kinds::gact::TABLE,
    &kinds::htb::QDISC,
    &kinds::htb::CLASS,
    &kinds::ingress::TABLE,
    &kinds::matchall::TABLE,
    &kinds::mirred::TABLE,
    &kinds::tbf::TABLE,
    &kinds::u32::TABLE,
];

/// The kinds that the program has added.
struct Added(Array<*mut rtnl_tc_ops>);

// SAFETY: the program promises that tables stay as they are while registered.
unsafe impl Send for Added {}
// SAFETY: as above.
unsafe impl Sync for Added {}

static ADDED: RwLock<Added> = RwLock::new(Added(Array::new()));

/// The table of a kind of this library's.
fn ours(ops: *const rtnl_tc_ops) -> Option<&'static Table> {
    KINDS.iter().copied().find(|table| ptr::eq(&raw const table.ops, ops))
}

/// Makes data of a kind, so far zeroes, what the kind wants.
pub(super) fn initialize(ops: &rtnl_tc_ops, data: *mut c_void) {
    if let Some(table) = ours(ops) {
        // SAFETY: fresh memory of the size the table says.
        unsafe { (table.initialize)(data) };
    }
}

/// Whether a table is for `kind`.
///
/// # Safety
/// `ops` is a table with a name.
unsafe fn is_for(ops: *const rtnl_tc_ops, r#type: u32, kind: &CStr) -> bool {
    // SAFETY: by contract.
    let ops = unsafe { &*ops };
    // SAFETY: by contract.
    ops.to_type == r#type && unsafe { CStr::from_ptr(ops.to_kind) } == kind
}

/// The functions of a kind; NULL if it is unknown.
#[must_use]
pub fn lookup(r#type: u32, kind: &CStr) -> *mut rtnl_tc_ops {
    // SAFETY: tables of ours have names.
    let known = KINDS.iter().find(|table| unsafe { is_for(&raw const table.ops, r#type, kind) });
    if let Some(table) = known {
        return table.as_ptr();
    }
    let added = ADDED.read();
    // SAFETY: tables without names are not registered.
    let added = added.0.as_slice().iter().find(|ops| unsafe { is_for(**ops, r#type, kind) });
    added.copied().unwrap_or(ptr::null_mut())
}

/// Adds a kind.
///
/// # Errors
/// `INVAL` without a name or of an unknown type, `EXIST` if there is one of the name, `NOMEM`.
///
/// # Safety
/// `ops` stays until it is removed, or is NULL.
pub unsafe fn register(ops: *mut rtnl_tc_ops) -> Result<(), Error> {
    // SAFETY: by contract.
    let table = unsafe { ops.as_ref() }.ok_or(Error::INVAL)?;
    if table.to_kind.is_null() || table.to_type as usize >= TYPES {
        return Err(Error::INVAL);
    }
    // SAFETY: a string by contract.
    let kind = unsafe { CStr::from_ptr(table.to_kind) };
    if !lookup(table.to_type, kind).is_null() {
        return Err(Error::EXIST);
    }
    ADDED.write().0.push(ops).map_err(|_| Error::NOMEM)
}

/// Removes a kind that was added.
pub fn unregister(ops: *mut rtnl_tc_ops) {
    ADDED.write().0.retain(|other| !ptr::eq(*other, ops));
}

/// What objects of each type print.
static PRINTED: [AtomicPtr<rtnl_tc_type_ops>; TYPES] = [
    AtomicPtr::new(ptr::from_ref(&types::QDISC).cast_mut()),
    AtomicPtr::new(ptr::from_ref(&types::CLASS).cast_mut()),
    AtomicPtr::new(ptr::from_ref(&types::CLS).cast_mut()),
    AtomicPtr::new(ptr::from_ref(&types::ACT).cast_mut()),
];

/// What objects of a type print, if anything.
#[must_use]
pub fn printed(r#type: u32) -> Option<&'static rtnl_tc_type_ops> {
    let printed = PRINTED.get(r#type as usize)?.load(Ordering::Acquire);
    // SAFETY: NULL, or a table that stays while it is registered.
    unsafe { printed.as_ref() }
}

/// Replaces what objects of a type print; nothing happens for an unknown type.
pub fn set_printed(r#type: u32, ops: *mut rtnl_tc_type_ops) {
    if let Some(printed) = PRINTED.get(r#type as usize) {
        printed.store(ops, Ordering::Release);
    }
}

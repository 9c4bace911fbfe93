// SPDX-License-Identifier: LGPL-2.1-or-later
//! From a safe Rust type to an `rtnl_tc_ops` table.
//!
//! A kind is a Rust type that implements [`Kind`]. Its value is the data of an object of that kind, in the
//! memory that `rtnl_tc_data()` returns, behind a cell that keeps callbacks from changing what is in use.

use core::cell::RefCell;
use core::ffi::CStr;

use libc::{c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_dump_params, nl_msg};
use nl_sys::list::nl_list_head;
use nl_sys::message::Builder;
use nl_sys::plain::{self, Plain};
use nl_sys::print::{Printer, Style};
use wire::attr::Attrs;

use super::object::{self, Based, Type, rtnl_tc};
use super::registry::{Table, rtnl_tc_ops};

/// A kind of queueing discipline, class, classifier or action.
pub trait Kind: Default + 'static {
    /// `htb`
    const NAME: &'static CStr;

    /// What it is a kind of.
    const TYPE: Type;

    /// Whether there is something to print in each style.
    const STYLES: [bool; 3] = [true, false, false];

    /// Whether objects have data of the kind's, and requests options.
    const HAS_DATA: bool = true;

    /// The table of the kind, made by [`table`]: a static.
    fn table() -> &'static Table;

    /// Reads the options of an object; `None` if the kernel sent none.
    ///
    /// # Errors
    /// Those of the kind.
    fn parse(&mut self, tc: &rtnl_tc, options: Option<&[u8]>) -> Result<(), Error>;

    /// Appends the options to a request.
    ///
    /// # Errors
    /// Those of the kind, and of appending.
    fn fill(&mut self, tc: &rtnl_tc, message: Builder) -> Result<(), Error>;

    /// Prints.
    fn dump(&self, _style: Style, _to: &Printer<'_>) {}

    /// A copy that shares nothing with the original. [`Default::default`] must not allocate.
    ///
    /// # Errors
    /// `NOMEM`.
    fn try_clone(&self) -> Result<Self, Error>;
}

/// The table of a kind.
#[must_use]
pub const fn table<K: Kind>() -> Table {
    const { assert!(align_of::<RefCell<K>>() <= 16, "malloc aligns to 16 bytes") };
    let has = K::HAS_DATA;
    let ops = rtnl_tc_ops {
        to_kind: K::NAME.as_ptr(),
        to_type: K::TYPE as u32,
        to_size: if has { size_of::<RefCell<K>>() } else { 0 },
        to_dump: [
            if has && K::STYLES[0] { Some(dump_line::<K>) } else { None },
            if has && K::STYLES[1] { Some(dump_details::<K>) } else { None },
            if has && K::STYLES[2] { Some(dump_stats::<K>) } else { None },
        ],
        to_msg_fill: if has { Some(fill::<K>) } else { None },
        to_msg_fill_raw: None,
        to_msg_parser: if has { Some(parse::<K>) } else { None },
        to_free_data: if has { Some(free::<K>) } else { None },
        to_clone: if has { Some(clone::<K>) } else { None },
        to_list: nl_list_head::unlinked(),
    };
    Table { ops, initialize: initialize::<K> }
}

/// # Safety
/// `data` are NULL, or those of an object of the kind.
unsafe fn cell<'a, K>(data: *mut c_void) -> Option<&'a RefCell<K>> {
    // SAFETY: by contract.
    unsafe { data.cast::<RefCell<K>>().as_ref() }
}

unsafe fn initialize<K: Kind>(data: *mut c_void) {
    // SAFETY: the caller has memory of the size that the table says.
    unsafe { data.cast::<RefCell<K>>().write(RefCell::default()) };
}

unsafe extern "C" fn parse<K: Kind>(tc: *mut rtnl_tc, data: *mut c_void) -> c_int {
    // SAFETY: an object.
    let tc = unsafe { object::get(tc) }.ok_or(Error::INVAL);
    // SAFETY: the data of one of the kind.
    let cell = unsafe { cell::<K>(data) }.ok_or(Error::NOMEM);
    let parsed =
        tc.and_then(|tc| cell?.try_borrow_mut().map_err(|_| Error::BUSY)?.parse(tc, tc.options()));
    parsed.into_c()
}

unsafe extern "C" fn fill<K: Kind>(tc: *mut rtnl_tc, data: *mut c_void, msg: *mut nl_msg) -> c_int {
    // SAFETY: an object.
    let tc = unsafe { object::get(tc) }.ok_or(Error::INVAL);
    // SAFETY: the data of one of the kind.
    let cell = unsafe { cell::<K>(data) }.ok_or(Error::NOMEM);
    // SAFETY: live while the function runs.
    let message = unsafe { Builder::of(msg) };
    let filled =
        tc.and_then(|tc| cell?.try_borrow_mut().map_err(|_| Error::BUSY)?.fill(tc, message));
    filled.into_c()
}

unsafe extern "C" fn free<K: Kind>(_: *mut rtnl_tc, data: *mut c_void) {
    if !data.is_null() {
        // SAFETY: initialised or cloned, and not used afterwards.
        unsafe { data.cast::<RefCell<K>>().drop_in_place() };
    }
}

unsafe extern "C" fn clone<K: Kind>(dst: *mut c_void, src: *mut c_void) -> c_int {
    // SAFETY: the data of an object of the kind.
    let source = unsafe { cell::<K>(src) }.ok_or(Error::INVAL);
    let copy = source.and_then(|source| source.try_borrow().map_err(|_| Error::BUSY)?.try_clone());
    let (value, outcome) = match copy {
        Ok(copy) => (copy, Ok(())),
        Err(error) => (K::default(), Err(error)),
    };
    // SAFETY: as large as the source's; what is there is a copy of bytes, not a value to be dropped.
    unsafe { dst.cast::<RefCell<K>>().write(RefCell::new(value)) };
    outcome.into_c()
}

/// # Safety
/// `data` are NULL or those of an object of the kind; `params` are live.
unsafe fn dump<K: Kind>(data: *mut c_void, params: *mut nl_dump_params, style: Style) {
    // SAFETY: by contract.
    let cell = unsafe { cell::<K>(data) };
    // SAFETY: by contract.
    let printer = Printer::new(unsafe { &*params });
    if let Some(value) = cell.and_then(|cell| cell.try_borrow().ok()) {
        value.dump(style, &printer);
    }
}

unsafe extern "C" fn dump_line<K: Kind>(
    _: *mut rtnl_tc,
    data: *mut c_void,
    params: *mut nl_dump_params,
) {
    // SAFETY: the data of an object of the kind, and live parameters.
    unsafe { dump::<K>(data, params, Style::Line) };
}

unsafe extern "C" fn dump_details<K: Kind>(
    _: *mut rtnl_tc,
    data: *mut c_void,
    params: *mut nl_dump_params,
) {
    // SAFETY: the data of an object of the kind, and live parameters.
    unsafe { dump::<K>(data, params, Style::Details) };
}

unsafe extern "C" fn dump_stats<K: Kind>(
    _: *mut rtnl_tc,
    data: *mut c_void,
    params: *mut nl_dump_params,
) {
    // SAFETY: the data of an object of the kind, and live parameters.
    unsafe { dump::<K>(data, params, Style::Stats) };
}

/// The data of an object, if they are of the kind.
///
/// # Errors
/// `INVAL` for NULL, `OPNOTSUPP` if the object is of another kind, `NOMEM` if it is of none.
///
/// # Safety
/// `object` is live, or NULL.
unsafe fn data<'a, K: Kind, T: Based>(object: *const T) -> Result<&'a RefCell<K>, Error> {
    // SAFETY: by contract.
    let tc = unsafe { object::get(object) }.ok_or(Error::INVAL)?;
    let ops = tc.ops().ok_or(Error::NOMEM)?;
    if !core::ptr::eq(ops, K::table().as_ptr()) {
        return Err(Error::OPNOTSUPP);
    }
    // SAFETY: of the kind, as just checked.
    unsafe { cell(tc.data()?) }.ok_or(Error::NOMEM)
}

/// What `read` finds in the data of an object of the kind.
///
/// # Errors
/// `INVAL` for NULL, `OPNOTSUPP` for another kind, `NOMEM`; `BUSY` if they are just being changed.
///
/// # Safety
/// `object` is live, or NULL.
pub unsafe fn read<K: Kind, T: Based, R>(
    object: *const T,
    read: impl FnOnce(&K) -> R,
) -> Result<R, Error> {
    // SAFETY: by contract.
    let cell = unsafe { data::<K, T>(object) }?;
    cell.try_borrow().map(|value| read(&value)).map_err(|_| Error::BUSY)
}

/// Changes the data of an object of the kind.
///
/// # Errors
/// As [`read`](fn@read), and what `change` returns; `BUSY` while they are printed.
///
/// # Safety
/// `object` is live, or NULL.
pub unsafe fn change<K: Kind, T: Based, R>(
    object: *mut T,
    change: impl FnOnce(&mut K) -> Result<R, Error>,
) -> Result<R, Error> {
    // SAFETY: by contract.
    let cell = unsafe { data::<K, T>(object) }?;
    change(&mut *cell.try_borrow_mut().map_err(|_| Error::BUSY)?)
}

/// Changes the data of an object of the kind in a way that cannot fail.
///
/// # Errors
/// As [`change`](fn@change).
///
/// # Safety
/// `object` is live, or NULL.
pub unsafe fn set<K: Kind, T: Based>(
    object: *mut T,
    set: impl FnOnce(&mut K),
) -> Result<(), Error> {
    let change_it = |value: &mut K| {
        set(value);
        Ok(())
    };
    // SAFETY: by contract.
    unsafe { change(object, change_it) }
}

/// Options that are attributes, by type; none if the kernel sent none.
#[must_use]
pub fn attributes<const N: usize>(options: Option<&[u8]>) -> nl_sys::message::Table<'_, N> {
    nl_sys::message::Table::new(Attrs::new(options.unwrap_or_default()))
}

/// The structure or number in an attribute; `None` if it is missing.
///
/// # Errors
/// `RANGE` if it is too short.
pub fn whole<T: Plain, const N: usize>(
    table: &nl_sys::message::Table<'_, N>,
    kind: u16,
) -> Result<Option<T>, Error> {
    let Some(bytes) = table.bytes(kind) else { return Ok(None) };
    plain::read(bytes).map(Some).ok_or(Error::RANGE)
}

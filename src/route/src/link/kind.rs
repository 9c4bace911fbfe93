// SPDX-License-Identifier: LGPL-2.1-or-later
//! Kinds of links: what `IFLA_INFO_KIND` names, and what is in `IFLA_INFO_DATA`.
//!
//! # Adding a kind
//! 1. `kinds/<kind>.rs`: a type with the attributes of the kind, which implements [`Kind`]. Options of the
//!    kernel that may be missing are `Option`s. [`Default`] is a link of which nothing is set.
//!
//!    ```text
//!    #[derive(Debug, Default)]
//!    pub struct Vrf { pub table: Option<u32> }
//!
//!    impl Kind for Vrf {
//!        const NAME: &'static CStr = c"vrf";
//!        const STYLES: [bool; 3] = [true, true, false];
//!
//!        fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
//!            self.table = Table::<2>::new(data).u32(IFLA_VRF_TABLE);
//!            Ok(())
//!        }
//!        fn put(&self, data: Builder) -> Result<(), Error> { … }   // inside of IFLA_INFO_DATA
//!        fn try_clone(&self) -> Result<Self, Error> { … }
//!        fn dump(&self, link: &rtnl_link, style: Style, to: &Printer<'_>) { … }
//!    }
//!    ```
//! 2. A row in `KINDS` of [`super::kinds`]: `ops::<Vrf>()`.
//! 3. Its C functions in `capi/link_kind/<kind>.rs`, made of these:
//!    - `rtnl_link_vrf_alloc()`: [`alloc`]`(Vrf::NAME)`;
//!    - `rtnl_link_is_vrf(link)`: [`is`]`(link, Vrf::NAME)`;
//!    - getters: `unsafe { kind::read(link, |vrf: &Vrf| vrf.table) }`, an error if the link is of another
//!      kind: `OPNOTSUPP`, or `INVAL` for NULL;
//!    - setters: `unsafe { kind::set(link, |vrf: &mut Vrf| vrf.table = Some(id)) }`, which returns what the C
//!      function does, or [`change`] if that can fail.
//!
//! A kind that has no attributes is a row `bare(c"dummy")`.
//!
//! # How it works
//! [`ops`] makes of the type the table of functions that upstream's kinds are, `struct rtnl_link_info_ops`.
//! Programs can register tables of their own; the link does not know which are which. What a kind of ours
//! keeps is [`Link::info`]; programs' kinds have to keep it elsewhere, as the link is opaque.

use core::any::Any;
use core::cell::Cell;
use core::ffi::CStr;
use core::ptr;

use libc::{c_int, nlattr};
use nl_sys::error::{Error, IntoC, check};
use nl_sys::layout::{nl_dump_params, nl_msg};
use nl_sys::list::nl_list_head;
use nl_sys::message::{self, Builder};
use nl_sys::print::{Printer, Style};
use nl_sys::typed::Handle;
use os::cstring::CText;
use wire::attr::{Attr, Attrs};

use super::kinds::named;
pub use super::kinds::{get, lookup, put, register, unregister};
use super::layout::rtnl_link_info_ops;
use super::object::{Link, Table, attr, rtnl_link};
use super::owned::Body;

/// A kind of link.
pub trait Kind: Default + Any {
    /// `vlan`
    const NAME: &'static CStr;

    /// Whether there is something to print in each style.
    const STYLES: [bool; 3] = [false; 3];

    /// Whether [`Kind::differs`] is there.
    const COMPARES: bool = false;

    /// What the kind keeps in a new link.
    ///
    /// # Errors
    /// `NOMEM`.
    fn new(_link: &rtnl_link) -> Result<Self, Error> {
        Ok(Self::default())
    }

    /// Reads what is in `IFLA_INFO_DATA`, into what is as [`Kind::new`] made it.
    ///
    /// # Errors
    /// Those of the kind: the message is refused.
    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error>;

    /// Reads what is in `IFLA_INFO_XSTATS`.
    ///
    /// # Errors
    /// Those of the kind: the message is refused.
    fn parse_xstats(&mut self, _xstats: Attrs<'_>) -> Result<(), Error> {
        Ok(())
    }

    /// Appends what is in `IFLA_INFO_DATA`.
    ///
    /// # Errors
    /// `NOMEM` if the message has no room.
    fn put(&self, data: Builder) -> Result<(), Error>;

    /// A copy that shares nothing with the original.
    ///
    /// # Errors
    /// `NOMEM`.
    fn try_clone(&self) -> Result<Self, Error>;

    /// A copy for link `copy`.
    ///
    /// # Errors
    /// `NOMEM`.
    fn try_clone_for(&self, _copy: &rtnl_link) -> Result<Self, Error> {
        self.try_clone()
    }

    /// Prints what the kind keeps in `link`.
    fn dump(&self, _link: &rtnl_link, _style: Style, _to: &Printer<'_>) {}

    /// Whether two differ; if `loose`, in what `other` has set only.
    fn differs(&self, _other: &Self, _loose: bool) -> bool {
        false
    }
}

/// `IFLA_INFO_DATA`
const IFLA_INFO_DATA: u16 = 2;

/// The table of a kind without attributes.
pub(super) const fn bare(name: &'static CStr) -> rtnl_link_info_ops {
    let mut ops = rtnl_link_info_ops::empty();
    ops.io_name = name.as_ptr().cast_mut();
    ops
}

/// The table of a kind.
#[must_use]
pub const fn ops<K: Kind>() -> rtnl_link_info_ops {
    rtnl_link_info_ops {
        io_name: K::NAME.as_ptr().cast_mut(),
        io_refcnt: Cell::new(0),
        io_alloc: Some(alloc_in::<K>),
        io_parse: Some(parse_in::<K>),
        io_dump: [
            if K::STYLES[0] { Some(dump_line::<K>) } else { None },
            if K::STYLES[1] { Some(dump_details::<K>) } else { None },
            if K::STYLES[2] { Some(dump_stats::<K>) } else { None },
        ],
        io_clone: Some(clone_in::<K>),
        io_put_attrs: Some(put_in::<K>),
        io_free: Some(free_in),
        io_compare: if K::COMPARES { Some(compare_in::<K>) } else { None },
        io_list: nl_list_head::unlinked(),
    }
}

/// A link from C.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn some<'a>(link: *const rtnl_link) -> Result<&'a rtnl_link, Error> {
    // SAFETY: by contract.
    unsafe { link.as_ref() }.ok_or(Error::INVAL)
}

fn put_body(link: &rtnl_link, body: Option<Body>) -> Result<(), Error> {
    // What was there is dropped when the link can be used again: it may be a peer that knows the link.
    link.change(0, |link| Ok(core::mem::replace(&mut link.info, body))).map(drop)
}

unsafe extern "C" fn alloc_in<K: Kind>(link: *mut rtnl_link) -> c_int {
    // SAFETY: who calls it passes a link.
    unsafe { some(link) }.and_then(|link| put_body(link, Some(Body::new(K::new(link)?)?))).into_c()
}

/// The attributes in an attribute; none for NULL.
///
/// # Safety
/// `attr` is a valid attribute or NULL.
unsafe fn attrs<'a>(attr: *const nlattr) -> Option<Attrs<'a>> {
    // SAFETY: by contract.
    unsafe { message::attr_payload(attr) }.map(Attrs::new)
}

unsafe extern "C" fn parse_in<K: Kind>(
    link: *mut rtnl_link,
    data: *mut nlattr,
    xstats: *mut nlattr,
) -> c_int {
    // SAFETY: who calls it passes an attribute or NULL.
    let data = unsafe { attrs(data) };
    // SAFETY: as above.
    let xstats = unsafe { attrs(xstats) };
    // SAFETY: who calls it passes a link.
    let parsed = unsafe { some(link) }.and_then(|link| {
        let mut kind = K::new(link)?;
        if let Some(data) = data {
            kind.parse(data)?;
        }
        if let Some(xstats) = xstats {
            kind.parse_xstats(xstats)?;
        }
        put_body(link, Some(Body::new(kind)?))
    });
    parsed.into_c()
}

/// # Safety
/// `link` is a link, and `params` are live.
unsafe fn dump_in<K: Kind>(link: *mut rtnl_link, params: *mut nl_dump_params, style: Style) {
    // SAFETY: by contract.
    let Some(params) = (unsafe { params.as_ref() }) else { return };
    // SAFETY: by contract.
    let Ok(link) = (unsafe { some(link) }) else { return };
    let printer = Printer::new(params);
    read_in(link, |kind: &K| kind.dump(link, style, &printer));
}

unsafe extern "C" fn dump_line<K: Kind>(link: *mut rtnl_link, params: *mut nl_dump_params) {
    // SAFETY: who calls it passes a link, and live parameters.
    unsafe { dump_in::<K>(link, params, Style::Line) };
}

unsafe extern "C" fn dump_details<K: Kind>(link: *mut rtnl_link, params: *mut nl_dump_params) {
    // SAFETY: who calls it passes a link, and live parameters.
    unsafe { dump_in::<K>(link, params, Style::Details) };
}

unsafe extern "C" fn dump_stats<K: Kind>(link: *mut rtnl_link, params: *mut nl_dump_params) {
    // SAFETY: who calls it passes a link, and live parameters.
    unsafe { dump_in::<K>(link, params, Style::Stats) };
}

unsafe extern "C" fn clone_in<K: Kind>(dst: *mut rtnl_link, src: *mut rtnl_link) -> c_int {
    // SAFETY: who calls it passes links.
    let dst = unsafe { some(dst) };
    // SAFETY: as above.
    let src = unsafe { some(src) };
    let cloned = dst.and_then(|dst| {
        let copy = read_in(src?, |kind: &K| kind.try_clone_for(dst)).transpose()?;
        put_body(dst, copy.map(Body::new).transpose()?)
    });
    cloned.into_c()
}

unsafe extern "C" fn put_in<K: Kind>(msg: *mut nl_msg, link: *mut rtnl_link) -> c_int {
    if msg.is_null() {
        return Err::<(), _>(Error::INVAL).into_c();
    }
    // SAFETY: who calls it passes a message.
    let msg = unsafe { Builder::of(msg) };
    // SAFETY: who calls it passes a link.
    let put = unsafe { some(link) }.and_then(|link| {
        read_in(link, |kind: &K| msg.nest(IFLA_INFO_DATA, |data| kind.put(data))).unwrap_or(Ok(()))
    });
    put.into_c()
}

unsafe extern "C" fn free_in(link: *mut rtnl_link) {
    // SAFETY: who calls it passes a link.
    let _ = unsafe { some(link) }.and_then(|link| put_body(link, None));
}

unsafe extern "C" fn compare_in<K: Kind>(
    a: *mut rtnl_link,
    b: *mut rtnl_link,
    flags: c_int,
) -> c_int {
    // SAFETY: who calls it passes links.
    let Ok(a) = (unsafe { some(a) }) else { return -1 };
    // SAFETY: as above.
    let Ok(b) = (unsafe { some(b) }) else { return -1 };
    let loose = flags & super::object::LOOSE != 0;
    let differs = read_in(a, |a: &K| read_in(b, |b: &K| a.differs(b, loose))).flatten();
    if differs == Some(false) { 0 } else { -1 }
}

fn read_in<K: Kind, R>(link: &rtnl_link, read: impl FnOnce(&K) -> R) -> Option<R> {
    link.read(|link| link.info.as_ref().and_then(Body::get).map(read)).flatten()
}

/// What `read` finds in what kind `K` keeps in a link.
///
/// # Errors
/// `OPNOTSUPP` for a link of another kind, `INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
pub unsafe fn read<K: Kind, R>(
    link: *const rtnl_link,
    read: impl FnOnce(&K) -> R,
) -> Result<R, Error> {
    // SAFETY: by contract.
    read_in(unsafe { some(link) }?, read).ok_or(Error::OPNOTSUPP)
}

/// Changes what kind `K` keeps in a link.
///
/// # Errors
/// `OPNOTSUPP` for a link of another kind, `INVAL` for NULL, `BUSY` while the link is printed, what `change`
/// returns.
///
/// # Safety
/// `link` is a link or NULL.
pub unsafe fn change<K: Kind, R>(
    link: *mut rtnl_link,
    change: impl FnOnce(&mut K) -> Result<R, Error>,
) -> Result<R, Error> {
    // SAFETY: by contract.
    unsafe { some(link) }?.change(0, |link| {
        change(link.info.as_mut().and_then(Body::get_mut).ok_or(Error::OPNOTSUPP)?)
    })
}

/// Changes what kind `K` keeps in a link, in a way that cannot fail; returns 0 or a negative code as
/// [`change`] does.
///
/// # Safety
/// `link` is a link or NULL.
pub unsafe fn set<K: Kind>(link: *mut rtnl_link, set: impl FnOnce(&mut K)) -> c_int {
    // SAFETY: by contract.
    let changed = unsafe {
        change(link, |kind| {
            set(kind);
            Ok(())
        })
    };
    changed.into_c()
}

/// A new link of a kind, for C; NULL without memory.
#[must_use]
pub fn alloc(kind: &CStr) -> *mut rtnl_link {
    make(kind).map_or(ptr::null_mut(), Handle::into_typed)
}

/// A new link of a kind.
///
/// # Errors
/// `NOMEM`.
pub fn make(kind: &CStr) -> Result<Handle<Link>, Error> {
    let link = super::object::alloc()?;
    assign(&link, Some(kind))?;
    Ok(link)
}

/// Whether a link is of a kind whose table is called `name`; 1 or 0, for C.
///
/// # Safety
/// `link` is a link or NULL.
pub unsafe fn is(link: *const rtnl_link, name: &CStr) -> c_int {
    // SAFETY: by contract.
    let table = unsafe { some(link) }.ok().and_then(|link| link.read(|link| link.kind_ops.0));
    // SAFETY: NULL, or a table of ours or registered.
    let table = table.and_then(|table| unsafe { table.as_ref() });
    c_int::from(table.is_some_and(|table| named(table, name)))
}

/// Makes a link one of kind `name`, or of none. What it was is forgotten.
///
/// # Errors
/// `NOMEM`, `BUSY` while the link is printed, what a program's kind returns.
pub fn assign(link: &rtnl_link, name: Option<&CStr>) -> Result<(), Error> {
    release(link);
    link.change(0, |link| {
        link.kind = CText::NONE;
        Ok(())
    })?;
    link.clear(attr::LINKINFO);
    let Some(name) = name else { return Ok(()) };
    let text = CText::new(name.to_bytes()).map_err(|_| Error::NOMEM)?;
    let table = lookup(name);
    // SAFETY: NULL, or a table of ours or registered.
    if let Some(io_alloc) = unsafe { table.as_ref() }.and_then(|table| table.io_alloc) {
        // SAFETY: a link.
        if let Err(error) = check(unsafe { io_alloc(link.as_ptr().cast()) }) {
            put(table);
            return Err(error);
        }
    }
    link.change(attr::LINKINFO, |link| {
        link.kind = text;
        link.kind_ops = Table(table);
        Ok(())
    })
}

/// Forgets what the kind keeps in a link, and its table.
pub fn release(link: &rtnl_link) {
    let table = table_of(link);
    // SAFETY: NULL, or a table of ours or registered.
    if let Some(io_free) = unsafe { table.as_ref() }.and_then(|table| table.io_free) {
        // SAFETY: a link.
        unsafe { io_free(link.as_ptr().cast()) };
    }
    let forgotten = link.change(0, |link| {
        link.kind_ops = Table::default();
        Ok(())
    });
    if forgotten.is_ok() {
        put(table);
    }
}

fn table_of(link: &rtnl_link) -> *mut rtnl_link_info_ops {
    link.read(|link| link.kind_ops.0).unwrap_or(ptr::null_mut())
}

/// Reads what a message says of the kind of a link.
///
/// # Errors
/// Those of the kind.
pub fn parse(
    link: &rtnl_link,
    data: Option<Attr<'_>>,
    xstats: Option<Attr<'_>>,
) -> Result<(), Error> {
    if data.is_none() && xstats.is_none() {
        return Ok(());
    }
    let table = table_of(link);
    // SAFETY: NULL, or a table of ours or registered.
    let Some(io_parse) = unsafe { table.as_ref() }.and_then(|table| table.io_parse) else {
        return Ok(());
    };
    let (data, xstats) = (attr_ptr(data), attr_ptr(xstats));
    // SAFETY: a link, and whole attributes.
    check(unsafe { io_parse(link.as_ptr().cast(), data, xstats) }).map(drop)
}

/// An attribute as C knows it; NULL for none.
#[must_use]
pub fn attr_ptr(attr: Option<Attr<'_>>) -> *mut nlattr {
    attr.map_or(ptr::null_mut(), |attr| {
        // The header is in front of the payload.
        attr.payload().as_ptr().wrapping_sub(wire::attr::HDRLEN).cast_mut().cast()
    })
}

/// Appends what the kind keeps in a link.
///
/// # Errors
/// Those of the kind.
pub fn fill(link: &rtnl_link, msg: Builder) -> Result<(), Error> {
    // SAFETY: NULL, or a table of ours or registered.
    let table = unsafe { table_of(link).as_ref() };
    let Some(io_put_attrs) = table.and_then(|table| table.io_put_attrs) else { return Ok(()) };
    // SAFETY: a message and a link.
    check(unsafe { io_put_attrs(msg.as_ptr(), link.as_ptr().cast()) }).map(drop)
}

/// Prints what the kind keeps in a link.
pub fn dump(link: &rtnl_link, style: Style, to: &Printer<'_>) {
    // SAFETY: NULL, or a table of ours or registered.
    let Some(table) = (unsafe { table_of(link).as_ref() }) else { return };
    if let Some(io_dump) = style.pick(table.io_dump) {
        // SAFETY: a link, and live parameters.
        unsafe { io_dump(link.as_ptr().cast(), to.as_ptr()) };
    }
}

/// Copies what the kind keeps in a link.
///
/// # Errors
/// `NOMEM`, and those of the kind.
pub fn clone(dst: &rtnl_link, src: &rtnl_link) -> Result<(), Error> {
    let table = table_of(src);
    // SAFETY: NULL, or a table of ours or registered.
    let Some(ops) = (unsafe { table.as_ref() }) else { return Ok(()) };
    get(table);
    dst.change(0, |dst| {
        dst.kind_ops = Table(table);
        Ok(())
    })?;
    let Some(io_clone) = ops.io_clone else { return Ok(()) };
    // SAFETY: two links.
    check(unsafe { io_clone(dst.as_ptr().cast(), src.as_ptr().cast()) }).map(drop)
}

/// Whether the kinds of two links see a difference.
#[must_use]
pub fn differ(a: &rtnl_link, b: &rtnl_link, flags: c_int) -> bool {
    let table = table_of(a);
    if table != table_of(b) {
        return true;
    }
    // SAFETY: NULL, or a table of ours or registered.
    let Some(io_compare) = unsafe { table.as_ref() }.and_then(|table| table.io_compare) else {
        return false;
    };
    // SAFETY: two links.
    (unsafe { io_compare(a.as_ptr().cast(), b.as_ptr().cast(), flags) }) != 0
}

/// Makes a link one of kind `K` that keeps `kind`, without asking [`Kind::new`].
///
/// # Errors
/// `NOMEM`, `BUSY` while the link is printed.
pub fn adopt<K: Kind>(link: &rtnl_link, kind: K) -> Result<(), Error> {
    let body = Body::new(kind)?;
    let text = CText::new(K::NAME.to_bytes()).map_err(|_| Error::NOMEM)?;
    release(link);
    let table = lookup(K::NAME);
    link.change(attr::LINKINFO, |link| {
        link.kind = text;
        link.kind_ops = Table(table);
        link.info = Some(body);
        Ok(())
    })
}

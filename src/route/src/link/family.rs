// SPDX-License-Identifier: LGPL-2.1-or-later
//! What address families keep in links: `IFLA_AF_SPEC` and `IFLA_PROTINFO`.
//!
//! As with kinds ([`super::kind`]), a family is a type that implements [`Family`], and a row in
//! the table of [`super::families`]; [`ops`] makes of it the table of functions that upstream's families are, and programs can
//! register tables of their own. What a family keeps in a link is a pointer that only its table's functions
//! know how to use ([`Slots`]).

use core::any::Any;
use core::cell::Cell;
use core::ptr;

use libc::{c_int, c_uint, c_void, nlattr};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_dump_params, nl_msg, nla_policy};
use nl_sys::message::Builder;
use nl_sys::print::{Printer, Style};
use os::array::Array;
use os::heap::Optional;
use wire::attr::Attr;

use super::families::{built_in, get, lookup, put};
use super::layout::{DumpFamily, rtnl_link_af_ops};
use super::object::{Link, Table, attr, rtnl_link};
use super::stats::Stats;

/// `AF_MAX` as of upstream's headers.
pub const FAMILIES: c_uint = 46;

/// Reads an attribute; counters go to the link's.
pub type Parse<F> = fn(&mut F, &mut Optional<Stats>, Attr<'_>) -> Result<(), Error>;

/// Appends attributes.
pub type Fill<F> = fn(&F, Builder) -> Result<(), Error>;

/// Compares: `(a, b, asked, loose)`.
pub type Differ<F> = fn(&F, &F, u32, bool) -> u32;

/// An address family. What is `None` it does not do.
pub trait Family: Default + Any {
    /// `AF_INET` and the like.
    const FAMILY: c_uint;

    /// Whether there is something to print in each style.
    const STYLES: [bool; 3];

    /// What `IFLA_PROTINFO` has to look like.
    const PROTINFO_POLICY: Option<&'static nla_policy> = None;

    /// Reads `IFLA_PROTINFO`.
    const PROTINFO: Option<Parse<Self>> = None;

    /// Reads the attribute of the family in `IFLA_AF_SPEC`.
    const SPEC: Option<Parse<Self>> = None;

    /// Reads `IFLA_AF_SPEC` in a message of the family.
    const SPEC_FULL: Option<Parse<Self>> = None;

    /// Appends what is in `IFLA_PROTINFO`.
    const FILL_PROTINFO: Option<Fill<Self>> = None;

    /// Flags of the type of that attribute.
    const PROTINFO_FLAGS: c_int = 0;

    /// Appends what is in the attribute of the family in `IFLA_AF_SPEC`.
    const FILL_SPEC: Option<Fill<Self>> = None;

    /// Whether that stands in `IFLA_AF_SPEC` itself.
    const NO_NEST: bool = false;

    /// What a request for all links asks for (`RTEXT_FILTER_*`).
    const REQUEST: u32 = 0;

    /// The attributes of those asked for in which two differ: `(a, b, asked, loose)`.
    const DIFFERENCES: Option<Differ<Self>> = None;

    /// Whether a change has to be requested with `RTM_SETLINK`.
    const SETS: Option<fn(&Self) -> bool> = None;

    /// A copy.
    ///
    /// # Errors
    /// `NOMEM`.
    fn try_clone(&self) -> Result<Self, Error>;

    /// Prints what the family keeps in `link`.
    fn dump(&self, link: &Link, style: Style, to: &Printer<'_>);
}

/// The table of a family.
#[must_use]
pub const fn ops<F: Family>() -> rtnl_link_af_ops {
    let mut ops = rtnl_link_af_ops::empty(F::FAMILY);
    ops.ao_alloc = Some(alloc_in::<F>);
    ops.ao_clone = Some(clone_in::<F>);
    ops.ao_free = Some(free_in::<F>);
    if let Some(policy) = F::PROTINFO_POLICY {
        ops.ao_protinfo_policy = policy;
    }
    if F::PROTINFO.is_some() {
        ops.ao_parse_protinfo = Some(parse_protinfo::<F>);
    }
    if F::SPEC.is_some() {
        ops.ao_parse_af = Some(parse_spec::<F>);
    }
    if F::SPEC_FULL.is_some() {
        ops.ao_parse_af_full = Some(parse_spec_full::<F>);
    }
    if F::FILL_PROTINFO.is_some() {
        ops.ao_fill_pi = Some(fill_protinfo::<F>);
        ops.ao_fill_pi_flags = F::PROTINFO_FLAGS;
    }
    if F::FILL_SPEC.is_some() {
        ops.ao_fill_af = Some(fill_spec::<F>);
        ops.ao_fill_af_no_nest = F::NO_NEST as c_int;
    }
    if F::REQUEST != 0 {
        ops.ao_get_af = Some(get_in::<F>);
    }
    if F::DIFFERENCES.is_some() {
        ops.ao_compare = Some(compare_in::<F>);
    }
    if F::SETS.is_some() {
        ops.ao_override_rtm = Some(sets_in::<F>);
    }
    ops.ao_dump = [
        if F::STYLES[0] { Some(dump_line::<F>) } else { None },
        if F::STYLES[1] { Some(dump_details::<F>) } else { None },
        if F::STYLES[2] { Some(dump_stats::<F>) } else { None },
    ];
    ops
}

/// What families keep in a link.
#[derive(Debug, Default)]
pub struct Slots(Array<Slot>);

#[derive(Debug)]
struct Slot {
    /// A reference to it, if references to it are counted, is the link's.
    ops: *mut rtnl_link_af_ops,
    /// NULL if it has been freed.
    data: Cell<*mut c_void>,
}

impl Slots {
    fn find(&self, family: c_uint) -> Option<&Slot> {
        self.0.as_slice().iter().find(|slot| family_of(slot.ops) == Some(family))
    }

    /// What a family of ours keeps.
    #[must_use]
    pub fn get<F: Family>(&self) -> Option<&F> {
        // SAFETY: NULL, or made by `alloc_in::<F>` or `clone_in::<F>`: nobody else can have that family.
        unsafe { self.find(F::FAMILY)?.data.get().cast::<F>().as_ref() }
    }
}

fn family_of(ops: *const rtnl_link_af_ops) -> Option<c_uint> {
    // SAFETY: NULL, or a table of ours or registered.
    unsafe { ops.as_ref() }.map(|ops| ops.ao_family)
}

unsafe extern "C" fn alloc_in<F: Family>(_: *mut rtnl_link) -> *mut c_void {
    os::heap::new(F::default()).map_or(ptr::null_mut(), <*mut F>::cast)
}

unsafe extern "C" fn clone_in<F: Family>(_: *mut rtnl_link, data: *mut c_void) -> *mut c_void {
    // SAFETY: who calls it passes what `alloc_in` made.
    let copy = unsafe { data.cast::<F>().as_ref() }.and_then(|data| data.try_clone().ok());
    copy.and_then(|copy| os::heap::new(copy).ok()).map_or(ptr::null_mut(), <*mut F>::cast)
}

unsafe extern "C" fn free_in<F: Family>(_: *mut rtnl_link, data: *mut c_void) {
    if !data.is_null() {
        // SAFETY: who calls it passes what `alloc_in` made, and does not use it afterwards.
        drop(unsafe { os::heap::take(data.cast::<F>()) });
    }
}

/// Reads an attribute of C's by one of the functions of the family.
///
/// # Safety
/// `link` is a link, `attr` an attribute, and `data` what the family keeps in the link; any may be NULL.
unsafe fn parse_with<F: Family>(
    parse: Option<Parse<F>>,
    link: *mut rtnl_link,
    attr: *mut nlattr,
    data: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    let attr = unsafe { super::parse::attr_at(attr) };
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() };
    let (Some(parse), Some(attr), Some(link)) = (parse, attr, link) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let parsed = link.change(0, |link| {
        // SAFETY: by contract; nobody else uses it while the link is changed.
        let data = unsafe { data.cast::<F>().as_mut() }.ok_or(Error::INVAL)?;
        parse(data, &mut link.stats, attr)
    });
    parsed.into_c()
}

unsafe extern "C" fn parse_protinfo<F: Family>(
    link: *mut rtnl_link,
    attr: *mut nlattr,
    data: *mut c_void,
) -> c_int {
    // SAFETY: who calls it says so.
    unsafe { parse_with(F::PROTINFO, link, attr, data) }
}

unsafe extern "C" fn parse_spec<F: Family>(
    link: *mut rtnl_link,
    attr: *mut nlattr,
    data: *mut c_void,
) -> c_int {
    // SAFETY: who calls it says so.
    unsafe { parse_with(F::SPEC, link, attr, data) }
}

unsafe extern "C" fn parse_spec_full<F: Family>(
    link: *mut rtnl_link,
    attr: *mut nlattr,
    data: *mut c_void,
) -> c_int {
    // SAFETY: who calls it says so.
    unsafe { parse_with(F::SPEC_FULL, link, attr, data) }
}

/// Appends attributes by one of the functions of the family.
///
/// # Safety
/// `msg` is a message, and `data` what the family keeps in a link; any may be NULL.
unsafe fn fill_with<F: Family>(
    fill: Option<Fill<F>>,
    msg: *mut nl_msg,
    data: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    let data = unsafe { data.cast::<F>().as_ref() };
    let (Some(fill), Some(data), false) = (fill, data, msg.is_null()) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    fill(data, unsafe { Builder::of(msg) }).into_c()
}

unsafe extern "C" fn fill_protinfo<F: Family>(
    _: *mut rtnl_link,
    msg: *mut nl_msg,
    data: *mut c_void,
) -> c_int {
    // SAFETY: who calls it says so.
    unsafe { fill_with(F::FILL_PROTINFO, msg, data) }
}

unsafe extern "C" fn fill_spec<F: Family>(
    _: *mut rtnl_link,
    msg: *mut nl_msg,
    data: *mut c_void,
) -> c_int {
    // SAFETY: who calls it says so.
    unsafe { fill_with(F::FILL_SPEC, msg, data) }
}

unsafe extern "C" fn get_in<F: Family>(_: *mut nl_msg, mask: *mut u32) -> c_int {
    // SAFETY: who calls it passes a number.
    unsafe { *mask |= F::REQUEST };
    0
}

unsafe extern "C" fn compare_in<F: Family>(
    a: *mut rtnl_link,
    b: *mut rtnl_link,
    _: c_int,
    attrs: u32,
    flags: c_int,
) -> c_int {
    // SAFETY: who calls it passes links.
    let Some(a) = (unsafe { a.as_ref() }) else { return -1 };
    // SAFETY: as above.
    let Some(b) = (unsafe { b.as_ref() }) else { return -1 };
    let loose = flags & super::object::LOOSE != 0;
    let compared = a.read(|a| {
        b.read(|b| {
            let (a, b) = (a.families.get::<F>()?, b.families.get::<F>()?);
            F::DIFFERENCES.map(|differences| differences(a, b, attrs, loose))
        })
    });
    compared.flatten().flatten().map_or(-1, u32::cast_signed)
}

unsafe extern "C" fn sets_in<F: Family>(link: *mut rtnl_link) -> c_int {
    // SAFETY: who calls it passes a link.
    let link = unsafe { link.as_ref() };
    let sets = link.and_then(|link| link.read(|link| Some(F::SETS?(link.families.get::<F>()?))));
    c_int::from(sets.flatten().unwrap_or(false))
}

/// # Safety
/// `link` is a link, `params` are live, and `data` is what the family keeps in the link.
unsafe fn dump_in<F: Family>(
    link: *mut rtnl_link,
    params: *mut nl_dump_params,
    data: *mut c_void,
    style: Style,
) {
    // SAFETY: by contract.
    let Some(params) = (unsafe { params.as_ref() }) else { return };
    // SAFETY: by contract.
    let Some(link) = (unsafe { link.as_ref() }) else { return };
    link.read(|link| {
        // SAFETY: by contract; nobody changes it while the link is read.
        if let Some(data) = unsafe { data.cast::<F>().as_ref() } {
            data.dump(link, style, &Printer::new(params));
        }
    });
}

unsafe extern "C" fn dump_line<F: Family>(
    link: *mut rtnl_link,
    params: *mut nl_dump_params,
    data: *mut c_void,
) {
    // SAFETY: who calls it says so.
    unsafe { dump_in::<F>(link, params, data, Style::Line) };
}

unsafe extern "C" fn dump_details<F: Family>(
    link: *mut rtnl_link,
    params: *mut nl_dump_params,
    data: *mut c_void,
) {
    // SAFETY: who calls it says so.
    unsafe { dump_in::<F>(link, params, data, Style::Details) };
}

unsafe extern "C" fn dump_stats<F: Family>(
    link: *mut rtnl_link,
    params: *mut nl_dump_params,
    data: *mut c_void,
) {
    // SAFETY: who calls it says so.
    unsafe { dump_in::<F>(link, params, data, Style::Stats) };
}

/// What `read` finds in what family `F` keeps in a link.
///
/// # Errors
/// `NOATTR` if it keeps nothing there, `INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
pub unsafe fn read<F: Family, R>(
    link: *const rtnl_link,
    read: impl FnOnce(&F) -> R,
) -> Result<R, Error> {
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() }.ok_or(Error::INVAL)?;
    link.read(|link| link.families.get::<F>().map(read)).flatten().ok_or(Error::NOATTR)
}

/// Changes what family `F` keeps in a link; if it keeps nothing there, it does from now on.
///
/// # Errors
/// `INVAL` for NULL, `NOMEM`, `BUSY` while the link is printed, what `change` returns.
///
/// # Safety
/// `link` is a link or NULL.
pub unsafe fn change<F: Family, R>(
    link: *mut rtnl_link,
    change: impl FnOnce(&mut F) -> Result<R, Error>,
) -> Result<R, Error> {
    // SAFETY: by contract.
    let link = unsafe { link.as_ref() }.ok_or(Error::INVAL)?;
    // SAFETY: a table of ours.
    let data = unsafe { keep(link, lookup(F::FAMILY)) }?;
    link.change(0, |_| {
        // SAFETY: as in `Slots::get`; nobody else uses it while the link is changed.
        change(unsafe { data.cast::<F>().as_mut() }.ok_or(Error::NOMEM)?)
    })
}

/// What a family keeps in a link, made if there is nothing.
///
/// # Errors
/// `NOMEM`, `BUSY` while the link is printed, `INVAL` for a table that may not keep anything: NULL, one
/// without the function, or one of a family that is somebody else's.
///
/// # Safety
/// `ops` is a table of ours, registered, or NULL.
pub unsafe fn keep(link: &rtnl_link, ops: *mut rtnl_link_af_ops) -> Result<*mut c_void, Error> {
    let family = family_of(ops).ok_or(Error::INVAL)?;
    if family == 0 || family >= FAMILIES || built_in(family).is_some_and(|ours| ours != ops) {
        return Err(Error::INVAL);
    }
    let kept = data(link, family);
    if !kept.is_null() {
        return Ok(kept);
    }
    // SAFETY: by contract.
    let ao_alloc = unsafe { &*ops }.ao_alloc.ok_or(Error::INVAL)?;
    // SAFETY: a link.
    let made = unsafe { ao_alloc(link.as_ptr().cast()) };
    if made.is_null() {
        return Err(Error::NOMEM);
    }
    let stored = store(link, ops, made);
    if stored.is_err() {
        free(link, ops, made);
    }
    stored.map(|()| made)
}

fn store(link: &rtnl_link, ops: *mut rtnl_link_af_ops, data: *mut c_void) -> Result<(), Error> {
    link.change(0, |link| {
        if let Some(slot) = link.families.0.as_slice().iter().find(|slot| slot.ops == ops) {
            slot.data.set(data);
            return Ok(());
        }
        let slot = Slot { ops, data: Cell::new(data) };
        link.families.0.push(slot).map_err(|_| Error::NOMEM)?;
        get(ops);
        Ok(())
    })
}

fn free(link: &rtnl_link, ops: *mut rtnl_link_af_ops, data: *mut c_void) {
    // SAFETY: a table of ours, or live as long as there are references to it.
    if let Some(ao_free) = unsafe { ops.as_ref() }.and_then(|ops| ops.ao_free) {
        // SAFETY: a link, and what the family keeps in it.
        unsafe { ao_free(link.as_ptr().cast(), data) };
    }
}

/// What a family keeps in a link; NULL if nothing.
#[must_use]
pub fn data(link: &rtnl_link, family: c_uint) -> *mut c_void {
    slot(link, family).map_or(ptr::null_mut(), |(_, data)| data)
}

fn slot(link: &rtnl_link, family: c_uint) -> Option<(*mut rtnl_link_af_ops, *mut c_void)> {
    let found =
        link.read(|link| link.families.find(family).map(|slot| (slot.ops, slot.data.get())));
    found.flatten().filter(|(_, data)| !data.is_null())
}

/// The families that keep something in a link, in the order of their numbers.
pub(super) fn slots(
    link: &rtnl_link,
) -> impl Iterator<Item = (&'static rtnl_link_af_ops, *mut c_void)> + use<'_> {
    (1..FAMILIES).filter_map(|family| {
        let (ops, data) = slot(link, family)?;
        // SAFETY: a table of ours, or live as long as there are references to it.
        Some((unsafe { ops.as_ref() }?, data))
    })
}

/// Forgets what a family keeps in a link.
fn forget(link: &rtnl_link, family: c_uint) {
    if let Some((ops, data)) = detach(link, family) {
        free(link, ops, data);
    }
}

/// Takes what a family keeps in a link out of it.
fn detach(link: &rtnl_link, family: c_uint) -> Option<(*mut rtnl_link_af_ops, *mut c_void)> {
    let kept = slot(link, family)?;
    link.read(|link| {
        if let Some(slot) = link.families.find(family) {
            slot.data.set(ptr::null_mut());
        }
    });
    Some(kept)
}

/// Forgets what families keep in a link, and their tables.
pub fn release_all(link: &rtnl_link) {
    put(link.read(|link| link.family_ops.0).unwrap_or(ptr::null_mut()));
    (1..FAMILIES).for_each(|family| forget(link, family));
    link.read(|link| link.families.0.as_slice().iter().for_each(|slot| put(slot.ops)));
}

/// Copies what families keep in a link.
///
/// # Errors
/// `NOMEM`.
pub fn clone_all(dst: &rtnl_link, src: &rtnl_link) -> Result<(), Error> {
    for (ops, data) in slots(src) {
        let Some(ao_clone) = ops.ao_clone else { continue };
        // SAFETY: a link, and what the family keeps in another one.
        let copy = unsafe { ao_clone(dst.as_ptr().cast(), data) };
        if copy.is_null() {
            return Err(Error::NOMEM);
        }
        let ops = ptr::from_ref(ops).cast_mut();
        store(dst, ops, copy).inspect_err(|_| free(dst, ops, copy))?;
    }
    let table = src.read(|src| src.family_ops).unwrap_or_default();
    get(table.0);
    dst.change(0, |dst| {
        dst.family_ops = table;
        Ok(())
    })
}

/// Whether the family of two links sees a difference.
#[must_use]
pub fn differ(a: &rtnl_link, b: &rtnl_link, family: c_uint) -> bool {
    compare(a, b, family) != 0
}

/// 0 if the family of two links sees no difference.
#[must_use]
pub fn compare(a: &rtnl_link, b: &rtnl_link, family: c_uint) -> c_int {
    let (in_a, in_b) = (slot(a, family), slot(b, family));
    let (Some((ops, _)), Some(_)) = (in_a, in_b) else {
        return if in_a.is_none() && in_b.is_none() { 0 } else { -1 };
    };
    // SAFETY: a table of ours, or live as long as there are references to it.
    let Some(ao_compare) = unsafe { ops.as_ref() }.and_then(|ops| ops.ao_compare) else {
        return -1;
    };
    // SAFETY: two links.
    unsafe { ao_compare(a.as_ptr().cast(), b.as_ptr().cast(), family.cast_signed(), u32::MAX, 0) }
}

/// Sets the family of a link. What the one before kept there is forgotten. Without memory the link stays as it was.
///
/// # Errors
/// `NOMEM`, `BUSY` while the link is printed.
pub fn assign(link: &rtnl_link, family: u32) -> Result<(), Error> {
    let before = link.change(0, |link| Ok(link.family_ops.0))?;
    let mut ops = lookup(family);
    // Put aside first: it may be of the same family.
    let old = family_of(before).and_then(|family| detach(link, family));
    if !ops.is_null() {
        // SAFETY: a table of ours, or registered.
        match unsafe { keep(link, ops) } {
            Ok(_) => {}
            Err(Error::NOMEM) => {
                put(ops);
                if let Some((table, data)) = old {
                    // Its place is still there.
                    let _ = store(link, table, data);
                }
                return Err(Error::NOMEM);
            }
            // One that keeps nothing.
            Err(_) => {
                put(ops);
                ops = ptr::null_mut();
            }
        }
    }
    link.change(attr::FAMILY, |link| {
        link.family = family;
        link.family_ops = Table(ops);
        Ok(())
    })?;
    if let Some((table, data)) = old {
        free(link, table, data);
    }
    put(before);
    Ok(())
}

/// Notes the table of a family, if there is one, as that of the link's; returns whether there is.
///
/// # Errors
/// `NOMEM`, `BUSY` while the link is printed.
pub fn note(link: &rtnl_link, family: u32) -> Result<(), Error> {
    let ops = lookup(family);
    if ops.is_null() {
        return Ok(());
    }
    // SAFETY: a table of ours, or registered.
    let noted = unsafe { keep(link, ops) }.and_then(|_| {
        link.change(0, |link| {
            link.family_ops = Table(ops);
            Ok(())
        })
    });
    noted.inspect_err(|_| put(ops))
}

/// The table of a link's family.
pub(super) fn table_of(link: &rtnl_link) -> Option<&'static rtnl_link_af_ops> {
    // SAFETY: NULL, a table of ours, or live as long as there are references to it.
    link.read(|link| unsafe { link.family_ops.0.as_ref() }).flatten()
}

/// Whether a link is of a family of ours.
#[must_use]
pub fn is<F: Family>(link: &rtnl_link) -> bool {
    let of_family = link.read(|link| link.family) == Some(F::FAMILY);
    of_family && table_of(link).is_some_and(|ops| ops.ao_family == F::FAMILY)
}

/// Prints what families keep in a link.
pub fn dump(link: &rtnl_link, style: Style, to: &Printer<'_>) {
    for (ops, data) in slots(link) {
        let [line, details, stats] = ops.ao_dump;
        let ao_dump: Option<DumpFamily> = match style {
            Style::Line => line,
            Style::Details => details,
            Style::Stats => stats,
        };
        if let Some(ao_dump) = ao_dump {
            // SAFETY: a link, live parameters, and what the family keeps in the link.
            unsafe { ao_dump(link.as_ptr().cast(), to.as_ptr(), data) };
        }
    }
}

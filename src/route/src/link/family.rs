// SPDX-License-Identifier: LGPL-2.1-or-later
//! What address families keep in links: `IFLA_AF_SPEC` and `IFLA_PROTINFO`.
//!
//! As with kinds ([`super::kind`]), a family is a type that implements [`Family`], and a row in
//! the table of [`super::families`]; [`ops`] makes of it the table of functions that upstream's families are, and programs can
//! register tables of their own. What a family keeps in a link is in [`super::kept`].

use core::any::Any;
use core::ptr;

use libc::{c_int, c_uint, c_void, nlattr};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_dump_params, nl_msg, nla_policy};
use nl_sys::message::Builder;
use nl_sys::print::{Printer, Style};
use os::heap::Optional;
use wire::attr::Attr;

use super::layout::rtnl_link_af_ops;
use super::object::{Link, rtnl_link};
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

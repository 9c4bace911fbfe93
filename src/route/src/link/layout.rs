// SPDX-License-Identifier: LGPL-2.1-or-later
//! Tables of functions through which kinds of links and address families are plugged in. Programs can
//! register tables of their own, so that these have upstream's layout.

use core::cell::Cell;
use core::mem::offset_of;
use core::ptr;

use libc::{c_char, c_int, c_uint, c_void, nlattr};
use nl_sys::layout::{nl_dump_params, nl_msg, nla_policy};
use nl_sys::list::nl_list_head;

use super::object::rtnl_link;

/// Prints a link.
pub type Dump = unsafe extern "C" fn(*mut rtnl_link, *mut nl_dump_params);

/// A kind of link: what `IFLA_INFO_KIND` names. Any function may be missing.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_link_info_ops {
    /// `vlan`
    pub io_name: *mut c_char,
    /// References to the table; those of kinds that are built in are not counted.
    pub io_refcnt: Cell<c_int>,
    /// Gives a link what the kind keeps in it.
    pub io_alloc: Option<unsafe extern "C" fn(*mut rtnl_link) -> c_int>,
    /// `(link, IFLA_INFO_DATA, IFLA_INFO_XSTATS)`: reads attributes, of which one may be NULL.
    pub io_parse: Option<unsafe extern "C" fn(*mut rtnl_link, *mut nlattr, *mut nlattr) -> c_int>,
    /// One per `nl_dump_type`.
    pub io_dump: [Option<Dump>; 3],
    /// `(dst, src)`: copies what the kind keeps in a link.
    pub io_clone: Option<unsafe extern "C" fn(*mut rtnl_link, *mut rtnl_link) -> c_int>,
    /// Appends `IFLA_INFO_DATA`.
    pub io_put_attrs: Option<unsafe extern "C" fn(*mut nl_msg, *mut rtnl_link) -> c_int>,
    /// Frees what the kind keeps in a link.
    pub io_free: Option<unsafe extern "C" fn(*mut rtnl_link)>,
    /// `(a, b, flags)`: 0 if the kind sees no difference.
    pub io_compare: Option<unsafe extern "C" fn(*mut rtnl_link, *mut rtnl_link, c_int) -> c_int>,
    /// Its place in the list of those that programs have registered.
    pub io_list: nl_list_head,
}

const _: () = {
    assert!(size_of::<rtnl_link_info_ops>() == 104);
    assert!(offset_of!(rtnl_link_info_ops, io_refcnt) == 8);
    assert!(offset_of!(rtnl_link_info_ops, io_alloc) == 16);
    assert!(offset_of!(rtnl_link_info_ops, io_parse) == 24);
    assert!(offset_of!(rtnl_link_info_ops, io_dump) == 32);
    assert!(offset_of!(rtnl_link_info_ops, io_clone) == 56);
    assert!(offset_of!(rtnl_link_info_ops, io_put_attrs) == 64);
    assert!(offset_of!(rtnl_link_info_ops, io_free) == 72);
    assert!(offset_of!(rtnl_link_info_ops, io_compare) == 80);
    assert!(offset_of!(rtnl_link_info_ops, io_list) == 88);
};

// SAFETY: constants, but for the count and the place in a list, which change under a lock only.
unsafe impl Sync for rtnl_link_info_ops {}

impl rtnl_link_info_ops {
    /// A kind without functions, to fill in.
    #[must_use]
    pub const fn empty() -> Self {
        Self {
            io_name: ptr::null_mut(),
            io_refcnt: Cell::new(0),
            io_alloc: None,
            io_parse: None,
            io_dump: [None; 3],
            io_clone: None,
            io_put_attrs: None,
            io_free: None,
            io_compare: None,
            io_list: nl_list_head::unlinked(),
        }
    }
}

/// Reads `(link, attribute, data)`.
pub type ParseFamily = unsafe extern "C" fn(*mut rtnl_link, *mut nlattr, *mut c_void) -> c_int;

/// Appends attributes: `(link, message, data)`.
pub type FillFamily = unsafe extern "C" fn(*mut rtnl_link, *mut nl_msg, *mut c_void) -> c_int;

/// Prints what a family keeps in a link: `(link, params, data)`.
pub type DumpFamily = unsafe extern "C" fn(*mut rtnl_link, *mut nl_dump_params, *mut c_void);

/// An address family, as far as it keeps something in links. Any function may be missing.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_link_af_ops {
    /// `AF_INET` and the like.
    pub ao_family: c_uint,
    /// References to the table; those of families that are built in are not counted.
    pub ao_refcnt: Cell<c_int>,
    /// What `IFLA_PROTINFO` has to look like.
    pub ao_protinfo_policy: *const nla_policy,
    /// Makes what the family keeps in a link.
    pub ao_alloc: Option<unsafe extern "C" fn(*mut rtnl_link) -> *mut c_void>,
    /// `(link, data)`: a copy for another link.
    pub ao_clone: Option<unsafe extern "C" fn(*mut rtnl_link, *mut c_void) -> *mut c_void>,
    /// `(link, data)`: frees it.
    pub ao_free: Option<unsafe extern "C" fn(*mut rtnl_link, *mut c_void)>,
    /// Reads `IFLA_PROTINFO`.
    pub ao_parse_protinfo: Option<ParseFamily>,
    /// Reads the attribute of the family in `IFLA_AF_SPEC`.
    pub ao_parse_af: Option<ParseFamily>,
    /// Appends what is in the attribute of the family in `IFLA_AF_SPEC`.
    pub ao_fill_af: Option<FillFamily>,
    /// Reads all of `IFLA_AF_SPEC`, for families in whose messages it is the family's own.
    pub ao_parse_af_full: Option<ParseFamily>,
    /// `(message, mask)`: adds to a request for all links, and to the `RTEXT_FILTER_*` mask of it.
    pub ao_get_af: Option<unsafe extern "C" fn(*mut nl_msg, *mut u32) -> c_int>,
    /// One per `nl_dump_type`.
    pub ao_dump: [Option<DumpFamily>; 3],
    /// `(a, b, family, attrs, flags)`: 0 if the family sees no difference.
    pub ao_compare:
        Option<unsafe extern "C" fn(*mut rtnl_link, *mut rtnl_link, c_int, u32, c_int) -> c_int>,
    /// Whether a change has to be requested with `RTM_SETLINK`.
    pub ao_override_rtm: Option<unsafe extern "C" fn(*mut rtnl_link) -> c_int>,
    /// Appends what is in `IFLA_PROTINFO`.
    pub ao_fill_pi: Option<FillFamily>,
    /// Flags of the type of that attribute.
    pub ao_fill_pi_flags: c_int,
    /// Whether what `ao_fill_af` appends stands in `IFLA_AF_SPEC` itself.
    pub ao_fill_af_no_nest: c_int,
}

const _: () = {
    assert!(size_of::<rtnl_link_af_ops>() == 136);
    assert!(offset_of!(rtnl_link_af_ops, ao_refcnt) == 4);
    assert!(offset_of!(rtnl_link_af_ops, ao_protinfo_policy) == 8);
    assert!(offset_of!(rtnl_link_af_ops, ao_alloc) == 16);
    assert!(offset_of!(rtnl_link_af_ops, ao_clone) == 24);
    assert!(offset_of!(rtnl_link_af_ops, ao_free) == 32);
    assert!(offset_of!(rtnl_link_af_ops, ao_parse_protinfo) == 40);
    assert!(offset_of!(rtnl_link_af_ops, ao_parse_af) == 48);
    assert!(offset_of!(rtnl_link_af_ops, ao_fill_af) == 56);
    assert!(offset_of!(rtnl_link_af_ops, ao_parse_af_full) == 64);
    assert!(offset_of!(rtnl_link_af_ops, ao_get_af) == 72);
    assert!(offset_of!(rtnl_link_af_ops, ao_dump) == 80);
    assert!(offset_of!(rtnl_link_af_ops, ao_compare) == 104);
    assert!(offset_of!(rtnl_link_af_ops, ao_override_rtm) == 112);
    assert!(offset_of!(rtnl_link_af_ops, ao_fill_pi) == 120);
    assert!(offset_of!(rtnl_link_af_ops, ao_fill_pi_flags) == 128);
    assert!(offset_of!(rtnl_link_af_ops, ao_fill_af_no_nest) == 132);
};

// SAFETY: constants, but for the count, which changes under a lock only.
unsafe impl Sync for rtnl_link_af_ops {}

impl rtnl_link_af_ops {
    /// A family without functions, to fill in.
    #[must_use]
    pub const fn empty(family: c_uint) -> Self {
        Self {
            ao_family: family,
            ao_refcnt: Cell::new(0),
            ao_protinfo_policy: ptr::null(),
            ao_alloc: None,
            ao_clone: None,
            ao_free: None,
            ao_parse_protinfo: None,
            ao_parse_af: None,
            ao_fill_af: None,
            ao_parse_af_full: None,
            ao_get_af: None,
            ao_dump: [None; 3],
            ao_compare: None,
            ao_override_rtm: None,
            ao_fill_pi: None,
            ao_fill_pi_flags: 0,
            ao_fill_af_no_nest: 0,
        }
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The four types of objects: their tables, their caches, and what they print.

use core::ffi::CStr;
use core::ptr;

use libc::{c_char, c_int, nlmsghdr, sockaddr_nl};
use nl_sys::cache_type::{Action, CacheType, GROUPS_END, Groups, Received, group, msgtype};
use nl_sys::error::{Error, IntoC, check};
use nl_sys::ffi;
use nl_sys::layout::{
    nl_cache, nl_cache_ops, nl_dump_params, nl_msgtype, nl_object, nl_object_ops, nl_parser_param,
    nl_sock,
};
use nl_sys::plain::{self, Plain};
use nl_sys::print::{Printer, Style};
use os::text::Append;

use super::actions::Actions;
use super::dump::push_handle;
use super::object::{self, Based, Type, attr, rtnl_act, rtnl_class, rtnl_cls, rtnl_qdisc, rtnl_tc};
use super::registry::rtnl_tc_type_ops;
use super::{dump, parse};
use crate::uapi::{tcamsg, tcmsg};

/// One of the four.
pub trait TcObject: Based + 'static {
    /// What it is.
    const TYPE: Type;

    /// Reads what the type has beyond the others.
    fn parsed(&self) {}

    /// Gives up what is not to be shared with an object of which this is a copy.
    fn copied(&self) {}
}

/// A queueing discipline, for tables.
#[repr(transparent)]
struct Qdisc(rtnl_qdisc);
/// A class, for tables.
#[repr(transparent)]
struct Class(rtnl_class);

// SAFETY: it is one.
unsafe impl Based for Qdisc {}
// SAFETY: it is one.
unsafe impl Based for Class {}

impl TcObject for Qdisc {
    const TYPE: Type = Type::Qdisc;
}

impl TcObject for Class {
    const TYPE: Type = Type::Class;
}

impl TcObject for rtnl_cls {
    const TYPE: Type = Type::Cls;

    fn parsed(&self) {
        let [a, b, c, d] = self.tc.info.get().to_ne_bytes();
        let (protocol, prio) = (u16::from_be_bytes([a, b]), u16::from_ne_bytes([c, d]));
        for (bit, place, value) in
            [(attr::PRIO, &self.prio, prio), (attr::PROTOCOL, &self.protocol, protocol)]
        {
            place.set(value);
            if value != 0 {
                self.tc.mark(bit);
            }
        }
    }
}

impl TcObject for rtnl_act {
    const TYPE: Type = Type::Act;

    fn copied(&self) {
        // The rest of the list belongs to whom the original's list belongs.
        self.next.set(ptr::null_mut());
    }
}

/// The attributes that identify an object.
#[expect(clippy::cast_possible_truncation, reason = "two low bits")]
const ID_ATTRS: u32 = (attr::IFINDEX | attr::HANDLE) as u32;

/// The table of a type.
const fn object_ops<T: TcObject>(name: &'static CStr) -> nl_object_ops {
    let mut ops = nl_object_ops::EMPTY;
    ops.oo_name = name.as_ptr();
    ops.oo_size = size_of::<T>();
    ops.oo_id_attrs = ID_ATTRS;
    ops.oo_constructor = Some(construct::<T>);
    ops.oo_free_data = Some(free_data);
    ops.oo_clone = Some(clone::<T>);
    ops.oo_dump = [Some(dump_line), Some(dump_details), Some(dump_stats)];
    ops.oo_compare = Some(compare);
    ops
}

/// The table of queueing disciplines.
pub static QDISC_OBJ_OPS: nl_object_ops = object_ops::<Qdisc>(c"route/qdisc");
/// The table of classes.
pub static CLASS_OBJ_OPS: nl_object_ops = object_ops::<Class>(c"route/class");
/// The table of classifiers.
pub static CLS_OBJ_OPS: nl_object_ops = object_ops::<rtnl_cls>(c"route/cls");
/// The table of actions.
pub static ACT_OBJ_OPS: nl_object_ops = object_ops::<rtnl_act>(c"route/act");

/// A new object of which nothing is set; NULL without memory.
#[must_use]
pub fn alloc(ops: &'static nl_object_ops) -> *mut nl_object {
    // SAFETY: a table of ours, which libnl-3 only reads.
    unsafe { ffi::nl_object_alloc(ptr::from_ref(ops).cast_mut()) }
}

unsafe extern "C" fn construct<T: TcObject>(object: *mut nl_object) {
    // SAFETY: libnl-3 passes an object of the type, of which all but the header is zeroes.
    if let Some(tc) = unsafe { object::get(object.cast::<rtnl_tc>()) } {
        tc.r#type.set(T::TYPE as u32);
    }
}

/// Frees what an object owns.
///
/// # Safety
/// `object` is one of traffic control, or NULL.
pub unsafe extern "C" fn free_data(object: *mut nl_object) {
    // SAFETY: by contract.
    if let Some(tc) = unsafe { object::get(object.cast::<rtnl_tc>()) } {
        tc.free_data();
    }
}

/// Makes an object that is a copy of another byte by byte own what it refers to.
///
/// # Safety
/// Both are of traffic control, of the same type, or NULL.
pub unsafe extern "C" fn clone_data(dst: *mut nl_object, src: *mut nl_object) -> c_int {
    // SAFETY: by contract.
    let dst = unsafe { object::get(dst.cast::<rtnl_tc>()) };
    // SAFETY: by contract.
    let src = unsafe { object::get(src.cast::<rtnl_tc>()) };
    let (Some(dst), Some(src)) = (dst, src) else { return Err::<(), _>(Error::INVAL).into_c() };
    dst.clone_from(src).into_c()
}

unsafe extern "C" fn clone<T: TcObject>(dst: *mut nl_object, src: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes two objects of the type.
    if let Some(copy) = unsafe { dst.cast::<T>().as_ref() } {
        copy.copied();
    }
    // SAFETY: as above.
    unsafe { clone_data(dst, src) }
}

/// The attributes of `attrs` in which two objects differ.
///
/// # Safety
/// Both are of traffic control, or NULL.
pub unsafe extern "C" fn compare(
    a: *mut nl_object,
    b: *mut nl_object,
    attrs: u64,
    _flags: c_int,
) -> u64 {
    // SAFETY: by contract.
    let a = unsafe { object::get(a.cast::<rtnl_tc>()) };
    // SAFETY: by contract.
    let b = unsafe { object::get(b.cast::<rtnl_tc>()) };
    a.zip(b).map_or(attrs, |(a, b)| a.compare(b, attrs))
}

/// # Safety
/// `object` is one of traffic control, `params` are live; or NULL.
unsafe fn print(object: *mut nl_object, params: *mut nl_dump_params, style: Style) {
    // SAFETY: by contract.
    let tc = unsafe { object::get(object.cast::<rtnl_tc>()) };
    // SAFETY: by contract.
    let params = unsafe { params.as_ref() };
    if let Some((tc, params)) = tc.zip(params) {
        dump::object(tc, style, &Printer::new(params));
    }
}

/// Prints an object in one line.
///
/// # Safety
/// `object` is one of traffic control, `params` are live; or NULL.
pub unsafe extern "C" fn dump_line(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: by contract.
    unsafe { print(object, params, Style::Line) };
}

/// Prints an object without statistics.
///
/// # Safety
/// `object` is one of traffic control, `params` are live; or NULL.
pub unsafe extern "C" fn dump_details(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: by contract.
    unsafe { print(object, params, Style::Details) };
}

/// Prints all of an object.
///
/// # Safety
/// `object` is one of traffic control, `params` are live; or NULL.
pub unsafe extern "C" fn dump_stats(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: by contract.
    unsafe { print(object, params, Style::Stats) };
}

/// What objects of a type print.
const fn printed(
    r#type: Type,
    prefix: &'static CStr,
    dump: [Option<unsafe extern "C" fn(*mut rtnl_tc, *mut nl_dump_params)>; 3],
) -> rtnl_tc_type_ops {
    let prefix: *const c_char = prefix.as_ptr();
    rtnl_tc_type_ops { tt_type: r#type as u32, tt_dump_prefix: prefix, tt_dump: dump }
}

/// What queueing disciplines print.
pub static QDISC: rtnl_tc_type_ops =
    printed(Type::Qdisc, c"qdisc", [None, Some(qdisc_details), None]);
/// What classes print.
pub static CLASS: rtnl_tc_type_ops =
    printed(Type::Class, c"class", [None, Some(class_details), None]);
/// What classifiers print.
pub static CLS: rtnl_tc_type_ops = printed(Type::Cls, c"cls", [Some(cls_line), None, None]);
/// What actions print.
pub static ACT: rtnl_tc_type_ops = printed(Type::Act, c"act", [None, None, None]);

/// # Safety
/// As for [`print`].
unsafe fn with<T: Based>(
    tc: *mut rtnl_tc,
    params: *mut nl_dump_params,
    print: impl FnOnce(&T, &Printer<'_>),
) {
    // SAFETY: by contract.
    let tc = unsafe { tc.cast::<T>().as_ref() };
    // SAFETY: by contract.
    let params = unsafe { params.as_ref() };
    if let Some((tc, params)) = tc.zip(params) {
        print(tc, &Printer::new(params));
    }
}

unsafe extern "C" fn qdisc_details(tc: *mut rtnl_tc, params: *mut nl_dump_params) {
    let print = |tc: &rtnl_tc, to: &Printer<'_>| {
        to.with(|text| {
            text.push(b"refcnt ");
            text.push_dec(tc.info.get().into());
        });
    };
    // SAFETY: called for queueing disciplines.
    unsafe { with(tc, params, print) };
}

unsafe extern "C" fn class_details(tc: *mut rtnl_tc, params: *mut nl_dump_params) {
    let print = |tc: &rtnl_tc, to: &Printer<'_>| {
        if tc.info.get() == 0 {
            return;
        }
        to.with(|text| {
            text.push(b"child-qdisc ");
            push_handle(text, tc.info.get());
            text.push(b" ");
        });
    };
    // SAFETY: called for classes.
    unsafe { with(tc, params, print) };
}

unsafe extern "C" fn cls_line(tc: *mut rtnl_tc, params: *mut nl_dump_params) {
    let print = |cls: &rtnl_cls, to: &Printer<'_>| {
        to.with(|text| {
            text.push(b" prio ");
            text.push_dec(cls.prio.get().into());
            text.push(b" protocol ");
            nl_sys::strings::push_with(text, |buf, len| {
                // SAFETY: the buffer is as long as said.
                unsafe { ffi::nl_ether_proto2str(cls.protocol.get().into(), buf, len) };
            });
        });
    };
    // SAFETY: called for classifiers.
    unsafe { with(tc, params, print) };
}

/// Where changes of all but actions are announced: `RTNLGRP_TC`
static GROUPS: Groups<2> = Groups([group(libc::AF_UNSPEC, 4), GROUPS_END]);

/// The table of a type's caches.
const fn cache_ops(
    name: &'static CStr,
    header: usize,
    objects: &'static nl_object_ops,
    parse: nl_sys::layout::nl_msg_parser,
    request: unsafe extern "C" fn(*mut nl_cache, *mut nl_sock) -> c_int,
) -> nl_cache_ops {
    let mut ops = nl_cache_ops::empty();
    ops.co_name = name.as_ptr();
    #[expect(clippy::cast_possible_truncation, reason = "headers have a dozen bytes")]
    let header = header as c_int;
    ops.co_hdrsize = header;
    ops.co_obj_ops = ptr::from_ref(objects).cast_mut();
    ops.co_msg_parser = Some(parse);
    ops.co_request_update = Some(request);
    ops
}

/// That of a type whose changes are announced.
const fn announced(
    name: &'static CStr,
    objects: &'static nl_object_ops,
    parse: nl_sys::layout::nl_msg_parser,
    request: unsafe extern "C" fn(*mut nl_cache, *mut nl_sock) -> c_int,
) -> nl_cache_ops {
    let mut ops = cache_ops(name, size_of::<tcmsg>(), objects, parse, request);
    ops.co_groups = GROUPS.as_ptr();
    ops
}

const fn msgtypes(new: u16, del: u16, get: u16) -> [nl_msgtype; 4] {
    [
        msgtype(new, Action::New, c"new"),
        msgtype(del, Action::Del, c"del"),
        msgtype(get, Action::Get, c"get"),
        nl_msgtype::END,
    ]
}

/// Caches of queueing disciplines.
pub static QDISC_CACHE: CacheType<4> = CacheType::new(
    announced(c"route/qdisc", &QDISC_OBJ_OPS, parse_qdisc, request_qdiscs),
    msgtypes(libc::RTM_NEWQDISC, libc::RTM_DELQDISC, libc::RTM_GETQDISC),
);
/// Caches of classes.
pub static CLASS_CACHE: CacheType<4> = CacheType::new(
    announced(c"route/class", &CLASS_OBJ_OPS, parse_class, request_classes),
    msgtypes(libc::RTM_NEWTCLASS, libc::RTM_DELTCLASS, libc::RTM_GETTCLASS),
);
/// Caches of classifiers.
pub static CLS_CACHE: CacheType<4> = CacheType::new(
    announced(c"route/cls", &CLS_OBJ_OPS, parse_cls, request_classifiers),
    msgtypes(libc::RTM_NEWTFILTER, libc::RTM_DELTFILTER, libc::RTM_GETTFILTER),
);
/// Caches of actions.
pub static ACT_CACHE: CacheType<4> = CacheType::new(
    cache_ops(c"route/act", size_of::<tcamsg>(), &ACT_OBJ_OPS, parse_actions, request_actions),
    msgtypes(libc::RTM_NEWACTION, libc::RTM_DELACTION, libc::RTM_GETACTION),
);

/// Hands an object to who asked a parser for it.
///
/// # Safety
/// `param` is what the parser was given, `object` live.
unsafe fn deliver(object: *mut nl_object, param: *mut nl_parser_param) -> Result<c_int, Error> {
    // SAFETY: by contract.
    let receiver = unsafe { param.as_ref() }.and_then(|param| param.pp_cb).ok_or(Error::INVAL)?;
    // SAFETY: the receiver takes an object and its own parameters; the reference stays ours.
    check(unsafe { receiver(object, param) })
}

/// Makes an object of a message, and hands it on.
///
/// # Safety
/// `nlh` is a message, and `param` what the parser was given. The objects of `ops` are `T`s.
unsafe fn parse_one<T: TcObject>(
    ops: &'static nl_object_ops,
    nlh: *mut nlmsghdr,
    param: *mut nl_parser_param,
) -> c_int {
    let object = alloc(ops);
    // SAFETY: NULL or just made, of the type.
    let Some(made) = (unsafe { object.cast::<T>().as_ref() }) else {
        return Err::<(), _>(Error::NOMEM).into_c();
    };
    // SAFETY: by contract.
    let message = unsafe { Received::new(nlh) };
    // SAFETY: just made.
    let tc = unsafe { object::get(made) }.ok_or(Error::NOMEM);
    let parsed = tc.and_then(|tc| parse::message(&message, tc));
    let delivered = parsed.and_then(|()| {
        made.parsed();
        // SAFETY: by contract.
        unsafe { deliver(object, param) }
    });
    // SAFETY: ours.
    unsafe { ffi::nl_object_put(object) };
    delivered.into_c()
}

unsafe extern "C" fn parse_qdisc(
    _: *mut nl_cache_ops,
    _: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    param: *mut nl_parser_param,
) -> c_int {
    // SAFETY: libnl-3 passes a message and its parameters.
    unsafe { parse_one::<Qdisc>(&QDISC_OBJ_OPS, nlh, param) }
}

unsafe extern "C" fn parse_class(
    _: *mut nl_cache_ops,
    _: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    param: *mut nl_parser_param,
) -> c_int {
    // SAFETY: libnl-3 passes a message and its parameters.
    unsafe { parse_one::<Class>(&CLASS_OBJ_OPS, nlh, param) }
}

unsafe extern "C" fn parse_cls(
    _: *mut nl_cache_ops,
    _: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    param: *mut nl_parser_param,
) -> c_int {
    // SAFETY: libnl-3 passes a message and its parameters.
    unsafe { parse_one::<rtnl_cls>(&CLS_OBJ_OPS, nlh, param) }
}

/// `TCA_ACT_TAB`
pub const TCA_ACT_TAB: u16 = 1;

unsafe extern "C" fn parse_actions(
    _: *mut nl_cache_ops,
    _: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    param: *mut nl_parser_param,
) -> c_int {
    // SAFETY: libnl-3 passes a message.
    let message = unsafe { Received::new(nlh) };
    // SAFETY: libnl-3 passes its parameters.
    let deliver = |act: &rtnl_act| unsafe { deliver(act.tc.as_object(), param) }.map(drop);
    actions(&message, deliver).into_c()
}

fn actions(
    message: &Received<'_>,
    deliver: impl FnMut(&rtnl_act) -> Result<(), Error>,
) -> Result<(), Error> {
    let (header, attrs) = message.parts::<tcamsg>()?;
    let table = nl_sys::message::Table::<2>::new(attrs);
    let list = Actions::default();
    list.parse(table.bytes(TCA_ACT_TAB).ok_or(Error::MISSING_ATTR)?)?;
    for act in list.iter() {
        act.tc.header.ce_msgtype.set(message.kind().into());
        act.tc.family.set(header.tca_family.into());
    }
    list.each_alone(deliver)
}

/// Asks for all objects.
///
/// # Safety
/// `sk` is a socket.
unsafe fn request(sk: *mut nl_sock, kind: u16, header: &impl Plain) -> c_int {
    let bytes = plain::bytes(header);
    let data = bytes.as_ptr().cast_mut().cast();
    // SAFETY: by contract; so many bytes are there.
    unsafe { ffi::nl_send_simple(sk, kind.into(), libc::NLM_F_DUMP, data, bytes.len()) }
}

/// Asks for the objects of a cache.
///
/// # Safety
/// `sk` is a socket, `cache` a cache.
unsafe fn request_of(cache: *mut nl_cache, sk: *mut nl_sock, kind: u16) -> c_int {
    // SAFETY: by contract.
    let Some(cache) = (unsafe { cache.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let header = tcmsg {
        tcm_ifindex: cache.c_iarg1.get(),
        tcm_parent: cache.c_iarg2.get().cast_unsigned(),
        ..tcmsg::default()
    };
    // SAFETY: by contract.
    unsafe { request(sk, kind, &header) }
}

unsafe extern "C" fn request_qdiscs(cache: *mut nl_cache, sk: *mut nl_sock) -> c_int {
    // SAFETY: libnl-3 passes a cache and a socket.
    unsafe { request_of(cache, sk, libc::RTM_GETQDISC) }
}

unsafe extern "C" fn request_classes(cache: *mut nl_cache, sk: *mut nl_sock) -> c_int {
    // SAFETY: libnl-3 passes a cache and a socket.
    unsafe { request_of(cache, sk, libc::RTM_GETTCLASS) }
}

unsafe extern "C" fn request_classifiers(cache: *mut nl_cache, sk: *mut nl_sock) -> c_int {
    // SAFETY: libnl-3 passes a cache and a socket.
    unsafe { request_of(cache, sk, libc::RTM_GETTFILTER) }
}

unsafe extern "C" fn request_actions(_: *mut nl_cache, sk: *mut nl_sock) -> c_int {
    // SAFETY: libnl-3 passes a socket.
    unsafe { request(sk, libc::RTM_GETACTION, &tcamsg::default()) }
}

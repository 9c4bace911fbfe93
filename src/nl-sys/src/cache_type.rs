// SPDX-License-Identifier: LGPL-2.1-or-later
//! Cache types: how the caches of an object type are filled.

use core::ffi::CStr;
use core::mem::offset_of;
use core::ptr;

use libc::{c_int, nlmsghdr, sockaddr_nl};
use os::raw::RawMsg;
use wire::attr::Attrs;

use crate::error::{Error, IntoC};
use crate::layout::{
    nl_af_group, nl_cache, nl_cache_extra, nl_cache_ops, nl_msgtype, nl_object_ops,
    nl_parser_param, nl_sock,
};
use crate::message;
use crate::plain::{self, Plain};
use crate::typed::{Handle, Object};

/// A type of cache, and its message types.
#[repr(C)]
#[derive(Debug)]
pub struct CacheType<const N: usize> {
    ops: nl_cache_ops,
    msgtypes: [nl_msgtype; N],
}

const _: () = assert!(offset_of!(CacheType<1>, msgtypes) == offset_of!(nl_cache_ops, co_msgtypes));

// SAFETY: as `nl_cache_ops`; the message types are constants.
unsafe impl<const N: usize> Sync for CacheType<N> {}

impl<const N: usize> CacheType<N> {
    /// A type. The message types end with [`nl_msgtype::END`].
    #[must_use]
    pub const fn new(ops: nl_cache_ops, msgtypes: [nl_msgtype; N]) -> Self {
        Self { ops, msgtypes }
    }

    /// The type, for a table.
    #[must_use]
    pub const fn registration(&'static self) -> Registration {
        Registration(self.as_ptr())
    }

    /// The type as C knows it.
    #[must_use]
    pub const fn as_ptr(&'static self) -> *mut nl_cache_ops {
        ptr::from_ref(self).cast_mut().cast()
    }
}

/// A type of cache, for a table of all that a library registers.
#[derive(Debug)]
pub struct Registration(*mut nl_cache_ops);

// SAFETY: as `CacheType`.
unsafe impl Sync for Registration {}

impl Registration {
    /// The type as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_cache_ops {
        self.0
    }
}

/// A message type of a cache.
#[must_use]
pub const fn msgtype(id: u16, action: Action, name: &'static CStr) -> nl_msgtype {
    nl_msgtype { mt_id: id as c_int, mt_act: action as c_int, mt_name: name.as_ptr() }
}

/// What a message type means for a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// `NL_ACT_UNSPEC`
    None = 0,
    /// `NL_ACT_NEW`: there is an object, perhaps not what it was.
    New = 1,
    /// `NL_ACT_DEL`: an object is gone.
    Del = 2,
    /// `NL_ACT_GET`: a request.
    Get = 3,
    /// `NL_ACT_SET`: a request.
    Set = 4,
}

/// A list of groups, which ends with [`GROUPS_END`].
#[derive(Debug)]
pub struct Groups<const N: usize>(pub [nl_af_group; N]);

impl<const N: usize> Groups<N> {
    /// The list as C knows it.
    #[must_use]
    pub const fn as_ptr(&'static self) -> *const nl_af_group {
        self.0.as_ptr()
    }
}

/// A group that brings changes of one address family.
#[must_use]
pub const fn group(family: c_int, group: c_int) -> nl_af_group {
    nl_af_group { ag_family: family, ag_group: group }
}

/// The end of a list of groups.
pub const GROUPS_END: nl_af_group = group(0, 0);

/// A message, as it came.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    nlh: *mut nlmsghdr,
    payload: &'a [u8],
}

impl<'a> Received<'a> {
    /// A message.
    ///
    /// # Safety
    /// `nlh` is a message of `nlmsg_len` bytes, which stays as it is for `'a`.
    #[must_use]
    pub unsafe fn new(nlh: *mut nlmsghdr) -> Self {
        // SAFETY: by contract.
        Self { nlh, payload: unsafe { message::payload(nlh) } }
    }

    /// `RTM_NEWLINK` and the like.
    #[must_use]
    pub fn kind(&self) -> u16 {
        // SAFETY: a message.
        unsafe { RawMsg::new(self.nlh) }.nlmsg_type()
    }

    /// `NLM_F_REPLACE` and the like.
    #[must_use]
    pub fn flags(&self) -> u16 {
        // SAFETY: a message.
        unsafe { RawMsg::new(self.nlh) }.nlmsg_flags()
    }

    /// What is behind the netlink header.
    #[must_use]
    pub fn payload(&self) -> &'a [u8] {
        self.payload
    }

    /// The header of the message's family, and the attributes behind it.
    ///
    /// # Errors
    /// `MSG_TOOSHORT`.
    pub fn parts<H: Plain>(&self) -> Result<(H, Attrs<'a>), Error> {
        let header = plain::read(self.payload).ok_or(Error::MSG_TOOSHORT)?;
        let attrs = self.payload.get(wire::align(size_of::<H>())..).unwrap_or_default();
        Ok((header, Attrs::new(attrs)))
    }
}

/// Who takes the objects of a message.
#[derive(Debug)]
pub struct Delivery<'a> {
    message: &'a Received<'a>,
    param: *mut nl_parser_param,
}

impl Delivery<'_> {
    /// Hands on an object, as made of the message.
    ///
    /// # Errors
    /// What the receiver returns.
    pub fn deliver<T: Object>(&self, object: Handle<T>) -> Result<c_int, Error> {
        // SAFETY: what the parser was given.
        unsafe { object.deliver(self.message.nlh, self.param) }
    }
}

/// An object type of which there are caches.
pub trait Cached: Object {
    /// Reads a message, and hands on the objects in it.
    ///
    /// # Errors
    /// `MSG_TOOSHORT`, `NOMEM`, what the receiver returns, and what the type has to say.
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error>;

    /// Asks the kernel for all objects of a cache.
    ///
    /// # Errors
    /// Those of sending.
    ///
    /// # Safety
    /// `sk` is a socket.
    unsafe fn request(cache: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error>;
}

/// The table of a type whose messages have a family header of `header_size` bytes, with changes announced
/// in `groups`. For `NETLINK_ROUTE`.
#[must_use]
pub const fn ops<T: Cached, const G: usize>(
    name: &'static CStr,
    header_size: usize,
    objects: &'static nl_object_ops,
    groups: &'static Groups<G>,
) -> nl_cache_ops {
    let mut ops = nl_cache_ops::empty();
    ops.co_name = name.as_ptr();
    #[expect(clippy::cast_possible_truncation, reason = "headers have a dozen bytes")]
    let header_size = header_size as c_int;
    ops.co_hdrsize = header_size;
    ops.co_groups = if G == 0 { ptr::null() } else { groups.as_ptr() };
    ops.co_obj_ops = ptr::from_ref(objects).cast_mut();
    ops.co_msg_parser = Some(parse::<T>);
    ops.co_request_update = Some(request::<T>);
    ops
}

/// A table, and what a type of ours says beyond it.
#[must_use]
pub const fn with_extra(mut ops: nl_cache_ops, extra: &'static nl_cache_extra) -> nl_cache_ops {
    ops.co_extra = ptr::from_ref(extra);
    ops
}

unsafe extern "C" fn parse<T: Cached>(
    _: *mut nl_cache_ops,
    _: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    param: *mut nl_parser_param,
) -> c_int {
    // SAFETY: libnl-3 passes a message.
    let message = unsafe { Received::new(nlh) };
    T::parse(&message, &Delivery { message: &message, param }).into_c()
}

unsafe extern "C" fn request<T: Cached>(cache: *mut nl_cache, sk: *mut nl_sock) -> c_int {
    // SAFETY: libnl-3 passes a cache.
    let cache = unsafe { &*cache };
    // SAFETY: libnl-3 passes a socket.
    unsafe { T::request(cache, sk) }.into_c()
}

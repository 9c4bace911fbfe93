// SPDX-License-Identifier: LGPL-2.1-or-later
//! Asking the kernel's controller, the family `nlctrl`, for families.

use core::cell::Cell;
use core::ffi::CStr;
use core::mem::offset_of;
use core::{ptr, slice};

use libc::{c_int, c_void, genlmsghdr, nlmsghdr};
use nl_sys::cache_type::{Action, CacheType, msgtype};
use nl_sys::error::{self, Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache, nl_cache_ops, nl_msg, nl_msgtype, nl_object, nl_sock, nla_policy};
use nl_sys::list::nl_list_head;
use nl_sys::typed::{Handle, Typed};
use wire::attr::{Attr, Attrs};

use crate::family::{Family, attr, genl_family, genl_family_ops};
use crate::layout::{genl_cmd, genl_info, genl_ops};
use crate::{message, mngt};

const GENL_ID_CTRL: u16 = 0x10;
const CTRL_VERSION: u8 = 1;

/// `CTRL_CMD_*` of `linux/genetlink.h`.
mod cmd {
    pub(super) const NEWFAMILY: u8 = 1;
    pub(super) const DELFAMILY: u8 = 2;
    pub(super) const GETFAMILY: u8 = 3;
    pub(super) const NEWOPS: u8 = 4;
    pub(super) const DELOPS: u8 = 5;
}

/// `CTRL_ATTR_*`
mod ctrl_attr {
    pub(super) const FAMILY_ID: u16 = 1;
    pub(super) const FAMILY_NAME: u16 = 2;
    pub(super) const VERSION: u16 = 3;
    pub(super) const HDRSIZE: u16 = 4;
    pub(super) const MAXATTR: u16 = 5;
    pub(super) const OPS: u16 = 6;
    pub(super) const MCAST_GROUPS: u16 = 7;
    pub(super) const OP_ID: u16 = 1;
    pub(super) const OP_FLAGS: u16 = 2;
    pub(super) const GRP_NAME: u16 = 1;
    pub(super) const GRP_ID: u16 = 2;
}

/// Types of `nla_policy`.
const NLA_U16: u16 = 2;
const NLA_U32: u16 = 3;
const NLA_STRING: u16 = 5;
const NLA_NESTED: u16 = 8;

const MAXATTR: usize = ctrl_attr::MCAST_GROUPS as usize;

static POLICY: [nla_policy; MAXATTR + 1] = [
    nla_policy { type_: 0, minlen: 0, maxlen: 0 },
    nla_policy { type_: NLA_U16, minlen: 0, maxlen: 0 },
    nla_policy { type_: NLA_STRING, minlen: 0, maxlen: 16 },
    nla_policy { type_: NLA_U32, minlen: 0, maxlen: 0 },
    nla_policy { type_: NLA_U32, minlen: 0, maxlen: 0 },
    nla_policy { type_: NLA_U32, minlen: 0, maxlen: 0 },
    nla_policy { type_: NLA_NESTED, minlen: 0, maxlen: 0 },
    nla_policy { type_: NLA_NESTED, minlen: 0, maxlen: 0 },
];

const COMMANDS_LEN: c_int = 5;

const fn command(id: u8, name: &'static CStr) -> genl_cmd {
    genl_cmd {
        c_id: id as c_int,
        c_name: name.as_ptr(),
        c_maxattr: 0,
        c_msg_parser: None,
        c_attr_policy: ptr::null(),
    }
}

static COMMANDS: [genl_cmd; COMMANDS_LEN as usize] = [
    genl_cmd {
        c_maxattr: ctrl_attr::MCAST_GROUPS as c_int,
        c_msg_parser: Some(parse),
        c_attr_policy: POLICY.as_ptr(),
        ..command(cmd::NEWFAMILY, c"NEWFAMILY")
    },
    command(cmd::DELFAMILY, c"DELFAMILY"),
    command(cmd::GETFAMILY, c"GETFAMILY"),
    command(cmd::NEWOPS, c"NEWOPS"),
    command(cmd::DELOPS, c"DELOPS"),
];

static CTRL: genl_ops = genl_ops {
    o_hdrsize: 0,
    o_id: Cell::new(0),
    o_name: Cell::new(ptr::null()),
    o_cache_ops: Cell::new(ptr::null_mut()),
    o_cmds: COMMANDS.as_ptr().cast_mut(),
    o_ncmds: COMMANDS_LEN,
    o_list: nl_list_head::unlinked(),
};

/// Changed while it is registered: `genl_register()` fills in what it knows.
static mut CACHE_TYPE: CacheType<2> = CacheType::new(
    nl_cache_ops {
        co_name: c"genl/family".as_ptr(),
        co_hdrsize: message::GENL_HDRLEN,
        co_protocol: libc::NETLINK_GENERIC,
        co_request_update: Some(request_all),
        co_obj_ops: (&raw const genl_family_ops).cast_mut(),
        co_genl: Cell::new((&raw const CTRL).cast_mut().cast()),
        ..nl_cache_ops::empty()
    },
    [msgtype(GENL_ID_CTRL, Action::None, c"nlctrl"), nl_msgtype::END],
);

/// The type of cache as C knows it.
fn cache_type() -> *mut nl_cache_ops {
    (&raw mut CACHE_TYPE).cast()
}

#[used]
#[unsafe(link_section = ".init_array")]
static LOAD: extern "C" fn() = load;

#[used]
#[unsafe(link_section = ".fini_array")]
static UNLOAD: extern "C" fn() = unload;

extern "C" fn load() {
    // SAFETY: nobody else knows it yet, and it is a static.
    let ops = unsafe { &mut *cache_type() };
    // SAFETY: statics stay. It fails only if another copy of the library is loaded, whose type will do.
    let _ = unsafe { mngt::register_cache(ops) };
}

extern "C" fn unload() {
    // SAFETY: nothing but the address is used, unless it is registered.
    unsafe { ffi::nl_cache_mngt_unregister(cache_type()) };
    // The list of families, and the family in it, go with the library.
}

unsafe extern "C" fn request_all(_: *mut nl_cache, sk: *mut nl_sock) -> c_int {
    // SAFETY: libnl-3 passes a socket.
    unsafe { send_simple(sk, GENL_ID_CTRL.into(), cmd::GETFAMILY, CTRL_VERSION, libc::NLM_F_DUMP) }
}

/// Sends a message of nothing but headers.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn send_simple(
    sk: *mut nl_sock,
    family: c_int,
    command: u8,
    version: u8,
    flags: c_int,
) -> c_int {
    let mut header = genlmsghdr { cmd: command, version, reserved: 0 };
    let start: *mut genlmsghdr = &raw mut header;
    // SAFETY: the header is as long as said.
    unsafe { ffi::nl_send_simple(sk, family, flags, start.cast(), size_of::<genlmsghdr>()) }
}

/// The parser of `NEWFAMILY`.
///
/// # Safety
/// [`mngt`] calls it, with a message whose attributes it has checked.
unsafe extern "C" fn parse(
    _: *mut nl_cache_ops,
    _: *mut genl_cmd,
    info: *mut genl_info,
    param: *mut c_void,
) -> c_int {
    // SAFETY: by contract.
    let nlh = unsafe { &*info }.nlh;
    // SAFETY: the message is valid.
    let family = family_of(unsafe { attrs_of(nlh) });
    // SAFETY: the parameter is that of a message parser.
    family.and_then(|family| unsafe { family.deliver(nlh, param.cast()) }).into_c()
}

/// The attributes of a message.
///
/// # Safety
/// The message is valid, and stays as it is while the result is used.
unsafe fn attrs_of<'a>(nlh: *const nlmsghdr) -> Attrs<'a> {
    // SAFETY: by contract.
    let (start, len) = unsafe { message::attrs(nlh, 0) };
    let len = usize::try_from(len).unwrap_or(0);
    // SAFETY: so many bytes of the message are there.
    Attrs::new(unsafe { slice::from_raw_parts(start.cast::<u8>(), len) })
}

/// The family that the attributes of a message describe.
fn family_of(attrs: Attrs<'_>) -> Result<Handle<Family>, Error> {
    let find = |kind| last(attrs.clone(), kind);
    let number = |kind| find(kind).and_then(|attr| attr.u32());
    let mut family = Family::default();
    let mut mask = attr::ID | attr::NAME;
    let id = find(ctrl_attr::FAMILY_ID).and_then(|attr| attr.u16());
    family.id = id.ok_or(Error::MISSING_ATTR)?;
    family.name.set(string(find(ctrl_attr::FAMILY_NAME))?);
    if let Some(version) = number(ctrl_attr::VERSION) {
        // Programs get to see eight bits.
        family.version = version & 0xff;
        mask |= attr::VERSION;
    }
    if let Some(hdrsize) = number(ctrl_attr::HDRSIZE) {
        family.hdrsize = hdrsize;
        mask |= attr::HDRSIZE;
    }
    if let Some(maxattr) = number(ctrl_attr::MAXATTR) {
        family.maxattr = maxattr;
        mask |= attr::MAXATTR;
    }
    for op in find(ctrl_attr::OPS).iter().flat_map(Attr::nested) {
        let number = |kind| last(op.nested(), kind).and_then(|attr| attr.u32());
        let id = number(ctrl_attr::OP_ID).ok_or(Error::MISSING_ATTR)?;
        family.add_op(id, number(ctrl_attr::OP_FLAGS).unwrap_or(0))?;
        mask |= attr::OPS;
    }
    for group in find(ctrl_attr::MCAST_GROUPS).iter().flat_map(Attr::nested) {
        let id = last(group.nested(), ctrl_attr::GRP_ID).and_then(|attr| attr.u32());
        let name = string(last(group.nested(), ctrl_attr::GRP_NAME))?;
        family.add_group(id.ok_or(Error::MISSING_ATTR)?, name)?;
    }
    genl_family::of(&genl_family_ops, family, mask)
}

/// The text of an attribute.
fn string(attr: Option<Attr<'_>>) -> Result<&CStr, Error> {
    let payload = attr.ok_or(Error::MISSING_ATTR)?.payload();
    CStr::from_bytes_until_nul(payload).map_err(|_| Error::INVAL)
}

/// Of several attributes of a type the last one counts, as for `nla_parse()`.
#[inline(never)]
fn last(attrs: Attrs<'_>, kind: u16) -> Option<Attr<'_>> {
    attrs.filter(|attr| attr.kind() == kind).last()
}

/// Fills a new cache with all families the kernel has.
///
/// # Errors
/// What libnl-3 and the kernel say.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn all(sk: *mut nl_sock) -> Result<Cache, Error> {
    let mut cache = ptr::null_mut();
    // SAFETY: by contract; the type is registered.
    error::check(unsafe { ffi::nl_cache_alloc_and_fill(cache_type(), sk, &raw mut cache) })?;
    Ok(Cache(cache))
}

/// A cache of families, freed when dropped.
pub struct Cache(*mut nl_cache);

impl Cache {
    /// Hands the cache over to C.
    #[must_use]
    pub fn into_raw(self) -> *mut nl_cache {
        core::mem::ManuallyDrop::new(self).0
    }

    /// The number of a family.
    ///
    /// # Errors
    /// `OBJ_NOTFOUND`.
    pub fn number_of(&self, name: &CStr) -> Result<c_int, Error> {
        // SAFETY: a live cache of families.
        let found = unsafe { search(self.0, |family| family.name.is(name)) };
        let id = found.and_then(|family| family.read(|family| c_int::from(family.id)));
        id.ok_or(Error::OBJ_NOTFOUND)
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        // SAFETY: ours.
        unsafe { ffi::nl_cache_free(self.0) };
    }
}

/// The first family in a cache that is wanted; `None` also for a cache of something else.
///
/// # Safety
/// `cache` is a cache or NULL.
pub unsafe fn search(
    cache: *const nl_cache,
    wanted: impl Fn(&Family) -> bool,
) -> Option<Handle<Family>> {
    // SAFETY: by contract.
    let cache = unsafe { cache.as_ref() }.filter(|cache| cache.c_ops.get() == cache_type())?;
    // SAFETY: the list of a live cache, which nobody changes meanwhile.
    for member in unsafe { cache.c_items.iter() } {
        let object = member.wrapping_byte_sub(offset_of!(nl_object, ce_list));
        // SAFETY: members are the `ce_list` of objects, here of families.
        let family = unsafe { &*object.cast::<Typed<Family>>() };
        if family.read(&wanted) == Some(true) {
            return Some(Handle::of(family));
        }
    }
    None
}

/// Asks the kernel for one family by its name.
///
/// # Errors
/// `OBJ_NOTFOUND` if there is none; `NOMEM`, `INVAL`; what libnl-3 and the kernel say.
///
/// # Safety
/// `sk` is a socket or NULL.
pub unsafe fn probe(sk: *mut nl_sock, name: &CStr) -> Result<Handle<Family>, Error> {
    // SAFETY: by contract.
    let socket = unsafe { sk.as_ref() }.ok_or(Error::INVAL)?;
    let request = Message::new()?;
    request.header(GENL_ID_CTRL.into(), cmd::GETFAMILY, CTRL_VERSION)?;
    request.put_string(ctrl_attr::FAMILY_NAME, name)?;

    let answer = Answer(Cell::new(None));
    let callbacks = Callbacks::copy_of(socket)?;
    callbacks.on_valid(take_answer, ptr::from_ref(&answer).cast_mut().cast())?;
    // SAFETY: by contract.
    error::check(unsafe { ffi::nl_send_auto(sk, request.0) })?;
    // SAFETY: by contract.
    error::check(unsafe { ffi::nl_recvmsgs(sk, callbacks.0) })?;
    // Without an answer, what was received was the acknowledgement.
    let family = answer.0.take().ok_or(Error::OBJ_NOTFOUND)?;
    if !socket.has(nl_sock::NO_AUTO_ACK) {
        // SAFETY: by contract.
        error::check(unsafe { ffi::nl_wait_for_ack(sk) })?;
    }
    family
}

/// What came in answer to [`probe`].
struct Answer(Cell<Option<Result<Handle<Family>, Error>>>);

/// # Safety
/// libnl-3 calls it, with what [`probe`] installed.
unsafe extern "C" fn take_answer(msg: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: an answer that outlives the call of nl_recvmsgs().
    let answer = unsafe { &*argument.cast::<Answer>() };
    // SAFETY: libnl-3 passes a live message.
    let nlh: *mut nlmsghdr = unsafe { &*msg }.nm_nlh.get();
    // SAFETY: as above.
    let family = if unsafe { message::is_valid(nlh, 0) } {
        // SAFETY: it is valid.
        family_of(unsafe { attrs_of(nlh) })
    } else {
        Err(Error::MSG_TOOSHORT)
    };
    answer.0.set(Some(family));
    0
}

/// A message of libnl-3's, freed when dropped.
struct Message(*mut nl_msg);

impl Message {
    fn new() -> Result<Self, Error> {
        // SAFETY: has no preconditions.
        let message = unsafe { ffi::nlmsg_alloc() };
        if message.is_null() { Err(Error::NOMEM) } else { Ok(Self(message)) }
    }

    fn header(&self, family: c_int, command: u8, version: u8) -> Result<(), Error> {
        // SAFETY: a live message.
        unsafe { put_header(self.0, 0, 0, family, 0, 0, command, version) }.map(drop)
    }

    fn put_string(&self, kind: u16, text: &CStr) -> Result<(), Error> {
        let bytes = text.to_bytes_with_nul();
        let len = c_int::try_from(bytes.len()).map_err(|_| Error::INVAL)?;
        // SAFETY: a live message; the text is as long as said.
        let put = unsafe { ffi::nla_put(self.0, kind.into(), len, bytes.as_ptr().cast()) };
        error::check(put).map(drop)
    }
}

impl Drop for Message {
    fn drop(&mut self) {
        // SAFETY: ours.
        unsafe { ffi::nlmsg_free(self.0) };
    }
}

/// Puts the headers into a message, and returns where the family's own is.
///
/// # Errors
/// `INVAL` for a negative size, `NOMEM` if there is no room.
///
/// # Safety
/// `msg` is a message or NULL.
#[expect(clippy::too_many_arguments, reason = "the fields of two headers")]
pub unsafe fn put_header(
    msg: *mut nl_msg,
    port: u32,
    seq: u32,
    family: c_int,
    hdrlen: c_int,
    flags: c_int,
    command: u8,
    version: u8,
) -> Result<*mut c_void, Error> {
    let payload = message::GENL_HDRLEN.checked_add(hdrlen).filter(|_| hdrlen >= 0);
    let payload = payload.filter(|_| !msg.is_null()).ok_or(Error::INVAL)?;
    // SAFETY: by contract.
    let nlh = unsafe { ffi::nlmsg_put(msg, port, seq, family, payload, flags) };
    if nlh.is_null() {
        return Err(Error::NOMEM);
    }
    let header = message::header(nlh);
    // SAFETY: there is room for it.
    unsafe { header.write(genlmsghdr { cmd: command, version, reserved: 0 }) };
    Ok(message::user_header(header))
}

/// A callback set of libnl-3's, given back when dropped.
struct Callbacks(*mut nl_sys::layout::nl_cb);

impl Callbacks {
    fn copy_of(socket: &nl_sock) -> Result<Self, Error> {
        // SAFETY: a socket always has a set.
        let copy = unsafe { ffi::nl_cb_clone(socket.s_cb.get()) };
        if copy.is_null() { Err(Error::NOMEM) } else { Ok(Self(copy)) }
    }

    fn on_valid(
        &self,
        function: unsafe extern "C" fn(*mut nl_msg, *mut c_void) -> c_int,
        argument: *mut c_void,
    ) -> Result<(), Error> {
        const VALID: c_int = 0;
        const CUSTOM: c_int = 3;
        // SAFETY: a live set.
        error::check(unsafe { ffi::nl_cb_set(self.0, VALID, CUSTOM, Some(function), argument) })
            .map(drop)
    }
}

impl Drop for Callbacks {
    fn drop(&mut self) {
        // SAFETY: ours.
        unsafe { ffi::nl_cb_put(self.0) };
    }
}

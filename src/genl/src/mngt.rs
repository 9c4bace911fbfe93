// SPDX-License-Identifier: LGPL-2.1-or-later
//! The families that programs registered, and their commands.

use core::ffi::CStr;
use core::{ptr, slice};

use libc::{c_int, c_void, genlmsghdr, nlattr, nlmsghdr, sockaddr_nl};
use nl_sys::error::{self, Error, IntoC};
use nl_sys::ffi;
use nl_sys::layout::{nl_cache_ops, nl_parser_param};
use nl_sys::list::nl_list_head;
use os::lock::RwLock;
use os::raw::RawMsg;
use os::text::Append;

use crate::layout::{genl_cmd, genl_info, genl_ops};
use crate::message;

/// The families, linked through `o_list`.
struct Families(nl_list_head);

// SAFETY: only who holds the lock looks at the list.
unsafe impl Send for Families {}
// SAFETY: as above; readers change nothing.
unsafe impl Sync for Families {}

static FAMILIES: RwLock<Families> = RwLock::new(Families(nl_list_head::unlinked()));

impl Families {
    fn iter(&self) -> impl Iterator<Item = &genl_ops> {
        // SAFETY: a list, which the lock keeps as it is; whoever registers a family keeps it.
        let members = unsafe { self.0.iter() };
        // SAFETY: members are the `o_list` of families.
        members.map(|member| unsafe {
            &*member.wrapping_byte_sub(core::mem::offset_of!(genl_ops, o_list)).cast::<genl_ops>()
        })
    }

    fn by_id(&self, id: c_int) -> Option<&genl_ops> {
        self.iter().find(|ops| ops.o_id.get() == id)
    }

    fn contains(&self, ops: &genl_ops) -> bool {
        self.iter().any(|other| ptr::eq(other, ops))
    }
}

/// A family's name, if it has one.
#[must_use]
pub fn name(ops: &genl_ops) -> Option<&CStr> {
    let name = ops.o_name.get();
    // SAFETY: whoever registers a family keeps its name.
    (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) })
}

/// A family's commands.
fn commands(ops: &genl_ops) -> &[genl_cmd] {
    let count = usize::try_from(ops.o_ncmds).unwrap_or(0);
    if ops.o_cmds.is_null() {
        return &[];
    }
    // SAFETY: there are as many, by the contract of registering.
    unsafe { slice::from_raw_parts(ops.o_cmds, count) }
}

/// Registers a family.
///
/// # Errors
/// `INVAL` without a name, or with commands but no number of them; `EXIST` if there is one of that name,
/// or of that number.
///
/// # Safety
/// It stays as it is until it is unregistered.
pub unsafe fn register(ops: &genl_ops) -> Result<(), Error> {
    let this = name(ops).ok_or(Error::INVAL)?;
    if !ops.o_cmds.is_null() && ops.o_ncmds <= 0 {
        return Err(Error::INVAL);
    }
    let families = FAMILIES.write();
    if ops.o_id.get() != 0 && families.by_id(ops.o_id.get()).is_some() {
        return Err(Error::EXIST);
    }
    if families.iter().any(|other| name(other) == Some(this)) {
        return Err(Error::EXIST);
    }
    if families.0.is_empty() {
        families.0.init();
    }
    // SAFETY: by contract; a family that is registered already has been refused for its name.
    unsafe { families.0.push_back(&ops.o_list) };
    Ok(())
}

/// Unregisters a family; nothing happens if it is not registered.
pub fn unregister(ops: &genl_ops) {
    let families = FAMILIES.write();
    if families.contains(ops) {
        // SAFETY: it is in the list.
        unsafe { ops.o_list.remove() };
    }
}

/// Registers a type of cache together with its family.
///
/// # Errors
/// `PROTO_MISMATCH` if it is not of generic netlink; `INVAL` if its header is too short, or there is no
/// family or message type; what [`register`] and libnl-3 say.
///
/// # Safety
/// Both stay as they are until they are unregistered.
pub unsafe fn register_cache(ops: &mut nl_cache_ops) -> Result<(), Error> {
    if ops.co_protocol != libc::NETLINK_GENERIC {
        return Err(Error::PROTO_MISMATCH);
    }
    // SAFETY: NULL or a family, by contract.
    let family = unsafe { ops.co_genl.get().cast::<genl_ops>().as_ref() };
    let family = family.filter(|_| ops.co_hdrsize >= message::GENL_HDRLEN).ok_or(Error::INVAL)?;
    let first = ptr::from_ref(&ops.co_msgtypes).cast::<nl_sys::layout::nl_msgtype>();
    // SAFETY: every type of cache has a list of message types, if only its end.
    let first = unsafe { &*first };

    family.o_cache_ops.set(ptr::from_mut(ops));
    family.o_name.set(first.mt_name);
    family.o_id.set(first.mt_id);
    ops.co_msg_parser = Some(parse_for_cache);
    // SAFETY: by contract.
    unsafe { register(family) }?;
    // SAFETY: by contract.
    error::check(unsafe { ffi::nl_cache_mngt_register(ops) }).map(drop).inspect_err(|_| {
        unregister(family);
    })
}

/// The parser that registered types of cache have.
///
/// # Safety
/// libnl-3 calls it, with what message parsers take.
unsafe extern "C" fn parse_for_cache(
    cache_ops: *mut nl_cache_ops,
    who: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    param: *mut nl_parser_param,
) -> c_int {
    // SAFETY: a registered type, whose family stays as long.
    let family = unsafe { cache_ops.as_ref() };
    // SAFETY: as above.
    let family = family.and_then(|ops| unsafe { ops.co_genl.get().cast::<genl_ops>().as_ref() });
    let Some(family) = family else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    // SAFETY: libnl-3 passes a message.
    unsafe { dispatch(family, cache_ops, who, nlh, param.cast()) }.into_c()
}

/// Hands a message to the command it is for.
///
/// # Errors
/// `MSG_TOOSHORT`, `MSGTYPE_NOSUPPORT` for an unknown command, `OPNOTSUPP` for one without parser,
/// `NOMEM`, what the policy and the parser say.
///
/// # Safety
/// `nlh` is a message; the rest is what parsers take.
unsafe fn dispatch(
    family: &genl_ops,
    cache_ops: *mut nl_cache_ops,
    who: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    argument: *mut c_void,
) -> Result<c_int, Error> {
    let hdrlen = c_int::try_from(family.o_hdrsize).map_err(|_| Error::INVAL)?;
    // SAFETY: by contract.
    if !unsafe { message::is_valid(nlh, hdrlen) } {
        return Err(Error::MSG_TOOSHORT);
    }
    let genlhdr: *mut genlmsghdr = message::header(nlh);
    // SAFETY: the message is long enough.
    let id = unsafe { genlhdr.read() }.cmd;
    let command = commands(family).iter().find(|command| command.c_id == c_int::from(id));
    let command = command.ok_or(Error::MSGTYPE_NOSUPPORT)?;
    let parser = command.c_msg_parser.ok_or(Error::OPNOTSUPP)?;

    let table = Table::new(command.c_maxattr)?;
    // SAFETY: the message is long enough.
    let (attrs, len) = unsafe { message::attrs(nlh, hdrlen) };
    // SAFETY: the table has an entry for every type, the policy too.
    let parsed =
        unsafe { ffi::nla_parse(table.0, command.c_maxattr, attrs, len, command.c_attr_policy) };
    error::check(parsed)?;
    let mut info =
        genl_info { who, nlh, genlhdr, userhdr: message::user_header(genlhdr), attrs: table.0 };
    let command = ptr::from_ref(command).cast_mut();
    // SAFETY: the program made it for such messages.
    error::check(unsafe { parser(cache_ops, command, &raw mut info, argument) })
}

/// The attributes of a message by type.
struct Table(*mut *mut nlattr);

impl Table {
    fn new(maxattr: c_int) -> Result<Self, Error> {
        let entries = usize::try_from(maxattr.saturating_add(1)).map_err(|_| Error::INVAL)?;
        // SAFETY: calloc may be called with any numbers.
        let table = unsafe { libc::calloc(entries.max(1), size_of::<*mut nlattr>()) };
        if table.is_null() { Err(Error::NOMEM) } else { Ok(Self(table.cast())) }
    }
}

impl Drop for Table {
    fn drop(&mut self) {
        // SAFETY: calloc's, and parsers do not keep it.
        unsafe { libc::free(self.0.cast()) };
    }
}

/// Hands a message to the registered family and command it is for.
///
/// # Errors
/// `MSGTYPE_NOSUPPORT` for an unknown family, and as for the command it is for.
///
/// # Safety
/// `nlh` is a message, `who` its sender.
pub unsafe fn handle(
    who: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    argument: *mut c_void,
) -> Result<c_int, Error> {
    // SAFETY: by contract.
    if !unsafe { message::is_valid(nlh, 0) } {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    let kind = unsafe { RawMsg::new(nlh) }.nlmsg_type();
    // The lock is not held while the parser runs: it may register families itself.
    let family = FAMILIES.read().by_id(c_int::from(kind)).map(ptr::from_ref);
    let family = family.ok_or(Error::MSGTYPE_NOSUPPORT)?;
    // SAFETY: whoever registers a family keeps it while messages are handled.
    let family = unsafe { &*family };
    // SAFETY: by contract.
    unsafe { dispatch(family, ptr::null_mut(), who, nlh, argument) }
}

/// Gives every registered family the number that `number_of` finds for its name.
///
/// # Errors
/// That of the last family in the list.
pub fn resolve_all(number_of: impl Fn(&CStr) -> Result<c_int, Error>) -> Result<(), Error> {
    let families = FAMILIES.write();
    let mut last = Ok(());
    for ops in families.iter() {
        last = find(ops, &number_of).map(|number| ops.o_id.set(number));
    }
    last
}

/// Gives a family the number that `number_of` finds for its name.
///
/// # Errors
/// `INVAL` without a name; those of `number_of`.
pub fn resolve(
    ops: &genl_ops,
    number_of: impl Fn(&CStr) -> Result<c_int, Error>,
) -> Result<(), Error> {
    let number = find(ops, number_of)?;
    // It may be registered, and other threads looking for it.
    let _families = FAMILIES.write();
    ops.o_id.set(number);
    Ok(())
}

fn find(ops: &genl_ops, number_of: impl Fn(&CStr) -> Result<c_int, Error>) -> Result<c_int, Error> {
    number_of(name(ops).ok_or(Error::INVAL)?)
}

/// Calls `take` with the name of a command of a registered family, if there is one.
pub fn with_command_name<R>(
    family: c_int,
    command: c_int,
    take: impl FnOnce(Option<&CStr>) -> R,
) -> R {
    let families = FAMILIES.read();
    let found = families.iter().filter(|ops| ops.o_id.get() == family).flat_map(commands);
    let name = found.filter(|found| found.c_id == command).map(|found| found.c_name).next();
    let name = name.filter(|name| !name.is_null());
    // SAFETY: whoever registers a family keeps the names of its commands.
    take(name.map(|name| unsafe { CStr::from_ptr(name) }))
}

/// Appends the name of an operation, or `unknown`.
pub fn push_op_name(text: &mut impl Append, family: c_int, op: u32) {
    with_command_name(family, op.cast_signed(), |name| text.push_c(name.unwrap_or(c"unknown")));
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Bringing a cache up to date with the kernel.
//!
//! A dump of the kernel may be interrupted by changes, and is inconsistent then. So it is asked for
//! again, up to a limit, and nobody is told of what was in the one that failed.

use core::ptr;

use libc::{c_int, c_void, nlmsghdr, sockaddr_nl};
use nl_sys::error::{Error, IntoC, check};
use nl_sys::layout::{nl_af_group, nl_cache, nl_cache_ops, nl_msg, nl_object, nl_parser_param};
use os::raw::RawMsg;
use wire::nlmsg;

use super::container::{Owned, add, alloc, clear, remove};
use super::include::{Listener, delete, include, replace};
use super::search::{flag_all, search_entry, walk};
use super::{as_ptr, first, ops};
use crate::callback;
use crate::debug;
use crate::object::{self, Object};
use crate::receive;
use crate::registry;
use crate::socket::Socket;

/// In `c_flags`: ask for each address family of the type's groups by itself.
pub const NL_CACHE_AF_ITER: libc::c_uint = 1;

/// How often an interrupted dump is asked for.
const ATTEMPTS: u32 = 16;

/// Has a message read by a type's function, which hands objects to `params`. Returns what it does.
///
/// # Errors
/// `MSG_TOOSHORT` for a message that has no room for the type's header; `MSGTYPE_NOSUPPORT` if it is
/// none of the type's, or the type cannot read it.
///
/// # Safety
/// `nlh` is a message, `who` NULL or the address of its sender, `params` what the type's function takes.
pub unsafe fn parse(
    ops: &nl_cache_ops,
    who: *mut sockaddr_nl,
    nlh: *mut nlmsghdr,
    params: *mut nl_parser_param,
) -> Result<c_int, Error> {
    // SAFETY: a message by contract.
    let message = unsafe { RawMsg::new(nlh) };
    let least = i64::from(nlmsg::HDRLEN_U32).saturating_add(i64::from(ops.co_hdrsize));
    if i64::from(message.nlmsg_len()) < least {
        return Err(Error::MSG_TOOSHORT);
    }
    let wanted = c_int::from(message.nlmsg_type());
    let parser = ops.co_msg_parser.ok_or(Error::MSGTYPE_NOSUPPORT)?;
    for _ in registry::msgtypes(ops).filter(|known| known.mt_id == wanted) {
        let ops = ptr::from_ref(ops).cast_mut();
        // SAFETY: a function of the type, called with what it takes.
        let returned = unsafe { parser(ops, who, nlh, params) };
        if Error::from_c(returned) != Error::OPNOTSUPP {
            return check(returned);
        }
    }
    Err(Error::MSGTYPE_NOSUPPORT)
}

/// Asks the kernel for all objects.
fn request(sk: &Socket, cache: &nl_cache) -> Result<c_int, Error> {
    let ops = ops(cache).ok_or(Error::INVAL)?;
    if sk.s_proto.get() != ops.co_protocol {
        return Err(Error::PROTO_MISMATCH);
    }
    let request = ops.co_request_update.ok_or(Error::OPNOTSUPP)?;
    let name = registry::cache_name(ops);
    debug::note!(2, "nl_cache_refill", "asking for all of ", name = name);
    // SAFETY: a function of the type, with a cache of the type.
    check(unsafe { request(as_ptr(cache), sk.as_ptr()) })
}

/// What becomes of an object that was read: `(cache, object, where to)`.
type Take = fn(&nl_cache, &nl_object, &Listener) -> Result<(), Error>;

/// Where the objects of messages go.
struct Destination<'a> {
    cache: &'a nl_cache,
    take: Take,
    listener: Listener,
}

impl Destination<'_> {
    /// Reads a message and takes the objects in it.
    ///
    /// # Safety
    /// As of [`parse`].
    unsafe fn parse(&self, who: *mut sockaddr_nl, nlh: *mut nlmsghdr) -> Result<c_int, Error> {
        let mut params =
            nl_parser_param { pp_cb: Some(take), pp_arg: ptr::from_ref(self).cast_mut().cast() };
        let ops = ops(self.cache).ok_or(Error::INVAL)?;
        // SAFETY: by contract; the parameters lead to `take` and what it needs.
        unsafe { parse(ops, who, nlh, &raw mut params) }
    }

    /// Receives the answer to a request and takes the objects in it.
    fn receive(&self, sk: &Socket) -> Result<(), Error> {
        let received = receive::with_callbacks(sk, |callbacks| {
            callbacks.valid.set(Some(read), ptr::from_ref(self).cast_mut().cast());
            receive::messages(sk, callbacks)
        });
        received.map(drop)
    }
}

/// Reads a message: the handler of valid ones during [`Destination::receive`].
unsafe extern "C" fn read(msg: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: installed with this argument, for as long as the destination lives.
    let destination = unsafe { &*argument.cast::<Destination<'_>>() };
    // SAFETY: handlers are called with a live message.
    let msg = unsafe { &*msg };
    // SAFETY: its header and its sender.
    match unsafe { destination.parse(msg.nm_src.as_ptr(), msg.nm_nlh.get()) } {
        Err(Error::EXIST) => callback::SKIP,
        result => result.into_c(),
    }
}

/// Takes an object: the function that parsers call during [`Destination::parse`].
unsafe extern "C" fn take(object: *mut nl_object, params: *mut nl_parser_param) -> c_int {
    // SAFETY: parsers hand back what they were given.
    let argument = unsafe { (*params).pp_arg };
    // SAFETY: installed with this argument, for as long as the destination lives.
    let destination = unsafe { &*argument.cast::<Destination<'_>>() };
    // SAFETY: parsers deliver live objects, or NULL if they are written badly.
    let object = unsafe { object.as_ref() }.ok_or(Error::INVAL);
    let take = |object| (destination.take)(destination.cache, object, &destination.listener);
    object.and_then(take).into_c()
}

/// Adds an object.
fn keep(cache: &nl_cache, object: &nl_object, _: &Listener) -> Result<(), Error> {
    add(cache, object)
}

/// Adds an object, or has it merged with the one there is, or takes that one's place.
fn keep_latest(cache: &nl_cache, object: &nl_object, _: &Listener) -> Result<(), Error> {
    if let Some(old) = search_entry(cache, object) {
        if object::update(&old, object) == Ok(0) {
            return Ok(());
        }
        remove(&old);
    }
    add(cache, object)
}

/// Reads one message and adds the objects in it.
///
/// # Errors
/// As of [`parse`] and [`add`].
///
/// # Safety
/// `nlh` is a message.
pub unsafe fn parse_and_add(cache: &nl_cache, nlh: *mut nlmsghdr) -> Result<c_int, Error> {
    let destination = Destination { cache, take: keep, listener: Listener::NONE };
    // SAFETY: by contract.
    unsafe { destination.parse(ptr::null_mut(), nlh) }
}

/// Receives the answer to a request into the cache. Objects that are in it already are left out, in
/// caches with keys, or replaced, if `check_duplicates` says so.
///
/// # Errors
/// `PROTO_MISMATCH` for a socket of another protocol, and those of receiving.
pub fn pickup(sk: &Socket, cache: &nl_cache, check_duplicates: bool) -> Result<(), Error> {
    let ops = ops(cache).ok_or(Error::INVAL)?;
    if sk.s_proto.get() != ops.co_protocol {
        return Err(Error::PROTO_MISMATCH);
    }
    let take: Take = if check_duplicates { keep_latest } else { keep };
    Destination { cache, take, listener: Listener::NONE }.receive(sk)
}

/// The groups of a type.
pub fn groups(ops: &nl_cache_ops) -> impl Iterator<Item = &nl_af_group> {
    let mut next = ops.co_groups;
    core::iter::from_fn(move || {
        // SAFETY: NULL, or a list that goes on up to group 0.
        let group = unsafe { next.as_ref() }?;
        next = next.wrapping_add(1);
        (group.ag_group != 0).then_some(group)
    })
    .fuse()
}

/// Dumps everything into `into`, which has been emptied, asking in the name of `cache`.
fn dump_once(sk: &Socket, cache: &nl_cache, into: &nl_cache, take: Take) -> Result<(), Error> {
    let destination = Destination { cache: into, take, listener: Listener::NONE };
    let once = || {
        request(sk, cache)?;
        destination.receive(sk)
    };
    let ops = ops(cache).ok_or(Error::INVAL)?;
    let mut groups = groups(ops).peekable();
    if cache.c_flags.get() & NL_CACHE_AF_ITER == 0 || groups.peek().is_none() {
        return once();
    }
    groups.try_for_each(|group| {
        cache.c_iarg1.set(group.ag_family);
        once()
    })
}

/// Empties `into` and dumps everything into it, once more if a change interrupts that.
fn dump(sk: &Socket, cache: &nl_cache, into: &nl_cache, take: Take) -> Result<(), Error> {
    let mut result = Ok(());
    for _ in 0..ATTEMPTS {
        clear(into);
        result = dump_once(sk, cache, into, take);
        if result != Err(Error::DUMP_INTR) {
            break;
        }
        debug::note!(2, "nl_cache_refill", "interrupted, asking again");
    }
    result
}

/// Replaces all objects by those that the kernel has.
///
/// # Errors
/// `PROTO_MISMATCH` for a socket of another protocol; `OPNOTSUPP` for a type that cannot ask;
/// `DUMP_INTR` if changes interrupt every attempt; those of sending and receiving.
pub fn refill(sk: &Socket, cache: &nl_cache) -> Result<(), Error> {
    if sk.s_proto.get() != ops(cache).ok_or(Error::INVAL)?.co_protocol {
        return Err(Error::PROTO_MISMATCH);
    }
    dump(sk, cache, cache, keep)
}

/// As [`refill`], and tells of every difference that makes. Returns how many there were. If the kernel
/// cannot be asked, nothing has changed.
///
/// # Errors
/// As of [`refill`].
pub fn resync(sk: &Socket, cache: &nl_cache, listener: &Listener) -> Result<c_int, Error> {
    let type_of = ops(cache).ok_or(Error::INVAL)?;
    if sk.s_proto.get() != type_of.co_protocol {
        return Err(Error::PROTO_MISMATCH);
    }
    let now = alloc(type_of)?;
    dump(sk, cache, &now, include)?;
    // Callbacks may return the program's references.
    let cache = Owned::new(cache);
    let cache = &*cache;
    // Those that the dump does not replace are gone.
    flag_all(cache, object::STALE);
    let mut changes: c_int = 0;
    while let Some(new) = first(&now).map(Object::new) {
        remove(&new);
        let changed = replace(cache, search_entry(cache, &new), &new, listener, true)?;
        changes = changes.saturating_add(c_int::from(changed));
    }
    walk(cache, None, |old| {
        if object::has(old, object::STALE) {
            delete(cache, old, listener);
            changes = changes.saturating_add(1);
        }
    });
    Ok(changes)
}

/// Makes a cache and fills it.
///
/// # Errors
/// As of [`alloc`] and [`refill`].
pub fn alloc_filled(ops: &nl_cache_ops, sk: Option<&Socket>) -> Result<Owned, Error> {
    let cache = alloc(ops)?;
    if let Some(sk) = sk {
        refill(sk, &cache)?;
    }
    Ok(cache)
}

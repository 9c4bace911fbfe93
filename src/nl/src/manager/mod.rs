// SPDX-License-Identifier: LGPL-2.1-or-later
//! Cache managers: caches that are kept up to date by what the kernel announces.
//!
//! A manager has two sockets. On one, which is a member of the groups of all its caches, it listens; on
//! the other it asks for dumps, so that announcements that come meanwhile are not lost.
//!
//! If changes come faster than the program takes them, the kernel drops some and says so. What was
//! dropped nobody knows; so all caches are dumped anew and every difference is told, as if it had been
//! announced.

mod print;

use core::cell::Cell;
use core::ffi::CStr;
use core::ptr;

use libc::{c_int, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{nl_cache, nl_cache_assoc, nl_cache_ops, nl_msg, nl_object, nl_parser_param};
use os::heap;
use os::raw::RawMsg;
use os::wait;

use crate::cache::fill::{self, groups};
use crate::cache::include::{Listener, include};
use crate::cache::{self, container};
use crate::callback::{OK, SKIP, STOP};
use crate::debug;
use crate::errno::from_errno;
use crate::object;
use crate::receive;
use crate::registry;
use crate::socket::Socket;

/// Flag: the caches are provided for everybody's use.
pub const NL_AUTO_PROVIDE: c_int = 1;

/// Flag, of the library's own: the socket is the manager's.
pub const NL_ALLOCATED_SOCK: c_int = 2;

/// Slots for caches at first, and how many are added when they are taken.
const SLOTS: (c_int, c_int) = (16, 8);

/// How often `data_ready` asks for everything anew before it leaves the rest to the next call.
const RESYNCS: u32 = 4;

/// A free slot.
const NOTHING: nl_cache_assoc = nl_cache_assoc {
    ca_cache: ptr::null_mut(),
    ca_change: None,
    ca_change_v2: None,
    ca_change_data: ptr::null_mut(),
};

/// A manager; `struct nl_cache_mngr` in C.
pub struct Manager {
    protocol: c_int,
    flags: Cell<c_int>,
    /// Where announcements come in.
    events: *mut Socket,
    /// Where dumps are asked for.
    requests: Cell<*mut Socket>,
    owns_requests: Cell<bool>,
    /// The caches: so many slots, from malloc.
    slots: Cell<*mut Cell<nl_cache_assoc>>,
    count: Cell<c_int>,
    /// Announcements were lost, and the caches have not been dumped anew since.
    behind: Cell<bool>,
    /// Calls of [`Manager::data_ready`] that are running.
    running: Cell<u32>,
    /// Freed by a callback: the outermost of those calls has to finish that.
    freed: Cell<bool>,
}

/// A socket of the manager's own.
fn new_socket() -> Result<*mut Socket, Error> {
    Socket::with_default_handlers()
}

impl Manager {
    /// A manager of caches of a protocol. Sockets that are NULL are made.
    ///
    /// # Errors
    /// `INVAL` for a flag that is not the program's to set; `NOMEM`; those of connecting. The sockets of
    /// the program are closed then.
    ///
    /// # Safety
    /// The sockets are NULL, or live as long as the manager.
    pub unsafe fn new(
        events: *mut Socket,
        requests: *mut Socket,
        protocol: c_int,
        flags: c_int,
    ) -> Result<*mut Self, Error> {
        if flags & NL_ALLOCATED_SOCK != 0 {
            return Err(Error::INVAL);
        }
        let (events, flags) = if events.is_null() {
            (new_socket()?, flags | NL_ALLOCATED_SOCK)
        } else {
            (events, flags)
        };
        let manager = Self {
            protocol,
            flags: Cell::new(flags),
            events,
            requests: Cell::new(requests),
            owns_requests: Cell::new(false),
            slots: Cell::new(ptr::null_mut()),
            count: Cell::new(0),
            behind: Cell::new(false),
            running: Cell::new(0),
            freed: Cell::new(false),
        };
        match heap::new(manager) {
            Ok(manager) => {
                // SAFETY: just made.
                match unsafe { &*manager }.set_up() {
                    Ok(()) => Ok(manager),
                    Err(error) => {
                        // SAFETY: made here, and nobody else knows it.
                        unsafe { Self::free(manager) };
                        Err(error)
                    }
                }
            }
            Err(_) => {
                if flags & NL_ALLOCATED_SOCK != 0 {
                    // SAFETY: made here.
                    unsafe { Socket::free(events) };
                }
                Err(Error::NOMEM)
            }
        }
    }

    fn set_up(&self) -> Result<(), Error> {
        self.grow(SLOTS.0)?;
        let events = self.events();
        // Announcements are not answers.
        events.callbacks().seq_check.set(Some(receive::any_sequence), ptr::null_mut());
        events.connect(self.protocol)?;
        events.set_nonblocking()?;
        if self.requests.get().is_null() {
            self.requests.set(new_socket()?);
            self.owns_requests.set(true);
        }
        self.requests()?.connect(self.protocol)
    }

    /// Closes the sockets, frees those that are the manager's own, and returns the caches. The latter
    /// two, in a change callback, as soon as that and the call it came from end.
    ///
    /// # Safety
    /// `this` came from [`Self::new`] and is not used any more.
    pub unsafe fn free(this: *mut Self) {
        // SAFETY: by contract.
        let manager = unsafe { &*this };
        manager.events().close();
        if let Ok(requests) = manager.requests() {
            requests.close();
        }
        if manager.running.get() > 0 {
            return manager.freed.set(true);
        }
        // SAFETY: by contract, and nothing of the manager's runs.
        unsafe { Self::release(this) };
    }

    /// # Safety
    /// As of [`Self::free`]; the sockets are closed, and may be gone if they are not the manager's own.
    unsafe fn release(this: *mut Self) {
        // SAFETY: by contract.
        let manager = unsafe { heap::take(this) };
        if manager.owns_requests.get() {
            // SAFETY: the manager's own.
            unsafe { Socket::free(manager.requests.get()) };
        }
        if manager.flags.get() & NL_ALLOCATED_SOCK != 0 {
            // SAFETY: the manager's own.
            unsafe { Socket::free(manager.events) };
        }
        for (_, slot) in manager.managed() {
            // SAFETY: the manager holds a reference.
            if let Some(cache) = unsafe { slot.ca_cache.as_ref() } {
                registry::unprovide(cache);
            }
            // SAFETY: that reference.
            unsafe { container::put(slot.ca_cache) };
        }
        // SAFETY: from malloc, and not used any more.
        unsafe { libc::free(manager.slots.get().cast()) };
    }

    fn events(&self) -> &Socket {
        // SAFETY: lives as long as the manager.
        unsafe { &*self.events }
    }

    fn requests(&self) -> Result<&Socket, Error> {
        // SAFETY: NULL, or lives as long as the manager.
        unsafe { self.requests.get().as_ref() }.ok_or(Error::BAD_SOCK)
    }

    /// The slots, in order.
    fn slots(&self) -> impl Iterator<Item = (c_int, &Cell<nl_cache_assoc>)> {
        (0..self.count.get()).map(|number| {
            let at = usize::try_from(number).unwrap_or(0);
            // SAFETY: there are so many.
            (number, unsafe { &*self.slots.get().wrapping_add(at) })
        })
    }

    /// The slots that have a cache. Callbacks may add to them meanwhile, so these are copies.
    fn managed(&self) -> impl Iterator<Item = (c_int, nl_cache_assoc)> {
        let slots = self.slots().map(|(number, slot)| (number, slot.get()));
        slots.filter(|(_, slot)| !slot.ca_cache.is_null())
    }

    /// Adds free slots.
    fn grow(&self, by: c_int) -> Result<(), Error> {
        let old = self.count.get();
        let count = old.checked_add(by).ok_or(Error::NOMEM)?;
        let size =
            usize::try_from(count).ok().and_then(|n| n.checked_mul(size_of::<nl_cache_assoc>()));
        // SAFETY: NULL, or from malloc and the manager's own.
        let slots = unsafe { libc::realloc(self.slots.get().cast(), size.ok_or(Error::NOMEM)?) };
        if slots.is_null() {
            return Err(Error::NOMEM);
        }
        let slots = slots.cast::<Cell<nl_cache_assoc>>();
        self.slots.set(slots);
        for number in old..count {
            let slot = slots.wrapping_add(usize::try_from(number).unwrap_or(0));
            // SAFETY: within the memory just made.
            unsafe { slot.write(Cell::new(NOTHING)) };
        }
        self.count.set(count);
        Ok(())
    }

    /// A free slot.
    fn free_slot(&self) -> Option<&Cell<nl_cache_assoc>> {
        self.slots().map(|(_, slot)| slot).find(|slot| slot.get().ca_cache.is_null())
    }

    /// Fills a cache and keeps it up to date from now on. The caller's reference becomes the manager's.
    ///
    /// # Errors
    /// `PROTO_MISMATCH` for a cache of another protocol; `OPNOTSUPP` for one whose changes are not
    /// announced; `EXIST` if there is one of the type; `NOMEM`; those of joining groups and of filling.
    pub fn add(&self, cache: &nl_cache, listener: &Listener) -> Result<(), Error> {
        let ops = cache::ops(cache).ok_or(Error::INVAL)?;
        if ops.co_protocol != self.protocol {
            return Err(Error::PROTO_MISMATCH);
        }
        if ops.co_groups.is_null() {
            return Err(Error::OPNOTSUPP);
        }
        if self.managed().any(|(_, slot)| ops_of(&slot).is_some_and(|other| ptr::eq(other, ops))) {
            return Err(Error::EXIST);
        }
        if self.free_slot().is_none() {
            self.grow(SLOTS.1)?;
        }
        groups(ops).try_for_each(|group| self.events().membership(group.ag_group, true))?;
        if let Err(error) = self.requests().and_then(|socket| fill::refill(socket, cache)) {
            self.drop_answer();
            for group in groups(ops) {
                let _ = self.events().membership(group.ag_group, false);
            }
            return Err(error);
        }
        let slot = self.free_slot().ok_or(Error::NOMEM)?;
        slot.set(nl_cache_assoc {
            ca_cache: cache::as_ptr(cache),
            ca_change: listener.v1,
            ca_change_v2: listener.v2,
            ca_change_data: listener.data,
        });
        debug::note!(1, "nl_cache_mngr_add_cache", "added ", name = registry::cache_name(ops));
        if self.flags.get() & NL_AUTO_PROVIDE != 0 {
            registry::provide(cache);
        }
        Ok(())
    }

    /// Makes a cache of a type and adds it. Returns it, with the manager's reference.
    ///
    /// # Errors
    /// `NOCACHE` for an unknown type, and those of [`Self::add`].
    pub fn add_by_name(&self, name: &CStr, listener: &Listener) -> Result<*mut nl_cache, Error> {
        let cache = container::alloc_by_name(name)?;
        self.add(&cache, listener)?;
        Ok(cache.into_raw())
    }

    /// Drops what is left of an answer that was not read to its end.
    fn drop_answer(&self) {
        if let Ok(requests) = self.requests() {
            wait::discard(requests.s_fd.get());
            requests.s_seq_expect.set(requests.s_seq_next.get());
        }
    }

    /// The descriptor to wait on.
    #[must_use]
    pub fn fd(&self) -> c_int {
        self.events().s_fd.get()
    }

    /// Waits, at most so many milliseconds if that is not negative, and takes what was announced.
    ///
    /// # Errors
    /// `INTR` if a signal came, and those of [`Self::data_ready`].
    pub fn poll(&self, timeout: c_int) -> Result<c_int, Error> {
        // What was lost is not announced again.
        if !self.behind.get() && !wait::readable(self.fd(), timeout).map_err(from_errno)? {
            return Ok(0);
        }
        self.data_ready()
    }

    /// Takes what was announced, until there is no more. Returns how many messages came, and how many
    /// changes were found besides if some were lost.
    ///
    /// # Errors
    /// Those of receiving, and of asking for everything anew.
    pub fn data_ready(&self) -> Result<c_int, Error> {
        let _stays = self.in_use();
        receive::with_callbacks(self.events(), |callbacks| {
            callbacks.valid.set(Some(announced), ptr::from_ref(self).cast_mut().cast());
            let mut changes: c_int = 0;
            let mut resyncs = 0;
            loop {
                let received = receive::messages(self.events(), callbacks);
                if self.freed.get() {
                    // The sockets may be gone.
                    return Ok(changes.saturating_add(received.unwrap_or(0)));
                }
                let more = match received {
                    Ok(more) => more,
                    Err(Error::NOMEM) if self.events().take_overrun() => {
                        debug::note!(1, "nl_cache_mngr_data_ready", "announcements were lost");
                        self.behind.set(true);
                        continue;
                    }
                    // What was announced before messages were lost is done with.
                    Err(Error::AGAIN) if self.behind.get() && resyncs < RESYNCS => {
                        resyncs += 1;
                        changes = changes.saturating_add(self.resync()?);
                        if self.freed.get() {
                            return Ok(changes);
                        }
                        continue;
                    }
                    Err(Error::AGAIN) => 0,
                    Err(error) => return Err(error),
                };
                if more == 0 {
                    return Ok(changes);
                }
                changes = changes.saturating_add(more);
            }
        })
    }

    /// Asks for everything anew. Returns how many changes that brought.
    fn resync(&self) -> Result<c_int, Error> {
        let mut changes: c_int = 0;
        for (_, slot) in self.managed() {
            // SAFETY: the manager holds a reference.
            let Some(cache) = (unsafe { slot.ca_cache.as_ref() }) else {
                continue;
            };
            let managed = Managed { manager: self, slot };
            let requests = self.requests()?;
            let changed = fill::resync(requests, cache, &managed.listener());
            if self.freed.get() {
                return Ok(changes.saturating_add(changed.unwrap_or(0)));
            }
            if changed.is_err() {
                self.drop_answer();
            }
            changes = changes.saturating_add(changed?);
        }
        self.behind.set(false);
        Ok(changes)
    }

    /// Until the returned value is dropped, the manager stays.
    fn in_use(&self) -> InUse<'_> {
        self.running.set(self.running.get().saturating_add(1));
        InUse(self)
    }

    /// The cache that a message is for.
    fn slot_for(&self, msgtype: c_int) -> Option<nl_cache_assoc> {
        let knows = |ops: &nl_cache_ops| registry::msgtype_lookup(ops, msgtype).is_some();
        self.managed().map(|(_, slot)| slot).find(|slot| ops_of(slot).is_some_and(knows))
    }
}

/// See [`Manager::in_use`].
struct InUse<'a>(&'a Manager);

impl Drop for InUse<'_> {
    fn drop(&mut self) {
        let manager = self.0;
        manager.running.set(manager.running.get().saturating_sub(1));
        if manager.freed.get() && manager.running.get() == 0 {
            // SAFETY: every manager came from `new`, and the program has freed this one.
            unsafe { Manager::release(ptr::from_ref(manager).cast_mut()) };
        }
    }
}

/// A cache, who is told of its changes, and the manager that keeps it up to date.
struct Managed<'a> {
    manager: &'a Manager,
    slot: nl_cache_assoc,
}

impl Managed<'_> {
    /// The program's listener, as long as the program has not freed the manager.
    fn listener(&self) -> Listener {
        Listener {
            v1: self.slot.ca_change.map(|_| changed as _),
            v2: self.slot.ca_change_v2.map(|_| changed_v2 as _),
            data: ptr::from_ref(self).cast_mut().cast(),
        }
    }

    /// Who is to be told.
    ///
    /// # Safety
    /// `data` is that of [`Self::listener`], while that is in use.
    unsafe fn told<'a>(data: *mut c_void) -> Option<&'a nl_cache_assoc> {
        // SAFETY: by contract.
        let managed = unsafe { &*data.cast::<Managed<'_>>() };
        (!managed.manager.freed.get()).then_some(&managed.slot)
    }
}

/// Tells the program of a change.
unsafe extern "C" fn changed(
    cache: *mut nl_cache,
    object: *mut nl_object,
    action: c_int,
    data: *mut c_void,
) {
    // SAFETY: installed with this argument.
    let Some(slot) = (unsafe { Managed::told(data) }) else { return };
    if let Some(tell) = slot.ca_change {
        // SAFETY: the program's function, with the program's argument.
        unsafe { tell(cache, object, action, slot.ca_change_data) };
    }
}

/// As [`changed`], with what was there before.
unsafe extern "C" fn changed_v2(
    cache: *mut nl_cache,
    old: *mut nl_object,
    new: *mut nl_object,
    diff: u64,
    action: c_int,
    data: *mut c_void,
) {
    // SAFETY: installed with this argument.
    let Some(slot) = (unsafe { Managed::told(data) }) else { return };
    if let Some(tell) = slot.ca_change_v2 {
        // SAFETY: the program's function, with the program's argument.
        unsafe { tell(cache, old, new, diff, action, slot.ca_change_data) };
    }
}

/// The type of the cache in a slot.
fn ops_of(slot: &nl_cache_assoc) -> Option<&nl_cache_ops> {
    // SAFETY: the manager holds a reference.
    unsafe { slot.ca_cache.as_ref() }.and_then(cache::ops)
}

/// Takes a message: the handler of valid ones during [`Manager::data_ready`].
unsafe extern "C" fn announced(msg: *mut nl_msg, argument: *mut c_void) -> c_int {
    // SAFETY: installed with this argument, for as long as the manager receives.
    let manager = unsafe { &*argument.cast::<Manager>() };
    if manager.freed.get() {
        return STOP;
    }
    // SAFETY: handlers are called with a live message.
    let msg = unsafe { &*msg };
    // SAFETY: every message has a header.
    let header = unsafe { RawMsg::new(msg.nm_nlh.get()) };
    if msg.nm_protocol.get() != manager.protocol {
        return SKIP;
    }
    let Some(slot) = manager.slot_for(c_int::from(header.nlmsg_type())) else {
        return SKIP;
    };
    let Some(ops) = ops_of(&slot) else {
        return SKIP;
    };
    let managed = Managed { manager, slot };
    let argument = ptr::from_ref(&managed).cast_mut().cast();
    let mut params = nl_parser_param { pp_cb: Some(take), pp_arg: argument };
    // SAFETY: a message, and parameters that lead to `take`.
    unsafe { fill::parse(ops, ptr::null_mut(), header.as_ptr(), &raw mut params) }.into_c()
}

/// Takes an object: the function that parsers call during [`announced`].
unsafe extern "C" fn take(object: *mut nl_object, params: *mut nl_parser_param) -> c_int {
    // SAFETY: parsers hand back what they were given.
    let argument = unsafe { (*params).pp_arg };
    // SAFETY: installed with this argument, which outlives the parser.
    let managed = unsafe { &*argument.cast::<Managed<'_>>() };
    if managed.manager.freed.get() {
        return OK;
    }
    let slot = &managed.slot;
    // SAFETY: the manager holds a reference.
    let cache = unsafe { slot.ca_cache.as_ref() };
    // SAFETY: parsers deliver live objects, or NULL if they are written badly.
    let (Some(cache), Some(object)) = (cache, unsafe { object.as_ref() }) else {
        return Err::<(), _>(Error::INVAL).into_c();
    };
    let Some(ops) = cache::ops(cache) else {
        return OK;
    };
    let (this, that) = (cache::as_ptr(cache), object::as_ptr(object));
    if let Some(filter) = ops.co_event_filter
        // SAFETY: a function of the type, with a cache and an object of the type.
        && unsafe { filter(this, that) } != OK
    {
        return OK;
    }
    match ops.co_include_event {
        // SAFETY: as above, with the callbacks of the program.
        Some(include) => unsafe {
            include(this, that, slot.ca_change, slot.ca_change_v2, slot.ca_change_data)
        },
        None => include(cache, object, &managed.listener()).into_c(),
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Cache managers: caches that are kept up to date by what the kernel announces.
//!
//! A manager has two sockets. On one, which is a member of the groups of all its caches, it listens; on
//! the other it asks for dumps, so that announcements that come meanwhile are not lost.
//!
//! If changes come faster than the program takes them, the kernel drops some and says so. What was
//! dropped nobody knows; so all caches are dumped anew and every difference is told, as if it had been
//! announced.

use core::cell::Cell;
use core::ptr;

use libc::{c_int, c_short, c_void};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::{
    change_func_t, change_func_v2_t, nl_af_group, nl_cache, nl_cache_assoc, nl_cache_mngr,
    nl_cache_ops, nl_dump_params, nl_msg, nl_object, nl_parser_param,
};
use os::heap;

use crate::cache::fill::{self, groups};
use crate::cache::include::{Listener, include};
use crate::cache::{self, container};
use crate::callback::{OK, SKIP};
use crate::errno;
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
        events.disable_seq_check();
        events.connect(self.protocol)?;
        events.set_nonblocking()?;
        if self.requests.get().is_null() {
            self.requests.set(new_socket()?);
            self.owns_requests.set(true);
        }
        self.requests()?.connect(self.protocol)
    }

    /// Closes the sockets, frees those that are the manager's own, and returns the caches.
    ///
    /// # Safety
    /// `this` came from [`Self::new`] and is not used any more.
    pub unsafe fn free(this: *mut Self) {
        // SAFETY: by contract.
        let manager = unsafe { heap::take(this) };
        manager.events().close();
        if let Ok(requests) = manager.requests() {
            requests.close();
        }
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

    /// The manager as C knows it.
    #[must_use]
    pub fn into_c(this: *mut Self) -> *mut nl_cache_mngr {
        this.cast()
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
        let size = usize::try_from(count).ok().and_then(|n| n.checked_mul(size_of::<nl_cache_assoc>()));
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
        if self.managed().any(|(_, slot)| ptr::eq(type_of(&slot), ops)) {
            return Err(Error::EXIST);
        }
        if self.free_slot().is_none() {
            self.grow(SLOTS.1)?;
        }
        groups(ops).try_for_each(|group| self.events().membership(group.ag_group, true))?;
        if let Err(error) = self.requests().and_then(|socket| fill::refill(socket, cache)) {
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
        if self.flags.get() & NL_AUTO_PROVIDE != 0 {
            registry::provide(cache);
        }
        Ok(())
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The next hops of a route.
//!
//! Most routes have one, with nothing but an interface and a gateway, and most are never asked for it: such
//! a next hop waits inside of the route, and becomes a structure of C's when it is asked for.

use core::cell::Cell;
use core::mem::offset_of;
use core::ptr;

use libc::c_int;
use nl_sys::error::Error;
use nl_sys::list::nl_list_head;
use os::heap;

use super::nexthop::{attr, rtnl_nexthop};

/// Bytes of a gateway that fits inside.
const GATEWAY: usize = 16;

/// A next hop inside of its route.
#[derive(Clone, Copy, Debug, Default)]
pub struct Single {
    /// `RTNH_F_DEAD` and the like.
    pub flags: u8,
    /// The attributes that are set: the flags, and perhaps the interface and the gateway.
    pub mask: u8,
    /// The family of the gateway.
    pub family: u8,
    /// Bytes of gateway.
    len: u8,
    /// The interface.
    pub ifindex: u32,
    gateway: [u8; GATEWAY],
}

impl Single {
    /// Sets the gateway; returns whether it fits.
    #[inline]
    pub fn set_gateway(&mut self, family: u8, bytes: &[u8]) -> bool {
        let Some(room) = self.gateway.get_mut(..bytes.len()) else {
            return false;
        };
        room.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        self.len = u8::try_from(bytes.len()).unwrap_or(0);
        self.family = family;
        self.mask |= GATEWAY_BIT;
        true
    }

    /// The bytes of the gateway.
    #[must_use]
    pub fn gateway(&self) -> &[u8] {
        self.gateway.get(..usize::from(self.len)).unwrap_or_default()
    }

    fn make(&self) -> Result<*mut rtnl_nexthop, Error> {
        let hop = rtnl_nexthop::alloc()?;
        // SAFETY: just made.
        let this = unsafe { &*hop };
        if self.mask & GATEWAY_BIT != 0
            && let Err(error) = this.rtnh_gateway.make(self.family.into(), self.gateway())
        {
            // SAFETY: made above, and nobody else's.
            unsafe { rtnl_nexthop::free(hop) };
            return Err(error);
        }
        this.rtnh_ifindex.set(self.ifindex);
        this.set_flags(self.flags);
        this.ce_mask.set(self.mask.into());
        Ok(hop)
    }

    /// What distinguishes it from others: not the flags.
    fn identity(&self) -> (u8, u32, u8, &[u8]) {
        (self.mask & !FLAGS_BIT, self.ifindex, self.family, self.gateway())
    }
}

#[expect(clippy::cast_possible_truncation, reason = "bits of the lowest byte")]
const GATEWAY_BIT: u8 = attr::GATEWAY as u8;
#[expect(clippy::cast_possible_truncation, reason = "bits of the lowest byte")]
const FLAGS_BIT: u8 = attr::FLAGS as u8;

/// A list of C's.
#[derive(Debug)]
struct List {
    head: nl_list_head,
    count: Cell<u32>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    None,
    Single(Single),
    /// Ours, with all that is on it.
    List(*mut List),
}

/// The next hops of a route, in their order.
#[derive(Debug)]
pub struct Nexthops(Cell<State>);

impl Default for Nexthops {
    fn default() -> Self {
        Self(Cell::new(State::None))
    }
}

/// The next hop whose place in a list is at `link`.
fn hop_at(link: *mut nl_list_head) -> *mut rtnl_nexthop {
    link.wrapping_byte_sub(offset_of!(rtnl_nexthop, rtnh_list)).cast()
}

impl Nexthops {
    /// One next hop, and nothing special about it.
    #[must_use]
    #[inline]
    pub fn single(hop: Single) -> Self {
        Self(Cell::new(State::Single(hop)))
    }

    /// The only next hop, if nobody has asked for it yet.
    #[must_use]
    #[inline]
    pub fn as_single(&self) -> Option<Single> {
        match self.0.get() {
            State::Single(hop) => Some(hop),
            _ => None,
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> u32 {
        match self.0.get() {
            State::None => 0,
            State::Single(_) => 1,
            // SAFETY: ours.
            State::List(list) => unsafe { &*list }.count.get(),
        }
    }

    /// The list, made if there is none yet.
    fn list(&self) -> Result<&List, Error> {
        let list = match self.0.get() {
            State::List(list) => list,
            State::None => Self::new_list(None)?,
            State::Single(hop) => Self::new_list(Some(hop))?,
        };
        self.0.set(State::List(list));
        // SAFETY: ours.
        Ok(unsafe { &*list })
    }

    fn new_list(hop: Option<Single>) -> Result<*mut List, Error> {
        let hop = hop.map(|hop| hop.make()).transpose()?;
        let list = List { head: nl_list_head::unlinked(), count: Cell::new(0) };
        let list = heap::new(list);
        let Ok(list) = list else {
            // SAFETY: NULL, or made above and nobody else's.
            unsafe { rtnl_nexthop::free(hop.unwrap_or(ptr::null_mut())) };
            return Err(Error::NOMEM);
        };
        // SAFETY: just made.
        let this = unsafe { &*list };
        this.head.init();
        if let Some(hop) = hop {
            // SAFETY: in no list, and it lives as long as it is in this one.
            unsafe { this.push(hop) };
        }
        Ok(list)
    }

    /// Makes sure that [`Self::push`] does not fail.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn reserve(&self) -> Result<(), Error> {
        self.list().map(drop)
    }

    /// The head of the list as C knows it; NULL without memory.
    #[must_use]
    pub fn head(&self) -> *mut nl_list_head {
        self.list().map_or(ptr::null_mut(), |list| list.head.as_ptr())
    }

    /// Appends a next hop, which becomes the route's; without memory for the list it is freed.
    ///
    /// # Safety
    /// `hop` is live, in no list, and the caller gives it up.
    pub unsafe fn push(&self, hop: *mut rtnl_nexthop) {
        match self.list() {
            // SAFETY: by contract.
            Ok(list) => unsafe { list.push(hop) },
            // SAFETY: by contract.
            Err(_) => unsafe { rtnl_nexthop::free(hop) },
        }
    }

    /// Takes a next hop out, which becomes the caller's.
    ///
    /// # Safety
    /// `hop` is one of this route's.
    pub unsafe fn remove(&self, hop: &rtnl_nexthop) {
        if let State::List(list) = self.0.get() {
            // SAFETY: ours.
            let list = unsafe { &*list };
            list.count.set(list.count.get().saturating_sub(1));
            // SAFETY: in the list by contract.
            unsafe { hop.rtnh_list.remove() };
        }
    }

    /// The next hops. Without memory to show them as C knows them, there are none.
    pub fn iter(&self) -> impl Iterator<Item = &rtnl_nexthop> {
        let list = match self.0.get() {
            State::None => None,
            _ => self.list().ok(),
        };
        // SAFETY: it is a list, which is changed through `&self` only, by callbacks of C programs that may
        // do so for the one in hand.
        let links = list.map(|list| unsafe { list.head.iter() });
        // SAFETY: members of the list are live.
        links.into_iter().flatten().map(|link| unsafe { &*hop_at(link) })
    }

    /// A next hop by number, from 0.
    #[must_use]
    pub fn nth(&self, number: c_int) -> Option<&rtnl_nexthop> {
        let number = usize::try_from(number).ok()?;
        self.iter().nth(number)
    }

    /// A copy that shares nothing.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<Self, Error> {
        let State::List(_) = self.0.get() else {
            return Ok(Self(Cell::new(self.0.get())));
        };
        let copy = Self::default();
        copy.list()?;
        for hop in self.iter() {
            let hop = hop.try_clone()?;
            // SAFETY: just made.
            unsafe { copy.push(hop) };
        }
        Ok(copy)
    }

    /// Whether every next hop of one is among those of the other, and the other way round, flags and
    /// weights aside.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        if let (Some(a), Some(b)) = (self.as_single(), other.as_single()) {
            return a.identity() == b.identity();
        }
        self.count() == other.count() && self.within(other) && other.within(self)
    }

    fn within(&self, other: &Self) -> bool {
        self.iter().all(|a| other.iter().any(|b| a.identical(b)))
    }

    /// Whether every next hop of a filter matches one of these.
    #[must_use]
    pub fn match_filter(&self, filter: &Self) -> bool {
        let matched =
            |b: &rtnl_nexthop| self.iter().any(|a| a.compare(b, b.ce_mask.get(), true) == 0);
        filter.iter().all(matched)
    }

    /// Whether there are next hops, and all have a gateway.
    #[must_use]
    pub fn all_have_gateways(&self) -> bool {
        match self.0.get() {
            State::None => false,
            State::Single(hop) => hop.mask & GATEWAY_BIT != 0,
            State::List(_) => {
                self.count() != 0
                    && self.iter().all(|hop| hop.rtnh_gateway.is_set() || hop.rtnh_via.is_set())
            }
        }
    }

    /// Whether any has a gateway.
    #[must_use]
    pub fn any_has_gateway(&self) -> bool {
        match self.0.get() {
            State::None => false,
            State::Single(hop) => hop.mask & GATEWAY_BIT != 0,
            State::List(_) => {
                self.iter().any(|hop| hop.rtnh_gateway.is_set() || hop.rtnh_via.is_set())
            }
        }
    }
}

impl List {
    /// # Safety
    /// `hop` is live, in no list, and the caller gives it up.
    unsafe fn push(&self, hop: *mut rtnl_nexthop) {
        // SAFETY: live by contract.
        let hop = unsafe { &*hop };
        // SAFETY: in no list by contract, and it lives as long as it is in this one.
        unsafe { self.head.push_back(&hop.rtnh_list) };
        self.count.set(self.count.get().saturating_add(1));
    }
}

impl Drop for Nexthops {
    #[inline]
    fn drop(&mut self) {
        if let State::List(list) = self.0.get() {
            // SAFETY: ours, and not used afterwards.
            unsafe { free(list) };
        }
    }
}

/// # Safety
/// `list` is one of ours, and not used afterwards.
#[cold]
unsafe fn free(list: *mut List) {
    // SAFETY: by contract.
    let head = unsafe { &(*list).head };
    // SAFETY: a list; the one in hand may be freed.
    for link in unsafe { head.iter() } {
        // SAFETY: ours, and not used afterwards.
        unsafe { rtnl_nexthop::free(hop_at(link)) };
    }
    // SAFETY: by contract.
    let _ = unsafe { heap::take(list) };
}

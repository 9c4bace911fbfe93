// SPDX-License-Identifier: LGPL-2.1-or-later
//! The index of a cache by key: a hash table with open addressing that grows and shrinks.
//!
//! A slot is an object and 32 bits of hash; the hashes lie together, so that probing seldom leaves a
//! cache line. The type's function is asked for a hash once per operation, never to move an object: so
//! the cost per object stays the same as the table grows. What that function and the one that compares
//! return is not trusted, and either may call back into the cache.

use core::cell::Cell;
use core::ptr;

use nl_sys::error::Error;
use nl_sys::layout::nl_object;

use crate::object;

/// In place of a hash: the slot is free.
const FREE: u32 = 0;

/// Slots of the first table.
const FIRST: u32 = 16;

/// A table grows fourfold up to so many slots, twofold from there on, and does not shrink below.
const SMALL: u32 = 4096;

/// See the module.
#[derive(Debug)]
pub struct Index {
    /// NULL without memory.
    slots: Cell<Slots>,
    /// Slots in use. One at least is free, so that probing ends.
    used: Cell<u32>,
}

/// The memory of a table: so many objects, and behind them their hashes.
#[derive(Clone, Copy, Debug)]
struct Slots {
    objects: *mut Cell<*mut nl_object>,
    /// A power of two, but for no memory.
    count: u32,
}

/// No memory.
const NONE: Slots = Slots { objects: ptr::null_mut(), count: 0 };

impl Slots {
    /// Memory of free slots.
    fn new(count: u32) -> Result<Self, Error> {
        const SLOT: usize = size_of::<*mut nl_object>() + size_of::<u32>();
        // SAFETY: calloc takes any sizes.
        let memory = unsafe { libc::calloc(count as usize, SLOT) };
        if memory.is_null() {
            Err(Error::NOMEM)
        } else {
            Ok(Self { objects: memory.cast(), count })
        }
    }

    fn free(self) {
        // SAFETY: NULL, or from `new` and not used any more.
        unsafe { libc::free(self.objects.cast()) };
    }

    /// The slot of this number, or of what is left of it.
    #[inline]
    fn within(self, slot: u32) -> u32 {
        slot & self.count.wrapping_sub(1)
    }

    /// The object in a slot.
    #[inline]
    fn object<'a>(self, slot: u32) -> &'a Cell<*mut nl_object> {
        let object = self.objects.wrapping_add(self.within(slot) as usize);
        // SAFETY: there is one for every slot; callers see to it that there is memory, and use the
        // result at once.
        unsafe { &*object }
    }

    /// The hash in a slot.
    #[inline]
    fn hash<'a>(self, slot: u32) -> &'a Cell<u32> {
        let hashes = self.objects.wrapping_add(self.count as usize).cast::<Cell<u32>>();
        let hash = hashes.wrapping_add(self.within(slot) as usize);
        // SAFETY: as above; they lie behind the objects.
        unsafe { &*hash }
    }

    /// Puts an object in the first free slot behind where its hash says.
    #[inline]
    fn put(self, object: *mut nl_object, hash: u32) {
        let mut slot = hash;
        while self.hash(slot).get() != FREE {
            slot = slot.wrapping_add(1);
        }
        self.hash(slot).set(hash);
        self.object(slot).set(object);
    }

    /// Frees a slot, and moves objects behind it up to where probing finds them.
    #[inline]
    fn take(self, slot: u32) {
        let mut hole = self.within(slot);
        let mut next = hole;
        loop {
            next = self.within(next.wrapping_add(1));
            let hash = self.hash(next).get();
            if hash == FREE {
                break;
            }
            // How far it is from where it would rather be, and from the hole.
            let strayed = self.within(next.wrapping_sub(hash));
            if strayed >= self.within(next.wrapping_sub(hole)) {
                self.hash(hole).set(hash);
                self.object(hole).set(self.object(next).get());
                hole = next;
            }
        }
        self.hash(hole).set(FREE);
    }
}

/// The hash of an object as the table uses it: weak ones are mixed, and none is that of a free slot.
#[inline]
pub fn hash(object: &nl_object) -> u32 {
    mix(object::keygen(object, u32::MAX))
}

/// A key as the table uses it.
#[inline]
pub fn mix(key: u32) -> u32 {
    // The finalizer of MurmurHash3.
    let mut hash = key;
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    (hash ^ (hash >> 16)).max(FREE + 1)
}

impl Default for Index {
    /// Without memory.
    fn default() -> Self {
        Self { slots: Cell::new(NONE), used: Cell::new(0) }
    }
}

impl Index {
    /// The slot of the first object with this hash that `wanted` accepts.
    #[inline]
    fn slot_of(&self, hash: u32, mut wanted: impl FnMut(*mut nl_object) -> bool) -> Option<u32> {
        let mut slots = self.slots.get();
        let mut slot = hash;
        // The count ends the search if `wanted` changes the table without end.
        for _ in 0..slots.count {
            let here = slots.hash(slot).get();
            if here == FREE {
                return None;
            }
            if here == hash {
                if wanted(slots.object(slot).get()) {
                    return Some(slot);
                }
                slots = self.slots.get();
                if slots.count == 0 {
                    return None;
                }
            }
            slot = slot.wrapping_add(1);
        }
        None
    }

    /// The first object with this hash that `wanted` accepts.
    #[inline]
    pub fn find(
        &self,
        hash: u32,
        mut wanted: impl FnMut(&nl_object) -> bool,
    ) -> Option<&nl_object> {
        let mut found = None;
        self.slot_of(hash, |object| {
            // SAFETY: objects in the table live.
            let object = unsafe { &*object };
            let accepted = wanted(object);
            found = accepted.then_some(object);
            accepted
        })?;
        found
    }

    /// Makes room for one more object.
    ///
    /// # Errors
    /// `NOMEM`.
    #[inline]
    pub fn reserve(&self) -> Result<(), Error> {
        // Three quarters at most.
        let most = self.slots.get().count / 4 * 3;
        if self.used.get() < most { Ok(()) } else { self.grow() }
    }

    #[cold]
    #[inline(never)]
    fn grow(&self) -> Result<(), Error> {
        let count = self.slots.get().count;
        let factor = if count < SMALL { 4 } else { 2 };
        let grown = count.checked_mul(factor).ok_or(Error::NOMEM)?.max(FIRST);
        match self.resize(grown) {
            // A table that is too full still serves.
            Err(_) if self.used.get().saturating_add(1) < count => Ok(()),
            result => result,
        }
    }

    /// Puts an object in. The table's reference is the caller's to take.
    ///
    /// # Errors
    /// `NOMEM`, not after [`Self::reserve`].
    #[inline]
    pub fn insert(&self, object: &nl_object, hash: u32) -> Result<(), Error> {
        self.reserve()?;
        self.slots.get().put(object::as_ptr(object), hash);
        self.used.set(self.used.get().wrapping_add(1));
        Ok(())
    }

    /// Takes an object out, whose hash is or was `hash`. The table's reference becomes the caller's.
    #[inline]
    pub fn remove(&self, object: &nl_object, hash: u32) {
        if self.used.get() == 0 {
            return;
        }
        let wanted = |other: *mut nl_object| ptr::eq(other, object);
        let slot = self.slot_of(hash, wanted).or_else(|| self.slot_by_force(object));
        let Some(slot) = slot else {
            return;
        };
        let slots = self.slots.get();
        slots.take(slot);
        let used = self.used.get().wrapping_sub(1);
        self.used.set(used);
        if slots.count > SMALL && used < slots.count / 16 {
            // Without memory, it stays as large as it is.
            let _ = self.resize(slots.count / 4);
        }
    }

    /// The slot of an object that has changed its key since it was put in.
    #[cold]
    #[inline(never)]
    fn slot_by_force(&self, object: &nl_object) -> Option<u32> {
        let slots = self.slots.get();
        let taken = |slot: u32| slots.hash(slot).get() != FREE;
        (0..slots.count).find(|&slot| taken(slot) && ptr::eq(slots.object(slot).get(), object))
    }

    /// Moves all objects to a table of another size.
    #[cold]
    #[inline(never)]
    fn resize(&self, count: u32) -> Result<(), Error> {
        let new = Slots::new(count)?;
        let old = self.slots.replace(new);
        for slot in 0..old.count {
            let hash = old.hash(slot).get();
            if hash != FREE {
                new.put(old.object(slot).get(), hash);
            }
        }
        old.free();
        Ok(())
    }

    /// Forgets all objects, whose references become the caller's, and gives the memory back.
    pub fn clear(&self) {
        self.used.set(0);
        self.slots.replace(NONE).free();
    }
}

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

/// Slots of the smallest table.
const LEAST: u32 = 8;

/// See the module.
#[derive(Debug, Default)]
pub struct Index {
    /// The objects; behind them, in the same piece of memory, their hashes.
    objects: Cell<Pointer>,
    /// Slots: 0 without memory, or else a power of two.
    slots: Cell<u32>,
    /// Slots in use. One at least is free, so that probing ends.
    used: Cell<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Pointer(*mut Cell<*mut nl_object>);

impl Default for Pointer {
    fn default() -> Self {
        Self(ptr::null_mut())
    }
}

/// The hash of an object as the table uses it: weak ones are mixed, and none is [`FREE`].
#[inline]
pub fn hash(object: &nl_object) -> u32 {
    // The finalizer of MurmurHash3.
    let mut hash = object::keygen(object, u32::MAX);
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    (hash ^ (hash >> 16)).max(FREE + 1)
}

impl Index {
    /// The bits of a hash that choose a slot.
    #[inline]
    fn mask(&self) -> u32 {
        self.slots.get().wrapping_sub(1)
    }

    /// The object in a slot.
    #[inline]
    fn object(&self, slot: u32) -> &Cell<*mut nl_object> {
        let slot = (slot & self.mask()) as usize;
        // SAFETY: there are as many as slots, and the mask keeps within them; callers see to it that
        // there is memory.
        unsafe { &*self.objects.get().0.wrapping_add(slot) }
    }

    /// The hash in a slot.
    #[inline]
    fn hash(&self, slot: u32) -> &Cell<u32> {
        let hashes =
            self.objects.get().0.wrapping_add(self.slots.get() as usize).cast::<Cell<u32>>();
        let slot = (slot & self.mask()) as usize;
        // SAFETY: as above; they lie behind the objects.
        unsafe { &*hashes.wrapping_add(slot) }
    }

    /// The slot of the first object with this hash that `wanted` accepts.
    #[inline]
    fn slot_of(&self, hash: u32, mut wanted: impl FnMut(*mut nl_object) -> bool) -> Option<u32> {
        if self.used.get() == 0 {
            return None;
        }
        let mut slot = hash;
        // `wanted` may change the table, so nothing is kept over a call of it. The count ends the
        // search if it does so without end.
        for _ in 0..self.slots.get() {
            let here = self.hash(slot).get();
            if here == FREE {
                return None;
            }
            if here == hash && wanted(self.object(slot).get()) {
                return Some(slot);
            }
            if self.slots.get() == 0 {
                return None;
            }
            slot = slot.wrapping_add(1);
        }
        None
    }

    /// The object that is the same thing as `needle`.
    #[inline]
    pub fn find(&self, needle: &nl_object, hash: u32) -> Option<&nl_object> {
        let mut found = None;
        self.slot_of(hash, |object| {
            // SAFETY: objects in the table live: it holds a reference to each.
            let object = unsafe { &*object };
            let identical = object::identical(object, needle);
            found = identical.then_some(object);
            identical
        })?;
        found
    }

    /// Makes room for one more object.
    ///
    /// # Errors
    /// `NOMEM`.
    #[inline]
    pub fn reserve(&self) -> Result<(), Error> {
        let (slots, used) = (self.slots.get(), self.used.get());
        // Three quarters at most.
        if used.wrapping_add(1) > slots / 4 * 3 { self.grow() } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn grow(&self) -> Result<(), Error> {
        let slots = self.slots.get();
        let grown = slots.checked_mul(2).ok_or(Error::NOMEM)?.max(LEAST);
        match self.resize(grown) {
            // A table that is too full still serves.
            Err(_) if self.used.get().wrapping_add(1) < slots => Ok(()),
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
        self.put(object::as_ptr(object), hash);
        Ok(())
    }

    /// Puts an object in the first free slot behind where its hash says.
    #[inline]
    fn put(&self, object: *mut nl_object, hash: u32) {
        let mut slot = hash;
        while self.hash(slot).get() != FREE {
            slot = slot.wrapping_add(1);
        }
        self.hash(slot).set(hash);
        self.object(slot).set(object);
        self.used.set(self.used.get().wrapping_add(1));
    }

    /// Takes an object out. The table's reference becomes the caller's.
    #[inline]
    pub fn remove(&self, object: &nl_object) {
        if self.used.get() == 0 {
            return;
        }
        let wanted = |other: *mut nl_object| ptr::eq(other, object);
        let slot = self.slot_of(hash(object), wanted).or_else(|| self.slot_by_force(object));
        if let Some(slot) = slot {
            self.free(slot & self.mask());
        }
    }

    /// The slot of an object that has changed its key since it was put in.
    #[cold]
    #[inline(never)]
    fn slot_by_force(&self, object: &nl_object) -> Option<u32> {
        let here =
            |slot: u32| self.hash(slot).get() != FREE && ptr::eq(self.object(slot).get(), object);
        (0..self.slots.get()).find(|&slot| here(slot))
    }

    /// Frees a slot, and moves objects behind it up to where probing finds them.
    fn free(&self, slot: u32) {
        let mask = self.mask();
        let mut hole = slot;
        let mut next = slot;
        loop {
            next = next.wrapping_add(1) & mask;
            let hash = self.hash(next).get();
            if hash == FREE {
                break;
            }
            // How far it is from where it would rather be, and from the hole.
            let strayed = next.wrapping_sub(hash) & mask;
            if strayed >= next.wrapping_sub(hole) & mask {
                self.hash(hole).set(hash);
                self.object(hole).set(self.object(next).get());
                hole = next;
            }
        }
        self.hash(hole).set(FREE);
        let used = self.used.get().wrapping_sub(1);
        self.used.set(used);
        let slots = self.slots.get();
        if slots > LEAST && used < slots / 8 {
            // Without memory, it stays as large as it is.
            let _ = self.resize(slots / 2);
        }
    }

    /// Moves all objects to a table of another size.
    #[cold]
    #[inline(never)]
    fn resize(&self, slots: u32) -> Result<(), Error> {
        const SLOT: usize = size_of::<*mut nl_object>() + size_of::<u32>();
        // SAFETY: calloc takes any sizes. Zeroed, all slots are free.
        let memory = unsafe { libc::calloc(slots as usize, SLOT) };
        if memory.is_null() {
            return Err(Error::NOMEM);
        }
        let new = Self {
            objects: Cell::new(Pointer(memory.cast())),
            slots: Cell::new(slots),
            used: Cell::new(0),
        };
        for slot in 0..self.slots.get() {
            let hash = self.hash(slot).get();
            if hash != FREE {
                new.put(self.object(slot).get(), hash);
            }
        }
        self.objects.swap(&new.objects);
        self.slots.swap(&new.slots);
        new.clear();
        Ok(())
    }

    /// Forgets all objects, whose references become the caller's, and gives the memory back.
    pub fn clear(&self) {
        self.slots.set(0);
        self.used.set(0);
        // SAFETY: NULL, or memory of `resize` that is not used any more.
        unsafe { libc::free(self.objects.take().0.cast()) };
    }
}

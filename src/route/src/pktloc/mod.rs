// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of places in packets, and the file that has them: `pktloc`, where [`config`] looks. It is read again
//! when it has changed.

mod file;

use core::cell::Cell;
use core::ffi::CStr;
use core::mem::offset_of;
use core::ptr;

use libc::c_char;
use nl_sys::error::Error;
use nl_sys::list::nl_list_head;
use os::errno::Errno;
use os::heap;
use os::lock::RwLock;

use crate::config::{self, Stamp};

/// The largest file that is read. All names in it may belong to one list.
const FILE_MAX: usize = 1 << 18;

/// A place in packets. C code reads and writes it.
#[repr(C)]
#[derive(Debug)]
pub struct rtnl_pktloc {
    /// From `strdup()`, and freed with the place.
    pub name: Cell<*mut c_char>,
    /// `TCF_LAYER_*`
    pub layer: Cell<u8>,
    /// How far the bits that `mask` selects are to the left.
    pub shift: Cell<u8>,
    /// Where it begins, in bytes from the beginning of the layer's header.
    pub offset: Cell<u16>,
    /// `TCF_EM_ALIGN_*`, or a number of bytes.
    pub align: Cell<u16>,
    /// The bits that matter; 0 stands for all.
    pub mask: Cell<u32>,
    /// References.
    pub refcnt: Cell<u32>,
    /// Its place in the table.
    pub list: nl_list_head,
}

const _: () = {
    assert!(size_of::<rtnl_pktloc>() == 40);
    assert!(offset_of!(rtnl_pktloc, name) == 0 && offset_of!(rtnl_pktloc, layer) == 8);
    assert!(offset_of!(rtnl_pktloc, shift) == 9 && offset_of!(rtnl_pktloc, offset) == 10);
    assert!(offset_of!(rtnl_pktloc, align) == 12 && offset_of!(rtnl_pktloc, mask) == 16);
    assert!(offset_of!(rtnl_pktloc, refcnt) == 20 && offset_of!(rtnl_pktloc, list) == 24);
};

/// What a place is, by value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Location {
    /// `TCF_LAYER_*`
    pub layer: u8,
    /// How far the bits that `mask` selects are to the left.
    pub shift: u8,
    /// Where it begins, in bytes from the beginning of the layer's header.
    pub offset: u16,
    /// `TCF_EM_ALIGN_*`, or a number of bytes.
    pub align: u16,
    /// The bits that matter; 0 stands for all.
    pub mask: u32,
}

impl rtnl_pktloc {
    /// The name, if there is one.
    fn name(&self) -> Option<&CStr> {
        let name = self.name.get();
        // SAFETY: C sets it to a string, or NULL.
        (!name.is_null()).then(|| unsafe { CStr::from_ptr(name) })
    }

    fn location(&self) -> Location {
        Location {
            layer: self.layer.get(),
            shift: self.shift.get(),
            offset: self.offset.get(),
            align: self.align.get(),
            mask: self.mask.get(),
        }
    }
}

/// Lists in the table, one per hash value.
const BUCKETS: usize = 256;

/// The places by their names, and what was read last.
struct Places {
    buckets: [nl_list_head; BUCKETS],
    /// Places without references that a walker may be looking at.
    retired: nl_list_head,
    /// Calls of [`for_each`] that have not returned.
    walkers: usize,
    stamp: Option<Stamp>,
    /// What came of reading the file that has this stamp.
    outcome: Result<(), Error>,
}

// SAFETY: memory on the heap belongs to no thread. Programs hand places they change to no other thread.
unsafe impl Send for Places {}
// SAFETY: as above; readers change nothing.
unsafe impl Sync for Places {}

static PLACES: RwLock<Places> = RwLock::new(Places {
    buckets: [const { nl_list_head::unlinked() }; BUCKETS],
    retired: nl_list_head::unlinked(),
    walkers: 0,
    stamp: None,
    outcome: Ok(()),
});

/// What the place `name` is.
///
/// # Errors
/// `PKTLOC_FILE` if there is no file, or it cannot be read; `PARSE_ERR` if it is wrong; `OBJ_NOTFOUND` if it
/// does not have the name; `NOMEM`.
pub fn lookup(name: &CStr) -> Result<Location, Error> {
    let mut places = PLACES.write();
    places.update()?;
    places.find(name).map(rtnl_pktloc::location).ok_or(Error::OBJ_NOTFOUND)
}

/// The place `name`, with a reference for [`put`].
///
/// # Errors
/// As [`lookup`]; `RANGE` if it has all the references that can be counted.
pub fn find(name: &CStr) -> Result<*mut rtnl_pktloc, Error> {
    let mut places = PLACES.write();
    places.update()?;
    let place = places.find(name).ok_or(Error::OBJ_NOTFOUND)?;
    place.refcnt.set(place.refcnt.get().checked_add(1).ok_or(Error::RANGE)?);
    Ok(ptr::from_ref(place).cast_mut())
}

/// Makes a place without a name, with one reference.
///
/// # Errors
/// `NOMEM`.
pub fn alloc() -> Result<*mut rtnl_pktloc, Error> {
    let place = heap::new(rtnl_pktloc {
        name: Cell::new(ptr::null_mut()),
        layer: Cell::new(0),
        shift: Cell::new(0),
        offset: Cell::new(0),
        align: Cell::new(0),
        mask: Cell::new(0),
        refcnt: Cell::new(1),
        list: nl_list_head::unlinked(),
    });
    let place = place.map_err(|_| Error::NOMEM)?;
    // SAFETY: just made.
    unsafe { &*place }.list.init();
    Ok(place)
}

/// Gives up a reference. The place goes with the last one.
///
/// # Safety
/// `place` is one of [`alloc`]'s, and the caller has a reference.
pub unsafe fn put(place: *mut rtnl_pktloc) {
    let places = PLACES.write();
    // SAFETY: by contract.
    unsafe { places.release(place) };
}

/// Puts a place into the table, with the caller's reference. It stays there until the file is read again.
///
/// # Errors
/// `EXIST` if its name is there already, `INVAL` if it has none.
///
/// # Safety
/// `place` is one of [`alloc`]'s, and the caller has a reference.
pub unsafe fn add(place: *mut rtnl_pktloc) -> Result<(), Error> {
    let places = PLACES.write();
    // SAFETY: by contract.
    unsafe { places.add(&*place) }
}

/// Calls `call` with every place. It may use this module; places that it makes the table lose stay where they
/// are until the outermost call of this function returns.
pub fn for_each(mut call: impl FnMut(*mut rtnl_pktloc)) {
    {
        let mut places = PLACES.write();
        // Without the file there are the places that were there before.
        let _ = places.update();
        places.walkers = places.walkers.saturating_add(1);
    }
    for bucket in 0..BUCKETS {
        let mut index = 0;
        while let Some(place) = nth(bucket, index) {
            call(place);
            index += 1;
        }
    }
    let mut places = PLACES.write();
    places.walkers = places.walkers.saturating_sub(1);
    if places.walkers == 0 {
        places.free_retired();
    }
}

impl Places {
    /// The list that a name belongs to.
    fn bucket(&self, name: &CStr) -> Option<&nl_list_head> {
        let step = |hash: u8, byte: &u8| hash.wrapping_mul(33).wrapping_add(*byte);
        let bucket = self.buckets.get(usize::from(name.to_bytes().iter().fold(5, step)))?;
        if bucket.next.get().is_null() {
            bucket.init();
        }
        Some(bucket)
    }

    /// The place `name`. As upstream, names that differ in case are the same if they are in one list.
    fn find(&self, name: &CStr) -> Option<&rtnl_pktloc> {
        let wanted = name.to_bytes();
        let is = |place: &&rtnl_pktloc| {
            place.name().is_some_and(|name| name.to_bytes().eq_ignore_ascii_case(wanted))
        };
        members(self.bucket(name)?).find(is)
    }

    fn add(&self, place: &rtnl_pktloc) -> Result<(), Error> {
        let name = place.name().ok_or(Error::INVAL)?;
        if self.find(name).is_some() || !place.list.is_empty() {
            return Err(Error::EXIST);
        }
        let bucket = self.bucket(name).ok_or(Error::INVAL)?;
        // SAFETY: an initialised list, and a place that is in none and is taken out before it goes.
        unsafe { bucket.push_back(&place.list) };
        Ok(())
    }

    /// Gives up a reference to a place.
    ///
    /// # Safety
    /// The caller has it.
    unsafe fn release(&self, place: *mut rtnl_pktloc) {
        // SAFETY: by contract.
        let shared = unsafe { &*place };
        shared.refcnt.set(shared.refcnt.get().wrapping_sub(1));
        if shared.refcnt.get() != 0 {
            return;
        }
        if !shared.list.is_empty() {
            // SAFETY: it is in a list of ours.
            unsafe { shared.list.remove() };
        }
        if self.walkers == 0 {
            // SAFETY: in no list, and without references.
            unsafe { free(place) };
            return;
        }
        if self.retired.next.get().is_null() {
            self.retired.init();
        }
        // SAFETY: an initialised list, and a place that is in none.
        unsafe { self.retired.push_back(&shared.list) };
    }

    /// Frees what walkers have kept.
    fn free_retired(&self) {
        while let Some(place) = members(&self.retired).next() {
            // SAFETY: it is in that list.
            unsafe { place.list.remove() };
            // Otherwise a callback has counted a reference itself.
            if place.refcnt.get() == 0 {
                // SAFETY: in no list, and without references.
                unsafe { free(ptr::from_ref(place).cast_mut()) };
            }
        }
    }

    /// Takes all places out.
    fn clear(&self) {
        for bucket in &self.buckets {
            while let Some(place) = members(bucket).next() {
                // SAFETY: it is in that list.
                unsafe { place.list.remove() };
                // SAFETY: the table has a reference to each of its places.
                unsafe { self.release(ptr::from_ref(place).cast_mut()) };
            }
        }
    }

    /// Reads the file unless it is as it was when read last.
    fn update(&mut self) -> Result<(), Error> {
        let errno = Errno::last();
        let unreadable = |error| if error == Error::NOMEM { error } else { Error::PKTLOC_FILE };
        let changed = config::open_changed(c"pktloc", self.stamp).map_err(unreadable)?;
        if let Some((file, stamp)) = changed {
            let text = file.bytes(FILE_MAX).map_err(unreadable)?;
            self.clear();
            self.outcome =
                file::read(text.as_slice(), |name, location| self.add_new(name, location));
            self.stamp = stamp.filter(|_| self.outcome != Err(Error::NOMEM));
        }
        errno.set();
        self.outcome
    }

    /// Makes a place and puts it into the table, unless its name is there already.
    fn add_new(&self, name: &[u8], location: Location) -> Result<(), Error> {
        let place = alloc()?;
        // SAFETY: just made.
        let shared = unsafe { &*place };
        shared.layer.set(location.layer);
        shared.shift.set(location.shift);
        shared.offset.set(location.offset);
        shared.align.set(location.align);
        shared.mask.set(location.mask);
        // SAFETY: so many bytes are there.
        shared.name.set(unsafe { libc::strndup(name.as_ptr().cast(), name.len()) });
        let named = if shared.name.get().is_null() { Err(Error::NOMEM) } else { Ok(()) };
        let added = named.and_then(|()| self.add(shared));
        if added.is_err() {
            // SAFETY: in no list, and nobody else knows it.
            unsafe { free(place) };
        }
        if added == Err(Error::EXIST) { Ok(()) } else { added }
    }
}

/// The places in a list.
fn members(list: &nl_list_head) -> impl Iterator<Item = &rtnl_pktloc> {
    let place_of = |member: *mut nl_list_head| {
        let place = member.wrapping_byte_sub(offset_of!(rtnl_pktloc, list)).cast::<rtnl_pktloc>();
        // SAFETY: all members of our lists are in places, which live as long as they are in one.
        unsafe { &*place }
    };
    // SAFETY: an initialised list of ours, or zeroed; nothing is taken out while the iterator is used.
    unsafe { list.iter() }.map(place_of)
}

/// The place with that number in a list.
fn nth(bucket: usize, index: usize) -> Option<*mut rtnl_pktloc> {
    let places = PLACES.read();
    let place = members(places.buckets.get(bucket)?).nth(index)?;
    Some(ptr::from_ref(place).cast_mut())
}

/// Frees a place.
///
/// # Safety
/// It is one of [`alloc`]'s, in no list, and nobody uses it afterwards.
unsafe fn free(place: *mut rtnl_pktloc) {
    // SAFETY: by contract.
    let place = unsafe { heap::take(place) };
    // SAFETY: NULL or from `strdup()`.
    unsafe { libc::free(place.name.get().cast()) };
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! From a safe Rust type to an `nl_object_ops` table.
//!
//! An object type is a Rust type that implements [`Object`]: what it is made of, how it is cloned,
//! compared and printed. [`Typed`] puts it behind the header that all objects have; [`ops`] makes the
//! table through which libnl-3 handles it. `docs/adding-an-object.md` shows the whole way, with the
//! generic netlink family as the example.
//!
//! Nothing here has state, so that every shared object can have its own copy of the code. The table is a
//! static of the library that defines the type: libnl-3 compares tables by address.

use core::cell::RefCell;
use core::ffi::CStr;
use core::mem::{ManuallyDrop, offset_of};
use core::ptr;

use libc::{c_char, c_int, nlmsghdr};
use os::raw::RawMsg;

use crate::error::{Error, IntoC};
use crate::ffi;
use crate::layout::{nl_dump_params, nl_object, nl_object_ops, nl_parser_param, trans_tbl};
use crate::print::{Printer, Style};

/// A type of object.
pub trait Object: Default + 'static {
    /// `genl/family`
    const NAME: &'static CStr;

    /// The attributes, as bits of the mask of those that are set, that identify an object.
    const ID_ATTRS: u32 = 0;

    /// Whether there is something to print in each style.
    const STYLES: [bool; 3] = [true; 3];

    /// The names of the attributes.
    const ATTRS: &'static [trans_tbl] = &[];

    /// A hash of the identifying attributes, for types whose caches have an index: `(object, size)`, to
    /// be below `size`.
    const KEY: Option<fn(&Self, u32) -> u32> = None;

    /// Merges a notification into an object, for types where one notification tells but a part.
    const UPDATE: Option<Update<Self>> = None;

    /// The attributes that identify this very object, for types where that differs: `(object, mask)`.
    const ID_ATTRS_OF: Option<fn(&Self, u64) -> u32> = None;

    /// A copy that shares nothing with the original. [`Default::default`] must not allocate.
    ///
    /// # Errors
    /// `NOMEM`.
    fn try_clone(&self) -> Result<Self, Error>;

    /// Notes in which attributes two objects differ.
    fn compare(&self, other: &Self, differences: &mut Differences);

    /// Prints an object of which the attributes in `mask` are set.
    fn dump(&self, mask: u64, style: Style, to: &Printer<'_>);
}

/// `(object, notification)`
pub type Update<T> = fn(&Typed<T>, &Typed<T>) -> Result<(), Error>;

/// An object in memory: the common header, and the Rust type.
///
/// C never looks behind the header. The cell keeps a callback, while an object is printed, from changing
/// what is printed.
#[repr(C)]
pub struct Typed<T> {
    header: nl_object,
    body: RefCell<T>,
}

/// The attributes in which two objects differ, as far as they are asked for.
#[derive(Debug)]
pub struct Differences {
    mask_a: u64,
    mask_b: u64,
    asked: u64,
    found: u64,
    flags: c_int,
}

/// Flag of `oo_compare`: an object is compared with a filter.
const LOOSE_COMPARISON: c_int = 1;
/// Flag of `oo_compare`: only identity is asked for.
const ID_COMPARISON: c_int = 2;

impl Differences {
    /// Whether the second object is a filter: of flags, only those count that it says something about.
    #[must_use]
    pub fn is_loose(&self) -> bool {
        self.flags & LOOSE_COMPARISON != 0
    }

    /// Whether it is asked if both are the same thing, not if they are equal.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.flags & ID_COMPARISON != 0
    }

    /// Notes whether attribute `bit` differs: only one object has it, or both do and `differs` says so.
    pub fn attr(&mut self, bit: u64, differs: bool) {
        let mismatch =
            (self.mask_a ^ self.mask_b) & bit != 0 || (self.mask_a & bit != 0 && differs);
        if self.asked & bit != 0 && mismatch {
            self.found |= bit;
        }
    }
}

impl<T: Object> Typed<T> {
    /// Makes an object of the type whose table is `ops`, without any attribute set, and returns it with a
    /// reference for the caller.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn alloc(ops: &'static nl_object_ops) -> Result<Handle<T>, Error> {
        // SAFETY: a table made by `ops`, which libnl-3 only reads.
        let object = unsafe { ffi::nl_object_alloc(ptr::from_ref(ops).cast_mut()) };
        // SAFETY: NULL, or an object of that type, since its table says how large it is.
        unsafe { object.cast::<Self>().as_ref() }.map(Handle).ok_or(Error::NOMEM)
    }

    /// Makes an object of `body`, of which the attributes of `mask` are set.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn of(ops: &'static nl_object_ops, body: T, mask: u64) -> Result<Handle<T>, Error> {
        let object = Self::alloc(ops)?;
        object.change(mask, |place| {
            *place = body;
            Ok(())
        })?;
        Ok(object)
    }

    /// The object as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut nl_object {
        ptr::from_ref(&self.header).cast_mut()
    }

    /// The header.
    #[must_use]
    pub fn header(&self) -> &nl_object {
        &self.header
    }

    /// The attributes that are set.
    #[must_use]
    pub fn mask(&self) -> u64 {
        self.header.ce_mask.get()
    }

    /// Notes that the attributes of `bits` are not set.
    pub fn clear(&self, bits: u64) {
        self.header.ce_mask.set(self.mask() & !bits);
    }

    /// Whether any attribute of `bits` is set.
    #[must_use]
    pub fn has(&self, bits: u64) -> bool {
        self.mask() & bits != 0
    }

    /// What `read` finds in the object; `None` if it is just being changed.
    pub fn read<R>(&self, read: impl FnOnce(&T) -> R) -> Option<R> {
        self.body.try_borrow().ok().map(|body| read(&body))
    }

    /// Changes the object, and notes that the attributes of `bits` are set.
    ///
    /// # Errors
    /// `BUSY` if the object is just being printed or compared; what `change` returns.
    pub fn change<R>(
        &self,
        bits: u64,
        change: impl FnOnce(&mut T) -> Result<R, Error>,
    ) -> Result<R, Error> {
        let mut body = self.body.try_borrow_mut().map_err(|_| Error::BUSY)?;
        let changed = change(&mut body)?;
        self.header.ce_mask.set(self.mask() | bits);
        Ok(changed)
    }
}

/// What `read` finds in an object; `None` for NULL, or if it is just being changed.
///
/// # Safety
/// `object` is an object of the type, or NULL.
pub unsafe fn read<T: Object, R>(object: *const Typed<T>, read: impl FnOnce(&T) -> R) -> Option<R> {
    // SAFETY: by contract.
    unsafe { object.as_ref() }?.read(read)
}

/// What `read` finds in an object of which any attribute of `bits` is set; otherwise as [`read`](fn@read).
///
/// # Safety
/// `object` is an object of the type, or NULL.
pub unsafe fn read_if<T: Object, R>(
    object: *const Typed<T>,
    bits: u64,
    read: impl FnOnce(&T) -> R,
) -> Option<R> {
    // SAFETY: by contract.
    unsafe { object.as_ref() }.filter(|object| object.has(bits))?.read(read)
}

/// Changes an object in a way that cannot fail, and notes that the attributes of `bits` are set. Nothing
/// happens for NULL, or while the object is printed.
///
/// # Safety
/// `object` is an object of the type, or NULL.
pub unsafe fn set<T: Object>(object: *mut Typed<T>, bits: u64, set: impl FnOnce(&mut T)) {
    // SAFETY: by contract.
    if let Some(object) = unsafe { object.as_ref() } {
        let _ = object.change(bits, |body| {
            set(body);
            Ok(())
        });
    }
}

/// Changes an object, and notes that the attributes of `bits` are set.
///
/// # Errors
/// `INVAL` for NULL, `BUSY` while the object is printed, what `change` returns.
///
/// # Safety
/// `object` is an object of the type, or NULL.
pub unsafe fn change<T: Object, R>(
    object: *mut Typed<T>,
    bits: u64,
    change: impl FnOnce(&mut T) -> Result<R, Error>,
) -> Result<R, Error> {
    // SAFETY: by contract.
    unsafe { object.as_ref() }.ok_or(Error::INVAL)?.change(bits, change)
}

/// A reference to an object, in the sense of its reference count; given back when dropped.
pub struct Handle<T: Object>(&'static Typed<T>);

impl<T: Object> Handle<T> {
    /// One more reference to an object.
    #[must_use]
    pub fn of(object: &Typed<T>) -> Self {
        // SAFETY: a live object.
        unsafe { ffi::nl_object_get(object.as_ptr()) };
        // SAFETY: it lives as long as the reference just taken.
        Self(unsafe { &*ptr::from_ref(object) })
    }

    /// Hands the reference over to C.
    #[must_use]
    pub fn into_raw(self) -> *mut nl_object {
        ManuallyDrop::new(self).0.as_ptr()
    }

    /// Hands the reference over to C, as an object of its type.
    #[must_use]
    pub fn into_typed(self) -> *mut Typed<T> {
        self.into_raw().cast()
    }

    /// Hands the object to who asked a parser for it, as made of message `nlh`.
    ///
    /// # Errors
    /// What the receiver returns.
    ///
    /// # Safety
    /// `param` is what the parser was given, and `nlh` a message.
    pub unsafe fn deliver(
        self,
        nlh: *const nlmsghdr,
        param: *mut nl_parser_param,
    ) -> Result<c_int, Error> {
        // SAFETY: by contract.
        let kind = unsafe { RawMsg::new(nlh) }.nlmsg_type();
        self.header.ce_msgtype.set(c_int::from(kind));
        // SAFETY: by contract.
        let receiver = unsafe { param.as_ref() }.and_then(|param| param.pp_cb);
        let receiver = receiver.ok_or(Error::INVAL)?;
        // SAFETY: the receiver takes an object and its own parameters; the reference stays ours.
        crate::error::check(unsafe { receiver(self.as_ptr(), param) })
    }
}

impl<T: Object> core::ops::Deref for Handle<T> {
    type Target = Typed<T>;

    fn deref(&self) -> &Typed<T> {
        self.0
    }
}

impl<T: Object> Drop for Handle<T> {
    fn drop(&mut self) {
        // SAFETY: the reference is ours.
        unsafe { ffi::nl_object_put(self.0.as_ptr()) };
    }
}

/// The table of an object type.
#[must_use]
pub const fn ops<T: Object>() -> nl_object_ops {
    const { assert!(offset_of!(Typed<T>, header) == 0 && align_of::<Typed<T>>() <= 16) };
    nl_object_ops {
        oo_name: T::NAME.as_ptr(),
        oo_size: size_of::<Typed<T>>(),
        oo_id_attrs: T::ID_ATTRS,
        oo_constructor: Some(construct::<T>),
        oo_free_data: Some(free_data::<T>),
        oo_clone: Some(clone::<T>),
        oo_dump: [
            if T::STYLES[0] { Some(dump_line::<T>) } else { None },
            if T::STYLES[1] { Some(dump_details::<T>) } else { None },
            if T::STYLES[2] { Some(dump_stats::<T>) } else { None },
        ],
        oo_compare: Some(compare::<T>),
        oo_update: if T::UPDATE.is_some() { Some(update::<T>) } else { None },
        oo_keygen: if T::KEY.is_some() { Some(keygen::<T>) } else { None },
        oo_attrs2str: if T::ATTRS.is_empty() { None } else { Some(attrs2str::<T>) },
        oo_id_attrs_get: if T::ID_ATTRS_OF.is_some() { Some(id_attrs::<T>) } else { None },
    }
}

/// The object behind a pointer of libnl-3's.
///
/// # Safety
/// `object` is live, and of type `T`.
unsafe fn typed<'a, T>(object: *const nl_object) -> &'a Typed<T> {
    // SAFETY: by contract; the header is the first field.
    unsafe { &*object.cast::<Typed<T>>() }
}

/// Where the Rust type of an object is.
///
/// # Safety
/// As for [`typed`], but the Rust type need not be there yet, or any more.
unsafe fn body<T>(object: *mut nl_object) -> *mut RefCell<T> {
    object.cast::<u8>().wrapping_add(offset_of!(Typed<T>, body)).cast()
}

unsafe extern "C" fn construct<T: Object>(object: *mut nl_object) {
    // SAFETY: libnl-3 passes an object of the type, of which only the header is there.
    let body = unsafe { body::<T>(object) };
    // SAFETY: within the object.
    unsafe { body.write(RefCell::new(T::default())) };
}

unsafe extern "C" fn free_data<T: Object>(object: *mut nl_object) {
    // SAFETY: libnl-3 passes an object of the type, and does not use it afterwards.
    let body = unsafe { body::<T>(object) };
    // SAFETY: it was constructed or cloned.
    unsafe { ptr::drop_in_place(body) };
}

unsafe extern "C" fn clone<T: Object>(dst: *mut nl_object, src: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes two objects of the type.
    let source = unsafe { typed::<T>(src) };
    let copy = source.read(T::try_clone).unwrap_or(Err(Error::BUSY));
    let (value, outcome) = match copy {
        Ok(copy) => (copy, Ok(())),
        Err(error) => (T::default(), Err(error)),
    };
    // SAFETY: as above.
    let body = unsafe { body::<T>(dst) };
    // SAFETY: within the object. What is there is a copy of the source's bytes, not a value to be dropped,
    // and what the constructor put there owned nothing.
    unsafe { body.write(RefCell::new(value)) };
    outcome.into_c()
}

unsafe extern "C" fn compare<T: Object>(
    a: *mut nl_object,
    b: *mut nl_object,
    attrs: u64,
    flags: c_int,
) -> u64 {
    // SAFETY: libnl-3 passes two objects of the type.
    let a = unsafe { typed::<T>(a) };
    // SAFETY: as above.
    let b = unsafe { typed::<T>(b) };
    let mut differences =
        Differences { mask_a: a.mask(), mask_b: b.mask(), asked: attrs, found: 0, flags };
    a.read(|a| b.read(|b| a.compare(b, &mut differences)));
    differences.found
}

/// # Safety
/// As for [`typed`]; `params` are live.
unsafe fn dump<T: Object>(object: *mut nl_object, params: *mut nl_dump_params, style: Style) {
    // SAFETY: by contract.
    let object = unsafe { typed::<T>(object) };
    // SAFETY: by contract.
    let printer = Printer::new(unsafe { &*params });
    object.read(|body| body.dump(object.mask(), style, &printer));
}

unsafe extern "C" fn dump_line<T: Object>(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: libnl-3 passes an object of the type, and live parameters.
    unsafe { dump::<T>(object, params, Style::Line) };
}

unsafe extern "C" fn dump_details<T: Object>(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: libnl-3 passes an object of the type, and live parameters.
    unsafe { dump::<T>(object, params, Style::Details) };
}

unsafe extern "C" fn dump_stats<T: Object>(object: *mut nl_object, params: *mut nl_dump_params) {
    // SAFETY: libnl-3 passes an object of the type, and live parameters.
    unsafe { dump::<T>(object, params, Style::Stats) };
}

unsafe extern "C" fn update<T: Object>(dst: *mut nl_object, src: *mut nl_object) -> c_int {
    // SAFETY: libnl-3 passes two objects of the type.
    let dst = unsafe { typed::<T>(dst) };
    // SAFETY: as above.
    let src = unsafe { typed::<T>(src) };
    let Some(update) = T::UPDATE else { return Err::<(), _>(Error::OPNOTSUPP).into_c() };
    update(dst, src).into_c()
}

unsafe extern "C" fn keygen<T: Object>(object: *mut nl_object, key: *mut u32, size: u32) {
    // SAFETY: libnl-3 passes an object of the type.
    let object = unsafe { typed::<T>(object) };
    let hash = T::KEY.and_then(|hash| object.read(|body| hash(body, size)));
    // SAFETY: libnl-3 passes a place for the hash.
    unsafe { key.write(hash.unwrap_or(0)) };
}

unsafe extern "C" fn attrs2str<T: Object>(
    attrs: c_int,
    buf: *mut c_char,
    len: usize,
) -> *mut c_char {
    // SAFETY: libnl-3 passes a buffer and its size; the table is as long as said.
    unsafe { ffi::__flags2str(attrs, buf, len, T::ATTRS.as_ptr(), T::ATTRS.len()) }
}

unsafe extern "C" fn id_attrs<T: Object>(object: *mut nl_object) -> u32 {
    // SAFETY: libnl-3 passes an object of the type.
    let object = unsafe { typed::<T>(object) };
    let special = T::ID_ATTRS_OF.and_then(|of| object.read(|body| of(body, object.mask())));
    special.unwrap_or(T::ID_ATTRS)
}

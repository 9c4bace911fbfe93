// SPDX-License-Identifier: LGPL-2.1-or-later
//! Abstract addresses: memory, comparing, and what they are as a socket address.
//!
//! How they are written is in [`parse`] and [`print`].

pub mod parse;
pub mod print;

use core::cell::Cell;
use core::ffi::CStr;
use core::mem::offset_of;
use core::{ptr, slice};

use libc::{AF_INET, AF_INET6, c_char, c_int, c_uint, c_void, sockaddr, socklen_t};
use nl_sys::error::Error;
use nl_sys::layout::nl_addr;

use crate::names::{self, Packed};

use crate::errno;
use crate::strings::Buffer;

/// Of `linux/socket.h`; libc's crate has them by other names, or not at all.
pub(crate) const AF_DECNET: c_int = 12;
/// See above.
pub(crate) const AF_LLC: c_int = 26;
/// See above.
pub(crate) const AF_MPLS: c_int = 28;

/// Bits of an MPLS label, which are its prefix whatever its length.
const MPLS_PREFIX: c_int = 20;

/// The names of `nl_af2str()`. The numbers ascend.
const FAMILIES_ROWS: &[(u16, &CStr)] = &[
    (0, c"unspec"),
    (1, c"unix"),
    (2, c"inet"),
    (3, c"ax25"),
    (4, c"ipx"),
    (5, c"appletalk"),
    (6, c"netrom"),
    (7, c"bridge"),
    (8, c"atmpvc"),
    (9, c"x25"),
    (10, c"inet6"),
    (11, c"rose"),
    (12, c"decnet"),
    (13, c"netbeui"),
    (14, c"security"),
    (15, c"key"),
    (16, c"netlink"),
    (17, c"packet"),
    (18, c"ash"),
    (19, c"econet"),
    (20, c"atmsvc"),
    (21, c"rds"),
    (22, c"sna"),
    (23, c"irda"),
    (24, c"pppox"),
    (25, c"wanpipe"),
    (26, c"llc"),
    (28, c"mpls"),
    (29, c"can"),
    (30, c"tipc"),
    (31, c"bluetooth"),
    (32, c"iucv"),
    (33, c"rxrpc"),
    (34, c"isdn"),
    (35, c"phonet"),
    (36, c"ieee802154"),
    (37, c"caif"),
    (38, c"alg"),
    (39, c"nfc"),
    (40, c"vsock"),
];

/// See above.
pub static FAMILIES: Packed<{ FAMILIES_ROWS.len() }, { names::bytes(FAMILIES_ROWS) }> =
    names::pack(FAMILIES_ROWS);

/// An address in C's hands.
#[derive(Clone, Copy)]
pub struct Address<'a> {
    head: &'a nl_addr,
    bytes: *mut u8,
}

impl<'a> Address<'a> {
    /// The address at `at`, or none for NULL.
    ///
    /// # Safety
    /// It is one that this library made, and lives as long as the value is used.
    #[must_use]
    #[inline]
    pub unsafe fn new(at: *const nl_addr) -> Option<Self> {
        // SAFETY: by contract.
        let head = unsafe { at.as_ref() }?;
        Some(Self { head, bytes: bytes_of(at) })
    }

    /// Its fields.
    #[must_use]
    #[inline]
    pub fn head(self) -> &'a nl_addr {
        self.head
    }

    /// Where its bytes are.
    #[must_use]
    #[inline]
    pub fn as_ptr(self) -> *mut c_void {
        self.bytes.cast()
    }

    /// How many bytes it has.
    #[must_use]
    #[inline]
    pub fn len(self) -> usize {
        self.head.a_len.get() as usize
    }

    /// Whether it has none.
    #[must_use]
    #[inline]
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Its bytes, which programs may write to.
    #[must_use]
    #[inline]
    pub fn bytes(self) -> &'a [Cell<u8>] {
        // SAFETY: that many bytes are behind the fields.
        unsafe { slice::from_raw_parts(self.bytes.cast(), self.len()) }
    }

    /// The first `N` bytes, with zeros for those it does not have.
    #[must_use]
    pub fn first<const N: usize>(self) -> [u8; N] {
        let mut bytes = [0; N];
        for (to, from) in bytes.iter_mut().zip(self.bytes()) {
            *to = from.get();
        }
        bytes
    }

    /// Its bytes as a number with the first byte highest: such numbers compare as the bytes do.
    ///
    /// # Safety
    /// It has four.
    #[inline]
    unsafe fn ipv4(self) -> u32 {
        // SAFETY: by contract; a program does not write to them meanwhile.
        u32::from_be(unsafe { self.bytes.cast::<u32>().read_unaligned() })
    }

    /// As [`Self::ipv4`].
    ///
    /// # Safety
    /// It has six.
    #[inline]
    unsafe fn link_layer(self) -> u64 {
        // SAFETY: by contract.
        let low =
            u16::from_be(unsafe { self.bytes.wrapping_add(4).cast::<u16>().read_unaligned() });
        // SAFETY: by contract.
        u64::from(unsafe { self.ipv4() }) << 16 | u64::from(low)
    }

    /// As [`Self::ipv4`].
    ///
    /// # Safety
    /// It has sixteen.
    #[inline]
    unsafe fn ipv6(self) -> u128 {
        // SAFETY: as above.
        u128::from_be(unsafe { self.bytes.cast::<u128>().read_unaligned() })
    }

    /// Whether all bytes are 0.
    #[must_use]
    #[inline]
    pub fn is_zero(self) -> bool {
        if self.len() == 16 {
            // SAFETY: it has that many.
            return (unsafe { self.ipv6() }) == 0;
        }
        self.bytes().iter().all(|byte| byte.get() == 0)
    }

    /// Makes the first bytes those at `from`, and the others zero.
    ///
    /// # Errors
    /// `NLE_RANGE` if there is no room for so many.
    ///
    /// # Safety
    /// `len` bytes at `from` are readable.
    pub unsafe fn set(self, from: *const c_void, len: usize) -> Result<(), Error> {
        let room = self.head.a_maxsize.get();
        let new = c_uint::try_from(len).map_err(|_| Error::RANGE)?;
        if new > room {
            return Err(Error::RANGE);
        }
        if len > 0 {
            // SAFETY: readable by contract, and there is room. It may be a part of this very address.
            unsafe { ptr::copy(from.cast(), self.bytes, len) };
        }
        let rest = (room - new) as usize;
        // SAFETY: the rest of the room.
        unsafe { ptr::write_bytes(self.bytes.wrapping_add(len), 0, rest) };
        self.head.a_len.set(new);
        Ok(())
    }

    /// A copy, with one reference.
    ///
    /// # Errors
    /// `NLE_NOMEM`.
    pub fn copy(self) -> Result<*mut nl_addr, Error> {
        let family = self.head.a_family.get();
        // SAFETY: its own bytes.
        let copy = unsafe { build(family, self.as_ptr(), self.len()) }?;
        // SAFETY: just made.
        unsafe { &*copy }.a_prefixlen.set(self.head.a_prefixlen.get());
        Ok(copy)
    }
}

/// An address with room for `room` bytes, and none yet; of no family, and with one reference.
///
/// # Errors
/// `NLE_NOMEM`.
pub fn alloc(room: usize) -> Result<*mut nl_addr, Error> {
    let addr = uninit(room)?;
    // SAFETY: the room is behind the fields.
    unsafe { ptr::write_bytes(bytes_of(addr), 0, room) };
    Ok(addr)
}

/// [`alloc`], but that what the bytes are is not known.
#[inline]
fn uninit(room: usize) -> Result<*mut nl_addr, Error> {
    let maxsize = c_uint::try_from(room).map_err(|_| Error::NOMEM)?;
    let size = size_of::<nl_addr>().checked_add(room).ok_or(Error::NOMEM)?;
    // SAFETY: malloc takes any size. (calloc takes several times as long.)
    let addr = unsafe { libc::malloc(size) }.cast::<nl_addr>();
    if addr.is_null() {
        return Err(Error::NOMEM);
    }
    let fields = nl_addr {
        a_family: Cell::new(0),
        a_maxsize: Cell::new(maxsize),
        a_len: Cell::new(0),
        a_prefixlen: Cell::new(0),
        a_refcnt: Cell::new(1),
        a_addr: [],
    };
    // SAFETY: fresh memory with room for them.
    unsafe { addr.write(fields) };
    Ok(addr)
}

/// Where the bytes of an address are.
#[inline]
fn bytes_of(addr: *const nl_addr) -> *mut u8 {
    addr.cast_mut().cast::<u8>().wrapping_add(offset_of!(nl_addr, a_addr))
}

/// An address of `len` bytes at `from`. All of them are its prefix, but for MPLS.
///
/// # Errors
/// `NLE_NOMEM`.
///
/// # Safety
/// The bytes are readable.
pub unsafe fn build(family: c_int, from: *const c_void, len: usize) -> Result<*mut nl_addr, Error> {
    let addr = uninit(len)?;
    // SAFETY: just made.
    let fields = unsafe { &*addr };
    fields.a_family.set(family);
    fields.a_len.set(fields.a_maxsize.get());
    fields.a_prefixlen.set(if family == AF_MPLS { MPLS_PREFIX } else { bits_of(fields) });
    if len > 0 {
        // SAFETY: readable by contract, and there is room for as many.
        unsafe { ptr::copy_nonoverlapping(from.cast(), bytes_of(addr), len) };
    }
    Ok(addr)
}

/// The prefix length of an address that is all prefix.
fn bits_of(head: &nl_addr) -> c_int {
    head.a_len.get().wrapping_mul(8).cast_signed()
}

/// Drops a reference; the last one frees the address.
///
/// # Safety
/// The caller holds a reference to an address that this library made.
pub unsafe fn put(addr: *mut nl_addr) {
    // SAFETY: by contract.
    let references = unsafe { &*addr }.a_refcnt.get();
    if references == 1 {
        // SAFETY: from calloc, and nobody uses it any more.
        unsafe { libc::free(addr.cast()) };
    } else {
        // SAFETY: by contract.
        unsafe { &*addr }.a_refcnt.set(references.wrapping_sub(1));
    }
}

/// Compares family, length, bytes and prefix length, in this order: below 0, 0, or above 0. Addresses
/// without bytes are not told apart by their prefix length.
#[must_use]
pub fn compare(one: Address<'_>, other: Address<'_>) -> c_int {
    let (a, b) = (one.head, other.head);
    let family = a.a_family.get().wrapping_sub(b.a_family.get());
    if family != 0 {
        return family;
    }
    let len = a.a_len.get().wrapping_sub(b.a_len.get()).cast_signed();
    if len != 0 || one.is_empty() {
        return len;
    }
    let equal = match one.len() {
        // SAFETY: both have that many bytes.
        4 => unsafe { one.ipv4() }.eq(&unsafe { other.ipv4() }),
        // SAFETY: as above.
        6 => unsafe { one.link_layer() }.eq(&unsafe { other.link_layer() }),
        // SAFETY: as above.
        16 => unsafe { one.ipv6() }.eq(&unsafe { other.ipv6() }),
        _ => false,
    };
    if equal { prefix_difference(one, other) } else { compare_bytes(one, other) }
}

/// [`compare`] for addresses of one length.
#[inline(never)]
fn compare_bytes(one: Address<'_>, other: Address<'_>) -> c_int {
    // SAFETY: both have that many bytes.
    match unsafe { libc::memcmp(one.as_ptr(), other.as_ptr(), one.len()) } {
        0 => prefix_difference(one, other),
        bytes => bytes,
    }
}

#[inline]
fn prefix_difference(one: Address<'_>, other: Address<'_>) -> c_int {
    one.head.a_prefixlen.get().wrapping_sub(other.head.a_prefixlen.get())
}

/// Compares the family and as many bits as are prefix in both: below 0, 0, or above 0. Bits that an
/// address does not have are taken for 0.
#[must_use]
pub fn compare_prefix(one: Address<'_>, other: Address<'_>) -> c_int {
    let (a, b) = (one.head, other.head);
    let family = a.a_family.get().wrapping_sub(b.a_family.get());
    if family != 0 {
        return family;
    }
    let prefix = || a.a_prefixlen.get().min(b.a_prefixlen.get()).max(0).cast_unsigned();
    match (one.len(), other.len()) {
        (4, 4) => {
            // SAFETY: both have that many bytes.
            let (a, b) = (unsafe { one.ipv4() }, unsafe { other.ipv4() });
            if a == b || (a ^ b).leading_zeros() >= prefix() { 0 } else { a.cmp(&b) as c_int }
        }
        (16, 16) => {
            // SAFETY: as above.
            let (a, b) = (unsafe { one.ipv6() }, unsafe { other.ipv6() });
            if a == b || (a ^ b).leading_zeros() >= prefix() { 0 } else { a.cmp(&b) as c_int }
        }
        _ => compare_bits(one, other, prefix() as usize),
    }
}

/// Compares the first bits of addresses of any lengths.
#[cold]
#[inline(never)]
fn compare_bits(one: Address<'_>, other: Address<'_>, bits: usize) -> c_int {
    let mask_of_last = !(0xff_u8 >> (bits % 8));
    for at in 0..=(bits / 8).min(one.len().max(other.len())) {
        let mask = if at < bits / 8 { 0xff } else { mask_of_last };
        let byte =
            |of: Address<'_>| of.bytes().get(at).map_or(0, |byte| c_int::from(byte.get() & mask));
        let difference = byte(one) - byte(other);
        if difference != 0 {
            return difference;
        }
    }
    0
}

/// The family that has addresses of `len` bytes; `AF_UNSPEC` if it cannot be told.
#[must_use]
pub fn guess_family(len: usize) -> c_int {
    match len {
        4 => AF_INET,
        6 => AF_LLC,
        16 => AF_INET6,
        _ => libc::AF_UNSPEC,
    }
}

/// Writes an IPv4 or IPv6 address to `room` bytes at `to`: the family and the address, and nothing else.
/// Without bytes the address is that of any host. Returns the size of that kind of socket address.
///
/// # Errors
/// `NLE_INVAL` for another family, an address of another length, or too little room.
///
/// # Safety
/// The room is writable.
pub unsafe fn fill(
    addr: Address<'_>,
    to: *mut sockaddr,
    room: socklen_t,
) -> Result<socklen_t, Error> {
    let family = addr.head.a_family.get();
    let (size, at, len) = match family {
        AF_INET => (size_of::<libc::sockaddr_in>(), offset_of!(libc::sockaddr_in, sin_addr), 4),
        AF_INET6 => {
            (size_of::<libc::sockaddr_in6>(), offset_of!(libc::sockaddr_in6, sin6_addr), 16)
        }
        _ => return Err(Error::INVAL),
    };
    if (room as usize) < size || (addr.len() != len && !addr.is_empty()) {
        return Err(Error::INVAL);
    }
    let family = libc::sa_family_t::try_from(family).map_err(|_| Error::INVAL)?;
    // SAFETY: the room is large enough; both kinds begin with the family.
    unsafe { to.cast::<libc::sa_family_t>().write_unaligned(family) };
    let place = to.cast::<u8>().wrapping_add(at);
    let bytes = addr.first::<16>();
    // SAFETY: as above.
    unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), place, len) };
    socklen_t::try_from(size).map_err(|_| Error::INVAL)
}

/// What a failed `getaddrinfo(3)` or `getnameinfo(3)` is here.
fn from_resolver(error: c_int) -> Error {
    const EAI_ADDRFAMILY: c_int = -9;
    match error {
        EAI_ADDRFAMILY | libc::EAI_FAMILY => Error::AF_NOSUPPORT,
        libc::EAI_AGAIN => Error::AGAIN,
        libc::EAI_BADFLAGS => Error::INVAL,
        libc::EAI_FAIL | libc::EAI_NODATA => Error::NOADDR,
        libc::EAI_MEMORY | libc::EAI_OVERFLOW => Error::NOMEM,
        libc::EAI_NONAME => Error::OBJ_NOTFOUND,
        libc::EAI_SERVICE => Error::OPNOTSUPP,
        libc::EAI_SOCKTYPE => Error::BAD_SOCK,
        _ => Error::FAILURE,
    }
}

/// The address as `getaddrinfo(3)` knows it; no name is looked up. The caller frees the list.
///
/// # Errors
/// What that says.
pub fn info(addr: Address<'_>) -> Result<*mut libc::addrinfo, Error> {
    // As long as the longest address of a family that getaddrinfo knows, and a prefix.
    let mut text = [0 as c_char; 51];
    // SAFETY: as long as said; only read afterwards.
    print::write(Some(addr), &mut unsafe { Buffer::new(text.as_mut_ptr(), text.len()) });
    // SAFETY: all zero asks for anything.
    let mut hints: libc::addrinfo = unsafe { core::mem::zeroed() };
    hints.ai_flags = libc::AI_NUMERICHOST;
    hints.ai_family = addr.head.a_family.get();
    let mut found = ptr::null_mut();
    // SAFETY: a string, hints, and a place for the list.
    let error =
        unsafe { libc::getaddrinfo(text.as_ptr(), ptr::null(), &raw const hints, &raw mut found) };
    if error == 0 { Ok(found) } else { Err(from_resolver(error)) }
}

/// Looks up the name of an address, and writes it to `len` bytes at `host`.
///
/// # Errors
/// `NLE_INVAL` for an address that is neither IPv4 nor IPv6; what `getnameinfo(3)` says.
///
/// # Safety
/// The bytes are writable.
pub unsafe fn resolve(addr: Address<'_>, host: *mut c_char, len: usize) -> Result<(), Error> {
    const NI_NAMEREQD: c_int = 8;
    const EAI_SYSTEM: c_int = -11;
    // SAFETY: all zero is a socket address.
    let mut to: libc::sockaddr_in6 = unsafe { core::mem::zeroed() };
    let room = socklen_t::try_from(size_of_val(&to)).map_err(|_| Error::INVAL)?;
    let to: *mut sockaddr = (&raw mut to).cast();
    // SAFETY: as long as said.
    let size = unsafe { fill(addr, to, room) }?;
    let len = socklen_t::try_from(len).unwrap_or(socklen_t::MAX);
    let (service, none) = (ptr::null_mut(), 0);
    // SAFETY: the address is as long as said; the buffer by contract.
    let error = unsafe { libc::getnameinfo(to, size, host, len, service, none, NI_NAMEREQD) };
    match error {
        0 => Ok(()),
        EAI_SYSTEM => Err(errno::last()),
        _ => Err(from_resolver(error)),
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/addr.h`.

use core::ptr;

use libc::{addrinfo, c_char, c_int, c_uint, c_void, nlattr, sockaddr, socklen_t};
use nl_sys::error::{Error, IntoC};
use nl_sys::layout::nl_addr;
use os::raw::RawAttr;
use wire::attr;

use super::private::c_str;
use crate::address::{self, Address, parse, print};
use crate::strings::Buffer;

/// Makes an address with room for `maxsize` bytes.
///
/// C: `struct nl_addr *addr = nl_addr_alloc(sizeof(struct in6_addr));`
///
/// It has no bytes yet and no family. Returns NULL if there is no memory. The caller gets the only
/// reference, and gives it back with `nl_addr_put()`.
#[unsafe(no_mangle)]
pub extern "C" fn nl_addr_alloc(maxsize: usize) -> *mut nl_addr {
    address::alloc(maxsize).unwrap_or(ptr::null_mut())
}

/// Makes an address of the payload of an attribute.
///
/// C: `struct nl_addr *addr = nl_addr_alloc_attr(tb[IFA_LOCAL], AF_INET);`
///
/// All of it is prefix, as for `nl_addr_build()`. The length of the payload is not compared with what
/// the family asks for. Returns NULL if there is no memory, or for an attribute shorter than its own
/// header, or NULL. The caller gets the only reference.
///
/// # Safety
/// `nla` is a whole attribute, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_alloc_attr(nla: *const nlattr, family: c_int) -> *mut nl_addr {
    if nla.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    let nla = unsafe { RawAttr::new(nla) };
    let Some(size) = usize::from(nla.nla_len()).checked_sub(attr::HDRLEN) else {
        return ptr::null_mut();
    };
    // SAFETY: the attribute is whole by contract.
    unsafe { address::build(family, nla.payload().cast(), size) }.unwrap_or(ptr::null_mut())
}

/// Makes an address of `size` bytes.
///
/// C: `struct nl_addr *addr = nl_addr_build(AF_INET, &in, sizeof(in));`
///
/// `buf` is in network byte order. The prefix length is 8 times `size`, or 20 for `AF_MPLS`. Returns NULL
/// if there is no memory, or if `buf` is NULL but `size` is not 0. The caller gets the only reference.
///
/// # Safety
/// `size` bytes at `buf` are readable, or it is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_build(
    family: c_int,
    buf: *const c_void,
    size: usize,
) -> *mut nl_addr {
    if buf.is_null() && size > 0 {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    unsafe { address::build(family, buf, size) }.unwrap_or(ptr::null_mut())
}

/// Makes an address of a text.
///
/// C: `if ((err = nl_addr_parse("10.0.0.0/8", AF_UNSPEC, &addr)) < 0) return err;`
///
/// `hint` is the family that it has to be of, or `AF_UNSPEC` for the first that fits: IPv4, IPv6, six
/// bytes in hexadecimal with colons between (`AF_LLC`), `area.node` of DECnet, up to 32 bytes in
/// hexadecimal (of no family). MPLS labels (`100/200`) have to be asked for with `AF_MPLS`. `none` has no
/// bytes; nor have `default`, `all` and `any`, which are of the family that is asked for, or IPv4. A slash
/// and a prefix length may follow, but for MPLS; without it all of the address is prefix.
///
/// Returns 0 and sets `*result`, whose only reference the caller gets; or, leaving it alone,
/// `-NLE_NOADDR` or `-NLE_INVAL` for a text that is no address, `-NLE_AF_NOSUPPORT` for an `any` of
/// another family than IPv4, IPv6 and `AF_LLC`, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `addrstr` is a string, `result` is writable; or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_parse(
    addrstr: *const c_char,
    hint: c_int,
    result: *mut *mut nl_addr,
) -> c_int {
    // SAFETY: by contract.
    let text = unsafe { c_str(addrstr) };
    let Some(text) = text.filter(|_| !result.is_null()) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    parse::parse(text, hint).map(|addr| unsafe { result.write(addr) }).into_c()
}

/// Copies an address.
///
/// C: `struct nl_addr *copy = nl_addr_clone(addr);`
///
/// Returns NULL if there is no memory, or for NULL. The caller gets the only reference.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_clone(addr: *const nl_addr) -> *mut nl_addr {
    // SAFETY: by contract.
    let addr = unsafe { Address::new(addr) };
    addr.and_then(|addr| addr.copy().ok()).unwrap_or(ptr::null_mut())
}

/// Takes a reference to an address.
///
/// C: `route->dst = nl_addr_get(addr);`
///
/// Returns `addr`, NULL for NULL. References are not counted atomically: an address is one thread's.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_get(addr: *mut nl_addr) -> *mut nl_addr {
    // SAFETY: by contract.
    if let Some(fields) = unsafe { addr.as_ref() } {
        fields.a_refcnt.set(fields.a_refcnt.get().wrapping_add(1));
    }
    addr
}

/// Gives a reference back; the last one frees the address.
///
/// C: `nl_addr_put(addr);`
///
/// # Safety
/// `addr` is an address to which the caller has a reference, or NULL (no effect).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_put(addr: *mut nl_addr) {
    if !addr.is_null() {
        // SAFETY: by contract.
        unsafe { address::put(addr) };
    }
}

/// Whether there is more than one reference to an address.
///
/// C: `if (nl_addr_shared(addr)) addr = nl_addr_clone(addr);`
///
/// Returns 1 or 0; 0 for NULL.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_shared(addr: *const nl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { addr.as_ref() }.map_or(0, |addr| c_int::from(addr.a_refcnt.get() > 1))
}

/// Compares two addresses: family, length, bytes, and prefix length, in this order.
///
/// C: `if (nl_addr_cmp(a, b) == 0) …`
///
/// Returns a number below 0, 0, or above 0. Addresses without bytes are the same whatever their prefix
/// length. NULL comes before any address.
///
/// # Safety
/// `a` and `b` are addresses or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_cmp(a: *const nl_addr, b: *const nl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { compare(a, b, address::compare) }
}

/// Compares the families of two addresses, and as many bits as are prefix in both.
///
/// C: `if (nl_addr_cmp_prefix(net, host) == 0) …`
///
/// Returns a number below 0, 0, or above 0. Bits that one of them does not have are taken for 0. NULL comes
/// before any address.
///
/// # Safety
/// `a` and `b` are addresses or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_cmp_prefix(a: *const nl_addr, b: *const nl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { compare(a, b, address::compare_prefix) }
}

/// # Safety
/// `a` and `b` are addresses or NULL.
#[inline]
unsafe fn compare(
    a: *const nl_addr,
    b: *const nl_addr,
    with: impl FnOnce(Address<'_>, Address<'_>) -> c_int,
) -> c_int {
    // SAFETY: by contract.
    let one = unsafe { Address::new(a) };
    // SAFETY: by contract.
    let other = unsafe { Address::new(b) };
    match (one, other) {
        (Some(one), Some(other)) => with(one, other),
        (one, other) => c_int::from(one.is_some()) - c_int::from(other.is_some()),
    }
}

/// Whether all bytes of an address are 0.
///
/// C: `if (nl_addr_iszero(gw)) …`
///
/// Returns 1 or 0; 1 for an address without bytes, and for NULL.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_iszero(addr: *const nl_addr) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::new(addr) };
    c_int::from(addr.is_none_or(Address::is_zero))
}

/// Whether a text is an address of a family.
///
/// C: `if (!nl_addr_valid(text, AF_INET)) usage();`
///
/// Returns 1 or 0. There must be no prefix length, nor any of the words that `nl_addr_parse()` knows. For
/// a family other than IPv4, IPv6, `AF_LLC`, DECnet and MPLS every text is one. 0 for NULL.
///
/// # Safety
/// `addr` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_valid(addr: *const c_char, family: c_int) -> c_int {
    // SAFETY: by contract.
    let text = unsafe { c_str(addr) };
    c_int::from(text.is_some_and(|text| parse::is_valid(text, family)))
}

/// The family that an address is of, going by its length alone.
///
/// C: `nl_addr_set_family(addr, nl_addr_guess_family(addr));`
///
/// 4 bytes are `AF_INET`, 6 are `AF_LLC`, 16 are `AF_INET6`; `AF_UNSPEC` for other lengths, and NULL.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_guess_family(addr: *const nl_addr) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::new(addr) };
    addr.map_or(libc::AF_UNSPEC, |addr| address::guess_family(addr.len()))
}

/// Writes an address to a socket address.
///
/// C: `err = nl_addr_fill_sockaddr(addr, (struct sockaddr *)&sin6, &salen);`
///
/// `*salen` is the room at `sa` in bytes, and becomes what is used of it. Only family and address are
/// written: the port and what else there is stay as they are. An address without bytes is that of any host.
/// Returns 0, or `-NLE_INVAL` for a family other than IPv4 and IPv6, an address of another length, too little
/// room, or NULL.
///
/// # Safety
/// `addr` is an address, `*salen` bytes at `sa` are writable; or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_fill_sockaddr(
    addr: *const nl_addr,
    sa: *mut sockaddr,
    salen: *mut socklen_t,
) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::new(addr) };
    let Some(addr) = addr.filter(|_| !sa.is_null() && !salen.is_null()) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    let room = unsafe { salen.read_unaligned() };
    // SAFETY: by contract.
    let used = unsafe { address::fill(addr, sa, room) };
    // SAFETY: by contract.
    used.map(|used| unsafe { salen.write_unaligned(used) }).into_c()
}

/// An address as `getaddrinfo(3)` knows it. No name is looked up.
///
/// C: `if ((err = nl_addr_info(addr, &info)) < 0) return err;`
///
/// Returns 0 and sets `*result`, a list that the caller frees with `freeaddrinfo(3)`. Otherwise
/// `-NLE_AF_NOSUPPORT` for a family it does not know, `-NLE_OBJ_NOTFOUND` for an address that it cannot
/// read (one with a prefix length, for example), another negative NLE code, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `addr` is an address, `result` is writable; or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_info(addr: *const nl_addr, result: *mut *mut addrinfo) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::new(addr) };
    let Some(addr) = addr.filter(|_| !result.is_null()) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    address::info(addr).map(|list| unsafe { result.write(list) }).into_c()
}

/// Looks up the name of an address.
///
/// C: `if (nl_addr_resolve(addr, name, sizeof(name)) < 0) nl_addr2str(addr, name, sizeof(name));`
///
/// Asks whom the system is set up to ask, which may take long. Returns 0, or `-NLE_INVAL` for a family
/// other than IPv4 and IPv6, `-NLE_OBJ_NOTFOUND` if there is no name, another negative NLE code if asking
/// failed or the name is too long, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `addr` is an address, `hostlen` bytes at `host` are writable; or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_resolve(
    addr: *const nl_addr,
    host: *mut c_char,
    hostlen: usize,
) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::new(addr) };
    let Some(addr) = addr.filter(|_| !host.is_null()) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { address::resolve(addr, host, hostlen) }.into_c()
}

/// Sets the family of an address.
///
/// C: `nl_addr_set_family(addr, AF_INET);`
///
/// # Safety
/// `addr` is an address or NULL (no effect).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_set_family(addr: *mut nl_addr, family: c_int) {
    // SAFETY: by contract.
    if let Some(addr) = unsafe { addr.as_ref() } {
        addr.a_family.set(family);
    }
}

/// The family of an address.
///
/// C: `switch (nl_addr_get_family(addr)) …`
///
/// `AF_UNSPEC` for NULL.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_get_family(addr: *const nl_addr) -> c_int {
    // SAFETY: by contract.
    unsafe { addr.as_ref() }.map_or(libc::AF_UNSPEC, |addr| addr.a_family.get())
}

/// Sets the bytes of an address.
///
/// C: `err = nl_addr_set_binary_addr(addr, &in6, sizeof(in6));`
///
/// Family and prefix length stay as they are. Returns 0, `-NLE_RANGE` if `len` is more than the address
/// was made for, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `addr` is an address, `len` bytes at `buf` are readable; or they are NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_set_binary_addr(
    addr: *mut nl_addr,
    buf: *const c_void,
    len: usize,
) -> c_int {
    // SAFETY: by contract.
    let addr = unsafe { Address::new(addr) };
    let Some(addr) = addr.filter(|_| !buf.is_null() || len == 0) else {
        return Err::<c_int, _>(Error::INVAL).into_c();
    };
    // SAFETY: by contract.
    unsafe { addr.set(buf, len) }.into_c()
}

/// The bytes of an address.
///
/// C: `memcpy(&in, nl_addr_get_binary_addr(addr), nl_addr_get_len(addr));`
///
/// They belong to the address. NULL for NULL.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_get_binary_addr(addr: *const nl_addr) -> *mut c_void {
    // SAFETY: by contract.
    unsafe { Address::new(addr) }.map_or(ptr::null_mut(), Address::as_ptr)
}

/// The number of bytes of an address.
///
/// C: `if (nl_addr_get_len(addr) != sizeof(in)) return -NLE_INVAL;`
///
/// 0 for NULL.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_get_len(addr: *const nl_addr) -> c_uint {
    // SAFETY: by contract.
    unsafe { addr.as_ref() }.map_or(0, |addr| addr.a_len.get())
}

/// Sets the prefix length of an address, in bits.
///
/// C: `nl_addr_set_prefixlen(addr, 24);`
///
/// It is not compared with the length of the address.
///
/// # Safety
/// `addr` is an address or NULL (no effect).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_set_prefixlen(addr: *mut nl_addr, prefixlen: c_int) {
    // SAFETY: by contract.
    if let Some(addr) = unsafe { addr.as_ref() } {
        addr.a_prefixlen.set(prefixlen);
    }
}

/// The prefix length of an address, in bits.
///
/// C: `ifa.ifa_prefixlen = nl_addr_get_prefixlen(addr);`
///
/// 0 for NULL.
///
/// # Safety
/// `addr` is an address or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr_get_prefixlen(addr: *const nl_addr) -> c_uint {
    // SAFETY: by contract.
    unsafe { addr.as_ref() }.map_or(0, |addr| addr.a_prefixlen.get().cast_unsigned())
}

/// Writes the name of an address family, or `0x` and its number.
///
/// C: `printf("%s\n", nl_af2str(AF_INET6, buf, sizeof(buf)));`
///
/// Of `size` bytes at most `size - 1` are text, and a NUL follows. Returns `buf`.
///
/// # Safety
/// `size` bytes at `buf` are writable, or it is NULL (nothing is written).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_af2str(family: c_int, buf: *mut c_char, size: usize) -> *mut c_char {
    // SAFETY: by contract.
    address::FAMILIES.names().type2str(family, &mut unsafe { Buffer::new(buf, size) });
    buf
}

/// The address family of a name, whatever its case, or the number that the text itself is.
///
/// C: `int family = nl_str2af("inet6");`
///
/// Returns `-EINVAL` (not an NLE code) if it is neither, or a number below 0, or NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_str2af(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    let family = unsafe { c_str(name) }.map(|name| address::FAMILIES.names().str2type(name));
    match family {
        Some(Ok(family)) if family >= 0 => family,
        _ => -libc::EINVAL,
    }
}

/// Writes an address: `10.0.0.0/8`, `fe80::1`, `00:11:22:33:44:55`.
///
/// C: `printf("%s\n", nl_addr2str(addr, buf, sizeof(buf)));`
///
/// The prefix length follows if not all of the address is prefix, but for MPLS. An address without bytes,
/// and NULL, is `none`; one of a family not known here is written in hexadecimal. If `size` is too small,
/// IPv4 and IPv6 addresses are left out and others cut off; a NUL is always there. Returns `buf`.
///
/// # Safety
/// `addr` is an address or NULL. `size` bytes at `buf` are writable, or it is NULL (nothing is written).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn nl_addr2str(
    addr: *const nl_addr,
    buf: *mut c_char,
    size: usize,
) -> *mut c_char {
    // SAFETY: by contract.
    let addr = unsafe { Address::new(addr) };
    // SAFETY: by contract.
    print::write(addr, &mut unsafe { Buffer::new(buf, size) });
    buf
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! What a next hop puts around packets (`RTA_ENCAP`, lightweight tunnels): MPLS labels, an IPv4 or IPv6
//! tunnel header, or identifier-locator addressing.

use core::cell::{Cell, RefCell};
use core::ffi::CStr;

use libc::{AF_INET, AF_INET6};
use nl_sys::address::Address;
use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};
use os::heap;
use os::text::{Append, Text};
use wire::attr::Attr;

use super::text::push_address;

/// `LWTUNNEL_ENCAP_*` of `linux/lwtunnel.h`.
pub mod kind {
    /// No encapsulation.
    pub const NONE: u16 = 0;
    /// MPLS labels.
    pub const MPLS: u16 = 1;
    /// An IPv4 tunnel.
    pub const IP: u16 = 2;
    /// Identifier-locator addressing.
    pub const ILA: u16 = 3;
    /// An IPv6 tunnel.
    pub const IP6: u16 = 4;
}

/// `AF_MPLS`
pub const AF_MPLS: i32 = 28;

const RTA_ENCAP_TYPE: u16 = 21;
const RTA_ENCAP: u16 = 22;

/// `MPLS_IPTUNNEL_*`
mod mpls_attr {
    pub(super) const DST: u16 = 1;
    pub(super) const TTL: u16 = 2;
}

/// `LWTUNNEL_IP_*`, and `LWTUNNEL_IP6_*` which have the same numbers.
mod tunnel_attr {
    pub(super) const ID: u16 = 1;
    pub(super) const DST: u16 = 2;
    pub(super) const SRC: u16 = 3;
    pub(super) const TTL: u16 = 4;
    pub(super) const TOS: u16 = 5;
    pub(super) const FLAGS: u16 = 6;
}

/// `ILA_ATTR_*`
mod ila_attr {
    pub(super) const LOCATOR: u16 = 1;
    pub(super) const CSUM_MODE: u16 = 7;
    pub(super) const IDENT_TYPE: u16 = 8;
    pub(super) const HOOK_TYPE: u16 = 9;
}

/// An encapsulation, or none yet; `struct rtnl_nh_encap` in C.
#[derive(Debug, Default)]
pub struct rtnl_nh_encap(RefCell<Kind>);

/// The same, in Rust.
pub type Encap = rtnl_nh_encap;

/// What is put around a packet.
#[derive(Debug, Default)]
pub enum Kind {
    /// Nothing yet.
    #[default]
    None,
    /// Labels.
    Mpls(Labels),
    /// An IPv4 header.
    Ip(Tunnel),
    /// An IPv6 header.
    Ip6(Tunnel),
    /// Another upper half of the destination.
    Ila(Ila),
}

/// MPLS labels.
#[derive(Debug)]
pub struct Labels {
    /// The stack of labels, of family `AF_MPLS`.
    pub dst: Address,
    /// Time to live; 0: that of the packet.
    pub ttl: u8,
}

/// A tunnel's header. The fields of IPv6 have other names, and the same meaning.
#[derive(Debug, Default)]
pub struct Tunnel {
    /// Its destination.
    pub dst: Address,
    /// Its source, if it is fixed.
    pub src: Address,
    /// The tunnel's key.
    pub id: u64,
    /// Time to live, or hop limit; 0: that of the packet.
    pub ttl: u8,
    /// Type of service, or traffic class.
    pub tos: u8,
    /// `TUNNEL_KEY` and the like, in network byte order.
    pub flags: u16,
}

/// Identifier-locator addressing.
#[derive(Debug, Default)]
pub struct Ila {
    /// The upper half of the address.
    pub locator: u64,
    /// How checksums are kept right.
    pub csum_mode: Option<u8>,
    /// What the identifier is.
    pub ident_type: Option<u8>,
    /// When it is done.
    pub hook_type: Option<u8>,
}

/// `TUNNEL_CSUM`, `TUNNEL_KEY` and `TUNNEL_SEQ` of `linux/if_tunnel.h`, in the order they are printed.
const TUNNEL_FLAGS: [(u16, &CStr); 3] =
    [(0x04_u16.to_be(), c"key "), (0x01_u16.to_be(), c"csum "), (0x08_u16.to_be(), c"seq ")];

impl Kind {
    /// `LWTUNNEL_ENCAP_MPLS` and the like.
    #[must_use]
    pub fn number(&self) -> u16 {
        match self {
            Self::None => kind::NONE,
            Self::Mpls(_) => kind::MPLS,
            Self::Ip(_) => kind::IP,
            Self::Ip6(_) => kind::IP6,
            Self::Ila(_) => kind::ILA,
        }
    }

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(match self {
            Self::None => Self::None,
            Self::Mpls(labels) => {
                Self::Mpls(Labels { dst: labels.dst.try_clone()?, ttl: labels.ttl })
            }
            Self::Ip(tunnel) => Self::Ip(tunnel.try_clone()?),
            Self::Ip6(tunnel) => Self::Ip6(tunnel.try_clone()?),
            Self::Ila(ila) => Self::Ila(Ila { ..*ila }),
        })
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::None, Self::None) => true,
            (Self::Mpls(a), Self::Mpls(b)) => a.ttl == b.ttl && a.dst.same(&b.dst),
            (Self::Ip(a), Self::Ip(b)) | (Self::Ip6(a), Self::Ip6(b)) => a.same(b),
            (Self::Ila(a), Self::Ila(b)) => a.same(b),
            _ => false,
        }
    }

    fn put(&self, msg: Builder) -> Result<(), Error> {
        match self {
            Self::None => Err(Error::INVAL),
            Self::Mpls(labels) => {
                msg.put_address(mpls_attr::DST, &labels.dst)?;
                put_unless_zero(msg, mpls_attr::TTL, labels.ttl)
            }
            Self::Ip(tunnel) | Self::Ip6(tunnel) => tunnel.put(msg),
            Self::Ila(ila) => ila.put(msg),
        }
    }
}

fn put_unless_zero(msg: Builder, kind: u16, value: u8) -> Result<(), Error> {
    if value == 0 { Ok(()) } else { msg.put_plain(kind, &value) }
}

impl Tunnel {
    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self { dst: self.dst.try_clone()?, src: self.src.try_clone()?, ..*self })
    }

    fn same(&self, other: &Self) -> bool {
        let numbers = |tunnel: &Self| (tunnel.id, tunnel.ttl, tunnel.tos, tunnel.flags);
        numbers(self) == numbers(other) && self.src.same(&other.src) && self.dst.same(&other.dst)
    }

    fn put(&self, msg: Builder) -> Result<(), Error> {
        if self.id != 0 {
            msg.put_plain(tunnel_attr::ID, &self.id.to_be())?;
        }
        msg.put_address(tunnel_attr::DST, &self.dst)?;
        msg.put_address(tunnel_attr::SRC, &self.src)?;
        put_unless_zero(msg, tunnel_attr::TTL, self.ttl)?;
        put_unless_zero(msg, tunnel_attr::TOS, self.tos)?;
        if self.flags == 0 { Ok(()) } else { msg.put_plain(tunnel_attr::FLAGS, &self.flags) }
    }

    /// Reads the attributes of a tunnel whose addresses have `len` bytes.
    fn parse(attrs: &Table<'_, 7>, family: i32, len: usize) -> Result<Self, Error> {
        let address = |kind| match attrs.bytes(kind) {
            Some(bytes) if bytes.len() != len => Err(Error::RANGE),
            Some(bytes) => Address::new(family, bytes),
            None => Ok(Address::NONE),
        };
        let tunnel = Self {
            dst: address(tunnel_attr::DST)?,
            src: address(tunnel_attr::SRC)?,
            id: attrs.u64(tunnel_attr::ID).map_or(0, u64::from_be),
            ttl: attrs.u8(tunnel_attr::TTL).unwrap_or(0),
            tos: attrs.u8(tunnel_attr::TOS).unwrap_or(0),
            flags: attrs.u16(tunnel_attr::FLAGS).unwrap_or(0),
        };
        if tunnel.dst.is_set() { Ok(tunnel) } else { Err(Error::INVAL) }
    }

    fn push_id(&self, text: &mut Text<512>) {
        push_unless_zero(text, b"id ", self.id);
    }

    fn push_addresses(&self, text: &mut Text<512>) {
        push_address(text, &self.dst);
        text.push(b" ");
        if self.src.is_set() {
            text.push(b"src ");
            push_address(text, &self.src);
            text.push(b" ");
        }
    }

    fn push_flags(&self, text: &mut Text<512>) {
        for (flag, name) in TUNNEL_FLAGS {
            if self.flags & flag != 0 {
                text.push_c(name);
            }
        }
    }
}

fn push_unless_zero(text: &mut Text<512>, name: &[u8], value: u64) {
    if value != 0 {
        text.push(name);
        text.push_dec(value);
        text.push(b" ");
    }
}

impl Ila {
    fn same(&self, other: &Self) -> bool {
        let all = |ila: &Self| (ila.locator, ila.csum_mode, ila.ident_type, ila.hook_type);
        all(self) == all(other)
    }

    fn modes(&self) -> [(u16, &'static [u8], Option<u8>); 3] {
        [
            (ila_attr::CSUM_MODE, b" csum-mode ", self.csum_mode),
            (ila_attr::IDENT_TYPE, b" ident-type ", self.ident_type),
            (ila_attr::HOOK_TYPE, b" hook-type ", self.hook_type),
        ]
    }

    fn put(&self, msg: Builder) -> Result<(), Error> {
        msg.put_plain(ila_attr::LOCATOR, &self.locator)?;
        for (kind, _, mode) in self.modes() {
            if let Some(mode) = mode {
                msg.put_plain(kind, &mode)?;
            }
        }
        Ok(())
    }
}

/// An encapsulation on the heap; freed when dropped.
#[derive(Debug)]
pub struct Owned(*mut Encap);

impl Drop for Owned {
    fn drop(&mut self) {
        // SAFETY: ours.
        unsafe { Encap::free(self.0) };
    }
}

impl Owned {
    /// Moves an encapsulation to the heap.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn new(kind: Kind) -> Result<Self, Error> {
        heap::new(rtnl_nh_encap(RefCell::new(kind))).map(Self).map_err(|_| Error::NOMEM)
    }

    /// Hands it over to C.
    #[must_use]
    pub fn into_raw(self) -> *mut Encap {
        let encap = self.0;
        core::mem::forget(self);
        encap
    }
}

impl Encap {
    /// Frees an encapsulation; nothing for NULL.
    ///
    /// # Safety
    /// `encap` is NULL, or made by [`Owned::new`] and not used afterwards.
    pub unsafe fn free(encap: *mut Self) {
        if !encap.is_null() {
            // SAFETY: by contract.
            drop(unsafe { heap::take(encap) });
        }
    }

    /// `LWTUNNEL_ENCAP_MPLS` and the like.
    #[must_use]
    pub fn number(&self) -> u16 {
        self.read(Kind::number).unwrap_or(kind::NONE)
    }

    /// What `read` finds in it.
    pub fn read<R>(&self, read: impl FnOnce(&Kind) -> R) -> Option<R> {
        self.0.try_borrow().ok().map(|kind| read(&kind))
    }

    /// Changes it.
    ///
    /// # Errors
    /// `BUSY` while it is printed; what `change` returns.
    pub fn change<R>(
        &self,
        change: impl FnOnce(&mut Kind) -> Result<R, Error>,
    ) -> Result<R, Error> {
        change(&mut *self.0.try_borrow_mut().map_err(|_| Error::BUSY)?)
    }

    /// A copy.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<Owned, Error> {
        Owned::new(self.read(Kind::try_clone).unwrap_or(Err(Error::BUSY))?)
    }

    /// Whether two are the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        let same = self.read(|a| other.read(|b| a.same(b)));
        same.flatten().unwrap_or(false)
    }

    /// Appends it to a message: its type, and what it is.
    ///
    /// # Errors
    /// `INVAL` if there is nothing in it yet; those of a message.
    pub fn put(&self, msg: Builder) -> Result<(), Error> {
        self.put_as(msg, RTA_ENCAP_TYPE, RTA_ENCAP)
    }

    /// As [`Self::put`], in attributes of these types.
    ///
    /// # Errors
    /// As there.
    pub fn put_as(&self, msg: Builder, number: u16, encap: u16) -> Result<(), Error> {
        let put = |kind: &Kind| {
            if matches!(kind, Kind::None) {
                return Err(Error::INVAL);
            }
            msg.put_plain(number, &kind.number())?;
            msg.nest(encap, |msg| kind.put(msg))
        };
        self.read(put).unwrap_or(Err(Error::BUSY))
    }

    /// Reads what the two attributes say; `None` for a type that is not known here.
    ///
    /// # Errors
    /// `INVAL` if something is missing, `RANGE` for addresses of another length, `NOMEM`.
    pub fn parse(encap: Attr<'_>, number: u16) -> Result<Option<Owned>, Error> {
        let attrs = Table::<10>::new(encap.nested());
        let tunnel = || Table::<7>::new(encap.nested());
        let kind = match number {
            kind::MPLS => Kind::Mpls(Labels {
                dst: attrs
                    .address(mpls_attr::DST, AF_MPLS)?
                    .filter(|dst| !dst.is_empty())
                    .ok_or(Error::INVAL)?,
                ttl: attrs.u8(mpls_attr::TTL).unwrap_or(0),
            }),
            kind::IP => Kind::Ip(Tunnel::parse(&tunnel(), AF_INET, 4)?),
            kind::IP6 => Kind::Ip6(Tunnel::parse(&tunnel(), AF_INET6, 16)?),
            kind::ILA => Kind::Ila(Ila {
                locator: attrs.u64(ila_attr::LOCATOR).ok_or(Error::INVAL)?,
                csum_mode: attrs.u8(ila_attr::CSUM_MODE),
                ident_type: attrs.u8(ila_attr::IDENT_TYPE),
                hook_type: attrs.u8(ila_attr::HOOK_TYPE),
            }),
            _ => return Ok(None),
        };
        Owned::new(kind).map(Some)
    }

    /// Appends how it is printed, with a space in front.
    pub fn push_to(&self, text: &mut Text<512>) {
        self.read(|kind| match kind {
            Kind::None => {}
            Kind::Mpls(labels) => {
                text.push(b" encap mpls ");
                push_address(text, &labels.dst);
                text.push(b" ");
                push_unless_zero(text, b"ttl ", labels.ttl.into());
            }
            Kind::Ip(tunnel) => {
                text.push(b" encap ip ");
                tunnel.push_addresses(text);
                tunnel.push_id(text);
                push_unless_zero(text, b"ttl ", tunnel.ttl.into());
                push_unless_zero(text, b"tos ", tunnel.tos.into());
                tunnel.push_flags(text);
            }
            Kind::Ip6(tunnel) => {
                text.push(b" encap ip6 ");
                tunnel.push_id(text);
                tunnel.push_addresses(text);
                push_unless_zero(text, b"tc ", tunnel.tos.into());
                push_unless_zero(text, b"hoplimit ", tunnel.ttl.into());
                tunnel.push_flags(text);
            }
            Kind::Ila(ila) => {
                text.push(b" encap ila  locator 0x");
                text.push_hex(ila.locator, 1);
                text.push(b" ");
                for (_, name, mode) in ila.modes() {
                    if let Some(mode) = mode {
                        text.push(name);
                        text.push_dec(mode.into());
                        text.push(b" ");
                    }
                }
            }
        });
    }
}

/// A place in a structure of C's where there may be an encapsulation, which it owns.
#[derive(Debug)]
#[repr(transparent)]
pub struct Slot(Cell<*mut Encap>);

impl Slot {
    /// Without one.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Cell::new(core::ptr::null_mut()))
    }

    /// The encapsulation.
    #[must_use]
    pub fn get(&self) -> Option<&Encap> {
        // SAFETY: NULL, or live while it is here.
        unsafe { self.0.get().as_ref() }
    }

    /// The encapsulation as C knows it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut Encap {
        self.0.get()
    }

    /// Puts another one, or none, in place of the one there is, which is freed.
    pub fn set(&self, encap: Option<Owned>) {
        let new = encap.map_or(core::ptr::null_mut(), Owned::into_raw);
        let old = self.0.replace(new);
        // SAFETY: it was ours.
        unsafe { Encap::free(old) };
    }

    /// Takes over one of C's.
    ///
    /// # Safety
    /// `encap` is NULL, or one that the caller gives up.
    pub unsafe fn adopt(&self, encap: *mut Encap) {
        self.set((!encap.is_null()).then_some(Owned(encap)));
    }

    /// Whether both are the same, or both missing.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        match (self.get(), other.get()) {
            (None, None) => true,
            (Some(a), Some(b)) => a.same(b),
            _ => false,
        }
    }

    /// A copy.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn try_clone(&self) -> Result<Self, Error> {
        let copy = Self::empty();
        copy.set(self.get().map(Encap::try_clone).transpose()?);
        Ok(copy)
    }
}

impl Default for Slot {
    fn default() -> Self {
        Self::empty()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.set(None);
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Addresses of interfaces from and to messages.

use libc::{AF_INET, AF_UNSPEC, NLM_F_DUMP, RTM_DELADDR, RTM_GETADDR, RTM_NEWADDR, c_int};
use nl_sys::address::Address;
use nl_sys::cache_type::{Cached, Delivery, Received};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_sock};
use nl_sys::message::{Message, Table};
use nl_sys::name;

use super::{ADDR_OBJ_OPS, Addr, LinkRef, attr, ifa_cacheinfo, rtnl_addr};
use crate::rtnl;
use crate::uapi::ifaddrmsg;

// `enum` of `linux/if_addr.h`.
const IFA_ADDRESS: u16 = 1;
const IFA_LOCAL: u16 = 2;
const IFA_LABEL: u16 = 3;
const IFA_BROADCAST: u16 = 4;
const IFA_ANYCAST: u16 = 5;
const IFA_CACHEINFO: u16 = 6;
const IFA_MULTICAST: u16 = 7;
const IFA_FLAGS: u16 = 8;

/// Attributes that are known.
const IFA_END: usize = 9;

const RULES: [rtnl::Checked; 2] = [(IFA_LABEL, rtnl::text(16)), (IFA_CACHEINFO, rtnl::least(16))];

const RT_SCOPE_UNIVERSE: u8 = 0;
const RT_SCOPE_HOST: u8 = 254;

impl Cached for Addr {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        let (header, attrs) = message.parts::<ifaddrmsg>()?;
        let table = rtnl::table::<IFA_END>(attrs, &RULES)?;
        let family = c_int::from(header.ifa_family);
        let mut mask = attr::FAMILY | attr::PREFIXLEN | attr::FLAGS | attr::SCOPE | attr::IFINDEX;
        let mut addr = Self {
            family: header.ifa_family,
            prefixlen: header.ifa_prefixlen,
            scope: header.ifa_scope,
            flags: table.u32(IFA_FLAGS).unwrap_or(header.ifa_flags.into()),
            ifindex: header.ifa_index,
            ..Self::default()
        };
        if let Some(label) = table.bytes(IFA_LABEL) {
            addr.label.set_bytes(label);
            mask |= attr::LABEL;
        }
        if let Some(info) = table.plain(IFA_CACHEINFO) {
            addr.cacheinfo = info;
            mask |= attr::CACHEINFO;
        }
        mask |= if family == AF_INET { addr.read_ipv4(&table) } else { addr.read_other(&table) }?;
        for (kind, bit, place) in [
            (IFA_BROADCAST, attr::BROADCAST, &mut addr.broadcast),
            (IFA_MULTICAST, attr::MULTICAST, &mut addr.multicast),
            (IFA_ANYCAST, attr::ANYCAST, &mut addr.anycast),
        ] {
            if let Some(address) = table.address(kind, family)? {
                *place = address;
                mask |= bit;
            }
        }
        addr.link = LinkRef::known(addr.ifindex);
        to.deliver(rtnl_addr::of(&ADDR_OBJ_OPS, addr, mask)?)
    }

    unsafe fn request(_: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        // SAFETY: by contract.
        unsafe { rtnl::request(sk, RTM_GETADDR.into(), AF_UNSPEC, NLM_F_DUMP) }
    }
}

impl Addr {
    /// Reads what an IPv4 message says of the two ends. The kernel leaves out zeroes; "no peer" is told by
    /// the peer being the address itself.
    fn read_ipv4(&mut self, table: &Table<'_, IFA_END>) -> Result<u64, Error> {
        const ZERO: [u8; 4] = [0; 4];
        let read = |kind| table.bytes(kind).unwrap_or(&ZERO);
        self.local = Address::new(AF_INET, read(IFA_LOCAL))?;
        let peer = Address::new(AF_INET, read(IFA_ADDRESS))?;
        let has_peer = !self.local.same(&peer);
        self.local = Address::with_prefix(AF_INET, read(IFA_LOCAL), self.prefixlen)?;
        if has_peer {
            self.peer = peer;
        }
        Ok(if has_peer { attr::LOCAL | attr::PEER } else { attr::LOCAL })
    }

    /// Reads what a message of another family says of the two ends: `IFA_LOCAL` is there if there is a peer.
    fn read_other(&mut self, table: &Table<'_, IFA_END>) -> Result<u64, Error> {
        let family = c_int::from(self.family);
        let read = |kind, prefixlen| {
            let bytes = table.bytes(kind);
            bytes.map(|bytes| Address::with_prefix(family, bytes, prefixlen)).transpose()
        };
        let peer = table.bytes(IFA_ADDRESS);
        let local = table.bytes(IFA_LOCAL);
        match (local, peer) {
            (Some(local), Some(peer)) if local != peer => {
                self.local = Address::new(family, local)?;
                self.peer = read(IFA_ADDRESS, self.prefixlen)?.unwrap_or_default();
                Ok(attr::LOCAL | attr::PEER)
            }
            (None, None) => Ok(0),
            (None, _) => {
                self.local = read(IFA_ADDRESS, self.prefixlen)?.unwrap_or_default();
                Ok(attr::LOCAL)
            }
            _ => {
                self.local = read(IFA_LOCAL, self.prefixlen)?.unwrap_or_default();
                Ok(attr::LOCAL)
            }
        }
    }

    /// A request to add or change an address.
    ///
    /// # Errors
    /// `MISSING_ATTR` without interface, family, length of prefix and address; `NOMEM`, `MSGSIZE`.
    pub fn build_add(addr: &rtnl_addr, flags: c_int) -> Result<Message, Error> {
        let required = attr::IFINDEX | attr::FAMILY | attr::PREFIXLEN | attr::LOCAL;
        Self::build(addr, required, RTM_NEWADDR, libc::NLM_F_CREATE | flags)
    }

    /// A request to delete addresses: this one, or all of the interface if it does not say which.
    ///
    /// # Errors
    /// `MISSING_ATTR` without interface and family; `NOMEM`, `MSGSIZE`.
    pub fn build_delete(addr: &rtnl_addr, flags: c_int) -> Result<Message, Error> {
        Self::build(addr, attr::IFINDEX | attr::FAMILY, RTM_DELADDR, flags)
    }

    fn build(addr: &rtnl_addr, required: u64, kind: u16, flags: c_int) -> Result<Message, Error> {
        let mask = addr.mask();
        if mask & required != required {
            return Err(Error::MISSING_ATTR);
        }
        let build = |addr: &Self| {
            let message = Message::with_header(kind.into(), flags, &addr.header(mask))?;
            addr.fill(mask, &message).map_err(|_| Error::MSGSIZE)?;
            Ok(message)
        };
        addr.read(build).unwrap_or(Err(Error::BUSY))
    }

    fn header(&self, mask: u64) -> ifaddrmsg {
        let mut first = [0];
        self.local.copy_to(&mut first);
        let loopback = mask & attr::LOCAL != 0 && first == [127];
        let [ifa_flags, ..] = self.flags.to_le_bytes();
        ifaddrmsg {
            ifa_family: self.family,
            ifa_prefixlen: self.prefixlen,
            ifa_flags,
            ifa_scope: if mask & attr::SCOPE != 0 {
                self.scope
            } else if c_int::from(self.family) == AF_INET && loopback {
                RT_SCOPE_HOST
            } else {
                RT_SCOPE_UNIVERSE
            },
            ifa_index: self.ifindex,
        }
    }

    fn fill(&self, mask: u64, message: &Message) -> Result<(), Error> {
        if mask & attr::LOCAL != 0 {
            message.put_address(IFA_LOCAL, &self.local)?;
        }
        if mask & attr::PEER != 0 {
            message.put_address(IFA_ADDRESS, &self.peer)?;
        } else if mask & attr::LOCAL != 0 {
            message.put_address(IFA_ADDRESS, &self.local)?;
        }
        if mask & attr::LABEL != 0 {
            message.put_text(IFA_LABEL, name::text(&self.label.copy()))?;
        }
        if mask & attr::BROADCAST != 0 {
            message.put_address(IFA_BROADCAST, &self.broadcast)?;
        }
        if mask & attr::CACHEINFO != 0 {
            let lifetimes = ifa_cacheinfo { cstamp: 0, tstamp: 0, ..self.cacheinfo };
            message.put_plain(IFA_CACHEINFO, &lifetimes)?;
        }
        // Kernels before 3.14 do not know the attribute, and need not for flags that fit the header.
        if self.flags > u8::MAX.into() {
            message.put_plain(IFA_FLAGS, &self.flags)?;
        }
        Ok(())
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Neighbours from and to messages.

use libc::{
    AF_BRIDGE, AF_INET, AF_INET6, AF_UNSPEC, NLM_F_DUMP, RTM_DELNEIGH, RTM_GETNEIGH, RTM_NEWNEIGH,
    c_int, nlmsghdr,
};
use nl_sys::address::Address;
use nl_sys::cache_type::{Cached, Delivery, Received};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_sock};
use nl_sys::message::Message;
use nl_sys::typed::Handle;
use wire::policy;

use super::{NEIGH_OBJ_OPS, Neigh, Remote, attr, rtnl_neigh};
use crate::interfaces::Interfaces;
use crate::uapi::{ifinfomsg, ndmsg};
use crate::{link, rtnl};

// `enum` of `linux/neighbour.h`.
const NDA_DST: u16 = 1;
const NDA_LLADDR: u16 = 2;
const NDA_CACHEINFO: u16 = 3;
const NDA_PROBES: u16 = 4;
const NDA_VLAN: u16 = 5;
const NDA_PORT: u16 = 6;
const NDA_VNI: u16 = 7;
const NDA_IFINDEX: u16 = 8;
const NDA_MASTER: u16 = 9;
const NDA_SRC_VNI: u16 = 11;
const NDA_NH_ID: u16 = 13;
const NDA_FLAGS_EXT: u16 = 15;

/// Attributes that are known.
const NDA_END: usize = 16;

const RULES: [rtnl::Checked; 2] =
    [(NDA_CACHEINFO, rtnl::least(16)), (NDA_PROBES, rtnl::kind(policy::U32))];

/// The kernel sets it, and does not take it.
const NTF_EXT_LOCKED: u32 = 0x02;
const NUD_PERMANENT: u16 = 0x80;
/// `AF_LLC`, libnl's family of link-layer addresses.
const AF_LLC: c_int = 26;

impl Cached for Neigh {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        to.deliver(Self::read(message)?)
    }

    unsafe fn request(cache: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        let family = cache.c_iarg1.get();
        if family != AF_BRIDGE {
            // SAFETY: by contract.
            return unsafe { rtnl::request(sk, RTM_GETNEIGH.into(), family, NLM_F_DUMP) };
        }
        let header = ifinfomsg { ifi_family: rtnl::low_byte(family), ..ifinfomsg::default() };
        // SAFETY: by contract.
        unsafe { rtnl::send(sk, RTM_GETNEIGH.into(), NLM_F_DUMP, &header) }
    }
}

impl Neigh {
    /// Reads a message.
    ///
    /// # Errors
    /// `MSG_TOOSHORT`, `RANGE` for attributes of wrong lengths, `NOMEM`.
    pub fn read(message: &Received<'_>) -> Result<Handle<Self>, Error> {
        let (header, attrs) = message.parts::<ndmsg>()?;
        let table = rtnl::table::<NDA_END>(attrs, &RULES)?;
        let mut mask = attr::FAMILY | attr::IFINDEX | attr::STATE | attr::FLAGS | attr::TYPE;
        let mut neigh = Self {
            family: header.ndm_family.into(),
            ifindex: header.ndm_ifindex.cast_unsigned(),
            state: header.ndm_state,
            flags: header.ndm_flags,
            kind: header.ndm_type,
            remote: Remote {
                port: table.u16(NDA_PORT).unwrap_or(0),
                vni: table.u32(NDA_VNI).unwrap_or(0),
                ifindex: table.u32(NDA_IFINDEX).unwrap_or(0),
                src_vni: table.u32(NDA_SRC_VNI).unwrap_or(0),
            },
            ..Self::default()
        };
        let mut note = |bit, found: bool| mask |= if found { bit } else { 0 };
        for (kind, bit, place) in
            [(NDA_LLADDR, attr::LLADDR, &mut neigh.lladdr), (NDA_DST, attr::DST, &mut neigh.dst)]
        {
            if let Some(bytes) = table.bytes(kind) {
                *place = Address::new(family_of(bytes), bytes)?;
                note(bit, true);
            }
        }
        if let Some(info) = table.plain(NDA_CACHEINFO) {
            neigh.cacheinfo = info;
            note(attr::CACHEINFO, true);
        }
        if let Some(vlan) = table.u16(NDA_VLAN) {
            neigh.vlan = vlan;
            note(attr::VLAN, true);
        }
        for (kind, bit, place) in [
            (NDA_PROBES, attr::PROBES, &mut neigh.probes),
            (NDA_NH_ID, attr::NHID, &mut neigh.nhid),
            (NDA_FLAGS_EXT, attr::EXT_FLAGS, &mut neigh.ext_flags),
        ] {
            if let Some(number) = table.u32(kind) {
                *place = number;
                note(bit, true);
            }
        }
        if neigh.is_forwarding()
            && let Some(master) = table.u32(NDA_MASTER).or_else(|| master_of(neigh.ifindex))
        {
            neigh.master = master;
            note(attr::MASTER, true);
        }
        rtnl_neigh::of(&NEIGH_OBJ_OPS, neigh, mask)
    }

    /// Reads a message of the program's.
    ///
    /// # Errors
    /// As [`Self::read`]; `INVAL` for NULL.
    ///
    /// # Safety
    /// `nlh` is a message of `nlmsg_len` bytes, or NULL.
    pub unsafe fn read_c(nlh: *mut nlmsghdr) -> Result<Handle<Self>, Error> {
        if nlh.is_null() {
            return Err(Error::INVAL);
        }
        // SAFETY: by contract.
        let message = unsafe { Received::new(nlh) };
        let neigh = Self::read(&message)?;
        neigh.header().ce_msgtype.set(message.kind().into());
        Ok(neigh)
    }

    /// A request to add or change a neighbour.
    ///
    /// # Errors
    /// `MISSING_ATTR` without destination, unless it is an entry of a bridge; `NOMEM`, `MSGSIZE`.
    pub fn build_add(neigh: &rtnl_neigh, flags: c_int) -> Result<Message, Error> {
        Self::build(neigh, RTM_NEWNEIGH, flags)
    }

    /// A request to delete a neighbour.
    ///
    /// # Errors
    /// As [`Self::build_add`].
    pub fn build_delete(neigh: &rtnl_neigh, flags: c_int) -> Result<Message, Error> {
        Self::build(neigh, RTM_DELNEIGH, flags)
    }

    fn build(neigh: &rtnl_neigh, kind: u16, flags: c_int) -> Result<Message, Error> {
        let mask = neigh.mask();
        let build = |neigh: &Self| {
            let message = Message::with_header(kind.into(), flags, &neigh.header(mask)?)?;
            neigh.fill(mask, &message).map_err(|_| Error::MSGSIZE)?;
            Ok(message)
        };
        neigh.read(build).unwrap_or(Err(Error::BUSY))
    }

    fn header(&self, mask: u64) -> Result<ndmsg, Error> {
        let family = if self.is_forwarding() {
            AF_BRIDGE
        } else if mask & attr::DST == 0 {
            return Err(Error::MISSING_ATTR);
        } else {
            self.dst.family().unwrap_or(AF_UNSPEC)
        };
        Ok(ndmsg {
            ndm_family: rtnl::low_byte(family),
            ndm_ifindex: self.ifindex.cast_signed(),
            ndm_state: if mask & attr::STATE != 0 { self.state } else { NUD_PERMANENT },
            ndm_flags: if mask & attr::FLAGS != 0 { self.flags } else { 0 },
            ..ndmsg::default()
        })
    }

    fn fill(&self, mask: u64, message: &Message) -> Result<(), Error> {
        if mask & attr::DST != 0 {
            message.put_address(NDA_DST, &self.dst)?;
        }
        if mask & attr::LLADDR != 0 {
            message.put_address(NDA_LLADDR, &self.lladdr)?;
        }
        if mask & attr::VLAN != 0 {
            message.put_plain(NDA_VLAN, &self.vlan)?;
        }
        if mask & attr::NHID != 0 {
            message.put_plain(NDA_NH_ID, &self.nhid)?;
        }
        let ext_flags = self.ext_flags & !NTF_EXT_LOCKED;
        if mask & attr::EXT_FLAGS != 0 && ext_flags != 0 {
            message.put_plain(NDA_FLAGS_EXT, &ext_flags)?;
        }
        Ok(())
    }
}

/// What family an address is of, by its length.
fn family_of(bytes: &[u8]) -> c_int {
    match bytes.len() {
        4 => AF_INET,
        6 => AF_LLC,
        16 => AF_INET6,
        _ => AF_UNSPEC,
    }
}

/// The bridge that an interface is a port of, as the provided cache of links has it. Kernels before 3.10 do
/// not say so themselves.
fn master_of(ifindex: u32) -> Option<u32> {
    let interfaces = Interfaces::provided();
    link::cache::find_by_index(interfaces.cache()?, ifindex)?.read(|link| link.master)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Next hops from and to messages.

use libc::{NLM_F_DUMP, c_int};
use nl_sys::address::Address;
use nl_sys::cache_type::{Cached, Delivery, Received};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_sock};
use nl_sys::message::{Builder, Message, Table};
use os::array::Array;
use wire::policy;

use super::object::{GROUP_RESILIENT, Member, NH_OBJ_OPS, Nh, attr, rtnl_nh};
use super::rtm;
use crate::route::encap::Encap;
use crate::rtnl;
use crate::uapi::nhmsg;

// `enum` of `linux/nexthop.h`.
const NHA_ID: u16 = 1;
const NHA_GROUP: u16 = 2;
const NHA_GROUP_TYPE: u16 = 3;
const NHA_BLACKHOLE: u16 = 4;
const NHA_OIF: u16 = 5;
const NHA_GATEWAY: u16 = 6;
const NHA_ENCAP_TYPE: u16 = 7;
const NHA_ENCAP: u16 = 8;
const NHA_GROUPS: u16 = 9;
const NHA_FDB: u16 = 11;
const NHA_RES_GROUP: u16 = 12;

/// Attributes that are known.
const NHA_END: usize = 13;

const NHA_RES_GROUP_BUCKETS: u16 = 1;
const NHA_RES_GROUP_IDLE_TIMER: u16 = 2;
const NHA_RES_GROUP_UNBALANCED_TIMER: u16 = 3;
const NHA_RES_GROUP_UNBALANCED_TIME: u16 = 4;

/// Attributes that are known.
const RES_GROUP_END: usize = 5;

const RULES: [rtnl::Checked; 4] = [
    (NHA_ID, rtnl::kind(policy::U32)),
    (NHA_GROUP_TYPE, rtnl::kind(policy::U16)),
    (NHA_OIF, rtnl::kind(policy::U32)),
    (NHA_ENCAP_TYPE, rtnl::kind(policy::U16)),
];

const RES_GROUP_RULES: [rtnl::Checked; 4] = [
    (NHA_RES_GROUP_BUCKETS, rtnl::kind(policy::U16)),
    (NHA_RES_GROUP_IDLE_TIMER, rtnl::kind(policy::U32)),
    (NHA_RES_GROUP_UNBALANCED_TIMER, rtnl::kind(policy::U32)),
    (NHA_RES_GROUP_UNBALANCED_TIME, rtnl::kind(policy::U64)),
];

crate::uapi::plain! {
    /// A member of a group in `NHA_GROUP`
    nexthop_grp = 8 { id: u32, weight: u8, resvd1: u8, resvd2: u16 }
}

impl Cached for Nh {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        let (header, attrs) = message.parts::<nhmsg>()?;
        let table = rtnl::table::<NHA_END>(attrs, &RULES)?;
        let mut nh = Self { family: header.nh_family, flags: header.nh_flags, ..Self::default() };
        let mut mask = attr::FLAGS;
        for (kind, bit, place) in
            [(NHA_ID, attr::ID, &mut nh.id), (NHA_OIF, attr::OIF, &mut nh.oif)]
        {
            if let Some(number) = table.u32(kind) {
                *place = number;
                mask |= bit;
            }
        }
        if let Some(gateway) = table.bytes(NHA_GATEWAY) {
            nh.gateway = Address::new(header.nh_family.into(), gateway)?;
            mask |= attr::GATEWAY;
        }
        if let Some(group_type) = table.u16(NHA_GROUP_TYPE) {
            nh.group_type = group_type;
            mask |= attr::GROUP_TYPE;
        }
        if let (Some(encap), Some(number)) = (table.get(NHA_ENCAP), table.u16(NHA_ENCAP_TYPE))
            && let Some(encap) = Encap::parse(encap, number)?
        {
            nh.encap.set(Some(encap));
            mask |= attr::ENCAP;
        }
        for (kind, bit) in [
            (NHA_BLACKHOLE, attr::FLAG_BLACKHOLE),
            (NHA_GROUPS, attr::FLAG_GROUPS),
            (NHA_FDB, attr::FLAG_FDB),
        ] {
            if table.has(kind) {
                mask |= bit;
            }
        }
        if let Some(members) = table.bytes(NHA_GROUP) {
            nh.group = members_of(members)?;
            mask |= attr::GROUP;
        }
        mask |= nh.read_resilient(&table)?;
        to.deliver(rtnl_nh::of(&NH_OBJ_OPS, nh, mask)?)
    }

    unsafe fn request(cache: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        let nh_family = rtnl::low_byte(cache.c_iarg1.get());
        let header = nhmsg { nh_family, ..nhmsg::default() };
        // SAFETY: by contract.
        unsafe { rtnl::send(sk, rtm::GETNEXTHOP.into(), NLM_F_DUMP, &header) }
    }
}

/// The members of a group, as they stand in a message.
fn members_of(bytes: &[u8]) -> Result<Array<Member>, Error> {
    let mut members = Array::new();
    for bytes in bytes.chunks_exact(size_of::<nexthop_grp>()) {
        if let Some(member) = nl_sys::plain::read::<nexthop_grp>(bytes) {
            let member = Member { nh_id: member.id, weight: member.weight };
            members.push(member).map_err(|_| Error::NOMEM)?;
        }
    }
    Ok(members)
}

impl Nh {
    /// Takes what is special about resilient groups out of a message; returns the bits of what is there.
    fn read_resilient(&mut self, table: &Table<'_, NHA_END>) -> Result<u64, Error> {
        let Some(group) = table.get(NHA_RES_GROUP) else {
            return Ok(0);
        };
        let group = rtnl::table::<RES_GROUP_END>(group.nested(), &RES_GROUP_RULES)?;
        let mut mask = attr::RES_GROUP;
        if let Some(buckets) = group.u16(NHA_RES_GROUP_BUCKETS) {
            self.buckets = buckets;
            mask |= attr::RES_BUCKETS;
        }
        if let Some(timer) = group.u32(NHA_RES_GROUP_IDLE_TIMER) {
            self.idle_timer = timer;
            mask |= attr::RES_IDLE_TIMER;
        }
        if let Some(timer) = group.u32(NHA_RES_GROUP_UNBALANCED_TIMER) {
            self.unbalanced_timer = timer;
            mask |= attr::RES_UNBALANCED_TIMER;
        }
        Ok(mask)
    }

    /// A request to add a next hop.
    ///
    /// # Errors
    /// `INVAL` for a group without members, `NOMEM`, `MSGSIZE`.
    pub fn build_add(nh: &rtnl_nh, flags: c_int) -> Result<Message, Error> {
        let mask = nh.mask();
        let build = |nh: &Self| {
            let header = nhmsg { nh_family: nh.family, nh_flags: nh.flags, ..nhmsg::default() };
            let flags = libc::NLM_F_CREATE | flags;
            let message = Message::with_header(rtm::NEWNEXTHOP.into(), flags, &header)?;
            nh.fill(mask, *message).map_err(|error| match error {
                Error::NOMEM => Error::MSGSIZE,
                other => other,
            })?;
            Ok(message)
        };
        nh.read(build).unwrap_or(Err(Error::BUSY))
    }

    fn fill(&self, mask: u64, message: Builder) -> Result<(), Error> {
        let has = |bit| mask & bit != 0;
        if has(attr::ID) {
            message.put_plain(NHA_ID, &self.id)?;
        }
        if has(attr::OIF) {
            message.put_plain(NHA_OIF, &self.oif)?;
        }
        if has(attr::GATEWAY) {
            message.put_address(NHA_GATEWAY, &self.gateway)?;
        }
        if has(attr::FLAG_BLACKHOLE) {
            message.put_flag(NHA_BLACKHOLE)?;
        }
        if has(attr::FLAG_FDB) {
            message.put_flag(NHA_FDB)?;
        }
        if let Some(encap) = self.encap.get().filter(|_| has(attr::ENCAP)) {
            encap.put_as(message, NHA_ENCAP_TYPE, NHA_ENCAP)?;
        }
        if has(attr::GROUP) {
            self.fill_group(mask, message)?;
        }
        Ok(())
    }

    fn fill_group(&self, mask: u64, message: Builder) -> Result<(), Error> {
        let members = self.group.as_slice();
        if members.is_empty() {
            return Err(Error::INVAL);
        }
        let mut bytes = Array::new();
        for member in members {
            let member =
                nexthop_grp { id: member.nh_id, weight: member.weight, ..nexthop_grp::default() };
            for byte in nl_sys::plain::bytes(&member) {
                bytes.push(*byte).map_err(|_| Error::NOMEM)?;
            }
        }
        message.put(NHA_GROUP, bytes.as_slice())?;
        if self.group_type != 0 {
            message.put_plain(NHA_GROUP_TYPE, &self.group_type)?;
        }
        if self.group_type != GROUP_RESILIENT {
            return Ok(());
        }
        message.nest(NHA_RES_GROUP, |message| {
            if mask & attr::RES_BUCKETS != 0 {
                message.put_plain(NHA_RES_GROUP_BUCKETS, &self.buckets)?;
            }
            if mask & attr::RES_IDLE_TIMER != 0 {
                message.put_plain(NHA_RES_GROUP_IDLE_TIMER, &self.idle_timer)?;
            }
            if mask & attr::RES_UNBALANCED_TIMER != 0 {
                message.put_plain(NHA_RES_GROUP_UNBALANCED_TIMER, &self.unbalanced_timer)?;
            }
            Ok(())
        })
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Parameters of neighbour tables.

mod parms;

use core::ffi::CStr;

use libc::{AF_UNSPEC, NLM_F_DUMP, c_char, c_int};
use nl_sys::cache_type::{self, Action, CacheType, Cached, Delivery, Groups, Received, msgtype};
use nl_sys::error::Error;
use nl_sys::layout::{nl_cache, nl_cache_extra, nl_msgtype, nl_object, nl_object_ops, nl_sock};
use nl_sys::message::{Builder, Message, payload};
use nl_sys::name::{self, Name};
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use nl_sys::typed::{self, Differences, Handle, Object, Typed};
use os::text::{Append, Text};
use wire::policy;

use crate::interfaces::Interfaces;
use crate::rtnl;
use crate::uapi::ndtmsg;

/// Attributes of a table, as bits of the mask of those that are set.
#[expect(missing_docs, reason = "named as in the kernel's interface")]
pub mod attr {
    pub const FAMILY: u64 = 0x001;
    pub const STATS: u64 = 0x002;
    pub const NAME: u64 = 0x004;
    pub const THRESH1: u64 = 0x008;
    pub const THRESH2: u64 = 0x010;
    pub const THRESH3: u64 = 0x020;
    pub const CONFIG: u64 = 0x040;
    pub const PARMS: u64 = 0x080;
    pub const GC_INTERVAL: u64 = 0x100;
}

// `RTM_*` of `linux/rtnetlink.h`.
const RTM_NEWNEIGHTBL: u16 = 64;
const RTM_GETNEIGHTBL: u16 = 66;
const RTM_SETNEIGHTBL: u16 = 67;

// `enum` of `linux/neighbour.h`.
const NDTA_NAME: u16 = 1;
const NDTA_THRESH1: u16 = 2;
const NDTA_THRESH2: u16 = 3;
const NDTA_THRESH3: u16 = 4;
const NDTA_CONFIG: u16 = 5;
const NDTA_PARMS: u16 = 6;
const NDTA_STATS: u16 = 7;
const NDTA_GC_INTERVAL: u16 = 8;

/// Attributes that are known.
const NDTA_END: usize = 9;

const RULES: [rtnl::Checked; 7] = [
    (NDTA_NAME, rtnl::text(32)),
    (NDTA_THRESH1, rtnl::kind(policy::U32)),
    (NDTA_THRESH2, rtnl::kind(policy::U32)),
    (NDTA_THRESH3, rtnl::kind(policy::U32)),
    (NDTA_GC_INTERVAL, rtnl::kind(policy::U32)),
    (NDTA_CONFIG, rtnl::least(32)),
    (NDTA_STATS, rtnl::least(80)),
];

/// Bytes of the name of a table, its NUL included.
pub const NTBLNAMSIZ: usize = 32;

crate::uapi::plain! {
    /// `NDTA_CONFIG`
    ndt_config = 32 {
        ndtc_key_len: u16, ndtc_entry_size: u16, ndtc_entries: u32, ndtc_last_flush: u32,
        ndtc_last_rand: u32, ndtc_hash_rnd: u32, ndtc_hash_mask: u32, ndtc_hash_chain_gc: u32,
        ndtc_proxy_qlen: u32,
    }
    /// `NDTA_STATS`
    ndt_stats = 80 {
        ndts_allocs: u64, ndts_destroys: u64, ndts_hash_grows: u64, ndts_res_failed: u64,
        ndts_lookups: u64, ndts_hits: u64, ndts_rcv_probes_mcast: u64,
        ndts_rcv_probes_ucast: u64, ndts_periodic_gc_runs: u64, ndts_forced_gc_runs: u64,
    }
}

pub use parms::{Parm, Parms};

/// A table, or what is special about an interface in it.
#[derive(Debug, Default)]
pub struct NeighTbl {
    /// `AF_INET` and the like.
    pub family: c_int,
    /// `arp_cache` and the like.
    pub name: Name<NTBLNAMSIZ>,
    /// Below so many entries nothing is thrown away.
    pub thresh1: u32,
    /// Above so many entries those that are not used are, after five seconds.
    pub thresh2: u32,
    /// More entries there cannot be.
    pub thresh3: u32,
    /// Milliseconds from one clean-up to the next.
    pub gc_interval: u64,
    /// What the table is.
    pub config: ndt_config,
    /// Parameters.
    pub parms: Parms,
    /// Statistics.
    pub stats: ndt_stats,
}

/// The table of the type.
pub static NEIGHTBL_OBJ_OPS: nl_object_ops = typed::ops::<NeighTbl>();

/// A neighbour table in memory; `struct rtnl_neightbl` in C.
pub type rtnl_neightbl = Typed<NeighTbl>;

/// Changes are not announced.
static GROUPS: Groups<0> = Groups([]);

static EXTRA: nl_cache_extra =
    nl_cache_extra { same_entry: Some(same_entry), ..nl_cache_extra::NONE };

/// The type of caches of neighbour tables.
pub static NEIGHTBL_CACHE: CacheType<4> = {
    // Upstream's is that of `struct rtgenmsg`, which is as long when padded.
    let size = size_of::<crate::uapi::rtgenmsg>();
    let ops = cache_type::ops::<NeighTbl, _>(c"route/neightbl", size, &NEIGHTBL_OBJ_OPS, &GROUPS);
    CacheType::new(
        cache_type::with_extra(ops, &EXTRA),
        [
            msgtype(RTM_NEWNEIGHTBL, Action::New, c"new"),
            msgtype(RTM_SETNEIGHTBL, Action::Set, c"set"),
            msgtype(RTM_GETNEIGHTBL, Action::Get, c"get"),
            nl_msgtype::END,
        ],
    )
};

/// A table, and the interfaces in it, are told apart by the interface only.
unsafe extern "C" fn same_entry(a: *mut nl_object, b: *mut nl_object) -> c_int {
    let entry =
        |table: &NeighTbl| (table.family, table.name.copy(), table.parms.or_zero(Parm::Ifindex));
    // SAFETY: libnl-3 passes two objects of the type.
    let a = unsafe { typed::read(a.cast::<rtnl_neightbl>(), entry) };
    // SAFETY: as above.
    let b = unsafe { typed::read(b.cast::<rtnl_neightbl>(), entry) };
    c_int::from(a == b)
}

impl Object for NeighTbl {
    const NAME: &'static CStr = c"route/neightbl";

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self { name: self.name.clone(), ..*self })
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::FAMILY, self.family != other.family);
        differences.attr(attr::NAME, !self.name.same(&other.name));
        differences.attr(attr::THRESH1, self.thresh1 != other.thresh1);
        differences.attr(attr::THRESH2, self.thresh2 != other.thresh2);
        differences.attr(attr::THRESH3, self.thresh3 != other.thresh3);
        differences.attr(attr::GC_INTERVAL, self.gc_interval != other.gc_interval);
    }

    fn dump(&self, mask: u64, style: Style, to: &Printer<'_>) {
        self.dump_line(mask, to);
        if style == Style::Line {
            return;
        }
        if mask & attr::CONFIG != 0 {
            self.dump_config(to);
        }
        if mask & attr::PARMS != 0 {
            self.dump_parms(to);
        }
        if style == Style::Stats && mask & attr::STATS != 0 {
            self.dump_stats(to);
        }
    }
}

/// Appends titles, each with the number behind it.
fn push_numbers(text: &mut Text<256>, numbers: &[(&[u8], u64)]) {
    for (title, number) in numbers {
        text.push(title);
        text.push_dec(*number);
    }
}

/// Appends titles, each with the time in milliseconds behind it.
fn push_times(text: &mut Text<256>, times: &[(&[u8], u64)]) {
    for (title, time) in times {
        text.push(title);
        rtnl::push_msec(text, *time);
    }
}

/// As `0x%08X` does.
fn push_upper_hex(text: &mut Text<256>, number: u32) {
    let mut digits = Text::<8>::new();
    digits.push_hex(number.into(), 8);
    text.push(b"0x");
    for digit in digits.as_bytes() {
        text.push(&[digit.to_ascii_uppercase()]);
    }
}

impl NeighTbl {
    fn dump_line(&self, mask: u64, to: &Printer<'_>) {
        to.new_line();
        to.with(|text| {
            self.name.push_to(text);
            if let Some(ifindex) = self.parms.get(Parm::Ifindex) {
                text.push(b"<");
                let ifindex = u32::try_from(ifindex).unwrap_or(0);
                Interfaces::provided().push_name(text, ifindex);
                text.push(b">");
            }
            text.push(b" ");
            if mask & attr::CONFIG != 0 {
                text.push(b"entries ");
                text.push_dec(self.config.ndtc_entries.into());
                text.push(b" ");
            }
            if mask & attr::PARMS != 0 {
                push_times(
                    text,
                    &[
                        (b"reachable-time ", self.parms.or_zero(Parm::ReachableTime)),
                        (b" retransmit-time ", self.parms.or_zero(Parm::RetransTime)),
                    ],
                );
            }
            text.push(b"\n");
        });
    }

    fn dump_config(&self, to: &Printer<'_>) {
        let config = &self.config;
        to.new_line();
        to.with(|text| {
            push_numbers(
                text,
                &[
                    (b"    key-len ", config.ndtc_key_len.into()),
                    (b" entry-size ", config.ndtc_entry_size.into()),
                ],
            );
            push_times(text, &[(b" last-flush ", config.ndtc_last_flush.into())]);
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| {
            push_numbers(
                text,
                &[
                    (b"    gc threshold ", self.thresh1.into()),
                    (b"/", self.thresh2.into()),
                    (b"/", self.thresh3.into()),
                ],
            );
            push_times(text, &[(b" interval ", self.gc_interval)]);
            push_numbers(text, &[(b" chain-position ", config.ndtc_hash_chain_gc.into())]);
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| {
            text.push(b"    hash-rand ");
            push_upper_hex(text, config.ndtc_hash_rnd);
            text.push(b"/");
            push_upper_hex(text, config.ndtc_hash_mask);
            push_times(text, &[(b" last-rand ", config.ndtc_last_rand.into())]);
            text.push(b"\n");
        });
    }

    fn dump_parms(&self, to: &Printer<'_>) {
        let parm = |parm| self.parms.or_zero(parm);
        to.new_line();
        to.with(|text| {
            push_numbers(
                text,
                &[
                    (b"    refcnt ", parm(Parm::Refcnt)),
                    (b" pending-queue-limit ", parm(Parm::QueueLen)),
                    (b" proxy-delayed-queue-limit ", parm(Parm::ProxyQlen)),
                ],
            );
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| {
            push_numbers(
                text,
                &[
                    (b"    num-userspace-probes ", parm(Parm::AppProbes)),
                    (b" num-unicast-probes ", parm(Parm::UcastProbes)),
                    (b" num-multicast-probes ", parm(Parm::McastProbes)),
                ],
            );
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| {
            push_times(
                text,
                &[
                    (b"    min-age ", parm(Parm::Locktime)),
                    (b" base-reachable-time ", parm(Parm::BaseReachableTime)),
                    (b" stale-check-interval ", parm(Parm::GcStaletime)),
                ],
            );
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| {
            push_times(
                text,
                &[
                    (b"    initial-probe-delay ", parm(Parm::DelayProbeTime)),
                    (b" answer-delay ", parm(Parm::AnycastDelay)),
                    (b" proxy-answer-delay ", parm(Parm::ProxyDelay)),
                ],
            );
            text.push(b"\n");
        });
    }

    fn dump_stats(&self, to: &Printer<'_>) {
        let stats = &self.stats;
        to.new_line();
        to.with(|text| {
            push_numbers(
                text,
                &[
                    (b"    lookups ", stats.ndts_lookups),
                    (b" hits ", stats.ndts_hits),
                    (b" failed ", stats.ndts_res_failed),
                    (b" allocations ", stats.ndts_allocs),
                    (b" destroys ", stats.ndts_destroys),
                ],
            );
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| {
            push_numbers(
                text,
                &[
                    (b"    hash-grows ", stats.ndts_hash_grows),
                    (b" forced-gc-runs ", stats.ndts_forced_gc_runs),
                    (b" periodic-gc-runs ", stats.ndts_periodic_gc_runs),
                ],
            );
            text.push(b"\n");
        });
        to.new_line();
        to.with(|text| {
            push_numbers(
                text,
                &[
                    (b"    rcv-unicast-probes ", stats.ndts_rcv_probes_ucast),
                    (b" rcv-multicast-probes ", stats.ndts_rcv_probes_mcast),
                ],
            );
            text.push(b"\n");
        });
    }

    /// Sets the name; what is too long is cut off.
    ///
    /// # Safety
    /// `table` is an object of the type or NULL, `name` a string or NULL.
    pub unsafe fn set_name(table: *mut rtnl_neightbl, name: *const c_char) {
        if name.is_null() {
            return;
        }
        // SAFETY: a string.
        let name = unsafe { CStr::from_ptr(name) };
        // SAFETY: by contract.
        unsafe { typed::set(table, attr::NAME, |table| table.name.set(name)) };
    }

    /// Sets a parameter.
    ///
    /// # Safety
    /// `table` is an object of the type or NULL.
    pub unsafe fn set_parm(table: *mut rtnl_neightbl, parm: Parm, value: u64) {
        // SAFETY: by contract.
        unsafe { typed::set(table, attr::PARMS, |table| table.parms.set(parm, value)) };
    }

    /// Sets a parameter that has 32 bits.
    ///
    /// # Safety
    /// `table` is an object of the type or NULL.
    pub unsafe fn set_number(table: *mut rtnl_neightbl, parm: Parm, value: c_int) {
        // SAFETY: by contract.
        unsafe { Self::set_parm(table, parm, value.cast_unsigned().into()) };
    }

    /// The table of a cache that has a name, whatever the case of it, or what is special about an interface
    /// in it.
    ///
    /// # Safety
    /// `cache` is a cache or NULL, `name` a string or NULL.
    pub unsafe fn find(
        cache: *mut nl_cache,
        name: *const c_char,
        ifindex: c_int,
    ) -> Option<Handle<Self>> {
        if name.is_null() {
            return None;
        }
        // SAFETY: a string.
        let name = unsafe { CStr::from_ptr(name) }.to_bytes();
        let ifindex = u64::from(ifindex.cast_unsigned());
        let is = |table: &Self| {
            table.parms.or_zero(Parm::Ifindex) == ifindex
                && name::text(&table.name.copy()).to_bytes().eq_ignore_ascii_case(name)
        };
        let wanted = |table: &rtnl_neightbl| table.read(is) == Some(true);
        // SAFETY: by contract; the objects of these caches are neighbour tables.
        unsafe { rtnl::lookup(cache, NEIGHTBL_CACHE.as_ptr(), None, wanted) }
    }

    /// A request to change a table, or what is special about an interface in it.
    ///
    /// # Errors
    /// `NOMEM`, `MSGSIZE`, `BUSY`.
    pub fn build_change(old: &rtnl_neightbl, changes: &rtnl_neightbl) -> Result<Message, Error> {
        let mask = changes.mask();
        let build = |old: &Self, changes: &Self| {
            let header = ndtmsg { ndtm_family: rtnl::low_byte(old.family), ..ndtmsg::default() };
            let message = Message::with_header(RTM_SETNEIGHTBL.into(), 0, &header)?;
            // Made first: a lack of memory is told from a lack of room.
            let parms = if mask & attr::PARMS != 0 { Some(Message::new(0, 0)?) } else { None };
            let ifindex = old.parms.get(Parm::Ifindex);
            changes
                .fill(mask, name::text(&old.name.copy()), ifindex, parms.as_deref(), *message)
                .map_err(|_| Error::MSGSIZE)?;
            Ok(message)
        };
        let built = old.read(|old| changes.read(|changes| build(old, changes)));
        built.flatten().unwrap_or(Err(Error::BUSY))
    }

    fn fill(
        &self,
        mask: u64,
        name: &CStr,
        ifindex: Option<u64>,
        parms: Option<&Builder>,
        message: Builder,
    ) -> Result<(), Error> {
        message.put_text(NDTA_NAME, name)?;
        for (bit, kind, number) in [
            (attr::THRESH1, NDTA_THRESH1, self.thresh1),
            (attr::THRESH2, NDTA_THRESH2, self.thresh2),
            (attr::THRESH3, NDTA_THRESH3, self.thresh3),
        ] {
            if mask & bit != 0 {
                message.put_plain(kind, &number)?;
            }
        }
        if mask & attr::GC_INTERVAL != 0 {
            message.put_plain(NDTA_GC_INTERVAL, &self.gc_interval)?;
        }
        if let Some(parms) = parms {
            // Without the mark of nests, as always in libnl; the kernel does not ask for it here.
            self.parms.put(ifindex, *parms)?;
            // SAFETY: a message, which nobody changes meanwhile.
            message.put(NDTA_PARMS, unsafe { payload(parms.header()) })?;
        }
        Ok(())
    }
}

impl Cached for NeighTbl {
    fn parse(message: &Received<'_>, to: &Delivery<'_>) -> Result<c_int, Error> {
        let (header, attrs) = message.parts::<ndtmsg>()?;
        let attrs = rtnl::table::<NDTA_END>(attrs, &RULES)?;
        let mut mask = attr::NAME;
        let mut table = Self { family: header.ndtm_family.into(), ..Self::default() };
        table.name.set_bytes(attrs.bytes(NDTA_NAME).ok_or(Error::MISSING_ATTR)?);
        for (kind, bit, place) in [
            (NDTA_THRESH1, attr::THRESH1, &mut table.thresh1),
            (NDTA_THRESH2, attr::THRESH2, &mut table.thresh2),
            (NDTA_THRESH3, attr::THRESH3, &mut table.thresh3),
        ] {
            if let Some(number) = attrs.u32(kind) {
                *place = number;
                mask |= bit;
            }
        }
        if let Some(interval) = attrs.bytes(NDTA_GC_INTERVAL) {
            table.gc_interval = plain::read_padded(interval);
            mask |= attr::GC_INTERVAL;
        }
        if let Some(config) = attrs.plain(NDTA_CONFIG) {
            table.config = config;
            mask |= attr::CONFIG;
        }
        if let Some(stats) = attrs.plain(NDTA_STATS) {
            table.stats = stats;
            mask |= attr::STATS;
        }
        if let Some(parms) = attrs.nested(NDTA_PARMS) {
            table.parms = Parms::read(&parms);
            mask |= attr::PARMS;
        }
        to.deliver(rtnl_neightbl::of(&NEIGHTBL_OBJ_OPS, table, mask)?)
    }

    unsafe fn request(_: &nl_cache, sk: *mut nl_sock) -> Result<c_int, Error> {
        // SAFETY: by contract.
        unsafe { rtnl::request(sk, RTM_GETNEIGHTBL.into(), AF_UNSPEC, NLM_F_DUMP) }
    }
}

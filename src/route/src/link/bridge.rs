// SPDX-License-Identifier: LGPL-2.1-or-later
//! Ports of bridges, and bridges as ports of themselves: `AF_BRIDGE`.

use core::cell::Cell;

use libc::{AF_BRIDGE, c_int, c_uint};
use nl_sys::error::Error;
use nl_sys::layout::trans_tbl;
use nl_sys::message::{Builder, Table};
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use nl_sys::strings::{push_flags, push_name};
use os::array::Array;
use os::heap::Optional;
use os::text::Append;
use wire::attr::Attr;

use super::bridge_vlan::{VID_END, WORDS, mark, marked, ranges, rtnl_link_bridge_vlan};
use super::family::{Differ, Family, Fill, Parse};
use super::object::Link;
use super::owned::{make, part};
use super::stats::Stats;
use super::uapi::bridge_vlan_info;

/// What is known of a port, as bits.
#[expect(missing_docs, reason = "named as the fields of the port")]
pub mod attr {
    pub const STATE: u32 = 1;
    pub const PRIORITY: u32 = 1 << 1;
    pub const COST: u32 = 1 << 2;
    pub const FLAGS: u32 = 1 << 3;
    pub const VLANS: u32 = 1 << 4;
    pub const HWMODE: u32 = 1 << 5;
    pub const CONFIG_MODE: u32 = 1 << 6;
    pub const MST: u32 = 1 << 7;
}

/// `BR_STATE_BLOCKING`
pub const STATE_MAX: u8 = 4;
/// `BRIDGE_MODE_VEPA`
pub const HWMODE_MAX: u16 = 1;
/// `BRIDGE_FLAGS_MASTER`: changes are for the bridge.
pub const CONFIG_MASTER: u16 = 1;
/// `BRIDGE_FLAGS_SELF`: changes are for the port's hardware.
pub const CONFIG_SELF: u16 = 2;

/// The state of a port in an instance of multiple spanning trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mst {
    /// The number of the instance.
    pub instance: u16,
    /// `BR_STATE_*`
    pub state: u8,
}

/// A port.
#[derive(Debug, Default)]
pub struct Bridge {
    /// What of it is known.
    pub mask: u32,
    /// `BR_STATE_*`
    pub state: u8,
    /// Whether the message was one of newer kernels, with more than the state.
    pub extended: bool,
    /// `BRIDGE_MODE_*`
    pub hwmode: u16,
    /// Its priority in the spanning tree.
    pub priority: u16,
    /// Who changes are for: `BRIDGE_FLAGS_*`.
    pub config_mode: u16,
    /// Its cost in the spanning tree.
    pub cost: u32,
    /// `RTNL_BRIDGE_*`
    pub flags: u32,
    /// Those that have been set or unset.
    pub flags_mask: u32,
    vlans: Optional<rtnl_link_bridge_vlan>,
    mst: Array<Mst>,
}

impl Bridge {
    /// Sets flags.
    pub fn set_flags(&mut self, flags: u32) {
        self.flags_mask |= flags;
        self.flags |= flags;
        self.mask |= attr::FLAGS;
    }

    /// Unsets flags.
    pub fn unset_flags(&mut self, flags: u32) {
        self.flags_mask |= flags;
        self.flags &= !flags;
        self.mask |= attr::FLAGS;
    }

    /// Sets who changes are for.
    pub fn set_config_mode(&mut self, mode: u16) {
        self.config_mode = mode;
        self.mask |= attr::CONFIG_MODE;
    }

    /// The VLANs, if there may be some.
    #[must_use]
    pub fn vlans(&self) -> Option<&rtnl_link_bridge_vlan> {
        self.vlans.get().filter(|_| self.mask & attr::VLANS != 0)
    }

    /// The VLANs, of which there may be some from now on.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn enable_vlans(&mut self) -> Result<&rtnl_link_bridge_vlan, Error> {
        let vlans = make(&mut self.vlans)?;
        self.mask |= attr::VLANS;
        Ok(vlans)
    }

    /// The states in instances of multiple spanning trees.
    #[must_use]
    pub fn mst(&self) -> &[Mst] {
        self.mst.as_slice()
    }

    /// Sets the state in an instance of multiple spanning trees.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn set_mst(&mut self, instance: u16, state: u8) -> Result<(), Error> {
        let mut states = Array::new();
        let mut known = false;
        for one in self.mst.as_slice() {
            let here = one.instance == instance;
            known |= here;
            let state = if here { state } else { one.state };
            states.push(Mst { state, ..*one }).map_err(|_| Error::NOMEM)?;
        }
        if !known {
            states.push(Mst { instance, state }).map_err(|_| Error::NOMEM)?;
        }
        self.mst = states;
        self.mask |= attr::MST;
        Ok(())
    }

    /// Forgets the state in an instance of multiple spanning trees.
    ///
    /// # Errors
    /// `OBJ_NOTFOUND`.
    pub fn unset_mst(&mut self, instance: u16) -> Result<(), Error> {
        if self.mst.retain(|one| one.instance != instance) == 0 {
            return Err(Error::OBJ_NOTFOUND);
        }
        if self.mst.as_slice().is_empty() {
            self.mask &= !attr::MST;
        }
        Ok(())
    }

    /// Forgets the states in all instances of multiple spanning trees.
    pub fn clear_mst(&mut self) {
        self.mst = Array::new();
        self.mask &= !attr::MST;
    }
}

const PORT_STATE: u16 = 1;
const PORT_PRIORITY: u16 = 2;
const PORT_COST: u16 = 3;

/// Attributes of a port that are flags, and the flags, in the order of requests.
static PORT_FLAGS: [(u16, u32); 18] = [
    (5, 1 << 1),
    (4, 1),
    (7, 1 << 3),
    (6, 1 << 2),
    (9, 1 << 4),
    (8, 1 << 5),
    (11, 1 << 6),
    (10, 1 << 7),
    (12, 1 << 8),
    (27, 1 << 9),
    (28, 1 << 10),
    (29, 1 << 11),
    (30, 1 << 12),
    (32, 1 << 13),
    (33, 1 << 14),
    (39, 1 << 15),
    (40, 1 << 16),
    (43, 1 << 17),
];

/// The names of flags.
pub static FLAG_NAMES: [trans_tbl; 18] = [
    trans_tbl::new(1, c"hairpin_mode"),
    trans_tbl::new(1 << 1, c"bpdu_guard"),
    trans_tbl::new(1 << 2, c"root_block"),
    trans_tbl::new(1 << 3, c"fast_leave"),
    trans_tbl::new(1 << 4, c"flood"),
    trans_tbl::new(1 << 5, c"learning"),
    trans_tbl::new(1 << 6, c"learning_sync"),
    trans_tbl::new(1 << 7, c"proxy_arp"),
    trans_tbl::new(1 << 8, c"proxy_arp_wifi"),
    trans_tbl::new(1 << 9, c"mcast_flood"),
    trans_tbl::new(1 << 10, c"mcast_to_unicast"),
    trans_tbl::new(1 << 11, c"vlan_tunnel"),
    trans_tbl::new(1 << 12, c"bcast_flood"),
    trans_tbl::new(1 << 13, c"neigh_suppress"),
    trans_tbl::new(1 << 14, c"isolated"),
    trans_tbl::new(1 << 15, c"locked"),
    trans_tbl::new(1 << 16, c"mab"),
    trans_tbl::new(1 << 17, c"neigh_vlan_suppress"),
];

/// The names of states.
pub static STATE_NAMES: [trans_tbl; 5] = [
    trans_tbl::new(0, c"disabled"),
    trans_tbl::new(1, c"listening"),
    trans_tbl::new(2, c"learning"),
    trans_tbl::new(3, c"forwarding"),
    trans_tbl::new(4, c"blocking"),
];

/// The names of hardware modes.
pub static HWMODE_NAMES: [trans_tbl; 3] =
    [trans_tbl::new(0, c"veb"), trans_tbl::new(1, c"vepa"), trans_tbl::new(0xffff, c"undef")];

fn parse_protinfo(port: &mut Bridge, _: &mut Optional<Stats>, info: Attr<'_>) -> Result<(), Error> {
    // Older kernels send the state alone.
    if !info.is_nested() {
        port.state = info.u8().ok_or(Error::RANGE)?;
        port.mask |= attr::STATE;
        return Ok(());
    }
    let table = Table::<44>::new(info.nested());
    port.extended = true;
    if let Some(state) = table.u8(PORT_STATE) {
        port.state = state;
        port.mask |= attr::STATE;
    }
    if let Some(priority) = table.u16(PORT_PRIORITY) {
        port.priority = priority;
        port.mask |= attr::PRIORITY;
    }
    if let Some(cost) = table.u32(PORT_COST) {
        port.cost = cost;
        port.mask |= attr::COST;
    }
    for (kind, flag) in &PORT_FLAGS {
        if table.u8(*kind).is_some_and(|value| value != 0) {
            port.set_flags(*flag);
        }
    }
    Ok(())
}

const BRIDGE_FLAGS: u16 = 0;
const BRIDGE_MODE: u16 = 1;
const BRIDGE_VLAN_INFO: u16 = 2;
const BRIDGE_MST: u16 = 6;
const MST_ENTRY: u16 = 1;
const ENTRY_INSTANCE: u16 = 1;
const ENTRY_STATE: u16 = 2;

const VLAN_PVID: u16 = 2;
const VLAN_UNTAGGED: u16 = 4;
const VLAN_RANGE_BEGIN: u16 = 8;
const VLAN_RANGE_END: u16 = 16;

/// What upstream returns for VLANs that make no sense: an errno.
const NO_SENSE: Error = Error(libc::EINVAL);

fn parse_spec(port: &mut Bridge, _: &mut Optional<Stats>, spec: Attr<'_>) -> Result<(), Error> {
    let mut begun: Option<bridge_vlan_info> = None;
    for attr in spec.nested() {
        match attr.kind() {
            BRIDGE_MODE => {
                if let Some(mode) = attr.u16() {
                    port.hwmode = mode;
                    port.mask |= attr::HWMODE;
                }
            }
            BRIDGE_MST => parse_mst(port, attr)?,
            BRIDGE_VLAN_INFO => begun = parse_vlan(port, attr, begun)?,
            _ => {}
        }
    }
    Ok(())
}

/// Reads one VLAN, or one end of a range; returns the beginning of a range that has no end yet.
fn parse_vlan(
    port: &mut Bridge,
    attr: Attr<'_>,
    begun: Option<bridge_vlan_info>,
) -> Result<Option<bridge_vlan_info>, Error> {
    if attr.payload().len() != size_of::<bridge_vlan_info>() {
        return Err(NO_SENSE);
    }
    let info: bridge_vlan_info = plain::read(attr.payload()).ok_or(NO_SENSE)?;
    if info.vid == 0 || info.vid >= VID_END {
        return Err(NO_SENSE);
    }
    if info.flags & VLAN_RANGE_BEGIN != 0 {
        return Ok(Some(info));
    }
    let first = if info.flags & VLAN_RANGE_END != 0 {
        let matching = |begun: &bridge_vlan_info| {
            begun.flags ^ VLAN_RANGE_BEGIN == info.flags ^ VLAN_RANGE_END
        };
        begun.filter(matching).ok_or(NO_SENSE)?.vid
    } else {
        info.vid
    };
    let vlans = port.enable_vlans()?;
    for vid in first..=info.vid {
        mark(&vlans.vlan_bitmap, vid, true);
        if info.flags & VLAN_UNTAGGED != 0 {
            mark(&vlans.untagged_bitmap, vid, true);
        }
        if info.flags & VLAN_PVID != 0 {
            vlans.pvid.set(info.vid);
        }
    }
    Ok(None)
}

fn parse_mst(port: &mut Bridge, attr: Attr<'_>) -> Result<(), Error> {
    for entry in attr.nested().filter(|entry| entry.kind() == MST_ENTRY) {
        let table = Table::<3>::new(entry.nested());
        let instance = table.u16(ENTRY_INSTANCE).ok_or(NO_SENSE)?;
        let state = table.u8(ENTRY_STATE).ok_or(NO_SENSE)?;
        port.set_mst(instance, state)?;
    }
    Ok(())
}

fn fill_protinfo(port: &Bridge, msg: Builder) -> Result<(), Error> {
    if port.mask & attr::FLAGS != 0 {
        for (kind, flag) in PORT_FLAGS.iter().filter(|(_, flag)| port.flags_mask & flag != 0) {
            msg.put_plain(*kind, &u8::from(port.flags & flag != 0))?;
        }
    }
    if port.mask & attr::COST != 0 {
        msg.put_plain(PORT_COST, &port.cost)?;
    }
    if port.mask & attr::PRIORITY != 0 {
        msg.put_plain(PORT_PRIORITY, &port.priority)?;
    }
    if port.mask & attr::STATE != 0 {
        msg.put_plain(PORT_STATE, &port.state)?;
    }
    Ok(())
}

fn fill_spec(port: &Bridge, msg: Builder) -> Result<(), Error> {
    let mut config_mode = (port.mask & attr::CONFIG_MODE != 0).then_some(port.config_mode);
    if port.mask & attr::HWMODE != 0 {
        msg.put_plain(BRIDGE_MODE, &port.hwmode)?;
        // Only hardware has such a mode.
        config_mode = Some(CONFIG_SELF);
    }
    if port.mask & attr::MST != 0 {
        msg.nest(BRIDGE_MST, |list| {
            port.mst().iter().try_for_each(|one| {
                list.nest(MST_ENTRY, |entry| {
                    entry.put_plain(ENTRY_INSTANCE, &one.instance)?;
                    entry.put_plain(ENTRY_STATE, &one.state)
                })
            })
        })?;
    }
    if let Some(mode) = config_mode {
        msg.put_plain(BRIDGE_FLAGS, &mode)?;
    }
    port.vlans().map_or(Ok(()), |vlans| fill_vlans(vlans, msg))
}

fn fill_vlans(vlans: &rtnl_link_bridge_vlan, msg: Builder) -> Result<(), Error> {
    let pvid = vlans.pvid.get();
    let untagged = |vid| marked(&vlans.untagged_bitmap, vid);
    let put = |vid: u16, flags: u16| {
        let flags = flags | if untagged(vid) { VLAN_UNTAGGED } else { 0 };
        msg.put_plain(BRIDGE_VLAN_INFO, &bridge_vlan_info { flags, vid })
    };
    // That of packets without a VLAN comes last, and alone.
    let same = |first, vid| vid != pvid && first != pvid && untagged(first) == untagged(vid);
    for (first, last) in ranges(&vlans.vlan_bitmap, |first, vid| first == vid || same(first, vid)) {
        if first == pvid && pvid != 0 {
            continue;
        }
        if first == last {
            put(first, 0)?;
        } else {
            put(first, VLAN_RANGE_BEGIN)?;
            put(last, VLAN_RANGE_END)?;
        }
    }
    if pvid == 0 { Ok(()) } else { put(pvid, VLAN_PVID) }
}

fn differences(a: &Bridge, b: &Bridge, asked: u32, loose: bool) -> u32 {
    let mut found = 0;
    let mut attr = |bit: u32, differs: bool| {
        let mismatch = (a.mask ^ b.mask) & bit != 0 || a.mask & bit != 0 && differs;
        if asked & bit != 0 && mismatch {
            found |= bit;
        }
    };
    attr(attr::STATE, a.state != b.state);
    attr(attr::PRIORITY, a.priority != b.priority);
    attr(attr::COST, a.cost != b.cost);
    attr(attr::VLANS, a.vlans.get() != b.vlans.get());
    attr(attr::HWMODE, a.hwmode != b.hwmode);
    attr(attr::CONFIG_MODE, a.config_mode != b.config_mode);
    attr(attr::MST, a.mst() != b.mst());
    let flags = if loose { b.flags_mask } else { u32::MAX };
    attr(attr::FLAGS, (a.flags ^ b.flags) & flags != 0);
    found
}

/// All that is asked for of a port: with `RTM_NEWLINK`, the kernel ignores or misreads it.
fn sets(port: &Bridge) -> bool {
    port.mask != 0
}

/// `RTEXT_FILTER_BRVLAN`
const EXT_BRVLAN: u32 = 1 << 1;
/// `RTEXT_FILTER_MST`
const EXT_MST: u32 = 1 << 7;

impl Family for Bridge {
    const FAMILY: c_uint = AF_BRIDGE.cast_unsigned();
    const STYLES: [bool; 3] = [false, true, false];
    const PROTINFO: Option<Parse<Self>> = Some(parse_protinfo);
    const SPEC_FULL: Option<Parse<Self>> = Some(parse_spec);
    const FILL_PROTINFO: Option<Fill<Self>> = Some(fill_protinfo);
    const PROTINFO_FLAGS: c_int = wire::attr::F_NESTED as c_int;
    const FILL_SPEC: Option<Fill<Self>> = Some(fill_spec);
    const NO_NEST: bool = true;
    const REQUEST: u32 = EXT_BRVLAN | EXT_MST;
    const DIFFERENCES: Option<Differ<Self>> = Some(differences);
    const SETS: Option<fn(&Self) -> bool> = Some(sets);

    fn try_clone(&self) -> Result<Self, Error> {
        let vlans = match self.vlans.get() {
            Some(vlans) => part(vlans.clone())?,
            None => Optional::NONE,
        };
        let mst = self.mst.try_clone().map_err(|_| Error::NOMEM)?;
        Ok(Self { vlans, mst, ..*self })
    }

    fn dump(&self, _link: &Link, _style: Style, to: &Printer<'_>) {
        let has = |bit| self.mask & bit != 0;
        to.new_line();
        to.with(|text| {
            text.push(b"    bridge: ");
            if has(attr::STATE) {
                text.push(b"port-state ");
                text.push_dec(self.state.into());
                text.push(b" ");
            }
            if has(attr::PRIORITY) {
                text.push(b"prio ");
                text.push_dec(self.priority.into());
                text.push(b" ");
            }
            if has(attr::COST) {
                text.push(b"cost ");
                text.push_dec(self.cost.into());
                text.push(b" ");
            }
            if has(attr::HWMODE) {
                text.push(b"hwmode ");
                push_name(text, self.hwmode.into(), &HWMODE_NAMES);
            }
        });
        if has(attr::VLANS) {
            let none = rtnl_link_bridge_vlan::default();
            let vlans = self.vlans.get().unwrap_or(&none);
            to.with(|text| {
                text.push(b"pvid ");
                text.push_dec(vlans.pvid.get().into());
            });
            to.with(|text| text.push(b"   all vlans:"));
            dump_ranges(&vlans.vlan_bitmap, to);
            to.with(|text| text.push(b"   untagged vlans:"));
            dump_ranges(&vlans.untagged_bitmap, to);
        }
        if has(attr::FLAGS) {
            to.with(|text| push_flags(text, self.flags & self.flags_mask, &FLAG_NAMES));
        }
        to.with(|text| text.push(b"\n"));
        if !has(attr::MST) || self.mst().is_empty() {
            return;
        }
        to.new_line();
        to.with(|text| text.push(b"      mst:\n"));
        for one in self.mst() {
            to.new_line();
            to.with(|text| {
                text.push(b"        instance ");
                text.push_dec(one.instance.into());
                text.push(b": ");
                match STATE_NAMES.get(usize::from(one.state)) {
                    Some(name) => text.push_c(name.name()),
                    None => text.push(b"unknown"),
                }
                text.push(b"\n");
            });
        }
    }
}

fn dump_ranges(map: &[Cell<u32>; WORDS], to: &Printer<'_>) {
    let mut none = true;
    for (first, last) in ranges(map, |_, _| true) {
        none = false;
        to.with(|text| {
            text.push(b" ");
            text.push_dec(first.into());
            if first != last {
                text.push(b"-");
                text.push_dec(last.into());
            }
        });
    }
    if none {
        to.with(|text| text.push(b" <none>"));
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! VLANs (802.1Q): the kind `vlan`.

use core::cell::Cell;
use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::layout::trans_tbl;
use nl_sys::message::{Builder, Table};
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use nl_sys::strings::push_flags;
use os::array::Array;
use os::text::Append;
use wire::attr::Attrs;

use crate::link::kind::Kind;
use crate::link::object::rtnl_link;
use crate::link::uapi::{ifla_vlan_flags, ifla_vlan_qos_mapping};

/// Priorities of a VLAN: 0 to 7.
pub const PRIORITIES: usize = 8;

const ID: u16 = 1;
const FLAGS: u16 = 2;
const EGRESS_QOS: u16 = 3;
const INGRESS_QOS: u16 = 4;
const PROTOCOL: u16 = 5;
/// Every entry of a map has this type: newer kernels skip those that have another.
const QOS_MAPPING: u16 = 1;

/// Packets of one priority get another. C gets to see a list of these.
#[repr(C)]
#[derive(Clone, Debug)]
pub struct vlan_map {
    /// The priority of the packet in the kernel.
    pub vm_from: Cell<u32>,
    /// The priority in the VLAN.
    pub vm_to: Cell<u32>,
}

const _: () = assert!(size_of::<vlan_map>() == 8);

/// What a VLAN has.
#[derive(Debug, Default)]
pub struct Vlan {
    /// Its number.
    pub id: Option<u16>,
    /// `ETH_P_8021Q` or `ETH_P_8021AD`, in network byte order.
    pub protocol: Option<u16>,
    /// `VLAN_FLAG_*`
    pub flags: u32,
    /// Those that have been set or unset.
    pub flags_mask: u32,
    /// Whether there are flags.
    pub has_flags: bool,
    /// Priorities in the kernel of those in the VLAN.
    pub ingress: [Cell<u32>; PRIORITIES],
    /// Which of them are set, as bits.
    pub ingress_mask: u8,
    /// Whether there are priorities for what is received.
    pub has_ingress: bool,
    /// Priorities in the VLAN of those in the kernel.
    pub egress: Array<vlan_map>,
    /// Whether there are priorities for what is sent.
    pub has_egress: bool,
}

/// The names of flags.
pub static FLAG_NAMES: [trans_tbl; 5] = [
    trans_tbl::new(0x01, c"reorder_hdr"),
    trans_tbl::new(0x02, c"gvrp"),
    trans_tbl::new(0x04, c"loose_binding"),
    trans_tbl::new(0x08, c"mvrp"),
    trans_tbl::new(0x10, c"bridge_binding"),
];

impl Vlan {
    /// Sets flags.
    pub fn set_flags(&mut self, flags: u32) {
        self.flags_mask |= flags;
        self.flags |= flags;
        self.has_flags = true;
    }

    /// Unsets flags.
    pub fn unset_flags(&mut self, flags: u32) {
        self.flags_mask |= flags;
        self.flags &= !flags;
        self.has_flags = true;
    }

    /// Sets the priority in the kernel of one in the VLAN.
    ///
    /// # Errors
    /// `INVAL` if there is no such priority.
    pub fn map_ingress(&mut self, from: u32, to: u32) -> Result<(), Error> {
        let from = usize::try_from(from).map_err(|_| Error::INVAL)?;
        self.ingress.get(from).ok_or(Error::INVAL)?.set(to);
        self.ingress_mask |= 1 << from;
        self.has_ingress = true;
        Ok(())
    }

    /// Adds a priority in the VLAN for one in the kernel.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn map_egress(&mut self, from: u32, to: u32) -> Result<(), Error> {
        let row = vlan_map { vm_from: Cell::new(from), vm_to: Cell::new(to) };
        self.egress.push(row).map_err(|_| Error::NOMEM)?;
        self.has_egress = true;
        Ok(())
    }

    /// The priorities that are set for what is received.
    fn ingress(&self) -> impl Iterator<Item = (u16, u32)> {
        let rows = (0_u16..).zip(&self.ingress);
        rows.filter(|(from, _)| self.ingress_mask & (1 << from) != 0)
            .map(|(from, to)| (from, to.get()))
    }
}

impl Kind for Vlan {
    const NAME: &'static CStr = c"vlan";
    const STYLES: [bool; 3] = [true, true, false];

    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
        let table = Table::<6>::new(data);
        self.id = table.u16(ID);
        self.protocol = table.u16(PROTOCOL);
        if let Some(flags) = table.plain::<ifla_vlan_flags>(FLAGS) {
            self.flags = flags.flags;
            self.has_flags = true;
        }
        if let Some(maps) = table.get(INGRESS_QOS) {
            self.has_ingress = true;
            for map in maps.nested() {
                let map: ifla_vlan_qos_mapping = plain::read(map.payload()).ok_or(Error::INVAL)?;
                self.map_ingress(map.from, map.to)?;
            }
        }
        if let Some(maps) = table.get(EGRESS_QOS) {
            self.has_egress = true;
            for map in maps.nested() {
                let map: ifla_vlan_qos_mapping = plain::read(map.payload()).ok_or(Error::INVAL)?;
                self.map_egress(map.from, map.to)?;
            }
        }
        Ok(())
    }

    fn put(&self, data: Builder) -> Result<(), Error> {
        if let Some(id) = self.id {
            data.put_plain(ID, &id)?;
        }
        if let Some(protocol) = self.protocol {
            data.put_plain(PROTOCOL, &protocol)?;
        }
        if self.has_flags {
            let flags = ifla_vlan_flags { flags: self.flags, mask: self.flags_mask };
            data.put_plain(FLAGS, &flags)?;
        }
        if self.has_ingress {
            data.nest(INGRESS_QOS, |maps| {
                self.ingress().try_for_each(|(from, to)| {
                    let map = ifla_vlan_qos_mapping { from: from.into(), to };
                    maps.put_plain(QOS_MAPPING, &map)
                })
            })?;
        }
        if self.has_egress {
            data.nest(EGRESS_QOS, |maps| {
                self.egress.as_slice().iter().try_for_each(|map| {
                    let map =
                        ifla_vlan_qos_mapping { from: map.vm_from.get(), to: map.vm_to.get() };
                    maps.put_plain(QOS_MAPPING, &map)
                })
            })?;
        }
        Ok(())
    }

    fn try_clone(&self) -> Result<Self, Error> {
        let egress = self.egress.try_clone().map_err(|_| Error::NOMEM)?;
        Ok(Self { egress, ingress: self.ingress.clone(), ..*self })
    }

    fn dump(&self, _link: &rtnl_link, style: Style, to: &Printer<'_>) {
        let id = self.id.unwrap_or(0);
        if style == Style::Line {
            to.with(|text| {
                text.push(b"vlan-id ");
                text.push_dec(id.into());
            });
            return;
        }
        to.new_line();
        to.with(|text| {
            text.push(b"    vlan-info id ");
            text.push_dec(id.into());
            text.push(b" <");
            push_flags(text, self.flags, &FLAG_NAMES);
            text.push(b">");
        });
        if let Some(protocol) = self.protocol {
            to.new_line();
            to.with(|text| {
                text.push(b"    vlan protocol <");
                text.push_dec(u16::from_be(protocol).into());
                text.push(b">");
            });
        }
        to.with(|text| text.push(b"\n"));
        if self.has_ingress {
            to.new_line();
            to.with(|text| text.push(b"      ingress vlan prio -> qos/socket prio mapping:\n"));
            rows(to, self.ingress(), |text, (from, priority)| {
                text.push_hex(from.into(), 1);
                text.push(b" -> ");
                push_alternate(text, priority);
            });
        }
        if self.has_egress {
            to.new_line();
            to.with(|text| text.push(b"      egress qos/socket prio -> vlan prio mapping:\n"));
            rows(to, self.egress.as_slice().iter(), |text, map| {
                push_alternate(text, map.vm_from.get());
                text.push(b" -> ");
                text.push_hex(map.vm_to.get().into(), 1);
            });
        }
    }
}

/// Prints what there is, four to a line.
fn rows<T>(
    to: &Printer<'_>,
    all: impl Iterator<Item = T>,
    push: impl Fn(&mut os::text::Text<256>, T),
) {
    let mut printed = 0;
    for one in all {
        if printed == 0 {
            to.new_line();
            to.with(|text| text.push(b"      "));
        }
        to.with(|text| {
            push(text, one);
            text.push(b", ");
        });
        printed = (printed + 1) % 4;
        if printed == 0 {
            to.with(|text| text.push(b"\n"));
        }
    }
    if printed > 0 {
        to.with(|text| text.push(b"\n"));
    }
}

/// A number as C's `%#08x`.
fn push_alternate(text: &mut impl Append, number: u32) {
    if number == 0 {
        text.push(b"00000000");
    } else {
        text.push(b"0x");
        text.push_hex(number.into(), 6);
    }
}

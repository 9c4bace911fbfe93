// SPDX-License-Identifier: LGPL-2.1-or-later
//! The VLANs of a port of a bridge.

use core::cell::Cell;

use nl_sys::error::Error;

/// Above the highest number of a VLAN.
pub(super) const VID_END: u16 = 0xfff;

/// Words of a bitmap of all VLANs.
pub(super) const WORDS: usize = 128;

/// The VLANs of a port; C may read and write them.
#[repr(C)]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct rtnl_link_bridge_vlan {
    /// The VLAN of packets that have none.
    pub pvid: Cell<u16>,
    /// C's hole: zero, so that C can compare all bytes.
    hole: Cell<u16>,
    /// The VLANs that pass.
    pub vlan_bitmap: [Cell<u32>; WORDS],
    /// Those that leave without their number.
    pub untagged_bitmap: [Cell<u32>; WORDS],
}

const _: () = assert!(size_of::<rtnl_link_bridge_vlan>() == 1028);

impl Default for rtnl_link_bridge_vlan {
    fn default() -> Self {
        Self {
            pvid: Cell::new(0),
            hole: Cell::new(0),
            vlan_bitmap: [const { Cell::new(0) }; WORDS],
            untagged_bitmap: [const { Cell::new(0) }; WORDS],
        }
    }
}

fn place(map: &[Cell<u32>; WORDS], vid: u16) -> Option<(&Cell<u32>, u32)> {
    Some((map.get(usize::from(vid / 32))?, 1 << (vid % 32)))
}

/// Puts a VLAN into a bitmap, or takes it out.
pub(super) fn mark(map: &[Cell<u32>; WORDS], vid: u16, on: bool) {
    if let Some((word, bit)) = place(map, vid) {
        word.set(if on { word.get() | bit } else { word.get() & !bit });
    }
}

/// Whether a VLAN is in a bitmap.
pub(super) fn marked(map: &[Cell<u32>; WORDS], vid: u16) -> bool {
    place(map, vid).is_some_and(|(word, bit)| word.get() & bit != 0)
}

/// The ranges of VLANs in a bitmap that `same` takes for one, as first and last.
pub(super) fn ranges(
    map: &[Cell<u32>; WORDS],
    same: impl Fn(u16, u16) -> bool,
) -> impl Iterator<Item = (u16, u16)> {
    let mut next = 0_u16;
    core::iter::from_fn(move || {
        let first = (next..4096).find(|&vid| marked(map, vid))?;
        let end = (first..4096).find(|&vid| !marked(map, vid) || !same(first, vid));
        let end = end.unwrap_or(4096);
        next = end;
        Some((first, end.saturating_sub(1)))
    })
}

impl rtnl_link_bridge_vlan {
    /// Lets VLANs pass, with or without their numbers.
    pub fn add(&self, first: u16, last: u16, untagged: bool) {
        for vid in first..=last {
            mark(&self.vlan_bitmap, vid, true);
            mark(&self.untagged_bitmap, vid, untagged);
        }
    }

    /// Lets VLANs not pass.
    pub fn remove(&self, first: u16, last: u16) {
        for vid in first..=last {
            mark(&self.vlan_bitmap, vid, false);
            mark(&self.untagged_bitmap, vid, false);
        }
    }

    /// Whether there are any.
    #[must_use]
    pub fn any(&self) -> bool {
        let some = |map: &[Cell<u32>; WORDS]| map.iter().any(|word| word.get() != 0);
        self.pvid.get() != 0 || some(&self.vlan_bitmap) || some(&self.untagged_bitmap)
    }
}

/// Whether a range of VLANs is one.
///
/// # Errors
/// `INVAL` if it is not.
pub fn check_range(first: u16, last: u16) -> Result<(), Error> {
    if first == 0 || first > last || last >= VID_END { Err(Error::INVAL) } else { Ok(()) }
}

/// Whether a number may be that of the VLAN of packets that have none; 0 for no such VLAN.
///
/// # Errors
/// `INVAL` if it may not.
pub fn check_pvid(pvid: u16) -> Result<(), Error> {
    if pvid >= VID_END { Err(Error::INVAL) } else { Ok(()) }
}

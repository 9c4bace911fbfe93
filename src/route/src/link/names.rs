// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of flags, states and modes.

use nl_sys::layout::trans_tbl;

/// `IFF_*`
pub static FLAGS: [trans_tbl; 19] = [
    trans_tbl::new(0x8, c"loopback"),
    trans_tbl::new(0x2, c"broadcast"),
    trans_tbl::new(0x10, c"pointopoint"),
    trans_tbl::new(0x1000, c"multicast"),
    trans_tbl::new(0x80, c"noarp"),
    trans_tbl::new(0x200, c"allmulti"),
    trans_tbl::new(0x100, c"promisc"),
    trans_tbl::new(0x400, c"master"),
    trans_tbl::new(0x800, c"slave"),
    trans_tbl::new(0x4, c"debug"),
    trans_tbl::new(0x8000, c"dynamic"),
    trans_tbl::new(0x4000, c"automedia"),
    trans_tbl::new(0x2000, c"portsel"),
    trans_tbl::new(0x20, c"notrailers"),
    trans_tbl::new(0x1, c"up"),
    trans_tbl::new(0x40, c"running"),
    trans_tbl::new(0x1_0000, c"lowerup"),
    trans_tbl::new(0x2_0000, c"dormant"),
    trans_tbl::new(0x4_0000, c"echo"),
];

/// `IF_OPER_*`
pub static OPERSTATES: [trans_tbl; 7] = [
    trans_tbl::new(0, c"unknown"),
    trans_tbl::new(1, c"notpresent"),
    trans_tbl::new(2, c"down"),
    trans_tbl::new(3, c"lowerlayerdown"),
    trans_tbl::new(4, c"testing"),
    trans_tbl::new(5, c"dormant"),
    trans_tbl::new(6, c"up"),
];

/// `IF_LINK_MODE_*`
pub static MODES: [trans_tbl; 2] = [trans_tbl::new(0, c"default"), trans_tbl::new(1, c"dormant")];

/// Whether there is a signal.
pub static CARRIER: [trans_tbl; 2] = [trans_tbl::new(0, c"down"), trans_tbl::new(1, c"up")];

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of link layer, Ethernet and IP protocols.
//!
//! The numbers ascend. Of rows with the same number the first gives the name; all names are understood.

use core::ffi::CStr;
use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_char, c_int, protoent};
use nl_sys::error::Error;

use crate::names::{self, Packed};
use crate::strings::{self, Append, Buffer};

/// Link layer protocols: `ARPHRD_*` of `linux/if_arp.h`.
const LINK_LAYER_ROWS: &[(u16, &CStr)] = &[
    (0, c"generic"),
    (0, c"netrom"),
    (1, c"ether"),
    (2, c"eether"),
    (3, c"ax25"),
    (4, c"pronet"),
    (5, c"chaos"),
    (6, c"ieee802"),
    (7, c"arcnet"),
    (8, c"atalk"),
    (15, c"dlci"),
    (19, c"atm"),
    (23, c"metricom"),
    (24, c"ieee1394"),
    (27, c"eui64"),
    (32, c"infiniband"),
    (256, c"slip"),
    (257, c"cslip"),
    (258, c"slip6"),
    (259, c"cslip6"),
    (260, c"rsrvd"),
    (264, c"adapt"),
    (270, c"rose"),
    (271, c"x25"),
    (272, c"hwx25"),
    (280, c"can"),
    (512, c"ppp"),
    (513, c"cisco"),
    (513, c"hdlc"),
    (516, c"lapb"),
    (517, c"ddcmp"),
    (518, c"rawhdlc"),
    (768, c"ipip"),
    (769, c"tunnel6"),
    (770, c"frad"),
    (771, c"skip"),
    (772, c"loopback"),
    (773, c"localtlk"),
    (774, c"fddi"),
    (775, c"bif"),
    (776, c"sit"),
    (777, c"ip/ddp"),
    (778, c"gre"),
    (779, c"pimreg"),
    (780, c"hippi"),
    (781, c"ash"),
    (782, c"econet"),
    (783, c"irda"),
    (784, c"fcpp"),
    (785, c"fcal"),
    (786, c"fcpl"),
    (787, c"fcfb_0"),
    (788, c"fcfb_1"),
    (789, c"fcfb_2"),
    (790, c"fcfb_3"),
    (791, c"fcfb_4"),
    (792, c"fcfb_5"),
    (793, c"fcfb_6"),
    (794, c"fcfb_7"),
    (795, c"fcfb_8"),
    (796, c"fcfb_9"),
    (797, c"fcfb_10"),
    (798, c"fcfb_11"),
    (799, c"fcfb_12"),
    (800, c"tr"),
    (801, c"ieee802.11"),
    (802, c"ieee802.11_prism"),
    (803, c"ieee802.11_radiotap"),
    (804, c"ieee802.15.4"),
    (805, c"ieee802.15.4_monitor"),
    (820, c"phonet"),
    (821, c"phonet_pipe"),
    (822, c"caif"),
    (823, c"ip6gre"),
    (824, c"netlink"),
    (825, c"6lowpan"),
    (65534, c"nohdr"),
    (65535, c"void"),
];

/// See above.
pub static LINK_LAYER: Packed<{ LINK_LAYER_ROWS.len() }, { names::bytes(LINK_LAYER_ROWS) }> =
    names::pack(LINK_LAYER_ROWS);

/// Ethernet protocols: `ETH_P_*` of `linux/if_ether.h`.
const ETHERNET_ROWS: &[(u16, &CStr)] = &[
    (0x0001, c"802.3"),
    (0x0002, c"ax25"),
    (0x0003, c"all"),
    (0x0004, c"802.2"),
    (0x0005, c"snap"),
    (0x0006, c"ddcmp"),
    (0x0007, c"wan_ppp"),
    (0x0008, c"ppp_mp"),
    (0x0009, c"localtalk"),
    (0x000c, c"can"),
    (0x0010, c"ppptalk"),
    (0x0011, c"tr_802.2"),
    (0x0015, c"mobitex"),
    (0x0016, c"control"),
    (0x0017, c"irda"),
    (0x0018, c"econet"),
    (0x0019, c"hdlc"),
    (0x001a, c"arcnet"),
    (0x001b, c"dsa"),
    (0x001c, c"trailer"),
    (0x0060, c"loop"),
    (0x00f5, c"phonet"),
    (0x00f6, c"ieee802154"),
    (0x00f7, c"caif"),
    (0x0200, c"pup"),
    (0x0201, c"pupat"),
    (0x0800, c"ip"),
    (0x0805, c"x25"),
    (0x0806, c"arp"),
    (0x08ff, c"bpq"),
    (0x0a00, c"ieeepup"),
    (0x0a01, c"ieeepupat"),
    (0x6000, c"dec"),
    (0x6001, c"dna_dl"),
    (0x6002, c"dna_rc"),
    (0x6003, c"dna_rt"),
    (0x6004, c"lat"),
    (0x6005, c"diag"),
    (0x6006, c"cust"),
    (0x6007, c"sca"),
    (0x6558, c"teb"),
    (0x8035, c"rarp"),
    (0x809b, c"atalk"),
    (0x80f3, c"aarp"),
    (0x8100, c"802.1q"),
    (0x8137, c"ipx"),
    (0x86dd, c"ipv6"),
    (0x8808, c"pause"),
    (0x8809, c"slow"),
    (0x883e, c"wccp"),
    (0x8847, c"mpls_uc"),
    (0x8848, c"mpls_mc"),
    (0x884c, c"atmmpoa"),
    (0x8863, c"ppp_disc"),
    (0x8864, c"ppp_ses"),
    (0x886c, c"link_ctl"),
    (0x8884, c"atmfate"),
    (0x888e, c"pae"),
    (0x88a2, c"aoe"),
    (0x88a2, c"edp2"),
    (0x88ca, c"tipc"),
    (0x88f7, c"ieee1588"),
    (0x8906, c"fcoe"),
    (0x8914, c"fip"),
    (0xdada, c"edsa"),
];

/// See above.
pub static ETHERNET: Packed<{ ETHERNET_ROWS.len() }, { names::bytes(ETHERNET_ROWS) }> =
    names::pack(ETHERNET_ROWS);

unsafe extern "C" {
    fn getprotobynumber_r(
        number: c_int,
        entry: *mut protoent,
        buf: *mut c_char,
        len: usize,
        result: *mut *mut protoent,
    ) -> c_int;
    fn getprotobyname_r(
        name: *const c_char,
        entry: *mut protoent,
        buf: *mut c_char,
        len: usize,
        result: *mut *mut protoent,
    ) -> c_int;
}

/// Writes the name that `/etc/protocols` has for an IP protocol, or `0x` and the number.
pub fn ip_name(number: c_int, to: &mut Buffer<'_>) {
    let mut strings = [0 as c_char; STRINGS];
    let (room, len) = (strings.as_mut_ptr(), STRINGS);
    let entry = look_up(|entry, found| {
        // SAFETY: room for an entry and its strings.
        unsafe { getprotobynumber_r(number, entry, room, len, found) }
    });
    match entry {
        Some(entry) => {
            // SAFETY: its strings are in `strings`.
            to.push_c(unsafe { CStr::from_ptr(entry.p_name) });
        }
        None => strings::type2str(number, to, &[]),
    }
}

/// The IP protocol of a name in `/etc/protocols`, or the number that the text itself is.
///
/// # Errors
/// `NLE_OBJ_NOTFOUND`.
pub fn ip_number(name: &CStr) -> Result<c_int, Error> {
    let mut strings = [0 as c_char; STRINGS];
    let (room, len) = (strings.as_mut_ptr(), STRINGS);
    let entry = look_up(|entry, found| {
        // SAFETY: a string, and room for an entry and its strings.
        unsafe { getprotobyname_r(name.as_ptr(), entry, room, len, found) }
    });
    entry.map_or_else(|| strings::number(name), |entry| Ok(entry.p_proto))
}

/// Bytes for the names of one protocol.
const STRINGS: usize = 2048;

/// Makes an entry with one of the functions above, if they find one.
fn look_up(find: impl FnOnce(*mut protoent, *mut *mut protoent) -> c_int) -> Option<protoent> {
    let mut entry = MaybeUninit::uninit();
    let mut found = ptr::null_mut();
    find(entry.as_mut_ptr(), &raw mut found);
    // SAFETY: it is written when it is found.
    if found.is_null() { None } else { Some(unsafe { entry.assume_init() }) }
}

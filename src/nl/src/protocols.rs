// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of link layer, Ethernet and IP protocols.
//!
//! The numbers ascend. Of rows with the same number the first gives the name; all names are understood.

use core::ffi::CStr;
use core::mem::MaybeUninit;
use core::ptr;

use libc::{c_char, c_int, protoent};
use nl_sys::error::Error;
use nl_sys::layout::trans_tbl;

use crate::strings::{self, Append, Buffer};

const fn row(number: u16, name: &'static CStr) -> trans_tbl {
    trans_tbl::new(number as u64, name)
}

/// Link layer protocols: `ARPHRD_*` of `linux/if_arp.h`.
pub static LINK_LAYER: [trans_tbl; 78] = [
    row(0, c"generic"),
    row(0, c"netrom"),
    row(1, c"ether"),
    row(2, c"eether"),
    row(3, c"ax25"),
    row(4, c"pronet"),
    row(5, c"chaos"),
    row(6, c"ieee802"),
    row(7, c"arcnet"),
    row(8, c"atalk"),
    row(15, c"dlci"),
    row(19, c"atm"),
    row(23, c"metricom"),
    row(24, c"ieee1394"),
    row(27, c"eui64"),
    row(32, c"infiniband"),
    row(256, c"slip"),
    row(257, c"cslip"),
    row(258, c"slip6"),
    row(259, c"cslip6"),
    row(260, c"rsrvd"),
    row(264, c"adapt"),
    row(270, c"rose"),
    row(271, c"x25"),
    row(272, c"hwx25"),
    row(280, c"can"),
    row(512, c"ppp"),
    row(513, c"cisco"),
    row(513, c"hdlc"),
    row(516, c"lapb"),
    row(517, c"ddcmp"),
    row(518, c"rawhdlc"),
    row(768, c"ipip"),
    row(769, c"tunnel6"),
    row(770, c"frad"),
    row(771, c"skip"),
    row(772, c"loopback"),
    row(773, c"localtlk"),
    row(774, c"fddi"),
    row(775, c"bif"),
    row(776, c"sit"),
    row(777, c"ip/ddp"),
    row(778, c"gre"),
    row(779, c"pimreg"),
    row(780, c"hippi"),
    row(781, c"ash"),
    row(782, c"econet"),
    row(783, c"irda"),
    row(784, c"fcpp"),
    row(785, c"fcal"),
    row(786, c"fcpl"),
    row(787, c"fcfb_0"),
    row(788, c"fcfb_1"),
    row(789, c"fcfb_2"),
    row(790, c"fcfb_3"),
    row(791, c"fcfb_4"),
    row(792, c"fcfb_5"),
    row(793, c"fcfb_6"),
    row(794, c"fcfb_7"),
    row(795, c"fcfb_8"),
    row(796, c"fcfb_9"),
    row(797, c"fcfb_10"),
    row(798, c"fcfb_11"),
    row(799, c"fcfb_12"),
    row(800, c"tr"),
    row(801, c"ieee802.11"),
    row(802, c"ieee802.11_prism"),
    row(803, c"ieee802.11_radiotap"),
    row(804, c"ieee802.15.4"),
    row(805, c"ieee802.15.4_monitor"),
    row(820, c"phonet"),
    row(821, c"phonet_pipe"),
    row(822, c"caif"),
    row(823, c"ip6gre"),
    row(824, c"netlink"),
    row(825, c"6lowpan"),
    row(65534, c"nohdr"),
    row(65535, c"void"),
];

/// Ethernet protocols: `ETH_P_*` of `linux/if_ether.h`.
pub static ETHERNET: [trans_tbl; 65] = [
    row(0x0001, c"802.3"),
    row(0x0002, c"ax25"),
    row(0x0003, c"all"),
    row(0x0004, c"802.2"),
    row(0x0005, c"snap"),
    row(0x0006, c"ddcmp"),
    row(0x0007, c"wan_ppp"),
    row(0x0008, c"ppp_mp"),
    row(0x0009, c"localtalk"),
    row(0x000c, c"can"),
    row(0x0010, c"ppptalk"),
    row(0x0011, c"tr_802.2"),
    row(0x0015, c"mobitex"),
    row(0x0016, c"control"),
    row(0x0017, c"irda"),
    row(0x0018, c"econet"),
    row(0x0019, c"hdlc"),
    row(0x001a, c"arcnet"),
    row(0x001b, c"dsa"),
    row(0x001c, c"trailer"),
    row(0x0060, c"loop"),
    row(0x00f5, c"phonet"),
    row(0x00f6, c"ieee802154"),
    row(0x00f7, c"caif"),
    row(0x0200, c"pup"),
    row(0x0201, c"pupat"),
    row(0x0800, c"ip"),
    row(0x0805, c"x25"),
    row(0x0806, c"arp"),
    row(0x08ff, c"bpq"),
    row(0x0a00, c"ieeepup"),
    row(0x0a01, c"ieeepupat"),
    row(0x6000, c"dec"),
    row(0x6001, c"dna_dl"),
    row(0x6002, c"dna_rc"),
    row(0x6003, c"dna_rt"),
    row(0x6004, c"lat"),
    row(0x6005, c"diag"),
    row(0x6006, c"cust"),
    row(0x6007, c"sca"),
    row(0x6558, c"teb"),
    row(0x8035, c"rarp"),
    row(0x809b, c"atalk"),
    row(0x80f3, c"aarp"),
    row(0x8100, c"802.1q"),
    row(0x8137, c"ipx"),
    row(0x86dd, c"ipv6"),
    row(0x8808, c"pause"),
    row(0x8809, c"slow"),
    row(0x883e, c"wccp"),
    row(0x8847, c"mpls_uc"),
    row(0x8848, c"mpls_mc"),
    row(0x884c, c"atmmpoa"),
    row(0x8863, c"ppp_disc"),
    row(0x8864, c"ppp_ses"),
    row(0x886c, c"link_ctl"),
    row(0x8884, c"atmfate"),
    row(0x888e, c"pae"),
    row(0x88a2, c"aoe"),
    row(0x88a2, c"edp2"),
    row(0x88ca, c"tipc"),
    row(0x88f7, c"ieee1588"),
    row(0x8906, c"fcoe"),
    row(0x8914, c"fip"),
    row(0xdada, c"edsa"),
];

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

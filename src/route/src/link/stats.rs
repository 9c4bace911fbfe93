// SPDX-License-Identifier: LGPL-2.1-or-later
//! Counters of links.

use core::array;

use nl_sys::layout::trans_tbl;
use wire::attr::Attr;

/// How many counters there are.
pub const COUNT: usize = 65;

/// The counters, `RTNL_LINK_*` in C.
#[expect(missing_docs, reason = "documented in the C header")]
pub mod id {
    pub const RX_PACKETS: usize = 0;
    pub const TX_PACKETS: usize = 1;
    pub const RX_BYTES: usize = 2;
    pub const TX_BYTES: usize = 3;
    pub const RX_ERRORS: usize = 4;
    pub const TX_ERRORS: usize = 5;
    pub const RX_DROPPED: usize = 6;
    pub const TX_DROPPED: usize = 7;
    pub const RX_COMPRESSED: usize = 8;
    pub const TX_COMPRESSED: usize = 9;
    pub const RX_FIFO_ERR: usize = 10;
    pub const TX_FIFO_ERR: usize = 11;
    pub const RX_LEN_ERR: usize = 12;
    pub const RX_OVER_ERR: usize = 13;
    pub const RX_CRC_ERR: usize = 14;
    pub const RX_FRAME_ERR: usize = 15;
    pub const RX_MISSED_ERR: usize = 16;
    pub const TX_ABORT_ERR: usize = 17;
    pub const TX_CARRIER_ERR: usize = 18;
    pub const TX_HBEAT_ERR: usize = 19;
    pub const TX_WIN_ERR: usize = 20;
    pub const COLLISIONS: usize = 21;
    pub const MULTICAST: usize = 22;
    pub const IP6_INPKTS: usize = 23;
    pub const IP6_INHDRERRORS: usize = 24;
    pub const IP6_INTOOBIGERRORS: usize = 25;
    pub const IP6_INNOROUTES: usize = 26;
    pub const IP6_INADDRERRORS: usize = 27;
    pub const IP6_INUNKNOWNPROTOS: usize = 28;
    pub const IP6_INTRUNCATEDPKTS: usize = 29;
    pub const IP6_INDISCARDS: usize = 30;
    pub const IP6_INDELIVERS: usize = 31;
    pub const IP6_OUTFORWDATAGRAMS: usize = 32;
    pub const IP6_OUTPKTS: usize = 33;
    pub const IP6_OUTDISCARDS: usize = 34;
    pub const IP6_OUTNOROUTES: usize = 35;
    pub const IP6_REASMTIMEOUT: usize = 36;
    pub const IP6_REASMREQDS: usize = 37;
    pub const IP6_REASMOKS: usize = 38;
    pub const IP6_REASMFAILS: usize = 39;
    pub const IP6_FRAGOKS: usize = 40;
    pub const IP6_FRAGFAILS: usize = 41;
    pub const IP6_FRAGCREATES: usize = 42;
    pub const IP6_INMCASTPKTS: usize = 43;
    pub const IP6_OUTMCASTPKTS: usize = 44;
    pub const IP6_INBCASTPKTS: usize = 45;
    pub const IP6_OUTBCASTPKTS: usize = 46;
    pub const IP6_INOCTETS: usize = 47;
    pub const IP6_OUTOCTETS: usize = 48;
    pub const IP6_INMCASTOCTETS: usize = 49;
    pub const IP6_OUTMCASTOCTETS: usize = 50;
    pub const IP6_INBCASTOCTETS: usize = 51;
    pub const IP6_OUTBCASTOCTETS: usize = 52;
    pub const ICMP6_INMSGS: usize = 53;
    pub const ICMP6_INERRORS: usize = 54;
    pub const ICMP6_OUTMSGS: usize = 55;
    pub const ICMP6_OUTERRORS: usize = 56;
    pub const ICMP6_CSUMERRORS: usize = 57;
    pub const IP6_CSUMERRORS: usize = 58;
    pub const IP6_NOECTPKTS: usize = 59;
    pub const IP6_ECT1PKTS: usize = 60;
    pub const IP6_ECT0PKTS: usize = 61;
    pub const IP6_CEPKTS: usize = 62;
    pub const RX_NOHANDLER: usize = 63;
    pub const REASM_OVERLAPS: usize = 64;
}

/// `rtnl_link_stat_id_t`: which counter.
pub type rtnl_link_stat_id_t = libc::c_uint;

/// The counters of a link.
#[derive(Clone, Debug)]
pub struct Stats([u64; COUNT]);

impl Default for Stats {
    fn default() -> Self {
        Self([0; COUNT])
    }
}

/// The counters in the order of the kernel's `struct rtnl_link_stats` and `struct rtnl_link_stats64`.
static KERNEL: [usize; 24] = [
    id::RX_PACKETS,
    id::TX_PACKETS,
    id::RX_BYTES,
    id::TX_BYTES,
    id::RX_ERRORS,
    id::TX_ERRORS,
    id::RX_DROPPED,
    id::TX_DROPPED,
    id::MULTICAST,
    id::COLLISIONS,
    id::RX_LEN_ERR,
    id::RX_OVER_ERR,
    id::RX_CRC_ERR,
    id::RX_FRAME_ERR,
    id::RX_FIFO_ERR,
    id::RX_MISSED_ERR,
    id::TX_ABORT_ERR,
    id::TX_CARRIER_ERR,
    id::TX_FIFO_ERR,
    id::TX_HBEAT_ERR,
    id::TX_WIN_ERR,
    id::RX_COMPRESSED,
    id::TX_COMPRESSED,
    id::RX_NOHANDLER,
];

impl Stats {
    /// The value of a counter; 0 if there is no such counter.
    #[must_use]
    pub fn get(&self, id: usize) -> u64 {
        self.0.get(id).copied().unwrap_or(0)
    }

    /// Sets a counter, if there is one.
    pub fn set(&mut self, id: usize, value: u64) {
        if let Some(place) = self.0.get_mut(id) {
            *place = value;
        }
    }

    /// The counters of a list.
    #[must_use]
    pub fn all<const N: usize>(&self, ids: [usize; N]) -> [u64; N] {
        array::from_fn(|number| ids.get(number).map_or(0, |&id| self.get(id)))
    }

    /// Reads `IFLA_STATS`, as far as it is there.
    pub fn read_short(&mut self, attr: Attr<'_>) {
        let values =
            attr.payload().as_chunks::<4>().0.iter().map(|&value| u32::from_ne_bytes(value));
        KERNEL.iter().zip(values).for_each(|(&id, value)| self.set(id, value.into()));
    }

    /// Reads `IFLA_STATS64`, as far as it is there.
    pub fn read_long(&mut self, attr: Attr<'_>) {
        let values = numbers(attr.payload());
        KERNEL.iter().zip(values).for_each(|(&id, value)| self.set(id, value));
    }
}

/// The 64-bit numbers of an array.
pub fn numbers(bytes: &[u8]) -> impl Iterator<Item = u64> {
    bytes.as_chunks::<8>().0.iter().map(|&value| u64::from_ne_bytes(value))
}

/// The names of counters.
pub static NAMES: [trans_tbl; COUNT] = [
    trans_tbl::new(0, c"rx_packets"),
    trans_tbl::new(1, c"tx_packets"),
    trans_tbl::new(2, c"rx_bytes"),
    trans_tbl::new(3, c"tx_bytes"),
    trans_tbl::new(4, c"rx_errors"),
    trans_tbl::new(5, c"tx_errors"),
    trans_tbl::new(6, c"rx_dropped"),
    trans_tbl::new(7, c"tx_dropped"),
    trans_tbl::new(8, c"rx_compressed"),
    trans_tbl::new(9, c"tx_compressed"),
    trans_tbl::new(10, c"rx_fifo_err"),
    trans_tbl::new(11, c"tx_fifo_err"),
    trans_tbl::new(12, c"rx_len_err"),
    trans_tbl::new(13, c"rx_over_err"),
    trans_tbl::new(14, c"rx_crc_err"),
    trans_tbl::new(15, c"rx_frame_err"),
    trans_tbl::new(16, c"rx_missed_err"),
    trans_tbl::new(17, c"tx_abort_err"),
    trans_tbl::new(18, c"tx_carrier_err"),
    trans_tbl::new(19, c"tx_hbeat_err"),
    trans_tbl::new(20, c"tx_win_err"),
    trans_tbl::new(21, c"collisions"),
    trans_tbl::new(22, c"multicast"),
    trans_tbl::new(23, c"Ip6InReceives"),
    trans_tbl::new(24, c"Ip6InHdrErrors"),
    trans_tbl::new(25, c"Ip6InTooBigErrors"),
    trans_tbl::new(26, c"Ip6InNoRoutes"),
    trans_tbl::new(27, c"Ip6InAddrErrors"),
    trans_tbl::new(28, c"Ip6InUnknownProtos"),
    trans_tbl::new(29, c"Ip6InTruncatedPkts"),
    trans_tbl::new(30, c"Ip6InDiscards"),
    trans_tbl::new(31, c"Ip6InDelivers"),
    trans_tbl::new(32, c"Ip6OutForwDatagrams"),
    trans_tbl::new(33, c"Ip6OutRequests"),
    trans_tbl::new(34, c"Ip6OutDiscards"),
    trans_tbl::new(35, c"Ip6OutNoRoutes"),
    trans_tbl::new(36, c"Ip6ReasmTimeout"),
    trans_tbl::new(37, c"Ip6ReasmReqds"),
    trans_tbl::new(38, c"Ip6ReasmOKs"),
    trans_tbl::new(39, c"Ip6ReasmFails"),
    trans_tbl::new(40, c"Ip6FragOKs"),
    trans_tbl::new(41, c"Ip6FragFails"),
    trans_tbl::new(42, c"Ip6FragCreates"),
    trans_tbl::new(43, c"Ip6InMcastPkts"),
    trans_tbl::new(44, c"Ip6OutMcastPkts"),
    trans_tbl::new(45, c"Ip6InBcastPkts"),
    trans_tbl::new(46, c"Ip6OutBcastPkts"),
    trans_tbl::new(47, c"Ip6InOctets"),
    trans_tbl::new(48, c"Ip6OutOctets"),
    trans_tbl::new(49, c"Ip6InMcastOctets"),
    trans_tbl::new(50, c"Ip6OutMcastOctets"),
    trans_tbl::new(51, c"Ip6InBcastOctets"),
    trans_tbl::new(52, c"Ip6OutBcastOctets"),
    trans_tbl::new(53, c"ICMP6_InMsgs"),
    trans_tbl::new(54, c"ICMP6_InErrors"),
    trans_tbl::new(55, c"ICMP6_OutMsgs"),
    trans_tbl::new(56, c"ICMP6_OutErrors"),
    trans_tbl::new(57, c"ICMP6_InCsumErrors"),
    trans_tbl::new(58, c"Ip6_InCsumErrors"),
    trans_tbl::new(59, c"Ip6_InNoECTPkts"),
    trans_tbl::new(60, c"Ip6_InECT1Pkts"),
    trans_tbl::new(61, c"Ip6_InECT0Pkts"),
    trans_tbl::new(62, c"Ip6_InCEPkts"),
    trans_tbl::new(63, c"rx_nohandler"),
    trans_tbl::new(64, c"ReasmOverlaps"),
];

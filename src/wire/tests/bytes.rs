// SPDX-License-Identifier: LGPL-2.1-or-later
//! A message of the form the kernel sends, byte by byte: written by hand after `linux/netlink.h` and
//! `linux/if_link.h`. Recorded messages are the seeds of the fuzz targets, in `fuzz/corpus`.
#![cfg(target_endian = "little")]
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use wire::attr::{self, Attrs};
use wire::build::{BuildError, Builder};
use wire::datatype::{self, Invalid};
use wire::nlmsg::{self, Header, Message, Messages};

/// Part of the answer to RTM_GETLINK, and the end of the dump.
#[rustfmt::skip]
const LINK_AND_DONE: &[u8] = &[
    // struct nlmsghdr
    0x50, 0x00, 0x00, 0x00, // nlmsg_len 80
    0x10, 0x00,             // nlmsg_type 16, RTM_NEWLINK
    0x02, 0x00,             // nlmsg_flags, NLM_F_MULTI
    0x2a, 0x00, 0x00, 0x00, // nlmsg_seq 42
    0x39, 0x05, 0x00, 0x00, // nlmsg_pid 1337
    // struct ifinfomsg
    0x00,                   // ifi_family, AF_UNSPEC
    0x00,                   // padding
    0x01, 0x00,             // ifi_type, ARPHRD_ETHER
    0x07, 0x00, 0x00, 0x00, // ifi_index 7
    0x43, 0x10, 0x01, 0x00, // ifi_flags
    0x00, 0x00, 0x00, 0x00, // ifi_change
    // attributes
    0x07, 0x00, 0x03, 0x00, // nla_len 7, IFLA_IFNAME
    b'v', b'0', 0x00,       // "v0"
    0x00,                   // padding
    0x08, 0x00, 0x04, 0x00, // nla_len 8, IFLA_MTU
    0xdc, 0x05, 0x00, 0x00, // 1500
    0x14, 0x00, 0x12, 0x80, // nla_len 20, IFLA_LINKINFO | NLA_F_NESTED
    0x09, 0x00, 0x01, 0x00, // nla_len 9, IFLA_INFO_KIND
    b'v', b'e', b't', b'h', // "veth"
    0x00, 0x00, 0x00, 0x00, // NUL, padding
    0x04, 0x00, 0x02, 0x00, // nla_len 4, IFLA_INFO_DATA, empty
    0x0a, 0x00, 0x01, 0x00, // nla_len 10, IFLA_ADDRESS
    0x02, 0x00, 0x00, 0x00, //
    0x00, 0x01, 0x00, 0x00, // padding
    // struct nlmsghdr
    0x14, 0x00, 0x00, 0x00, // nlmsg_len 20
    0x03, 0x00,             // nlmsg_type 3, NLMSG_DONE
    0x02, 0x00,             // nlmsg_flags, NLM_F_MULTI
    0x2a, 0x00, 0x00, 0x00, // nlmsg_seq 42
    0x39, 0x05, 0x00, 0x00, // nlmsg_pid 1337
    0x00, 0x00, 0x00, 0x00, // error 0
];

fn link() -> Message<'static> {
    Messages::new(LINK_AND_DONE).next().unwrap()
}

#[test]
fn a_datagram_is_walked_to_its_end() {
    let mut messages = Messages::new(LINK_AND_DONE);
    let link = messages.next().unwrap();
    assert_eq!(
        *link.header(),
        Header { nlmsg_len: 80, nlmsg_type: 16, nlmsg_flags: 2, nlmsg_seq: 42, nlmsg_pid: 1337 }
    );
    assert_eq!(link.bytes(), &LINK_AND_DONE[..80]);
    assert_eq!(link.payload().len(), 64);
    let done = messages.next().unwrap();
    assert_eq!(done.header().nlmsg_type, nlmsg::DONE);
    assert_eq!(done.payload(), [0; 4]);
    assert!(messages.next().is_none() && messages.rest().is_empty());
}

#[test]
fn attributes_come_in_order_with_their_payloads() {
    let attrs: Vec<_> = link().attrs(16).collect();
    let kinds: Vec<_> = attrs.iter().map(attr::Attr::kind).collect();
    assert_eq!(kinds, [3, 4, 18, 1]);
    assert_eq!(attrs[0].payload(), b"v0\0");
    assert_eq!(attrs[0].str_bytes(), b"v0");
    assert_eq!(attrs[1].u32(), Some(1500));
    assert_eq!((attrs[1].u8(), attrs[1].u16(), attrs[1].u64()), (Some(0xdc), Some(1500), None));
    assert_eq!(attrs[3].payload(), [2, 0, 0, 0, 0, 1]);
    assert!(attrs[2].is_nested() && !attrs[0].is_nested());
    assert_eq!(attrs[2].nla_type(), 0x8012);
    let inner: Vec<_> = attrs[2].nested().collect();
    assert_eq!(inner.len(), 2);
    assert_eq!(inner[0].str_bytes(), b"veth");
    assert!(inner[1].payload().is_empty() && inner[1].str_bytes().is_empty());
}

#[test]
fn building_the_same_message_gives_the_same_bytes() {
    let mut buf = [0xee; 100];
    let mut message = Builder::new(&mut buf, *link().header()).unwrap();
    message.put_extra_header(&LINK_AND_DONE[16..32]).unwrap();
    message.put(3, b"v0\0").unwrap();
    message.put(4, &1500_u32.to_ne_bytes()).unwrap();
    let info = message.nest_start(18).unwrap();
    message.put(1, b"veth\0").unwrap();
    message.put(2, &[]).unwrap();
    message.nest_end(info).unwrap();
    message.put(1, &[2, 0, 0, 0, 0, 1]).unwrap();
    assert_eq!(message.bytes(), &LINK_AND_DONE[..80]);
}

#[test]
fn a_cut_datagram_yields_only_what_is_whole() {
    for cut in 0..LINK_AND_DONE.len() {
        let whole = Messages::new(&LINK_AND_DONE[..cut]).count();
        assert_eq!(whole, usize::from(cut >= 80), "cut at {cut}");
    }
    for cut in 0..48 {
        let whole = Attrs::new(&LINK_AND_DONE[32..32 + cut]).count();
        let expected = [7, 16, 36, 46].iter().filter(|end| cut >= **end).count();
        assert_eq!(whole, expected, "cut at {cut}");
    }
}

#[test]
fn lengths_that_lie_end_the_walk() {
    let lie = |at: usize, bytes: &[u8]| {
        let mut datagram = LINK_AND_DONE.to_vec();
        datagram[at..at + bytes.len()].copy_from_slice(bytes);
        datagram
    };
    for nlmsg_len in [0, 15, 101, 0x7fff_ffff, 0x8000_0001, u32::MAX] {
        assert_eq!(Messages::new(&lie(0, &nlmsg_len.to_ne_bytes())).count(), 0, "{nlmsg_len}");
    }
    for nla_len in [0_u16, 1, 3, 49, u16::MAX] {
        let datagram = lie(32, &nla_len.to_ne_bytes());
        let message = Messages::new(&datagram).next().unwrap();
        assert_eq!(message.attrs(16).count(), 0, "{nla_len}");
        assert_eq!(message.attrs(16).rest().len(), 48);
    }
    assert_eq!(link().attrs(65).count(), 0);
    assert_eq!(link().attrs(usize::MAX).count(), link().attrs(0).count(), "wraps to 0 as in C");
}

#[test]
fn only_whole_lengths_are_ok() {
    assert!(nlmsg::ok(16, 16) && nlmsg::ok(17, 17) && nlmsg::ok(16, i32::MAX));
    assert!(!nlmsg::ok(15, 100) && !nlmsg::ok(0, 100) && !nlmsg::ok(17, 16));
    assert!(!nlmsg::ok(16, 15) && !nlmsg::ok(16, 0) && !nlmsg::ok(16, -1));
    assert!(!nlmsg::ok(16, i32::MIN) && !nlmsg::ok(u32::MAX, -1));
    assert!(!nlmsg::ok(0x8000_0001, 100) && !nlmsg::ok(0x8000_0001, i32::MAX));
    assert!(nlmsg::ok(0x7fff_ffff, i32::MAX));
    assert!(attr::ok(4, 4) && attr::ok(u16::MAX, 65_535) && !attr::ok(u16::MAX, 65_534));
    assert!(!attr::ok(3, 100) && !attr::ok(0, 100) && !attr::ok(4, 3));
    assert!(!attr::ok(4, -4) && !attr::ok(4, i32::MIN));
}

#[test]
fn what_does_not_fit_leaves_the_message_alone() {
    let mut buf = [0; 40];
    let mut message = Builder::new(&mut buf, Header::default()).unwrap();
    message.put(1, &[1; 16]).unwrap();
    let before = message.bytes().to_vec();
    assert_eq!(message.put(2, &[0]), Err(BuildError::Full));
    assert_eq!(message.put_extra_header(&[0; 8]), Err(BuildError::Full));
    assert_eq!(message.put(2, &[0; 65_532]), Err(BuildError::AttrTooLong));
    assert_eq!(message.bytes(), before);
    message.put(2, &[]).unwrap();
    assert_eq!(message.bytes().len(), 40);
    assert_eq!(Builder::new(&mut [0; 15], Header::default()).unwrap_err(), BuildError::Full);
}

#[test]
fn a_nest_beyond_16_bits_is_removed() {
    let mut buf = vec![0; 140_000];
    let mut message = Builder::new(&mut buf, Header::default()).unwrap();
    message.put(1, &[1, 2, 3]).unwrap();
    let before = message.bytes().to_vec();
    let nest = message.nest_start(2).unwrap();
    message.put(3, &[0; 65_531]).unwrap();
    assert_eq!(message.nest_end(nest), Err(BuildError::AttrTooLong));
    assert_eq!(message.bytes(), before);
    let nest = message.nest_start(2).unwrap();
    message.put(3, &[0; 65_524]).unwrap();
    message.nest_end(nest).unwrap();
    let attrs: Vec<_> = Messages::new(message.bytes()).next().unwrap().attrs(0).collect();
    assert_eq!(attrs[1].payload().len(), 65_528);
}

#[test]
fn data_types() {
    let check =
        |len: u16, data_type, exact| datatype::check_exact(len + 4, data_type, exact, |_| b'x');
    for data_type in 0..datatype::MAX {
        assert_eq!(check(8, data_type, 9), Err(Invalid::Length), "{data_type} too short");
    }
    assert_eq!(check(9, datatype::NUL_STRING, 8), Err(Invalid::Unterminated));
    assert_eq!(check(9, datatype::BINARY, 8), Err(Invalid::Length));
    assert_eq!(check(6, datatype::U8, 6), Ok(()));
    assert_eq!(check(0, datatype::MAX, 0), Err(Invalid::UnknownType));
    assert_eq!(check(0, u32::MAX, 0), Err(Invalid::UnknownType));
    let never = |_| -> u8 { panic!("there is no last byte") };
    assert_eq!(datatype::check(4, datatype::NUL_STRING, never), Err(Invalid::Length));
    for nla_len in 0..4 {
        assert_eq!(datatype::check(nla_len, datatype::BINARY, never), Ok(()));
        assert_eq!(datatype::check(nla_len, datatype::STRING, never), Err(Invalid::Length));
        assert_eq!(datatype::check(nla_len, datatype::NESTED, never), Err(Invalid::Length));
        assert_eq!(datatype::check(nla_len, datatype::U8, never), Err(Invalid::Length));
    }
    for (data_type, len) in [(1, 1), (2, 2), (3, 4), (4, 8), (7, 8)] {
        for nla_len in 4..20 {
            let right = nla_len == len + 4;
            assert_eq!(datatype::check(nla_len, data_type, never).is_ok(), right);
        }
    }
}

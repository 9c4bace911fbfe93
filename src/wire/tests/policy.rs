// SPDX-License-Identifier: LGPL-2.1-or-later
//! What libnl's policies accept, and where an attribute goes in a buffer of fixed size.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;
use wire::attr::{PAYLOAD_MAX, Slot};
use wire::build::BuildError;
use wire::policy::{self, Invalid, Rule};

fn rule(kind: u16, min: u16, max: u16) -> Rule {
    Rule { kind, min, max }
}

/// Checks bytes as an attribute's payload.
fn check(rule: Rule, payload: &[u8]) -> Result<(), Invalid> {
    rule.check(payload.len().try_into().unwrap(), |at| payload[at])
}

#[test]
fn the_least_a_type_asks_for() {
    // From the table of `netlink/attr.h` of 3.12; the types in between ask for nothing.
    let least = [
        (policy::U8, 1),
        (policy::U16, 2),
        (policy::U32, 4),
        (policy::U64, 8),
        (policy::SINT, 4),
        (policy::UINT, 4),
    ];
    for kind in (0..=policy::TYPE_MAX).filter(|&kind| kind != policy::STRING) {
        let least = least.iter().find(|(known, _)| *known == kind).map_or(0, |(_, least)| *least);
        for len in 0..12 {
            let expected = if len < least { Err(Invalid::Length) } else { Ok(()) };
            assert_eq!(check(rule(kind, 0, 0), &vec![b'x'; len]), expected, "{kind}: {len}");
        }
    }
}

#[test]
fn limits_take_the_place_of_the_least() {
    // Shorter than a u32, but the policy says so.
    assert_eq!(check(rule(policy::U32, 1, 0), b"x"), Ok(()));
    assert_eq!(check(rule(policy::U32, 5, 0), b"xxxx"), Err(Invalid::Length));
    assert_eq!(check(rule(policy::UNSPEC, 0, 3), b"xxx"), Ok(()));
    assert_eq!(check(rule(policy::UNSPEC, 0, 3), b"xxxx"), Err(Invalid::Length));
    assert_eq!(check(rule(policy::UNSPEC, 4, 2), b"xxx"), Err(Invalid::Length));
}

#[test]
fn strings_end_with_nul() {
    assert_eq!(check(rule(policy::STRING, 0, 0), b""), Err(Invalid::Length));
    assert_eq!(check(rule(policy::STRING, 0, 0), b"\0"), Ok(()));
    assert_eq!(check(rule(policy::STRING, 0, 0), b"eth0"), Err(Invalid::Unterminated));
    assert_eq!(check(rule(policy::STRING, 0, 0), b"eth0\0"), Ok(()));
    assert_eq!(check(rule(policy::STRING, 0, 0), b"et\0h0"), Err(Invalid::Unterminated));
    // The length is looked at first.
    assert_eq!(check(rule(policy::STRING, 0, 4), b"eth00"), Err(Invalid::Length));
}

#[test]
fn unknown_types_are_refused() {
    for kind in [policy::TYPE_MAX + 1, 23, 100, u16::MAX] {
        assert_eq!(check(rule(kind, 0, 0), b""), Err(Invalid::UnknownType));
        // Whatever else is wrong.
        assert_eq!(check(rule(kind, 5, 3), b"xxxx"), Err(Invalid::UnknownType));
    }
}

#[test]
fn slots_end_with_the_room() {
    let at = |slot: Result<Slot, BuildError>| slot.map(|slot| (slot.at, slot.nla_len, slot.pad));
    // A header without payload takes the last four bytes.
    assert_eq!(at(Slot::within(16, 0, 20)), Ok((16, 4, 0)));
    assert_eq!(at(Slot::within(16, 0, 19)), Err(BuildError::Full));
    // Its padding has to fit too, and so has that of what is in front.
    assert_eq!(at(Slot::within(16, 1, 24)), Ok((16, 5, 3)));
    assert_eq!(at(Slot::within(16, 1, 23)), Err(BuildError::Full));
    assert_eq!(at(Slot::within(17, 4, 28)), Ok((20, 8, 0)));
    assert_eq!(at(Slot::within(17, 4, 27)), Err(BuildError::Full));
}

#[test]
fn slots_have_lengths_of_16_bits() {
    let room = usize::MAX;
    assert_eq!(Slot::within(16, PAYLOAD_MAX, room).unwrap().nla_len, u16::MAX);
    for payload in [PAYLOAD_MAX + 1, PAYLOAD_MAX + 2, 70_000, usize::MAX] {
        assert_eq!(Slot::within(16, payload, room), Err(BuildError::AttrTooLong));
    }
}

#[test]
fn slots_do_not_wrap() {
    let room = usize::MAX;
    for len in [u32::MAX, u32::MAX - 1, u32::MAX - 2, u32::MAX - 3, u32::MAX - 4] {
        assert_eq!(Slot::within(len, 4, room), Err(BuildError::Full), "{len}");
    }
    let last = Slot::within(u32::MAX - 11, 4, room).unwrap();
    assert_eq!((last.at, last.nlmsg_len), (0xffff_fff4, 0xffff_fffc));
}

proptest! {
    #[test]
    fn a_slot_lies_behind_the_message_and_within_the_room(
        nlmsg_len: u32, payload in 0..80_000_usize, room: u32,
    ) {
        let room = room as usize;
        let Ok(slot) = Slot::within(nlmsg_len, payload, room) else {
            let end = u64::from(nlmsg_len).next_multiple_of(4)
                + (4 + payload as u64).next_multiple_of(4);
            prop_assert!(payload > PAYLOAD_MAX || end > room as u64);
            return Ok(());
        };
        prop_assert!(slot.at >= nlmsg_len as usize && slot.at < nlmsg_len as usize + 4);
        prop_assert_eq!(slot.at % 4, 0);
        prop_assert_eq!(usize::from(slot.nla_len), payload + 4);
        prop_assert_eq!(slot.nlmsg_len as usize, slot.at + payload + 4 + slot.pad);
        prop_assert!(slot.pad < 4 && slot.nlmsg_len % 4 == 0 && slot.nlmsg_len as usize <= room);
    }

    #[test]
    fn any_rule_and_payload_have_an_answer(
        kind in 0..40_u16, min in 0..20_u16, max in 0..20_u16,
        payload in proptest::collection::vec(0..3_u8, 0..24),
    ) {
        let result = check(rule(kind, min, max), &payload);
        let expected = if kind > policy::TYPE_MAX { Err(Invalid::UnknownType) } else { result };
        prop_assert_eq!(result, expected);
        if result.is_ok() {
            prop_assert!(payload.len() >= usize::from(min));
            prop_assert!(max == 0 || payload.len() <= usize::from(max));
            prop_assert!(kind != policy::STRING || payload.last().is_none_or(|&last| last == 0));
        }
    }
}

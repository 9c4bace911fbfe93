// SPDX-License-Identifier: LGPL-2.1-or-later
//! What holds for all messages: building and parsing are inverse, and any bytes can be parsed.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::collection::vec;
use proptest::prelude::*;
use wire::attr::{self, Attr, Attrs};
use wire::build::{BuildError, Builder};
use wire::datatype;
use wire::nlmsg::{Header, Messages};

/// An attribute as one would describe it: a payload, or attributes inside.
#[derive(Clone, Debug, PartialEq)]
enum Tree {
    Leaf(u16, Vec<u8>),
    Nest(u16, Vec<Tree>),
}

fn tree() -> impl Strategy<Value = Tree> {
    let kind = 0..=attr::TYPE_MASK;
    let leaf =
        (kind.clone(), vec(any::<u8>(), 0..40)).prop_map(|(kind, data)| Tree::Leaf(kind, data));
    leaf.prop_recursive(4, 32, 6, move |inner| {
        (kind.clone(), vec(inner, 0..6)).prop_map(|(kind, attrs)| Tree::Nest(kind, attrs))
    })
}

fn header() -> impl Strategy<Value = Header> {
    any::<(u16, u16, u32, u32)>().prop_map(|(nlmsg_type, nlmsg_flags, nlmsg_seq, nlmsg_pid)| {
        Header { nlmsg_len: 0, nlmsg_type, nlmsg_flags, nlmsg_seq, nlmsg_pid }
    })
}

fn put(message: &mut Builder<'_>, attr: &Tree) -> Result<(), BuildError> {
    match attr {
        Tree::Leaf(kind, data) => message.put(*kind, data),
        Tree::Nest(kind, attrs) => {
            let nest = message.nest_start(*kind)?;
            attrs.iter().try_for_each(|attr| put(message, attr))?;
            message.nest_end(nest)
        }
    }
}

fn read(attr: Attr<'_>) -> Tree {
    if attr.is_nested() {
        Tree::Nest(attr.kind(), attr.nested().map(read).collect())
    } else {
        Tree::Leaf(attr.kind(), attr.payload().to_vec())
    }
}

/// Whether `part` lies within `whole`.
fn within(whole: &[u8], part: &[u8]) -> bool {
    let (whole, part) = (whole.as_ptr_range(), part.as_ptr_range());
    part.start >= whole.start && part.end <= whole.end
}

fn walk(stream: &[u8], attrs: Attrs<'_>, depth: u32) -> Result<(), TestCaseError> {
    let mut count = 0;
    for attr in attrs {
        count += 1;
        prop_assert!(within(stream, attr.payload()) && within(stream, attr.str_bytes()));
        let _ = (attr.u8(), attr.u16(), attr.u32(), attr.u64());
        if depth < 8 {
            walk(stream, attr.nested(), depth + 1)?;
        }
    }
    prop_assert!(count <= stream.len() / attr::HDRLEN);
    Ok(())
}

proptest! {
    #[test]
    fn parsing_gives_back_what_was_built(
        header in header(),
        family in vec(any::<u8>(), 0..20),
        attrs in vec(tree(), 0..8),
    ) {
        let mut buf = vec![0xaa; 65_536];
        let mut message = Builder::new(&mut buf, header).unwrap();
        message.put_extra_header(&family).unwrap();
        for attr in &attrs {
            put(&mut message, attr).unwrap();
        }
        let bytes = message.bytes();
        prop_assert_eq!(bytes.len() % wire::ALIGNTO, 0);
        let mut messages = Messages::new(bytes);
        let found = messages.next().unwrap();
        let mut built = header;
        built.nlmsg_len = u32::try_from(bytes.len()).unwrap();
        prop_assert_eq!(*found.header(), built);
        prop_assert_eq!(&found.payload()[..family.len()], &family[..]);
        prop_assert_eq!(found.attrs(family.len()).map(read).collect::<Vec<_>>(), attrs);
        prop_assert!(messages.next().is_none());
    }

    #[test]
    fn a_full_buffer_is_an_error_and_nothing_is_written_behind_it(
        size in 16_usize..200,
        attrs in vec(tree(), 0..8),
    ) {
        let mut buf = vec![0xaa; size + 8];
        let (room, guard) = buf.split_at_mut(size);
        let mut message = Builder::new(room, Header::default()).unwrap();
        let mut whole = 0;
        for attr in &attrs {
            let before = message.bytes().to_vec();
            match attr {
                Tree::Leaf(kind, data) if message.put(*kind, data).is_err() => {
                    prop_assert_eq!(message.bytes(), before);
                }
                Tree::Leaf(..) => whole += 1,
                Tree::Nest(..) => {}
            }
        }
        prop_assert_eq!(guard, [0xaa; 8]);
        let found = Messages::new(message.bytes()).next().unwrap().attrs(0).count();
        prop_assert_eq!(found, whole);
    }

    #[test]
    fn any_bytes_can_be_parsed(bytes in vec(any::<u8>(), 0..600), offset in any::<usize>()) {
        let mut messages = Messages::new(&bytes);
        let mut count = 0;
        while let Some(message) = messages.next() {
            count += 1;
            prop_assert!(within(&bytes, message.bytes()) && within(&bytes, message.payload()));
            prop_assert!(within(&bytes, messages.rest()) || messages.rest().is_empty());
            walk(&bytes, message.attrs(offset % 64), 0)?;
            walk(&bytes, message.attrs(offset), 0)?;
        }
        prop_assert!(count <= bytes.len() / 16);
        walk(&bytes, Attrs::new(&bytes), 0)?;
    }

    /// Random bytes seldom have plausible lengths; these do.
    #[test]
    fn any_plausible_bytes_can_be_parsed(
        words in vec(prop_oneof![0_u32..80, any::<u32>()], 0..100),
        cut in 0_usize..4,
    ) {
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
        bytes.truncate(bytes.len().saturating_sub(cut));
        for message in Messages::new(&bytes) {
            prop_assert!(within(&bytes, message.bytes()));
            walk(&bytes, message.attrs(4), 0)?;
        }
        walk(&bytes, Attrs::new(&bytes), 0)?;
    }

    #[test]
    fn checking_a_type_looks_only_at_the_last_byte(
        nla_len: u16,
        data_type in 0_u32..20,
        exact in prop_oneof![0_usize..70_000, any::<usize>()],
        byte: u8,
    ) {
        let mut asked = Vec::new();
        let _ = datatype::check_exact(nla_len, data_type, exact, |at| {
            asked.push(at);
            byte
        });
        for at in asked {
            prop_assert_eq!(at + attr::HDRLEN + 1, usize::from(nla_len));
        }
    }

    #[test]
    fn headers_survive_the_round_trip(header in header(), nlmsg_len: u32) {
        let header = Header { nlmsg_len, ..header };
        prop_assert_eq!(Header::read(&header.to_bytes()), Some(header));
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! A message as the attributes put into it, nests and all.

use crate::model::{ATTR, align};

/// One attribute.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// With flags.
    pub nla_type: u16,
    /// Its payload.
    pub payload: Payload,
}

/// What an attribute holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payload {
    /// Plain bytes.
    Bytes(Vec<u8>),
    /// Attributes.
    Nest(Vec<Node>),
}

impl Node {
    /// The bytes of the payload.
    #[must_use]
    pub fn payload(&self) -> Vec<u8> {
        match &self.payload {
            Payload::Bytes(bytes) => bytes.clone(),
            Payload::Nest(nodes) => bytes(nodes),
        }
    }

    /// Bytes of the attribute in a message, padding included.
    #[must_use]
    pub fn size(&self) -> usize {
        ATTR + match &self.payload {
            Payload::Bytes(bytes) => align(bytes.len()),
            Payload::Nest(nodes) => size(nodes),
        }
    }
}

/// Bytes of a sequence of attributes.
#[must_use]
pub fn size(nodes: &[Node]) -> usize {
    nodes.iter().map(Node::size).sum()
}

/// A sequence of attributes as it stands in a message.
///
/// # Panics
/// An attribute is too long.
#[must_use]
pub fn bytes(nodes: &[Node]) -> Vec<u8> {
    let mut out = Vec::new();
    for node in nodes {
        let payload = node.payload();
        let nla_len = u16::try_from(ATTR + payload.len()).expect("fits an attribute");
        out.extend(nla_len.to_ne_bytes());
        out.extend(node.nla_type.to_ne_bytes());
        out.extend(&payload);
        out.resize(align(out.len()), 0);
    }
    out
}

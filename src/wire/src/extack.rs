// SPDX-License-Identifier: LGPL-2.1-or-later
//! Extended acknowledgements: what the kernel adds to an error, an acknowledgement or the end of a
//! dump, to say what it minded (`NETLINK_EXT_ACK`, Documentation/userspace-api/netlink/intro.rst).

use crate::attr::Attrs;
use crate::nlmsg::{self, Header, Message};
use crate::{align, read};

/// The request is not repeated in the error.
const F_CAPPED: u16 = 0x100;
/// Attributes follow.
const F_ACK_TLVS: u16 = 0x200;

/// `NLMSGERR_ATTR_MSG`
const MSG: u16 = 1;
/// `NLMSGERR_ATTR_OFFS`
const OFFS: u16 = 2;
/// `NLMSGERR_ATTR_MISS_TYPE`
const MISS_TYPE: u16 = 5;
/// `NLMSGERR_ATTR_MISS_NEST`
const MISS_NEST: u16 = 6;

/// What the kernel said. Anything may be missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExtAck<'a> {
    /// A sentence, without its NUL.
    pub text: Option<&'a [u8]>,
    /// Where in the request the attribute is that it minds, in bytes from the start of the request's
    /// header.
    pub offset: Option<u32>,
    /// The type of the attribute it misses.
    pub missing_type: Option<u32>,
    /// Where in the request the attribute is that this one should be in, in bytes as above; none if on
    /// the outermost level.
    pub missing_nest: Option<u32>,
}

/// Whether a message with these flags brings an extended acknowledgement.
#[must_use]
pub const fn is_there(nlmsg_flags: u16) -> bool {
    nlmsg_flags & F_ACK_TLVS != 0
}

impl<'a> ExtAck<'a> {
    /// Reads what an `NLMSG_ERROR` or `NLMSG_DONE` message brings; `None` if it brings nothing.
    #[must_use]
    pub fn of(message: &Message<'a>) -> Option<Self> {
        if !is_there(message.header().nlmsg_flags) {
            return None;
        }
        let payload = message.payload();
        let start = match message.header().nlmsg_type {
            nlmsg::DONE => size_of::<i32>(),
            nlmsg::ERROR => {
                let error = i32::from_ne_bytes(read(payload, 0)?);
                let request = Header::read(payload.get(size_of::<i32>()..)?)?;
                let capped = error == 0 || message.header().nlmsg_flags & F_CAPPED != 0;
                let repeated = if capped { nlmsg::HDRLEN } else { request.nlmsg_len as usize };
                size_of::<i32>().checked_add(align(repeated.max(nlmsg::HDRLEN)))?
            }
            _ => return None,
        };
        let mut found = Self::default();
        for attr in Attrs::new(payload.get(start..)?) {
            match attr.kind() {
                MSG => found.text = Some(attr.str_bytes()),
                OFFS => found.offset = attr.u32(),
                MISS_TYPE => found.missing_type = attr.u32(),
                MISS_NEST => found.missing_nest = attr.u32(),
                _ => {}
            }
        }
        (found != Self::default()).then_some(found)
    }
}

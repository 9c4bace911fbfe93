// SPDX-License-Identifier: LGPL-2.1-or-later
//! Pairs of Ethernet interfaces: the kind `veth`.
//!
//! In memory, the peer is a link as well, which belongs to the link that was made first: the link has the
//! only reference to it unless programs take more, and the peer knows the link as long as it lives.

use core::cell::Cell;
use core::ffi::CStr;
use core::ptr;

use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::message::{Builder, Table};
use nl_sys::plain;
use nl_sys::print::{Printer, Style};
use nl_sys::typed::Handle;
use os::text::Append;
use wire::attr::Attrs;

use crate::link::kind::{self, Kind};
use crate::link::object::{Link, attr, rtnl_link};
use crate::link::{build, object, parse};
use crate::uapi::ifinfomsg;

/// `VETH_INFO_PEER`
const PEER: u16 = 1;

/// What one end of a pair knows of the other.
#[derive(Default)]
pub struct Veth {
    peer: Peer,
}

#[derive(Default)]
enum Peer {
    /// Nothing: the other end is gone.
    #[default]
    None,
    /// The other end belongs to this one.
    Own(Handle<Link>),
    /// This end belongs to the other one, which resets this when it is gone.
    Owner(Cell<*mut rtnl_link>),
}

impl core::fmt::Debug for Veth {
    fn fmt(&self, _: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Ok(())
    }
}

impl Veth {
    /// A pair: what `link` keeps, with a new peer.
    fn with_peer(link: &rtnl_link, peer: Handle<Link>) -> Result<Self, Error> {
        let back = Self { peer: Peer::Owner(Cell::new(link.as_ptr().cast())) };
        kind::adopt(&peer, back)?;
        Ok(Self { peer: Peer::Own(peer) })
    }

    /// The other end.
    #[must_use]
    pub fn peer(&self) -> Option<&rtnl_link> {
        match &self.peer {
            Peer::None => None,
            Peer::Own(peer) => Some(peer),
            // SAFETY: NULL, or live, as its `Drop` resets it.
            Peer::Owner(link) => unsafe { link.get().as_ref() },
        }
    }
}

impl Drop for Veth {
    fn drop(&mut self) {
        if let Peer::Own(peer) = &self.peer {
            // SAFETY: a link.
            let _ = unsafe {
                kind::read(&raw const **peer, |back: &Self| {
                    if let Peer::Owner(link) = &back.peer {
                        link.set(ptr::null_mut());
                    }
                })
            };
        }
    }
}

impl Kind for Veth {
    const NAME: &'static CStr = c"veth";
    const STYLES: [bool; 3] = [true, true, false];

    fn new(link: &rtnl_link) -> Result<Self, Error> {
        Self::with_peer(link, object::alloc()?)
    }

    fn parse(&mut self, data: Attrs<'_>) -> Result<(), Error> {
        let (Some(bytes), Peer::Own(peer)) = (Table::<2>::new(data).bytes(PEER), &self.peer) else {
            return Ok(());
        };
        let header: ifinfomsg = plain::read(bytes).ok_or(Error::RANGE)?;
        let attrs = bytes.get(size_of::<ifinfomsg>()..).unwrap_or_default();
        let table = Table::<{ parse::ATTRS }>::new(Attrs::new(attrs));
        let bits = peer.change(0, |peer| {
            peer.family = header.ifi_family.into();
            peer.arptype = header.ifi_type.into();
            peer.index = header.ifi_index.cast_unsigned();
            peer.flags = header.ifi_flags;
            peer.change = header.ifi_change;
            parse::common(peer, &|kind| table.get(kind))
        })?;
        peer.change(bits, |_| Ok(()))
    }

    fn put(&self, data: Builder) -> Result<(), Error> {
        let Some(peer) = self.peer() else { return Ok(()) };
        let header = peer.read(|peer| ifinfomsg {
            ifi_family: peer.family.to_le_bytes()[0],
            __ifi_pad: 0,
            ifi_type: u16::try_from(peer.arptype & 0xffff).unwrap_or(0),
            ifi_index: peer.index.cast_signed(),
            ifi_flags: peer.flags,
            ifi_change: peer.change,
        });
        let header = header.ok_or(Error::BUSY)?;
        data.nest(PEER, |inner| {
            inner.append(plain::bytes(&header))?;
            build::common(peer, inner)
        })
    }

    /// A copy that has no other end yet: see [`Kind::try_clone_for`].
    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self::default())
    }

    fn try_clone_for(&self, copy: &rtnl_link) -> Result<Self, Error> {
        match &self.peer {
            Peer::None => Ok(Self::default()),
            Peer::Own(peer) => {
                // SAFETY: a link.
                let peer = unsafe { ffi::nl_object_clone(peer.as_ptr()) };
                // SAFETY: NULL, or a link whose reference is ours.
                let peer = unsafe { object::adopt(peer) }.ok_or(Error::NOMEM)?;
                Self::with_peer(copy, peer)
            }
            // The copy of one end alone: of the other one, which is perhaps being copied just now, nothing
            // is known.
            Peer::Owner(_) => Ok(Self::default()),
        }
    }

    fn dump(&self, _link: &rtnl_link, style: Style, to: &Printer<'_>) {
        if style != Style::Details {
            return;
        }
        let Some(peer) = self.peer() else { return };
        to.with(|text| text.push(b"      peer "));
        to.new_line();
        let named = peer.has(attr::IFNAME);
        peer.read(|peer| {
            to.with(|text| {
                if named {
                    peer.name.push_to(text);
                } else {
                    text.push_dec(peer.index.into());
                }
                text.push(b"\n");
            });
        });
    }
}

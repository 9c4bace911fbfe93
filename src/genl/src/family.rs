// SPDX-License-Identifier: LGPL-2.1-or-later
//! The generic netlink family: what the kernel's controller tells of one.

use core::ffi::CStr;

use libc::c_int;
use nl_sys::error::Error;
use nl_sys::layout::{nl_object_ops, trans_tbl};
use nl_sys::print::{Printer, Style};
use nl_sys::strings::push_flags;
use nl_sys::typed::{self, Differences, Object, Typed};
use os::array::Array;
use os::text::Append;

use crate::mngt;

/// Attributes of a family, as bits of the mask of those that are set.
pub mod attr {
    /// The number.
    pub const ID: u64 = 0x01;
    /// The name.
    pub const NAME: u64 = 0x02;
    /// The version of the interface.
    pub const VERSION: u64 = 0x04;
    /// The size of the family's own header.
    pub const HDRSIZE: u64 = 0x08;
    /// The highest type of attribute.
    pub const MAXATTR: u64 = 0x10;
    /// The operations.
    pub const OPS: u64 = 0x20;
}

/// Bytes of a name, its NUL included.
const GENL_NAMSIZ: usize = 16;

/// A name, where C can read it.
pub type Name = nl_sys::name::Name<GENL_NAMSIZ>;

/// An operation of a family.
#[derive(Clone, Debug)]
pub struct Op {
    /// Its number.
    pub id: u32,
    /// `GENL_ADMIN_PERM` and the like.
    pub flags: u32,
}

/// A multicast group of a family.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its number.
    pub id: u32,
    /// Its name.
    pub name: Name,
}

/// A family.
#[derive(Debug, Default)]
pub struct Family {
    /// Its number, the `nlmsg_type` of its messages.
    pub id: u16,
    /// Its name.
    pub name: Name,
    /// The version of its interface.
    pub version: u32,
    /// Bytes of its own header.
    pub hdrsize: u32,
    /// The highest type of its attributes.
    pub maxattr: u32,
    /// Its operations.
    pub ops: Array<Op>,
    /// Its multicast groups.
    pub groups: Array<Group>,
}

/// The table of the type. Without a public declaration, but exported: a program may compare with it.
#[unsafe(no_mangle)]
pub static genl_family_ops: nl_object_ops = typed::ops::<Family>();

/// A family in memory; `struct genl_family` in C.
pub type genl_family = Typed<Family>;

impl Object for Family {
    const NAME: &'static CStr = c"genl/family";
    const ID_ATTRS: u32 = 0x01;

    fn try_clone(&self) -> Result<Self, Error> {
        Ok(Self {
            id: self.id,
            name: self.name.clone(),
            version: self.version,
            hdrsize: self.hdrsize,
            maxattr: self.maxattr,
            ops: self.ops.try_clone().map_err(|_| Error::NOMEM)?,
            groups: self.groups.try_clone().map_err(|_| Error::NOMEM)?,
        })
    }

    fn compare(&self, other: &Self, differences: &mut Differences) {
        differences.attr(attr::ID, self.id != other.id);
        differences.attr(attr::VERSION, self.version != other.version);
        differences.attr(attr::HDRSIZE, self.hdrsize != other.hdrsize);
        differences.attr(attr::MAXATTR, self.maxattr != other.maxattr);
        differences.attr(attr::NAME, !self.name.same(&other.name));
    }

    fn dump(&self, mask: u64, style: Style, to: &Printer<'_>) {
        to.with(|text| {
            text.push(b"0x");
            text.push_hex(self.id.into(), 4);
            text.push(b" ");
            self.name.push_to(text);
            text.push(b" version ");
            text.push_dec(self.version.into());
            text.push(b"\n");
        });
        if style == Style::Line {
            return;
        }
        to.new_line();
        to.with(|text| {
            text.push(b"    hdrsize ");
            text.push_dec(self.hdrsize.into());
            text.push(b" maxattr ");
            text.push_dec(self.maxattr.into());
            text.push(b"\n");
        });
        if mask & attr::OPS != 0 {
            self.ops.as_slice().iter().for_each(|op| self.dump_op(op, to));
        }
        for group in self.groups.as_slice() {
            to.new_line();
            to.with(|text| {
                text.push(b"      grp ");
                group.name.push_to(text);
                text.push(b" (0x");
                text.push_hex(group.id.into(), 2);
                text.push(b")\n");
            });
        }
    }
}

/// The flags of an operation, of `linux/genetlink.h`.
static OP_FLAGS: [trans_tbl; 4] = [
    trans_tbl::new(0x01, c"admin_perm"),
    trans_tbl::new(0x02, c"has_doit"),
    trans_tbl::new(0x04, c"has_dump"),
    trans_tbl::new(0x08, c"has_policy"),
];

impl Family {
    fn dump_op(&self, op: &Op, to: &Printer<'_>) {
        to.new_line();
        to.with(|text| {
            text.push(b"      op ");
            mngt::push_op_name(text, self.id.into(), op.id);
            text.push(b" (0x");
            text.push_hex(op.id.into(), 2);
            text.push(b")");
            if op.flags != 0 {
                text.push(b" <");
                push_flags(text, op.flags, &OP_FLAGS);
                text.push(b">");
            }
            text.push(b"\n");
        });
    }

    /// Notes an operation.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn add_op(&mut self, id: u32, flags: u32) -> Result<(), Error> {
        self.ops.push(Op { id, flags }).map_err(|_| Error::NOMEM)
    }

    /// Notes a multicast group.
    ///
    /// # Errors
    /// `INVAL` for a name that is too long, `NOMEM`.
    pub fn add_group(&mut self, id: u32, name: &CStr) -> Result<(), Error> {
        if name.count_bytes() >= GENL_NAMSIZ {
            return Err(Error::INVAL);
        }
        let group = Group { id, name: Name::default() };
        group.name.set(name);
        self.groups.push(group).map_err(|_| Error::NOMEM)
    }

    /// The number of a multicast group.
    #[must_use]
    pub fn group(&self, name: &CStr) -> Option<u32> {
        self.groups.as_slice().iter().find(|group| group.name.is(name)).map(|group| group.id)
    }
}

/// C's `int` for a number of C's.
#[must_use]
pub fn int(number: u32) -> c_int {
    number.cast_signed()
}

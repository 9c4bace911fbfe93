// SPDX-License-Identifier: LGPL-2.1-or-later
//! Comparing what is known about a packet that is not in it.

use core::cell::{Cell, RefCell};
use core::ffi::CStr;
use core::mem::ManuallyDrop;

use libc::c_int;
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::layout::trans_tbl;
use nl_sys::message::{Builder, Table as Attributes};
use nl_sys::plain;
use nl_sys::print::Printer;
use nl_sys::strings;
use os::heap;
use os::text::Append;
use wire::attr::Attrs;

use crate::ematch::bytes::Bytes;
use crate::ematch::dump::operand_name;
use crate::ematch::kind::{self, Kind};
use crate::ematch::registry::Table;
use crate::uapi;

/// `TCF_META_TYPE_VAR`: bytes.
pub const VAR: u8 = 0;
/// `TCF_META_TYPE_INT`: a number.
pub const INT: u8 = 1;

/// `TCF_META_ID_VALUE`: a value that is given.
pub const ID_VALUE: u16 = 0;
/// `TCF_META_ID_MAX`
pub const ID_MAX: u16 = 47;

/// Attributes of a match, `TCA_EM_META_*`.
mod attr {
    pub(super) const HDR: u16 = 1;
    pub(super) const LVALUE: u16 = 2;
    pub(super) const RVALUE: u16 = 3;
    /// One more than the highest.
    pub(super) const COUNT: usize = 4;
}

uapi::plain! {
    /// `struct tcf_meta_val`
    tcf_meta_val = 4 { kind: u16, shift: u8, op: u8 }
}

/// A side of a comparison, as C has it.
#[derive(Debug)]
pub struct rtnl_meta_value {
    r#type: u8,
    shift: u8,
    id: u16,
    /// How many matches it is in; C frees only what is in none.
    owners: Cell<u32>,
    /// The value that is given, or the mask.
    bytes: Bytes,
}

/// A side of a comparison, which is in a match or will be.
#[derive(Debug)]
pub struct Value(*mut rtnl_meta_value);

impl Value {
    /// A number.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn int(value: u64) -> Result<Self, Error> {
        Self::new(INT, ID_VALUE, 0, plain::bytes(&value))
    }

    /// Bytes.
    ///
    /// # Errors
    /// `NOMEM`.
    pub fn var(value: &[u8]) -> Result<Self, Error> {
        Self::new(VAR, ID_VALUE, 0, value)
    }

    /// What is known as `id`, shifted to the right, then masked unless `mask` is 0.
    ///
    /// # Errors
    /// `INVAL` if there is no such, or if bytes are to be masked; `NOMEM`.
    pub fn id(r#type: u8, id: u16, shift: u8, mask: u64) -> Result<Self, Error> {
        if id > ID_MAX || mask != 0 && r#type == VAR {
            return Err(Error::INVAL);
        }
        let mask = if mask == 0 { &[] } else { plain::bytes(&mask) };
        Self::new(r#type, id, shift, mask)
    }

    fn new(r#type: u8, id: u16, shift: u8, bytes: &[u8]) -> Result<Self, Error> {
        let bytes = Bytes::copy_of(bytes)?;
        let value = rtnl_meta_value { r#type, shift, id, owners: Cell::new(1), bytes };
        heap::new(value).map(Self).map_err(|_| Error::NOMEM)
    }

    /// Hands it over to C, which frees it with [`put`] or puts it into a match.
    #[must_use]
    pub fn into_raw(self) -> *mut rtnl_meta_value {
        self.get().owners.set(0);
        ManuallyDrop::new(self).0
    }

    /// A value of C's that comes into a match, maybe one more; `None` for NULL.
    ///
    /// # Safety
    /// `value` is from [`Self::into_raw`], or NULL.
    #[must_use]
    pub unsafe fn adopt(value: *mut rtnl_meta_value) -> Option<Self> {
        // SAFETY: by contract.
        let owners = &unsafe { value.as_ref() }?.owners;
        owners.set(owners.get().checked_add(1)?);
        Some(Self(value))
    }

    fn get(&self) -> &rtnl_meta_value {
        // SAFETY: lives as long as it has owners.
        unsafe { &*self.0 }
    }

    fn try_clone(&self) -> Result<Self, Error> {
        let value = self.get();
        Self::new(value.r#type, value.id, value.shift, value.bytes.as_slice())
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        let owners = &self.get().owners;
        owners.set(owners.get().saturating_sub(1));
        // SAFETY: ours.
        unsafe { put(self.0) };
    }
}

/// Frees a value, unless it is in a match.
///
/// # Safety
/// `value` is from [`Value::into_raw`], or NULL; nobody uses it afterwards if it is in no match.
pub unsafe fn put(value: *mut rtnl_meta_value) {
    // SAFETY: by contract.
    if unsafe { value.as_ref() }.is_some_and(|value| value.owners.get() == 0) {
        // SAFETY: by contract, and in no match.
        drop(unsafe { heap::take(value) });
    }
}

/// Names of the numbers that are known.
static INTS: [trans_tbl; 45] = [
    trans_tbl::new(1, c"random"),
    trans_tbl::new(2, c"loadavg_0"),
    trans_tbl::new(3, c"loadavg_1"),
    trans_tbl::new(4, c"loadavg_2"),
    trans_tbl::new(5, c"dev"),
    trans_tbl::new(6, c"prio"),
    trans_tbl::new(7, c"proto"),
    trans_tbl::new(8, c"pkttype"),
    trans_tbl::new(9, c"pktlen"),
    trans_tbl::new(10, c"datalen"),
    trans_tbl::new(11, c"maclen"),
    trans_tbl::new(12, c"mark"),
    trans_tbl::new(13, c"tcindex"),
    trans_tbl::new(14, c"rtclassid"),
    trans_tbl::new(15, c"rtiif"),
    trans_tbl::new(16, c"sk_family"),
    trans_tbl::new(17, c"sk_state"),
    trans_tbl::new(18, c"sk_reuse"),
    trans_tbl::new(20, c"sk_refcnt"),
    // Upstream's spelling.
    trans_tbl::new(21, c"sk_sutdown"),
    trans_tbl::new(22, c"sk_proto"),
    trans_tbl::new(23, c"sk_type"),
    trans_tbl::new(24, c"sk_rcvbuf"),
    trans_tbl::new(25, c"sk_rmem_alloc"),
    trans_tbl::new(26, c"sk_wmem_alloc"),
    trans_tbl::new(28, c"sk_wmem_queued"),
    trans_tbl::new(29, c"sk_rcv_qlen"),
    trans_tbl::new(30, c"sk_snd_qlen"),
    trans_tbl::new(31, c"sk_err_qlen"),
    trans_tbl::new(32, c"sk_forward_allocs"),
    trans_tbl::new(33, c"sk_sndbuf"),
    trans_tbl::new(34, c"sk_allocs"),
    trans_tbl::new(35, c"sk_route_caps"),
    trans_tbl::new(36, c"sk_hash"),
    trans_tbl::new(37, c"sk_lingertime"),
    trans_tbl::new(38, c"sk_ack_backlog"),
    trans_tbl::new(39, c"sk_max_ack_backlog"),
    trans_tbl::new(40, c"sk_prio"),
    trans_tbl::new(41, c"sk_rcvlowat"),
    trans_tbl::new(42, c"sk_rcvtimeo"),
    trans_tbl::new(43, c"sk_sndtimeo"),
    trans_tbl::new(44, c"sk_sendmsg_off"),
    trans_tbl::new(45, c"sk_write_pending"),
    trans_tbl::new(46, c"vlan"),
    trans_tbl::new(47, c"rxhash"),
];

/// Names of the bytes that are known.
static VARS: [trans_tbl; 2] = [trans_tbl::new(5, c"devname"), trans_tbl::new(19, c"sk_bound_if")];

impl rtnl_meta_value {
    fn header(&self, op: u8) -> tcf_meta_val {
        let kind = u16::from(self.r#type & 15) << 12 | self.id & 0x7ff;
        tcf_meta_val { kind, shift: self.shift, op }
    }

    /// The number in the bytes; fewer than it needs are taken for its lower ones.
    fn number(&self) -> u64 {
        let bytes = self.bytes.as_slice();
        plain::read(bytes).unwrap_or_else(|| plain::read_padded::<u32>(bytes).into())
    }

    fn dump(&self, to: &Printer<'_>) {
        match (self.r#type, self.id) {
            (INT, ID_VALUE) => to.with(|text| text.push_dec(self.number())),
            (INT, id) => to.with(|text| {
                strings::push_name(text, id.into(), &INTS);
                self.push_shift(text);
                if matches!(self.bytes.as_slice().len(), 4 | 8) {
                    let mask = self.number();
                    text.push(if mask == 0 { b" & " } else { b" & 0x" });
                    text.push_hex(mask, 1);
                }
            }),
            (VAR, ID_VALUE) => {
                let bytes = self.bytes.as_slice();
                let len = c_int::try_from(bytes.len()).unwrap_or(c_int::MAX);
                // SAFETY: live parameters; the length bounds what is printed.
                unsafe { ffi::nl_dump(to.as_ptr(), c"%.*s".as_ptr(), len, bytes.as_ptr()) };
            }
            (VAR, id) => to.with(|text| {
                strings::push_name(text, id.into(), &VARS);
                self.push_shift(text);
            }),
            _ => {}
        }
    }

    fn push_shift(&self, text: &mut impl Append) {
        if self.shift != 0 {
            text.push(b" >> ");
            text.push_dec(self.shift.into());
        }
    }
}

/// The data of a match.
#[derive(Debug, Default)]
pub struct Meta {
    left: RefCell<Option<Value>>,
    right: RefCell<Option<Value>>,
    operand: Cell<u8>,
}

/// The functions of the kind.
pub static TABLE: Table = kind::table::<Meta>();

impl Meta {
    /// Sets the left side.
    pub fn set_left(&self, value: impl Into<Option<Value>>) {
        if let Ok(mut left) = self.left.try_borrow_mut() {
            *left = value.into();
        }
    }

    /// Sets the right side.
    pub fn set_right(&self, value: impl Into<Option<Value>>) {
        if let Ok(mut right) = self.right.try_borrow_mut() {
            *right = value.into();
        }
    }

    /// `TCF_EM_OPND_*`
    pub fn set_operand(&self, operand: u8) {
        self.operand.set(operand);
    }
}

fn dump_side(side: &RefCell<Option<Value>>, to: &Printer<'_>) {
    match side.try_borrow().as_deref() {
        Ok(Some(value)) => value.get().dump(to),
        _ => to.with(|text| text.push(b"?")),
    }
}

impl Kind for Meta {
    const NAME: &'static CStr = c"meta";
    const KIND: u16 = 4;
    const MIN: usize = 2 * size_of::<tcf_meta_val>();

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&self, data: &[u8]) -> Result<(), Error> {
        let table = Attributes::<{ attr::COUNT }>::new(Attrs::new(data));
        let header = table.bytes(attr::HDR).ok_or(Error::MISSING_ATTR)?;
        let [left, right]: [tcf_meta_val; 2] = plain::read(header).ok_or(Error::RANGE)?;
        let value = |side: tcf_meta_val, kind| {
            let bytes = table.bytes(kind).unwrap_or_default();
            if table.has(kind) && bytes.is_empty() {
                return Err(Error::RANGE);
            }
            let r#type = (side.kind >> 12).to_le_bytes()[0];
            Value::new(r#type, side.kind & 0x7ff, side.shift, bytes)
        };
        let (left_value, right_value) = (value(left, attr::LVALUE)?, value(right, attr::RVALUE)?);
        self.set_left(left_value);
        self.set_right(right_value);
        self.set_operand(left.op);
        Ok(())
    }

    fn fill(&self, message: Builder) -> Result<(), Error> {
        let left = self.left.try_borrow().map_err(|_| Error::BUSY)?;
        let right = self.right.try_borrow().map_err(|_| Error::BUSY)?;
        let (Some(left), Some(right)) = (&*left, &*right) else { return Err(Error::MISSING_ATTR) };
        let (left, right) = (left.get(), right.get());
        message.put_plain(attr::HDR, &[left.header(self.operand.get()), right.header(0)])?;
        for (kind, side) in [(attr::LVALUE, left), (attr::RVALUE, right)] {
            let bytes = side.bytes.as_slice();
            if !bytes.is_empty() {
                message.put(kind, bytes)?;
            }
        }
        Ok(())
    }

    fn dump(&self, to: &Printer<'_>) {
        to.with(|text| text.push(b"meta("));
        dump_side(&self.left, to);
        to.with(|text| {
            text.push(b" ");
            text.push_c(operand_name(self.operand.get()));
            text.push(b" ");
        });
        dump_side(&self.right, to);
        to.with(|text| text.push(b")"));
    }

    fn copy_to(&self, copy: &Self) -> Result<(), Error> {
        let side = |side: &RefCell<Option<Value>>| {
            let side = side.try_borrow().map_err(|_| Error::BUSY)?;
            side.as_ref().map(Value::try_clone).transpose()
        };
        copy.set_left(side(&self.left)?);
        copy.set_right(side(&self.right)?);
        copy.set_operand(self.operand.get());
        Ok(())
    }
}

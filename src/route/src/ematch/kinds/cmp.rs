// SPDX-License-Identifier: LGPL-2.1-or-later
//! Comparing a number in the packet.

use core::cell::Cell;
use core::ffi::CStr;

use nl_sys::error::Error;
use nl_sys::plain;
use nl_sys::print::Printer;
use os::text::Append;

use super::{byte_of, nibbles};
use crate::ematch::dump::{layer_name, operand_name};
use crate::ematch::kind::{self, Kind};
use crate::ematch::registry::Table;
use crate::uapi;

/// `TCF_EM_ALIGN_U8`
pub const ALIGN_U8: u8 = 1;
/// `TCF_EM_ALIGN_U16`
pub const ALIGN_U16: u8 = 2;
/// `TCF_EM_ALIGN_U32`
pub const ALIGN_U32: u8 = 4;
/// `TCF_EM_CMP_TRANS`: the number in the packet is in network byte order.
pub const TRANS: u8 = 1;

uapi::plain! {
    /// `struct tcf_em_cmp`: `bits` are `align` and `flags`, then `layer` and `opnd`, of four bits each.
    tcf_em_cmp = 12 { val: u32, mask: u32, off: u16, bits: [u8; 2] }
}

/// What is compared, by value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// With what.
    pub value: u32,
    /// The bits that matter; 0 stands for all.
    pub mask: u32,
    /// In bytes, from the beginning of the layer's header.
    pub offset: u16,
    /// `TCF_EM_ALIGN_*`: bytes of the number.
    pub align: u8,
    /// [`TRANS`]
    pub flags: u8,
    /// `TCF_LAYER_*`
    pub layer: u8,
    /// `TCF_EM_OPND_*`
    pub operand: u8,
}

impl Comparison {
    /// As the kernel has it.
    #[must_use]
    pub fn pack(&self) -> tcf_em_cmp {
        tcf_em_cmp {
            val: self.value,
            mask: self.mask,
            off: self.offset,
            bits: [byte_of(self.align, self.flags), byte_of(self.layer, self.operand)],
        }
    }
}

impl From<tcf_em_cmp> for Comparison {
    fn from(config: tcf_em_cmp) -> Self {
        let [first, second] = config.bits;
        let ((align, flags), (layer, operand)) = (nibbles(first), nibbles(second));
        Self {
            value: config.val,
            mask: config.mask,
            offset: config.off,
            align,
            flags,
            layer,
            operand,
        }
    }
}

/// The data of a match, which C may write to.
#[repr(transparent)]
#[derive(Debug, Default)]
pub struct Cmp(Cell<tcf_em_cmp>);

/// The functions of the kind.
pub static TABLE: Table = kind::table::<Cmp>();

impl Cmp {
    /// Sets what is compared.
    pub fn set(&self, config: &tcf_em_cmp) {
        self.0.set(*config);
    }

    /// What is compared, where C can change it.
    #[must_use]
    pub fn as_ptr(&self) -> *mut tcf_em_cmp {
        self.0.as_ptr()
    }
}

impl Kind for Cmp {
    const NAME: &'static CStr = c"cmp";
    const KIND: u16 = 1;
    const MIN: usize = size_of::<tcf_em_cmp>();
    const PLAIN: bool = true;

    fn table() -> &'static Table {
        &TABLE
    }

    fn parse(&self, data: &[u8]) -> Result<(), Error> {
        self.0.set(plain::read(data).ok_or(Error::INVAL)?);
        Ok(())
    }

    fn dump(&self, to: &Printer<'_>) {
        let what = Comparison::from(self.0.get());
        let translated = what.flags & TRANS != 0;
        to.with(|text| {
            if translated {
                text.push(if what.align == ALIGN_U32 { b"ntohl(" } else { b"ntohs(" });
            }
            text.push(match what.align {
                ALIGN_U8 => b"u8",
                ALIGN_U16 => b"u16",
                ALIGN_U32 => b"u32",
                _ => b"?",
            });
            text.push(b" at ");
            text.push_c(layer_name(what.layer));
            text.push(b"+");
            text.push_dec(what.offset.into());
            if what.mask != 0 {
                text.push(b" & 0x");
                text.push_hex(what.mask.into(), 1);
            }
            if translated {
                text.push(b")");
            }
            text.push(b" ");
            text.push_c(operand_name(what.operand));
            text.push(b" ");
            text.push_dec(what.value.into());
        });
    }

    fn copy_to(&self, copy: &Self) -> Result<(), Error> {
        copy.0.set(self.0.get());
        Ok(())
    }
}

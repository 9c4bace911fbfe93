// SPDX-License-Identifier: LGPL-2.1-or-later
//! What libnl calls an attribute policy: a type and two limits for every attribute.
//!
//! The numbers are those of `netlink/attr.h`; they come from C and stay integers, because C may pass
//! any value.

/// No rule but the limits.
pub const UNSPEC: u16 = 0;
/// One byte.
pub const U8: u16 = 1;
/// Two bytes.
pub const U16: u16 = 2;
/// Four bytes.
pub const U32: u16 = 3;
/// Eight bytes.
pub const U64: u16 = 4;
/// At least one byte, the last of which is NUL.
pub const STRING: u16 = 5;
/// A signed integer of four or eight bytes.
pub const SINT: u16 = 20;
/// An unsigned integer of four or eight bytes.
pub const UINT: u16 = 21;
/// The last type (`NLA_TYPE_MAX`).
pub const TYPE_MAX: u16 = UINT;

/// The least bytes of payload by type. Like libnl it leaves alone flags, times, nests, binary data,
/// signed integers of a fixed size, and numbers that no type has.
#[rustfmt::skip]
const LEAST: [u8; TYPE_MAX as usize + 1] = [
    0, // UNSPEC
    1, // U8
    2, // U16
    4, // U32
    8, // U64
    1, // STRING
    0, // FLAG
    0, // MSECS
    0, // NESTED
    0, // NESTED_COMPAT
    0, // NUL_STRING
    0, // BINARY
    0, // S8
    0, // S16
    0, // S32
    0, // S64
    0, 0, 0, 0,
    4, // SINT
    4, // UINT
];

/// Why an attribute is not what its rule asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// The rule is of a type above [`TYPE_MAX`].
    #[error("unknown type in an attribute policy")]
    UnknownType,
    /// Too short or too long.
    #[error("attribute length out of range for its policy")]
    Length,
    /// A [`STRING`] whose last byte is not NUL.
    #[error("string attribute is not NUL-terminated")]
    Unterminated,
}

/// What an attribute has to look like: one element of a policy.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rule {
    /// [`U32`] and the like.
    pub kind: u16,
    /// The least bytes of payload; 0 for what the type asks for.
    pub min: u16,
    /// The most bytes of payload; 0 for any.
    pub max: u16,
}

impl Rule {
    /// Checks a payload of `len` bytes. `last_byte` is asked for the byte at an offset, the last one,
    /// only if there is one.
    ///
    /// # Errors
    /// [`Invalid`] says why.
    #[inline]
    pub fn check(self, len: u16, last_byte: impl FnOnce(usize) -> u8) -> Result<(), Invalid> {
        let Some(&least) = LEAST.get(usize::from(self.kind)) else {
            return Err(Invalid::UnknownType);
        };
        let least = if self.min == 0 { u16::from(least) } else { self.min };
        if len < least || (self.max != 0 && len > self.max) {
            return Err(Invalid::Length);
        }
        if self.kind == STRING && len > 0 && last_byte(usize::from(len) - 1) != 0 {
            return Err(Invalid::Unterminated);
        }
        Ok(())
    }
}

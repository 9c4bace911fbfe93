// SPDX-License-Identifier: LGPL-2.1-or-later
//! What libmnl calls attribute data types, and the rule each sets for a payload.
//!
//! The numbers are `enum mnl_attr_data_type`; they come from C and stay integers, because C may
//! pass any value.

use crate::attr;

/// No rule.
pub const UNSPEC: u32 = 0;
/// Exactly one byte.
pub const U8: u32 = 1;
/// Exactly two bytes.
pub const U16: u32 = 2;
/// Exactly four bytes.
pub const U32: u32 = 3;
/// Exactly eight bytes.
pub const U64: u32 = 4;
/// At least one byte, terminator optional.
pub const STRING: u32 = 5;
/// No payload: presence is the value.
pub const FLAG: u32 = 6;
/// Milliseconds: exactly eight bytes.
pub const MSECS: u32 = 7;
/// Empty, or room for at least one attribute header.
pub const NESTED: u32 = 8;
/// An old struct followed by attributes: no rule.
pub const NESTED_COMPAT: u32 = 9;
/// At least one byte, the last of which is NUL.
pub const NUL_STRING: u32 = 10;
/// No rule.
pub const BINARY: u32 = 11;
/// One past the last type.
pub const MAX: u32 = 12;

/// Why a payload is not of the type asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Invalid {
    /// There is no such type.
    #[error("unknown attribute data type")]
    UnknownType,
    /// Too short or too long for the type.
    #[error("attribute length out of range for its type")]
    Length,
    /// A [`NUL_STRING`] whose last byte is not NUL.
    #[error("string attribute is not NUL-terminated")]
    Unterminated,
}

/// The payload length of the types that have a fixed one, by type; 0 for the others.
#[rustfmt::skip]
const FIXED_LEN: [u16; MAX as usize] = [
    0, // UNSPEC
    1, // U8
    2, // U16
    4, // U32
    8, // U64
    0, // STRING
    0, // FLAG
    8, // MSECS
    0, // NESTED
    0, // NESTED_COMPAT
    0, // NUL_STRING
    0, // BINARY
];

/// Checks an attribute of `nla_len` bytes against `data_type`. `last_byte` is asked for the last
/// payload byte only if there is one.
///
/// # Errors
/// [`Invalid`] says why.
#[inline]
pub fn check(
    nla_len: u16,
    data_type: u32,
    last_byte: impl FnOnce(usize) -> u8,
) -> Result<(), Invalid> {
    match FIXED_LEN.get(data_type as usize) {
        None => Err(Invalid::UnknownType),
        Some(0) => check_exact(nla_len, data_type, 0, last_byte),
        Some(fixed) if nla_len == attr::HDRLEN_U16 + fixed => Ok(()),
        Some(_) => Err(Invalid::Length),
    }
}

/// Checks an attribute of `nla_len` bytes against `data_type`, but for the size of
/// the types of fixed size, and against `exact` payload bytes unless that is 0. `last_byte` is asked
/// for the last payload byte only if there is one.
///
/// # Errors
/// [`Invalid`] says why. The order of the tests decides which reason a payload with two faults
/// gets, and is libmnl's.
#[inline]
pub fn check_exact(
    nla_len: u16,
    data_type: u32,
    exact: usize,
    last_byte: impl FnOnce(usize) -> u8,
) -> Result<(), Invalid> {
    if data_type >= MAX {
        return Err(Invalid::UnknownType);
    }
    let Some(len) = attr::payload_len(nla_len) else {
        // Not even a header: no type that says anything about its payload can hold.
        let anything_goes = matches!(data_type, UNSPEC | NESTED_COMPAT | BINARY) && exact == 0;
        return if anything_goes { Ok(()) } else { Err(Invalid::Length) };
    };
    if exact != 0 && len != exact {
        // A string that is both too long and unterminated is reported as unterminated.
        if data_type == NUL_STRING && len > exact && last_byte(len - 1) != 0 {
            return Err(Invalid::Unterminated);
        }
        return Err(Invalid::Length);
    }
    match data_type {
        FLAG if len > 0 => Err(Invalid::Length),
        STRING if len == 0 => Err(Invalid::Length),
        NESTED if len > 0 && len < attr::HDRLEN => Err(Invalid::Length),
        NUL_STRING if len == 0 => Err(Invalid::Length),
        NUL_STRING if last_byte(len - 1) != 0 => Err(Invalid::Unterminated),
        _ => Ok(()),
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Options of a kind that are plain numbers: read, written and compared by a table of what the kernel calls
//! them and how wide they are.

use nl_sys::error::Error;
use nl_sys::message::{Builder, Table};

/// An option: its attribute in `IFLA_INFO_DATA`, and its bytes there: 1, 2, 4 or 8.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The attribute.
    pub attr: u16,
    /// Its bytes.
    pub width: u8,
}

/// A row of a table.
#[must_use]
pub const fn row(attr: u16, width: u8) -> Row {
    Row { attr, width }
}

/// The options that are set, of attributes below `N`, which is 64 at most. Numbers are as in the message:
/// those in network byte order stay so.
#[derive(Clone, Debug)]
pub struct Numbers<const N: usize> {
    values: [u64; N],
    set: u64,
}

impl<const N: usize> Default for Numbers<N> {
    fn default() -> Self {
        const { assert!(N <= 64) };
        Self { values: [0; N], set: 0 }
    }
}

impl<const N: usize> Numbers<N> {
    fn bit(attr: u16) -> u64 {
        1_u64.checked_shl(attr.into()).unwrap_or(0)
    }

    /// The value of an option that is set.
    #[must_use]
    pub fn get(&self, attr: u16) -> Option<u64> {
        let value = self.values.get(usize::from(attr)).copied();
        value.filter(|_| self.set & Self::bit(attr) != 0)
    }

    /// As [`Self::get`], cut to eight bits.
    #[must_use]
    pub fn u8(&self, attr: u16) -> Option<u8> {
        let [low, ..] = self.get(attr)?.to_le_bytes();
        Some(low)
    }

    /// As [`Self::get`], cut to 16 bits.
    #[must_use]
    pub fn u16(&self, attr: u16) -> Option<u16> {
        let [a, b, ..] = self.get(attr)?.to_le_bytes();
        Some(u16::from_le_bytes([a, b]))
    }

    /// As [`Self::get`], cut to 32 bits.
    #[must_use]
    pub fn u32(&self, attr: u16) -> Option<u32> {
        let [a, b, c, d, ..] = self.get(attr)?.to_le_bytes();
        Some(u32::from_le_bytes([a, b, c, d]))
    }

    /// Sets an option.
    pub fn set(&mut self, attr: u16, value: impl Into<u64>) {
        if let Some(place) = self.values.get_mut(usize::from(attr)) {
            *place = value.into();
            self.set |= Self::bit(attr);
        }
    }

    /// Reads the options that a message has. Those that are too short count as missing.
    pub fn parse<const M: usize>(&mut self, rows: &[Row], table: &Table<'_, M>) {
        for row in rows {
            let value = match row.width {
                1 => table.u8(row.attr).map(u64::from),
                2 => table.u16(row.attr).map(u64::from),
                4 => table.u32(row.attr).map(u64::from),
                _ => table.u64(row.attr),
            };
            if let Some(value) = value {
                self.set(row.attr, value);
            }
        }
    }

    /// Appends the option of a row, if it is set.
    ///
    /// # Errors
    /// `NOMEM` if the message has no room.
    pub fn put_one(&self, row: Row, msg: Builder) -> Result<(), Error> {
        let Some(value) = self.get(row.attr) else {
            return Ok(());
        };
        let [a, b, c, d, ..] = value.to_le_bytes();
        match row.width {
            1 => msg.put_plain(row.attr, &a),
            2 => msg.put_plain(row.attr, &u16::from_le_bytes([a, b])),
            4 => msg.put_plain(row.attr, &u32::from_le_bytes([a, b, c, d])),
            _ => msg.put_plain(row.attr, &value),
        }
    }

    /// Appends the options that are set, in the order of the rows.
    ///
    /// # Errors
    /// `NOMEM` if the message has no room.
    pub fn put(&self, rows: &[Row], msg: Builder) -> Result<(), Error> {
        rows.iter().try_for_each(|row| self.put_one(*row, msg))
    }

    /// Whether an option differs: only one side has it, or the values are not the same. If `loose`, only what
    /// `other` has set counts.
    #[must_use]
    pub fn differs_in(&self, attr: u16, other: &Self, loose: bool) -> bool {
        let theirs = other.get(attr);
        !(loose && theirs.is_none()) && self.get(attr) != theirs
    }

    /// Whether any option of the rows differs.
    #[must_use]
    pub fn differ(&self, rows: &[Row], other: &Self, loose: bool) -> bool {
        rows.iter().any(|row| self.differs_in(row.attr, other, loose))
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! The library's own tables of numbers and names, packed by the compiler.
//!
//! A `trans_tbl` has a pointer to each name, which takes 16 bytes, and 24 more for the dynamic linker to set
//! it whenever a program starts. Here a row is four bytes, and there is nothing to set.

use core::ffi::CStr;

use libc::c_int;
use nl_sys::error::Error;

use crate::strings::{self, Buffer};

/// A number, and where its name starts.
#[derive(Clone, Copy)]
struct Row {
    number: u16,
    at: u16,
}

/// What [`pack`] makes.
pub struct Packed<const ROWS: usize, const BYTES: usize> {
    rows: [Row; ROWS],
    names: [u8; BYTES],
}

/// Bytes of all names, each with its NUL.
#[must_use]
#[expect(clippy::indexing_slicing, reason = "the compiler runs it")]
pub const fn bytes(rows: &[(u16, &CStr)]) -> usize {
    let mut sum = 0;
    let mut row = 0;
    while row < rows.len() {
        sum += rows[row].1.count_bytes() + 1;
        row += 1;
    }
    sum
}

/// Packs rows in which the numbers ascend:
/// `static NAMES: Packed<{ ROWS.len() }, { bytes(ROWS) }> = pack(ROWS);`
///
/// # Panics
/// The numbers do not ascend, or the sizes are not those of the rows: the compiler says so.
#[must_use]
#[expect(
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    reason = "the compiler runs it"
)]
pub const fn pack<const ROWS: usize, const BYTES: usize>(
    rows: &[(u16, &CStr)],
) -> Packed<ROWS, BYTES> {
    assert!(rows.len() == ROWS && bytes(rows) == BYTES && BYTES <= u16::MAX as usize);
    let mut packed = Packed { rows: [Row { number: 0, at: 0 }; ROWS], names: [0; BYTES] };
    let mut end = 0;
    let mut row = 0;
    while row < ROWS {
        let (number, name) = rows[row];
        assert!(row == 0 || rows[row - 1].0 <= number);
        packed.rows[row] = Row { number, at: end as u16 };
        let name = name.to_bytes_with_nul();
        let mut byte = 0;
        while byte < name.len() {
            packed.names[end] = name[byte];
            end += 1;
            byte += 1;
        }
        row += 1;
    }
    packed
}

impl<const ROWS: usize, const BYTES: usize> Packed<ROWS, BYTES> {
    /// The table, for use.
    #[must_use]
    pub const fn names(&self) -> Names<'_> {
        Names { rows: &self.rows, names: &self.names }
    }
}

/// A table.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    rows: &'a [Row],
    names: &'a [u8],
}

impl<'a> Names<'a> {
    fn name(self, row: &Row) -> &'a CStr {
        let name = self.names.get(usize::from(row.at)..).unwrap_or_default();
        CStr::from_bytes_until_nul(name).unwrap_or_default()
    }

    /// The name of a number, the first if there are several.
    #[must_use]
    #[inline(never)]
    pub fn name_of(self, number: c_int) -> Option<&'a CStr> {
        let wanted = u16::try_from(number).ok()?;
        let first = self.rows.partition_point(|row| row.number < wanted);
        let row = self.rows.get(first).filter(|row| row.number == wanted)?;
        Some(self.name(row))
    }

    /// Writes the name of a number, or `0x` and the number.
    pub fn type2str(self, number: c_int, to: &mut Buffer<'_>) {
        strings::write_name(self.name_of(number), number, to);
    }

    /// The number of a name in any case, or the number that the text itself is.
    ///
    /// # Errors
    /// `INVAL` for an empty text, `OBJ_NOTFOUND` for one that is neither.
    #[inline(never)]
    pub fn str2type(self, text: &CStr) -> Result<c_int, Error> {
        if text.is_empty() {
            return Err(Error::INVAL);
        }
        let first = text.to_bytes().first().copied().unwrap_or(0).to_ascii_lowercase();
        let named = self.rows.iter().find(|row| {
            // Most names differ in the first letter.
            let letter = self.names.get(usize::from(row.at)).copied().unwrap_or(0);
            letter.to_ascii_lowercase() == first && strings::same(self.name(row), text)
        });
        named.map_or_else(|| strings::number(text), |row| Ok(c_int::from(row.number)))
    }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of numbers: tables, and text in buffers that C brings.

use core::cell::Cell;
use core::ffi::CStr;
use core::marker::PhantomData;
use core::mem::offset_of;
use core::ptr;

use libc::{FILE, c_char, c_int, c_long, locale_t};
use nl_sys::error::Error;
use nl_sys::layout::{trans_list, trans_tbl};
use nl_sys::list::nl_list_head;
use os::errno::Errno;

use crate::errno;
pub use os::text::Append;

/// A buffer of C's that is being filled with text, which ends in NUL at any time. It has what
/// `snprintf(3)` leaves there: nothing at all if there is no room, not even for the NUL.
pub struct Buffer<'a> {
    /// Where the NUL is.
    end: *mut u8,
    /// Bytes from there on, the NUL's included.
    room: usize,
    memory: PhantomData<&'a mut [u8]>,
}

impl Buffer<'_> {
    /// An empty text in `size` bytes at `at`; no room if `at` is NULL.
    ///
    /// # Safety
    /// For as long as the value is used, nobody else writes there.
    #[inline]
    pub unsafe fn new(at: *mut c_char, size: usize) -> Self {
        let room = if at.is_null() { 0 } else { size };
        let buffer = Self { end: at.cast(), room, memory: PhantomData };
        if room > 0 {
            // SAFETY: there is room for one byte.
            unsafe { buffer.end.write(0) };
        }
        buffer
    }

    /// Bytes that still fit.
    #[must_use]
    #[inline]
    pub fn left(&self) -> usize {
        self.room.saturating_sub(1)
    }

    /// Appends bytes if all of them fit.
    #[inline]
    pub fn push_whole(&mut self, bytes: &[u8]) {
        if bytes.len() <= self.left() {
            self.push(bytes);
        }
    }

    /// Appends one byte.
    #[inline]
    pub fn push_byte(&mut self, byte: u8) {
        if self.room > 1 {
            // SAFETY: two bytes are left.
            unsafe { self.end.cast::<[u8; 2]>().write([byte, 0]) };
            self.end = self.end.wrapping_add(1);
            self.room -= 1;
        }
    }

    /// Zeroes what is behind the text.
    pub fn zero_rest(&mut self) {
        if self.room > 0 {
            // SAFETY: the room is the caller's to fill, by the contract of `new`.
            unsafe { ptr::write_bytes(self.end, 0, self.room) };
        }
    }
}

impl Append for Buffer<'_> {
    #[inline]
    fn push(&mut self, bytes: &[u8]) {
        if self.room == 0 {
            return;
        }
        let len = bytes.len().min(self.room - 1);
        // SAFETY: the room is the caller's to fill, by the contract of `new`.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), self.end, len) };
        self.end = self.end.wrapping_add(len);
        self.room -= len;
        // SAFETY: at least one byte is left.
        unsafe { self.end.write(0) };
    }
}

/// Rows in memory of C's. None if `table` is NULL.
///
/// # Safety
/// `len` rows at `table` stay as they are, each with a string for its name.
#[must_use]
pub unsafe fn table<'a>(table: *const trans_tbl, len: usize) -> &'a [trans_tbl] {
    if table.is_null() {
        return &[];
    }
    // SAFETY: by contract.
    unsafe { core::slice::from_raw_parts(table, len) }
}

/// The name of a number.
#[must_use]
pub fn name_of(number: c_int, table: &[trans_tbl]) -> Option<&CStr> {
    // As C compares: a negative number is a very large one.
    let number = i64::from(number).cast_unsigned();
    table.iter().find(|row| row.number() == number).map(trans_tbl::name)
}

/// Writes the name of a number, or `0x` and the number.
pub fn type2str(number: c_int, to: &mut Buffer<'_>, table: &[trans_tbl]) {
    write_name(name_of(number, table), number, to);
}

/// Writes a name, or, if there is none, `0x` and the number.
pub fn write_name(name: Option<&CStr>, number: c_int, to: &mut Buffer<'_>) {
    if let Some(name) = name {
        to.push_c(name);
    } else {
        to.push(b"0x");
        to.push_hex(number.cast_unsigned().into(), 1);
    }
}

/// The number of a name in any case, or the number that the text itself is.
///
/// # Errors
/// `NLE_INVAL` for an empty text, `NLE_OBJ_NOTFOUND` for one that is neither.
pub fn str2type(text: &CStr, table: &[trans_tbl]) -> Result<c_int, Error> {
    if text.is_empty() {
        return Err(Error::INVAL);
    }
    match row_named(text, table) {
        Some(row) => Ok(low_int(row.number())),
        None => number(text),
    }
}

/// The number that a text is: decimal, `0x…` or `0…`.
///
/// # Errors
/// `NLE_OBJ_NOTFOUND`.
pub fn number(text: &CStr) -> Result<c_int, Error> {
    let mut end = ptr::null_mut();
    // SAFETY: a string, and a place for where its number ends.
    let value = unsafe { libc::strtoul(text.as_ptr(), &raw mut end, 0) };
    // SAFETY: strtoul leaves a pointer into the string, or to its NUL.
    let whole = unsafe { end.read() } == 0;
    if value == u64::MAX || !whole { Err(Error::OBJ_NOTFOUND) } else { Ok(low_int(value)) }
}

/// What C's conversion to `int` leaves of a number.
#[expect(clippy::cast_possible_truncation, reason = "the point of it")]
fn low_int(value: u64) -> c_int {
    value as c_int
}

/// The row with a name that is the same as a text that is not empty, but for case.
fn row_named<'a>(text: &CStr, table: &'a [trans_tbl]) -> Option<&'a trans_tbl> {
    // Most names differ in the first letter. What case is outside of ASCII is the locale's affair.
    let first = text.to_bytes().first().copied().unwrap_or(0);
    let lower = first.to_ascii_lowercase();
    table.iter().find(|row| {
        let name = row.name_ptr();
        if name.is_null() {
            return false;
        }
        // SAFETY: a string has at least its NUL.
        let letter = unsafe { name.cast::<u8>().read() };
        if letter.to_ascii_lowercase() != lower && (letter | first).is_ascii() {
            return false;
        }
        // SAFETY: two strings.
        unsafe { libc::strcasecmp(name, text.as_ptr()) == 0 }
    })
}

/// Whether two strings are the same but for case.
#[must_use]
pub fn same(one: &CStr, other: &CStr) -> bool {
    // SAFETY: two strings.
    unsafe { libc::strcasecmp(one.as_ptr(), other.as_ptr()) == 0 }
}

/// Writes the names of flags, with commas between, and zeroes the rest of the buffer. If flags without
/// a name remain, there is a comma behind the last name.
pub fn flags2str(flags: c_int, to: &mut Buffer<'_>, table: &[trans_tbl]) {
    to.zero_rest();
    let mut left = flags;
    for row in table {
        // As C computes: bit 31 stands for the upper half too.
        let bits = i64::from(left).cast_unsigned();
        if bits & row.number() == 0 {
            continue;
        }
        left = low_int(bits & !row.number());
        to.push_c(row.name());
        if left != 0 {
            to.push_byte(b',');
        }
    }
}

/// The flags that are named, in any case, in a list with commas between; one space in front of a name is
/// skipped. Names that the table does not have count for nothing.
#[must_use]
pub fn str2flags(text: &CStr, table: &[trans_tbl]) -> c_int {
    let mut flags = 0;
    for name in text.to_bytes().split(|&byte| byte == b',') {
        let name = name.strip_prefix(b" ").unwrap_or(name);
        for row in table {
            if row.name().count_bytes() != name.len() {
                continue;
            }
            // SAFETY: both have as many bytes.
            let differ =
                unsafe { libc::strncasecmp(row.name().as_ptr(), name.as_ptr().cast(), name.len()) };
            if differ == 0 {
                flags |= row.number();
            }
        }
    }
    low_int(flags)
}

/// Adds a row with a copy of `name`.
///
/// # Errors
/// `NLE_NOMEM`.
///
/// # Safety
/// `list` is a list, and lives until it is cleared.
pub unsafe fn list_add(number: c_int, name: &CStr, list: &nl_list_head) -> Result<(), Error> {
    // SAFETY: a string.
    let copy = unsafe { libc::strdup(name.as_ptr()) };
    if copy.is_null() {
        return Err(Error::NOMEM);
    }
    let place = nl_list_head { next: Cell::new(ptr::null_mut()), prev: Cell::new(ptr::null_mut()) };
    let row = trans_list { i: number.into(), a: copy.into(), list: place };
    let Ok(row) = os::heap::new(row) else {
        // SAFETY: strdup's, and nobody else's yet.
        unsafe { libc::free(copy.cast()) };
        return Err(Error::NOMEM);
    };
    // SAFETY: fresh, and never freed while in the list.
    let row = unsafe { &*row };
    // SAFETY: by contract; the row is in no list.
    unsafe { list.push_back(&row.list) };
    Ok(())
}

/// Frees all rows.
///
/// # Safety
/// `list` is a list of rows that [`list_add`] made.
pub unsafe fn list_clear(list: &nl_list_head) {
    // SAFETY: by contract; a row is freed after the iterator has moved on.
    for row in unsafe { rows(list) } {
        let row = ptr::from_ref(row).cast_mut();
        // SAFETY: made by `heap::new`, and no longer used.
        let row = unsafe { os::heap::take(row) };
        // SAFETY: from strdup.
        unsafe { libc::free(row.a.get().cast()) };
    }
    list.init();
}

/// The rows of a list, in order.
///
/// # Safety
/// `list` is a list of [`trans_list`], and stays one meanwhile.
unsafe fn rows(list: &nl_list_head) -> impl Iterator<Item = &trans_list> {
    // SAFETY: by contract.
    let members = unsafe { list.iter() };
    members.map(|member| {
        let row = member.wrapping_byte_sub(offset_of!(trans_list, list)).cast::<trans_list>();
        // SAFETY: by contract every member is part of a row.
        unsafe { &*row }
    })
}

/// The row's name; empty if C code made one without.
fn row_name(row: &trans_list) -> &CStr {
    let name = row.a.get();
    if name.is_null() {
        return c"";
    }
    // SAFETY: a string, by the contract of the functions that take lists.
    unsafe { CStr::from_ptr(name) }
}

/// [`type2str`] for a list.
///
/// # Safety
/// `list` is a list of [`trans_list`], and stays one meanwhile.
pub unsafe fn list_type2str(number: c_int, to: &mut Buffer<'_>, list: &nl_list_head) {
    // SAFETY: by contract.
    let row = unsafe { rows(list) }.find(|row| row.i.get() == number);
    write_name(row.map(row_name), number, to);
}

/// [`str2type`] for a list.
///
/// # Errors
/// As for [`str2type`].
///
/// # Safety
/// `list` is a list of [`trans_list`], and stays one meanwhile.
pub unsafe fn list_str2type(text: &CStr, list: &nl_list_head) -> Result<c_int, Error> {
    if text.is_empty() {
        return Err(Error::INVAL);
    }
    // SAFETY: by contract.
    match unsafe { rows(list) }.find(|row| same(row_name(row), text)) {
        Some(row) => Ok(row.i.get()),
        None => number(text),
    }
}

/// Reads a file of numbers and names, such as those of `/etc/iproute2`, and hands each pair to `take`.
///
/// A line is a number, blanks, and a name that ends at a blank or `#`; lines that begin with `#` or are
/// empty are skipped.
///
/// # Errors
/// The system's if the file cannot be opened; `NLE_INVAL` for a line that is not of this form,
/// `NLE_RANGE` for a number that does not fit; whatever `take` returns below 0. Reading ends there.
pub fn read_num_str_file(
    path: &CStr,
    mut take: impl FnMut(c_long, &CStr) -> c_int,
) -> Result<(), Error> {
    let file = File::open(path)?;
    let mut line = [0_u8; 128];
    while let Some(text) = file.line(&mut line) {
        if matches!(text.to_bytes().first(), None | Some(b'#' | b'\n' | b'\r')) {
            continue;
        }
        let mut end = ptr::null_mut();
        // SAFETY: a string, and a place for where its number ends.
        let number = unsafe { libc::strtol(text.as_ptr(), &raw mut end, 0) };
        let digits = end.addr().wrapping_sub(text.as_ptr().addr());
        if digits == 0 {
            return Err(Error::INVAL);
        }
        if number == c_long::MIN || number == c_long::MAX {
            return Err(Error::RANGE);
        }
        let rest = text.to_bytes().get(digits..).unwrap_or_default();
        let blanks = rest.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
        let name = rest.get(blanks..).unwrap_or_default();
        let len = name.iter().take_while(|byte| !b"#\r\n\t ".contains(byte)).count();
        if len == 0 {
            return Err(Error::INVAL);
        }
        let start = digits + blanks;
        // The name ends where a blank was.
        let Some(name) = line.get_mut(start..) else { continue };
        if let Some(behind) = name.get_mut(len) {
            *behind = 0;
        }
        let Ok(name) = CStr::from_bytes_until_nul(name) else { continue };
        let answer = take(number, name);
        if answer < 0 {
            return Err(Error::from_c(answer));
        }
    }
    Ok(())
}

/// A stream of our own, closed when it goes.
struct File(*mut FILE);

impl File {
    fn open(path: &CStr) -> Result<Self, Error> {
        // SAFETY: two strings.
        let file = unsafe { libc::fopen(path.as_ptr(), c"re".as_ptr()) };
        if file.is_null() { Err(errno::last()) } else { Ok(Self(file)) }
    }

    /// The next line with its end, or as much of it as there is room for.
    fn line<'a>(&self, room: &'a mut [u8; 128]) -> Option<&'a CStr> {
        // SAFETY: open, and 128 bytes to write to.
        let line = unsafe { libc::fgets(room.as_mut_ptr().cast(), 128, self.0) };
        if line.is_null() { None } else { CStr::from_bytes_until_nul(room).ok() }
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // SAFETY: open, and not used again.
        unsafe { libc::fclose(self.0) };
    }
}

/// The text of a system error, in the language of the environment (not that of `setlocale(3)`). It is
/// good until the thread asks for another. `errno` is left alone.
#[must_use]
pub fn strerror(error: c_int) -> *const c_char {
    unsafe extern "C" {
        fn strerror_l(error: c_int, locale: locale_t) -> *mut c_char;
    }
    let open = |name: &CStr| {
        // SAFETY: a string, and no locale to change.
        unsafe { libc::newlocale(libc::LC_MESSAGES_MASK, name.as_ptr(), ptr::null_mut()) }
    };
    let saved = Errno::last();
    let mut locale = open(c"");
    // The environment names a locale that is not installed.
    if locale.is_null() && Errno::last().0 == libc::ENOENT {
        locale = open(c"POSIX");
    }
    let mut text = c"newlocale() failed".as_ptr();
    if !locale.is_null() {
        // SAFETY: a locale that newlocale gave.
        text = unsafe { strerror_l(error, locale) };
        // SAFETY: as above, and not used again.
        unsafe { libc::freelocale(locale) };
    }
    saved.set();
    text
}

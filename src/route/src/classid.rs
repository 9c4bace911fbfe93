// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of traffic control handles, and the file that has them: `classid`, where [`config`] looks.
//!
//! A line of the file is a handle and its name: `1:10 voice`. It is read when a name is asked for first, and
//! again when the program says so (`rtnl_tc_read_classid_file()`) and it has changed.

use core::ffi::CStr;
use core::ptr;

use libc::c_char;
use nl_sys::error::Error;
use nl_sys::name;
use os::array::Array;
use os::cstring::CText;
use os::errno::Errno;
use os::lock::RwLock;
use os::text::{Append, Text};

use crate::config::{self, File, Stamp};

/// Handles that mean something, of `linux/pkt_sched.h`.
const ROOT: u32 = 0xffff_ffff;
const UNSPEC: u32 = 0;
const INGRESS: u32 = 0xffff_fff1;

/// The upper half of a handle, that of a queueing discipline.
const MAJOR: u32 = 0xffff_0000;
/// The lower half, that of a class of it.
const MINOR: u32 = 0x0000_ffff;

/// Before the first handle that is given out for queueing disciplines.
const FIRST_BASE: u32 = 0x4000_0000;

/// The name of the file.
const FILE: &CStr = c"classid";

/// A handle that has a name.
struct Entry {
    handle: u32,
    name: CText,
}

/// The names, and what was read last.
struct Names {
    entries: Array<Entry>,
    read: bool,
    stamp: Option<Stamp>,
    base: u32,
}

// SAFETY: strings on the heap belong to no thread.
unsafe impl Send for Names {}
// SAFETY: as above; nobody writes to them.
unsafe impl Sync for Names {}

static NAMES: RwLock<Names> =
    RwLock::new(Names { entries: Array::new(), read: false, stamp: None, base: FIRST_BASE });

/// What `look` finds in the names, which are read first if nobody has done that.
fn with<R>(look: impl FnOnce(&Names) -> R) -> R {
    {
        let names = NAMES.read();
        if names.read {
            return look(&names);
        }
    }
    let mut names = NAMES.write();
    if !names.read {
        let errno = Errno::last();
        // Without the file there are no names.
        let _ = names.update();
        errno.set();
    }
    look(&names)
}

/// Appends the name of a handle: as in the file, or `1:10`.
pub fn push_handle(text: &mut impl Append, handle: u32) {
    match handle {
        ROOT => return text.push(b"root"),
        UNSPEC => return text.push(b"none"),
        INGRESS => return text.push(b"ingress"),
        _ => {}
    }
    let mut known = Text::<NAME_MAX>::new();
    if with(|names| names.name(handle).map(|name| known.push_c(name))).is_some() {
        return text.push(known.as_bytes());
    }
    if handle & MAJOR != 0 {
        text.push_hex((handle >> 16).into(), 1);
    }
    text.push(b":");
    if handle & MINOR != 0 {
        text.push_hex((handle & MINOR).into(), 1);
    }
}

/// Bytes of a name that are printed.
const NAME_MAX: usize = 255;

/// The handle of a name: `root`, `none`, `ingress`, `1:`, `:10`, `1:10`, `10010`, a name of the file's, or
/// one with the number of a class behind it: `uplink:10`.
///
/// # Errors
/// `OBJ_NOTFOUND` for a name that is unknown, `RANGE` for numbers that are too large, `INVAL` for what is
/// nothing of this.
pub fn handle(text: &CStr) -> Result<u32, Error> {
    with(|names| names.handle(text))
}

/// Reads the file unless it is as it was when read last.
///
/// # Errors
/// `OBJ_NOTFOUND` if there is none, what the file system says, `INVAL` or what [`handle`] says for lines
/// that are wrong, `NOMEM`.
pub fn update() -> Result<(), Error> {
    NAMES.write().update()
}

/// Gives `name` to a handle that has none yet: of a queueing discipline if `parent` is the root, of a class
/// of `parent`'s otherwise. Appends it to the file.
///
/// # Errors
/// `RANGE` if all classes have names, what the file system says, `NOMEM`.
pub fn generate(name: &CStr, parent: u32) -> Result<u32, Error> {
    let mut names = NAMES.write();
    if !names.read {
        // Without the file there are no names.
        let _ = names.update();
    }
    let handle = names.unused(parent)?;
    let mut line = Text::<16>::new();
    line.push_hex((handle >> 16).into(), 1);
    line.push(b":");
    if handle & MINOR != 0 {
        line.push_hex((handle & MINOR).into(), 1);
    }
    config::append(FILE, &[line.as_bytes(), b"\t\t\t", name.to_bytes(), b"\n"])?;
    let copy = CText::new(name.to_bytes()).map_err(|_| Error::NOMEM)?;
    names.entries.push(Entry { handle, name: copy }).map_err(|_| Error::NOMEM)?;
    Ok(handle)
}

impl Names {
    /// The name of a handle.
    fn name(&self, handle: u32) -> Option<&CStr> {
        self.entries.as_slice().iter().find(|entry| entry.handle == handle)?.name.get()
    }

    /// The handle of a name of the file's.
    fn named(&self, name: &[u8]) -> Result<u32, Error> {
        let is = |entry: &&Entry| entry.name.get().is_some_and(|other| other.to_bytes() == name);
        let found = self.entries.as_slice().iter().find(is);
        found.map(|entry| entry.handle).ok_or(Error::OBJ_NOTFOUND)
    }

    fn handle(&self, text: &CStr) -> Result<u32, Error> {
        let bytes = text.to_bytes();
        for (name, handle) in [(&b"root"[..], ROOT), (b"none", UNSPEC), (b"ingress", INGRESS)] {
            if bytes.eq_ignore_ascii_case(name) {
                return Ok(handle);
            }
        }
        let (number, rest) = hexadecimal(text);
        match rest.to_bytes().first() {
            None if !bytes.is_empty() => return Ok(number),
            Some(b':') => {
                let major =
                    if number & MAJOR == 0 { number << 16 } else { return Err(Error::RANGE) };
                return minor(rest).map(|minor| major | minor.unwrap_or(0));
            }
            _ => {}
        }
        let Some(colon) = bytes.iter().position(|&byte| byte == b':') else {
            return self.named(bytes);
        };
        let major = self.named(bytes.get(..colon).unwrap_or_default())?;
        let rest =
            CStr::from_bytes_with_nul(text.to_bytes_with_nul().get(colon..).unwrap_or_default());
        let minor = minor(rest.unwrap_or_default())?;
        if major & MINOR != 0 {
            return Err(Error::INVAL);
        }
        minor.map(|minor| major | minor).ok_or(Error::INVAL)
    }

    /// A handle without a name.
    fn unused(&mut self, parent: u32) -> Result<u32, Error> {
        if parent != ROOT && parent != INGRESS {
            let major = parent & MAJOR;
            let free = |minor: &u32| self.name(major | minor).is_none();
            return (1..MINOR).find(free).map(|minor| major | minor).ok_or(Error::RANGE);
        }
        for _ in FIRST_BASE >> 16..MAJOR >> 16 {
            self.base = self.base.wrapping_add(1 << 16);
            if self.base == MAJOR {
                self.base = FIRST_BASE;
            }
            if self.name(self.base).is_none() {
                return Ok(self.base);
            }
        }
        Err(Error::RANGE)
    }

    fn update(&mut self) -> Result<(), Error> {
        self.read = true;
        let Some((file, stamp)) = config::open_changed(FILE, self.stamp)? else {
            return Ok(());
        };
        self.entries = Array::new();
        let read = self.read_lines(&file);
        self.stamp = stamp.filter(|_| read.is_ok());
        read
    }

    fn read_lines(&mut self, file: &File) -> Result<(), Error> {
        let mut room = [0; 256];
        while let Some(line) = file.line(&mut room) {
            if !matches!(line.first(), Some(b'#' | b'\n' | b'\r')) {
                self.read_line(line)?;
            }
        }
        Ok(())
    }

    fn read_line(&mut self, line: &[u8]) -> Result<(), Error> {
        let blank = |byte: &u8| b" \t".contains(byte);
        let start = line.iter().position(|byte| !blank(byte)).ok_or(Error::INVAL)?;
        let mut words = line.get(start..).unwrap_or_default().splitn(2, blank);
        let mut word = [0; 256];
        for (to, from) in word.iter_mut().zip(words.next().unwrap_or_default()).take(255) {
            *to = *from;
        }
        let handle = self.handle(name::text(&word))?;
        let ends = |byte: &u8| b" \t\n\r#".contains(byte);
        let rest = words.next().unwrap_or_default();
        let name = rest.split(ends).find(|word| !word.is_empty()).ok_or(Error::INVAL)?;
        let name = CText::new(name).map_err(|_| Error::NOMEM)?;
        self.entries.push(Entry { handle, name }).map_err(|_| Error::NOMEM)
    }
}

/// The hexadecimal number that a text begins with, and what is behind it; all of the text if it begins with
/// none.
fn hexadecimal(text: &CStr) -> (u32, &CStr) {
    let mut end: *mut c_char = ptr::null_mut();
    let errno = Errno::last();
    // SAFETY: a string, and a place for its rest.
    let number = unsafe { libc::strtoul(text.as_ptr(), &raw mut end, 16) };
    errno.set();
    let bytes = text.to_bytes_with_nul();
    let used = (end.addr()).saturating_sub(text.as_ptr().addr());
    let rest = bytes.get(used..).and_then(|rest| CStr::from_bytes_with_nul(rest).ok());
    let [a, b, c, d, ..] = number.to_le_bytes();
    (u32::from_le_bytes([a, b, c, d]), rest.unwrap_or(text))
}

/// The number of a class behind a colon; `None` if there is nothing.
fn minor(text: &CStr) -> Result<Option<u32>, Error> {
    let digits = text.to_bytes_with_nul().get(1..).unwrap_or_default();
    let digits = CStr::from_bytes_with_nul(digits).unwrap_or_default();
    if digits.is_empty() {
        return Ok(None);
    }
    let (minor, rest) = hexadecimal(digits);
    if minor & MAJOR != 0 {
        return Err(Error::RANGE);
    }
    if rest.is_empty() { Ok(Some(minor)) } else { Err(Error::INVAL) }
}

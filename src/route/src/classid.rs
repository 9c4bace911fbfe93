// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of traffic control handles, and the file that has them: `classid`, in the folder that
//! `$NLSYSCONFDIR` names, or else in `/etc/libnl` or `/etc/libnl-3`.
//!
//! A line of the file is a handle and its name: `1:10 voice`. It is read when a name is asked for first, and
//! again when the program says so (`rtnl_tc_read_classid_file()`) and it has changed.

use core::ffi::CStr;
use core::mem::MaybeUninit;
use core::ptr;

use libc::{FILE, c_char};
use nl_sys::error::Error;
use nl_sys::ffi;
use nl_sys::name;
use os::array::Array;
use os::cstring::CText;
use os::errno::Errno;
use os::lock::RwLock;
use os::text::{Append, Text};

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

unsafe extern "C" {
    /// As `getenv()`, but NULL in programs with more rights than their user has.
    fn secure_getenv(name: *const c_char) -> *mut c_char;
}

/// Folders to look in.
static FOLDERS: [&CStr; 2] = [c"/etc/libnl", c"/etc/libnl-3"];

/// A handle that has a name.
struct Entry {
    handle: u32,
    name: CText,
}

/// What tells whether a file has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    size: i64,
    seconds: i64,
    nanoseconds: i64,
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
    append(&line, name)?;
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
        let mut path = [0; PATH_MAX];
        let mut failure = Error::OBJ_NOTFOUND;
        for folder in folders() {
            let stamp = stamp(build_path(folder?, &mut path));
            if stamp.is_some() && stamp == self.stamp {
                return Ok(());
            }
            // SAFETY: two strings.
            let file = unsafe { libc::fopen(path_of(&path).as_ptr(), c"re".as_ptr()) };
            if file.is_null() {
                failure = last_error();
                continue;
            }
            self.entries = Array::new();
            let read = self.read_lines(file);
            // SAFETY: just opened.
            unsafe { libc::fclose(file) };
            self.stamp = stamp.filter(|_| read.is_ok());
            return read;
        }
        Err(failure)
    }

    fn read_lines(&mut self, file: *mut FILE) -> Result<(), Error> {
        let mut line = [0; 256];
        // SAFETY: an open file, and room for 255 bytes and a NUL.
        while !unsafe { libc::fgets(line.as_mut_ptr().cast(), 256, file) }.is_null() {
            let line = name::text(&line).to_bytes();
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

/// Bytes of a path, its NUL included.
const PATH_MAX: usize = 4096;

/// The folders in which the file may be: the program's user says, or the usual ones.
fn folders() -> impl Iterator<Item = Result<&'static CStr, Error>> {
    // SAFETY: a string. As upstream, the environment is expected to stay as it is meanwhile.
    let named = unsafe { secure_getenv(c"NLSYSCONFDIR".as_ptr()) };
    // SAFETY: NULL, or a string of the environment's.
    let named = (!named.is_null()).then(|| unsafe { CStr::from_ptr(named) });
    let too_long = named.is_some_and(|named| named.count_bytes() + 16 > PATH_MAX);
    let first = if too_long { Err(Error::INVAL) } else { Ok(named.unwrap_or(c"")) };
    let usual = if named.is_some() { &[][..] } else { &FOLDERS[..] };
    let first = named.is_some().then_some(first);
    first.into_iter().chain(usual.iter().map(|folder| Ok(*folder)))
}

/// The path of the file in a folder.
fn build_path<'a>(folder: &CStr, path: &'a mut [u8; PATH_MAX]) -> &'a CStr {
    let bytes = folder.to_bytes().iter().chain(b"/classid\0");
    for (to, from) in path.iter_mut().zip(bytes) {
        *to = *from;
    }
    path_of(path)
}

fn path_of(path: &[u8; PATH_MAX]) -> &CStr {
    name::text(path)
}

/// What tells whether the file at `path` has changed; `None` if there is none.
fn stamp(path: &CStr) -> Option<Stamp> {
    let mut stat = MaybeUninit::<libc::stat>::uninit();
    // SAFETY: a string, and room for the answer.
    if unsafe { libc::stat(path.as_ptr(), stat.as_mut_ptr()) } != 0 {
        return None;
    }
    // SAFETY: filled in.
    let stat = unsafe { stat.assume_init() };
    Some(Stamp {
        inode: stat.st_ino,
        size: stat.st_size,
        seconds: stat.st_mtime,
        nanoseconds: stat.st_mtime_nsec,
    })
}

/// What the file system said last.
fn last_error() -> Error {
    // SAFETY: takes any number.
    Error::from_c(-unsafe { ffi::nl_syserr2nlerr(Errno::last().0) }.abs())
}

/// Appends a line to the file; to the first that there is, or else that can be made.
fn append(handle: &Text<16>, name: &CStr) -> Result<(), Error> {
    let mut path = [0; PATH_MAX];
    let mut failure = Error::OBJ_NOTFOUND;
    let exists = |folder: &Result<&CStr, Error>| {
        let mut path = [0; PATH_MAX];
        folder.is_ok_and(|folder| stamp(build_path(folder, &mut path)).is_some())
    };
    let existing = folders().filter(exists);
    for folder in existing.chain(folders()) {
        let path = build_path(folder?, &mut path);
        // SAFETY: two strings.
        let file = unsafe { libc::fopen(path.as_ptr(), c"ae".as_ptr()) };
        if file.is_null() {
            failure = last_error();
            continue;
        }
        for bytes in [handle.as_bytes(), b"\t\t\t", name.to_bytes(), b"\n"] {
            // SAFETY: an open file; so many bytes are there.
            unsafe { libc::fwrite(bytes.as_ptr().cast(), 1, bytes.len(), file) };
        }
        // SAFETY: just opened.
        let closed = unsafe { libc::fclose(file) };
        return if closed == 0 { Ok(()) } else { Err(last_error()) };
    }
    Err(failure)
}

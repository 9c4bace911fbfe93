// SPDX-License-Identifier: LGPL-2.1-or-later
//! Files of the system's administrator: in the folder that `$NLSYSCONFDIR` names, or else in `/etc/libnl` or
//! `/etc/libnl-3`.

use core::ffi::CStr;
use core::mem::MaybeUninit;

use libc::{FILE, c_char};
use nl_sys::error::Error;
use nl_sys::{ffi, name};
use os::array::Array;
use os::errno::Errno;

unsafe extern "C" {
    /// As `getenv()`, but NULL in programs with more rights than their user has.
    fn secure_getenv(name: *const c_char) -> *mut c_char;
}

/// Folders to look in.
static FOLDERS: [&CStr; 2] = [c"/etc/libnl", c"/etc/libnl-3"];

/// Bytes of a path, its NUL included.
const PATH_MAX: usize = 4096;

/// What tells whether a file has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    inode: u64,
    size: i64,
    seconds: i64,
    nanoseconds: i64,
}

/// A file that is open.
#[derive(Debug)]
pub struct File(*mut FILE);

impl Drop for File {
    fn drop(&mut self) {
        // SAFETY: an open file, which nobody uses afterwards.
        unsafe { libc::fclose(self.0) };
    }
}

impl File {
    fn open(path: &CStr, mode: &CStr) -> Result<Self, Error> {
        // SAFETY: two strings.
        let file = unsafe { libc::fopen(path.as_ptr(), mode.as_ptr()) };
        if file.is_null() { Err(last_error()) } else { Ok(Self(file)) }
    }

    /// The next line, with its end; the first 255 bytes if it is longer, and the next ones the next time.
    /// What is behind a NUL is left out.
    pub fn line<'a>(&self, room: &'a mut [u8; 256]) -> Option<&'a [u8]> {
        // SAFETY: an open file, and room for 255 bytes and a NUL.
        let line = unsafe { libc::fgets(room.as_mut_ptr().cast(), 256, self.0) };
        (!line.is_null()).then(|| name::text(room).to_bytes())
    }

    /// All that is in it.
    ///
    /// # Errors
    /// What the file system says; `RANGE` if there are more than `limit` bytes; `NOMEM`.
    pub fn bytes(&self, limit: usize) -> Result<Array<u8>, Error> {
        let mut all = Array::new();
        let mut room = [0; 1024];
        loop {
            // SAFETY: an open file, and so much room.
            let count = unsafe { libc::fread(room.as_mut_ptr().cast(), 1, room.len(), self.0) };
            for byte in room.iter().take(count) {
                all.push(*byte).map_err(|_| Error::NOMEM)?;
            }
            if all.as_slice().len() > limit {
                return Err(Error::RANGE);
            }
            if count < room.len() {
                break;
            }
        }
        // SAFETY: an open file.
        if unsafe { libc::ferror(self.0) } == 0 { Ok(all) } else { Err(last_error()) }
    }
}

/// Opens the file `name` unless it is as it was when it got `known`; `None` if it is.
///
/// # Errors
/// `OBJ_NOTFOUND` if there is none, what the file system says, `INVAL` if the folder's name is too long.
pub fn open_changed(
    name: &CStr,
    known: Option<Stamp>,
) -> Result<Option<(File, Option<Stamp>)>, Error> {
    let mut path = [0; PATH_MAX];
    let mut failure = Error::OBJ_NOTFOUND;
    for folder in folders() {
        let path = build_path(folder?, name, &mut path);
        let stamp = stamp(path);
        if stamp.is_some() && stamp == known {
            return Ok(None);
        }
        match File::open(path, c"re") {
            Ok(file) => return Ok(Some((file, stamp))),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

/// Appends a text to the file `name`; to the first that there is, or else that can be made.
///
/// # Errors
/// What the file system says, `INVAL` if the folder's name is too long.
pub fn append(name: &CStr, text: &[&[u8]]) -> Result<(), Error> {
    let mut path = [0; PATH_MAX];
    let mut failure = Error::OBJ_NOTFOUND;
    let exists = |folder: &Result<&CStr, Error>| {
        let mut path = [0; PATH_MAX];
        folder.is_ok_and(|folder| stamp(build_path(folder, name, &mut path)).is_some())
    };
    let existing = folders().filter(exists);
    for folder in existing.chain(folders()) {
        let file = match File::open(build_path(folder?, name, &mut path), c"ae") {
            Ok(file) => file,
            Err(error) => {
                failure = error;
                continue;
            }
        };
        for bytes in text {
            // SAFETY: an open file; so many bytes are there.
            unsafe { libc::fwrite(bytes.as_ptr().cast(), 1, bytes.len(), file.0) };
        }
        // SAFETY: an open file.
        let written = unsafe { libc::fflush(file.0) };
        return if written == 0 { Ok(()) } else { Err(last_error()) };
    }
    Err(failure)
}

/// The folders in which files may be: the program's user says, or the usual ones.
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

/// The path of the file `name` in a folder.
fn build_path<'a>(folder: &CStr, name: &CStr, path: &'a mut [u8; PATH_MAX]) -> &'a CStr {
    let bytes = folder.to_bytes().iter().chain(b"/").chain(name.to_bytes_with_nul());
    for (to, from) in path.iter_mut().zip(bytes) {
        *to = *from;
    }
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

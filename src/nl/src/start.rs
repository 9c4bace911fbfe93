// SPDX-License-Identifier: LGPL-2.1-or-later
//! What happens when the library is loaded and unloaded.

use core::ffi::CStr;
use core::sync::atomic::Ordering;

use libc::c_int;
use os::stdio::{self, Stream};

use crate::callback::{DEBUG, DEFAULT, VERBOSE};
use crate::capi::netlink::{nl_debug, nl_debug_dp};
use crate::receive::buffer::Buffer;
use crate::socket::DEFAULT_HANDLERS;
use crate::strings;

#[used]
#[unsafe(link_section = ".init_array")]
static LOAD: extern "C" fn() = load;

#[used]
#[unsafe(link_section = ".fini_array")]
static UNLOAD: extern "C" fn() = Buffer::free_idle;

extern "C" fn load() {
    // SAFETY: libc is there before any library that needs it.
    let stderr = unsafe { stdio::standard_error() };
    let params = &raw const nl_debug_dp;
    // SAFETY: no other code of the process knows the structure yet.
    unsafe { &*params }.dp_fd.set(stderr);
    if let Some(level) = variable(c"NLDBG") {
        // SAFETY: `level` is a string.
        let level = unsafe { libc::strtol(level.as_ptr(), core::ptr::null_mut(), 0) };
        let level = c_int::try_from(level).unwrap_or(c_int::MAX);
        let variable = &raw mut nl_debug;
        // SAFETY: no other code of the process knows the variable yet.
        unsafe { variable.write(level) };
    }
    if let Some(kind) = variable(c"NLCB") {
        match [c"default", c"verbose", c"debug"].iter().position(|name| strings::same(name, kind)) {
            Some(0) => DEFAULT_HANDLERS.store(DEFAULT, Ordering::Relaxed),
            Some(1) => DEFAULT_HANDLERS.store(VERBOSE, Ordering::Relaxed),
            Some(_) => DEFAULT_HANDLERS.store(DEBUG, Ordering::Relaxed),
            None => {
                // SAFETY: open unless the program was started without it, which stdio bears.
                let mut to = unsafe { Stream::new(stderr) };
                to.write(b"Unknown value for NLCB, valid values: {default | verbose | debug}\n");
            }
        }
    }
}

/// A variable of the environment.
fn variable(name: &CStr) -> Option<&'static CStr> {
    // SAFETY: while a library is loaded nobody else changes the environment.
    let value = unsafe { libc::getenv(name.as_ptr()) };
    // SAFETY: a string of the environment, used at once.
    (!value.is_null()).then(|| unsafe { CStr::from_ptr(value) })
}

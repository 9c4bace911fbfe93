// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/version.h`: the release that a program runs on, as data.
#![allow(non_upper_case_globals)] // C's names.

use libc::c_int;

/// `LIBNL_VER(nl_ver_maj, nl_ver_min)`.
#[unsafe(no_mangle)]
pub static nl_ver_num: c_int = nl_ver_maj << 8 | nl_ver_min;

/// The major number.
#[unsafe(no_mangle)]
pub static nl_ver_maj: c_int = 3;

/// The minor number.
#[unsafe(no_mangle)]
pub static nl_ver_min: c_int = 12;

/// The patch level.
#[unsafe(no_mangle)]
pub static nl_ver_mic: c_int = 0;

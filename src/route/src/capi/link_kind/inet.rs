// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/inet.h`.

use libc::{c_char, c_int, c_uint};
use nl_sys::error::{Error, IntoC};
use nl_sys::strings::{to_number, to_text};

use crate::link::inet::{Inet, NAMES, SETTINGS};
use crate::link::kept;
use crate::link::object::rtnl_link;

/// Writes the name of a setting, or the number if it has none.
///
/// C: `rtnl_link_inet_devconf2str(IPV4_DEVCONF_FORWARDING, buf, sizeof(buf));`
///
/// Returns `buf`.
///
/// # Safety
/// `buf` has `len` bytes, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet_devconf2str(
    r#type: c_int,
    buf: *mut c_char,
    len: usize,
) -> *const c_char {
    // SAFETY: by contract.
    unsafe { to_text(r#type, buf, len, &NAMES) }
}

/// The number of a name of a setting, or the number that the text is.
///
/// C: `st = rtnl_link_inet_str2devconf("forwarding");`
///
/// Returns a negative number for anything else, and for NULL.
///
/// # Safety
/// `name` is a string or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet_str2devconf(name: *const c_char) -> c_int {
    // SAFETY: by contract.
    unsafe { to_number(name, &NAMES) }
}

/// A setting of IPv4.
///
/// C: `err = rtnl_link_inet_get_conf(link, IPV4_DEVCONF_FORWARDING, &value);`
///
/// Returns 0; `-NLE_RANGE` if there is no such setting, `-NLE_NOATTR` if there are none of the link, `-NLE_INVAL` if this
/// one is not there, and for NULL.
///
/// # Safety
/// `link` is a link or NULL; `res` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet_get_conf(
    link: *mut rtnl_link,
    cfgid: c_uint,
    res: *mut u32,
) -> c_int {
    if cfgid == 0 || usize::try_from(cfgid).is_ok_and(|id| id > SETTINGS) {
        return Err::<(), _>(Error::RANGE).into_c();
    }
    // SAFETY: by contract.
    let found = unsafe { kept::read(link, |inet: &Inet| inet.get(cfgid)) };
    // SAFETY: by contract.
    found.flatten().and_then(|value| unsafe { super::give(value, res) }).into_c()
}

/// Changes a setting of IPv4.
///
/// C: `err = rtnl_link_inet_set_conf(link, IPV4_DEVCONF_FORWARDING, 1);`
///
/// Returns 0, `-NLE_RANGE` if there is no such setting, `-NLE_NOMEM`, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_inet_set_conf(
    link: *mut rtnl_link,
    cfgid: c_uint,
    value: u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { kept::change(link, |inet: &mut Inet| inet.set(cfgid, value)) }.into_c()
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! `netlink/route/link/macsec.h`.

use libc::c_int;
use nl_sys::error::{Error, IntoC};

use crate::link::kind::{self, Kind};
use crate::link::kinds::macsec::{ICV_LEN, Macsec, macsec_validation_type, option};
use crate::link::object::rtnl_link;

/// Sets an option that must not be above `most`.
///
/// # Safety
/// `link` is a link or NULL.
unsafe fn set(link: *mut rtnl_link, option: u16, value: impl Into<u64>, most: u64) -> c_int {
    let value = value.into();
    let checked = if value > most { Err(Error::INVAL) } else { Ok(value) };
    // SAFETY: by contract.
    unsafe {
        kind::change(link, |macsec: &mut Macsec| {
            macsec.0.set(option, checked?);
            Ok(())
        })
    }
    .into_c()
}

/// Writes an option that is set to `to`, if that is somewhere.
///
/// # Safety
/// `link` is a link or NULL; `to` can be written to, or is NULL.
unsafe fn get<T>(
    link: *mut rtnl_link,
    to: *mut T,
    read: impl FnOnce(&Macsec) -> Option<T>,
) -> c_int {
    // SAFETY: by contract.
    let found = unsafe { kind::read(link, read) }.and_then(|found| found.ok_or(Error::NOATTR));
    found
        .map(|found| {
            if !to.is_null() {
                // SAFETY: by contract.
                unsafe { to.write(found) };
            }
        })
        .into_c()
}

/// Makes a link object of kind `macsec`.
///
/// C: `struct rtnl_link *link = rtnl_link_macsec_alloc();`
///
/// Returns it with a reference for `rtnl_link_put()`, or NULL without memory.
#[unsafe(no_mangle)]
pub extern "C" fn rtnl_link_macsec_alloc() -> *mut rtnl_link {
    kind::alloc(Macsec::NAME)
}

/// Sets the secure channel identifier, in network byte order.
///
/// C: `rtnl_link_macsec_set_sci(link, htobe64(sci));`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_sci(link: *mut rtnl_link, sci: u64) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::SCI, sci, u64::MAX) }
}

/// The secure channel identifier, in network byte order.
///
/// C: `rtnl_link_macsec_get_sci(link, &sci);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `sci` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `sci` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_sci(link: *mut rtnl_link, sci: *mut u64) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, sci, |macsec| macsec.0.get(option::SCI)) }
}

/// Sets the port of the secure channel identifier, in the byte order of the host.
///
/// C: `rtnl_link_macsec_set_port(link, 1);`
///
/// The kernel makes the identifier of it and the address, if the whole is not set.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_port(link: *mut rtnl_link, port: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::PORT, port, u64::MAX) }
}

/// The port of the secure channel identifier, in the byte order of the host.
///
/// C: `rtnl_link_macsec_get_port(link, &port);`
///
/// The kernel makes the identifier of it and the address, if the whole is not set.
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `port` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `port` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_port(link: *mut rtnl_link, port: *mut u16) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, port, |macsec| macsec.0.u16(option::PORT)) }
}

/// Sets the cipher: `MACSEC_CIPHER_ID_*` of `linux/if_macsec.h`.
///
/// C: `rtnl_link_macsec_set_cipher_suite(link, MACSEC_CIPHER_ID_GCM_AES_256);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_cipher_suite(
    link: *mut rtnl_link,
    cipher_suite: u64,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::CIPHER_SUITE, cipher_suite, u64::MAX) }
}

/// The cipher: `MACSEC_CIPHER_ID_*` of `linux/if_macsec.h`.
///
/// C: `rtnl_link_macsec_get_cipher_suite(link, &cipher_suite);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `cipher_suite` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `cipher_suite` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_cipher_suite(
    link: *mut rtnl_link,
    cipher_suite: *mut u64,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, cipher_suite, |macsec| macsec.0.get(option::CIPHER_SUITE)) }
}

/// Sets the bytes of an integrity check value.
///
/// C: `rtnl_link_macsec_set_icv_len(link, 16);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above 16 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_icv_len(link: *mut rtnl_link, icv_len: u16) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::ICV_LEN, icv_len, ICV_LEN.into()) }
}

/// The bytes of an integrity check value.
///
/// C: `rtnl_link_macsec_get_icv_len(link, &icv_len);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `icv_len` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `icv_len` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_icv_len(
    link: *mut rtnl_link,
    icv_len: *mut u16,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, icv_len, |macsec| macsec.0.u16(option::ICV_LEN)) }
}

/// Sets whether packets are protected: 1 or 0.
///
/// C: `rtnl_link_macsec_set_protect(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above 1 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_protect(link: *mut rtnl_link, protect: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::PROTECT, protect, 1) }
}

/// Whether packets are protected: 1 or 0.
///
/// C: `rtnl_link_macsec_get_protect(link, &protect);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `protect` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `protect` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_protect(
    link: *mut rtnl_link,
    protect: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, protect, |macsec| macsec.0.u8(option::PROTECT)) }
}

/// Sets whether packets are encrypted: 1 or 0.
///
/// C: `rtnl_link_macsec_set_encrypt(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above 1 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_encrypt(link: *mut rtnl_link, encrypt: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::ENCRYPT, encrypt, 1) }
}

/// Whether packets are encrypted: 1 or 0.
///
/// C: `rtnl_link_macsec_get_encrypt(link, &encrypt);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `encrypt` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `encrypt` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_encrypt(
    link: *mut rtnl_link,
    encrypt: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, encrypt, |macsec| macsec.0.u8(option::ENCRYPT)) }
}

/// Sets where the work is done: `MACSEC_OFFLOAD_*` of `linux/if_link.h`.
///
/// C: `rtnl_link_macsec_set_offload(link, MACSEC_OFFLOAD_OFF);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_offload(link: *mut rtnl_link, offload: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::OFFLOAD, offload, u64::MAX) }
}

/// Where the work is done: `MACSEC_OFFLOAD_*` of `linux/if_link.h`.
///
/// C: `rtnl_link_macsec_get_offload(link, &offload);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `offload` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `offload` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_offload(
    link: *mut rtnl_link,
    offload: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, offload, |macsec| macsec.0.u8(option::OFFLOAD)) }
}

/// Sets the secure association that packets are sent in, up to 3.
///
/// C: `rtnl_link_macsec_set_encoding_sa(link, 0);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above 3 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_encoding_sa(
    link: *mut rtnl_link,
    encoding_sa: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::ENCODING_SA, encoding_sa, 3) }
}

/// The secure association that packets are sent in, up to 3.
///
/// C: `rtnl_link_macsec_get_encoding_sa(link, &encoding_sa);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `encoding_sa` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `encoding_sa` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_encoding_sa(
    link: *mut rtnl_link,
    encoding_sa: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, encoding_sa, |macsec| macsec.0.u8(option::ENCODING_SA)) }
}

/// Sets how strictly received packets are checked: `MACSEC_VALIDATE_*` of `linux/if_link.h`.
///
/// C: `rtnl_link_macsec_set_validation_type(link, MACSEC_VALIDATE_STRICT);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above `MACSEC_VALIDATE_STRICT` and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_validation_type(
    link: *mut rtnl_link,
    validate: macsec_validation_type,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::VALIDATION, validate, 2) }
}

/// How strictly received packets are checked: `MACSEC_VALIDATE_*` of `linux/if_link.h`.
///
/// C: `rtnl_link_macsec_get_validation_type(link, &validate);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `validate` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `validate` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_validation_type(
    link: *mut rtnl_link,
    validate: *mut macsec_validation_type,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, validate, |macsec| macsec.0.u32(option::VALIDATION)) }
}

/// Sets whether packets that were seen before are refused: 1 or 0.
///
/// C: `rtnl_link_macsec_set_replay_protect(link, 1);`
///
/// If it is 1, a window has to be set, too.
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above 1 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_replay_protect(
    link: *mut rtnl_link,
    replay_protect: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::REPLAY_PROTECT, replay_protect, 1) }
}

/// Whether packets that were seen before are refused: 1 or 0.
///
/// C: `rtnl_link_macsec_get_replay_protect(link, &replay_protect);`
///
/// If it is 1, a window has to be set, too.
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `replay_protect` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `replay_protect` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_replay_protect(
    link: *mut rtnl_link,
    replay_protect: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, replay_protect, |macsec| macsec.0.u8(option::REPLAY_PROTECT)) }
}

/// Sets by how many packets one may come late.
///
/// C: `rtnl_link_macsec_set_window(link, 32);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_window(link: *mut rtnl_link, window: u32) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::WINDOW, window, u64::MAX) }
}

/// By how many packets one may come late.
///
/// C: `rtnl_link_macsec_get_window(link, &window);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `window` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `window` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_window(
    link: *mut rtnl_link,
    window: *mut u32,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, window, |macsec| macsec.0.u32(option::WINDOW)) }
}

/// Sets whether packets carry the secure channel identifier: 1 or 0.
///
/// C: `rtnl_link_macsec_set_send_sci(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above 1 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_send_sci(
    link: *mut rtnl_link,
    send_sci: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::INC_SCI, send_sci, 1) }
}

/// Whether packets carry the secure channel identifier: 1 or 0.
///
/// C: `rtnl_link_macsec_get_send_sci(link, &send_sci);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `send_sci` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `send_sci` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_send_sci(
    link: *mut rtnl_link,
    send_sci: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, send_sci, |macsec| macsec.0.u8(option::INC_SCI)) }
}

/// Sets whether packets carry the mark of an end station: 1 or 0.
///
/// C: `rtnl_link_macsec_set_end_station(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above 1 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_end_station(
    link: *mut rtnl_link,
    end_station: u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::ES, end_station, 1) }
}

/// Whether packets carry the mark of an end station: 1 or 0.
///
/// C: `rtnl_link_macsec_get_end_station(link, &end_station);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `end_station` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `end_station` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_end_station(
    link: *mut rtnl_link,
    end_station: *mut u8,
) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, end_station, |macsec| macsec.0.u8(option::ES)) }
}

/// Sets whether packets carry the mark of single copy broadcast: 1 or 0.
///
/// C: `rtnl_link_macsec_set_scb(link, 1);`
///
/// Returns 0, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for values above 1 and for NULL.
///
/// # Safety
/// `link` is a link or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_set_scb(link: *mut rtnl_link, scb: u8) -> c_int {
    // SAFETY: by contract.
    unsafe { set(link, option::SCB, scb, 1) }
}

/// Whether packets carry the mark of single copy broadcast: 1 or 0.
///
/// C: `rtnl_link_macsec_get_scb(link, &scb);`
///
/// Returns 0, `-NLE_NOATTR` if it is not set, `-NLE_OPNOTSUPP` if the link is no MACsec link, or `-NLE_INVAL` for NULL.
/// `scb` may be NULL, to ask whether it is set.
///
/// # Safety
/// `link` is a link or NULL; `scb` can be written to, or is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rtnl_link_macsec_get_scb(link: *mut rtnl_link, scb: *mut u8) -> c_int {
    // SAFETY: by contract.
    unsafe { get(link, scb, |macsec| macsec.0.u8(option::SCB)) }
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Messages: header, payload, walking over a datagram, printing.

use core::{ptr, slice};

use libc::{FILE, c_int, c_uint, c_void, nlmsghdr};
use os::raw::RawMsg;
use os::stdio::{self, Stream};
use wire::nlmsg;

use super::int;
use crate::callback::accepts;
use crate::print;

/// The size of a message with `len` bytes of payload, without final padding.
///
/// C: `size_t total = mnl_nlmsg_size(sizeof(struct rtmsg));`
#[unsafe(no_mangle)]
pub extern "C" fn mnl_nlmsg_size(len: usize) -> usize {
    len.wrapping_add(nlmsg::HDRLEN)
}

/// The payload of a message in bytes.
///
/// C: `size_t len = mnl_nlmsg_get_payload_len(nlh);`
///
/// Meaningless for a message that `mnl_nlmsg_ok()` refuses.
///
/// # Safety
/// `nlh` points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_get_payload_len(nlh: *const nlmsghdr) -> usize {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    (nlh.nlmsg_len() as usize).wrapping_sub(nlmsg::HDRLEN)
}

/// Starts a message: writes a header that is zero but for `nlmsg_len`, which is 16.
///
/// C: `struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);`
///
/// Returns `buf`. The caller sets type, flags, sequence number and port.
///
/// # Safety
/// 16 bytes at `buf` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_put_header(buf: *mut c_void) -> *mut nlmsghdr {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(buf.cast()) };
    // SAFETY: by contract.
    unsafe { nlh.init() };
    nlh.as_ptr()
}

/// Appends the protocol's own header: `size` zero bytes, rounded up to four.
///
/// C: `struct rtmsg *rtm = mnl_nlmsg_put_extra_header(nlh, sizeof(*rtm));`
///
/// It starts exactly at `nlmsg_len`, also if that is unaligned. Returns its address; NULL for NULL.
///
/// # Safety
/// `nlh` is a message whose buffer has room for it, or NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_put_extra_header(
    nlh: *mut nlmsghdr,
    size: usize,
) -> *mut c_void {
    if nlh.is_null() {
        return ptr::null_mut();
    }
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    // SAFETY: by contract.
    unsafe { nlh.append_zeroed(size) }.cast()
}

/// Whether there is a whole message in the `len` bytes at `nlh`.
///
/// C: `for (; mnl_nlmsg_ok(nlh, len); nlh = mnl_nlmsg_next(nlh, &len))`
///
/// A message that claims more than `INT_MAX` bytes is none.
///
/// # Safety
/// `len` bytes at `nlh` are readable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_ok(nlh: *const nlmsghdr, len: c_int) -> bool {
    if len < nlmsg::HDRLEN_INT {
        return false;
    }
    // SAFETY: at least a header is readable.
    nlmsg::ok(unsafe { RawMsg::new(nlh) }.nlmsg_len(), len)
}

/// The message behind `nlh`, and the bytes that are left for it.
///
/// C: `nlh = mnl_nlmsg_next(nlh, &len);`
///
/// Reduces `len` by the message's size, rounded up to four: to -1..-3 behind a last message without
/// padding. Check the result with `mnl_nlmsg_ok()` before use.
///
/// # Safety
/// `nlh` is a message that `mnl_nlmsg_ok()` accepted; `len` is writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_next(nlh: *const nlmsghdr, len: *mut c_int) -> *mut nlmsghdr {
    // SAFETY: by contract.
    let nlh = unsafe { RawMsg::new(nlh) };
    let stride = wire::align_u32(nlh.nlmsg_len()).cast_signed();
    // SAFETY: by contract.
    let left = unsafe { len.read() };
    // SAFETY: by contract.
    unsafe { len.write(left.wrapping_sub(stride)) };
    nlh.tail().cast()
}

/// Whether the message has the sequence number `seq`; 0 on either side matches all.
///
/// C: `if (!mnl_nlmsg_seq_ok(nlh, seq)) return MNL_CB_ERROR;`
///
/// # Safety
/// `nlh` points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_seq_ok(nlh: *const nlmsghdr, seq: c_uint) -> bool {
    // SAFETY: by contract.
    accepts(unsafe { RawMsg::new(nlh) }.nlmsg_seq(), seq)
}

/// Whether the message is meant for the port `portid`; 0 on either side matches all.
///
/// C: `if (!mnl_nlmsg_portid_ok(nlh, mnl_socket_get_portid(nl))) return MNL_CB_ERROR;`
///
/// # Safety
/// `nlh` points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_portid_ok(nlh: *const nlmsghdr, portid: c_uint) -> bool {
    // SAFETY: by contract.
    accepts(unsafe { RawMsg::new(nlh) }.nlmsg_pid(), portid)
}

/// The payload of a message.
///
/// C: `struct ifinfomsg *ifm = mnl_nlmsg_get_payload(nlh);`
///
/// # Safety
/// `nlh` points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_get_payload(nlh: *const nlmsghdr) -> *mut c_void {
    // SAFETY: the header is not looked at.
    unsafe { RawMsg::new(nlh) }.payload(0).cast()
}

/// The payload of a message behind `offset` bytes, rounded up to four.
///
/// C: `struct nlattr *attr = mnl_nlmsg_get_payload_offset(nlh, sizeof(struct ifinfomsg));`
///
/// # Safety
/// `nlh` points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_get_payload_offset(
    nlh: *const nlmsghdr,
    offset: usize,
) -> *mut c_void {
    // SAFETY: the header is not looked at.
    unsafe { RawMsg::new(nlh) }.payload(offset).cast()
}

/// The end of a message, final padding included: where the next attribute goes.
///
/// C: `size_t left = (char *)end - (char *)mnl_nlmsg_get_payload_tail(nlh);`
///
/// # Safety
/// `nlh` points to a message header.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_get_payload_tail(nlh: *const nlmsghdr) -> *mut c_void {
    // SAFETY: by contract.
    unsafe { RawMsg::new(nlh) }.tail().cast()
}

/// Prints the messages in `datalen` bytes at `data` as a table of 32-bit words, in colours.
///
/// C: `mnl_nlmsg_fprintf(stderr, nlh, nlh->nlmsg_len, sizeof(struct ifinfomsg));`
///
/// `extra_header_size` is the size of the protocol's own header. Stops at the first message that is
/// not whole; words beyond `datalen` are shown as zero. Does nothing if `fd` or `data` is NULL.
/// Write errors stay in the stream, for `ferror(3)`.
///
/// # Safety
/// `fd` is open, `datalen` bytes at `data` are readable and not written meanwhile.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mnl_nlmsg_fprintf(
    fd: *mut FILE,
    data: *const c_void,
    datalen: usize,
    extra_header_size: usize,
) {
    // As in libmnl the length is an int; one that is negative then leaves nothing to print.
    let len = usize::try_from(int(datalen)).unwrap_or(0);
    if fd.is_null() || data.is_null() {
        return;
    }
    // SAFETY: readable and unchanged by contract; at most c_int::MAX bytes.
    let bytes = unsafe { slice::from_raw_parts(data.cast::<u8>(), len) };
    // SAFETY: open by contract.
    let mut out = unsafe { Stream::new(fd) };
    print::messages(bytes, extra_header_size, stdio::is_print, |line| out.write(line));
}

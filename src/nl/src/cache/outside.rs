// SPDX-License-Identifier: LGPL-2.1-or-later
//! What is still being written elsewhere, by its C name.

use libc::{c_int, c_uchar};
use nl_sys::layout::{nl_cb, nl_sock};

unsafe extern "C" {
    pub(crate) fn nl_recvmsgs_report(sk: *mut nl_sock, cb: *mut nl_cb) -> c_int;
    pub(crate) fn nl_socket_alloc() -> *mut nl_sock;
    pub(crate) fn nl_socket_free(sk: *mut nl_sock);
    pub(crate) fn nl_connect(sk: *mut nl_sock, protocol: c_int) -> c_int;
    pub(crate) fn nl_close(sk: *mut nl_sock);
    pub(crate) fn nl_socket_disable_seq_check(sk: *mut nl_sock);
    pub(crate) fn nl_socket_set_nonblocking(sk: *const nl_sock) -> c_int;
    pub(crate) fn nl_socket_add_membership(sk: *mut nl_sock, group: c_int) -> c_int;
    pub(crate) fn nl_socket_drop_membership(sk: *mut nl_sock, group: c_int) -> c_int;
    pub(crate) fn nl_syserr2nlerr(errno: c_int) -> c_int;
    pub(crate) fn nl_nlfamily2str(
        family: c_int,
        buf: *mut libc::c_char,
        len: usize,
    ) -> *mut libc::c_char;
    pub(crate) fn nl_dump_line(
        params: *mut nl_sys::layout::nl_dump_params,
        format: *const libc::c_char,
        ...
    );
}

#[allow(dead_code)]
type _Unused = c_uchar;

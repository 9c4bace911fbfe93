// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of the netlink protocols.

use libc::c_int;
use nl_sys::layout::trans_tbl;

/// The protocols of `linux/netlink.h`, as libnl names them.
pub static NETLINK_FAMILIES: [trans_tbl; 20] = [
    row(libc::NETLINK_ROUTE, c"route"),
    row(libc::NETLINK_USERSOCK, c"usersock"),
    row(libc::NETLINK_FIREWALL, c"firewall"),
    row(libc::NETLINK_INET_DIAG, c"inetdiag"),
    row(libc::NETLINK_NFLOG, c"nflog"),
    row(libc::NETLINK_XFRM, c"xfrm"),
    row(libc::NETLINK_SELINUX, c"selinux"),
    row(libc::NETLINK_ISCSI, c"iscsi"),
    row(libc::NETLINK_AUDIT, c"audit"),
    row(libc::NETLINK_FIB_LOOKUP, c"fib_lookup"),
    row(libc::NETLINK_CONNECTOR, c"connector"),
    row(libc::NETLINK_NETFILTER, c"netfilter"),
    row(libc::NETLINK_IP6_FW, c"ip6_fw"),
    row(libc::NETLINK_DNRTMSG, c"dnrtmsg"),
    row(libc::NETLINK_KOBJECT_UEVENT, c"kobject_uevent"),
    row(libc::NETLINK_GENERIC, c"generic"),
    row(libc::NETLINK_SCSITRANSPORT, c"scsitransport"),
    row(libc::NETLINK_ECRYPTFS, c"ecryptfs"),
    row(libc::NETLINK_RDMA, c"rdma"),
    row(libc::NETLINK_CRYPTO, c"crypto"),
];

const fn row(number: c_int, name: &'static core::ffi::CStr) -> trans_tbl {
    trans_tbl::new(number.cast_unsigned() as u64, name)
}

// SPDX-License-Identifier: LGPL-2.1-or-later
//! Names of the netlink protocols.

use core::ffi::CStr;

use crate::names::{self, Packed};

/// The protocols of `linux/netlink.h`, as libnl names them.
const NETLINK_FAMILIES_ROWS: &[(u16, &CStr)] = &[
    (number(libc::NETLINK_ROUTE), c"route"),
    (number(libc::NETLINK_USERSOCK), c"usersock"),
    (number(libc::NETLINK_FIREWALL), c"firewall"),
    (number(libc::NETLINK_INET_DIAG), c"inetdiag"),
    (number(libc::NETLINK_NFLOG), c"nflog"),
    (number(libc::NETLINK_XFRM), c"xfrm"),
    (number(libc::NETLINK_SELINUX), c"selinux"),
    (number(libc::NETLINK_ISCSI), c"iscsi"),
    (number(libc::NETLINK_AUDIT), c"audit"),
    (number(libc::NETLINK_FIB_LOOKUP), c"fib_lookup"),
    (number(libc::NETLINK_CONNECTOR), c"connector"),
    (number(libc::NETLINK_NETFILTER), c"netfilter"),
    (number(libc::NETLINK_IP6_FW), c"ip6_fw"),
    (number(libc::NETLINK_DNRTMSG), c"dnrtmsg"),
    (number(libc::NETLINK_KOBJECT_UEVENT), c"kobject_uevent"),
    (number(libc::NETLINK_GENERIC), c"generic"),
    (number(libc::NETLINK_SCSITRANSPORT), c"scsitransport"),
    (number(libc::NETLINK_ECRYPTFS), c"ecryptfs"),
    (number(libc::NETLINK_RDMA), c"rdma"),
    (number(libc::NETLINK_CRYPTO), c"crypto"),
];

/// See above.
pub static NETLINK_FAMILIES: Packed<
    { NETLINK_FAMILIES_ROWS.len() },
    { names::bytes(NETLINK_FAMILIES_ROWS) },
> = names::pack(NETLINK_FAMILIES_ROWS);

/// The numbers of protocols are small.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the compiler runs it")]
const fn number(protocol: libc::c_int) -> u16 {
    assert!(protocol >= 0 && protocol < 1 << 8);
    protocol as u16
}

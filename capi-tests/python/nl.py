# SPDX-License-Identifier: LGPL-2.1-or-later
"""libnl-3 and libnl-genl-3 for ctypes: one table declares the functions that scripts need.

The libraries are the files named by the environment variables OXNL_LIBNL and OXNL_LIBGENL, or else
those which the dynamic linker finds.

    import nl
    sk = nl.lib.nl_socket_alloc()
    nl.genl.genl_connect(sk)
    print(nl.genl.genl_ctrl_resolve(sk, b"nlctrl"))
"""

import ctypes
import os
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_char_p,
    c_int,
    c_long,
    c_size_t,
    c_uint,
    c_uint8,
    c_uint16,
    c_uint32,
    c_uint64,
    c_void_p,
)


class nlmsghdr(Structure):
    """The header of a netlink message, from <linux/netlink.h>."""

    _fields_ = [
        ("nlmsg_len", c_uint32),
        ("nlmsg_type", c_uint16),
        ("nlmsg_flags", c_uint16),
        ("nlmsg_seq", c_uint32),
        ("nlmsg_pid", c_uint32),
    ]


class nlattr(Structure):
    """The header of an attribute, from <linux/netlink.h>."""

    _fields_ = [("nla_len", c_uint16), ("nla_type", c_uint16)]


class nlmsgerr(Structure):
    """An error, from <linux/netlink.h>."""

    _fields_ = [("error", c_int), ("msg", nlmsghdr)]


class sockaddr_nl(Structure):
    """A netlink address, from <linux/netlink.h>."""

    _fields_ = [
        ("nl_family", c_uint16),
        ("nl_pad", c_uint16),
        ("nl_pid", c_uint32),
        ("nl_groups", c_uint32),
    ]


class nla_policy(Structure):
    """What an attribute has to look like, from <netlink/attr.h>."""

    _fields_ = [("type", c_uint16), ("minlen", c_uint16), ("maxlen", c_uint16)]


class nl_dump_params(Structure):
    """How and where to print, from <netlink/types.h>."""

    _fields_ = [
        ("dp_type", c_int),
        ("dp_prefix", c_int),
        ("dp_print_index", c_int),
        ("dp_dump_msgtype", c_int),
        ("dp_cb", c_void_p),
        ("dp_nl_cb", c_void_p),
        ("dp_data", c_void_p),
        ("dp_fd", c_void_p),
        ("dp_buf", c_char_p),
        ("dp_buflen", c_size_t),
        ("dp_pre_dump", c_int),
        ("dp_ivar", c_int),
        ("dp_line", c_uint),
    ]


MSGHDR = POINTER(nlmsghdr)
ATTR = POINTER(nlattr)
# Opaque: sockets, messages, callback sets, caches, objects, addresses.
HANDLE = c_void_p

nl_recvmsg_msg_cb_t = CFUNCTYPE(c_int, HANDLE, c_void_p)
nl_recvmsg_err_cb_t = CFUNCTYPE(c_int, POINTER(sockaddr_nl), POINTER(nlmsgerr), c_void_p)
nl_foreach_t = CFUNCTYPE(None, HANDLE, c_void_p)

NL_OK, NL_SKIP, NL_STOP = 0, 1, 2
NL_CB_DEFAULT, NL_CB_VERBOSE, NL_CB_DEBUG, NL_CB_CUSTOM = 0, 1, 2, 3
NL_CB_VALID, NL_CB_FINISH, NL_CB_OVERRUN, NL_CB_SKIPPED, NL_CB_ACK = 0, 1, 2, 3, 4
NL_CB_MSG_IN, NL_CB_MSG_OUT, NL_CB_INVALID = 5, 6, 7
NLA_U8, NLA_U16, NLA_U32, NLA_U64, NLA_STRING = 1, 2, 3, 4, 5
NL_DUMP_LINE, NL_DUMP_DETAILS, NL_DUMP_STATS = 0, 1, 2

# name, what it returns (None: nothing), what it takes
LIBNL = [
    ("nl_geterror", c_char_p, [c_int]),
    ("nl_socket_alloc", HANDLE, []),
    ("nl_socket_free", None, [HANDLE]),
    ("nl_socket_get_fd", c_int, [HANDLE]),
    ("nl_socket_get_local_port", c_uint32, [HANDLE]),
    ("nl_socket_set_nonblocking", c_int, [HANDLE]),
    ("nl_socket_add_membership", c_int, [HANDLE, c_int]),
    ("nl_socket_disable_seq_check", None, [HANDLE]),
    ("nl_socket_modify_cb", c_int, [HANDLE, c_int, c_int, nl_recvmsg_msg_cb_t, c_void_p]),
    ("nl_socket_modify_err_cb", c_int, [HANDLE, c_int, nl_recvmsg_err_cb_t, c_void_p]),
    ("nl_connect", c_int, [HANDLE, c_int]),
    ("nl_close", None, [HANDLE]),
    ("nl_send_auto", c_int, [HANDLE, HANDLE]),
    ("nl_send_sync", c_int, [HANDLE, HANDLE]),
    ("nl_send_simple", c_int, [HANDLE, c_int, c_int, c_void_p, c_size_t]),
    ("nl_recvmsgs_default", c_int, [HANDLE]),
    ("nl_recvmsgs_report", c_int, [HANDLE, HANDLE]),
    ("nl_wait_for_ack", c_int, [HANDLE]),
    ("nl_cb_alloc", HANDLE, [c_int]),
    ("nl_cb_set", c_int, [HANDLE, c_int, c_int, nl_recvmsg_msg_cb_t, c_void_p]),
    ("nl_cb_put", None, [HANDLE]),
    ("nlmsg_alloc", HANDLE, []),
    ("nlmsg_alloc_simple", HANDLE, [c_int, c_int]),
    ("nlmsg_free", None, [HANDLE]),
    ("nlmsg_hdr", MSGHDR, [HANDLE]),
    ("nlmsg_data", c_void_p, [MSGHDR]),
    ("nlmsg_datalen", c_int, [MSGHDR]),
    ("nlmsg_append", c_int, [HANDLE, c_void_p, c_size_t, c_int]),
    ("nlmsg_parse", c_int, [MSGHDR, c_int, POINTER(ATTR), c_int, POINTER(nla_policy)]),
    ("nla_put", c_int, [HANDLE, c_int, c_int, c_void_p]),
    ("nla_put_u32", c_int, [HANDLE, c_int, c_uint32]),
    ("nla_put_string", c_int, [HANDLE, c_int, c_char_p]),
    ("nla_nest_start", ATTR, [HANDLE, c_int]),
    ("nla_nest_end", c_int, [HANDLE, ATTR]),
    ("nla_get_u8", c_uint8, [ATTR]),
    ("nla_get_u16", c_uint16, [ATTR]),
    ("nla_get_u32", c_uint32, [ATTR]),
    ("nla_get_u64", c_uint64, [ATTR]),
    ("nla_get_string", c_char_p, [ATTR]),
    ("nla_len", c_int, [ATTR]),
    ("nla_data", c_void_p, [ATTR]),
    ("nl_addr_parse", c_int, [c_char_p, c_int, POINTER(HANDLE)]),
    ("nl_addr2str", c_char_p, [HANDLE, ctypes.c_char_p, c_size_t]),
    ("nl_addr_put", None, [HANDLE]),
    ("nl_addr_cmp", c_int, [HANDLE, HANDLE]),
    ("nl_cache_nitems", c_int, [HANDLE]),
    ("nl_cache_foreach", None, [HANDLE, nl_foreach_t, c_void_p]),
    ("nl_cache_free", None, [HANDLE]),
    ("nl_object_dump", None, [HANDLE, POINTER(nl_dump_params)]),
    ("nl_object_get_type", c_char_p, [HANDLE]),
    ("nl_size2int", c_long, [c_char_p]),
]

# What libnl has not.
OXNL = [
    ("oxnl_socket_get_ext_ack_msg", c_char_p, [HANDLE]),
    ("oxnl_socket_get_ext_ack_offset", c_int, [HANDLE, POINTER(c_uint32)]),
]

LIBGENL = [
    ("genl_connect", c_int, [HANDLE]),
    ("genl_ctrl_resolve", c_int, [HANDLE, c_char_p]),
    ("genl_ctrl_resolve_grp", c_int, [HANDLE, c_char_p, c_char_p]),
    ("genl_ctrl_alloc_cache", c_int, [HANDLE, POINTER(HANDLE)]),
    ("genl_ctrl_search_by_name", HANDLE, [HANDLE, c_char_p]),
    ("genl_family_get_id", c_uint, [HANDLE]),
    ("genl_family_get_name", c_char_p, [HANDLE]),
    ("genl_family_put", None, [HANDLE]),
    (
        "genlmsg_put",
        c_void_p,
        [HANDLE, c_uint32, c_uint32, c_int, c_int, c_int, c_uint8, c_uint8],
    ),
    ("genlmsg_parse", c_int, [MSGHDR, c_int, POINTER(ATTR), c_int, POINTER(nla_policy)]),
]


def declare(library, table):
    for name, returned, taken in table:
        function = getattr(library, name)
        function.restype, function.argtypes = returned, taken


lib = ctypes.CDLL(os.environ.get("OXNL_LIBNL", "libnl-3.so.200"), mode=ctypes.RTLD_GLOBAL)
genl = ctypes.CDLL(os.environ.get("OXNL_LIBGENL", "libnl-genl-3.so.200"))
declare(lib, LIBNL)
declare(lib, OXNL)
declare(genl, LIBGENL)

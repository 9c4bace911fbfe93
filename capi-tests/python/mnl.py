# SPDX-License-Identifier: LGPL-2.1-or-later
"""libmnl for ctypes: one table declares every function of <libmnl/libmnl.h>.

The library is the file named by the environment variable OXNL_LIBMNL, or else
the libmnl.so.0 which the dynamic linker finds. Errors are read with
ctypes.get_errno().

    from mnl import lib
    nl = lib.mnl_socket_open(0)
"""

import ctypes
import os
from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_bool,
    c_char_p,
    c_int,
    c_size_t,
    c_ssize_t,
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


class mnl_socket(Structure):
    """Opaque."""


class mnl_nlmsg_batch(Structure):
    """Opaque."""


MSG = POINTER(nlmsghdr)
ATTR = POINTER(nlattr)
SOCKET = POINTER(mnl_socket)
BATCH = POINTER(mnl_nlmsg_batch)
FILE = c_void_p
pid_t = c_int
socklen_t = c_uint32

# int (*mnl_cb_t)(const struct nlmsghdr *nlh, void *data)
mnl_cb_t = CFUNCTYPE(c_int, MSG, c_void_p)
# int (*mnl_attr_cb_t)(const struct nlattr *attr, void *data)
mnl_attr_cb_t = CFUNCTYPE(c_int, ATTR, c_void_p)

# What the macros of the header stand for.
MNL_SOCKET_AUTOPID = 0
MNL_SOCKET_BUFFER_SIZE = min(os.sysconf("SC_PAGESIZE"), 8192)
MNL_SOCKET_DUMP_SIZE = 32768
MNL_ALIGNTO = 4
MNL_NLMSG_HDRLEN = 16
MNL_ATTR_HDRLEN = 4
MNL_CB_ERROR, MNL_CB_STOP, MNL_CB_OK = -1, 0, 1

# enum mnl_attr_data_type
(
    MNL_TYPE_UNSPEC,
    MNL_TYPE_U8,
    MNL_TYPE_U16,
    MNL_TYPE_U32,
    MNL_TYPE_U64,
    MNL_TYPE_STRING,
    MNL_TYPE_FLAG,
    MNL_TYPE_MSECS,
    MNL_TYPE_NESTED,
    MNL_TYPE_NESTED_COMPAT,
    MNL_TYPE_NUL_STRING,
    MNL_TYPE_BINARY,
    MNL_TYPE_MAX,
) = range(13)


def MNL_ALIGN(length):
    return (length + MNL_ALIGNTO - 1) & ~(MNL_ALIGNTO - 1)


# name, what it returns (None: nothing), what it takes
TABLE = {
    "LIBMNL_1.0": [
        # sockets
        ("mnl_socket_open", SOCKET, [c_int]),
        ("mnl_socket_bind", c_int, [SOCKET, c_uint, pid_t]),
        ("mnl_socket_close", c_int, [SOCKET]),
        ("mnl_socket_get_fd", c_int, [SOCKET]),
        ("mnl_socket_get_portid", c_uint, [SOCKET]),
        ("mnl_socket_sendto", c_ssize_t, [SOCKET, c_void_p, c_size_t]),
        ("mnl_socket_recvfrom", c_ssize_t, [SOCKET, c_void_p, c_size_t]),
        ("mnl_socket_setsockopt", c_int, [SOCKET, c_int, c_void_p, socklen_t]),
        ("mnl_socket_getsockopt", c_int, [SOCKET, c_int, c_void_p, POINTER(socklen_t)]),
        # messages
        ("mnl_nlmsg_size", c_size_t, [c_size_t]),
        ("mnl_nlmsg_get_payload_len", c_size_t, [MSG]),
        ("mnl_nlmsg_put_header", MSG, [c_void_p]),
        ("mnl_nlmsg_put_extra_header", c_void_p, [MSG, c_size_t]),
        ("mnl_nlmsg_ok", c_bool, [MSG, c_int]),
        ("mnl_nlmsg_next", MSG, [MSG, POINTER(c_int)]),
        ("mnl_nlmsg_seq_ok", c_bool, [MSG, c_uint]),
        ("mnl_nlmsg_portid_ok", c_bool, [MSG, c_uint]),
        ("mnl_nlmsg_get_payload", c_void_p, [MSG]),
        ("mnl_nlmsg_get_payload_offset", c_void_p, [MSG, c_size_t]),
        ("mnl_nlmsg_get_payload_tail", c_void_p, [MSG]),
        ("mnl_nlmsg_fprintf", None, [FILE, c_void_p, c_size_t, c_size_t]),
        # batches of messages
        ("mnl_nlmsg_batch_start", BATCH, [c_void_p, c_size_t]),
        ("mnl_nlmsg_batch_next", c_bool, [BATCH]),
        ("mnl_nlmsg_batch_stop", None, [BATCH]),
        ("mnl_nlmsg_batch_size", c_size_t, [BATCH]),
        ("mnl_nlmsg_batch_reset", None, [BATCH]),
        ("mnl_nlmsg_batch_head", c_void_p, [BATCH]),
        ("mnl_nlmsg_batch_current", c_void_p, [BATCH]),
        ("mnl_nlmsg_batch_is_empty", c_bool, [BATCH]),
        # attributes: read
        ("mnl_attr_get_type", c_uint16, [ATTR]),
        ("mnl_attr_get_len", c_uint16, [ATTR]),
        ("mnl_attr_get_payload_len", c_uint16, [ATTR]),
        ("mnl_attr_get_payload", c_void_p, [ATTR]),
        ("mnl_attr_get_u8", c_uint8, [ATTR]),
        ("mnl_attr_get_u16", c_uint16, [ATTR]),
        ("mnl_attr_get_u32", c_uint32, [ATTR]),
        ("mnl_attr_get_u64", c_uint64, [ATTR]),
        ("mnl_attr_get_str", c_char_p, [ATTR]),
        # attributes: write
        ("mnl_attr_put", None, [MSG, c_uint16, c_size_t, c_void_p]),
        ("mnl_attr_put_u8", None, [MSG, c_uint16, c_uint8]),
        ("mnl_attr_put_u16", None, [MSG, c_uint16, c_uint16]),
        ("mnl_attr_put_u32", None, [MSG, c_uint16, c_uint32]),
        ("mnl_attr_put_u64", None, [MSG, c_uint16, c_uint64]),
        ("mnl_attr_put_str", None, [MSG, c_uint16, c_char_p]),
        ("mnl_attr_put_strz", None, [MSG, c_uint16, c_char_p]),
        # attributes: write, if the buffer has room
        ("mnl_attr_put_check", c_bool, [MSG, c_size_t, c_uint16, c_size_t, c_void_p]),
        ("mnl_attr_put_u8_check", c_bool, [MSG, c_size_t, c_uint16, c_uint8]),
        ("mnl_attr_put_u16_check", c_bool, [MSG, c_size_t, c_uint16, c_uint16]),
        ("mnl_attr_put_u32_check", c_bool, [MSG, c_size_t, c_uint16, c_uint32]),
        ("mnl_attr_put_u64_check", c_bool, [MSG, c_size_t, c_uint16, c_uint64]),
        ("mnl_attr_put_str_check", c_bool, [MSG, c_size_t, c_uint16, c_char_p]),
        ("mnl_attr_put_strz_check", c_bool, [MSG, c_size_t, c_uint16, c_char_p]),
        # attributes: nests
        ("mnl_attr_nest_start", ATTR, [MSG, c_uint16]),
        ("mnl_attr_nest_start_check", ATTR, [MSG, c_size_t, c_uint16]),
        ("mnl_attr_nest_end", None, [MSG, ATTR]),
        ("mnl_attr_nest_cancel", None, [MSG, ATTR]),
        # attributes: check and walk
        ("mnl_attr_type_valid", c_int, [ATTR, c_uint16]),
        ("mnl_attr_validate", c_int, [ATTR, c_int]),
        ("mnl_attr_validate2", c_int, [ATTR, c_int, c_size_t]),
        ("mnl_attr_ok", c_bool, [ATTR, c_int]),
        ("mnl_attr_next", ATTR, [ATTR]),
        ("mnl_attr_parse", c_int, [MSG, c_uint, mnl_attr_cb_t, c_void_p]),
        ("mnl_attr_parse_nested", c_int, [ATTR, mnl_attr_cb_t, c_void_p]),
        # callbacks
        (
            "mnl_cb_run",
            c_int,
            [c_void_p, c_size_t, c_uint, c_uint, mnl_cb_t, c_void_p],
        ),
        (
            "mnl_cb_run2",
            c_int,
            [c_void_p, c_size_t, c_uint, c_uint, mnl_cb_t, c_void_p]
            + [POINTER(mnl_cb_t), c_uint],
        ),
    ],
    "LIBMNL_1.1": [
        ("mnl_attr_parse_payload", c_int, [c_void_p, c_size_t, mnl_attr_cb_t, c_void_p]),
    ],
    "LIBMNL_1.2": [
        ("mnl_socket_open2", SOCKET, [c_int, c_int]),
        ("mnl_socket_fdopen", SOCKET, [c_int]),
    ],
    # Since a release after 1.0.5.
    "LIBMNL_1.3": [
        ("mnl_attr_get_uint", c_uint64, [ATTR]),
    ],
}

FUNCTIONS = {name: node for node, rows in TABLE.items() for name, _, _ in rows}

lib = ctypes.CDLL(os.environ.get("OXNL_LIBMNL", "libmnl.so.0"), use_errno=True)

# Names of the table which the loaded library does not have.
MISSING = {name for name in FUNCTIONS if not hasattr(lib, name)}

for rows in TABLE.values():
    for name, restype, argtypes in rows:
        if name not in MISSING:
            function = getattr(lib, name)
            function.restype = restype
            function.argtypes = argtypes

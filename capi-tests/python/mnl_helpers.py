# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the ctypes tests of libmnl share: constants of the kernel's headers, messages made with and
without the library, and where the network may be changed."""

import ctypes
import errno
import fcntl
import os
import select
import socket
import struct
import subprocess
import unittest
from ctypes import POINTER, byref, c_char_p, c_int, c_void_p, cast, create_string_buffer

import mnl
from mnl import (
    ATTR,
    MNL_CB_ERROR,
    MNL_CB_OK,
    MNL_CB_STOP,
    MNL_SOCKET_AUTOPID,
    MSG,
    lib,
    mnl_attr_cb_t,
    mnl_cb_t,
)

NETLINK_ROUTE, NETLINK_GENERIC = 0, 16
NLMSG_NOOP, NLMSG_ERROR, NLMSG_DONE, NLMSG_OVERRUN, NLMSG_MIN_TYPE = 1, 2, 3, 4, 16
NLM_F_REQUEST, NLM_F_MULTI, NLM_F_ACK, NLM_F_ECHO, NLM_F_DUMP_INTR = 1, 2, 4, 8, 16
NLM_F_DUMP, NLM_F_EXCL, NLM_F_CREATE = 0x300, 0x200, 0x400
NLA_F_NESTED, NLA_F_NET_BYTEORDER = 0x8000, 0x4000
RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK, RTM_NEWROUTE = 16, 17, 18, 24
RTMGRP_LINK, RTNLGRP_LINK = 1, 1
IFLA_IFNAME, IFLA_MTU, IFLA_LINKINFO, IFLA_INFO_KIND = 3, 4, 18, 1
RTA_DST, RTA_OIF = 1, 4
GENL_ID_CTRL, CTRL_CMD_GETFAMILY = 16, 3
CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME, CTRL_ATTR_OPS, CTRL_ATTR_MCAST_GROUPS = (
    1,
    2,
    6,
    7,
)
SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, NETLINK_PKTINFO = 270, 1, 3
NETLINK_EXT_ACK, NETLINK_BROADCAST_ERROR = 11, 4
CAP_NET_ADMIN, SIOCGIFFLAGS, IFF_UP = 12, 0x8913, 1
IFINFOMSG, RTMSG = "=BxHiII", "=BBBBBBBBI"

libc = ctypes.CDLL(None, use_errno=True)

# Debian 12 has 1.0.4. What later versions do otherwise is tested on them alone.
NEW = not mnl.MISSING
needs_new = unittest.skipUnless(NEW, "a libmnl after 1.0.5")


def may_configure():
    """Whether links and routes may be made here without disturbing anybody: with
    the right to do so, and where the loopback link is still down, as it is in a
    new network namespace and nowhere else."""
    with open("/proc/self/status") as status:
        line = next(line for line in status if line.startswith("CapEff:"))
    if not int(line.split()[1], 16) & (1 << CAP_NET_ADMIN):
        return False
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = fcntl.ioctl(any_socket, SIOCGIFFLAGS, struct.pack("=16sh22x", b"lo", 0))
    (flags,) = struct.unpack_from("=h", request, 16)
    return not flags & IFF_UP


needs_net_admin = unittest.skipUnless(
    may_configure(),
    "needs CAP_NET_ADMIN in a new network namespace: "
    "unshare -n as root, unshare -rn otherwise",
)


def loaded_file():
    """The path of the libmnl in this process."""
    with open("/proc/self/maps") as maps:
        for line in maps:
            path = line.split(maxsplit=5)[-1].strip()
            if "libmnl.so" in path:
                return path
    raise AssertionError("no libmnl in /proc/self/maps")


def exported_names(path):
    """The dynamic symbols which a 64-bit ELF file defines, but for the version
    nodes themselves."""
    with open(path, "rb") as file:
        image = file.read()
    assert image[:5] == b"\x7fELF\x02", "a 64-bit ELF file"
    (table,) = struct.unpack_from("=Q", image, 0x28)
    size, count = struct.unpack_from("=HH", image, 0x3A)
    sections = [
        struct.unpack_from("=IIQQQQIIQQ", image, table + i * size) for i in range(count)
    ]
    absolute, names = 0xFFF1, set()
    for _, kind, _, _, offset, length, link, _, _, entry in sections:
        if kind != 11:  # SHT_DYNSYM
            continue
        strings = sections[link][4]
        for at in range(offset, offset + length, entry):
            name, _, _, section = struct.unpack_from("=IBBH", image, at)
            if section not in (0, absolute):
                start = strings + name
                names.add(image[start : image.index(b"\0", start)].decode())
    return names


def message(kind=RTM_GETLINK, flags=NLM_F_REQUEST, seq=0, family=None, size=8192):
    """A buffer and the message at its head; with an extra header if family, the
    bytes of that header, is given."""
    buffer = create_string_buffer(b"\xaa" * size, size)
    nlh = lib.mnl_nlmsg_put_header(buffer)
    nlh[0].nlmsg_type, nlh[0].nlmsg_flags, nlh[0].nlmsg_seq = kind, flags, seq
    if family is not None:
        at = lib.mnl_nlmsg_put_extra_header(nlh, len(family))
        ctypes.memmove(at, family, len(family))
    return buffer, nlh


def written(nlh):
    """The bytes of a message so far."""
    return ctypes.string_at(nlh, nlh[0].nlmsg_len)


def at(pointer):
    return cast(pointer, c_void_p).value


def raw(kind, flags=0, seq=0, portid=0, payload=b""):
    """The bytes of a message, made without libmnl."""
    return struct.pack("=IHHII", 16 + len(payload), kind, flags, seq, portid) + payload


def raw_attr(kind, payload):
    length = 4 + len(payload)
    return struct.pack("=HH", length, kind) + payload + bytes(-length % 4)


def first_attr(*attrs):
    """A pointer to the first of attributes in memory, which the pointer keeps."""
    buffer = create_string_buffer(b"".join(attrs))
    pointer = cast(buffer, ATTR)
    pointer.kept = buffer
    return pointer


def attributes(nlh, offset):
    """What mnl_attr_for_each of the header does."""
    attr = cast(lib.mnl_nlmsg_get_payload_offset(nlh, offset), ATTR)
    end = lib.mnl_nlmsg_get_payload_tail(nlh)
    while lib.mnl_attr_ok(attr, end - at(attr)):
        yield attr
        attr = lib.mnl_attr_next(attr)


class TestCase(unittest.TestCase):
    def assertErrno(self, expected):
        found = ctypes.get_errno()
        self.assertEqual(errno.errorcode.get(found), errno.errorcode[expected])

    def fails(self, expected, value, call, *args):
        """The call returns value (None: a null pointer) and sets errno."""
        ctypes.set_errno(0)
        result = call(*args)
        if value is None:
            self.assertFalse(result)
        else:
            self.assertEqual(result, value)
        self.assertErrno(expected)

# SPDX-License-Identifier: LGPL-2.1-or-later
"""libmnl as a ctypes program sees it: every function, against bytes and against
the kernel.

    OXNL_LIBMNL=/path/to/libmnl.so.0 unshare -n /usr/bin/python3 -m unittest -v

Without root, `unshare -rn` does. The tests which change the network need a
network namespace of their own and are skipped elsewhere.
"""

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


class Declarations(TestCase):
    def test_table_is_complete(self):
        self.assertEqual(len(mnl.FUNCTIONS), 69)

    def test_the_named_library_is_the_loaded_one(self):
        wanted = os.environ.get("OXNL_LIBMNL")
        if not wanted:
            self.skipTest("OXNL_LIBMNL is not set")
        self.assertTrue(os.path.samefile(wanted, loaded_file()))

    def test_every_name_of_the_table_is_exported(self):
        late = {name for name, node in mnl.FUNCTIONS.items() if node == "LIBMNL_1.3"}
        self.assertLessEqual(mnl.MISSING, late)

    def test_every_exported_name_is_in_the_table(self):
        exported = exported_names(loaded_file())
        self.assertEqual(exported, set(mnl.FUNCTIONS) - mnl.MISSING)

    def test_version_nodes(self):
        libc.dlvsym.restype = c_void_p
        libc.dlvsym.argtypes = [c_void_p, c_char_p, c_char_p]
        for name, node in mnl.FUNCTIONS.items():
            if name in mnl.MISSING:
                continue
            with self.subTest(name):
                found = libc.dlvsym(lib._handle, name.encode(), node.encode())
                self.assertEqual(found, cast(getattr(lib, name), c_void_p).value)

    def test_every_function_is_called_here(self):
        with open(__file__) as source:
            text = source.read()
        for name in mnl.FUNCTIONS:
            self.assertIn(f"lib.{name}(", text)


class Messages(TestCase):
    def test_put_header(self):
        buffer = create_string_buffer(b"\xff" * 32, 32)
        nlh = lib.mnl_nlmsg_put_header(buffer)
        self.assertEqual(at(nlh), ctypes.addressof(buffer))
        self.assertEqual(buffer.raw, struct.pack("=I", 16) + bytes(12) + b"\xff" * 16)

    def test_put_extra_header(self):
        _, nlh = message()
        extra = lib.mnl_nlmsg_put_extra_header(nlh, 5)
        self.assertEqual(extra, at(nlh) + 16)
        self.assertEqual(nlh[0].nlmsg_len, 24)
        self.assertEqual(ctypes.string_at(extra, 8), bytes(8))

    def test_sizes_and_places(self):
        _, nlh = message()
        lib.mnl_nlmsg_put_extra_header(nlh, 16)
        self.assertEqual(lib.mnl_nlmsg_size(5), 21)
        self.assertEqual(lib.mnl_nlmsg_get_payload_len(nlh), 16)
        self.assertEqual(lib.mnl_nlmsg_get_payload(nlh), at(nlh) + 16)
        self.assertEqual(lib.mnl_nlmsg_get_payload_offset(nlh, 5), at(nlh) + 24)
        nlh[0].nlmsg_len = 30
        self.assertEqual(lib.mnl_nlmsg_get_payload_tail(nlh), at(nlh) + 32)

    def test_ok(self):
        _, nlh = message()
        for length, available, expected in (
            (16, 16, True),
            (16, 15, False),
            (16, -1, False),
            (15, 16, False),
            (17, 16, False),
            (0, 100, False),
        ):
            with self.subTest(length=length, available=available):
                nlh[0].nlmsg_len = length
                self.assertIs(lib.mnl_nlmsg_ok(nlh, available), expected)

    @needs_new
    def test_ok_with_a_length_beyond_int(self):
        _, nlh = message()
        nlh[0].nlmsg_len = 0x80000001
        self.assertIs(lib.mnl_nlmsg_ok(nlh, 100), False)

    def test_next(self):
        _, nlh = message()
        nlh[0].nlmsg_len = 18
        left = c_int(40)
        self.assertEqual(at(lib.mnl_nlmsg_next(nlh, byref(left))), at(nlh) + 20)
        self.assertEqual(left.value, 20)

    def test_seq_and_portid(self):
        _, nlh = message()
        for field, call in (
            ("nlmsg_seq", lambda value: lib.mnl_nlmsg_seq_ok(nlh, value)),
            ("nlmsg_pid", lambda value: lib.mnl_nlmsg_portid_ok(nlh, value)),
        ):
            setattr(nlh[0], field, 0)
            self.assertTrue(call(5))
            setattr(nlh[0], field, 5)
            self.assertTrue(call(5))
            self.assertTrue(call(0))
            self.assertFalse(call(6))

    def test_fprintf(self):
        _, nlh = message(RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK, 7, bytes(4))
        nlh[0].nlmsg_pid = 99
        lib.mnl_attr_put_strz(nlh, 3, b"veth0")
        nest = lib.mnl_attr_nest_start(nlh, 18)
        lib.mnl_attr_put_u32(nlh, 1 | NLA_F_NET_BYTEORDER, 5)
        lib.mnl_attr_nest_end(nlh, nest)
        line = "----------------\t------------------\n"

        def header(length, flags, kind):
            return (
                f"|\x1b[1;31m{length:05}\x1b[0m|\x1b[1;32m{flags}\x1b[0m|"
                f"\x1b[1;34m{kind:05}\x1b[0m|\t|len |flags| type|\n"
            )

        expected = (
            line
            + "|  0000000044  |\t| message length |\n"
            + "| 00016 | R-A- |\t|  type | flags  |\n"
            + "|  0000000007  |\t| sequence number|\n"
            + "|  0000000099  |\t|     port ID    |\n"
            + line
            + "| 00 00 00 00  |\t|  extra header  |\n"
            + header(10, "--", 3)
            + "| 76 65 74 68  |\t|      data      |\t v e t h\n"
            + "| 30 00 XX XX  |\t|      data      |\t 0      \n"
            + header(12, "N-", 18)
            + header(8, "-B", 1)
            + "| 05 00 00 00  |\t|      data      |\t        \n"
            + line
        )
        # 1.0.4 leaves what was in the padding before.
        expected = expected.replace("XX XX", "00 00" if NEW else "aa aa")
        self.assertEqual(self.printed(nlh, nlh[0].nlmsg_len, 4), expected)
        self.assertEqual(self.printed(nlh, 15, 4), "")

    def printed(self, nlh, length, extra):
        libc.open_memstream.restype = c_void_p
        libc.fclose.argtypes = [c_void_p]
        libc.free.argtypes = [c_void_p]
        text, size = c_void_p(), ctypes.c_size_t()
        file = libc.open_memstream(byref(text), byref(size))
        lib.mnl_nlmsg_fprintf(file, nlh, length, extra)
        libc.fclose(file)
        result = ctypes.string_at(text, size.value).decode()
        libc.free(text)
        return result


class Attributes(TestCase):
    def test_put(self):
        _, nlh = message()
        lib.mnl_attr_put(nlh, 1 | NLA_F_NESTED, 8, b"8 bytes.")
        lib.mnl_attr_put(nlh, 2, 0, None)
        lib.mnl_attr_put_u8(nlh, 3, 0x12)
        lib.mnl_attr_put_u16(nlh, 4, 0x1234)
        lib.mnl_attr_put_u32(nlh, 5, 0x12345678)
        lib.mnl_attr_put_u64(nlh, 6, 0x123456789ABCDEF0)
        lib.mnl_attr_put_str(nlh, 7, b"text")
        lib.mnl_attr_put_strz(nlh, 8, b"abc")
        found = [
            (
                lib.mnl_attr_get_type(attr),
                lib.mnl_attr_get_len(attr),
                ctypes.string_at(
                    lib.mnl_attr_get_payload(attr), lib.mnl_attr_get_payload_len(attr)
                ),
            )
            for attr in attributes(nlh, 0)
        ]
        self.assertEqual(
            found,
            [
                (1, 12, b"8 bytes."),
                (2, 4, b""),
                (3, 5, struct.pack("=B", 0x12)),
                (4, 6, struct.pack("=H", 0x1234)),
                (5, 8, struct.pack("=I", 0x12345678)),
                (6, 12, struct.pack("=Q", 0x123456789ABCDEF0)),
                (7, 8, b"text"),
                (8, 8, b"abc\0"),
            ],
        )

    @needs_new
    def test_padding_is_cleared(self):
        _, nlh = message()
        lib.mnl_attr_put_u8(nlh, 1, 0xFF)
        lib.mnl_attr_put_str(nlh, 2, b"ab")
        lib.mnl_attr_put_strz(nlh, 3, b"ab")
        self.assertEqual(
            written(nlh)[16:],
            raw_attr(1, b"\xff") + raw_attr(2, b"ab") + raw_attr(3, b"ab\0"),
        )

    def test_get(self):
        self.assertEqual(lib.mnl_attr_get_u8(first_attr(raw_attr(1, b"\x81"))), 0x81)
        for call, code, value in (
            (lambda attr: lib.mnl_attr_get_u16(attr), "=H", 0x8234),
            (lambda attr: lib.mnl_attr_get_u32(attr), "=I", 0x82345678),
            (lambda attr: lib.mnl_attr_get_u64(attr), "=Q", 0x823456789ABCDEF0),
        ):
            payload = struct.pack(code, value)
            self.assertEqual(call(first_attr(raw_attr(1, payload))), value)
        self.assertEqual(lib.mnl_attr_get_str(first_attr(raw_attr(1, b"eth0\0"))), b"eth0")

    @unittest.skipIf("mnl_attr_get_uint" in mnl.MISSING, "not in this version")
    def test_get_uint(self):
        for payload, expected in (
            (b"\x81", 0x81),
            (struct.pack("=H", 0x8234), 0x8234),
            (struct.pack("=I", 0x82345678), 0x82345678),
            (struct.pack("=Q", 0x823456789ABCDEF0), 0x823456789ABCDEF0),
            (b"", 2**64 - 1),
            (b"abc", 2**64 - 1),
            (bytes(9), 2**64 - 1),
        ):
            with self.subTest(payload):
                attr = first_attr(raw_attr(1, payload))
                ctypes.set_errno(0)
                self.assertEqual(lib.mnl_attr_get_uint(attr), expected)
                self.assertEqual(ctypes.get_errno(), 0)

    def test_type_is_without_flags(self):
        attr = first_attr(raw_attr(NLA_F_NESTED | NLA_F_NET_BYTEORDER | 7, b""))
        self.assertEqual(lib.mnl_attr_get_type(attr), 7)

    def test_put_with_check(self):
        calls = (
            (8, lambda nlh, room: lib.mnl_attr_put_check(nlh, room, 1, 3, b"abc")),
            (8, lambda nlh, room: lib.mnl_attr_put_u8_check(nlh, room, 1, 5)),
            (8, lambda nlh, room: lib.mnl_attr_put_u16_check(nlh, room, 1, 5)),
            (8, lambda nlh, room: lib.mnl_attr_put_u32_check(nlh, room, 1, 5)),
            (12, lambda nlh, room: lib.mnl_attr_put_u64_check(nlh, room, 1, 5)),
            (8, lambda nlh, room: lib.mnl_attr_put_str_check(nlh, room, 1, b"abcd")),
            (12, lambda nlh, room: lib.mnl_attr_put_strz_check(nlh, room, 1, b"abcd")),
        )
        for size, call in calls:
            with self.subTest(size=size):
                buffer, nlh = message()
                before = buffer.raw
                self.assertIs(call(nlh, 16 + size - 1), False)
                self.assertEqual(buffer.raw, before)
                self.assertIs(call(nlh, 16 + size), True)
                self.assertEqual(nlh[0].nlmsg_len, 16 + size)

    def test_nests(self):
        _, nlh = message()
        outer = lib.mnl_attr_nest_start(nlh, 1)
        inner = lib.mnl_attr_nest_start_check(nlh, 24, 2)
        lib.mnl_attr_put_u32(nlh, 3, 4)
        lib.mnl_attr_nest_end(nlh, inner)
        lib.mnl_attr_nest_end(nlh, outer)
        expected = raw_attr(
            NLA_F_NESTED | 1,
            raw_attr(NLA_F_NESTED | 2, raw_attr(3, struct.pack("=I", 4))),
        )
        self.assertEqual(written(nlh)[16:], expected)
        open_nest = lib.mnl_attr_nest_start(nlh, 5)
        lib.mnl_attr_put_u32(nlh, 3, 4)
        lib.mnl_attr_nest_cancel(nlh, open_nest)
        self.assertEqual(written(nlh)[16:], expected)
        self.assertFalse(lib.mnl_attr_nest_start_check(nlh, nlh[0].nlmsg_len + 3, 5))
        self.assertEqual(written(nlh)[16:], expected)

    def test_ok_and_next(self):
        attr = first_attr(raw_attr(1, b"abcde"), raw_attr(2, b""))
        self.assertTrue(lib.mnl_attr_ok(attr, 16))
        self.assertTrue(lib.mnl_attr_ok(attr, 9))
        self.assertFalse(lib.mnl_attr_ok(attr, 8))
        self.assertFalse(lib.mnl_attr_ok(attr, 3))
        self.assertFalse(lib.mnl_attr_ok(attr, -1))
        self.assertEqual(at(lib.mnl_attr_next(attr)), at(attr) + 12)
        attr[0].nla_len = 3
        self.assertFalse(lib.mnl_attr_ok(attr, 16))

    def test_type_valid(self):
        attr = first_attr(raw_attr(NLA_F_NESTED | 7, b""))
        self.assertEqual(lib.mnl_attr_type_valid(attr, 7), 1)
        self.fails(
            errno.EOPNOTSUPP, -1, lambda: lib.mnl_attr_type_valid(attr, 6)
        )

    def test_validate(self):
        for kind, payload, error in (
            (mnl.MNL_TYPE_UNSPEC, b"abc", 0),
            (mnl.MNL_TYPE_U8, b"a", 0),
            (mnl.MNL_TYPE_U8, b"ab", errno.ERANGE),
            (mnl.MNL_TYPE_U16, b"ab", 0),
            (mnl.MNL_TYPE_U16, b"a", errno.ERANGE),
            (mnl.MNL_TYPE_U32, b"abcd", 0),
            (mnl.MNL_TYPE_U32, b"abcde", errno.ERANGE),
            (mnl.MNL_TYPE_U64, b"12345678", 0),
            (mnl.MNL_TYPE_U64, b"1234567", errno.ERANGE),
            (mnl.MNL_TYPE_MSECS, b"1234", errno.ERANGE),
            (mnl.MNL_TYPE_STRING, b"abc", 0),
            (mnl.MNL_TYPE_STRING, b"", errno.ERANGE),
            (mnl.MNL_TYPE_NUL_STRING, b"abc\0", 0),
            (mnl.MNL_TYPE_NUL_STRING, b"abc", errno.EINVAL),
            (mnl.MNL_TYPE_NUL_STRING, b"", errno.ERANGE),
            (mnl.MNL_TYPE_FLAG, b"", 0),
            (mnl.MNL_TYPE_FLAG, b"a", errno.ERANGE),
            (mnl.MNL_TYPE_NESTED, b"", 0),
            (mnl.MNL_TYPE_NESTED, b"abcd", 0),
            (mnl.MNL_TYPE_NESTED, b"abc", errno.ERANGE),
            (mnl.MNL_TYPE_NESTED_COMPAT, b"a", 0),
            (mnl.MNL_TYPE_BINARY, b"", 0),
            (mnl.MNL_TYPE_MAX, b"", errno.EINVAL),
            (-1, b"", errno.EINVAL),
        ):
            with self.subTest(kind=kind, payload=payload):
                attr = first_attr(raw_attr(1, payload))
                ctypes.set_errno(0)
                result = lib.mnl_attr_validate(attr, kind)
                self.assertEqual((result, ctypes.get_errno()), (-1 if error else 0, error))

    def test_validate_with_a_length(self):
        for kind, payload, length, error in (
            (mnl.MNL_TYPE_BINARY, b"abcdef", 6, 0),
            (mnl.MNL_TYPE_BINARY, b"abcde", 6, errno.ERANGE),
            (mnl.MNL_TYPE_BINARY, b"abcdefg", 6, errno.ERANGE),
            (mnl.MNL_TYPE_BINARY, b"abcdefg", 0, 0),
            (mnl.MNL_TYPE_NUL_STRING, b"abcdefg", 6, errno.EINVAL),
            (mnl.MNL_TYPE_NUL_STRING, b"abcdef\0", 6, errno.ERANGE),
            (mnl.MNL_TYPE_MAX, b"a", 1, errno.EINVAL),
        ):
            with self.subTest(kind=kind, payload=payload, length=length):
                attr = first_attr(raw_attr(1, payload))
                ctypes.set_errno(0)
                result = lib.mnl_attr_validate2(attr, kind, length)
                self.assertEqual((result, ctypes.get_errno()), (-1 if error else 0, error))

    def test_parse(self):
        _, nlh = message(family=bytes(8))
        nest = lib.mnl_attr_nest_start(nlh, 1)
        lib.mnl_attr_put_u8(nlh, 10, 0)
        lib.mnl_attr_put_u8(nlh, 11, 0)
        lib.mnl_attr_nest_end(nlh, nest)
        lib.mnl_attr_put_u8(nlh, 2, 0)
        seen = []

        @mnl_attr_cb_t
        def collect(attr, data):
            seen.append((lib.mnl_attr_get_type(attr), data))
            return 7

        self.assertEqual(lib.mnl_attr_parse(nlh, 8, collect, 99), 7)
        self.assertEqual(seen, [(1, 99), (2, 99)])
        seen.clear()
        self.assertEqual(lib.mnl_attr_parse_nested(nest, collect, 98), 7)
        self.assertEqual(seen, [(10, 98), (11, 98)])
        seen.clear()
        payload = lib.mnl_nlmsg_get_payload_offset(nlh, 8)
        self.assertEqual(lib.mnl_attr_parse_payload(payload, 28, collect, 97), 7)
        self.assertEqual(seen, [(1, 97), (2, 97)])
        seen.clear()
        # An attribute which does not fit any more is left out without a word.
        self.assertEqual(lib.mnl_attr_parse_payload(payload, 24, collect, 96), 7)
        self.assertEqual(seen, [(1, 96)])
        self.assertEqual(lib.mnl_attr_parse_payload(payload, 0, collect, 0), MNL_CB_OK)

    def test_parse_stops(self):
        _, nlh = message()
        for kind in (1, 2, 3):
            lib.mnl_attr_put_u8(nlh, kind, 0)
        for value in (0, -1, -77):
            seen = []

            @mnl_attr_cb_t
            def stop(attr, _):
                seen.append(lib.mnl_attr_get_type(attr))
                return value if len(seen) == 2 else MNL_CB_OK

            self.assertEqual(lib.mnl_attr_parse(nlh, 0, stop, None), value)
            self.assertEqual(seen, [1, 2])


class Callbacks(TestCase):
    def run_on(self, data, seq=0, portid=0, callback=None):
        callback = callback or mnl_cb_t()
        return lib.mnl_cb_run(data, len(data), seq, portid, callback, None)

    def test_data(self):
        seen = []

        @mnl_cb_t
        def collect(nlh, data):
            seen.append((nlh[0].nlmsg_type, data))
            return 5

        data = raw(NLMSG_NOOP) + raw(16, payload=b"abc\0") + raw(17) + b"trailing"
        self.assertEqual(lib.mnl_cb_run(data, len(data), 0, 0, collect, 42), 5)
        self.assertEqual(seen, [(16, 42), (17, 42)])
        self.assertEqual(self.run_on(raw(16)), MNL_CB_OK)
        self.assertEqual(self.run_on(b""), MNL_CB_OK)

    def test_data_stops(self):
        seen = []

        @mnl_cb_t
        def stop(nlh, _):
            seen.append(nlh[0].nlmsg_type)
            return -5

        self.assertEqual(self.run_on(raw(16) + raw(17), callback=stop), -5)
        self.assertEqual(seen, [16])

    def test_control_messages(self):
        for kind, payload, result, error in (
            (NLMSG_DONE, bytes(4), MNL_CB_STOP, 0),
            (NLMSG_DONE, struct.pack("=i", -errno.EBUSY), MNL_CB_STOP, 0),
            (NLMSG_OVERRUN, b"", MNL_CB_OK, 0),
            (NLMSG_ERROR, bytes(20), MNL_CB_STOP, 0),
            (NLMSG_ERROR, struct.pack("=i", -errno.EPERM) + bytes(16), -1, errno.EPERM),
            (NLMSG_ERROR, struct.pack("=i", errno.EPERM) + bytes(16), -1, errno.EPERM),
            (NLMSG_ERROR, bytes(16), -1, errno.EBADMSG),
            (5, b"", MNL_CB_OK, 0),
        ):
            with self.subTest(kind=kind, payload=payload):
                ctypes.set_errno(0)
                found = self.run_on(raw(kind, payload=payload))
                self.assertEqual((found, ctypes.get_errno()), (result, error))

    def test_an_acknowledgement_clears_errno(self):
        ctypes.set_errno(errno.EXDEV)
        self.assertEqual(self.run_on(raw(NLMSG_ERROR, payload=bytes(20))), MNL_CB_STOP)
        self.assertEqual(ctypes.get_errno(), 0)

    def test_checks(self):
        data = raw(16, seq=5, portid=9)
        self.assertEqual(self.run_on(data, 5, 9), MNL_CB_OK)
        self.fails(errno.EPROTO, MNL_CB_ERROR, self.run_on, data, 6, 9)
        self.fails(errno.ESRCH, MNL_CB_ERROR, self.run_on, data, 6, 8)
        data = raw(16, flags=NLM_F_DUMP_INTR)
        self.fails(errno.EINTR, MNL_CB_ERROR, self.run_on, data)

    def test_control_callbacks(self):
        seen = []

        @mnl_cb_t
        def on_error(nlh, data):
            seen.append((nlh[0].nlmsg_type, data))
            return 3

        @mnl_cb_t
        def on_data(nlh, data):
            seen.append((nlh[0].nlmsg_type, data))
            return 4

        control = (mnl_cb_t * (NLMSG_ERROR + 1))()
        control[NLMSG_ERROR] = on_error
        data = raw(NLMSG_ERROR, payload=bytes(20)) + raw(NLMSG_NOOP) + raw(20)
        result = lib.mnl_cb_run2(
            data, len(data), 0, 0, on_data, 11, control, len(control)
        )
        self.assertEqual(result, 4)
        self.assertEqual(seen, [(NLMSG_ERROR, 11), (20, 11)])
        # Types beyond the array keep their usual meaning.
        data += raw(NLMSG_DONE, payload=bytes(4)) + raw(21)
        result = lib.mnl_cb_run2(
            data, len(data), 0, 0, on_data, 12, control, len(control)
        )
        self.assertEqual(result, MNL_CB_STOP)


class Batches(TestCase):
    def test_pages(self):
        limit, size = 64, 24
        buffer = create_string_buffer(2 * limit)
        batch = lib.mnl_nlmsg_batch_start(buffer, limit)
        head = ctypes.addressof(buffer)
        self.assertTrue(lib.mnl_nlmsg_batch_is_empty(batch))
        self.assertEqual(lib.mnl_nlmsg_batch_head(batch), head)

        def put(seq):
            current = lib.mnl_nlmsg_batch_current(batch)
            nlh = lib.mnl_nlmsg_put_header(current)
            nlh[0].nlmsg_seq = seq
            lib.mnl_nlmsg_put_extra_header(nlh, size - 16)
            return lib.mnl_nlmsg_batch_next(batch)

        self.assertIs(put(1), True)
        self.assertIs(put(2), True)
        self.assertEqual(lib.mnl_nlmsg_batch_size(batch), 2 * size)
        self.assertEqual(lib.mnl_nlmsg_batch_current(batch), head + 2 * size)
        # The third does not fit: it opens the next page.
        self.assertIs(put(3), False)
        self.assertEqual(lib.mnl_nlmsg_batch_size(batch), 2 * size)
        lib.mnl_nlmsg_batch_reset(batch)
        self.assertEqual(lib.mnl_nlmsg_batch_size(batch), size)
        self.assertEqual(cast(head, MSG)[0].nlmsg_seq, 3)
        self.assertFalse(lib.mnl_nlmsg_batch_is_empty(batch))
        lib.mnl_nlmsg_batch_reset(batch)
        self.assertTrue(lib.mnl_nlmsg_batch_is_empty(batch))
        self.assertEqual(lib.mnl_nlmsg_batch_current(batch), head)
        lib.mnl_nlmsg_batch_stop(batch)


class Sockets(TestCase):
    def open(self, bus=NETLINK_ROUTE):
        nl = lib.mnl_socket_open(bus)
        self.assertTrue(nl, os.strerror(ctypes.get_errno()))
        self.addCleanup(lib.mnl_socket_close, nl)
        return nl

    def test_open_and_bind(self):
        nl = self.open()
        self.assertEqual(lib.mnl_socket_get_portid(nl), 0)
        self.assertEqual(lib.mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID), 0)
        self.assertNotEqual(lib.mnl_socket_get_portid(nl), 0)
        fd = lib.mnl_socket_get_fd(nl)
        name = socket.socket(fileno=os.dup(fd))
        self.addCleanup(name.close)
        self.assertEqual(name.family, socket.AF_NETLINK)
        self.assertEqual(name.type, socket.SOCK_RAW)
        self.assertEqual(name.getsockname()[0], lib.mnl_socket_get_portid(nl))
        self.assertTrue(os.get_inheritable(fd))

    def test_open_fails(self):
        self.fails(
            errno.EPROTONOSUPPORT, None, lambda: lib.mnl_socket_open(99)
        )

    def test_bind_fails(self):
        first, second = self.open(), self.open()
        self.assertEqual(lib.mnl_socket_bind(first, 0, 123456), 0)
        self.fails(
            errno.EADDRINUSE, -1, lambda: lib.mnl_socket_bind(second, 0, 123456)
        )

    def test_open2(self):
        nl = lib.mnl_socket_open2(NETLINK_ROUTE, socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK)
        fd = lib.mnl_socket_get_fd(nl)
        self.assertFalse(os.get_inheritable(fd))
        self.assertFalse(os.get_blocking(fd))
        buffer = create_string_buffer(64)
        self.fails(
            errno.EAGAIN, -1, lambda: lib.mnl_socket_recvfrom(nl, buffer, 64)
        )
        self.assertEqual(lib.mnl_socket_close(nl), 0)

    def test_fdopen(self):
        fd = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).detach()
        bound = socket.socket(fileno=os.dup(fd))
        bound.bind((0, 0))
        nl = lib.mnl_socket_fdopen(fd)
        self.assertEqual(lib.mnl_socket_get_fd(nl), fd)
        self.assertEqual(lib.mnl_socket_get_portid(nl), bound.getsockname()[0])
        bound.close()
        self.assertEqual(lib.mnl_socket_close(nl), 0)
        self.assertRaises(OSError, os.fstat, fd)

    def test_fdopen_fails(self):
        self.fails(errno.EBADF, None, lambda: lib.mnl_socket_fdopen(-1))
        with open("/dev/null") as file:
            self.fails(
                errno.ENOTSOCK, None, lambda: lib.mnl_socket_fdopen(file.fileno())
            )

    def test_options(self):
        nl = self.open()
        on, length = c_int(1), mnl.socklen_t(4)
        self.assertEqual(
            lib.mnl_socket_setsockopt(nl, NETLINK_PKTINFO, byref(on), 4), 0
        )
        value = c_int(0)
        self.assertEqual(
            lib.mnl_socket_getsockopt(nl, NETLINK_PKTINFO, byref(value), byref(length)),
            0,
        )
        self.assertEqual((value.value, length.value), (1, 4))
        self.fails(
            errno.ENOPROTOOPT,
            -1,
            lambda: lib.mnl_socket_setsockopt(nl, 9999, byref(on), 4),
        )
        self.fails(
            errno.ENOPROTOOPT,
            -1,
            lambda: lib.mnl_socket_getsockopt(nl, 9999, byref(on), byref(length)),
        )

    def test_a_datagram_too_large_for_the_buffer(self):
        nl = self.open()
        _, nlh = message(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 1, bytes(16))
        lib.mnl_socket_sendto(nl, nlh, nlh[0].nlmsg_len)
        buffer = create_string_buffer(32)
        self.fails(
            errno.ENOSPC, -1, lambda: lib.mnl_socket_recvfrom(nl, buffer, 32)
        )


class Talk:
    """One socket and its buffer, for the tests which talk to the kernel."""

    def __init__(self, bus, groups=0):
        self.nl = lib.mnl_socket_open(bus)
        assert self.nl, os.strerror(ctypes.get_errno())
        assert lib.mnl_socket_bind(self.nl, groups, MNL_SOCKET_AUTOPID) == 0
        self.portid = lib.mnl_socket_get_portid(self.nl)
        self.buffer = create_string_buffer(mnl.MNL_SOCKET_DUMP_SIZE)

    def close(self):
        lib.mnl_socket_close(self.nl)

    def receive(self, seq, portid, callback):
        """One datagram, handed to the callback; raises TimeoutError."""
        fd = lib.mnl_socket_get_fd(self.nl)
        if not select.select([fd], [], [], 10)[0]:
            raise TimeoutError("the kernel sends nothing")
        size = lib.mnl_socket_recvfrom(self.nl, self.buffer, len(self.buffer))
        if size < 0:
            raise OSError(ctypes.get_errno(), "recvfrom")
        return lib.mnl_cb_run(self.buffer, size, seq, portid, callback, None)

    def request(self, nlh, callback=mnl_cb_t()):
        """Send a request, run the callback on the answers: the last result."""
        sent = lib.mnl_socket_sendto(self.nl, nlh, nlh[0].nlmsg_len)
        if sent < 0:
            raise OSError(ctypes.get_errno(), "sendto")
        result = MNL_CB_OK
        while result > MNL_CB_STOP:
            ctypes.set_errno(0)
            result = self.receive(nlh[0].nlmsg_seq, self.portid, callback)
        return result


def links(talk):
    """All links as {name: mtu}, by a dump."""
    found = {}

    @mnl_cb_t
    def on_link(nlh, _):
        link = {}

        @mnl_attr_cb_t
        def on_attribute(attr, _):
            kind = lib.mnl_attr_get_type(attr)
            if kind == IFLA_IFNAME:
                if lib.mnl_attr_validate(attr, mnl.MNL_TYPE_NUL_STRING) < 0:
                    return MNL_CB_ERROR
                link[kind] = lib.mnl_attr_get_str(attr).decode()
            elif kind == IFLA_MTU:
                if lib.mnl_attr_validate(attr, mnl.MNL_TYPE_U32) < 0:
                    return MNL_CB_ERROR
                link[kind] = lib.mnl_attr_get_u32(attr)
            return MNL_CB_OK

        result = lib.mnl_attr_parse(nlh, struct.calcsize(IFINFOMSG), on_attribute, None)
        if result == MNL_CB_OK:
            found[link[IFLA_IFNAME]] = link[IFLA_MTU]
        return result

    info = bytes(struct.calcsize(IFINFOMSG))
    _, nlh = message(RTM_GETLINK, NLM_F_REQUEST | NLM_F_DUMP, 17, info)
    assert talk.request(nlh, on_link) == MNL_CB_STOP, ctypes.get_errno()
    return found


class Kernel(TestCase):
    def talk(self, bus=NETLINK_ROUTE, groups=0):
        talk = Talk(bus, groups)
        self.addCleanup(talk.close)
        return talk

    def new_link(self, talk, name, flags, kind=b"veth"):
        info = struct.pack(IFINFOMSG, 0, 0, 0, 0, 0)
        _, nlh = message(RTM_NEWLINK, NLM_F_REQUEST | NLM_F_ACK | flags, 5, info)
        lib.mnl_attr_put_strz(nlh, IFLA_IFNAME, name)
        nest = lib.mnl_attr_nest_start(nlh, IFLA_LINKINFO)
        lib.mnl_attr_put_strz(nlh, IFLA_INFO_KIND, kind)
        lib.mnl_attr_nest_end(nlh, nest)
        return talk.request(nlh)

    def delete_link(self, talk, name):
        info = struct.pack(IFINFOMSG, 0, 0, 0, 0, 0)
        _, nlh = message(RTM_DELLINK, NLM_F_REQUEST | NLM_F_ACK, 6, info)
        lib.mnl_attr_put_strz(nlh, IFLA_IFNAME, name)
        return talk.request(nlh)

    def family(self, talk, name):
        """The id of a generic netlink family, and its multicast groups."""
        _, nlh = message(
            GENL_ID_CTRL,
            NLM_F_REQUEST | NLM_F_ACK,
            3,
            struct.pack("=BBH", CTRL_CMD_GETFAMILY, 1, 0),
        )
        lib.mnl_attr_put_strz(nlh, CTRL_ATTR_FAMILY_NAME, name)
        found = {"groups": {}}

        @mnl_cb_t
        def on_family(nlh, _):
            for attr in attributes(nlh, 4):
                kind = lib.mnl_attr_get_type(attr)
                if kind == CTRL_ATTR_FAMILY_ID:
                    found["id"] = lib.mnl_attr_get_u16(attr)
                elif kind == CTRL_ATTR_FAMILY_NAME:
                    found["name"] = lib.mnl_attr_get_str(attr)
                elif kind == CTRL_ATTR_MCAST_GROUPS:
                    lib.mnl_attr_parse_nested(attr, on_group, None)
            return MNL_CB_OK

        @mnl_attr_cb_t
        def on_group(group, _):
            parts = {}

            @mnl_attr_cb_t
            def on_part(attr, _):
                kind = lib.mnl_attr_get_type(attr)
                parts[kind] = (
                    lib.mnl_attr_get_str(attr) if kind == 1 else lib.mnl_attr_get_u32(attr)
                )
                return MNL_CB_OK

            result = lib.mnl_attr_parse_nested(group, on_part, None)
            found["groups"][parts[1]] = parts[2]
            return result

        return talk.request(nlh, on_family), found

    def test_links(self):
        names = {name for _, name in socket.if_nameindex()}
        self.assertEqual(set(links(self.talk())), names)

    def test_families(self):
        talk = self.talk(NETLINK_GENERIC)
        result, nlctrl = self.family(talk, b"nlctrl")
        self.assertEqual(result, MNL_CB_STOP)
        self.assertEqual((nlctrl["id"], nlctrl["name"]), (GENL_ID_CTRL, b"nlctrl"))
        self.assertIn(b"notify", nlctrl["groups"])
        result, ethtool = self.family(talk, b"ethtool")
        self.assertEqual(result, MNL_CB_STOP)
        self.assertGreater(ethtool["id"], GENL_ID_CTRL)
        self.assertIn(b"monitor", ethtool["groups"])

    def test_no_such_family(self):
        talk = self.talk(NETLINK_GENERIC)
        result, _ = self.family(talk, b"no-such-family")
        self.assertEqual(result, MNL_CB_ERROR)
        self.assertErrno(errno.ENOENT)

    @needs_net_admin
    def test_make_and_delete_links(self):
        talk = self.talk()
        for kind, name in ((b"veth", b"oxnl0"), (b"ifb", b"oxnl1")):
            with self.subTest(kind):
                result = self.new_link(talk, name, NLM_F_CREATE | NLM_F_EXCL, kind)
                if result < 0 and ctypes.get_errno() == errno.EOPNOTSUPP:
                    self.skipTest(f"this kernel has no {kind.decode()} links")
                self.assertEqual((result, ctypes.get_errno()), (MNL_CB_STOP, 0))
                self.assertIn(name.decode(), links(talk))
                result = self.new_link(talk, name, NLM_F_CREATE | NLM_F_EXCL, kind)
                self.assertEqual(result, MNL_CB_ERROR)
                self.assertErrno(errno.EEXIST)
                self.assertEqual(self.delete_link(talk, name), MNL_CB_STOP)
                self.assertNotIn(name.decode(), links(talk))
                self.assertEqual(self.delete_link(talk, name), MNL_CB_ERROR)
                self.assertErrno(errno.ENODEV)

    @needs_net_admin
    def test_route_errors(self):
        talk = self.talk()
        for oif, expected in ((9999, errno.ENODEV), (1, errno.ENETDOWN)):
            with self.subTest(oif=oif):
                # unicast, to 10.9.0.0/16, by the main table
                route = struct.pack(RTMSG, socket.AF_INET, 16, 0, 0, 254, 4, 253, 1, 0)
                _, nlh = message(
                    RTM_NEWROUTE, NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE, 8, route
                )
                lib.mnl_attr_put(nlh, RTA_DST, 4, socket.inet_aton("10.9.0.0"))
                lib.mnl_attr_put_u32(nlh, RTA_OIF, oif)
                self.assertEqual(talk.request(nlh), MNL_CB_ERROR)
                self.assertErrno(expected)

    @needs_net_admin
    def test_extended_acknowledgement(self):
        talk = self.talk()
        on = c_int(1)
        self.assertEqual(
            lib.mnl_socket_setsockopt(talk.nl, NETLINK_EXT_ACK, byref(on), 4), 0
        )
        texts = []

        @mnl_cb_t
        def on_error(nlh, _):
            # struct nlmsgerr, the request, then attributes: 1 is the text
            sent = cast(lib.mnl_nlmsg_get_payload_offset(nlh, 4), MSG)
            for attr in attributes(nlh, 4 + sent[0].nlmsg_len):
                if lib.mnl_attr_get_type(attr) == 1:
                    texts.append(lib.mnl_attr_get_str(attr))
            return MNL_CB_STOP

        info = struct.pack(IFINFOMSG, 0, 0, 0, 0, 0)
        flags = NLM_F_REQUEST | NLM_F_ACK | NLM_F_CREATE | NLM_F_EXCL
        _, nlh = message(RTM_NEWLINK, flags, 5, info)
        nest = lib.mnl_attr_nest_start(nlh, IFLA_LINKINFO)
        lib.mnl_attr_put_strz(nlh, IFLA_INFO_KIND, b"no-such-kind")
        lib.mnl_attr_nest_end(nlh, nest)
        lib.mnl_socket_sendto(talk.nl, nlh, nlh[0].nlmsg_len)
        size = lib.mnl_socket_recvfrom(talk.nl, talk.buffer, len(talk.buffer))
        control = (mnl_cb_t * NLMSG_MIN_TYPE)()
        control[NLMSG_ERROR] = on_error
        result = lib.mnl_cb_run2(
            talk.buffer, size, 5, talk.portid, mnl_cb_t(), None, control, len(control)
        )
        self.assertEqual(result, MNL_CB_STOP)
        self.assertEqual(texts, [b"Unknown device type"])

    @needs_net_admin
    def test_events(self):
        by_bind = self.talk(groups=RTMGRP_LINK)
        by_option = self.talk()
        group = c_int(RTNLGRP_LINK)
        self.assertEqual(
            lib.mnl_socket_setsockopt(
                by_option.nl, NETLINK_ADD_MEMBERSHIP, byref(group), 4
            ),
            0,
        )
        change = ["ip", "link", "set", "dev", "lo", "mtu"]
        self.addCleanup(subprocess.run, change + [str(links(self.talk())["lo"])])
        subprocess.run(change + ["1234"], check=True)
        seen = []

        @mnl_cb_t
        def on_event(nlh, _):
            if nlh[0].nlmsg_type != RTM_NEWLINK:
                return MNL_CB_OK
            for attr in attributes(nlh, struct.calcsize(IFINFOMSG)):
                if lib.mnl_attr_get_type(attr) == IFLA_MTU:
                    seen.append(lib.mnl_attr_get_u32(attr))
                    return MNL_CB_STOP
            return MNL_CB_OK

        for talk in (by_bind, by_option):
            while talk.receive(0, 0, on_event) != MNL_CB_STOP:
                pass
        self.assertEqual(seen, [1234, 1234])

    def test_every_answer_carries_the_request(self):
        # Without the right to do so, too: the kernel answers with an error.
        talk = self.talk()
        _, nlh = message(9999, NLM_F_REQUEST | NLM_F_ACK, 4, bytes(16))
        self.assertEqual(talk.request(nlh), MNL_CB_ERROR)
        self.assertErrno(errno.EOPNOTSUPP)


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: LGPL-2.1-or-later
"""libnl-3 as a ctypes program sees it: sockets, callbacks that are Python functions, errors."""

import ctypes
import errno
import os
import select
import socket
import struct
import subprocess
import unittest
from ctypes import byref, c_int, create_string_buffer

import nl
from nl import lib

NETLINK_ROUTE = 0
NLM_F_DUMP, NLM_F_CREATE, NLM_F_EXCL = 0x300, 0x400, 0x200
RTM_NEWLINK, RTM_DELLINK, RTM_GETLINK = 16, 17, 18
RTNLGRP_LINK = 1
IFLA_IFNAME, IFLA_MTU, IFLA_LINKINFO, IFLA_INFO_KIND = 3, 4, 18, 1
NLE_AGAIN, NLE_NODEV, NLE_BAD_SOCK, NLE_OPNOTSUPP = 4, 31, 3, 10


def ip(*words):
    subprocess.run(["ip", *words], check=True)


class Library(unittest.TestCase):
    def test_data(self):
        self.assertEqual(c_int.in_dll(lib, "nl_ver_num").value, 3 << 8 | 12)
        self.assertEqual(c_int.in_dll(lib, "nl_ver_maj").value, 3)
        self.assertEqual(c_int.in_dll(lib, "nl_ver_min").value, 12)
        self.assertEqual(c_int.in_dll(lib, "nl_ver_mic").value, 0)
        debug = c_int.in_dll(lib, "nl_debug")
        self.assertEqual(debug.value, 0)
        params = nl.nl_dump_params.in_dll(lib, "nl_debug_dp")
        self.assertEqual(params.dp_type, nl.NL_DUMP_DETAILS)
        self.assertTrue(params.dp_fd)

    def test_errors(self):
        self.assertEqual(lib.nl_geterror(0), b"Success")
        self.assertEqual(lib.nl_geterror(-NLE_NODEV), lib.nl_geterror(NLE_NODEV))
        self.assertEqual(lib.nl_size2int(b"2kb"), 2048)

    def test_addresses(self):
        one, other = nl.HANDLE(), nl.HANDLE()
        self.assertEqual(lib.nl_addr_parse(b"10.0.0.1/24", 0, byref(one)), 0)
        self.assertEqual(lib.nl_addr_parse(b"fd00::1", socket.AF_INET6, byref(other)), 0)
        text = create_string_buffer(64)
        self.assertEqual(lib.nl_addr2str(one, text, 64), b"10.0.0.1/24")
        self.assertEqual(lib.nl_addr2str(other, text, 64), b"fd00::1")
        self.assertNotEqual(lib.nl_addr_cmp(one, other), 0)
        lib.nl_addr_put(one)
        lib.nl_addr_put(other)


class Sockets(unittest.TestCase):
    def setUp(self):
        self.sk = lib.nl_socket_alloc()
        self.addCleanup(lib.nl_socket_free, self.sk)
        self.assertEqual(lib.nl_connect(self.sk, NETLINK_ROUTE), 0)

    def test_port(self):
        fd = lib.nl_socket_get_fd(self.sk)
        own = socket.socket(fileno=os.dup(fd))
        self.addCleanup(own.close)
        self.assertEqual(own.getsockname()[0], lib.nl_socket_get_local_port(self.sk))
        self.assertFalse(os.get_inheritable(fd))
        self.assertEqual(lib.nl_connect(self.sk, NETLINK_ROUTE), -NLE_BAD_SOCK)

    def dump_links(self):
        """The names and MTUs of all links, from callbacks."""
        links, finished = {}, []

        @nl.nl_recvmsg_msg_cb_t
        def valid(msg, _):
            header = lib.nlmsg_hdr(msg)
            attrs = (nl.ATTR * (IFLA_MTU + 1))()
            policy = (nl.nla_policy * (IFLA_MTU + 1))()
            policy[IFLA_IFNAME].type = nl.NLA_STRING
            policy[IFLA_MTU].type = nl.NLA_U32
            self.assertEqual(lib.nlmsg_parse(header, 16, attrs, IFLA_MTU, policy), 0)
            name = lib.nla_get_string(attrs[IFLA_IFNAME]).decode()
            links[name] = lib.nla_get_u32(attrs[IFLA_MTU])
            return nl.NL_OK

        @nl.nl_recvmsg_msg_cb_t
        def finish(_msg, _arg):
            finished.append(True)
            return nl.NL_STOP

        lib.nl_socket_modify_cb(self.sk, nl.NL_CB_VALID, nl.NL_CB_CUSTOM, valid, None)
        lib.nl_socket_modify_cb(self.sk, nl.NL_CB_FINISH, nl.NL_CB_CUSTOM, finish, None)
        header = struct.pack("BxHiII", 0, 0, 0, 0, 0)
        sent = lib.nl_send_simple(self.sk, RTM_GETLINK, NLM_F_DUMP, header, len(header))
        self.assertEqual(sent, 16 + len(header))
        self.assertEqual(lib.nl_recvmsgs_default(self.sk), 0)
        self.assertEqual(finished, [True])
        return links

    def test_callbacks(self):
        self.assertEqual(self.dump_links(), {"lo": 65536})
        # The socket is in order for the next request.
        self.assertEqual(self.dump_links(), {"lo": 65536})

    def new_link(self, name, kind=b"bridge"):
        msg = lib.nlmsg_alloc_simple(RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL)
        header = struct.pack("BxHiII", 0, 0, 0, 0, 0)
        self.assertEqual(lib.nlmsg_append(msg, header, len(header), 4), 0)
        self.assertEqual(lib.nla_put_string(msg, IFLA_IFNAME, name), 0)
        nest = lib.nla_nest_start(msg, IFLA_LINKINFO)
        self.assertEqual(lib.nla_put_string(msg, IFLA_INFO_KIND, kind), 0)
        self.assertEqual(lib.nla_nest_end(msg, nest), 0)
        return lib.nl_send_sync(self.sk, msg)

    def test_requests_and_errors(self):
        self.assertEqual(self.new_link(b"br7"), 0)
        self.addCleanup(ip, "link", "del", "br7")
        self.assertIn("br7", self.dump_links())
        # File exists.
        self.assertEqual(self.new_link(b"br7"), -6)
        self.assertEqual(lib.nl_geterror(-6), b"Object exists")

    def test_kernels_words(self):
        self.assertEqual(self.new_link(b"x7", b"nosuch"), -NLE_OPNOTSUPP)
        words = lib.oxnl_socket_get_ext_ack_msg(self.sk)
        # What another program gets to hear.
        add = ["ip", "link", "add", "x7", "type", "nosuch"]
        said = subprocess.run(add, check=False, capture_output=True).stderr
        self.assertTrue(words)
        self.assertIn(words, said)
        # The next success takes it back.
        self.assertEqual(self.dump_links(), {"lo": 65536})
        self.assertIsNone(lib.oxnl_socket_get_ext_ack_msg(self.sk))

    def test_error_callback(self):
        seen = []

        @nl.nl_recvmsg_err_cb_t
        def error(who, err, _):
            seen.append((who[0].nl_pid, err[0].error, err[0].msg.nlmsg_type))
            return nl.NL_STOP

        lib.nl_socket_modify_err_cb(self.sk, nl.NL_CB_CUSTOM, error, None)
        msg = lib.nlmsg_alloc_simple(RTM_DELLINK, 0)
        header = struct.pack("BxHiII", 0, 0, 12345, 0, 0)
        lib.nlmsg_append(msg, header, len(header), 4)
        self.assertEqual(lib.nl_send_sync(self.sk, msg), -NLE_NODEV)
        self.assertEqual(seen, [(0, -errno.ENODEV, RTM_DELLINK)])

    def test_events(self):
        events = []

        @nl.nl_recvmsg_msg_cb_t
        def valid(msg, _):
            events.append(lib.nlmsg_hdr(msg)[0].nlmsg_type)
            return nl.NL_OK

        lib.nl_socket_disable_seq_check(self.sk)
        self.assertEqual(lib.nl_socket_add_membership(self.sk, RTNLGRP_LINK), 0)
        self.assertEqual(lib.nl_socket_set_nonblocking(self.sk), 0)
        lib.nl_socket_modify_cb(self.sk, nl.NL_CB_VALID, nl.NL_CB_CUSTOM, valid, None)
        self.assertEqual(lib.nl_recvmsgs_default(self.sk), -NLE_AGAIN)
        ip("link", "set", "lo", "mtu", "60000")
        self.addCleanup(ip, "link", "set", "lo", "mtu", "65536")
        self.assertTrue(select.select([lib.nl_socket_get_fd(self.sk)], [], [], 5)[0])
        self.assertEqual(lib.nl_recvmsgs_default(self.sk), 0)
        self.assertEqual(events, [RTM_NEWLINK])


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: LGPL-2.1-or-later
"""libnl-genl-3 as a ctypes program sees it: requests to nlctrl and to ethtool."""

import subprocess
import unittest
from ctypes import byref, create_string_buffer

import nl
from nl import genl, lib

GENL_ID_CTRL, CTRL_CMD_GETFAMILY, CTRL_ATTR_FAMILY_ID, CTRL_ATTR_FAMILY_NAME = 16, 3, 1, 2
ETHTOOL_MSG_LINKSTATE_GET, ETHTOOL_MSG_LINKSTATE_GET_REPLY = 6, 6
ETHTOOL_A_LINKSTATE_HEADER, ETHTOOL_A_LINKSTATE_LINK = 1, 2
ETHTOOL_A_HEADER_DEV_NAME = 2
NLE_OBJ_NOTFOUND, NLE_NODEV = 12, 31


def ip(*words):
    subprocess.run(["ip", *words], check=True)


class Generic(unittest.TestCase):
    def setUp(self):
        self.sk = lib.nl_socket_alloc()
        self.addCleanup(lib.nl_socket_free, self.sk)
        self.assertEqual(genl.genl_connect(self.sk), 0)

    def request(self, family, command, version, fill, maxattr):
        """Sends a request and returns the attributes of the answer, as bytes by type."""
        answers = []

        @nl.nl_recvmsg_msg_cb_t
        def valid(msg, _):
            attrs = (nl.ATTR * (maxattr + 1))()
            self.assertEqual(genl.genlmsg_parse(lib.nlmsg_hdr(msg), 0, attrs, maxattr, None), 0)
            found = {}
            for kind in range(maxattr + 1):
                if attrs[kind]:
                    data = lib.nla_data(attrs[kind])
                    found[kind] = nl.ctypes.string_at(data, lib.nla_len(attrs[kind]))
            answers.append(found)
            return nl.NL_OK

        lib.nl_socket_modify_cb(self.sk, nl.NL_CB_VALID, nl.NL_CB_CUSTOM, valid, None)
        msg = lib.nlmsg_alloc()
        self.assertTrue(genl.genlmsg_put(msg, 0, 0, family, 0, 0, command, version))
        fill(msg)
        sent = lib.nl_send_auto(self.sk, msg)
        lib.nlmsg_free(msg)
        self.assertGreater(sent, 0)
        error = lib.nl_recvmsgs_default(self.sk)
        if error == 0:
            error = lib.nl_wait_for_ack(self.sk)
        return error, answers

    def test_nlctrl(self):
        def fill(msg):
            self.assertEqual(lib.nla_put_string(msg, CTRL_ATTR_FAMILY_NAME, b"nlctrl"), 0)

        error, answers = self.request(GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1, fill, 5)
        self.assertEqual(error, 0)
        [answer] = answers
        self.assertEqual(answer[CTRL_ATTR_FAMILY_ID], (16).to_bytes(2, "little"))
        self.assertEqual(answer[CTRL_ATTR_FAMILY_NAME], b"nlctrl\0")

    def test_resolve(self):
        self.assertEqual(genl.genl_ctrl_resolve(self.sk, b"nlctrl"), GENL_ID_CTRL)
        self.assertEqual(genl.genl_ctrl_resolve_grp(self.sk, b"nlctrl", b"notify"), 16)
        self.assertEqual(genl.genl_ctrl_resolve(self.sk, b"no_such"), -NLE_OBJ_NOTFOUND)
        self.assertGreater(genl.genl_ctrl_resolve(self.sk, b"ethtool"), GENL_ID_CTRL)

    def test_cache(self):
        cache = nl.HANDLE()
        self.assertEqual(genl.genl_ctrl_alloc_cache(self.sk, byref(cache)), 0)
        self.addCleanup(lib.nl_cache_free, cache)
        lines = []

        @nl.nl_foreach_t
        def each(obj, _):
            self.assertEqual(lib.nl_object_get_type(obj), b"genl/family")
            room = create_string_buffer(256)
            params = nl.nl_dump_params(dp_type=nl.NL_DUMP_LINE, dp_buflen=256)
            params.dp_buf = nl.ctypes.cast(room, nl.c_char_p)
            lib.nl_object_dump(obj, byref(params))
            lines.append(room.value)

        lib.nl_cache_foreach(cache, each, None)
        self.assertEqual(len(lines), lib.nl_cache_nitems(cache))
        self.assertIn(b"0x0010 nlctrl version 2\n", lines)
        family = genl.genl_ctrl_search_by_name(cache, b"ethtool")
        self.assertEqual(genl.genl_family_get_name(family), b"ethtool")
        self.assertEqual(
            genl.genl_family_get_id(family), genl.genl_ctrl_resolve(self.sk, b"ethtool")
        )
        genl.genl_family_put(family)

    def link_state(self, name):
        def fill(msg):
            nest = lib.nla_nest_start(msg, ETHTOOL_A_LINKSTATE_HEADER)
            self.assertEqual(lib.nla_put_string(msg, ETHTOOL_A_HEADER_DEV_NAME, name), 0)
            self.assertEqual(lib.nla_nest_end(msg, nest), 0)

        family = genl.genl_ctrl_resolve(self.sk, b"ethtool")
        return self.request(family, ETHTOOL_MSG_LINKSTATE_GET, 1, fill, 2)

    def test_ethtool(self):
        ip("link", "add", "v0", "type", "veth", "peer", "name", "v1")
        self.addCleanup(ip, "link", "del", "v0")
        error, answers = self.link_state(b"v0")
        self.assertEqual(error, 0)
        self.assertEqual([answer[ETHTOOL_A_LINKSTATE_LINK] for answer in answers], [b"\0"])
        ip("link", "set", "v1", "up")
        ip("link", "set", "v0", "up")
        error, answers = self.link_state(b"v0")
        self.assertEqual(error, 0)
        self.assertEqual([answer[ETHTOOL_A_LINKSTATE_LINK] for answer in answers], [b"\1"])
        error, answers = self.link_state(b"no-such-link")
        self.assertEqual((error, answers), (-NLE_NODEV, []))


if __name__ == "__main__":
    unittest.main()

# SPDX-License-Identifier: LGPL-2.1-or-later
"""libmnl as a ctypes program sees it: sockets, and real work with the kernel.

Without root, `unshare -rn` does. The tests which change the network need a network namespace of
their own and are skipped elsewhere.
"""

from mnl_helpers import *  # noqa: F403


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

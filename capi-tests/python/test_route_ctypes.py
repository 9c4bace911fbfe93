# SPDX-License-Identifier: LGPL-2.1-or-later
"""libnl-route-3 as a ctypes program sees it: lists, changes, and a cache manager that watches."""

import ctypes
import json
import os
import socket
import subprocess
import unittest
from ctypes import byref, create_string_buffer

import nl
import nl_route
from nl import lib
from nl_route import each, parse, route, text

NLM_F_CREATE, NLM_F_EXCL = 0x400, 0x200
IFF_UP, RT_TABLE_MAIN, RT_SCOPE_UNIVERSE = 0x1, 254, 0
NLE_EXIST, NLE_OBJ_NOTFOUND, NLE_NODEV, NLE_NOADDR = 6, 12, 31, 19


def ip(*words):
    """What `ip -json` finds, which has a libnetlink of its own."""
    said = subprocess.run(["ip", "-json", *words], check=True, capture_output=True).stdout
    return json.loads(said or "[]")


class Routing(unittest.TestCase):
    def setUp(self):
        self.sk = lib.nl_socket_alloc()
        self.addCleanup(lib.nl_socket_free, self.sk)
        self.assertEqual(lib.nl_connect(self.sk, nl_route.NETLINK_ROUTE), 0)

    def ok(self, error):
        self.assertEqual(error, 0, lib.nl_geterror(error))

    def cache(self, alloc, *args):
        cache = nl.HANDLE()
        self.ok(alloc(self.sk, *args, byref(cache)))
        self.addCleanup(lib.nl_cache_free, cache)
        return cache

    def links(self):
        return self.cache(route.rtnl_link_alloc_cache, socket.AF_UNSPEC)

    def link(self, name):
        link = nl.HANDLE()
        self.ok(route.rtnl_link_get_kernel(self.sk, 0, name, byref(link)))
        self.addCleanup(route.rtnl_link_put, link)
        return link

    def add_veth(self):
        # The peer goes into the network namespace of a process: this one.
        self.ok(route.rtnl_link_veth_add(self.sk, b"v0", b"v1", os.getpid()))
        self.addCleanup(subprocess.run, ["ip", "link", "del", "v0"], capture_output=True)

    def change(self, name, fill):
        changes = route.rtnl_link_alloc()
        fill(changes)
        error = route.rtnl_link_change(self.sk, self.link(name), changes, 0)
        route.rtnl_link_put(changes)
        return error

    def up(self, name):
        self.ok(self.change(name, lambda link: route.rtnl_link_set_flags(link, IFF_UP)))

    def address(self, words, ifindex):
        address, local = route.rtnl_addr_alloc(), parse(words)
        self.addCleanup(route.rtnl_addr_put, address)
        route.rtnl_addr_set_ifindex(address, ifindex)
        self.ok(route.rtnl_addr_set_local(address, local))
        lib.nl_addr_put(local)
        return address

    def way(self, words, gateway, ifindex):
        """A route to `words` through `gateway`."""
        way, dst, via = route.rtnl_route_alloc(), parse(words), parse(gateway)
        self.addCleanup(route.rtnl_route_put, way)
        self.ok(route.rtnl_route_set_dst(way, dst))
        hop = route.rtnl_route_nh_alloc()
        route.rtnl_route_nh_set_ifindex(hop, ifindex)
        route.rtnl_route_nh_set_gateway(hop, via)
        # From here on the hop is the route's.
        route.rtnl_route_add_nexthop(way, hop)
        route.rtnl_route_set_scope(way, RT_SCOPE_UNIVERSE)
        route.rtnl_route_set_priority(way, 7)
        lib.nl_addr_put(dst)
        lib.nl_addr_put(via)
        return way

    def test_links(self):
        self.add_veth()
        found = {}
        for link in each(self.links()):
            found[route.rtnl_link_get_name(link).decode()] = {
                "ifindex": route.rtnl_link_get_ifindex(link),
                "mtu": route.rtnl_link_get_mtu(link),
                "address": text(route.rtnl_link_get_addr(link)),
            }
        told = {
            link["ifname"]: {key: link[key] for key in ("ifindex", "mtu", "address")}
            for link in ip("link")
        }
        self.assertEqual(found, told)
        self.assertEqual(set(found), {"lo", "v0", "v1"})
        self.assertEqual(
            nl_route.names(self.sk), {link["ifindex"]: name for name, link in found.items()}
        )

    def test_by_name(self):
        self.add_veth()
        cache = self.links()
        index = route.rtnl_link_name2i(cache, b"v1")
        room = create_string_buffer(16)
        self.assertEqual(route.rtnl_link_i2name(cache, index, room, 16), b"v1")
        self.assertEqual(route.rtnl_link_name2i(cache, b"nosuch"), 0)
        self.assertIsNone(route.rtnl_link_get_by_name(cache, b"nosuch"))
        link = route.rtnl_link_get_by_name(cache, b"v0")
        self.assertEqual(route.rtnl_link_get_type(link), b"veth")
        self.assertEqual(route.rtnl_link_get_link(link), index)
        route.rtnl_link_put(link)
        missing = nl.HANDLE()
        error = route.rtnl_link_get_kernel(self.sk, 0, b"nosuch", byref(missing))
        self.assertEqual(error, -NLE_NODEV)

    def test_change(self):
        self.add_veth()
        self.ok(self.change(b"v0", lambda link: route.rtnl_link_set_mtu(link, 1400)))
        self.assertEqual(ip("link", "show", "v0")[0]["mtu"], 1400)
        flags = route.rtnl_link_str2flags(b"up")
        self.assertEqual(flags, IFF_UP)
        self.ok(self.change(b"v0", lambda link: route.rtnl_link_set_flags(link, flags)))
        self.assertIn("UP", ip("link", "show", "v0")[0]["flags"])
        self.assertTrue(route.rtnl_link_get_flags(self.link(b"v0")) & IFF_UP)
        # Below the least that Ethernet can have; what it is, the kernel says.
        self.assertLess(self.change(b"v0", lambda link: route.rtnl_link_set_mtu(link, 1)), 0)
        self.assertIn(b"mtu", lib.oxnl_socket_get_ext_ack_msg(self.sk))
        self.ok(route.rtnl_link_delete(self.sk, self.link(b"v0")))
        self.assertEqual(set(nl_route.names(self.sk).values()), {"lo"})

    def test_addresses(self):
        self.add_veth()
        index = route.rtnl_link_get_ifindex(self.link(b"v0"))
        one, other = self.address("10.0.0.1/24", index), self.address("fd00::1/64", index)
        self.ok(route.rtnl_addr_set_label(one, b"v0:one"))
        self.ok(route.rtnl_addr_add(self.sk, one, 0))
        self.ok(route.rtnl_addr_add(self.sk, other, 0))
        self.assertEqual(route.rtnl_addr_add(self.sk, one, NLM_F_EXCL), -NLE_EXIST)
        found = [
            (route.rtnl_addr_get_label(address), text(route.rtnl_addr_get_local(address)))
            for address in each(self.cache(route.rtnl_addr_alloc_cache))
            if route.rtnl_addr_get_ifindex(address) == index
        ]
        self.assertEqual(found, [(b"v0:one", "10.0.0.1/24"), (None, "fd00::1/64")])
        told = [
            "{local}/{prefixlen}".format(**address)
            for address in ip("addr", "show", "v0")[0]["addr_info"]
        ]
        self.assertEqual([local for _, local in found], told)
        self.ok(route.rtnl_addr_delete(self.sk, one, 0))
        self.ok(route.rtnl_addr_delete(self.sk, other, 0))
        self.assertEqual(route.rtnl_addr_delete(self.sk, one, 0), -NLE_NOADDR)
        self.assertEqual(ip("addr", "show", "v0")[0]["addr_info"], [])

    def routes(self):
        """The routes of the main table: destination, priority, gateway and link of each hop."""
        found = []
        for way in each(self.cache(route.rtnl_route_alloc_cache, socket.AF_INET, 0)):
            if route.rtnl_route_get_table(way) != RT_TABLE_MAIN:
                continue
            hops = [
                route.rtnl_route_nexthop_n(way, n)
                for n in range(route.rtnl_route_get_nnexthops(way))
            ]
            found.append(
                (
                    text(route.rtnl_route_get_dst(way)),
                    route.rtnl_route_get_priority(way),
                    [text(route.rtnl_route_nh_get_gateway(hop)) for hop in hops],
                    [route.rtnl_route_nh_get_ifindex(hop) for hop in hops],
                )
            )
        return found

    def test_routes(self):
        self.add_veth()
        self.up(b"v0")
        self.up(b"v1")
        index = route.rtnl_link_get_ifindex(self.link(b"v0"))
        self.ok(route.rtnl_addr_add(self.sk, self.address("10.0.0.1/24", index), 0))
        way = self.way("10.7.0.0/16", "10.0.0.7", index)
        self.ok(route.rtnl_route_add(self.sk, way, NLM_F_EXCL))
        self.assertEqual(route.rtnl_route_add(self.sk, way, NLM_F_EXCL), -NLE_EXIST)
        self.assertIn(("10.7.0.0/16", 7, ["10.0.0.7"], [index]), self.routes())
        [told] = ip("route", "show", "10.7.0.0/16")
        self.assertEqual((told["gateway"], told["dev"], told["metric"]), ("10.0.0.7", "v0", 7))

        dst, answer = parse("10.7.1.2"), nl.HANDLE()
        self.ok(route.rtnl_route_lookup(self.sk, dst, byref(answer)))
        hop = route.rtnl_route_nexthop_n(answer, 0)
        self.assertEqual(text(route.rtnl_route_nh_get_gateway(hop)), "10.0.0.7")
        route.rtnl_route_put(answer)
        lib.nl_addr_put(dst)

        self.ok(route.rtnl_route_delete(self.sk, way, 0))
        self.assertEqual(route.rtnl_route_delete(self.sk, way, 0), -NLE_OBJ_NOTFOUND)
        self.assertEqual([way[0] for way in self.routes()], ["10.0.0.0/24"])

    def test_watch(self):
        """A cache manager that calls back into Python while the tests above are done at once."""
        manager, links, addresses, routes = (nl.HANDLE() for _ in range(4))
        seen = []

        @nl_route.change_func_v2_t
        def on_link(_cache, before, after, differing, action, _data):
            link = after or before
            # IPv6 reports links once more, in its own family.
            if route.rtnl_link_get_family(link) == socket.AF_UNSPEC:
                name = route.rtnl_link_get_name(link).decode()
                room = create_string_buffer(256)
                attrs = differing & 0xFFFFFFFF
                words = lib.nl_object_attrs2str(link, attrs, room, 256) if differing else b""
                seen.append(("link", action, name, words.decode()))

        @nl_route.change_func_t
        def on_address(_cache, address, action, _data):
            seen.append(("address", action, text(route.rtnl_addr_get_local(address))))

        @nl_route.change_func_t
        def on_route(_cache, way, action, _data):
            seen.append(("route", action, text(route.rtnl_route_get_dst(way))))

        self.ok(lib.nl_cache_mngr_alloc(None, nl_route.NETLINK_ROUTE, 0, byref(manager)))
        self.addCleanup(lib.nl_cache_mngr_free, manager)
        self.ok(lib.nl_cache_alloc_name(b"route/link", byref(links)))
        self.ok(lib.nl_cache_mngr_add_cache_v2(manager, links, on_link, None))
        self.ok(lib.nl_cache_mngr_add(manager, b"route/addr", on_address, None, byref(addresses)))
        self.ok(lib.nl_cache_mngr_add(manager, b"route/route", on_route, None, byref(routes)))
        self.assertEqual(seen, [])

        def saw(*event):
            for _ in range(100):
                if event in seen:
                    return
                self.assertGreaterEqual(lib.nl_cache_mngr_poll(manager, 100), 0)
            self.fail(f"{event} is not among {seen}")

        self.add_veth()
        saw("link", nl_route.NL_ACT_NEW, "v0", "")
        saw("link", nl_route.NL_ACT_NEW, "v1", "")
        self.ok(self.change(b"v0", lambda link: route.rtnl_link_set_mtu(link, 1400)))
        saw("link", nl_route.NL_ACT_CHANGE, "v0", "mtu")
        self.up(b"v0")
        self.up(b"v1")
        index = route.rtnl_link_get_ifindex(self.link(b"v0"))
        address = self.address("10.0.0.1/24", index)
        self.ok(route.rtnl_addr_add(self.sk, address, 0))
        saw("address", nl_route.NL_ACT_NEW, "10.0.0.1/24")
        way = self.way("10.7.0.0/16", "10.0.0.7", index)
        self.ok(route.rtnl_route_add(self.sk, way, NLM_F_CREATE))
        saw("route", nl_route.NL_ACT_NEW, "10.7.0.0/16")
        # The caches followed.
        link = route.rtnl_link_get_by_name(links, b"v0")
        self.assertEqual(route.rtnl_link_get_mtu(link), 1400)
        route.rtnl_link_put(link)
        locals_ = [text(route.rtnl_addr_get_local(address)) for address in each(addresses)]
        self.assertIn("10.0.0.1/24", locals_)

        self.ok(route.rtnl_route_delete(self.sk, way, 0))
        saw("route", nl_route.NL_ACT_DEL, "10.7.0.0/16")
        self.ok(route.rtnl_addr_delete(self.sk, address, 0))
        saw("address", nl_route.NL_ACT_DEL, "10.0.0.1/24")
        self.ok(route.rtnl_link_delete(self.sk, self.link(b"v0")))
        saw("link", nl_route.NL_ACT_DEL, "v0", "")
        saw("link", nl_route.NL_ACT_DEL, "v1", "")
        left = [link for link in each(links) if route.rtnl_link_get_family(link) == socket.AF_UNSPEC]
        self.assertEqual([route.rtnl_link_get_name(link) for link in left], [b"lo"])

    def test_statistics(self):
        subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
        self.addCleanup(subprocess.run, ["ip", "link", "set", "lo", "down"], check=True)
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
            for _ in range(5):
                out.sendto(b"something", ("127.0.0.1", 9))
        link = self.link(b"lo")
        sent = route.rtnl_link_get_stat(link, nl_route.RTNL_LINK_TX_PACKETS)
        self.assertGreaterEqual(sent, 5)
        self.assertIsInstance(sent, int)

    def test_dump(self):
        room = create_string_buffer(4096)
        params = nl.nl_dump_params(dp_type=nl.NL_DUMP_LINE, dp_buflen=len(room))
        params.dp_buf = ctypes.cast(room, nl.c_char_p)
        lib.nl_object_dump(self.link(b"lo"), byref(params))
        self.assertTrue(room.value.startswith(b"lo loopback "), room.value)


if __name__ == "__main__":
    unittest.main()

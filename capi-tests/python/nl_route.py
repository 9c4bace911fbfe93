# SPDX-License-Identifier: LGPL-2.1-or-later
"""libnl-route-3 for ctypes: one table declares the functions that scripts need.

The library is the file named by the environment variable OXNL_LIBROUTE, or else that which the
dynamic linker finds; nl.py says the same of libnl-3.

    import nl, nl_route
    sk = nl.lib.nl_socket_alloc()
    nl.lib.nl_connect(sk, nl_route.NETLINK_ROUTE)
    print(nl_route.names(sk))
"""

import ctypes
import os
from ctypes import CFUNCTYPE, POINTER, byref, c_char_p, c_int, c_size_t
from ctypes import c_uint, c_uint8, c_uint32, c_uint64, c_void_p

import nl
from nl import HANDLE, lib

NETLINK_ROUTE = 0
NL_AUTO_PROVIDE = 1
NL_ACT_NEW, NL_ACT_DEL, NL_ACT_CHANGE = 1, 2, 5
RTNL_LINK_RX_PACKETS, RTNL_LINK_TX_PACKETS = 0, 1

change_func_t = CFUNCTYPE(None, HANDLE, HANDLE, c_int, c_void_p)
change_func_v2_t = CFUNCTYPE(None, HANDLE, HANDLE, HANDLE, c_uint64, c_int, c_void_p)

# name, what it returns (None: nothing), what it takes
LIBNL = [
    ("nl_addr_get_family", c_int, [HANDLE]),
    ("nl_addr_get_prefixlen", c_uint, [HANDLE]),
    ("nl_cache_alloc_name", c_int, [c_char_p, POINTER(HANDLE)]),
    ("nl_cache_refill", c_int, [HANDLE, HANDLE]),
    ("nl_cache_get_first", HANDLE, [HANDLE]),
    ("nl_cache_get_next", HANDLE, [HANDLE]),
    ("nl_cache_mngr_alloc", c_int, [HANDLE, c_int, c_int, POINTER(HANDLE)]),
    ("nl_cache_mngr_free", None, [HANDLE]),
    ("nl_cache_mngr_get_fd", c_int, [HANDLE]),
    ("nl_cache_mngr_poll", c_int, [HANDLE, c_int]),
    ("nl_cache_mngr_add", c_int, [HANDLE, c_char_p, change_func_t, c_void_p, POINTER(HANDLE)]),
    ("nl_cache_mngr_add_cache_v2", c_int, [HANDLE, HANDLE, change_func_v2_t, c_void_p]),
    ("nl_object_attrs2str", c_char_p, [HANDLE, c_uint32, c_char_p, c_size_t]),
    ("nl_object_put", None, [HANDLE]),
]

LIBROUTE = [
    ("rtnl_link_alloc", HANDLE, []),
    ("rtnl_link_alloc_cache", c_int, [HANDLE, c_int, POINTER(HANDLE)]),
    ("rtnl_link_get_kernel", c_int, [HANDLE, c_int, c_char_p, POINTER(HANDLE)]),
    ("rtnl_link_get_by_name", HANDLE, [HANDLE, c_char_p]),
    ("rtnl_link_name2i", c_int, [HANDLE, c_char_p]),
    ("rtnl_link_i2name", c_char_p, [HANDLE, c_int, c_char_p, c_size_t]),
    ("rtnl_link_get_name", c_char_p, [HANDLE]),
    ("rtnl_link_get_type", c_char_p, [HANDLE]),
    ("rtnl_link_get_ifindex", c_int, [HANDLE]),
    ("rtnl_link_get_link", c_int, [HANDLE]),
    ("rtnl_link_get_family", c_int, [HANDLE]),
    ("rtnl_link_get_mtu", c_uint, [HANDLE]),
    ("rtnl_link_get_flags", c_uint, [HANDLE]),
    ("rtnl_link_get_addr", HANDLE, [HANDLE]),
    ("rtnl_link_get_stat", c_uint64, [HANDLE, c_int]),
    ("rtnl_link_str2flags", c_int, [c_char_p]),
    ("rtnl_link_set_flags", None, [HANDLE, c_uint]),
    ("rtnl_link_set_mtu", None, [HANDLE, c_uint]),
    ("rtnl_link_veth_add", c_int, [HANDLE, c_char_p, c_char_p, c_int]),
    ("rtnl_link_change", c_int, [HANDLE, HANDLE, HANDLE, c_int]),
    ("rtnl_link_delete", c_int, [HANDLE, HANDLE]),
    ("rtnl_link_put", None, [HANDLE]),
    ("rtnl_addr_alloc", HANDLE, []),
    ("rtnl_addr_alloc_cache", c_int, [HANDLE, POINTER(HANDLE)]),
    ("rtnl_addr_set_ifindex", None, [HANDLE, c_int]),
    ("rtnl_addr_set_local", c_int, [HANDLE, HANDLE]),
    ("rtnl_addr_set_label", c_int, [HANDLE, c_char_p]),
    ("rtnl_addr_get_ifindex", c_int, [HANDLE]),
    ("rtnl_addr_get_local", HANDLE, [HANDLE]),
    ("rtnl_addr_get_label", c_char_p, [HANDLE]),
    ("rtnl_addr_add", c_int, [HANDLE, HANDLE, c_int]),
    ("rtnl_addr_delete", c_int, [HANDLE, HANDLE, c_int]),
    ("rtnl_addr_put", None, [HANDLE]),
    ("rtnl_route_alloc", HANDLE, []),
    ("rtnl_route_alloc_cache", c_int, [HANDLE, c_int, c_int, POINTER(HANDLE)]),
    ("rtnl_route_lookup", c_int, [HANDLE, HANDLE, POINTER(HANDLE)]),
    ("rtnl_route_set_dst", c_int, [HANDLE, HANDLE]),
    ("rtnl_route_set_scope", None, [HANDLE, c_uint8]),
    ("rtnl_route_set_priority", None, [HANDLE, c_uint32]),
    ("rtnl_route_add_nexthop", None, [HANDLE, HANDLE]),
    ("rtnl_route_get_dst", HANDLE, [HANDLE]),
    ("rtnl_route_get_table", c_uint32, [HANDLE]),
    ("rtnl_route_get_priority", c_uint32, [HANDLE]),
    ("rtnl_route_get_nnexthops", c_int, [HANDLE]),
    ("rtnl_route_nexthop_n", HANDLE, [HANDLE, c_int]),
    ("rtnl_route_nh_alloc", HANDLE, []),
    ("rtnl_route_nh_set_ifindex", None, [HANDLE, c_int]),
    ("rtnl_route_nh_get_ifindex", c_int, [HANDLE]),
    ("rtnl_route_nh_set_gateway", None, [HANDLE, HANDLE]),
    ("rtnl_route_nh_get_gateway", HANDLE, [HANDLE]),
    ("rtnl_route_add", c_int, [HANDLE, HANDLE, c_int]),
    ("rtnl_route_delete", c_int, [HANDLE, HANDLE, c_int]),
    ("rtnl_route_put", None, [HANDLE]),
]

route = ctypes.CDLL(os.environ.get("OXNL_LIBROUTE", "libnl-route-3.so.200"))
nl.declare(lib, LIBNL)
nl.declare(route, LIBROUTE)


def each(cache):
    """The objects of a cache, which stay the cache's."""
    found = lib.nl_cache_get_first(cache)
    while found:
        yield found
        found = lib.nl_cache_get_next(found)


def text(addr):
    """An address as text, None for NULL."""
    room = ctypes.create_string_buffer(128)
    return lib.nl_addr2str(addr, room, len(room)).decode() if addr else None


def parse(words):
    """An address made of text; the caller gives it back with nl_addr_put()."""
    addr = HANDLE()
    error = lib.nl_addr_parse(words.encode(), 0, byref(addr))
    if error:
        raise ValueError(lib.nl_geterror(error).decode())
    return addr


def names(sk):
    """The names of all links, by their numbers."""
    cache = HANDLE()
    error = route.rtnl_link_alloc_cache(sk, 0, byref(cache))
    if error:
        raise OSError(lib.nl_geterror(error).decode())
    found = {
        route.rtnl_link_get_ifindex(link): route.rtnl_link_get_name(link).decode()
        for link in each(cache)
    }
    lib.nl_cache_free(cache)
    return found

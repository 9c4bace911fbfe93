#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""List the network links of this machine with libmnl, through ctypes alone."""
import ctypes
import os
import struct

mnl = ctypes.CDLL(os.environ.get("OXNL_LIBMNL", "libmnl.so.0"))
mnl.mnl_socket_open.restype = mnl.mnl_nlmsg_put_header.restype = ctypes.c_void_p
mnl.mnl_attr_get_str.restype = ctypes.c_char_p
Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
GETLINK, REQUEST, DUMP, IFNAME, MTU, UP = 18, 0x1, 0x300, 3, 4, 0x1
link = {}


@Callback
def on_attribute(attr, _):
    link[mnl.mnl_attr_get_type(ctypes.c_void_p(attr))] = ctypes.c_void_p(attr)
    return 1


@Callback
def on_link(message, _):  # 16 bytes of nlmsghdr, 16 of ifinfomsg, then attributes
    _, _, index, flags, _ = struct.unpack("=BxHiII", ctypes.string_at(message + 16, 16))
    mnl.mnl_attr_parse(ctypes.c_void_p(message), 16, on_attribute, None)
    name, mtu = mnl.mnl_attr_get_str(link[IFNAME]), mnl.mnl_attr_get_u32(link[MTU])
    print(f"{index}: {name.decode()} mtu {mtu} {'up' if flags & UP else 'down'}")
    return 1


socket = ctypes.c_void_p(mnl.mnl_socket_open(0))
buffer = ctypes.create_string_buffer(32768)
request = ctypes.c_void_p(mnl.mnl_nlmsg_put_header(buffer))
mnl.mnl_nlmsg_put_extra_header(request, ctypes.c_size_t(16))
struct.pack_into("=HH", buffer, 4, GETLINK, REQUEST | DUMP)
mnl.mnl_socket_sendto(socket, buffer, ctypes.c_size_t(32))
while (size := mnl.mnl_socket_recvfrom(socket, buffer, ctypes.c_size_t(32768))) > 0:
    if mnl.mnl_cb_run(buffer, ctypes.c_size_t(size), 0, 0, on_link, None) <= 0:
        break
mnl.mnl_socket_close(socket)

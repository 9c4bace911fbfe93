#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnozzle, which corosync makes its tap devices with.
# needs: libnozzle.so.1(libnozzle1) python3(python3) ip(iproute2)
# mask: s/scope global (tentative )?$/scope global / -- the kernel finishes an IPv6 address some time later
. "$(dirname "$0")/../lib.sh"

setup_links
[ -c /dev/net/tun ] || echo 'no /dev/net/tun'
cat >nozzle.py <<'EOF'
import ctypes
import os
import subprocess

lib = ctypes.CDLL("libnozzle.so.1", use_errno=True)
lib.nozzle_open.restype = ctypes.c_void_p
lib.nozzle_get_name_by_handle.restype = ctypes.c_char_p


def show():
    for words in (["-d", "addr", "show", "noz0"], ["route"], ["-6", "route", "show", "dev", "noz0"]):
        said = subprocess.run(["ip", *words], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(said.stdout.decode())


name = ctypes.create_string_buffer(b"noz0", 16)
handle = ctypes.c_void_p(lib.nozzle_open(name, 16, None))
print(name.value, bool(handle), os.strerror(ctypes.get_errno()))


def call(function, *args):
    ctypes.set_errno(0)
    result = getattr(lib, function)(handle, *args)
    print(function, args, result, os.strerror(ctypes.get_errno()))


# No address of its own accord.
with open("/proc/sys/net/ipv6/conf/noz0/addr_gen_mode", "w") as file:
    file.write("1")
call("nozzle_set_mac", b"02:00:00:00:00:55")
call("nozzle_set_mtu", 1400)
call("nozzle_get_mtu")
call("nozzle_set_mtu", 70000)
call("nozzle_add_ip", b"10.5.0.1", b"24")
call("nozzle_add_ip", b"10.5.0.1", b"24")
call("nozzle_add_ip", b"10.5.0.2", b"24")
call("nozzle_add_ip", b"fd05::1", b"64")
call("nozzle_add_ip", b"nonsense", b"24")
show()
call("nozzle_set_up")
show()
call("nozzle_del_ip", b"10.5.0.2", b"24")
call("nozzle_del_ip", b"10.5.0.9", b"24")
call("nozzle_set_down")
call("nozzle_set_up")
call("nozzle_set_mtu", 1300)
call("nozzle_reset_mtu")
show()
print(lib.nozzle_get_name_by_handle(handle))
print(lib.nozzle_close(handle))
show()
EOF
run python3 nozzle.py

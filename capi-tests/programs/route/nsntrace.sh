#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nsntrace: a program in a network namespace which libnl-route has cabled to the outer one.
# needs: nsntrace(nsntrace) iptables(iptables) ip(iproute2)
# mask: s/@if[0-9]+/@ifN/; s/Finished capturing [0-9]+ packets/Finished capturing N packets/ -- IPv6 talks at random times, and a device gets a free number
# root: it makes namespaces of its own
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly ip route add default via 10.0.0.254
run nsntrace -d v0 true
echo 1 >/proc/sys/net/ipv4/ip_forward
# It may look for its device before there is one.
traced() {
    timeout $LIMIT nsntrace -d v0 sh -c 'ip -4 -br addr; ip route; sleep 0.2' >trace.out
}
poll traced
cat trace.out
# What the traced program's side says before its end comes is chance.
nsntrace -d nosuch true 2>&1 | grep -e '^Unknown' -e '^Failed'
run ip -br link

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# All formats of links, among which no veth is: with one, Debian's library crashes.
# needs: nl-link-list(libnl-utils) ip(iproute2)
# mask: s/create-stamp .*// -- times, and one that is drawn by lot
# mask: /^ +(0x[0-9a-f]+ +[0-9]+ *)+$/d; s/( +0x[0-9a-f]+ +[0-9]+)+ *$//; s/^ +// -- settings without a name: up to the last that the kernel's headers had
. "$(dirname "$0")/../lib.sh"

for scope in default all; do
    echo 1 >/proc/sys/net/ipv6/conf/$scope/disable_ipv6
done
quietly ip link set lo up
quietly ip link add br0 address 02:00:00:00:00:10 type bridge
quietly ip link add br1 address 02:00:00:00:00:11 type bridge
quietly ip link add i0 address 02:00:00:00:00:12 type ifb
quietly ip link add vx0 address 02:00:00:00:00:13 type vxlan id 42 remote 10.0.0.9 local 10.0.0.1 dstport 4789 ttl 9
quietly ip link add mv0 link br1 address 02:00:00:00:00:14 type macvlan mode bridge
quietly ip link set i0 master br0

for format in '' --details --stats; do
    # shellcheck disable=SC2086
    run nl-link-list $format
done
for link in br0 br1 i0 vx0 mv0; do
    run nl-link-list --details --name=$link
done
run nl-link-list --stats --mtu=65536

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnl's own tools for links, on Debian's libnl-cli and whichever libnl-route.
# needs: nl-link-list(libnl-utils) ip(iproute2) bridge(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_links
quietly ip link add br0 address 02:00:00:00:00:10 type bridge
quietly ip link set br0 addrgenmode none
quietly ip link set v1 master br0 alias 'a port'

section 'Lists'
# With a veth, and more than one line per link, Debian's crashes: see nl-links-details.sh.
run nl-link-list
run nl-link-list --name=v0
run nl-link-list --mtu=65536
run nl-link-list --name=nosuch
run nl-link-list --txqlen=1000
run nl-link-name2ifindex lo
run nl-link-name2ifindex nosuch
run nl-link-ifindex2name 1
run nl-link-ifindex2name 4711
run nl-link-stats --list
run nl-link-stats --name=br0 rx_packets tx_bytes
run nl-link-stats --name=br0

section 'The neighbours of a bridge'
quietly bridge fdb add 02:00:00:00:00:99 dev v1 master static vlan 1
quietly bridge fdb add 02:00:00:00:00:98 dev v1 master
run nl-neigh-list --family=bridge --lladdr=02:00:00:00:00:99
run nl-neigh-list --family=bridge --lladdr=02:00:00:00:00:98 --format=details

section 'Changes'
run nl-link-set --name=v0 --mtu=1400
run nl-link-set --name=v0 --txqlen=77 --ifalias='a name'
run nl-link-set --name=v0 --state=down
run nl-link-set --name=v0 --rename=w0
run nl-link-set --name=w0 --state=up
run nl-link-set --name=w0 --mtu=1
run nl-link-set --name=w0 --mtu=nonsense
run nl-link-set --quiet --name=lo --state=up
run nl-link-set --name=nosuch --state=up
run ip -d link show w0
run nl-link-list --name=w0
run nl-link-set --mtu=1410
run nl-link-list

section 'Other tools'
run nl-list-caches
run nl-list-caches --details
run nl-link-set --no-such-option
run nl-link-list --version

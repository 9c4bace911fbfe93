#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ip: events as they come, and rtmon, which records them for later.
# needs: ip(iproute2) rtmon(iproute2)
# mask: s/^Timestamp: .*/Timestamp: T/; s/^\[[0-9T:.-]+\]/[T]/ -- when it happened
. "$(dirname "$0")/../lib.sh"

setup_veth

# All that the listener is to see; the last thing is what heard waits for.
trigger() {
    quietly ip link add name e0 address 02:00:00:00:00:03 type ifb
    quietly ip link set dev e0 mtu 1300
    quietly ip address add 10.5.0.1/24 dev v0
    quietly ip address add fd00:5::1/64 dev v0 nodad
    # A kernel thread finishes what the command began.
    heard 'local fd00:5::1'
    quietly ip route add 10.6.0.0/16 via 10.5.0.9
    quietly ip -6 route add blackhole fd00:6::/64
    quietly ip rule add from 10.6.0.0/16 table 7 priority 9
    quietly ip neighbour add 10.5.0.9 lladdr 02:00:00:00:01:01 dev v0 nud permanent
    quietly ip nexthop add id 5 via 10.5.0.9 dev v0
    quietly ip netconf show
    quietly ip nexthop delete id 5
    quietly ip neighbour delete 10.5.0.9 dev v0
    quietly ip rule delete priority 9
    quietly ip -6 route delete blackhole fd00:6::/64
    quietly ip route delete 10.6.0.0/16
    quietly ip address delete fd00:5::1/64 dev v0
    quietly ip address delete 10.5.0.1/24 dev v0
    quietly ip link delete e0
    quietly ip route add blackhole 10.99.0.0/16
    heard 'blackhole 10.99.0.0/16'
    quietly ip route delete 10.99.0.0/16
}

section everything
listen 0 ip monitor all
trigger
hush

section with labels, details and time
listen 0 ip -d -ts monitor label
trigger
hush

section JSON
listen 0 ip -j monitor link address route
trigger
hush

section one object
listen 0 ip -o monitor link
quietly ip link set dev v0 mtu 1401
quietly ip address add 10.5.0.1/24 dev v0
quietly ip link set dev v0 mtu 1402
heard 'mtu 1402'
hush

section recorded
listen 0 rtmon file events link address route
quietly ip link set dev v1 mtu 1400
quietly ip address add 10.7.0.1/24 dev v1
quietly ip route add 10.8.0.0/16 dev v1
quietly ip route add blackhole 10.99.0.0/16
recorded() {
    ip monitor file events | grep -q 'blackhole 10.99.0.0/16'
}
poll recorded
hush
run ip monitor file events
run ip monitor file no-such-file
run rtmon file no-such-directory/events

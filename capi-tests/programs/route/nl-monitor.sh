#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nl-monitor: events of all kinds, but no details of a veth, at which Debian's crashes.
# needs: nl-monitor(libnl-utils) stdbuf(coreutils) tc(iproute2) ip(iproute2)
# mask: s/(created|last-updated) boot-time\+[^l]*/\1 N /g; s/(confirmed|used|updated) [0-9]+/\1 N/g -- times
. "$(dirname "$0")/../lib.sh"

changes() {
    change
    # The last event of each kind is not shown whole.
    quietly ip addr add 10.3.0.2/24 dev v0
    quietly ip route add 10.5.0.0/16 via 10.0.0.9
    quietly tc qdisc add dev v0 root handle 9: htb
    quietly ip neigh add 10.0.0.78 lladdr 02:00:00:00:00:78 dev v0
    quietly ip addr del 10.3.0.2/24 dev v0
    quietly ip route del 10.5.0.0/16
    quietly tc qdisc del dev v0 root
    quietly ip neigh del 10.0.0.78 dev v0
}

change() {
    quietly ip addr add 10.3.0.1/24 dev v0
    quietly ip addr del 10.3.0.1/24 dev v0
    quietly ip route add 10.4.0.0/16 via 10.0.0.9
    quietly ip route del 10.4.0.0/16
    quietly tc qdisc add dev v0 root handle 1: htb default 20
    quietly tc class add dev v0 parent 1: classid 1:1 htb rate 10mbit
    quietly tc filter add dev v0 parent 1: protocol ip prio 1 u32 match ip dst 10.0.0.9/32 flowid 1:1
    quietly tc qdisc del dev v0 root
    quietly ip neigh add 10.0.0.77 lladdr 02:00:00:00:00:77 dev v0
    quietly ip neigh del 10.0.0.77 dev v0
}

# monitor FORMAT GROUP LAST: all that happens up to the line LAST.
monitor() {
    listen 0 stdbuf -oL nl-monitor --format="$1" "$2"
    changes
    heard "$3"
    hush
}

setup_veth4
quietly ip link add br1 index 70 type bridge
for format in brief details stats; do
    section "$format"
    monitor $format ipv4-ifaddr 10.3.0.2
    monitor $format ipv4-route 10.5.0.0
    monitor $format neigh 10.0.0.78
    monitor $format tc 'htb dev v0 id 9:'
done

section 'links'
quietly ip link del v0
listen 0 stdbuf -oL nl-monitor --format=brief link
quietly ip link add br7 index 77 address 02:00:00:00:00:10 type bridge
quietly ip link set br7 mtu 1400
quietly ip link del br7
quietly ip link add br8 index 78 address 02:00:00:00:00:11 type bridge
heard br8
hush
run nl-monitor --help

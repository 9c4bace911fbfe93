#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# bridge: forwarding and multicast databases, ports, and the VLAN commands,
# which fail where the kernel has no VLAN filtering.
# needs: bridge(iproute2) ip(iproute2)
# mask: s/( temp .*) [0-9]+\.[0-9]+$/\1 T/; s/used [0-9]+\/[0-9]+ ?//; s/"(used|updated)": ?[0-9]+,?//g; s/("?timer"?:?) +"?[0-9.]+"?/\1 N/g -- ages of entries
# mask: s/^Timestamp: .*/Timestamp: T/; s/^\[[0-9T:.-]+\]/[T]/ -- when it happened
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly ip link add name br0 address 02:00:00:00:00:03 \
    type bridge mcast_snooping 1 mcast_querier 0 mcast_router 0
quietly ip link add name vx0 address 02:00:00:00:00:06 \
    type vxlan id 42 dstport 4789 local 10.0.0.1 dev v1
quietly ip link add name p0 address 02:00:00:00:00:07 \
    type veth peer name p1 address 02:00:00:00:00:08
for device in p0 vx0; do
    quietly ip link set dev $device addrgenmode none
    quietly ip link set dev $device master br0
    quietly ip link set dev $device up
done
quietly ip link set dev p1 up
quietly ip link set dev br0 up
forwarding() {
    bridge link show dev p0 | grep -q 'state forwarding'
}
poll forwarding
poll is_up br0
poll is_up p0

section ports
run bridge link show
run bridge -d link show dev p0
run bridge -j -p -d link show
run bridge link set dev p0 cost 50 priority 5 hairpin on guard on root_block on
run bridge link set dev p0 learning off flood off mcast_flood off bcast_flood off
run bridge link set dev p0 isolated on neigh_suppress on fastleave on
run bridge -d link show dev p0
run bridge link set dev p0 state 1
run bridge -s link show master br0
run bridge link set dev p0 state 3
run bridge link set dev p0 cost 0
run bridge link set dev p0 priority 999
run bridge link set dev p0 state 9
run bridge link set dev p0 locked on mab on
run bridge link set dev v0 cost 5
run bridge link set dev no-such-link cost 5
run bridge link set dev p0 vlan_tunnel on
run bridge link set dev p0 hwmode vepa
run bridge link show dev no-such-link

section forwarding database
run bridge fdb add 02:00:00:00:02:01 dev p0 master static
run bridge fdb add 02:00:00:00:02:02 dev p0 master permanent
run bridge fdb add 02:00:00:00:02:03 dev p0 master dynamic sticky
run bridge fdb append 02:00:00:00:02:04 dev vx0 self dst 10.0.0.9 vni 77 port 5000 via v1
run bridge fdb append 00:00:00:00:00:00 dev vx0 self dst 10.0.0.8 src_vni 42
run bridge fdb append 00:00:00:00:00:00 dev vx0 self dst 10.0.0.7
run bridge fdb add 33:33:00:00:00:99 dev v0 self
run_sorted bridge fdb show
run_sorted bridge -s -d fdb show br br0
run bridge fdb show br br0 brport p0 state static
run bridge fdb show dev v0
run bridge fdb get 02:00:00:00:02:01 br br0
run bridge -j fdb get 02:00:00:00:02:04 dev vx0
run bridge fdb replace 02:00:00:00:02:01 dev vx0 master static
run bridge fdb add 02:00:00:00:02:02 dev p0 master permanent
run bridge fdb add 02:00:00:00:02:05 dev v0 master
run bridge fdb add 02:00:00:00:02:05 dev v0 self nhid 5
run bridge fdb add 02:00:00:00:02:05 dev vx0 self dst 10.0.0.9 nhid 5
run bridge fdb add 02:00 dev p0 master
run bridge fdb add 02:00:00:00:02:05 dev p0 master vlan 5
run bridge fdb add 02:00:00:00:02:05 dev no-such-link
run bridge fdb get 02:00:00:00:02:99 br br0
run bridge fdb get 02:00:00:00:02:99 br no-such-link
run bridge fdb delete 02:00:00:00:02:99 dev p0 master
run bridge fdb delete 02:00:00:00:02:04 dev vx0 self
run bridge fdb flush dev br0
run bridge fdb flush dev p0 master static
run_sorted bridge fdb show br br0

section multicast database
run bridge mdb add dev br0 port p0 grp 239.1.1.1 permanent
run bridge mdb add dev br0 port p0 grp ff05::99 temp
run bridge mdb add dev br0 port p0 grp 01:00:5e:01:02:03 permanent
run bridge mdb add dev br0 port br0 grp 239.1.1.2
run_sorted bridge mdb show
run_sorted bridge -d -s mdb show dev br0
run bridge mdb add dev br0 port p0 grp 239.1.1.1 permanent
run bridge mdb add dev br0 port p0 grp 10.0.0.1
run bridge mdb add dev br0 port p0 grp ff02::1
run bridge mdb add dev br0 port p0 grp 239.1.1.9 src 10.0.0.9
run bridge mdb add dev br0 port v0 grp 239.1.1.9
run bridge mdb add dev v0 port p0 grp 239.1.1.9
run bridge mdb add dev br0 port p0 grp 239.1.1.9 vid 5000
run bridge mdb delete dev br0 port p0 grp 239.1.1.8
run bridge mdb delete dev br0 port p0 grp 239.1.1.1
run bridge mdb show dev no-such-link

section VLANs
run bridge vlan show
run bridge -j vlan show
run bridge vlan add dev p0 vid 5 pvid untagged
run bridge vlan add dev p0 vid 9-5
run bridge vlan delete dev p0 vid 5
run bridge vlan set dev p0 vid 5 state forwarding
run bridge vlan global show dev br0
run bridge vlan global set dev br0 vid 5 mcast_snooping 1
run bridge vlan tunnelshow
run bridge -s vlan show
run bridge vni show
run bridge vni add dev vx0 vni 5

section batch
cat >batch <<'EOF'
fdb add 02:00:00:00:03:01 dev p0 master static
fdb add 02:00:00:00:03:01 dev no-such-link
fdb delete 02:00:00:00:03:01 dev p0 master
EOF
run bridge -batch batch
run bridge -force -batch batch

section events
listen 0 bridge -t monitor all
quietly bridge fdb add 02:00:00:00:04:01 dev p0 master static
quietly bridge mdb add dev br0 port p0 grp 239.1.1.5 permanent
quietly bridge link set dev p0 cost 60
quietly bridge mdb delete dev br0 port p0 grp 239.1.1.5
quietly bridge fdb delete 02:00:00:00:04:01 dev p0 master
heard 'Deleted 02:00:00:00:04:01'
hush
run bridge monitor no-such-object

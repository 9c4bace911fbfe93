#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ip: links of all kinds, in text and JSON, with details and statistics, and
# what the kernel says about wrong requests.
# needs: ip(iproute2)
# mask: s/gc_timer +[0-9.]+/gc_timer N/; s/"gc_timer": ?[0-9.]+/"gc_timer": N/ -- counts down
. "$(dirname "$0")/../lib.sh"

setup_veth4

section create
run ip link add name br0 address 02:00:00:00:00:03 type bridge \
    stp_state 1 forward_delay 400
run ip link add name mv0 link v0 address 02:00:00:00:00:04 \
    type macvlan mode bridge
run ip link add name ifb0 address 02:00:00:00:00:05 mtu 1400 \
    numtxqueues 4 numrxqueues 4 type ifb
run ip link add name vx0 address 02:00:00:00:00:06 type vxlan id 42 \
    local 10.0.0.1 remote 10.0.0.9 dstport 4789 ttl 5 dev v0
run ip link add name vx1 address 02:00:00:00:00:07 type vxlan id 43 \
    group 239.1.1.1 dev v1 dstport 0 nolearning proxy l2miss l3miss
run ip link add name mt0 link v1 address 02:00:00:00:00:08 \
    type macvtap mode private
run ip tuntap add dev tun0 mode tun
run ip tuntap add dev tap0 mode tap user 0 multi_queue
run ip link set tap0 address 02:00:00:00:00:09
run ip link add name x0 address 02:00:00:00:00:0a \
    type veth peer name x1 address 02:00:00:00:00:0b mtu 9000

section change
run ip link set dev x0 name y0
run ip link set dev y0 mtu 1280 txqueuelen 17 alias 'a link with a long alias'
run ip link set dev y0 group 7 address 02:00:00:00:00:0c
run ip link set dev y0 arp off multicast off promisc on
run ip link set dev x1 up
run ip link set dev y0 master br0
run ip link set dev br0 type bridge ageing_time 1000 priority 4096 mcast_snooping 0
run ip link set dev y0 type bridge_slave cost 9 priority 3 hairpin on learning off
run ip link set dev mv0 type macvlan mode passthru
run ip link set dev ifb0 addrgenmode stable_secret
run ip link set dev ifb0 addrgenmode none
run ip link property add dev ifb0 altname another-name altname third
run ip link show another-name
run ip link property del dev ifb0 altname third
run ip link set dev ifb0 gso_max_size 30000 gso_max_segs 100 gro_max_size 40000

section list
run ip link show
run ip -d link show
run ip -d -s -s link show
run ip -o link show up
run ip -br link show
run ip -br -c=never address show
run ip link show type veth
run ip link show type bridge_slave
run ip link show master br0
run ip link show group 7
run ip -4 -d address show dev v0
run ip -j link show
run ip -j -p -d -s link show
run ip -d -j link show dev vx1
run ip link xstats type bridge dev br0
run ip stats show dev v0 group link
run ip -j stats show dev ifb0

section errors
run ip link add name br0 type bridge
run ip link add name n0 type bridge vlan_filtering 1
run ip link add name too-long-a-name-for-a-link type bridge
run ip link add name x/y type ifb
run ip link add name n0 type no-such-kind
run ip link add name n0 type tun
run ip link add name n0 link none type macvlan
run ip link add name n0 link v0 type macvlan mode no-such-mode
run ip link add name n0 address 01:00:00:00:00:01 type ifb
run ip link add name n0 mtu 10 type bridge
run ip link add name n0 numtxqueues 5000 type ifb
run ip link add name n0 type vxlan id 42 local 10.0.0.1 remote 10.0.0.9 dstport 4789 dev v0
run ip link add name n0 type vxlan id 16777216
run ip link add name n0 type vxlan id 1 remote 10.0.0.1 group 239.1.1.1
run ip link add name n0 type vxlan id 1 dstport 0 local fd00::1 remote 10.0.0.1
run ip link add name n0 type veth peer name v1
run ip link add name n0 index -5 type ifb
run ip link add name n0 index 2 type ifb
run ip link show no-such-link
run ip link show type
run ip link set dev no-such-link up
run ip link set dev lo master br0
run ip link set dev br0 master br0
run ip link set dev v0 mtu 3
run ip link set dev v0 mtu 70000
run ip link set dev v0 address 02:00
run ip link set dev v0 name v1
run ip link set dev v0 netns no-such-netns
run ip link set dev v0 netns 999999999
run ip link set dev v0 vf 0 mac 02:00:00:00:00:0d
run ip link set dev v0 type bridge_slave cost 3
run ip link set dev br0 type bridge group_address 02:00:00:00:00:00
run ip link set dev br0 type bridge vlan_protocol 0x1234
run ip link set dev br0 type bridge forward_delay 1
run ip link set dev y0 type bridge_slave priority 900
run ip link set dev y0 type bridge_slave state 9
run ip link set dev mv0 type macvlan mode source macaddr add 01:00:00:00:00:00
run ip link set dev v0 xdp object no-such-file.o
run ip link set dev v0 gso_max_size 99999999
run ip link property add dev v0 altname v1
run ip link property del dev v0 altname none
run ip link delete dev lo
run ip link delete no-such-link
run ip link delete group 99
run ip link no-such-command

section batch
cat >batch <<'EOF'
link add name b0 address 02:00:00:00:00:0e type ifb
link set dev b0 mtu 1300 up

# a comment
link show dev b0
link set dev b0 name lo
link set dev no-such-link up
link delete b0
EOF
run ip -batch batch
run ip -force -batch batch
run_from batch ip -force -d -batch -

section delete
run ip link set dev y0 nomaster
run ip link set dev mv0 group 7
run ip link delete group 7
run ip link delete br0
run ip link delete mt0 type macvtap
run ip tuntap del dev tun0 mode tun
run ip link show

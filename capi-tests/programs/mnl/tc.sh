#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# tc: queueing disciplines, classes, filters and actions, and how the kernel
# explains what it rejects.
# needs: tc(iproute2) ip(iproute2)
# mask: s/ (installed|used|firstused|expires) [0-9]+ sec//g; s/"(installed|last_used|first_used|expires)":[0-9]+,//g; /^ +"(installed|last_used|first_used|expires)": [0-9]+,$/d -- ages of actions, which are left out until they can be measured
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly ip link add name ifb0 address 02:00:00:00:00:05 numtxqueues 4 type ifb
quietly ip link set dev ifb0 up

section qdiscs and classes
run tc qdisc add dev v0 root handle 1: htb default 0x30 r2q 5
run tc class add dev v0 parent 1: classid 1:1 htb rate 100mbit burst 15k
run tc class add dev v0 parent 1:1 classid 1:10 htb rate 10mbit ceil 20mbit prio 3 quantum 3000
run tc class add dev v0 parent 1:1 classid 1:20 htb rate 500kbit ceil 1gbit burst 5k cburst 6k overhead 8 mpu 64 linklayer atm
run tc class add dev v0 parent 1:1 classid 1:30 htb rate 20gbit
run tc qdisc add dev v0 parent 1:10 handle 10: tbf rate 5mbit burst 10k latency 50ms peakrate 8mbit mtu 1600
run tc qdisc add dev v0 parent 1:20 handle 20: pfifo limit 77
run tc qdisc add dev v0 parent 1:30 handle 30: bfifo limit 99999
run tc qdisc add dev v0 ingress
run tc qdisc add dev v1 clsact
run tc qdisc replace dev ifb0 root handle 5: pfifo_fast
run tc class change dev v0 parent 1:1 classid 1:10 htb rate 11mbit ceil 21mbit
run tc qdisc change dev v0 parent 1:10 handle 10: tbf rate 6mbit burst 10k limit 20000
run tc qdisc show
run tc -d -s qdisc show dev v0
run tc -j -p -s qdisc show
run tc -d class show dev v0
run tc -s -j class show dev v0
run tc -g class show dev v0
run tc class show dev v0 parent 1:1
run tc class get dev v0 classid 1:10
run tc qdisc show dev v0 invisible
run tc qdisc show dev v0 ingress

section filters
run tc filter add dev v0 parent 1: protocol ip prio 1 handle 800::5 u32 \
    match ip dst 10.0.0.2/32 match ip protocol 6 0xff match ip dport 80 0xffff flowid 1:10
run tc filter add dev v0 parent 1: protocol ipv6 prio 2 u32 \
    match ip6 src fd00::/64 flowid 1:20
run tc filter add dev v0 parent 1: protocol all prio 3 u32 match u32 0 0 \
    action mirred egress mirror dev v1
run tc filter add dev v0 parent 1: protocol ip prio 4 handle 1: u32 divisor 16
run tc filter add dev v0 parent 1: protocol ip prio 4 u32 \
    ht 1:3: match ip src 10.0.0.3 flowid 1:30
run tc filter add dev v0 parent 1: protocol ip prio 4 u32 \
    ht 800:: match ip dst 10.0.0.0/24 hashkey mask 0x000000ff at 16 link 1:
run tc filter add dev v0 parent ffff: protocol ip prio 7 u32 \
    match ip tos 0x10 0xff action mirred egress redirect dev ifb0 index 42
run tc filter add dev v1 egress protocol arp prio 9 chain 3 u32 match u8 1 1 at 0 flowid 2:2
run tc filter show dev v0
run tc -s -d filter show dev v0 parent 1:
run tc -p filter show dev v0 parent 1:
run tc -j -p -s filter show dev v0 parent ffff:
run tc filter show dev v1 egress
run tc filter get dev v0 parent 1: protocol ip prio 1 handle 800::5 u32
run tc chain add dev v1 egress chain 5
run tc chain show dev v1 egress
run tc action list action mirred
run tc -s -j actions list action mirred
run tc actions add action mirred egress redirect dev v1 index 99 cookie 0123abcd
run tc actions get action mirred index 99
run tc actions replace action mirred ingress redirect dev v1 index 99
run tc actions delete action mirred index 99
run tc actions flush action mirred

section errors
run tc qdisc add dev v0 root handle 1: htb
run tc qdisc add dev v0 root no-such-qdisc
run tc qdisc add dev no-such-link root pfifo
run tc qdisc add dev v0 parent 7: handle 70: pfifo
run tc qdisc add dev v0 parent 1:77 handle 70: pfifo
run tc qdisc add dev v0 parent 1:20 handle 20: bfifo
run tc qdisc replace dev v0 parent 1:20 handle 20: bfifo
run tc qdisc change dev v0 parent 1:20 handle 21: pfifo
run tc qdisc add dev v0 ingress
run tc qdisc add dev v0 root handle 2: codel
run tc qdisc add dev ifb0 root handle 6: tbf rate 1mbit
run tc qdisc add dev ifb0 root handle 6: mq
run tc qdisc delete dev v1 root
run tc qdisc delete dev v0 parent 1:99 handle 99:
run tc qdisc show dev no-such-link
run tc qdisc add dev v0 root handle 10000: pfifo
run tc qdisc add dev v1 root stab overhead 20 linklayer none pfifo limit -1
run tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit
run tc class add dev v0 parent 1: classid 2:1 htb rate 1mbit
run tc class add dev v0 parent 1:44 classid 1:45 htb rate 1mbit
run tc class add dev v0 parent 1: classid 1:45 htb
run tc class add dev v0 parent 20: classid 20:1 htb rate 1mbit
run tc class delete dev v0 classid 1:1
run tc class delete dev v0 classid 1:45
run tc filter add dev v0 parent 9: protocol ip prio 1 u32 match u32 0 0
run tc filter add dev v0 parent 1: protocol ip prio 1 flower dst_ip 10.0.0.1
run tc filter add dev v0 parent 1: protocol ip prio 1 u32 match u32 0 0 action drop
run tc filter add dev v0 parent 1: protocol ip prio 1 u32 match u32 0 0 action mirred egress redirect dev no-such-link
run tc filter add dev v0 parent 1: protocol ip prio 5 u32 ht 9: match u32 0 0
run tc filter add dev v0 parent 1: protocol ip prio 5 u32 divisor 3
run tc filter add dev v0 parent 1: protocol ip prio 5 u32 match ip dst 10.0.0.1/99
run tc filter add dev v0 parent 1: protocol ip prio 5 u32 match u32 0 0 skip_sw
run tc filter replace dev v0 parent 1: protocol arp prio 1 u32 match u32 0 0
run tc filter delete dev v0 parent 1: prio 77
run tc filter delete dev v0 parent 1: protocol ip prio 1 handle 800::77 u32
run tc filter get dev v0 parent 1: protocol ip prio 1 handle 800::77 u32
run tc filter show dev v0 parent 9:
run tc filter add dev v0 parent 1: chain 4294967295 protocol ip prio 1 u32 match u32 0 0
run tc filter add dev v0 parent 1: protocol ip prio 6 bpf object-file no-such-file.o
run tc chain delete dev v1 egress chain 99
run tc chain add dev v1 egress chain 5
run tc action get action mirred index 1000
run tc action delete action mirred index 1000
run tc action add action mirred egress redirect dev v1 index 5 index 6
run tc action add action no-such-action
run tc no-such-object

section batch
cat >batch <<'EOF'
qdisc add dev v1 root handle 8: htb
class add dev v1 parent 8: classid 8:1 htb rate 1mbit
class add dev v1 parent 9: classid 9:1 htb rate 1mbit
class show dev v1
qdisc delete dev v1 root
EOF
run tc -batch batch
run tc -force -batch batch
run_from batch tc -force -b -

section events
listen 0 tc monitor
quietly tc qdisc add dev v1 root handle 8: htb
quietly tc class add dev v1 parent 8: classid 8:1 htb rate 1mbit
quietly tc filter add dev v1 parent 8: protocol ip prio 1 u32 match u32 0 0 flowid 8:1
quietly tc filter delete dev v1 parent 8: protocol ip prio 1
quietly tc class delete dev v1 classid 8:1
quietly tc qdisc delete dev v1 root
heard 'deleted qdisc htb 8:'
hush

section delete
run tc filter delete dev v0 parent 1:
run tc qdisc delete dev v0 root
run tc qdisc delete dev v0 ingress
run tc qdisc delete dev v1 clsact
run tc qdisc show
run tc class show dev v0

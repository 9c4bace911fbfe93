#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# B.A.T.M.A.N. advanced: a mesh of three nodes, each in a network namespace of its own, seen by batctl.
# needs: batctl(batctl) ping(iputils-ping) ip(iproute2) modprobe(kmod)
# seconds: 120
# mask: s/^(\t[a-z_]+): [0-9]+$/\1: N/; s#link/ether [0-9a-f:]+#link/ether MAC#; s/ 0:[0-9]{2}$/ AGE/ -- how much was sent till then, an address that is random
# mask: s/ +[0-9]+\.[0-9]{3}s/ T/g; s/\(?[0-9]+ ?msec\)?/T/g; s/time=[0-9.]+/time=T/g; s/[0-9.]+ ms/T/g; s#rtt min/avg/max/mdev = .*#rtt#; s/\( *[0-9]+\) \[/(Q) [/g; s/\( ?[0-9]{1,3}\)/(Q)/g; s/TQ.*/TQ/ -- times and how good the links are
. "$(dirname "$0")/../lib.sh"

quietly modprobe batman-adv
section not there
run batctl -v
run batctl meshif bat0 neighbors
run batctl meshif bat0 originators
run batctl meshif lo gw_mode
run batctl interface add no-such-device
run batctl ra
run batctl routing_algo

section a mesh
number=1
for node in a b c; do
    quietly ip netns add $node
    quietly ip link add mesh address 02:00:00:00:00:0$number netns $node type veth peer name port-$node address 02:00:00:00:01:0$number
    number=$((number + 1))
done
quietly ip link add hub address 02:00:00:00:02:01 type bridge
quietly ip link set hub up
for node in a b c; do
    quietly ip link set port-$node master hub up
    quietly ip -n $node link set lo up
    quietly ip -n $node link set mesh up
done
in_a='ip netns exec a'
run $in_a batctl interface create routing_algo BATMAN_IV
run $in_a ip -o link show bat0 type batadv
run $in_a batctl interface add mesh
run $in_a batctl interface add mesh
run $in_a batctl interface
for node in b c; do
    quietly ip netns exec $node ip link add bat0 type batadv
    quietly ip netns exec $node ip link set mesh master bat0
done
number=1
for node in a b c; do
    quietly ip -n $node link set bat0 address 02:00:00:00:03:0$number up
    quietly ip -n $node address add 10.5.0.$number/24 dev bat0
    number=$((number + 1))
done
sees_both() {
    $in_a batctl originators -n | grep -q '02:00:00:00:00:02' && $in_a batctl originators -n | grep -q '02:00:00:00:00:03'
}
for node in a b c; do quietly ip netns exec $node batctl orig_interval 200; done
poll sees_both
poll $in_a ping -c 1 -W 1 10.5.0.2
poll $in_a ping -c 1 -W 1 10.5.0.3
SORT=-u
run_sorted $in_a batctl neighbors -n
run $in_a batctl interface
run $in_a batctl ping -c 1 02:00:00:00:00:02
run $in_a batctl translate 02:00:00:00:03:02
run $in_a batctl translate 02:00:00:00:03:77
run $in_a batctl transtable_local -n -H

section settings
for setting in aggregation ap_isolation bonding bridge_loop_avoidance distributed_arp_table fragmentation multicast_forceflood network_coding; do
    run $in_a batctl $setting
    run $in_a batctl $setting 1
    run $in_a batctl $setting
    run $in_a batctl $setting 0
done
run $in_a batctl orig_interval 500
run $in_a batctl orig_interval
run $in_a batctl hop_penalty 20
run $in_a batctl hop_penalty
run $in_a batctl isolation_mark 0x10/0xff
run $in_a batctl isolation_mark
run $in_a batctl gw_mode server 10mbit/2mbit
run $in_a batctl gw_mode
run $in_a batctl gw_mode client 20
run $in_a batctl gw_mode
run $in_a batctl gw_mode off
run $in_a batctl gw_mode nonsense
run $in_a batctl loglevel all
run $in_a batctl hardif mesh hop_penalty 9
run $in_a batctl hardif mesh hop_penalty
run $in_a batctl hardif mesh elp_interval
run $in_a batctl gateways
run $in_a batctl claimtable
run $in_a batctl backbonetable
run $in_a batctl dat_cache -H
run $in_a batctl mcast_flags -H
run $in_a batctl statistics -x
run $in_a batctl interface del mesh
run $in_a batctl interface
run $in_a batctl interface destroy
run $in_a batctl interface

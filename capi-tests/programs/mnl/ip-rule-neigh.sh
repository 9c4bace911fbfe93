#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ip: rules, neighbours and the smaller objects.
# needs: ip(iproute2)
# mask: s/ used [0-9/]+//g; s/ probes [0-9]+//g; s/"(used|confirmed|updated|probes)":[0-9]+,?//g -- ages of neighbours count up
# mask: s/reachable [0-9]+/reachable N/; s/"reachable":[0-9]+/"reachable":N/ -- the kernel draws it at random
. "$(dirname "$0")/../lib.sh"

setup_veth

section rules
run ip rule add from 10.1.0.0/16 to 10.2.0.0/16 table 7 priority 100
run ip rule add fwmark 0x10/0xff lookup 8 priority 101
run ip rule add iif v0 oif v1 lookup main suppress_prefixlength 0 priority 102
run ip rule add ipproto tcp sport 1000-2000 dport 80 goto 32766 priority 103
run ip rule add uidrange 1000-2000 tos 0x10 blackhole priority 104
run ip rule add not from all to 10.3.0.0/16 prohibit priority 105 protocol static
run ip -6 rule add from fd00::/64 lookup 9 tun_id 12 priority 106
run ip rule add goto 200 priority 107
run ip rule show
run ip -d rule list
run ip -6 rule list
run ip -j -p rule show
run ip rule show table 7
run ip rule show from 10.1.0.0/16
run_into rules ip rule save
run ip rule delete priority 100
run_from rules ip rule restore
run ip rule add from 10.1.0.0/16 to 10.2.0.0/16 table 7 priority 100
run ip rule add priority 5 goto 3
run ip rule add from 10.1.0.0/33
run ip rule add table no-such-table
run ip rule add iif a-name-that-is-too-long table 7
run ip rule add ipproto 6 sport 9-3 table 7
run ip rule add from fd00::/64 table 7
run ip rule add table 7 suppress_ifgroup 99999
run ip rule delete priority 4711
run ip rule delete from 10.99.0.0/16
run ip rule flush
run ip rule show

section neighbours
run ip neighbour add 10.0.0.9 lladdr 02:00:00:00:01:01 dev v0 nud permanent
run ip neighbour add 10.0.0.8 lladdr 02:00:00:00:01:02 dev v0 nud noarp protocol static
run ip neighbour add 10.0.1.9 lladdr 02:00:00:00:01:03 dev v1 nud permanent router
run ip neighbour add fd00::9 lladdr 02:00:00:00:01:04 dev v0 nud permanent extern_learn
run ip neighbour add proxy 10.0.0.77 dev v0
run ip neighbour add proxy fd00::77 dev v1 router
run_sorted ip neighbour show
run_sorted ip -4 -s neighbour show nud all
run ip neighbour show proxy
run ip -6 -j neighbour show dev v0 nud permanent
run ip neighbour show 10.0.0.9
run ip neighbour get 10.0.0.9 dev v0
run ip -d neighbour get fd00::9 dev v0
run ip neighbour get proxy 10.0.0.77 dev v0
run ip neighbour get 10.0.0.99 dev v0
run ip neighbour get 10.0.0.99 dev no-such-link
run ip neighbour add 10.0.0.9 lladdr 02:00:00:00:01:05 dev v0
run ip neighbour add 10.0.0.7 lladdr 02:00:00 dev v0
run ip neighbour add 10.0.0.7 lladdr 02:00:00:00:01:01 dev lo nud no-such-state
run ip neighbour change 10.0.0.7 lladdr 02:00:00:00:01:01 dev v0
run ip neighbour replace 10.0.0.9 lladdr 02:00:00:00:01:06 dev v0 nud permanent
run ip neighbour delete 10.0.0.7 dev v0
run ip neighbour delete proxy 10.0.0.66 dev v0
run ip -s neighbour flush dev v1 nud permanent
run_sorted ip neighbour show
run ip ntable show dev v0
run ip ntable show name ndisc_cache dev v1
run ip ntable change name arp_cache dev v0 retrans 300 queue 5
run ip ntable change name no_such_cache dev v0 retrans 300
run ip ntable change name arp_cache dev v0 queue 0
run ip -j ntable show name arp_cache dev v0

section configuration
run ip netconf show dev v0
run ip -6 netconf show dev v0
run ip -j netconf show
run ip -4 netconf show dev no-such-link
run ip token list
run ip token set ::5 dev v0
run ip token set 1::5 dev v0
run ip token set ::5 dev lo
run ip token get dev v0
run ip addrlabel list
run ip addrlabel add prefix fd00::/16 label 77
run ip addrlabel add prefix fd00::/16 label 77
run ip addrlabel add prefix fd01::/16 label 4294967295
run ip -j addrlabel list
run ip addrlabel delete prefix fd02::/16 label 5
run ip maddress add 33:33:00:00:00:77 dev v0
run ip maddress show dev v0
run ip maddress delete 33:33:00:00:00:78 dev v0
run ip mroute show
run ip netns list
run ip netns list-id
run ip netns set no-such-netns 5
run ip tcp_metrics show
run ip tcp_metrics get 10.0.0.9
run ip tcp_metrics delete 10.0.0.9
run ip vrf show

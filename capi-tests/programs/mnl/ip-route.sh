#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ip: addresses, routes, rules, neighbours and nexthops.
# needs: ip(iproute2)
# mask: s/expires [0-9]+sec/expires Nsec/; s/"expires": ?[0-9]+/"expires": N/ -- counts down
. "$(dirname "$0")/../lib.sh"

setup_veth

section addresses
run ip address add 10.1.0.1/24 brd + dev v0 label v0:one scope link
run ip address add 10.1.0.2/24 brd + dev v0 label v0:two scope link
run ip address add 10.1.0.3/24 dev v0
run ip address add 10.2.0.1 peer 10.2.0.2/32 dev v1 metric 77
run ip address add 10.3.0.1/16 dev v1 valid_lft forever preferred_lft forever noprefixroute
run ip address add fd00:2::1/64 dev v0 nodad home mngtmpaddr noprefixroute
run ip address add fd00:3::1 peer fd00:3::2/128 dev v0 nodad
run ip address change fd00:3::1 peer fd00:3::2/128 dev v0 preferred_lft 0 nodad
poll is_local fd00:2::1
poll is_local fd00:3::1
run ip address show
run ip -d address show dev v0
run ip -4 -o address show
run ip -6 -br address show
run ip -j -p -d address show
run ip address show to 10.1.0.0/16
run ip address show label 'v0:*'
run ip address show deprecated
run ip address show scope link
run_into addresses ip address save
run ip address flush dev v0 to 10.1.0.0/24
run_from addresses ip address restore
run ip address show dev v0
run ip -s -s address flush dev v1 scope global to 10.3.0.0/16

section address errors
run ip address add 10.0.0.1/24 dev v0
run ip address add fd00::1/64 dev v0
run ip address add 10.0.0.1/33 dev v0
run ip address add 10.0.0.300/24 dev v0
run ip address add 10.9.0.1/24 dev no-such-link
run ip address add 10.9.0.1/24 dev v0 valid_lft 5 preferred_lft 9
run ip address add 10.9.0.1/24 dev v0 label other
run ip address add ff02::5/64 dev v0
run ip address add ::/64 dev v0
run ip address add 224.0.0.5/24 dev v0 autojoin
run ip address add fd00:9::1/96 dev v0 mngtmpaddr
run ip address delete 10.9.0.1/24 dev v0
run ip address delete fd00:9::1/64 dev v0
run ip address change fd00:9::9/64 dev v0 home optimistic nodad
poll is_local fd00:9::9
run ip address replace 10.9.0.9/24 dev lo scope 300

section routes
run ip route add 10.10.0.0/16 via 10.0.0.9 dev v0 metric 100 mtu 1400 \
    rto_min 20ms initcwnd 12 quickack 1 window 5000 congctl lock cubic
run ip route add 10.11.0.0/16 dev v1 src 10.0.1.1 proto static scope link table 7
run ip route add 10.12.0.0/16 nexthop via 10.0.0.9 weight 2 nexthop via 10.0.1.9 weight 5
run ip route add blackhole 10.13.0.0/16
run ip route add unreachable 10.14.0.0/16 metric 3
run ip route add prohibit fd00:14::/64
run ip route add throw 10.15.0.0/16
run ip route add fd00:10::/64 via fd00::9 dev v0 pref high expires 900000
run ip route add fd00:11::/64 nexthop via fd00::9 nexthop via fd00:1::9 dev v1
run ip route add 10.16.0.0/16 via inet6 fd00::9 dev v0
run ip route append 10.10.0.0/16 via 10.0.0.8 dev v0 metric 100
run ip route replace 10.10.0.0/16 via 10.0.0.7 dev v0 metric 200
run ip route add default via 10.0.0.9 onlink dev v0
run ip route show
run ip -d route show table all
run ip -6 route show
run ip -j -p route show table all
run ip route show table 7
run ip route show type blackhole
run ip route show root 10.12.0.0/14
run ip route show match 10.10.1.1
run ip route get 10.12.0.1 from 10.0.0.1 iif v0
run ip route get 10.11.0.1
run ip route get 10.13.0.1
run ip route get fibmatch 10.16.0.1
run ip -6 route get fd00:10::1
run ip -6 route get fd00:14::1
run_into routes ip route save table 7
run ip route flush table 7
run_from routes ip route restore
run ip route show table 7

section route errors
run ip route add 1.2.3.4/24 dev v0
run ip route add 10.10.0.0/16 via 10.0.0.7 dev v0 metric 200
run ip route add 10.20.0.0/16 via 10.99.0.1 dev v0
run ip route add 10.20.0.0/16 via 10.99.0.1
run ip route add 10.20.0.0/16 dev no-such-link
run ip route add 10.20.0.0/16 dev v0 src 10.99.99.99
run ip route add 10.20.0.0/16 nhid 4711
run ip route add 10.20.0.0/16 dev v0 congctl no-such-algorithm
run ip route add 10.20.0.0/16 nexthop via 10.99.0.1 nexthop via 10.0.0.9
run ip route add 10.20.0.0/16 dev v0 scope 254
run ip route add 10.20.0.0/16 encap mpls 100 dev v0
run ip route add fd00:20::1/64 via fd00:99::1
run ip route add fd00:20::/64 via fd00::1 dev v0
run ip route add fd00:20::/129 dev v0
run ip route add local fd00:20::/64 via fd00::9 dev v0
run ip route delete 10.20.0.0/16
run ip route delete fd00:20::/64
run ip route get 10.20.0.1 oif no-such-link
run ip route get 10.20.0.1 from 10.99.99.99
run ip route get 10.20.0.1 ipproto no-such-protocol
run ip route change 10.20.0.0/16 dev v0

section nexthops
run ip nexthop add id 1 via 10.0.0.9 dev v0
run ip nexthop add id 2 via fd00::9 dev v0 protocol static
run ip nexthop add id 3 blackhole
run ip nexthop add id 4 via 10.0.1.9 dev v1 onlink
run ip nexthop add id 10 group 1,3/4,7
run ip nexthop add id 10 group 1,3/4,7 type resilient buckets 8
run ip nexthop add id 11 group 1/4,7 type resilient buckets 8 idle_timer 90
run ip nexthop add id 12 group 1/2
run ip route add 10.30.0.0/16 nhid 10
run ip route add 10.31.0.0/16 nhid 11
run ip nexthop show
run ip -j -d nexthop show
run ip nexthop show groups
run ip nexthop get id 4
run ip nexthop get id 99
run ip nexthop bucket show id 99
run ip nexthop replace id 1 via 10.0.0.8 dev v0
run ip nexthop add id 1 via 10.0.0.8 dev v0
run ip nexthop add id 5 via 10.99.0.1 dev v0
run ip nexthop add id 5 dev no-such-link
run ip nexthop delete id 99
run ip nexthop delete id 11
run ip route show
run ip nexthop flush

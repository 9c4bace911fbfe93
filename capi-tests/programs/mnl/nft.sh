#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nft: tables, chains, rules, objects; listed as text and JSON; what it says
# about wrong input, and that a failed file changes nothing.
# needs: nft(nftables) ip(iproute2)
# mask: s/by process [0-9]+ \(/by process N (/ -- process ids
. "$(dirname "$0")/../lib.sh"

setup_veth4

section tables and chains
run nft add table inet t1
run nft add table ip t2 '{ flags dormant; comment "a sleeping table"; }'
run nft add table netdev t3
run nft add table bridge t4
run nft add table arp t5
run nft add chain inet t1 input '{ type filter hook input priority filter; policy accept; }'
run nft add chain inet t1 forward '{ type filter hook forward priority -5; policy drop; comment "no way"; }'
run nft add chain ip t2 post '{ type nat hook postrouting priority srcnat + 10; }'
run nft add chain netdev t3 in0 '{ type filter hook ingress device "v0" priority 7; }'
run nft add chain netdev t3 out1 '{ type filter hook egress devices = { "v0", "v1" } priority 7; }'
run nft add chain bridge t4 pass '{ type filter hook forward priority out; }'
run nft add chain arp t5 in '{ type filter hook input priority 0; }'
run nft add chain inet t1 side
run nft rename chain inet t1 side other
run nft list tables
run nft -a list tables ip
run nft list chains
run nft -j list chains inet

section objects
run nft add counter inet t1 c1 '{ packets 5 bytes 500; comment "of note"; }'
run nft add counter inet t1 c2
run nft add quota inet t1 q1 '{ over 10 mbytes used 3 bytes; }'
run nft add limit inet t1 l1 '{ rate 5/second burst 9 packets; }'
run nft add ct timeout inet t1 ct1 '{ protocol tcp; l3proto ip; policy = { established: 100, close: 4 }; }'
run nft add ct helper inet t1 h1 '{ type "ftp" protocol tcp; }'
run nft add ct expectation inet t1 e1 '{ protocol udp; dport 9876; timeout 2m; size 8; l3proto ip; }'
run nft add secmark inet t1 s1 '"system_u:object_r:x"'
run nft list counters
run nft -a list counter inet t1 c1
run nft reset counter inet t1 c1
run nft list quotas table inet t1
run nft list limits
run nft list ct helper inet t1 h1
run nft list ct timeout inet t1 ct1
run nft list ct expectation inet t1 none

section rules
run nft add rule inet t1 input iif lo counter accept
run nft add rule inet t1 input ip saddr 10.0.0.0/24 tcp dport '{ 22, 80-90, 443 }' ct state new,established counter name c2 accept comment '"a comment"'
run nft add rule inet t1 input ip6 daddr fd00::/8 icmpv6 type '{ echo-request, nd-neighbor-solicit }' limit rate over 10/minute drop
run nft add rule inet t1 input meta mark set ct mark and 0xffff or 0x10000
run nft add rule inet t1 input udp dport vmap '{ 53 : accept, 67 : jump other, 123 : drop }'
run nft add rule inet t1 input meta nfproto ipv4 tcp flags '& (syn | ack) == syn' log prefix '"hello "' group 5 snaplen 64 queue-threshold 3
run nft add rule inet t1 input ip protocol tcp reject with tcp reset
run nft add rule inet t1 input ct helper set '"h1"'
run nft add rule inet t1 input limit name '"l1"' quota name '"q1"' counter
run nft add rule inet t1 input jhash ip saddr mod 4 seed 0xdeadbeef vmap '{ 0 : goto other, 1-3 : continue }'
run nft add rule inet t1 input meta mark set numgen inc mod 2 offset 100
run nft add rule inet t1 input fib daddr . iif type local exthdr frag exists accept
run nft add rule inet t1 input @th,16,16 80 @ih,0,8 1 accept
run nft add rule inet t1 input tcp option maxseg size set 1400
run nft insert rule inet t1 other position 0 counter return
run nft insert rule inet t1 other index 0 udp length 100-200 drop
run nft add rule ip t2 post oifname '"v*"' ip saddr 10.9.0.0/16 meta l4proto tcp snat to 10.0.0.1-10.0.0.9:1000-2000 random,persistent
run nft add rule ip t2 post masquerade fully-random
run nft add rule ip t2 post ip saddr . tcp dport '{ 10.1.1.1 . 22, 10.1.1.2 . 23 }' accept
run nft add rule netdev t3 in0 ip ttl set 5 fwd to v1
run nft add rule netdev t3 in0 ether type vlan vlan id 77 dup to v1
run nft add rule bridge t4 pass ether saddr 02:00:00:00:00:01 arp operation request accept
run nft add rule arp t5 in arp saddr ip 10.0.0.0/24 counter drop
run nft list ruleset
run nft -a -n -n list ruleset
run nft -y -N list table inet t1
run nft -s list chain inet t1 input
run nft -t list ruleset
run nft -j list ruleset
run nft replace rule inet t1 other handle 999 accept
run nft -e -a add rule inet t1 other tcp sport 1024-65535 counter accept
run nft -j -e -a insert rule inet t1 other tcp sport 7 counter accept
run nft list hooks
run nft list flowtables

section errors
run nft add table inet t1
run nft create table inet t1
run nft list table inet none
run nft list tabel
run nft add rule inet t1 none accept
run nft add rule inet t1 input ip saddr 10.0.0.0/33 accept
run nft add rule inet t1 input ip saddr fd00::1 accept
run nft add rule inet t1 input tcp dport no-such-port accept
run nft add rule inet t1 input tcp dport 70000
run nft add rule inet t1 input iif no-such-link accept
run nft add rule inet t1 input jump input
run nft add rule inet t1 input jump none
run nft add rule inet t1 input ip saddr @none accept
run nft add rule inet t1 input queue num 5
run nft add rule inet t1 input ct helper set '"none"'
run nft add rule inet t1 input udp sport 5 tcp dport 5 accept
run nft add rule ip t2 post ip6 saddr ::1
run nft add rule ip t2 post snat to 10.0.0.1 accept drop
run nft add rule inet t1 forward snat to 10.0.0.1
run nft add chain inet t1 input '{ type nat hook input priority 0; }'
run nft add chain inet t1 x '{ type route hook input priority 0; }'
run nft add chain inet t1 x '{ type filter hook nowhere priority 0; }'
run nft add chain netdev t3 x '{ type filter hook ingress device no-such-link priority 0; }'
run nft rename chain inet t1 input other
run nft delete chain inet t1 other
run nft delete chain inet t1 none
run nft delete rule inet t1 input handle 4711
run nft delete table inet none
run nft delete counter inet t1 none
run nft create counter inet t1 c2
run nft delete counter inet t1 c2
run nft add rule 'inet' t1 input counter name '"none"'
run nft add flowtable inet t1 f1 '{ hook ingress priority 0; devices = { v0 }; }'
run nft list chain inet t1 input extra
run nft
run nft -f no-such-file
run nft --no-such-option
run nft -v

section delete
run nft flush chain inet t1 other
run nft delete rule inet t1 input handle 13
run nft list table inet t1
run nft flush table ip t2
run nft delete chain ip t2 post
run nft delete table ip t2
run nft delete table ip handle 99
run nft list tables
run nft flush ruleset
run nft list ruleset

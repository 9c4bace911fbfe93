#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nft: sets and maps, small and large. The large ones fill several pages of a
# message batch on the way in, and several datagrams of a dump on the way out.
# needs: nft(nftables)
# mask: s/expires [0-9a-z]+/expires T/g; s/"expires": [0-9]+/"expires": N/g -- counts down
. "$(dirname "$0")/../lib.sh"

quietly nft add table inet t

section kinds of sets
run nft add set inet t plain '{ type ipv4_addr; }'
run nft add set inet t six '{ type ipv6_addr; flags constant; elements = { fd00::1, fd00::2 }; }'
run nft add set inet t ranges '{ type ipv4_addr; flags interval; auto-merge; comment "with ranges"; }'
run nft add set inet t ports '{ type inet_service; flags interval; elements = { 22, 80-90, 1000-2000 }; }'
run nft add set inet t both '{ type ipv4_addr . inet_service; flags interval; }'
run nft add set inet t three '{ typeof ip saddr . tcp dport . meta mark; }'
run nft add set inet t timed '{ type ether_addr; flags timeout; timeout 1h; gc-interval 10m; size 20; }'
run nft add set inet t live '{ type ipv4_addr; size 100; flags dynamic; timeout 5m; counter; }'
run nft add set inet t names '{ type ifname; }'
run nft add set inet t marks '{ type mark; policy memory; size 16; }'
run nft add map inet t verdicts '{ type inet_service : verdict; elements = { 1 : accept, 2 : drop }; }'
run nft add map inet t addresses '{ type ipv4_addr : ipv4_addr; flags interval; }'
run nft add map inet t pairs '{ type ipv4_addr . inet_service : ipv4_addr . inet_service; }'
run nft add counter inet t c1
run nft add map inet t counters '{ type ipv4_addr : counter; }'

section elements
run nft add element inet t plain '{ 10.0.0.1, 10.0.0.2, 10.0.0.3 comment "third" }'
run nft add element inet t ranges '{ 10.0.0.0/24, 10.0.1.0-10.0.1.99, 192.168.0.1 }'
run nft add element inet t ranges '{ 10.0.0.128-10.0.0.255, 10.0.1.100-10.0.2.255 }'
run nft add element inet t both '{ 10.0.0.0/24 . 80-90, 10.1.0.1-10.1.0.9 . 443 }'
run nft add element inet t three '{ 10.0.0.1 . 80 . 0x5, 10.0.0.2 . 81 . 0x6 }'
run nft add element inet t timed '{ 02:00:00:00:00:01, 02:00:00:00:00:02 timeout 2h }'
run nft add element inet t live '{ 10.0.0.1 timeout 2h expires 1h }'
run nft add element inet t names '{ "v0", "v1", lo }'
run nft add element inet t addresses '{ 10.0.0.0/24 : 10.9.0.1, 10.1.0.0-10.1.0.5 : 10.9.0.2 }'
run nft add element inet t pairs '{ 10.0.0.1 . 80 : 10.9.0.1 . 8080 }'
run nft add element inet t counters '{ 10.0.0.1 : "c1" }'
run nft list sets
run nft list maps
run nft -a list set inet t ranges
run nft -j list set inet t both
run nft -j list map inet t pairs
run nft get element inet t ranges '{ 10.0.0.77 }'
run nft get element inet t ranges '{ 10.0.0.10-10.0.0.20, 192.168.0.1 }'
run nft get element inet t plain '{ 10.0.0.9 }'
run nft -j get element inet t three '{ 10.0.0.1 . 80 . 0x5 }'
run nft delete element inet t plain '{ 10.0.0.1 }'
run nft delete element inet t ranges '{ 192.168.0.1 }'

section errors
run nft add element inet t plain '{ 10.0.0.2 }'
run nft create element inet t plain '{ 10.0.0.2 }'
run nft delete element inet t plain '{ 10.0.0.99 }'
run nft delete element inet t none '{ 10.0.0.99 }'
run nft add element inet t plain '{ 10.0.0.0/24 }'
run nft add element inet t ports '{ 85-95 }'
run nft create element inet t ports '{ 80-90 }'
run nft add element inet t plain '{ fd00::1 }'
run nft add element inet t marks '{ 1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17 }'
run nft add element inet t timed '{ 02:00 }'
run nft add element inet t verdicts '{ 3 : jump none }'
run nft add element inet t verdicts '{ 1 : drop }'
run nft add element inet t six '{ fd00::3 }'
run nft add set inet t plain '{ type ipv6_addr; }'
run nft create set inet t plain '{ type ipv4_addr; }'
run nft add set inet t x '{ type no_such_type; }'
run nft add set inet t x '{ flags interval; }'
run nft delete set inet t none
run nft flush set inet t none
run nft add rule inet t none ip saddr @plain
run nft list set inet t none

section large sets
awk 'BEGIN {
    print "add set inet t big { type ipv4_addr; }"
    print "add element inet t big {"
    for (i = 0; i < 2000; i++)
        printf "10.%d.%d.%d,\n", i % 7, i / 256, i % 256
    print "}"
    print "add set inet t wide { type ipv4_addr; flags interval; }"
    print "add element inet t wide {"
    for (i = 0; i < 1500; i++)
        printf "11.%d.%d.0/25,\n", i / 256, i % 256
    print "}"
    print "add map inet t bigmap { type ipv4_addr . inet_service : mark; }"
    print "add element inet t bigmap {"
    for (i = 0; i < 1200; i++)
        printf "12.%d.%d.1 . %d : 0x%x,\n", i / 256, i % 256, i + 1, i * 3
    print "}"
}' >large
run nft -f large
run_sorted nft list set inet t big
run nft list set inet t wide
run_sorted nft -j list map inet t bigmap
run nft get element inet t big '{ 10.1.0.1 }'
run nft get element inet t wide '{ 11.3.77.5 }'
run nft -f large
run nft delete element inet t wide '{ 11.3.77.0/25 }'
run nft get element inet t wide '{ 11.3.77.5 }'

section many rules
awk 'BEGIN {
    print "add chain inet t many"
    for (i = 1; i <= 1000; i++)
        printf "add rule inet t many ip saddr 10.0.%d.%d tcp dport %d counter accept comment \"rule %d\"\n", i / 256, i % 256, i, i
}' >many
run nft -f many
run nft -a list chain inet t many
run nft flush chain inet t many

section clear
run nft flush set inet t big
run nft list set inet t big
run nft delete set inet t big
run nft delete map inet t bigmap
run nft delete set inet t wide
run nft list table inet t
run nft flush ruleset

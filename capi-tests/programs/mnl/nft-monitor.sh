#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nft: the monitor, in each of its formats.
# needs: nft(nftables)
# mask: s/by process [0-9]+ \(/by process N (/ -- process ids
. "$(dirname "$0")/../lib.sh"

trigger() {
    quietly nft add table ip w
    quietly nft add chain ip w c '{ type filter hook input priority 0; }'
    quietly nft add set ip w s '{ type ipv4_addr; flags interval; }'
    quietly nft add element ip w s '{ 10.0.0.0/24, 10.3.0.0-10.3.0.5 }'
    quietly nft add map ip w m '{ type ipv4_addr : mark; }'
    quietly nft add element ip w m '{ 10.0.0.1 : 0x5 }'
    quietly nft add rule ip w c ip saddr @s counter accept
    quietly nft add rule ip w c tcp dport '{ 1, 2, 3 }' drop
    quietly nft add counter ip w n
    quietly nft insert rule ip w c position 0 ip daddr 10.0.0.9 accept
    quietly nft delete element ip w s '{ 10.0.0.0/24 }'
    quietly nft delete rule ip w c handle 4
    quietly nft delete counter ip w n
    quietly nft flush chain ip w c
    quietly nft delete table ip w
    quietly nft add table ip last-table
    heard last-table
    quietly nft delete table ip last-table
}

section text
listen 12 nft monitor
trigger
hush
listen 12 nft -a -n monitor
trigger
hush

section JSON
listen 12 nft -j monitor
trigger
hush

section filters
listen 12 nft monitor new sets
quietly nft add table ip w
quietly nft add set ip w s '{ type ipv4_addr; }'
quietly nft delete set ip w s
quietly nft add set ip w last-set '{ type ipv4_addr; }'
heard last-set
hush
listen 12 nft --debug=netlink monitor rules
quietly nft add chain ip w c
quietly nft add rule ip w c ip saddr 10.0.0.1 drop
quietly nft add rule ip w c ip saddr 10.0.0.99 accept
heard 10.0.0.99
hush

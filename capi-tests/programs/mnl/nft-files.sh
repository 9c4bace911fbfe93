#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nft: files and standard input as transactions, and dumps of the messages on
# their way.
# needs: nft(nftables)
. "$(dirname "$0")/../lib.sh"

section files
cat >good.nft <<'EOF'
#!/usr/sbin/nft -f
define port = { 22, 80 }
define net = 10.0.0.0/24

flush ruleset
table inet t {
    comment "made by a file"
    counter c { comment "counts"; }
    set s {
        type ipv4_addr
        flags interval
        elements = { $net, 10.1.0.1 }
    }
    map m {
        type inet_service : verdict
        elements = { 53 : jump side }
    }
    chain side {
        counter name "c" return
    }
    chain input {
        type filter hook input priority 0; policy accept;
        ip saddr @s tcp dport $port accept
        udp dport vmap @m
    }
}
add rule inet t side ip daddr 10.7.0.1 drop
EOF
cat >bad-rule.nft <<'EOF'
table inet u {
    chain a {
        tcp dport 22 accept
        tcp dport 22 acept
    }
}
EOF
cat >late.nft <<'EOF'
add table inet u
add chain inet u a
add rule inet u a tcp dport 22 accept
add rule inet t side jump nowhere
delete table inet nothing
EOF
cat >include.nft <<'EOF'
include "./good.nft"
include "./no-such-file.nft"
EOF
run nft -c -f good.nft
run nft list ruleset
run nft -f good.nft
run nft list ruleset
run_from good.nft nft -f -
run nft -f bad-rule.nft
run nft -f late.nft
run nft -f include.nft
run nft -D port=99 -f bad-rule.nft
run nft list tables
run_into saved nft -s list ruleset
run nft flush ruleset
run nft -f saved
run nft -j list ruleset
run_into saved.json nft -j list ruleset
run nft flush ruleset
run nft -j -f saved.json
run nft list ruleset
printf '%s\n' '{ "nftables": [ { "add": { "chain": { "family": "inet", "table": "none", "name": "x" } } } ] }' >bad.json
run nft -j -f bad.json
printf '%s\n' '{ "nftables": [ { "add": ' >broken.json
run nft -j -f broken.json

section messages on their way
# Names of three or seven letters: the terminating zero fills the attribute.
# libmnl 1.0.4 sends, and here prints, whatever the padding of shorter names
# held before; later ones clear it.
cat >messages.nft <<'EOF'
table inet tab {
    set ips { type ipv4_addr; flags interval; elements = { 10.0.0.0/24, 10.1.0.1 }; }
    map vmp { type inet_service : verdict; elements = { 53 : accept }; }
    counter cnt { }
    chain another { ip daddr 10.7.0.1 drop; }
    chain cha {
        type filter hook input priority 0
        ip saddr @ips counter name "cnt" accept
        udp dport vmap @vmp
    }
}
EOF
quietly nft flush ruleset
quietly nft -f messages.nft
run nft --debug=mnl list tables
run nft --debug=mnl list ruleset
run nft --debug=netlink list ruleset
run nft --debug=mnl,netlink add rule inet tab another ip saddr 10.0.0.5 counter accept
run nft --debug=mnl add table inet new
run nft --debug=mnl delete table inet new
run nft --debug=mnl delete table inet non
run nft --debug=netlink add element inet tab ips '{ 10.9.0.0/16 }'
run nft --debug=mnl add element inet tab ips '{ 11.9.0.0/16 }'
run nft --debug=mnl -c add set inet tab six '{ type ipv4_addr; elements = { 10.0.0.1, 10.0.0.2 }; }'
run nft --debug=mnl reset counter inet tab cnt
run nft --debug=proto-ctx add rule inet tab another ip6 nexthdr tcp tcp dport 5

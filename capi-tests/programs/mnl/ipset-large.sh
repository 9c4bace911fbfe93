#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ipset: large sets by restore and save, and input which fails half way.
# needs: ipset(ipset)
# mask: s/initval 0x[0-9a-f]+/initval 0xN/ -- drawn at random
# mask: s/^Size in memory: .*/Size in memory: N/ -- depends on the random hash
. "$(dirname "$0")/../lib.sh"

section large
awk 'BEGIN {
    print "create big hash:ip hashsize 4096"
    print "create bignet hash:net comment hashsize 4096"
    for (i = 0; i < 2000; i++) {
        printf "add big 10.%d.%d.1\n", i / 256, i % 256
        printf "add bignet 11.%d.%d.0/24 comment \"network %d\"\n", i / 256, i % 256, i
    }
}' >large
run_from large ipset restore
run ipset list big -sorted
run_sorted ipset save bignet
run_from large ipset restore
run_from large ipset -exist restore

section errors
run ipset create small hash:ip maxelem 5
run ipset add small 10.0.0.0/28
run ipset add small 10.0.0.0/8
printf '%s\n' 'add small 10.5.0.1' 'nonsense' >bad
run_from bad ipset restore
printf '%s\n' 'create y hash:ip' 'add none 10.5.0.1' >bad
run_from bad ipset restore
run ipset list y
run_from /dev/null ipset restore
run ipset restore -file no-such-file
run ipset save small -file saved

section delete
run ipset flush big
run ipset list big -terse
run ipset destroy
run ipset list -name

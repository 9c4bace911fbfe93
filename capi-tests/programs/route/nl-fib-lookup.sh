#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnl's own tool that asks which route the kernel would take.
# needs: nl-fib-lookup(libnl-utils) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly ip route add default via 10.0.0.254
quietly ip route add 10.5.0.0/16 dev v0 table 100
quietly ip route add 10.5.1.0/24 dev v1 table 100 tos 0x10
for kind in unreachable:6 blackhole:7 prohibit:8 throw:9; do
    quietly ip route add "${kind%:*}" "10.${kind#*:}.0.0/16"
done
quietly ip route add 10.10.0.0/16 nexthop via 10.0.0.2 nexthop via 10.0.1.2

every() {
    for address in 10.0.0.5 10.0.0.1 10.0.0.255 10.0.1.9 10.5.0.1 10.5.1.1 10.6.0.1 10.7.0.1 10.8.0.1 \
        10.9.0.1 10.10.0.1 8.8.8.8 127.0.0.1 127.0.0.0 224.0.0.1 255.255.255.255 0.0.0.0; do
        run nl-fib-lookup "$@" "$address"
    done
}

section 'Routes'
every
run ip -4 route show table all

section 'Tables'
for table in 0 100 253 254 255 99 0xfe 1000 356 -1 main; do
    run nl-fib-lookup --table="$table" 10.0.0.5
    run nl-fib-lookup -t "$table" 10.5.0.1
done

section 'Scopes'
for scope in 0 200 253 254 255 256 link; do
    run nl-fib-lookup --scope="$scope" 10.0.0.5
    run nl-fib-lookup -s "$scope" 8.8.8.8
done

section 'Type of service and mark'
for tos in 0 8 0x10 255 256; do
    run nl-fib-lookup --tos="$tos" 10.0.0.5
    run nl-fib-lookup -T "$tos" -t 100 10.5.1.1
done
for mark in 0 7 0xffffffff 18446744073709551615; do
    run nl-fib-lookup --fwmark="$mark" 10.0.0.5
    run nl-fib-lookup -f "$mark" -t 100 10.5.0.1
done

section 'Rules, and the tables of local addresses and of others apart'
quietly ip rule add fwmark 7 table 100
quietly ip rule add tos 0x10 table 100
every
every --table=255
run nl-fib-lookup -f 7 10.5.0.1
run nl-fib-lookup -T 0x10 10.5.0.1

section 'Dead next hops'
quietly ip link set v0 down
run nl-fib-lookup 10.10.0.1
run nl-fib-lookup 8.8.8.8
quietly ip link set v1 down
run nl-fib-lookup 10.10.0.1
run nl-fib-lookup 10.0.1.9

section 'Addresses and options'
for address in 10.0.0.0/24 10.1/8 10.6 default any all ::1 fd00::1 02:00:00:00:00:01 nonsense 10.0.0.256 ''; do
    run nl-fib-lookup "$address"
done
run nl-fib-lookup
run nl-fib-lookup 10.6.0.1 10.7.0.1
run nl-fib-lookup 10.6.0.1 -t 100
run nl-fib-lookup --details 10.6.0.1
run nl-fib-lookup --table
run nl-fib-lookup --help
run nl-fib-lookup --version

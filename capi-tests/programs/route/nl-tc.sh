#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnl's own tools for traffic control.
# needs: nl-qdisc-list(libnl-utils) tc(iproute2) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly tc qdisc add dev v0 root handle 1: htb default 20 r2q 5
quietly tc class add dev v0 parent 1: classid 1:1 htb rate 10mbit
quietly tc class add dev v0 parent 1:1 classid 1:10 htb rate 2mbit ceil 10mbit prio 1 burst 20k cburst 30k
quietly tc class add dev v0 parent 1:1 classid 1:20 htb rate 8mbit ceil 10mbit prio 2 quantum 3000 overhead 24 mpu 64
quietly tc qdisc add dev v0 parent 1:10 handle 10: pfifo limit 77
quietly tc qdisc add dev v0 parent 1:20 handle 20: bfifo limit 77777
quietly tc filter add dev v0 parent 1: protocol ip prio 1 u32 match ip dst 10.0.0.9/32 match ip dport 80 0xffff flowid 1:10
quietly tc filter add dev v0 parent 1: protocol ip prio 2 handle 2: u32 divisor 16
quietly tc filter add dev v0 parent 1: protocol ip prio 2 u32 ht 800:: match ip src 10.0.0.0/8 hashkey mask 0x000000ff at 16 link 2:
quietly tc filter add dev v0 parent 1: protocol ip prio 3 u32 match u32 0 0 at nexthdr+4 action mirred egress redirect dev lo
quietly tc qdisc add dev v1 root handle 7: tbf rate 1mbit burst 10kb latency 70ms peakrate 2mbit mtu 1600
quietly tc qdisc add dev v1 ingress

section 'Lists'
for what in qdisc class; do
    for format in '' --details --stats; do
        for dev in v0 v1 lo; do
            # shellcheck disable=SC2086
            run nl-$what-list --dev=$dev $format
        done
    done
done
for format in '' --details --stats; do
    # shellcheck disable=SC2086
    run nl-cls-list --dev=v0 $format v0
    # shellcheck disable=SC2086
    run nl-cls-list --dev=v0 --parent=1: $format
done
run nl-qdisc-list
run nl-qdisc-list --recursive --dev=v1
run nl-qdisc-list --kind=htb
run nl-qdisc-list --id=20:
run nl-qdisc-list --parent=1:10 --details
run nl-qdisc-list --parent=root
run nl-qdisc-list --dev=nosuch
run nl-class-list --dev=v0 --id=1:10
run nl-class-list --dev=v0 --parent=1:1
run nl-class-list --dev=v0 --kind=cbq
run nl-cls-list --dev=v0 --parent=1: --prio=2
run nl-cls-list --dev=v0 --parent=1: --kind=u32 --proto=ip
run nl-cls-list --dev=v0 --parent=1: --proto=ipv6
run nl-classid-lookup 1:10
run nl-classid-lookup --raw 1:10
run nl-classid-lookup nosuch

section 'Delete'
run nl-cls-delete --yes --dev=v0 --parent=1: --prio=1
run nl-cls-delete --yes --dev=v0 --parent=1: --prio=9
run nl-qdisc-delete --yes --dev=v0 --parent=1:10
run nl-class-delete --yes --dev=v0 --id=1:10
run nl-class-delete --yes --dev=v0 --id=1:77
printf 'n\ny\n' >answers
run_from answers nl-qdisc-delete --interactive --dev=v1 --kind=tbf
run nl-qdisc-delete --yes --dev=v0 --parent=root
run nl-qdisc-delete --yes --dev=v0 --parent=root
run nl-qdisc-delete --yes --kind=nosuch
run tc qdisc show
run tc class show dev v0

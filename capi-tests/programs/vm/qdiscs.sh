#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Queueing disciplines, classes, filters and actions of all kinds that Debian's kernel has, made by tc, listed by tc and by
# libnl's programs.
# needs: tc(iproute2) ip(iproute2) nl-qdisc-list(libnl-utils) modprobe(kmod)
# seconds: 120
# mask: s/ target none$// -- Debian's libnl takes an action for a class
# mask: s/(hash|seed) 0x[0-9a-f]+/\1 N/; s/perturbation [0-9]+/perturbation N/; s/(installed|used|expires) [0-9]+ sec/\1 N sec/g; s/"(installed|last_used|first_used)":[0-9]+/"\1":N/g -- time and random numbers
. "$(dirname "$0")/../lib.sh"

quietly ip link set lo up
quietly ip link add d0 address 02:00:00:00:00:01 numtxqueues 4 type dummy
quietly ip link set d0 addrgenmode none up
quietly ip link add i0 address 02:00:00:00:00:02 type ifb

# The kinds that libnl-route has parts for here, see COVERAGE.md, and those that it has none for anywhere.
known=' pfifo bfifo tbf fq_codel htb red fq codel cake drr choke pie hhf ingress clsact '

# listed KIND...: what is on d0, by tc, and what libnl says of those kinds.
listed() {
    run tc -d qdisc show dev d0
    run tc -d -j qdisc show dev d0
    run tc -d class show dev d0
    for kind; do
        case $known in
        *" $kind "*) nl-qdisc-list --dev d0 --kind "$kind" && nl-class-list --dev d0 --kind "$kind" ;;
        esac
    done
}

section qdiscs
for qdisc in 'pfifo limit 10' 'bfifo limit 10000' pfifo_fast 'tbf rate 1mbit burst 10k latency 50ms' \
    'tbf rate 1mbit burst 10k latency 50ms peakrate 2mbit mtu 1540' 'sfq perturb 10 quantum 2000' 'netem delay 10ms 2ms 25% loss 1% duplicate 2% corrupt 0.1% reorder 5% gap 3' \
    'netem rate 1mbit limit 500' 'netem delay 10ms slot 1ms 5ms' 'red limit 400000 min 30000 max 90000 avpkt 1000 burst 55 ecn' \
    'gred setup DPs 3 default 1' 'choke limit 100 bandwidth 10mbit' 'codel limit 500 target 6ms interval 90ms ecn' 'fq_codel limit 500 flows 64 noecn' \
    'fq limit 1000 flow_limit 20 pacing' 'pie limit 100 target 20ms' 'fq_pie limit 200' 'hhf limit 500' 'cake bandwidth 10mbit besteffort ack-filter' \
    'drr' 'hfsc default 1' 'htb default 10 r2q 5' 'prio bands 4 priomap 1 2 2 2 1 2 0 0 1 1 1 1 1 1 1 1' multiq mq 'qfq' 'dsmark indices 8 default_index 2' 'sfb' 'skbprio limit 50' \
    'mqprio num_tc 2 map 0 1 0 1 0 1 0 1 0 1 0 1 0 1 0 1 queues 2@0 2@2 hw 0' 'etf clockid CLOCK_TAI delta 1000' 'cbs idleslope 100' 'cbq bandwidth 10mbit avpkt 1000' 'ets bands 3 strict 1' 'plug limit 10' 'clsact' ingress no-such-qdisc; do
    # shellcheck disable=SC2086
    case $qdisc in
    clsact | ingress) run tc qdisc add dev d0 $qdisc ;;
    *) run tc qdisc add dev d0 root handle 1: $qdisc ;;
    esac
    listed "${qdisc%% *}"
    # shellcheck disable=SC2086
    case $qdisc in
    clsact | ingress) run tc qdisc del dev d0 ${qdisc%% *} ;;
    *) run tc qdisc del dev d0 root ;;
    esac
done

section classes
quietly tc qdisc add dev d0 root handle 1: htb default 20
quietly tc class add dev d0 parent 1: classid 1:1 htb rate 100mbit ceil 200mbit
quietly tc class add dev d0 parent 1:1 classid 1:10 htb rate 10mbit ceil 100mbit prio 2 burst 20k cburst 30k quantum 3000
quietly tc class add dev d0 parent 1:1 classid 1:20 htb rate 5gbit
quietly tc qdisc add dev d0 parent 1:10 handle 10: fq_codel
quietly tc qdisc add dev d0 parent 1:20 handle 20: netem delay 5ms
listed htb pfifo fq_codel hfsc
quietly tc qdisc del dev d0 root
quietly tc qdisc add dev d0 root handle 1: hfsc default 1
quietly tc class add dev d0 parent 1: classid 1:1 hfsc sc rate 10mbit ul rate 20mbit
quietly tc class add dev d0 parent 1:1 classid 1:2 hfsc rt m1 5mbit d 10ms m2 1mbit ls rate 1mbit
listed htb pfifo fq_codel hfsc
quietly tc qdisc del dev d0 root

section filters and actions
quietly tc qdisc add dev d0 root handle 1: prio
for filter in 'u32 match ip dst 10.0.0.0/24 match ip protocol 6 0xff flowid 1:1' 'u32 match u8 0x40 0xf0 at 0 action gact drop' \
    'matchall action mirred egress redirect dev i0' 'basic match cmp(u8 at 9 layer network mask 0xff eq 6) and meta(priority gt 3) flowid 1:2' \
    'basic match text(x at 1 layer transport) flowid 1:2' \
    'flower dst_ip 10.0.0.1 ip_proto tcp dst_port 80 action skbedit priority 5' 'fw classid 1:3' 'flow hash keys src,dst divisor 16' 'cgroup' \
    'bpf bytecode 1,6\ 0\ 0\ 0 flowid 1:1' 'u32 match ip src 10.0.0.1/32 action police rate 1mbit burst 10k conform-exceed drop' \
    'u32 match ip src 10.0.0.2/32 action vlan push id 5 action mirred egress mirror dev i0' 'u32 match ip src 10.0.0.3/32 action pedit munge ip ttl set 9' \
    'u32 match ip src 10.0.0.4/32 action nat ingress 10.0.0.0/24 10.1.0.0' 'u32 match ip src 10.0.0.5/32 action csum ip' 'no-such-filter'; do
    # shellcheck disable=SC2086
    run tc filter add dev d0 parent 1: protocol ip prio 7 $filter
    run tc -d filter show dev d0 parent 1:
    run tc -d -j filter show dev d0 parent 1:
    nl-cls-list --dev d0 --parent 1: --kind u32
    nl-cls-list --dev d0 --parent 1: --kind matchall
    run tc filter del dev d0 parent 1: prio 7
done
run tc actions add action gact drop index 5
run tc actions add action mirred egress redirect dev i0 index 6
run tc actions list action gact
run tc actions flush action gact

section by libnl
quietly tc qdisc del dev d0 root
run nl-qdisc-add --dev=d0 --parent=root --update
run nl-qdisc-add --dev=d0 --parent=root --handle=1: htb --default=20 --r2q=7
run nl-class-add --dev=d0 --parent=1: --id=1:1 htb --rate=100mbit --ceil=150mbit
run nl-class-add --dev=d0 --parent=1:1 --id=1:20 htb --rate=10mbit --prio=3
run nl-qdisc-add --dev=d0 --parent=1:20 --handle=20: pfifo --limit=100
listed htb pfifo fq_codel hfsc
run tc -d filter show dev d0

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# bmon: links, and the qdiscs, classes and filters on them.
# needs: bmon(bmon) tc(iproute2) ip(iproute2) bash(bash)
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly ip neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev v0
quietly tc qdisc add dev v0 root handle 1: htb default 20
quietly tc class add dev v0 parent 1: classid 1:1 htb rate 10mbit
quietly tc class add dev v0 parent 1:1 classid 1:10 htb rate 2mbit
quietly tc class add dev v0 parent 1:1 classid 1:20 htb rate 8mbit ceil 10mbit
quietly tc qdisc add dev v0 parent 1:20 handle 20: pfifo limit 77
quietly tc filter add dev v0 parent 1: protocol ip prio 1 u32 match ip dport 80 0xffff flowid 1:10
quietly tc qdisc add dev v1 root handle 7: tbf rate 1mbit burst 10kb latency 70ms
# Ten packets, to somebody who does not answer.
for port in 1 2 3 4 5 6 7 8 9 80; do
    bash -c "echo something >/dev/udp/10.0.0.9/$port"
done
run bmon -p v0 -o ascii:quitafter=2
run bmon -p 'v*,lo' -o ascii:quitafter=1
run bmon -p v0 -o 'ascii:diagram=detailed;quitafter=1'
run bmon -p v0 -o 'ascii:diagram=graph;quitafter=1'
run bmon -a -p '*' -o 'ascii:quitafter=1'
run bmon -a -p '*' -o 'format:fmt=$(element:name) $(element:parent) $(attr:rx:packets) $(attr:tx:packets) $(attr:tx:bytes)\n;quitafter=1'
run bmon -p v0 -o 'format:quitafter=2'
run bmon -p nosuch -o ascii:quitafter=1
run bmon -i netlink:notc -p v0 -o 'format:fmt=$(element:name) $(attr:tx:packets)\n;quitafter=1'
run bmon -i netlink:nosuch -p v0 -o ascii:quitafter=1
run bmon -i netlink:help
run bmon --version

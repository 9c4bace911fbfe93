#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnl's own tools for routes, routing rules and neighbours.
# needs: nl-route-list(libnl-utils) ip(iproute2)
# mask: s/(arp|ndisc)_cache entries [0-9]+/\1_cache entries N/; s/reachable-time .* retransmit/reachable-time N retransmit/; s/(confirmed|used|updated) [0-9]+/\1 N/g -- times, one of them drawn by lot; which neighbours the kernel has learned of by then
. "$(dirname "$0")/../lib.sh"

setup_veth4

section 'Routes'
run nl-route-add --dst=10.7.0.0/16 --nexthop=dev=v0,via=10.0.0.7
run nl-route-add --dst=10.7.0.0/16 --nexthop=dev=v0,via=10.0.0.7
run nl-route-add --dst=10.8.0.0/16 --nexthop=dev=v0,via=10.0.0.7,weight=3 --nexthop=dev=v1,via=10.0.1.7,weight=7
run nl-route-add --dst=10.9.0.0/16 --nexthop=dev=v1 --metrics=mtu=1300,hoplimit=9 --priority=77 --protocol=static --scope=link --pref-src=10.0.1.1
run nl-route-add --dst=10.10.0.0/16 --type=blackhole
run nl-route-add --dst=10.11.0.0/16 --type=unreachable --table=main
run nl-route-add --dst=10.12.0.0/16 --nexthop=dev=v0 --table=100
run nl-route-add --quiet --dst=default --nexthop=via=10.0.0.254,dev=v0
run nl-route-add --dst=10.13.0.0/16 --nexthop=via=192.0.2.1,dev=v0
run nl-route-add --dst=10.13.0.0/16 --nexthop=dev=nosuch
run nl-route-add --dst=nonsense --nexthop=dev=v0
run nl-route-add --nexthop=dev=v0
run nl-route-add --dst=10.14.0.0/16 --metrics=nonsense=3 --nexthop=dev=v0
run ip route show table all

section 'Lists of routes'
for format in brief details stats; do
    run nl-route-list --format=$format
done
run nl-route-list --family=inet
run nl-route-list --table=main
run nl-route-list --table=100
run nl-route-list --dst=10.7.0.0/16
run nl-route-list --type=blackhole --format=details
run nl-route-list --protocol=static --format=details
run nl-route-list --scope=link
run nl-route-list --priority=77
run nl-route-list --cache
run nl-route-list --format=nonsense

section 'Asking the kernel'
run nl-route-get 10.7.1.1
run nl-route-get 10.8.1.1
# Without a route it reports what it sent, 36 bytes, as error 36, which 3.12 has a text for.
run nl-route-get 127.0.0.1
run nl-route-get nonsense
run nl-route-get

section 'Deleting routes'
run nl-route-delete --yes --dst=10.7.0.0/16
run nl-route-delete --yes --table=100
run nl-route-delete --yes --dst=192.0.2.0/24
printf 'n\nn\n' >answers
run_from answers nl-route-delete --interactive --dst=10.8.0.0/16
printf 'y\ny\n' >answers
run_from answers nl-route-delete --interactive --dst=10.8.0.0/16
run nl-route-delete --yes --type=blackhole
run nl-route-list

section 'Rules'
quietly ip rule add from 10.0.0.0/8 to 10.1.0.0/16 iif v0 fwmark 7 table 100 priority 1000
quietly ip rule add oif v1 tos 16 goto 32766 priority 1001
quietly ip rule add to 192.0.2.0/24 unreachable priority 1002
quietly ip rule add ipproto tcp dport 80-90 sport 1-5 table 100 priority 1003
quietly ip -6 rule add from fd00::/16 table 100 priority 1000
for format in brief details stats; do
    run nl-rule-list --format=$format
done
run nl-rule-list --family=inet6
run nl-rule-list --family=nonsense

section 'Neighbours'
run nl-neigh-add --addr=10.0.0.2 --dev=v0 --lladdr=02:00:00:00:00:22
run nl-neigh-add --addr=10.0.0.2 --dev=v0 --lladdr=02:00:00:00:00:23 --create-only
run nl-neigh-add --addr=10.0.0.2 --dev=v0 --lladdr=02:00:00:00:00:24 --update-only
run nl-neigh-add --addr=10.0.0.3 --dev=v0 --lladdr=02:00:00:00:00:25 --update-only
run nl-neigh-add --addr=10.0.1.3 --dev=v1 --lladdr=02:00:00:00:00:26 --state=noarp
run nl-neigh-add --addr=10.0.1.4 --dev=v1 --state=nonsense
run nl-neigh-add --addr=10.0.1.4 --dev=nosuch
run_sorted ip neigh
run_sorted nl-neigh-list --family=inet
run nl-neigh-list --format=details --addr=10.0.0.2
run nl-neigh-list --lladdr=02:00:00:00:00:26
run nl-neigh-list --addr=10.0.0.2
run_sorted nl-neigh-list --family=inet --state=permanent
run nl-neigh-delete --yes --addr=10.0.0.2
run nl-neigh-delete --yes --addr=10.9.9.9
run nl-neigh-list --family=inet
run_sorted nl-neightbl-list

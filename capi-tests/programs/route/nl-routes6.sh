#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnl's own tools for routes, with IPv6.
# needs: nl-route-list(libnl-utils) ip(iproute2)
# mask: s/expires [^ ]+/expires N/g -- times
. "$(dirname "$0")/../lib.sh"

setup_links
quietly ip addr add fd00::1/64 dev v0 nodad
quietly ip addr add fd00:1::1/64 dev v1 nodad
poll is_local fd00::1
poll is_local fd00:1::1

run nl-route-add --dst=fd07::/16 --nexthop=dev=v0,via=fd00::7
run nl-route-add --dst=fd07::/16 --nexthop=dev=v0,via=fd00::7
run nl-route-add --dst=fd08::/16 --nexthop=dev=v0,via=fd00::7,weight=3 --nexthop=dev=v1,via=fd00:1::7,weight=7
run nl-route-add --dst=fd09::/16 --nexthop=dev=v1 --metrics=mtu=1300,hoplimit=9 --priority=77 --protocol=static --pref-src=fd00:1::1
run nl-route-add --dst=fd0a::/16 --type=blackhole --family=inet6
run nl-route-add --dst=fd0b::/16 --type=prohibit
run nl-route-add --dst=fd0c::/16 --nexthop=dev=v0 --table=100
run nl-route-add --quiet --dst=default --family=inet6 --nexthop=via=fd00::fe,dev=v0
run nl-route-add --dst=10.7.0.0/16 --nexthop=via=fd00::fe,dev=v0
for table in main 100; do
    for format in brief details stats; do
        run nl-route-list --family=inet6 --table=$table --format=$format
    done
done
run nl-route-get fd07::1
run nl-route-get fd0a::1
run nl-route-get ::1
run nl-route-delete --yes --dst=fd07::/16
run nl-route-delete --yes --family=inet6 --table=100
run ip -6 route show table all type unicast

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# mandos-client's helper that adds and deletes a route to one address.
# needs: /usr/lib/x86_64-linux-gnu/mandos/plugin-helpers/mandos-client-iprouteadddel(mandos-client) ip(iproute2)
# root: it lies in a folder that only root may read
. "$(dirname "$0")/../lib.sh"

PATH=/usr/lib/x86_64-linux-gnu/mandos/plugin-helpers:$PATH
setup_links
quietly ip addr add 10.0.0.1/24 dev v0
quietly ip addr add fd00::1/64 dev v0 nodad
poll is_local fd00::1
for address in 10.55.0.1 fd55::1 fe80::1; do
    run mandos-client-iprouteadddel add $address v0
    run mandos-client-iprouteadddel add $address v0
    run ip route show proto boot
    run ip -6 route show proto boot
    run mandos-client-iprouteadddel delete $address v0
    run mandos-client-iprouteadddel delete $address v0
    run ip route show proto boot
done
run mandos-client-iprouteadddel --debug add 10.55.0.2 v1
run mandos-client-iprouteadddel add nonsense v0
run mandos-client-iprouteadddel add 10.0.0.1 nosuch
run mandos-client-iprouteadddel change 10.0.0.1 v0
run mandos-client-iprouteadddel
quietly ip link set v1 down
run mandos-client-iprouteadddel add 10.55.0.3 v1

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Interfaces of all kinds that Debian's kernel has, made by ip, listed by ip and by libnl's programs, and their events.
# needs: ip(iproute2) nl-link-list(libnl-utils) modprobe(kmod) bridge(iproute2) wg(wireguard-tools)
# mask: s/(hello|tcn|topology_change|gc)_timer +[0-9.]+/\1_timer T/g; s/reachable-time [0-9a-z ]+ retrans/reachable-time T retrans/; s/create-stamp [0-9.a-z ]+s /create-stamp T / -- time
# mask: s/(private|public)(-key| key): .*/\1 key/ -- random keys
# mask: s/permaddr [0-9a-f:]+/permaddr P/; s/"permaddr": "[0-9a-f:]+"/"permaddr": "P"/ -- the kernel makes it up
# selected
. "$(dirname "$0")/../lib.sh"

setup_links
quietly modprobe wireguard

# make NAME ARGUMENTS...: an interface.
make() {
    name=$1
    shift
    run ip link add "$name" "$@"
}

section new kinds
number=16
for kind in dummy ifb:numtxqueues:1 vrf:table:10 bond bridge team wireguard vcan nlmon bareudp:dstport:6635:ethertype:ip \
    vti:local:10.0.0.1:remote:10.0.0.2:key:5 gre:local:10.0.0.1:remote:10.0.0.2:ttl:9 gretap:local:10.0.0.1:remote:10.0.0.2 \
    erspan:local:10.0.0.1:remote:10.0.0.2:seq:key:5:erspan_ver:1 \
    ip6gre:local:fd00::1:remote:fd00::2 ip6gretap:local:fd00::1:remote:fd00::2 ipip:local:10.0.0.1:remote:10.0.0.2 \
    sit:local:10.0.0.1:remote:10.0.0.2 ip6tnl:local:fd00::1:remote:fd00::2:mode:any vti6:local:fd00::1:remote:fd00::2 \
    geneve:id:77:remote:10.0.0.2 vxlan:id:42:remote:10.0.0.2:dstport:4789 \
    xfrm:dev:v0:if_id:7 no-such-kind; do
    number=$((number + 1))
    # shellcheck disable=SC2046
    make "new$number" address "02:00:00:00:09:$number" type $(echo "$kind" | sed -E 's/([a-z0-9_.-])(:)([a-z0-9_])/\1 \3/g; s/fd00 1/fd00::1/; s/fd00 2/fd00::2/')
done

section kinds on top of others
quietly ip link add lower address 02:00:00:00:08:01 type dummy
quietly ip link set lower up addrgenmode none
for kind in vlan:id:5 vlan:id:6:protocol:802.1ad macvlan:mode:bridge macvtap:mode:vepa ipvlan:mode:l2 macsec:port:11:encrypt:on; do
    number=$((number + 1))
    # shellcheck disable=SC2046
    make "new$number" link lower type $(echo "$kind" | tr : ' ')
done

section listed by ip
# All addresses fixed, where the kernel chose them.
for device in $(ip -o link show | sed -nE 's/^[0-9]+: (new[0-9]+)[@:].*/\1/p'); do
    case $(ip -o link show "$device") in
    *link/ether*) ip link set "$device" address "02:00:00:00:09:${device#new}" 2>&1 ;;
    esac
done
run ip -d link show
run ip -d -j -p link show

section listed by libnl
# The kinds that libnl-route has parts for here, see COVERAGE.md, and those that it has none for anywhere.
for kind in dummy ifb vrf bond bridge team vlan vxlan macvlan macvtap macsec wireguard nlmon; do
    for device in $(ip -o link show type "$kind" | sed -nE 's/^[0-9]+: (new[0-9]+)[@:].*/\1/p'); do
        # Newer upstream knows more names of settings of IPv4 and IPv6 than Debian's.
        nl-link-list --details --name "$device" | sed '/ipv4 devconf/,$d; /ipv6 max/,$d'
    done
done

section changed and removed
listen 0 ip -o monitor link
for device in $(ip -o link show | sed -nE 's/^[0-9]+: (new[0-9]+)[@:].*/\1/p'); do
    run ip link set "$device" mtu 1400
    run ip link set "$device" alias "was $device"
    run ip link set "$device" group 3
    run ip link del "$device"
done
quietly ip link add last address 02:00:00:00:09:99 type dummy
heard last
hush
run ip link show

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Tunnels and interfaces on top of others, each between two network namespaces with traffic through it; what ip, bridge and
# libnl's programs say of its addresses, routes, neighbours and forwarding entries then.
# needs: ip(iproute2) bridge(iproute2) modprobe(kmod) ping(iputils-ping) nl-link-list(libnl-utils) nl-neigh-list(libnl-utils)
# seconds: 150
# mask: s/(ref|used|probes) [0-9]+(\/[0-9]+)*//g; s/(REACHABLE|STALE|DELAY|PROBE)/STATE/; s/<(reachable|stale|delay|probe)/<state/ -- states of neighbours that time changes
# mask: s/[0-9]+ms$/T/; s#rtt min/avg/max/mdev = .*#rtt#; s/(hello|tcn|topology_change|gc)_timer +[0-9.]+/\1_timer T/g -- time
# mask: s/permaddr [0-9a-f:.]+/permaddr P/; s/"permaddr":"[^"]*"/"permaddr":"P"/; s/(RX|TX): +[0-9]+ bytes [0-9]+ packets/\1: N/ -- the kernel makes it up; what talks at random times
# mask: s/ permanent address [0-9a-f:.]+//; s/,(mcast_flood|bcast_flood|neigh_suppress|vlan_tunnel|isolated|locked)//g -- what Debian's libnl does not know
# mask: s/(t0@v0: .* state) (UP|UNKNOWN)/\1 S/; s/("ifname":"t0",.*"operstate":)"(UP|UNKNOWN)"/\1"S"/ -- the kernel takes it over from the interface below some time later
# mask: s/^(bridge .*) (\(null\)|0) </\1 MASTER </ -- the number of an interface that is not known, see docs/differences-libnl.md
. "$(dirname "$0")/../lib.sh"

in_b='ip netns exec b'
for scope in default all; do
    echo 0 >/proc/sys/net/ipv4/conf/$scope/rp_filter
done
setup_ends

# both LINK ARGUMENTS...: an interface t0 on each side, with LOCAL, REMOTE, LOCAL6 and REMOTE6 replaced.
both() {
    # shellcheck disable=SC2046
    run ip link add $(echo "$@" | sed 's/UNDER/v0/; s/LOCAL6/fd00::1/; s/REMOTE6/fd00::2/; s/LOCAL/192.0.2.1/; s/REMOTE/192.0.2.2/; s/MINE/01/; s/THEIRS/02/')
    # shellcheck disable=SC2046
    quietly ip -n b link add $(echo "$@" | sed 's/UNDER/v1/; s/LOCAL6/fd00::2/; s/REMOTE6/fd00::1/; s/LOCAL/192.0.2.2/; s/REMOTE/192.0.2.1/; s/MINE/02/; s/THEIRS/01/')
}

while read -r kind arguments; do
    section "$kind $arguments"
    # shellcheck disable=SC2086
    case $kind in
    vlan | macvlan | macvtap | ipvlan | macsec) both link UNDER name t0 type $kind $arguments ;;
    *) both t0 type $kind $arguments ;;
    esac
    if [ "$kind" = macsec ]; then
        for side in '01:02' '02:01'; do
            in=
            [ $side = 01:02 ] || in=$in_b
            quietly $in ip macsec add t0 tx sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f
            quietly $in ip macsec add t0 rx port 11 address 02:00:00:00:00:"${side#*:}"
            quietly $in ip macsec add t0 rx port 11 address 02:00:00:00:00:"${side#*:}" sa 0 pn 1 on key 01 000102030405060708090a0b0c0d0e0f
        done
    fi
    quietly ip link set t0 addrgenmode none
    quietly ip -n b link set t0 addrgenmode none
    case $kind in
    vxlan | geneve | gretap | ip6gretap | macvlan | macvtap | erspan | bareudp | vlan)
        ip link set t0 address 02:00:00:00:05:01 2>/dev/null
        ip -n b link set t0 address 02:00:00:00:05:02 2>/dev/null
        ;;
    esac
    quietly ip address add 10.4.0.1/24 dev t0
    quietly ip -n b address add 10.4.0.2/24 dev t0
    quietly ip link set t0 up
    quietly ip -n b link set t0 up
    case $kind in
    sit | vti | vti6) ;;
    *)
        poll ping -c 1 -W 1 10.4.0.2
        run ping -n -q -c 2 -i 0.2 10.4.0.2
        ;;
    esac
    run ip -d link show t0
    run ip -d -j link show t0
    run nl-neigh-list --dev t0
    run ip -4 neigh show dev t0
    run ip route show dev t0
    case $kind in
    # The kinds that libnl-route has parts for here, see COVERAGE.md.
    vlan | vxlan | macvlan | macvtap | macsec)
        nl-link-list --details --name t0 | sed '/ipv4 devconf/,$d; /ipv6 max/,$d'
        ;;
    esac
    case $kind in
    vxlan)
        run bridge fdb show dev t0
        run bridge fdb append 02:00:00:00:07:01 dev t0 dst 192.0.2.9 port 4790 vni 7 via v0
        run bridge fdb append 00:00:00:00:00:00 dev t0 dst 192.0.2.10
        run bridge fdb replace 02:00:00:00:07:02 dev t0 dst 192.0.2.11
        run bridge fdb get 02:00:00:00:07:01 dev t0
        run bridge -j fdb show dev t0
        run bridge fdb del 02:00:00:00:07:01 dev t0 dst 192.0.2.9 port 4790 vni 7 via v0
        run bridge fdb del 02:00:00:00:07:09 dev t0
        ;;
    macsec)
        run ip macsec show
        run ip macsec set t0 tx sa 0 off
        run ip macsec del t0 rx port 11 address 02:00:00:00:00:02 sa 0
        run ip macsec del t0 rx port 99 address 02:00:00:00:00:02
        run ip -j macsec show t0
        ;;
    esac
    run ip tunnel show
    run ip -6 tunnel show
    run ip link set t0 mtu 1300
    run ip link del t0
    quietly ip -n b link del t0
done <<'END'
vlan id 5 ingress-qos-map 1:2 egress-qos-map 2:3
vlan id 6 protocol 802.1ad reorder_hdr off
vxlan id 42 local LOCAL remote REMOTE dstport 4789 ttl 7 tos 1 nolearning
vxlan id 43 local LOCAL6 remote REMOTE6 dstport 4789 gbp udp6zerocsumtx udp6zerocsumrx
geneve id 44 remote REMOTE ttl 9
gre local LOCAL remote REMOTE ttl 9 key 5 csum seq
gretap local LOCAL remote REMOTE key 6
ip6gre local LOCAL6 remote REMOTE6 hoplimit 9
ipip local LOCAL remote REMOTE ttl 5
ip6tnl local LOCAL6 remote REMOTE6 mode ipip6 encaplimit none
sit local LOCAL remote REMOTE
erspan local LOCAL remote REMOTE seq key 5 erspan_ver 1
macvlan mode bridge
ipvlan mode l2
macsec port 11 encrypt on
END

section forwarding in a domain of its own
quietly ip link add red address 02:00:00:00:06:01 type vrf table 100
quietly ip link set red up
run ip link set v0 master red
run ip vrf show
run ip route show vrf red
run_sorted ip route show table 100
run ip route add 198.51.100.0/24 via 192.0.2.2 vrf red
run ip route get 198.51.100.9 vrf red
run ip route get 198.51.100.9
run ip -4 rule show
run ip -6 rule show
quietly ip -n b address add 198.51.100.1/24 dev lo
run ip vrf exec red ping -n -q -c 1 198.51.100.1
run ping -n -q -c 1 -I red 198.51.100.1
run ip neigh show vrf red
run_sorted nl-route-list --table 100
nl-link-list --details --name red | sed '/ipv4 devconf/,$d; /ipv6 max/,$d'
run ip -d link show red
run ip link set v0 nomaster
run ip link del red

section a bridge with VLANs
quietly ip link add br0 address 02:00:00:00:06:02 type bridge vlan_filtering 1 mcast_snooping 1 vlan_stats_enabled 1
quietly ip link set br0 addrgenmode none up
for number in 1 2; do
    quietly ip link add d$number address 02:00:00:00:07:0$number type dummy
    quietly ip link set d$number addrgenmode none master br0 up
done
run bridge vlan add dev d1 vid 5 pvid untagged
run bridge vlan add dev d1 vid 10-20
run bridge vlan add dev br0 vid 5 self
run bridge vlan add dev d1 vid 5000
run bridge vlan show
run bridge -d -s vlan show
run bridge -j vlan show
run bridge vlan global show
run bridge vlan set dev d1 vid 5 state blocking
run bridge vlan del dev d1 vid 12-14
run bridge vlan show dev d1
run bridge vlan tunnelshow
run bridge mdb add dev br0 port d1 grp 239.1.1.1 permanent vid 5
run bridge mdb add dev br0 port d1 grp ff05::1 permanent vid 5
run bridge mdb add dev br0 port d2 grp 239.1.1.1 src 10.0.0.1 permanent
run bridge mdb show
run bridge -d -j mdb show
run bridge mdb del dev br0 port d1 grp 239.1.1.1 permanent vid 5
run bridge mdb del dev br0 port d1 grp 239.1.1.9 permanent
run bridge fdb add 02:00:00:00:07:55 dev d1 master static vlan 5
run bridge fdb show br br0
run nl-neigh-list --family bridge
run bridge link set dev d1 cost 7 priority 9 guard on hairpin on learning off isolated on
run bridge -d link show
nl-link-list --details --family bridge | sed '/ipv4 devconf/,$d; /ipv6 max/,$d'

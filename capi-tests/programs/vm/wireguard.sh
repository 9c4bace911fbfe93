#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# A tunnel of WireGuard's between two network namespaces, over IPv4 and IPv6, and a third peer that never answers.
# needs: wg(wireguard-tools) ip(iproute2) modprobe(kmod) ping(iputils-ping) nl-link-list(libnl-utils) python3(python3-minimal)
# mask: s/(latest handshake: ).*/\1T/; s/(transfer: ).*/\1N/; s/[0-9]+ms$/T/; s#rtt min/avg/max/mdev = .*#rtt# -- times, and how often it was tried
# mask: s/^(  8\.0\.[67]: 8|  8\.0\.6: 16): [0-9a-f]+ .*/\1: N/ -- the same
. "$(dirname "$0")/../lib.sh"

generic="python3 $(dirname "$0")/generic.py"
in_b='ip netns exec b'

section not there
run wg show
run $generic ask wireguard 0 1 dump 2:str=wg0
quietly modprobe wireguard
run genl ctrl get name wireguard
run $generic ask wireguard 0 1 dump 2:str=wg0
run $generic ask wireguard 0 1 dump 2:str=lo
run $generic ask wireguard 0 1 dump
run $generic ask wireguard 0 1 2:str=lo
run $generic ask wireguard 77 1

section two ends
setup_ends
sleep 1
for number in 1 2 3 4; do
    # The same keys in every run.
    printf '%-32s' "key number $number" | base64 >key$number
    wg pubkey <key$number >public$number
done
run cat public1 public2 public3
listen 0 ip -o monitor link address route
run ip link add wg0 type wireguard
run ip -n b link add wg0 type wireguard
run wg set wg0 listen-port 51820 private-key key1 fwmark 0x77 peer "$(cat public2)" preshared-key key4 \
    endpoint 192.0.2.2:51821 persistent-keepalive 25 allowed-ips 10.9.0.2/32,fd09::2/128,10.10.0.0/16
run $in_b wg set wg0 listen-port 51821 private-key key2 peer "$(cat public1)" preshared-key key4 allowed-ips 10.9.0.1/32,fd09::1/128
run wg set wg0 peer "$(cat public3)" endpoint '[fd00::2]:51823' allowed-ips 10.9.0.3/32
run wg set wg0 peer nonsense
run wg set lo peer "$(cat public3)"
run ip address add 10.9.0.1/24 dev wg0
run ip address add fd09::1/64 dev wg0 nodad
run $in_b ip address add 10.9.0.2/24 dev wg0
run $in_b ip address add fd09::2/64 dev wg0 nodad
run ip link set wg0 mtu 1380 up
run ip -n b link set wg0 up
run ip route add 10.10.0.0/16 dev wg0
quietly ip route add 203.0.113.0/24 dev wg0
heard 203.0.113.0
hush
run ip -d link show wg0
run ip -d -j link show wg0
nl-link-list --details --name wg0 | sed '/ipv4 devconf/,$d; /ipv6 max/,$d'
run nl-addr-list --dev wg0
run_sorted nl-route-list --family inet
run ip route show dev wg0
run ip -6 route show dev wg0

section traffic
poll ping -c 1 -W 1 10.9.0.2
run ping -n -q -c 3 -i 0.2 10.9.0.2
run ping -n -q -c 2 -i 0.2 fd09::2
run ping -n -q -c 1 -W 1 10.9.0.3
run wg show wg0
run $in_b wg show wg0 allowed-ips
for what in public-key private-key listen-port fwmark peers preshared-keys endpoints allowed-ips persistent-keepalive; do
    run wg show wg0 $what
done
run wg showconf wg0
run $generic ask wireguard 0 1 dump 2:str=wg0 nests=8,8.0,8.0.9,8.0.9.0
run nl-neigh-list --dev wg0

section through libnl
# The port, the mark; a peer with its place in the table, and one that goes.
peer4=$(base64 -d public4 | od -An -v -tx1 | tr -d ' \n')
peer3=$(base64 -d public3 | od -An -v -tx1 | tr -d ' \n')
run $generic ask wireguard 1 1 2:str=wg0 6:u16=51830 7:u32=0
run $generic ask wireguard 1 1 2:str=wg0 8:{ 0:{ "1:hex=$peer4" 5:u16=15 9:{ 0:{ 1:u16=2 2:hex=0a090004 3:u8=32 } 0:{ 1:u16=10 2:hex=fd090000000000000000000000000004 3:u8=128 } } } }
run $generic ask wireguard 1 1 2:str=wg0 8:{ 0:{ "1:hex=$peer3" 3:u32=1 } }
run $generic ask wireguard 1 1 2:str=wg0 8:{ 0:{ 1:hex=00 } }
run $generic ask wireguard 1 1 2:str=wg0 5:u32=999
run $generic ask wireguard 1 1 2:str=wg7 6:u16=1
run wg showconf wg0

section many peers
{
    wg showconf wg0
    awk 'BEGIN { for (n = 0; n < 400; n++) printf "%04d\n", n }' | while read -r n; do
        printf '[Peer]\nPublicKey = %s\nAllowedIPs = 10.20.%d.%d/32, 10.21.%d.0/24\n' \
            "$(printf '%-32s' "peer $n" | base64)" $((${n#"${n%%[!0]*}"} / 200)) \
            $((${n#"${n%%[!0]*}"} % 200 + 1)) $((${n#"${n%%[!0]*}"} % 200))
    done
} >many.conf 2>/dev/null
run wg setconf wg0 many.conf
wg show wg0 allowed-ips | sort | md5sum
$generic ask wireguard 0 1 dump 2:str=wg0 nests=8,8.0,8.0.9,8.0.9.0 >dumped
sed -n '$p' dumped
grep -c ' 8.0.1: 32' dumped
grep ' 8.0.1: 32' dumped | sort | md5sum
run wg syncconf wg0 many.conf
run ip link del wg0
run wg show

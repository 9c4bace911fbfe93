#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ip: objects which talk to generic netlink and other subsystems (mptcp, ioam,
# segment routing, xfrm, tunnels), and the ones whose family is missing here.
# needs: ip(iproute2)
# mask: s/[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}/TIME/g -- xfrm prints when a policy was added
. "$(dirname "$0")/../lib.sh"

setup_veth

section mptcp
run ip mptcp endpoint show
run ip mptcp endpoint add 10.0.0.1 id 1 dev v0 signal
run ip mptcp endpoint add 10.0.1.1 port 5000 id 2 signal backup
run ip mptcp endpoint add fd00::1 dev v0 subflow fullmesh
run ip mptcp endpoint show
run ip -j mptcp endpoint show
run ip mptcp endpoint show id 2
run ip mptcp endpoint change id 1 backup
run ip mptcp endpoint add 10.0.0.1 id 1 dev v0 signal
run ip mptcp endpoint add 10.0.0.1 id 300
run ip mptcp endpoint add 10.0.0.99 dev v0 subflow signal port 99
run ip mptcp endpoint add 10.0.0.98 dev no-such-link
run ip mptcp endpoint change id 99 backup
run ip mptcp endpoint show id 77
run ip mptcp endpoint delete id 77
run ip mptcp endpoint delete id 2
run ip mptcp limits set subflows 4 add_addr_accepted 3
run ip mptcp limits set subflows 99
run ip mptcp limits show
run ip mptcp endpoint flush

section ioam and segment routing
run ip ioam namespace show
run ip ioam namespace add 5 data 0x11 wide 0x22
run ip ioam namespace add 5
run ip ioam schema add 3 'some text'
run ip ioam schema add 3 'other text'
run ip ioam schema show
run ip ioam namespace set 5 schema 3
run ip ioam namespace set 5 schema 9
run ip ioam namespace show
run ip ioam namespace del 9
run ip ioam schema del 9
run ip sr tunsrc set fd00::1
run ip sr tunsrc show
run ip sr hmac show
run ip route add fd00:50::/64 encap seg6 mode encap segs fd00::9,fd00::8 dev v0
run ip route add fd00:51::/64 encap ioam6 mode encap tundst fd00::9 trace prealloc type 0x800000 ns 5 size 12 dev v0
run ip -6 route show

section xfrm
run ip xfrm policy add src 10.1.0.0/24 dst 10.2.0.0/24 dir out priority 7 \
    tmpl src 10.0.0.1 dst 10.0.0.9 proto esp reqid 3 mode tunnel
run ip xfrm policy add src fd00:1::/64 dst fd00:2::/64 proto tcp dport 80 dir in action block
run ip xfrm policy add src 10.1.0.0/24 dst 10.2.0.0/24 dir fwd mark 5 mask 0xff index 2090
run ip xfrm policy list
run ip -s xfrm policy list dir out
run ip xfrm policy get src 10.1.0.0/24 dst 10.2.0.0/24 dir out
run ip xfrm policy count
run ip -s xfrm policy count
run ip xfrm policy add src 10.1.0.0/24 dst 10.2.0.0/24 dir out
run ip xfrm policy delete src 10.9.0.0/24 dst 10.2.0.0/24 dir out
run ip xfrm policy update src 10.9.0.0/24 dst 10.2.0.0/24 dir sideways
run ip xfrm policy set hthresh4 30 30 hthresh6 100 100
run ip xfrm policy getdefault
run ip xfrm policy setdefault in block out accept fwd accept
run ip xfrm policy getdefault
run ip xfrm policy deleteall dir in
run ip xfrm policy flush
run ip xfrm state add src 10.0.0.1 dst 10.0.0.9 proto esp spi 0x100 \
    auth 'hmac(no-such-hash)' 0x0123 enc 'cbc(no-such-cipher)' 0x4567
run ip xfrm state add src 10.0.0.1 dst 10.0.0.9 proto esp spi 0
run ip xfrm state list
run ip xfrm state count
run ip xfrm state get src 10.0.0.1 dst 10.0.0.9 proto esp spi 0x100
run ip xfrm state delete src 10.0.0.1 dst 10.0.0.9 proto esp spi 0x100
run ip xfrm state flush

section tunnels
run ip tunnel show
run ip tunnel add gre1 mode gre remote 10.0.0.9 local 10.0.0.1
run ip link add ipip1 type ipip remote 10.0.0.9 local 10.0.0.1
run ip -6 tunnel show
run ip tuntap list
run ip tuntap add dev v0 mode tun
run ip tuntap del dev none mode tun

section families which may be missing
run ip l2tp show tunnel
run ip fou show
run ip macsec show
run ip link add link v0 name ms0 type macsec
run ip -6 ila list
run ip monitor no-such-object
run ip no-such-object
run ip -V

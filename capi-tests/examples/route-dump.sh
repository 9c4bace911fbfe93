# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

tab=$(printf '\t')

setup_veth
ip addr add 192.0.2.1/24 dev v0
ip route add default via 192.0.2.9
ip route add 198.51.100.0/24 via 192.0.2.2 metric 20 mtu 1400 hoplimit 5 congctl reno
ip route add 10.0.0.0/8 nexthop via 192.0.2.3 dev v0 weight 3 \
	nexthop via inet6 fe80::9 dev v1
ip route add 10.1.0.0/16 via inet6 fe80::8 dev v0
ip route add blackhole 10.3.0.0/16
ip route add 10.4.0.0/16 dev v0 table 1000 mtu lock 1280

expect_status 0 ex route-dump inet
expect_text err ''
expect_text out "10.4.0.0/16 dev v0 table 1000 metrics lock 4 mtu 1280
default via 192.0.2.9 dev v0 table 254
10.0.0.0/8 table 254
${tab}nexthop via 192.0.2.3 dev v0 weight 3
${tab}nexthop via fe80::9 dev v1 weight 1
10.1.0.0/16 via fe80::8 dev v0 table 254
blackhole 10.3.0.0/16 table 254
192.0.2.0/24 dev v0 table 254
198.51.100.0/24 via 192.0.2.2 dev v0 table 254 prio 20 metrics mtu 1400 hoplimit 5 congctl reno
local 192.0.2.1/32 dev v0 table 255
broadcast 192.0.2.255/32 dev v0 table 255"

# The kernel filters.
expect_status 0 ex route-dump inet 1000
expect_text out '10.4.0.0/16 dev v0 table 1000 metrics lock 4 mtu 1280'

# The error of a dump, which NLMSG_DONE brings, with a text.
expect_status 1 ex route-dump inet 999
expect_text out ''
expect_text err 'kernel: ipv4: FIB table does not exist
route-dump: No such file or directory'

ip addr add 2001:db8::1/64 dev v0 nodad
ip -6 route add 2001:db8:5::/48 metric 7 nexthop via 2001:db8::3 dev v0 weight 3 \
	nexthop via fe80::9 dev v1
ip -6 route add unreachable 2001:db8:6::/48
ip -6 route add 2001:db8:7::/48 via fe80::7 dev v1 mtu 1300
expect_status 0 ex route-dump inet6 254
expect_line out '2001:db8::/64 dev v0 table 254 prio 256'
expect_line out '2001:db8:5::/48 table 254 prio 7'
expect_line out "${tab}nexthop via 2001:db8::3 dev v0 weight 3"
expect_line out "${tab}nexthop via fe80::9 dev v1 weight 1"
expect_line out 'unreachable 2001:db8:6::/48 dev lo table 254 prio 1024'
expect_line out '2001:db8:7::/48 via fe80::7 dev v1 table 254 prio 1024 metrics mtu 1300'
expect_status 1 ex route-dump inet6 999
expect_text err 'kernel: ipv6: FIB table does not exist
route-dump: No such file or directory'

# A dump of many messages.
i=0
while [ "$i" -lt 3000 ]; do
	echo "route add 10.200.$((i / 200)).$((i % 200))/32 dev v0 table 2000"
	i=$((i + 1))
done >routes
ip -batch routes
expect_status 0 ex route-dump inet 2000
[ "$(sort -u out | wc -l)" -eq 3000 ] || die 'not 3000 routes'

expect_usage route-dump 'inet|inet6 [TABLE]'
expect_usage route-dump 'inet|inet6 [TABLE]' ipx
expect_usage route-dump 'inet|inet6 [TABLE]' inet main

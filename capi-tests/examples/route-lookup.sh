# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

setup_veth
ip link set lo up
ip addr add 10.0.0.1/24 dev v0
ip addr add fd00::1/64 dev v0 nodad
ip route add 10.7.0.0/16 via 10.0.0.7 proto static
ip route add 10.7.0.0/16 via 10.0.0.8 proto static metric 5

# The way that packets take, as ip finds it.
expect_status 0 ex route-lookup 10.7.1.2
expect_text err ''
expect_line out 'inet cache 10\.7\.1\.2 type unicast ?'
expect_line out ' +preferred-src 10\.0\.0\.1 scope global .*'
expect_line out ' +nexthop via 10\.0\.0\.7 dev v0 .*'
ip route get 10.7.1.2 | grep -q 'via 10.0.0.7 dev v0 src 10.0.0.1' || die 'ip thinks otherwise'
expect_status 0 ex route-lookup fd00::2
expect_line out 'inet6 fd00::2 table main type unicast ?'
expect_status 0 ex route-lookup 127.0.0.5
expect_line out 'inet cache 127\.0\.0\.5 type local <LOCAL>'
expect_line out ' +nexthop dev lo .*'
expect_status 1 ex route-lookup 192.0.2.1
expect_text out ''
expect_line err 'route-lookup: rtnl_route_lookup: .+'

# What the table holds.
expect_status 0 ex route-lookup 10.7.0.0/16
expect_text err ''
expect_line out 'inet 10\.7\.0\.0/16 table main type unicast ?'
expect_line out ' +scope global priority 0 protocol static ?'
expect_line out ' +nexthop via 10\.0\.0\.7 dev v0 .*'
expect_status 0 ex route-lookup 10.7.0.0/16 5
expect_line out ' +scope global priority 0x5 protocol static ?'
expect_line out ' +nexthop via 10\.0\.0\.8 dev v0 .*'
expect_status 0 ex route-lookup fd00::/64 256
expect_line out ' +scope global priority 0x100 protocol kernel ?'
expect_status 1 ex route-lookup 10.7.0.0/16 6
expect_text err 'route-lookup: no such route'
expect_status 1 ex route-lookup 10.7.0.0/17
expect_text err 'route-lookup: no such route'

expect_status 1 ex route-lookup nonsense
expect_line err 'route-lookup: nonsense: .+'
usage='ADDRESS[/PREFIXLEN [PRIORITY]]'
expect_usage route-lookup "$usage"
expect_usage route-lookup "$usage" 10.0.0.1 5
expect_usage route-lookup "$usage" 10.0.0.0/24 x
expect_usage route-lookup "$usage" 10.0.0.0/24 1 2

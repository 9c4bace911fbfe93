# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

setup_veth
ip addr add 192.0.2.1/24 dev v0
ip addr add 2001:db8::1/64 dev v0 nodad

expect_status 0 ex route-add 198.51.100.0/24 v0
expect_text out '198.51.100.0/24 via v0 added'
expect_text err ''
expect_status 0 ex route-add 203.0.113.0/24 v0 192.0.2.2
expect_text out '203.0.113.0/24 via 192.0.2.2 added'
expect_status 0 ex route-add 10.6.0.0/16 v0 fe80::1
expect_status 0 ex route-add 2001:db8:1::/48 v0 2001:db8::2

ip route show >routes
expect_line routes '198\.51\.100\.0/24 dev v0 proto static scope link *'
expect_line routes '203\.0\.113\.0/24 via 192\.0\.2\.2 dev v0 proto static *'
expect_line routes '10\.6\.0\.0/16 via inet6 fe80::1 dev v0 proto static *'
ip -6 route show >routes
expect_line routes '2001:db8:1::/48 via 2001:db8::2 dev v0 proto static .*'

# An error without words, one with, and one which names an attribute.
expect_status 1 ex route-add 198.51.100.0/24 v0
expect_text out ''
expect_text err 'route-add: File exists'
expect_status 1 ex route-add 10.7.0.0/16 v0 203.0.113.99
expect_text err 'route-add: Network is unreachable
kernel says: Nexthop has invalid gateway'
expect_status 1 ex route-add 10.9.0.1/16 v0
expect_text err 'route-add: Invalid argument
kernel says: Invalid prefix for given prefix length'
expect_status 1 ex route-add 2001:db8:2::/48 v0 192.0.2.2
expect_text out ''
expect_text err 'route-add: Numerical result out of range
kernel says: Attribute failed policy validation
kernel means: byte 56 of the request, RTA_GATEWAY'

expect_status 1 ex route-add 10.0.0.0/8 v9
expect_text err 'route-add: v9: No such device'
expect_status 2 ex route-add 10.0.0.0/33 v0
expect_text err 'route-add: 10.0.0.0/33: not a DST/PREFIXLEN'
expect_status 2 ex route-add 10.0.0.0/8 v0 here
expect_text err 'route-add: here: not an address'
expect_usage route-add 'DST/PREFIXLEN DEV [GATEWAY]' 10.0.0.0/8

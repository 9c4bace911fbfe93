# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

setup_veth

expect_status 0 ex addr-add v0 192.0.2.1/24
expect_text out '192.0.2.1/24 added to v0'
expect_text err ''
ip -o -4 addr show dev v0 >addr
expect_line addr '10: v0 +inet 192\.0\.2\.1/24 scope global v0.*'

expect_status 0 ex addr-add v1 2001:db8::1/64
expect_text out '2001:db8::1/64 added to v1'
ip -o -6 addr show dev v1 scope global >addr
expect_line addr '11: v1 +inet6 2001:db8::1/64 scope global .*'

# The kernel says no.
expect_status 1 ex addr-add v0 192.0.2.1/24
expect_text out ''
expect_text err 'addr-add: cannot add 192.0.2.1/24 to v0: File exists'
expect_status 1 ex addr-add v0 ff02::1/64
expect_text err 'addr-add: cannot add ff02::1/64 to v0: Cannot assign requested address'

# The program says no.
expect_status 1 ex addr-add v9 192.0.2.1/24
expect_text err 'addr-add: v9: No such device'
for bad in 192.0.2.1 192.0.2.1/ 192.0.2.1/33 2001:db8::1/129 192.0.2/24 \
	192.0.2.1/2x /24; do
	expect_status 2 ex addr-add v0 "$bad"
	expect_text err "addr-add: $bad: not an ADDRESS/PREFIXLEN"
done
expect_usage addr-add 'DEV ADDRESS/PREFIXLEN' v0

# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

setup_veth
ip addr add 10.9.0.1/24 dev v0

start address-monitor
wait_line "$log" listening
expect_line "$log" '10: 10.9.0.1/24 scope 0'
ip addr add 10.0.0.1/24 dev v0
wait_line "$log" 'new 10: 10.0.0.1/24 scope 0'
ip addr add fd00::1/64 dev v1 nodad
wait_line "$log" 'new 11: fd00::1/64 scope 0'
ip addr del 10.0.0.1/24 dev v0
wait_line "$log" 'del 10: 10.0.0.1/24 scope 0'

# More events than the socket holds, while nobody reads: each address is reported
# all the same, and once.
kill -STOP "$pid"
i=0
while [ "$i" -lt 6000 ]; do
	echo "addr add 10.1.$((i / 250)).$((i % 250))/32 dev v0"
	i=$((i + 1))
done >addresses
ip -batch addresses
sed 's/^addr add/addr del/' addresses | head -n 5900 >deletions
ip -batch deletions
kill -CONT "$pid"
wait_line "$log" 'new 10: 10.1.23.249 scope 0'
all_there() {
	[ "$(ip -o addr show dev v0 | grep -c ' 10\.1\.')" -eq 100 ] &&
		[ $(($(grep -c '^new 10: 10\.1\.' "$log") - $(grep -c '^del 10: 10\.1\.' "$log"))) -eq 100 ]
}
wait_until 'the 100 addresses that are left' all_there
grep '^new 10: 10\.1\.' "$log" | sort | uniq -d >twice
[ ! -s twice ] || die "reported twice: $(head -n 3 twice)"

# It goes on.
ip addr add 10.9.9.9/32 dev v1
wait_line "$log" 'new 11: 10.9.9.9 scope 0'
kill "$pid"
wait_exit 143 "$pid"

# With a count.
start address-monitor 1
wait_line "$log" listening
ip addr add 10.9.9.10/32 dev v1
wait_exit 0 "$pid"

expect_usage address-monitor '[COUNT]' x
expect_usage address-monitor '[COUNT]' 1 2

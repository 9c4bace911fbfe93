# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

start link-watch
wait_line "$log" listening
expect_line "$log" '1: lo mtu 65536 flags loopback kind -'
setup_veth
wait_line "$log" 'new 10: v0 mtu 1500 flags broadcast,multicast kind veth'
wait_line "$log" 'change 10: v0 mtu 1500 flags broadcast,multicast,up,.* kind veth \(.*flags.*\)'
ip link set v0 mtu 1400
wait_line "$log" 'change 10: v0 mtu 1400 flags .* kind veth \(mtu\)'
ip link set v1 down
wait_line "$log" 'change 11: v1 mtu 1500 flags broadcast,multicast kind veth \(flags,operstate\)'

# A bridge's port is not one more link.
ip link add br0 index 12 type bridge
ip link set v1 master br0
wait_line "$log" 'new 12: br0 .* kind bridge'
wait_line "$log" 'change 11: v1 .* kind veth \(.*master.*\)'
ip link del v1
wait_line "$log" 'del 10: v0 mtu 1400 .* kind veth'
wait_line "$log" 'del 11: v1 .* kind veth'
[ "$(grep -c '^new 11: ' "$log")" -eq 1 ] || die "v1 came twice: $(cat "$log")"
[ "$(grep -c '^del 11: ' "$log")" -eq 1 ] || die "v1 went twice: $(cat "$log")"

# More events than the socket holds, while nobody reads: the last state is reported all the same.
kill -STOP "$pid"
i=0
while [ "$i" -lt 10000 ]; do
	echo "link set lo mtu $((30000 + i))"
	i=$((i + 1))
done >links
ip -batch links
kill -CONT "$pid"
wait_line "$log" 'change 1: lo mtu 39999 flags loopback kind - \(mtu\)'
[ "$(grep -c 'lo mtu 3' "$log")" -lt 10000 ] || die 'nothing was lost'

# It goes on.
ip link set lo mtu 41000
wait_line "$log" 'change 1: lo mtu 41000 flags loopback kind - \(mtu\)'
kill "$pid"
wait_exit 143 "$pid"

# With a count.
start link-watch 1
wait_line "$log" listening
ip link set lo mtu 50000
wait_exit 0 "$pid"
expect_line "$log" 'change 1: lo mtu 50000 flags loopback kind - \(mtu\)'

expect_usage link-watch '[COUNT]' x
expect_usage link-watch '[COUNT]' 1 2

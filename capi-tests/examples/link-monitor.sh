# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

start link-monitor
wait_line "$log" listening
setup_veth
wait_line "$log" 'new 10: v0 mtu 1500 flags BROADCAST,MULTICAST address 02:00:00:00:00:01 kind veth'
wait_line "$log" 'new 10: v0 mtu 1500 flags UP,RUNNING,BROADCAST,MULTICAST address 02:00:00:00:00:01 kind veth'
wait_line "$log" 'new 11: v1 mtu 1500 flags UP,RUNNING,BROADCAST,MULTICAST address 02:00:00:00:00:02 kind veth'
ip link del v0
wait_line "$log" 'del 10: v0 .* kind veth'
wait_line "$log" 'del 11: v1 .* kind veth'

# More events than the socket holds, while nobody reads.
kill -STOP "$pid"
i=0
while [ "$i" -lt 2000 ]; do
	echo "link set lo mtu $((30000 + i))"
	i=$((i + 1))
done >links
ip -batch links
kill -CONT "$pid"
wait_line "$log" 'events lost'

# It goes on. The kernel sends nothing more until the socket has been emptied, of
# which only an event that comes through can tell.
mtu=50000
sees_event() {
	mtu=$((mtu + 1))
	ip link set lo mtu "$mtu"
	grep -Eq '^new 1: lo mtu 5[0-9]{4} ' "$log"
}
wait_until 'an event after the loss' sees_event
[ "$(grep -c 'lo mtu 3' "$log")" -lt 2000 ] || die 'nothing was lost'
kill "$pid"
wait_exit 143 "$pid"

# With a count.
start link-monitor 2
wait_line "$log" listening
ip link set lo mtu 60001
ip link set lo mtu 60002
wait_exit 0 "$pid"
expect_text "$log" 'listening
new 1: lo mtu 60001 flags LOOPBACK address 00:00:00:00:00:00
new 1: lo mtu 60002 flags LOOPBACK address 00:00:00:00:00:00'

expect_usage link-monitor '[COUNT]' x
expect_usage link-monitor '[COUNT]' 1 2

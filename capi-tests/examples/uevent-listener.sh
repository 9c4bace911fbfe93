# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

tab=$(printf '\t')

# The kernel may have to load a module, and says so in an event.
ip link add x0 type ifb
ip link del x0

start uevent-listener
wait_line "$log" listening
ip link add x0 type ifb
wait_line "$log" 'add@/devices/virtual/net/x0'
wait_line "$log" "${tab}ACTION=add"
wait_line "$log" "${tab}DEVPATH=/devices/virtual/net/x0"
wait_line "$log" "${tab}SUBSYSTEM=net"
wait_line "$log" "${tab}INTERFACE=x0"
ip link del x0
wait_line "$log" 'remove@/devices/virtual/net/x0'
wait_line "$log" "${tab}ACTION=remove"

# Each event ends with its number.
wait_line "$log" "${tab}SEQNUM=[0-9]+"
kill "$pid"
wait_exit 143 "$pid"

# With a count. (Two events: a namespace of the real root hears of other devices
# too, so they may not be those of x1.)
start uevent-listener 2
wait_line "$log" listening
ip link add x1 type ifb
wait_exit 0 "$pid"
[ "$(grep -c '^[a-z]*@/' "$log")" -eq 2 ] || die "not 2 events: $(cat "$log")"

expect_usage uevent-listener '[COUNT]' x
expect_usage uevent-listener '[COUNT]' 1 2

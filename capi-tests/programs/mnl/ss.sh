#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ss: sockets of several families, with filters.
# needs: ss(iproute2) python3(python3-minimal)
# mask: s/\bino:[0-9]+/ino:N/g; s/\bsk:[0-9a-f]+/sk:N/g; s/pid=[0-9]+/pid=N/g; s/fd=[0-9]+/fd=N/g; s/peers: [0-9]+/peers: N/ -- numbers which the kernel gives out
# mask: s/(@oxnl-[a-z]+|file\.socket) +[0-9]+ +\*/\1 N */; s/[[:space:]]+$//; /^Netid/s/ +/ /g -- the inodes of local sockets, and how wide they are
# mask: s/timer:\([^)]*\)/timer:T/g; s/ (ts|bbr|cubic|reno) .*/ (what TCP measured)/ -- time
. "$(dirname "$0")/../lib.sh"

setup_veth

# Sockets of many kinds, held open until the process is ended.
cat >holder.py <<'EOF'
import signal, socket

INET, INET6, UNIX = socket.AF_INET, socket.AF_INET6, socket.AF_UNIX
STREAM, DGRAM = socket.SOCK_STREAM, socket.SOCK_DGRAM

def bound(family, kind, address, backlog=None, protocol=0):
    held = socket.socket(family, kind, protocol)
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    held.bind(address)
    if backlog is not None:
        held.listen(backlog)
    return held

tcp = bound(INET, STREAM, ("10.0.0.1", 5001), 7)
client = bound(INET, STREAM, ("10.0.0.1", 5002))
client.connect(("10.0.0.1", 5001))
server = tcp.accept()[0]
client.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
server.send(b"x" * 100)
tcp6 = bound(INET6, STREAM, ("fd00::1", 5003, 0, 0), 3)
udp = bound(INET, DGRAM, ("10.0.0.1", 5004))
udp.connect(("10.0.1.1", 5005))
udp6 = bound(INET6, DGRAM, ("::", 5006, 0, 0))
udp6.setsockopt(socket.SOL_SOCKET, socket.SO_MARK, 77)
raw = bound(INET, socket.SOCK_RAW, ("10.0.0.1", 0), protocol=99)
listener = bound(UNIX, STREAM, "\0oxnl-listener", 4)
peer = bound(UNIX, STREAM, "\0oxnl-peer")
peer.connect("\0oxnl-listener")
file = bound(UNIX, DGRAM, "file.socket")
packet = bound(UNIX, socket.SOCK_SEQPACKET, "\0oxnl-packet", 1)
route = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0)
route.bind((4711, 0x11))
link = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, 0x0300)
link.bind(("v0", 0x0300))
open("ready", "w").close()
signal.pause()
EOF
timeout $LIMIT python3 holder.py &
holder=$!
poll test -e ready

section TCP
run_sorted ss -H -n -t -a
run_sorted ss -n -t -l
run_sorted ss -n -t -a -o -e
run_sorted ss -n -t -a -i
run ss -n -t -l -i -m src 10.0.0.1
run_sorted ss -n -t state established
run ss -n -t state established '( sport = :5001 )'
run ss -n -t state all dst 10.0.0.1 and not dport = :5001
run ss -n -t -l 'src [fd00::1]'
run ss -n -t src 10.0.0.0/24:5001
run ss -n -t '( dport >= :5002 and dport < :5003 ) or sport = :ssh'
run ss -n -4 -t -p -a sport = :5001
run ss -n -6 -t -l
run ss -n -t -a -O sport = :5003
run ss -n -t -a dev v0
run ss -n -t -l fwmark = 0x4d/0xff
run ss -n -t -a state time-wait
run ss -n -t --bpf state listening

section UDP and raw
run_sorted ss -n -u -a
run_sorted ss -n -u -a -e -m
run ss -n -u 'dst 10.0.1.1:5005'
run_sorted ss -n -w -a
run_sorted ss -n -0 -e

section local
run_sorted ss -H -n -x -a 'src @oxnl-*'
run_sorted ss -n -x -l -e src '@oxnl-*'
run ss -n -x -a src file.socket

section netlink
run_sorted ss -n -f netlink src rtnl:4711
run_sorted ss -n -f netlink -e src rtnl:4711

section others
run ss -n -M -a
run ss -n -S -a
run ss -n --vsock -a src no-such-address
run ss -n --tipc
run ss -n --xdp

section kill
run ss -K -n -t dst 10.0.0.1 sport = :5002
run_sorted ss -n -t

section errors
run ss -n -t state no-such-state
run ss -n -t sport = :no-such-service
run ss -n -t dst 10.0.0.0/99
run ss -n -t dev no-such-link
run ss -N no-such-netns

section events
listen 4 stdbuf -oL ss -n -t -E
kill -TERM $holder
all_destroyed() {
    [ "$(grep -c UNCONN listener.out)" = 4 ]
}
poll all_destroyed
hush sort
run ss -n -t -a -H state listening

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Dropped packets: dropwatch and dwdump on the kernel's drop monitor.
# needs: dropwatch(dropwatch) stdbuf(coreutils) ip(iproute2) modprobe(kmod) python3(python3-minimal)
# network: initial -- the drop monitor is there only
# mask: s/[0-9]+ drops at .*/N drops at somewhere/; s/^[0-9]+ drops.*/N drops at somewhere/ -- addresses of functions
. "$(dirname "$0")/../lib.sh"

section not loaded
echo exit >exit
run_from exit dropwatch -l kas
quietly modprobe drop_monitor
setup_veth

section settings
printf 'set alertlimit 5\nset alertmode packet\nshow\nset trunc 100\nset queue 50\nshow\nset alertmode summary\nset hw false\nshow\nstat\nexit\n' >settings
run_from settings dropwatch -l kas
printf 'set alertlimit nonsense\nset nothing\nnonsense\nexit\n' >wrong
run_from wrong dropwatch -l kas

section drops
mkfifo input
timeout 12 stdbuf -oL dropwatch -l kas <input >dropwatch.out 2>&1 &
watcher=$!
exec 5>input
printf 'set alertlimit 1\nstart\n' >&5
poll grep -qi -e monitoring -e 'Kernel' dropwatch.out
cat >drop.py <<'END'
import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.SOL_SOCKET, socket.SO_BINDTODEVICE, b"v0")
for _ in range(20):
    s.sendto(b"nobody wants it", ("10.0.0.77", 9))
s2 = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for _ in range(20):
    s2.sendto(b"nobody listens", ("10.0.0.1", 9))
END
drops() {
    python3 drop.py
    grep -q 'drops at' dropwatch.out
}
poll drops
kill -INT $watcher
printf 'stop\nexit\n' >&5
exec 5>&-
wait $watcher
printf '=> %s\n' $?
sed 's/^dropwatch> //' dropwatch.out | sort -u

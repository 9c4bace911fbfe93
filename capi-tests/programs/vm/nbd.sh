#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Network block devices, set up over netlink.
# needs: nbd-client(nbd-client) nbd-server(nbd-server) ip(iproute2) modprobe(kmod)
# network: initial -- the family is there only
# mask: s/pid [0-9]+/pid N/; s/[0-9.]+ [kM]?B\/s/RATE/ -- process ids
. "$(dirname "$0")/../lib.sh"

quietly ip link set lo up
section not loaded
run nbd-client -c /dev/nbd0
run nbd-client -N disk 127.0.0.1 10809 /dev/nbd0
quietly modprobe nbd nbds_max=4

section connected
dd if=/dev/zero of=disk.img bs=1M count=2 2>/dev/null
cat >server.conf <<END
[generic]
    allowlist = true
    listenaddr = 127.0.0.1
    port = 10809
[disk]
    exportname = $TMP/disk.img
END
quietly nbd-server -C server.conf -p "$TMP/server.pid"
is_open() {
    nbd-client -l 127.0.0.1 | grep -q disk
}
poll is_open
run nbd-client -l 127.0.0.1
run nbd-client -N disk 127.0.0.1 10809 /dev/nbd0
has_size() {
    [ "$(cat /sys/block/nbd0/size)" = 4096 ]
}
poll has_size
run cat /sys/block/nbd0/size
run nbd-client -c /dev/nbd0
run nbd-client -c /dev/nbd1
echo 'written through netlink' | dd of=/dev/nbd0 bs=512 conv=sync,fsync 2>/dev/null
head -c 24 disk.img
run nbd-client -N disk 127.0.0.1 10809 /dev/nbd0
run nbd-client -N disk -t 30 -p -C 2 127.0.0.1 10809 /dev/nbd1
run nbd-client -N no-such-disk 127.0.0.1 10809 /dev/nbd2
run nbd-client -d /dev/nbd0
run nbd-client -d /dev/nbd1
run nbd-client -d /dev/nbd3
run nbd-client -d no-such-device
kill "$(cat server.pid)"

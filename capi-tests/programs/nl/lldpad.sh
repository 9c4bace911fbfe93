#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# lldpad and its clients use libnl-3 alone: for the DCB messages, and for attributes.
# needs: lldpad(lldpad) lldptool(lldpad) dcbtool(lldpad) vdptool(lldpad) ip(iproute2)
# root: it keeps its state in /run and /dev/shm
. "$(dirname "$0")/../lib.sh"

setup_links
cat >lldpad.conf <<'EOF'
dcbx : { version = "1.0"; dcbx_version = 2; };
EOF
timeout 12 lldpad -f lldpad.conf </dev/null >lldpad.out 2>&1 &
daemon=$!
answers() {
    lldptool -ping 2>&1 | grep -q 'Return'
}
tries=0
until lldptool -ping </dev/null >ping.out 2>&1 || [ $tries -ge 60 ]; do
    tries=$((tries + 1))
    sleep 0.1
done
run lldptool -i v0 -t
run lldptool set-lldp -i v0 adminStatus=rxtx
run lldptool get-lldp -i v0 adminStatus
run lldptool -i v0 -t -V sysName -c enableTx
run dcbtool gc v0 dcb
run dcbtool sc v0 dcb on
run dcbtool gc v0 pfc
run dcbtool gp v0 pg
run vdptool -i v0 -t
run lldptool get-lldp -i no-such-link adminStatus
kill "$daemon"
wait "$daemon" 2>/dev/null

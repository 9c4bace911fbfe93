#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# quota_nld resolves VFS_DQUOT, which is in the first network namespace only, and joins its group.
# needs: quota_nld(quota) nsenter(util-linux)
# root: it enters the first network namespace, which is the only one that has VFS_DQUOT
. "$(dirname "$0")/../lib.sh"

run quota_nld -F -D
run quota_nld -V
nsenter --net=/proc/1/ns/net timeout 5 quota_nld -F -D </dev/null >nld.out 2>&1 &
nld=$!
joined() {
    nsenter --net=/proc/1/ns/net awk '$2 == 16 && $4 != "00000000" { found = 1 } END { exit !found }' /proc/net/netlink
}
poll joined && echo 'listening'
kill "$nld"
wait "$nld" 2>/dev/null
cat nld.out

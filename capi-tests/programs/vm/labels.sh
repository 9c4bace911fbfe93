#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Labels of packets (CIPSO, CALIPSO, domains, packets without), and quotas of a file system, whose warnings come over netlink.
# needs: netlabelctl(netlabel-tools) quota_nld(quota) setquota(quota) mkfs.ext4(e2fsprogs) setpriv(util-linux) ip(iproute2) modprobe(kmod) python3(python3-minimal)
# network: initial -- the families are there only
# seconds: 90
. "$(dirname "$0")/../lib.sh"

generic="python3 $(dirname "$0")/generic.py"
setup_veth

section labels
run netlabelctl mgmt version
run netlabelctl -p mgmt protocols
run netlabelctl cipsov4 add trans doi:16 tags:1 levels:0=0,1=1,2=2 categories:0=5,1=6
run netlabelctl cipsov4 add pass doi:17 tags:1,2,5
run netlabelctl cipsov4 add local doi:18
run netlabelctl cipsov4 add pass doi:17 tags:1
run netlabelctl cipsov4 add pass doi:19 tags:99
run netlabelctl -p cipsov4 list
run netlabelctl cipsov4 list
for doi in 16 17 18 99; do
    run netlabelctl -p cipsov4 list doi:$doi
done
run netlabelctl calipso add pass doi:20
run netlabelctl calipso add pass doi:20
run netlabelctl -p calipso list
run netlabelctl calipso list doi:20
run netlabelctl map add domain:one protocol:cipsov4,17
run netlabelctl map add domain:two protocol:unlbl
run netlabelctl map add domain:three address:10.0.0.0/24 protocol:cipsov4,16
run netlabelctl map add domain:three address:10.0.1.0/24 protocol:unlbl
run netlabelctl map add domain:six address:fd00::/64 protocol:calipso,20
run netlabelctl map add domain:seven protocol:cipsov4,99
run netlabelctl map add domain:one protocol:unlbl
run netlabelctl -p map list
run netlabelctl map list
run netlabelctl map del default
run netlabelctl map list
run netlabelctl map add default protocol:unlbl
run netlabelctl map del domain:no-such-domain
run netlabelctl map del domain:two
run netlabelctl unlbl accept off
run netlabelctl -p unlbl list
run netlabelctl unlbl accept on
run netlabelctl unlbl accept maybe
run netlabelctl unlbl add interface:v0 address:10.0.0.7 label:system_u:object_r:unlabeled_t:s0
run netlabelctl unlbl add default address:fd00::7 label:system_u:object_r:unlabeled_t:s0
run netlabelctl unlbl list
run netlabelctl unlbl del interface:v0 address:10.0.0.7
run netlabelctl cipsov4 del doi:17
run netlabelctl cipsov4 del doi:99
run netlabelctl calipso del doi:20
run netlabelctl -p map list
for family in NLBL_MGMT NLBL_CIPSOv4 NLBL_CALIPSO NLBL_UNLBL; do
    run $generic groups $family no-such-group
done
run $generic ask NLBL_CIPSOv4 4 3 dump
run $generic ask NLBL_CIPSOv4 3 3 1:u32=16 nests=4,5,8,12,4.3,8.7,12.11
run $generic ask NLBL_MGMT 8 3
run $generic ask NLBL_MGMT 7 3 dump

section quotas
quietly modprobe -a loop ext4 quota_v2
quietly dd if=/dev/zero of=image bs=1M count=16
quietly mkfs.ext4 -q -O quota -E quotatype=usrquota:grpquota image
quietly mkdir -p disk
quietly mount -o loop,usrquota,grpquota image disk
quietly mkdir disk/mine
quietly chown 1234:1234 disk/mine
run setquota -u 1234 100 200 5 8 disk
run repquota -u -n disk

# As somebody who has a quota, and may not write to where the loader is told to.
mine="env -u LD_DEBUG -u LD_DEBUG_OUTPUT setpriv --reuid 1234 --regid 1234 --clear-groups sh -c"
quota_nld -F -D >nld.out 2>&1 &
nld=$!
is_joined() {
    awk '$2 == 16 && $4 != "00000000" { found = 1 } END { exit !found }' /proc/net/netlink
}
poll is_joined
# Above the soft limit of blocks, at the hard one, and back; above those of files, and back.
run $generic hear VFS_DQUOT events 1 nests= "$mine 'dd if=/dev/zero of=disk/mine/one bs=1k count=120 2>&1 | grep -v copied'"
run $generic hear VFS_DQUOT events 1 nests= "$mine 'dd if=/dev/zero of=disk/mine/two bs=1k count=120 2>&1 | grep -v copied'"
run $generic hear VFS_DQUOT events 1 nests= 'rm disk/mine/two disk/mine/one'
run $generic hear VFS_DQUOT events 2 nests= "$mine 'for n in 1 2 3 4 5 6 7 8 9; do : >disk/mine/\$n; done'"
run $generic hear VFS_DQUOT events 1 nests= 'rm disk/mine/1 disk/mine/2 disk/mine/3 disk/mine/4 disk/mine/5'
run repquota -u -n disk
sleep 1
kill $nld
wait $nld
printf '=> %s\n' $?
cat nld.out
quietly umount disk

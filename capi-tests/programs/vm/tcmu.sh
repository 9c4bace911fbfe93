#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# SCSI targets in user space: the kernel tells tcmu-runner over netlink of devices that come, change and go, and waits for its
# answers.
# needs: tcmu-runner(tcmu-runner) dbus-daemon(dbus) modprobe(kmod) python3(python3-minimal) genl(iproute2) qemu-img(qemu-utils)
# network: initial -- the family is there only
# seconds: 120
# mask: s/process:[0-9]+/process:N/; s/\*\*: [0-9:.]+: /**: / -- process ids and times
. "$(dirname "$0")/../lib.sh"

generic="python3 $(dirname "$0")/generic.py"

section not loaded
run timeout 3 tcmu-runner -d
quietly modprobe -a target_core_user tcm_loop
mountpoint -q /sys/kernel/config || quietly mount -t configfs none /sys/kernel/config
run genl ctrl get name TCM-USER
run $generic groups TCM-USER config no-such-group
core=/sys/kernel/config/target/core
mkdir -p /run/dbus "$TMP/log"
quietly dbus-daemon --system --fork
tcmu-runner -d --tcmu-log-dir="$TMP/log" </dev/null >daemon.out 2>&1 &
daemon=$!
is_ready() {
    is_listening 16 && grep -qs 'handlers found' daemon.out log/*
}
poll is_ready

section devices
# The file system here cannot make room for tcmu-runner.
quietly qemu-img create -f qcow2 -o preallocation=full "$TMP/one.qcow2" 8M

# add NAME SUBTYPE SIZE
add() {
    quietly mkdir -p "$core/user_0/$1"
    sh -c "printf 'dev_config=%s,dev_size=%s,async=1' '$2' '$3' >$core/user_0/$1/control" 2>&1
    printf '$ enable %s\n' "$1"
    timeout 10 sh -c "echo 1 >$core/user_0/$1/enable" 2>&1
    printf '=> %s\n' $?
}
add one "qcow/$TMP/one.qcow2" 8388608
add two "qcow/$TMP/no-such-file" 8388608
add three "no-such-handler/x" 8388608
for name in one two three; do
    printf '%s: ' "$name"
    cat "$core/user_0/$name/enable"
    cat "$core/user_0/$name/info"
done
run ls /dev/uio0

section a disk
wwn=naa.5001405000000001
loop=/sys/kernel/config/target/loopback
quietly mkdir -p $loop/$wwn/tpgt_1
quietly sh -c "echo $wwn >$loop/$wwn/tpgt_1/nexus"
quietly mkdir -p $loop/$wwn/tpgt_1/lun/lun_0
quietly ln -s $core/user_0/one $loop/$wwn/tpgt_1/lun/lun_0/link
quietly modprobe sd_mod
has_disk() {
    test -b /dev/sda
}
poll has_disk
run cat /sys/block/sda/size
run cat /sys/block/sda/device/vendor /sys/block/sda/device/model
echo 'written through user space' | dd of=/dev/sda bs=512 conv=sync,fsync 2>/dev/null
dd if=/dev/sda bs=512 count=1 iflag=direct 2>/dev/null | head -c 26
echo

section changes
for attribute in dev_size emulate_write_cache cmd_time_out qfull_time_out dev_config nl_reply_supported; do
    run cat $core/user_0/one/attrib/$attribute
done
run sh -c "echo 16777216 >$core/user_0/one/attrib/dev_size"
run cat $core/user_0/one/attrib/dev_size
run sh -c "echo 0 >$core/user_0/one/attrib/emulate_write_cache"
run cat $core/user_0/one/attrib/emulate_write_cache
run sh -c "echo file/other >$core/user_0/one/attrib/dev_config"
run cat $core/user_0/one/attrib/dev_config
run $generic ask TCM-USER 5 2 2:u32=0 4:u32=0 3:u32=0
run $generic ask TCM-USER 4 2

section gone
quietly rm $loop/$wwn/tpgt_1/lun/lun_0/link
quietly rmdir $loop/$wwn/tpgt_1/lun/lun_0
quietly rmdir $loop/$wwn/tpgt_1
quietly rmdir $loop/$wwn
for name in one two three; do run rmdir $core/user_0/$name; done
run ls $core
kill -TERM $daemon
wait $daemon
printf '=> %s\n' $?
# Some threads write there, with the time and the process id first.
grep -h -i -e netlink -e nl_ -e added -e removed -e handler -e reconfig -e failed -e error daemon.out log/* |
    sed 's/^[-0-9]* [0-9:.]* [0-9]*://' | sort -u

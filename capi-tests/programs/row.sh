#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# row.sh SETUP COMMAND: runs one row of the table as the first process of new network, mount, process
# and host name namespaces. OUT is the folder for stdout, stderr, status and state, ROOT holds what is
# unpacked and not installed, LIBRARIES the libraries under test. README.md has the line to type.

here=$(dirname "$0")
# What a set-up or a daemon writes to these is gone afterwards, and what is unpacked in ROOT looks as if
# it were installed.
mount -t tmpfs none /run || exit 1
mount -t tmpfs none /dev/shm || exit 1
for folder in etc var; do
    mkdir -p "/run/.$folder/upper" "/run/.$folder/work"
    mount -t overlay overlay /$folder -o \
        "lowerdir=$ROOT/$folder:/$folder,upperdir=/run/.$folder/upper,workdir=/run/.$folder/work" || exit 1
done
mount -t overlay overlay /usr -o "lowerdir=$ROOT/usr:/usr" || exit 1
# Of the interfaces of this network namespace.
mount -t sysfs none /sys 2>/dev/null
# A program out of control: 64 MB of output at most.
ulimit -f 131072
hostname oxnl.example
mkdir /run/lock /run/row
TMP=/run/row HOME=/run/row
export TMP HOME

. "$here/lib.sh"
. "$here/setups.sh"

# snapshot LABEL: the state of the kernel in the middle of a command.
snapshot() {
    printf '# %s\n' "$1" >>"$OUT/state"
    env -u LD_LIBRARY_PATH -u LD_DEBUG -u LD_DEBUG_OUTPUT python3 -I -S "$here/state.py" >>"$OUT/state"
}

"setup_$1" >"$OUT/setup" 2>&1 || echo "! setup_$1 => $?" >>"$OUT/setup"
(
    # The dynamic linker itself says which file each process took.
    export LD_LIBRARY_PATH="$LIBRARIES" LD_DEBUG=libs LD_DEBUG_OUTPUT="$OUT/trace/ld"
    eval "$2"
) </dev/null >"$OUT/stdout" 2>"$OUT/stderr"
echo $? >"$OUT/status"
snapshot end

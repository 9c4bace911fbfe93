#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# powertop and htop use TASKSTATS and ACPI events where the kernel has them.
# needs: htop(htop) script(bsdutils)
. "$(dirname "$0")/../lib.sh"

# The screen itself shows what the machine is doing; what counts is that it starts and ends.
TERM=xterm
export TERM
timeout 8 script -qec 'timeout -s INT 3 htop -d 5' /dev/null </dev/null >htop.out 2>&1
echo "htop => $?"
grep -a -o -m1 -e 'Load average' htop.out | head -n 1
run htop --version

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Thermal zones and cooling devices, asked for through libnl and libnl-genl, and the kernel's events of them: no program of
# Debian's does it.
# needs: python3(python3-minimal) genl(iproute2)
# firmware: thermal.asl -- zones, which the machine has none of
# network: initial -- the family is there only
. "$(dirname "$0")/../lib.sh"

generic="python3 $(dirname "$0")/generic.py"

section the family
run genl ctrl get name thermal
run $generic groups thermal sampling event nothing
run $generic ask nlctrl 3 1 2:str=thermal nests=6,6.0,7,7.0
run $generic ask nlctrl 10 1 dump 2:str=thermal nests=8,8.0,8.0.0,9,9.0

section asked
ls /sys/class/thermal
# Zones, trip points, temperature, governor, mode, cooling devices; and no such command.
for command in 1 6; do
    run $generic ask thermal $command 1 dump nests=1,12
    run $generic ask thermal $command 1 dump unchecked nests=1,12
    run $generic ask thermal $command 1 nests=1,12
done
for command in 2 3 4 5 99; do
    for zone in 0 1 77; do run $generic ask thermal $command 1 2:u32=$zone nests=5,15; done
    run $generic ask thermal $command 1 dump
    run $generic ask thermal $command 1
done

section events
zone=/sys/class/thermal/thermal_zone0
run $generic hear thermal event 1 nests= "echo user_space >$zone/policy"
run $generic hear thermal event 2 nests= "echo disabled >$zone/mode ; echo enabled >$zone/mode"
run $generic hear thermal sampling 1 nests= "echo disabled >$zone/mode ; echo enabled >$zone/mode"

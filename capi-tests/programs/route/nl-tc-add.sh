#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnl's own tools that create qdiscs, classes and filters. Debian's look for their plug-ins in
# the folder libnl, and have them in libnl-3: here one is laid over the other.
# needs: nl-qdisc-add(libnl-utils) tc(iproute2) ip(iproute2)
# root: it mounts
. "$(dirname "$0")/../lib.sh"

if [ -z "${OXNL_MOUNTED-}" ]; then
    OXNL_MOUNTED=1 exec unshare -m sh "$0"
fi
cli=$(ldd "$(command -v nl-qdisc-add)" | sed -n 's/.*libnl-cli.* => \(.*\) (.*/\1/p')
folder=$(dirname "$(readlink -f "$cli")")
mkdir upper
ln -s "$folder/libnl-3" upper/libnl
quietly mount -t overlay -o "lowerdir=$PWD/upper:$folder" none "$folder"

setup_veth4
run nl-qdisc-add --dev=v0 --parent=root --id=1: htb --default=20 --r2q=5
run nl-qdisc-add --dev=v0 --parent=root --id=1: htb
run nl-class-add --dev=v0 --parent=1: --id=1:1 htb --rate=10mbit --ceil=20mbit
run nl-class-add --dev=v0 --parent=1:1 --id=1:10 htb --rate=2mbit --prio=3 --quantum=3000 --burst=20k --cburst=30k
run nl-class-add --dev=v0 --parent=1:1 --id=1:20 --mpu=64 --overhead=24 --mtu=900 htb --rate=8mbit
run nl-class-add --update --dev=v0 --parent=1:1 --id=1:20 htb --rate=7mbit
# Debian's aborts if a class has no rate, or a qdisc is of a kind that the library does not know.
run nl-class-add --dev=v0 --parent=1:1 --id=1:30 nosuch
run nl-qdisc-add --dev=v0 --parent=1:10 --id=10: pfifo --limit=77
run nl-qdisc-add --dev=v0 --parent=1:20 --id=20: bfifo --limit=77777
run nl-qdisc-add --dev=v0 --parent=1:20 --id=20: --update bfifo --limit=88888
run nl-qdisc-add --dev=v1 --parent=root --id=30: fq_codel --limit=100 --target=5000
run nl-qdisc-add --dev=v1 --parent=ingress ingress
run nl-qdisc-add --dev=nosuch --parent=root pfifo
run nl-cls-add --dev=v0 --parent=1: --prio=7 nosuch
run nl-qdisc-add htb --help
run nl-class-add htb --help
run tc qdisc show dev v0
run tc qdisc show dev v1
run tc -d class show dev v0
run nl-class-list --dev=v0 --details

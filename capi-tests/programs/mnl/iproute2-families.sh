#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# The programs of iproute2 which talk to one subsystem through libmnl's own
# sockets. Where the kernel lacks the subsystem, what they say about that.
# needs: devlink(iproute2) dcb(iproute2) rdma(iproute2) tipc(iproute2) vdpa(iproute2)
# needs: genl(iproute2) nstat(iproute2) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_veth4

section genl
run genl ctrl list
run genl ctrl get name nlctrl
run genl ctrl get name ethtool
run genl ctrl get id 0x10
run genl ctrl get name no-such-family
run genl ctrl get id 0x3ff
run genl ctrl get
run genl -d ctrl get name tcp_metrics
run genl no-such-module
listen 16 genl ctrl monitor
hush

section devlink
run devlink dev show
run devlink -j -p dev show
run devlink dev info
run devlink port show
run devlink port show v0
run devlink dev eswitch show pci/0000:00:00.0
run devlink dev reload pci/0000:00:00.0
run devlink dev param set pci/0000:00:00.0 name x value 1 cmode runtime
run devlink sb show
run devlink health show
run devlink region show
run devlink trap show
run devlink monitor
run devlink dev flash pci/0000:00:00.0 file no-such-file
run devlink no-such-object
run devlink -V

section dcb
run dcb ets show dev v0
run dcb -j ets show dev v0
run dcb ets set dev v0 tc-tsa all:strict
run dcb ets set dev v0 prio-tc 0:1 9:1
run dcb pfc show dev v0
run dcb -s pfc show dev v0
run dcb pfc set dev v0 prio-pfc all:on delay 100
run dcb maxrate show dev v0
run dcb maxrate set dev v0 tc-maxrate all:1Gbit
run dcb app show dev v0
run dcb app add dev v0 dscp-prio 10:3 stream-port-prio 80:1
run dcb app flush dev v0
run dcb buffer show dev v0
run dcb dcbx show dev v0
run dcb dcbx set dev v0 host ieee
run dcb ets show dev no-such-link
run dcb ets show
run dcb -V

section rdma
run rdma dev show
run rdma -d -j link show
run rdma link add rxe0 type rxe netdev v0
run rdma resource show
run rdma statistic show
run rdma system show
run rdma dev set no-such-device name x
run rdma -V

section tipc
run tipc node list
run tipc node get address
run tipc node set address 1.1.1
run tipc bearer enable media eth device v0
run tipc bearer list
run tipc link list
run tipc link statistics show
run tipc media list
run tipc nametable show
run tipc socket list
run tipc peer remove address 1.1.2

section vdpa
run vdpa mgmtdev show
run vdpa -j dev show
run vdpa dev add name x mgmtdev y
run vdpa dev delete x
run vdpa dev config show x
run vdpa dev vstats show x qidx 1
run vdpa -V

section nstat
run nstat -a -z -s -j IpInReceives IpOutRequests UdpNoPorts
run nstat -n -s
run nstat -a -s
run nstat --no-such-option

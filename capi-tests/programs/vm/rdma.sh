#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# RDMA over Ethernet in software: rdma, ibv_devices and the user space driver's search for devices.
# needs: rdma(iproute2) ibv_devices(ibverbs-utils) ip(iproute2) modprobe(kmod)
# network: initial -- devices are there
# mask: s/local_dma_lkey 0x[0-9a-f]+/local_dma_lkey K/; s/(node_guid|sys_image_guid|node guid|[Gg][Uu][Ii][Dd]:?)[ :]+[0-9a-f:]+/\1 G/; s/(pid|comm) [^ ]+/\1 P/g -- made of addresses, or random
. "$(dirname "$0")/../lib.sh"

section none
run ibv_devices
run rdma dev show
quietly modprobe -a rdma_rxe ib_uverbs rdma_ucm
setup_veth

section one
run rdma link add rxe0 type rxe netdev v0
run rdma link add rxe0 type rxe netdev v0
run rdma link add rxe1 type rxe netdev no-such-device
run rdma dev show
run rdma -d dev show rxe0
run rdma link show
run rdma -d link show rxe0/1
run rdma -j -d link show
run rdma resource show
run rdma resource show qp
run rdma resource show cq link rxe0
run rdma resource show pd
run rdma system show
run rdma statistic show
run rdma dev set rxe0 name renamed0
run rdma dev show
run ibv_devices
run ibv_devinfo -d renamed0
run ibv_devinfo -v -d renamed0
run ibv_devinfo -d no-such-device
run rdma system set netns exclusive
run rdma system show
run rdma link delete renamed0
run rdma dev show

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# IEEE 802.15.4 on simulated radios, set up with iwpan.
# needs: iwpan(wpan-tools) wpan-ping(wpan-tools) wpan-hwsim(wpan-tools) ip(iproute2) modprobe(kmod) ping(iputils-ping)
# network: initial -- new radios are there
# mask: s/time=[0-9.]+ ?ms/time=T/; s#rtt min/avg/max = .*#rtt#; s/[0-9.]+ ms/T/ -- time
# mask: s/0x[0-9a-f]{16}/ADDRESS/g; s/[0-9a-f]{2}(:[0-9a-f]{2}){7}/ADDRESS/g; s/fe80::[0-9a-f:]+/LINKLOCAL/g -- extended addresses are random
. "$(dirname "$0")/../lib.sh"

section not there
run iwpan dev
run iwpan list
quietly modprobe mac802154_hwsim

section radios
run iwpan dev
run iwpan list
run iwpan phy phy0 info
run iwpan phy phy9 info
run iwpan dev wpan0 info
run iwpan dev wpan9 info
run iwpan dev wpan0 set pan_id 0xbeef
run iwpan dev wpan0 set short_addr 0x1234
run iwpan dev wpan0 set short_addr nonsense
run iwpan dev wpan0 set max_frame_retries 2
run iwpan dev wpan0 set backoff_exponents 3 5
run iwpan dev wpan0 set max_csma_backoffs 3
run iwpan dev wpan0 set lbt 1
run iwpan dev wpan0 set ackreq_default 1
run iwpan dev wpan1 set pan_id 0xbeef
run iwpan dev wpan1 set short_addr 0x5678
run iwpan phy phy0 set channel 0 15
run iwpan phy phy1 set channel 0 15
run iwpan phy phy0 set channel 99 99
run iwpan phy phy0 set tx_power 3
run iwpan phy phy0 set cca_mode 1
run iwpan phy phy0 set cca_ed_level -60
run iwpan dev
run iwpan list
run iwpan phy phy0 interface add more0 type node
run iwpan dev more0 info
run iwpan dev more0 del
run iwpan phy phy0 interface add more1 type monitor
run iwpan dev
run iwpan dev more1 del

section 6LoWPAN
quietly ip netns add other
run iwpan phy phy1 set netns name other
run iwpan dev
in_other='ip netns exec other'
run $in_other iwpan dev
quietly ip link add link wpan0 name lowpan0 type lowpan
quietly ip link set wpan0 up
quietly ip link set lowpan0 up
quietly ip address add fd00::1/64 dev lowpan0 nodad
quietly $in_other ip link add link wpan1 name lowpan1 type lowpan
quietly $in_other ip link set wpan1 up
quietly $in_other ip link set lowpan1 up
quietly $in_other ip address add fd00::2/64 dev lowpan1 nodad
poll ping -c 1 -W 1 fd00::2
run ip -d link show lowpan0
run iwpan dev wpan0 info

section radios that come and go
run wpan-hwsim add
run iwpan dev
run wpan-hwsim edge add 0 2
run wpan-hwsim edge lqi 0 2 0x55
run wpan-hwsim edge add 0 9
run wpan-hwsim --dot
run wpan-hwsim
run wpan-hwsim edge add 2 0
# Without IPv6, whose packets would come in between, and in the first namespace, where alone such sockets are.
quietly modprobe ieee802154_socket
quietly ip link del lowpan0
quietly iwpan dev wpan1 set pan_id 0xbeef
quietly iwpan dev wpan1 set short_addr 0x9abc
quietly iwpan phy phy2 set channel 0 15
quietly ip link set wpan1 up
# Nobody answers; whether it hears anything else meanwhile is chance.
wpan-ping -i wpan0 -a 0x9abc -c 1 -s 20 2>&1 | grep -v -e packet -e '^$'
run wpan-ping -i wpan0 -a 0x9abc -c 1 -e
run wpan-ping -i wpan0 -a
run wpan-ping --version
run wpan-hwsim edge del 0 2
run wpan-hwsim del 2
run wpan-hwsim del 9
run iwpan list
run iwpan phy phy0 set channel 0 11
run iwpan dev wpan0 scan passive
run iwpan dev wpan0 associate nothing
run iwpan dev wpan0 beacons send
run iwpan dev wpan0 set acks 1
run iwpan nonsense

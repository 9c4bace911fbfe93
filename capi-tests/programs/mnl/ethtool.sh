#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ethtool: what it can read and change of a virtual link through netlink, what
# the link does not support, and its own dump of the messages.
# needs: ethtool(ethtool) ip(iproute2)
# mask: s/^\|  [0-9]{10}  \|(.*port ID.*)/|  PORT  |\1/ -- answers carry the port, a process id
. "$(dirname "$0")/../lib.sh"

setup_veth4
# Of three letters: see nft-files.sh on padding.
quietly ip link add name eth address 02:00:00:00:00:03 \
    type veth peer name hte address 02:00:00:00:00:04

section read
run ethtool v0
run ethtool -k v0
run ethtool --json -k v0
run ethtool -l v0
run ethtool -T v0
run ethtool -S v0
run ethtool -S v0 --all-groups
run ethtool --json -S v0 --groups eth-mac rmon
run ethtool -i v0
run ethtool -P v0
run ethtool -k lo
run ethtool lo
run ethtool --show-module v0

section change
run ethtool -K v0 tx off tso off gro on
run ethtool -k v0
run ethtool --features v0 rx-checksumming off
run ethtool --features v0 tx-checksum-ip-generic on generic-receive-offload off
run ethtool -K v0 highdma off
run ethtool -L v0 rx 2 tx 2
run ethtool -l v0
run ethtool -s v0 msglvl drv on
run ethtool -K v0 no-such-feature on
run ethtool -L v0 rx 99
run ethtool -L v0 combined 2
run ethtool -L v0 rx 0 tx 0
run ethtool -L v0 rx many

section not supported
run ethtool -g v0
run ethtool -G v0 rx 100
run ethtool -a v0
run ethtool -A v0 rx on
run ethtool -c v0
run ethtool -C v0 rx-usecs 5
run ethtool --show-eee v0
run ethtool --set-eee v0 eee on
run ethtool --show-fec v0
run ethtool -m v0
run ethtool --show-tunnels v0
run ethtool -x v0
run ethtool --show-priv-flags v0
run ethtool -s v0 speed 100 duplex half
run ethtool -s v0 wol g
run ethtool --cable-test v0
run ethtool --set-module v0 power-mode-policy high
run ethtool --phy-statistics v0
run ethtool --get-phy-tunable v0 downshift
run ethtool -t v0
run ethtool -r v0
run ethtool -p v0 1
run ethtool -d v0
run ethtool --show-time-stamping v0

section errors
run ethtool no-such-link
run ethtool -k no-such-link
run ethtool -K no-such-link tx off
run ethtool -g no-such-link
run ethtool a-name-that-is-much-too-long-for-a-link
run ethtool -K v0
run ethtool -K v0 tx
run ethtool -K v0 tx maybe
run ethtool -S v0 --groups no-such-group
run ethtool --no-such-option v0
run ethtool
run ethtool --version

section messages
run ethtool --debug 0xff eth
run ethtool --debug 0xff -k eth
run ethtool --debug 0xff -K eth highdma on rx-checksum off
run ethtool --debug 0xff -L eth rx 99
run ethtool --debug 0xff -g eth
run ethtool --debug 0x7f -l non
run ethtool --debug 0x12 -T eth

section events
listen 16 stdbuf -oL ethtool --monitor
quietly ethtool -K v0 tx on
quietly ethtool -L v0 rx 1 tx 1
quietly ethtool -K v1 gro on
quietly ethtool -K v0 gro on
quietly ethtool -L v1 rx 2 tx 2
heard 'parameters for v1'
hush
listen 16 stdbuf -oL ethtool --debug 0x10 --monitor -l v1
quietly ethtool -L v0 rx 2 tx 1
quietly ethtool -L v1 rx 1 tx 1
heard 'parameters for v1'
hush

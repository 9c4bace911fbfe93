#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Teams: teamd with several runners, seen and changed by teamnl and teamdctl.
# needs: teamd(libteam-utils) teamnl(libteam-utils) ip(iproute2) modprobe(kmod) nl-link-list(libnl-utils)
# seconds: 120
# mask: s/"(pid|ifindex)": [0-9]+/"\1": N/; s/This program is not intended to be run as root.//; s/^\(?[0-9: ]+teamd// -- process ids
. "$(dirname "$0")/../lib.sh"

quietly modprobe -a team team_mode_activebackup team_mode_loadbalance team_mode_roundrobin team_mode_broadcast team_mode_random
setup_links
quietly ip link add w0 address 02:00:00:00:00:03 type veth peer name w1 address 02:00:00:00:00:04
for device in v1 w1; do quietly ip link set $device up; done

section not there
run teamnl team0 ports
run teamnl v0 ports
run teamdctl team0 state

for runner in activebackup roundrobin broadcast loadbalance lacp random; do
    section $runner
    cat >teamd.conf <<END
{
    "device": "team0", "hwaddr": "02:00:00:00:01:01",
    "runner": { "name": "$runner" },
    "link_watch": { "name": "ethtool" },
    "ports": { "v0": {}, "w0": {} }
}
END
    for device in v0 w0; do quietly ip link set $device down; done
    teamd -f teamd.conf -r -p teamd.pid >teamd.out 2>&1 &
    daemon=$!
    has_ports() {
        XX    }
    poll has_ports
    run_sorted teamnl team0 ports
    run_sorted teamnl team0 options
    run teamnl team0 getoption mode
    run teamnl team0 setoption notify_peers_count 3
    run teamnl team0 getoption notify_peers_count
    run teamnl -p v0 team0 setoption priority 7
    run teamnl -p v0 team0 getoption priority
    run teamnl team0 setoption no_such_option 1
    run teamnl team0 setoption notify_peers_count nonsense
    run teamdctl team0 state
    run teamdctl team0 config dump actual
    run teamdctl team0 port present v0
    run teamdctl team0 port remove w0
    run_sorted teamnl team0 ports
    run teamdctl team0 port add w0
    run ip -d -o link show team0
    run nl-link-list --name team0
    kill -TERM $daemon
    wait $daemon
    printf '=> %s\n' $?
done

section changes
quietly ip link set v0 down
quietly ip link set w0 down
quietly ip link add team1 address 02:00:00:00:01:02 type team
listen 16 teamnl team1 monitor all
quietly teamnl team1 setoption mode activebackup
quietly ip link set v0 master team1
quietly teamnl team1 setoption activeport "$(ip -o link show v0 | cut -d: -f1)"
quietly ip link set v0 nomaster
sleep 1
hush

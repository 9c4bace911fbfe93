#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Bonds of all modes, ports that come, fail and go, traffic through what is left; as ip and libnl's programs see it. (Debian's
# nl-monitor and nl-link-list --details crash on a veth device whose peer is in another namespace; ours do not.)
# needs: ip(iproute2) modprobe(kmod) ping(iputils-ping) nl-link-list(libnl-utils)
# seconds: 120
# mask: s/(ad_actor_oper_port_state|ad_partner_oper_port_state|ad_churn|actor_state|partner_state).*/\1/ -- LACP talks every second
# mask: s/<(reachable|stale|delay|probe)>/<state>/; s/^(bridge .*) (\(null\)|0) </\1 MASTER </; s/ permanent address [0-9a-f:]+// -- time; what is not known or printed by Debian's libnl, see docs/differences-libnl.md
. "$(dirname "$0")/../lib.sh"

quietly modprobe bonding max_bonds=0
for number in 1 2 3; do
    quietly ip link add p$number address 02:00:00:00:00:0$number type veth peer name q$number address 02:00:00:00:01:0$number
    quietly ip link set p$number addrgenmode none
    quietly ip link set q$number addrgenmode none up
done
quietly ip netns add other
for number in 1 2 3; do quietly ip link set q$number netns other; done
quietly ip -n other link add hub address 02:00:00:00:02:02 type bridge
for number in 1 2 3; do quietly ip -n other link set q$number master hub up; done
quietly ip -n other link set hub addrgenmode none
quietly ip -n other link set hub up
quietly ip -n other address add 10.3.0.2/24 dev hub

# has_carrier DEVICE: and it stays as long as nothing happens.
has_carrier() {
    ip -o link show "$1" | grep -q LOWER_UP
}

# state: what is printed about the bond and its ports.
state() {
    run ip -d link show bond0
    run ip -d -o link show p1
    run ip -d -j link show bond0
    nl-link-list --details --name bond0 | sed '/ipv4 devconf/,$d; /ipv6 max/,$d'
}

for mode in balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb; do
    section $mode
    case $mode in
    balance-rr) extra='packets_per_slave 3 resend_igmp 2' ;;
    active-backup) extra='primary_reselect better fail_over_mac active num_grat_arp 3 peer_notify_delay 200' ;;
    balance-xor) extra='xmit_hash_policy layer3+4' ;;
    802.3ad) extra='lacp_rate fast ad_select bandwidth min_links 1 ad_actor_sys_prio 7 ad_user_port_key 9 ad_actor_system 02:00:00:00:09:09' ;;
    balance-tlb) extra='tlb_dynamic_lb 0 xmit_hash_policy layer2+3' ;;
    balance-alb) extra='lp_interval 3' ;;
    *) extra='all_slaves_active 1' ;;
    esac
    # shellcheck disable=SC2086
    run ip link add bond0 address 02:00:00:00:03:01 type bond mode $mode miimon 100 updelay 0 downdelay 0 $extra
    quietly ip link set bond0 addrgenmode none
    for number in 1 2; do
        quietly ip link set p$number down
        run ip link set p$number master bond0
    done
    quietly ip link set bond0 up
    for number in 1 2; do quietly ip link set p$number up; done
    poll is_up bond0
    poll is_up p1
    poll is_up p2
    case $mode in
    802.3ad) sleep 3 ;;
    esac
    state
    run ip link set bond0 type bond mode broadcast
    run ip link set bond0 type bond miimon 200
    run ip link set bond0 type bond arp_interval 100 arp_ip_target 10.3.0.2
    run ip link set p1 master no-such-bond
    run ip link del bond0
done

section settings
run ip link add bond0 type bond mode nonsense
run ip link add bond0 type bond mode 9
run ip link add bond0 type bond mode active-backup lacp_rate fast
run ip link add bond0 address 02:00:00:00:03:01 type bond mode active-backup arp_interval 200 arp_ip_target 10.3.0.2,10.3.0.3 arp_validate all arp_all_targets any arp_missed_max 3
run ip -d link show bond0
run ip link del bond0
run ip link add bond0 address 02:00:00:00:03:01 type bond mode balance-rr
run ip link set bond0 type bond primary p1
run ip link set bond0 type bond xmit_hash_policy encap2+3
run ip link set bond0 type bond use_carrier 0
run ip link set bond0 type bond tlb_dynamic_lb 0
run ip link set p3 up
run ip link set p3 master bond0
run ip link set p3 type bond_slave queue_id 2
run ip link del bond0

section fail-over
for number in 1 2 3; do quietly ip link set p$number down; done
LIMIT=60
listen 0 ip -o monitor link
run ip link add bond0 address 02:00:00:00:03:01 type bond mode active-backup miimon 50 fail_over_mac none
quietly ip link set bond0 addrgenmode none
for number in 1 2 3; do
    quietly ip link set p$number master bond0
    poll has_carrier p$number
done
quietly ip link set bond0 up
poll is_up bond0
quietly ip link set bond0 type bond primary p1 primary_reselect always
is_active() {
    ip -d -o link show bond0 | grep -q "active_slave $1 "
}
poll is_active p1
quietly ip address add 10.3.0.1/24 dev bond0
poll ping -c 1 -W 1 10.3.0.2
run ip link set bond0 type bond active_slave p3
run ip -d -o link show bond0
run ip link set bond0 type bond active_slave p1
for pair in p1:p2 p2:p3; do
    number=${pair%%:*}
    quietly ip -n other link set "q${number#p}" down
    poll is_active "${pair#*:}" || true
    run ip -d -o link show bond0
    poll ping -c 1 -W 1 10.3.0.2
    run ip -o link show "$number"
done
for number in 1 2; do quietly ip -n other link set q$number up; done
poll is_active p1
run ip -d -o link show bond0
run ip link set p1 nomaster
poll is_active p2
run ip -d link show bond0
nl-neigh-list --dev bond0
run ip link add link bond0 name bond0.5 type vlan id 5
run ip link del bond0
quietly ip link add last address 02:00:00:00:09:99 type dummy
heard last
hush sort >events.out
# The kernel tells of the same state more or less often, and of some on the way to another, or not.
sed -E 's/^[0-9]+: //; s/(qlen|link-netnsid) [0-9]+//' events.out | grep -o -E '(bond0|p[123])(@[a-z0-9]+)?: <[A-Z,_-]*>' |
    grep -v -e 'NO-CARRIER.*LOWER_UP' -e M-DOWN | sort -u

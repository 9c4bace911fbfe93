# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What the rows of the table find in their network namespace: setup_links, setup_veth4 and setup_veth of
# lib.sh, and these. They run on the system's libraries. shellcheck shell=sh

# setup_none: as the kernel makes it.
setup_none() {
    :
}

# setup_bridge: a bridge br0 with one port, p0.
setup_bridge() {
    setup_veth4
    quietly ip link add br0 address 02:00:00:00:00:03 \
        type bridge forward_delay 0 mcast_querier 0 mcast_router 0
    quietly ip link add p0 address 02:00:00:00:00:04 \
        type veth peer name p1 address 02:00:00:00:00:05
    quietly ip link set p0 master br0
    for device in p0 p1 br0; do
        quietly ip link set "$device" up
    done
    poll is_up p0
    poll is_up br0
}

# setup_ruleset: nf_tables of three families, with sets, a map and named objects. The names of three letters
# need no padding, see README.md.
setup_ruleset() {
    setup_veth4
    cat >rules <<'NFT'
table inet fil {
    counter c { }
    quota q { over 5 mbytes }
    limit l { rate 10/second }
    set src { type ipv4_addr; flags interval; elements = { 10.1.0.0/16, 10.3.0.1 } }
    map ports { type inet_service : verdict; elements = { 80 : accept, 81 : drop } }
    chain in {
        type filter hook input priority 0; policy accept;
        ip saddr @src counter name "c" accept comment "known"
        tcp dport vmap @ports
        ct state established,related accept
        udp dport { 53, 67-68 } limit name "l" log prefix "udp " drop
    }
}
table ip nat {
    chain post {
        type nat hook postrouting priority 100;
        oifname "v0" masquerade
    }
}
table arp neg {
    chain in {
        type filter hook input priority 0;
        arp operation request drop
    }
}
NFT
    quietly nft -f rules
}

# setup_connections: some entries in the table of connections.
setup_connections() {
    for port in 1 2 3; do
        quietly conntrack -I -s 10.0.0.1 -d 10.0.0.2 -p udp --sport 1000 --dport $port -t 9000
    done
    quietly conntrack -I -s 10.0.0.1 -d 10.0.0.3 -p tcp --sport 1000 --dport 80 \
        --state ESTABLISHED -t 9000 --mark 7
    quietly conntrack -I -s fd00::1 -d fd00::2 -p tcp --sport 1000 --dport 80 --state SYN_SENT -t 9000
}

# setup_sets: an ipset of each of four types.
setup_sets() {
    quietly ipset create addresses hash:ip comment
    quietly ipset add addresses 10.0.0.1 comment one
    quietly ipset add addresses 10.0.0.2
    quietly ipset create networks hash:net family inet6
    quietly ipset add networks fd00::/64
    quietly ipset create ports bitmap:port range 1-1024
    quietly ipset add ports 22-25
    quietly ipset create all list:set
    quietly ipset add all addresses
}

# setup_accounting: accounting objects, one with a quota.
setup_accounting() {
    quietly nfacct add plain
    quietly nfacct add limited byte 1000
}

# setup_shaping: classes and filters on v0.
setup_shaping() {
    setup_veth4
    quietly tc qdisc add dev v0 root handle 1: htb default 2
    quietly tc class add dev v0 parent 1: classid 1:1 htb rate 1mbit ceil 2mbit burst 15k
    quietly tc class add dev v0 parent 1:1 classid 1:2 htb rate 500kbit burst 15k
    quietly tc filter add dev v0 parent 1: protocol ip prio 1 u32 match ip dst 10.9.0.0/16 flowid 1:2
}

# setup_routed: a default route and a static neighbour behind v0.
setup_routed() {
    setup_veth
    quietly ip route add default via 10.0.0.254 dev v0
    quietly ip neigh add 10.0.0.254 lladdr 02:00:00:00:00:fe dev v0 nud permanent
    quietly ip -6 route add default via fd00::fe dev v0
}

# setup_everything: one of each kind that state.py knows, that no other set-up makes and that any kernel has.
setup_everything() {
    setup_bridge
    quietly nfct timeout add policy inet udp replied 5
    quietly ip xfrm policy add src 10.1.0.0/16 dst 10.2.0.0/16 dir out action block
    quietly ip nexthop add id 7 via 10.0.0.7 dev v0
    quietly bridge mdb add dev br0 port p0 grp 239.1.1.1 permanent
    quietly ip mptcp endpoint add 10.0.0.1 dev v0 signal
    quietly ip ioam namespace add 7
}

# system_bus: starts one, for daemons that want it. Without polkit, which would refuse what root asks for,
# even if some package brought it.
system_bus() {
    : >empty
    for service in /usr/share/dbus-1/system-services/*PolicyKit1.service; do
        [ ! -e "$service" ] || mount --bind empty "$service"
    done
    mkdir -p /run/dbus
    dbus-daemon --system --fork 2>/dev/null
}

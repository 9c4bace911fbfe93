#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# What nft has for modules that other kernels may lack: flow tables, SYN proxies, helpers, timeouts and expectations of
# connection tracking, transparent proxies, operating systems, tunnels, sockets, families bridge and netdev.
# needs: nft(nftables) ip(iproute2) modprobe(kmod)
# seconds: 120
# mask: s/(expires) [0-9smhd]+/\1 T/g; s/("expires": )[0-9]+/\1T/g -- time
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly ip link add br0 address 02:00:00:00:00:09 type bridge
quietly ip link add d0 address 02:00:00:00:00:05 type dummy
quietly ip link set d0 master br0

# ruleset TEXT: all of it at once, listed in each form, and fed back.
ruleset() {
    section "$*"
    cat >rules.nft
    run nft -c -f rules.nft
    run nft -f rules.nft
    run nft -a list ruleset
    run nft -j list ruleset
    nft -s list ruleset >again.nft
    quietly nft flush ruleset
    run nft -f again.nft
    nft -s list ruleset | diff again.nft - && echo same
    run nft -t list ruleset
}

ruleset flow tables <<'END'
table inet f {
    counter c { packets 5 bytes 500 }
    flowtable fast { hook ingress priority 5; devices = { v0, v1 }; counter; }
    flowtable slow { hook ingress priority filter + 10; devices = { d0 }; }
    chain forward {
        type filter hook forward priority 0; policy accept;
        ip protocol tcp flow add @fast counter
        meta l4proto udp flow add @slow
        ct state established,related accept
    }
}
END
run nft list flowtables
run nft list flowtable inet f fast
run nft -j list flowtables
run nft add flowtable inet f fast "{ hook ingress priority 5; devices = { br0 }; }"
run nft delete flowtable inet f fast
run nft add flowtable inet f none '{ hook ingress priority 0; devices = { nothere }; }'
run nft flush chain inet f forward
run nft delete flowtable inet f slow
run nft flush ruleset

ruleset objects of connection tracking <<'END'
table inet t {
    ct helper ftp-standard { type "ftp" protocol tcp; l3proto inet; }
    ct helper sip-five { type "sip" protocol udp; l3proto ip; }
    ct helper tftp-six { type "tftp" protocol udp; l3proto ip6; }
    ct timeout fast-tcp { protocol tcp; l3proto ip; policy = { established: 120, close: 20, time_wait: 5 }; }
    ct timeout slow-udp { protocol udp; l3proto ip6; policy = { unreplied: 50, replied: 300 }; }
    ct expectation expected { protocol tcp; dport 9876; timeout 2m; size 12; l3proto ip; }
    synproxy https { mss 1460 wscale 7 timestamp sack-perm; }
    synproxy plain { mss 500 wscale 2; }
    secmark none { "system_u:object_r:packet_t:s0" }
    quota q { over 25 mbytes used 3 kbytes }
    limit l { rate over 5 mbytes/second burst 12 kbytes }
    chain pre {
        type filter hook prerouting priority raw; policy accept;
        tcp dport 21 ct helper set "ftp-standard"
        ct helper "ftp" counter
        tcp dport 80 ct timeout set "fast-tcp"
        tcp dport 8080 ct expectation set "expected"
        tcp flags syn notrack
    }
    chain in {
        type filter hook input priority 0;
        tcp dport 443 ct state invalid,untracked synproxy name "https"
        tcp dport 444 ct state invalid,untracked synproxy mss 1400 wscale 5 timestamp sack-perm
        quota name "q" drop
        limit name "l" drop
        ct zone 7 ct mark set ct mark and 0xff
        ct original packets > 100 ct avgpkt > 500 ct bytes < 10000
        ct count over 20 reject with tcp reset
        ct label 5 ct expiration > 1m ct status assured,snat
    }
}
END
sed '/secmark/d' rules.nft >less.nft
run nft -f less.nft
run nft -a list ruleset
run nft -j list ruleset
for kind in 'ct helpers' 'ct timeout' 'ct expectation' synproxys quotas limits counters; do
    run nft list $kind
done
run nft list ct helper inet t ftp-standard
run nft list ct timeout inet t fast-tcp
run nft list synproxy inet t https
run nft reset quotas
run nft reset quota inet t q
run nft delete ct helper inet t ftp-standard
run nft delete ct helper inet t tftp-six
run nft add ct helper inet t wrong '{ type "nothing" protocol tcp; }'
run nft add ct helper inet t wrong '{ type "ftp" protocol udp; }'
run nft flush ruleset

ruleset proxies and operating systems <<'END'
table inet p {
    chain divert {
        type filter hook prerouting priority mangle; policy accept;
        meta l4proto tcp socket transparent 1 meta mark set 1 accept
        socket mark 0x7 socket wildcard 0 counter
        ip daddr 10.0.0.0/8 tcp dport 80 tproxy ip to 10.0.0.1:3128 meta mark set 1 accept
        meta nfproto ipv6 tcp dport 80 tproxy ip6 to :3129
        tcp dport 22 osf name "Linux" counter
        osf ttl skip version "Linux:3.0" counter
        fib saddr . iif oif missing drop
        fib daddr type { local, broadcast } counter
        rt classid 5 counter
        ipsec in reqid 7 counter
        meta ipsec exists counter
        cgroupv2 level 1 "user" counter
    }
}
END
sed '/cgroupv2/d; /Linux:3/d' rules.nft >less.nft
run nft -f less.nft
run nft -a list ruleset
run nft -j list ruleset
run nft flush ruleset

ruleset netdev <<'END'
table netdev n {
    set seen { type ether_addr; size 100; flags dynamic,timeout; timeout 1h; }
    map where { type ipv4_addr : verdict; flags interval; elements = { 10.1.0.0/16 : drop, 10.2.0.0-10.2.0.9 : continue } }
    chain ingress {
        type filter hook ingress device "v0" priority -500; policy accept;
        ether saddr 02:00:00:00:00:77 drop
        add @seen { ether saddr limit rate 10/second } counter
        ip saddr vmap @where
        ip saddr 192.0.2.1 fwd to "v1"
        ip saddr 192.0.2.2 dup to "d0"
        ip saddr 192.0.2.3 fwd ip to 10.0.0.9 device "v1"
        vlan id 7 vlan pcp 3 counter
        meta protocol arp arp operation request counter
        ip dscp set cs3
        meta pkttype broadcast log prefix "bc " group 5 snaplen 60
    }
    chain egress {
        type filter hook egress device "v1" priority 0; policy accept;
        meta priority set 1:2 counter
        reject
    }
}
END
sed '/reject/d' rules.nft >less.nft
run nft -f less.nft
run nft -a list ruleset
run nft -j list ruleset
run nft list hooks
run nft list hooks device v0
run nft flush ruleset

ruleset bridge <<'END'
table bridge b {
    chain forward {
        type filter hook forward priority filter; policy accept;
        meta ibrname "br0" meta ibrpvid 5 counter
        meta ibrvproto 8021q meta obrname "br0" counter
        ct state established accept
        ether type ip reject with icmp type host-prohibited
        ether type ip6 reject with tcp reset
        ether type vlan vlan type ip6 counter
        ip6 nexthdr icmpv6 icmpv6 type nd-neighbor-solicit counter
        ip protocol udp udp dport { 67, 68 } queue flags bypass to 3
    }
    chain pre {
        type filter hook prerouting priority dstnat;
        ether daddr set 02:00:00:00:00:09 meta pkttype set unicast
        meta broute set 1
    }
}
END
sed '/reject/d; /broute/d' rules.nft >less.nft
run nft -f less.nft
run nft -a list ruleset
run nft -j list ruleset
run nft flush ruleset

ruleset translation <<'END'
table ip nat {
    map targets { type inet_service : ipv4_addr . inet_service; elements = { 80 : 10.0.0.5 . 8080, 81 : 10.0.0.6 . 8081 } }
    chain pre {
        type nat hook prerouting priority dstnat;
        dnat ip addr . port to tcp dport map @targets
        tcp dport 99 dnat to 10.0.0.7-10.0.0.9:1000-1010 random,persistent
        tcp dport 98 redirect to :9898 fully-random
        dnat to jhash ip saddr mod 2 seed 0xdead map { 0 : 10.0.0.1, 1 : 10.0.0.2 }
        dnat to numgen inc mod 3 map { 0 : 10.0.0.1, 1 : 10.0.0.2, 2 : 10.0.0.3 }
        dnat prefix to ip daddr map { 10.5.0.0/16 : 10.6.0.0/16 }
    }
    chain post {
        type nat hook postrouting priority srcnat;
        oifname "v0" meta l4proto tcp masquerade to :1024-2048 random
        snat to symhash mod 2 map { 0 : 10.0.0.11, 1 : 10.0.0.12 }
        ip saddr 10.9.0.0/24 snat to 10.0.0.1 fully-random
    }
}
table ip6 nat6 {
    chain post {
        type nat hook postrouting priority srcnat;
        ip6 saddr fd00::/64 meta l4proto udp snat to [fd00:1::1]:80-90
        masquerade
    }
    chain pre {
        type filter hook prerouting priority -300;
        exthdr frag exists counter
        rt type 0 drop
        dst nexthdr 6 hbh hdrlength 2 counter
        tcp option maxseg size set 1400
        tcp option sack-permitted exists reset tcp option sack-permitted
        ip6 dscp af11 ip6 flowlabel 77 counter
    }
}
END
run nft flush ruleset

section meters and sets
cat >sets.nft <<'END'
table ip m {
    set blocked { type ipv4_addr . inet_proto . inet_service; flags interval,timeout; elements = { 10.0.0.0/8 . tcp . 80-90 timeout 1h comment "web", 192.0.2.1 . udp . 53 } }
    set counted { type ipv4_addr; counter; elements = { 10.0.0.1 counter packets 3 bytes 300, 10.0.0.2 } }
    set marks { type mark; flags interval; auto-merge; elements = { 1-5, 6-9, 20 } }
    set names { typeof ct helper; elements = { "ftp", "sip" } }
    set both { typeof ip saddr . meta iifname; flags dynamic,timeout; size 10; limit rate 5/second; }
    chain in {
        type filter hook input priority 0;
        ip saddr . ip protocol . th dport @blocked drop
        tcp dport 22 meter ssh { ip saddr timeout 1m limit rate over 3/minute burst 2 packets } drop
        meter many size 100 { ip saddr . tcp dport ct count over 5 } reject
        update @both { ip saddr . meta iifname } accept
        meta hour "08:00"-"17:00" meta day "Monday" counter
        meta cgroup 5 meta cpu 0 meta skuid 0 counter
        meta random < 268435456 counter
        @th,16,16 0x50 @ih,0,8 1 @nh,8,8 6 counter
        sctp chunk data exists counter
        dccp type request counter
        ip option rr exists counter
    }
}
END
run nft -f sets.nft
run nft -s -a list ruleset
run nft -s -j list ruleset
run nft list meters
run nft list meter ip m ssh
run nft get element ip m blocked '{ 10.1.2.3 . tcp . 85 }'
run nft get element ip m blocked '{ 11.1.2.3 . tcp . 85 }'
run nft add element ip m marks '{ 10-19 }'
run nft list set ip m marks
run nft delete element ip m marks '{ 12 }'
run nft reset set ip m counted
run nft list set ip m counted
run nft flush set ip m counted
run nft destroy set ip m counted

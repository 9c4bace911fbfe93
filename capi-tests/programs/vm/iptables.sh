#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# iptables and its kin on nf_tables, with the matches and targets that Debian's kernel has; ipset with all of its types.
# needs: iptables-nft(iptables) ip6tables-nft(iptables) ebtables-nft(iptables) arptables-nft(iptables) ipset(ipset) nft(nftables) ip(iproute2) modprobe(kmod)
# seconds: 180
# mask: s/^# (Generated|Completed).*/# \1/ -- time
# mask: s/(initval|timeout) (0x[0-9a-f]+|[0-9]+)$/\1 N/; s/initval 0x[0-9a-f]+/initval N/ -- random seeds
. "$(dirname "$0")/../lib.sh"

setup_veth4

section sets
number=0
while IFS='|' read -r type options elements; do
    number=$((number + 1))
    # shellcheck disable=SC2086
    run ipset create s$number $type $options
    # shellcheck disable=SC2086
    for element in $elements; do
        run ipset add s$number $element
        run ipset test s$number $element
    done
    run_sorted ipset list s$number
    run_sorted ipset save s$number
    run ipset add s$number nonsense
done <<'END'
bitmap:ip|range 10.0.0.0/24 timeout 0 counters comment|10.0.0.1 10.0.0.5-10.0.0.9
bitmap:ip,mac|range 10.0.0.0/24 skbinfo|10.0.0.1,02:00:00:00:00:01 10.0.0.2
bitmap:port|range 0-1024 counters|80 100-110
hash:ip|family inet hashsize 64 maxelem 100 netmask 24 counters|10.1.1.1 10.2.2.2
hash:ip|family inet6 forceadd|fd00::1 fd00::2
hash:mac||02:00:00:00:00:01 02:00:00:00:00:02
hash:ip,mac|comment|10.0.0.1,02:00:00:00:00:01
hash:net|family inet6 counters|fd00::/64 fd01::/48
hash:net||10.0.0.0/8 192.168.0.0/16
hash:net,net||10.0.0.0/8,192.168.0.0/16
hash:ip,port|skbinfo|10.0.0.1,tcp:80 10.0.0.1,udp:53-55 10.0.0.1,icmp:ping
hash:net,port||10.0.0.0/24,sctp:99
hash:ip,port,ip||10.0.0.1,80,10.0.0.2
hash:ip,port,net|family inet6|fd00::1,tcp:80,fd01::/64
hash:net,port,net||10.0.0.0/24,tcp:80-81,10.1.0.0/24
hash:net,iface||10.0.0.0/24,v0 10.1.0.0/24,physdev:v1
hash:ip,mark|markmask 0xff|10.0.0.1,0x77
list:set|size 4|s1 s3
no-such-type||1
END
run ipset list -n
run ipset swap s9 s4
run ipset rename s6 renamed
run ipset add s4 10.9.0.0/24 nomatch
run ipset add s11 10.7.0.1,80 skbmark 0x11/0xff skbprio 1:2 skbqueue 3
run ipset add s1 10.0.0.77 timeout 0 comment 'with words' packets 5 bytes 500
run_sorted ipset save
ipset save >saved.sets
run ipset destroy s1
run ipset flush
run ipset destroy
run_from saved.sets ipset restore
ipset save | sed 's,initval 0x[0-9a-f]*,,' | sort | md5sum

section matches
# Each by itself, so that one which is not there spoils no other.
while read -r rule; do
    # shellcheck disable=SC2086
    eval "set -- $rule"
    run iptables-nft -A INPUT "$@"
    iptables-nft -S INPUT | sed -n '$p'
    iptables-nft -vnL INPUT | tr -d '\000' | sed -n '$p'
    run iptables-nft -C INPUT "$@"
done <<'END'
-m addrtype --src-type LOCAL --limit-iface-in -j ACCEPT
-p tcp -m cgroup --cgroup 5
-p tcp -m cluster --cluster-total-nodes 2 --cluster-local-node 1 --cluster-hash-seed 7
-m comment --comment "with words"
-m connbytes --connbytes 100:200 --connbytes-dir both --connbytes-mode bytes
-p tcp -m connlabel --label 5
-p tcp --syn -m connlimit --connlimit-above 3 --connlimit-mask 24 -j REJECT --reject-with tcp-reset
-m connmark --mark 5/0xff
-m conntrack --ctstate NEW,RELATED --ctproto tcp --ctorigsrc 10.0.0.0/8 --ctexpire 1:100 --ctdir REPLY
-m cpu --cpu 0
-p dccp -m dccp --sport 1:5 --dccp-types REQUEST,RESPONSE
-m devgroup --src-group 5
-m dscp --dscp-class af11
-m ecn --ecn-ip-ect 2
-p esp -m esp --espspi 1:5
-m hashlimit --hashlimit-above 5/sec --hashlimit-name h --hashlimit-mode srcip,dstport --hashlimit-burst 7
-m helper --helper ftp
-p icmp -m icmp --icmp-type echo-request
-m iprange --src-range 10.0.0.1-10.0.0.9 --dst-range 10.1.0.1-10.1.0.9
-m length --length 40:100
-m limit --limit 5/minute --limit-burst 9
-m mac --mac-source 02:00:00:00:00:77
-m mark --mark 0x7/0xf
-p tcp -m multiport --dports 80,443,1000:2000
-m nfacct --nfacct-name n
-m osf --genre Linux --ttl 0
-m owner --uid-owner 0
-m physdev --physdev-in v0
-m pkttype --pkt-type broadcast
-m policy --dir in --pol ipsec --reqid 5 --proto esp
-m quota --quota 5000
-m rateest --rateest r --rateest-gt --rateest-bps 5mbit
-m realm --realm 5
-m recent --name seen --update --seconds 60 --hitcount 3
-m rpfilter --loose --validmark
-p sctp -m sctp --dport 80 --chunk-types all INIT,DATA
-m set --match-set s9 src -m set ! --match-set s11 dst,dst
-m socket --transparent
-m statistic --mode random --probability 0.25
-m statistic --mode nth --every 3 --packet 1
-m string --string "bad words" --algo bm --from 5 --to 100 --icase
-p tcp -m tcp --tcp-flags SYN,ACK SYN --tcp-option 8
-p tcp -m tcpmss --mss 500:1000
-m time --timestart 08:00 --timestop 17:00 --weekdays Mon,Tue --kerneltz
-m tos --tos 0x10/0x3f
-m ttl --ttl-lt 5
-p tcp -m u32 --u32 "6&0xFF=1 && 4&0x1FFF=0"
-m bpf --bytecode "1,6 0 0 0"
-m no-such-match
-i v0
-j NFLOG --nflog-group 5 --nflog-prefix "p " --nflog-size 100
-j NFQUEUE --queue-balance 1:4 --queue-bypass
-j LOG --log-prefix "l " --log-uid --log-level 3
-j AUDIT --type drop
-j MARK --set-mark 5
-j CONNMARK --save-mark
-j RATEEST --rateest-name r --rateest-interval 250ms --rateest-ewmalog 0.5s
-j SET --add-set s9 src --exist --timeout 30
-j SYNPROXY --sack-perm --timestamp --mss 1460 --wscale 7
-j TRACE
-j REJECT --reject-with icmp-admin-prohibited
-g nowhere
END
run iptables-nft -Z
iptables-nft-save >saved.rules
cat saved.rules
run iptables-nft -F
run_from saved.rules iptables-nft-restore
run nft list table ip filter

section targets of other tables
while read -r table chain rule; do
    # shellcheck disable=SC2086
    eval "set -- $rule"
    run iptables-nft -t $table -A $chain "$@"
    iptables-nft -t $table -S $chain | sed -n '$p'
done <<'END'
raw PREROUTING -p tcp --dport 21 -j CT --helper ftp --zone 5
raw PREROUTING -j CT --notrack
raw OUTPUT -j TRACE
mangle PREROUTING -p tcp -j TPROXY --on-port 3128 --tproxy-mark 1/1
mangle PREROUTING -j DSCP --set-dscp 10
mangle PREROUTING -j TOS --set-tos 0x10
mangle PREROUTING -j TTL --ttl-set 9
mangle PREROUTING -p tcp -j ECN --ecn-tcp-remove
mangle POSTROUTING -j CLASSIFY --set-class 1:2
mangle POSTROUTING -p udp -j CHECKSUM --checksum-fill
mangle FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
mangle FORWARD -p tcp -j TCPOPTSTRIP --strip-options timestamp,sack
mangle PREROUTING -j TEE --gateway 10.0.0.9
mangle PREROUTING -j HMARK --hmark-tuple src,dst --hmark-mod 5 --hmark-offset 1 --hmark-rnd 7
mangle PREROUTING -j IDLETIMER --timeout 60 --label one
mangle POSTROUTING -j LED --led-trigger-id l
nat PREROUTING -p tcp --dport 80 -j DNAT --to-destination 10.0.0.5-10.0.0.9:80-90 --random --persistent
nat PREROUTING -p tcp -j REDIRECT --to-ports 99
nat PREROUTING -j NETMAP --to 10.5.0.0/24
nat POSTROUTING -j SNAT --to-source 10.0.0.1
nat POSTROUTING -p tcp -j MASQUERADE --to-ports 1000-2000 --random-fully
security INPUT -j SECMARK --selctx nothing
END
iptables-nft-save
run nft -a list ruleset
for table in raw mangle nat filter security; do run iptables-nft -t $table -F; done

section IPv6
while read -r rule; do
    # shellcheck disable=SC2086
    eval "set -- $rule"
    run ip6tables-nft -A INPUT "$@"
    ip6tables-nft -S INPUT | sed -n '$p'
done <<'END'
-m ah --ahspi 5 --ahlen 3 --ahres
-m dst --dst-len 8 --dst-opts 1:2
-m eui64
-m frag --fragid 1:5 --fragfirst
-m hbh --hbh-len 8
-m hl --hl-gt 5
-m ipv6header --header frag,auth --soft
-p mh -m mh --mh-type binding-update
-m rt --rt-type 0 --rt-segsleft 1:2
-m srh --srh-segs-left-eq 3
-p icmpv6 -m icmp6 --icmpv6-type neighbour-solicitation
-m set --match-set s5 src -j REJECT --reject-with icmp6-adm-prohibited
END
run ip6tables-nft -t mangle -A PREROUTING -j HL --hl-set 5
run ip6tables-nft -t nat -A POSTROUTING -j DNPT --src-pfx fd00::/64 --dst-pfx fd01::/64
run ip6tables-nft -t mangle -A PREROUTING -j DNPT --src-pfx fd00::/64 --dst-pfx fd01::/64
ip6tables-nft-save
run nft list table ip6 mangle

section Ethernet and ARP
while read -r rule; do
    # shellcheck disable=SC2086
    eval "set -- $rule"
    run ebtables-nft "$@"
done <<'END'
-A FORWARD -p IPv4 --ip-src 10.0.0.0/8 --ip-proto tcp --ip-dport 80:90 -j DROP
-A FORWARD -p IPv6 --ip6-src fd00::/64 --ip6-proto icmpv6 --ip6-icmp-type echo-request
-A FORWARD -p ARP --arp-op Request --arp-ip-src 10.0.0.1 -j ACCEPT
-A FORWARD -p 802_1Q --vlan-id 7 --vlan-encap IPv4
-A FORWARD --among-src 02:00:00:00:00:01=10.0.0.1,02:00:00:00:00:02
-A FORWARD --limit 5/sec --limit-burst 7
-A FORWARD --pkttype-type multicast --log --log-prefix "e " --log-ip
-A FORWARD -p LENGTH --802_3-sap 0x42
-A FORWARD -d BGA --stp-type config --stp-root-prio 1:5
-A FORWARD --mark 5/7 -j mark --mark-set 9 --mark-target CONTINUE
-A FORWARD --nflog-group 5
-t nat -A PREROUTING -j dnat --to-dst 02:00:00:00:00:09
-t nat -A POSTROUTING -j snat --to-src 02:00:00:00:00:08 --snat-arp
-t nat -A PREROUTING -p ARP -j arpreply --arpreply-mac 02:00:00:00:00:07
-t nat -A PREROUTING -j redirect
-t broute -A BROUTING -j ACCEPT
-N mine -P RETURN
-L --Lc --Ln --Lmac2
END
ebtables-nft-save
run arptables-nft -A INPUT -s 10.0.0.1 --opcode 1 --h-length 6 -i v0 -j DROP
run arptables-nft -A OUTPUT -d 10.0.0.2 -j mangle --mangle-ip-s 10.0.0.9
run arptables-nft -A INPUT --source-mac 02:00:00:00:00:01 -j CLASSIFY --set-class 1:2
run arptables-nft -vL
arptables-nft-save
run nft list ruleset

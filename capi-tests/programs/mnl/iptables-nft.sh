#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# iptables-nft and its relatives: rules, listings, save and restore, errors.
# needs: iptables-nft(iptables) xtables-monitor(iptables) ip(iproute2) nfacct(nfacct)
# mask: s/(by|on) (Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]+ +[0-9]+ [0-9:]+ [0-9]+$/\1 DATE/ -- when it was saved
# mask: s/ PID=[0-9]+/ PID=N/ -- process ids
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly nfacct add bytes

section rules
run iptables-nft -P FORWARD DROP
run iptables-nft -N other
run iptables-nft -A INPUT -i lo -j ACCEPT
run iptables-nft -A INPUT -s 10.0.0.0/24 -p tcp --dport 22 -m conntrack --ctstate NEW,ESTABLISHED -j ACCEPT
run iptables-nft -A INPUT -p tcp -m multiport --dports 80,443,1000:2000 -m comment --comment 'web and more' -j other
run iptables-nft -A INPUT -p udp --sport 53 -j NFQUEUE --queue-balance 1:4 --queue-bypass
run iptables-nft -A INPUT -p udp --dport 67:68 -j NFLOG --nflog-group 5 --nflog-prefix 'dhcp: ' --nflog-threshold 3
run iptables-nft -A INPUT -m nfacct --nfacct-name bytes
run iptables-nft -A INPUT -m limit --limit 5/min --limit-burst 9 -j LOG --log-prefix 'limited ' --log-level 4
run iptables-nft -A INPUT ! -s 10.0.0.0/8 -m mark --mark 0x5/0xff -j REJECT --reject-with icmp-admin-prohibited
run iptables-nft -A INPUT -m iprange --src-range 10.0.0.5-10.0.0.9 -m string --string secret --algo bm -j DROP
run iptables-nft -A INPUT -m hashlimit --hashlimit-upto 10/sec --hashlimit-name h --hashlimit-mode srcip -j RETURN
run iptables-nft -A INPUT -m connlimit --connlimit-above 3 -j DROP
run iptables-nft -I INPUT 2 -p icmp --icmp-type echo-request -c 7 700 -j ACCEPT
run iptables-nft -A other -g INPUT
run iptables-nft -A other -m statistic --mode nth --every 3 --packet 1 -j DROP
run iptables-nft -t nat -A POSTROUTING -o v0 -j MASQUERADE --random
run iptables-nft -t nat -A PREROUTING -p tcp --dport 8080 -j DNAT --to-destination 10.0.0.9:80
run iptables-nft -t mangle -A PREROUTING -j CONNMARK --restore-mark --nfmask 0xff --ctmask 0xff
run iptables-nft -t mangle -A PREROUTING -j MARK --set-xmark 0x10/0xff
run iptables-nft -t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu
run iptables-nft -t raw -A PREROUTING -p tcp --dport 21 -j CT --helper ftp
run iptables-nft -t raw -A OUTPUT -j NOTRACK
run ip6tables-nft -A INPUT -p icmpv6 --icmpv6-type 135 -m hl --hl-eq 255 -j ACCEPT
run ip6tables-nft -A FORWARD -s fd00::/64 -m rt --rt-type 0 -j DROP
run arptables-nft -A INPUT --source-ip 10.0.0.9 -j DROP
run ebtables-nft -A FORWARD -p IPv4 --ip-source 10.0.0.0/24 -j mark --mark-set 5

section listings
run iptables-nft -S
run iptables-nft -L -n -v
run iptables-nft -L INPUT -n --line-numbers -x
run iptables-nft -L other 2 -n
run iptables-nft -t nat -S
run iptables-nft -t mangle -L -n -v
run iptables-nft -t raw -S PREROUTING
run ip6tables-nft -S
run arptables-nft -L -n
run ebtables-nft -L
run iptables-nft-save
run iptables-nft-save -c -t filter
run ip6tables-nft-save
run iptables-nft -L INPUT -n -Z
run iptables-nft -Z INPUT 2
run iptables-nft -C INPUT -i lo -j ACCEPT
run iptables-nft -R INPUT 1 -i lo -s 127.0.0.0/8 -j ACCEPT
run iptables-nft -D INPUT 1
run iptables-nft -D INPUT -m connlimit --connlimit-above 3 -j DROP
run iptables-nft -E other renamed
run iptables-nft -S renamed

section errors
run iptables-nft -D INPUT -s 10.99.0.1 -j ACCEPT
run iptables-nft -D INPUT 99
run iptables-nft -C INPUT -s 10.99.0.1 -j ACCEPT
run iptables-nft -I INPUT 99 -j ACCEPT
run iptables-nft -R INPUT 99 -j ACCEPT
run iptables-nft -A INPUT -j NO-SUCH-TARGET
run iptables-nft -A none -j ACCEPT
run iptables-nft -A INPUT -m no-such-match
run iptables-nft -A INPUT -s 10.0.0.0/33
run iptables-nft -A INPUT -p tcp --dport 99999
run iptables-nft -A INPUT -m nfacct --nfacct-name none
run iptables-nft -A INPUT -j DNAT --to-destination 10.0.0.1
run iptables-nft -A INPUT -j CT --notrack
run iptables-nft -t none -L
run iptables-nft -N renamed
run iptables-nft -X INPUT
run iptables-nft -X renamed
run iptables-nft -P renamed DROP
run iptables-nft -P INPUT REJECT
run iptables-nft -E renamed FORWARD
run iptables-nft -L none
run iptables-nft -Z none
run iptables-nft -F none
run iptables-nft -V

section messages on their way
run iptables-nft -vvv -A INPUT -s 10.0.0.7 -p tcp --dport 22 -j ACCEPT
run iptables-nft -vvv -D INPUT -s 10.0.0.7 -p tcp --dport 22 -j ACCEPT

section save and restore
run_into saved iptables-nft-save -c
run iptables-nft -F
run iptables-nft -t nat -F
run_from saved iptables-nft-restore -c
run_from saved iptables-nft-restore --test
run iptables-nft-save -c
cat >bad <<'EOF'
*filter
:INPUT ACCEPT [0:0]
-A INPUT -s 10.0.0.1 -j ACCEPT
-A INPUT -s 10.0.0.2 -j NO-SUCH-TARGET
COMMIT
EOF
run_from bad iptables-nft-restore --noflush
printf '%s\n' '*filter' '-A INPUT -s 10.0.0.1 -j ACCEPT' >open-ended
run_from open-ended iptables-nft-restore -v
printf '%s\n' '*filter' '-D INPUT -s 10.99.0.1 -j ACCEPT' COMMIT >failing
run_from failing iptables-nft-restore --noflush
awk 'BEGIN {
    print "*filter"
    for (i = 1; i <= 1000; i++)
        printf "-A FORWARD -s 10.5.%d.%d -p udp --dport %d -j ACCEPT\n", i / 256, i % 256, i
    print "COMMIT"
}' >many
run_from many iptables-nft-restore --noflush
run iptables-nft -S FORWARD
run iptables-nft -F FORWARD

section events
trigger() {
    quietly iptables-nft -A OUTPUT -d 10.0.0.9 -j ACCEPT
    quietly iptables-nft -N fresh
    quietly iptables-nft -D OUTPUT -d 10.0.0.9 -j ACCEPT
    quietly ip6tables-nft -A OUTPUT -d fd00::99 -j DROP
    quietly iptables-nft -X fresh
    quietly iptables-nft -A OUTPUT -d 10.0.0.99 -j ACCEPT
    heard 10.0.0.99
    quietly iptables-nft -D OUTPUT -d 10.0.0.99 -j ACCEPT
}
listen 12 stdbuf -oL xtables-monitor -e
trigger
hush
listen 12 stdbuf -oL xtables-monitor -e -4
trigger
hush

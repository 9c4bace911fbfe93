#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# IP virtual servers: ipvsadm, and keepalived with real servers behind a virtual one.
# needs: ipvsadm(ipvsadm) keepalived(keepalived) ip(iproute2) modprobe(kmod) genl-ctrl-list(libnl-utils)
# mask: s/^[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]+ [0-9:]+ [0-9]{4}: // -- the time
# mask: s/(pid|\[)[ =]?[0-9]+/\1N/g -- process ids
. "$(dirname "$0")/../lib.sh"

quietly modprobe -a ip_vs ip_vs_rr ip_vs_wrr ip_vs_sh ip_vs_lc
setup_veth

section empty
run ipvsadm -Ln
run ipvsadm -Ln --stats
run ipvsadm -Ln --timeout
run ipvsadm -Ln --daemon
run ipvsadm -Sn
run ipvsadm -D -t 10.0.0.1:80

section services
run ipvsadm -A -t 10.0.0.1:80 -s rr
run ipvsadm -A -t 10.0.0.1:80 -s rr
run ipvsadm -A -u 10.0.0.1:53 -s wrr -p 60
run ipvsadm -A -t '[fd00::1]:443' -s sh -b sh-fallback
run ipvsadm -A -f 7 -s lc
run ipvsadm -A -t 10.0.0.1:81 -s no-such-scheduler
run ipvsadm -A -f 8 -6 -s rr -O
run ipvsadm -Ln
run ipvsadm -E -t 10.0.0.1:80 -s wrr -p 300
run ipvsadm -a -t 10.0.0.1:80 -r 10.0.1.1:8080 -m -w 5
run ipvsadm -a -t 10.0.0.1:80 -r 10.0.1.2 -g -w 3 -x 100 -y 50
run ipvsadm -a -t 10.0.0.1:80 -r 10.0.1.3 -i --tun-type gue --tun-port 6080
run ipvsadm -a -t 10.0.0.1:80 -r 10.0.1.4 -i --tun-type gre --tun-csum
run ipvsadm -a -t 10.0.0.1:80 -r 10.0.1.4 -i
run ipvsadm -a -t '[fd00::1]:443' -r '[fd00:1::1]:443' -m
run ipvsadm -a -f 7 -r 10.0.1.1 -g
run ipvsadm -a -t 10.9.9.9:80 -r 10.0.1.1
run ipvsadm -e -t 10.0.0.1:80 -r 10.0.1.2 -g -w 9
run ipvsadm -e -t 10.0.0.1:80 -r 10.0.1.99 -g
run ipvsadm -Ln
run ipvsadm -Ln --stats
run ipvsadm -Ln --rate
run ipvsadm -Ln --thresholds
run ipvsadm -Ln --persistent-conn
run ipvsadm -Ln --sort
run ipvsadm -Ln --exact -t 10.0.0.1:80
run ipvsadm -Ln -t 10.0.0.9:80
run_into saved ipvsadm -Sn
cat saved
run ipvsadm -Lcn

section timeouts and daemons
run ipvsadm --set 900 60 300
run ipvsadm -Ln --timeout
run ipvsadm --start-daemon master --mcast-interface v0 --syncid 5
run ipvsadm --start-daemon backup --mcast-interface v1 --syncid 6 --sync-maxlen 1000 --mcast-group 224.0.0.82 --mcast-port 8849 --mcast-ttl 2
run ipvsadm -Ln --daemon
run ipvsadm --stop-daemon master
run ipvsadm --stop-daemon backup
run ipvsadm -Ln --daemon
run ipvsadm -Z
run ipvsadm -d -t 10.0.0.1:80 -r 10.0.1.2
run ipvsadm -d -t 10.0.0.1:80 -r 10.0.1.2
run ipvsadm -D -f 7
run ipvsadm -C
run ipvsadm -Ln
run_from saved ipvsadm -R
run ipvsadm -Ln
run ipvsadm -C

section many
awk 'BEGIN { for (n = 0; n < 2000; n++) printf "-A -t 10.1.%d.%d:80 -s rr\n-a -t 10.1.%d.%d:80 -r 10.0.1.1:80 -m -w %d\n", n / 250, n % 250 + 1, n / 250, n % 250 + 1, n }' >many
run_from many ipvsadm -R
run_sorted ipvsadm -Sn
run ipvsadm -C

section keepalived
cat >keepalived.conf <<END
global_defs {
    router_id oxnl
    vrrp_version 3
}
virtual_server 10.0.0.1 80 {
    lvs_sched wrr
    lvs_method NAT
    protocol TCP
    persistence_timeout 30
    sorry_server 10.0.1.9 80
    real_server 10.0.1.1 8080 {
        weight 10
    }
    real_server 10.0.1.2 8080 {
        weight 20
        uthreshold 40
    }
}
virtual_server fd00::1 443 {
    lvs_sched rr
    lvs_method TUN
    protocol TCP
    real_server fd00:1::1 443 {
        weight 1
    }
}
virtual_server fwmark 3 {
    lvs_sched lc
    lvs_method DR
    protocol UDP
    real_server 10.0.1.7 53 {
        weight 1
    }
}
END
has_servers() {
    ipvsadm -Ln | grep -q '10.0.1.7:'
}
keepalived -n -l -C -D -f keepalived.conf -p main.pid -c checkers.pid >keepalived.out 2>&1 &
daemon=$!
poll has_servers
run ipvsadm -Ln
run ipvsadm -Ln --thresholds
sed -i 's/weight 10/weight 11/; s/10.0.1.7/10.0.1.8/' keepalived.conf
kill -HUP $daemon
has_changed() {
    ipvsadm -Ln | grep -q '10.0.1.8:'
}
poll has_changed
run ipvsadm -Ln
kill -TERM $daemon
wait $daemon
printf '=> %s\n' $?
run ipvsadm -Ln
grep -i -e netlink -e ipvs -e failed keepalived.out

section the family
genl-ctrl-list -d | sed -n '/IPVS/,/^[^ ]/p'

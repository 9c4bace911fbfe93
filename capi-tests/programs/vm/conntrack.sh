#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Connection tracking with what modules have: conntrackd keeps a table of another node, and helps with protocols in user
# space; nfct makes helpers and timeouts, conntrack entries with helpers, labels, zones, and expectations.
# needs: conntrack(conntrack) conntrackd(conntrackd) nfct(nfct) nfacct(nfacct) ip(iproute2) nft(nftables) modprobe(kmod) python3(python3-minimal)
# seconds: 120
# mask: s/( |^)(udp|tcp|icmp|sctp|dccp|gre|unknown|icmpv6|udplite)( +[0-9]+) [0-9]+ /\1\2\3 T /; s/^ *[0-9]+ (proto=)/T \1/; s/(timeout|time)="?[0-9]+"?/\1=T/g; s#<(timeout|when)>[0-9]+#<\1>T#; s/delta-time=[0-9]+/delta-time=T/g; s/\[(start|stop)=[^]]*\]/[\1]/g; s/portid=[0-9]+/portid=N/; s#<(deltatime|start|stop)>[0-9]+#<\1>T#g; s/use=[0-9]+/use=N/; s/^[0-9]+ proto=/T proto=/; s/\[active since [0-9]+s\]/[active]/; s/ id=[0-9]{4,}/ id=N/g; s#<id>[0-9]+#<id>N# -- time, and a hash of secret numbers
# mask: s/^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ 0-9]+[0-9:]+ [0-9]{4}\] \(pid=[0-9N]+\)/[T]/; s/[0-9]+s( uptime|\]|$)/T\1/; s/uptime:.*/uptime/; s/last .*ago/T/; s/active\/total objects: +[0-9]+/objects/ -- the same
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly modprobe -a nf_conntrack_netlink nfnetlink_cthelper nfnetlink_cttimeout nfnetlink_queue
echo 1 >/proc/sys/net/netfilter/nf_conntrack_acct
echo 1 >/proc/sys/net/netfilter/nf_conntrack_timestamp

section helpers in user space
run nfct helper list
run nfct helper add ftp inet tcp
run nfct helper add ftp inet tcp
run nfct helper add tftp inet udp
run nfct helper add rpc inet6 tcp
run nfct helper add amanda inet udp
run nfct helper add no-such inet tcp
run_sorted nfct helper list
run nfct helper get ftp inet tcp
run nfct helper get ftp inet udp
run nfct helper disable ftp inet tcp
run nfct helper delete tftp inet udp
run nfct helper delete tftp inet udp
run nfct helper flush
run nfct helper list

# The kernel's own, which have the same names.
quietly modprobe -a nf_conntrack_ftp nf_conntrack_sip nf_conntrack_tftp nf_conntrack_irc nf_conntrack_amanda
cat >rules.nft <<'END'
table ip t {
    ct helper ftp-standard { type "ftp" protocol tcp; }
    chain in { type filter hook input priority 0; ct state new counter; }
    chain out { type filter hook output priority 0; tcp dport 21 ct helper set "ftp-standard"; }
}
END
quietly nft -f rules.nft
run nfct helper add ftp inet tcp

section timeouts
for policy in 'tcp4 inet tcp established 100 close 10' 'udp4 inet udp unreplied 10 replied 20' 'sctp4 inet sctp established 40' \
    'gre4 inet gre unreplied 50' 'dccp4 inet dccp request 80' 'generic4 inet generic timeout 70' 'icmp6 inet6 icmpv6 timeout 31'; do
    # shellcheck disable=SC2086
    run nfct timeout add $policy
done
run_sorted nfct timeout list
for protocol in tcp udp sctp dccp gre icmp generic udplite; do
    run nfct timeout default-get inet $protocol
done
run nfct timeout default-set inet gre unreplied 33
run nfct timeout default-get inet gre
run nfct timeout flush

section entries
run conntrack -I -p tcp -s 10.0.0.1 -d 10.0.1.1 --sport 1000 --dport 21 --state ESTABLISHED -t 500 -u ASSURED,SEEN_REPLY
run conntrack -I -p tcp -s 10.0.0.1 -d 10.0.1.1 --sport 1001 --dport 80 --state SYN_SENT -t 500 -m 7 -w 5
run conntrack -I -p udp -s 10.0.0.2 -d 10.0.1.1 --sport 53 --dport 53 -t 500 --src-nat 10.9.0.1
run conntrack -I -p udp -s 10.0.0.4 -d 10.0.1.1 --sport 53 --dport 53 -t 500 -l nothing
run conntrack -I -p udp -s fd00::1 -d fd00::2 --sport 53 --dport 53 -t 500 --orig-zone 3
run conntrack -I -p sctp -s 10.0.0.2 -d 10.0.1.1 --sport 53 --dport 53 -t 500 --state ESTABLISHED --orig-vtag 5 --reply-vtag 6
run conntrack -I -p dccp -s 10.0.0.2 -d 10.0.1.1 --sport 53 --dport 53 -t 500 --state OPEN --role client
run conntrack -I -p gre -s 10.0.0.2 -d 10.0.1.1 --srckey 1 --dstkey 2 -t 500
run conntrack -I -p icmp -s 10.0.0.2 -d 10.0.1.1 --icmp-type 8 --icmp-code 0 --icmp-id 77 -t 500
run conntrack -I -p icmpv6 -s fd00::1 -d fd00::2 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 77 -t 500
run conntrack -I -p 99 -s 10.0.0.2 -d 10.0.1.1 -t 500
run conntrack -I -p tcp -s 10.0.0.1 -d 10.0.1.1 --sport 1000 --dport 21 --state ESTABLISHED -t 500
run conntrack -I -p tcp -s 10.0.0.3 -d 10.0.1.1 --sport 5 --dport 21 --state NOTHING -t 500
# listed CMD...: the same as run_sorted, without the time that is left, which would come before what is worth sorting by.
listed() {
    printf '$ %s | sort\n' "$*"
    timeout $LIMIT "$@" </dev/null 2>&1 | sed -E 's/^((ipv[46] +[0-9]+ )?[a-z0-9]+ +[0-9]+) [0-9]+ /\1 T /; s/^-A -t [0-9]+/-A -t T/' | sort
}
for format in id extended,id ktimestamp,labels,id xml save; do
    listed conntrack -L -o $format
    listed conntrack -L -f ipv6 -o $format
done
listed conntrack -L --dst-nat
listed conntrack -L --src-nat
listed conntrack -L -m 7
listed conntrack -L -w 5
listed conntrack -L -u ASSURED
listed conntrack -L -d 10.0.1.0/24 -p tcp
run conntrack -G -p tcp -s 10.0.0.1 -d 10.0.1.1 --sport 1000 --dport 21
run conntrack -U -p tcp -s 10.0.0.1 -d 10.0.1.1 --sport 1000 --dport 21 -m 99
run conntrack -U -p tcp -s 10.0.0.1 -d 10.0.1.1 --sport 9999 --dport 21 -m 99
run conntrack -D -p tcp -s 10.0.0.1 -d 10.0.1.1 --sport 1001 --dport 80 -w 5
run conntrack -D -p tcp -s 10.0.0.1 -d 10.0.1.1 --sport 1001 --dport 80 -w 5
run conntrack -C
conntrack -L -o save 2>/dev/null | sort -k 4 >saved
run conntrack -F
run conntrack -R saved
run conntrack -C

section expectations
run conntrack -I expect -p tcp --orig-src 10.0.0.1 --orig-dst 10.0.1.1 --sport 1000 --dport 21 --tuple-src 10.0.1.1 --tuple-dst 10.0.0.1 --tuple-port-src 20 --tuple-port-dst 5555 --mask-src 255.255.255.0 --mask-dst 255.255.255.255 --mask-port-src 0 --mask-port-dst 65535 -t 200
run conntrack -L expect
run conntrack -G expect -p tcp --orig-src 10.0.0.1 --orig-dst 10.0.1.1 --sport 1000 --dport 21
run conntrack -C expect
run conntrack -F expect
run conntrack -C expect

section a session of FTP
# The server names a port, which the kernel then expects a connection to.
cat >ftp.py <<'END'
import socket, subprocess
server = socket.create_server(("10.0.1.1", 21))
client = socket.socket()
client.bind(("10.0.0.1", 40000))
client.connect(("10.0.1.1", 21))
peer = server.accept()[0]
peer.sendall(b"220 hello\r\n"); client.recv(100)
client.sendall(b"PASV\r\n"); peer.recv(100)
peer.sendall(b"227 Entering Passive Mode (10,0,1,1,100,1)\r\n"); client.recv(100)
subprocess.run(["conntrack", "-L", "expect"])
data = socket.create_server(("10.0.1.1", 25601))
more = socket.socket()
more.bind(("10.0.0.1", 40001))
more.connect(("10.0.1.1", 25601))
subprocess.run(["conntrack", "-L", "-p", "tcp", "--dport", "21", "-o", "id"])
subprocess.run(["conntrack", "-L", "-p", "tcp", "--dport", "25601", "-o", "id"])
subprocess.run(["conntrack", "-L", "-p", "tcp", "--dport", "25601", "-u", "EXPECTED"])
END
quietly conntrack -F
listen 12 conntrack -E -e NEW,DESTROY -p tcp --dport 25601
run python3 ftp.py
quietly conntrack -D -p tcp --dport 25601
heard DESTROY
hush

section conntrackd
quietly ip netns add peer
quietly ip link add sync0 address 02:00:00:00:03:01 type veth peer name sync1 address 02:00:00:00:03:02 netns peer
quietly ip address add 10.99.0.1/24 dev sync0
quietly ip -n peer address add 10.99.0.2/24 dev sync1
quietly ip link set sync0 up
quietly ip -n peer link set lo up
quietly ip -n peer link set sync1 up
poll is_up sync0
# config FILE ADDRESS PEER DEVICE
config() {
    cat >"$1" <<END
Sync {
    Mode FTFW { DisableExternalCache off }
    UDP {
        IPv4_address $2
        IPv4_Destination_Address $3
        Port 3780
        Interface $4
        Checksum on
    }
    Options { ExpectationSync on }
}
General {
    HashSize 1024
    HashLimit 10000
    LogFile $TMP/$1.log
    LockFile $TMP/$1.lock
    UNIX { Path $TMP/$1.ctl }
    Filter From Kernelspace { Protocol Accept { TCP } }
}
END
}
config here 10.99.0.1 10.99.0.2 sync0
config there 10.99.0.2 10.99.0.1 sync1
quietly conntrack -F
in_peer='ip netns exec peer'
conntrackd -C here >here.out 2>&1 &
first=$!
$in_peer conntrackd -C there >there.out 2>&1 &
second=$!
poll test -e here.ctl
poll test -e there.ctl
for number in 1 2 3 4; do
    quietly conntrack -I -p tcp -s 10.0.0.$number -d 10.0.1.1 --sport 7000 --dport 80 --state ESTABLISHED -t 900 -u ASSURED,SEEN_REPLY -m $number
done
has_all() {
    test "$($in_peer conntrackd -C there -e 2>/dev/null | grep -c sport=7000.*dport=80)" -ge 4
}
poll has_all
run_sorted conntrackd -C here -i
run_sorted $in_peer conntrackd -C there -e
run_sorted $in_peer conntrackd -C there -i
run $in_peer conntrackd -C there -c
listed $in_peer conntrack -L -p tcp -o id
quietly conntrack -D -p tcp -s 10.0.0.2
lost_one() {
    test "$($in_peer conntrackd -C there -e 2>/dev/null | grep -c 10.0.0.2)" = 0
}
poll lost_one
run_sorted $in_peer conntrackd -C there -e
run conntrackd -C here -R
run conntrackd -C here -n
run conntrackd -C here -f internal
run_sorted conntrackd -C here -i
run conntrackd -C here -B
run conntrackd -C here -s | grep -v -e '[0-9]' -e '^$'
run conntrackd -C here -k
run $in_peer conntrackd -C there -k
wait $first
printf '=> %s\n' $?
wait $second
printf '=> %s\n' $?
run conntrackd -C here -i
run conntrackd -C no-such-file -i

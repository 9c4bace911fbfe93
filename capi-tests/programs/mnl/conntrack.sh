#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# conntrack: entries and expectations made, listed, changed, watched, deleted.
# needs: conntrack(conntrack)
# mask: s/\b((tcp|udp|icmp|icmpv6|sctp|gre|unknown) +[0-9]+ )[0-9]+ /\1T /; s/-t [0-9]+ -u/-t T -u/; s/<timeout>[0-9]+</<timeout>T</g -- timeouts count down
# mask: s/^\[[0-9.]+[[:space:]]*\]/[TIME]/; s/<when>.*<\/when>/<when\/>/ -- time stamps
# mask: s/ id=[0-9]{4,}/ id=N/; s/<id>[0-9]{4,}</<id>N</g -- hashes with a secret seed
# mask: s/ portid=[0-9]+( progname=[a-z]+)?/ portid=N/ -- process ids; the name is left out when the process is gone
# mask: s/^cpu=.*/cpu=N (counters)/ -- which processor served the request
. "$(dirname "$0")/../lib.sh"

add() {
    run conntrack -I "$@"
}

section make
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1000 --dport 80 --state ESTABLISHED -t 9000 -u SEEN_REPLY,ASSURED
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1001 --dport 81 --state SYN_SENT -t 9000 --mark 5
add -s 10.0.0.1 -d 10.0.0.2 -p udp --sport 53 --dport 54 -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p icmp --icmp-type 8 --icmp-code 0 --icmp-id 77 -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p gre --srckey 5 --dstkey 6 -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p sctp --sport 7 --dport 8 --state ESTABLISHED --orig-vtag 9 --reply-vtag 10 -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p 99 -t 9000
add -s fd00::1 -d fd00::2 -p tcp --sport 1002 --dport 82 --state ESTABLISHED -t 9000
add -s fd00::1 -d fd00::2 -p icmpv6 --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 7 -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1003 --dport 83 --state LISTEN -t 9000 --zone 7
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1004 --dport 84 --state ESTABLISHED -t 9000 --orig-zone 8
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1005 --dport 85 --state ESTABLISHED -t 9000 --src-nat 10.9.0.1:5000
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1006 --dport 86 --state ESTABLISHED -t 9000 --dst-nat 10.9.0.2 --mark 0x60

section list
SORT='-t= -k2'
run_sorted conntrack -L
run_sorted conntrack -L -o extended,id,labels
run_sorted conntrack -L -o xml -p udp
SORT=-k5
run_sorted conntrack -L -o save
SORT='-t= -k2'
run_sorted conntrack -L -f ipv6
run_sorted conntrack -L -p tcp --state ESTABLISHED
run_sorted conntrack -L -p tcp --dport 81
run_sorted conntrack -L --mark 5/0xf
run_sorted conntrack -L --src-nat
run_sorted conntrack -L --dst-nat 10.9.0.2
run_sorted conntrack -L -s 10.0.0.0/24 -d 10.0.0.2 -u ASSURED
run_sorted conntrack -L --zone 7
run_sorted conntrack -L unconfirmed
run_sorted conntrack -L dying
run conntrack -L -p tcp --dport 4711
run conntrack -G -s 10.0.0.1 -d 10.0.0.2 -p udp --sport 53 --dport 54
run conntrack -G -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1000 --dport 80 -o extended
run conntrack -C
run_sorted conntrack -S
run conntrack -C expect

section change
run conntrack -U -f ipv4 -p tcp --dport 81 --mark 77
run conntrack -U -f ipv4 -p tcp --dport 80 -t 5000 -u SEEN_REPLY
run conntrack -U -p udp --dport 54 --mark 0x10/0xf0
run conntrack -U -f ipv6 -p tcp --dport 82 --mark 3
run conntrack -U -p tcp --dport 81 --label-add no-such-label
run_sorted conntrack -L -p tcp
run conntrack -U -p tcp --dport 4711 --mark 1
cat >commands <<'EOF'
-I -s 10.0.0.1 -d 10.0.0.2 -p udp --sport 60 --dport 61 -t 9000
-U -s 10.0.0.1 -d 10.0.0.2 -p udp --sport 60 --dport 61 --mark 9
-D -p udp --dport 61
EOF
run conntrack -R commands
run conntrack -A -s 10.0.0.1 -d 10.0.0.2 -p udp --sport 62 --dport 63 -t 9000

section expectations
run conntrack -I expect -s 10.0.0.1 -d 10.0.0.2 --tuple-src 10.0.0.2 --tuple-dst 10.0.0.1 \
    --mask-src 255.255.255.255 --mask-dst 255.255.255.255 -p tcp --sport 1000 --dport 80 \
    --tuple-port-src 20 --tuple-port-dst 2000 --mask-port-src 65535 --mask-port-dst 65535 -t 9000
run_sorted conntrack -L expect
run conntrack -D expect --tuple-src 10.0.0.2 --tuple-dst 10.0.0.1 -p tcp --tuple-port-src 20 --tuple-port-dst 2000
run conntrack -F expect

section errors
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1000 --dport 80 --state ESTABLISHED -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1000 -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1 --dport 2 --state NO_SUCH_STATE -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p tcp --sport 1 --dport 2 --state ESTABLISHED -u NO_SUCH_FLAG -t 9000
add -s 10.0.0.1 -d 10.0.0.2 -p no-such-protocol -t 9000
add -s 10.0.0.1 -d fd00::1 -p udp --sport 1 --dport 2 -t 9000
add -s 10.0.0.1 -p udp --sport 1 --dport 2 -t 9000
run conntrack -D -p tcp --dport 4711
run conntrack -G -s 10.0.0.1 -d 10.0.0.2 -p udp --sport 530 --dport 54
run conntrack -L no-such-table
run conntrack -L -o no-such-format
run conntrack -R no-such-file
printf '%s\n' '-I -p tcp' '-X nonsense' >bad-commands
run conntrack -R bad-commands
run conntrack --no-such-option
run conntrack -V

section events
trigger() {
    quietly conntrack -I -s 10.1.0.1 -d 10.1.0.2 -p udp --sport 1 --dport 2 -t 900
    quietly conntrack -U -f ipv4 -p udp --dport 2 --mark 55
    quietly conntrack -I -s 10.1.0.1 -d 10.1.0.2 -p tcp --sport 1 --dport 2 --state ESTABLISHED -t 900
    quietly conntrack -D -p udp --dport 2
    quietly conntrack -D -s 10.1.0.1
    quietly conntrack -I -s 10.1.0.1 -d 10.1.0.99 -p udp --sport 1 --dport 2 -t 900
    heard 10.1.0.99
    quietly conntrack -D -d 10.1.0.99
}
listen 12 conntrack -E
trigger
hush
listen 12 conntrack -E -o extended,timestamp,id
trigger
hush
listen 12 conntrack -E -e NEW,DESTROY -p udp -o xml
trigger
hush
listen 12 conntrack -E -b 65536 -s 10.1.0.0/16 -o save
trigger
hush

section delete
run conntrack -D -p tcp --dport 81
run_sorted conntrack -D -s 10.0.0.1 -p tcp
run conntrack -F
run conntrack -C
run conntrack -L

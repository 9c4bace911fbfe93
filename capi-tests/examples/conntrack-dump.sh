# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2) iptables-nft(iptables) conntrack(conntrack) setpriv(util-linux) bash(bash)
. "$(dirname "$0")/lib.sh"

expect_status 0 ex conntrack-dump
expect_text out ''
expect_text err ''

# Entries made by hand.
quiet conntrack -I -p udp -s 192.0.2.1 -d 192.0.2.2 --sport 1024 --dport 9 \
	-t 1000 -m 7
quiet conntrack -I -p tcp -s 2001:db8::1 -d 2001:db8::2 --sport 65535 --dport 80 \
	-t 1000 --state ESTABLISHED -u ASSURED,SEEN_REPLY
quiet conntrack -I -p icmp -s 192.0.2.1 -d 192.0.2.2 --icmp-type 8 --icmp-code 0 \
	--icmp-id 259 -t 1000

expect_status 0 ex conntrack-dump
expect_text err ''
expect_line out 'udp src=192\.0\.2\.1 dst=192\.0\.2\.2 sport=1024 dport=9 src=192\.0\.2\.2 dst=192\.0\.2\.1 sport=9 dport=1024 status=CONFIRMED mark=7 timeout=(1000|99[0-9])'
expect_line out 'tcp src=2001:db8::1 dst=2001:db8::2 sport=65535 dport=80 src=2001:db8::2 dst=2001:db8::1 sport=80 dport=65535 status=SEEN_REPLY,ASSURED,CONFIRMED mark=0 timeout=(1000|99[0-9])'
expect_line out 'icmp src=192\.0\.2\.1 dst=192\.0\.2\.2 type=8 code=0 id=259 src=192\.0\.2\.2 dst=192\.0\.2\.1 type=0 code=0 id=259 status=CONFIRMED mark=0 timeout=(1000|99[0-9])'
[ "$(wc -l <out)" -eq 3 ] || die "not 3 connections: $(cat out)"

expect_status 0 ex conntrack-dump inet6
expect_line out 'tcp src=2001:db8::1 .*'
[ "$(wc -l <out)" -eq 1 ] || die "not 1 connection: $(cat out)"

# A real packet, counted: 20 bytes IP, 8 UDP, 6 data.
quiet conntrack -F
echo 1 >/proc/sys/net/netfilter/nf_conntrack_acct
ip link set lo up
iptables-nft -A OUTPUT -m conntrack --ctstate INVALID
bash -c 'echo hello >/dev/udp/127.0.0.1/9'
expect_status 0 ex conntrack-dump inet
expect_line out 'udp src=127\.0\.0\.1 dst=127\.0\.0\.1 sport=[0-9]+ dport=9 packets=1 bytes=34 src=127\.0\.0\.1 dst=127\.0\.0\.1 sport=9 dport=[0-9]+ packets=0 bytes=0 status=CONFIRMED mark=0 timeout=[0-9]+'

expect_status 1 setpriv --bounding-set=-all env LD_LIBRARY_PATH="$LIBRARY" \
	"$EX/conntrack-dump"
expect_text out ''
expect_text err 'conntrack-dump: Operation not permitted'
expect_usage conntrack-dump '[inet|inet6]' ipx

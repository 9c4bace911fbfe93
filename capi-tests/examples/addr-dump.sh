# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

setup_veth
ip addr add 192.0.2.1/24 dev v0
ip addr add 203.0.113.1 peer 203.0.113.2/32 dev v1
ip addr add 2001:db8::1/64 dev v1

expect_status 0 ex addr-dump inet
expect_text out '192.0.2.1/24 dev v0
203.0.113.1/32 dev v1'
expect_text err ''
expect_status 0 ex addr-dump inet6
expect_line out '2001:db8::1/64 dev v1'
expect_line out 'fe80::ff:fe00:1/64 dev v0'

expect_usage addr-dump 'inet|inet6'
expect_usage addr-dump 'inet|inet6' ipx

# While addresses come and go, a list is complete, or there is none. Try until
# each has been seen: a dump that was done anew, and one that was good.
i=0
while [ "$i" -lt 600 ]; do
	echo "addr add 10.1.$((i / 200)).$((i % 200))/32 dev v0"
	i=$((i + 1))
done >addrs
ip -batch addrs

while :; do
	ip addr add 10.2.0.1/32 dev v0
	ip addr del 10.2.0.1/32 dev v0
	sleep 0.003
done &
STARTED="$STARTED $!"

again=no good=no
tries=0
while [ "$again$good" != yesyes ]; do
	tries=$((tries + 1))
	[ "$tries" -le 4000 ] || die "again $again, good $good"
	status=0
	ex addr-dump inet >out 2>err || status=$?
	case $status in
	0)
		good=yes
		[ "$(grep -c '^10\.1\.' out)" -eq 600 ] || die 'not 600 addresses'
		[ -z "$(sort out | uniq -d)" ] || die 'an address twice'
		;;
	1)
		expect_line err 'addr-dump: the table changed meanwhile, try again'
		expect_text out ''
		;;
	*)
		die "status $status: $(cat err)"
		;;
	esac
	if grep -qx 'addr-dump: addresses changed, once more' err; then
		again=yes
	fi
done

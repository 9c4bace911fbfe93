#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Fills this network namespace, then runs programs on what is in it, in turns:
#
#	unshare -n sh caches.sh KIND COUNT PROGRAM [READER ROUNDS FOLDER]...
#
# KIND is route4, route6 or link, PROGRAM is made of caches.c. READER is a name, with which every line begins, and
# FOLDER holds the library. Each reader has so many turns.
set -eu
kind=$1 count=$2 program=$3
shift 3

ip link set lo up
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
ip address add 10.0.0.1/24 dev v0
ip address add 2001:db8::1/64 dev v0 nodad
case $kind in
route4)
	awk -v n="$count" 'BEGIN { for (i = 0; i < n; i++) { a = 20 * 2^24 + i * 16
		printf "route add %d.%d.%d.%d/28 via 10.0.0.2\n", a / 2^24, a / 65536 % 256, a / 256 % 256, a % 256 } }' ;;
route6)
	sysctl -qw net.ipv6.route.max_size=4000000 2>/dev/null || :
	awk -v n="$count" 'BEGIN { for (i = 0; i < n; i++)
		printf "route add 2001:db9:%x:%x::/64 via 2001:db8::2\n", i / 65536, i % 65536 }' ;;
link)
	awk -v n="$count" 'BEGIN { for (i = 0; i < n; i++) printf "link add i%d type ifb\n", i }' ;;
esac | ip -batch -

round=1 more=1
while [ "$more" -ne 0 ]; do
	more=0 left=$#
	while [ "$left" -gt 0 ]; do
		if [ "$round" -le "$2" ]; then
			LD_LIBRARY_PATH=$3 "$program" "$kind" | sed "s/^/$1	/"
			more=1
		fi
		set -- "$@" "$1" "$2" "$3"
		shift 3
		left=$((left - 3))
	done
	round=$((round + 1))
done

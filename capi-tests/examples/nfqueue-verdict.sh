# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2) iptables-nft(iptables) bash(bash)
. "$(dirname "$0")/lib.sh"

# One datagram to lo: 28 bytes, and the text with its newline.
send() {
	bash -c "echo $1 >/dev/udp/127.0.0.1/9"
}

# How many datagrams came out behind the queue: all, and with the mark 42.
passed() {
	iptables-nft -t mangle -vnxL POSTROUTING |
		awk '$3 == "udp" || $3 == "17" { printf "%s ", $1 }'
}

expect_passed() {
	[ "$(passed)" = "$1 $2 " ] || die "passed '$(passed)', not '$1 $2 '"
}

ip link set lo up
iptables-nft -A OUTPUT -p udp --dport 9 -j NFQUEUE --queue-num 3
iptables-nft -t mangle -A POSTROUTING -p udp --dport 9
iptables-nft -t mangle -A POSTROUTING -p udp --dport 9 -m mark --mark 42

start nfqueue-verdict 3 2
wait_line "$log" listening

# The queue has an owner now.
expect_status 1 ex nfqueue-verdict 3
expect_text out ''
expect_text err 'nfqueue-verdict: queue 3: Operation not permitted'

send hello
wait_line "$log" 'packet 1 len 34 hook 3 mark 0'
# Longer than what the queue copies.
send 0123456789012345678901234567890123456789012345678901234567890123456789
wait_exit 0 "$pid"
expect_text "$log" 'listening
packet 1 len 34 hook 3 mark 0
packet 2 len 99 hook 3 mark 0'
expect_passed 2 0

start nfqueue-verdict 3 1 drop
wait_line "$log" listening
send hello
wait_exit 0 "$pid"
expect_passed 2 0

start nfqueue-verdict 3 1 42
wait_line "$log" listening
send hello
wait_exit 0 "$pid"
expect_passed 3 1

# The mark that a packet comes with.
iptables-nft -t mangle -A OUTPUT -p udp --dport 9 -j MARK --set-mark 258
start nfqueue-verdict 3 1 accept
wait_line "$log" listening
send hello
wait_exit 0 "$pid"
expect_line "$log" 'packet 1 len 34 hook 3 mark 258'
expect_passed 4 1

for bad in '' 65536 '3 x' '3 1 maybe' '3 1 drop 5'; do
	# shellcheck disable=SC2086
	expect_usage nfqueue-verdict 'QUEUE [COUNT [accept|drop|MARK]]' $bad
done

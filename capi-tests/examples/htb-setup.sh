# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2) tc(iproute2)
. "$(dirname "$0")/lib.sh"

setup_veth
expect_status 0 ex htb-setup v0 10000
expect_text out ''
# Not every kernel has fq_codel.
if tc qdisc add dev v1 root fq_codel 2>no.err; then
	expect_text err ''
	tc qdisc show dev v0 >qdiscs
	expect_line qdiscs 'qdisc fq_codel 10: parent 1:10 limit 1000p .* ecn .*'
	expect_line qdiscs 'qdisc fq_codel 20: parent 1:20 limit 1000p .* ecn .*'
else
	expect_line err 'htb-setup: no fq_codel here, a FIFO does it'
fi

tc qdisc show dev v0 >qdiscs
expect_line qdiscs 'qdisc htb 1: root .* default 0x20 .*'
tc class show dev v0 >classes
expect_line classes 'class htb 1:1 root rate 10Mbit ceil 10Mbit .*'
expect_line classes 'class htb 1:10 parent 1:1 .*prio 0 rate 2500Kbit ceil 10Mbit .*'
expect_line classes 'class htb 1:20 parent 1:1 .*prio 1 rate 7500Kbit ceil 10Mbit .*'
tc filter show dev v0 >filters
[ "$(grep -c 'flowid 1:10' filters)" -eq 2 ] || die "not two filters: $(cat filters)"
expect_line filters ' *match 00160000/ffff0000 at 20'
expect_line filters ' *match 00000016/0000ffff at 20'

# Packets of the class are those of ssh. There is nobody to answer them.
ip addr add 10.0.0.1/24 dev v0
ip neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev v0
packets() {
	tc -s class show dev v0 |
		sed -n "/^class htb $1 /,/Sent/s/.*Sent [0-9]* bytes \([0-9]*\) pkt.*/\1/p"
}
[ "$(packets 1:10)" -eq 0 ] || die 'packets of class 1:10 before there are any'
timeout 0.5 bash -c 'exec 3<>/dev/tcp/10.0.0.2/22' 2>connect.err || :
[ "$(packets 1:10)" -ge 1 ] || die "no packet in class 1:10: $(tc -s class show dev v0)"
before=$(packets 1:10)
timeout 0.5 bash -c 'exec 3<>/dev/tcp/10.0.0.2/80' 2>connect.err || :
[ "$(packets 1:10)" -eq "$before" ] || die 'class 1:10 gets packets of others'
[ "$(packets 1:20)" -ge 1 ] || die 'no packet in class 1:20'

expect_status 1 ex htb-setup v0 10000
expect_line err 'htb-setup: the root qdisc: Object exists.*'
expect_status 1 ex htb-setup nosuch 10000
expect_text err 'htb-setup: nosuch: No such device'
expect_usage htb-setup 'DEV KBITS'
expect_usage htb-setup 'DEV KBITS' v0
expect_usage htb-setup 'DEV KBITS' v0 1
expect_usage htb-setup 'DEV KBITS' v0 10x

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Families of generic netlink for which libnl has no program, asked through it, and by iproute2's programs where they know the
# family: metrics of TCP, paths of MPTCP, segment routing, foo over UDP, L2TP, TIPC and more.
# needs: python3(python3-minimal) modprobe(kmod) ip(iproute2) tipc(iproute2) genl(iproute2) quota(quota)
# seconds: 120
# network: initial -- some families are there only
# mask: s/^(1 +1 +1 +node +)[0-9]+/\1N/; s/^socket [0-9]+/socket N/; s/^(  8: 60: ).*/\1N/ -- numbers of sockets of TIPC are random
. "$(dirname "$0")/../lib.sh"

generic="python3 $(dirname "$0")/generic.py"
setup_veth4

section others of the kernel
run $generic groups acpi_event acpi_mc_group
run $generic groups VFS_DQUOT events
run $generic groups nlctrl notify no
run $generic groups nl80211 scan
quietly modprobe -a tipc l2tp_netlink l2tp_eth fou ila psample tcp_diag target_core_user act_sample gtp
run $generic groups TCM-USER config
run $generic groups psample packets config
run $generic ask psample 1 1 dump
run $generic ask nlctrl 3 1 2:str=TASKSTATS
run $generic ask nlctrl 3 1 2:str=no-such
run $generic ask nlctrl 3 1 1:u16=16
run $generic ask nlctrl 10 1 dump 2:str=TASKSTATS nests=8,8.0,8.0.0,9,9.0
run $generic ask nlctrl 10 1 dump 2:str=SEG6 nests=8,8.0,8.0.0,9,9.0
run $generic ask nlctrl 10 1 dump 2:str=no-such
run $generic hear nlctrl notify 4 nests=6,6.0,7,7.0 'modprobe -r gtp ; modprobe gtp'

section foo over UDP
run $generic ask fou 1 1 1:u16=0x13c4 3:u8=47 4:u8=1
run $generic ask fou 1 1 1:u16=0x13c4 3:u8=47 4:u8=1
run ip fou add port 5556 gue
run ip fou show
run $generic ask fou 3 1 dump
run $generic ask fou 3 1 1:u16=0x13c4 2:u8=2
run $generic ask fou 2 1 1:u16=0x13c4 2:u8=2
run ip fou del port 5556
run ip fou del port 5557

section paths of MPTCP
run ip mptcp endpoint add 10.0.0.1 dev v0 id 3 signal
run ip mptcp endpoint add 10.0.1.1 id 4 subflow backup
run ip mptcp endpoint add 10.0.1.1 id 4 subflow backup
run ip mptcp endpoint add fd00::9 port 999 id 5 signal
run ip mptcp limits set subflows 3 add_addr_accepted 2
run ip mptcp limits
run $generic ask mptcp_pm 6 1 nests=1
run $generic ask mptcp_pm 3 1 dump nests=1
run $generic ask mptcp_pm 3 1 1:{ 2:u8=4 } nests=1
run $generic ask mptcp_pm 3 1 1:{ 2:u8=40 } nests=1
run $generic ask mptcp_pm 1 1 1:{ 1:u16=2 3:hex=0a000107 6:u32=1 }
run $generic ask mptcp_pm 2 1 1:{ 2:u8=4 }
run ip mptcp endpoint change id 3 backup
run ip mptcp endpoint show
run ip -j -p mptcp endpoint show
run ip mptcp endpoint show id 3
run ip mptcp endpoint delete id 33
run ip mptcp endpoint flush
run ip mptcp endpoint show

section segment routing
run ip sr tunsrc set fd00::77
run ip sr tunsrc show
run $generic ask SEG6 4 1
run $generic ask SEG6 3 1 1:hex=fd000000000000000000000000000088
run ip sr tunsrc show
run $generic ask SEG6 1 1 2:u32=19 3:hex=6b6579 4:u8=3 5:u8=1
run $generic ask SEG6 2 1 dump
run ip sr hmac show
run ip ioam namespace add 7 data 0x1234 wide 0x5678
run ip ioam schema add 9 hello
run ip ioam namespace set 7 schema 9
run ip ioam namespace show
run ip ioam schema show
run $generic ask IOAM6 3 1 dump
run $generic ask IOAM6 6 1 dump
run ip ioam namespace del 7
run ip ioam namespace del 8
run ip ioam schema del 9
quietly modprobe ila
run ip ila add loc_match 2001:0:0:1 loc 2001:0:0:2 dev v0
run $generic ask ila 3 1 dump
run ip ila del loc_match 2001:0:0:1 loc 2001:0:0:2 dev v0

section tunnels of L2TP
run ip l2tp add tunnel tunnel_id 10 peer_tunnel_id 11 encap udp local 10.0.0.1 remote 10.0.0.2 udp_sport 5000 udp_dport 6000
run ip l2tp add tunnel tunnel_id 20 peer_tunnel_id 21 encap ip local 10.0.0.1 remote 10.0.0.3
run ip l2tp add tunnel tunnel_id 10 peer_tunnel_id 11 encap ip local 10.0.0.1 remote 10.0.0.2
run ip l2tp add session name l0 tunnel_id 10 session_id 1 peer_session_id 2 cookie 01020304 seq both
run ip l2tp add session name l1 tunnel_id 99 session_id 1 peer_session_id 2
run ip l2tp show tunnel
run ip l2tp show session
run ip -j -p l2tp show session
run $generic ask l2tp 4 1 dump
run $generic ask l2tp 4 1 9:u32=20
run $generic ask l2tp 8 1 dump
run $generic ask l2tp 8 1 9:u32=10 11:u32=1
run $generic hear l2tp l2tp 2 nests= 'ip l2tp add session name l2 tunnel_id 20 session_id 3 peer_session_id 4 ; ip l2tp del session tunnel_id 20 session_id 3'
run ip l2tp del session tunnel_id 10 session_id 1
run ip l2tp del tunnel tunnel_id 10
run ip l2tp del tunnel tunnel_id 10

section TIPC
run tipc node set identity oxnl1
run tipc node get identity
run tipc node get netid
run tipc node set netid 4712
run tipc node get netid
run tipc bearer enable media eth device v0 priority 7
run tipc bearer enable media eth device no-such-device
run tipc bearer enable media udp name U1 localip 10.0.0.1 remoteip 10.0.0.2
run tipc bearer list
# It takes the address that comes of its name a second later.
has_address() {
    tipc node get identity | grep -q 5e786e6c
}
poll has_address
run tipc node get identity
run tipc bearer get priority media eth device v0
run tipc bearer set tolerance 800 media eth device v0
run tipc bearer get tolerance media eth device v0
run tipc bearer get mtu media udp name U1
run tipc link list
run tipc link statistics show
run tipc link monitor list
run tipc media list
run tipc media get window media eth
run tipc media set window 60 media eth
run tipc media get window media eth
run tipc nametable show
run tipc socket list
run tipc node list
run tipc peer remove identity nobody
run $generic ask TIPCv2 16 1 dump nests=5,5.5
run $generic ask TIPCv2 18 1 dump nests=7
run tipc bearer disable media udp name U1
run tipc bearer list

section metrics of TCP
python3 -c 'import socket
s = socket.create_server(("10.0.0.1", 7777))
for _ in range(3):
    c = socket.create_connection(("10.0.0.1", 7777)); a = s.accept()[0]
    a.sendall(b"x" * 100000); c.recv(100000, socket.MSG_WAITALL); c.close(); a.close()'
# How fast the connections were is chance; that there is an entry is not.
$generic ask tcp_metrics 1 1 dump nests=6 | grep -e connected -e answer -e ' 1: ' -e received
run ip tcp_metrics delete 10.0.0.1
run ip tcp_metrics show
run $generic ask tcp_metrics 1 1 1:hex=0a000001
run $generic ask tcp_metrics 2 1

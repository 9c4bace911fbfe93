#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ipset: sets of every kind this kernel has; elements, swap and rename, and the
# errors of the kernel and of the program.
# needs: ipset(ipset) ip(iproute2)
# mask: s/initval 0x[0-9a-f]+/initval 0xN/; s/<initval>0x[0-9a-f]+</<initval>0xN</ -- drawn at random
# mask: s/^Size in memory: .*/Size in memory: N/; s/<memsize>[0-9]+</<memsize>N</ -- depends on the random hash
# mask: s/timeout [0-9]{2,} comment/timeout T comment/; s/timeout [12][0-9]{3}/timeout T/ -- counts down
. "$(dirname "$0")/../lib.sh"

setup_veth4

section create
run ipset create ip hash:ip
run ipset create ip6 hash:ip family inet6 hashsize 64 maxelem 100
run ipset create net hash:net comment counters
run ipset create timed hash:ip timeout 2000 comment
run ipset create ipport hash:ip,port skbinfo
run ipset create ipportip hash:ip,port,ip
run ipset create ipportnet hash:ip,port,net
run ipset create netport hash:net,port forceadd
run ipset create netiface hash:net,iface
run ipset create mac hash:mac
run ipset create netnet hash:net,net
run ipset create mark hash:ip,mark markmask 0xff
run ipset create range bitmap:ip range 10.0.0.0/16 netmask 24
run ipset create ipmac bitmap:ip,mac range 10.0.0.0-10.0.0.255
run ipset create ports bitmap:port range 1-1000 counters
run ipset create list list:set size 4 comment
run ipset list -name
run ipset list -terse

section elements
run ipset add ip 10.0.0.1
run ipset add ip 10.0.0.2-10.0.0.5
run ipset add ip 10.0.1.0/28
run ipset add ip6 fd00::1
run ipset add net 10.0.0.0/24 comment 'a network' packets 5 bytes 500
run ipset add net 10.0.0.128/25 nomatch
run ipset add net 0.0.0.0/1
run ipset add timed 10.0.0.1 comment 'for a while'
run ipset add timed 10.0.0.2 timeout 0 comment 'for good'
run ipset add ipport 10.0.0.1,tcp:80 skbmark 0x5/0xff skbprio 1:2 skbqueue 3
run ipset add ipport 10.0.0.1,udp:1000-1005
run ipset add ipport 10.0.0.1,icmp:echo-request
run ipset add ipportip 10.0.0.1,80,10.0.0.2
run ipset add ipportnet 10.0.0.1,sctp:80,10.0.0.0/25
run ipset add netport 10.0.0.0/24,53
run ipset add netiface 10.0.0.0/24,v0
run ipset add netiface 10.0.0.0/24,physdev:v1
run ipset add range 10.0.5.0
run ipset add ipmac 10.0.0.7,02:00:00:00:00:07
run ipset add ipmac 10.0.0.8
run ipset add ports 80-90
run ipset add list ip comment first
run ipset add list net before ip
run ipset add list timed after ip
run ipset list -sorted
run ipset -sorted save
run_sorted ipset list net -output xml
run ipset list ports -output xml
run ipset list ip -sorted -resolve
run ipset list ports
run ipset test ip 10.0.0.1
run ipset test ip 10.0.9.1
run ipset test net 10.0.0.5
run ipset test net 10.0.0.200
run ipset test net 10.0.0.128/25 nomatch
run ipset test netiface 10.0.0.5,v0
run ipset test list ip
run ipset test list net before ip
run ipset test list ip6
run ipset del ip 10.0.0.1
run ipset del ip 10.0.1.0/29
run ipset -exist add ip 10.0.0.2
run ipset -exist del ip 10.9.9.9
run ipset -quiet test ip 10.9.9.9

section errors
run ipset create ip hash:ip
run ipset -exist create ip hash:ip
run ipset -exist create ip hash:net
run ipset create x no:such:type
run ipset create x hash:ip family inet7
run ipset create x hash:ip hashsize many
run ipset create x bitmap:ip
run ipset create x bitmap:ip range 10.0.0.0/8
run ipset create a-name-of-a-set-which-is-too-long-for-it hash:ip
run ipset create x hash:ip no-such-option 5
run ipset add ip 10.0.0.2
run ipset add ip 10.0.0.300
run ipset add ip fd00::1
run ipset add ip 10.0.0.1 timeout 5
run ipset add ip 10.0.0.1 comment none
run ipset add net 10.0.0.0/99
run ipset add netiface 10.0.0.0/24,a-name-that-is-too-long
run ipset add ipport 10.0.0.1
run ipset add ipport 10.0.0.1,no-such-protocol:80
run ipset add range 11.0.0.1
run ipset add ports 5000
run ipset add list none
run ipset add list list
run ipset add list ip
run ipset add list ip6 before none
run ipset add none 10.0.0.1
run ipset del ip 10.9.9.9
run ipset del none 10.0.0.1
run ipset test none 10.0.0.1
run ipset list none
run ipset flush none
run ipset destroy none
run ipset destroy ip
run ipset rename ip net
run ipset rename none other
run ipset swap ip none
run ipset swap ip net
run ipset no-such-command
run ipset
run ipset version

section swap and rename
run ipset create twin hash:ip
run ipset add twin 10.7.7.7
run ipset swap ip twin
run ipset list twin -sorted
run ipset list ip
run ipset rename twin renamed
run ipset list renamed -terse

section delete
run ipset flush
run ipset list net
run ipset destroy list
run ipset destroy
run ipset list -name

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnl's own tool for places in packets.
# needs: nl-pktloc-lookup(libnl-utils)
. "$(dirname "$0")/../lib.sh"

NLSYSCONFDIR=/etc/libnl-3
export NLSYSCONFDIR

section "The package's file"
run nl-pktloc-lookup --list
for name in ip.version ip.hdrlen ip.src ip6.tc tcp.dport tcp.flag.syn eth.src IP.SRC ip nosuch ''; do
    run nl-pktloc-lookup "$name"
    run nl-pktloc-lookup --u32=0x12 "$name"
done
run nl-pktloc-lookup --u32=4711 ip.length
run nl-pktloc-lookup --u32=nosuch ip.length
run nl-pktloc-lookup --u32
run nl-pktloc-lookup
run nl-pktloc-lookup --version
run nl-pktloc-lookup --help

section 'A file of ours'
NLSYSCONFDIR=$TMP
run nl-pktloc-lookup --list
run nl-pktloc-lookup a
cat >pktloc <<END
# places
a u8 link+0 0xf0 4
b U16 TCP+010 0x0ff0 4  # behind
c 6 eth+6
long.name.of.a.place u32
    transport + 0x10
d u32 20 0xffffff 8 e 2 21
END
run nl-pktloc-lookup --list
for name in a b c d e f long.name.of.a.place; do
    run nl-pktloc-lookup $name
    run nl-pktloc-lookup --u32=5 $name
done
for line in 'a u8' 'a u8 net+' 'a net+1' 'a u8 ipx+1' '1 u8 net+1'; do
    printf 'z u8 net+1\n%s\n' "$line" >pktloc
    run cat pktloc
    run nl-pktloc-lookup --list
    run nl-pktloc-lookup z
done
: >pktloc
run nl-pktloc-lookup --list
run nl-pktloc-lookup a

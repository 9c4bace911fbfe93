#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nfct: timeout policies of connection tracking; helpers, which most kernels
# refuse.
# needs: nfct(nfct)
. "$(dirname "$0")/../lib.sh"

section timeouts
run nfct timeout list
run nfct timeout add tcp4 inet tcp established 100 close 10 close_wait 10
run nfct timeout add udp4 inet udp unreplied 10 replied 20
run nfct timeout add udp6 inet6 udp unreplied 11 replied 21
run nfct timeout add icmp4 inet icmp timeout 30
run nfct timeout add icmp6 inet6 icmpv6 timeout 31
run nfct timeout add sctp4 inet sctp established 40
run nfct timeout add gre4 inet gre unreplied 50
run nfct timeout add udplite4 inet udplite replied 60
run nfct timeout add generic4 inet generic timeout 70
run nfct timeout add dccp4 inet dccp request 80
run nfct timeout list
run nfct timeout get tcp4
run nfct timeout get udp6
run nfct timeout default-get inet tcp
run nfct timeout default-get inet udp
run nfct timeout default-get inet6 icmpv6
run nfct timeout default-set inet udp unreplied 33 replied 44
run nfct timeout default-get inet udp
run nfct timeout default-get inet generic

section errors
run nfct timeout add tcp4 inet tcp established 100
run nfct timeout add tcp4 inet udp unreplied 100
run nfct timeout add x inet tcp no-such-state 5
run nfct timeout add x inet no-such-protocol timeout 5
run nfct timeout add x no-such-family tcp established 5
run nfct timeout add x inet tcp established
run nfct timeout add x inet tcp
run nfct timeout add a-name-which-is-much-too-long-for-a-timeout-policy inet udp replied 5
run nfct timeout get none
run nfct timeout get
run nfct timeout delete none
run nfct timeout default-get inet no-such-protocol
run nfct timeout disable x
run nfct no-such-object list
run nfct timeout no-such-command
run nfct
run nfct version

section delete
run nfct timeout delete udp4
run nfct timeout get udp4
run nfct timeout flush
run nfct timeout list

section helpers
run nfct helper list
run nfct helper add ftp inet tcp
run nfct helper get ftp inet tcp
run nfct helper delete ftp inet tcp
run nfct helper disable ftp inet tcp
run nfct helper flush
run nfct helper add no-such-helper inet tcp

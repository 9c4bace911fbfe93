#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nfacct: accounting objects with and without a quota.
# needs: nfacct(nfacct)
# mask: s/"timestamp" : [0-9]+/"timestamp" : T/; s/<(hour|min|sec|wday|day|month|year)>[0-9]+</<\1>N</g -- now
. "$(dirname "$0")/../lib.sh"

section make
run nfacct list
run nfacct add plain
run nfacct add bytes byte 1000
run nfacct add packets packet 5
run nfacct add a-name-of-exactly-31-characters
run nfacct add 'with blanks'
run nfacct list
run nfacct list json
run nfacct list xml
run nfacct get plain
run nfacct get bytes xml
run nfacct get packets json
run nfacct get plain reset
run nfacct list reset

section errors
run nfacct add plain
run nfacct add bytes byte 2000
run nfacct add plain byte 2000
run nfacct add x byte
run nfacct add x byte many
run nfacct add x weight 5
run nfacct add a-name-which-is-longer-than-31-characters
run nfacct add
run nfacct get none
run nfacct get
run nfacct get plain no-such-format
run nfacct delete none
run nfacct delete
run nfacct list no-such-format
run nfacct no-such-command
run nfacct
run nfacct version

section restore
run_into saved nfacct list
run nfacct flush
run nfacct list
run_from saved nfacct restore
printf '%s\n' '{ pkts = 00000000000000000007, bytes = 00000000000000000700 } = counted;' >by-hand
run_from by-hand nfacct restore
printf '%s\n' 'nonsense' >bad
run_from bad nfacct restore
run nfacct list

section many
i=0
while [ $i -lt 300 ]; do
    quietly nfacct add "object-$i"
    i=$((i + 1))
done
run nfacct list

section delete
run nfacct delete plain
run nfacct delete plain
run nfacct flush
run nfacct list

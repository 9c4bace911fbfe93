# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: genl(iproute2)
. "$(dirname "$0")/lib.sh"

tab=$(printf '\t')

expect_status 0 ex genl-family nlctrl
expect_text err ''
expect_line out 'nlctrl id 16 version 2 hdrsize 0 maxattr [0-9]+'
expect_line out "${tab}group notify id 16"
[ "$(wc -l <out)" -eq 2 ] || die "more than nlctrl: $(cat out)"

# All of them, and the same numbers as another program finds.
expect_status 0 ex genl-family
expect_line out 'nlctrl id 16 version 2 hdrsize 0 maxattr [0-9]+'
expect_line out 'ethtool id [0-9]+ version 1 hdrsize 0 maxattr [0-9]+'
expect_line out "${tab}group monitor id [0-9]+"
sed -n 's/^\([^ 	]*\) id \([0-9]*\) .*/\1 \2/p' out >ours
genl ctrl list | sed -n 's/^Name: //p' >names
genl ctrl list | sed -n 's/^[[:space:]]*ID: \(0x[0-9a-f]*\) .*/\1/p' |
	while read -r id; do echo $((id)); done >ids
paste -d ' ' names ids >theirs
[ -s theirs ] || die 'genl ctrl list: nothing understood'
cmp ours theirs || die "families differ: $(cat ours theirs)"

expect_status 1 ex genl-family nosuch
expect_text out ''
expect_text err 'genl-family: nosuch: no such family'
expect_usage genl-family '[NAME]' 1234567890123456
expect_usage genl-family '[NAME]' nlctrl nlctrl

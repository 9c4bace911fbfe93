# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: genl(iproute2)
. "$(dirname "$0")/lib.sh"

expect_status 0 ex genl-families nlctrl
expect_text err ''
expect_line out 'nlctrl id 16 version 2 hdrsize 0 maxattr [0-9]+'
[ "$(wc -l <out)" -eq 1 ] || die "more than one line: $(cat out)"

expect_status 0 ex genl-families nlctrl notify
expect_line out 'group notify of nlctrl: 16'

# All of them, and the same numbers as another program finds.
expect_status 0 ex genl-families
expect_line out '0x0010 nlctrl version 2'
expect_line out '      op GETFAMILY \(0x03\) <has_doit,has_dump,has_policy>'
expect_line out '      grp notify \(0x10\)'
sed -n 's/^\(0x[0-9a-f]*\) \([^ ]*\) version.*/\2 \1/p' out |
	while read -r name id; do echo "$name $((id))"; done >ours
genl ctrl list | sed -n 's/^Name: //p' >names
genl ctrl list | sed -n 's/^[[:space:]]*ID: \(0x[0-9a-f]*\) .*/\1/p' |
	while read -r id; do echo $((id)); done >ids
paste -d ' ' names ids >theirs
[ -s theirs ] || die 'genl ctrl list: nothing understood'
cmp ours theirs || die "families differ: $(cat ours theirs)"

expect_status 1 ex genl-families nosuch
expect_text err 'genl-families: nosuch: no such family'
expect_status 1 ex genl-families nosuch group
expect_text err 'genl-families: group: Object not found'
expect_status 1 ex genl-families nlctrl nosuch
expect_text err 'genl-families: nosuch: Object not found'
expect_usage genl-families '[NAME [GROUP]]' a b c

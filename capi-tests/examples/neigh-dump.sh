# SPDX-License-Identifier: LGPL-2.1-or-later
# needs: ip(iproute2)
. "$(dirname "$0")/lib.sh"

setup_veth
ip neigh add 192.0.2.2 lladdr 02:00:00:00:00:02 dev v0 nud permanent
ip neigh add 192.0.2.3 lladdr 02:00:00:00:00:03 dev v1 nud noarp
ip neigh add 2001:db8::2 lladdr 02:00:00:00:00:02 dev v0 nud permanent

expect_status 0 ex neigh-dump inet
expect_text err ''
expect_line out '192\.0\.2\.2 dev v0 lladdr 02:00:00:00:00:02 PERMANENT'
expect_line out '192\.0\.2\.3 dev v1 lladdr 02:00:00:00:00:03 NOARP'
expect_status 0 ex neigh-dump inet6
expect_line out '2001:db8::2 dev v0 lladdr 02:00:00:00:00:02 PERMANENT'

expect_status 0 ex neigh-dump inet v1
expect_text out '192.0.2.3 dev v1 lladdr 02:00:00:00:00:03 NOARP'

expect_status 1 ex neigh-dump inet v9
expect_text out ''
expect_text err 'neigh-dump: v9: No such device'
expect_usage neigh-dump 'inet|inet6 [DEV]'
expect_usage neigh-dump 'inet|inet6 [DEV]' ipx

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libteam's programs, through libnl-cli too: without a team module, what they say of that.
# needs: teamd(libteam-utils) teamnl(libteam-utils) teamdctl(libteam-utils) bond2team(libteam-utils) ip(iproute2)
# mask: s/  +/ /g -- bond2team fills lines with blanks
. "$(dirname "$0")/../lib.sh"

setup_links
for what in ports options 'getoption mode' 'setoption mode x' 'monitor all'; do
    # shellcheck disable=SC2086
    run teamnl v0 $what
done
run teamnl team0 ports
run teamnl -p v1 ports
run teamnl v0 nonsense
run teamd -t team0 -c '{"runner": {"name": "roundrobin"}}'
run teamd -t team0 -c '{}' -g -n -N
run teamd -t team0 -c nonsense
run teamd -t v0 -k
run teamdctl team0 state
run teamdctl v0 state
run teamnl --help
run ip -br link

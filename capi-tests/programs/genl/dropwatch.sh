#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# dropwatch, dwdump: without NET_DM the family cannot be resolved.
# needs: dropwatch(dropwatch) dwdump(dropwatch)
. "$(dirname "$0")/../lib.sh"

printf 'exit\n' >exit
printf 'start\nexit\n' >start
run_from exit dropwatch -l kas
run_from start dropwatch -l kas
run dropwatch --help
run dwdump -w out

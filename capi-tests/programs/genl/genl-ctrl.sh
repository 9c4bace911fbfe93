#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# genl-ctrl-list: the controller cache, in all three styles.
# needs: genl-ctrl-list(libnl-utils)
. "$(dirname "$0")/../lib.sh"

run genl-ctrl-list
run genl-ctrl-list --details
run genl-ctrl-list --format=stats
run genl-ctrl-list --no-such-option

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# batctl, alfred: without the batman-adv module the family cannot be resolved.
# needs: batctl(batctl) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_links
run batctl -v
run batctl meshif bat0 neighbors
run batctl meshif bat0 originators
run batctl meshif v0 gwl
run batctl meshif bat0 interface
run batctl hardif v0 elp_interval
run batctl routing_algo
run batctl event

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# ipvsadm: without IPVS the family cannot be resolved.
# needs: ipvsadm(ipvsadm) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_links
run ipvsadm -Ln
run ipvsadm -Ln --stats
run ipvsadm -A -t 10.0.0.1:80 -s rr
run ipvsadm -a -t 10.0.0.1:80 -r 10.0.0.2:80
run ipvsadm -C
run ipvsadm -v

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# iw: without wireless hardware the kernel has no nl80211, and each command says so in its own way.
# needs: iw(iw) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_links
run iw dev
run iw list
run iw reg get
run iw phy
run iw dev v0 info
run iw dev v0 scan
run iw dev no-such-link link
run iw event -t
run iw --debug dev
run iw --version

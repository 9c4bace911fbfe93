#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Programs that stop where there is no wireless stack: each tells what libnl's error says.
# needs: iwpan(wpan-tools) wavemon(wavemon) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_links
run iwpan list
run iwpan dev
run iwpan phy
run wavemon -i v0
run wavemon -g

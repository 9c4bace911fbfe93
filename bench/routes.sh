#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Adds COUNT IPv4 routes to this network namespace, then runs a command:
#
#	unshare -n sh routes.sh COUNT ROUTES COMMAND...
#
# ROUTES is the program made of mnl/routes.c.
set -eu
count=$1 routes=$2
shift 2

ip link set lo up
ip link add v0 type veth peer name v1
ip link set v0 up
ip link set v1 up
ip address add 10.0.0.1/24 dev v0
"$routes" batch "$count" | ip -batch -
exec "$@"

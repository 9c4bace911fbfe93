#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# jool, jool_siit, joold: without their module the error carries what libnl says.
# needs: jool(jool-tools) jool_siit(jool-tools) joold(jool-tools)
. "$(dirname "$0")/../lib.sh"

run jool instance display
run jool instance add x --netfilter --pool6 64:ff9b::/96
run jool pool4 display
run jool session display
run jool stats display
run jool global display
run jool_siit instance display
run jool_siit eamt display
run jool_siit instance flush
cat >netsocket.json <<'EOF'
{ "multicast address": "ff08::db8:64:64", "multicast port": "6400" }
EOF
run joold netsocket.json

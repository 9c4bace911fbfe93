#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# i3status asks nl80211 for a wireless interface, and the kernel for a wired one.
# needs: i3status(i3status) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_veth4
cat >i3.conf <<'EOF'
general { output_format = "none" interval = 1 }
order += "wireless v0"
order += "wireless no-such-link"
order += "ethernet v1"
wireless v0 { format_up = "W %essid %ip" format_down = "W down" }
wireless no-such-link { format_up = "N up" format_down = "N down" }
ethernet v1 { format_up = "E %ip (%speed)" format_down = "E down" }
EOF
run i3status --run-once -c i3.conf
run i3status -c no-such-file
run i3status -v

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# nbd-client: without the nbd module there is no family, nor a device.
# needs: nbd-client(nbd-client)
. "$(dirname "$0")/../lib.sh"

run nbd-client -c /dev/nbd0
run nbd-client -d /dev/nbd0
run nbd-client 127.0.0.1 10809 /dev/nbd0 -N x
run nbd-client -l 127.0.0.1
run nbd-client -V

#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# netlabelctl: the kernel's NetLabel families answer in the first network namespace only.
# needs: netlabelctl(netlabel-tools) nsenter(util-linux)
# root: it enters the first network namespace, which is the only one that has NetLabel
. "$(dirname "$0")/../lib.sh"

first() {
    run nsenter --net=/proc/1/ns/net "$@"
}
first netlabelctl mgmt version
first netlabelctl -p mgmt protocols
first netlabelctl -p map list
first netlabelctl map list
first netlabelctl -p unlbl list
first netlabelctl unlbl list
first netlabelctl -p cipsov4 list
first netlabelctl cipsov4 list doi:16
first netlabelctl calipso list
first netlabelctl -p unlbl accept maybe
first netlabelctl map del domain:no-such-domain
first netlabelctl cipsov4 del doi:99
run netlabelctl mgmt version
run netlabelctl map list

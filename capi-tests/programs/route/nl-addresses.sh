#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# libnl's own tools for addresses.
# needs: nl-addr-list(libnl-utils) ip(iproute2)
# mask: s/lifetime [0-9][^p]*/lifetime N /g; s/created boot-time.*/created N/; s/(CACHEINFO_[A-Z]+)=.*/\1=N/ -- times
. "$(dirname "$0")/../lib.sh"

setup_links

section 'Add'
run nl-addr-add --local=10.0.0.1/24 --dev=v0
run nl-addr-add --local=10.0.0.1/24 --dev=v0
run nl-addr-add --replace --local=10.0.0.1/24 --dev=v0
run nl-addr-add --local=10.0.0.2/24 --dev=v0 --broadcast=10.0.0.255 --label=v0:two --scope=link
run nl-addr-add --local=10.1.0.1 --peer=10.1.0.2/30 --dev=v1
run nl-addr-add --local=fd00::1/64 --dev=v0 --valid=7200000 --preferred=3600000
run nl-addr-add --local=fd00::2/64 --dev=v1
run nl-addr-add --local=fd00::3/64 --dev=v1 --family=inet
run nl-addr-add --local=10.0.0.3/24
run nl-addr-add --local=10.0.0.3/24 --dev=nosuch
run nl-addr-add --local=nonsense --dev=v0
run nl-addr-add --quiet --local=10.0.0.4/24 --dev=v1
run ip -4 addr show

section 'Lists'
addresses() {
    # Without duplicate address detection under way.
    [ "$(ip -6 addr show tentative | wc -l)" -eq 0 ]
}
poll addresses
run nl-addr-list
run nl-addr-list --details
run nl-addr-list --env
run nl-addr-list --prefix='> ' --family=inet
run nl-addr-list --family=inet6
run nl-addr-list --dev=v0
run nl-addr-list --local=10.0.0.2/24
run nl-addr-list --label=v0:two
run nl-addr-list --peer=10.1.0.2/30
run nl-addr-list --scope=link
run nl-addr-list --scope=host
run nl-addr-list --broadcast=10.0.0.255
run nl-addr-list --local=10.9.9.9
run nl-addr-list --family=nonsense

section 'Delete'
run nl-addr-delete --yes --local=10.0.0.2/24 --dev=v0
run nl-addr-delete --yes --local=10.9.9.9
run nl-addr-delete --yes --family=inet6
# It asks for each, until there is an answer.
printf 'y\nn\ny\ny\ny\n' >answers
run_from answers nl-addr-delete --interactive --family=inet
run nl-addr-delete --yes --quiet --dev=v1
run nl-addr-list

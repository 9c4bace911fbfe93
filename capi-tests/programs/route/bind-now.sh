#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Programs started with every function of theirs looked up at once, as Debian's hardened builds do
# by themselves: a single one that is missing would end them.
# needs: hostapd(hostapd) wpa_supplicant(wpasupplicant) bmon(bmon) nmrpflash(nmrpflash) nsntrace(nsntrace)
# needs: netsniff-ng(netsniff-ng) occtl(ocserv) ibv_devices(ibverbs-utils) pifconfig(python3-ethtool)
# needs: teamnl(libteam-utils) teamd(libteam-utils) nl-cls-add(libnl-utils)
# needs: libnss_gw_name.so.2(libnss-gw-name) libnozzle.so.1(libnozzle1) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly ip route add default via 10.0.0.254
bound() {
    run env LD_BIND_NOW=1 "$@"
}
bound hostapd -v
bound wpa_supplicant -v
bound bmon --version
bound bmon -p v0 -o ascii:quitafter=1
bound nmrpflash -L
bound nsntrace --help
bound netsniff-ng --version
bound occtl --version
bound ibv_devices
bound pifconfig v0
bound getent -s gw_name hosts gateway.localhost
bound python3 -c 'import ctypes; print(bool(ctypes.CDLL("libnozzle.so.1").nozzle_open))'
bound teamnl -h
bound teamnl nosuch ports
bound teamd --version

# libnl's own tools.
for tool in /usr/bin/nl-* /usr/bin/genl-ctrl-list; do
    case ${tool##*/} in
    nl-monitor | nl-list-sockets) ;;
    *) bound "${tool##*/}" --help ;;
    esac
done
bound nl-monitor -h
bound nl-fib-lookup 10.0.0.5
bound nl-list-caches
bound nl-link-list
bound nl-route-list

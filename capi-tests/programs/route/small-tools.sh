#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# Programs that ask libnl-route for one thing: addresses of links, the default gateway, a route.
# needs: nmrpflash(nmrpflash) pifconfig(python3-ethtool) pethtool(python3-ethtool) libnss_gw_name.so.2(libnss-gw-name)
# needs: netsniff-ng(netsniff-ng) occtl(ocserv) ibv_devices(ibverbs-utils) ip(iproute2)
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly ip addr add 10.0.0.2/24 dev v0 label v0:two broadcast 10.0.0.255

section 'nmrpflash: links with their addresses'
run nmrpflash -L
run nmrpflash -i nosuch -f /dev/null

section 'python3-ethtool'
run pifconfig
run pifconfig v0
run pifconfig nosuch
run pethtool -i v0
run pethtool -k v0
cat >info.py <<'EOF'
import ethtool
for info in ethtool.get_interfaces_info(["lo", "v0", "v1"]):
    print(info)
    for address in info.get_ipv4_addresses():
        print(address.address, address.netmask, address.broadcast)
    for address in info.get_ipv6_addresses():
        print(address.address, address.netmask, address.scope)
print(ethtool.get_active_devices(), ethtool.get_ipaddr("v0"), ethtool.get_hwaddr("v0"))
EOF
run python3 info.py

section 'libnss-gw-name: the default gateway as a host'
run getent -s gw_name hosts gateway.localhost
quietly ip route add default via 10.0.0.254
run getent -s gw_name hosts gateway.localhost
run getent -s gw_name ahosts gateway.localhost
run getent -s gw_name hosts somewhere.else
quietly ip route add default via 10.0.1.253 metric 5
run getent -s gw_name hosts gateway.localhost
quietly ip route del default via 10.0.0.254
quietly ip route del default
quietly ip route add default nexthop via 10.0.0.7 weight 1 nexthop via 10.0.1.7 weight 2
run getent -s gw_name ahosts gateway.localhost

section 'Without what they are for'
run netsniff-ng --rfraw --in v0 --out dump.pcap --num 1
run occtl show status
run ibv_devices
run ibv_devinfo

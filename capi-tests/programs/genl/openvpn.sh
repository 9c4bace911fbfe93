#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# openvpn asks for the ovpn-dco family, and goes on without it.
# needs: openvpn(openvpn) openssl(openssl) ip(iproute2)
# mask: s/^[0-9]{4}-[0-9-]+ [0-9:]+ (us=[0-9]+ )?//; s/[0-9A-F]{2}(:[0-9A-F]{2}){31}/F/g; s/\[AF_INET\][0-9.]+:[0-9]+/A/ -- times, the fingerprint of a new key, ports
# mask: s/(TUN|TAP) device .* opened/\1 opened/; s/pid=[0-9]+/pid=N/ -- numbers of devices and processes
. "$(dirname "$0")/../lib.sh"

setup_veth4
quietly openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes \
    -keyout k.pem -out c.pem -subj /CN=x -days 2
fingerprint=$(openssl x509 -in c.pem -noout -fingerprint -sha256 | sed 's/.*=//')
timeout 4 openvpn --dev tun --client --remote 10.0.0.2 5555 udp --cert c.pem --key k.pem \
    --peer-fingerprint "$fingerprint" --verb 4 --nobind --connect-retry-max 1 </dev/null >vpn.out 2>&1
grep -i -e dco -e offload -e 'library versions' vpn.out
run openvpn --show-digests
run openvpn --genkey secret /dev/null
run openvpn --version

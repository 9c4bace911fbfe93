#!/bin/sh
# SPDX-License-Identifier: LGPL-2.1-or-later
# hostapd and wpa_supplicant: 802.1X over a cable, and what they say of MACsec and wireless.
# needs: hostapd(hostapd) wpa_supplicant(wpasupplicant) ip(iproute2)
# root: wpa_supplicant's driver for MACsec wants it
# mask: s,'/.*/([a-z]+\.conf)','\1',; s/starting accounting session .*/starting accounting session N/; s/0x[0-9a-f]{8,}/N/g -- a folder, and numbers drawn by lot
. "$(dirname "$0")/../lib.sh"

setup_veth4
cat >hostapd.conf <<EOF
interface=v0
driver=wired
ieee8021x=1
eap_server=1
eap_user_file=$PWD/users
use_pae_group_addr=1
EOF
echo '"somebody" MD5 "secret"' >users
cat >supplicant.conf <<EOF
ap_scan=0
network={
 key_mgmt=IEEE8021X
 eap=MD5
 identity="somebody"
 password="secret"
 eapol_flags=0
}
EOF
cat >macsec.conf <<EOF
eapol_version=3
ap_scan=0
network={
 key_mgmt=NONE
 eapol_flags=0
 macsec_policy=1
 mka_cak=00112233445566778899aabbccddeeff
 mka_ckn=0011223344556677889900112233445566778899001122334455667788990011
}
EOF

section '802.1X'
timeout 14 hostapd hostapd.conf >hostapd.out 2>&1 </dev/null &
server=$!
poll grep -q AP-ENABLED hostapd.out
timeout 14 wpa_supplicant -Dwired -iv1 -csupplicant.conf >supplicant.out 2>&1 </dev/null &
client=$!
poll grep -q CTRL-EVENT-CONNECTED supplicant.out
poll grep -q 'authenticated - EAP' hostapd.out
kill "$client"
wait "$client" 2>/dev/null
echo "=> $?"
kill "$server"
wait "$server" 2>/dev/null
echo "=> $?"
cat supplicant.out hostapd.out

section 'MACsec and wireless'
run wpa_supplicant -dd -Dmacsec_linux -iv1 -cmacsec.conf
run wpa_supplicant -dd -Dnl80211 -iv1 -csupplicant.conf
run wpa_supplicant -Dmacsec_linux -inosuch -cmacsec.conf
run wpa_supplicant -Dwired -inosuch -csupplicant.conf
sed 's/driver=wired/driver=nl80211/' hostapd.conf >wireless.conf
run hostapd wireless.conf
